"""The table of an order's line items."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QIcon, QPixmap

from app.domain.text import one_line
from app.ui.deferred import DRAWN_AFTER_MS
from app.ui.messages import formatting
from app.ui.orders.messages import line_state
from app.ui.theme import current_scheme
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.spoken_rows import spoken
from app.ui.widgets.table_model import ROOT, HeadedModel

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.orders.eligibility import Obstacle
    from app.domain.orders.orders import OrderLine
    from app.ui.widgets.pictures import PictureLoader
    from app.ui.widgets.table_model import AnyIndex

translate = QCoreApplication.translate


class Column(IntEnum):
    """The columns, in order."""

    PRODUCT = 0
    SKU = 1
    SUPPLIER = 2
    UNIT_PRICE = 3
    CAN_BE_DISPUTED = 4
    STATE = 5


@dataclass(frozen=True, slots=True)
class _Spec:
    heading: str
    text: Callable[[OrderLine], str]
    is_number: bool = False


def _specs(obstacle: Obstacle | None = None) -> dict[Column, _Spec]:
    return {
        Column.PRODUCT: _Spec(
            translate("OrderItems", "Product"), lambda line: one_line(line.product_name)
        ),
        Column.SKU: _Spec(translate("OrderItems", "SKU"), lambda line: one_line(line.sku)),
        Column.SUPPLIER: _Spec(
            translate("OrderItems", "Supplier"), lambda line: one_line(line.supplier)
        ),
        Column.UNIT_PRICE: _Spec(
            translate("OrderItems", "Unit price"),
            lambda line: "" if line.unit_price is None else formatting.money(line.unit_price),
            True,
        ),
        Column.CAN_BE_DISPUTED: _Spec(
            translate("OrderItems", "Can be disputed"),
            lambda line: str(line.quantity if line.can_dispute else 0),
            True,
        ),
        Column.STATE: _Spec(
            translate("OrderItems", "State"), lambda line: line_state(line, obstacle)
        ),
    }


class OrderItemsModel(HeadedModel):
    """Read-only rows, one a line item."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._specs = _specs()
        self.put_headings((each.heading, each.is_number) for each in self._specs.values())
        self._lines: tuple[OrderLine, ...] = ()
        self._pictures: dict[str, QIcon] = {}
        self._asked: set[str] = set()
        """The addresses of pictures of rows that were drawn: an order may have far more."""
        self._due: list[str] = []
        self._loader: PictureLoader | None = None
        self._ask_soon = QTimer(self, singleShot=True, interval=DRAWN_AFTER_MS)
        self._ask_soon.timeout.connect(self._ask_for_pictures)

    def set_lines(
        self,
        lines: tuple[OrderLine, ...],
        pictures: PictureLoader | None,
        obstacle: Obstacle | None = None,
    ) -> None:
        """Show these lines of an order; their pictures come in when they are there."""
        # The same lines have only other words now: a row that is read stays the current one.
        is_same = [each.line_item_id for each in lines] == [
            each.line_item_id for each in self._lines
        ]
        if not is_same:
            self.beginResetModel()
            self._pictures = {}
        self._specs = _specs(obstacle)
        self._lines = lines
        if not is_same:
            self.endResetModel()
        elif lines:
            end = self.index(len(lines) - 1, len(Column) - 1)
            self.dataChanged.emit(self.index(0, 0), end, [])
        self._loader = pictures
        self._asked, self._due = set(self._pictures), []

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self._lines[index.row()]
        column = Column(index.column())
        spec = self._specs[column]
        if role == Qt.ItemDataRole.DisplayRole:
            return spec.text(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(spec.text(line))  # a column may be too narrow for it
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(spec.heading, spec.text(line), is_number=spec.is_number)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.sides[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and column is Column.PRODUCT:
            return self._picture_of(line.image_url)
        if role == Qt.ItemDataRole.ForegroundRole and not line.is_open_to_dispute:
            return QColor(current_scheme().muted)
        return None

    def _picture_of(self, url: str) -> QIcon | None:
        if url and url not in self._asked:
            self._asked.add(url)
            self._due.append(url)
            self._ask_soon.start()
        return self._pictures.get(url)

    def _ask_for_pictures(self) -> None:
        due, self._due = self._due, []
        if self._loader is not None:
            for url in due:
                self._loader.load(url, self, partial(self._take_picture, url))

    def _take_picture(self, url: str, pixmap: QPixmap) -> None:
        # An icon, because the view scales it to its row; a pixmap would be cut off.
        self._pictures[url] = QIcon(pixmap)
        for row, line in enumerate(self._lines):
            if line.image_url == url:
                place = self.index(row, Column.PRODUCT)
                self.dataChanged.emit(place, place, [Qt.ItemDataRole.DecorationRole])
