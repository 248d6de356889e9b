"""The main window: order pane above, dispute history below, one open account."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.background.runner import BackgroundRunner, Lane
from app.domain.accounts import Account
from app.domain.errors import AppError
from app.domain.filing import Filing
from app.services.accounts import SignedIn
from app.services.desk import Desk, DeskOpener, OpenedDesk
from app.support.memory import set_aside_what_is_loaded
from app.ui.account_side import AccountSide
from app.ui.actions import Shortcut, add_action
from app.ui.exporting.reporting import Reporting
from app.ui.filing_opener import FilingOpener
from app.ui.help_dialogs import AboutDialog, ShortcutsDialog
from app.ui.history.pane import HistoryPane
from app.ui.history_watch import HistoryWatch
from app.ui.insights.pane import InsightsPane
from app.ui.introduction import Introduction
from app.ui.main_tabs import MainTabs
from app.ui.notices import Doing, Notice, Tone, notice_for
from app.ui.orders.pane import OrderPane
from app.ui.read_back_watch import ReadBackWatch
from app.ui.surroundings import Surroundings
from app.ui.theme import SPACE_L, SPACE_M, application_icon
from app.ui.widgets.labels import plain_label
from app.ui.widgets.notice_bar import NoticeBar
from app.ui.widgets.pictures import PictureLoader


class MainWindow(QMainWindow):
    """Puts the panes together and says which account is open. Paints before anything is read."""

    painted = Signal()
    """The first frame is on the screen: slow things may start."""
    order_shown = Signal()
    """An order that was asked for is on the screen."""

    rebuild_requested = Signal(int)
    """Make this window anew: the open account is gone (-1), or the language is another, and the
    settings were open at this page."""

    def __init__(
        self,
        opener: DeskOpener,
        runner: BackgroundRunner,
        settings: QSettings,
        surroundings: Surroundings,
        *,
        practice: bool,
    ) -> None:
        super().__init__()
        self._opener = opener
        self._runner = runner
        self._settings = settings
        self._starts_in_practice = practice
        self._is_opening = True
        self._is_painted = False
        self._has_started = False
        self._desk: Desk | None = None
        self._pictures: PictureLoader | None = None
        self._notice = NoticeBar()
        self._orders = OrderPane(runner)
        self._history = HistoryPane(runner)
        self._insights = InsightsPane(runner)
        self._tabs = MainTabs(self._history, self._insights)
        self._reporting = Reporting(runner, settings, self._history.outlet, self._tabs)
        self._filing = FilingOpener(runner, self)
        self._watch = ReadBackWatch(runner, self)
        self._history_watch = HistoryWatch(self._history, surroundings.choices, self)
        self._introduction = Introduction(surroundings.choices)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._account_label = plain_label()
        self._account_side = AccountSide(self, opener, runner, surroundings)
        self.setWindowTitle("Dispute Desk")
        self.setWindowIcon(application_icon())

        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(SPACE_M)
        self._splitter.addWidget(self._orders)
        self._splitter.addWidget(self._tabs)
        self._splitter.setStretchFactor(1, 1)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._notice)
        layout.addWidget(self._introduction)
        layout.addWidget(self._splitter, 1)
        scroll = QScrollArea()  # for large text on a small screen
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self.setCentralWidget(scroll)
        self.setMinimumSize(640, 400)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        self.statusBar().addWidget(self._account_side.status)
        self.statusBar().addPermanentWidget(self._account_label)
        self._add_menus()
        self._restore_layout()

        self._orders.file_requested.connect(self._filing.begin)
        self._orders.order_shown.connect(self.order_shown)
        self._orders.order_shown.connect(self._introduction.finish)
        self._introduction.put_away.connect(self._orders.focus_box)
        self._orders.disputes_requested.connect(self._history.search)
        self._orders.disputes_requested.connect(self._tabs.show_disputes)
        self._orders.desk_wanted.connect(self._want_desk)
        self._orders.sign_in_requested.connect(self.ask_to_sign_in)
        self._history.filing_requested.connect(self._filing.resume)
        self._history.sign_in_requested.connect(self.ask_to_sign_in)
        self._insights.sign_in_requested.connect(self.ask_to_sign_in)
        self._filing.settled.connect(self._take_settled)
        self._filing.drafts_changed.connect(self._history.reload)
        self._filing.sign_in_requested.connect(self.ask_to_sign_in)
        self._filing.failed.connect(self._notice.show_notice)
        self._watch.changed.connect(self._history.reload)
        self._account_side.signed_in.connect(self._take_sign_in)
        self._account_side.practice_requested.connect(self._open_practice)
        self._account_side.switch_requested.connect(self._switch)
        self._account_side.renamed.connect(self._name_account)
        self._account_side.removed.connect(lambda: self.rebuild_requested.emit(-1))
        self._account_side.back_online.connect(self._ask_again)
        self._account_side.told.connect(self._notice.show_notice)

    def start(self) -> None:
        """Open the account last in use, or ask for one. Called once the window is painted."""
        opener, practice = self._opener, self._starts_in_practice
        self._open(lambda: opener.open_practice() if practice else opener.open_last())

    def look_up(self, text: str) -> None:
        """Look an order up as soon as an account is open."""
        self._orders.look_up(text)

    def take_second_start(self, text: str) -> None:
        """Come to the front with the order that a second start of the program was given."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if text:
            self.look_up(text)

    def close_desk(self) -> None:
        """End the calls of the open account that still wait."""
        if self._desk is not None:
            self._desk.close()

    def ask_to_sign_in(self) -> None:
        """Show the sign-in dialog, once, over whatever is open."""
        self._account_side.ask_to_sign_in(self._filing.dialog or self)

    @property
    def account_side(self) -> AccountSide:
        """The account's menu, status and settings."""
        return self._account_side

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._filing.may_close() or self._history_watch.tray.takes_close():
            event.ignore()
            return
        self._history.end_visit()
        self._settings.setValue("window/geometry", self.saveGeometry())
        self._settings.setValue("window/splitter", self._splitter.saveState())
        self._settings.setValue("history/layout", self._history.save_layout())
        super().closeEvent(event)

    def _add_menus(self) -> None:
        bar = self.menuBar()
        order = bar.addMenu(self.tr("&Order"))
        add_action(self, order, self.tr("&Look up"), self._orders.focus_box, Shortcut.ORDER_BOX)
        add_action(
            self,
            order,
            self.tr("&File dispute…"),
            self._orders.request_filing,
            Shortcut.NEW_DISPUTE,
        )
        order.addSeparator()
        add_action(self, order, self.tr("&Quit"), self._history_watch.tray.quit, Shortcut.QUIT)
        disputes = bar.addMenu(self.tr("&Disputes"))
        add_action(self, disputes, self.tr("&Search"), self._tabs.focus_search, Shortcut.SEARCH)
        add_action(self, disputes, self.tr("&Refresh"), self._history.refresh, Shortcut.REFRESH)
        self._reporting.add_actions(self, disputes)
        self._tabs.add_actions(self, disputes)
        self._account_side.fill_menu(bar.addMenu(self.tr("&Account")))
        help_menu = bar.addMenu(self.tr("&Help"))
        add_action(
            self,
            help_menu,
            self.tr("&Keyboard shortcuts"),
            lambda: self._open_once(ShortcutsDialog),
            Shortcut.SHORTCUTS,
        )
        add_action(self, help_menu, self.tr("&Introduction"), self._introduction.show_again)
        self._account_side.fill_help(help_menu)
        add_action(self, help_menu, self.tr("&About"), lambda: self._open_once(AboutDialog))

    def _open_once(self, make: Callable[[QWidget], ShortcutsDialog | AboutDialog]) -> None:
        dialog = make(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _restore_layout(self) -> None:
        self.resize(QSize(1280, 820).boundedTo(self.screen().availableSize()))
        for key, restore in (
            ("window/geometry", self.restoreGeometry),
            ("window/splitter", self._splitter.restoreState),
            ("history/layout", self._history.restore_layout),
        ):
            state = self._settings.value(key)
            if state is not None:
                restore(state)

    def _want_desk(self) -> None:
        if not self._is_opening:
            self.ask_to_sign_in()

    def _take_desk(self, opened: OpenedDesk | None) -> None:
        self._is_opening = False
        if opened is None:
            self.ask_to_sign_in()
            return
        self.close_desk()
        desk = opened.desk
        self._desk = desk
        self._pictures = PictureLoader(self._runner, desk.pictures.picture, self)
        self._filing.open_desk(desk, self._pictures)
        self._orders.open_desk(desk, self._pictures, opened.examples)
        self._history.open_desk(desk, self._pictures)
        self._insights.open_desk(desk)
        self._reporting.open_desk(desk)
        self._watch.open_desk(desk)
        self._history_watch.open_desk(desk)
        QTimer.singleShot(5_000, self, set_aside_what_is_loaded)  # the first calls are made by then
        self._account_side.open_desk(desk)
        self._name_account(desk.account)
        if self._account_side.starts_at_disputes and not self._has_started:
            self._history.focus_search()
        if not self._has_started:
            self._introduction.show_first_time()
        self._has_started = True
        self._tell_news(opened)

    def _name_account(self, account: Account) -> None:
        is_practice = account.is_practice
        self.setWindowTitle(
            self.tr("Dispute Desk – practice")
            if is_practice
            else self.tr("Dispute Desk – {account}").format(account=account.label)
        )
        self._account_label.setText(
            self.tr("Practice mode: nothing is sent to CJ")
            if is_practice
            else self.tr("Account {account}").format(account=account.label)
        )

    def _tell_news(self, opened: OpenedDesk) -> None:
        self._notice.clear()
        if opened.set_aside:
            text = self.tr(
                "The data file was damaged. What could be read was saved; the damaged file is "
                "kept as {name}."
            ).format(name=opened.set_aside)
            self._notice.show_notice(Notice(text, Tone.WARN))
        elif not opened.is_lasting:
            text = self.tr(
                "This computer has no keyring that can be used, so you stay signed in only until "
                "you quit. On Linux, install gnome-keyring or KWallet."
            )
            self._notice.show_notice(Notice(text, Tone.WARN))

    def _take_sign_in(self, signed_in: SignedIn) -> None:
        desk = self._desk
        if desk is not None and desk.account.account_id == signed_in.account.account_id:
            desk.link.signed_in_again()
            self._notice.clear()
            self._filing.resume_after_sign_in()
            self._history.refresh()
            return
        if self._filing.dialog is not None:
            text = self.tr(
                "That key belongs to another account ({new}); this draft belongs to {old}. "
                "Close it first; it is saved."
            ).format(new=signed_in.account.label, old=desk.account.label if desk else "")
            self._notice.show_notice(Notice(text, Tone.WARN))
            return
        self._open(lambda: self._opener.open_account(signed_in.account))

    def _open_practice(self) -> None:
        if self._may_switch():
            self._open(self._opener.open_practice)

    def _switch(self, account: Account) -> None:
        if not self._may_switch():
            return
        if account.is_practice:
            self._open(self._opener.open_practice)
        else:
            self._open(lambda: self._opener.open_account(account))

    def _may_switch(self) -> bool:
        """Not while a draft is open: it belongs to the account that is."""
        if self._filing.dialog is None:
            return True
        text = self.tr("Close the dispute you are filing first; it is saved as a draft.")
        self._notice.show_notice(Notice(text, Tone.WARN))
        return False

    def _ask_again(self) -> None:
        """CJ can be reached again: repeat what the line had broken."""
        self._history.refresh()
        self._orders.retry_if_offline()

    def _open(self, work: Callable[[], OpenedDesk | None]) -> None:
        self._is_opening = True
        self._runner.run(
            work,
            owner=self,
            on_success=self._take_desk,
            on_error=self._show_start_error,
            lane=Lane.STORAGE,
        )

    def _show_start_error(self, error: AppError) -> None:
        self._is_opening = False
        self._notice.show_notice(
            notice_for(error, Doing.SAVE), actions=((self.tr("Try again"), self.start),)
        )

    def _take_settled(self, filing: Filing) -> None:
        self._watch.follow(filing)
        self._tabs.show_disputes()
        self._orders.forget_order()
        if filing.dispute_id:
            self._history.show_dispute(filing.dispute_id)
        self._history.reload()
