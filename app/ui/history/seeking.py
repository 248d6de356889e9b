"""Bringing one dispute into view, whatever filter or scrolling hides it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.ids import DisputeId
from app.ui.history.bar import HistoryBar
from app.ui.history.table import DisputeTable


class Seeking(QObject):
    """Looks in the rows loaded, then in all that match, then in all there are."""

    not_listed = Signal(object)
    """A `DisputeId` that this computer's copy does not have."""

    def __init__(self, table: DisputeTable, bar: HistoryBar, parent: QObject) -> None:
        super().__init__(parent)
        self._table = table
        self._model = table.source
        self._bar = bar
        self._sought: DisputeId | None = None
        self._model.loaded.connect(self._go_on)

    def seek(self, dispute_id: DisputeId) -> None:
        """Select it as soon as it is found."""
        self._sought = dispute_id
        self._go_on()

    def stop(self) -> None:
        """Look for nothing any more."""
        self._sought = None

    def _go_on(self) -> None:
        sought = self._sought
        if sought is None:
            return
        if self._table.choose(sought):
            self._sought = None
        elif not self._model.is_loaded:
            return  # the answer under way calls this again
        elif self._model.rowCount() < self._model.total:
            self._model.load_further()
        elif self._model.is_filtered:
            self._bar.clear_filter()
        else:
            self._sought = None
            self.not_listed.emit(sought)
