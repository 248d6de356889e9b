"""Windows of these tests are not painted, but for those whose looks are what a test is about."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


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
