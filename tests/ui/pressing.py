"""Keys as a window gets them, pressed or held, and a record of the buttons that they press."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from shiboken6 import isValid

Key = Qt.Key


def name_of(widget: QWidget) -> str:
    """What a failure calls this widget."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{type(widget).__name__} “{widget.accessibleName() or text}”"


def focusable(window: QWidget) -> list[QWidget]:
    """All that can have the focus in this window now, in one order for each window of its kind."""
    return [
        each
        for each in window.findChildren(QWidget)
        if each.window() is window
        and each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and each.focusProxy() is None
    ]


def focus_of(window: QWidget) -> QWidget:
    """Where the window's keys go."""
    focused: QWidget | None = window.focusWidget()
    return window if focused is None else focused


class Presses:
    """The buttons of a window that were pressed, by name, in their order."""

    def __init__(self, window: QWidget) -> None:
        self.names: list[str] = []
        self._window = window
        self._known: dict[QAbstractButton, str] = {}

    def begin(self) -> None:
        """Forget what was pressed, and listen to the buttons that there are now."""
        self.names.clear()
        for button in self._window.findChildren(QAbstractButton):
            if button not in self._known:
                button.clicked.connect(partial(self._note, button))
            self._known[button] = name_of(button)  # it may change with the press

    def _note(self, button: QAbstractButton) -> None:
        self.names.append(self._known[button])


def press(window: QWidget, key: Key) -> None:
    """A key pressed and let go, where the focus is."""
    QTest.keyClick(focus_of(window), key)
    QApplication.processEvents()


def hold(
    window: QWidget, key: Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key that is held for a while: each repeat goes to what has the focus by then.

    Most platforms mark the repeats. To a dialog, X11 sends pairs of events that are not marked, and
    that bear the same time.
    """
    held = QKeyCombination(modifiers, key)
    _press(window, held, 1000)
    for time, is_marked in ((1600, True), (1640, True), (1680, False), (1720, False)):
        _send(window, _event(QEvent.Type.KeyRelease, held, time, is_marked=is_marked))
        _press(window, held, time, is_marked=is_marked)
    _send(window, _event(QEvent.Type.KeyRelease, held, 1750))


def _press(window: QWidget, held: QKeyCombination, time: int, *, is_marked: bool = False) -> None:
    """As Qt does it: a shortcut comes first, unless what has the focus wants the key itself."""
    wanted = _event(QEvent.Type.ShortcutOverride, held, time, is_marked=is_marked)
    wanted.ignore()
    _send(window, wanted)
    shortcuts = window.findChildren(QShortcut) if isValid(window) else []
    found = [each for each in shortcuts if each.key() == QKeySequence(held)]
    if wanted.isAccepted() or not found:
        _send(window, _event(QEvent.Type.KeyPress, held, time, is_marked=is_marked))
    elif found[0].autoRepeat() or not is_marked:
        found[0].activated.emit()


def _event(
    kind: QEvent.Type, held: QKeyCombination, time: int, *, is_marked: bool = False
) -> QKeyEvent:
    text = " " if held.key() is Key.Key_Space else "\r"
    event = QKeyEvent(kind, held.key(), held.keyboardModifiers(), text, is_marked)
    event.setTimestamp(time)
    return event


def _send(window: QWidget, event: QKeyEvent) -> None:
    if isValid(window):  # else the key has closed it, and closing has deleted it
        QApplication.sendEvent(focus_of(window), event)
        QApplication.processEvents()
