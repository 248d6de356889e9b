"""With a real Secret Service: signed in, restarted, still signed in, and no secret in any file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from tests.cj.server import FaultyServer

ROOT = Path(__file__).resolve().parents[3]
TOOLS = ("dbus-run-session", "gnome-keyring-daemon", "secret-tool")
_MISSING = [each for each in TOOLS if which(each) is None]

pytestmark = pytest.mark.skipif(
    bool(_MISSING),
    reason=f"no Secret Service to try here: {', '.join(_MISSING)} not installed "
    "(Debian: gnome-keyring libsecret-tools dbus-x11)",
)

# The session ends with the shell, and its keyring with it.
SESSION = """
printf %s keyring-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
{python} -m tests.e2e.system.secret_service_program {base_url} {folder} || exit 10
{python} -m tests.e2e.system.secret_service_program {base_url} {folder} </dev/null || exit 11
secret-tool search --all service dispute-desk 2>&1
"""


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(pace=1.0, life=False) as running:
        yield running


def test_a_restart_finds_the_token_in_the_keyring_and_nowhere_else(
    server: FaultyServer, tmp_path: Path
) -> None:
    home, runtime, data = tmp_path / "home", tmp_path / "run", tmp_path / "data"
    home.mkdir()
    runtime.mkdir(mode=0o700)
    script = SESSION.format(python=sys.executable, base_url=server.base_url, folder=data)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(home / "share"),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "C.UTF-8",
    }
    command = ["dbus-run-session", "--", "bash", "-c", script]
    result = subprocess.run(  # noqa: S603 - programs of this machine and our own script
        command,
        input=server.API_KEY,
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("signed in\n") == 2

    # Signed in once, and the second run asked for nothing but disputes.
    assert len(server.record.of("authentication/getAccessToken")) == 1
    assert len(server.record.of("disputes/getDisputeList")) >= 2
    assert 1600200 not in [each.answered_code for each in server.record.requests]

    (pair,) = server.world.tokens.pairs()
    secrets = (pair.access, pair.refresh, server.API_KEY, "1000000000000000001")
    assert pair.access in result.stdout  # what secret-tool found
    assert pair.refresh in result.stdout
    written = [each for each in data.rglob("*") if each.is_file()]
    names = {each.name for each in written}
    assert {"dispute-desk.log", "preferences.json"} <= names
    assert any(each.suffix == ".sqlite3" for each in written)
    for path in written:
        content = path.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, path.name
