"""What is dropped on the evidence page or pasted there: links, files, and copied pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget

_WEB = ("http", "https")


class EvidenceIntake(QObject):
    """Serves one page. Text that is pasted into one of its fields is left to the field."""

    links_given = Signal(str)
    """A text with links in it."""
    files_given = Signal(object)
    """A tuple of `Path`."""
    picture_given = Signal(object)
    """A `QImage` that was copied or dropped without a file."""

    def __init__(self, page: QWidget, fields: Sequence[QWidget]) -> None:
        super().__init__(page)
        self._page = page
        page.setAcceptDrops(True)
        for widget in (page, *fields):
            widget.installEventFilter(self)
        paste = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page)
        paste.activated.connect(lambda: self._take(QGuiApplication.clipboard().mimeData()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress and watched is not self._page:
            return self._take_key(cast("QKeyEvent", event))
        if watched is self._page and kind is QEvent.Type.DragEnter:
            enter = cast("QDragEnterEvent", event)
            if any(_content(enter.mimeData())):
                enter.acceptProposedAction()
            return True
        if watched is self._page and kind is QEvent.Type.Drop:
            drop = cast("QDropEvent", event)
            drop.acceptProposedAction()
            self._take(drop.mimeData())
            return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """What a field of text cannot take is the page's."""
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        given = QGuiApplication.clipboard().mimeData()
        _links, files, has_picture = _content(given)
        if not files and (not has_picture or given.hasText()):
            return False
        self._take(given)
        return True

    def _take(self, given: QMimeData) -> None:
        links, files, has_picture = _content(given)
        if files:
            self.files_given.emit(files)
        elif links:
            self.links_given.emit(links)
        elif has_picture:
            picture = given.imageData()
            if isinstance(picture, QImage) and not picture.isNull():
                self.picture_given.emit(picture)


def _content(given: QMimeData) -> tuple[str, tuple[Path, ...], bool]:
    """Links as text, local files, and whether there is a picture."""
    urls = given.urls()
    files = tuple(Path(each.toLocalFile()) for each in urls if each.isLocalFile())
    links = " ".join(each.toString() for each in urls if each.scheme() in _WEB)
    if not links and "://" in given.text():
        links = given.text()
    return links, files, given.hasImage()
