"""The dispute history: kept rows at once, CJ's news after, and what can be done with a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from app.background.latest import Latest
from app.background.runner import Lane
from app.ui.history.front import HistoryFront

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QAction

    from app.domain.disputes import Dispute, DisputeDetail
    from app.domain.filing import Filing
    from app.domain.history import Change, Coverage, HistoryQuery, HistoryRow
    from app.domain.ids import DisputeId
    from app.services.account_services import AccountServices
    from app.ui.history.bar import HistoryBar
    from app.ui.history.details.panel import DetailsPanel
    from app.ui.history.table.empty_state import EmptyReason
    from app.ui.history.table.table import DisputeTable
    from app.ui.widgets.pictures import PictureLoader


class HistoryPane(HistoryFront):
    """Table, details and drafts of one account."""

    filing_requested = Signal(object)
    """A `Filing` chosen among the drafts: to go on with, or to show its outcome."""
    filings_read = Signal(object)
    """A tuple of every `Filing` that is not settled, as this computer has them by now."""
    sign_in_requested = Signal()
    news = Signal(object)
    """Changes that CJ told of, as a tuple of `Change`."""
    seen = Signal(object)
    """The `DisputeId`s whose changes the user has seen, as a frozenset; None for all."""

    _desk: AccountServices | None = None
    _checked: datetime | None = None
    _coverage: Coverage | None = None
    _is_ready = False
    _is_expecting = True

    def build_deferred(self) -> None:
        """Build what the first paint does not show, once; `open_desk` sees to it."""
        if self._is_ready:
            return
        from app.ui.history.cancel import CancelFlow
        from app.ui.history.details.loader import DetailsLoader
        from app.ui.history.details.local_edits import LocalEdits
        from app.ui.history.details.panel import DetailsPanel
        from app.ui.history.drafts_list import DraftsList
        from app.ui.history.table.row_finder import RowFinder
        from app.ui.history.updates.notice import HistoryNotice
        from app.ui.history.updates.refresh import RefreshControl
        from app.ui.history.updates.seen import SeenTracker

        self._is_ready = True
        self._table.build_deferred()
        self.build_bar()
        self._reading = Latest(self._runner, self, Lane.STORAGE)
        self._notice = HistoryNotice(self)
        self._drafts = DraftsList(self)
        self._seeking = RowFinder(self._table, self._bar, self)
        self._details = DetailsPanel(self)
        self._loader = DetailsLoader(self._runner, self._now, self)
        self._cancelling = CancelFlow(self._runner, self)
        self._keeping = LocalEdits(self._runner, self)
        self._refreshing = RefreshControl(self._runner, self._bar, self._notice, self)
        self._seeing = SeenTracker(self._table, self)
        self.outlet = ExportSource(self._bar, self._table, self._details)

        self._layout.insertWidget(1, self._notice)
        self._layout.insertWidget(2, self._drafts)
        sizes = self._splitter.sizes()
        self._splitter.replaceWidget(1, self._details)
        self._room.deleteLater()
        self._splitter.setSizes(sizes)

        self._connect_parts()
        self._show_state()

    def open_desk(self, desk: AccountServices, pictures: PictureLoader) -> None:
        """Show an account: what is kept of it at once, then CJ's news."""
        self.build_deferred()
        self.end_visit()
        is_glanced, self._glanced = self._glanced == desk.account.account_id, None
        self._desk = desk
        self._seeking.stop()
        self._checked = self._coverage = None
        self._keeping.use(desk)
        self._refreshing.use(desk)
        if not is_glanced:
            self._table.choose(None)
        self._details.clear()
        self._details.use_pictures(pictures)
        self._drafts.forget()
        self._loader.use(desk)
        self._cancelling.use(desk)
        self._model.use(desk.history.rows, desk.history.place, keeps_rows=is_glanced)
        self._read_kept(desk)
        self.refresh()

    def stop_expecting(self) -> None:
        """No account is about to be opened: until now nobody was said to be signed out."""
        self._is_expecting = False
        self._show_state()

    def reload(self) -> None:
        """Read rows and drafts again from this computer's copy. The selection stays."""
        if self._desk is not None:
            self._model.reload()
            self._loader.load_kept()
            self._read_kept(self._desk)

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
        from app.domain.history import Show

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

    def _connect_parts(self) -> None:
        from app.ui.messages.my_cj import open_my_cj
        from app.ui.messages.notices import Operation

        self._bar.refresh_requested.connect(self.refresh)
        self._refreshing.changed.connect(self._show_state)
        self._refreshing.reload_wanted.connect(self.reload)
        self._refreshing.renewed.connect(self._loader.forget_freshness)
        self._refreshing.news.connect(self._take_news)
        self._seeing.seen_changed.connect(self.seen)
        self._details.note.save_requested.connect(self._keeping.save_note)
        self._keeping.note_saved.connect(self._details.note.take_saved)
        self._keeping.note_left.connect(self._details.note.take_end)
        self._keeping.changed.connect(self.reload)
        self._keeping.failed.connect(lambda error: self._notice.show_error(error, Operation.SAVE))
        self._table.all_seen_requested.connect(self._mark_all_seen)
        self._notice.all_seen_requested.connect(self._mark_all_seen)
        self._notice.changes_requested.connect(self.show_changes)
        self._drafts.filing_requested.connect(self.filing_requested)
        self._drafts.discard_requested.connect(self._keeping.discard)
        self._drafts.undo_requested.connect(self._keeping.undo_discard)
        self._model.loaded.connect(self._show_state)
        self._model.failed.connect(lambda error: self._notice.show_error(error, Operation.REFRESH))
        self._seeking.not_listed.connect(self._fetch_unlisted)
        self._table.row_selected.connect(self._show_row)
        self._table.row_opened.connect(lambda _row: self._details.take_focus())
        self._table.cancel_requested.connect(self._cancelling.start)
        self._table.my_cj_requested.connect(open_my_cj)
        self._details.cancel_requested.connect(self._cancelling.start)
        self._details.my_cj_requested.connect(open_my_cj)
        self._loader.kept.connect(self._details.show_kept)
        self._loader.fetched.connect(self._take_detail)
        self._loader.failed.connect(lambda error: self._notice.show_error(error, Operation.DETAIL))
        self._cancelling.busy_changed.connect(
            lambda is_busy: self._details.set_cancelling(is_cancelling=is_busy)
        )
        self._cancelling.cancelled.connect(self._take_cancelled)
        self._cancelling.unconfirmed.connect(self._notice.tell_unconfirmed)
        self._cancelling.checked.connect(self._take_check)
        self._cancelling.check_failed.connect(self._notice.tell_unconfirmed)
        self._cancelling.failed.connect(
            lambda error: self._notice.show_error(error, Operation.CANCEL)
        )
        self._notice.sign_in_requested.connect(self.sign_in_requested)
        self._notice.refresh_requested.connect(self.refresh)
        self._notice.check_requested.connect(self._cancelling.check)
        self._area.empty.sign_in_requested.connect(self.sign_in_requested)
        self._area.empty.refresh_requested.connect(self.refresh)
        self._area.empty.clear_requested.connect(self._bar.clear_filter)

    def _read_kept(self, desk: AccountServices) -> None:
        from app.ui.messages.notices import Operation

        self._reading.run(
            lambda: (
                desk.drafts.listed(),
                desk.history.last_checked(),
                desk.history.coverage(),
            ),
            on_success=lambda found: self._take_kept(*found),
            on_error=lambda error: self._notice.show_error(error, Operation.REFRESH),
        )

    def _take_kept(
        self, filings: tuple[Filing, ...], checked: datetime | None, coverage: Coverage
    ) -> None:
        self._drafts.set_filings(filings, self._now())
        self.filings_read.emit(filings)
        self._checked, self._coverage = checked, coverage
        self._refreshing.set_checked(checked, coverage)
        self._show_state()

    def _take_news(self, changes: tuple[Change, ...]) -> None:
        self._seeing.forget([each.after.dispute_id for each in changes])
        self.news.emit(changes)

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
        from app.ui.messages.notices import Operation

        self._notice.clear_after(Operation.DETAIL)
        self._details.show_detail(detail)
        row = self._table.current_row
        if row is None or _news(row.dispute) != _news(detail.dispute):
            self._model.reload()  # the answer is in the copy by now

    def _fetch_unlisted(self, dispute_id: DisputeId) -> None:
        from app.ui.messages.notices import Operation

        desk = self._desk
        if desk is not None:
            self._runner.run(
                lambda: desk.history.detail(dispute_id),
                owner=self,
                on_success=lambda _detail: self.reload(),
                on_error=lambda error: self._notice.show_error(error, Operation.DETAIL),
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

    def _why_empty(self) -> EmptyReason:
        from app.ui.history.table.empty_state import EmptyReason

        if self._desk is None:
            return EmptyReason.READING if self._is_expecting else EmptyReason.SIGNED_OUT
        if not self._model.is_loaded:
            return EmptyReason.READING
        if self._model.is_filtered and self._model.overall:
            return EmptyReason.NO_MATCH
        if self._refreshing.is_running:
            return EmptyReason.ASKING
        if self._checked is None:
            return EmptyReason.NEVER_ASKED
        is_whole = self._coverage is None or self._coverage.is_whole
        return EmptyReason.NO_DISPUTES if is_whole else EmptyReason.UNLISTED


class ExportSource(QObject):
    """Knows what is shown and what is selected; lends its menus."""

    export_requested = Signal()
    changed = Signal()
    """The rows were read again: figures made of them may be old."""

    def __init__(self, bar: HistoryBar, table: DisputeTable, details: DetailsPanel) -> None:
        super().__init__(table)
        self._table = table
        self._details = details

        bar.export_requested.connect(self.export_requested)
        table.source.loaded.connect(self.changed)

    @property
    def query(self) -> HistoryQuery:
        """What is shown, in which order."""
        return self._table.source.query

    @property
    def counts(self) -> tuple[int, int]:
        """How many disputes are shown, and how many there are."""
        model = self._table.source
        return model.total, max(model.overall, model.total)

    @property
    def chosen(self) -> DisputeId | None:
        """The dispute that is selected."""
        row = self._table.current_row
        return row.dispute.dispute_id if row else None

    def offer(self, action: QAction) -> None:
        """Have the menus of the table and of the details offer this for the dispute selected."""
        self._table.addAction(action)
        self._details.addAction(action)
        self._details.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)


def _news(dispute: Dispute) -> tuple[object, ...]:
    return (dispute.status, dispute.outcome, dispute.refund, dispute.reissue_order_id)
