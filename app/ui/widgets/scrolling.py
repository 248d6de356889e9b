"""Pages that scroll up and down where there is no room for them, and never sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from app.ui.widgets.layouts import STRETCH, fill, room_on_screen

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent


class UpAndDown(QScrollArea):
    """Without a frame, and without a focus of its own: what is in it scrolls it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


class Scrolling(UpAndDown):
    """A page of a dialog: asks for all the room that it wants, and for no less than its width."""

    wish_changed = Signal()
    """The page wants another room than before."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
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
    window.resize(window.sizeHint().boundedTo(room_on_screen(window)))
    screen = window.screen().availableGeometry()
    below = window.frameGeometry().bottom() - screen.bottom()
    if below > 0:  # it has grown over the edge
        window.move(window.x(), max(screen.top(), window.frameGeometry().top() - below))


class PageScroll(UpAndDown):
    """A page as high as its text needs at the width that it has."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
        focused: QWidget | None = self.focusWidget()
        if focused is not None and focused.hasFocus():  # a notice may have come below the page
            self.ensureWidgetVisible(focused)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_handled = super().eventFilter(watched, event)
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit_height()
        return is_handled

    def _fit_height(self) -> None:
        """Be as high as the text needs at this width: a scroll area does not ask for that."""
        body: QWidget | None = self.widget()
        layout = body.layout() if body is not None else None
        if body is None or layout is None:
            return
        least = max(layout.minimumHeightForWidth(self.viewport().width()), 0)
        if body.minimumHeight() != least:
            body.setMinimumHeight(least)


class CardPage(PageScroll):
    """Cards, one below the other."""

    def hold(self, *cards: QWidget) -> None:
        """Show these cards."""
        body = QWidget()
        fill(QVBoxLayout(body), *cards, STRETCH, margins=0, spacing=SPACE_L)
        self.setWidget(body)


def card(*parts: QWidget) -> QFrame:
    """A card with these parts, one below the other."""
    frame = QFrame()
    frame.setProperty("card", True)
    fill(QVBoxLayout(frame), *parts, margins=SPACE_XL, spacing=SPACE_M)
    return frame


_CARD_CHARACTERS = 48
_ROOM_FOR_BOTH = 100
"""Widths in characters of the font in use, so that they grow with it."""


class SideBySide(PageScroll):
    """Made before its parts, which are made as children of `body`.

    A tree of widgets that moves into another one is styled all over again.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._beside: QWidget | None = None
        self.body = body = QWidget(self.viewport())
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        fill(self._columns, margins=0, spacing=SPACE_L)
        self.setWidget(body)

    def hold(self, main: QWidget, beside: QWidget) -> None:
        """Put these two beside each other."""
        self._beside = beside
        fill(self._columns, (main, 1), beside)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    @property
    def main_width(self) -> int:
        """The room for what was put first, beside a scroll bar."""
        left = self.width() - self.verticalScrollBar().sizeHint().width()
        is_beside = self._columns.direction() is QBoxLayout.Direction.LeftToRight
        if self._beside is not None and is_beside:
            left -= self._beside.maximumWidth() + SPACE_L
        return left

    def _arrange(self) -> None:
        if self._beside is None:
            return
        character = self.fontMetrics().averageCharWidth()
        has_room = self.width() >= character * _ROOM_FOR_BOTH
        way = QBoxLayout.Direction.LeftToRight if has_room else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() is not way:
            self._columns.setDirection(way)
        if has_room:
            self._beside.setFixedWidth(character * _CARD_CHARACTERS)
        else:
            self._beside.setMinimumWidth(0)
            self._beside.setMaximumWidth(self.width())
