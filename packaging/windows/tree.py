"""The program's folder for Windows, put together on any system from real Windows parts.

Nothing of Windows is run and nothing is frozen: the signed Python, the wheels of our own lock for
Windows, our code and the libraries' as byte code, and a launcher. So whatever its makers signed
stays signed. The same files come out at every build.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from bundle import contents, licences, sbom, shipped_resources
from setup_environment import environment
from tools import PackagingError, run
from windows import interpreter

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = ROOT / "packaging" / "requirements" / "runtime.txt"
# In the standard library's zip, beside what contents.EXCLUDED_MODULES names.
_LEFT_OUT = re.compile(
    r"(?:msilib|wsgiref|sqlite3/dump|dbm|__phello__|site-packages|antigravity|this|imaplib|nntplib"
    r"|poplib|smtplib|smtpd|telnetlib|mailbox|cgi|cgitb|pickletools|turtledemo|asynchat|asyncore"
    r"|aifc|sunau|chunk|wave|uu|xdrlib|cProfile|profile|pstats|trace|timeit|tabnanny)(?:[./]|$)"
)
_DLL_NAME = re.compile(r"^\s*DLL Name: (\S+)$", re.MULTILINE)
OBJDUMP = "x86_64-w64-mingw32-objdump"


def build(
    target: Path,
    work: Path,
    python: interpreter.Interpreter,
    step: Callable[[str, Callable[[], object]], object],
    *,
    is_empty_window: bool = False,
) -> None:
    """Fill a folder with the program, all but its launcher, and list its parts in `work`.

    With `is_empty_window`, it is a window with nothing in it, to measure against.
    """
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    compiler = _python_of(python.minor)
    for name, content in python.files.items():
        if name not in interpreter.NOT_SHIPPED and name.endswith((".dll", ".pyd")):
            (target / name).write_bytes(content)
    library_zip = f"{python.stem}.zip"
    (target / library_zip).write_bytes(_standard_library(python.standard_library))
    # Relative to the folder of that file; with it Python looks nowhere else, whatever is set.
    paths = f"{library_zip}\n.\nlib\n"
    (target / f"{python.stem}._pth").write_text(paths, "utf-8", newline="\n")
    packages = work / "packages"
    requirements = work / "requirements.txt"
    requirements.write_text(_only_qt() if is_empty_window else LOCK.read_text("utf-8"), "utf-8")
    step("wheels for Windows", lambda: _install(packages, requirements, python.minor))
    (work / "python-licence").mkdir(exist_ok=True)
    python_licence = work / "python-licence" / "LICENSE.txt"
    python_licence.write_bytes(python.files["LICENSE.txt"])
    library = target / "lib"
    parts = licences.collect_beside(target / "licences", packages, python_licence, python.version)
    parts.append(sbom.Part("generic", "openssl", python.openssl, "Apache-2.0"))
    sbom.keep(parts, work / "parts.json")
    _copy_packages(packages, library)
    if is_empty_window:
        _take_empty_window(library)
    else:
        own = shutil.ignore_patterns("__pycache__", "*.md")
        shutil.copytree(ROOT / "app", library / "app", ignore=own)
        shipped_resources.gather(library / "resources", "windows")
    _drop_unreachable(target)
    # Byte code that no other version of Python reads.
    script = Path(__file__).resolve().parent / "byte_code.py"
    run([compiler, "-I", script, library])


def _only_qt() -> str:
    packages = re.split(r"^(?=\S)", LOCK.read_text("utf-8"), flags=re.MULTILINE)
    return "".join(each for each in packages if each.startswith(("pyside6", "shiboken6")))


def _take_empty_window(library: Path) -> None:
    source = ROOT / "packaging" / "bundle" / "empty_window.py"
    (library / "app").mkdir()
    shutil.copyfile(source, library / "app" / "__main__.py")
    for module in contents.QT_MODULES - {"QtCore", "QtGui", "QtWidgets"}:
        (library / "PySide6" / f"{module}.pyd").unlink()


def _python_of(minor: str) -> str:
    """A Python of this system that writes the byte code that the Windows one reads."""
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions")
    places = [str(each) for each in sorted(versions.glob(f"{minor}.*/bin/python{minor}"))]
    for place in [*([sys.executable] if own == minor else []), f"python{minor}", *places]:
        found = shutil.which(place)
        # What pyenv puts on PATH may be there and yet not start.
        told = run([found, "--version"], allowed=range(256)) if found else ""
        if found and told.startswith(f"Python {minor}."):
            return found
    raise PackagingError(f"Byte code for Windows takes a Python {minor} here: put it on PATH.")


def _is_excluded(module: str) -> bool:
    parts = module.split(".")
    names = (".".join(parts[: index + 1]) for index in range(len(parts)))
    return any(name in contents.EXCLUDED_MODULES for name in names)


def _module(path: str) -> str:
    return re.sub(r"(?:/__init__)?\.pyc?$", "", path).replace("/", ".")


def _standard_library(archive: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(result, "w") as new:
        for name in sorted(old.namelist()):
            if name.endswith("/") or _LEFT_OUT.match(name) or _is_excluded(_module(name)):
                continue
            # Stored, not packed: the installer packs better, and starts need no unpacking.
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name))
    return result.getvalue()


def _install(packages: Path, requirements: Path, minor: str) -> None:
    uv = environment.find_uv()
    if not uv:
        raise PackagingError("Wheels for another system take uv: put it on PATH.")
    shutil.rmtree(packages, ignore_errors=True)
    aim = ["--target", packages, "--python-platform", "x86_64-pc-windows-msvc"]
    aim += ["--python-version", minor, "--only-binary", ":all:", "--require-hashes"]
    # Copies: a link into uv's cache would let a change here reach it.
    command = [uv, "pip", "install", "--quiet", "--link-mode", "copy", *aim, "-r", requirements]
    run(command, env=environment.uv_environment())


def _copy_packages(packages: Path, library: Path) -> None:
    for path in sorted(packages.rglob("*")):
        name = path.relative_to(packages).as_posix()
        if path.is_file() and not name.startswith("bin/") and _is_wanted(name):
            target = library / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def _is_wanted(name: str) -> bool:
    if not contents.is_wanted(name) or name.endswith((".exe", ".md", ".rst", "py.typed")):
        return False
    if name.startswith(("PySide6/", "shiboken6/")) and name.count("/") > 1:
        # Folders for developers: all but plugins, translations and Shiboken's own files.
        return name.startswith(
            ("PySide6/plugins/", "PySide6/translations/", "shiboken6/files.dir/")
        )
    if name.startswith("PySide6/") and name.endswith(".pyd"):
        return name[8:-4] in contents.QT_MODULES
    return not (name.endswith(".py") and _is_excluded(_module(name)))


def _drop_unreachable(target: Path) -> None:
    """Remove the libraries that nothing loads, by the import tables."""
    files = [path for path in sorted(target.rglob("*")) if path.suffix in (".dll", ".pyd")]
    needs: dict[str, set[str]] = {}
    names = {path.name.lower(): path.name for path in files}
    for path in files:
        loaded = _DLL_NAME.findall(run([OBJDUMP, "--private-headers", path]))
        needs[path.as_posix()] = {names.get(each.lower(), each) for each in loaded}
    roots = [
        path.as_posix()
        for path in files
        # The launcher loads Python, and Python's own libraries lie beside it, signed as a set.
        if path.suffix == ".pyd" or path.parent == target or contents.plugin_of(path.as_posix())
    ]
    for name in contents.unreachable(roots, needs):
        Path(name).unlink()
