"""How the program looks: one spacing scale, one type scale, one accent, light and dark.

Colours were chosen by the WCAG 2.2 contrast formula; `tests/ui/test_theme.py` computes every
pair that is in use. Both schemes follow the system live.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

CHOSEN_SCHEME = "chosen colour scheme"
"""Property of the application: the value of a `Qt.ColorScheme` that goes before the system's."""

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
"""The spacing scale, in device-independent pixels."""

TITLE_SCALE, SECTION_SCALE, SMALL_SCALE = 1.45, 1.15, 0.92
"""The type scale, as factors of the system's font size."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of one scheme. Text colours stand on `window` and `surface`."""

    window: str
    surface: str
    sunken: str
    line: str
    """Separates; carries no meaning."""
    edge: str
    """The border of a control: at least 3:1 against what is around it."""
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_soft: str
    selection: str
    on_selection: str
    good: str
    warn: str
    bad: str
    good_soft: str
    warn_soft: str
    bad_soft: str
    info_soft: str


LIGHT = Scheme(
    window="#F4F6F8",
    surface="#FFFFFF",
    sunken="#EDF0F3",
    line="#DDE2E8",
    edge="#858E9A",
    text="#1A1F26",
    muted="#56606D",
    accent="#0A6661",
    on_accent="#FFFFFF",
    accent_hover="#08524E",
    accent_soft="#E0F0EE",
    selection="#CFE8E5",
    on_selection="#10201F",
    good="#1B5E20",
    warn="#7A4300",
    bad="#9B1C1C",
    good_soft="#E4F3E5",
    warn_soft="#FCEFDC",
    bad_soft="#FBE6E4",
    info_soft="#E3EEF9",
)

DARK = Scheme(
    window="#15181C",
    surface="#1D2126",
    sunken="#24292F",
    line="#313840",
    edge="#7C8692",
    text="#E9ECEF",
    muted="#AAB3BE",
    accent="#63D2C6",
    on_accent="#04211E",
    accent_hover="#8AE0D7",
    accent_soft="#173A37",
    selection="#1F4B47",
    on_selection="#F2FBFA",
    good="#86DD98",
    warn="#FFC878",
    bad="#FF9C92",
    good_soft="#1B3322",
    warn_soft="#3A2C16",
    bad_soft="#412220",
    info_soft="#1B2D40",
)


def current_scheme() -> Scheme:
    """The colours for the scheme that was chosen, or else that the system is in now."""
    app = QGuiApplication.instance()
    chosen = app.property(CHOSEN_SCHEME) if app is not None else None
    if chosen in (Qt.ColorScheme.Light.value, Qt.ColorScheme.Dark.value):
        return DARK if chosen == Qt.ColorScheme.Dark.value else LIGHT
    is_dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return DARK if is_dark else LIGHT


def palette_for(scheme: Scheme) -> QPalette:
    """The scheme as Qt's palette, for all that the style sheet does not draw."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: scheme.window,
        QPalette.ColorRole.WindowText: scheme.text,
        QPalette.ColorRole.Base: scheme.surface,
        QPalette.ColorRole.AlternateBase: scheme.sunken,
        QPalette.ColorRole.Text: scheme.text,
        QPalette.ColorRole.PlaceholderText: scheme.muted,
        QPalette.ColorRole.Button: scheme.surface,
        QPalette.ColorRole.ButtonText: scheme.text,
        QPalette.ColorRole.ToolTipBase: scheme.surface,
        QPalette.ColorRole.ToolTipText: scheme.text,
        QPalette.ColorRole.Highlight: scheme.selection,
        QPalette.ColorRole.HighlightedText: scheme.on_selection,
        QPalette.ColorRole.Link: scheme.accent,
        QPalette.ColorRole.Accent: scheme.accent,
        QPalette.ColorRole.Mid: scheme.edge,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (
        QPalette.ColorRole.WindowText,
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(scheme.muted))
    return palette


def style_sheet(scheme: Scheme) -> str:
    """`resources/app.qss` with the scheme's colours put in for its `@names`."""
    text = (RESOURCES / "app.qss").read_text(encoding="utf-8")
    arrows = "dark" if scheme is DARK else "light"
    text = text.replace("@icons", (RESOURCES / "icons").as_posix()).replace("@arrows", arrows)
    # Longest first: "@accent_soft" must not become the accent and "_soft".
    for name in sorted((each.name for each in fields(scheme)), key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(scheme, name))
    return text


class Theme(QObject):
    """Dresses the application and does so again when the system changes its scheme."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        app.setStyle("Fusion")
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._dress)

    def choose(self, scheme: Qt.ColorScheme) -> None:
        """Use this scheme whatever the system has; `Unknown` follows the system again."""
        if self._app.property(CHOSEN_SCHEME) == scheme.value:
            return
        self._app.setProperty(CHOSEN_SCHEME, scheme.value)
        # For what the system draws itself, window frames for one. Not every system goes along.
        self._app.styleHints().setColorScheme(scheme)
        self._dress()

    def _dress(self) -> None:
        scheme = current_scheme()
        icon.cache_clear()
        self._app.setPalette(palette_for(scheme))
        self._app.setStyleSheet(style_sheet(scheme))


@lru_cache(maxsize=128)
def icon(name: str, colour: str = "") -> QIcon:
    """One of our icons in a colour of the scheme (its text colour where none is given)."""
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    shade = colour or current_scheme().text
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", shade).encode()))
    result = QIcon()
    for side in (14, 16, 20, 24, 32, 48, 64):
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        result.addPixmap(pixmap)
    return result


def application_icon() -> QIcon:
    """The program's own icon."""
    return QIcon(str(RESOURCES / ("app.ico" if sys.platform == "win32" else "icons/app.svg")))
