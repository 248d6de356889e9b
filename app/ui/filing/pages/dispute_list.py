"""Disputes that CJ has, to choose the one that a filing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView, QListWidgetItem, QWidget

from app.domain.disputes.state import decision
from app.ui.filing.pages import outcome_messages as outcome_words
from app.ui.widgets.row_height import RoomyRows
from app.ui.widgets.spoken_rows import SpokenList

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from app.domain.disputes.disputes import Dispute
    from app.domain.ids import DisputeId

_MOST_ROWS = 3
_DISPUTE_ID = int(Qt.ItemDataRole.UserRole)


class DisputeList(SpokenList):
    """Two lines a dispute: number and time, reason and status. As high as three of them at most."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[Dispute, ...] = ()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setItemDelegate(RoomyRows(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def chosen(self) -> DisputeId | None:
        """The dispute that is selected."""
        selected = self.selectedItems()
        found: DisputeId | None = selected[0].data(_DISPUTE_ID) if selected else None
        return found

    def is_decided(self, dispute_id: DisputeId | None) -> bool:
        """Whether CJ has decided one of those that are listed."""
        return any(
            decision(each) is not None for each in self._shown if each.dispute_id == dispute_id
        )

    def show_disputes(
        self, disputes: Sequence[Dispute], filed_here: Collection[DisputeId] = ()
    ) -> None:
        """List these. What is selected stays so; of several, nobody but a person selects one."""
        self._shown = tuple(disputes)
        before = self.chosen
        self.clear()
        as_needed, never = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded,
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff,
        )
        self.setVerticalScrollBarPolicy(as_needed if len(disputes) > _MOST_ROWS else never)
        for each in disputes:
            is_filed_here = each.dispute_id in filed_here
            line = outcome_words.dispute_line(each, is_filed_here=is_filed_here)
            item = QListWidgetItem(line)
            item.setData(_DISPUTE_ID, each.dispute_id)
            self.addItem(item)
            if each.dispute_id == before or len(disputes) == 1:
                self.setCurrentItem(item)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.chosen is None:
            self.setCurrentIndex(
                QModelIndex()
            )  # else the first arrow key would step over the first one

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.doItemsLayout()  # only now is it known where the words of an entry turn
        shown = range(min(self.count(), _MOST_ROWS))
        height = sum(self.visualItemRect(self.item(row)).height() for row in shown)
        self.setFixedHeight(height + 2 * self.frameWidth())
