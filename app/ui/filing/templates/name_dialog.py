"""Asks for a template's name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.template_sharing import clean_name
from app.domain.templates import NAME_LIMIT
from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label


class NameDialog(Dialog):
    """One field. It can be left only with a name in it, or by Cancel."""

    named = Signal(str)

    def __init__(self, title: str, hint: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = plain_label(self.tr("Name of the template"))
        self._field = QLineEdit(clean_name(name))
        self._hint = muted_label(hint)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._label.setBuddy(self._field)
        self._field.setAccessibleName(self._label.text())
        self._field.setMaxLength(NAME_LIMIT)
        self._field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._field.selectAll()
        self._hint.setVisible(bool(hint))
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("primary", True)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._label)
        layout.addWidget(self._field)
        layout.addWidget(self._hint)
        layout.addWidget(self._buttons)

        self._field.textChanged.connect(self._allow)
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        self._allow()

    def _allow(self) -> None:
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(bool(clean_name(self._field.text())))

    def _give(self) -> None:
        name = clean_name(self._field.text())
        if name:
            self.accept()
            self.named.emit(name)
