"""Benchmarks by name: `python -m tests.bench history`."""

from __future__ import annotations

import sys

from tests.bench import history, reports

BENCHES = {"history": history.main, "reports": reports.main}


def main(arguments: list[str]) -> int:
    """Run one benchmark; what is left of the arguments is its own."""
    if not arguments or arguments[0] not in BENCHES:
        sys.stderr.write(f"Which benchmark? {', '.join(BENCHES)}\n")
        return 2
    return BENCHES[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
