"""Asks which order is meant where several have the number that was looked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.ui.orders.messages import choice_sentence, instead_sentence, option_lines
from app.ui.theme import SPACE_M, SPACE_S
from app.ui.widgets.announce import announce
from app.ui.widgets.labels import plain_label, set_property

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from app.services.orders import OrderChoice

_ROWS_SHOWN = 4


class ChoiceCard(QFrame):
    """A question and a list of orders. No row is current at first: Enter alone chooses none."""

    chosen = Signal(object)
    """The `OrderOption` that was picked."""
    left = Signal()
    """Escape was pressed: none of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: OrderChoice | None = None
        self._note = plain_label(wraps=True)
        self._question = plain_label(wraps=True)
        self._list = _OrderList()
        self.setProperty("card", True)
        set_property(self._note, "tone", "warn")
        self._list.setAccessibleName(self.tr("Which order?"))

        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._note)
        layout.addWidget(self._question)
        layout.addWidget(self._list)
        layout.addStretch(1)

        self._list.itemActivated.connect(self._choose)
        self._list.itemClicked.connect(self._choose)
        self._list.escaped.connect(self.left)

    def offer(self, choice: OrderChoice) -> None:
        """Show these orders."""
        self._choice = choice
        self._note.setText(instead_sentence(choice))
        self._note.setVisible(bool(choice.instead_of))
        self._question.setText(choice_sentence(choice))
        self._list.clear()
        for option in choice.options:
            first, second = option_lines(option)
            item = QListWidgetItem(f"{first}\n{second}", self._list)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first} · {second}")
        self._list.fit()

    def take_focus(self) -> None:
        """Put the keys into the list, and say what is asked."""
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._question.text())

    def _choose(self, item: QListWidgetItem) -> None:
        if self._choice is not None and item.isSelected():
            self.chosen.emit(self._choice.options[self._list.row(item)])


class _OrderList(QListWidget):
    """As high as its rows, up to some; what is too wide ends in an ellipsis."""

    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("roomy", True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def fit(self) -> None:
        """Take the height that the rows need."""
        shown = range(min(self.count(), _ROWS_SHOWN))
        rows = sum(self.sizeHintForRow(row) for row in shown)
        self.setFixedHeight(rows + self.height() - self.viewport().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.selectedItems():
            # Qt makes the first row current, and the first arrow would go past it.
            self.setCurrentRow(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()  # the size of the text may have changed with the window's
