"""Help inside the program: the list of keys, what this program is, and what to do about a bug."""

from __future__ import annotations

import platform
import traceback

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.ui.actions import shortcut_rows
from app.ui.theme import SPACE_M, SPACE_XL
from app.ui.widgets.labels import muted_label, plain_label, title_label

translate = QCoreApplication.translate


class ShortcutsDialog(QDialog):
    """All keys in one list."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = QFormLayout()
        rows.setHorizontalSpacing(SPACE_XL)
        for keys, meaning in shortcut_rows():
            rows.addRow(plain_label(keys), plain_label(meaning))
        _fill(self, title_label(self.tr("Keyboard shortcuts")), rows)


class AboutDialog(QDialog):
    """What this program is and what it stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Dispute Desk"))
        text = self.tr(
            "Files and follows disputes with CJ Dropshipping. It is not made by CJ.\n\n"
            "Dispute Desk is free software under the MIT licence. It uses Qt and PySide6 (LGPL), "
            "httpx (BSD), pydantic, keyring and truststore (MIT), and certifi "
            "(MPL)."
        )
        versions = f"Dispute Desk {__version__} · PySide6 {pyside_version} · {platform.platform()}"
        layout = QVBoxLayout()
        layout.addWidget(plain_label(text, wraps=True))
        layout.addWidget(muted_label(versions))
        _fill(self, title_label("Dispute Desk"), layout)
        self.setMinimumWidth(460)


class CrashDialog(QDialog):
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
        report = QPlainTextEdit(crash_report(error))
        report.setReadOnly(True)
        report.setAccessibleName(self.tr("Details"))
        copy_button = QPushButton(self.tr("Copy details"))
        self._others_label.hide()
        sentence = (
            self.tr(
                "This is a bug, not something you did. Your data was not touched. Please send "
                "these details to whoever gave you the program."
            )
            if is_fatal
            else self.tr(
                "This is a bug, not something you did. What you typed is saved and you can go on. "
                "Please send these details to whoever gave you the program."
            )
        )

        layout = QVBoxLayout()
        layout.addWidget(plain_label(sentence, wraps=True))
        layout.addWidget(report)
        layout.addWidget(self._others_label)
        layout.addWidget(copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        _fill(self, title_label(self.windowTitle()), layout)
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


def crash_report(error: BaseException) -> str:
    """Where it happened, without the values: a traceback holds code, not what was typed.

    The exception's own text is left out because it may quote data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        f"  {frame.name} ({frame.filename.rpartition('app')[2]}:{frame.lineno})" for frame in frames
    ]
    head = f"Dispute Desk {__version__}, PySide6 {pyside_version}, {platform.platform()}"
    return "\n".join([head, type(error).__name__, *places])


def _fill(dialog: QDialog, title: QWidget, body: QFormLayout | QVBoxLayout) -> None:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setText(translate("Help", "Close"))
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
    layout.setSpacing(SPACE_M)
    layout.addWidget(title)
    layout.addLayout(body)
    layout.addWidget(buttons)
