"""Every pair of colours in use, by the WCAG 2.2 formula, in both schemes."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT, RESOURCES, Scheme, icon, palette_for, style_sheet
from app.ui.widgets.fields.clear_button import ClearButton

pytestmark = pytest.mark.usefixtures("painted")

SCHEMES = pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
BODY_TEXT, STATUS_WORD, CONTROL = 4.5, 7.0, 3.0


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_itself() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@SCHEMES
@pytest.mark.parametrize("ground", ["window", "surface", "sunken", "accent_soft", "info_soft"])
@pytest.mark.parametrize("text", ["text", "muted", "accent"])
def test_text_can_be_read(scheme: Scheme, text: str, ground: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, ground)) >= BODY_TEXT


@SCHEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
        ("on_selection", "selection"),
        ("text", "good_soft"),
        ("text", "warn_soft"),
        ("text", "bad_soft"),
        ("muted", "line"),
        ("text", "line"),
    ],
)
def test_text_on_coloured_grounds_can_be_read(scheme: Scheme, text: str, ground: str) -> None:
    assert contrast(getattr(scheme, text), getattr(scheme, ground)) >= BODY_TEXT


@SCHEMES
@pytest.mark.parametrize("word", ["good", "warn", "bad"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_status_words_stand_out(scheme: Scheme, word: str, ground: str) -> None:
    assert contrast(getattr(scheme, word), getattr(scheme, ground)) >= STATUS_WORD


@SCHEMES
@pytest.mark.parametrize("part", ["edge", "accent", "text"])
@pytest.mark.parametrize("ground", ["window", "surface"])
def test_borders_and_focus_rings_can_be_seen(scheme: Scheme, part: str, ground: str) -> None:
    assert contrast(getattr(scheme, part), getattr(scheme, ground)) >= CONTROL


@SCHEMES
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_what_a_field_asks_for_can_be_read(
    qtbot: QtBot, scheme: Scheme, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.setStyleSheet(style_sheet(scheme))
    field.setPlaceholderText("\N{FULL BLOCK}" * 3)
    field.resize(200, 60)
    field.show()
    picture = field.grab().toImage()
    seen = Counter(picture.pixelColor(x, y).name() for x in range(12, 40) for y in range(8, 52))
    (ground, _), (text, _) = seen.most_common(2)
    assert contrast(text, ground) >= BODY_TEXT


@SCHEMES
def test_the_style_sheet_is_filled_in_completely(scheme: Scheme) -> None:
    text = style_sheet(scheme)
    assert "@" not in text
    for path in re.findall(r'url\("([^"]+)"\)', text):
        assert path.endswith(".svg")
        assert (RESOURCES / "icons" / path.rpartition("/")[2]).is_file()


@SCHEMES
def test_focus_is_shown_by_two_pixels_everywhere(scheme: Scheme) -> None:
    rings = re.findall(r":focus[^{]*\{([^}]*)\}", style_sheet(scheme))
    assert len(rings) >= 6
    assert all("border: 2px solid" in each for each in rings)


@SCHEMES
def test_disabled_text_is_quieter_but_readable(qtbot: QtBot, scheme: Scheme) -> None:
    palette = palette_for(scheme)
    quiet = palette.color(palette.ColorGroup.Disabled, palette.ColorRole.Text).name()
    assert contrast(quiet, scheme.window) >= BODY_TEXT


@SCHEMES
def test_the_button_that_clears_a_field(qtbot: QtBot, scheme: Scheme) -> None:
    field = QLineEdit("words")
    qtbot.addWidget(field)
    field.setStyleSheet(style_sheet(scheme))
    button = ClearButton(field)
    image = button.icon().pixmap(24, 24).toImage()
    shades = [image.pixelColor(x, x) for x in range(24)]
    shade = max(shades, key=lambda each: each.alpha()).name()
    assert contrast(shade, scheme.surface) >= CONTROL
    assert field.textMargins().right() == button.width()
    button.click()
    assert field.text() == ""
    assert button.isHidden()


def test_every_icon_draws_something(qtbot: QtBot) -> None:
    for drawing in sorted((RESOURCES / "icons").glob("*.svg")):
        image = icon(drawing.stem).pixmap(24, 24).toImage()
        shades = {image.pixel(x, y) for x in range(24) for y in range(24)}
        assert len(shades) > 1, drawing.name
