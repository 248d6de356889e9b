"""`python -m tests.cj`: the stand-in as a process of its own.

The first line on standard output is the base address. It serves until it gets SIGTERM or SIGINT, or
until its standard input closes, so that it cannot outlive the test that started it.
"""

import argparse
import os
import signal
import stat
import sys
import threading
from pathlib import Path
from types import FrameType

from tests.cj.server import FaultyServer


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to end."""
    options = _parser().parse_args(arguments)
    server = FaultyServer(
        state_path=options.state,
        pace=options.pace,
        life=not options.no_life,
        extra_disputes=options.extra_disputes,
        port=options.port,
    )
    server.dialect = options.dialect
    server.world.is_api_disabled = options.api_disabled
    if options.record:
        server.record.open_file(options.record)
    for text in options.scenario:
        server.scenarios.arm_from_text(text)
    ending = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ending.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with server:
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        if _has_a_parent_to_watch():
            threading.Thread(target=_end_with_input, args=(ending,), daemon=True).start()
        ending.wait()
    server.record.close_file()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.cj", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="the file that keeps the world")
    parser.add_argument("--record", type=Path, help="append every request to this JSON lines file")
    parser.add_argument("--pace", type=float, default=1.0, help="requests a second; 0: no limit")
    parser.add_argument("--no-life", action="store_true", help="disputes stay as they are")
    parser.add_argument("--extra-disputes", type=int, default=0, help="generated history")
    parser.add_argument("--dialect", choices=("en", "zh"), default="en", help="shape of answers")
    parser.add_argument("--api-disabled", action="store_true", help="all but sign-in is refused")
    parser.add_argument(
        "--scenario", nargs="*", default=[], help="NAME[@ENDPOINT][*TIMES][?key=value&...]"
    )
    return parser


def _has_a_parent_to_watch() -> bool:
    """Whether standard input is a pipe or a terminal; /dev/null, say, is closed from the start."""
    if sys.stdin is None:
        return False
    mode = os.fstat(0).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or os.isatty(0)


def _end_with_input(ending: threading.Event) -> None:
    # Not through sys.stdin: its lock, held by this thread, would abort the interpreter's ending.
    while os.read(0, 4096):
        continue
    ending.set()


if __name__ == "__main__":
    sys.exit(main())
