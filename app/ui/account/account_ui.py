"""The account's side of the main window: menu, status, signing in, settings, looking after it.

The dialogs are imported when they are asked for; the settings', which would be felt, in turns.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup

from app.background.runner import BackgroundRunner, Lane
from app.ui.account.commands import AccountCommands
from app.ui.account.connection import AccountStatus, ConnectionMonitor
from app.ui.account.keyring_wait import KeyringBar, KeyringWatch
from app.ui.deferred import load
from app.ui.messages.my_cj import open_my_cj
from app.ui.widgets.actions import Shortcut, add_action

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

    from app.domain.account.accounts import Account
    from app.services.account_services import AccountOpener, AccountServices
    from app.ui.account.sign_in_dialog import SignInDialog
    from app.ui.claims.watch import ClaimsWatch
    from app.ui.messages.notices import Notice
    from app.ui.settings.choices import AppContext
    from app.ui.settings.dialog import SettingsDialog


class AccountUi(QObject):
    """Knows the open account and what can be done with it; the window opens and closes them."""

    signed_in = Signal(object)
    """A `SignedIn`."""
    practice_requested = Signal()
    backup_requested = Signal()
    """A backup is to be restored."""
    switch_requested = Signal(object)
    """An `Account` to open instead."""
    told = Signal(object)
    """A `Notice`."""

    def __init__(
        self,
        window: QMainWindow,
        opener: AccountOpener,
        runner: BackgroundRunner,
        context: AppContext,
        claims: ClaimsWatch,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._opener = opener
        self._runner = runner
        self._context = context
        self._claims = claims
        self._sign_in: SignInDialog | None = None
        self._settings: SettingsDialog | None = None
        self.acts = AccountCommands(opener, runner, self)
        self.monitor = ConnectionMonitor(runner, self)
        self.status = AccountStatus()
        self.keyring = KeyringWatch(opener.accounts.keyring, self)

        self.status.reach_changed.connect(self.monitor.look)
        self.acts.told.connect(self._tell)
        self.signed_in.connect(self.acts.changed)

    def fill_menu(self, menu: QMenu) -> None:
        """Add the known accounts, and what can be done with the open one."""
        acts, window = self.acts, self._window
        self._menu = menu
        self._group = QActionGroup(self)
        self._entries: list[QAction] = []
        self._first = menu.addSeparator()
        add = partial(add_action, menu)
        add(self.tr("&Sign in to an account…"), lambda: self.ask_to_sign_in(window))
        self._practice = add(self.tr("&Practice mode"), self.practice_requested.emit)
        menu.addSeparator()
        self._of_account = (
            add(self.tr("Re&name account…"), lambda: self._ask(acts.ask_name)),
            add(
                self.tr("Sign &out"),
                lambda: self._ask(lambda account, _over: acts.sign_out(account)),
            ),
            add(self.tr("Re&voke at CJ…"), lambda: acts.ask_revoke(window)),
            add(self.tr("&Remove account from this computer…"), lambda: self._ask(acts.ask_remove)),
        )
        menu.addSeparator()
        add(self.tr("Open &My CJ"), open_my_cj)
        role = QAction.MenuRole.PreferencesRole
        add(self.tr("Se&ttings…"), self.open_settings, Shortcut.SETTINGS, role)
        self._show_state()
        acts.changed.connect(self._read_known)

    def open_desk(self, desk: AccountServices) -> None:
        """This account is open from now on."""
        self.status.use(desk.link)
        self.monitor.use(desk.link)
        self.acts.open_desk(desk)

    def ask_to_sign_in(self, over: QWidget) -> None:
        """Show the sign-in dialog, once, over whatever is open."""
        if self._sign_in is not None:
            self._sign_in.raise_()
            return
        from app.ui.account.sign_in_dialog import SignInDialog

        dialog = SignInDialog(self._runner, self._opener.accounts.sign_in, over)
        dialog.put_above(KeyringBar(self.keyring))
        self._sign_in = dialog
        dialog.signed_in.connect(self.signed_in)
        dialog.practice_chosen.connect(self.practice_requested)
        dialog.backup_chosen.connect(self.backup_requested)
        dialog.finished.connect(self._forget_sign_in)
        dialog.open_once()

    def open_settings(self, page: int = 0) -> None:
        """Show the settings, at a page."""
        load(self._show_settings, self, lambda: self._show_settings(page))

    def _show_settings(self, page: int) -> None:
        if self._settings is not None:
            self._settings.raise_()
            return
        from app.ui.account.accounts_list import AccountsList
        from app.ui.settings.dialog import SettingsDialog

        accounts = AccountsList(self._runner, self._opener.accounts.known, self.acts)
        dialog = SettingsDialog(self._context, accounts, self._claims, self._window)
        self._settings = dialog
        accounts.reload()
        accounts.switch_requested.connect(self.switch_requested)
        accounts.sign_in_button.clicked.connect(lambda: self.ask_to_sign_in(dialog))
        dialog.show_page(page)
        dialog.finished.connect(self._forget_settings)
        dialog.open_once()

    @property
    def settings_page(self) -> int:
        """The page at which the settings are open; -1 where they are not."""
        return -1 if self._settings is None else self._settings.page

    def _read_known(self) -> None:
        """Read the known accounts anew."""
        self._show_state()
        self._runner.run(
            self._opener.book.known,
            owner=self,
            on_success=self._show_known,
            on_error=lambda _error: None,  # the list as it was will do
            lane=Lane.STORAGE,
        )

    def _show_known(self, accounts: tuple[Account, ...]) -> None:
        for entry in self._entries:
            self._group.removeAction(entry)
            self._menu.removeAction(entry)
            entry.deleteLater()
        self._entries = [self._entry(each) for each in accounts]
        self._menu.insertActions(self._first, self._entries)
        self._practice.setVisible(not any(each.is_practice for each in accounts))

    def _entry(self, account: Account) -> QAction:
        # A single "&" would underline the next letter; names come from CJ.
        name = self.tr("Practice mode") if account.is_practice else account.label.replace("&", "&&")
        entry = QAction(name, self._menu)
        entry.setMenuRole(QAction.MenuRole.NoRole)
        entry.setCheckable(True)
        entry.setChecked(self.acts.is_open(account))
        self._group.addAction(entry)
        entry.triggered.connect(lambda _checked=False: self._switch(account))
        return entry

    def _switch(self, account: Account) -> None:
        if self.acts.is_open(account):
            return
        # The window may refuse; the mark follows what is open.
        self._read_known()
        self.switch_requested.emit(account)

    def _show_state(self) -> None:
        account = self.acts.account
        for action in self._of_account:
            action.setEnabled(account is not None and not account.is_practice)

    def _ask(self, act: Callable[[Account, QWidget], object]) -> None:
        account = self.acts.account
        if account is not None:
            act(account, self._window)

    def _forget_sign_in(self) -> None:
        self._sign_in = None

    def _forget_settings(self) -> None:
        self._settings = None

    def _tell(self, notice: Notice) -> None:
        self.told.emit(notice)
        if self._settings is not None:
            self._settings.tell(notice)
