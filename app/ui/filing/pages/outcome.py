"""What came of sending: filed, or not known yet and what can be done about it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from app.domain.disputes.state import decision
from app.domain.filing.doubt import (
    is_in_doubt_of_my_cj,
    is_to_be_asked_for,
    last_sent,
    may_be_taken_back,
)
from app.domain.filing.events import On
from app.domain.filing.filing import Filing, FilingState
from app.ui.filing.pages import outcome_messages as outcome_words
from app.ui.filing.pages.other_disputes import DisputeList
from app.ui.messages import formatting
from app.ui.messages.my_cj import ORDERS, open_my_cj
from app.ui.messages.notices import fact_lines, facts_of
from app.ui.theme import SPACE_M, SPACE_S, SPACE_XL, TITLE_SCALE, icon
from app.ui.widgets.buttons import ExplainedButton
from app.ui.widgets.labels import copyable_label, plain_label, scale, section_label
from app.ui.widgets.layouts import FlowRow, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.scrolling import CardPage, card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import SignalInstance
    from PySide6.QtGui import QResizeEvent

    from app.domain.disputes.disputes import Dispute
    from app.ui.filing.pages.page import PageContext


_ICON_EMS = 1.7
_LEAST_PART = 8
"""Of a number that is broken, in characters."""


class OutcomePage(CardPage):
    """Shows a filing that has left."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._send = send = context.send
        self._window = context.window
        self._filing: Filing | None = None
        self._whole_title = ""
        self._is_asked_to_send = False
        self._offered: Sequence[Dispute] | None = None
        self._icon = QLabel()
        self._is_busy = False
        self._mark = ("", "")
        """Its drawing, and the colour of the scheme that it has."""
        self._title = copyable_label()
        self._meaning = plain_label(wraps=True)
        self._looks = plain_label(wraps=True)
        self._reminder = plain_label(
            self.tr("CJ has not decided yet: wait for its decision before you refund the buyer."),
            wraps=True,
        )
        self._copy = QPushButton(self.tr("Copy number"))
        self._check = QPushButton(self.tr("Check again"))
        self._case = QPushButton(self.tr("Save case file…"))
        self._another = QPushButton(self.tr("File another for this order"))
        self._cancel = QPushButton(self.tr("Cancel this dispute…"))
        details = QPushButton(self.tr("Details"), flat=True)
        self._details = QPlainTextEdit(readOnly=True)
        self._list = DisputeList(self.tr("Disputes that it may be"))
        self._adopt = ExplainedButton(
            self.tr("It is this one"),
            self.tr(
                "If the dispute selected is yours: this filing takes its number. Nothing is sent."
            ),
        )
        self._wait = ExplainedButton(self.tr("Keep waiting"))
        self._resend = ExplainedButton("")
        self._take_back = ExplainedButton(self.tr("Back to draft"))
        self._prepare = ExplainedButton(self.tr("Prepare for My CJ"))
        self._my_cj = QPushButton(icon("open"), self.tr("Open My CJ"))
        scale(self._title, TITLE_SCALE, bold=True)
        self._check.setProperty("primary", True)
        self._check.setAccessibleName(self.tr("Check again"))  # also while it says that it looks
        self._copy.setIcon(icon("copy"))
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setMaximumHeight(self.fontMetrics().lineSpacing() * 8)
        self._details.hide()

        heading = QWidget()
        parts = ((self._icon, Qt.AlignmentFlag.AlignTop), (self._title, 1))
        fill(QHBoxLayout(heading), *parts, margins=(0, 0, 0, 0), spacing=SPACE_M)
        acts = FlowRow(self._copy, self._check, self._my_cj, details, spacing=SPACE_S)
        further = FlowRow(self._case, self._another, self._cancel, spacing=SPACE_S)
        told = (self._meaning, self._looks, self._reminder)
        self._choices = card(
            section_label(self.tr("What you can do")),
            *(self._list, self._adopt, self._prepare),
            *(self._wait, self._resend, self._take_back),
        )
        self.hold(card(heading, *told, acts, further, self._details), self._choices)

        self._copy.clicked.connect(self._copy_number)
        self._check.clicked.connect(lambda: send(On.CHECK))
        self._case.clicked.connect(lambda: self._request(self._window.case_requested))
        self._cancel.clicked.connect(lambda: self._request(self._window.cancel_requested))
        self._another.clicked.connect(self._window.another_requested)
        details.clicked.connect(lambda: self._details.setVisible(self._details.isHidden()))
        self._list.itemSelectionChanged.connect(self._show_what_is_possible)
        self._adopt.button.clicked.connect(lambda: send(On.ADOPT, self._list.chosen))
        self._wait.button.clicked.connect(self._keep_waiting)
        self._resend.button.clicked.connect(self._request_resending)
        self._take_back.button.clicked.connect(lambda: send(On.TAKE_BACK))
        self._prepare.button.clicked.connect(
            lambda: self._window.preparing_requested.emit(self._filing)
        )
        self._my_cj.clicked.connect(lambda: open_my_cj(ORDERS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_title()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange) and self._mark[0]:
            self._draw_mark()

    def _draw_mark(self) -> None:
        side = round(_ICON_EMS * QFontInfo(self._title.font()).pixelSize())
        self._icon.setPixmap(icon(*self._mark).pixmap(side, side))

    def _fit_title(self) -> None:
        """Break a number only where it is wider than the page: a copy has the breaks in it."""
        beside = self._icon.sizeHint().width() + SPACE_M + 2 * SPACE_XL
        digit = self._title.fontMetrics().horizontalAdvance("0")
        digits = (self.viewport().width() - beside) // digit - 1  # two letters are wider
        longest = min(max(digits, _LEAST_PART), formatting.LONG_WORD)
        self._title.setText(formatting.breakable(self._whole_title, longest))

    def show_filing(self, filing: Filing, *, has_more: bool = False) -> QPushButton | None:
        """Show how this filing stands; gives the button that is likeliest to be wanted.

        `has_more` is whether the order has other items that can be disputed.
        """
        before, self._filing = self._filing, filing
        now = datetime.now(UTC)
        state, is_recorded = filing.state, filing.is_recorded
        title, meaning = outcome_words.title(filing), outcome_words.meaning(filing, now)
        looks = outcome_words.looks(filing, now)
        is_yes = state in (FilingState.FILED, FilingState.CONFIRMED)
        is_open = state is not FilingState.CONFIRMED
        is_waiting = state is FilingState.HANDED_OVER and not is_to_be_asked_for(filing)
        is_clear = is_waiting or (is_yes and is_recorded and not may_be_taken_back(filing))
        self._mark = ("success", "good") if is_clear else ("warning", "warn")
        self._draw_mark()
        self._title.setAccessibleName(title)
        self._whole_title = title
        self._fit_title()
        self._meaning.setText(formatting.breakable(meaning))
        self._looks.setText(looks)
        self._looks.setVisible(is_open and is_recorded and state is not FilingState.SENDING)
        same = (each for each in self._offered or () if each.dispute_id == filing.dispute_id)
        is_decided = any(decision(each) is not None for each in same)
        self._reminder.setVisible(is_yes and not is_decided)
        self._copy.setText(self.tr("Copy number"))
        for button in (self._copy, self._case, self._cancel):
            button.setVisible(filing.dispute_id is not None)
        self._another.setVisible(is_yes and has_more)
        self._check.setVisible(is_open)
        is_for_my_cj = is_recorded and is_in_doubt_of_my_cj(filing)
        self._my_cj.setVisible(is_for_my_cj)
        self._prepare.setVisible(is_for_my_cj)
        self._prepare.explain(outcome_words.preparing(filing))
        self._choices.setVisible(is_open)
        self._wait.explain(outcome_words.waiting(filing))
        self._resend.setVisible(state is FilingState.UNKNOWN and is_recorded)
        self._is_asked_to_send = False
        self._resend.button.setText(self.tr("Send again with the same reference"))
        self._resend.explain(outcome_words.sending_again(filing, now))
        self._take_back.setVisible(is_recorded and state is not FilingState.SENDING)
        self._take_back.button.setVisible(may_be_taken_back(filing))
        self._take_back.explain(outcome_words.taking_back(filing, now))
        self._details.setPlainText(self._facts(filing))
        if before is None or outcome_words.title(before) != title:
            announce(self, f"{title}. {meaning}", is_urgent=not is_yes)
        elif self._is_busy:  # somebody waits to hear what the look has told
            announce(self, looks)
        return None if is_clear else self._check

    def show_choices(self, disputes: Sequence[Dispute]) -> None:
        """Offer these disputes as what the filing may be."""
        if self._offered == disputes:
            return
        self._offered = disputes
        self._list.show_disputes(disputes)
        self._list.setVisible(bool(disputes))
        self._adopt.setVisible(bool(disputes))

    def set_busy(self, *, is_busy: bool) -> None:
        """Allow no second request while one is under way. *Check again* keeps the focus."""
        self._is_busy = is_busy
        self._check.setText(self.tr("Looking…") if is_busy else self.tr("Check again"))
        self._show_what_is_possible()

    def _show_what_is_possible(self) -> None:
        is_free = not self._is_busy
        may_resend = self._filing is not None and self._filing.nothing_found
        self._resend.button.setEnabled(is_free and may_resend)
        self._adopt.button.setEnabled(is_free and self._list.chosen is not None)
        self._take_back.button.setEnabled(is_free)

    def _request(self, signal: SignalInstance) -> None:
        if self._filing is not None and self._filing.dispute_id is not None:
            signal.emit(self._filing.dispute_id)

    def _request_resending(self) -> None:
        """Asked for twice: what it may do is said in between."""
        if self._is_asked_to_send:
            self._send(On.SEND_AGAIN)
            return
        self._is_asked_to_send = True
        asked = outcome_words.asking_to_send()
        self._resend.explain(asked)
        self._resend.button.setText(self.tr("Send again now"))
        announce(self, asked, is_urgent=True)

    def _keep_waiting(self) -> None:
        filing = self._filing
        is_asked = filing is not None and is_to_be_asked_for(filing)
        self._send(On.KEEP_WAITING if is_asked else On.CLOSE)  # the program looks on

    def _facts(self, filing: Filing) -> str:
        asked = filing.ceiling
        facts = [
            (self.tr("Dispute"), filing.dispute_id or ""),
            (self.tr("Own reference"), filing.reference),
            (self.tr("Order"), filing.draft.order_id),
            (self.tr("Asked for"), formatting.up_to(asked) if asked is not None else ""),
        ]
        sent = last_sent(filing)
        if sent is not None:
            facts += [(self.tr("Sent"), formatting.moment(sent.started)), *facts_of(sent)]
        return "\n".join(fact_lines(facts))

    def _copy_number(self) -> None:
        if self._filing is not None and self._filing.dispute_id:
            QGuiApplication.clipboard().setText(self._filing.dispute_id)
            announce(self, self.tr("Copied."))
            self._copy.setText(self.tr("Copied"))
