"""Windows of these tests are not painted, but for those whose looks are what a test is about."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.notices import announce


class UnpaintedBot(QtBot):
    """Has what is in a window laid out and shown, as far as everybody but the eye can tell."""

    def addWidget(self, widget: QWidget, **options: Any) -> None:  # noqa: N802 - pytest-qt's name
        widget.setUpdatesEnabled(False)
        super().addWidget(widget, **options)


@pytest.fixture
def painted() -> None:
    """To be asked for where pictures are taken, or painting is counted."""


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return QtBot(request) if "painted" in request.fixturenames else UnpaintedBot(request)


@pytest.fixture
def heard(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a screen reader is told besides what has the focus, sentence by sentence."""
    said: list[str] = []
    monkeypatch.setattr(announce, "_IS_LINUX", True)
    monkeypatch.setattr(announce, "_TYPED_MS", 0)
    monkeypatch.setattr(announce, "_notify", said.append)
    QAccessible.setActive(True)
    yield said
    QAccessible.setActive(False)
