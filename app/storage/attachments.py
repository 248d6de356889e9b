"""Copies of files that belong to a case: listed with it, never sent."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.errors import InvalidInput
from app.domain.history.attachments import FILE_LIMIT, Attachment
from app.domain.text import file_name, folded
from app.storage.database.failures import storage_failures
from app.storage.files import put_in_place, replace_file
from app.support.paths import make_private, name_for

if TYPE_CHECKING:
    from app.domain.ids import BusinessDisputeId
    from app.storage.database.database import Database

_SAFE_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,79}")
_REMOVED = ".removed"


class AttachmentStore:
    """The files of one account, in a folder for each filing. Raises `StorageFailed` throughout."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @classmethod
    def beside(cls, database: Database) -> AttachmentStore:
        """The files that belong to a data file; they are deleted with the account's data."""
        return cls(database.path.with_name(f"{database.path.stem}-files"))

    def folder(self, reference: BusinessDisputeId) -> Path:
        """Where the files of a filing are; there where it has any."""
        is_plain = _SAFE_REFERENCE.fullmatch(reference)
        return self._root / (reference if is_plain else name_for(reference))

    def all(self, reference: BusinessDisputeId) -> tuple[Attachment, ...]:
        """What is attached to a filing, by name."""
        folder = self.folder(reference)
        with storage_failures(folder, is_reading=True):
            if not folder.is_dir():
                return ()
            files = [each for each in folder.iterdir() if is_kept(each)]
            found = [_as_attachment(each) for each in files]
        return tuple(sorted(found, key=lambda each: folded(each.name)))

    def add(self, reference: BusinessDisputeId, source: Path) -> Attachment:
        """Copy a file. Raises `InvalidInput` for what is no file that can be read, or larger than
        20 MB.
        """
        try:
            if not source.is_file():
                raise InvalidInput
            with source.open("rb") as file:
                content = file.read(FILE_LIMIT + 1)
        except OSError as error:
            raise InvalidInput from error
        return self.add_content(reference, source.name, content)

    def add_content(self, reference: BusinessDisputeId, name: str, content: bytes) -> Attachment:
        """Keep this as a file of about this name. Raises `InvalidInput` beyond 20 MB."""
        folder = self.folder(reference)
        if len(content) > FILE_LIMIT:
            raise InvalidInput
        with storage_failures(folder):
            make_private(folder)
            path = _free_path(folder, name)
            replace_file(path, content)
            return _as_attachment(path)

    def remove(self, reference: BusinessDisputeId, name: str) -> None:
        """Put a file aside; `undo_remove` brings it back."""
        folder = self.folder(reference)
        with storage_failures(folder):
            make_private(folder / _REMOVED)
            put_in_place(folder / Path(name).name, folder / _REMOVED / Path(name).name)

    def undo_remove(self, reference: BusinessDisputeId, name: str) -> Attachment:
        """Bring a removed file back, under another name where its own is taken meanwhile."""
        folder = self.folder(reference)
        with storage_failures(folder):
            path = _free_path(folder, Path(name).name)
            put_in_place(folder / _REMOVED / Path(name).name, path)
            return _as_attachment(path)

    def delete_all(self, reference: BusinessDisputeId) -> None:
        """Delete everything attached to a filing for good, also what was taken away."""
        folder = self.folder(reference)
        with storage_failures(folder):
            if folder.exists():
                shutil.rmtree(folder)


def _as_attachment(path: Path) -> Attachment:
    facts = path.stat()
    return Attachment(path.name, path, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))


def is_kept(path: Path) -> bool:
    """Whether it is a file of a case, not a folder or one that was removed."""
    return path.is_file() and not path.name.startswith(".")


def _free_path(folder: Path, wanted: str) -> Path:
    """A place for a file of about this name that no other has."""
    name = file_name(wanted)
    stem, ending = Path(name).stem, Path(name).suffix
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{stem} ({number}){ending}"
        number += 1
    return path
