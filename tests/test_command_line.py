"""What the program says on a terminal when it cannot start: one sentence, its own."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import __version__
from app.__main__ import main, screen_trouble

ROOT = Path(__file__).resolve().parents[1]
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")


def started(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=kept | env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--nonsense",), "unrecognized arguments: --nonsense"),
        (("--lang", "de"), "invalid choice: 'de'"),
        (("--base-url", "http://somewhere.example"), "http is allowed on this computer only"),
    ],
)
def test_a_wrong_option_is_told_in_one_sentence(arguments: tuple[str, ...], told: str) -> None:
    done = started(*arguments)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stderr.startswith("dispute-desk: ")
    assert done.stderr.count("\n") == 1


@linux
@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({}, "There is no screen"),
        ({"DISPLAY": ":7777"}, "The screen :7777 (DISPLAY) does not answer"),
        ({"WAYLAND_DISPLAY": "gone"}, "The screen gone (WAYLAND_DISPLAY) does not answer"),
        ({"DISPLAY": ":7777", "WAYLAND_DISPLAY": "gone"}, "The screen :7777 (DISPLAY) does not"),
    ],
)
def test_without_a_screen_there_is_one_sentence(env: dict[str, str], told: str) -> None:
    done = started("--practice", **env)
    assert done.returncode == 1
    assert done.stderr.startswith(told)
    assert done.stderr.count("\n") == 1


@linux
def test_a_screen_that_listens_is_one() -> None:
    # The name without a file, as X11 has it, too: no folder is written to.
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as display:
        display.bind("\0/tmp/.X11-unix/X7778")
        display.listen()
        assert screen_trouble({"DISPLAY": ":7778.0"}, "linux") == ""


@linux
def test_wayland_without_its_libraries_needs_x11(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compositor = tmp_path / "wayland-0"
    compositor.touch()
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    monkeypatch.setattr("app.__main__._WAYLAND_LIBRARIES", ("libc.so.6", "libnowhere.so.0"))
    assert "needs libnowhere.so.0: install it" in screen_trouble(environ, "linux")
    assert screen_trouble({**environ, "DISPLAY": ":7777"}, "linux") == ""
    monkeypatch.setattr("app.__main__._WAYLAND_LIBRARIES", ("libc.so.6",))
    assert screen_trouble(environ, "linux") == ""


@pytest.mark.parametrize(
    ("environ", "system"),
    [
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux"),
        ({"DISPLAY": "elsewhere:10.0"}, "linux"),
        ({}, "win32"),
        ({}, "darwin"),
    ],
)
def test_what_only_qt_can_judge_is_left_to_it(environ: dict[str, str], system: str) -> None:
    assert screen_trouble(environ, system) == ""


@linux
def test_on_windows_options_are_answered_in_the_console_that_they_were_typed_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CONOUT$").touch()  # what Windows calls that console
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "argv", ["dispute-desk", "--version"])
    # As a program without a console of its own has them.
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    console = sys.stdout
    assert console is not None
    console.close()
    assert (tmp_path / "CONOUT$").read_text("utf-8") == f"Dispute Desk {__version__}\n"


@pytest.mark.parametrize("has_console", [False, True])
def test_on_windows_a_part_that_does_not_load_is_told(
    monkeypatch: pytest.MonkeyPatch, *, has_console: bool
) -> None:
    def fail() -> None:
        raise ImportError("DLL load failed while importing QtCore")

    told: list[str] = []
    user32 = SimpleNamespace(MessageBoxW=lambda _over, text, *_rest: told.append(text))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user32), raising=False)
    monkeypatch.setattr("app.__main__.prepare", fail)
    monkeypatch.setattr("app.__main__.leave_no_core_file", lambda: None)
    monkeypatch.setattr(sys, "argv", ["dispute-desk"])
    monkeypatch.setattr(sys, "platform", "win32")
    if has_console:
        with pytest.raises(ImportError):
            main()
        assert told == []
    else:
        monkeypatch.setattr(sys, "stderr", None)
        assert main() == 1
        assert "importing QtCore" in told[0]
        assert "virus scanner" in told[0]
