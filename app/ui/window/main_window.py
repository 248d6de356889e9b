"""The main window: order pane above, dispute history below, one open account.

It comes in three steps, each as soon as it can be shown: the order box, which can be typed in;
the disputes as last seen; and, in the `WindowAccounts`, all that works behind these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.background.runner import BackgroundRunner, Lane
from app.ui.deferred import call_in_turns, load, name_widget_classes
from app.ui.orders.pane import OrderPane
from app.ui.theme import SPACE_L, SPACE_M
from app.ui.widgets.labels import plain_label
from app.ui.widgets.layouts import bring_into_sight, fill, room_on_screen
from app.ui.window.tabs import MainTabs, make_tab_bar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from app.domain.account.accounts import AccountId
    from app.domain.history.history import HistoryPage, HistoryQuery
    from app.services.account_services import AccountOpener, AccountServices
    from app.ui.history.pane import HistoryPane
    from app.ui.settings.choices import AppContext, Choices
    from app.ui.window.accounts import WindowAccounts


_ROWS_PAINTED_MS = 20
"""By then the painting of what was just shown has at least begun, and nothing comes between."""

_OPENER_AGAIN_MS = 5_000
_ENOUGH_LINES = 3
"""Of what is higher, such as a table; a button or a field is to be seen whole."""


class MainWindow(QMainWindow):
    """Puts the panes together and paints before anything slow is read or imported."""

    painted = Signal()
    """The first frame is on the screen: slow things may start."""
    ready = Signal()
    """What works behind the front is there: menus, shortcuts, dialogs."""
    rebuild_requested = Signal(int)
    """Make this window anew: the open account is gone (-1), or the language is another, and the
    settings were open at this page."""

    restored = Signal()
    """A backup is in the place of the data: make this window anew."""

    def __init__(self, runner: BackgroundRunner, settings: QSettings) -> None:
        super().__init__()
        self.runner = runner
        self.settings = settings
        self.orders = OrderPane(runner)
        self.account_label = plain_label()
        self._splitter = QSplitter(
            Qt.Orientation.Vertical, childrenCollapsible=False, handleWidth=SPACE_M
        )
        self._room = QWidget()  # of the disputes
        self._tab_bar = make_tab_bar()
        self._history: HistoryPane | None = None
        self._accounts: WindowAccounts | None = None
        self._focused: QWidget | None = None
        """What had the focus last, also while another window has it."""
        self._is_painted = False
        self._gives_way = False
        self.setWindowTitle("Dispute Desk")

        self._splitter.addWidget(self.orders)
        self._splitter.addWidget(self._room)
        self._splitter.setStretchFactor(1, 1)
        body = QWidget()
        self._column = fill(
            QVBoxLayout(body),
            (self._splitter, 1),
            margins=(SPACE_L, SPACE_M, SPACE_L, SPACE_M),
            spacing=SPACE_M,
        )
        scroll = QScrollArea(widgetResizable=True)  # for large text on a small screen
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        self.setCentralWidget(scroll)
        app = cast("QApplication", QApplication.instance())
        app.focusChanged.connect(self._keep_focus_in_sight)
        self.setMinimumSize(640, 400)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(SPACE_L, 0, SPACE_L, 0)
        self.statusBar().addPermanentWidget(self.account_label)
        bar = self.menuBar()  # with names only, for the first paint
        self.menus = (
            bar.addMenu(self.tr("&Order")),
            bar.addMenu(self.tr("&Disputes")),
            bar.addMenu(self.tr("&Account")),
            bar.addMenu(self.tr("&Help")),
        )
        self.resize(QSize(1280, 820).boundedTo(room_on_screen(self)))
        self._restore("window/geometry", self.restoreGeometry)

    def start(
        self,
        read_first_page: Callable[[HistoryQuery], tuple[AccountId, HistoryPage] | None],
        make_opener: Callable[[], AccountOpener],
        context: AppContext,
        *,
        practice: bool,
    ) -> None:
        """Show the disputes as last seen, build what works behind, then open the account.

        To be called once the window is painted. Both callables run on a background thread.
        """

        def show() -> None:
            self._show_history()
            # Not before the rows are painted: what is loaded takes turns with that.
            QTimer.singleShot(_ROWS_PAINTED_MS, self, prepare)

        def prepare() -> None:
            self.history.build_bar()  # first: loading what opens accounts would hold that up
            self.runner.run(
                make_opener,
                owner=self,
                on_success=lambda opener: self._build_deferred(opener, context, practice=practice),
                # Without it nothing can be done; what is wrong may be over soon.
                on_crash=lambda: QTimer.singleShot(_OPENER_AGAIN_MS, self, prepare),
                lane=Lane.STORAGE,
            )

        load(
            self._make_history,
            self,
            lambda: self._make_history(read_first_page, context.choices, show),
        )

    def look_up(self, text: str) -> None:
        """Look an order up as soon as an account is open."""
        self.orders.look_up(text)

    def take_second_start(self, text: str) -> None:
        """Come to the front with the order that a second start of the program was given."""
        self.show()  # it may be in the tray alone
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        if text:
            self.look_up(text)

    def quit(self) -> None:
        """End the program, as soon as nothing is lost by that."""
        if self._accounts is not None:
            self._accounts.quit()
        elif self.close():
            QApplication.quit()

    def let_go(self) -> None:
        """The system ends the program, and Qt is about to close its windows."""
        if self._accounts is not None:
            self._accounts.let_go()

    def give_way(self) -> bool:
        """Close, so that another window takes its place; whether it did."""
        self._gives_way = True
        is_closed = self.close()
        self._gives_way = False
        return is_closed

    @property
    def history(self) -> HistoryPane:
        """The disputes, once they were shown."""
        if self._history is None:
            raise RuntimeError("the disputes are not shown yet")
        return self._history

    def close_desk(self) -> None:
        """End the calls of the open account that still wait."""
        if self._accounts is not None:
            self._accounts.close_desk()

    @property
    def desk(self) -> AccountServices | None:
        """The open account's services."""
        return self._accounts.desk if self._accounts else None

    @property
    def accounts(self) -> WindowAccounts:
        """What works behind the front, once the window is `ready`."""
        if self._accounts is None:
            raise RuntimeError("the window is not built yet")
        return self._accounts

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._accounts is not None:
            if not self._accounts.may_close(for_another=self._gives_way):
                event.ignore()
                return
            self.history.end_visit()
        self.settings.setValue("window/geometry", self.saveGeometry())
        if self._history is not None:
            self.settings.setValue("window/splitter", self._splitter.saveState())
            self.settings.setValue("history/layout", self._history.save_layout())
            self.tabs.save_layout(self.settings)
            from app.ui.history.table.row_pages import sorting_of

            self.settings.setValue("history/sort", sorting_of(self._history.query))
        super().closeEvent(event)

    def _keep_focus_in_sight(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Qt does so where Tab leads; keys and what is shown lead to other places as well."""
        if now is None or now is self._focused or not self.isAncestorOf(now):
            return  # who comes back from another window sees what was left
        self._focused = now
        # Where enough is seen, nothing moves: a reader that tells of it falls silent when it does.
        enough = min(now.height(), _ENOUGH_LINES * now.fontMetrics().lineSpacing())
        if now.visibleRegion().boundingRect().height() < enough:
            bring_into_sight(now)

    def _restore(self, key: str, restore: Callable[[QByteArray], object]) -> None:
        state = self.settings.value(key)
        if isinstance(state, QByteArray):  # a file can hold anything
            restore(state)

    def _make_history(
        self,
        read_first_page: Callable[[HistoryQuery], tuple[AccountId, HistoryPage] | None],
        choices: Choices,
        then: Callable[[], object],
    ) -> None:
        from app.ui.history.pane import HistoryPane
        from app.ui.history.table.row_pages import query_of

        self._history = HistoryPane(self.runner, choices=choices)
        self.tabs = MainTabs(self.runner, self._history, self._tab_bar, choices=choices)
        self._history.restore_layout(self.settings.value("history/layout"))
        query = query_of(self.settings.value("history/sort"))
        self._history.read_first_page(query, read_first_page, then)

    def _show_history(self) -> None:
        self._splitter.replaceWidget(1, self.tabs)
        self._splitter.setStretchFactor(1, 1)
        self._room.deleteLater()
        self._restore("window/splitter", self._splitter.restoreState)

    def _build_deferred(
        self, opener: AccountOpener, context: AppContext, *, practice: bool
    ) -> None:
        def finish() -> None:
            from app.ui.window.accounts import Front, WindowAccounts

            front = Front(
                self,
                self._column,
                self.menus,
                self.account_label,
                self.orders,
                self.history,
                self.tabs,
            )
            accounts = WindowAccounts(front, opener, self.runner, self.settings, context)
            accounts.account_side.acts.removed.connect(lambda: self.rebuild_requested.emit(-1))
            accounts.backup.restored.connect(self.restored)
            self._accounts = accounts

        def introduce() -> None:
            self.accounts.introduce()

        def open_first() -> None:
            self.ready.emit()
            self.accounts.open_first(practice=practice)

        call_in_turns(
            self,
            name_widget_classes,
            self.history.build_deferred,
            self.orders.build_deferred,
            finish,
            introduce,
            open_first,
        )
