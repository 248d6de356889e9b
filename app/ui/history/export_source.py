"""What is shown and selected in the history, for whoever takes it out of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from app.domain.history.history import HistoryQuery
    from app.domain.ids import DisputeId
    from app.ui.history.bar import HistoryBar
    from app.ui.history.details.area import DetailsArea
    from app.ui.history.table.table import DisputeTable


class ExportSource(QObject):
    """Knows what is shown and what is selected; lends its menus."""

    export_requested = Signal()
    changed = Signal()
    """The rows were read again: figures made of them may be old."""

    def __init__(self, bar: HistoryBar, table: DisputeTable, details: DetailsArea) -> None:
        super().__init__(table)
        self._table = table
        self._details = details

        bar.export_button.clicked.connect(self.export_requested)
        table.export_requested.connect(self.export_requested)
        table.source.loaded.connect(self.changed)

    @property
    def query(self) -> HistoryQuery:
        """What is shown, in which order."""
        return self._table.source.query

    @property
    def counts(self) -> tuple[int, int]:
        """How many disputes are shown, and how many there are."""
        model = self._table.source
        return model.total, max(model.overall, model.total)

    @property
    def chosen(self) -> DisputeId | None:
        """The dispute that is selected."""
        row = self._table.current_row
        return row.dispute.dispute_id if row else None

    @property
    def chosen_several(self) -> tuple[DisputeId, ...]:
        """The disputes that are selected, where they are several."""
        return self._table.several.ids

    def offer(self, action: QAction) -> None:
        """Have the menus of the table and of the details offer this for the dispute selected."""
        self._table.addAction(action)
        self._details.addAction(action)
        self._details.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
