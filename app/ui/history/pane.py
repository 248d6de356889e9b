"""The dispute history: kept rows at once, CJ's news after, and what can be done with a dispute."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.support.clock import utc_now
from app.ui.history.bar import HistoryBar
from app.ui.history.details.area import DetailsArea
from app.ui.history.table.columns import COLUMNS
from app.ui.history.table.model import DisputeTableModel
from app.ui.history.table.table import DisputeTable, TableArea
from app.ui.theme import SPACE_M, SPACE_S
from app.ui.widgets.layouts import fill, tab_through

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QAction

    from app.domain.account.accounts import AccountId
    from app.domain.disputes.disputes import Dispute, DisputeDetail
    from app.domain.filing.filing import Filing
    from app.domain.history.history import Change, Coverage, HistoryPage, HistoryQuery, HistoryRow
    from app.domain.ids import DisputeId
    from app.services.account_services import AccountServices
    from app.ui.history.details.panel import DetailsPanel
    from app.ui.history.table.empty_state import EmptyReason
    from app.ui.settings.choices import Choices
    from app.ui.widgets.pictures import PictureLoader

    FirstPage = tuple[AccountId, HistoryPage]

_LEAST_PART = 200
"""Pixels that table and details keep, however far what is between them is drawn."""
_LAYOUT = f"columns: {len(COLUMNS)}, the status in the outcome"
"""Says of a saved layout that it is this version's."""


