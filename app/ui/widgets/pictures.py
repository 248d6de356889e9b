"""Product pictures in the background: asked for by url, decoded off the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPixmap
from shiboken6 import isValid

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, UnexpectedResponse

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_SIDE = 256


class PictureLoader(QObject):
    """Hands out pixmaps once they are there. A picture that cannot be had stays a placeholder."""

    def __init__(
        self,
        runner: BackgroundRunner,
        fetch: Callable[[str], bytes],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._fetch = fetch
        self._done: dict[str, QPixmap | None] = {}
        self._waiting: dict[str, list[tuple[QObject, Callable[[QPixmap], None]]]] = {}

    def load(self, url: str, owner: QObject, deliver: Callable[[QPixmap], None]) -> None:
        """Call `deliver` with the picture, now or later, unless `owner` is gone by then."""
        if not url:
            return
        if url in self._done:
            ready = self._done[url]
            if ready is not None:
                deliver(ready)
            return
        if url in self._waiting:
            self._waiting[url].append((owner, deliver))
            return
        self._waiting[url] = [(owner, deliver)]
        fetch = self._fetch
        self._runner.run(
            lambda: _decode(fetch(url)),
            owner=self,
            on_success=lambda image: self._finish(url, QPixmap.fromImage(image)),
            on_error=lambda error: self._give_up(url, error),
            lane=Lane.PICTURES,
        )

    def _finish(self, url: str, pixmap: QPixmap) -> None:
        self._done[url] = pixmap
        for owner, deliver in self._waiting.pop(url, []):
            if isValid(owner):
                deliver(pixmap)

    def _give_up(self, url: str, _error: AppError) -> None:
        # A missing picture is no failure of what the user does; the placeholder says enough.
        self._done[url] = None
        self._waiting.pop(url, None)


def _decode(data: bytes) -> QImage:
    """The picture, no larger than the screen needs. Runs on a background thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > _LONGEST_SIDE:
        reader.setScaledSize(
            size.scaled(QSize(_LONGEST_SIDE, _LONGEST_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        raise UnexpectedResponse
    return image
