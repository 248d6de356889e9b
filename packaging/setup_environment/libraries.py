"""The system libraries that Qt loads on Linux: which are missing, and how to get them."""

import os
import shutil
import struct
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path

from .console import VENV, SetupError, demand, say
from .qt_parts import KEPT_PLUGINS, QT_MODULES

PLATFORMS = ("offscreen", "xcb", "wayland")

# Library -> its package on Debian and Ubuntu, and on Arch. Which ones are needed is read from Qt's
# own files; tests/packaging asks that each of those is here. No font is listed: Debian's
# libfontconfig1 depends on one, and where fonts live on other systems cannot be told from here.
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libx11"),
    "libX11.so.6": ("libx11-6", "libx11"),
    "libbrotlicommon.so.1": ("libbrotli1", "brotli"),
    "libbrotlidec.so.1": ("libbrotli1", "brotli"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype2"),
    "libgcc_s.so.1": ("libgcc-s1", "gcc-libs"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libstdc++.so.6": ("libstdc++6", "gcc-libs"),
    "libwayland-client.so.0": ("libwayland-client0", "wayland"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "wayland"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libzstd.so.1": ("libzstd1", "zstd"),
}
# Python itself runs on it, and a C library of another kind has other names for its parts.
_C_LIBRARY = ("libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libresolv.so", "ld-")


def missing(qt_platform: str, cache: bytes | None = None) -> list[str]:
    """Return the libraries to install: none while all that ``qt_platform`` needs is there.

    As soon as one is needed, all that are missing come along, so that the next start with a window
    does not ask again. To be asked once Qt itself is in ``.venv``.
    """
    if cache is None:
        file = Path("/etc/ld.so.cache")
        # Systems without it (NixOS, musl) keep libraries in their own way: Qt then speaks itself.
        if not file.exists():
            return []
        # Looking into it takes a tenth of a millisecond; starting ldconfig, or loading them, many.
        cache = file.read_bytes()
    packages = next(VENV.glob("lib/python3*/site-packages"), None)
    if packages is None:
        return []
    here = qt_platform.split("-", maxsplit=1)[0]
    lacking = [name for name in needed(packages, [here]) if not _is_there(name, cache)]
    if not lacking:
        return []
    return [name for name in needed(packages, PLATFORMS) if not _is_there(name, cache)]


def needed(packages: Path, qt_platforms: Iterable[str]) -> list[str]:
    """Return what the program's parts of Qt load from the system, directly or through others."""
    qt = packages / "PySide6" / "Qt"
    own = [packages / "PySide6", packages / "shiboken6", qt / "lib"]
    carried = {path.name: path for folder in own for path in folder.glob("*.so*")}
    todo = [carried[f"{name}.abi3.so"] for name in sorted(QT_MODULES)]
    todo += [path for name in qt_platforms for path in _plugins(qt / "plugins", name)]
    seen, outside = set(todo), set()
    for path in todo:
        for name in linked_libraries(path):
            if name not in carried and not name.startswith(_C_LIBRARY):
                outside.add(name)
            elif name in carried and carried[name] not in seen:
                seen.add(carried[name])
                todo.append(carried[name])
    return sorted(outside)


def _plugins(folder: Path, qt_platform: str) -> Iterator[Path]:
    for kind, names in KEPT_PLUGINS.items():
        if kind.startswith("wayland") and qt_platform != "wayland":
            continue
        chosen = {f"q{qt_platform}"} if kind == "platforms" else names
        files = (folder / kind / f"lib{name}.so" for name in sorted(chosen))
        yield from (path for path in files if path.exists())


def linked_libraries(path: Path) -> list[str]:
    """Return the libraries that an ELF file of 64 bits names as NEEDED."""
    # Mapped, not read: of the 100 MB of Qt a few pages are looked at, at every start.
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        if content[:6] != b"\x7fELF\x02\x01":
            return []
        (table,) = struct.unpack_from("<Q", content, 32)
        size, count = struct.unpack_from("<HH", content, 54)
        places = range(table, table + count * size, size)
        headers = [struct.unpack_from("<IIQQQQ", content, place) for place in places]
        # Of kind, flags, offset, address, physical address and length; 1 is LOAD, 2 is DYNAMIC.
        loaded = [(each[3], each[5], each[2]) for each in headers if each[0] == 1]
        dynamic = [content[each[2] : each[2] + each[5]] for each in headers if each[0] == 2]
        entries = [entry for part in dynamic for entry in struct.iter_unpack("<qQ", part)]
        # 5 is STRTAB, the address of the names; 1 is NEEDED, a place in there.
        table = dict(entries).get(5, 0)
        names = next(
            (table - at + offset for at, length, offset in loaded if at <= table < at + length), 0
        )
        starts = [names + value for tag, value in entries if tag == 1]
        return [content[start : content.find(b"\0", start)].decode() for start in starts]


def _is_there(soname: str, cache: bytes) -> bool:
    if f"/{soname}\0".encode() in cache:
        return True
    import ctypes  # late: this far comes only a machine that lacks something

    # What LD_LIBRARY_PATH adds (conda and its like) is not in the cache.
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def command_for(sonames: Sequence[str], *, without_pip: bool) -> list[str]:
    """Return the command that installs what is missing here; empty where none is known."""
    named = all(name in PACKAGES for name in sonames)
    if shutil.which("apt-get") and named:
        # Debian's Python comes without the means to install anything into a virtual environment.
        venv = [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"] if without_pip else []
        names = [*dict.fromkeys(PACKAGES[name][0] for name in sonames), *venv]
        return ["apt-get", "install", "--yes", "--no-install-recommends", *names]
    if shutil.which("pacman") and named:
        names = [*dict.fromkeys(PACKAGES[name][1] for name in sonames)]
        return ["pacman", "-S", "--needed", *names, *(["python-pip"] * without_pip)]
    for tool in ("dnf", "zypper"):
        if shutil.which(tool):
            # Both take a library's name for the package that has it, whatever that is called.
            names = [f"{name}()(64bit)" for name in sonames]
            return [tool, "install", *names, *(["python3-pip"] * without_pip)]
    return []


def install(sonames: Sequence[str], *, without_pip: bool) -> None:
    """Install what is missing with apt where root may; otherwise say the one line that does it."""
    command = command_for(sonames, without_pip=without_pip)
    if not command:
        lacking = [*sonames, *(["pip"] * without_pip)]
        raise SetupError(f"This system lacks {', '.join(lacking)}: install it, then run it again.")
    if command[0] != "apt-get" or os.geteuid() != 0:
        import shlex

        raise SetupError(
            f"System packages are missing: run this, then it again: sudo {shlex.join(command)}"
        )
    started = time.monotonic()
    say("Installing the system packages that are missing, with apt-get …")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Someone else's apt (an unattended upgrade, say) may hold the lock for a while.
    apt = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    demand([*apt, "update"], env)
    demand([*apt, *command[1:]], env)
    say(f"System packages installed after {time.monotonic() - started:.1f} s.")
