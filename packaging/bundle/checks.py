"""What must be true of a finished bundle, whatever changes in the program or its libraries."""

from __future__ import annotations

import re
from pathlib import Path

from bundle.elf import Demands, demands_of
from tools import PackagingError

LARGEST_MB = 130
"""Of the unpacked folder: it is 125 now, and each further megabyte needs a reason."""
NEWEST_GLIBC = (2, 36)
"""Debian 12's, on which the Linux packages are built."""

# What the bundle takes from the system: the kernel's and the graphics driver's side of things,
# which must fit the machine. Library -> Debian package.
SYSTEM_LIBRARIES = {
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libz.so.1": "zlib1g",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxcb.so.1": "libxcb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
# Only the Wayland plugin loads these; where they are missing, Qt falls back to X11.
OPTIONAL_PACKAGES = {"libwayland-client0", "libwayland-cursor0"}

_FORBIDDEN = re.compile(
    r"gtk|Qt6(?:Qml|Quick|Designer|Help|Sql|Test|WebEngine|Pdf|OpenGLWidgets)|qmlls|lupdate|lrelease"
    r"|/(?:gcc|cc1|rcc|uic|moc)$|\.(?:pyi|h|a|la|lib|pdb)$|/tests?/|_pytest|PyInstaller/",
    re.IGNORECASE,
)


def check_contents(folder: Path) -> None:
    """Stop where a bundle holds what it should not, or too much."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = [path.relative_to(folder).as_posix() for path in files]
    # Licence texts are called what their libraries are called.
    bad = [name for name in names if _FORBIDDEN.search(f"/{name}") and "licences/" not in name]
    if bad:
        raise PackagingError(f"The bundle holds what it should not: {', '.join(bad[:10])}")
    if not any(name.endswith("licences/LGPL-3.0.txt") for name in names):
        raise PackagingError("The bundle lacks the licences.")
    size = sum(path.lstat().st_size for path in files if not path.is_symlink()) / 1e6
    if size > LARGEST_MB:
        raise PackagingError(f"The bundle has {size:.1f} MB, more than {LARGEST_MB}.")


def check_demands(folder: Path) -> Demands:
    """Stop where a Linux bundle needs more of the system than the packages say."""
    demands = demands_of(folder)
    surprising = set(demands.libraries) - set(SYSTEM_LIBRARIES)
    if surprising:
        whose = {name: min(demands.libraries[name]) for name in sorted(surprising)}
        raise PackagingError(f"The bundle needs libraries that nobody provides: {whose}")
    if demands.glibc > NEWEST_GLIBC:
        raise PackagingError(
            f"The bundle needs glibc {demands.glibc}: build it on an older system."
        )
    return demands


def debian_packages(demands: Demands) -> tuple[list[str], list[str]]:
    """The packages to depend on, and those to recommend, for what a bundle needs."""
    packages = {SYSTEM_LIBRARIES[name] for name in demands.libraries}
    glibc = ".".join(map(str, demands.glibc))
    firm = sorted(packages - OPTIONAL_PACKAGES - {"libc6"})
    return [f"libc6 (>= {glibc})", *firm], sorted(packages & OPTIONAL_PACKAGES)
