"""Something that can be done, with a sentence on what it means above its button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.filing.footer import OncePushButton
from app.ui.theme import SPACE_S
from app.ui.widgets.labels import plain_label


class ExplainedButton(QWidget):
    """A screen reader hears the sentence with the button."""

    def __init__(self, text: str, explanation: str = "") -> None:
        super().__init__()
        self.button = OncePushButton(text)
        self._explanation = plain_label(wraps=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._explanation)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.explain(explanation)

    def explain(self, text: str) -> None:
        """Say what the button does now, or what it waits for."""
        self._explanation.setText(text)
        self.button.setAccessibleDescription(text)
