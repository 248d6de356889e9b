"""The account's side of the main window: menu, status, signing in, settings, looking after it.

The dialogs are imported when they are asked for; those that would be felt then, the settings', are
loaded before, while nobody waits (`WindowAccounts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from app.ui.account.commands import AccountCommands
from app.ui.account.connection_monitor import ConnectionMonitor
from app.ui.account.menu import AccountMenu
from app.ui.account.status import AccountStatus
from app.ui.messages.notices import Notice, Severity
from app.ui.widgets.actions import add_action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

    from app.background.runner import BackgroundRunner
    from app.services.account_services import AccountOpener, AccountServices
    from app.ui.account.sign_in_dialog import SignInDialog
    from app.ui.settings.app_context import AppContext
    from app.ui.settings.dialog import SettingsDialog


class AccountUi(QObject):
    """Knows the open account and what can be done with it; the window opens and closes them."""

    signed_in = Signal(object)
    """A `SignedIn`."""
    practice_requested = Signal()
    switch_requested = Signal(object)
    """An `Account` to open instead."""
    renamed = Signal(object)
    """The open `Account` under its new name."""
    removed = Signal()
    """The open account is gone from this computer."""
    back_online = Signal()
    """CJ can be reached again."""
    told = Signal(object)
    """A `Notice`."""

    def __init__(
        self,
        window: QMainWindow,
        opener: AccountOpener,
        runner: BackgroundRunner,
        context: AppContext,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._opener = opener
        self._runner = runner
        self._context = context
        self._sign_in: SignInDialog | None = None
        self._settings: SettingsDialog | None = None
        self._acts = AccountCommands(opener, runner, self)
        self._monitor = ConnectionMonitor(runner, self)
        self.status = AccountStatus()

        self.status.reach_changed.connect(self._monitor.look)
        self._monitor.back_online.connect(self.back_online)
        self._acts.renamed.connect(self.renamed)
        self._acts.removed.connect(self.removed)
        self._acts.told.connect(self._tell)
        self.signed_in.connect(self._acts.changed)

    def fill_menu(self, menu: QMenu) -> None:
        """Add the account's entries."""
        entries = AccountMenu(self._window, menu, self._opener.book, self._acts, self._runner)
        entries.sign_in_requested.connect(lambda: self.ask_to_sign_in(self._window))
        entries.practice_requested.connect(self.practice_requested)
        entries.settings_requested.connect(self.open_settings)
        entries.switch_requested.connect(self.switch_requested)

    def fill_help(self, menu: QMenu) -> None:
        """Add what helps somebody else to help."""
        add_action(self._window, menu, self.tr("&Copy diagnostics"), self._copy_diagnostics)

    def open_desk(self, desk: AccountServices) -> None:
        """This account is open from now on."""
        self.status.use(desk.link)
        self._monitor.use(desk.link)
        self._acts.open_desk(desk)

    def ask_to_sign_in(self, over: QWidget) -> None:
        """Show the sign-in dialog, once, over whatever is open."""
        if self._sign_in is not None:
            self._sign_in.raise_()
            return
        from app.ui.account.sign_in_dialog import SignInDialog

        dialog = SignInDialog(self._runner, self._opener.accounts.sign_in, over)
        self._sign_in = dialog
        dialog.signed_in.connect(self.signed_in)
        dialog.practice_chosen.connect(self.practice_requested)
        dialog.finished.connect(self._forget_sign_in)
        dialog.open()

    def open_settings(self, page: int = 0) -> None:
        """Show the settings, at a page."""
        if self._settings is not None:
            self._settings.raise_()
            return
        from app.ui.account.accounts_list import AccountsList
        from app.ui.settings.dialog import SettingsDialog

        accounts = AccountsList(self._runner, self._opener.accounts.known, self._acts)
        dialog = SettingsDialog(self._context, accounts, self._window)
        self._settings = dialog
        accounts.reload()
        accounts.switch_requested.connect(self.switch_requested)
        accounts.sign_in_requested.connect(lambda: self.ask_to_sign_in(dialog))
        dialog.show_page(page)
        dialog.finished.connect(self._forget_settings)
        dialog.open()

    @property
    def settings_page(self) -> int:
        """The page at which the settings are open; -1 where they are not."""
        return -1 if self._settings is None else self._settings.page

    @property
    def starts_at_disputes(self) -> bool:
        """Where the user wants the cursor at the start."""
        return self._context.choices.values.starts_at_disputes

    def _copy_diagnostics(self) -> None:
        from app.ui.window.diagnostics import diagnostics

        QGuiApplication.clipboard().setText(diagnostics(self._context))
        text = self.tr("Copied. Paste it into a mail to whoever helps you; it holds no secrets.")
        self.told.emit(Notice(text, Severity.GOOD))

    def _forget_sign_in(self) -> None:
        if self._sign_in is not None:
            self._sign_in.deleteLater()
            self._sign_in = None

    def _forget_settings(self) -> None:
        if self._settings is not None:
            self._settings.deleteLater()
            self._settings = None

    def _tell(self, notice: Notice) -> None:
        self.told.emit(notice)
        if self._settings is not None:
            self._settings.tell(notice)
