"""The stand-in for CJ in a process of its own, so that it takes no turn from ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.instruments.machine import ROOT


@contextmanager
def practice_server(*options: str) -> Iterator[str]:
    """Serve with these options of `tests.cj`; gives the address. Ends with its input."""
    command = [sys.executable, "-m", "tests.cj", *options]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()
            server.wait()
