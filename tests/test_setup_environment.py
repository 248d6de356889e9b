"""The decisions of the set-up behind dev.py; nothing is installed, nothing downloaded."""

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "requirements"


def _load(name: str) -> None:
    spec = spec_from_file_location(name, ROOT / "packaging" / name / "__init__.py")
    assert spec is not None
    assert spec.loader is not None
    # Under its name, as dev.py does it: its modules import one another.
    sys.modules[name] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])


_load("setup_environment")
setup = sys.modules["setup_environment"]
environment = sys.modules["setup_environment.environment"]
libraries = sys.modules["setup_environment.libraries"]
console = sys.modules["setup_environment.console"]


# --- what is asked for, and how failures are told ----------------------------------------------


@pytest.mark.parametrize(
    ("is_ready", "lacking", "steps"),
    [
        (True, [], []),
        (True, ["libGL.so.1"], ["libGL.so.1"]),
        (False, ["libGL.so.1"], ["pip", "runtime", "libGL.so.1"]),
    ],
)
def test_only_what_is_missing_is_made(
    is_ready: bool,  # noqa: FBT001 - a parameter of the test
    lacking: list[str],
    steps: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: list[str] = []
    monkeypatch.setattr(setup, "missing", lambda _: lacking)
    monkeypatch.setattr(setup, "is_ready", lambda _: is_ready)
    monkeypatch.setattr(setup, "can_install", lambda: False)
    monkeypatch.setattr(
        setup,
        "install",
        lambda sonames, *, without_pip: done.extend([*sonames, *(["pip"] * without_pip)]),
    )
    monkeypatch.setattr(setup, "make", done.append)
    monkeypatch.setattr(sys, "platform", "linux")
    assert setup.prepare("runtime", "xcb").parent.parent == ROOT / ".venv"
    assert done == steps


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("E: Temporary failure resolving 'a.example'\nE: No packages", "could not be downloaded"),
        ("error: Request failed\n  Caused by: dns error", "could not be downloaded"),
        (
            "NewConnectionError: [Errno -3]\nERROR: No matching distribution found for a==1",
            "could not be downloaded",
        ),
        ("W: No system certificates available\nE: Could not resolve 'a'", "could not be downl"),
        ("SSLError: certificate verify failed: could not connect", "SSL_CERT_FILE"),
        ("failed to write: No space left on device (os error 28)", "disk is full"),
        ("Error: [Errno 13] Permission denied: '/x/.venv'", r"'/x/.venv'.*owner"),
        ("a==1 has no wheels with a matching Python version tag", "no ready-made packages"),
    ],
)
def test_a_known_failure_is_one_sentence(output: str, told: str) -> None:
    sentence = console.explain(output, "otherwise")
    assert re.search(told, sentence)
    assert "\n" not in sentence


def test_an_unknown_failure_shows_the_end_of_its_words() -> None:
    shown = console.explain(
        "\n".join(f"line {n}" for n in range(99)), "This failed: x"
    ).splitlines()
    assert shown[0] == "This failed: x"
    assert shown[-1] == "line 98"
    assert len(shown) == 16


# --- the libraries of the system ---------------------------------------------------------------


PACKAGES = Path(PySide6.__file__).parents[1]

linux_wheel = pytest.mark.skipif(
    not (PACKAGES / "PySide6" / "Qt" / "plugins" / "platforms" / "libqxcb.so").exists(),
    reason="takes the Linux wheel of PySide6",
)


def _needed(*platforms: str) -> set[str]:
    return set(libraries.needed(PACKAGES, platforms))


def _cache(sonames: set[str]) -> bytes:
    return b"".join(f"{name}\0/lib/{name}\0".encode() for name in sonames)


@pytest.fixture
def _nothing_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", refuse)


@linux_wheel
@pytest.mark.usefixtures("_nothing_loads")
@pytest.mark.parametrize(
    ("there", "platform", "wanted"),
    [
        (("xcb", "wayland"), "xcb", ()),
        (("offscreen",), "offscreen", ()),
        (("xcb",), "xcb", ()),
        (("xcb",), "wayland-egl", ("wayland",)),
        (("offscreen",), "xcb", ("xcb", "wayland")),
        ((), "offscreen", ("xcb", "wayland")),
    ],
)
def test_libraries_are_asked_for_when_the_platform_needs_one_of_them(
    there: tuple[str, ...], platform: str, wanted: tuple[str, ...]
) -> None:
    has = _needed(*there) if there else set[str]()
    asked = libraries.missing(platform, _cache(has))
    assert set(asked) == (_needed(*wanted) if wanted else set()) - has


