"""The order pane: paste anything, see what can be claimed, start a dispute."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.background.latest import Latest
from app.domain.eligibility import Obstacle
from app.domain.errors import AppError, Offline
from app.domain.orders import DisputableOrder
from app.ui.my_cj import open_my_cj
from app.ui.notices import Doing, Notice, details_of, notice_for
from app.ui.orders.items_model import Column, OrderItemsModel
from app.ui.orders.words import obstacle_sentence, obstacle_tone, verdict_sentence
from app.ui.theme import SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.announce import announce
from app.ui.widgets.busy_bar import BusyBar
from app.ui.widgets.labels import (
    copyable_label,
    muted_label,
    plain_label,
    scale,
    set_property,
)
from app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.ids import OrderId
    from app.services.desk import Desk
    from app.services.orders import LookUp
    from app.ui.widgets.pictures import PictureLoader

_ROW_HEIGHT = 44
_LEAST_COLUMN = 18
"""In characters; the product's name is what gives way."""
_ROWS_SHOWN = (2, 5)
_LINES_A_ROW = 12
"""A row of the table is shown for so many lines of text that the screen is high."""
_TEXT_LIMIT = 200_000
_BUSY_AFTER_MS = 400


class OrderPane(QWidget):
    """Looks an order up and shows its line items."""

    file_requested = Signal(object)
    """A `DisputableOrder` that the user wants to dispute."""
    disputes_requested = Signal(str)
    """Words to search the disputes for."""
    order_shown = Signal()
    """An order was found, whether or not it can be disputed."""
    desk_wanted = Signal()
    """There is something to look up, but no account is open yet."""
    sign_in_requested = Signal()

    def __init__(self, runner: BackgroundRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk: Desk | None = None
        self._pictures: PictureLoader | None = None
        self._found: LookUp | None = None
        self._is_waiting = False
        self._is_offline = False
        self._look_up = Latest(runner, self)
        self._label = plain_label(self.tr("Order number"))
        self._box = QLineEdit()
        self._button = QPushButton(self.tr("Look up"))
        self._busy = BusyBar()
        self._busy_timer = QTimer(self)
        self._examples = QWidget()
        self._notice = NoticeBar()
        self._card = QFrame()
        self._heading = copyable_label(wraps=False)
        self._verdict = plain_label()
        self._file_button = QPushButton(self.tr("File dispute…"))
        self._model = OrderItemsModel(self)
        self._table = QTableView()
        self._dress()

        self._lay_out()

        self._box.returnPressed.connect(self._look_up_text)
        self._button.clicked.connect(self._look_up_text)
        self._file_button.clicked.connect(self._request_filing)
        self._table.activated.connect(self._request_filing)
        self._busy_timer.timeout.connect(self._busy.show)

    def open_desk(
        self, desk: Desk, pictures: PictureLoader, examples: tuple[OrderId, ...] = ()
    ) -> None:
        """Work for this account from now on; `examples` are orders a newcomer may try."""
        self._desk = desk
        self._pictures = pictures
        self._clear_result()
        self._show_examples(examples)
        self._box.setFocus()
        if self._is_waiting:
            self._is_waiting = False
            self._look_up_text()

    def look_up(self, text: str) -> None:
        """Look up what a text names as if it had been typed, once an account is open."""
        self._box.setText(text)
        self._look_up_text()

    def forget_order(self) -> None:
        """Take the order away, because a filing has changed what can be disputed in it."""
        self._clear_result()
        self.focus_box()

    def retry_if_offline(self) -> None:
        """CJ can be reached again: look up once more what failed for that reason."""
        if self._is_offline:
            self._look_up_text()

    def focus_box(self) -> None:
        """Put the cursor into the order box with everything selected."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def request_filing(self) -> None:
        """Start a dispute of the order shown, or ask for an order first."""
        if self._card.isVisible() and self._file_button.isEnabled():
            self._request_filing()
        else:
            self.focus_box()

    def _dress(self) -> None:
        self._label.setBuddy(self._box)
        self._box.setAccessibleName(self.tr("Order number"))
        self._box.setPlaceholderText(
            self.tr("Paste CJ's order number, your own, or a whole mail with one in it")
        )
        self._box.setClearButtonEnabled(True)
        self._box.setMaxLength(_TEXT_LIMIT)
        scale(self._box, 1.15)
        self._button.setProperty("primary", True)
        self._busy.setAccessibleName(self.tr("Looking up…"))
        self._busy.hide()
        self._busy_timer.setSingleShot(True)
        self._busy_timer.setInterval(_BUSY_AFTER_MS)
        self._card.setProperty("card", True)
        scale(self._heading, 1.15, bold=True)
        self._file_button.setProperty("primary", True)
        self._file_button.setAutoDefault(True)
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
        box_row = QHBoxLayout()
        box_row.setSpacing(SPACE_S)
        box_row.addWidget(self._label)
        box_row.addWidget(self._box, 1)
        box_row.addWidget(self._button)
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
        layout.addLayout(box_row)
        layout.addWidget(self._busy)
        layout.addWidget(self._examples)
        layout.addWidget(self._notice)
        layout.addWidget(self._card, 1)
        self._card.hide()
        self._examples.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _show_examples(self, examples: tuple[OrderId, ...]) -> None:
        old = self._examples.layout()
        if old is not None:
            QWidget().setLayout(old)
        row = QHBoxLayout(self._examples)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(muted_label(self.tr("Orders to practise with:"), wraps=False))
        for order_id in examples:
            button = QPushButton(order_id)
            button.setProperty("flat", True)
            button.clicked.connect(lambda _checked=False, text=order_id: self.look_up(text))
            row.addWidget(button)
        row.addStretch(1)
        self._examples.setVisible(bool(examples))

    def _look_up_text(self) -> None:
        desk, text = self._desk, self._box.text()
        if desk is None:
            self._is_waiting = True
            self.desk_wanted.emit()
            return
        self._is_offline = False
        self._notice.clear()
        self._busy_timer.start()
        self._look_up.run(
            lambda: desk.orders.look_up(text),
            on_success=self._show_found,
            on_error=self._show_error,
        )

    def _show_found(self, found: LookUp) -> None:
        self._stop_busy()
        self._found = found
        self._examples.hide()
        self._show_lines(found)
        self.order_shown.emit()
        if found.obstacle is not None:
            self._show_obstacle(found, found.obstacle)
            return
        self._file_button.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._verdict.text())

    def _show_lines(self, found: LookUp) -> None:
        order = found.order
        number = found.order_number
        self._heading.setText(
            self.tr("Order {order} · {number}").format(order=found.order_id, number=number)
            if number and str(number) != found.order_id
            else self.tr("Order {order}").format(order=found.order_id)
        )
        lines = order.lines if order else ()
        self._model.set_lines(lines, self._pictures)
        self._verdict.setVisible(found.obstacle is None)
        self._verdict.setText(
            verdict_sentence(order, found.verdict) if order and not found.obstacle else ""
        )
        # One button at a time is the next step.
        set_property(self._button, "primary", found.obstacle is not None)
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
        self._box.setFocus()

    def _show_error(self, error: AppError) -> None:
        self._stop_busy()
        self._is_offline = isinstance(error, Offline)
        notice = notice_for(error, Doing.LOOK_UP)
        action = (
            (self.tr("Sign in"), self.sign_in_requested.emit)
            if notice.wants_sign_in
            else (self.tr("Try again"), self._look_up_text)
        )
        self._notice.show_notice(notice, actions=(action,))
        self._box.setFocus()

    def _request_filing(self) -> None:
        if self._found and isinstance(self._found.order, DisputableOrder):
            self.file_requested.emit(self._found.order)

    def _clear_result(self) -> None:
        self._look_up.cancel()
        self._is_offline = False
        self._stop_busy()
        self._found = None
        self._notice.clear()
        self._card.hide()
        set_property(self._button, "primary", True)

    def _stop_busy(self) -> None:
        self._busy_timer.stop()
        self._busy.hide()
