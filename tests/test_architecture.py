"""The floors hold, each breach is caught, and no file grows past its ceiling."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = sorted((ROOT / "app").rglob("*.py"))
LINE_CEILING = 350
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "controller"}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(  # noqa: S603 - our own interpreter and a fixed command
        [*command, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("victim", "line", "contract"),
    [
        ("domain/ids.py", "import app.services.orders", "Floors"),
        ("api/retry.py", "import app.storage.database.database", "Floors"),
        ("storage/database.py", "import app.api.http.retry", "Floors"),
        ("services/orders.py", "import app.ui.messages.formatting", "Floors"),
        ("services/orders.py", "import PySide6.QtCore", "Qt only"),
        ("ui/formatting.py", "import httpx", "HTTP and wire"),
        ("services/orders.py", "import pydantic", "HTTP and wire"),
        ("ui/formatting.py", "import sqlite3", "SQL and keyring"),
        ("services/session.py", "import keyring", "SQL and keyring"),
        ("storage/database.py", "import xlsxwriter", "Workbooks only"),
        ("practice/server.py", "import app.domain.money", "Practice shares"),
        ("services/orders.py", "import app.practice.server", "Nobody but"),
    ],
)
def test_each_breach_is_caught(tmp_path: Path, victim: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / "app" / victim
    target.write_text(target.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode != 0, result.stdout
    broken = re.findall(r"^(.*) BROKEN", result.stdout, re.MULTILINE)
    assert any(name.startswith(contract) for name in broken), result.stdout


@pytest.mark.parametrize("path", APP, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_has_a_room(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LINE_CEILING
    assert path.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("path", APP, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_product_imports_no_tests(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.findall(r"^\s*(?:from|import) tests\b.*", text, re.MULTILINE)


def test_practice_has_nothing_that_only_tests_need() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in APP if "practice" in path.parts)
    words = r"scenario|\bfaults?\b|dialect|extra_disputes|RecordedRequest"
    assert re.findall(words, text, re.IGNORECASE) == []


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()
