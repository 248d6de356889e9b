"""Advice beside the claim: what helps it, when it is taken, and whether CJ has a delivery photo.

Estimates with their rule, never a condition. The photo is asked for behind all else, once, when a
reason that it would refute is chosen for a parcel that is said to be delivered. It shows the
buyer's door: its link is opened in the browser, and kept nowhere.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.background.runner import Lane
from app.domain.days import utc_day
from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.filing.events import On
from app.domain.filing.evidence_rules import CHECKLISTS, SOURCE_URL, EvidenceItem
from app.domain.orders.claim_rules import ENDING_DAYS, NOT_ARRIVED
from app.domain.orders.claims import ClaimRule
from app.domain.orders.orders import OrderStage
from app.services.orders.parcels import Parcel
from app.ui.filing import messages
from app.ui.messages.formatting import day, sentences
from app.ui.messages.judgements import judgement_text
from app.ui.messages.notices import Operation, notice_for
from app.ui.messages.parcels import parcel_sentences
from app.ui.theme import SPACE_L, SPACE_S, SPACE_XS, icon
from app.ui.widgets.buttons import MyCjButton
from app.ui.widgets.labels import (
    muted_label,
    plain_label,
    section_label,
    set_property,
    show_text,
)
from app.ui.widgets.layouts import STRETCH, clear, fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from app.domain.disputes.disputes import Reason
    from app.domain.errors import AppError
    from app.ui.filing.pages.page import PageContext

translate = QCoreApplication.translate

_CANCELLATIONS = (ReasonFamily.CANCEL, ReasonFamily.OUT_OF_STOCK)
_NEVER_LEFT = (ClaimRule.NOT_SHIPPED, ClaimRule.CLOSED_UNREFUNDED)
_UNDER_WAY = (
    *(ClaimRule.WITHIN_THE_LIMIT, ClaimRule.OVER_THE_LIMIT, ClaimRule.SHIP_DAY_UNKNOWN),
    *(ClaimRule.BUYER_MUST_ACT, ClaimRule.RETURNED, ClaimRule.UNTRACKED),
)
_MOST_LINKS = 3
_ARRIVED = (ClaimRule.DELIVERED, ClaimRule.LOST_OR_DAMAGED)
"""Rules that say how a claim about the goods themselves stands."""


class ChecklistCard(QFrame):
    """Lists the evidence for the family that the reason belongs to."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        # Else a long word would make the layout count on more room than there is beside the form.
        self.setMinimumWidth(1)
        self._shown: tuple[EvidenceItem, ...] | None = None
        self._empty = plain_label(self.tr("Choose a reason to see what CJ looks at."), wraps=True)
        self._items = fill(QVBoxLayout(), spacing=SPACE_S)
        self.timing = ClaimTiming(context)
        source = QPushButton(icon("open"), self.tr("CJ's policy"), flat=True)
        title = section_label(self.tr("What helps this claim"))
        fill(
            QVBoxLayout(self),
            *(title, self._empty, self._items, self.timing),
            STRETCH,
            muted_label(messages.evidence_date()),
            (source, Qt.AlignmentFlag.AlignLeft),
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_S,
        )

        source.clicked.connect(partial(_open, SOURCE_URL))

    def show_reason(self, reason: Reason | None) -> None:
        """List what helps with this reason."""
        items = CHECKLISTS[family_of(reason.name)] if reason else ()
        if items == self._shown:
            return
        self._shown = items
        clear(self._items)
        for item in items:
            self._items.addWidget(_point(messages.evidence_sentence(item)))
        self._empty.setVisible(not items)


def _point(sentence: str) -> QWidget:
    """A point of the list, its lines one below the other."""
    point = QWidget()
    parts = (plain_label("•"), Qt.AlignmentFlag.AlignTop), (plain_label(sentence, wraps=True), 1)
    fill(QHBoxLayout(point), *parts, margins=(0, 0, 0, 0), spacing=SPACE_S)
    return point


