"""The menu `Account`: which are known, which is open, and what can be done with that one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup

from app.background.runner import BackgroundRunner, Lane
from app.ui.messages.my_cj import open_my_cj
from app.ui.widgets.actions import Shortcut, add_action

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

    from app.domain.accounts import Account
    from app.services.account_registry import AccountRegistry
    from app.ui.account.commands import AccountCommands


class AccountMenu(QObject):
    """Fills the menu and hands on what is chosen."""

    sign_in_requested = Signal()
    practice_requested = Signal()
    settings_requested = Signal()
    switch_requested = Signal(object)
    """An `Account` to open instead."""

    def __init__(
        self,
        window: QMainWindow,
        menu: QMenu,
        book: AccountRegistry,
        acts: AccountCommands,
        runner: BackgroundRunner,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._menu = menu
        self._book = book
        self._acts = acts
        self._runner = runner
        self._group = QActionGroup(self)
        self._entries: list[QAction] = []
        self._first = menu.addSeparator()

        def add(text: str, act: Callable[[], object], shortcut: Shortcut | None = None) -> QAction:
            return add_action(window, menu, text, act, shortcut)

        add(self.tr("&Sign in to an account…"), self.sign_in_requested.emit)
        add(self.tr("&Practice mode"), self.practice_requested.emit)
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
        add(self.tr("Se&ttings…"), self.settings_requested.emit, Shortcut.SETTINGS)
        self._show_state()
        acts.changed.connect(self._read)

    def _read(self) -> None:
        """Read the known accounts anew."""
        self._show_state()
        self._runner.run(
            self._book.known,
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
        entry.setChecked(self._acts.is_open(account))
        self._group.addAction(entry)
        entry.triggered.connect(lambda _checked=False: self._switch(account))
        return entry

    def _switch(self, account: Account) -> None:
        if self._acts.is_open(account):
            return
        # The window may refuse; the mark follows what is open.
        self._read()
        self.switch_requested.emit(account)

    def _show_state(self) -> None:
        account = self._acts.account
        for action in self._of_account:
            action.setEnabled(account is not None and not account.is_practice)

    def _ask(self, act: Callable[[Account, QWidget], object]) -> None:
        account = self._acts.account
        if account is not None:
            act(account, self._window)
