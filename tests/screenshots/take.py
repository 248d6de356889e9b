"""Takes one variant; run by `__main__.py`, and by pytest for its keyring and its Qt."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.storage.preferences import PreferenceValues
from app.ui.theme import RESOURCES
from tests.ui.pages import dressed, lead, speaking

LAPTOP = QSize(1280, 720)
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
        else:
            root.resize(SMALL_LAPTOP if is_small else LAPTOP)
        for _ in range(10):  # a layout passes its new size on in the next round of events
            qapp.processEvents()
        name = re.sub(r"\W+", "-", stop).lower()
        path = folder / f"{len(taken) + 1:02}-{name}.png"
        assert root.grab().save(str(path))
        taken.append(path)

    choices = PreferenceValues(
        color_scheme=asked["scheme"], text_percent=int(asked.get("text", 100))
    )
    lang = asked["lang"]
    compiled = RESOURCES / "translations" / f"dispute-desk_{lang}.qm"
    is_english = lang == "en"  # the language of the sources
    look = dressed(qapp) if is_english else speaking(qapp, lang, compiled, monkeypatch)
    with look:
        lead(qtbot, qapp, tmp_path / "data", lang, visit, monkeypatch, choices)
