"""A desktop for one test: an X server, a window manager, a session bus and an accessibility bus."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
_TOOLS = ("Xvfb", "openbox", "dbus-run-session", "xdotool")
_BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"


def missing(module: str) -> str:
    """What of all this is not installed; `module` is one of the system's python3."""
    tools = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if not Path(_BUS_LAUNCHER).exists():
        tools.append("at-spi2-core")
    elif subprocess.run([SYSTEM_PYTHON, "-c", f"import {module}"], check=False).returncode:  # noqa: S603 - a fixed command
        tools.append(module)
    return ", ".join(tools)


@contextmanager
def desktop(folder: Path) -> Iterator[dict[str, str]]:
    """Start it; gives the environment of its programs. It ends with the block."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("QT_", "DBUS_"))},
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(folder / "share"),
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    with ExitStack() as running:
        read, write = os.pipe()
        # Xvfb picks a free display itself and says which once it is ready.
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24"]
        running.enter_context(_running(server, environment, pass_fds=(write,)))
        os.close(write)
        with os.fdopen(read) as pipe:
            environment["DISPLAY"] = f":{pipe.readline().strip()}"
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
        for command in ([_BUS_LAUNCHER, "--launch-immediately"], ["openbox"]):
            running.enter_context(_running(command, environment))
        yield environment


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
