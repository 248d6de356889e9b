"""What a package can lack without anybody noticing: each is used once, for the self-test.

Code that is loaded late, plugins and files beside the program are missed only by whoever needs
them, perhaps weeks after the program was installed.
"""

from __future__ import annotations

import importlib
import pkgutil
import ssl
import sys
import tempfile
import zipfile
from base64 import b64decode
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import certifi
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon, QImage, QImageReader, QImageWriter

import app
from app.api.trust import has_system_store, tls_context
from app.command_line import LANGUAGES
from app.domain.exports import ExportFormat
from app.domain.history import HistoryQuery
from app.services.exporting import ExportOrder, ExportProgress
from app.storage.credentials import find_keyring
from app.ui.exporting.case_pdf import case_pdf
from app.ui.exporting.messages import export_words
from app.ui.theme import RESOURCES

if TYPE_CHECKING:
    from app.domain.ids import DisputeId
    from app.services.desk import Desk

# The formats of product pictures that Qt reads but does not write; the others are written first.
_PICTURES = {
    "gif": b64decode("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
}
# Of a text in Qt's own translations and in ours: context and English words.
_TEXTS = {"qtbase": ("QPlatformTheme", "Cancel"), "dispute-desk": ("CaseFile", "Money")}
# What keyring's back-ends reach the system's keyring through, on Linux and on Windows.
_KEYRING_LIBRARIES = ("secretstorage", "win32ctypes")


def use_parts(desk: Desk, dispute_id: DisputeId) -> dict[str, object]:
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
    }


def _load_modules() -> int:
    """Load all of the program; how many modules that are."""
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
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(0)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(name.encode())).write(image)
    return bytes(buffer.data().data())


def _can_read(name: str, content: bytes) -> bool:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    return not QImageReader(buffer, QByteArray(name.encode())).read().isNull()


def _languages() -> list[str]:
    """The languages whose texts are here, Qt's and our own. English needs none."""
    return [name for name in LANGUAGES if name == "en" or _is_translated(QLocale(name))]


def _is_translated(locale: QLocale) -> bool:
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
    if not ssl.create_default_context(cafile=certifi.where()).get_ca_certs():
        raise FileNotFoundError(certifi.where())
    if tls_context().verify_mode is not ssl.CERT_REQUIRED:
        raise ssl.SSLError("servers are not verified")
    return "the system's" if has_system_store() else "certifi's"


def _keyring() -> str:
    """The back-ends, what they reach a keyring through, and whether there is one here."""
    backends = metadata.entry_points(group="keyring.backends")
    for each in backends:
        each.load()
    libraries = [name for name in _KEYRING_LIBRARIES if name in sys.modules]
    found = find_keyring()
    here = type(found).__module__.rpartition(".")[2] if found else "none"
    return f"{len(backends)}, with {' '.join(libraries) or 'no library'}; here {here}"


def _export(desk: Desk, dispute_id: DisputeId) -> int:
    """Write the history as a workbook that has the dispute in it; its size in bytes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "disputes.xlsx"
        order = ExportOrder(path, ExportFormat.XLSX, HistoryQuery())
        desk.reports.exports.export(order, export_words(), ExportProgress())
        with zipfile.ZipFile(path) as book:
            if not any(dispute_id.encode() in book.read(name) for name in book.namelist()):
                raise LookupError(f"{dispute_id} is not in the workbook")
        return path.stat().st_size


def _print_case(desk: Desk, dispute_id: DisputeId) -> int:
    """Lay the dispute's case file out as a PDF, with the program's icon drawn; its size."""
    if QIcon(str(RESOURCES / "icons" / "app.svg")).pixmap(16).isNull():
        raise FileNotFoundError("app.svg")
    content = case_pdf(desk.reports.cases.case_of(dispute_id))
    if not content.startswith(b"%PDF-"):
        raise ValueError("the case file is no PDF")
    return len(content)
