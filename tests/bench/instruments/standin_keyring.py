"""A keyring that the program finds in place of the user's own, named by the environment.

It is loaded when the program asks for a keyring and no sooner, so a start costs what it always
does. Its tokens are made up; a frozen program loads this file, too, from beside its libraries.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend

VARIABLE = "DISPUTE_DESK_BENCH_KEYRING"


class StandInKeyring(KeyringBackend):
    """Keeps its entries in the file that the environment names."""

    priority = 10

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        entries = self._entries() | {f"{service}/{username}": password}
        self._path.write_text(json.dumps(entries), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        entries = self._entries()
        entries.pop(f"{service}/{username}", None)
        self._path.write_text(json.dumps(entries), "utf-8")

    @property
    def _path(self) -> Path:
        return Path(os.environ[VARIABLE])

    def _entries(self) -> dict[str, str]:
        return dict(json.loads(self._path.read_text("utf-8"))) if self._path.exists() else {}
