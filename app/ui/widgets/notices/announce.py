"""Tells screen readers what happened without moving the focus."""

from __future__ import annotations

import sys
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QLabel, QWidget

from app.ui.widgets.accessible_role import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance
    from PySide6.QtWidgets import QComboBox

_IS_LINUX = sys.platform == "linux"
_told: deque[QWidget] = deque()
_LIFETIME_MS = 60_000
"""A reader asks for the words of a notification when it comes to it: later, on a busy machine."""


_MADE_MS = 500
"""Orca drops notifications while many events wait, as they do when a dialog was just made."""
_LEAST_WORDS = 3
_TYPED_MS = 700
"""Nobody types the next letter any more: each one would cut short what is said of the last."""


def announce(widget: QWidget, text: str, *, is_urgent: bool = False) -> None:
    """Speak a sentence, at once or when the reader pauses.

    That is after what happens now: a reader that hears of a new focus falls silent to tell it.
    """
    if not QAccessible.isActive():
        return
    tell = partial(_announce, widget, text, is_urgent=is_urgent)
    QTimer.singleShot(0, widget, partial(_notify, text) if _IS_LINUX else tell)


def announce_choice(box: QComboBox) -> None:
    """Speak what a person has set a combo box to, where Qt does not tell the reader so itself."""
    if _IS_LINUX:
        announce(box, box.currentText())


def announce_found(narrowed: SignalInstance, widget: QWidget, words: Callable[[], str]) -> None:
    """Speak what a search or choice has left once it is made; "" is asked for again."""
    soon = QTimer(widget, singleShot=True, interval=_TYPED_MS)

    def tell() -> None:
        text = words()
        announce(widget, text) if text else soon.start()

    soon.timeout.connect(tell)
    narrowed.connect(soon.start)


def announce_title(window: QWidget) -> None:
    """Speak the title of a window with tabs: Orca tells of the page that is open alone."""
    if _IS_LINUX:
        QTimer.singleShot(_MADE_MS, window, lambda: announce(window, window.windowTitle()))


def describe(dialog: QWidget) -> None:
    """Have Orca tell what a dialog that opens says, also in a language without spaces.

    It reads labels of three words or more, and the description where there is none of these.
    """
    if not (_IS_LINUX and QAccessible.isActive()):
        return
    told = [
        label.accessibleName() or label.text()
        for label in dialog.findChildren(QLabel)
        if label.isVisibleTo(dialog)
        and label.buddy() is None
        and QAccessible.queryAccessibleInterface(label).role() is QAccessible.Role.StaticText
    ]
    if all(len(text.split()) < _LEAST_WORDS for text in told):
        dialog.setAccessibleDescription(" ".join(told))


def _announce(widget: QWidget, text: str, *, is_urgent: bool) -> None:
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive
        if is_urgent
        else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)


def _notify(text: str) -> None:
    """Orca knows announcements from version 45 on, and notifications in every version."""
    notification = QWidget()  # in a window, the whole window would be told with it
    set_role(notification, QAccessible.Role.Notification)
    notification.setAccessibleName(text)
    _told.append(notification)
    QAccessible.updateAccessibility(QAccessibleEvent(notification, QAccessible.Event.ObjectShow))
    QTimer.singleShot(_LIFETIME_MS, _told.popleft)
