"""Runs the tests of the program's lower floors with a Windows Python, under Wine.

    python packaging/system_tests/windows_suite.py [pytest arguments]

File locks, paths, credentials and replacing an open file are where Windows differs. A real Python
for Windows (windows/interpreter.py) with the wheels of the development lock for Windows runs them;
the workflow runs the whole suite on a real one. What is skipped here is listed with its reason.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from setup_environment import environment  # noqa: E402 - this folder is no package
from system_tests.checkout import check_out  # noqa: E402
from system_tests.smoke_test import show  # noqa: E402
from system_tests.wine import SKIPPED, Windows, obstacle, windows_path  # noqa: E402
from tools import PackagingError, need, run  # noqa: E402
from windows import interpreter  # noqa: E402

SUITES = tuple(
    f"tests/{floor}"
    for floor in ("domain", "api", "storage", "services", "support", "background", "practice")
)
_LOCK = ROOT / "packaging" / "requirements" / "dev.txt"
_SECONDS = 15 * 60
_BYTES = 4_000_000_000
_FONTS = Path("/usr/share/fonts/truetype/dejavu")


def install(windows: Windows) -> str:
    """Put Python, the packages and the checkout in; Python's version."""
    python = interpreter.fetch(windows.folder / "downloads")
    home = windows.drive / "python"
    home.mkdir()
    for name, content in python.files.items():
        # Its list of paths would shut it off from PYTHONPATH and from packages; Wine has no WMI.
        if not name.endswith("._pth") and name != "_wmi.pyd":
            (home / name).write_bytes(content)
    packages = home / "Lib" / "site-packages"
    aim = ["--target", packages, "--python-platform", "x86_64-pc-windows-msvc"]
    aim += ["--python-version", python.minor, "--no-deps", *environment.CHECKED]
    command = [environment.find_uv(), "pip", "install", "--quiet", *aim, "-r", _LOCK]
    run(command, env=environment.uv_environment())
    shutil.copyfile(HERE / "wine_shims" / "sitecustomize.py", packages / "sitecustomize.py")
    if _FONTS.is_dir():
        shutil.copytree(_FONTS, windows.drive / "fonts")
    check_out(windows.drive / "repo")
    return python.version


def _place() -> str | None:
    """Where to put it all: into memory, if there is room, where made to last takes no time."""
    memory = Path("/dev/shm")  # noqa: S108 - Linux' own
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > _BYTES
    return str(memory) if has_room else None


def test(arguments: Sequence[str]) -> int:
    """Run the tests; pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="dispute-desk-windows-", dir=_place()) as name:
        windows = Windows(Path(name))
        started = time.monotonic()
        windows.make()
        version = install(windows)
        show(f"Python {version} for Windows is ready ({time.monotonic() - started:.0f} s).")
        workers = ["-n", str(min(os.cpu_count() or 1, 4))]
        # A test that takes two minutes under Wine does not hang yet.
        patient = ["-o", "faulthandler_timeout=0"]
        chosen = arguments or [*SUITES, "-q", *workers, *patient]
        python = windows_path(windows.drive / "python" / "python.exe", windows.drive)
        try:
            done = windows.run(
                python,
                *("-m", "pytest", "-p", "no:cacheprovider", *chosen),
                timeout=_SECONDS,
                with_screen=False,
                folder=windows.drive / "repo",
                is_shown=True,
            )
        except subprocess.TimeoutExpired:
            raise PackagingError(f"They did not end within {_SECONDS // 60} minutes.") from None
        return done.status


def main(argv: Sequence[str]) -> int:
    """Run the tests; `SKIPPED` where they cannot be run here, which is said."""
    reason = obstacle()
    if reason:
        show(f"Windows: not run: {reason}")
        return SKIPPED
    need("osslsigncode")
    if not environment.find_uv():
        raise PackagingError("Wheels for another system take uv: put it on PATH.")
    return test(argv)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
