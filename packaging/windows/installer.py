"""The Windows installer: the folder, its launcher, and NSIS around both."""

from __future__ import annotations

import os
import re
import shutil
import struct
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import owner
from bundle import checks, contents
from tools import PackagingError, need, run, say
from windows import interpreter, tree

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent.parent / "resources"
_GCC, _WINDRES = "x86_64-w64-mingw32-gcc", "x86_64-w64-mingw32-windres"


def file_name(version: str) -> str:
    """The installer's name."""
    return f"{contents.APP_ID}-{version}-windows-x64-setup.exe"


def build(
    version: str,
    epoch: int,
    work: Path,
    target: Path,
    python: interpreter.Interpreter,
    step: Callable[[str, Callable[[], object]], object],
    *,
    is_empty_window: bool = False,
) -> Path:
    """Make the installer; `step` does a part and tells how long it took.

    With `is_empty_window`, of a window with nothing in it, to measure against.
    """
    need("makensis", _GCC, _WINDRES)
    folder = work / "tree"
    tree.build(folder, work, python, step, is_empty_window=is_empty_window)
    launcher = folder / f"{contents.APP_ID}.exe"
    step("launcher", lambda: make_launcher(launcher, work, version, python.stem, epoch))
    check_launcher(launcher, version)
    sign(launcher)
    checks.check_contents(folder)
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (epoch, epoch))
    result = target / file_name(version)
    step("installer", lambda: _pack(folder, work, result, version, epoch))
    sign(result)
    return result


def make_launcher(target: Path, work: Path, version: str, stem: str, epoch: int) -> None:
    """Compile the launcher, for a Python of this name, with its icon, version and manifest."""
    place = work / "launcher"
    place.mkdir(parents=True, exist_ok=True)
    four = four_numbers(version)
    values = {"@VERSION@": version, "@FOUR@": four, "@NUMBERS@": four.replace(".", ",")}
    values["@OWNER@"] = owner.NAME
    for name in ("launcher.rc", "launcher.manifest"):
        text = (HERE / name).read_text("utf-8")
        for marker, value in values.items():
            text = text.replace(marker, value)
        (place / name).write_text(text, "utf-8", newline="\n")
    shutil.copyfile(RESOURCES / "app.ico", place / "app.ico")
    run([_WINDRES, "--codepage=65001", "launcher.rc", "launcher.o"], cwd=place)
    # No time inside; addresses random; the name of the build folder nowhere.
    options = ["-Os", "-s", "-municode", "-mwindows", "-Wall", "-Wextra", "-Werror"]
    options.append(f'-DPYTHON_LIBRARY=L"{stem}.dll"')
    options += ["-Wl,--no-insert-timestamp,--dynamicbase,--nxcompat,--high-entropy-va"]
    shutil.copyfile(HERE / "launcher.c", place / "launcher.c")
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    run([_GCC, *options, "-o", target, "launcher.c", "launcher.o", "-lshell32"], cwd=place, env=env)


def check_launcher(launcher: Path, version: str) -> None:
    """Stop unless all that was put into the launcher is in it, as Windows will find it."""
    content = launcher.read_bytes()
    name, value = ("FileVersion".encode("utf-16-le"), version.encode("utf-16-le"))
    parts = {
        "sharp text": b">PerMonitorV2, PerMonitor<" in content,
        "UTF-8": b'/2019/WindowsSettings">UTF-8<' in content,
        "long paths": b'longPathAware xmlns="' in content,
        "version": re.search(name + b"(?:\0\0)+" + re.escape(value) + b"\0\0", content),
        "icon": all(picture in content for picture in pictures_of(RESOURCES / "app.ico")),
    }
    described = run([tree.OBJDUMP, "--private-headers", launcher])
    for flag in ("DYNAMIC_BASE", "HIGH_ENTROPY_VA", "NX_COMPAT"):
        parts[flag] = flag in described
    lacking = [name for name, is_there in parts.items() if not is_there]
    if lacking:
        raise PackagingError(f"{launcher.name} lacks {', '.join(lacking)}.")


def pictures_of(icon: Path) -> list[bytes]:
    """The pictures in a Windows icon."""
    content = icon.read_bytes()
    (count,) = struct.unpack_from("<H", content, 4)
    places = [struct.unpack_from("<2L", content, 6 + 16 * i + 8) for i in range(count)]
    return [content[start : start + size] for size, start in places]


def four_numbers(version: str) -> str:
    """The version as Windows counts: four numbers."""
    numbers = [part for part in version.split(".") if part.isdigit()]
    return ".".join([*numbers, "0", "0", "0", "0"][:4])


def sign(program: Path) -> None:
    """Sign a program where a certificate was given; otherwise leave it and say so.

    The workflow sets WINDOWS_CERTIFICATE (a file in PKCS#12) and WINDOWS_CERTIFICATE_PASSWORD from
    the repository's secrets. Unsigned installers work; SmartScreen warns about them.
    """
    certificate = os.environ.get("WINDOWS_CERTIFICATE", "")
    if not certificate:
        say(f"{program.name}: not signed, WINDOWS_CERTIFICATE names no certificate")
        return
    signed = program.with_suffix(".signed")
    secret = os.environ.get("WINDOWS_CERTIFICATE_PASSWORD", "")
    # From a file: other programs can read a command line.
    password = program.with_suffix(".password")
    password.touch(mode=0o600)
    try:
        password.write_text(secret, "utf-8")
        options = ["-pkcs12", certificate, "-readpass", password, "-h", "sha256"]
        options += ["-n", contents.DISPLAY_NAME]
        if os.environ.get("TIMESTAMP_SERVER"):
            options += ["-ts", os.environ["TIMESTAMP_SERVER"]]
        run(["osslsigncode", "sign", *options, "-in", program, "-out", signed])
    finally:
        password.unlink()
    signed.replace(program)


def uninstall_lines(folder: Path) -> str:
    """NSIS's commands that remove each file of a folder, and then its folders, by name."""
    lines = []
    paths = sorted(folder.rglob("*"), key=lambda path: (len(path.parts), path.as_posix()))
    for path in reversed(paths):
        name = PureWindowsPath(*path.relative_to(folder).parts)
        lines.append(f'{"RMDir" if path.is_dir() else "Delete"} "$INSTDIR\\{name}"\n')
    # A folder is deeper than what holds it, so it comes first; its files come before itself.
    return "".join(line for line in lines if line.startswith("Delete")) + "".join(
        line for line in lines if line.startswith("RMDir")
    )


def _pack(folder: Path, work: Path, result: Path, version: str, epoch: int) -> None:
    files = work / "files.nsh"
    files.write_text(uninstall_lines(folder), "utf-8", newline="\n")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    values = {
        "OWNER": owner.NAME,
        "VERSION": version,
        "FOUR": four_numbers(version),
        "OUT": str(result),
        "ICON": str(RESOURCES / "app.ico"),
        "PAYLOAD": str(folder),
        "FILES": str(files),
        "KILOBYTES": str(size // 1024),
    }
    defined = [f"-D{name}={value}" for name, value in values.items()]
    env = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    run(
        ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defined, HERE / "installer.nsi"],
        env=env,
    )
