"""The main window: order pane above, dispute history below, one open account."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError
from app.domain.filing import Filing
from app.services.accounts import SignedIn
from app.services.desk import Desk, DeskOpener, OpenedDesk
from app.ui.actions import Shortcut, add_action
from app.ui.filing_opener import FilingOpener
from app.ui.help_dialogs import AboutDialog, CrashDialog, ShortcutsDialog
from app.ui.history.pane import HistoryPane
from app.ui.notices import Doing, Notice, Tone, notice_for
from app.ui.orders.pane import MY_CJ, OrderPane
from app.ui.read_back_watch import ReadBackWatch
from app.ui.sign_in.dialog import SignInDialog
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

    def __init__(
        self, opener: DeskOpener, runner: BackgroundRunner, settings: QSettings, *, practice: bool
    ) -> None:
        super().__init__()
        self._opener = opener
        self._runner = runner
        self._settings = settings
        self._starts_in_practice = practice
        self._is_opening = True
        self._is_painted = False
        self._desk: Desk | None = None
        self._pictures: PictureLoader | None = None
        self._sign_in_dialog: SignInDialog | None = None
        self._notice = NoticeBar()
        self._orders = OrderPane(runner)
        self._history = HistoryPane(runner)
        self._filing = FilingOpener(runner, self)
        self._watch = ReadBackWatch(runner, self)
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._account_label = plain_label()
        self.setWindowTitle("Dispute Desk")
        self.setWindowIcon(application_icon())

        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(SPACE_M)
        self._splitter.addWidget(self._orders)
        self._splitter.addWidget(self._history)
        self._splitter.setStretchFactor(1, 1)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._notice)
        layout.addWidget(self._splitter, 1)
        self.setCentralWidget(body)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        self.statusBar().addPermanentWidget(self._account_label)
        self._add_menus()
        self._restore_layout()

        self._orders.file_requested.connect(self._filing.begin)
        self._orders.order_shown.connect(self.order_shown)
        self._orders.disputes_requested.connect(self._history.search)
        self._orders.desk_wanted.connect(self._want_desk)
        self._orders.sign_in_requested.connect(self.ask_to_sign_in)
        self._history.filing_requested.connect(self._filing.resume)
        self._history.sign_in_requested.connect(self.ask_to_sign_in)
        self._filing.settled.connect(self._take_settled)
        self._filing.drafts_changed.connect(self._history.reload)
        self._filing.sign_in_requested.connect(self.ask_to_sign_in)
        self._filing.failed.connect(self._notice.show_notice)
        self._watch.changed.connect(self._history.reload)
        runner.crashed.connect(self.show_crash)

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
        if self._sign_in_dialog is not None:
            self._sign_in_dialog.raise_()
            return
        over = self._filing.dialog or self
        dialog = SignInDialog(self._runner, self._opener.sign_in, over)
        self._sign_in_dialog = dialog
        dialog.signed_in.connect(self._take_sign_in)
        dialog.practice_chosen.connect(self._open_practice)
        dialog.finished.connect(self._forget_sign_in_dialog)
        dialog.open()

    def show_crash(self, error: BaseException) -> None:
        """Tell of a bug of ours and go on."""
        CrashDialog(error, self).open()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._filing.may_close():
            event.ignore()
            return
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
        add_action(self, order, self.tr("&Quit"), self.close, Shortcut.QUIT)
        disputes = bar.addMenu(self.tr("&Disputes"))
        add_action(self, disputes, self.tr("&Search"), self._history.focus_search, Shortcut.SEARCH)
        add_action(self, disputes, self.tr("&Refresh"), self._history.refresh, Shortcut.REFRESH)
        account = bar.addMenu(self.tr("&Account"))
        add_action(self, account, self.tr("&Sign in…"), self.ask_to_sign_in)
        add_action(self, account, self.tr("&Practice mode"), self._open_practice)
        add_action(
            self, account, self.tr("Open &My CJ"), lambda: QDesktopServices.openUrl(QUrl(MY_CJ))
        )
        help_menu = bar.addMenu(self.tr("&Help"))
        add_action(
            self,
            help_menu,
            self.tr("&Keyboard shortcuts"),
            lambda: self._open_once(ShortcutsDialog),
            Shortcut.SHORTCUTS,
        )
        add_action(self, help_menu, self.tr("&About"), lambda: self._open_once(AboutDialog))

    def _open_once(self, make: Callable[[QWidget], ShortcutsDialog | AboutDialog]) -> None:
        dialog = make(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _restore_layout(self) -> None:
        self.resize(1280, 820)
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
        self._watch.open_desk(desk)
        self._name_account(desk)
        self._tell_news(opened)

    def _name_account(self, desk: Desk) -> None:
        is_practice = desk.account.is_practice
        self.setWindowTitle(
            self.tr("Dispute Desk – practice")
            if is_practice
            else self.tr("Dispute Desk – {account}").format(account=desk.account.label)
        )
        self._account_label.setText(
            self.tr("Practice mode: nothing is sent to CJ")
            if is_practice
            else self.tr("Account {account}").format(account=desk.account.label)
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
        self._open(self._opener.open_practice)

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
        self._orders.forget_order()
        if filing.dispute_id:
            self._history.show_dispute(filing.dispute_id)
        self._history.reload()

    def _forget_sign_in_dialog(self) -> None:
        if self._sign_in_dialog is not None:
            self._sign_in_dialog.deleteLater()
            self._sign_in_dialog = None
