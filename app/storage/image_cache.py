"""Product pictures that were fetched once, kept as files up to a limit."""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from app.storage.files import replace_file
from app.support.paths import make_private

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_BYTES = 64 * 1024 * 1024
_ENDING = ".picture"
# Prune to this part of the limit, so that not every picture after it prunes again.
_AFTER_PRUNING = 0.8


class ImageCache:
    """Pictures by address. A cache may fail: then there is no picture, and never an error."""

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit = limit_bytes
        self._guard = threading.Lock()
        self._size: int | None = None

    def get(self, url: str) -> bytes | None:
        """The picture's bytes; None where they are not here. Using it keeps it from pruning."""
        path = self._path(url)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return data or None

    def put(self, url: str, data: bytes) -> bool:
        """Keep a picture; False where it could not be kept. The least used make room for it."""
        if not data or len(data) > self._limit:
            return False
        path = self._path(url)
        with self._guard:
            try:
                make_private(self._folder)
                replace_file(path, data, durable=False)
                # What was replaced is counted twice until the next pruning counts anew.
                self._size = self._total() if self._size is None else self._size + len(data)
                if self._size > self._limit:
                    self._prune(path)
            except OSError:
                self._size = None
                return False
        return True

    def _path(self, url: str) -> Path:
        name = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / (name + _ENDING)

    def _total(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _files(self) -> list[tuple[int, int, Path]]:
        found = ((path.stat(), path) for path in self._folder.glob("*" + _ENDING))
        return [(facts.st_mtime_ns, facts.st_size, path) for facts, path in found]

    def _prune(self, newest: Path) -> None:
        files = sorted(self._files())
        size = sum(each[1] for each in files)
        for _, length, path in files:
            if size <= self._limit * _AFTER_PRUNING:
                break
            if path != newest:
                with suppress(OSError):  # another process prunes too, or Windows has it open
                    path.unlink()
                    size -= length
        self._size = size
