"""`--self-test`: opens and closes the window and tells on what it ran. Needs no network."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import tempfile
import time
from pathlib import Path

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QTimer, qVersion

from app import __version__

_GIVE_UP_MS = 60_000


def self_test() -> int:
    """Open the window in practice mode in a folder of its own; 0 once an order was looked up."""
    from app.command_line import parse
    from app.main import Program, make_application
    from app.practice.orders_data import TUTORIAL_ORDER
    from app.support.paths import DataFolder

    started = time.perf_counter()
    app = make_application()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = DataFolder(Path(name))
        folder.create()
        program = Program(app, folder, parse(["--practice", "--order", TUTORIAL_ORDER]))
        painted: list[float] = []
        program.window.painted.connect(lambda: painted.append(time.perf_counter() - started))
        program.window.order_shown.connect(lambda: app.exit(0))
        QTimer.singleShot(_GIVE_UP_MS, lambda: app.exit(1))
        program.window.show()
        status = app.exec()
        program.window.close()
        program.close()
    _report(app.platformName(), painted, "passed" if status == 0 else "failed")
    return status


def _report(qt_platform: str, painted: list[float], verdict: str) -> None:
    import sqlite3
    import ssl

    lines = {
        "Dispute Desk": __version__,
        "Python": platform.python_version(),
        "system": platform.platform(),
        "PySide6": pyside_version,
        "Qt": qVersion(),
        "Qt platform": qt_platform,
        **{name: importlib.metadata.version(name) for name in ("httpx", "pydantic", "keyring")},
        "SQLite": sqlite3.sqlite_version,
        "TLS": ssl.OPENSSL_VERSION,
        "first paint": f"{painted[0] * 1000:.0f} ms" if painted else "never",
        "self-test": verdict,
    }
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in lines.items()))
    sys.stdout.flush()
