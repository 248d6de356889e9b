"""The decisions of dev.py: which Python, which screen, which arguments, which exit code."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent


def _load() -> ModuleType:
    spec = spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


dev = _load()


# --- which Python, which screen, which arguments -----------------------------------------------


def test_an_old_python_can_read_dev_py_as_far_as_the_sentence() -> None:
    ast.parse((ROOT / "dev.py").read_text("utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("version", [(3, 8), (3, 10)])
def test_an_old_python_is_told_in_a_sentence(version: tuple[int, int]) -> None:
    assert re.fullmatch(
        rf"Dispute Desk needs Python 3\.11 or newer, not {version[0]}\.{version[1]}: .*",
        dev.python_complaint(version),
    )


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_new_python_is_fine(version: tuple[int, int]) -> None:
    assert dev.python_complaint(version) == ""


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["--practice"]),
        (["--self-test"], ["--practice", "--self-test"]),
        (["--practice", "--self-test"], ["--practice", "--self-test"]),
        (["--real"], []),
        (["--real", "--self-test"], ["--self-test"]),
        (["--base-url", "http://127.0.0.1:1"], ["--base-url", "http://127.0.0.1:1"]),
        (["--base-url=http://127.0.0.1:1"], ["--base-url=http://127.0.0.1:1"]),
    ],
)
def test_the_program_starts_in_practice_unless_told_where(
    given: list[str], passed: list[str]
) -> None:
    assert dev.program_arguments(given) == passed


def test_without_a_screen_the_window_is_refused_in_a_sentence() -> None:
    with pytest.raises(SystemExit, match=r"no screen .* xvfb-run .* --self-test$"):
        dev.surroundings([], {"HOME": "/h"}, "linux")


@pytest.mark.parametrize("flag", ["--self-test", "--version", "--help"])
def test_what_shows_no_window_needs_no_screen(flag: str) -> None:
    env = dev.surroundings([flag], {"HOME": "/h"}, "linux")
    assert env == {"HOME": "/h", "QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize(
    ("environ", "system"),
    [
        ({"DISPLAY": ":0"}, "linux"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"),
        ({"QT_QPA_PLATFORM": "vnc"}, "linux"),
        ({}, "win32"),
        ({}, "darwin"),
    ],
)
def test_a_screen_is_used_as_it_is(environ: dict[str, str], system: str) -> None:
    assert dev.surroundings(["--self-test"], environ, system) == environ


@pytest.mark.parametrize(
    ("environ", "platform"),
    [
        ({"DISPLAY": ":0"}, "xcb"),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "wayland"),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen:size=800x600"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, "wayland"),
    ],
)
def test_the_qt_platform_follows_the_environment(environ: dict[str, str], platform: str) -> None:
    assert dev.qt_platform(environ) == platform


def test_the_program_takes_the_place_of_dev_py(monkeypatch: pytest.MonkeyPatch) -> None:
    if os.name != "posix":
        pytest.skip("Windows cannot replace a process")
    started: list[tuple[Any, ...]] = []
    asked: list[tuple[str, str]] = []

    def prepare(level: str, platform: str) -> Path:
        asked.append((level, platform))
        return Path("/v/python")

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=prepare))
    monkeypatch.setattr(os, "execve", lambda *call: started.append(call))
    # Only on Windows, or here where execve is a stand-in, does it come back.
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    dev.run(["--self-test"])
    assert asked == [("runtime", "offscreen")]
    assert started[0][1] == ["/v/python", "-m", "app", "--practice", "--self-test"]


# --- commands, and how they fail ---------------------------------------------------------------


def test_an_unknown_command_names_the_known_ones() -> None:
    with pytest.raises(SystemExit, match=r"knows .*run, test, .*lock, but not rnu"):
        dev.main(["rnu"])


@pytest.mark.parametrize("args", [[], ["--help"]])
def test_usage_names_every_command(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(args) == (0 if args else 2)
    shown = capsys.readouterr().out
    assert all(f"dev.py {name} " in shown for name in dev.COMMANDS)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied", "/x"), "may not write .*'/x'"),
        (OSError(28, "No space left on device"), "disk is full"),
    ],
)
def test_a_system_error_is_a_sentence(
    error: OSError, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Sequence[str]) -> int:
        raise error

    monkeypatch.setitem(dev.COMMANDS, "run", fail)
    with pytest.raises(SystemExit, match=told):
        dev.main(["run"])


def test_ctrl_c_is_quiet(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(_: Sequence[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(dev.COMMANDS, "run", interrupt)
    assert dev.main(["run"]) == 130
    assert capsys.readouterr() == ("", "")


def test_a_failed_check_hides_no_other_and_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def prepare(*_: str) -> Path:
        return Path(sys.executable)

    def checks(python: Path) -> list[tuple[str, list[str]]]:
        bad, good = "print('what is wrong'); raise SystemExit(3)", "print('unseen')"
        return [("bad", [str(python), "-c", bad]), ("good", [str(python), "-c", good])]

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=prepare))
    monkeypatch.setattr(dev, "checks", checks)
    assert dev.test(["--version"]) == 1
    out, err = capfd.readouterr()
    assert re.search(r"^bad +\d+\.\d s  FAILED\nwhat is wrong\n", out)
    assert re.search(r"^good +\d+\.\d s  ok$", out, re.MULTILINE)
    assert "unseen" not in out
    assert f"pytest {pytest.__version__}" in out + err
    assert err.endswith("dev.py test: failed: bad\n")


# --- translations ------------------------------------------------------------------------------


def test_a_translation_is_compiled_where_its_source_is_newer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "TRANSLATIONS", tmp_path)
    source, compiled = tmp_path / "x_zh_CN.ts", tmp_path / "x_zh_CN.qm"
    source.write_text('<!DOCTYPE TS><TS version="2.1" language="zh_CN"></TS>', "utf-8")
    assert dev.compile_translations(Path(sys.executable))
    assert compiled.exists()
    os.utime(compiled, (2_000_000_000, 2_000_000_000))
    assert dev.compile_translations(tmp_path / "no-python")  # nothing to do, so no tool is needed
    os.utime(compiled, (1, 1))
    assert dev.compile_translations(Path(sys.executable))
    assert compiled.stat().st_mtime > 1
    assert sorted(tmp_path.iterdir()) == [compiled, source]


def test_a_translation_that_cannot_be_compiled_is_told_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "TRANSLATIONS", tmp_path)
    (tmp_path / "x_zh_CN.ts").write_text("", "utf-8")
    assert not dev.compile_translations(tmp_path / "python")
    assert "x_zh_CN.ts was not compiled" in capsys.readouterr().err
