"""Colour scheme and text size, put into effect on the running program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.theme import CHOSEN_SCHEME, Theme
from app.ui.widgets.labels import rescale

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from app.storage.preferences import PreferenceValues

_SYSTEM_SIZE = "system text size"
_USUAL = 100


def apply(app: QApplication, values: PreferenceValues) -> None:
    """Dress all windows as chosen."""
    if values.color_scheme != (app.property(CHOSEN_SCHEME) or ""):
        theme = app.findChild(Theme)
        if theme is not None:
            theme.choose(values.color_scheme)
    _set_text_size(app, values.text_percent)


def _set_text_size(app: QApplication, percent: int) -> None:
    system = app.property(_SYSTEM_SIZE)
    if system is None and percent == _USUAL:
        return
    font = app.font()
    if system is None:
        system = font.pointSizeF()
        app.setProperty(_SYSTEM_SIZE, system)
    wanted = system * percent / 100
    if system <= 0 or abs(font.pointSizeF() - wanted) < 0.01:
        return
    font.setPointSizeF(wanted)
    app.setFont(font)
    # A style sheet keeps the size it measured with; setting it anew makes it measure again.
    app.setStyleSheet(app.styleSheet())
    for widget in app.allWidgets():
        rescale(widget)
