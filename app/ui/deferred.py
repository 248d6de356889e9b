"""Loads parts of the program while the window goes on: some modules, a turn of its loop, some more.

On the main thread, and no other. PySide6 keeps what it knows of classes in tables that Qt looks
into while it draws, without waiting for Python's lock: a class made from one of Qt's by another
thread at that moment ends the program. No background thread may be the first to import such a
module, nor to ask Qt for an object of a class that nobody has named.
"""

from __future__ import annotations

from importlib import import_module
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TURN_S = 0.008
"""So long it goes on at once, then the window has its turn: it draws sixty frames in a second."""
BETWEEN_MS = 1
"""Not 0: what is put off by that may come in the same turn of the event loop."""

# In the order in which one needs another, or all of it is loaded at once with the last.
HISTORY = ("app.ui.history.pane", "app.ui.window.tabs")
HISTORY_BAR = (
    "PySide6.QtSvg",
    "app.ui.history.updates.freshness",
    "app.ui.history.updates.sync_progress",
    "app.ui.widgets.busy_bar",
)
BEHIND_THE_FRONT = (
    "PySide6.QtNetwork",  # second starts are heard with it
    "app.ui.exporting.strip",
    "app.ui.history.cancel",
    "app.ui.history.details.loader",
    "app.ui.history.details.panel",
    "app.ui.history.drafts_list",
    "app.ui.history.table.empty_state",
    "app.ui.history.updates.notice",
    "app.ui.history.details.local_edits",
    "app.ui.history.table.outcome_delegate",
    "app.ui.history.pane",
    "app.ui.history.updates.refresh",
    "app.ui.history.updates.seen",
    "app.ui.history.table.row_finder",
    "app.ui.history.table.table",
    "app.ui.orders.result",
    "app.ui.account.account_ui",
    "app.ui.exporting.export_flow",
    "app.ui.window.accounts",
)
"""All that is built once the rows are painted: `build_deferred` finds its imports loaded."""
SETTINGS = (
    "app.ui.settings.dialog",
    "app.ui.account.accounts_list",
)
FILING = (
    "app.ui.filing.draft_editor",
    "app.ui.filing.draft_tools",
    "app.ui.filing.pages.items",
    "app.ui.filing.pages.outcome",
    "app.ui.filing.evidence.editor",
    "app.ui.filing.pages.reason",
    "app.ui.filing.pages.pages",
    "app.ui.filing.dialog",
)
INSIGHTS = ("app.ui.insights.chart", "app.ui.insights.numbers", "app.ui.insights.pane")
CASE_FILE = ("app.ui.exporting.paper_document", "app.ui.exporting.case_pdf")


def load(names: Sequence[str], owner: QObject, then: Callable[[], object]) -> None:
    """Load modules in turns, then go on: at once where they are loaded, not if `owner` is gone."""
    rest = iter(names)

    def turn() -> None:
        end = perf_counter() + _TURN_S
        for name in rest:
            import_module(name)
            if perf_counter() > end:
                QTimer.singleShot(BETWEEN_MS, owner, turn)
                return
        then()

    turn()
