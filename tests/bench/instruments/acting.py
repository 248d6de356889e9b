"""Plays scenes, each in a process of its own, against a server in another one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.bench.instruments.machine import ROOT
from tests.bench.instruments.programs import NOBODY, DataFolders, source

_AS_A_START = """
import sys
from app.__main__ import prepare
prepare()
from tests.bench.scenes import main
sys.exit(main(sys.argv[1:]))
"""


@dataclass(frozen=True)
class Act:
    """A scene of `tests.bench.scenes`, and how many disputes are kept when it begins."""

    scene: str
    kept: int
    is_online: bool = True


def play(act: Act, data: DataFolders, address: str) -> dict[str, float]:
    """Play it on a fresh copy of the data; its numbers by name."""
    address = address if act.is_online else ""
    with data.copy(source(), act.kept, address) as (folder, env):
        command = [sys.executable, "-c", _AS_A_START, act.scene, str(folder)]
        done = subprocess.run(  # noqa: S603 - our own module
            [*command, address or NOBODY],
            env={**os.environ, **env, "QT_QPA_PLATFORM": "offscreen"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode or "Traceback" in done.stderr:  # what Qt calls goes on after an error
        raise RuntimeError(f"the scene {act.scene} failed:\n{done.stderr[-3000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))
