"""What the history shows before anything else is there: its bar and its rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.ui.history.bar import HistoryBar
from app.ui.history.table.columns import COLUMNS
from app.ui.history.table.model import DisputeTableModel
from app.ui.history.table.table import DisputeTable, TableArea
from app.ui.theme import SPACE_M, SPACE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.accounts import AccountId
    from app.domain.history import HistoryPage, HistoryQuery

_LAYOUT = f"columns: {len(COLUMNS)}"
"""Says of a saved layout that it is this version's."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HistoryFront(QWidget):
    """Bar and table: what shows the disputes as last seen. `HistoryPane` is the whole."""

    def __init__(
        self,
        runner: BackgroundRunner,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._now = now
        self._glanced: AccountId | None = None
        self._bar = HistoryBar(now, self)
        self._model = DisputeTableModel(runner, now, self)
        self._table = DisputeTable(self._model)
        self._area = TableArea(self._table)
        self._room = QWidget()  # of the details
        self._splitter = QSplitter()
        self._layout = QVBoxLayout(self)

        self._splitter.setHandleWidth(SPACE_M)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._area)
        self._splitter.addWidget(self._room)
        self._splitter.setStretchFactor(0, 1)
        beside = max(340, 48 * self.fontMetrics().averageCharWidth())
        self._splitter.setSizes([860, beside])
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_S)
        self._layout.addWidget(self._bar)
        self._layout.addWidget(self._splitter, 1)

        self._bar.narrowed.connect(self._narrow)
        self._bar.table_requested.connect(self._focus_table)
        self._table.typed.connect(self._type_into_search)

    @property
    def query(self) -> HistoryQuery:
        """What is shown, in which order."""
        return self._model.query

    def show_first_page(
        self, account_id: AccountId, query: HistoryQuery, page: HistoryPage
    ) -> None:
        """Show the first rows of an account that is about to be opened."""
        self._glanced = account_id
        self._model.take_glance(query, page)
        self._area.show_rows()

    def build_bar(self) -> None:
        """Build the rest of the bar, once."""
        self._bar.build_deferred()

    def search(self, text: str) -> None:
        """Look for these words among all disputes."""
        with QSignalBlocker(self._bar):
            self._bar.clear_filter()
            self._bar.search.setText(text)
        self._narrow()

    def focus_search(self) -> None:
        """Put the focus in the search field, its text ready to be typed over."""
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.selectAll()

    def save_layout(self) -> list[object]:
        """Columns, sorting and the width of the details, for the settings."""
        return [_LAYOUT, self._table.save_layout(), self._splitter.saveState()]

    def restore_layout(self, state: object) -> None:
        """Bring back what `save_layout` gave; anything else is left alone."""
        match state:
            case [str(layout), QByteArray() as columns, QByteArray() as sizes]:
                if layout == _LAYOUT:
                    self._table.restore_layout(columns)
                    self._splitter.restoreState(sizes)

    def _narrow(self) -> None:
        self._model.narrow(self._bar.text, self._bar.shown)

    def _focus_table(self) -> None:
        if self._model.rowCount():
            if self._table.current_row is None:
                self._table.choose_first()
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    def _type_into_search(self, text: str) -> None:
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.setText(text)
