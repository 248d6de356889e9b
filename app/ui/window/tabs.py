"""The main area: disputes and insights, one at a time, and room for news above both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.deferred import load
from app.ui.theme import SPACE_S

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow, QMenu

    from app.background.runner import BackgroundRunner
    from app.services.account_services import AccountServices
    from app.ui.history.pane import HistoryPane
    from app.ui.insights.pane import InsightsPane


class MainTabs(QWidget):
    """Shows one of the two panes. The insights are made when they are first looked at."""

    sign_in_requested = Signal()

    def __init__(
        self, runner: BackgroundRunner, history: HistoryPane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._history = history
        self._insights: InsightsPane | None = None
        self._desk: AccountServices | None = None
        self._bar = QTabBar(self)
        self._stack = QStackedWidget(self)
        for name in (self.tr("Disputes"), self.tr("Insights")):
            self._bar.addTab(name)
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setAccessibleName(self.tr("Main area"))

        self._stack.addWidget(history)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_S)
        self._layout.addWidget(self._bar)
        self._layout.addWidget(self._stack, 1)

        self._bar.currentChanged.connect(self._show_tab)

    def put_above(self, *widgets: QWidget) -> None:
        """Show these above both panes."""
        for place, widget in enumerate(widgets, 1):
            self._layout.insertWidget(place, widget)

    def open_desk(self, desk: AccountServices) -> None:
        """Show this account from now on. The history's part is its own."""
        self._desk = desk
        if self._insights is not None:
            self._insights.open_desk(desk)

    def add_actions(self, window: QMainWindow, menu: QMenu) -> None:
        """Add the ways to the tabs to a menu."""
        from app.ui.widgets.actions import Shortcut, add_action

        menu.addSeparator()
        add_action(
            window, menu, self.tr("Show &disputes"), self.show_disputes, Shortcut.DISPUTES_TAB
        )
        add_action(
            window, menu, self.tr("Show &insights"), self.show_insights, Shortcut.INSIGHTS_TAB
        )

    def show_disputes(self) -> None:
        """Bring the disputes to the front."""
        self._bar.setCurrentIndex(0)

    def show_insights(self) -> None:
        """Bring the insights to the front."""
        self._bar.setCurrentIndex(1)

    def focus_search(self) -> None:
        """Bring the disputes to the front, ready to be searched."""
        self.show_disputes()
        self._history.focus_search()

    def _show_tab(self, number: int) -> None:
        if not number or self._insights is not None:
            self._stack.setCurrentIndex(number)
            return
        load(self._show_insights, self, self._show_insights)

    def _show_insights(self) -> None:
        from app.ui.insights.pane import InsightsPane

        if self._insights is None:
            self._insights = InsightsPane(self._runner, self._stack)
            self._insights.sign_in_requested.connect(self.sign_in_requested)
            self._stack.addWidget(self._insights)
            if self._desk is not None:
                self._insights.open_desk(self._desk)
        self._stack.setCurrentIndex(self._bar.currentIndex())

    def reload_insights(self) -> None:
        """The disputes have changed: the figures may be others."""
        if self._insights is not None:
            self._insights.reload()
