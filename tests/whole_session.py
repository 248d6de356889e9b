"""A session from the first frame to the last, as a process: who makes classes of Qt's kind?

Played by `tests/test_start.py`. Prints the names of the classes and enums that another thread than
the main one made, which must be none: see `app.ui.deferred`.
"""

from __future__ import annotations

import builtins
import enum
import json
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_elsewhere: list[str] = []
_build_class, _make_enum = builtins.__build_class__, enum.EnumType.__new__
_PATIENCE_MS = 20_000


def _note(name: str) -> None:
    if threading.current_thread() is not threading.main_thread():
        _elsewhere.append(name)


def _listen(function: Any, name: str, *bases: Any, **more: Any) -> Any:
    if any(hasattr(base, "staticMetaObject") for base in bases):
        _note(name)
    return _build_class(function, name, *bases, **more)


def _listen_for_enums(metaclass: Any, name: str, bases: Any, members: Any, **more: Any) -> Any:
    if str(members.get("__module__")).startswith("PySide6"):
        _note(name)
    return _make_enum(metaclass, name, bases, members, **more)


def play() -> None:
    """Start in practice mode, look at nearly everything once, and close."""
    builtins.__build_class__ = _listen  # type: ignore[assignment]
    enum.EnumType.__new__ = _listen_for_enums  # type: ignore[method-assign, assignment]
    from app.__main__ import prepare

    prepare()
    from app.command_line import parse
    from app.practice.world.sample_data import MANY_LINES_ORDER
    from app.program import Program, make_application
    from app.support.paths import DataFolder

    application = make_application("en")
    folder = DataFolder(Path(sys.argv[1]))
    folder.create()
    program = Program(application, folder, parse(["--practice"]))
    window = program.window
    shown: list[object] = []
    window.orders.order_shown.connect(lambda: shown.append(window))
    window.show()
    _wait(lambda: window.desk is not None)
    window.look_up(MANY_LINES_ORDER)
    _wait(lambda: bool(shown))
    filing = window.accounts._filing
    window.orders.request_filing()
    _wait(lambda: filing.dialog is not None)
    if filing.dialog is not None:
        filing.dialog.close()
    _wait(lambda: filing.dialog is None)
    window.tabs.show_claims()
    _wait(lambda: window.tabs._claims is not None)
    window.tabs.show_insights()
    _wait(lambda: window.tabs._insights is not None)
    side = window.accounts.account_side
    side.open_settings()
    _wait(lambda: side.settings_page == 0)
    side.ask_to_sign_in(window)
    window.close()
    program.close()
    sys.stdout.write(json.dumps({"elsewhere": _elsewhere}) + "\n")


def _wait(is_done: Callable[[], bool]) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop, watch, end = QEventLoop(), QTimer(interval=10), QTimer(singleShot=True)
    watch.timeout.connect(lambda: loop.quit() if is_done() else None)
    end.timeout.connect(loop.quit)
    watch.start()
    end.start(_PATIENCE_MS)
    loop.exec()
    assert is_done()
