"""A desktop for one test: X11 or Wayland, a session bus and an accessibility bus."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).resolve().parents[3]
SYSTEM_PYTHON = "/usr/bin/python3"
X11 = ("Xvfb", "openbox", "xdotool")
WAYLAND = ("sway", "wtype")
"""What makes a screen, and what types on it."""
_BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
_SWAY = """
xwayland disable
output * resolution 1400x1000
exec echo "$WAYLAND_DISPLAY" > /dev/fd/{ready}
"""
_OTHER_DESKTOPS = ("QT_", "DBUS_", "DISPLAY", "WAYLAND_", "XDG_SESSION_TYPE")


def missing(module: str, screen: tuple[str, ...] = X11) -> str:
    """What of all this is not installed; `module` is one of the system's python3."""
    tools = [tool for tool in (*screen, "dbus-run-session") if shutil.which(tool) is None]
    if not Path(_BUS_LAUNCHER).exists():
        tools.append("at-spi2-core")
    elif subprocess.run([SYSTEM_PYTHON, "-c", f"import {module}"], check=False).returncode:  # noqa: S603 - a fixed command
        tools.append(module)
    return ", ".join(tools)


@contextmanager
def desktop(folder: Path, screen: tuple[str, ...] = X11) -> Iterator[dict[str, str]]:
    """Start it; gives the environment of its programs. It ends with the block."""
    with ExitStack() as running:
        # Short, as a socket has to have it: the path of a test is long where several run at once.
        runtime = running.enter_context(tempfile.TemporaryDirectory(prefix="desk-"))
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(_OTHER_DESKTOPS)},
            "XDG_RUNTIME_DIR": runtime,
            "XDG_DATA_HOME": str(folder / "share"),
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }
        (_start_wayland if screen is WAYLAND else _start_x11)(environment, running)
        # The bus lives until its standard input ends.
        script = 'echo "$DBUS_SESSION_BUS_ADDRESS"; exec cat'
        bus = subprocess.Popen(  # noqa: S603 - a fixed command
            ["dbus-run-session", "--", "sh", "-c", script],  # noqa: S607 - looked for above
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        running.callback(bus.communicate)
        assert bus.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        running.enter_context(_running([_BUS_LAUNCHER, "--launch-immediately"], environment))
        yield environment


def _start_x11(environment: dict[str, str], running: ExitStack) -> None:
    read, write = os.pipe()
    # Xvfb picks a free display itself and says which once it is ready.
    server = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24"]
    running.enter_context(_running(server, environment, pass_fds=(write,)))
    os.close(write)
    with os.fdopen(read) as pipe:
        environment["DISPLAY"] = f":{pipe.readline().strip()}"
    running.enter_context(_running(["openbox"], environment))


def _start_wayland(environment: dict[str, str], running: ExitStack) -> None:
    read, write = os.pipe()
    config = Path(environment["XDG_RUNTIME_DIR"], "sway")
    config.write_text(_SWAY.format(ready=write))
    # It refuses to run as root. In a name space of its own the same user has no such name.
    nobody = ["unshare", "--user"] if os.geteuid() == 0 else []
    headless = {
        "WLR_BACKENDS": "headless",
        "WLR_LIBINPUT_NO_DEVICES": "1",
        "WLR_RENDERER": "pixman",
    }
    server = [*nobody, "sway", "--config", str(config)]
    running.enter_context(_running(server, {**environment, **headless}, pass_fds=(write,)))
    os.close(write)
    with os.fdopen(read) as pipe:
        environment["WAYLAND_DISPLAY"] = pipe.readline().strip()
    if not environment["WAYLAND_DISPLAY"]:
        pytest.skip("no Wayland here: sway does not start")
    # Where there is no keyboard no window has the focus: one is there all the time, unused.
    running.enter_context(_running(["wtype", "-s", "86400000"], environment))


@contextmanager
def program(
    environment: Mapping[str, str], log: Path, *command: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A program of this desktop, which ends with the block; what it writes goes to `log`."""
    with log.open("wb") as out, _running(list(command), environment, out=out) as process:
        yield process


@contextmanager
def _running(
    command: list[str],
    environment: Mapping[str, str],
    *,
    pass_fds: tuple[int, ...] = (),
    out: IO[bytes] | int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(  # noqa: S603 - commands of these tests
        command, cwd=ROOT, env=environment, pass_fds=pass_fds, stdout=out, stderr=out
    )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
