"""A keyring whose prompt nobody answers, until the file that the environment names is there."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

from keyring.backend import KeyringBackend

VARIABLE = "DISPUTE_DESK_TEST_UNLOCKED"


class UnansweredKeyring(KeyringBackend):
    """Waits in every call, as the Secret Service does for its prompt, and prints that it does."""

    priority = 10

    def get_password(self, service: str, username: str) -> str | None:
        self._wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self._wait()

    def delete_password(self, service: str, username: str) -> None:
        self._wait()

    def _wait(self) -> None:
        sys.stdout.write("prompt 0\n")
        sys.stdout.flush()
        unlocked, pause = Path(os.environ[VARIABLE]), threading.Event()
        while not unlocked.exists():
            pause.wait(0.02)
