from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# A start of the program that ends where the command line would be read.
START = """
import os, resource, sys
sys.path.insert(0, {root!r})
_, most = resource.getrlimit(resource.RLIMIT_CORE)
resource.setrlimit(resource.RLIMIT_CORE, (most, most))
import app.__main__
app.__main__.parse = lambda: {end}
app.__main__.main()
"""


def start(folder: Path, end: str) -> str:
    code = START.format(root=str(ROOT), end=end)
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of core files")
def test_a_program_that_crashes_leaves_no_core_file(tmp_path: Path) -> None:
    limits = "sys.exit(print(resource.getrlimit(resource.RLIMIT_CORE)[0]))"
    assert start(tmp_path, limits).strip() in ("0", "1")
    start(tmp_path, "os.abort()")
    assert list(tmp_path.iterdir()) == []
