"""Makes the installers: `python3 dev.py package [linux|windows|macos]` ends up here.

Everything is written to `dist/`, and scratch to `build/`. Two builds of one commit give the same
bytes: times come from SOURCE_DATE_EPOCH, or else from the commit.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bundle import checks, contents, sbom
from tools import PackagingError, missing, need, run, say

if TYPE_CHECKING:
    from windows.interpreter import Interpreter

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
_SYSTEMS = {"linux": "linux", "win32": "windows", "darwin": "macos"}
# Of a source tree without a history, such as an unpacked archive: any fixed moment will do.
_SOME_MOMENT = 1_767_225_600


@dataclass(frozen=True)
class Build:
    """Where things go, and what they are called."""

    version: str
    epoch: int
    work: Path
    target: Path
    is_quick: bool
    """For a test: compress little, leave out the slow checks."""
    is_release: bool = False
    """Refuse what must not be given to anybody."""
    python: Path | None = None
    """The Python for Windows to take, as a zip archive; the package index's where there is none."""

    @property
    def bundle(self) -> Path:
        """The folder that PyInstaller makes."""
        return self.work / "pyinstaller" / contents.APP_ID

    def list_parts(self, system: str, parts_file: Path) -> Path:
        """Write the list of what is inside beside the packages."""
        return sbom.write(system, self.version, self.epoch, parts_file, self.target)


