"""Which changes the user has seen.

A change counts as seen once its row was in view for some seconds, in a window that is in front
and not minimised. It keeps its mark for this visit, so that nothing disappears under the eyes;
the marks of what was seen go when the visit ends: when the program quits or another account is
opened. A change that comes after is a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QWidget

    from app.domain.ids import DisputeId
    from app.ui.history.table.table import DisputeTable

LOOK_MS = 3000
"""How long a row must be in view: scrolling past is not seeing."""


class SeenTracker(QObject):
    """Notes what was in view for long enough."""

    seen_changed = Signal(object)
    """The `DisputeId`s that were seen just now, as a frozenset."""

    def __init__(self, table: DisputeTable, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._seen: set[DisputeId] = set()
        self._in_view: frozenset[DisputeId] = frozenset()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._note)

        table.installEventFilter(self)
        table.source.loaded.connect(self._start)
        table.source.filled.connect(self._start)
        table.verticalScrollBar().valueChanged.connect(self._start)

    @property
    def seen(self) -> frozenset[DisputeId]:
        """The changes seen in this visit."""
        return frozenset(self._seen)

    def forget(self, ids: Collection[DisputeId] | None = None) -> None:
        """These changed again, or, without ids, a new visit begins."""
        if ids is None:
            self._seen.clear()
        else:
            self._seen.difference_update(ids)
        self._start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.WindowActivate, QEvent.Type.Show):
            self._start()
        return super().eventFilter(watched, event)

    def _start(self) -> None:
        """What is in view is looked at from now on."""
        in_view = self._changes_in_view()
        if in_view != self._in_view or not self._look.isActive():
            self._in_view = in_view
            if in_view - self._seen:
                self._look.start()
            else:
                self._look.stop()

    def _note(self) -> None:
        """The time is over: what was there all along is seen."""
        if not self._is_looked_at():
            return  # it ticks on until the window is in front
        in_view = self._changes_in_view()
        fresh = frozenset(in_view & self._in_view - self._seen)
        self._in_view = in_view
        self._seen |= fresh
        if not in_view - self._seen:
            self._look.stop()
        if fresh:
            self.seen_changed.emit(fresh)

    def _changes_in_view(self) -> frozenset[DisputeId]:
        rows = self._table.source.read_rows(*self._table.rows_in_view)
        return frozenset(row.dispute.dispute_id for row in rows if row.is_unseen_change)

    def _is_looked_at(self) -> bool:
        window: QWidget = self._table.window()
        return self._table.isVisible() and window.isActiveWindow() and not window.isMinimized()
