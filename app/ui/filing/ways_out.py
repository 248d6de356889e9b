"""What leads out of the filing dialog: wishes of a person that are for the window to fulfil."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.ui.widgets.keys import Dialog


class WaysOut(Dialog):
    """The filing dialog as its pages and notices know it."""

    sign_in_requested = Signal()
    """The token died. Sign in over this dialog, then call `resume_after_sign_in`."""
    other_filing_requested = Signal(object)
    """The `BusinessDisputeId` of the filing that holds one of the items."""
    case_requested = Signal(object)
    """The `DisputeId` whose case file is to be saved."""
    cancel_requested = Signal(object)
    """The `DisputeId` that is to be cancelled at CJ."""
    dispute_requested = Signal(object)
    """The `DisputeId` of a dispute that is to be seen."""
    next_order_requested = Signal()
    """This one is done with; another order is to be disputed."""
    preparing_requested = Signal(object)
    """The `Filing`, which has left, of which a copy is to be opened in My CJ."""
    another_requested = Signal()
    """Another draft for the same order is wanted."""
