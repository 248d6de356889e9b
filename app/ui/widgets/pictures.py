"""Product pictures in the background: asked for by url, decoded off the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap, QPixmapCache
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, Offline, ServerFailed, TimedOut, UnexpectedResponse
from app.ui.theme import icon
from app.ui.widgets.labels import grown

if TYPE_CHECKING:
    from collections.abc import Callable

PIXEL_LIMIT = 40_000_000
"""Most pixels of a picture that is decoded, which takes four bytes for each."""
_LONGEST_SIDE = 256
_MEMORY_KB = 32 * 1024
"""What Qt keeps of pictures, the least used go first. They are still in a file each."""

Waiting = list[tuple[QObject, "Callable[[QPixmap], None]"]]


class PictureLoader(QObject):
    """Hands out pixmaps once they are there, of one account after the other.

    A picture that cannot be had stays a placeholder; where CJ's server could not be reached, it is
    asked for again by whoever wants it next.
    """

    def __init__(
        self,
        runner: BackgroundRunner,
        fetch: Callable[[str], bytes] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._fetch = fetch
        self._missing: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
        QPixmapCache.setCacheLimit(_MEMORY_KB)

    def use(self, fetch: Callable[[str], bytes]) -> None:
        """Fetch for another account from now on. Nobody waits for what was asked before."""
        self._fetch = fetch
        self._missing.clear()
        for waiting in self._waiting.values():
            waiting.clear()
        self._waiting.clear()

    def load(self, url: str, owner: QObject, deliver: Callable[[QPixmap], None]) -> None:
        """Call `deliver` with the picture, now or later, unless `owner` is gone by then."""
        fetch = self._fetch
        if fetch is None or not url or url in self._missing:
            return
        kept = QPixmap()
        if QPixmapCache.find(url, kept):
            deliver(kept)
            return
        if url in self._waiting:
            self._waiting[url].append((owner, deliver))
            return
        waiting = self._waiting[url] = [(owner, deliver)]
        self._runner.run(
            lambda: _decode(fetch(url)),
            owner=self,
            on_success=lambda image: _hand_out(url, QPixmap.fromImage(image), waiting),
            # A missing picture is no failure of what the user does; the placeholder says enough.
            on_error=lambda error: self._note(url, error),
            on_end=lambda: self._end(url, waiting),
            lane=Lane.PICTURES,
        )

    def _note(self, url: str, error: AppError) -> None:
        if not isinstance(error, Offline | TimedOut | ServerFailed):
            self._missing.add(url)

    def _end(self, url: str, waiting: Waiting) -> None:
        if self._waiting.get(url) is waiting:
            del self._waiting[url]


class PictureLabel(QLabel):
    """A square for a picture; until that comes, and where none does, a drawing stands in it.

    `side` is meant beside text of the usual size.
    """

    def __init__(self, side: int) -> None:
        super().__init__()
        self._usual_side = side
        self._picture: QPixmap | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._draw()

    def show_picture(self, picture: QPixmap) -> None:
        """Show it as large as there is room, and as sharp as the screen is."""
        self._picture = picture
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._draw()

    def _draw(self) -> None:
        side = grown(self._usual_side, self.fontMetrics())
        self.setFixedSize(side, side)
        if self._picture is None:
            self.setPixmap(icon("picture", "muted").pixmap(side // 2, side // 2))
            return
        ratio = self.devicePixelRatioF()
        shown = self._picture.scaled(
            QSize(side, side) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(ratio)
        self.setPixmap(shown)


def _hand_out(url: str, pixmap: QPixmap, waiting: Waiting) -> None:
    QPixmapCache.insert(url, pixmap)
    for owner, deliver in waiting:
        if isValid(owner):
            deliver(pixmap)


def _decode(data: bytes) -> QImage:
    """The picture, no larger than the screen needs. Runs on a background thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > PIXEL_LIMIT:
        raise UnexpectedResponse
    if size.isValid() and max(size.width(), size.height()) > _LONGEST_SIDE:
        reader.setScaledSize(
            size.scaled(QSize(_LONGEST_SIDE, _LONGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        raise UnexpectedResponse
    return image
