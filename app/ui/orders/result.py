"""What the order pane says below its box: the order and its items, which to choose, or why none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.filing.filing import Door
from app.domain.orders.eligibility import FOR_MY_CJ, Obstacle, obstacle_of
from app.services.orders.orders import KeptOrder, LookUp, OrderChoice
from app.support.clock import utc_now
from app.ui.messages import formatting
from app.ui.messages.my_cj import HOME
from app.ui.messages.notices import Notice, Operation, details_of, notice_for
from app.ui.orders.items_model import Column, OrderItemsModel
from app.ui.orders.messages import (
    choice_sentence,
    claim_estimate,
    disputes_of,
    instead_sentence,
    kept_sentence,
    my_cj_sentence,
    obstacle_sentence,
    obstacle_tone,
    option_lines,
    parcel_text,
    practice_case,
    verdict_sentence,
)
from app.ui.orders.parcel_updates import ParcelNews
from app.ui.orders.state import Phase
from app.ui.theme import SMALL_SCALE, SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.labels import (
    LineLabel,
    copyable_label,
    grown,
    muted_label,
    plain_label,
    plain_tooltip,
    scale,
    set_property,
)
from app.ui.widgets.layouts import STRETCH, FlowRow, fill, is_low, tab_through
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.notices.busy_bar import BusyBar
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.spoken_rows import SpokenList, SpokenTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent

    from app.domain.errors import AppError
    from app.domain.ids import DisputeId, OrderId, OrderNumber
    from app.domain.orders.orders import OrderLine
    from app.services.account_services import PracticeOrder
    from app.ui.orders.state import LookUpState
    from app.ui.widgets.notices.notice_bar import Actions
    from app.ui.widgets.pictures import PictureLoader

_PICTURE_SIDE, _ROW_HEIGHT, _LOW_ROW_HEIGHT = 32, 44, 36
_LEAST_COLUMN = 18
"""In characters; the product's name is what gives way."""
_LEAST_PRODUCT = 26
_GIVING_WAY = (Column.SKU, Column.SUPPLIER)
"""The last one first."""
_MOST_ROWS = 5
_LINES_BESIDE = 40
"""As many lines of text are for all else in the window, four disputes among it."""
_BUSY_AFTER_MS = 400
_OPTIONS_SHOWN = 4


