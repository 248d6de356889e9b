"""The whole filing, driven through AT-SPI by the names of the contract.

On Wayland, where that is installed: on X11 all of it is done by keys and heard in `test_orca.py`.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.practice.world.sample_data import TUTORIAL_ORDER
from tests.e2e.system.desktop import SYSTEM_PYTHON, WAYLAND, X11, desktop, missing, program


def test_a_screen_reader_can_file_a_dispute(tmp_path: Path) -> None:
    screen = X11 if missing("pyatspi", WAYLAND) else WAYLAND
    lacking = missing("pyatspi", screen)
    if lacking:
        pytest.skip(f"no screen reader's eyes here: {lacking} missing")
    driver = Path(__file__).with_name("screen_reader.py")
    options = ("--practice", "--data-dir", str(tmp_path / "data"))
    with desktop(tmp_path, screen) as environment:
        started = time.monotonic()
        command = (sys.executable, "-m", "app", *options)
        with program(environment, tmp_path / "program.log", *command):
            driven = subprocess.run(  # noqa: S603 - a fixed command
                [SYSTEM_PYTHON, str(driver), TUTORIAL_ORDER],
                env=environment,
                capture_output=True,
                text=True,
                timeout=150,
                check=False,
            )
    record = dict(line.split(": ", 1) for line in driven.stdout.splitlines() if ": " in line)
    assert driven.returncode == 0, driven.stdout + driven.stderr
    assert record["ceiling"] == "Up to USD 28.32"
    assert record["commit"] == "File refund dispute – up to USD 28.32"
    assert record["outcome"].startswith("Filed: SH")
    assert record["done"] == "yes"
    assert time.monotonic() - started < 120
