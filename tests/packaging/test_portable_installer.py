"""The .run file on systems that lack what the program needs: it says so and installs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle import checks, contents
from bundle.elf import Demands
from linux import portable

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("sh", "sha256sum", "ldd"))), reason="takes a Linux shell"
)
Install = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Installs a program of one line, on a system whose own programs say what a test has them say.

    `answers` names them, and what they print.
    """
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / contents.APP_ID).write_text("#!/bin/sh\necho started\n", "utf-8")
    libraries = {name: {"libQt6Gui.so.6"} for name in ("libGL.so.1", "libEGL.so.1", "libc.so.6")}
    demands = Demands(libraries, (2, 36))
    monkeypatch.setattr(checks, "check_demands", lambda _: demands)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    installer = portable.build(bundle, tmp_path, "1.2.3", 1_795_305_600)
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(*arguments: str, **answers: str) -> subprocess.CompletedProcess[str]:
        usual = {"uname": "x86_64", "getconf": "glibc 2.41", "ldd": ""}
        for name, answer in (usual | answers).items():
            (programs / name).write_text(f"#!/bin/sh\nprintf '%s\\n' '{answer}'\n", "utf-8")
            (programs / name).chmod(0o755)
        return subprocess.run(  # noqa: S603 - our own installer
            ["sh", str(installer), "--prefix", str(tmp_path / "prefix"), *arguments],  # noqa: S607 - found above
            env={"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_it_installs_where_all_is_there_and_says_what_path_lacks(
    install: Install, tmp_path: Path
) -> None:
    done = install()
    assert done.returncode == 0, done.stderr
    assert "is installed" in done.stdout
    assert f"{tmp_path}/prefix/bin is not on your PATH" in done.stdout
    started = subprocess.check_output([tmp_path / "prefix" / "bin" / contents.APP_ID], text=True)  # noqa: S603
    assert started == "started\n"


def test_what_cannot_start_leaves_no_trace(install: Install, tmp_path: Path) -> None:
    assert install(ldd="\tlibGL.so.1 => not found").returncode == 4
    assert not (tmp_path / "prefix").exists()


LACKING: list[tuple[dict[str, str], str]] = [
    ({"uname": "aarch64"}, "for computers with x86_64, and this one has aarch64."),
    ({"getconf": "glibc 2.35"}, "needs glibc 2.36 or newer, and this system has 2.35."),
    ({"getconf": "glibc 2.4"}, "needs glibc 2.36 or newer, and this system has 2.4."),
    ({"getconf": ""}, "this system has another C library."),
    (
        {"ldd": "\tlibGL.so.1 => not found\n\tlibm.so.6 => /lib/libm.so.6 (0x1)"},
        "lacks libGL.so.1, which a desktop has; on Debian: sudo apt install libegl1 libgl1.",
    ),
]


def test_a_system_on_which_it_cannot_start_is_left_as_it_was(
    install: Install, tmp_path: Path
) -> None:
    before = install()
    assert before.returncode == 0
    program = tmp_path / "prefix" / "lib" / contents.APP_ID / contents.APP_ID
    program.write_text("the version of before", "utf-8")
    for answers, told in LACKING:
        done = install(**answers)
        assert done.returncode == 4
        assert told in done.stderr
        assert "Nothing is installed." in done.stderr
        assert done.stderr.count("\n") == 1
        assert "is installed" not in done.stdout
        assert program.read_text("utf-8") == "the version of before"
        assert not program.parent.with_name(f"{contents.APP_ID}.new").exists()


@pytest.mark.skipif(not shutil.which("update-desktop-database"), reason="no desktop-file-utils")
def test_links_open_it_until_it_is_removed_and_nothing_stays(
    install: Install, tmp_path: Path
) -> None:
    assert install().returncode == 0
    menu = tmp_path / "prefix" / "share" / "applications"
    program = tmp_path / "prefix" / "lib" / contents.APP_ID
    entry = (menu / "dispute-desk.desktop").read_text("utf-8")
    assert f"Exec={program / contents.APP_ID} -- %u\n" in entry
    assert "x-scheme-handler/disputedesk=dispute-desk.desktop" in (
        menu / "mimeinfo.cache"
    ).read_text("utf-8")
    subprocess.run(["sh", str(program / "uninstall")], check=True, capture_output=True)  # noqa: S603, S607 - our own script
    assert list((tmp_path / "prefix").rglob("*")) == []


@pytest.mark.parametrize(
    ("folder", "written"),
    [
        ("usual", "Exec={}"),  # in quotes, xdg-open by itself would not find it
        ("with space", 'Exec="{}"'),
        ("a & b", 'Exec="{}"'),
        ("\u706f", 'Exec="{}"'),
    ],
)
def test_the_menu_names_the_program_in_quotes_where_its_path_needs_them(
    folder: str, written: str, install: Install, tmp_path: Path
) -> None:
    prefix = tmp_path / folder
    assert install("--prefix", str(prefix)).returncode == 0
    menu = prefix / "share" / "applications" / "dispute-desk.desktop"
    lines = [each for each in menu.read_text("utf-8").splitlines() if each.startswith("Exec=")]
    program = written.format(prefix / "lib" / contents.APP_ID / contents.APP_ID)
    assert lines == [f"{program} -- %u", f"{program} --practice"]
