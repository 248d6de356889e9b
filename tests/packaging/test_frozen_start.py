"""What the frozen program's first lines do to the environment that its children get."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASK = """
import os, subprocess
from bundle import start
os.environ["QT_PLUGIN_PATH"] = "/bundle/plugins"  # as the bundle's hooks set it
start.restore_environment()
print(subprocess.check_output(["env"], text=True))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the kernel of Linux")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"LD_LIBRARY_PATH_ORIG": "/mine"}, {"LD_LIBRARY_PATH": "/mine"}),
        ({}, {}),
        ({"QT_PLUGIN_PATH": "/my/plugins"}, {"QT_PLUGIN_PATH": "/my/plugins"}),
    ],
)
def test_children_get_the_environment_of_before(
    before: dict[str, str], after: dict[str, str]
) -> None:
    always = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    starter = {"LD_LIBRARY_PATH": "/bundle", "_PYI_APPLICATION_HOME_DIR": "/bundle"}
    places = {"PYTHONPATH": f"{ROOT}:{ROOT / 'packaging'}"}
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", ASK],
        env=always | starter | places | before,
        capture_output=True,
        text=True,
        check=True,
    )
    told = dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)
    ignored = {"PYTHONPATH", "_", "PWD", "SHLVL", "LC_CTYPE"}
    assert {name: value for name, value in told.items() if name not in ignored} == always | after
