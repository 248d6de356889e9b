"""What can be done with an account, the open one or another: rename, sign out, revoke, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, Interrupted
from app.ui.account.dialogs import RemoveDialog, RenameDialog, RevokeDialog
from app.ui.messages.notices import Notice, Operation, Severity, notice_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.domain.accounts import Account
    from app.services.account_services import AccountOpener, AccountServices


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
        self._account: Account | None = None

    @property
    def account(self) -> Account | None:
        """The open account under the name it has now."""
        return self._account

    def is_open(self, account: Account) -> bool:
        """Whether it is the open one."""
        return self._account is not None and account.account_id == self._account.account_id

    def open_desk(self, desk: AccountServices) -> None:
        """This account is open from now on."""
        self._desk = desk
        self._account = desk.account
        self.changed.emit()

    def ask_name(self, account: Account, over: QWidget) -> None:
        """Ask what the account shall be called here."""
        dialog = RenameDialog(account, over)
        dialog.renamed.connect(lambda name: self._give_name(account, name))
        _open(dialog)

    def sign_out(self, account: Account) -> None:
        """Forget its tokens on this computer."""
        desk = self._desk
        if desk is not None and self.is_open(account):
            self._run(desk.link.sign_out, self._tell_left)
        else:
            accounts = self._opener.accounts
            self._run(
                lambda: accounts.sign_out(account.account_id),
                lambda _none: self._tell_other_left(account),
            )

    def ask_revoke(self, over: QWidget) -> None:
        """Ask whether CJ shall end the open account's tokens for every program."""
        desk, account = self._desk, self._account
        if desk is not None and account is not None:
            dialog = RevokeDialog(account, over)
            dialog.accepted.connect(lambda: self._run(desk.link.revoke, self._tell_revoked))
            _open(dialog)

    def ask_remove(self, account: Account, over: QWidget) -> None:
        """Ask what becomes of the data before the account leaves this computer."""
        dialog = RemoveDialog(account, over)
        dialog.confirmed.connect(lambda with_data: self._take_off(account, with_data=with_data))
        _open(dialog)

    def _give_name(self, account: Account, name: str) -> None:
        book = self._opener.book

        def rename() -> Account | None:
            book.rename(account.account_id, name)
            known = {each.account_id: each for each in book.known()}
            return known.get(account.account_id)

        self._run(rename, self._take_name, Lane.STORAGE)

    def _take_name(self, account: Account | None) -> None:
        if account is not None and self.is_open(account):
            self._account = account
            self.renamed.emit(account)
        self.changed.emit()

    def _tell_left(self, _none: object) -> None:
        text = self.tr(
            "You are signed out on this computer. Your disputes and drafts stay readable; sign in "
            "to ask CJ for news or to file."
        )
        self._tell_done(Notice(text, Severity.INFO))

    def _tell_other_left(self, account: Account) -> None:
        text = self.tr("{account} is signed out on this computer. Its disputes and drafts stay.")
        self._tell_done(Notice(text.format(account=account.label), Severity.INFO))

    def _tell_revoked(self, _none: object) -> None:
        text = self.tr(
            "CJ has ended the tokens of this account for all programs. Your disputes and drafts "
            "stay readable here."
        )
        self._tell_done(Notice(text, Severity.GOOD))

    def _tell_done(self, notice: Notice) -> None:
        self.told.emit(notice)
        self.changed.emit()

    def _take_off(self, account: Account, *, with_data: bool) -> None:
        accounts = self._opener.accounts
        desk = self._desk if self.is_open(account) else None

        def remove() -> None:
            if desk is not None:
                # First, as it may fail; and a renewal under way must not bring the tokens back.
                desk.link.sign_out()
                desk.close()
            accounts.remove(account.account_id, with_data=with_data)

        done = self.changed if desk is None else self.removed
        self._run(remove, lambda _none: done.emit(), Lane.STORAGE)

    def _run(
        self, work: Callable[[], object], on_success: Callable[..., object], lane: Lane = Lane.CJ
    ) -> None:
        self._runner.run(
            work, owner=self, on_success=on_success, on_error=self._tell_failure, lane=lane
        )

    def _tell_failure(self, error: AppError) -> None:
        if not isinstance(error, Interrupted):
            self.told.emit(notice_for(error, Operation.SIGN_OUT))


def _open(dialog: RenameDialog | RevokeDialog | RemoveDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
