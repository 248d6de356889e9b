"""A page that scrolls up and down where the screen is too small for it, and never sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


class Scrolling(QScrollArea):
    """Asks for all the room that the page wants, and for no less than its width."""

    wish_changed = Signal()
    """The page wants another room than before."""

    def __init__(self, page: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = page
        self._wish = QSize()
        self._is_resizing = False
        self.setWidget(page)

    def sizeHint(self) -> QSize:
        page = self._page
        wanted = page.sizeHint().expandedTo(page.minimumSizeHint())
        width = max(wanted.width(), self.minimumSizeHint().width())
        height = page.heightForWidth(width) if page.hasHeightForWidth() else 0
        return QSize(width, max(height, wanted.height()))

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        least = super().minimumSizeHint()
        return QSize(self._page.minimumSizeHint().width() + bar, least.height())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask_later()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and watched is self._page:
            # Qt answers a new size of the page with another one. Where wrapping labels want more
            # height at either width than the other one left them, it did so until it crashed.
            if self._is_resizing:
                return False
            self._is_resizing = True
            try:
                return super().eventFilter(watched, event)
            finally:
                self._is_resizing = False
        is_handled = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest and watched is self._page:
            self._ask_later()
        return is_handled

    def _ask_later(self) -> None:
        # When the layouts inside, which are asked one after the other, have settled.
        QTimer.singleShot(0, self, self._ask)

    def _ask(self) -> None:
        wish = self.sizeHint()
        if wish != self._wish:
            self._wish = wish
            self.updateGeometry()
            self.wish_changed.emit()


def fit(window: QWidget) -> None:
    """Give a window the room that its pages want now, as far as the screen has it."""
    window.ensurePolished()
    layout = window.layout()
    if layout is not None:
        layout.activate()
    window.resize(window.sizeHint().boundedTo(window.screen().availableSize()))
