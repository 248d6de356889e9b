"""Makes packaging/ importable, and leaves the slow tests to those who ask for them.

`pytest -m packaging` builds and runs the Linux packages; without it only what takes no build runs.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]
# A folder of scripts, not a package: its name is a library's, too.
sys.path.insert(0, str(ROOT / "packaging"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "packaging: builds the packages; run with -m packaging")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "packaging" in config.getoption("markexpr"):
        return
    skip = pytest.mark.skip(reason="builds packages: pytest -m packaging")
    for item in items:
        if item.get_closest_marker("packaging"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """There first: the one that packaging/icons.py makes is none that other tests could use."""
    return qapp
