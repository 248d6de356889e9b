"""The words of the filing dialog: problems, changes, templates and what helps a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.disputes.disputes import ExpectedOutcome
from app.domain.filing.draft_rules import Change, ChangeKind, Problem, ProblemKind
from app.domain.filing.evidence_rules import READ_ON, EvidenceItem
from app.domain.filing.filing import LINK_LIMIT, MESSAGE_LIMIT, Door, EvidenceKind
from app.domain.local_time import local_time
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.messages.judgements import family_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.domain.filing.filing import DisputeDraft, DraftLine, Filing
    from app.domain.filing.templates import Template, TrackRecord
    from app.domain.orders.orders import DisputableOrder, OrderLine

translate = QCoreApplication.translate

_MOST_CHANGES = 4
_MOST_PREPARED = 3


def line_name(line: OrderLine | DraftLine) -> str:
    """What a line item is called: its product, or failing that its SKU or number."""
    return one_line(line.product_name) or one_line(line.sku) or str(line.line_item_id)


def step_announcement(number: int, count: int, title: str) -> str:
    """What a screen reader says when a page opens."""
    return translate("Filing", "Step {number} of {count}: {title}").format(
        number=number, count=count, title=title
    )


def prepared_sentence(filings: Sequence[Filing]) -> str:
    """Which items a person has opened disputes about in My CJ, and that CJ may have those."""
    if not filings:
        return ""
    said = []
    for each in filings[:_MOST_PREPARED]:
        names = [
            f"{line.quantity} × {one_line(line.product_name, 60) or one_line(line.sku, 60)}"
            for line in each.draft.lines
        ]
        more = f" (+{len(names) - 1})" if len(names) > 1 else ""
        items = names[0] + more if names else one_line(each.draft.order_id, 60)
        record = each.handed_over
        at = (record.ended or record.started) if record else each.changed
        said.append(
            translate("Filing", "Prepared for My CJ on {day}: {items}.").format(
                day=formatting.day(local_time(at)), items=items
            )
        )
    may_be = translate("Filing", "CJ may have that dispute by now, though it does not list it yet.")
    return formatting.sentences("\n".join(said), may_be)


def template_label(template: Template, record: TrackRecord | None) -> str:
    """A template in a list, with what came of it where CJ has decided anything."""
    title = one_line(template.name, 80) if template.is_own else family_word(template.family)
    if record is None or record.decided <= 0:
        return title
    return translate("Filing", "{template} – refunded {refunded} of {decided}").format(
        template=title, refunded=record.refunded, decided=record.decided
    )


def kind_title(kind: EvidenceKind) -> str:
    """Picture or video."""
    if kind is EvidenceKind.VIDEO:
        return translate("Filing", "Video")
    return translate("Filing", "Picture")


def commit_label(draft: DisputeDraft, amount: str) -> str:
    """What the commit button does, and for how much at most."""
    if draft.door is Door.MY_CJ:
        return translate("Filing", "I opened it in My CJ")
    act = (
        translate("Filing", "File reissue dispute")
        if draft.expected is ExpectedOutcome.REISSUE
        else translate("Filing", "File refund dispute")
    )
    if not amount:
        return act
    return translate("Filing", "{act} – up to {amount}").format(act=act, amount=amount)


def commit_progress(door: Door) -> str:
    """What is done after the commit button."""
    if door is Door.MY_CJ:
        return translate("Filing", "Saving…")
    return translate("Filing", "Sending…")


def evidence_sentence(item: EvidenceItem) -> str:
    """What is worth showing CJ, as advice."""
    return {
        EvidenceItem.NOTHING_NEEDED: translate(
            "Filing", "Nothing to prove: the order has not been dispatched."
        ),
        EvidenceItem.BUYER_MESSAGE: translate(
            "Filing", "The buyer's message, with their e-mail address, name and the date in view."
        ),
        EvidenceItem.TRACKING_PICTURE: translate("Filing", "A picture of the tracking page."),
        EvidenceItem.FAULT_PHOTO: translate("Filing", "Photos that show the fault."),
        EvidenceItem.PARCEL_PHOTO: translate("Filing", "Photos of the parcel and its label."),
        EvidenceItem.VIDEO: translate("Filing", "A video, where photos do not prove it."),
        EvidenceItem.RECEIVED_BESIDE_ORDER: translate(
            "Filing", "A photo of what came, beside the line of the order."
        ),
        EvidenceItem.COUNT_PHOTO: translate(
            "Filing", "A photo of everything that came, laid out to be counted."
        ),
        EvidenceItem.PRODUCT_PAGE: translate("Filing", "The product page, to compare with."),
        EvidenceItem.ADDRESS: translate(
            "Filing",
            "The address that the order was sent to, whole and right: CJ does not answer for a "
            "wrong one, nor for a buyer who refused the parcel or did not collect it.",
        ),
    }[item]


def evidence_date() -> str:
    """When the advice was read, on the page that it comes from."""
    return translate("Filing", "From CJ's pages, read {day}. Advice only: CJ decides.").format(
        day=formatting.day(READ_ON)
    )


def closed_line(subject: str, order: DisputableOrder) -> OrderLine | None:
    """The order's line of this name that cannot be disputed, where it is known why.

    Variants of a product have one name: where they have other causes, none is known of this one.
    """
    closed = [
        line
        for line in order.lines
        if not line.is_open_to_dispute
        and subject in (line.product_name, line.sku, line.line_item_id)
    ]
    causes = {formatting.line_cause(line) for line in closed}
    return closed[0] if len(causes) == 1 and any(causes) else None


def problem_sentence(problem: Problem, line: OrderLine | None = None) -> str:
    """What to put right, in a sentence; why, where that is known of the line."""
    words = _problem_words(problem.kind)
    cause = formatting.line_cause(line) if line else ""
    if cause and problem.kind is ProblemKind.LINE_NOT_OPEN:
        words = translate(
            "Filing",
            "“{subject}” cannot be disputed any more: {cause}. Take it out of the selection.",
        )
    return words.format(
        subject=one_line(problem.subject, 80),
        cause=cause,
        number=problem.number,
        message_limit=MESSAGE_LIMIT,
        link_limit=LINK_LIMIT,
    )


def _problem_words(kind: ProblemKind) -> str:
    return {
        ProblemKind.NOTHING_CHOSEN: translate("Filing", "Choose at least one item to dispute."),
        ProblemKind.LINE_GONE: translate(
            "Filing", "“{subject}” is no longer in this order. Take it out of the selection."
        ),
        ProblemKind.LINE_NOT_OPEN: translate(
            "Filing", "“{subject}” cannot be disputed any more. Take it out of the selection."
        ),
        ProblemKind.QUANTITY_TOO_HIGH: translate(
            "Filing", "Of “{subject}” at most {number} can be disputed. Lower the quantity."
        ),
        ProblemKind.TERMS_UNKNOWN: translate(
            "Filing", "CJ has not said yet what it offers for these items. Wait a moment."
        ),
        ProblemKind.NO_REASON: translate("Filing", "Choose a reason."),
        ProblemKind.NO_REASONS_OFFERED: translate(
            "Filing",
            "CJ's answer names no reason for these items. That is no refusal, and may be otherwise "
            "later: choose the items again, or other ones, or open the order in My CJ.",
        ),
        ProblemKind.NO_OUTCOMES_OFFERED: translate(
            "Filing",
            "CJ's answer names neither a refund nor a reissue for these items. That is no refusal, "
            "and may be otherwise later: choose the items again, or other ones, or open the order "
            "in My CJ.",
        ),
        ProblemKind.REASON_NOT_OFFERED: translate(
            "Filing", "CJ does not offer “{subject}” for these items. Choose another reason."
        ),
        ProblemKind.NO_OUTCOME: translate("Filing", "Choose a refund or a reissue."),
        ProblemKind.OUTCOME_NOT_OFFERED: translate(
            "Filing", "CJ does not offer this for these items. Choose the other one."
        ),
        ProblemKind.MESSAGE_EMPTY: translate(
            "Filing", "Write a message to CJ, or choose a template."
        ),
        ProblemKind.MESSAGE_TOO_LONG: translate(
            "Filing", "The message is {number} over CJ's limit of {message_limit}. Shorten it."
        ),
        ProblemKind.LINK_NOT_WEB: translate(
            "Filing",
            "“{subject}” is not a web address. It must begin with https:// or http:// and "
            "have no spaces.",
        ),
        ProblemKind.LINK_TOO_LONG: translate(
            "Filing",
            "This link has {number} characters; CJ takes {link_limit}. Shorten it: {subject}",
        ),
    }[kind]


def changes_text(changes: Iterable[Change], order: DisputableOrder) -> str:
    """The changes, a line each; of many the first few and how many more there are."""
    every = tuple(changes)
    said = [_change_sentence(each, order) for each in every[:_MOST_CHANGES]]
    if len(every) > _MOST_CHANGES:
        more = translate("Changes", "{count} more things have changed: look through the pages.")
        said.append(more.format(count=len(every) - _MOST_CHANGES))
    return "\n".join(said)


def _change_sentence(change: Change, order: DisputableOrder) -> str:
    words = _change_words(change)
    line = closed_line(change.subject, order) if change.kind is ChangeKind.LINE_CLOSED else None
    if line is not None:
        words = translate("Changes", "“{subject}” can no longer be disputed: {cause}.")
    return words.format(
        subject=one_line(change.subject, 60),
        cause=formatting.line_cause(line) if line else "",
        number=change.number,
        now=formatting.money(change.now),
        before=formatting.money(change.before),
    )


def _change_words(change: Change) -> str:
    return {
        ChangeKind.LINE_GONE: translate(
            "Changes", "“{subject}” is no longer in the order and was taken out."
        ),
        ChangeKind.LINE_CLOSED: translate("Changes", "“{subject}” can no longer be disputed."),
        ChangeKind.FEWER: translate(
            "Changes", "Only {number} of “{subject}” can still be disputed."
        ),
        ChangeKind.PRICE: translate(
            "Changes", "The price of “{subject}” is now {now}; it was {before}."
        ),
        ChangeKind.CEILING: translate(
            "Changes", "The most CJ may refund is now {now}; it was {before}."
        ),
        ChangeKind.REASON_WITHDRAWN: translate(
            "Changes",
            "CJ no longer offers the reason “{subject}” for these items. Choose another.",
        ),
        ChangeKind.OUTCOME_WITHDRAWN: translate(
            "Changes", "CJ does not offer a reissue for these items: a refund is chosen now."
        )
        if change.outcome is ExpectedOutcome.REISSUE
        else translate(
            "Changes", "CJ does not offer a refund for these items: a reissue is chosen now."
        ),
    }[change.kind]
