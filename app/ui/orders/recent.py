"""The merchant's own orders, offered under the order box while it is typed in, and the numbers of
what was pasted there where it names several orders.

The box keeps the focus, and with it whatever typing and Enter did before: only an order that was
gone to with the arrow keys, or clicked, is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListWidget, QListWidgetItem

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.ids import LIST_READ, find_order_list, number_key
from app.domain.local_time import local_time
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.widgets.keys import ENTER
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from app.domain.orders.claims import TrackedOrder
    from app.services.orders.claims import ClaimService

translate = QCoreApplication.translate

_LONGEST = 60
"""Characters: what is longer was pasted and is no order's number or name."""
_NUMBERS_SHOWN = 50
"""Of more the next ones come as the first ones are done."""
_CHOICE = int(Qt.ItemDataRole.UserRole)
_LEAVE = ""
"""The choice to look up none of the numbers; no number is empty."""
_BETWEEN = "  ·  "


class RecentOrders(QObject):
    """Serves one order box."""

    chosen = Signal(object)
    """The `OrderFacts` of the order."""
    number_chosen = Signal(str)
    """One of several numbers that were pasted."""
    left_changed = Signal(int)
    """How many of them were not looked up yet."""

    def __init__(self, runner: BackgroundRunner, box: QLineEdit) -> None:
        super().__init__(box)
        self._box = box
        self._claims: ClaimService | None = None
        self._finding = Latest(runner, self, Lane.REPORTS)
        self._list = RecentList(box.window())
        self._pasted: tuple[str, ...] = ()
        """The numbers of a text of which none is chosen yet."""
        self._is_cut = False
        """Whether the text may name more of them."""
        self._left: tuple[str, ...] = ()
        self._awaits_focus = False

        self._list.itemClicked.connect(self._take)
        box.textEdited.connect(self._offer)
        box.installEventFilter(self)

    @property
    def has_left(self) -> bool:
        """Whether pasted numbers wait to be looked up."""
        return bool(self._left)

    @property
    def left(self) -> tuple[str, ...]:
        """The pasted numbers that wait to be looked up."""
        return self._left

    def use(self, claims: ClaimService, left: tuple[str, ...] = ()) -> None:
        """Offer this account's orders from now on; these numbers are left of what was pasted."""
        self.hide()
        self._claims = claims
        self._leave(left)

    def hide(self) -> None:
        """Offer none until something is typed."""
        self._awaits_focus = False
        self._finding.cancel()
        self._list.hide()

    def offer_numbers(self, text: str) -> bool:
        """Offer the order numbers of a text one by one; False where it does not name several."""
        self._pasted = find_order_list(text)
        self._is_cut = len(text) > LIST_READ
        if self._pasted:
            self._show_numbers()
        return bool(self._pasted)

    def offer_left(self) -> None:
        """Offer the numbers that are left."""
        self._pasted = ()
        if self._left:
            self._show_numbers()

    def note_done(self, *names: str) -> None:
        """An order was looked up, under these ids and numbers: it is not left any more."""
        keys = {number_key(each) for each in names}
        self._leave(tuple(each for each in self._left if number_key(each) not in keys))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            return self._take_key(event)  # type: ignore[arg-type]  # that is a `QKeyEvent`
        if kind is QEvent.Type.FocusOut:
            self.hide()
        elif kind is QEvent.Type.FocusIn and self._awaits_focus:
            self._show_numbers()
        elif kind in (QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return super().eventFilter(watched, event)

    def _offer(self, text: str) -> None:
        claims = self._claims
        sought = text.strip()
        if claims is None or self.offer_numbers(text):
            return
        if not sought or len(text) > _LONGEST:
            self.hide()
            return
        self._find(claims, sought)

    def _find(self, claims: ClaimService, sought: str, *, with_left: bool = False) -> None:
        rows = self._number_rows({}) if with_left else []
        # What cannot be read is offered to nobody: typing goes on as if there were none.
        self._finding.run(
            lambda: claims.recent(sought),
            on_success=lambda orders: self._show([*rows, *map(_order_row, orders)]),
            on_error=lambda _error: self._show(rows),
        )

    def _show_numbers(self) -> None:
        """Offer the numbers at once, and then with what is known of their orders.

        In the box, and so as soon as its window is in front.
        """
        self._box.setFocus()
        self._awaits_focus = not self._box.hasFocus()
        if self._awaits_focus:
            return
        self._show(self._number_rows({}), is_list=True)
        claims, numbers = self._claims, self._numbers[:_NUMBERS_SHOWN]
        if claims is not None:
            self._finding.run(
                lambda: _orders_named(claims, numbers),
                on_success=self._tell_of_orders,
                on_error=lambda _error: None,
            )

    @property
    def _numbers(self) -> tuple[str, ...]:
        return self._pasted or self._left

    def _number_rows(self, orders: Mapping[str, TrackedOrder]) -> list[Row]:
        """A heading, the numbers, and a way to be rid of them."""
        numbers = self._numbers
        if not numbers:
            return []
        text = (
            translate("RecentOrders", "Order numbers in what was pasted: {count}")
            if self._pasted
            else translate("RecentOrders", "Order numbers left of what was pasted: {count}")
        )
        heading = text.format(count=len(numbers))
        if len(numbers) > _NUMBERS_SHOWN:
            shown = translate("RecentOrders", "{heading}, of which {count} are shown")
            heading = shown.format(heading=heading, count=_NUMBERS_SHOWN)
        if self._pasted and self._is_cut:
            cut = translate(
                "RecentOrders", "{heading}; the text is so long that its end is not read"
            )
            heading = cut.format(heading=heading)
        rows = [Row(heading)]
        for number in numbers[:_NUMBERS_SHOWN]:
            order = orders.get(number)
            known = _parts(order)[1:] if order else ()
            text = _BETWEEN.join(filter(None, (one_line(number, 60), *known)))
            rows.append(Row(text, number))
        if not self._pasted:
            rows.append(Row(translate("RecentOrders", "Skip these numbers"), _LEAVE))
        return rows

    def _tell_of_orders(self, orders: dict[str, TrackedOrder]) -> None:
        if self._list.isVisible():
            self._list.reword(self._number_rows(orders))

    def _show(self, rows: list[Row], *, is_list: bool = False) -> None:
        """Show these; of a list the first number is gone to, so that Enter takes it."""
        if not rows or not self._box.hasFocus():
            self._list.hide()
            return
        self._list.show_rows(rows)
        self._place()
        self._list.show()
        self._list.raise_()
        if is_list:
            announce(self._box, rows[0].text)
            self._go(1)
        else:
            count = sum(each.choice is not None for each in rows)
            text = translate("RecentOrders", "Recent orders: {count}")
            announce(self._box, text.format(count=count))

    def _place(self) -> None:
        window = self._box.window()
        if self._list.parentWidget() is not window:
            self._list.setParent(window)  # hides it
        if not self._box.isVisible():
            self._list.hide()
            return
        below = self._box.mapTo(window, QPoint(0, self._box.height()))
        wanted = self._list.height_of_rows()
        room = max(window.height() - below.y(), 0)
        self._list.setGeometry(below.x(), below.y(), self._box.width(), min(wanted, room))

    def _take_key(self, event: QKeyEvent) -> bool:
        key, is_shown = event.key(), self._list.isVisible()
        if key == Qt.Key.Key_Down and not is_shown:
            if self._pasted:
                self._show_numbers()
            elif self._claims is not None and len(self._box.text()) <= _LONGEST:
                self._find(self._claims, self._box.text().strip(), with_left=True)
            return True
        if not is_shown:
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Escape:
            self.hide()
            return True
        if key in ENTER:
            row = self._list.currentRow()
            if row >= 0:
                self._take(self._list.item(row))
                return True
            self.hide()
        return False

    def _go(self, step: int) -> None:
        """Go to the next order or the one before; above the first, back to what was typed."""
        before = row = self._list.currentRow()
        while -1 <= (row := row + step) < self._list.count():
            if row < 0 or self._list.is_choice(row):
                break
        else:
            row = before
        self._list.setCurrentRow(row)
        if row >= 0:
            announce(self._box, self._list.item(row).text())

    def _take(self, item: QListWidgetItem) -> None:
        choice = item.data(_CHOICE)
        if choice is None:
            return
        self.hide()
        self._box.setFocus()
        if choice == _LEAVE:
            self._leave(())
        elif isinstance(choice, str):
            known = set(map(number_key, self._pasted))
            earlier = (each for each in self._left if number_key(each) not in known)
            self._leave((*self._pasted, *earlier))
            self.number_chosen.emit(choice)
        else:
            self.chosen.emit(choice)

    def _leave(self, numbers: tuple[str, ...]) -> None:
        """These are left to be looked up."""
        self._pasted = ()
        if numbers != self._left:
            self._left = numbers
            self.left_changed.emit(len(numbers))


class Row(NamedTuple):
    """A row under the box: an order's `OrderFacts`, a number, or None for a heading."""

    text: str
    choice: object = None


class RecentList(QListWidget):
    """Lies over what is below the box. Hidden until there is something to offer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("RecentOrders", "Recent orders"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hide()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List these, none of them gone to."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(self)
            item.setData(_CHOICE, row.choice)
            if row.choice is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        self.reword(rows)
        self.setCurrentRow(-1)
        self.scrollToTop()

    def reword(self, rows: Sequence[Row]) -> None:
        """Word the rows that are listed anew."""
        for number, row in enumerate(rows):
            item = self.item(number)
            item.setText(row.text)
            item.setToolTip(plain_tooltip(row.text))

    def is_choice(self, row: int) -> bool:
        """Whether there is something in it to take."""
        return self.item(row).data(_CHOICE) is not None

    def height_of_rows(self) -> int:
        """What all of them need."""
        frame = 2 * self.frameWidth() + self.contentsMargins().top()
        return self.count() * max(self.sizeHintForRow(0), 1) + frame + 2


def _order_row(order: TrackedOrder) -> Row:
    return Row(_BETWEEN.join(filter(None, _parts(order))), order.facts)


def _orders_named(claims: ClaimService, numbers: Iterable[str]) -> dict[str, TrackedOrder]:
    """The kept orders with these numbers, where just one has it."""
    found = {}
    for number in numbers:
        key = number_key(number)
        named = [
            order
            for order in claims.recent(number)
            for facts in (order.facts,)
            if key in map(number_key, (facts.order_number, facts.order_id, *facts.other_ids))
        ]
        if len(named) == 1:
            found[number] = named[0]
    return found


def _parts(order: TrackedOrder) -> tuple[str, ...]:
    """What is shown of an order: number, product, shop, day, tracking number."""
    facts = order.facts
    names = [each.name or each.sku for each in facts.products if each.name or each.sku]
    more = f" (+{len(facts.products) - 1})" if len(facts.products) > 1 else ""
    return (
        one_line(facts.order_number or facts.order_id, 60),
        one_line(names[0], 60) + more if names else "",
        one_line(facts.shop_name, 40),
        formatting.day(local_time(facts.created)) if facts.created else "",
        one_line(facts.tracking_number, 40),
    )
