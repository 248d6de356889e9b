"""The keyboard trip from an order to its dispute, as it is heard with the Orca screen reader."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.practice.sample_data import PARTLY_ORDER
from tests.e2e.desktop import SYSTEM_PYTHON, desktop, missing, program

RECORDER = Path(__file__).with_name("orca_recorder.py")
PATIENCE = 30.0


class Ears:
    """A keyboard, and what Orca says after each key."""

    def __init__(self, environment: dict[str, str], pipe: Path) -> None:
        self.record: list[str] = []
        """All that was done and said; for a person."""
        self._environment = environment
        self._heard: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        # Opened for both, the pipe has no end before Orca opens it, nor after Orca has gone.
        self._pipe = os.fdopen(os.open(pipe, os.O_RDWR), "rb", buffering=0)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while piece := os.read(self._pipe.fileno(), 65536):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                self._lines.put(line.decode())

    def press(self, *keys: str) -> None:
        """Press these, one after the other; what was said before is past."""
        self._begin(f"[{' '.join(keys)}]")
        self._xdotool("key", *keys)

    def type(self, text: str) -> None:
        self._begin(f"[types {text}]")
        self._xdotool("type", text)

    def hear(self, *sentences: str) -> str:
        """Wait for all of these patterns, in any order and none cut short; gives what was said."""
        end = time.monotonic() + PATIENCE
        while not all(any(re.search(each, said) for said in self._heard) for each in sentences):
            try:
                self._take(self._lines.get(timeout=max(0.0, end - time.monotonic())))
            except queue.Empty:
                told = "\n".join(self.record)
                pytest.fail(f"{sentences} was not heard to its end:\n{told}", pytrace=False)
        return "\n".join(self._heard)

    def _begin(self, what: str) -> None:
        while not self._lines.empty():
            self._take(self._lines.get())
        self._heard = []
        self.record.append(what)

    def _take(self, line: str) -> None:
        self.record.append(f"    {line or '(falls silent)'}")
        if line:
            self._heard.append(line)
        else:
            self._heard = []

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)  # noqa: S603, S607 - a test's own tool


@pytest.fixture(scope="module")
def orca(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ears, dict[str, str]]]:
    lacking = missing("orca")
    if lacking:
        pytest.skip(f"nothing can be heard here: {lacking} missing")
    folder = tmp_path_factory.mktemp("orca")
    os.mkfifo(folder / "words")
    with desktop(folder) as environment, ExitStack() as running:
        ears = Ears(environment, folder / "words")
        command = (SYSTEM_PYTHON, str(RECORDER), str(folder / "words"))
        running.enter_context(program(environment, folder / "orca.log", *command))
        ears.hear("Screen reader on")
        yield ears, environment
    (folder / "record").write_text("\n".join(ears.record))


def _started(environment: dict[str, str], folder: Path, language: str) -> ExitStack:
    options = ("--practice", "--lang", language, "--data-dir", str(folder / "data"))
    running = ExitStack()
    running.enter_context(
        program(environment, folder / "program.log", sys.executable, "-m", "app", *options)
    )
    return running


def test_the_trip_is_heard_in_english(orca: tuple[Ears, dict[str, str]], tmp_path: Path) -> None:
    ears, environment = orca
    with _started(environment, tmp_path, "en"):
        ears.hear("Order number text")
        ears.type(PARTLY_ORDER)
        ears.press("Return")
        ears.hear("File dispute… push button")
        ears.press("Return")
        ears.hear("File a dispute dialog", "Fluted Bud Vase check box not checked")
