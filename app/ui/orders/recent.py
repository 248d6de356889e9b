"""The merchant's own orders, offered under the order box while it is typed in.

The box keeps the focus, and with it whatever typing and Enter did before: only an order that was
gone to with the arrow keys, or clicked, is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLineEdit, QListWidget, QListWidgetItem

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.local_time import local_time
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.widgets.announce import announce
from app.ui.widgets.keys import ENTER
from app.ui.widgets.labels import plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from app.domain.claims import TrackedOrder
    from app.services.claims import ClaimService

translate = QCoreApplication.translate

_LONGEST = 60
"""Characters: what is longer was pasted and is no order's number or name."""
_ORDER = int(Qt.ItemDataRole.UserRole)
_BETWEEN = "  ·  "


class RecentOrders(QObject):
    """Serves one order box."""

    chosen = Signal(object)
    """The `OrderFacts` of the order."""

    def __init__(self, runner: BackgroundRunner, box: QLineEdit) -> None:
        super().__init__(box)
        self._box = box
        self._claims: ClaimService | None = None
        self._finding = Latest(runner, self, Lane.REPORTS)
        self._list = RecentList(box.window())

        self._list.itemClicked.connect(self._take)
        box.textEdited.connect(self._offer)
        box.installEventFilter(self)

    def use(self, claims: ClaimService) -> None:
        """Offer this account's orders from now on."""
        self.hide()
        self._claims = claims

    def hide(self) -> None:
        """Offer none until something is typed."""
        self._finding.cancel()
        self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress:
            return self._take_key(event)  # type: ignore[arg-type]  # that is a `QKeyEvent`
        if kind is QEvent.Type.FocusOut:
            self.hide()
        elif kind in (QEvent.Type.Hide, QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return super().eventFilter(watched, event)

    def _offer(self, text: str) -> None:
        claims = self._claims
        sought = text.strip()
        if claims is None or not sought or len(text) > _LONGEST:
            self.hide()
            return
        self._find(claims, sought)

    def _find(self, claims: ClaimService, sought: str) -> None:
        # What cannot be read is offered to nobody: typing goes on as if there were none.
        self._finding.run(
            lambda: claims.recent(sought),
            on_success=self._show,
            on_error=lambda _error: self._list.hide(),
        )

    def _show(self, orders: tuple[TrackedOrder, ...]) -> None:
        if not orders or not self._box.hasFocus():
            self._list.hide()
            return
        self._list.show_orders(orders)
        self._place()
        self._list.show()
        self._list.raise_()
        text = translate("RecentOrders", "Recent orders: {count}")
        announce(self._box, text.format(count=len(orders)))

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
            if self._claims is not None and len(self._box.text()) <= _LONGEST:
                self._find(self._claims, self._box.text().strip())
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
        row = max(min(self._list.currentRow() + step, self._list.count() - 1), -1)
        self._list.setCurrentRow(row)
        if row >= 0:
            announce(self._box, self._list.item(row).text())

    def _take(self, item: QListWidgetItem) -> None:
        order = item.data(_ORDER)
        self.hide()
        self._box.setFocus()
        self.chosen.emit(order)


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
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.hide()

    def show_orders(self, orders: tuple[TrackedOrder, ...]) -> None:
        """List these, none of them gone to."""
        self.clear()
        for order in orders:
            text = _BETWEEN.join(filter(None, _parts(order)))
            item = QListWidgetItem(text, self)
            item.setData(_ORDER, order.facts)
            item.setToolTip(plain_tooltip(text))
        self.setCurrentRow(-1)

    def height_of_rows(self) -> int:
        """What all of them need."""
        frame = 2 * self.frameWidth() + self.contentsMargins().top()
        return self.count() * max(self.sizeHintForRow(0), 1) + frame + 2


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
