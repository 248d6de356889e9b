"""Tells screen readers what happened without moving the focus."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QWidget

from app.ui.widgets.accessible_role import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

_LIFETIME_MS = 10_000
"""A reader asks for the words of a notification when it comes to it."""


def announce(widget: QWidget, text: str, *, is_urgent: bool = False) -> None:
    """Speak a sentence, at once or when the reader pauses.

    That is after what happens now: a reader that hears of a new focus falls silent to tell it.
    """
    if not QAccessible.isActive():
        return
    tell: Callable[[], None] = partial(_announce, widget, text, is_urgent=is_urgent)
    if sys.platform == "linux":
        tell = partial(_notify, widget, text)
    QTimer.singleShot(0, widget, tell)


def _announce(widget: QWidget, text: str, *, is_urgent: bool) -> None:
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive
        if is_urgent
        else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)


def _notify(widget: QWidget, text: str) -> None:
    """Orca knows announcements from version 45 on, and notifications in every version."""
    notification = QWidget()  # Qt asks for the role as soon as there is a parent
    set_role(notification, QAccessible.Role.Notification)
    notification.setAccessibleName(text)
    notification.setParent(widget.window())
    QAccessible.updateAccessibility(QAccessibleEvent(notification, QAccessible.Event.ObjectShow))
    QTimer.singleShot(_LIFETIME_MS, notification, notification.deleteLater)
