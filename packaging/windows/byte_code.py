"""Turns a folder of Python sources into byte code, of the version of Python that runs this."""

import py_compile
import sys
from pathlib import Path

library = Path(sys.argv[1])
for path in sorted(library.rglob("*.py")):
    # No time of change inside, and no path of the build machine: the same bytes everywhere.
    py_compile.compile(
        str(path),
        cfile=f"{path}c",
        dfile=path.relative_to(library).as_posix(),
        doraise=True,
        optimize=1,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    path.unlink()
