"""Makes the checkout able to run: ``.venv`` from the locks, and the libraries that Qt loads.

Standard library only, because it runs before anything is installed. dev.py loads it by path, after
it has checked the version of Python.
"""

import sys
from pathlib import Path

from .console import LOCKS, VENV, SetupError, explain
from .environment import can_install, find_uv, is_ready, make, python_in, uv_environment
from .libraries import install, missing

__all__ = ["LOCKS", "SetupError", "explain", "find_uv", "prepare", "uv_environment"]


def prepare(level: str, qt_platform: str) -> Path:
    """Return the Python of a ``.venv`` with "runtime" or "dev" in it, and Qt able to start."""
    if not is_ready(level):
        if not can_install():
            install([], without_pip=True)
        make(level)
    # Qt is there now, and its own files tell what they load.
    libraries = missing(qt_platform) if sys.platform == "linux" else []
    if libraries:
        install(libraries, without_pip=False)
    return python_in(VENV)