def version_of(root: Path) -> str:
    """The program's version, read without importing it."""
    text = (root / "app" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise PackagingError("app/__init__.py names no version.")
    return found[1]


def moment() -> int:
    """The time that every file of the build gets, in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    git = shutil.which("git")
    if git and (ROOT / ".git").exists():
        done = subprocess.run(  # noqa: S603 - a fixed command
            [git, "log", "-1", "--format=%ct"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0 and done.stdout.strip():
            return int(done.stdout)
    return _SOME_MOMENT


def step(name: str, work: Callable[[], T]) -> T:
    """Do one part and tell how long it took."""
    started = time.monotonic()
    result = work()
    say(f"{name}: {time.monotonic() - started:.1f} s")
    return result


def freeze(build: Build, *spec_options: str) -> None:
    """Make the bundle with PyInstaller."""
    shutil.rmtree(build.bundle, ignore_errors=True)
    options = ["--noconfirm", "--clean", "--log-level", "ERROR"]
    # Absolute, and with the order of sets fixed: the same bytes from whatever folder.
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(build.epoch), "PYTHONHASHSEED": "1"}
    # Byte code goes in unpacked: a .deb packs it far better, 2 MB less, and no start unpacks it.
    env["PYINSTALLER_ZLIB_COMPRESSION_LEVEL"] = "0"
    # No columns of the source for tracebacks, which show none where there is no source.
    env["PYTHONNODEBUGRANGES"] = "1"
    env["PYINSTALLER_CONFIG_DIR"] = str(build.work / "pyinstaller-cache")
    folders = ["--workpath", build.work / "analysis", "--distpath", build.bundle.parent]
    spec = ROOT / "packaging" / "bundle" / "app.spec"
    command = [sys.executable, "-m", "PyInstaller", *options, *folders, spec]
    run([*command, *(["--", *spec_options] if spec_options else [])], env=env, cwd=ROOT)


def package_linux(build: Build) -> list[Path]:
    """Make the .deb and the .run."""
    from linux import deb, portable

    need("dpkg-deb", "readelf", "as", "ld", "strip", "objdump", "objcopy")
    checkers = ["lintian", "desktop-file-validate", "appstreamcli"]
    # A quick build does without lintian, which takes longer than the package.
    wanted = checkers[1:] if build.is_quick else checkers
    if os.geteuid() == 0:
        need(*wanted)
    step("PyInstaller", lambda: freeze(build))
    checks.check_contents(build.bundle)
    run_file = step(
        ".run", lambda: portable.build(build.bundle, build.target, build.version, build.epoch)
    )
    work, level = build.work / "deb", 1 if build.is_quick else 6
    package = step(
        ".deb",
        lambda: deb.build(build.bundle, build.target, work, build.version, build.epoch, level),
    )
    share = work / "usr" / "share"
    metainfo = share / "metainfo" / f"{contents.COMPONENT_ID}.metainfo.xml"
    desktop = share / "applications" / f"{contents.APP_ID}.desktop"
    commands: dict[str, list[str | Path]] = {
        "lintian": ["lintian", "--fail-on", "error,warning", "--tag-display-limit", "0", package],
        "desktop-file-validate": ["desktop-file-validate", desktop],
        "appstreamcli": ["appstreamcli", "validate", "--no-net", metainfo],
    }
    for name in checkers:
        if missing([name]) or name not in wanted:
            say(f"{name}: not run, {'it is slow' if name not in wanted else 'it is not installed'}")
        else:
            step(name, lambda name=name: run(commands[name]))  # type: ignore[misc]
    return [package, run_file, build.list_parts("linux", build.bundle.parent / "parts.json")]


def windows_python(build: Build) -> Interpreter:
    """The Python for Windows that was given, or else the one of the package index."""
    from windows import interpreter

    if build.python is not None:
        return interpreter.unpacked(build.python.read_bytes())
    need("osslsigncode")
    return step("the Windows Python", lambda: interpreter.fetch(build.work / "windows/downloads"))


def package_windows(build: Build) -> list[Path]:
    """Make the installer for Windows, from its own signed parts, on any system."""
    from windows import installer, support

    work = build.work / "windows"
    python = windows_python(build)
    support.require_support(python.openssl, datetime.now(UTC).date(), is_release=build.is_release)
    setup = installer.build(build.version, build.epoch, work, build.target, python, step)
    return [setup, build.list_parts("windows", work / "parts.json")]


def package_macos(build: Build) -> list[Path]:
    """Make the disk image. Only macOS can."""
    if _SYSTEMS.get(sys.platform) != "macos":
        raise PackagingError("Only a Mac can make the macOS package: .github/workflows has one.")
    step("PyInstaller", lambda: freeze(build))
    app = build.bundle.parent / f"{contents.DISPLAY_NAME}.app"
    checks.check_contents(app)
    script = ROOT / "packaging" / "macos" / "dmg.sh"
    import platform

    image = build.target / f"{contents.APP_ID}-{build.version}-macos-{platform.machine()}.dmg"
    step(".dmg", lambda: say(run(["sh", script, app, image])))
    return [image, build.list_parts("macos", build.bundle.parent / "parts.json")]


def write_sums(files: Sequence[Path], target: Path) -> None:
    """Add to SHA256SUMS, in the form that `sha256sum --check` reads."""
    sums = target / "SHA256SUMS"
    lines: dict[str, str] = {}
    for line in sums.read_text("utf-8").splitlines() if sums.exists() else []:
        digest, name = line.split(maxsplit=1)
        lines[name] = digest
    for file in files:
        lines[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    kept = {name: each for name, each in lines.items() if (target / name).exists()}
    text = "".join(f"{each}  {name}\n" for name, each in sorted(kept.items()))
    sums.write_text(text, "utf-8", newline="\n")


def main(argv: Sequence[str]) -> int:
    """Make the packages of one system."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    here = _SYSTEMS.get(sys.platform, "linux")
    parser.add_argument("system", nargs="?", default=here, choices=sorted(_SYSTEMS.values()))
    parser.add_argument("--quick", action="store_true", help="compress little, skip slow checks")
    parser.add_argument("--work", type=Path, default=ROOT / "build", help="folder for scratch")
    parser.add_argument("--target", type=Path, default=ROOT / "dist", help="folder for results")
    parser.add_argument("--release", action="store_true", help="refuse what is out of support")
    parser.add_argument("--python", type=Path, help="a Python for Windows, of windows/collect.py")
    options = parser.parse_args(argv)
    build = Build(
        version_of(ROOT),
        moment(),
        options.work.resolve(),
        options.target.resolve(),
        options.quick,
        options.release,
        options.python,
    )
    build.target.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    package = {"linux": package_linux, "windows": package_windows, "macos": package_macos}
    files = package[options.system](build)
    write_sums(files, build.target)
    for file in files:
        print(f"{file.stat().st_size / 1e6:7.1f} MB  {file}")
    say(f"Packaged for {options.system} in {time.monotonic() - started:.0f} s.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