@linux_wheel
def test_what_a_library_of_qt_needs_counts_like_what_a_plugin_needs() -> None:
    # Qt's network library alone links Kerberos, its X11 plugin alone the cursors.
    assert "libgssapi_krb5.so.2" in _needed("offscreen")
    assert "libxcb-cursor.so.0" in _needed("xcb") - _needed("offscreen")
    assert not any(name.startswith("libQt6") for name in _needed(*libraries.PLATFORMS))


@linux_wheel
def test_each_library_that_qt_needs_has_its_package_and_no_other_is_named() -> None:
    assert _needed(*libraries.PLATFORMS) == set(libraries.PACKAGES)


@linux_wheel
def test_what_is_read_from_a_file_is_what_the_loader_reads() -> None:
    if not shutil.which("readelf"):
        pytest.skip("takes binutils")
    folder = PACKAGES / "PySide6"
    for path in (folder / "QtGui.abi3.so", *sorted((folder / "Qt" / "lib").glob("libQt6X*.so.6"))):
        told = subprocess.run(  # noqa: S603 - found above
            ["readelf", "--wide", "--dynamic", str(path)],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert libraries.linked_libraries(path) == re.findall(r"\(NEEDED\).*\[(.+)\]", told)


def test_a_file_that_is_no_library_needs_none(tmp_path: Path) -> None:
    script = tmp_path / "libc.so"
    script.write_text("GROUP ( /lib/libc.so.6 )")
    assert libraries.linked_libraries(script) == []


def test_a_library_that_loads_is_not_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: name)
    assert libraries.missing("xcb", b"") == []


def _only(tool: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name == tool else None


@pytest.mark.parametrize(
    ("tool", "words"),
    [
        ("apt-get", ["libegl1", "libxcb-cursor0", "python3.1\\d-venv"]),
        ("pacman", ["libglvnd", "xcb-util-cursor", "python-pip"]),
        ("dnf", [r"libEGL\.so\.1\(\)\(64bit\)", "python3-pip"]),
        ("zypper", [r"libEGL\.so\.1\(\)\(64bit\)", "python3-pip"]),
    ],
)
def test_each_system_gets_its_own_names(
    tool: str, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries.shutil, "which", _only(tool))
    command = libraries.command_for(list(libraries.PACKAGES), without_pip=True)
    assert command[0] == tool
    assert len(command) == len(set(command))
    assert all(any(re.fullmatch(word, part) for part in command) for word in words)


def test_root_on_debian_installs_all_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []

    def demand(command: list[str], env: Mapping[str, str]) -> None:
        assert env["DEBIAN_FRONTEND"] == "noninteractive"
        ran.append(command)

    monkeypatch.setattr(libraries.shutil, "which", _only("apt-get"))
    monkeypatch.setattr(libraries, "demand", demand)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    libraries.install(["libEGL.so.1", "libGL.so.1"], without_pip=False)
    assert [command[-1] for command in ran] == ["update", "libgl1"]
    assert ran[1][-5:] == ["install", "--yes", "--no-install-recommends", "libegl1", "libgl1"]


def test_others_are_told_the_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries.shutil, "which", _only("apt-get"))
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    with pytest.raises(SystemExit, match=r"sudo apt-get install .* libegl1$"):
        libraries.install(["libEGL.so.1"], without_pip=False)


def test_a_library_whose_package_is_unknown_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries.shutil, "which", _only("apt-get"))
    with pytest.raises(SystemExit, match=r"lacks libnew\.so\.1:"):
        libraries.install(["libnew.so.1"], without_pip=False)


def test_an_unknown_system_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries.shutil, "which", _only(""))
    with pytest.raises(SystemExit, match=r"lacks libEGL\.so\.1, pip"):
        libraries.install(["libEGL.so.1"], without_pip=True)


# --- .venv and its stamp -----------------------------------------------------------------------


