"""Makes the checkout able to run: ``.venv`` from the locks, and the libraries that Qt loads.

Standard library only, because it runs before anything is installed. dev.py loads it by path, after
it has checked the version of Python.
"""

import sys
from pathlib import Path

from .environment import can_install, find_uv, is_ready, make, python_in, uv_environment
from .libraries import install, missing
from .telling import LOCKS, VENV, SetupError, explain

__all__ = ["LOCKS", "SetupError", "explain", "find_uv", "prepare", "uv_environment"]


def prepare(level: str, qt_platform: str) -> Path:
    """Return the Python of a ``.venv`` with "runtime" or "dev" in it, and Qt able to start."""
    libraries = missing(qt_platform) if sys.platform == "linux" else []
    ready = is_ready(level)
    without_pip = not ready and not can_install()
    if libraries or without_pip:
        install(libraries, without_pip=without_pip)
    if not ready:
        make(level)
    return python_in(VENV)
