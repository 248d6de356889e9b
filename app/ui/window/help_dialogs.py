"""Help inside the program: the list of keys, what it stands on, and what to do about a bug."""

from __future__ import annotations

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.command_line import LINK_SCHEME
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from app.ui.widgets.actions import on_keyboard, shortcut_rows
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label, title_label, unspoken_label
from app.ui.widgets.layouts import STRETCH, fill, room_on_screen
from app.ui.widgets.scrolling import PageScroll
from app.ui.window.diagnostics import crash_report

translate = QCoreApplication.translate

LIBRARIES = {
    "LGPL-3.0": ("Qt", "PySide6-Essentials", "shiboken6"),
    "MIT": (
        "annotated-types",
        "anyio",
        "backports.tarfile",
        "h11",
        "jaraco.classes",
        "jaraco.context",
        "jaraco.functools",
        "jeepney",
        "keyring",
        "more-itertools",
        "pydantic",
        "pydantic-core",
        "truststore",
        "typing-inspection",
        "zipp",
    ),
    "MIT-0": ("cffi",),
    "BSD-3-Clause": (
        "cryptography",
        "httpcore",
        "httpx",
        "idna",
        "pycparser",
        "pywin32-ctypes",
        "SecretStorage",
    ),
    "BSD-2-Clause": ("XlsxWriter",),
    "Apache-2.0": ("importlib_metadata", "lazy-importer", "OpenSSL"),
    "MPL-2.0": ("certifi",),
    "PSF-2.0": ("Python", "typing_extensions"),
    "Unicode-3.0": ("ICU",),
    "blessing": ("SQLite",),
    "GPL-2.0-or-later WITH Bootloader-exception": ("PyInstaller",),
}
"""Libraries by the licence that they are used under, in SPDX's names; texts are in `licences`."""


class ShortcutsDialog(Dialog):
    """All keys in one list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        content, scroll = QWidget(), PageScroll()
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        rows = QFormLayout(content, horizontalSpacing=SPACE_XL)
        rows.setContentsMargins(SPACE_S, SPACE_S, SPACE_L, SPACE_S)
        for named, meaning in shortcut_rows():
            keys = on_keyboard(named)
            what = plain_label(meaning, wraps=True)
            what.setAccessibleName(f"{keys} – {meaning}")
            rows.addRow(unspoken_label(keys), what)
        scroll.setProperty("ring", True)
        scroll.setWidget(content)
        scroll.setAccessibleName(self.tr("Keyboard shortcuts"))
        _fill(self, self.tr("Keyboard shortcuts"), (scroll, 1))
        # All of it where the screen has the room; a scroll area asks for less.
        beside = self.sizeHint() - scroll.sizeHint() + QSize(SPACE_XL, SPACE_XS)
        longest = (self.fontMetrics().horizontalAdvance(each) for _, each in shortcut_rows())
        room = room_on_screen(self) - beside
        width = min(content.minimumSizeHint().width() + max(longest), room.width())
        size = QSize(width, rows.totalHeightForWidth(width))
        self.resize(size.boundedTo(room) + beside)


BOOKMARKLET = (
    f"javascript:void(location.href='{LINK_SCHEME}://order/'+"
    "encodeURIComponent(String(getSelection()).slice(0,2000)))"
)
"""What a browser's bookmark does with the text that is selected on a page."""


class BrowserDialog(Dialog):
    """How a browser hands an order number over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = self.tr("Look up from the browser")
        self.setWindowTitle(title)
        text = self.tr(
            "Make a bookmark in your browser with this as its address. Then select an order number "
            "on any page, or a text with one in it, and press the bookmark: Dispute Desk comes to "
            "the front and looks it up. Nothing is filed by it. The browser may ask first whether "
            "Dispute Desk may be opened."
        )
        address = QPlainTextEdit(BOOKMARKLET, readOnly=True)
        address.setAccessibleName(self.tr("Address of the bookmark"))
        links = self.tr(
            "Other programs can use such links, too: {link} and the text, percent-encoded."
        ).format(link=f"{LINK_SCHEME}://order/")
        copy_button = QPushButton(self.tr("Copy address"))
        _fill(
            self,
            title,
            plain_label(text, wraps=True),
            (address, 1),
            muted_label(links),
            fill(QHBoxLayout(), copy_button, STRETCH),
        )
        copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(BOOKMARKLET))


class AboutDialog(Dialog):
    """What this program is and what it stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Dispute Desk"))
        text = self.tr(
            "Files and follows disputes with CJ Dropshipping. It is not made by CJ.\n\n"
            "Dispute Desk is free software under the MIT licence. It uses the work of others, "
            "listed below; where an installer installed it, their full licences are in its folder "
            "“licences”."
        )
        lines = (f"{licence}: {', '.join(names)}" for licence, names in LIBRARIES.items())
        libraries = QPlainTextEdit("\n".join(lines), readOnly=True)
        libraries.setAccessibleName(self.tr("Licences of what is shipped along"))
        versions = f"Dispute Desk {__version__} · PySide6 {pyside_version} · {platform.platform()}"
        _fill(
            self,
            "Dispute Desk",
            plain_label(text, wraps=True),
            (libraries, 1),
            muted_label(versions),
        )
        line = self.fontMetrics().lineSpacing()
        self.resize(QSize(42 * line, 30 * line).boundedTo(room_on_screen(self)))


class CrashDialog(Dialog):
    """Told when the program meets a bug of its own. It goes on where it can."""

    def __init__(
        self, error: BaseException, parent: QWidget | None = None, *, is_fatal: bool = False
    ) -> None:
        super().__init__(parent)
        self._others = 0
        self._others_label = muted_label()
        self.setWindowTitle(
            self.tr("Dispute Desk could not start")
            if is_fatal
            else self.tr("Something went wrong in Dispute Desk")
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        report = QPlainTextEdit(crash_report(error), readOnly=True)
        report.setAccessibleName(self.tr("Details"))
        copy_button = QPushButton(self.tr("Copy details"))
        self._others_label.hide()
        sentence = (
            self.tr(
                "This is a bug, not something you did. Your data is still there. Please send "
                "these details to whoever gave you the program."
            )
            if is_fatal
            else self.tr(
                "This is a bug, not something you did, and you can go on. Beside what you typed "
                "it says whether that is saved. Please send these details to whoever gave you the "
                "program."
            )
        )

        _fill(
            self,
            self.windowTitle(),
            plain_label(sentence, wraps=True),
            report,
            self._others_label,
            fill(QHBoxLayout(), copy_button, STRETCH),
        )
        self.resize(620, 420)

        copy_button.clicked.connect(
            lambda: QGuiApplication.clipboard().setText(report.toPlainText())
        )

    def count_another(self) -> None:
        """It happened again while this was being read: no second dialog for it."""
        self._others += 1
        self._others_label.setText(
            self.tr("Since then, it or something like it happened again: {count}").format(
                count=self._others
            )
        )
        self._others_label.show()


def _fill(dialog: QDialog, title: str, *body: QWidget | QHBoxLayout | tuple[QWidget, int]) -> None:
    line = dialog.fontMetrics().lineSpacing()
    dialog.setMinimumSize(28 * line, 20 * line)  # below it, sentences would be cut
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    close_button = buttons.button(QDialogButtonBox.StandardButton.Close)
    close_button.setText(translate("Help", "Close"))
    buttons.rejected.connect(dialog.reject)
    fill(
        QVBoxLayout(dialog),
        title_label(title),
        (fill(QVBoxLayout(), *body), 1),
        buttons,
        margins=SPACE_XL,
        spacing=SPACE_M,
    )
    close_button.setDefault(True)