class ClaimTiming(QWidget):
    """Estimates only. Asking CJ for the dates is left to a button: filing needs none of them."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._service = context.services.parcels
        self._order_id = context.flow().draft.order_id
        self._call = Latest(context.runner, self)
        self.known = Parcel()
        """What is known of the parcel."""
        self._warned = ""
        self._facts = plain_label(wraps=True)
        self._warning = plain_label(wraps=True)
        self._estimate = muted_label()
        self._trouble = muted_label()
        self._my_cj = MyCjButton()
        self._ask = QPushButton(self.tr("Get the dispatch date"), flat=True)
        set_property(self._warning, "tone", "warn")

        fill(
            QVBoxLayout(self),
            section_label(self.tr("When to claim")),
            *(self._facts, self._warning, self._estimate, self._trouble),
            *((each, Qt.AlignmentFlag.AlignLeft) for each in (self._my_cj, self._ask)),
            margins=(0, SPACE_S, 0, 0),
            spacing=SPACE_XS,
        )

        self._trouble.hide()
        self._ask.clicked.connect(self.fetch)

    def show_reason(self, reason: Reason | None) -> None:
        """Show what is known of the parcel, and what it means for a claim with this reason."""
        parcel = self.known
        family = family_of(reason.name) if reason else None
        now = datetime.now(UTC)
        warning = claim_warning(family, parcel, now) if family else ""
        show_text(self._facts, "\n".join(parcel_sentences(parcel)))
        show_text(self._estimate, claim_estimate(family, parcel, now) if family else "")
        show_text(self._warning, warning)
        if warning and warning != self._warned:
            announce(self, warning)
        self._warned = warning
        is_asked = parcel.facts is not None and (
            bool(parcel.tracking) or not parcel.facts.tracking_number
        )
        if parcel.facts is not None:
            self._ask.setText(self.tr("Get the tracking status"))
        self._ask.setVisible(not is_asked)
        self.setVisible(reason is not None)

    def load(self) -> None:
        """Read what this computer knows."""
        # What is not known is no failure here: the button stays.
        self._context.runner.run(
            partial(self._service.known, self._order_id),
            owner=self,
            on_success=self._take,
            on_error=lambda _error: None,
            lane=Lane.STORAGE,
        )

    def fetch(self) -> None:
        """Ask CJ for the order and its tracking."""
        if self._call.is_running:
            return  # disabled meanwhile, the button would leave the focus to the next one
        self._say_trouble(self.tr("Asking CJ…"))
        self._call.run(
            partial(self._service.fetch, self._order_id),
            on_success=self._take_answer,
            on_error=self._tell_of_failure,
            on_crash=lambda: self._say_trouble(""),
        )

    def _take_answer(self, parcel: Parcel) -> None:
        self._take(parcel)
        announce(self, sentences(*parcel_sentences(parcel), self._estimate.text()))

    def _take(self, parcel: Parcel) -> None:
        self._say_trouble("")
        self.known = parcel
        self._context.send(On.PARCEL_KNOWN, parcel.known)

    def _tell_of_failure(self, error: AppError) -> None:
        notice = notice_for(error, Operation.LOOK_UP)
        self._say_trouble(notice.text)
        if notice.wants_sign_in:
            self._context.send(On.ASIDE_FAILED, error)

    def _say_trouble(self, trouble: str) -> None:
        """Say what came between; nothing where that is over."""
        show_text(self._trouble, trouble)
        self._my_cj.follow(trouble)
        if trouble:
            announce(self, trouble)


def claim_estimate(family: ReasonFamily, parcel: Parcel, now: datetime) -> str:
    """From when or until when a claim is probably taken, with the rule; empty where unknown."""
    judgement = parcel.judgement(utc_day(now))
    if judgement is None or judgement.rule is ClaimRule.STALE:
        return ""
    if family in _CANCELLATIONS:
        return judgement_text(judgement) if judgement.rule in _NEVER_LEFT else ""
    if family in NOT_ARRIVED or family is ReasonFamily.OTHER or judgement.rule in _ARRIVED:
        return judgement_text(judgement)
    text = translate(
        "Timing", "Estimate: until {count} days after delivery, by an older page of CJ's."
    )
    return text.format(count=ENDING_DAYS)


def claim_warning(family: ReasonFamily, parcel: Parcel, now: datetime) -> str:
    """What speaks against the claim by the calendar or by tracking; empty where nothing does."""
    today = utc_day(now)
    judgement = parcel.judgement(today)
    if judgement is None:
        return ""
    first, last = judgement.first_day, judgement.last_day
    if family in _CANCELLATIONS:
        sent = translate(
            "Timing", "The order has been dispatched: CJ cancels only what has not left yet."
        )
        return sent if judgement.rule in (*_UNDER_WAY, *_ARRIVED) else ""
    if family in NOT_ARRIVED and judgement.rule is ClaimRule.DELIVERED:
        return translate(
            "Timing",
            "Tracking says delivered: CJ normally refuses “not received”, unless the post office "
            "certifies in writing that it did not deliver.",
        )
    if family in NOT_ARRIVED and first is not None and today < first:
        early = translate("Timing", "Probably too early: CJ may ask you to wait until {day}.")
        return early.format(day=day(first))
    if last is not None and today > last:
        return translate("Timing", "Probably too late. CJ alone decides.")
    return ""


class DeliveryProof(QFrame):
    """Whether CJ has a photo of the delivery: a card that is there once it is worth asking."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = Latest(context.runner, self)
        self._is_asked = False
        self._said = plain_label(wraps=True)
        self._aside = muted_label()
        self._my_cj = MyCjButton()
        self._links = QVBoxLayout()
        self.setProperty("card", True)
        self.setMinimumWidth(1)
        set_property(self._said, "tone", "warn")
        fill(
            QVBoxLayout(self),
            section_label(self.tr("Proof of delivery")),
            self._said,
            self._aside,
            self._my_cj,
            self._links,
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_S,
        )

    def consider(self, reason: Reason | None, parcel: Parcel) -> None:
        """Ask and show what CJ has, where this reason is one that a photo would refute."""
        is_worth_asking = (
            reason is not None and family_of(reason.name) in NOT_ARRIVED and _is_delivered(parcel)
        )
        self.setVisible(is_worth_asking)
        if is_worth_asking and not self._is_asked:
            self._is_asked = True
            self.ask()

    def ask(self) -> None:
        """Ask CJ, behind all else."""
        self._say("", self.tr("Asking CJ for a delivery photo…"))
        self._asking.run(
            partial(self._context.services.parcels.proof, self._context.flow().draft.order_id),
            on_success=self._show,
            on_error=self._tell_failure,
            on_crash=lambda: self._say_unknown(""),
        )

    def ask_again(self) -> None:
        """Ask once more where that failed."""
        if self._is_asked and not self._asking.is_running and not self._links.count():
            self.ask()

    def _show(self, links: tuple[str, ...]) -> None:
        clear(self._links)
        if not links:
            self._say("", self.tr("CJ shows no delivery photo."))
            return
        text = self.tr("CJ has a delivery photo: a claim that nothing arrived is normally refused.")
        self._say(text, "")
        announce(self, text)
        for number, link in enumerate(links[:_MOST_LINKS], 1):
            text = self.tr("Open photo {number}").format(number=number)
            button = QPushButton(icon("open"), text, flat=True)
            button.clicked.connect(partial(_open, link))
            self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _tell_failure(self, error: AppError) -> None:
        notice = notice_for(error, Operation.LOOK_UP)
        self._say_unknown(notice.text)
        if notice.wants_sign_in:
            self._context.send(On.ASIDE_FAILED, error)

    def _say_unknown(self, why: str) -> None:
        text = self.tr("Whether CJ has a delivery photo is not known. {why}")
        self._say("", text.format(why=why).rstrip())

    def _say(self, warning: str, aside: str) -> None:
        show_text(self._said, warning)
        show_text(self._aside, aside)
        self._my_cj.follow(aside)


def _is_delivered(parcel: Parcel) -> bool:
    """Whether order or tracking say so; where they disagree, a photo tells more than both."""
    is_told = any(each.is_delivered for each in parcel.tracking)
    return is_told or (parcel.facts is not None and parcel.facts.stage is OrderStage.DELIVERED)


def _open(link: str, *_checked: bool) -> None:
    QDesktopServices.openUrl(QUrl(link))
