"""Judges what is shown: each control has a name, can be hit, and is reached by the keyboard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QBitmap,
    QColor,
    QImage,
    QKeySequence,
    QPainter,
    QRegion,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.ui.filing.dialog import DIGITS, GO_ON
from app.ui.filing.navigation import StepHeader
from app.ui.messages.notices import Notice
from app.ui.orders.recent import RecentList
from app.ui.widgets.actions import Shortcut, shortcut_rows
from app.ui.widgets.column_table import ColumnTable
from app.ui.widgets.layouts import next_in_tab_order
from app.ui.widgets.notices.notice_bar import NoticeBar
from tests.ui.pressing import name_of

LOW_SCREEN = 560
"""What 600 pixels leave below a title, above a bar of the system's."""
LEAST_TARGET = 24
"""WCAG 2.2, 2.5.8, in device-independent pixels."""
CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
)
LEAST_RING = 20
"""Pixels of what a focus changes, in height and width: more than a cursor or the line of a cell."""
_LOOKED_AT = "looked at"
MADE_OF_PARTS = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QTabBar)


def controls(root: QObject) -> Iterator[QWidget]:
    """What can be operated, without the parts that such a control is made of."""
    for widget in root.children():
        if isinstance(widget, CONTROLS) and widget.isVisible():
            yield widget
        if not isinstance(widget, MADE_OF_PARTS):
            yield from controls(widget)


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    above = widget.parentWidget()
    while above is not None:
        yield above
        above = above.parentWidget()


def tab_stops(root: QWidget) -> set[int]:
    """What Tab comes by, as Qt goes round."""
    found: set[int] = set()
    widget = root
    while id(widget) not in found:
        found.add(id(widget))
        widget = next_in_tab_order(widget)
    return found


def complaints(root: QWidget) -> Iterator[str]:
    window = root.window()
    stops = tab_stops(window)
    labelled = {label.buddy() for label in window.findChildren(QLabel)}
    for widget in controls(root):
        shown = getattr(widget, "text", str)() if isinstance(widget, QAbstractButton) else ""
        name = widget.accessibleName() or shown
        what = f"{type(widget).__name__} {name!r}"
        # Orca is told a drop-down list's current entry for its name: a label has to say what it is.
        if widget not in labelled and (not name or isinstance(widget, QComboBox)):
            yield f"{what} has no name"
        if isinstance(widget.parentWidget(), QGroupBox) and isinstance(widget, QAbstractButton):
            yield f"{what} has the title of its box told twice"
        if min(widget.width(), widget.height()) < LEAST_TARGET:
            yield f"{what} is smaller than a target: {widget.size()}"
        # Back does the same as the names of the steps.
        by_other_keys = any(isinstance(each, StepHeader) for each in ancestors(widget))
        # The order box keeps the focus, and has the keys of what is offered below it.
        by_other_keys = by_other_keys or isinstance(widget, RecentList)
        is_in_group = isinstance(widget, QAbstractButton) and (
            widget.group() is not None or widget.autoExclusive()  # among those of one parent
        )
        if not widget.isEnabled() or by_other_keys or is_in_group:
            continue
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or id(widget) not in stops:
            yield f"{what} is not reached by Tab"


def too_high(root: QWidget) -> Iterator[str]:
    """Dialogs whose buttons would be off a small screen."""
    least = max(root.minimumSizeHint().height(), root.minimumHeight())
    if isinstance(root, QDialog) and least > LOW_SCREEN:
        yield f"{type(root).__name__} cannot be lower than {least}"


def place(widget: QWidget, other: QWidget) -> QRect:
    """Where something stands; of what is scrolled, and the other is not, what scrolls it."""
    scrolled = (each for each in ancestors(widget) if isinstance(each, QScrollArea))
    apart = [each for each in scrolled if each is other or not each.isAncestorOf(other)]
    seen = apart[-1] if apart else widget
    return QRect(seen.mapTo(seen.window(), QPoint()), seen.size())


def shown_stops(window: QWidget) -> list[QWidget]:
    """Where Tab stops now, in its order."""
    stops: list[QWidget] = []
    widget = next_in_tab_order(window)
    while widget is not window:
        is_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if is_stop and widget.isVisible() and widget.isEnabled() and widget.window() is window:
            stops.append(widget)
        widget = next_in_tab_order(widget)
    return stops


def leaps(window: QWidget) -> Iterator[str]:
    """Where Tab goes back up, besides the one time that it begins anew."""
    stops = shown_stops(window)
    back = []
    for before, after in pairwise((*stops, *stops[:1])):
        one, other = place(before, after), place(after, before)
        if other.bottom() <= one.top() and other.left() < one.right():
            back.append(f"{name_of(before)} to {name_of(after)}")
    if len(back) > 1:
        yield f"Tab leaps from {', and from '.join(back)}"


def leaps_to_notices(window: QWidget) -> Iterator[str]:
    """The same where every bar for a notice has one."""
    shown = []
    for bar in window.findChildren(NoticeBar):
        above = bar.parentWidget()
        if bar.isHidden() and bar.window() is window and above is not None and above.isVisible():
            bar.show_notice(Notice(str(id(bar))), actions=(("Do it", lambda: None),))
            shown.append(bar)
    QApplication.processEvents()
    yield from leaps(window)
    for bar in shown:
        bar.clear()


