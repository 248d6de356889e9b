"""One line item of the order, to be chosen and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSpinBox,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import one_line
from app.ui.filing import messages
from app.ui.messages import formatting
from app.ui.theme import SPACE_M, SPACE_S, SPACE_XS, current_scheme, icon
from app.ui.widgets.labels import muted_label, plain_tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap, QResizeEvent, QWheelEvent

    from app.domain.filing import DraftLine
    from app.domain.orders import OrderLine
    from app.ui.widgets.pictures import PictureLoader

PICTURE_SIDE = 44
_MOST_PIECES = 1_000_000


class LineRow(QFrame):
    """A line with its picture, a check box that bears the product's name, and a quantity."""

    chosen = Signal(object, int)
    """The `OrderLine` and how many pieces of it; 0 for none."""

    def __init__(
        self, line: OrderLine, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._is_rendering = False
        self._picture = QLabel()
        self._check = ElidedCheckBox(messages.line_name(line))
        self._about = muted_label(self._description())
        self._quantity = _QuantityBox()
        self._picture.setFixedSize(PICTURE_SIDE, PICTURE_SIDE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setPixmap(icon("picture", current_scheme().muted).pixmap(20, 20))
        self._quantity.setRange(1, max(1, min(line.quantity, _MOST_PIECES)))
        self._quantity.setSuffix(self.tr(" of {count}").format(count=max(line.quantity, 0)))
        self._quantity.setAccessibleName(
            self.tr("Quantity for {product}").format(product=messages.line_name(line))
        )

        middle = QVBoxLayout()
        middle.setSpacing(SPACE_XS // 2)
        middle.addWidget(self._check)
        middle.addWidget(self._about)
        self._about.setContentsMargins(SPACE_S, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(middle, 1)
        layout.addWidget(self._quantity, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addSpacing(SPACE_XS)

        self._check.toggled.connect(self._report)
        self._quantity.valueChanged.connect(self._report)
        pictures.load(line.image_url, self, self._show_picture)

    @property
    def line(self) -> OrderLine:
        """The order's line that it stands for."""
        return self._line

    @property
    def check_box(self) -> QCheckBox:
        """The box that chooses the line."""
        return self._check

    @property
    def quantity_box(self) -> QSpinBox:
        """How many pieces of it."""
        return self._quantity

    def render_choice(self, chosen: DraftLine | None) -> None:
        """Show whether and how many pieces are chosen."""
        self._is_rendering = True
        is_open = self._line.is_open_to_dispute
        # A stored choice that CJ no longer takes can still be taken back.
        self._check.setEnabled(is_open or chosen is not None)
        self._check.setChecked(chosen is not None)
        self._quantity.setEnabled(is_open and chosen is not None)
        self._quantity.setVisible(is_open)
        if chosen is not None and self._quantity.value() != chosen.quantity:
            self._quantity.setValue(chosen.quantity)
        self._is_rendering = False

    def toggle(self) -> None:
        """Choose the line or take it back, as a click does."""
        if self._check.isEnabled():
            self._check.toggle()

    def _report(self) -> None:
        if not self._is_rendering:
            pieces = self._quantity.value() if self._check.isChecked() else 0
            self.chosen.emit(self._line, pieces)

    def _show_picture(self, picture: QPixmap) -> None:
        side = round(PICTURE_SIDE * self.devicePixelRatioF())
        scaled = picture.scaled(
            QSize(side, side),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(scaled)

    def _description(self) -> str:
        line = self._line
        facts = [
            self.tr("SKU {sku}").format(sku=one_line(line.sku, 60)) if line.sku else "",
            one_line(line.supplier, 60),
        ]
        if line.unit_price is not None:
            facts.append(self.tr("{price} each").format(price=formatting.money(line.unit_price)))
        if line.is_open_to_dispute:
            facts.append(self.tr("can be disputed: {count}").format(count=line.quantity))
        about = " · ".join(fact for fact in facts if fact)
        if line.is_open_to_dispute:
            return messages.breakable(about)
        why = self.tr("Cannot be disputed: an unfinished dispute may hold it, or its time is over.")
        if line.obstacle is not None:
            why = self.tr("Cannot be disputed: {why}.").format(
                why=formatting.line_obstacle(line.obstacle)
            )
        return messages.breakable(f"{about}\n{why}")


class ElidedCheckBox(QCheckBox):
    """A check box whose text may be of any length: shortened to fit, whole to screen readers."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = (
            self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()
            - 2 * SPACE_XS
        )
        shown = self.fontMetrics().elidedText(self._name, Qt.TextElideMode.ElideRight, room)
        # An ampersand alone would be taken for the mark of a shortcut.
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(plain_tooltip(self._name) if shown != self._name else "")


class _QuantityBox(QSpinBox):
    """A spin box that the wheel changes only while it has the focus, not in passing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(SPACE_XS, 0, 0, 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
