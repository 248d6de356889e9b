"""The table with its count, or what stands in its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.ui.theme import SPACE_S
from app.ui.widgets.labels import muted_label

if TYPE_CHECKING:
    from app.ui.history.table.empty_state import Emptiness, EmptyState
    from app.ui.history.table.table import DisputeTable


class TableArea(QWidget):
    """Shows rows where there are any, and otherwise why there are none."""

    def __init__(self, table: DisputeTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self.count = muted_label()
        self._stack = QStackedWidget(self)

        self._stack.addWidget(QWidget())  # until it is known what there is
        self._stack.addWidget(table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.count)

    @cached_property
    def empty(self) -> EmptyState:
        """What stands in the table's place. The first paint does without."""
        from app.ui.history.table.empty_state import EmptyState

        state = EmptyState(self._stack)
        self._stack.addWidget(state)
        return state

    def show_rows(self) -> None:
        """Show the table, and how many disputes match."""
        model = self._table.source
        self._stack.setCurrentWidget(self._table)
        self.count.show()
        if model.is_filtered:
            text = self.tr("Disputes: {shown} of {all}")
        else:
            text = self.tr("Disputes: {all}")
        self.count.setText(text.format(shown=f"{model.total:,}", all=f"{model.overall:,}"))

    def show_reason(self, reason: Emptiness) -> None:
        """Show why there is nothing."""
        self._stack.setCurrentWidget(self.empty)
        self.count.hide()
        self.empty.show_reason(reason)
