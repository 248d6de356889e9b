"""A bare system without Python, to install into, and a way to run in it without a network.

The system is Debian's or Ubuntu's smallest, made once by debootstrap from the mirror that this
machine uses, with what any desktop has (an X server to draw on, a font, the graphics driver's
libraries) and nothing else.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from system_tests.isolated import Finished, run_isolated
from tools import PackagingError, need, run, say

USER = "merchant"
UID = 1000
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dispute-desk" / "roots"
# The .deb's dependencies, which apt could not fetch without a network; a font; a screen.
_PACKAGES = ("libegl1", "libgl1", "libxcb1", "zlib1g", "fonts-dejavu-core", "xvfb", "xauth")


class CleanRoot:
    """A copy of the bare system that a test may change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.home = Path("/home") / USER

    def run(
        self,
        *command: str,
        as_root: bool = False,
        env: Mapping[str, str] | None = None,
        timeout: int = 180,
    ) -> Finished:
        """Run a program without a network; without `as_root`, as an ordinary user."""
        owner = "root" if as_root else USER
        context = {
            "PATH": "/usr/local/bin:/usr/bin:/bin" + (":/usr/sbin:/sbin" if as_root else ""),
            "HOME": "/root" if as_root else str(self.home),
            "USER": owner,
            "LANG": "C.UTF-8",
            **(env or {}),
        }
        return run_isolated(
            command, context, uid=0 if as_root else UID, root=self.path, timeout=timeout
        )

    def put(self, file: Path, folder: str = "/srv") -> str:
        """Copy a file in, readable for all, and give its path there."""
        target = self.path / folder.lstrip("/") / file.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.chmod(0o644)
        return f"{folder}/{file.name}"

    def files(self) -> set[str]:
        """Every path, less those that a package manager or the kernel writes by itself."""
        found: set[str] = set()
        skipped = {"proc", "sys", "dev", "tmp", "srv", "run"}
        skipped |= {"var/lib/dpkg", "var/lib/apt", "var/log", "var/cache"}
        for folder, folders, names in os.walk(self.path):
            inside = os.path.relpath(folder, self.path)
            if inside in skipped:
                folders.clear()
                continue
            found.update(os.path.normpath(f"{inside}/{name}") for name in names + folders)
        return found


def obstacle() -> str:
    """Why no clean root can be made here; "" where one can."""
    if not sys.platform.startswith("linux"):
        return "only Linux has namespaces and debootstrap"
    if os.geteuid() != 0:
        return "making a clean root takes root"
    try:
        need("debootstrap", "unshare")
    except PackagingError as error:
        return str(error)
    return ""


@contextmanager
def clean_root(release: str = "", more: Sequence[str] = ()) -> Iterator[CleanRoot]:
    """A fresh copy of the bare system, removed afterwards, or `PackagingError` raised.

    Of this system's own release, or of the Debian one that is named; with more packages, which
    may hide what ours lacks.
    """
    template = _template(release, (*_PACKAGES, *more))
    # Beside its template: a link or a cheap copy, where the file system can.
    with tempfile.TemporaryDirectory(dir=_CACHE, prefix="root-") as name:
        path = Path(name) / "root"
        run(["cp", "--archive", "--reflink=auto", template, path])
        yield CleanRoot(path)


def _template(release: str, packages: Sequence[str]) -> Path:
    suite, mirror, components = source_of(release)
    made = _CACHE / f"{suite}-{zlib.crc32(' '.join(packages).encode()):08x}"
    if (made / "complete").exists():
        return made / "root"
    say(f"Making a clean {suite} with debootstrap: about a minute, once …")
    shutil.rmtree(made, ignore_errors=True)
    root = made / "root"
    bootstrap(root, suite, mirror, packages, components)
    run(["chroot", root, "useradd", "--uid", str(UID), "--create-home", USER])
    (made / "complete").touch()
    return root


def bootstrap(
    root: Path, suite: str, mirror: str, packages: Sequence[str], components: Sequence[str]
) -> None:
    """Fill a folder with the smallest system of a release, and these packages."""
    root.mkdir(parents=True)
    options = ["--variant=minbase", f"--include={','.join(packages)}"]
    options.append(f"--components={','.join(components)}")
    run(["debootstrap", *options, suite, root, *([mirror] if mirror else [])])
    if (root / "proc").is_mount():  # left so: a copy of the root would be one of the kernel's files
        run(["umount", "--lazy", root / "proc"])
    shutil.rmtree(root / "var" / "cache" / "apt" / "archives", ignore_errors=True)


def source_of(release: str) -> tuple[str, str, list[str]]:
    """The suite, a mirror and the components of a Debian release; of this system's own for "".

    The mirror is "" where debootstrap has to know one.
    """
    about = platform.freedesktop_os_release()
    if release and about["ID"] != "debian":
        # Another distribution's mirror has no Debian.
        return release, "", ["main"]
    suite, mirror, components = _own_source(about.get("VERSION_CODENAME", ""))
    return release or suite, mirror, components


def _own_source(suite: str) -> tuple[str, str, list[str]]:
    form = "$(CODENAME) $(REPO_URI) $(COMPONENT)"
    listing = run(["apt-get", "indextargets", "--format", form, "Created-By: Packages"])
    found = [line.split() for line in listing.splitlines() if line.split()[0] == suite]
    if not suite or not found:
        raise PackagingError("apt names no mirror of this system's own release.")
    address = found[0][1]
    components = sorted({component for _, uri, component in found if uri == address})
    return suite, mirror_at(address), components


def mirror_at(address: str) -> str:
    """An address that debootstrap can read: the first of the list that some give apt instead."""
    kind, _, path = address.partition("mirror+file:")
    return address if kind else Path(path).read_text("utf-8").split()[0]
