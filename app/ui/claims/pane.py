"""The tab of claims: which orders can be claimed, why, and for how much at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.days import utc_day
from app.support.clock import utc_now
from app.ui.claims import messages
from app.ui.claims.bar import ClaimsBar
from app.ui.claims.columns import COLUMNS
from app.ui.claims.empty_state import ClaimsEmptyState
from app.ui.claims.model import ClaimTableModel
from app.ui.claims.muting import MuteDialog, mute_menu
from app.ui.claims.rows import ClaimRow, Show, sum_of
from app.ui.claims.table import ClaimTable
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_S
from app.ui.widgets.labels import copyable_label, muted_label
from app.ui.widgets.layouts import AsHighAsItsText, OneInFront, bring_into_sight, fill, tab_through
from app.ui.widgets.notices.announce import announce_found
from app.ui.widgets.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QShowEvent

    from app.domain.errors import AppError
    from app.domain.ids import OrderId
    from app.ui.claims.watch import ClaimsWatch
    from app.ui.widgets.notices.notice_bar import Actions

_LAYOUT = f"columns: {len(COLUMNS)}"
"""Says of a saved layout that it is this version's."""
_TICK_MS = 60_000


class ClaimsPane(AsHighAsItsText):
    """Shows what a `ClaimsWatch` knows."""

    claim_requested = Signal(object)
    """The `ClaimRow` for which a dispute is to be begun."""
    sign_in_requested = Signal()

    def __init__(
        self,
        watch: ClaimsWatch,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._now = now
        self._desk = watch.desk
        self._error: AppError | None = None
        self._left_at: QWidget | None = None
        """Where the focus is while the rows are wanted and there are none yet."""
        self._bar = ClaimsBar(self)
        self._notice = NoticeBar(self)
        self._model = ClaimTableModel(self)
        self._stack = OneInFront(self)
        self._table = ClaimTable(self._model)
        sign_in = self.sign_in_requested.emit
        self._empty = ClaimsEmptyState(watch, self._bar, sign_in, self._stack)
        self._rule = copyable_label()
        self._count = muted_label(wraps=False)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._table)
        self._tick = QTimer(self, interval=_TICK_MS)

        parts = (self._bar, (self._stack, 1), self._rule, self._count, self._notice)
        fill(QVBoxLayout(self), *parts, margins=0, spacing=SPACE_S)
        tab_through(self._bar, self._table, self._empty, self._notice)

        self._bar.narrowed.connect(self._narrow)
        announce_found(self._bar.narrowed, self, self._found)
        self._bar.look.clicked.connect(watch.look)
        self._bar.progress.button.clicked.connect(watch.stop)
        self._bar.claim.clicked.connect(self._table.open_current)
        self._bar.mute.clicked.connect(self._mute)
        self._bar.table_requested.connect(self.focus_rows)
        self._table.typed.connect(self._type_into_search)
        self._table.row_opened.connect(self.claim_requested)
        self._table.row_changed.connect(self._show_row)
        self._table.selectionModel().selectionChanged.connect(self._show_chosen)
        self._table.mute_requested.connect(self._mute)
        watch.changed.connect(self._show_all)
        watch.failed.connect(self._tell_failure)
        watch.muted.connect(self._tell_muted)
        self._tick.timeout.connect(self._show_look)
        self._tick.start()
        self._show_all()

    def stop_expecting(self, again: Callable[[], object] | None) -> None:
        """The account could not be opened where `again` tries it once more; or there is none."""
        self._empty.open_again = again
        self._show_rows()

    def focus_search(self) -> None:
        """Put the focus in the search field, its text ready to be typed over."""
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.selectAll()

    def focus_rows(self) -> None:
        """Go to the orders, or to the button in their place, and on from there once there are any,
        unless the user is elsewhere by then.
        """
        if not self._model.rowCount():
            for button in (self._empty.button, self._bar.progress.button):
                if button.isVisible():
                    button.setFocus(Qt.FocusReason.TabFocusReason)
            # Of the window: a click on the desktop's message may still be bringing it to the front.
            self._left_at = self.window().focusWidget()
            return
        self._left_at = None
        self._table.choose_first()
        self._table.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_sight(self._table)

    def show_claims(self) -> None:
        """Show what can be claimed now, whatever hid it, and go there."""
        self._bar.show_only(Show.CLAIM_NOW)
        self.focus_rows()

    def save_layout(self) -> list[object]:
        """Columns and sorting, for the settings."""
        return [_LAYOUT, self._table.save_layout()]

    def restore_layout(self, state: object) -> None:
        """Bring back what `save_layout` gave; anything else is left alone."""
        match state:
            case [str(layout), QByteArray() as columns] if layout == _LAYOUT:
                self._table.restore_layout(columns)
                header = self._table.horizontalHeader()
                self._model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Once this is painted, which a thread that reads all orders would hold up.
        QTimer.singleShot(0, self._watch, self._watch.keep_rows)

    def _narrow(self) -> None:
        self._model.narrow(self._bar.search.text(), self._bar.shown)
        self._show_rows()

    def _type_into_search(self, text: str) -> None:
        self._bar.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._bar.search.setText(text)

    def _show_all(self) -> None:
        focus = QApplication.focusWidget()
        self._model.take(self._watch.claims.rows or ())
        self._show_rows()
        self._show_look()
        if focus is not None and self.isAncestorOf(focus) and not focus.isVisible():
            self.focus_rows()  # or the keys would go to whatever comes next in the window
        if self._desk is not self._watch.desk:
            self._desk = self._watch.desk
            self._notice.clear()  # it was about the account of before, as is what it offers
        error = self._watch.error or self._watch.unread
        if error is not self._error:
            self._error = error
            if error is None:
                self._notice.clear()
            else:
                self._tell_failure(error)

    def _show_rows(self) -> None:
        listed = self._model.listed(self._bar.shown)
        shown = self._model.rowCount()
        self._bar.show_sum(sum_of(row.judgement.amount for row in listed))
        # It may need more room than the table, which it must not claim while that is shown.
        tall = QSizePolicy.Policy.Ignored if shown else QSizePolicy.Policy.Preferred
        self._empty.setSizePolicy(QSizePolicy.Policy.Preferred, tall)
        if shown:
            self._stack.setCurrentWidget(self._table)
        else:
            is_searched = self._model.is_searched and bool(listed)
            self._empty.explain(self._now(), is_searched=is_searched)
            self._stack.setCurrentWidget(self._empty)
        self._count.setVisible(self._model.is_searched and shown > 0)
        self._count.setText(
            self.tr("Orders: {shown} of {all}").format(shown=f"{shown:,}", all=f"{len(listed):,}")
        )
        self._show_row(self._table.current_row)
        self._show_chosen()
        if self._left_at is not None and self.window().focusWidget() is self._left_at:
            self.focus_rows()
        elif shown:
            self._left_at = None

    def _found(self) -> str:
        """What is there of a search or choice, in words."""
        if not self._model.rowCount():
            return self._empty.accessibleName()
        return (self._count if self._model.is_searched else self._bar.heading).text()

    def _show_row(self, row: ClaimRow | None) -> None:
        self._rule.setText("" if row is None else messages.explanation(row))
        self._rule.setVisible(row is not None)

    def _show_chosen(self) -> None:
        self._bar.show_chosen(is_any=bool(self._table.selectionModel().hasSelection()))

    def _show_look(self) -> None:
        self._bar.show_look(self._watch, self._now())

    def _mute(self) -> None:
        chosen = self._table.chosen
        if not chosen:
            return
        if self._bar.shown is Show.MUTED or all(row.is_muted for row in chosen):
            self._watch.unmute(_ids(chosen))
            return
        today = utc_day(self._now())
        menu = mute_menu(
            self, today, lambda until: self._watch.mute(_ids(chosen), until), self._ask_for_day
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = self._bar.mute
        is_by_key = self._table.hasFocus()
        below = button.mapToGlobal(button.rect().bottomLeft())
        menu.popup(self._table.place_below_row() if is_by_key else below)

    def _ask_for_day(self) -> None:
        chosen = _ids(self._table.chosen)
        dialog = MuteDialog(utc_day(self._now()), self)
        dialog.day_chosen.connect(lambda until: self._watch.mute(chosen, until))
        dialog.open_once()

    def _tell_muted(self, ids: tuple[OrderId, ...]) -> None:
        if len(ids) == 1:
            text = self.tr("The order is muted.")
        else:
            text = self.tr("{count} orders are muted.").format(count=f"{len(ids):,}")

        def undo() -> None:
            self._notice.clear()
            self._watch.unmute(ids)

        self._notice.show_notice(Notice(text, Severity.GOOD), actions=((self.tr("Undo"), undo),))

    def _tell_failure(self, error: AppError) -> None:
        notice = notice_for(error, Operation.LOOK_THROUGH)
        actions: Actions = ()
        if notice.wants_sign_in:
            actions = ((self.tr("Sign in…"), self.sign_in_requested.emit),)
        elif error is self._watch.error:
            actions = ((self.tr("Go on"), self._watch.look),)
        self._notice.show_notice(notice, actions=actions)


def _ids(rows: tuple[ClaimRow, ...]) -> tuple[OrderId, ...]:
    return tuple(row.order_id for row in rows)
