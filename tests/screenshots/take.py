"""Takes one variant; run by `__main__.py`, and by pytest for its keyring and its Qt."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from app.storage.preferences import PreferenceValues
from app.ui.theme import RESOURCES
from tests.ui.tour import dressed, lead, speaking


def test_take(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = json.loads(os.environ["SCREENSHOTS"])
    folder = Path(asked["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []

    def visit(stop: str, root: QWidget) -> None:
        if isinstance(root, QDialog):
            if "size" in asked:
                root.resize(root.minimumSizeHint().expandedTo(root.minimumSize()))
        elif "size" in asked:
            root.resize(root.minimumSizeHint())
        else:
            root.resize(1280, 720)
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
