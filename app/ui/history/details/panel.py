"""Everything about the dispute that is selected, as it is shown beside the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import decision, is_open, is_withdrawn, waits_for_merchant
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.text import one_line
from app.support.clock import utc_now
from app.ui.history.details.buyer_refunds import BuyerRefundBox
from app.ui.history.details.case_record import CaseRecord
from app.ui.history.details.note_box import NoteBox
from app.ui.history.details.refund import RefundTable, cost_lines, verdict
from app.ui.history.details.reply_box import ReplyBox
from app.ui.history.table.columns import stand_text
from app.ui.history.table.selection import SelectionSummary
from app.ui.messages import formatting
from app.ui.messages.my_cj import HOME, open_my_cj
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, icon
from app.ui.widgets.accessible_role import set_role
from app.ui.widgets.labels import (
    copyable_label,
    keep_narrow,
    muted_label,
    plain_label,
    plain_tooltip,
    scale,
    section_label,
    set_property,
)
from app.ui.widgets.layouts import STRETCH, FlowRow, clear, fill, tab_through
from app.ui.widgets.pictures import PictureLabel, PictureLoader
from app.ui.widgets.spoken_rows import NOTHING, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute, DisputeDetail, DisputeLine
    from app.domain.filing.filing import Filing
    from app.domain.history.history import HistoryRow, Sums
    from app.domain.history.notes import Note
    from app.domain.ids import DisputeId
    from app.ui.settings.choices import Choices

_ALWAYS = 5
"""The first rows of the form are shown even without a value."""
_SIDE = 48
_LONG_WORD = 20


class DetailsPanel(QGroupBox):
    """Shows one dispute from its row, and more of it as the detail and the filing come in.

    A group box without a title: screen readers call it a panel, which a scroll area is not.
    """

    cancel_requested = Signal(object)
    """The `DisputeId` that the user wants to withdraw."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)  # else those of a `QGroupBox`, which it is made as
        self._now = now
        self._choices = choices
        self._row: HistoryRow | None = None
        self._detail: DisputeDetail | None = None
        self._filing: Filing | None = None
        self.pictures: PictureLoader | None = None
        """What loads pictures here."""
        self._card = QFrame(self)
        self._scroll = QScrollArea(self._card, widgetResizable=True)
        self._content = QWidget()
        self._scroll.setWidget(self._content)  # empty, which is quick; all else is made in it
        self._number = copyable_label()
        self._verdict = _fact()
        self._changed = plain_label(self.tr("● Changed since your last visit"), wraps=True)
        self._gone = muted_label(
            self.tr("CJ's list does not have this dispute any more. You see what was last known.")
        )
        self._names: list[str] = []
        """What the facts are, in their order."""
        self._facts = {each: _fact() for each in range(7)}
        self._refund = RefundTable(self._content)
        self._products = ProductRows(self._content)
        self._record = CaseRecord(self._content)
        self._cancel = QPushButton(self.tr("Cancel dispute…"))
        self._my_cj = QPushButton(self.tr("Open in My CJ"))
        self._my_cj_hint = muted_label()
        self._empty = muted_label(self.tr("Choose a dispute to see its details here."))
        scale(self._number, 1.2, bold=True)
        scale(self._verdict, 1.0, bold=True)
        self._changed.setProperty("tone", "warn")
        self._number.setAccessibleName(self.tr("Dispute number"))
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._scroll.setProperty("ring", True)
        self._scroll.setAccessibleName(self.tr("Details of the dispute selected"))
        self.setAccessibleName(self.tr("Dispute details"))

    def make_parts(self) -> Iterator[None]:
        """Make all that it consists of, in short steps, before it shows anything."""
        self.note = NoteBox(self._content)
        yield
        self.buyer_refund = BuyerRefundBox(self._content, now=self._now)
        yield
        self.reply = ReplyBox(self._content, self._choices)
        yield
        self.summary = SelectionSummary(self._card)
        yield
        self._lay_out()
        self._cancel.clicked.connect(self._request_cancel)
        self._my_cj.clicked.connect(lambda: open_my_cj(HOME))
        self.buyer_refund.kept_changed.connect(self._write_reply)
        yield
        self._content.ensurePolished()  # else as it is shown first, and drawn
        yield
        self.clear()

    @property
    def dispute_id(self) -> DisputeId | None:
        """The dispute shown."""
        return self._row.dispute.dispute_id if self._row else None

    def clear(self) -> None:
        """Show no dispute."""
        self._row = self._detail = self._filing = None
        self.note.show_dispute(None)
        self.buyer_refund.show_dispute(None)
        self._render()

    def forget_unsaved(self) -> None:
        """What could not be saved belongs to another account."""
        self.note.forget_unsaved()
        self.buyer_refund.forget_unsaved()

    def show_several(self, count: int, sums: Sums | None) -> None:
        """Show what several disputes come to; None for not known yet."""
        if self._row is not None:
            self.clear()
        self.summary.show_sums(count, sums)
        self._pages.setCurrentWidget(self.summary)

    def show_row(self, row: HistoryRow) -> None:
        """Show a dispute as its row has it. What came for another one is dropped."""
        if row.dispute.dispute_id != self.dispute_id:
            self._detail = self._filing = None
            self._scroll.verticalScrollBar().setValue(0)
            self.note.show_dispute(row.dispute.dispute_id)
        self._row = row
        self._render()

    def show_kept(
        self,
        detail: DisputeDetail | None,
        filing: Filing | None,
        note: Note | None = None,
        refund: BuyerRefund | None = None,
    ) -> None:
        """Add what this computer kept of it."""
        if self._row is None:
            return
        if note is not None:
            self.note.show_note(note)
            self.buyer_refund.show_refund(refund)
        if detail is None or detail.dispute.dispute_id == self.dispute_id:
            self._detail = detail or self._detail
            self._filing = filing
            self._render()

    def show_detail(self, detail: DisputeDetail) -> None:
        """Add what CJ tells of it now."""
        if detail.dispute.dispute_id == self.dispute_id:
            self._detail = detail
            self._render()

    def take_focus(self) -> None:
        """Put the focus where the dispute can be read from its top, or on the acts on several."""
        if self._pages.currentWidget() is self.summary:
            self.summary.take_focus()
        else:
            self._scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self._form = QFormLayout(
            verticalSpacing=SPACE_S,
            horizontalSpacing=SPACE_M,
            labelAlignment=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop,
            rowWrapPolicy=QFormLayout.RowWrapPolicy.DontWrapRows,
        )
        for position, name in enumerate(
            (
                self.tr("Status"),
                self.tr("Outcome"),
                self.tr("Order"),
                self.tr("Reason"),
                self.tr("Created"),
                self.tr("Reissue order"),
                self.tr("Last change"),
            )
        ):
            self._form.addRow(muted_label(name, wraps=False), self._facts[position])
            self._names.append(name)
        actions = FlowRow(self._cancel, self._my_cj, spacing=SPACE_S)
        self._products_heading = section_label(self.tr("Products"))
        fill(
            QVBoxLayout(self._content),
            *(self._number, self._verdict, self._changed, self._gone, self._refund),
            *(self._form, actions, self._my_cj_hint),
            *(self.buyer_refund, self.reply, self.note),
            *(self._products_heading, self._products, self._record),
            STRETCH,
            margins=(SPACE_L, SPACE_M, SPACE_L, SPACE_L),
            spacing=SPACE_M,
        )
        below = (self.buyer_refund, self.reply, self.note, self._products, self._record)
        tab_through(actions, *below)
        set_property(self._card, "card", True)  # the window is shown by now
        self._pages = QStackedLayout(self._card)
        self._pages.setContentsMargins(1, 1, 1, 1)
        for page in (self._empty, self._scroll, self.summary):
            self._pages.addWidget(page)
        fill(QVBoxLayout(self), self._card, margins=0)

    def _render(self) -> None:
        row = self._row
        self._pages.setCurrentWidget(self._empty if row is None else self._scroll)
        if row is None:
            return
        dispute = self._detail.dispute if self._detail else row.dispute
        parts = self._detail.refund_parts if self._detail else ()
        self._number.setText(row.dispute.dispute_id)
        said, told = verdict(dispute, row.asked), list[str]()
        _say(self._verdict, said, _breakable(said))
        self._changed.setVisible(row.is_unseen_change)
        self._gone.setVisible(row.is_gone)
        for position, text in enumerate(
            (
                _breakable(_whole(dispute.status)),
                self._outcome_words(dispute),
                _order_text(row.dispute, dispute),
                _breakable(_whole(dispute.reason or row.dispute.reason)),
                self._created_text(dispute),
                one_line(dispute.reissue_order_id),
                formatting.moment(row.last_changed) if row.last_changed else "",
            )
        ):
            _say(self._facts[position], text or NOTHING, text or NOTHING)
            if text and text not in said:  # the verdict may name CJ's status
                told.append(spoken(self._names[position], text, is_number=True))
            self._form.setRowVisible(position, bool(text) or position < _ALWAYS)
        self.buyer_refund.show_dispute(dispute)
        costs = cost_lines(dispute, parts, row.asked, self._filing)
        self._refund.show_lines(costs)
        told += map(self._refund.spoken_line, costs)
        whole = "; ".join((said.rstrip(".。"), *told)).replace("\n", ", ").replace("\u200b", "")
        if whole != self._scroll.accessibleDescription():
            self._scroll.setAccessibleDescription(whole)
        self._write_reply()
        self._products.show_lines(dispute.lines, self.pictures)
        self._products_heading.setVisible(bool(dispute.lines))
        self._record.show_filing(self._filing)
        self._render_actions()

    def _write_reply(self) -> None:
        row = self._row
        if row is None:
            return
        known, told = row.dispute, self._detail.dispute if self._detail else row.dispute
        dispute = replace(
            told,
            order_id=known.order_id or told.order_id,
            order_number=known.order_number or told.order_number,
        )
        refund = self.buyer_refund.kept
        if refund is None and row.refunded_to_buyer is not None:
            refund = BuyerRefund(row.refunded_to_buyer)  # the rest of it is being read
        self.reply.show_dispute(dispute, row.asked, refund)

    def _outcome_words(self, dispute: Dispute) -> str:
        word = stand_text(dispute)
        if dispute.reissue_amount and decision(dispute) is not None:
            return self.tr("{outcome}, goods worth {amount}").format(
                outcome=word, amount=formatting.money(dispute.reissue_amount)
            )
        return word

    def _created_text(self, dispute: Dispute) -> str:
        if dispute.created is None:
            return ""
        text = formatting.moment(dispute.created)
        return text if dispute.created_is_exact else self.tr("about {time}").format(time=text)

    def _render_actions(self) -> None:
        row = self._row
        is_waiting = row is not None and waits_for_merchant(row.dispute.status)
        set_property(self._my_cj, "primary", is_waiting)
        self._my_cj.setIcon(icon("open", "on_accent" if is_waiting else "text"))
        self._my_cj_hint.setText(self._use_of_my_cj(row.dispute) if row else "")
        self._my_cj.setAccessibleDescription(self._my_cj_hint.text())
        set_property(self._verdict, "tone", "warn" if is_waiting else "")
        can_cancel = row is not None and is_open(row.dispute)
        if self._cancel.hasFocus() and not can_cancel:
            self.take_focus()  # or the next button would have the keys
        self._cancel.setEnabled(can_cancel)
        self._cancel.setToolTip(plain_tooltip(self._why_not_cancel(row.dispute) if row else ""))

    def _use_of_my_cj(self, dispute: Dispute) -> str:
        if decision(dispute) is Outcome.REJECT:
            return self.tr(
                "To ask CJ why, and what proof is missing: copy the reply to CJ's chat from below, "
                "and paste it into the chat of My CJ."
            )
        return self.tr(
            "To accept CJ's offer, or to reply to CJ, use the AS service center in My CJ."
        )

    def _why_not_cancel(self, dispute: Dispute) -> str:
        if decision(dispute) is not None:
            return self.tr("CJ has decided: there is nothing left to cancel.")
        if is_withdrawn(dispute):
            return self.tr("It is closed already: there is nothing left to cancel.")
        return ""

    def _request_cancel(self) -> None:
        if self._row is not None:
            self.cancel_requested.emit(self._row.dispute.dispute_id)


