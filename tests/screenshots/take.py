"""Takes one variant; run by `__main__.py`, and by pytest for its keyring and its Qt."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from app.storage.preferences import PreferenceValues
from app.ui.filing.dialog import SIZE
from app.ui.theme import RESOURCES
from tests.ui.filing.conftest import make_stage, no_delays
from tests.ui.filing.stage import MakeStage, Stage
from tests.ui.filing.test_hard_cases import FORTY, MIXED, settle, written
from tests.ui.pages import dressed, lead, speaking

__all__ = ["make_stage", "no_delays"]  # fixtures

LAPTOP = QSize(1280, 720)
NETBOOK = QSize(1024, 560)
"""A dialog on 1024 by 600 pixels, below its title."""
SMALL_LAPTOP = QSize(910, 480)
"""The main window on 1366 by 768 pixels; small with the system's scale at 150 %."""


def test_take(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = json.loads(os.environ["SCREENSHOTS"])
    folder = Path(asked["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    is_small = "size" in asked

    def visit(stop: str, root: QWidget) -> None:
        if isinstance(root, QDialog):
            if is_small:
                root.resize(root.minimumSizeHint().expandedTo(root.minimumSize()))
        elif isinstance(root, QMainWindow):  # menus have the size that they need
            root.resize(SMALL_LAPTOP if is_small else LAPTOP)
        for _ in range(10):  # a layout passes its new size on in the next round of events
            qapp.processEvents()
        name = re.sub(r"\W+", "-", stop).lower()
        path = folder / f"{len(taken) + 1:02}-{name}.png"
        save(root, path)
        taken.append(path)

    with looking(qapp, asked, monkeypatch) as choices:
        lead(qtbot, qapp, tmp_path / "data", asked["lang"], visit, monkeypatch, choices)


@pytest.mark.parametrize(("characters", "links"), [(203, 3), (500, 8)])
def test_take_much_to_say(
    make_stage: MakeStage,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    characters: int,
    links: int,
) -> None:
    asked = json.loads(os.environ["SCREENSHOTS"])
    with looking(qapp, asked, monkeypatch):
        stage = make_stage(draft=written(MIXED, characters, links))
        picture(qapp, asked, stage, f"{characters} characters, {links} links")


def test_take_many_items(
    make_stage: MakeStage, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = json.loads(os.environ["SCREENSHOTS"])
    with looking(qapp, asked, monkeypatch):
        stage = make_stage(FORTY)
        stage.items_page.choose(3)
        picture(qapp, asked, stage, "40 lines")


def picture(app: QApplication, asked: dict[str, str], stage: Stage, name: str) -> None:
    """One picture as the dialog opens, and one on a screen of 1024 by 600 pixels."""
    folder = Path(asked["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    for where, size in (("", SIZE), (", 1024x600", NETBOOK)):
        stage.dialog.resize(size)
        settle(app)
        path = folder / (re.sub(r"\W+", "-", f"hard, {name}{where}") + ".png")
        save(stage.dialog, path)


def save(widget: QWidget, path: Path) -> None:
    """Save a picture of it, in which something has to be seen."""
    image = widget.grab().toImage()
    places = product(range(0, image.width(), 5), range(0, image.height(), 5))
    assert len({image.pixel(x, y) for x, y in places}) > 2, f"{path.name} is blank"
    assert image.save(str(path))


@contextmanager
def looking(
    app: QApplication, asked: dict[str, str], patch: pytest.MonkeyPatch
) -> Iterator[PreferenceValues]:
    """In the language, colours and text size that are asked for."""
    choices = PreferenceValues(
        color_scheme=asked["scheme"], text_percent=int(asked.get("text", 100))
    )
    lang = asked["lang"]
    compiled = RESOURCES / "translations" / f"dispute-desk_{lang}.qm"
    is_english = lang == "en"  # the language of the sources
    with dressed(app, choices) if is_english else speaking(app, lang, compiled, patch, choices):
        yield choices
