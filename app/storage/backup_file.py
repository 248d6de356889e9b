"""A backup as a file: a ZIP archive that any program can open, with a manifest and a seal.

The manifest is the first entry and has the SHA-256 of every part. The seal is the archive's
comment, the SHA-256 of all bytes before it: so no change goes unnoticed, also where a ZIP would
not mind it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, BinaryIO

from app.domain.account.backups import BackupCause, BackupRefused
from app.domain.text import is_file_name
from app.storage.database.failures import storage_failures
from app.storage.files import replacing
from app.storage.timestamps import from_ms, to_ms
from app.support.paths import make_private

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

_FORMAT = 1
_MANIFEST = "dispute-desk-backup.json"
_MARK = b"dispute-desk-backup sha256 "
_SEAL_BYTES = len(_MARK) + 64
_HEAD_BYTES = 128
_MANIFEST_LIMIT = 32_000_000
_PIECE = 1 << 20
_ACCOUNT = r"(?:accounts/[a-z0-9][a-z0-9_-]{0,63}|practice)"
# No other name is written to: whoever made the file may mean harm.
_PLACES = re.compile(rf"preferences\.json|{_ACCOUNT}\.sqlite3|{_ACCOUNT}-files/[A-Za-z0-9-]+/[^/]+")
# What the modules of the standard library raise for an archive or a manifest that is not sound.
_UNSOUND = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A file within the backup. `name` is its path in the data folder, with slashes."""

    name: str
    sha256: str
    size: int
    changed: int
    """When the file was last changed, in nanoseconds since 1970."""


def write_backup(
    path: Path, parts: Mapping[str, Path], *, layout: int, program: str, made: datetime
) -> None:
    """Write these files, by their names in the backup. Raises `ExportFailed`, `StorageFailed`."""
    found = tuple(_part(name, parts[name]) for name in sorted(parts))
    content = {
        "format": _FORMAT,
        "layout": layout,
        "program": program,
        "made": to_ms(made),
        "parts": [asdict(each) for each in found],
    }
    with replacing(path) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive:
            archive.comment = bytes(_SEAL_BYTES)
            archive.writestr(_MANIFEST, json.dumps(content))
            for part in found:
                archive.write(parts[part.name], part.name)
        seal = _seal_of(file)
        file.seek(-_SEAL_BYTES, os.SEEK_END)
        file.write(seal)


def extract_backup(path: Path, folder: Path, *, layout: int) -> tuple[datetime, tuple[Part, ...]]:
    """Check a backup as a whole and write its parts into an empty folder.

    Gives when it was made (UTC), and the parts.

    Raises `BackupRefused`, also where its layout is newer than `layout`; `StorageFailed` where the
    folder takes no more.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(BackupCause.UNREADABLE) from error
    with file:
        _check_seal(file)
        try:
            with zipfile.ZipFile(file) as archive:
                made, parts = _read_manifest(archive, layout)
                for part in parts:
                    _extract(archive, part, folder)
                return made, parts
        except _UNSOUND as error:
            raise BackupRefused(BackupCause.DAMAGED) from error


def _part(name: str, source: Path) -> Part:
    with storage_failures(source), source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        facts = os.fstat(file.fileno())
    return Part(name, digest, facts.st_size, facts.st_mtime_ns)


def _seal_of(file: BinaryIO) -> bytes:
    sealed = file.seek(0, os.SEEK_END) - _SEAL_BYTES
    file.seek(0)
    digest = hashlib.sha256()
    for piece in _pieces(file, sealed):
        digest.update(piece)
    return _MARK + digest.hexdigest().encode()


def _check_seal(file: BinaryIO) -> None:
    try:
        head = file.read(_HEAD_BYTES)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - _SEAL_BYTES, 0))
        is_sealed = file.read() == _seal_of(file)
    except OSError as error:
        raise BackupRefused(BackupCause.UNREADABLE) from error
    if not is_sealed:
        is_ours = _MANIFEST.encode() in head
        raise BackupRefused(BackupCause.DAMAGED if is_ours else BackupCause.FOREIGN)


def _read_manifest(archive: zipfile.ZipFile, layout: int) -> tuple[datetime, tuple[Part, ...]]:
    if archive.getinfo(_MANIFEST).file_size > _MANIFEST_LIMIT:
        raise ValueError("the manifest is too large")
    content = json.loads(archive.read(_MANIFEST))
    if content["format"] > _FORMAT or content["layout"] > layout:
        raise BackupRefused(BackupCause.NEWER)
    parts = tuple(Part(**each) for each in content["parts"])
    names = [each.name for each in parts]
    # Twice the same name, in letters of another size too, would let one part hide another.
    is_complete = sorted([_MANIFEST, *names]) == sorted(archive.namelist())
    if not is_complete or len({each.casefold() for each in names}) != len(names):
        raise ValueError("the parts are not those of the manifest")
    if not all(map(_is_safe, names)):
        raise ValueError("a part has a name that no backup gives")
    return from_ms(content["made"]), parts


def _is_safe(name: str) -> bool:
    return bool(_PLACES.fullmatch(name)) and all(map(is_file_name, name.split("/")))


def _extract(archive: zipfile.ZipFile, part: Part, folder: Path) -> None:
    target = folder / part.name
    with storage_failures(target):
        make_private(target.parent)
        descriptor = os.open(
            target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600
        )
        digest = hashlib.sha256()
        with archive.open(part.name) as source, os.fdopen(descriptor, "wb") as file:
            for piece in _pieces(source, part.size + 1):
                digest.update(piece)
                file.write(piece)
        os.utime(target, ns=(part.changed, part.changed))
    if digest.hexdigest() != part.sha256 or target.stat().st_size != part.size:
        raise ValueError("a part is not what the manifest says")


def _pieces(source: IO[bytes], left: int) -> Iterator[bytes]:
    """No more than that many bytes: an archive may unpack to a thousand times its size."""
    while left > 0 and (piece := source.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece
