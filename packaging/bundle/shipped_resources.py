"""The files that the program reads while it runs: gathered, and translations compiled."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from tools import run

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


def gather(target: Path, system: str) -> Path:
    """Fill a folder with what a system's program reads; pictures for the README stay out."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    shutil.copyfile(RESOURCES / "app.qss", target / "app.qss")
    shutil.copytree(RESOURCES / "icons", target / "icons", ignore=shutil.ignore_patterns("*.png"))
    if system == "windows":
        shutil.copyfile(RESOURCES / "app.ico", target / "app.ico")
    (target / "translations").mkdir()
    for source in sorted((RESOURCES / "translations").glob("*.ts")):
        compiled = target / "translations" / f"{source.stem}.qm"
        run([_lrelease(), "-silent", source, "-qm", compiled])
    return target


def _lrelease() -> Path:
    import PySide6

    folder = Path(PySide6.__file__).parent
    return folder / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
