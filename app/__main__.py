"""`python -m app` starts the program."""

from __future__ import annotations

import sys

from app.command_line import parse
from app.support.memory import put_off_search


def prepare() -> None:
    """What has to come before anything of Qt is loaded, and so before all else."""
    put_off_search()  # nothing of what a start makes is garbage
    import app.ui.lean_qt  # noqa: F401 - for what it does


def main() -> int:
    """Run the program and return its exit status."""
    options = parse()
    prepare()
    if options.self_test:
        from app.self_test import self_test

        return self_test(options)
    from app.program import run

    return run(options)


if __name__ == "__main__":
    sys.exit(main())
