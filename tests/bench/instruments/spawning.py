"""Starts programs and tells when their windows draw, without a line of code inside them.

Qt says in its own log what it paints, where the environment asks for that; some hundred lines up
to the first frame. So an empty window, the program and the frozen program are timed alike: from
the moment before their process is made to the moment when the line arrives here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from tests.bench.instruments.machine import ROOT

_FLUSHED = "Flushing QRegion("
_TABLE = " of DisputeTable("
_PATIENCE = 60.0


@dataclass
class Started:
    """A program that runs, and when it did what: milliseconds since before its process was."""

    process: subprocess.Popen[str]
    first_paint: float = 0.0
    rows: float = 0.0
    """The first frame with the table of disputes in it."""
    work: float = 0.0
    """Milliseconds that processors worked for it up to the first frame: others do not lengthen it.
    0 where the system does not tell."""
    lines: list[str] = field(default_factory=list)


@contextmanager
def started(
    command: Sequence[str | Path], environment: Mapping[str, str], *, until_rows: bool
) -> Iterator[Started]:
    """Start it and wait for its first frame, or the first with rows; it is killed at the end."""
    env = {
        **os.environ,
        **environment,
        "QT_LOGGING_RULES": "qt.widgets.painting=true",
        "QT_FORCE_STDERR_LOGGING": "1",
    }
    began = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own programs
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=env, cwd=ROOT
    ) as process:
        found = Started(process)
        # Reads on: where the pipe is full, the program waits in the middle of drawing.
        reader = Thread(target=deque, args=(process.stderr, 0))
        try:
            _watch(found, began, until_rows=until_rows)
            reader.start()
            yield found
        finally:
            process.kill()
            if reader.ident is not None:
                reader.join()


def _watch(found: Started, began: float, *, until_rows: bool) -> None:
    assert found.process.stderr is not None
    has_drawn_table = False
    for line in found.process.stderr:
        now = (time.perf_counter() - began) * 1000
        if now > _PATIENCE * 1000:
            break
        found.lines.append(line)
        has_drawn_table = has_drawn_table or ("Drawing" in line and _TABLE in line)
        if _FLUSHED in line:
            if not found.first_paint:
                found.first_paint, found.work = now, work_of(found.process.pid)
            if has_drawn_table:
                found.rows = now
            if not until_rows or has_drawn_table:
                return
    raise RuntimeError(f"{found.process.args!r} did not draw:\n{''.join(found.lines[-20:])}")


def work_of(pid: int) -> float:
    """Milliseconds that processors worked for a process's threads; 0 where unknown."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e6
    except OSError:
        return 0.0


@contextmanager
def screen(platform: str) -> Iterator[dict[str, str]]:
    """The environment for a Qt platform; for xcb with an X server of its own."""
    if platform != "xcb":
        yield {"QT_QPA_PLATFORM": platform}
        return
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(  # noqa: S603 - a fixed command
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None
        try:
            display = server.stdout.readline().strip()
            yield {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"}
        finally:
            server.terminate()


def platforms() -> list[str]:
    """Offscreen, which costs nothing to draw on; and X11 where this machine can."""
    return ["offscreen", *(["xcb"] if shutil.which("Xvfb") else [])]
