"""The main area: disputes and insights, one at a time, with the news of exports above both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.actions import Shortcut, add_action
from app.ui.exporting.strip import ExportStrip
from app.ui.theme import SPACE_S
from app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from app.ui.history.pane import HistoryPane
    from app.ui.insights.pane import InsightsPane


class MainTabs(QWidget):
    """Shows one of the two panes."""

    def __init__(
        self, history: HistoryPane, insights: InsightsPane, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._bar = QTabBar()
        self._stack = QStackedWidget()
        self.strip = ExportStrip()
        self.notice = NoticeBar()
        for name, pane in ((self.tr("Disputes"), history), (self.tr("Insights"), insights)):
            self._bar.addTab(name)
            self._stack.addWidget(pane)
        self._bar.setDrawBase(False)
        self._bar.setExpanding(False)
        self._bar.setAccessibleName(self.tr("Main area"))

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._bar)
        layout.addWidget(self.strip)
        layout.addWidget(self.notice)
        layout.addWidget(self._stack, 1)

        self._bar.currentChanged.connect(self._stack.setCurrentIndex)
        history.outlet.changed.connect(insights.reload)

    def add_actions(self, window: QMainWindow, menu: QMenu) -> None:
        """Add the ways to the tabs to a menu."""
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
