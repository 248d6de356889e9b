"""Runs a program apart from this system: in another root, as another user, without a network.

In namespaces of its own, whose only network interface is the loopback unless the network is asked
for. This file is also what runs inside of them, hence the standard library alone.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finished:
    """How a program ended."""

    status: int
    output: str


def run_isolated(
    command: Sequence[str],
    env: Mapping[str, str],
    *,
    uid: int,
    root: Path = Path("/"),
    timeout: int = 180,
    with_network: bool = False,
    is_shown: bool = False,
) -> Finished:
    """Run a program as this user, seeing only this root.

    What it prints is kept, or shown at once with `is_shown`, for what takes long.
    """
    inner = [sys.executable, str(Path(__file__).resolve()), str(root), str(uid), *command]
    namespaces = ["--mount", "--pid", "--fork", "--kill-child", *(["--net"] * (not with_network))]
    done = subprocess.run(  # noqa: S603 - our own interpreter; the command is the caller's
        ["unshare", *namespaces, *inner],  # noqa: S607 - found on PATH
        # The interpreter here needs none of it; only what is named reaches the program.
        env={**env, "PATH": env.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=None if is_shown else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        timeout=timeout,
        check=False,
    )
    return Finished(done.returncode, done.stdout or "")


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
