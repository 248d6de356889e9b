"""What the order pane says below its box: the order and its items, or why there is none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.eligibility import Obstacle
from app.ui.my_cj import open_my_cj
from app.ui.notices import Doing, Notice, details_of, notice_for
from app.ui.orders.items_model import Column, OrderItemsModel
from app.ui.orders.words import obstacle_sentence, obstacle_tone, verdict_sentence
from app.ui.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.announce import announce
from app.ui.widgets.busy_bar import BusyBar
from app.ui.widgets.labels import copyable_label, muted_label, plain_label, scale
from app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.errors import AppError
    from app.domain.ids import OrderId
    from app.services.orders import LookUp
    from app.ui.widgets.pictures import PictureLoader

_ROW_HEIGHT = 44
_LEAST_COLUMN = 18
"""In characters; the product's name is what gives way."""
_ROWS_SHOWN = (2, 5)
_LINES_A_ROW = 12
"""A row of the table is shown for so many lines of text that the screen is high."""
_BUSY_AFTER_MS = 400


class OrderAnswer(QWidget):
    """Shows that CJ is being asked, what it answered, and orders that are worth a try."""

    filing_requested = Signal()
    disputes_requested = Signal(str)
    """Words to search the disputes for."""
    sign_in_requested = Signal()
    repeat_requested = Signal()
    """Ask for the same once more."""
    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyBar()
        self._busy_timer = QTimer(self)
        self._examples = QWidget(self)
        self._notice = NoticeBar(self)
        self._card = QFrame(self)
        self._heading = copyable_label(wraps=False)
        self._verdict = plain_label()
        self._file_button = QPushButton(self.tr("File dispute…"))
        self._model = OrderItemsModel(self)
        self._table = QTableView()
        self._dress()

        self._lay_out()

        self._file_button.clicked.connect(self.filing_requested)
        self._table.activated.connect(self.filing_requested)
        self._busy_timer.timeout.connect(self._busy.show)

    @property
    def can_be_filed(self) -> bool:
        """Whether the order that is shown can be disputed."""
        return self._card.isVisible() and self._file_button.isEnabled()

    def ask(self) -> None:
        """CJ is being asked: say so where it takes long."""
        self._notice.clear()
        self._busy_timer.start()

    def clear(self) -> None:
        """Say nothing any more."""
        self._stop_busy()
        self._notice.clear()
        self._card.hide()

    def show_examples(self, examples: tuple[OrderId, ...]) -> None:
        """Offer these orders to a newcomer."""
        old = self._examples.layout()
        if old is not None:
            QWidget().setLayout(old)
        row = QHBoxLayout(self._examples)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(muted_label(self.tr("Orders to practise with:"), wraps=False))
        for order_id in examples:
            button = QPushButton(order_id)
            button.setProperty("flat", True)
            button.clicked.connect(partial(self._choose_example, order_id))
            row.addWidget(button)
        row.addStretch(1)
        self._examples.setVisible(bool(examples))

    def show_found(self, found: LookUp, pictures: PictureLoader | None) -> None:
        """Show the order; the focus goes to what can be done with it, if anything can."""
        self._stop_busy()
        self._examples.hide()
        self._show_lines(found, pictures)
        if found.obstacle is not None:
            self._show_obstacle(found, found.obstacle)
            return
        self._file_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._verdict.text())

    def show_error(self, error: AppError) -> None:
        """Say why there is no answer, and what helps."""
        self._stop_busy()
        notice = notice_for(error, Doing.LOOK_UP)
        action = (
            (self.tr("Sign in"), self.sign_in_requested.emit)
            if notice.wants_sign_in
            else (self.tr("Try again"), self.repeat_requested.emit)
        )
        self._notice.show_notice(notice, actions=(action,))

    def _dress(self) -> None:
        self._busy.setAccessibleName(self.tr("Looking up…"))
        self._busy.hide()
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(_BUSY_AFTER_MS)
        self._card.setProperty("card", True)
        scale(self._heading, 1.15, bold=True)
        self._file_button.setProperty("primary", True)
        self._table.setModel(self._model)
        self._table.setAccessibleName(self.tr("Order items"))
        self._table.setIconSize(QSize(32, 32))
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.setTabKeyNavigation(False)
        self._table.setShowGrid(False)
        self._table.setWordWrap(False)
        self._table.horizontalScrollBar().rangeChanged.connect(self._fit_table)
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self._table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.PRODUCT, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        words.addWidget(self._heading)
        words.addWidget(self._verdict)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self._file_button, 0, Qt.AlignmentFlag.AlignVCenter)
        card = QVBoxLayout(self._card)
        card.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        card.setSpacing(SPACE_S)
        card.addLayout(head)
        card.addWidget(self._table)
        card.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._busy)
        layout.addWidget(self._examples)
        layout.addWidget(self._notice)
        layout.addWidget(self._card, 1)
        self._card.hide()
        self._examples.hide()

    def _show_lines(self, found: LookUp, pictures: PictureLoader | None) -> None:
        order = found.order
        number = found.order_number
        self._heading.setText(
            self.tr("Order {order} · {number}").format(order=found.order_id, number=number)
            if number and str(number) != found.order_id
            else self.tr("Order {order}").format(order=found.order_id)
        )
        lines = order.lines if order else ()
        self._model.set_lines(lines, pictures)
        self._verdict.setVisible(found.obstacle is None)
        self._verdict.setText(
            verdict_sentence(order, found.verdict) if order and not found.obstacle else ""
        )
        self._file_button.setEnabled(found.obstacle is None)
        self._file_button.setVisible(found.obstacle is None)
        self._table.setVisible(bool(lines))
        for column in Column:
            if column is not Column.PRODUCT:
                self._table.resizeColumnToContents(column)
        self._fit_table()
        self._card.show()

    def _fit_table(self) -> None:
        """As high as some rows need, and the bar below them where they are too wide."""
        header, bar = self._table.horizontalHeader(), self._table.horizontalScrollBar()
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * _LEAST_COLUMN)
        fewest, most = _ROWS_SHOWN
        lines = self.screen().availableSize().height() // self.fontMetrics().lineSpacing()
        most = max(fewest, min(most, lines // _LINES_A_ROW))
        shown = min(self._model.rowCount(), most)
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self._table.setFixedHeight(header.sizeHint().height() + shown * _ROW_HEIGHT + below + 8)

    def _show_obstacle(self, found: LookUp, obstacle: Obstacle) -> None:
        actions: list[tuple[str, Callable[[], object]]] = [(self.tr("Open My CJ"), open_my_cj)]
        if obstacle is Obstacle.HELD_OR_CLOSED:
            words = str(found.order_number or found.order_id)
            actions.insert(
                0,
                (
                    self.tr("Show disputes of this order"),
                    partial(self.disputes_requested.emit, words),
                ),
            )
        details = details_of(found.refusal) if found.refusal else ""
        notice = Notice(obstacle_sentence(found, obstacle), obstacle_tone(obstacle), details)
        self._notice.show_notice(notice, actions=tuple(actions))

    def _choose_example(self, order_id: OrderId, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.example_chosen.emit(order_id)

    def _stop_busy(self) -> None:
        self._busy_timer.stop()
        self._busy.hide()