class Machine:
    """Stands in for the programs that the set-up starts: notes them, and makes what they would."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
        self.venv = home / ".venv"
        self.locks = home / "locks"
        self.locks.mkdir()
        self.failing: dict[str, str] = {}
        self.ran: list[list[str]] = []
        self.on_path: str | None = "uv"
        for name in ("runtime", "dev"):
            (self.locks / f"{name}.txt").write_text(f"a==1 \\\n    --hash=sha256:{name}\n")
        monkeypatch.setattr(environment, "VENV", self.venv)
        monkeypatch.setattr(environment, "STAMP", self.venv / "stamp")
        monkeypatch.setattr(environment, "LOCKS", self.locks)
        monkeypatch.setattr(environment, "attempt", self.attempt)
        monkeypatch.setattr(environment, "demand", self.demand)
        monkeypatch.setattr(environment.shutil, "which", lambda _: self.on_path)
        monkeypatch.setattr(environment, "own_pip", lambda: [sys.executable, "-m", "pip"])

    def attempt(self, command: list[str], env: Mapping[str, str] | None = None) -> tuple[bool, str]:
        words = " ".join(command)
        for part, output in self.failing.items():
            if part in words:
                return False, output
        if "config list" not in words:
            self.ran.append(command)
        if " -m venv " in words:
            python = environment.python_in(self.venv)
            python.parent.mkdir(parents=True)
            python.touch()
        return True, ""

    def demand(self, command: list[str], env: Mapping[str, str] | None = None) -> None:
        done, output = self.attempt(command, env)
        if not done:
            raise console.SetupError(console.explain(output, "failed"))

    def steps(self) -> list[str]:
        """Return what ran since the last call: "venv", or the installer and its lock."""
        ran, self.ran = self.ran, []
        return [
            "venv" if "venv" in command else f"{Path(command[0]).stem} {Path(command[-1]).stem}"
            for command in ran
        ]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    return Machine(monkeypatch, tmp_path)


def test_run_then_test_adds_and_back_again_installs_nothing(machine: Machine) -> None:
    environment.make("runtime")
    assert machine.steps() == ["venv", "uv runtime"]
    assert environment.is_ready("runtime")
    assert not environment.is_ready("dev")
    environment.make("dev")
    assert machine.steps() == ["uv dev"]
    assert environment.is_ready("runtime")
    assert environment.is_ready("dev")


def test_a_new_lock_is_installed_over_and_keeps_the_tools(machine: Machine) -> None:
    environment.make("dev")
    machine.steps()
    (machine.locks / "runtime.txt").write_text("a==2\n")
    assert not environment.is_ready("runtime")
    environment.make("runtime")
    assert machine.steps() == ["uv dev"]
    assert environment.is_ready("runtime")


def test_an_interrupted_set_up_is_begun_anew(machine: Machine) -> None:
    environment.make("runtime")
    machine.steps()
    machine.failing = {"dev.txt": "killed", "pip install": "killed"}
    with pytest.raises(SystemExit):
        environment.make("dev")
    # What is half installed is not trusted, not even for what was complete before.
    assert not environment.is_ready("runtime")
    machine.failing = {}
    leftover = machine.venv / "half-written"
    leftover.touch()
    environment.make("runtime")
    assert machine.steps()[-2:] == ["venv", "uv runtime"]
    assert not leftover.exists()


def test_a_python_that_is_gone_is_noticed(machine: Machine) -> None:
    environment.make("runtime")
    machine.steps()
    environment.python_in(machine.venv).unlink()
    assert not environment.is_ready("runtime")
    environment.make("runtime")
    assert machine.steps() == ["venv", "uv runtime"]


def test_another_place_or_python_is_noticed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.make("runtime")
    monkeypatch.setattr(environment, "python_line", lambda: "python 3.99 elsewhere")
    assert not environment.is_ready("runtime")


def _link_to_another_checkout(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Complete .venv, then look at it from another checkout, through a link."""
    environment.make("runtime")
    machine.steps()
    link = machine.venv.with_name("linked")
    link.symlink_to(machine.venv, target_is_directory=True)
    monkeypatch.setattr(environment, "VENV", link)
    monkeypatch.setattr(environment, "STAMP", link / "stamp")
    return link


