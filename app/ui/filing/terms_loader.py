"""CJ's terms for whatever is chosen: asked for once a selection, when it has come to rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.latest import Latest
from app.domain.dispute_flow import Selection, selection_of
from app.ui.filing.terms_state import TermsState

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.disputes import DisputeTerms
    from app.domain.errors import AppError
    from app.domain.filing import DisputeDraft, DraftLine
    from app.domain.ids import OrderId

TERMS_DELAY_MS = 250
"""How long the selection must rest before CJ is asked about it."""


class TermsLoader(QObject):
    """Remembers the terms of each selection for as long as the dialog is open."""

    changed = Signal()
    """The state changed, without new terms."""
    arrived = Signal(object)
    """The `DisputeTerms` of the selection asked about last."""
    failed = Signal(object)
    """The `AppError`."""

    def __init__(
        self,
        runner: BackgroundRunner,
        ask: Callable[[OrderId, tuple[DraftLine, ...]], DisputeTerms],
        draft: DisputeDraft,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ask = ask
        self._draft = draft
        self._kept: dict[Selection, DisputeTerms] = {}
        self._last: DisputeTerms | None = None
        self._error: AppError | None = None
        self._asked: Selection | None = None
        self._call = Latest(runner, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TERMS_DELAY_MS)

        self._timer.timeout.connect(self.ask)

    @property
    def current(self) -> DisputeTerms | None:
        """The terms for exactly this selection, if they are known."""
        return self._kept.get(selection_of(self._draft))

    @property
    def last(self) -> DisputeTerms | None:
        """The latest terms for whatever selection, to be shown greyed meanwhile."""
        return self.current or self._last

    @property
    def state(self) -> TermsState:
        """How the terms for this selection stand."""
        if not self._draft.lines:
            return TermsState.NOTHING_CHOSEN
        if self.current is not None:
            return TermsState.KNOWN
        return TermsState.FAILED if self._error else TermsState.ASKING

    def take(self, draft: DisputeDraft) -> None:
        """Speak of this draft from now on; its selection is the one before."""
        self._draft = draft

    def follow(self, draft: DisputeDraft) -> None:
        """Speak of another selection from now on, and ask about it once it rests."""
        self._draft = draft
        self._call.cancel()
        self._timer.stop()
        self._asked = None
        self._error = None
        known = self.current
        if known is not None:
            self._last = known
            self.arrived.emit(known)
            return
        if draft.lines:
            self._timer.start()
        self.changed.emit()

    def ask(self) -> None:
        """Ask about this selection now, unless its terms are known."""
        self._timer.stop()
        selection = selection_of(self._draft)
        if not selection or selection in self._kept or selection == self._asked:
            return
        lines, order_id, ask = self._draft.lines, self._draft.order_id, self._ask
        self._asked = selection
        self._error = None
        self.changed.emit()
        self._call.run(
            lambda: ask(order_id, lines),
            on_success=lambda terms: self._keep(selection, terms),
            on_error=self._note_failure,
        )

    def forget_others(self) -> None:
        """Ask anew about every selection but this one."""
        here = selection_of(self._draft)
        self._kept = {key: terms for key, terms in self._kept.items() if key == here}

    def _keep(self, selection: Selection, terms: DisputeTerms) -> None:
        self._asked = None
        self._kept[selection] = terms
        self._last = terms
        self.arrived.emit(terms)

    def _note_failure(self, error: AppError) -> None:
        self._asked = None
        self._error = error
        self.changed.emit()
        self.failed.emit(error)
