"""The menu `Account`: which are known, which is open, and what can be done with that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, Interrupted
from app.ui.actions import Shortcut, add_action
from app.ui.my_cj import open_my_cj
from app.ui.notices import Doing, Notice, Tone, notice_for
from app.ui.sign_in.account_dialogs import RemoveDialog, RenameDialog, RevokeDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu

    from app.domain.accounts import Account
    from app.services.desk import Desk, DeskOpener


class AccountMenu(QObject):
    """Fills the menu and carries out what is chosen; the window opens and closes accounts."""

    sign_in_requested = Signal()
    practice_requested = Signal()
    settings_requested = Signal()
    switch_requested = Signal(object)
    """An `Account` to open instead."""
    renamed = Signal(object)
    """The open `Account` under its new name."""
    removed = Signal()
    """The open account is gone from this computer."""
    told = Signal(object)
    """A `Notice` about what was done."""

    def __init__(
        self, window: QMainWindow, menu: QMenu, opener: DeskOpener, runner: BackgroundRunner
    ) -> None:
        super().__init__(window)
        self._window = window
        self._menu = menu
        self._opener = opener
        self._runner = runner
        self._desk: Desk | None = None
        self._account: Account | None = None
        self._group = QActionGroup(self)
        self._entries: list[QAction] = []
        self._first = menu.addSeparator()

        def add(text: str, act: Callable[[], object], shortcut: Shortcut | None = None) -> QAction:
            return add_action(window, menu, text, act, shortcut)

        add(self.tr("&Sign in to an account…"), self.sign_in_requested.emit)
        add(self.tr("&Practice mode"), self.practice_requested.emit)
        menu.addSeparator()
        self._rename = add(self.tr("Re&name account…"), self._ask_name)
        self._sign_out = add(self.tr("Sign &out"), self._leave)
        self._revoke = add(self.tr("Re&voke at CJ…"), self._ask_revoke)
        self._remove = add(self.tr("&Remove account from this computer…"), self._ask_remove)
        menu.addSeparator()
        add(self.tr("Open &My CJ"), open_my_cj)
        add(self.tr("Se&ttings…"), self.settings_requested.emit, Shortcut.SETTINGS)
        self._show_state()

    def open_desk(self, desk: Desk) -> None:
        """This account is open from now on."""
        self._desk = desk
        self._account = desk.account
        self._show_state()
        self.list_accounts()

    def list_accounts(self) -> None:
        """Read the known accounts anew."""
        self._runner.run(
            self._opener.book.known,
            owner=self,
            on_success=self._show_accounts,
            on_error=lambda _error: None,  # the list as it was will do
            lane=Lane.STORAGE,
        )

    def _show_accounts(self, accounts: tuple[Account, ...]) -> None:
        for entry in self._entries:
            self._group.removeAction(entry)
            self._menu.removeAction(entry)
            entry.deleteLater()
        self._entries = [self._entry(each) for each in accounts]
        self._menu.insertActions(self._first, self._entries)

    def _entry(self, account: Account) -> QAction:
        # A single "&" would underline the next letter; names come from CJ.
        name = self.tr("Practice") if account.is_practice else account.label.replace("&", "&&")
        entry = QAction(name, self._menu)
        entry.setCheckable(True)
        is_open = self._account is not None and account.account_id == self._account.account_id
        entry.setChecked(is_open)
        self._group.addAction(entry)
        entry.triggered.connect(lambda _checked=False: self._switch(account))
        return entry

    def _switch(self, account: Account) -> None:
        if self._account is not None and account.account_id == self._account.account_id:
            return
        # The window may refuse; the mark follows what is open.
        self.list_accounts()
        self.switch_requested.emit(account)

    def _show_state(self) -> None:
        is_real = self._account is not None and not self._account.is_practice
        for action in (self._rename, self._sign_out, self._revoke, self._remove):
            action.setEnabled(is_real)

    def _ask_name(self) -> None:
        account = self._account
        if account is not None:
            dialog = RenameDialog(account, self._window)
            dialog.renamed.connect(lambda name: self._give_name(account, name))
            _open(dialog)

    def _give_name(self, account: Account, name: str) -> None:
        book = self._opener.book

        def rename() -> Account | None:
            book.rename(account.account_id, name)
            known = {each.account_id: each for each in book.known()}
            return known.get(account.account_id)

        self._run(rename, self._take_name, Lane.STORAGE)

    def _take_name(self, account: Account | None) -> None:
        if account is not None:
            self._account = account
            self.renamed.emit(account)
            self.list_accounts()

    def _leave(self) -> None:
        desk = self._desk
        if desk is not None:
            self._run(desk.link.sign_out, lambda _none: self._tell_left(), Lane.STORAGE)

    def _tell_left(self) -> None:
        text = self.tr(
            "You are signed out on this computer. Your disputes and drafts stay readable; sign in "
            "to ask CJ for news or to file."
        )
        self.told.emit(Notice(text, Tone.INFO))

    def _ask_revoke(self) -> None:
        desk = self._desk
        if desk is not None:
            dialog = RevokeDialog(desk.account, self._window)
            dialog.accepted.connect(
                lambda: self._run(desk.link.revoke, lambda _none: self._tell_revoked(), Lane.CJ)
            )
            _open(dialog)

    def _tell_revoked(self) -> None:
        text = self.tr(
            "CJ has ended the tokens of this account for all programs. Your disputes and drafts "
            "stay readable here."
        )
        self.told.emit(Notice(text, Tone.GOOD))

    def _ask_remove(self) -> None:
        desk = self._desk
        if desk is not None:
            dialog = RemoveDialog(desk.account, self._window)
            dialog.confirmed.connect(lambda with_data: self._take_off(desk, with_data=with_data))
            _open(dialog)

    def _take_off(self, desk: Desk, *, with_data: bool) -> None:
        accounts, account_id = self._opener.accounts, desk.account.account_id

        def remove() -> None:
            desk.close()
            desk.link.sign_out()
            accounts.remove(account_id, with_data=with_data)

        self._run(remove, lambda _none: self.removed.emit(), Lane.STORAGE)

    def _run(
        self, work: Callable[[], object], on_success: Callable[..., object], lane: Lane
    ) -> None:
        self._runner.run(
            work, owner=self, on_success=on_success, on_error=self._tell_failure, lane=lane
        )

    def _tell_failure(self, error: AppError) -> None:
        if not isinstance(error, Interrupted):
            self.told.emit(notice_for(error, Doing.SIGN_OUT))


def _open(dialog: RenameDialog | RevokeDialog | RemoveDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
