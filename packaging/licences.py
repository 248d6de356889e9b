"""Collects the licences of all that is shipped into one folder.

Three kinds of things are in the bundle: Python packages, whose licences lie beside them; on Linux,
libraries of the build machine's distribution, whose licences its packages installed; and Qt and
Python, which have theirs here and in the interpreter's folder.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "licences"
ROOT = TEXTS.parent.parent
_LICENCE = re.compile(r"(?:licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9])")
# Their wheels carry no text: they are under the LGPL, whose text is in TEXTS.
_TEXT_IS_OURS = {"pyside6-essentials", "pyside6_essentials", "shiboken6"}


def collect(target: Path, modules: Iterable[str], libraries: Iterable[Path]) -> None:
    """Fill a folder: for these top-level Python modules and these libraries of the system."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for text in sorted(TEXTS.iterdir()):
        shutil.copyfile(text, target / text.name)
    _copy([ROOT / "LICENSE"], target / "dispute-desk")
    _copy([python_licence()], target / "python")
    for name in [*distributions(modules), "pyinstaller"]:
        _copy_of_package(metadata.distribution(name), target)
    _copy_of_system(target, libraries)


def collect_beside(target: Path, packages: Path, interpreter: Path) -> None:
    """Fill a folder: for all packages installed in another folder, and that Python's licence."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for text in sorted(TEXTS.iterdir()):
        shutil.copyfile(text, target / text.name)
    _copy([ROOT / "LICENSE"], target / "dispute-desk")
    _copy([interpreter], target / "python")
    for distribution in metadata.distributions(path=[str(packages)]):
        _copy_of_package(distribution, target)


def distributions(modules: Iterable[str]) -> list[str]:
    """The installed packages that these top-level modules come from."""
    origins = metadata.packages_distributions()
    return sorted({name.lower() for module in set(modules) for name in origins.get(module, ())})


def python_licence() -> Path:
    """Where the interpreter's own licence lies."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    places = [
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path("/usr/share/doc") / version / "copyright",
    ]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise SystemExit("Python's own licence text is not beside it: use another Python to build.")
    return found


def texts_of(distribution: metadata.Distribution) -> list[Path]:
    """The licence files of an installed package."""
    files = distribution.files or []
    chosen = [each for each in files if ".dist-info/" in str(each) and _LICENCE.search(each.name)]
    return [Path(str(each.locate())) for each in chosen]


def _copy_of_package(distribution: metadata.Distribution, target: Path) -> None:
    name = distribution.metadata["Name"].lower()
    texts = texts_of(distribution)
    if not texts and name not in _TEXT_IS_OURS:
        raise SystemExit(f"{name} comes without its licence: add it to packaging/licences/.")
    _copy(texts, target / name)


def _copy_of_system(target: Path, libraries: Iterable[Path]) -> None:
    paths = sorted({str(path.resolve()) for path in libraries})
    if not paths or not shutil.which("dpkg-query"):
        return
    common: set[str] = set()
    for package in sorted({owner for path in paths if (owner := _owner(path))}):
        text = Path("/usr/share/doc") / package / "copyright"
        _copy([text], target / "system" / package)
        common.update(_COMMON.findall(text.read_text("utf-8", errors="replace")))
    for name in sorted(common):
        text = Path("/usr/share/common-licenses") / name
        if text.is_file():
            _copy([text.resolve()], target / "system" / "common-licenses", name)


def _owner(path: str) -> str:
    """The Debian package of a file; "" for one that no package brought."""
    # Since /usr was merged, a package may have the file under either name.
    for name in (path, path.removeprefix("/usr")):
        done = subprocess.run(  # noqa: S603 - a fixed command
            ["dpkg-query", "--search", name],  # noqa: S607 - found on PATH by the caller
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            return done.stdout.split(":")[0]
    return ""


def _copy(files: Iterable[Path], folder: Path, name: str = "") -> None:
    for file in files:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, folder / (name or file.name))