def _say(label: QLabel, name: str, shown: str) -> None:
    """Of a name that is set anew readers hear, as it was or not; Orca drops what is announced
    while it has many of these to work off.
    """
    label.setText(shown)
    if label.accessibleName() != name:
        label.setAccessibleName(name)


def _fact() -> QLabel:
    """Told with its name where the details are gone to: Orca reads labels of some words there,
    without the names beside them.
    """
    label = keep_narrow(copyable_label())
    set_role(label, QAccessible.Role.Paragraph)
    return label


def _order_text(known: Dispute, detail: Dispute) -> str:
    """The shop's number and CJ's own, as far as they were learnt."""
    texts: tuple[str | None, ...] = (
        known.order_number or detail.order_number,
        known.order_id or detail.order_id,
    )
    return "\n".join(dict.fromkeys(one_line(each) for each in texts if each))


class ProductRows(QWidget):
    """A row a product: picture, name, price and supplier."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[DisputeLine, ...] = ()
        self._layout = fill(QVBoxLayout(self), margins=0, spacing=SPACE_S)

    def show_lines(self, lines: tuple[DisputeLine, ...], pictures: PictureLoader | None) -> None:
        """Show these products; the same ones again change nothing."""
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._layout)
        for line in lines:
            self._layout.addWidget(_row(line, pictures))
        self.setVisible(bool(lines))


def _row(line: DisputeLine, pictures: PictureLoader | None) -> QWidget:
    row = QWidget()
    picture = PictureLabel(_SIDE)
    name = keep_narrow(plain_label(_breakable(_whole(line.product_name)), wraps=True))
    facts = [formatting.money(line.unit_price)] if line.unit_price is not None else []
    facts += [_whole(text) for text in (line.supplier, line.product_code) if text]
    below = keep_narrow(muted_label(_breakable(" · ".join(facts))))

    words = fill(QVBoxLayout(), name, below, STRETCH, spacing=0)
    parts = ((picture, Qt.AlignmentFlag.AlignTop), (words, 1))
    fill(QHBoxLayout(row), *parts, margins=0, spacing=SPACE_M)

    below.setVisible(bool(facts))
    if pictures is not None:
        pictures.load(line.image_url, picture, picture.show_picture)
    return row


def _whole(text: str) -> str:
    return one_line(text, formatting.DETAIL_LIMIT)


def _breakable(text: str) -> str:
    """For what nobody copies as a number: a copy would have the places to break at, too."""
    return formatting.breakable(text, _LONG_WORD)
