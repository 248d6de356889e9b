"""`--self-test`: opens the window, files a practice dispute, uses every part, tells on what it ran.

Needs no network and nobody to press a button: the installers are tested with it. With
`--data-dir` what it filed stays there, and a later run finds it again instead of filing: that is
how an update is shown to keep the data.
"""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import (
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
    qVersion,
)

from app import __version__
from app.command_line import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from app.command_line import Options
    from app.domain.ids import DisputeId
    from app.services.desk import Desk
    from app.support.paths import DataFolder

_GIVE_UP_MS = 60_000
_PASSED, _FAILED = 0, 1
_OFFSCREEN_REMARK = "This plugin does not support propagateSizeHints()"


def self_test(options: Options) -> int:
    """Look a practice order up in the window, then file it; 0 once CJ's stand-in has its number."""
    lines: dict[str, object] = {}
    status = _FAILED
    before = qInstallMessageHandler(_write_qt_message)
    try:
        with _folder(options.data_dir) as folder:
            app = _try_window(folder, lines)
            if app is not None:
                _try_filing(folder, lines)
                status = _PASSED
    finally:
        qInstallMessageHandler(before)
        # Also where a step failed: what it ran on is the first thing that one wants to know.
        lines["self-test"] = "passed" if status == _PASSED else "failed"
        _report(_versions() | lines)
    return status


@contextmanager
def _folder(kept: Path | None) -> Iterator[DataFolder]:
    from app.support.paths import DataFolder

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = DataFolder(kept or Path(name))
        folder.create()
        yield folder


def _try_window(folder: DataFolder, lines: dict[str, object]) -> QApplication | None:
    """Open the window in practice mode with an order to look up; None if it was never shown."""
    from app.practice.orders_data import TUTORIAL_ORDER
    from app.program import Program, make_application

    started = time.perf_counter()
    app = make_application()
    program = Program(app, folder, parse(["--practice", "--order", TUTORIAL_ORDER]))
    painted: list[float] = []
    program.window.painted.connect(lambda: painted.append(time.perf_counter() - started))
    program.window.order_shown.connect(lambda: app.exit(_PASSED))
    QTimer.singleShot(_GIVE_UP_MS, lambda: app.exit(_FAILED))
    program.window.show()
    status = app.exec()
    program.window.close()
    program.close()
    lines["Qt platform"] = app.platformName()
    lines["first paint"] = f"{painted[0] * 1000:.0f} ms" if painted else "never"
    return app if status == _PASSED else None


def _try_filing(folder: DataFolder, lines: dict[str, object]) -> None:
    """File a practice dispute, or find the one that an earlier run filed; then use every part."""
    from app.composition import Opener
    from app.self_test_parts import use_parts

    # A desk of its own, now that the window's is closed: the pace of one a second is per account.
    opener = Opener(folder)
    try:
        opened = opener.open_practice()
        try:
            kept = _kept(opened.desk)
            dispute_id = kept or _file(opened.desk)
            lines["practice filing"] = (
                f"{dispute_id} ({'kept from before' if kept else 'filed now'})"
            )
            lines |= use_parts(opened.desk, dispute_id)
        finally:
            opened.desk.close()
    finally:
        opener.close()


def _kept(desk: Desk) -> DisputeId | None:
    """The dispute that is in the history as filed here; None where there is none yet."""
    from app.domain.history import HistoryQuery

    seen = (row.dispute.dispute_id for row in desk.history.rows(HistoryQuery()).rows)
    return next((each for each in seen if desk.filing.filing_of(each)), None)


def _file(desk: Desk) -> DisputeId:
    from app.domain.dispute_flow import with_terms
    from app.domain.filing import DisputeDraft, FilingState
    from app.domain.ids import OrderId
    from app.practice.orders_data import TUTORIAL_ORDER

    # The window has just looked it up: no call is spent on it again.
    order = desk.orders.kept(OrderId(TUTORIAL_ORDER))
    if order is None:
        raise LookupError(TUTORIAL_ORDER)
    draft = DisputeDraft.begin(order).with_line(order.lines[0], 1)
    terms = desk.filing.terms(draft.order_id, draft.lines)
    draft = with_terms(replace(draft, reason=terms.reasons[0]), terms)
    filing = desk.filing.submit(draft, terms.ceiling.total)
    if filing.state is not FilingState.CONFIRMED or filing.dispute_id is None:
        raise RuntimeError(f"the practice filing is {filing.state.value}")
    return filing.dispute_id


def _write_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Write what Qt has to say, as it would itself, less the one line that says nothing.

    The offscreen platform complains of each window that has a least size. The line stands in Qt's
    general category, which cannot be silenced without the complaints that matter.
    """
    if message != _OFFSCREEN_REMARK and sys.stderr is not None:
        sys.stderr.write(f"{qFormatLogMessage(kind, context, message)}\n")


def _versions() -> dict[str, object]:
    import sqlite3
    import ssl

    return {
        "Dispute Desk": __version__,
        "Python": platform.python_version(),
        "system": platform.platform(),
        "PySide6": pyside_version,
        "Qt": qVersion(),
        **{name: importlib.metadata.version(name) for name in ("httpx", "pydantic", "keyring")},
        "SQLite": sqlite3.sqlite_version,
        "TLS": ssl.OPENSSL_VERSION,
    }


def _report(lines: dict[str, object]) -> None:
    # A windowed program on Windows has no stdout unless somebody listens.
    if sys.stdout is None:
        return
    sys.stdout.write("".join(f"{name}: {value}\n" for name, value in lines.items()))
    sys.stdout.flush()
