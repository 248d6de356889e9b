"""`python -m app` starts the program."""

from __future__ import annotations

import sys

from app.support.memory import put_off_search


def main() -> int:
    """Run the program and return its exit status."""
    put_off_search()  # before Qt is imported: nothing of what a start makes is garbage
    from app.main import run

    return run()


if __name__ == "__main__":
    sys.exit(main())
