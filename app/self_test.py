"""`--self-test`: opens the window, files a practice dispute, uses every part, tells on what it ran.

Needs no network and nobody to press a button: the installers are tested with it. With
`--data-dir` what it filed stays there, and a later run finds it again instead of filing: that is
how an update is shown to keep the data.

Every part is used once that a package can lack without anybody noticing: code that is loaded late,
plugins and files beside the program are missed only by whoever needs them, perhaps weeks after the
program was installed. Nothing of it is imported before the window is there, whose time is measured.
"""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import tempfile
import time
import traceback
import zipfile
from base64 import b64decode
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QTimer,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
    qVersion,
)

from app import __version__
from app.command_line import Options, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from app.domain.ids import DisputeId
    from app.services.account_services import AccountServices
    from app.support.paths import DataFolder

_GIVE_UP_MS = 60_000
_PASSED, _FAILED = 0, 1
_LOG_LINES = 20
_OFFSCREEN_REMARK = "This plugin does not support propagateSizeHints()"

# The formats of product pictures that Qt reads but does not write; the others are written first.
_PICTURES = {
    "gif": b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
}
# Of a text in Qt's own translations and in ours: context and English words.
_TEXTS = {"qtbase": ("QPlatformTheme", "Cancel"), "dispute-desk": ("CaseFile", "Money")}
_LIBRARY_VARIABLES = ("LD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
# What keyring's back-ends reach the system's keyring through, on Linux and on Windows.
_KEYRING_LIBRARIES = ("secretstorage", "win32ctypes")


def self_test(options: Options) -> int:
    """Look a practice order up in the window, then file it; 0 once CJ's stand-in has its number."""
    lines: dict[str, object] = {}
    trouble = ""
    before = qInstallMessageHandler(_write_qt_message)
    try:
        with _folder(options.data_dir) as folder, _log_told_on_failure(folder):
            # Kept: without an application Qt draws nothing.
            app = _try_window(folder, lines)
            _try_filing(folder, lines)
            del app
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test has found
        trouble = f"{type(error).__name__}: {error}"
    finally:
        qInstallMessageHandler(before)
    # Also where a step failed: what it ran on is the first thing that one wants to know.
    lines["self-test"] = f"failed: {trouble}" if trouble else "passed"
    _report(_versions() | lines)
    return _FAILED if trouble else _PASSED


@contextmanager
def _log_told_on_failure(folder: DataFolder) -> Iterator[None]:
    """Write what is known of a failure, before the folder with the log is gone."""
    try:
        yield
    except Exception:
        if sys.stderr is not None:
            traceback.print_exc()
            for path in sorted(folder.logs.glob("*.log")):
                lines = path.read_text("utf-8", errors="replace").splitlines()
                sys.stderr.write("".join(f"{line}\n" for line in lines[-_LOG_LINES:]))
        raise


@contextmanager
def _folder(kept: Path | None) -> Iterator[DataFolder]:
    from app.support.paths import DataFolder

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = DataFolder(kept or Path(name))
        folder.create()
        yield folder


def _try_window(folder: DataFolder, lines: dict[str, object]) -> QApplication:
    """Open the window in practice mode with an order to look up.

    Raises `TimeoutError` where the window or the order is never shown.
    """
    from app.practice.world.sample_data import TUTORIAL_ORDER
    from app.program import Program, make_application

    started = time.perf_counter()
    app = make_application()
    program = Program(app, folder, parse(["--practice", "--order", TUTORIAL_ORDER]))
    painted: list[float] = []
    program.window.painted.connect(lambda: painted.append(time.perf_counter() - started))
    program.window.orders.order_shown.connect(lambda: app.exit(_PASSED))
    QTimer.singleShot(_GIVE_UP_MS, lambda: app.exit(_FAILED))
    program.window.show()
    status = app.exec()
    program.window.close()
    program.close()
    lines["Qt platform"] = app.platformName()
    lines["first paint"] = f"{painted[0] * 1000:.0f} ms" if painted else "never"
    if status != _PASSED:
        missing = "order" if painted else "window"
        raise TimeoutError(f"the {missing} was not shown within {_GIVE_UP_MS // 1000} s")
    return app


def _try_filing(folder: DataFolder, lines: dict[str, object]) -> None:
    """File a practice dispute, or find the one that an earlier run filed; then use every part."""
    from app.composition import AccountComposer

    # A desk of its own, now that the window's is closed: the pace of one a second is per account.
    with closing(AccountComposer(folder)) as opener, closing(opener.open_practice().desk) as desk:
        kept = _kept(desk)
        dispute_id = kept or _file(desk)
        lines["practice filing"] = f"{dispute_id} ({'kept from before' if kept else 'filed now'})"
        lines |= _use_parts(desk, dispute_id)


def _kept(desk: AccountServices) -> DisputeId | None:
    """The dispute that is in the history as filed here; None where there is none yet."""
    from app.domain.history.history import HistoryQuery

    seen = (row.dispute.dispute_id for row in desk.history.rows(HistoryQuery()).rows)
    return next((each for each in seen if desk.filing.filing_of(each)), None)


def _file(desk: AccountServices) -> DisputeId:
    from app.domain.filing.draft_rules import with_terms
    from app.domain.filing.filing import DisputeDraft, FilingState
    from app.domain.ids import OrderId
    from app.practice.world.sample_data import TUTORIAL_ORDER

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


def _use_parts(desk: AccountServices, dispute_id: DisputeId) -> dict[str, object]:
    """Use every part and tell by its name what came of it. Takes an application and a dispute.

    Raises whatever a part raises that does not work at all.
    """
    return {
        "modules": _load_modules(),
        "picture formats": " ".join(_picture_formats()),
        "languages": " ".join(_languages()),
        "certificates": _certificates(),
        "keyring back-ends": _keyring(),
        "workbook": f"{_export(desk, dispute_id)} bytes",
        "case file": f"{_print_case(desk, dispute_id)} bytes",
        "libraries of children": _libraries_of_children(),
    }


def _load_modules() -> int:
    """Load all of the program; how many modules that are."""
    import importlib
    import pkgutil

    import app

    names = [each.name for each in pkgutil.walk_packages(app.__path__, "app.")]
    for name in names:
        if name != "app.__main__":  # it would start the program
            importlib.import_module(name)
    return len(names)


def _picture_formats() -> list[str]:
    """The formats that can be read, of those in which products are shown."""
    pictures = _PICTURES | {name: _written(name) for name in ("jpeg", "png", "webp")}
    return [name for name, content in sorted(pictures.items()) if _can_read(name, content)]


def _written(name: str) -> bytes:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice
    from PySide6.QtGui import QImage, QImageWriter

    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(name.encode())).write(image)
    return bytes(buffer.data().data())


