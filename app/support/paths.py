"""Where this program keeps its files: one folder, private to the user who owns it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION = "dispute-desk"
"""The program's name in folders and in the OS keyring."""

UNFINISHED_RESTORE = ("restore-begun-", "restore-decided-")
"""How folders begin in which data waits to take its place, in the order of a restore's steps."""

_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
# Windows opens devices under these names whatever the folder and ending.
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
_PRACTICE = "practice"


class DataFolder:
    """The folder with everything that must survive, and the names of what is in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pictures = root / "pictures"
        """Product pictures that were fetched once."""
        self.logs = root / "logs"
        """The folder of the log files."""
        self.practice_state = root / "practice-state.json"
        """What the practice world remembers between runs."""
        self.window_settings = root / "windows.ini"
        """Sizes and columns of windows, in Qt's ini format."""
        self.preferences = root / "preferences.json"
        """Choices that hold for every account; no secret is among them."""

    def create(self) -> None:
        """Make the folder, readable by its owner only. Raises `OSError` where that fails."""
        make_private(self.root)

    @property
    def has_unfinished_restore(self) -> bool:
        """Whether the program died while a restore was put in its place."""
        return any(next(self.root.glob(each + "*"), None) for each in UNFINISHED_RESTORE)

    def database(self, account_id: str) -> Path:
        """The data file of an account; practice has one of its own, apart from all accounts."""
        if account_id == _PRACTICE:
            return self.root / "practice.sqlite3"
        return self.root / "accounts" / f"{_file_name(account_id)}.sqlite3"

    def delete_data(self, account_id: str) -> None:
        """Delete the data file of an account with all that belongs to it. Raises `OSError`."""
        import shutil

        database = self.database(account_id)
        for path in database.parent.glob(f"{database.stem}[.-]*"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may look into, where the system knows owners.

    One that exists is left as it is: it may be a folder that the user chose and shares.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def is_folder(path: Path) -> bool:
    """Whether there is such a folder that can be got at.

    Python before 3.14 raises where the drive behind it is gone or forbidden.
    """
    try:
        return path.is_dir()
    except OSError:
        return False


def name_for(text: str) -> str:
    """A name for a file or folder that every file system takes, and another for every text."""
    import hashlib

    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"id-{digest[:32]}"


def _file_name(account_id: str) -> str:
    """A name that every file system takes, and another one for every other account.

    Ids differing only in case must not meet in one file where the file system ignores case.
    """
    is_plain = _SAFE.fullmatch(account_id) and not _DEVICES.fullmatch(account_id)
    return account_id if is_plain else name_for(account_id)
