"""A bare system without Python, to install into, and a way to run in it without a network.

The system is Debian's or Ubuntu's smallest, made once by debootstrap from the mirror that this
machine uses, with what any desktop has (an X server to draw on, a font, the graphics driver's
libraries) and nothing else. Programs run in it as an ordinary user, in a network namespace of
their own whose only interface is the loopback.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools import PackagingError, need, run, say

USER = "merchant"
UID = 1000
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dispute-desk" / "roots"
# The .deb's dependencies, which apt could not fetch without a network; a font; a screen.
_PACKAGES = ("libegl1", "libgl1", "libxcb1", "zlib1g", "fonts-dejavu-core", "xvfb", "xauth")


@dataclass(frozen=True)
class Finished:
    """How a program in the clean root ended."""

    status: int
    output: str


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
        return without_network(
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
def clean_root() -> Iterator[CleanRoot]:
    """A fresh copy of the bare system, removed afterwards, or `PackagingError` raised."""
    template = _template()
    # Beside its template: a link or a cheap copy, where the file system can.
    with tempfile.TemporaryDirectory(dir=_CACHE, prefix="root-") as name:
        path = Path(name) / "root"
        run(["cp", "--archive", "--reflink=auto", template, path])
        yield CleanRoot(path)


def without_network(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    uid: int,
    root: Path = Path("/"),
    timeout: int = 180,
) -> Finished:
    """Run a program as this user, seeing only this root, with nothing but the loopback."""
    inner = [sys.executable, str(Path(__file__).resolve()), str(root), str(uid), *command]
    done = subprocess.run(  # noqa: S603 - our own interpreter; the command is the caller's
        ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", *inner],  # noqa: S607 - found on PATH
        # The interpreter here needs none of it; only what is named reaches the program.
        env={**env, "PATH": env.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )
    return Finished(done.returncode, done.stdout)


def _template() -> Path:
    suite, mirror, components = _own_release()
    made = _CACHE / f"{suite}-{zlib.crc32(' '.join(_PACKAGES).encode()):08x}"
    if (made / "complete").exists():
        return made / "root"
    say(f"Making a clean {suite} with debootstrap: about a minute, once …")
    shutil.rmtree(made, ignore_errors=True)
    (made / "root").mkdir(parents=True)
    options = ["--variant=minbase", f"--include={','.join(_PACKAGES)}"]
    options.append(f"--components={','.join(components)}")
    run(["debootstrap", *options, suite, made / "root", mirror])
    root = made / "root"
    run(["chroot", root, "useradd", "--uid", str(UID), "--create-home", USER])
    shutil.rmtree(root / "var" / "cache" / "apt" / "archives", ignore_errors=True)
    (made / "complete").touch()
    return root


def _own_release() -> tuple[str, str, list[str]]:
    """The suite of this system, a mirror that has it, and the components that this system uses."""
    release = Path("/etc/os-release").read_text("utf-8")
    suite = release.partition("VERSION_CODENAME=")[2].split("\n")[0].strip('"')
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


# --- inside the namespaces -----------------------------------------------------------------------


def _enter(root: str, uid: int, command: Sequence[str]) -> None:
    """Become that user in that root, with the loopback up, and then the program."""
    _raise_loopback()
    # This mount namespace is our own: nothing of it is seen outside.
    _mount("--make-rprivate", "/")
    if root == "/":
        _mount("-t", "proc", "proc", "/proc")
    else:
        _mount("-t", "proc", "proc", f"{root}/proc")
        _mount("--rbind", "/dev", f"{root}/dev")
        os.chroot(root)
        os.chdir("/")
    # Whoever is the first process in a namespace is no ordinary parent: Xvfb, for one, tells such
    # a one nothing. So the first waits, and the second becomes the program.
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        code = os.waitstatus_to_exitcode(status)
        sys.exit(code if code >= 0 else 128 - code)
    env = {**os.environ, "PATH": os.environ["PATH"].removesuffix(":/usr/sbin:/sbin:/usr/bin:/bin")}
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    os.execvpe(command[0], list(command), env)  # noqa: S606 - no shell is wanted


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)  # noqa: S603, S607 - root's own PATH


def _raise_loopback() -> None:
    # The fields of struct ifreq: name, flags (IFF_UP); the call is SIOCSIFFLAGS.
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14x", b"lo", 0x1))


if __name__ == "__main__":
    _enter(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