def _can_read(name: str, content: bytes) -> bool:
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImageReader

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    return not QImageReader(buffer, QByteArray(name.encode())).read().isNull()


def _languages() -> list[str]:
    """The languages whose texts are here, Qt's and our own. English needs none."""
    from PySide6.QtCore import QLocale

    from app.command_line import LANGUAGES

    return [name for name in LANGUAGES if name == "en" or _is_translated(QLocale(name))]


def _is_translated(locale: QLocale) -> bool:
    from PySide6.QtCore import QLibraryInfo, QTranslator

    from app.ui.theme import RESOURCES

    folders = {
        "qtbase": QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath),
        "dispute-desk": str(RESOURCES / "translations"),
    }
    translator = QTranslator()
    return all(
        translator.load(locale, name, "_", folder) and translator.translate(*_TEXTS[name])
        for name, folder in folders.items()
    )


def _certificates() -> str:
    """Whose authorities servers are verified with; certifi's have to be there in any case."""
    import ssl

    import certifi

    from app.api.http.connection import has_system_store, tls_context

    if not ssl.create_default_context(cafile=certifi.where()).get_ca_certs():
        raise FileNotFoundError(certifi.where())
    if tls_context().verify_mode is not ssl.CERT_REQUIRED:
        raise ssl.SSLError("servers are not verified")
    return "the system's" if has_system_store() else "certifi's"


def _keyring() -> str:
    """The back-ends, what they reach a keyring through, and whether there is one here."""
    from app.storage.account.keyring_calls import find_keyring

    backends = importlib.metadata.entry_points(group="keyring.backends")
    for each in backends:
        each.load()
    libraries = [name for name in _KEYRING_LIBRARIES if name in sys.modules]
    found = find_keyring()
    here = type(found).__module__.rpartition(".")[2] if found else "none"
    return f"{len(backends)}, with {' '.join(libraries) or 'no library'}; here {here}"


def _export(desk: AccountServices, dispute_id: DisputeId) -> int:
    """Write the history as a workbook that has the dispute in it; its size in bytes."""
    from app.domain.history.exports import ExportFormat
    from app.domain.history.history import HistoryQuery
    from app.services.history.exporting import ExportOrder, ExportProgress
    from app.ui.exporting.messages import export_words

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "disputes.xlsx"
        order = ExportOrder(path, ExportFormat.XLSX, HistoryQuery())
        desk.reports.exports.export(order, export_words(), ExportProgress())
        with zipfile.ZipFile(path) as book:
            if not any(dispute_id.encode() in book.read(name) for name in book.namelist()):
                raise LookupError(f"{dispute_id} is not in the workbook")
        return path.stat().st_size


def _print_case(desk: AccountServices, dispute_id: DisputeId) -> int:
    """Lay the dispute's case file out as a PDF, with the program's icon drawn; its size."""
    from PySide6.QtGui import QIcon

    from app.ui.exporting.case_file import case_pdf
    from app.ui.theme import RESOURCES

    if QIcon(str(RESOURCES / "icons" / "app.svg")).pixmap(16).isNull():
        raise FileNotFoundError("app.svg")
    content = case_pdf(desk.reports.cases.case_of(dispute_id))
    if not content.startswith(b"%PDF-"):
        raise ValueError("the case file is no PDF")
    return len(content)


def _libraries_of_children() -> str:
    """Where a program that is opened from here looks for libraries and Qt's plugins, if told."""
    from PySide6.QtCore import QProcess

    if sys.platform != "linux":
        return "the system's"
    child = QProcess()  # as Qt opens a browser
    child.start("env", [])
    child.waitForFinished()
    told = bytes(child.readAllStandardOutput().data()).decode(errors="replace").splitlines()
    paths = [line for line in told if line.startswith(_LIBRARY_VARIABLES)]
    return " ".join(sorted(paths)) or "the system's"


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
