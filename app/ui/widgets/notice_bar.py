"""The bar that says what went wrong or right, beside what caused it. It is never modal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.notices import Notice, Tone
from app.ui.theme import SPACE_S, current_scheme, icon
from app.ui.widgets.announce import announce
from app.ui.widgets.labels import plain_label, set_property

if TYPE_CHECKING:
    from collections.abc import Callable

_ICONS = {Tone.INFO: "info", Tone.GOOD: "success", Tone.WARN: "warning", Tone.BAD: "error"}


class NoticeBar(QFrame):
    """Shows one notice at a time; takes no room while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = plain_label(wraps=True)
        self._actions: list[QPushButton] = []
        self._details_button = QPushButton(self.tr("Details"))
        self._close_button = QToolButton()
        self._details = QPlainTextEdit()
        self._copy_button = QPushButton(self.tr("Copy details"))
        self._details_button.setProperty("flat", True)
        self._copy_button.setProperty("flat", True)
        self._close_button.setAccessibleName(self.tr("Dismiss"))
        self._close_button.setToolTip(self.tr("Dismiss"))
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setMaximumHeight(120)

        self._row = QHBoxLayout()
        self._row.setSpacing(SPACE_S)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        self._row.addWidget(self._details_button)
        self._row.addWidget(self._close_button)
        below = QHBoxLayout()
        below.addWidget(self._details, 1)
        below.addWidget(self._copy_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        layout.addLayout(self._row)
        layout.addLayout(below)

        self._details_button.clicked.connect(self._toggle_details)
        self._copy_button.clicked.connect(self._copy_details)
        self._close_button.clicked.connect(self.clear)
        self.hide()

    def show_notice(
        self, notice: Notice, *, actions: tuple[tuple[str, Callable[[], object]], ...] = ()
    ) -> None:
        """Show a notice, with buttons for what can be done about it."""
        self._remove_actions()
        for label, act in actions:
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._row.insertWidget(self._row.indexOf(self._details_button), button)
            self._actions.append(button)
        scheme = current_scheme()
        shade = {
            Tone.INFO: scheme.text,
            Tone.GOOD: scheme.good,
            Tone.WARN: scheme.warn,
            Tone.BAD: scheme.bad,
        }[notice.tone]
        self._icon.setPixmap(icon(_ICONS[notice.tone], shade).pixmap(20, 20))
        self._close_button.setIcon(icon("close"))
        self._text.setText(notice.text)
        self._details.setPlainText(notice.details)
        self._details_button.setVisible(bool(notice.details))
        self._details.hide()
        self._copy_button.hide()
        set_property(self, "tone", notice.tone.value)
        self.setAccessibleName(notice.text)
        self.show()
        announce(self, notice.text, is_urgent=notice.tone is Tone.BAD)

    def clear(self) -> None:
        """Take the notice away."""
        self._remove_actions()
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says now; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    @property
    def actions_shown(self) -> tuple[QPushButton, ...]:
        """The buttons for what can be done."""
        return tuple(self._actions)

    def _remove_actions(self) -> None:
        for button in self._actions:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._actions.clear()

    def _toggle_details(self) -> None:
        is_shown = self._details.isHidden()
        self._details.setVisible(is_shown)
        self._copy_button.setVisible(is_shown)

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._text.text()}\n{self._details.toPlainText()}")
