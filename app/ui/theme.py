"""How the program looks: one spacing scale, one type scale, one accent, light and dark.

Colours were chosen by the WCAG 2.2 contrast formula; `tests/ui/test_theme.py` computes every
pair that is in use. The scheme follows the system live until the user chooses one.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QListWidgetItem

    from app.storage.preferences import PreferenceValues

if sys.platform == "win32":
    # Its library must be there before Qt first looks for its SVG plugins: where one of them does
    # not load, Qt does not try again, and arrows and ticks are missing from then on.
    import PySide6.QtSvg  # noqa: F401 - to be loaded is what it is here for

_APP = Path(__file__).resolve().parents[1]
_IN_WHEEL = _APP / "resources"
"""Among an environment's packages, a folder `resources` of its own would be anybody's."""
RESOURCES = _IN_WHEEL if _IN_WHEEL.is_dir() else _APP.parent / "resources"

_IS_DARK = "is dark"
"""Property of the application: whether it is dressed in the dark scheme."""

SPACE_XS, SPACE_S, SPACE_M, SPACE_L, SPACE_XL = 4, 8, 12, 16, 24
"""The spacing scale, in device-independent pixels."""
CONTROL_ROOM = 10
"""What is above the text of a field or button, and below it: `app.qss` gives them all the same."""

_HALF_LIGHT = 128
TITLE_SCALE, SECTION_SCALE, SMALL_SCALE = 1.45, 1.15, 0.92
"""The type scale, as factors of the system's font size."""
TEXT_SCALE = "text scale"
"""Property of a widget: the factor of its own text."""


class Scheme(NamedTuple):
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
    """The colours that the program is dressed in, or those of the system before it is."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return LIGHT
    is_dark = app.property(_IS_DARK)
    return DARK if (_looks_dark(app) if is_dark is None else is_dark) else LIGHT


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
    for name in sorted(scheme._fields, key=len, reverse=True):
        text = text.replace(f"@{name}", getattr(scheme, name))
    return text


class Theme(QObject):
    """Dresses the application and does so again when the system changes its scheme.

    Expects the style Fusion. At the start the system's palette tells whether it is dark, also on
    systems whose scheme Qt does not know.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._chosen = ""
        self._system_size = app.font().pointSizeF()
        self._percent = 100
        self._is_system_dark = _looks_dark(app)
        self._dress()
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def apply(self, values: PreferenceValues) -> None:
        """Dress all windows in the colours and the text size that were chosen."""
        self._choose(values.color_scheme)
        self._set_text_size(values.text_percent)

    def _choose(self, scheme: str) -> None:
        """Use this scheme, "light" or "dark", whatever the system has; "" follows it again."""
        if self._chosen == scheme:
            return
        self._chosen = scheme
        # For what the system draws itself, window frames for one. Not every system goes along.
        self._app.styleHints().setColorScheme(
            {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(
                scheme, Qt.ColorScheme.Unknown
            )
        )
        self._dress()

    def _set_text_size(self, percent: int) -> None:
        if percent == self._percent or self._system_size <= 0:
            return
        self._percent = percent
        font = self._app.font()
        font.setPointSizeF(self._system_size * percent / 100)
        self._app.setFont(font)
        # A style sheet keeps the size it measured with; setting it anew makes it measure again.
        self._app.setStyleSheet(self._app.styleSheet())
        for widget in self._app.allWidgets():
            factor = widget.property(TEXT_SCALE)
            if factor is not None:
                own = widget.font()
                own.setPointSizeF(font.pointSizeF() * factor)
                widget.setFont(own)

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        self._is_system_dark = scheme is Qt.ColorScheme.Dark
        self._dress()

    def _dress(self) -> None:
        is_dark = self._chosen == "dark" if self._chosen else self._is_system_dark
        before, scheme = current_scheme(), DARK if is_dark else LIGHT
        icon.cache_clear()
        self._app.setProperty(_IS_DARK, is_dark)
        self._app.setPalette(palette_for(scheme))
        self._app.setStyleSheet(style_sheet(scheme))
        if _drawn and before is not scheme:
            self._redraw()

    def _redraw(self) -> None:
        """Put the icons of buttons and lists, which are pictures, into the colours of now."""
        from PySide6.QtWidgets import QAbstractButton, QListWidget

        old = _drawn.copy()
        _drawn.clear()
        for widget in self._app.allWidgets():
            parts: list[QAbstractButton | QListWidgetItem] = []
            if isinstance(widget, QAbstractButton):
                parts = [widget]
            elif isinstance(widget, QListWidget):
                parts = [widget.item(row) for row in range(widget.count())]
            for part in parts:
                if drawn := old.get(part.icon().cacheKey()):
                    part.setIcon(icon(*drawn))


def _looks_dark(app: QApplication) -> bool:
    return app.palette().window().color().lightness() < _HALF_LIGHT


_drawn: dict[int, tuple[str, str]] = {}
"""What our icons show by Qt's key of each: the drawing, and the name of its colour."""


@lru_cache(maxsize=128)
def icon(name: str, colour: str = "text") -> QIcon:
    """One of our icons in one of the colours of `Scheme`, by its name there."""
    from PySide6.QtGui import QIcon, QPainter, QPixmap
    from PySide6.QtSvg import QSvgRenderer

    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    shade = getattr(current_scheme(), colour)
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", shade).encode()))
    result = QIcon()
    for side in (14, 16, 20, 24, 32, 48, 64):
        pixmap = QPixmap(QSize(side, side))
        pixmap.fill(QColor(0, 0, 0, 0))
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        # What was painted on keeps the painter's tools: 110 kilobytes, and a copy 40.
        kept = pixmap.copy()
        result.addPixmap(kept)
        # Else Qt tints it in a selected row, where it can hardly be seen.
        result.addPixmap(kept, QIcon.Mode.Selected)
    _drawn[result.cacheKey()] = name, colour
    return result


def application_icon() -> QIcon:
    """The program's own icon."""
    from PySide6.QtGui import QIcon

    return QIcon(str(RESOURCES / ("app.ico" if sys.platform == "win32" else "icons/app.svg")))
