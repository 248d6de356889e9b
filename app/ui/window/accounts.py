"""What works behind the front of the main window: the open account and all that is done with it.

Imported and built after the first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QAction, QGuiApplication

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, KeyringCause
from app.support.clock import utc_now
from app.ui.account.account_ui import AccountUi
from app.ui.account.backup import BackupUi
from app.ui.account.keyring_wait import KeyringBar
from app.ui.claims.news import ClaimsAnnouncer
from app.ui.claims.watch import ClaimsWatch
from app.ui.exporting.export_flow import ExportFlow
from app.ui.filing.opener import FilingOpener
from app.ui.history.updates.read_back_watch import ReadBackWatch
from app.ui.history.updates.watch import HistoryWatch
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.orders.intake import Intake
from app.ui.theme import application_icon
from app.ui.widgets.actions import Shortcut, add_action
from app.ui.widgets.file_choice import FileChoice
from app.ui.widgets.keys import ButtonKeys
from app.ui.widgets.layouts import fill, tab_through
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLoader
from app.ui.window.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QVBoxLayout

    from app.domain.account.accounts import Account
    from app.domain.filing.filing import Filing
    from app.services.account.accounts import SignedIn
    from app.services.account_services import AccountOpener, AccountServices, OpenedAccount
    from app.ui.exporting.export_flow import RunningExport
    from app.ui.history.pane import HistoryPane
    from app.ui.orders.pane import OrderPane
    from app.ui.settings.choices import AppContext
    from app.ui.window.introduction import Introduction
    from app.ui.window.tabs import MainTabs


class Front(NamedTuple):
    """What is there of the main window by the time that this is built."""

    window: QMainWindow
    column: QVBoxLayout
    """With the panes, one above the other."""
    menus: tuple[QMenu, QMenu, QMenu, QMenu]
    """Order, disputes, account and help, empty."""
    account_label: QLabel
    orders: OrderPane
    history: HistoryPane
    tabs: MainTabs


class WindowAccounts(QObject):
    """Opens, switches and closes accounts; hands what one pane wants to another."""

    def __init__(
        self,
        front: Front,
        opener: AccountOpener,
        runner: BackgroundRunner,
        settings: QSettings,
        context: AppContext,
    ) -> None:
        window = front.window
        super().__init__(window)
        self._window = window
        self._account_label = front.account_label
        self._opener = opener
        self._context = context
        self._runner = runner
        self._orders, self._history, self._tabs = front.orders, front.history, front.tabs
        self._has_started = False
        self._is_opening = True
        self._loses_notes = False
        """Whether a person has said that what cannot be saved may be lost."""
        self._open_again: Callable[[], object] | None = None
        """Tries once more to open the account that could not be opened."""
        self._pictures = PictureLoader(self._runner, parent=self)
        self.desk: AccountServices | None = None
        self._notice = NoticeBar(is_scrolled_to=True)
        self._reporting = ExportFlow(runner, settings, self._history, self._tabs)
        self._tabs.put_below(self._reporting.strip, self._reporting.notice)
        self._filing = FilingOpener(runner, FileChoice(settings), window)
        self._watch = ReadBackWatch(runner, window)
        self._tray = Tray(window, context.choices)
        self._history_watch = HistoryWatch(self._history, context.choices, self._tray)
        self._claims = ClaimsWatch(runner, window)
        self._claims_news = ClaimsAnnouncer(
            self._claims, context.choices, self._tray, lambda: self._tabs.is_showing_claims
        )
        self._column = front.column
        self._introduction: Introduction | None = None
        self.account_side = AccountUi(window, opener, runner, context, self._claims)

        self._intake = Intake(window, runner, self._orders, context.choices)
        self.backup = BackupUi(
            window,
            opener.backups,
            runner,
            settings,
            context,
            self._notice,
            lambda: self._may_switch(self.backup.restore),
        )

        ButtonKeys(window)
        window.setWindowIcon(application_icon())
        # Below all that they would push away.
        fill(front.column, self._notice, KeyringBar(self.account_side.keyring))
        tab_through(self._orders, self._tabs)
        window.statusBar().addWidget(self.account_side.status)
        self._fill_menus(*front.menus)

        for part in (self._orders, self._history, self._tabs, self._filing):
            part.sign_in_requested.connect(self._ask_to_sign_in)
        self._orders.file_requested.connect(self._filing.begin)
        self._orders.prepare_requested.connect(self._filing.prepare)
        self._orders.order_shown.connect(self._end_introduction)
        self._orders.disputes_requested.connect(self._history.search)
        self._orders.disputes_requested.connect(self._tabs.show_disputes)
        self._orders.dispute_requested.connect(self._history.show_dispute)
        self._orders.dispute_requested.connect(self._tabs.show_disputes)
        self._orders.desk_wanted.connect(self._want_desk)
        self._history.rows_read.connect(self._tabs.reload_insights)
        self._history.filing_requested.connect(self._filing.resume)
        self._tabs.claim_requested.connect(
            lambda row: self._orders.claim(row.order.facts, row.judgement)
        )
        self._tabs.watch_claims(self._claims, settings)
        self._claims.looked.connect(self._history.reload)
        self._claims.changed.connect(
            lambda: self.account_side.status.tell_of_orders(self._claims.newest_order, utc_now())
        )
        self._claims_news.opened.connect(self._tabs.show_claims)
        self._orders.claim_requested.connect(self._filing.begin)
        self._orders.parcel.renewed.connect(self._claims.note_news)
        self._history.updates.rows_changed.connect(self._claims.note_news)
        self._history.updates.rows_changed.connect(self._orders.read_holders)
        self._history.dispute_cancelled.connect(self._orders.forget_held_by)
        self._filing.settled.connect(self._take_settled)
        self._filing.case_requested.connect(self._reporting.save_case_of)
        self._filing.cancel_requested.connect(self._history.cancel_dispute)
        self._filing.cancel_requested.connect(self._tabs.show_disputes)
        self._filing.dispute_requested.connect(self._orders.show_dispute)
        self._filing.drafts_changed.connect(self._history.reload)
        self._filing.drafts_changed.connect(self._claims.note_news)
        self._filing.drafts_changed.connect(self._orders.parcel.read)
        self._filing.next_order_wanted.connect(self._go_on_to_next)
        self._filing.failed.connect(self._notice.show_notice)
        self._filing.freed.connect(self._watch.recover)
        self._filing.freed.connect(self._tray.try_again)
        self._filing.unsaved.connect(self._tray.stay)
        self._tray.held_up.connect(lambda: self._filing.tell_of_quitting(self._tray.stay))
        self._watch.changed.connect(self._history.reload)
        self._watch.changed.connect(self._filing.follow)
        self._history.filings_read.connect(self._watch.compare)
        self.account_side.signed_in.connect(self._take_sign_in)
        self.account_side.practice_requested.connect(self._open_practice)
        self.account_side.switch_requested.connect(self._switch)
        self.account_side.acts.renamed.connect(self._name_account)
        self.account_side.monitor.back_online.connect(self._ask_again)
        self.account_side.keyring.unlocked.connect(self._ask_again)
        self.account_side.told.connect(self._notice.show_notice)
        self.account_side.backup_requested.connect(self.backup.restore)
        self.backup.data_wanted.connect(self.close_desk)

    def introduce(self) -> None:
        """Show the introduction, once, to who has an account: it moves all that is below.

        Before the account is opened, as what asks CJ then takes turns with the painting of that.
        """
        if self._context.choices.values.last_account is not None:
            self._introduce_newcomer()

    def open_first(self, *, practice: bool) -> None:
        """Open the account last in use, or practice mode, or ask for an account."""
        self._open(self._opener.open_practice if practice else self._opener.open_last)

    def may_close(self, *, for_another: bool) -> bool:
        """Whether the window may go: not while a dispute is being sent, nor into the tray, unless
        it goes for another one of this program.
        """
        if not self._filing.may_close():
            return False
        if for_another:
            return True
        again = self._tray.quit if self._tray.is_quitting else self._window.close
        return not self._tray.takes_close() and self._may_leave_notes(again)

    @property
    def export(self) -> RunningExport | None:
        """The export that is under way."""
        return self._reporting.running

    def follow_export(self, running: RunningExport) -> None:
        """Go on showing an export that the window of before began."""
        self._reporting.follow(running)

    def close_desk(self) -> None:
        """End the calls of the open account that still wait."""
        if self.desk is not None:
            self.desk.close()

    def quit(self) -> None:
        """End the program, as soon as nothing is lost by that."""
        self._tray.quit()

    def let_go(self) -> None:
        """The system ends the program, and Qt is about to close its windows."""
        self._tray.let_go()

    def _fill_menus(self, order: QMenu, disputes: QMenu, account: QMenu, help_menu: QMenu) -> None:
        add_action(order, self.tr("&Look up"), self._orders.focus_box, Shortcut.ORDER_BOX)
        add_action(
            order, self.tr("&File dispute…"), self._orders.request_filing, Shortcut.NEW_DISPUTE
        )
        order.addSeparator()
        role = QAction.MenuRole
        add_action(order, self.tr("&Quit"), self._tray.quit, Shortcut.QUIT, role.QuitRole)
        add_action(disputes, self.tr("&Search"), self._tabs.focus_search, Shortcut.SEARCH)
        add_action(disputes, self.tr("&Refresh"), self._tabs.refresh, Shortcut.REFRESH)
        self._reporting.add_actions(disputes)
        add_action(disputes, self.tr("Paste refunds to &buyers…"), self._history.paste_refunds)
        self._tabs.add_actions(disputes)
        self.account_side.fill_menu(account)
        self.backup.add_actions(account)
        add_action(
            help_menu, self.tr("&Keyboard shortcuts"), self._show_shortcuts, Shortcut.SHORTCUTS
        )
        add_action(help_menu, self.tr("Look up from the &browser"), self._show_browser)
        add_action(
            help_menu,
            self.tr("&Introduction"),
            lambda: self._make_introduction().show_again(),
        )
        add_action(help_menu, self.tr("&Copy diagnostics"), self._copy_diagnostics)
        add_action(help_menu, self.tr("&About"), self._show_about, role=role.AboutRole)

    def _introduce_newcomer(self) -> None:
        if not self._context.choices.values.is_introduced:
            self._make_introduction().show()

    def _make_introduction(self) -> Introduction:
        from app.ui.window.introduction import Introduction

        if self._introduction is None:
            self._introduction = Introduction()
            self._column.insertWidget(0, self._introduction)
            tab_through(self._introduction, self._orders, self._tabs)
            self._introduction.put_away.connect(self._end_introduction)
            self._introduction.put_away.connect(self._orders.focus_box)
        return self._introduction

    def _end_introduction(self) -> None:
        """It does not come back by itself."""
        if self._introduction is not None:
            self._introduction.hide()
        self._context.choices.change(is_introduced=True)

    def _show_shortcuts(self) -> None:
        from app.ui.window.help_dialogs import ShortcutsDialog

        ShortcutsDialog(self._window).open_once()

    def _show_browser(self) -> None:
        from app.ui.window.help_dialogs import BrowserDialog

        BrowserDialog(self._window).open_once()

    def _show_about(self) -> None:
        from app.ui.window.help_dialogs import AboutDialog

        AboutDialog(self._window).open_once()

    def _copy_diagnostics(self) -> None:
        from app.ui.window.diagnostics import diagnostics

        QGuiApplication.clipboard().setText(diagnostics(self._context))
        text = self.tr("Copied. Paste it into a mail to whoever helps you; it holds no secrets.")
        self._notice.show_notice(Notice(text, Severity.GOOD))

    def _ask_to_sign_in(self) -> None:
        """Show the sign-in dialog, once, over whatever is open."""
        self.account_side.ask_to_sign_in(self._filing.dialog or self._window)

    def _want_desk(self) -> None:
        if self._is_opening:
            return
        if self._open_again is not None:
            self._open_again()
        else:
            self._ask_to_sign_in()

    def _take_desk(self, opened: OpenedAccount | None) -> None:
        if opened is None:
            self.backup.tell_news()
            self._ask_to_sign_in()
            return
        self.close_desk()
        self.desk = desk = opened.desk
        pictures = self._pictures
        pictures.use(desk.links.picture)
        self._filing.open_desk(desk, pictures)
        self._orders.open_desk(desk, pictures, opened.examples)
        self._history.open_desk(desk, pictures)
        for part in (
            self._tabs,
            self._reporting,
            self._watch,
            self._history_watch,
            self._claims,
            self.account_side,
        ):
            part.open_desk(desk)
        self._name_account(desk.account)
        if not self._has_started:
            self._has_started = True
            if self._context.choices.values.starts_at_disputes:
                self._history.focus_search()
            self._introduce_newcomer()
        self._tell_news(opened)

    def _name_account(self, account: Account) -> None:
        is_practice = account.is_practice
        self._window.setWindowTitle(
            self.tr("Dispute Desk – practice")
            if is_practice
            else self.tr("Dispute Desk – {account}").format(account=account.label)
        )
        self._account_label.setText(
            self.tr("Practice mode: nothing is sent to CJ")
            if is_practice
            else self.tr("Account {account}").format(account=account.label)
        )

    def _tell_news(self, opened: OpenedAccount) -> None:
        self._notice.clear()
        if opened.set_aside:
            text = self.tr(
                "The data file was damaged. What could be read was saved; the damaged file is "
                "kept as {name}."
            ).format(name=opened.set_aside)
            self._notice.show_notice(Notice(text, Severity.WARN))
        elif opened.not_kept is not None:
            self._tell_not_kept(opened.not_kept)
        elif not opened.is_remembered:
            text = self.tr(
                "The settings could not be saved, so the next start may open another account. "
                "Nothing else is lost."
            )
            self._notice.show_notice(Notice(text, Severity.WARN))
        else:
            self.backup.tell_news()

    def _tell_not_kept(self, cause: KeyringCause) -> None:
        """Say that the sign-in ends with the program, and why."""
        text = {
            KeyringCause.MISSING: self.tr(
                "This computer has no keyring that can be used, so you stay signed in only until "
                "you quit. On Linux, install gnome-keyring or KWallet."
            ),
            KeyringCause.LOCKED: self.tr(
                "This computer's keyring is locked, so you stay signed in only until you quit. "
                "Unlock it and sign in anew to stay signed in."
            ),
            KeyringCause.REFUSED: self.tr(
                "This computer's keyring did not take CJ's token, so you stay signed in only until "
                "you quit."
            ),
        }[cause]
        self._notice.show_notice(Notice(text, Severity.WARN))

    def _take_sign_in(self, signed_in: SignedIn) -> None:
        desk = self.desk
        if desk is not None and desk.account.account_id == signed_in.account.account_id:
            # Not here: it may have to wait while the keyring is.
            self._runner.run(
                desk.link.signed_in_again,
                owner=self,
                on_success=lambda _none: self._go_on_signed_in(signed_in),
            )
            return
        dialog = self._filing.dialog
        if dialog is not None:
            text = self.tr(
                "That key belongs to another account ({new}); this draft belongs to {old}. "
                "Close it first; it is saved."
            ).format(new=signed_in.account.label, old=desk.account.label if desk else "")
            dialog.tell_of_account(Notice(text, Severity.WARN))
            return
        self._open(lambda: self._opener.open_account(signed_in.account))

    def _go_on_signed_in(self, signed_in: SignedIn) -> None:
        self._notice.clear()
        if signed_in.not_kept is not None:
            self._tell_not_kept(signed_in.not_kept)
        self._filing.resume_after_sign_in()
        self._history.refresh()

    def _open_practice(self) -> None:
        if self._may_switch(self._open_practice):
            self._open(self._opener.open_practice)

    def _switch(self, account: Account) -> None:
        if not self._may_switch(lambda: self._switch(account)):
            return
        if account.is_practice:
            self._open(self._opener.open_practice)
        else:
            self._open(lambda: self._opener.open_account(account))

    def _may_switch(self, again: Callable[[], object]) -> bool:
        """Not while a draft is open: it belongs to the account that is.

        Nor while a note is unsaved; then `again` is offered.
        """
        dialog = self._filing.dialog
        if dialog is None:
            return self._may_leave_notes(again)
        text = self.tr("Close the dispute you are filing first; it is saved as a draft.")
        dialog.tell_of_account(Notice(text, Severity.WARN))  # in front: it covers the window's own
        return False

    def _may_leave_notes(self, again: Callable[[], object]) -> bool:
        """Whether no note or refund is lost by that; else say so, and offer it once more."""
        if self._loses_notes or not self._history.has_unsaved:
            return True

        def lose() -> None:
            self._loses_notes = True
            again()
            self._loses_notes = False

        self._history.end_visit()  # it may work by the time that somebody has read this
        self._tray.stay()
        if self._window.isHidden():
            self._tray.show_window()
        text = self.tr(
            "A note or a refund that you typed could not be saved yet. It is lost if you go on now."
        )
        actions = ((self.tr("Try again"), again), (self.tr("Go on without it"), lose))
        self._notice.show_notice(Notice(text, Severity.WARN), actions=actions)
        return False

    def _ask_again(self) -> None:
        """CJ can be reached again, or the keyring: repeat what had failed for want of it."""
        self._history.refresh()
        self._orders.retry_if_offline()

    def _open(self, work: Callable[[], OpenedAccount | None]) -> None:
        self._is_opening = True
        self._open_again = None

        def fail(error: AppError) -> None:
            note_failure()
            self._notice.show_notice(
                notice_for(error, Operation.SAVE),
                actions=((self.tr("Try again"), lambda: self._open(work)),),
            )

        def note_failure() -> None:
            self._open_again = lambda: self._open(work)

        def end() -> None:
            self._is_opening = False
            if self.desk is None:
                self._tabs.stop_expecting(self._open_again)

        self._runner.run(
            work,
            owner=self,
            on_success=self._take_desk,
            on_error=fail,
            on_crash=note_failure,
            on_end=end,
            lane=Lane.STORAGE,
        )

    def _go_on_to_next(self) -> None:
        self._window.activateWindow()  # not every system does so once a dialog is gone
        if self._orders.has_order:  # it was looked up meanwhile, as by a link
            self._orders.take_focus()
            return
        self._orders.begin_next()
        self._intake.offer()

    def _take_settled(self, filing: Filing) -> None:
        self._watch.follow(filing)
        is_from_claims = self._tabs.is_showing_claims
        if not is_from_claims:
            self._tabs.show_disputes()
        self._orders.forget_filed(filing.draft)
        if is_from_claims:
            self._tabs.show_claims()  # and on to the next one
        if filing.dispute_id:
            self._history.show_dispute(filing.dispute_id)
        self._history.reload()
