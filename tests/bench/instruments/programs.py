"""What is started: the empty window and ours, from source and frozen, with data to start on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.instruments.machine import ROOT
from tests.bench.instruments.standin_keyring import VARIABLE

NOBODY = "http://127.0.0.1:9"
"""Where nobody listens: a start without a network."""
_KEYRING = "PYTHON_KEYRING_BACKEND"


def keep_bytecode(folder: Path) -> None:
    """Have all programs started from here find their modules compiled, as an installed one does.

    The environment may forbid that, and then every start compiles all of it. The compiled files
    stay in this folder.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")


@dataclass(frozen=True)
class Make:
    """One make of both programs, source or frozen."""

    name: str
    empty: tuple[str, ...]
    ours: tuple[str, ...]
    keyring: str


def source(python: str = sys.executable) -> Make:
    """Both as `python3 dev.py run` starts them, with this Python."""
    return Make(
        "source",
        (python, str(ROOT / "packaging" / "bundle" / "empty_window.py")),
        (python, "-m", "app"),
        "tests.bench.instruments.standin_keyring.StandInKeyring",
    )


def runtime_python(folder: Path) -> str:
    """A Python with what a merchant has, in a new environment.

    The development tools bring click, for which httpx loads a command line: 9 MB.
    """
    sys.path.insert(0, str(ROOT / "packaging"))
    from setup_environment.console import LOCKS
    from setup_environment.environment import BASE_PYTHON, install, python_in

    place = folder / "runtime"
    subprocess.run([BASE_PYTHON, "-m", "venv", "--without-pip", str(place)], check=True)  # noqa: S603 - a fixed command
    python = python_in(place)
    install(python, LOCKS / "runtime.txt")
    return str(python)


@contextmanager
def frozen(folder: Path) -> Iterator[Make | None]:
    """Both as `python3 dev.py package` makes them; None where that has not been done.

    The program is run from a copy into which the stand-in for the keyring is laid.
    """
    sys.path.insert(0, str(ROOT / "packaging"))
    from bundle import contents
    from measure import empty_window, here

    build = here()
    if not build.bundle.exists():
        yield None
        return
    copy = folder / "frozen"
    shutil.copytree(build.bundle, copy, symlinks=True, copy_function=_link)
    libraries = copy / "_internal"
    shutil.copy(Path(__file__).with_name("standin_keyring.py"), libraries)
    yield Make(
        "frozen",
        (str(empty_window(build).bundle / contents.APP_ID),),
        (str(copy / contents.APP_ID),),
        "standin_keyring.StandInKeyring",
    )


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:  # another file system
        shutil.copy2(source, target)


class DataFolders:
    """Data folders with so many disputes, each made once; every start gets a fresh copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def made(self, count: int, address: str = "") -> Path:
        """The folder to copy from, made now if it is not there. See `seeding.py`."""
        place = address.rpartition(":")[2].partition("/")[0] or "offline"
        target = self._folder / f"{place}-{count}"
        if not target.exists():
            command = [
                sys.executable,
                "-m",
                "tests.bench.instruments.seeding",
                str(target),
                str(count),
            ]
            command += [address] if address else []
            env = {
                **os.environ,
                _KEYRING: source().keyring,
                VARIABLE: str(target) + ".keyring",
            }
            subprocess.run(command, env=env, cwd=ROOT, check=True)  # noqa: S603 - our own module
        return target

    @contextmanager
    def copy(
        self, make: Make, count: int, address: str = ""
    ) -> Iterator[tuple[Path, dict[str, str]]]:
        """A copy for one start, and the environment that goes with it."""
        origin = self.made(count, address)
        with TemporaryDirectory(dir=self._folder) as name:
            target = Path(name) / "dispute-desk"  # the name it has among the system's folders
            shutil.copytree(origin, target)
            keyring = Path(name) / "keyring"
            shutil.copy(f"{origin}.keyring", keyring)
            yield target, {_KEYRING: make.keyring, VARIABLE: str(keyring), "HOME": name}
