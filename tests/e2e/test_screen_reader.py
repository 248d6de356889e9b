"""The whole filing under a real X server, driven through AT-SPI by the names of the contract."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.practice.sample_data import TUTORIAL_ORDER

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "dbus-run-session", "xdotool")
SYSTEM_PYTHON = "/usr/bin/python3"
BUS_LAUNCHER = "/usr/libexec/at-spi-bus-launcher"

SESSION = """
{launcher} --launch-immediately >/dev/null 2>&1 &
openbox >/dev/null 2>&1 &
export QT_LINUX_ACCESSIBILITY_ALWAYS_ON=1
{python} -m app --practice --data-dir {data} >{data}.log 2>&1 &
program=$!
{system_python} {driver} {order}
status=$?
kill $program $(jobs -p)
wait
exit $status
"""


def missing() -> str:
    tools = [tool for tool in TOOLS if shutil.which(tool) is None]
    if not Path(BUS_LAUNCHER).exists():
        tools.append("at-spi2-core")
    elif subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], check=False).returncode:  # noqa: S603 - a fixed command
        tools.append("python3-pyatspi")
    return ", ".join(tools)


@pytest.fixture(scope="module")
def needs_tools() -> None:
    lacking = missing()
    if lacking:
        pytest.skip(f"no screen reader's eyes here: {lacking} missing")


@pytest.mark.usefixtures("needs_tools")
def test_a_screen_reader_can_file_a_dispute(tmp_path: Path) -> None:
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    script = SESSION.format(
        launcher=BUS_LAUNCHER,
        python=sys.executable,
        data=tmp_path / "data",
        system_python=SYSTEM_PYTHON,
        driver=Path(__file__).with_name("screen_reader.py"),
        order=TUTORIAL_ORDER,
    )
    read, write = os.pipe()
    # Xvfb picks a free display itself and says which once it is ready.
    server = subprocess.Popen(  # noqa: S603 - a fixed command
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24"],  # noqa: S607 - found on the path above
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            display = pipe.readline().strip()
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("QT_", "DBUS_"))},
            "DISPLAY": f":{display}",
            "XDG_RUNTIME_DIR": str(runtime),
        }
        started = time.monotonic()
        driven = subprocess.run(  # noqa: S603 - a fixed command
            ["dbus-run-session", "--", "bash", "-c", script],  # noqa: S607 - found on the path above
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=150,
            check=False,
        )
    finally:
        server.terminate()
        server.wait(10)
    record = dict(line.split(": ", 1) for line in driven.stdout.splitlines() if ": " in line)
    assert driven.returncode == 0, driven.stdout + driven.stderr
    assert record["ceiling"] == "Up to USD 28.32"
    assert record["commit"] == "File refund dispute – up to USD 28.32"
    assert record["outcome"].startswith("Filed: SH")
    assert record["done"] == "yes"
    assert time.monotonic() - started < 120
