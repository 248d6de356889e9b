"""Installs the checkout as a Python package, in each way that its users would, and lets it work.

    python packaging/system_tests/wheel_test.py

`pip install .` into an empty environment, `uv tool install .`, and `pipx install .` where there is
one. The command is then run away from the checkout: its self-test uses every picture, translation
and part, so that a file that is missing in the wheel fails it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from bundle import contents  # noqa: E402 - this folder is no package
from setup_environment import environment  # noqa: E402
from system_tests.checkout import check_out  # noqa: E402
from system_tests.isolated import Finished  # noqa: E402
from system_tests.smoke_test import read_self_test, show  # noqa: E402
from tools import PackagingError, run  # noqa: E402


def with_pip(source: Path, folder: Path) -> Path:
    """Make an empty environment and install into it; the command's place."""
    run([environment.BASE_PYTHON, "-m", "venv", folder / "venv"])
    programs = folder / "venv" / "bin"
    run([programs / "pip", "install", "--quiet", source], env=environment.pip_environment())
    return programs / contents.APP_ID


def with_uv(source: Path, folder: Path) -> Path:
    """Install as a tool of uv's; the command's place."""
    places = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin")}
    env = environment.uv_environment() | places
    # Built anew: uv would take the wheel that it made of this folder before.
    again = ["--reinstall-package", contents.APP_ID, "--refresh-package", contents.APP_ID]
    run([environment.find_uv(), "tool", "install", "--quiet", *again, source], env=env)
    return folder / "bin" / contents.APP_ID


def with_pipx(source: Path, folder: Path) -> Path:
    """Install with pipx; the command's place."""
    places = {"PIPX_HOME": str(folder / "pipx"), "PIPX_BIN_DIR": str(folder / "pipx-bin")}
    run(["pipx", "install", source], env=environment.pip_environment() | places)
    return folder / "pipx-bin" / contents.APP_ID


def test(name: str, install: Callable[[Path, Path], Path], source: Path, folder: Path) -> None:
    """Install in one way, and run what came of it."""
    started = time.monotonic()
    program = install(source, folder)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    output = run([program, "--self-test", f"--data-dir={folder / name}"], env=env, cwd=folder)
    number, news = read_self_test(Finished(0, output), "offscreen")
    seconds = time.monotonic() - started
    show(f"{name} install .: self-test and filing: {number} ({news}, {seconds:.0f} s)")


def main() -> int:
    """Install in all ways that there are here; 0 unless one fails."""
    ways = {"pip": with_pip, "uv tool": with_uv, "pipx": with_pipx}
    if not environment.find_uv():
        raise PackagingError("uv is missing: put it on PATH.")
    if not shutil.which("pipx"):
        show("pipx install .: not run, pipx is not installed")
        del ways["pipx"]
    for name, install in ways.items():
        with tempfile.TemporaryDirectory(prefix="dispute-desk-wheel-") as folder:
            # A copy: building leaves things in the source's folder.
            test(name, install, check_out(Path(folder, "checkout")), Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
