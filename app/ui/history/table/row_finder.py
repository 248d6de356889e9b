"""Bringing one dispute into view, whatever filter or scrolling hides it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.domain.ids import DisputeId
    from app.ui.history.bar import HistoryBar
    from app.ui.history.table.table import DisputeTable


class RowFinder(QObject):
    """Looks among the rows that match, then among all there are."""

    not_listed = Signal(object)
    """A `DisputeId` that this computer's copy does not have."""

    def __init__(self, table: DisputeTable, bar: HistoryBar, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._model = table.source
        self._bar = bar
        self._sought: DisputeId | None = None
        self._model.loaded.connect(self._look)
        self._model.found.connect(self._take)

    def seek(self, dispute_id: DisputeId) -> None:
        """Select it as soon as it is found."""
        self._sought = dispute_id
        self._look()

    def stop(self) -> None:
        """Look for nothing any more."""
        self._sought = None

    def _look(self) -> None:
        if self._sought is not None and self._model.is_loaded:
            self._model.find(self._sought)

    def _take(self, dispute_id: DisputeId, place: int | None) -> None:
        if dispute_id != self._sought:
            return
        if place is not None:
            self._sought = None
            self._table.choose(dispute_id, place)
        elif self._model.is_filtered:
            self._bar.clear_filter()  # the answer to that calls `_look` again
        else:
            self._sought = None
            self._table.choose(dispute_id)
            self.not_listed.emit(dispute_id)
