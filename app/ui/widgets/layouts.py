"""Emptying a layout that is filled anew for every dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


def clear(layout: QLayout) -> None:
    """Take out and delete every widget of a layout that holds widgets only.

    They are hidden at once, so that none flashes before it is gone.
    """
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
