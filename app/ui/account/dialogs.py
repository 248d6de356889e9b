"""The small dialogs of the account menu: another name, sign out of all programs, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.services.account_registry import LABEL_LIMIT
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import plain_label, title_label

if TYPE_CHECKING:
    from app.domain.accounts import Account

translate = QCoreApplication.translate

_LEAST_WIDTH = 420


class _AccountDialog(Dialog):
    """A question about one account, with one button that is named for the act."""

    def __init__(self, title: str, sentence: str, act: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.body = QVBoxLayout()
        self.act_button = QPushButton(act)
        keep_button = QPushButton(self.tr("Cancel"))
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.act_button.setProperty("primary", True)

        buttons = QDialogButtonBox()  # in the order that the system has them
        buttons.addButton(keep_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.act_button, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(title_label(title))
        layout.addWidget(plain_label(sentence, wraps=True))
        self.body.setSpacing(SPACE_S)
        layout.addLayout(self.body)
        layout.addStretch(1)
        layout.addSpacing(SPACE_S)
        layout.addWidget(buttons)
        layout.addStrut(_LEAST_WIDTH)
        # Enter alone must not do what cannot be undone. (In the layout, a button can be default.)
        keep_button.setDefault(True)
        keep_button.setFocus()

        self.act_button.clicked.connect(self.accept)
        keep_button.clicked.connect(self.reject)


class RenameDialog(_AccountDialog):
    """Asks what an account is to be called here."""

    renamed = Signal(str)

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("AccountDialogs", "Rename account"),
            translate("AccountDialogs", "The name is shown in this program only; CJ is not told."),
            translate("AccountDialogs", "Rename"),
            parent,
        )
        self._name = QLineEdit(account.label)
        label = plain_label(self.tr("Name of the account"))
        label.setBuddy(self._name)
        self._name.setAccessibleName(label.text())
        self._name.setMaxLength(LABEL_LIMIT)
        self._name.selectAll()
        self.act_button.setDefault(True)
        self.body.addWidget(label)
        self.body.addWidget(self._name)
        self._name.setFocus()
        self._name.textChanged.connect(lambda text: self.act_button.setEnabled(bool(text.strip())))
        self.accepted.connect(lambda: self.renamed.emit(self._name.text()))


class RevokeDialog(_AccountDialog):
    """Says what ending the tokens at CJ means before it is done."""

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("AccountDialogs", "Revoke at CJ"),
            translate(
                "AccountDialogs",
                "CJ ends the tokens of {account} at once, for every program that uses this "
                "account: a shop connection or another tool may stop working until it signs in "
                "again. To leave only this program, use “Sign out” instead. Your disputes and "
                "drafts stay on this computer.",
            ).format(account=account.label),
            translate("AccountDialogs", "Revoke for all programs"),
            parent,
        )


class RemoveDialog(_AccountDialog):
    """Asks what becomes of the data before an account is taken off this computer."""

    confirmed = Signal(bool)
    """Whether the data goes too."""

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("AccountDialogs", "Remove account"),
            translate(
                "AccountDialogs",
                "{account} is signed out and leaves the list of accounts. At CJ nothing changes.",
            ).format(account=account.label),
            translate("AccountDialogs", "Remove account"),
            parent,
        )
        self._keep = QRadioButton(
            self.tr("Keep its disputes, drafts and notes, for when you sign in again")
        )
        self._delete = QRadioButton(self.tr("Delete them from this computer for good"))
        self._keep.setChecked(True)
        group = QButtonGroup(self)
        for button in (self._keep, self._delete):
            group.addButton(button)
            self.body.addWidget(button)
        self._delete.toggled.connect(self._name_act)
        self.accepted.connect(lambda: self.confirmed.emit(self._delete.isChecked()))

    def _name_act(self) -> None:
        self.act_button.setText(
            self.tr("Remove account and data")
            if self._delete.isChecked()
            else self.tr("Remove account")
        )
