"""The main area: disputes, claims and insights, one at a time, and room for news above them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSettings, Signal, Slot
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from app.ui.deferred import call_in_turns
from app.ui.theme import SPACE_S
from app.ui.widgets.layouts import OneInFront, bring_into_sight, fill, tab_through

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMenu

    from app.background.runner import BackgroundRunner
    from app.services.account_services import AccountServices
    from app.ui.claims.pane import ClaimsPane
    from app.ui.claims.watch import ClaimsWatch
    from app.ui.history.pane import HistoryPane
    from app.ui.insights.pane import InsightsPane
    from app.ui.settings.choices import Choices

translate = QCoreApplication.translate


class Tab(IntEnum):
    """The tabs, from left to right."""

    DISPUTES = 0
    CLAIMS = 1
    INSIGHTS = 2


def make_tab_bar() -> QTabBar:
    """The tabs. To be made before the window is shown.

    Later on, readers would be told of the first tab as of something that was just chosen.
    """
    bar = QTabBar(drawBase=False, expanding=False)
    for name in (
        translate("MainTabs", "Disputes"),
        translate("MainTabs", "Claims"),
        translate("MainTabs", "Insights"),
    ):
        bar.addTab(name)
    bar.setAccessibleTabName(Tab.CLAIMS, bar.tabText(Tab.CLAIMS))
    bar.setAccessibleName(translate("MainTabs", "Main area"))
    return bar


class MainTabs(QWidget):
    """Shows one of the panes. All but the history are made when they are first looked at."""

    sign_in_requested = Signal()
    claim_requested = Signal(object)
    """The `ClaimRow` for which a dispute is to be begun."""

    def __init__(
        self,
        runner: BackgroundRunner,
        history: HistoryPane,
        bar: QTabBar,
        choices: Choices | None = None,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._choices = choices
        self._history = history
        self._claims: ClaimsPane | None = None
        self._insights: InsightsPane | None = None
        self._desk: AccountServices | None = None
        self._watch: ClaimsWatch | None = None
        self._settings: QSettings | None = None
        self._wants_claims = False
        self._open_again: Callable[[], object] | None = None
        bar.setParent(self)  # before what Tab comes to after it
        self._bar = bar
        self._stack = OneInFront(self)

        self._stack.addWidget(history)
        for _ in (Tab.CLAIMS, Tab.INSIGHTS):
            self._stack.addWidget(QWidget())
        parts = (self._bar, (self._stack, 1))
        self._layout = fill(QVBoxLayout(self), *parts, margins=0, spacing=SPACE_S)

        self._bar.currentChanged.connect(self._show_tab)

    @property
    def front(self) -> int:
        """Which tab is in front."""
        return self._bar.currentIndex()

    def bring(self, front: int) -> None:
        """Show this tab, as it was before."""
        self._bar.setCurrentIndex(front)

    @property
    def is_showing_claims(self) -> bool:
        """Whether the claims are in front."""
        return self._bar.currentIndex() == Tab.CLAIMS

    def put_below(self, *widgets: QWidget) -> None:
        """Show these below the panes."""
        fill(self._layout, *widgets)

    def open_desk(self, desk: AccountServices) -> None:
        """Show this account from now on. The parts of history and claims are their own."""
        self._desk = desk
        if self._insights is not None:
            self._insights.open_desk(desk)

    def stop_expecting(self, again: Callable[[], object] | None) -> None:
        """No account is open: it could not be opened where `again` tries it once more."""
        self._open_again = again
        self._history.stop_expecting(again)
        for pane in (self._claims, self._insights):
            if pane is not None:
                pane.stop_expecting(again)

    def watch_claims(self, watch: ClaimsWatch, settings: QSettings | None = None) -> None:
        """Show what this knows; columns are remembered in the settings."""
        self._watch, self._settings = watch, settings
        watch.changed.connect(self._show_badge)
        if self.is_showing_claims:
            self._show_tab(Tab.CLAIMS)

    def save_layout(self, settings: QSettings) -> None:
        """Remember what the panes look like, for the next start."""
        if self._claims is not None:
            settings.setValue("claims/layout", self._claims.save_layout())

    def add_actions(self, menu: QMenu) -> None:
        """Add the ways to the tabs to a menu."""
        from app.ui.widgets.actions import Shortcut, add_action

        menu.addSeparator()
        for text, show, keys in (
            (self.tr("Show &disputes"), self.show_disputes, Shortcut.DISPUTES_TAB),
            (self.tr("Show &claims"), self.show_claims, Shortcut.CLAIMS_TAB),
            (self.tr("Show &insights"), self.show_insights, Shortcut.INSIGHTS_TAB),
        ):
            action = add_action(menu, text, show, keys)
            action.triggered.connect(self._come_into_sight)

    @Slot()
    def _come_into_sight(self) -> None:
        bring_into_sight(self)
        bring_into_sight(self._bar)  # of what is higher than the window, its beginning

    @Slot()
    def show_disputes(self) -> None:
        """Bring the disputes to the front."""
        self._bar.setCurrentIndex(Tab.DISPUTES)

    @Slot()
    def show_claims(self) -> None:
        """Bring what can be claimed to the front, ready to be gone through with the keys."""
        self._wants_claims = True
        self._bar.setCurrentIndex(Tab.CLAIMS)
        self._go_to_claims()

    def show_insights(self) -> None:
        """Bring the insights to the front."""
        self._bar.setCurrentIndex(Tab.INSIGHTS)

    def focus_search(self) -> None:
        """Be ready to search: the claims where they are in front, else the disputes."""
        if self.is_showing_claims and self._claims is not None:
            self._claims.focus_search()
            return
        self.show_disputes()
        self._history.focus_search()

    def refresh(self) -> None:
        """Ask CJ for what is in front: orders for the claims, else disputes."""
        if self.is_showing_claims and self._watch is not None:
            self._watch.look()
        else:
            self._history.refresh()

    @Slot()
    def reload_insights(self) -> None:
        """The disputes have changed: the figures may be others."""
        if self._insights is not None:
            self._insights.reload()

    @Slot()
    def _show_badge(self) -> None:
        """Say on the tab how many orders can be claimed. Its name for screen readers stays."""
        count = len(self._watch.claims.to_claim) if self._watch is not None else 0
        name = self.tr("Claims")
        tip = ""
        if count:
            name = self.tr("Claims ({count})").format(count=f"{count:,}")
            tip = self.tr("Orders that can be claimed: {count}").format(count=f"{count:,}")
        if self._bar.tabText(Tab.CLAIMS) != name:
            self._bar.setTabText(Tab.CLAIMS, name)
            self._bar.setTabToolTip(Tab.CLAIMS, tip)

    @Slot(int)
    def _show_tab(self, number: int) -> None:
        if number == Tab.CLAIMS and self._claims is None:
            call_in_turns(self, self._make_claims, self._show_claims)
        elif number == Tab.INSIGHTS and self._insights is None:
            call_in_turns(
                self, self._make_insights, lambda: self._put(Tab.INSIGHTS, self._insights)
            )
        else:
            self._stack.setCurrentIndex(number)

    def _make_claims(self) -> None:
        from app.ui.claims.pane import ClaimsPane

        if self._claims is None and self._watch is not None:
            self._claims = ClaimsPane(self._watch, self._stack)
            self._claims.sign_in_requested.connect(self.sign_in_requested)
            self._claims.claim_requested.connect(self.claim_requested)
            self._claims.stop_expecting(self._open_again)
            if self._settings is not None:
                self._claims.restore_layout(self._settings.value("claims/layout"))

    def _show_claims(self) -> None:
        self._put(Tab.CLAIMS, self._claims)
        self._go_to_claims()

    def _make_insights(self) -> None:
        from app.ui.insights.pane import InsightsPane

        if self._insights is None:
            self._insights = InsightsPane(self._runner, self._stack, choices=self._choices)
            self._insights.sign_in_requested.connect(self.sign_in_requested)
            self._insights.stop_expecting(self._open_again)
            if self._desk is not None:
                self._insights.open_desk(self._desk)

    def _go_to_claims(self) -> None:
        if self._claims is not None and self._wants_claims and self.is_showing_claims:
            self._wants_claims = False
            self._claims.show_claims()

    def _put(self, tab: Tab, pane: QWidget | None) -> None:
        """Put a pane where there was only room for it, and show the tab that is chosen."""
        room = self._stack.widget(tab)
        if pane is not None and room is not None and room is not pane:
            self._stack.insertWidget(tab, pane)
            self._stack.removeWidget(room)
            room.deleteLater()
            tab_through(self._history, pane)  # or Tab came to it after what stands below the panes
        self._stack.setCurrentIndex(self._bar.currentIndex())
