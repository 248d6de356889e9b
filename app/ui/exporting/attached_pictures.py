"""The pictures among a case's files, read as far as paper needs them. On a background thread."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.attachments import Attachment

_log = logging.getLogger(__name__)

_FORMATS = frozenset({b"bmp", b"gif", b"jpeg", b"png", b"webp"})
"""Of dots only: a drawing may name other files."""
_LONGEST_SIDE = 1400
"""In dots: 300 an inch at the size that they are printed."""
_MOST_DOTS = 100_000_000
"""More are not decoded, whatever the file says it is."""
_MOST = 20


def attached_pictures(files: Iterable[Attachment]) -> list[tuple[str, QImage]]:
    """Name and picture of each file that is one, the right way up; at most twenty."""
    found: list[tuple[str, QImage]] = []
    for each in files:
        image = _picture(each)
        if image is not None:
            found.append((each.name, image))
        if len(found) == _MOST:
            break
    return found


def _picture(file: Attachment) -> QImage | None:
    reader = QImageReader(str(file.path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()) not in _FORMATS or not size.isValid():
        return None
    if size.width() * size.height() > _MOST_DOTS:
        return None
    if max(size.width(), size.height()) > _LONGEST_SIDE:
        most = QSize(_LONGEST_SIDE, _LONGEST_SIDE)
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        _log.info("An attached picture could not be read: %s", reader.errorString())
        return None
    return image
