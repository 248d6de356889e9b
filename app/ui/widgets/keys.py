"""Keys that do the same in every window and on every platform, for what has the focus."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QRect, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QDialog,
    QRadioButton,
    QWidget,
)

from app.ui.widgets.notices.announce import describe

if TYPE_CHECKING:
    from collections.abc import Callable

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
DELETE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
"""The keyboard of a Mac has the second one alone."""
_KEYS = (*ENTER, Qt.Key.Key_Space)
_KEYS_OF_MENU = QKeyCombination(Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F10)


def on_delete(widget: QWidget, act: Callable[[], object]) -> None:
    """Do this by either key while the widget itself has the focus."""
    shortcut = QShortcut(widget)
    shortcut.setKeys([QKeySequence(each) for each in DELETE])
    shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
    shortcut.activated.connect(act)


class ButtonKeys(QObject):
    """Has these keys press the button of a window that has the focus: that one, and once.

    Shift+F10 opens the menu of what has the focus: Windows does so itself, Qt elsewhere by the Menu
    key alone.

    Qt leaves Enter to the kind of button and to the platform's theme. Most of the time a dialog
    presses its default button, even while another one has the focus, and a held key presses again
    and again whatever comes to stand there. To Enter, check boxes and radio buttons are fields: it
    goes on to the window.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._released = 0
        app = cast("QGuiApplication", QGuiApplication.instance())
        app.focusObjectChanged.connect(self._watch)
        self._watch(app.focusObject())

    def is_repeat(self, event: QKeyEvent) -> bool:
        """Whether a key that is held sent this, and no person.

        In X11's dialogs Qt does not mark that. There the time tells: a repeat has the very
        millisecond of the release that it is sent with.
        """
        return event.isAutoRepeat() or 0 < event.timestamp() == self._released

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.keyCombination() == _KEYS_OF_MENU and isinstance(watched, QWidget):
            return _open_menu(watched, event)
        if event.key() not in _KEYS:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            if not self.is_repeat(event):
                return False
            event.accept()  # then it comes as a key and not as a shortcut
            return True
        if event.type() is QEvent.Type.KeyRelease:
            self._released = event.timestamp()
        if not isinstance(watched, QAbstractButton):
            return False
        if event.key() in ENTER and isinstance(watched, (QCheckBox, QRadioButton)):
            event.ignore()  # then it goes on to the parent
        elif event.type() is QEvent.Type.KeyPress and not self.is_repeat(event):
            watched.click()
        return True

    def _watch(self, focused: QObject | None) -> None:
        if isinstance(focused, QWidget) and focused.window() is self._window:
            focused.installEventFilter(self)  # no second time where it is installed already


def _open_menu(widget: QWidget, event: QKeyEvent) -> bool:
    """Ask for the menu as Qt does by the Menu key; whether the key is used up by that."""
    if sys.platform == "win32" or event.type() is not QEvent.Type.KeyPress:
        return False
    cursor = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    place = cursor.center() if isinstance(cursor, QRect) else widget.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(widget, QContextMenuEvent(reason, place, widget.mapToGlobal(place)))
    return True


class Dialog(QDialog):
    """The base of all dialogs, whose title is their name for screen readers as well.

    In a field, Enter presses the default button, if there is one.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = ButtonKeys(self)
        self.windowTitleChanged.connect(self.setAccessibleName)

    def showEvent(self, event: QShowEvent) -> None:
        describe(self)
        super().showEvent(event)

    def open_once(self) -> None:
        """Open it; when it is closed it is gone."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in ENTER:
            super().keyPressEvent(event)
        elif not self._keys.is_repeat(event):  # a held key would press what comes next as well
            self.press_enter(event)

    def press_enter(self, event: QKeyEvent) -> None:
        """Enter was pressed, once, on anything that is no button."""
        super().keyPressEvent(event)