class HistoryPane(QWidget):
    """Table, details and drafts of one account.

    Made with its bar and its rows alone, which are the first to be shown; the rest is built by
    `build_deferred`, the details once a dispute is selected.
    """

    filing_requested = Signal(object)
    """A `Filing` chosen among the drafts: to go on with, or to show its outcome."""
    filings_read = Signal(object)
    """A tuple of every `Filing` that is not settled, as this computer has them by now."""
    sign_in_requested = Signal()
    export_requested = Signal()
    """What is shown or selected is to be written to a file."""
    rows_read = Signal()
    """The rows were read again: figures made of them may be old."""
    dispute_cancelled = Signal(object)
    """The `DisputeId` of one that CJ has just cancelled: it holds no order any more."""
    seen = Signal(object)
    """The `DisputeId`s whose changes the user has seen, as a frozenset; None for all."""

    def __init__(
        self,
        runner: BackgroundRunner,
        *,
        now: Callable[[], datetime] = utc_now,
        choices: Choices | None = None,
    ) -> None:
        super().__init__()
        self._runner = runner
        self._now = now
        self._desk: AccountServices | None = None
        self._read_of: AccountId | None = None
        self._sought: DisputeId | None = None
        self._chosen: HistoryRow | None = None
        self._is_ready = False
        self._is_expecting = True
        self._open_again: Callable[[], object] | None = None
        self._reading = Latest(runner, self, Lane.STORAGE)
        self._bar = HistoryBar(now, self, choices)
        self._model = DisputeTableModel(runner, now, self)
        self._table = DisputeTable(self._model)
        self._area = TableArea(self._table)
        self._details = DetailsArea(now, choices)
        self._splitter = QSplitter(handleWidth=SPACE_M, childrenCollapsible=False)

        for part in (self._area, self._details):
            part.setMinimumWidth(_LEAST_PART)
            self._splitter.addWidget(part)
        self._splitter.setStretchFactor(0, 1)
        beside = max(340, 48 * self.fontMetrics().averageCharWidth())
        self._splitter.setSizes([860, beside])
        parts = (self._bar, (self._splitter, 1))
        self._layout = fill(QVBoxLayout(self), *parts, margins=0, spacing=SPACE_S)

        self._bar.narrowed.connect(self._narrow)
        self._bar.search.down_pressed.connect(self._focus_table)
        self._table.typed.connect(self._type_into_search)

    @property
    def query(self) -> HistoryQuery:
        """What is shown, in which order."""
        return self._model.query

    @property
    def counts(self) -> tuple[int, int]:
        """How many disputes are shown, and how many there are."""
        return self._model.total, max(self._model.overall, self._model.total)

    @property
    def chosen(self) -> DisputeId | None:
        """The dispute that is selected."""
        row = self._table.current_row
        return row.dispute.dispute_id if row else None

    @property
    def chosen_several(self) -> tuple[DisputeId, ...]:
        """The disputes that are selected, where they are several."""
        return self._table.several.ids

    def offer(self, action: QAction) -> None:
        """Have the menus of the table and of the details offer this for the dispute selected."""
        self._table.addAction(action)
        self._details.addAction(action)
        self._details.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def read_first_page(
        self,
        query: HistoryQuery,
        read: Callable[[HistoryQuery], FirstPage | None],
        then: Callable[[], object],
    ) -> None:
        """Show the first rows of the account that is about to be opened, then go on.

        Of the days that were chosen last. `read` runs on a background thread and gives None where
        there is nothing to show yet.
        """
        query = query._replace(created=self._bar.created)
        self._reading.run(
            lambda: read(query),
            on_success=lambda found: self._take_first_page(query, found),
            on_end=then,
        )

    def _take_first_page(self, query: HistoryQuery, found: FirstPage | None) -> None:
        if found is not None:
            self._read_of, page = found
            self._model.take_first_page(query, page)
            self._area.show_rows()

    def build_deferred(self) -> None:
        """Build what the first paint does not show, once; `open_desk` sees to it."""
        if self._is_ready:
            return
        from app.ui.history.cancel import CancelFlow
        from app.ui.history.details.loader import DetailsLoader
        from app.ui.history.details.local_edits import LocalEdits
        from app.ui.history.drafts_list import DraftsList
        from app.ui.history.updates.notice import HistoryNotice
        from app.ui.history.updates.refresh import RefreshControl
        from app.ui.history.updates.seen import SeenTracker
        from app.ui.widgets.notices.announce import announce_found

        self._is_ready = True
        self._table.build_deferred(self._runner, self._now)
        self.build_bar()
        self._notice = HistoryNotice(
            self, sign_in=self.sign_in_requested.emit, refresh=self.refresh
        )
        self._drafts = DraftsList(self)
        self._loader = DetailsLoader(self._runner, self._now, self)
        self._cancelling = CancelFlow(self._runner, self._notice, self)
        self._keeping = LocalEdits(self._runner, self)
        self.updates = RefreshControl(self._runner, self._bar, self._notice, self)
        self._seeing = SeenTracker(self._table, self)

        self._layout.insertWidget(1, self._drafts)
        self._layout.addWidget(self._notice)  # below all that it would push away
        self._set_tab_order()
        self._connect_parts()
        announce_found(self._bar.narrowed, self, self._found)
        self._offer_replies()
        if QAccessible.isActive():
            # What is announced while they are made, that a dispute was filed, Orca would drop.
            self._details.panel.clear()
        self._show_state()

    def open_desk(self, desk: AccountServices, pictures: PictureLoader) -> None:
        """Show an account: what is kept of it at once, then CJ's news."""
        self.build_deferred()
        self.end_visit()
        account_id = desk.account.account_id
        is_read, self._read_of = self._read_of == account_id, None
        is_other = self._desk is not None and self._desk.account.account_id != account_id
        self._desk = desk
        self._sought = self._chosen = None
        # First: what was typed is saved for the account that it is of.
        self._details.use(pictures, is_other_account=is_other)
        self._keeping.use(desk)
        self.updates.use(desk)
        if not is_read:
            self._table.choose(None)
        self._drafts.forget()
        self._loader.use(desk)
        self._cancelling.use(desk)
        self._table.several.use(desk.history)
        self._narrow()  # by the days that were kept, where no first page was read
        self._model.use(desk.history.rows, desk.history.place, keeps_rows=is_read)
        self._read_kept(desk)
        self.updates.refresh(is_told=False)

    def build_bar(self) -> None:
        """Build the rest of the bar, once."""
        self._bar.build_deferred()

    @Slot(str)
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

    def stop_expecting(self, again: Callable[[], object] | None = None) -> None:
        """No account is about to be opened: until now nobody was said to be signed out.

        `again` tries it once more, where one could not be opened.
        """
        self._is_expecting = False
        self._open_again = again
        self._show_state()

    @Slot()
    def reload(self) -> None:
        """Read rows and drafts again from this computer's copy. The selection stays."""
        if self._desk is not None:
            self._narrow()  # "this month" may be another one by now
            self._model.reload()
            self._loader.load_kept()
            self._read_kept(self._desk)

    @Slot()
    def refresh(self) -> None:
        """Ask CJ for news on the user's behalf, then reload. Does nothing while that runs."""
        self.updates.refresh()

    def tell_changes(self, text: str) -> None:
        """Say in the pane what changed."""
        self._notice.tell_changes(text, self.show_changes, self._mark_all_seen)

    @Slot()
    def show_changes(self) -> None:
        """Show the disputes that changed since the last visit."""
        from app.domain.history.history import Show

        self.search("")
        self._bar.show_choice.setCurrentIndex(self._bar.show_choice.findData(Show.CHANGED))
        self._focus_table()

    @property
    def has_unsaved(self) -> bool:
        """Whether a note or a refund that was typed could not be saved until now."""
        return self._details.has_failed

    def end_visit(self) -> None:
        """The user goes: save what was typed, and let what was seen count as seen."""
        self._details.save_all()
        self._keeping.mark_seen(self._seeing.seen)
        self._seeing.forget()

    @Slot(object)
    def show_dispute(self, dispute_id: DisputeId) -> None:
        """Select a dispute and show its details, whatever filter or scrolling hides it now."""
        if self._desk is not None:
            self._sought = dispute_id
            self._seek()

    @Slot()
    def paste_refunds(self) -> None:
        """Ask for many refunds to buyers at once."""
        from app.ui.history.details.buyer_refunds import PasteRefundsDialog

        if self._desk is None:
            return
        dialog = PasteRefundsDialog(self._runner, self._desk.buyer_refunds, self)
        dialog.accepted.connect(self.reload)
        dialog.open_once()

    @Slot(object)
    def cancel_dispute(self, dispute_id: DisputeId) -> None:
        """Select a dispute and ask whether to cancel it at CJ."""
        self.show_dispute(dispute_id)
        self._cancelling.start(dispute_id)

    @Slot()
    def _narrow(self) -> None:
        self._model.narrow(self._bar.text, self._bar.shown, self._bar.created)

    @Slot()
    def _focus_table(self) -> None:
        if self._model.rowCount():
            if self._table.current_row is None:
                self._table.choose_first()
            self._table.setFocus(Qt.FocusReason.TabFocusReason)

    @Slot(str)
    def _type_into_search(self, text: str) -> None:
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.setText(text)

    def _connect_parts(self) -> None:
        from app.ui.messages.notices import Operation

        self.updates.changed.connect(self._show_state)
        self.updates.rows_changed.connect(self.reload)
        self.updates.renewed.connect(self._loader.forget_freshness)
        self.updates.news.connect(self._take_news)
        self._seeing.seen_changed.connect(self.seen)
        self._keeping.changed.connect(self.reload)
        self._keeping.refund_changed.connect(self._model.reload)
        self._keeping.failed.connect(lambda error: self._notice.show_error(error, Operation.SAVE))
        self._keeping.saved_at_last.connect(self._take_saved)
        self._bar.export_button.clicked.connect(self.export_requested)
        self._table.export_requested.connect(self.export_requested)
        self._table.all_seen_requested.connect(self._mark_all_seen)
        self._table.seen_requested.connect(self._mark_seen)
        self._table.several.changed.connect(self._show_several)
        self._table.several.failed.connect(
            lambda error: self._notice.show_error(error, Operation.REFRESH)
        )
        self._drafts.filing_requested.connect(self.filing_requested)
        self._drafts.discard_requested.connect(self._keeping.discard)
        self._drafts.undo_requested.connect(self._keeping.undo_discard)
        self._model.loaded.connect(self.rows_read)
        self._model.loaded.connect(self._show_state)
        self._model.left_unread.connect(self._show_state)
        self._model.loaded.connect(self._seek)
        self._model.found.connect(self._take_place)
        self._model.failed.connect(lambda error: self._notice.show_error(error, Operation.REFRESH))
        self._table.row_selected.connect(self._show_row)
        self._table.opened.connect(self._go_to_details)
        self._table.cancel_requested.connect(self._cancelling.start)
        self._loader.fetched.connect(self._take_detail)
        self._loader.failed.connect(lambda error: self._notice.show_error(error, Operation.DETAIL))
        self._cancelling.cancelled.connect(self._take_cancelled)
        self._cancelling.checked.connect(self.reload)
        self._details.panel_made.connect(self._connect_details)

    @Slot(object)
    def _connect_details(self, panel: DetailsPanel) -> None:
        panel.note.save_requested.connect(partial(self._keeping.save_note, panel.note))
        panel.buyer_refund.save_requested.connect(
            partial(self._keeping.save_refund, panel.buyer_refund)
        )
        panel.buyer_refund.paste_button.clicked.connect(self.paste_refunds)
        panel.summary.copy_button.clicked.connect(self._table.copy_row)
        panel.summary.export_button.clicked.connect(self._table.export_requested)
        panel.summary.seen_button.clicked.connect(self._table.mark_seen)
        panel.summary.my_cj_button.clicked.connect(self._table.open_my_cj)
        panel.cancel_requested.connect(self._cancelling.start)
        self._loader.kept.connect(panel.show_kept)
        self._set_tab_order()

    def _set_tab_order(self) -> None:
        tab_through(self._bar, self._drafts, self._area, self._details, self._notice)

    def _offer_replies(self) -> None:
        from PySide6.QtGui import QAction

        from app.domain.history.replies import Reader

        for reader, text in (
            (Reader.BUYER, self.tr("Copy reply to the buyer")),
            (Reader.CJ, self.tr("Copy reply to CJ's chat")),
        ):
            action = QAction(text, self)
            action.triggered.connect(
                lambda _checked=False, reader=reader: self._panel_now().reply.copy_for(reader)
            )
            self.offer(action)

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
        self._notice.ask_whether_opened(filings, self.filing_requested.emit)
        self.filings_read.emit(filings)
        self.updates.set_checked(checked, coverage)
        self._show_state()

    @Slot()
    def _take_saved(self) -> None:
        from app.ui.messages.notices import Operation

        if not self.has_unsaved:
            self._notice.clear_after(Operation.SAVE)

    @Slot(object)
    def _take_news(self, changes: tuple[Change, ...]) -> None:
        self._seeing.forget([each.after.dispute_id for each in changes])

    @Slot()
    def _mark_all_seen(self) -> None:
        self._focus_table()  # not wherever the button that goes would leave it
        self._notice.clear()
        self._mark_seen(None)

    @Slot(object)
    def _mark_seen(self, ids: frozenset[DisputeId] | None) -> None:
        self.seen.emit(ids)
        self._keeping.take_marks_off(ids)

    @Slot(object)
    def _show_row(self, row: HistoryRow | None) -> None:
        self._details.setVisible(row is not None)
        self._chosen = row
        if row is None:
            self._details.clear()
            self._loader.want(None)
            return
        self._details.prepare(lambda panel: self._show_details(row, panel))

    def _show_details(self, row: HistoryRow, panel: DetailsPanel) -> None:
        if row is not self._chosen:
            return  # another one was selected while the panel was made
        is_other = row.dispute.dispute_id != panel.dispute_id
        panel.show_row(row)
        if is_other:
            self._loader.want(row.dispute.dispute_id)

    @Slot()
    def _show_several(self) -> None:
        self._chosen = None
        self._loader.want(None)
        self._details.prepare(self._show_sums)
        self._details.show()

    def _show_sums(self, panel: DetailsPanel) -> None:
        several = self._table.several
        if self._chosen is None and self._table.has_several:
            panel.show_several(several.count, several.sums)

    def _panel_now(self) -> DetailsPanel:
        """The details of what is selected; who acts on them waits for no turn."""
        panel = self._details.panel
        if panel.dispute_id is None and self._chosen is not None:
            self._show_details(self._chosen, panel)
        elif self._chosen is None:
            self._show_sums(panel)
        return panel

    @Slot()
    def _go_to_details(self) -> None:
        self._panel_now().take_focus()

    @Slot(object)
    def _take_detail(self, detail: DisputeDetail) -> None:
        from app.ui.messages.notices import Operation

        self._notice.clear_after(Operation.DETAIL)
        self._details.panel.show_detail(detail)
        row = self._table.current_row
        if row is None or _news(row.dispute) != _news(detail.dispute):
            self._model.reload()  # the answer is in the copy by now

    @Slot()
    def _seek(self) -> None:
        """Look for the dispute that is to be shown among the rows that match."""
        if self._sought is not None and self._model.is_loaded:
            self._model.find(self._sought)

    @Slot(object, object)
    def _take_place(self, dispute_id: DisputeId, place: int | None) -> None:
        if dispute_id != self._sought:
            return
        if place is None and self._model.is_filtered:
            self._bar.clear_filter()  # the answer to that has it sought once more
            return
        self._sought = None
        self._table.choose(dispute_id, place)
        if place is None:
            self._fetch_unlisted(dispute_id)

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

    @Slot(object)
    def _take_cancelled(self, dispute_id: DisputeId) -> None:
        self.dispute_cancelled.emit(dispute_id)
        self.reload()

    def _found(self) -> str:
        """What is there of a search or choice, in words; "" while that is asked for."""
        if not self._model.is_loaded:
            return ""
        area = self._area
        return area.count.text() if self._model.rowCount() else area.empty.accessibleName()

    @Slot()
    def _show_state(self) -> None:
        has_rows = self._model.rowCount() > 0
        is_chosen = self._table.has_several or self._chosen is not None
        self._details.setVisible(has_rows and is_chosen)
        if has_rows:
            self._area.show_rows()
        else:
            self._area.show_reason(*self._why_empty())

    def _why_empty(self) -> tuple[EmptyReason, Callable[[], object]]:
        """Why there are no rows, and what a person can do about that."""
        from app.ui.history.table.empty_state import EmptyReason

        if self._desk is None:
            if self._open_again is not None:
                return EmptyReason.UNOPENED, self._open_again
            reason = EmptyReason.READING if self._is_expecting else EmptyReason.SIGNED_OUT
            return reason, self.sign_in_requested.emit
        if not self._model.is_loaded:
            return (
                EmptyReason.UNREAD if self._model.is_unread else EmptyReason.READING
            ), self.reload
        if self._model.is_filtered and self._model.overall:
            return EmptyReason.NO_MATCH, self._bar.clear_filter
        if self.updates.is_running:
            return EmptyReason.ASKING, self.refresh
        if self._bar.freshness.checked is None:
            return EmptyReason.NEVER_ASKED, self.refresh
        is_whole = self._bar.freshness.coverage.is_whole
        return (EmptyReason.NO_DISPUTES if is_whole else EmptyReason.UNLISTED), self.refresh


def _news(dispute: Dispute) -> tuple[object, ...]:
    return (
        *(dispute.status, dispute.outcome, dispute.refund, dispute.reissue_order_id),
        *(dispute.order_id, dispute.order_number),
    )