class OrderAnswer(QWidget):
    """Shows that CJ is being asked, what it answered, or else orders that are worth a try."""

    preparing_requested = Signal()
    """Have it ready to be opened in My CJ."""
    disputes_requested = Signal(str)
    """Words to search the disputes for."""
    dispute_requested = Signal(object)
    """The `DisputeId` of a dispute to be shown."""
    sign_in_requested = Signal()
    repeat_requested = Signal()
    """Ask for the same once more."""
    example_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy = BusyBar()
        self._busy_timer = QTimer(self, singleShot=True, interval=_BUSY_AFTER_MS)
        self._examples = QWidget(self)
        self._has_examples = False
        self._notice = NoticeBar(self, comes_first=True)
        self.choice = ChoiceCard(self)
        self._card = QFrame(self)
        self._inside = QVBoxLayout(self._card)
        self._heading = copyable_label(wraps=False)
        self._note = plain_label(wraps=True)
        self._verdict = LineLabel()
        self._parcel = LineLabel()
        self._estimate = LineLabel()
        self._door = plain_label(wraps=True)
        self._held_by: DisputeId | None = None
        self._held_button = QPushButton(self.tr("Show it"), flat=True)
        self._prepare_button = QPushButton(self.tr("Prepare for My CJ"))
        self.file_button = QPushButton(self.tr("File dispute…"))
        self._model = OrderItemsModel(self)
        self._table = SpokenTable()
        self._needed: dict[Column, int] = {}
        self._dress()

        self._lay_out()

        self._prepare_button.clicked.connect(self.preparing_requested)
        self._held_button.clicked.connect(self._show_holder)
        self._table.activated.connect(self.press_next_step)
        self._busy_timer.timeout.connect(self._tell_busy)

    def show_state(self, state: LookUpState, pictures: PictureLoader | None) -> None:
        """Show what is known; while CJ is asked, what was shown before is dimmed."""
        is_asking = state.phase is Phase.ASKING
        self._card.setEnabled(not is_asking)
        self.choice.setEnabled(not is_asking)
        self._notice.clear()
        if is_asking:
            self._busy_timer.start()  # say so where it takes long
            return
        self._busy_timer.stop()
        self._busy.hide()
        answer = state.answer
        self._card.setVisible(isinstance(answer, (LookUp, KeptOrder)))
        self.choice.setVisible(isinstance(answer, OrderChoice))
        self._examples.setVisible(answer is None and self._has_examples)
        if isinstance(answer, LookUp):
            self._show_found(answer, pictures)
        elif isinstance(answer, OrderChoice):
            self.choice.offer(answer)
        elif isinstance(answer, KeptOrder):
            self._show_kept(answer, pictures)
        self.show_parcel(state, ParcelNews.NONE)
        if state.error is not None:
            self.show_error(state.error)

    def show_parcel(self, state: LookUpState, news: ParcelNews) -> None:
        """Show where the parcels of the order are, and what can be claimed by that."""
        now = utc_now()
        answer = state.answer if isinstance(state.answer, (LookUp, KeptOrder)) else None
        is_of_use = isinstance(answer, KeptOrder) or state.order_under_way is not None
        parcel = answer.parcel if answer and is_of_use else None
        self._parcel.say(parcel_text(parcel, news, now))
        self._estimate.say(claim_estimate(answer, now) if answer else "")

    def has_focus(self) -> bool:
        """Whether the keys go to something in here."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def take_focus(self, state: LookUpState) -> bool:
        """Move the focus to the next step, if there is one; False where there is none."""
        if isinstance(state.answer, OrderChoice):
            self.choice.take_focus()
            return True
        found = state.found
        if found is None or found.obstacle is not None:
            return False
        told = (self._note, self._verdict, self._parcel, self._door)
        announce(self, formatting.sentences(*(each.text() for each in told)))
        if found.instead_of:
            return False  # Enter is not to go on with what was not pasted
        self._next_step.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def press_next_step(self) -> bool:
        """Begin a dispute the way in which CJ takes it; False where none can be begun."""
        button = self._next_step
        is_there = self._card.isEnabled() and not (self._card.isHidden() or button.isHidden())
        if is_there:
            button.click()
        return is_there

    def show_examples(self, examples: tuple[PracticeOrder, ...]) -> None:
        """Offer the first of these orders to a newcomer, and the others with what they show."""
        old = self._examples.layout()
        if old is not None:
            QWidget().setLayout(old)
        self._has_examples = bool(examples)
        self._examples.setVisible(self._has_examples)
        if not examples:
            return
        first, *others = examples
        button = QPushButton(first.order_id, flat=True)
        more = QPushButton(self.tr("Other cases…"), flat=True)
        button.setToolTip(plain_tooltip(practice_case(first.case)))
        button.clicked.connect(partial(self._choose_example, first.order_id))
        menu = QMenu(more)
        for each in others:
            action = menu.addAction(f"{each.order_id} – {practice_case(each.case)}")
            action.triggered.connect(partial(self._choose_example, each.order_id))
        more.setMenu(menu)
        label = muted_label(self.tr("Orders to practise with:"), wraps=False)
        row = QHBoxLayout(self._examples)
        fill(row, label, button, more, STRETCH, margins=(0, 0, 0, 0))
        tab_through(self._examples, self._notice, self.choice, self._card)

    def _tell_busy(self) -> None:
        self._busy.show()
        announce(self, self._busy.accessibleName())

    def _dress(self) -> None:
        self._busy.setAccessibleName(self.tr("Looking up…"))
        self._busy.hide()
        self._card.setProperty("card", True)
        scale(self._heading, 1.15, bold=True)
        set_property(self._note, "tone", "warn")
        set_property(self._door, "tone", "warn")
        self._estimate.setProperty("muted", True)
        scale(self._estimate, SMALL_SCALE)
        self._prepare_button.setProperty("primary", True)
        self._table.setModel(self._model)
        self._table.setAccessibleName(self.tr("Order items"))
        self._table.horizontalScrollBar().rangeChanged.connect(self._fit_table)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.PRODUCT, QHeaderView.ResizeMode.Stretch)

    def _lay_out(self) -> None:
        words, ways = QWidget(), QWidget()
        none = (0, 0, 0, 0)
        first = fill(QHBoxLayout(), self._heading, (self._verdict, 1), spacing=SPACE_M)
        lines = (first, self._note, self._parcel, self._door)
        fill(QVBoxLayout(words), *lines, margins=none, spacing=SPACE_XS)
        buttons = (self._held_button, self._prepare_button, self.file_button)
        fill(QHBoxLayout(ways), *buttons, margins=none, spacing=SPACE_S)
        # At the top: what is told of the parcels later on moves no button away.
        head = FlowRow(words, ways, spacing=SPACE_S, grows=True)
        fill(
            self._inside,
            *(head, self._estimate, self._table, STRETCH),
            margins=(SPACE_M, SPACE_M, SPACE_M, SPACE_M),
            spacing=SPACE_S,
        )
        fill(
            QVBoxLayout(self),
            self._busy,
            self._examples,
            self._notice,
            (self.choice, 1),
            (self._card, 1),
            margins=none,
            spacing=SPACE_S,
        )
        self.choice.hide()
        self._card.hide()
        self._examples.hide()

    def _show_found(self, found: LookUp, pictures: PictureLoader | None) -> None:
        order = found.order
        is_open = order is not None and found.obstacle is None
        sentence = verdict_sentence(order, found.verdict) if order and is_open else ""
        self._note.setText(instead_sentence(found))
        self._show_order(found.order_id, found.order_number, sentence)
        self._show_lines(order.lines if order else (), pictures, found.obstacle)
        held_by = disputes_of(order) if is_open else ()
        self._held_by = held_by[0].dispute_id if held_by else None
        self._held_button.setVisible(bool(held_by))
        self._show_ways(found.door if is_open else None)
        if found.obstacle is not None:
            self._show_obstacle(found, found.obstacle)

    def _show_kept(self, kept: KeptOrder, pictures: PictureLoader | None) -> None:
        order = kept.order
        self._note.clear()
        self._show_order(order.order_id, order.order_number, kept_sentence(kept))
        facts = kept.parcel.facts if kept.parcel else None
        self._show_lines(order.lines, pictures, obstacle_of(order, facts))
        self._held_button.hide()
        self._show_ways(None)
        self.show_error(kept.error)

    @property
    def _next_step(self) -> QPushButton:
        return self.file_button if self._prepare_button.isHidden() else self._prepare_button

    def _show_ways(self, door: Door | None) -> None:
        """Offer to file; where CJ will hardly take that, the way through My CJ before it."""
        is_for_my_cj = door is Door.MY_CJ
        self._door.setText(my_cj_sentence() if is_for_my_cj else "")
        self._door.setVisible(is_for_my_cj)
        self._prepare_button.setVisible(is_for_my_cj)
        self.file_button.setVisible(door is not None)
        self.file_button.setText(
            self.tr("File here all the same") if is_for_my_cj else self.tr("File dispute…")
        )
        set_property(self.file_button, "primary", not is_for_my_cj)

    def show_error(self, error: AppError) -> None:
        """Say why there is no answer, and what helps."""
        notice = notice_for(error, Operation.LOOK_UP)
        actions: Actions = ()
        if notice.wants_sign_in:
            actions = ((self.tr("Sign in…"), self.sign_in_requested.emit),)
        elif notice.may_be_repeated:
            actions = ((self.tr("Try again"), self.repeat_requested.emit),)
        self._notice.show_notice(notice, actions=actions)

    def _show_order(self, order_id: OrderId, number: OrderNumber, sentence: str) -> None:
        self._heading.setText(
            self.tr("Order {order} · {number}").format(order=order_id, number=number)
            if number and str(number) != order_id
            else self.tr("Order {order}").format(order=order_id)
        )
        self._note.setVisible(bool(self._note.text()))
        self._verdict.say(sentence)

    def _show_lines(
        self,
        lines: tuple[OrderLine, ...],
        pictures: PictureLoader | None,
        obstacle: Obstacle | None,
    ) -> None:
        self._model.set_lines(lines, pictures, obstacle)
        self._table.setVisible(bool(lines))
        self._measure_columns()
        self._fit_table()

    def _measure_columns(self) -> None:
        """What the cells need: not looked at again with each other size of the window."""
        for column in Column:
            if column is not Column.PRODUCT:
                self._table.setColumnHidden(column, False)
                self._table.resizeColumnToContents(column)
        self._needed = {each: self._table.columnWidth(each) for each in _GIVING_WAY}
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Where there is no room for all, supplier and SKU give way to the product's name."""
        table = self._table
        left = table.viewport().width() - self.fontMetrics().averageCharWidth() * _LEAST_PRODUCT
        fixed = (each for each in Column if each not in (Column.PRODUCT, *_GIVING_WAY))
        left -= sum(map(table.columnWidth, fixed))
        for column, needed in self._needed.items():
            left -= needed
            table.setColumnHidden(column, left < 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self._fit_table()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self.isVisible():
            self._measure_columns()
            self._fit_table()

    def _fit_table(self) -> None:
        """As high as some rows need, and the bar below them where they are too wide."""
        header, bar = self._table.horizontalHeader(), self._table.horizontalScrollBar()
        header.setMinimumSectionSize(self.fontMetrics().averageCharWidth() * _LEAST_COLUMN)
        has_little_room = is_low(self)
        for each in (self._verdict, self._parcel, self._estimate):
            each.setWordWrap(not has_little_room)
        row, edge = (_LOW_ROW_HEIGHT, SPACE_S) if has_little_room else (_ROW_HEIGHT, SPACE_M)
        side, row = (grown(each, self._table.fontMetrics()) for each in (_PICTURE_SIDE, row))
        self._table.setIconSize(QSize(side, side))
        self._table.verticalHeader().setDefaultSectionSize(row)
        self._inside.setContentsMargins(SPACE_M, edge, SPACE_M, edge)
        room = self.window().height() - _LINES_BESIDE * self.fontMetrics().lineSpacing()
        shown = min(self._model.rowCount(), max(1, min(_MOST_ROWS, room // row)))
        below = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self._table.setFixedHeight(header.sizeHint().height() + shown * row + below + 8)

    def _show_obstacle(self, found: LookUp, obstacle: Obstacle) -> None:
        actions: list[tuple[str, Callable[[], object]]] = []
        held_by = disputes_of(found.order)
        if obstacle in FOR_MY_CJ:
            actions.append((self.tr("Prepare for My CJ"), self.preparing_requested.emit))
        if obstacle is Obstacle.HELD_OR_CLOSED and held_by:
            show = partial(self.dispute_requested.emit, held_by[0].dispute_id)
            actions.append((self.tr("Show it"), show))
        if obstacle is Obstacle.HELD_OR_CLOSED and len(held_by) > 1:
            words = str(found.order_number or found.order_id)
            show = partial(self.disputes_requested.emit, words)
            actions.append((self.tr("Show disputes of this order"), show))
        details = details_of(found.refusal) if found.refusal else ""
        text, tone = obstacle_sentence(found, obstacle), obstacle_tone(obstacle)
        self._notice.show_notice(Notice(text, tone, details, page=HOME), actions=tuple(actions))

    def _show_holder(self) -> None:
        if self._held_by is not None:
            self.dispute_requested.emit(self._held_by)

    def _choose_example(self, order_id: OrderId, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.example_chosen.emit(order_id)


class ChoiceCard(QFrame):
    """A question and a list of orders. No row is current at first: Enter alone chooses none."""

    chosen = Signal(object)
    """The `OrderOption` that was picked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice: OrderChoice | None = None
        self._note = plain_label(wraps=True)
        self._question = plain_label(wraps=True)
        self.list = _OrderList()
        self.setProperty("card", True)
        set_property(self._note, "tone", "warn")
        self.list.setAccessibleName(self.tr("Which order?"))

        fill(
            QVBoxLayout(self),
            self._note,
            self._question,
            self.list,
            STRETCH,
            margins=(SPACE_M, SPACE_M, SPACE_M, SPACE_M),
            spacing=SPACE_S,
        )

        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)

    def offer(self, choice: OrderChoice) -> None:
        """Show these orders."""
        self._choice = choice
        self._note.setText(instead_sentence(choice))
        self._note.setVisible(bool(choice.instead_of))
        self._question.setText(choice_sentence(choice))
        self.list.clear()
        for option in choice.options:
            first, second = option_lines(option)
            item = QListWidgetItem(f"{first}\n{second}", self.list)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{first} · {second}")
        self.list.fit()

    def take_focus(self) -> None:
        """Put the keys into the list, and say what is asked."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._question.text())

    def _choose(self, item: QListWidgetItem) -> None:
        if self._choice is not None and item.isSelected():
            self.chosen.emit(self._choice.options[self.list.row(item)])


class _OrderList(SpokenList):
    """As high as its rows, up to some; what is too wide ends in an ellipsis."""

    escaped = Signal()
    """None of them."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("roomy", True)

    def fit(self) -> None:
        """Take the height that the rows need."""
        shown = range(min(self.count(), _OPTIONS_SHOWN))
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
