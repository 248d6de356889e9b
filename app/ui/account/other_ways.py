"""The ways to sign in that few need: e-mail beside the key, or an access token from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QRadioButton, QVBoxLayout, QWidget

from app.services.accounts import KEY_LIMIT, TOKEN_LIMIT, SignedIn
from app.ui.theme import SPACE_L, SPACE_S
from app.ui.widgets.labels import muted_label, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable


class Way(Enum):
    """What CJ is given."""

    KEY = "key"
    EMAIL = "email"
    PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class OtherWays:
    """What the dialog calls for the ways that are not a key alone. Both block."""

    with_email: Callable[[str, str], SignedIn]
    with_token: Callable[[str], SignedIn]


class OtherWaysBox(QWidget):
    """A line to open it, the choice of way, and the fields that the way needs besides the key."""

    way_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opener = QPushButton(self.tr("Other ways"))
        self._body = QWidget()
        self._ways = {
            Way.KEY: QRadioButton(self.tr("API key alone (usual)")),
            Way.EMAIL: QRadioButton(self.tr("E-mail address and API key (older accounts)")),
            Way.PASTED: QRadioButton(self.tr("Access token from another program")),
        }
        self._email_label = plain_label(self.tr("E-mail address of the CJ account"))
        self._email = QLineEdit()
        self._token_label = plain_label(self.tr("Access token"))
        self._token = QLineEdit()
        self._token_hint = muted_label(
            self.tr("It cannot be renewed here: when it ends, after some days, you sign in again.")
        )
        self._opener.setProperty("flat", True)
        self._opener.setCheckable(True)
        self._email.setAccessibleName(self._email_label.text())
        self._email.setMaxLength(KEY_LIMIT)
        self._email_label.setBuddy(self._email)
        self._token.setAccessibleName(self._token_label.text())
        self._token.setEchoMode(QLineEdit.EchoMode.Password)
        self._token.setMaxLength(TOKEN_LIMIT)
        self._token_label.setBuddy(self._token)
        self._ways[Way.KEY].setChecked(True)

        body = QVBoxLayout(self._body)
        body.setContentsMargins(SPACE_L, 0, 0, 0)
        body.setSpacing(SPACE_S)
        for button in self._ways.values():
            body.addWidget(button)
        for field in (self._email_label, self._email, self._token_label, self._token):
            body.addWidget(field)
        body.addWidget(self._token_hint)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._body)
        self._body.hide()
        self._show_fields()

        self._opener.toggled.connect(lambda is_open: self._open(is_open=is_open))
        for button in self._ways.values():
            button.toggled.connect(lambda is_checked: self._choose(is_checked=is_checked))

    @property
    def opener(self) -> QPushButton:
        """The button that shows and hides the rest; the dialog places it."""
        return self._opener

    @property
    def way(self) -> Way:
        """The way that is chosen."""
        return next(way for way, button in self._ways.items() if button.isChecked())

    @property
    def email(self) -> QLineEdit:
        """The field for the address."""
        return self._email

    @property
    def token(self) -> QLineEdit:
        """The field for a token."""
        return self._token

    def wipe(self) -> None:
        """Forget what was typed."""
        self._token.clear()

    def _open(self, *, is_open: bool) -> None:
        self._body.setVisible(is_open)
        if not is_open:
            self._ways[Way.KEY].setChecked(True)

    def _choose(self, *, is_checked: bool) -> None:
        if is_checked:
            self._show_fields()
            self.way_changed.emit()

    def _show_fields(self) -> None:
        way = self.way
        for field in (self._email_label, self._email):
            field.setVisible(way is Way.EMAIL)
        for field in (self._token_label, self._token, self._token_hint):
            field.setVisible(way is Way.PASTED)
