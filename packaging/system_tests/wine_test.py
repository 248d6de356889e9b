"""Installs the Windows installer under Wine, without a network, and lets the program work.

    python packaging/system_tests/wine_test.py [folder with the artefacts]

Silent install, self-test on a window, a practice filing driven to its SH number, an installer and
an uninstaller that wait for a running program and then refuse, an update that finds the filing
again, a removal that keeps the data and one that does not. Wine 8 lacks functions of Windows 10
that Qt and Rust ask for; small stand-ins for them (wine_shims/) go into the test's own Windows,
never into a package.

What this cannot show: SmartScreen, virus scanners, the time a start takes, several screens with
different scales, the Windows credential store of a real account, input methods, screen readers.
The workflow installs the same file on a real Windows.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from bundle import contents  # noqa: E402 - this folder is no package
from system_tests.smoke_test import read_self_test, show  # noqa: E402
from system_tests.wine import SKIPPED, Windows, obstacle, windows_path  # noqa: E402
from tools import PackagingError  # noqa: E402

_RUNNING = 3


def test(setup: Path) -> None:
    """Drive the installer through its whole life."""
    with tempfile.TemporaryDirectory(prefix="dispute-desk-wine-") as name:
        windows = Windows(Path(name))
        _step("a Windows of our own", windows.make)
        local = windows.local()
        program = local / "Programs" / contents.DISPLAY_NAME / f"{contents.APP_ID}.exe"
        data = local / contents.APP_ID

        _step("installed silently", lambda: _install(windows, setup, program))
        number, news = _self_test(windows, program, data)
        show(f"windows: self-test and filing: {number} ({news})")
        _step("refused while it runs", lambda: _refused(windows, setup, program))
        _step("updated", lambda: _install(windows, setup, program))
        if _self_test(windows, program, data) != (number, "kept from before"):
            raise PackagingError(f"{number} is gone after the update.")
        show(f"windows: self-test after the update: {number} found again")
        _step("removed", lambda: _remove(windows, program))
        if not (data / "practice.sqlite3").is_file():
            raise PackagingError("The data did not survive the removal.")
        _install(windows, setup, program)
        _step("removed with the data", lambda: _remove(windows, program, "/DATA"))
        if data.exists():
            raise PackagingError("The data is still there, though its removal was asked for.")


def _install(windows: Windows, setup: Path, program: Path) -> None:
    done = windows.run(setup, "/S")
    # Wine's exit codes alone do not tell: an installer that could not start gave 0, too.
    if done.status or not program.is_file() or not program.with_name("uninstall.exe").is_file():
        raise PackagingError(f"It is not installed; {done.status}:\n{done.output}")
    link = list(windows.drive.glob(f"users/*/AppData/Roaming/**/{contents.DISPLAY_NAME}.lnk"))
    listed = "CurrentVersion\\\\Uninstall\\\\DisputeDesk]" in windows.registry()
    if not link or not listed:
        raise PackagingError("It is not in the Start menu or not in the list of programs.")
    if "Classes\\\\disputedesk\\\\shell" not in windows.registry():
        raise PackagingError("Windows does not know who opens its links.")


def _self_test(windows: Windows, program: Path, data: Path) -> tuple[str, str]:
    folder = windows_path(data, windows.drive)
    done = windows.run(program, "--self-test", f"--data-dir={folder}")
    return read_self_test(done, "windows")


def _refused(windows: Windows, setup: Path, program: Path) -> None:
    # One call, because both have to be in the same Windows at the same time.
    batch = windows.drive / "busy.bat"
    uninstaller = program.with_name("uninstall.exe")
    paths = (program, setup, uninstaller, program.parent)
    names = [f"Z:{path}".replace("/", "\\") for path in paths]
    lines = [
        f'start "" "{names[0]}" --practice',
        "ping -n 9 127.0.0.1 > nul",
        f'start /wait "" "{names[1]}" /S',
        "echo setup %errorlevel%",
        # Told where it is, it does not copy itself away first, and so can be waited for.
        f'start /wait "" "{names[2]}" /S _?={names[3]}',
        "echo uninstall %errorlevel%",
        f"taskkill /f /im {program.name} > nul",
        "exit 0",
    ]
    batch.write_text("\r\n".join(["@echo off", *lines, ""]), "utf-8")
    before = program.stat().st_mtime_ns
    done = windows.run("cmd", "/c", "C:\\busy.bat")
    is_refused = all(f"{each} {_RUNNING}" in done.output for each in ("setup", "uninstall"))
    if not is_refused or program.stat().st_mtime_ns != before:
        raise PackagingError(f"It was not refused; {done.status}:\n{done.output}")


def _remove(windows: Windows, program: Path, *options: str) -> None:
    done = windows.run(program.with_name("uninstall.exe"), "/S", *options)
    # It copies itself away and ends at once, so that it can remove itself, too.
    if done.status or program.parent.exists():
        left = [path.name for path in program.parent.rglob("*")]
        raise PackagingError(f"This was left behind; {done.status}: {left[:20]}\n{done.output}")
    if list(windows.drive.glob(f"users/*/AppData/Roaming/**/{contents.DISPLAY_NAME}.lnk")):
        raise PackagingError("The Start menu still has it.")
    if "disputedesk" in windows.registry().casefold():
        raise PackagingError("The registry still has it.")


def _step(name: str, work: Callable[[], None]) -> None:
    started = time.monotonic()
    work()
    show(f"windows: {name} ({time.monotonic() - started:.1f} s)")


def main(argv: Sequence[str]) -> int:
    """Run the test; `SKIPPED` where it cannot be run here, which is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("artefacts", nargs="?", type=Path, default=ROOT / "dist")
    artefacts: Path = parser.parse_args(argv).artefacts
    reason = obstacle()
    if reason:
        show(f"windows: not run: {reason}")
        return SKIPPED
    found = sorted(artefacts.glob("*-setup.exe"))
    if len(found) != 1:
        raise PackagingError(f"{len(found)} Windows installers in {artefacts}: build first.")
    test(found[0].resolve())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
