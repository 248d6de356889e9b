"""Two copies of the program on one data folder, each with an account: nothing meets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from tests.cj.server import FaultyServer
from tests.services.account.account_process import REFRESHES

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60


def start(server: FaultyServer, folder: Path, key: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    program = subprocess.Popen(  # noqa: S603 - our own interpreter and script
        [
            sys.executable,
            "-m",
            "tests.services.account.account_process",
            server.base_url,
            str(folder),
        ],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdin is not None
    program.stdin.write(f"{key}\n")
    program.stdin.flush()
    return program


def test_data_drafts_and_pace_of_two_accounts_in_two_processes_are_apart(tmp_path: Path) -> None:
    with FaultyServer(pace=1.0, life=False) as server:
        programs = [start(server, tmp_path, key) for key in (server.API_KEY, server.OTHER_API_KEY)]
        for program in programs:
            assert program.stdout is not None
            assert program.stdout.readline() == "ready\n"
        server.record.clear()
        found: list[dict[str, Any]] = []
        for program in programs:
            assert program.stdin is not None
            program.stdin.write("go\n")
            program.stdin.flush()
        for program in programs:
            said, _ = program.communicate(timeout=PATIENCE)
            assert program.returncode == 0
            found.append(json.loads(said))
        requests = server.record.requests

    one, two = found
    assert one["account"] != two["account"]
    for each in found:
        assert each["drafts"] == [f"typed in {each['label']}"]
        assert DataFolder(tmp_path).database(each["account"]).exists()

    # Neither lost the other's entry in the one file that they share.
    known = Preferences(DataFolder(tmp_path).preferences).load().accounts
    assert {each.account_id for each in known} == {one["account"], two["account"]}

    # CJ's distance within an account, and none between them: their calls alternate.
    assert [each.answered_code for each in requests] == [200] * len(requests)
    tokens = [each.headers["cj-access-token"] for each in requests]
    assert len(set(tokens)) == 2
    assert min(tokens.count(each) for each in tokens) >= 1 + REFRESHES
    closest = min(later.monotonic - earlier.monotonic for earlier, later in pairwise(requests))
    assert closest < 0.9