def listed() -> set[str]:
    """The keys that F1 shows."""
    keys = set()
    for shown, _ in shortcut_rows():
        for each in re.split(r", (?=\w)| … ", shown):
            keys.add(QKeySequence(each).toString())
    keys |= {f"Alt+{digit}" for digit in range(1, DIGITS + 1)}
    # The two Enter keys are one to their user.
    return keys | {each.replace("Enter", "Return") for each in keys}


def in_use(root: QWidget) -> Iterator[str]:
    for action in root.findChildren(QAction):
        for keys in action.shortcuts():
            yield keys.toString()
    for shortcut in root.findChildren(QShortcut):
        yield shortcut.key().toString()


def doubles(window: QWidget) -> Iterator[str]:
    """Keys that mean two things at once. Of letters underlined, Chinese has the same ones."""
    in_window = [
        *(each.text() for each in window.findChildren(QAbstractButton) if each.isVisible()),
        *(each.text() for each in window.findChildren(QLabel) if each.buddy() is not None),
        *(each.text() for bar in window.findChildren(QMenuBar) for each in bar.actions()),
    ]
    keys = [QKeySequence.mnemonic(each).toString() for each in in_window]
    keys += [keys.toString() for each in window.findChildren(QAction) for keys in each.shortcuts()]
    keys += [
        each.key().toString()
        for each in window.findChildren(QShortcut)
        if each.context() is not Qt.ShortcutContext.WidgetShortcut
    ]
    yield from repeated(keys)
    menus = [*window.findChildren(QMenu)]
    menus += [menu for table in window.findChildren(ColumnTable) if (menu := table.row_menu())]
    for menu in menus:
        yield from repeated(
            [QKeySequence.mnemonic(each.text()).toString() for each in menu.actions()]
        )


def repeated(keys: list[str]) -> Iterator[str]:
    for key, times in Counter(filter(None, keys)).items():
        if times > 1:
            yield f"{key} means {times} things"


class Rings:
    """Looks once at each control that Tab leads to, with the focus and without: that is to be seen.

    A cursor that blinks or a cell that is current would not do.
    """

    def __init__(self, qtbot: QtBot) -> None:
        self.found: dict[str, str] = {}
        self.seen = 0
        self._qtbot = qtbot

    def visit(self, stop: str, root: QWidget) -> None:
        window = root.window()
        if not isinstance(window, (QDialog, QMainWindow)):
            return
        for _ in range(10):  # a layout passes its new size on in the next round of events
            QApplication.processEvents()
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)
        before = window.focusWidget()
        new = [each for each in shown_stops(window) if each.property(_LOOKED_AT) is None]
        for widget in new:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            if not (widget.isVisible() and widget.isEnabled()):
                continue  # what was offered while the focus was in a field
            assert widget.hasFocus(), f"{stop}: {name_of(widget)}"
            focused = widget.grab().toImage()
            widget.clearFocus()
            ring = _change(focused, widget.grab().toImage())
            widget.setProperty(_LOOKED_AT, True)
            self.seen += 1
            if min(ring.width(), ring.height()) < LEAST_RING:
                self.found.setdefault(f"{name_of(widget)} does not show the focus", stop)
        if before is not None:
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Fail with what does not show it."""
        assert self.seen > 100
        assert not self.found, "\n".join(f"{stop}: {each}" for each, stop in self.found.items())


def _change(one: QImage, other: QImage) -> QRect:
    """What of a picture is other than in another one of the same size."""
    painter = QPainter(one)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.drawImage(0, 0, other)
    painter.end()
    opaque = one.convertToFormat(QImage.Format.Format_RGB32)
    changed = opaque.createMaskFromColor(QColor(Qt.GlobalColor.black).rgb())
    return QRegion(QBitmap.fromImage(changed)).boundingRect()


class Strays(QObject):
    """Notes what comes up as a window and is none: a part that was shown before it had its place.

    Each is a window of the system's for a moment, and may take the keys from the real one.
    """

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget):
            is_window = watched.isWindow() and watched.windowType() is not Qt.WindowType.Popup
            if is_window and not isinstance(watched, (QDialog, QMainWindow, QMenu)):
                self.found.add(name_of(watched))
        return False


class Reach:
    """Judges all that is come by, and keeps what is wrong with where that was first."""

    def __init__(self, app: QApplication) -> None:
        self.found: dict[str, str] = {}
        self._app = app
        self._keys: set[str] = set()
        self._strays = Strays()
        app.installEventFilter(self._strays)

    def visit(self, stop: str, root: QWidget) -> None:
        for _ in range(10):
            self._app.processEvents()
        window = root.window()
        of_stop = (*complaints(root), *too_high(root), *doubles(window))
        of_stop += (*leaps(window), *leaps_to_notices(window))
        for complaint in of_stop:
            self.found.setdefault(complaint, stop)
        self._keys.update(in_use(window))

    def stop(self) -> None:
        """Look no more at what comes up, as other tests go on in the same application."""
        self._app.removeEventFilter(self._strays)

    def end(self) -> None:
        """Fail with what was wrong. Every key that there is has been come by, and F1 lists it."""
        assert not self._strays.found
        assert not self.found, "\n".join(f"{stop}: {each}" for each, stop in self.found.items())
        assert {*(each.value for each in Shortcut), *GO_ON, "Alt+1", "Alt+9", "Del"} <= self._keys
        assert self._keys <= listed(), "F1 lists every key"
