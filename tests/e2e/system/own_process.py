"""The whole program as a process of its own, which tells what it shows and does what it is told."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0
"""Seconds after which a program is taken to hang, however busy the computer is."""


class OwnProcess:
    """Runs a module of the tests that ends in `play`; its lines are a word and a number."""

    def __init__(self, module: str, *arguments: str, keyring: str, **variables: str) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and program
            [sys.executable, "-m", module, *arguments, "--lang", "en"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHON_KEYRING_BACKEND": keyring,
                "QT_QPA_PLATFORM": "offscreen",
                **variables,
            },
        )
        self._said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(line)
        self._said.put("")

    def until(self, word: str) -> float:
        """The number that it said with this word: the seconds since its start, if nothing else."""
        with suppress(queue.Empty):
            while line := self._said.get(timeout=PATIENCE):
                said, number = line.split()
                if said == word:
                    return float(number)
        pytest.fail(f"without a word of {word!r}")

    def tell(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()

    def end(self) -> int:
        """Wait until it is gone; its exit status."""
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """End it whatever it does."""
        self.process.kill()
        self.process.communicate()
