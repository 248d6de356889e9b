"""Collects the licences of all that is shipped into one folder, and tells what that all is.

Three kinds of things are in the bundle: Python packages, whose licences lie beside them; on Linux,
libraries of the build machine's distribution, whose licences its packages installed; and Qt and
Python, which have theirs here and in the interpreter's folder.
"""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from bundle import contents
from bundle.sbom import Part, normal
from tools import PackagingError, run

TEXTS = Path(__file__).resolve().parent / "licence_texts"
ROOT = TEXTS.parents[2]
_LICENCE = re.compile(r"(?:licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_COMMON = re.compile(r"/usr/share/common-licenses/([A-Za-z0-9.+-]*[A-Za-z0-9])")
# Used under the LGPL, whose text is in TEXTS; their wheels carry none, or the commercial one.
_TEXT_IS_OURS = {"pyside6-essentials", "shiboken6"}
# Of packages that tell it in words of their own: the SPDX expression.
_SPDX = {"MIT License": "MIT"}
_BOOT_LOADER = "GPL-2.0-or-later WITH Bootloader-exception"


def collect(target: Path, modules: Iterable[str], libraries: Iterable[Path]) -> list[Part]:
    """Fill a folder: for these top-level Python modules and these libraries of the system."""
    _begin(target, python_licence())
    packages = [metadata.distribution(name) for name in distributions(modules)]
    boot_loader = metadata.distribution("pyinstaller")
    _copy_of_package(boot_loader, target)
    return [
        Part("generic", "python", platform.python_version(), "PSF-2.0"),
        Part("pypi", "pyinstaller", boot_loader.version, _BOOT_LOADER),
        *_copies_of_packages(packages, target),
        *_copies_of_system(target, libraries),
    ]


def collect_beside(target: Path, packages: Path, interpreter: Path, version: str) -> list[Part]:
    """Fill a folder: for all packages installed in another folder, and a Python of this version."""
    _begin(target, interpreter)
    found = metadata.distributions(path=[str(packages)])
    shipped = [each for each in found if not _is_left_out(each)]
    return [
        Part("generic", "python", version, "PSF-2.0"),
        *_copies_of_packages(shipped, target),
    ]


def distributions(modules: Iterable[str]) -> list[str]:
    """The installed packages that these top-level modules come from."""
    origins = metadata.packages_distributions()
    found = {name.lower() for module in set(modules) for name in origins.get(module, ())}
    # Where the checkout itself was installed or built as a package, its modules count, too.
    return sorted(found - {contents.APP_ID})


def _is_left_out(distribution: metadata.Distribution) -> bool:
    code = [each for each in distribution.files or [] if each.suffix in (".py", ".pyd")]
    modules = {each.parts[0].removesuffix(".py") for each in code}
    return bool(modules) and modules <= set(contents.EXCLUDED_MODULES)


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
        raise PackagingError(
            "Python's own licence text is not beside it: use another Python to build."
        )
    return found


def texts_of(distribution: metadata.Distribution) -> list[Path]:
    """The licence files of an installed package."""
    files = distribution.files or []
    chosen = [each for each in files if ".dist-info/" in str(each) and _LICENCE.search(each.name)]
    return [Path(str(each.locate())) for each in chosen]


def licence_of(distribution: metadata.Distribution) -> str:
    """An installed package's licence as an SPDX expression, as far as it tells."""
    told = distribution.metadata
    for field in ("License-Expression", "License"):
        if field in told:
            return _SPDX.get(told[field], told[field])
    classified = [each for each in told.get_all("Classifier") or [] if each.startswith("License ")]
    words = classified[0].rpartition(" :: ")[2] if classified else ""
    if words not in _SPDX:
        raise PackagingError(f"{told['Name']} does not tell its licence: look, and add it here.")
    return _SPDX[words]


def _begin(target: Path, interpreter: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for text in sorted(TEXTS.iterdir()):
        shutil.copyfile(text, target / text.name)
    _copy([ROOT / "LICENSE"], target / "dispute-desk")
    _copy([interpreter], target / "python")


def _copies_of_packages(packages: Iterable[metadata.Distribution], target: Path) -> list[Part]:
    parts = []
    for each in packages:
        _copy_of_package(each, target)
        name, licence = normal(each.metadata["Name"]), licence_of(each)
        parts.append(Part("pypi", name, each.version, licence))
        if name == "pyside6-essentials":
            # Its wheel brings the Qt of the same version.
            parts.append(Part("generic", "qt", each.version, licence))
    return parts


def _copy_of_package(distribution: metadata.Distribution, target: Path) -> None:
    name = distribution.metadata["Name"].lower()
    if normal(name) in _TEXT_IS_OURS:
        return
    texts = texts_of(distribution)
    if not texts:
        raise PackagingError(
            f"{name} comes without its licence: add it to packaging/bundle/licence_texts/."
        )
    _copy(texts, target / name)


def _copies_of_system(target: Path, libraries: Iterable[Path]) -> list[Part]:
    paths = sorted({str(path.resolve()) for path in libraries})
    if not paths or not shutil.which("dpkg-query"):
        return []
    parts = []
    common: set[str] = set()
    kind = f"deb/{platform.freedesktop_os_release()['ID']}"
    for package in sorted({owner for path in paths if (owner := _owner(path))}):
        text = Path("/usr/share/doc") / package / "copyright"
        _copy([text], target / "system" / package)
        common.update(_COMMON.findall(text.read_text("utf-8", errors="replace")))
        version = run(["dpkg-query", "--show", "--showformat", "${Version}\\n", package])
        place = f"licences/system/{package}/copyright"
        parts.append(Part(kind, package, version.splitlines()[0], place))
    for name in sorted(common):
        text = Path("/usr/share/common-licenses") / name
        if text.is_file():
            _copy([text.resolve()], target / "system" / "common-licenses", name)
    return parts


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
