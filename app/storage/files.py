"""Writing a file so that it is the old one or the new one, whenever the power fails."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Put new content in the place of a file. Raises `OSError`, and then the old one is intact.

    `durable` waits for the disk; without it the file may be lost with the power, never torn by
    the program's death.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")  # private by itself
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        with suppress(OSError):  # it is not there any more where all went well
            unfinished.unlink()
