"""Installs the Windows installer under Wine, without a network, and lets the program work.

    python packaging/system_tests/wine_test.py [folder with the artefacts]

Silent install, self-test on a window, a practice filing driven to its SH number, an installer and
an uninstaller that wait for a running program and then refuse, an update that finds the filing
again, links that start the program and reach it, a removal that keeps the data and one that does
not. Wine 8 lacks functions of Windows 10
that Qt and Rust ask for; small stand-ins for them (wine_shims/) go into the test's own Windows,
never into a package.

What this cannot show: SmartScreen, virus scanners, the time a start takes, several screens with
different scales, the Windows credential store of a real account, input methods, screen readers.
The workflow installs the same file on a real Windows.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))

from bundle import contents  # noqa: E402 - this folder is no package
from system_tests.isolated import Finished  # noqa: E402
from system_tests.links import HOSTILE, LINK, ORDERS, await_that, known_in  # noqa: E402
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
        _step("links", lambda: _follow_links(windows, program, data))
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
    if _link_command(windows) != f'"{windows_path(program, windows.drive)}" -- "%1"':
        raise PackagingError(f"Windows opens links with {_link_command(windows)!r}.")


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


def _link_command(windows: Windows) -> str:
    """What the registry has for links, with %1 where the link is to stand; "" for nothing."""
    _, _, rest = windows.registry().partition("Classes\\\\disputedesk\\\\shell\\\\open\\\\command]")
    found = re.search(r'^@="(.*)"$', rest.partition("\n[")[0], re.MULTILINE)
    return re.sub(r"\\(.)", r"\1", found[1]) if found else ""


def _follow_links(windows: Windows, program: Path, data: Path) -> None:
    """Follow links by what the registry names: to start the program, then to reach it.

    Wine 8 does not look itself among what this user alone has for links.
    """

    def opened(link: str, options: str = "") -> str:
        return f'start {options} "" {_link_command(windows).replace("%1", link)}'

    hostile = [link for name, link in HOSTILE.items() if name not in ("10 KB", "quotes")]
    hostile.append(LINK + "A" * 7_500)  # a command line of cmd is hardly longer
    hostile.append(f'{LINK}x" --data-dir "C:\\elsewhere')
    # One call, because all have to be in the same Windows at the same time; a step a time.
    steps = [
        [opened(LINK + ORDERS[0])],
        [opened(LINK + ORDERS[1])],
        [*(opened(each, "/wait") for each in hostile), opened(LINK + ORDERS[2])],
        [f"taskkill /f /im {program.name} > nul"],
    ]
    batch = _batch_of(windows, steps)
    done: list[Finished] = []
    keeper = threading.Thread(
        target=lambda: done.append(windows.run("cmd", "/c", batch, timeout=600))
    )
    keeper.start()

    def follow(number: int) -> None:
        if ORDERS[number] in known_in(data).orders:
            raise PackagingError(f"{ORDERS[number]} is known before its link is followed.")
        (windows.drive / f"step{number}").touch()
        order = ORDERS[number]
        await_that(f"{order} is looked up", lambda: order in known_in(data).orders, tell)
        await_that("one program", lambda: windows.count(program.name) == 1, tell)
        show(f"windows: link: {order} looked up, one program runs")

    def tell() -> str:
        return f"{windows.count(program.name)} programs run, {known_in(data)}, {done}"

    before = known_in(data)
    try:
        for number in range(2):
            follow(number)
        between = known_in(data)
        follow(2)
        after = known_in(data)
    finally:
        for number in range(len(steps)):
            (windows.drive / f"step{number}").touch()
        keeper.join()
    if after != between._replace(orders=between.orders | {ORDERS[2]}):
        raise PackagingError(f"A hostile link changed something:\n{between}\n{after}")
    if after.filings != before.filings or (windows.drive / "elsewhere").exists():
        raise PackagingError(f"A link did more than look up:\n{before}\n{after}")


def _batch_of(windows: Windows, steps: Sequence[Sequence[str]]) -> str:
    """Write a batch file that takes each step once the file of its number is on drive C:."""
    lines = ["@echo off"]
    for number, step in enumerate(steps):
        is_missing = f"if not exist C:\\step{number}"
        lines.append(f":wait{number}")
        lines.append(f"{is_missing} ping -n 2 127.0.0.1 > nul")
        lines.append(f"{is_missing} goto wait{number}")
        lines += [each.replace("%", "%%") for each in step]
    text = "\r\n".join([*lines, "exit 0", ""])
    (windows.drive / "steps.bat").write_text(text, "utf-8")
    return "C:\\steps.bat"


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
