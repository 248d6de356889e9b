"""What a widget is to a screen reader, where Qt takes it for something else."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6 import QtGui, QtWidgets  # whose classes PySide6 makes when they are named
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QAccessible, QAccessibleInterface

_ROLE = "accessibleRole"
_STACK = "QStackedWidget"


def set_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Give a widget this role; its name is then its accessible name alone.

    To be called while the widget has no parent yet: then Qt asks for the role, and never again.
    """
    _install()
    widget.setProperty(_ROLE, role.value)


@cache
def _install() -> None:
    QtGui.QAccessible.installFactory(_interface)


def _interface(kind: str, of: QObject) -> QAccessibleInterface | None:
    role = of.property(_ROLE)
    if role is None and kind == _STACK:
        # To Qt it is a "layered pane", which Orca says each time that one comes in.
        role = QtGui.QAccessible.Role.Client.value
    if role is None or not isinstance(of, QWidget):
        return None
    return QtWidgets.QAccessibleWidget(of, QtGui.QAccessible.Role(role))
