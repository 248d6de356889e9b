"""What is freed goes back to the system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FREE_AND_GIVE_BACK = """
import os
from pathlib import Path
from app.support.memory import give_back_unused

def megabytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

blocks = [bytes(4000) for _ in range(10_000)]
last = blocks.pop()  # above all others: what lies below it is not returned by itself
blocks.clear()
kept = megabytes()
give_back_unused()
print(kept - megabytes())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the C library is another")
def test_what_was_freed_goes_back_to_the_system() -> None:
    result = subprocess.run(  # noqa: S603 - our own interpreter and a fixed program
        [sys.executable, "-c", FREE_AND_GIVE_BACK],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert float(result.stdout) > 20
