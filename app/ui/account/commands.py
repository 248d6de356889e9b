"""What can be done with an account, the open one or another: rename, sign out, revoke, remove.

With the questions that are asked before.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, Interrupted
from app.services.account.registry import LABEL_LIMIT
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import label_of, plain_label, title_label
from app.ui.widgets.layouts import STRETCH, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.account.accounts import Account
    from app.services.account_services import AccountOpener, AccountServices


translate = QCoreApplication.translate

_LEAST_WIDTH = 420


class AccountCommands(QObject):
    """Asks where asking is due, and does it. The window opens and closes accounts."""

    changed = Signal()
    """The accounts of this computer, their names or which is open are others now."""
    renamed = Signal(object)
    """The open `Account` under its new name."""
    removed = Signal()
    """The open account is gone from this computer."""
    told = Signal(object)
    """A `Notice` about what was done, or why not."""

    def __init__(
        self, opener: AccountOpener, runner: BackgroundRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._opener = opener
        self._runner = runner
        self._desk: AccountServices | None = None
        self.account: Account | None = None
        """The open account under the name it has now."""

    def is_open(self, account: Account) -> bool:
        """Whether it is the open one."""
        return self.account is not None and account.account_id == self.account.account_id

    def open_desk(self, desk: AccountServices) -> None:
        """This account is open from now on."""
        self._desk = desk
        self.account = desk.account
        self.changed.emit()

    def ask_name(self, account: Account, over: QWidget) -> None:
        """Ask what the account shall be called here."""
        dialog = RenameDialog(account, over)
        dialog.renamed.connect(lambda name: self._give_name(account, name))
        dialog.open_once()

    def sign_out(self, account: Account) -> None:
        """Forget its tokens on this computer."""
        desk = self._desk
        if desk is not None and self.is_open(account):
            work: Callable[[], object] = desk.link.sign_out
            text = self.tr(
                "You are signed out on this computer. Your disputes and drafts stay readable; sign "
                "in to ask CJ for news or to file."
            )
        else:
            work = partial(self._opener.accounts.sign_out, account.account_id)
            text = self.tr(
                "{account} is signed out on this computer. Its disputes and drafts stay."
            ).format(account=account.label)
        self._run(work, lambda _none: self._tell_done(Notice(text, Severity.INFO)))

    def ask_revoke(self, over: QWidget) -> None:
        """Ask whether CJ shall end the open account's tokens for every program."""
        desk, account = self._desk, self.account
        if desk is not None and account is not None:
            dialog = RevokeDialog(account, over)
            dialog.accepted.connect(lambda: self._revoke(desk))
            dialog.open_once()

    def ask_remove(self, account: Account, over: QWidget) -> None:
        """Ask what becomes of the data before the account leaves this computer."""
        dialog = RemoveDialog(account, over)
        dialog.confirmed.connect(lambda with_data: self._take_off(account, with_data=with_data))
        dialog.open_once()

    def _give_name(self, account: Account, name: str) -> None:
        book = self._opener.book

        def rename() -> Account | None:
            book.rename(account.account_id, name)
            known = {each.account_id: each for each in book.known()}
            return known.get(account.account_id)

        self._run(rename, self._take_name, Lane.STORAGE)

    def _take_name(self, account: Account | None) -> None:
        if account is not None and self.is_open(account):
            self.account = account
            self.renamed.emit(account)
        self.changed.emit()

    def _revoke(self, desk: AccountServices) -> None:
        text = self.tr(
            "CJ has ended the tokens of this account for all programs. Your disputes and drafts "
            "stay readable here."
        )
        self._run(desk.link.revoke, lambda _none: self._tell_done(Notice(text, Severity.GOOD)))

    def _tell_done(self, notice: Notice) -> None:
        self.told.emit(notice)
        self.changed.emit()

    def _take_off(self, account: Account, *, with_data: bool) -> None:
        accounts = self._opener.accounts
        desk = self._desk if self.is_open(account) else None

        def leave() -> None:
            # First, as it may fail; and a renewal under way must not bring the tokens back.
            if desk is not None:
                desk.link.sign_out()
                desk.close()
            else:
                accounts.sign_out(account.account_id)

        remove = partial(accounts.remove, account.account_id, with_data=with_data)
        done = self.changed if desk is None else self.removed
        # Not where data is written: the keyring may keep it waiting.
        self._run(
            leave,
            lambda _none: self._run(remove, lambda _none: done.emit(), Lane.STORAGE),
        )

    def _run(
        self, work: Callable[[], object], on_success: Callable[..., object], lane: Lane = Lane.CJ
    ) -> None:
        self._runner.run(
            work, owner=self, on_success=on_success, on_error=self._tell_failure, lane=lane
        )

    def _tell_failure(self, error: AppError) -> None:
        if not isinstance(error, Interrupted):
            self.told.emit(notice_for(error, Operation.SIGN_OUT))


class Question(Dialog):
    """A question with one button that is named for the act; `body` is for what else it asks."""

    def __init__(self, title: str, sentence: str, act: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.body = fill(QVBoxLayout(), spacing=SPACE_S)
        self.act_button = QPushButton(act)
        self.keep_button = QPushButton(self.tr("Cancel"))
        self.setWindowTitle(title)
        self.act_button.setProperty("primary", True)

        buttons = QDialogButtonBox()  # in the order that the system has them
        buttons.addButton(self.keep_button, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.act_button, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = fill(
            QVBoxLayout(self),
            title_label(title),
            plain_label(sentence, wraps=True),
            self.body,
            STRETCH,
            SPACE_S,
            buttons,
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L),
            spacing=SPACE_M,
        )
        layout.addStrut(_LEAST_WIDTH)
        # Enter alone must not do what cannot be undone. (In the layout, a button can be default.)
        self.keep_button.setDefault(True)
        self.keep_button.setFocus()

        self.act_button.clicked.connect(self.accept)
        self.keep_button.clicked.connect(self.reject)


class RenameDialog(Question):
    """Asks what an account is to be called here."""

    renamed = Signal(str)

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(
            translate("AccountDialogs", "Rename account"),
            translate("AccountDialogs", "The name is shown in this program only; CJ is not told."),
            translate("AccountDialogs", "Rename"),
            parent,
        )
        self._name = LineEdit(LABEL_LIMIT)
        label = label_of(self._name, self.tr("Name of the account"))
        self._name.setText(account.label)
        self._name.selectAll()
        self.act_button.setDefault(True)
        fill(self.body, label, self._name)
        self._name.setFocus()
        self._name.textChanged.connect(lambda text: self.act_button.setEnabled(bool(text.strip())))
        self.accepted.connect(lambda: self.renamed.emit(self._name.text()))


class RevokeDialog(Question):
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


class RemoveDialog(Question):
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
        fill(self.body, self._keep, self._delete)
        self._delete.toggled.connect(
            lambda is_on: self.act_button.setText(
                self.tr("Remove account and data") if is_on else self.tr("Remove account")
            )
        )
        self.accepted.connect(lambda: self.confirmed.emit(self._delete.isChecked()))
