"""The dispute history: kept rows at once, CJ's news after, and what can be done with a dispute."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QByteArray,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.history import Change, HistoryRow, SavedView, Show
from app.ui.history.bar import HistoryBar
from app.ui.history.cancelling import Cancelling
from app.ui.history.columns import COLUMNS
from app.ui.history.details_loader import DetailsLoader
from app.ui.history.details_panel import DetailsPanel
from app.ui.history.drafts_list import DraftsList
from app.ui.history.empty_state import Emptiness
from app.ui.history.history_notice import HistoryNotice
from app.ui.history.keeping import Keeping
from app.ui.history.layout_state import packed, unpacked
from app.ui.history.model import DisputeTableModel
from app.ui.history.outlet import Outlet
from app.ui.history.refreshing import Refreshing
from app.ui.history.saved_views import SavedViews
from app.ui.history.seeing import Seeing
from app.ui.history.seeking import Seeking
from app.ui.history.table import DisputeTable
from app.ui.history.table_area import TableArea
from app.ui.my_cj import open_my_cj
from app.ui.notices import Doing
from app.ui.theme import SPACE_M, SPACE_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.disputes import Dispute, DisputeDetail
    from app.domain.filing import Filing
    from app.domain.ids import DisputeId
    from app.services.desk import Desk
    from app.ui.widgets.pictures import PictureLoader

_LAYOUT_VERSION = 0xDD00 + len(COLUMNS)


def _news(dispute: Dispute) -> tuple[object, ...]:
    return (dispute.status, dispute.outcome, dispute.refund, dispute.reissue_order_id)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class HistoryPane(QWidget):
    """Table, details and drafts of one account."""

    filing_requested = Signal(object)
    """A `Filing` chosen among the drafts: to go on with, or to show its outcome."""
    sign_in_requested = Signal()
    news = Signal(object)
    """Changes that CJ told of, as a tuple of `Change`."""
    seen = Signal(object)
    """The `DisputeId`s whose changes the user has seen, as a frozenset; None for all."""

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
        self._desk: Desk | None = None
        self._checked: datetime | None = None
        self._reading = Latest(runner, self, Lane.STORAGE)
        self._bar = HistoryBar(now)
        self._notice = HistoryNotice()
        self._drafts = DraftsList()
        self._model = DisputeTableModel(runner, now, self)
        self._table = DisputeTable(self._model)
        self._area = TableArea(self._table)
        self._seeking = Seeking(self._table, self._bar, self)
        self._details = DetailsPanel()
        self.outlet = Outlet(self._bar, self._table, self._details)
        self._loader = DetailsLoader(runner, now, self)
        self._cancelling = Cancelling(runner, self)
        self._keeping = Keeping(runner, self)
        self._refreshing = Refreshing(runner, self._bar, self._notice, self)
        self._seeing = Seeing(self._table, self)
        self._views = SavedViews(
            runner, self._bar.show_choice, self._bar.views_button, lambda: self._model.query
        )

        self._lay_out()

        self._connect_parts()
        self._show_state()

    def open_desk(self, desk: Desk, pictures: PictureLoader) -> None:
        """Show an account: what is kept of it at once, then CJ's news."""
        self.end_visit()
        self._desk = desk
        self._seeking.stop()
        self._checked = None
        self._keeping.use(desk)
        self._refreshing.use(desk)
        self._views.use(desk)
        self._table.choose(None)
        self._details.clear()
        self._details.use_pictures(pictures)
        self._drafts.forget()
        self._loader.use(desk)
        self._cancelling.use(desk)
        self._model.use(desk.history.rows, desk.history.place)
        self.reload()
        self.refresh()

    def reload(self) -> None:
        """Read rows and drafts again from this computer's copy. The selection stays."""
        desk = self._desk
        if desk is None:
            return
        self._model.reload()
        self._loader.load_kept()
        self._reading.run(
            lambda: (desk.drafts.listed(), desk.history.last_checked()),
            on_success=lambda found: self._take_kept(*found),
            on_error=lambda error: self._notice.show_error(error, Doing.REFRESH),
        )

    def refresh(self) -> None:
        """Ask CJ for news on the user's behalf, then reload. Does nothing while that runs."""
        self._refreshing.refresh()

    def look_for_news(self) -> None:
        """Ask CJ for news without being asked: quietly, and behind what the user waits for."""
        self._refreshing.refresh(is_asked=False)

    def tell_changes(self, text: str) -> None:
        """Say in the pane what changed."""
        self._notice.tell_changes(text)

    def show_changes(self) -> None:
        """Show the disputes that changed since the last visit."""
        self.search("")
        self._bar.show_choice.setCurrentIndex(self._bar.show_choice.findData(Show.CHANGED))
        self._focus_table()

    def end_visit(self) -> None:
        """The user goes: save what was typed, and let what was seen count as seen."""
        self._details.note.save_now()
        self._keeping.mark_seen(self._seeing.seen)
        self._seeing.forget()

    def show_dispute(self, dispute_id: DisputeId) -> None:
        """Select a dispute and show its details, whatever filter or scrolling hides it now."""
        if self._desk is not None:
            self._seeking.seek(dispute_id)

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

    def save_layout(self) -> QByteArray:
        """Columns, sorting and the width of the details, for the next start."""
        return packed(_LAYOUT_VERSION, self._table.save_layout(), self._splitter.saveState())

    def restore_layout(self, state: QByteArray) -> None:
        """Bring back what `save_layout` gave; another version's is left alone."""
        states = unpacked(state, _LAYOUT_VERSION, 2)
        if states:
            self._table.restore_layout(states[0])
            self._splitter.restoreState(states[1])

    def _lay_out(self) -> None:
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(SPACE_M)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._area)
        self._splitter.addWidget(self._details)
        self._splitter.setStretchFactor(0, 1)
        beside = max(340, 48 * self.fontMetrics().averageCharWidth())
        self._splitter.setSizes([860, beside])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._bar)
        layout.addWidget(self._notice)
        layout.addWidget(self._drafts)
        layout.addWidget(self._splitter, 1)

    def _connect_parts(self) -> None:
        self._bar.narrowed.connect(self._narrow)
        self._bar.refresh_requested.connect(self.refresh)
        self._bar.show_choice.view_chosen.connect(self._sort_as)
        self._views.failed.connect(lambda error: self._notice.show_error(error, Doing.SAVE))
        self._refreshing.changed.connect(self._show_state)
        self._refreshing.reload_wanted.connect(self.reload)
        self._refreshing.renewed.connect(self._loader.forget_freshness)
        self._refreshing.news.connect(self._take_news)
        self._seeing.seen_changed.connect(self.seen)
        self._details.note.save_requested.connect(self._keeping.save_note)
        self._keeping.note_saved.connect(self._details.note.take_saved)
        self._keeping.changed.connect(self.reload)
        self._keeping.failed.connect(lambda error: self._notice.show_error(error, Doing.SAVE))
        self._table.all_seen_requested.connect(self._mark_all_seen)
        self._notice.all_seen_requested.connect(self._mark_all_seen)
        self._notice.changes_requested.connect(self.show_changes)
        self._bar.table_requested.connect(self._focus_table)
        self._drafts.filing_requested.connect(self.filing_requested)
        self._drafts.discard_requested.connect(self._keeping.discard)
        self._drafts.undo_requested.connect(self._keeping.undo_discard)
        self._model.loaded.connect(self._show_state)
        self._model.failed.connect(lambda error: self._notice.show_error(error, Doing.REFRESH))
        self._seeking.not_listed.connect(self._fetch_unlisted)
        self._table.row_selected.connect(self._show_row)
        self._table.row_opened.connect(lambda _row: self._details.take_focus())
        self._table.typed.connect(self._type_into_search)
        self._table.cancel_requested.connect(self._cancelling.start)
        self._table.my_cj_requested.connect(self._open_my_cj)
        self._details.cancel_requested.connect(self._cancelling.start)
        self._details.my_cj_requested.connect(self._open_my_cj)
        self._loader.kept.connect(self._details.show_kept)
        self._loader.fetched.connect(self._take_detail)
        self._loader.failed.connect(lambda error: self._notice.show_error(error, Doing.DETAIL))
        self._cancelling.busy_changed.connect(
            lambda is_busy: self._details.set_cancelling(is_cancelling=is_busy)
        )
        self._cancelling.cancelled.connect(self._take_cancelled)
        self._cancelling.unconfirmed.connect(self._notice.tell_unconfirmed)
        self._cancelling.checked.connect(self._take_check)
        self._cancelling.check_failed.connect(self._notice.tell_unconfirmed)
        self._cancelling.failed.connect(lambda error: self._notice.show_error(error, Doing.CANCEL))
        self._notice.sign_in_requested.connect(self.sign_in_requested)
        self._notice.refresh_requested.connect(self.refresh)
        self._notice.check_requested.connect(self._cancelling.check)
        self._area.empty.sign_in_requested.connect(self.sign_in_requested)
        self._area.empty.refresh_requested.connect(self.refresh)
        self._area.empty.clear_requested.connect(self._bar.clear_filter)

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

    def _take_kept(self, filings: tuple[Filing, ...], checked: datetime | None) -> None:
        self._drafts.set_filings(filings, self._now())
        self._checked = checked
        self._refreshing.set_checked(checked)
        self._show_state()

    def _take_news(self, changes: tuple[Change, ...]) -> None:
        self._seeing.forget([each.after.dispute_id for each in changes])
        self.news.emit(changes)

    def _sort_as(self, view: SavedView) -> None:
        self._table.sort_by(view.sort, descending=view.descending)

    def _mark_all_seen(self) -> None:
        self._notice.clear()
        self.seen.emit(None)
        self._keeping.mark_all_seen()

    def _show_row(self, row: HistoryRow | None) -> None:
        if row is None:
            self._details.clear()
            self._loader.want(None)
            return
        is_other = row.dispute.dispute_id != self._details.dispute_id
        self._details.show_row(row)
        if is_other:
            self._loader.want(row.dispute.dispute_id)

    def _take_detail(self, detail: DisputeDetail) -> None:
        self._notice.clear_after(Doing.DETAIL)
        self._details.show_detail(detail)
        row = self._table.current_row
        if row is None or _news(row.dispute) != _news(detail.dispute):
            self._model.reload()  # the answer is in the copy by now

    def _fetch_unlisted(self, dispute_id: DisputeId) -> None:
        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: desk.history.detail(dispute_id),
                owner=self,
                on_success=lambda _detail: self.reload(),
                on_error=lambda error: self._notice.show_error(error, Doing.DETAIL),
            )

    def _take_cancelled(self, dispute_id: DisputeId) -> None:
        self._notice.tell_cancelled(dispute_id)
        self.reload()

    def _take_check(self, detail: DisputeDetail) -> None:
        self._notice.tell_checked(detail)
        self.reload()

    def _show_state(self) -> None:
        has_rows = self._model.rowCount() > 0
        self._details.setVisible(has_rows)
        if has_rows:
            self._area.show_rows()
        else:
            self._area.show_reason(self._why_empty())

    def _why_empty(self) -> Emptiness:
        if self._desk is None:
            return Emptiness.SIGNED_OUT
        if not self._model.is_loaded:
            return Emptiness.READING
        if self._model.is_filtered and self._model.overall:
            return Emptiness.NO_MATCH
        if self._refreshing.is_running:
            return Emptiness.ASKING
        return Emptiness.NEVER_ASKED if self._checked is None else Emptiness.NO_DISPUTES

    def _open_my_cj(self) -> None:
        open_my_cj()