def test_a_linked_environment_that_works_is_used(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _link_to_another_checkout(machine, monkeypatch)
    assert environment.is_ready("runtime")


@pytest.mark.parametrize("lack", ["lock", "python", "all"])
def test_a_linked_environment_that_does_not_is_named_and_left_alone(
    lack: str, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = _link_to_another_checkout(machine, monkeypatch)
    if lack == "lock":
        (machine.locks / "runtime.txt").write_text("a==2\n")
    elif lack == "python":
        environment.python_in(machine.venv).unlink()
    else:
        machine.venv.rename(machine.venv.with_name("elsewhere"))
    assert not environment.is_ready("runtime")
    with pytest.raises(SystemExit) as told:
        environment.make("runtime")
    assert re.search(r"^\.venv is a link to .*\.venv, which lacks", str(told.value))
    assert machine.steps() == []
    assert link.is_symlink()
    assert (machine.venv / "stamp").exists() == (lack != "all")


def test_pip_steps_in_where_uv_fails(machine: Machine) -> None:
    machine.failing = {"uv pip sync": "invalid peer certificate"}
    environment.make("runtime")
    (*_, last) = machine.ran
    assert last[1:3] == ["-m", "pip"]
    assert {"--require-hashes", "--python"} <= set(last)


def test_the_locked_uv_is_fetched_by_hash_where_there_is_none(machine: Machine) -> None:
    machine.on_path = None
    pin = "uv==1.2 \\\n    --hash=sha256:1 \\\n    --hash=sha256:2\n"
    (machine.locks / "dev.txt").write_text(f"a==1 \\\n    --hash=sha256:0\n{pin}zipp==3\n")
    # The stand-in brings no program, so that the set-up goes on with pip.
    environment.make("runtime")
    fetch = next(command for command in machine.ran if "--target" in command)
    assert "--require-hashes" in fetch
    assert Path(fetch[-1]).read_text() == pin
    assert machine.steps()[-1].endswith("runtime")


def test_without_a_network_the_first_failure_is_the_last(machine: Machine) -> None:
    machine.on_path = None
    (machine.locks / "dev.txt").write_text("uv==1.2 \\\n    --hash=sha256:1\n")
    machine.failing = {"--target": "Temporary failure in name resolution"}
    with pytest.raises(SystemExit, match="connect this computer to the network"):
        environment.make("runtime")
    assert machine.steps() == ["venv"]


def test_the_network_is_described_to_uv_as_it_is_to_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "global.index-url='file:///i'\nglobal.proxy='p:1'\n:env:.cert='/ca'\n"
    monkeypatch.setattr(environment, "attempt", lambda _: (True, listed))
    monkeypatch.setattr(environment, "own_pip", lambda: ["pip"])
    assert environment.uv_environment({"PIP_CERT": "/ca", "ALL_PROXY": "mine:2"}) == {
        "PIP_CERT": "/ca",
        "ALL_PROXY": "mine:2",
        "SSL_CERT_FILE": "/ca",
        "UV_DEFAULT_INDEX": "file:///i",
        "UV_PYTHON_DOWNLOADS": "never",
    }


# --- the locks ---------------------------------------------------------------------------------


def _pins(level: str) -> set[str]:
    text = (LOCKS / f"{level}.txt").read_text("utf-8")
    return set(re.findall(r"^\S+==\S+", text, re.MULTILINE))


def test_the_development_lock_holds_all_of_the_runtime_lock_and_uv() -> None:
    assert _pins("runtime") < _pins("dev")
    assert any(pin.startswith("uv==") for pin in _pins("dev"))


@pytest.mark.parametrize("level", ["runtime", "dev"])
def test_a_lock_has_a_hash_for_every_package_and_no_address(level: str) -> None:
    text = (LOCKS / f"{level}.txt").read_text("utf-8")
    blocks = re.findall(r"^\S.*(?:\n[ \t].*)*", text, re.MULTILINE)
    assert all("==" in block and "--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_the_runtime_lock_serves_every_system() -> None:
    text = (LOCKS / "runtime.txt").read_text("utf-8")
    assert "sys_platform == 'win32'" in text
    assert "sys_platform == 'linux'" in text
