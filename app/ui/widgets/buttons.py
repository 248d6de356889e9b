"""Buttons for what must not be done by mistake, one that belongs to a text, and their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QStyle, QVBoxLayout, QWidget

from app.ui.messages.my_cj import HOME, open_my_cj, page_for
from app.ui.theme import SPACE_S, icon
from app.ui.widgets.labels import plain_label
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent


class OncePushButton(QPushButton):
    """A button for one step at a time: no double click presses it a second time.

    The second half of a double click would land on whatever button has taken its place, and could
    file a dispute that nobody has read.
    """

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


def leaves_first(widget: QWidget) -> bool:
    """Whether the button that leaves a dialog stands before the one that goes on.

    This is the rule of `QDialogButtonBox`, for rows of buttons that are more than it can order.
    """
    hint = widget.style().styleHint(QStyle.StyleHint.SH_DialogButtonLayout, None, widget)
    return QDialogButtonBox.ButtonLayout(hint) in (
        QDialogButtonBox.ButtonLayout.MacLayout,
        QDialogButtonBox.ButtonLayout.GnomeLayout,
    )


class ExplainedButton(QWidget):
    """A button below a sentence on what it means, which a screen reader says with it."""

    def __init__(self, text: str, explanation: str = "") -> None:
        super().__init__()
        self.button = OncePushButton(text)
        self._explanation = plain_label(wraps=True)
        parts = (self._explanation, (self.button, Qt.AlignmentFlag.AlignLeft))
        fill(QVBoxLayout(self), *parts, margins=(0, SPACE_S, 0, 0), spacing=SPACE_S)
        self.explain(explanation)

    def explain(self, text: str) -> None:
        """Say what the button does now, or what it waits for."""
        self._explanation.setText(text)
        self.button.setAccessibleDescription(text)


class MyCjButton(QPushButton):
    """Opens My CJ; there only while a text beside it sends somebody there."""

    def __init__(self) -> None:
        text = QCoreApplication.translate("NoticeBar", "Open My CJ")
        super().__init__(icon("open"), text, flat=True)
        self.hide()
        self.clicked.connect(lambda: open_my_cj(HOME))

    def follow(self, text: str) -> None:
        """Be there where this text names My CJ."""
        self.setVisible(bool(page_for(text)))
