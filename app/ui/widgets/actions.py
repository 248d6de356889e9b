"""Every action with its words and its shortcut, defined once."""

from __future__ import annotations

import sys
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

translate = QCoreApplication.translate


_IS_MAC = sys.platform == "darwin"
# In the order in which they stand before another key.
_SIGNS_OF_A_MAC = (("Ctrl+Shift+", "⇧⌘"), ("Ctrl+", "⌘"), ("Shift+", "⇧"), ("Alt+", "⌥"))


class Shortcut(Enum):
    """The keys of the main window. The filing dialog has its own, on its buttons."""

    ORDER_BOX = "Ctrl+L"
    NEW_DISPUTE = "Ctrl+N"
    SEARCH = "Ctrl+F"
    REFRESH = "F5"
    EXPORT = "Ctrl+E"
    DISPUTES_TAB = "Ctrl+1"
    CLAIMS_TAB = "Ctrl+2"
    INSIGHTS_TAB = "Ctrl+3"
    SETTINGS = "Ctrl+,"
    SHORTCUTS = "F1"
    QUIT = "Ctrl+Q"


def add_action(
    menu: QMenu,
    text: str,
    act: Callable[[], object],
    shortcut: Shortcut | None = None,
    role: QAction.MenuRole = QAction.MenuRole.NoRole,
) -> QAction:
    """An entry of a menu, which also answers to its keys.

    macOS has those with a role in a menu of its own. Without one, Qt guesses it from the words, and
    takes the Chinese for "Sign out" for that for "Quit".
    """
    action = menu.addAction(text, partial(act))  # a widget's method would become a slot of it
    action.setMenuRole(role)
    if shortcut is not None:
        action.setShortcut(shortcut.value)
    return action


def on_keyboard(keys: str) -> str:
    """Keys as this system has them: where others have Ctrl, Qt takes the Command of a Mac."""
    for name, sign in _SIGNS_OF_A_MAC if _IS_MAC else ():
        keys = keys.replace(name, sign)
    return keys


def shortcut_rows() -> tuple[tuple[str, str], ...]:
    """Keys and what they do, for the list on F1."""
    return (
        ("Ctrl+L", translate("Shortcuts", "Go to the order box")),
        ("Enter", translate("Shortcuts", "Look up, go on, or press the button with the focus")),
        ("Ctrl+V", translate("Shortcuts", "Outside of a field: look up what was copied")),
        ("Ctrl+N", translate("Shortcuts", "Dispute the order shown")),
        ("Ctrl+Enter", translate("Shortcuts", "Filing: next page, and file on the last")),
        ("Alt+1 … Alt+9", translate("Shortcuts", "Filing: choose an item or a reason")),
        ("Esc", translate("Shortcuts", "Filing: close and keep the draft")),
        ("Del", translate("Shortcuts", "Remove the draft, link or file that is selected")),
        ("Enter, Del", translate("Shortcuts", "Claims: claim the order, mute those selected")),
        ("Ctrl+F", translate("Shortcuts", "Search the disputes or claims")),
        ("Down", translate("Shortcuts", "From the search into the table")),
        (
            "Shift+Down, Ctrl+A",
            translate("Shortcuts", "Select several disputes or claims, or all that are shown"),
        ),
        ("Shift+F10", translate("Shortcuts", "Menu of the row or column")),
        ("F5", translate("Shortcuts", "Ask CJ for news, in the claims for your orders")),
        ("Ctrl+E", translate("Shortcuts", "Export the disputes")),
        (
            "Ctrl+1, Ctrl+2, Ctrl+3",
            translate("Shortcuts", "Show disputes, show claims, show insights"),
        ),
        ("Ctrl+C", translate("Shortcuts", "Copy the cell, or the rows selected")),
        ("Ctrl+Shift+C", translate("Shortcuts", "Copy the row")),
        ("Ctrl+,", translate("Shortcuts", "Settings")),
        ("F1", translate("Shortcuts", "This list")),
        ("Ctrl+Q", translate("Shortcuts", "Quit")),
    )
