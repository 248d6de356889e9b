"""The decisions of dev.py: which Python, which screen, which arguments, which exit code."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
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
        dev.context([], {"HOME": "/h"}, "linux")


@pytest.mark.parametrize("flag", ["--self-test", "--version"])
def test_what_shows_no_window_needs_no_screen(flag: str) -> None:
    env = dev.context([flag], {"HOME": "/h"}, "linux")
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
    assert dev.context(["--self-test"], environ, system) == environ


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
    with pytest.raises(SystemExit, match=r"knows .*run, check, fix, test, .*lock, but not rnu"):
        dev.main(["rnu"])


@pytest.mark.parametrize("args", [[], ["--help"]])
def test_usage_names_every_command(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(args) == (0 if args else 2)
    shown = capsys.readouterr().out
    assert all(f"dev.py {name} " in shown for name in dev.COMMANDS)


@pytest.mark.parametrize("flag", ["--help", "-h"])
@pytest.mark.parametrize("command", dev.COMMANDS)
def test_help_sets_nothing_up_and_starts_nothing(
    command: str, flag: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def started(*_: object) -> int:
        raise AssertionError("help did something")

    for owner, name in ((dev, "setting_up"), (subprocess, "Popen"), (os, "execve")):
        monkeypatch.setattr(owner, name, started)
    monkeypatch.setitem(dev.COMMANDS, command, _documented(dev.COMMANDS[command], started))
    assert dev.main([command, flag]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"python3 dev.py {command}: ")
    assert "None" not in shown


def _documented(like: Any, act: Callable[..., int]) -> Callable[..., int]:
    act.__doc__ = like.__doc__
    return act


@pytest.mark.parametrize(
    ("command", "source"),
    [
        ("bench", "tests/bench/__main__.py"),
        ("faults", "tests/faults/__main__.py"),
        ("package", "packaging/build.py"),
        ("screenshots", "tests/screenshots/__main__.py"),
        ("run", "app/command_line.py"),
    ],
)
def test_help_names_every_option_of_the_tool_behind_it(
    command: str, source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    options = re.findall(r'add(?:_argument)?\(\s*"(--[a-z-]+)"', (ROOT / source).read_text("utf-8"))
    assert options or command == "screenshots"
    assert dev.main([command, "--help"]) == 0
    shown = capsys.readouterr().out
    # Practice mode is what `run` starts without an option.
    assert [each for each in options if each not in shown and each != "--practice"] == []


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


def test_what_the_tests_start_need_not_be_compiled_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[dict[str, str]] = []

    def call(_command: list[str], env: dict[str, str]) -> int:
        given.append(env)
        return 0

    def prepare(*_: str) -> Path:
        return Path(sys.executable)

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=prepare))
    monkeypatch.setattr(dev, "compile_translations", lambda _: True)
    monkeypatch.setattr(dev, "failed_checks", lambda _: [])
    monkeypatch.setattr(subprocess, "call", call)
    assert dev.test(["tests"]) == 0
    assert ["PYTHONDONTWRITEBYTECODE" in each for each in given] == [False]


@pytest.mark.parametrize(("xvfb", "platform"), [("/usr/bin/Xvfb", "xcb"), (None, "offscreen")])
def test_where_tests_can_have_a_screen_they_get_what_qt_loads_on_it(
    monkeypatch: pytest.MonkeyPatch, xvfb: str | None, platform: str
) -> None:
    asked: list[str] = []

    def prepare(_level: str, platform: str) -> Path:
        asked.append(platform)
        return Path(sys.executable)

    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setattr(shutil, "which", {"Xvfb": xvfb}.get)
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=prepare))
    monkeypatch.setattr(dev, "compile_translations", lambda _: True)
    monkeypatch.setattr(dev, "failed_checks", lambda _: [])
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 0)
    assert dev.test(["tests"]) == 0
    assert asked == [platform]


def test_the_windows_suite_gets_the_other_arguments_and_its_exit_code_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        started.append(command)
        return 77

    def prepare(*_: str) -> Path:
        return Path("python")

    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=prepare))
    monkeypatch.setattr(dev, "compile_translations", lambda _: True)
    monkeypatch.setattr(subprocess, "call", call)
    assert dev.test(["--windows", "tests/storage", "-x"]) == 77
    ((python, script, *others),) = started
    assert python == "python"
    assert Path(script).is_file()
    assert others == ["tests/storage", "-x"]


def test_every_check_is_one_that_can_be_started() -> None:
    python = Path(sys.executable)
    checks = dev.checks(python)
    assert [name for name, _ in checks] == [
        "mypy",
        "ruff check",
        "ruff format",
        "lint-imports",
        "translations",
    ]
    assert all(Path(command[0]).exists() for _, command in checks)


def test_check_runs_what_test_runs_before_the_tests(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    python = Path(sys.executable)
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=lambda *_: python))
    bad = ("bad", [str(python), "-c", "raise SystemExit(3)"])
    good = ("good", [str(python), "-c", ""])
    monkeypatch.setattr(dev, "checks", lambda _: [good])
    assert dev.check([]) == 0
    monkeypatch.setattr(dev, "checks", lambda _: [good, bad])
    assert dev.check([]) == 1
    out, err = capfd.readouterr()
    assert out.count("ok") == 2
    assert err == "dev.py check: failed: bad\n"


def test_fix_mends_formats_and_translates_and_names_what_it_could_not(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def call(command: list[str]) -> int:
        ran.append(command[3:])
        return "check" in command

    monkeypatch.chdir(ROOT)
    python = Path(sys.executable)
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=lambda *_: python))
    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(dev, "translate", lambda _: 0)
    assert dev.fix([]) == 1
    assert ran == [["check", "--fix"], ["format"]]
    assert capfd.readouterr().err == "dev.py fix: failed: check --fix\n"


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


@pytest.fixture
def translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one text for people and its translation."""
    python = Path(sys.executable)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "TRANSLATIONS", tmp_path / "ts")
    monkeypatch.setattr(dev, "setting_up", lambda: SimpleNamespace(prepare=lambda *_: python))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app").mkdir()
    (tmp_path / "ts").mkdir()
    (tmp_path / "app" / "x.py").write_text('translate("X", "Yes")\n', "utf-8")
    message = "<message><source>Yes</source><translation>是</translation></message>"
    (tmp_path / "ts" / "x_zh_CN.ts").write_text(
        '<!DOCTYPE TS><TS version="2.1" language="zh_CN" sourcelanguage="en">'
        f"<context><name>X</name>{message}</context></TS>",
        "utf-8",
    )
    return tmp_path


def test_a_complete_translation_passes_the_check_whichever_tool_wrote_it(translated: Path) -> None:
    assert dev.translate(["--check"]) == 0


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('translate("X", "Yes")\ntranslate("X", "No")\n', r"1 untranslated\n +No\n"),
        ("", r"x_zh_CN\.ts has not the texts"),
    ],
)
def test_the_check_of_translations_tells_what_is_missing_and_changes_nothing(
    source: str, told: str, translated: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (translated / "app" / "x.py").write_text(source, "utf-8")
    kept = translated / "ts" / "x_zh_CN.ts"
    before = kept.read_bytes()
    assert dev.translate(["--check"]) == 1
    assert re.search(told, capsys.readouterr().out)
    assert kept.read_bytes() == before
    assert list((translated / "ts").iterdir()) == [kept]
