"""The products of a dispute, each with its picture."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.theme import SPACE_M, SPACE_S, icon
from app.ui.widgets.labels import muted_label, plain_label
from app.ui.widgets.layouts import clear

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from app.domain.disputes import DisputeLine
    from app.ui.widgets.pictures import PictureLoader

_SIDE = 48


class ProductRows(QWidget):
    """A row a product: picture, name, price and supplier."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[DisputeLine, ...] = ()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_S)

    def show_lines(self, lines: tuple[DisputeLine, ...], pictures: PictureLoader | None) -> None:
        """Show these products; the same ones again change nothing."""
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._layout)
        for line in lines:
            self._layout.addWidget(_row(line, pictures))
        self.setVisible(bool(lines))


def _row(line: DisputeLine, pictures: PictureLoader | None) -> QWidget:
    row = QWidget()
    picture = QLabel()
    name = plain_label(_whole(line.product_name), wraps=True)
    facts = [formatting.money(line.unit_price)] if line.unit_price is not None else []
    facts += [_whole(text) for text in (line.supplier, line.product_code) if text]
    below = muted_label(" · ".join(facts))

    picture.setFixedSize(_SIDE, _SIDE)
    picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
    picture.setPixmap(icon("picture").pixmap(24, 24))
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_M)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(name)
    words.addWidget(below)
    words.addStretch(1)
    layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(words, 1)

    below.setVisible(bool(facts))
    if pictures is not None:
        pictures.load(line.image_url, picture, partial(_put, picture))
    return row


def _whole(text: str) -> str:
    return one_line(text, formatting.DETAIL_LIMIT)


def _put(label: QLabel, pixmap: QPixmap) -> None:
    ratio = label.devicePixelRatioF()
    side = round(_SIDE * ratio)
    shown = pixmap.scaled(
        QSize(side, side),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    shown.setDevicePixelRatio(ratio)
    label.setPixmap(shown)
