"""The rules of a draft: what is missing, what CJ's terms make of it, and what has changed since.

Pure functions. The sentences for problems and changes are in `app.ui.filing`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import DisputeTerms, ExpectedOutcome
from app.domain.disputes.reasons import family_of
from app.domain.filing.evidence_rules import is_web_link, kind_of_link
from app.domain.filing.filing import (
    LINK_LIMIT,
    MESSAGE_LIMIT,
    DisputeDraft,
    Door,
    DraftLine,
    Evidence,
)
from app.domain.filing.templates import (
    BUILT_IN,
    NO_CONTEXT,
    Template,
    TemplateContext,
    fill,
    template_for,
)
from app.domain.ids import LineItemId
from app.domain.links import links_in
from app.domain.text import repaired, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.disputes.disputes import Reason
    from app.domain.disputes.reasons import ReasonFamily
    from app.domain.orders.orders import DisputableOrder

Selection = frozenset[tuple[LineItemId, int]]
"""Line items with their quantities: what CJ's terms depend on."""


class Field(Enum):
    """The inputs of the dialog; a problem names the one to go to."""

    LINES = "lines"
    REASON = "reason"
    EXPECTED = "expected"
    MESSAGE = "message"
    EVIDENCE = "evidence"


class ProblemKind(Enum):
    """What is wrong with an input."""

    NOTHING_CHOSEN = "nothing chosen"
    LINE_GONE = "line gone"
    LINE_NOT_OPEN = "line not open"
    QUANTITY_TOO_HIGH = "quantity too high"
    TERMS_UNKNOWN = "terms unknown"
    NO_REASON = "no reason"
    NO_REASONS_OFFERED = "no reasons offered"
    REASON_NOT_OFFERED = "reason not offered"
    NO_OUTCOME = "no outcome"
    NO_OUTCOMES_OFFERED = "no outcomes offered"
    OUTCOME_NOT_OFFERED = "outcome not offered"
    MESSAGE_EMPTY = "message empty"
    MESSAGE_TOO_LONG = "message too long"
    LINK_NOT_WEB = "link not web"
    LINK_TOO_LONG = "link too long"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right. `subject` names the line or link, `number` the limit or excess."""

    field: Field
    kind: ProblemKind
    subject: str = ""
    number: int = 0


class ChangeKind(Enum):
    """What is not as it was when the draft was saved."""

    LINE_GONE = "line gone"
    LINE_CLOSED = "line closed"
    FEWER = "fewer"
    PRICE = "price"
    CEILING = "ceiling"
    REASON_WITHDRAWN = "reason withdrawn"
    OUTCOME_WITHDRAWN = "outcome withdrawn"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that has changed. Amounts are in USD."""

    kind: ChangeKind
    subject: str = ""
    """The product, or the reason."""
    number: int = 0
    """How many pieces can still be disputed."""
    before: Decimal = Decimal(0)
    now: Decimal = Decimal(0)
    outcome: ExpectedOutcome | None = None
    """What was asked for and is not offered."""


# What is missing: each in the order of the inputs, as a page of the dialog asks for it.


def no_problems(
    _draft: DisputeDraft, _order: DisputableOrder, _terms: DisputeTerms | None
) -> tuple[Problem, ...]:
    """What a page needs that only shows."""
    return ()


def line_problems(
    draft: DisputeDraft, order: DisputableOrder, terms: DisputeTerms | None
) -> tuple[Problem, ...]:
    """What keeps the choice of line items from being done.

    For My CJ, where CJ tells of no items that can be disputed, none need be chosen; where it tells
    of none at all, those that were chosen before stand.
    """
    is_free = draft.door is Door.MY_CJ and not any(line.is_open_to_dispute for line in order.lines)
    if is_free and not (draft.lines and order.lines):
        return ()
    if not draft.lines:
        return (Problem(Field.LINES, ProblemKind.NOTHING_CHOSEN),)
    return (*_line_problems(draft, order), *_terms_problems(terms))


def claim_problems(
    draft: DisputeDraft, _order: DisputableOrder, terms: DisputeTerms | None
) -> tuple[Problem, ...]:
    """What keeps reason, message and evidence from being done.

    In My CJ the reason is chosen from what stands there, whatever CJ offers here.
    """
    asked = () if draft.door is Door.MY_CJ and not terms else _reason_problems(draft, terms)
    return (*asked, *_message_problems(draft), *_link_problems(draft))


def link_problem(url: str) -> Problem | None:
    """What is wrong with a link, if anything."""
    length = utf16_length(url)
    if not is_web_link(url):
        return Problem(Field.EVIDENCE, ProblemKind.LINK_NOT_WEB, url[:60])
    if length > LINK_LIMIT:
        return Problem(Field.EVIDENCE, ProblemKind.LINK_TOO_LONG, url[:60], length)
    return None


# What follows from a change


def selection_of(draft: DisputeDraft) -> Selection:
    """What is chosen in a draft, for CJ's terms."""
    return frozenset((line.line_item_id, line.quantity) for line in draft.lines)


def with_terms(
    draft: DisputeDraft,
    terms: DisputeTerms,
    templates: Iterable[Template] = BUILT_IN,
    known: TemplateContext = NO_CONTEXT,
) -> DisputeDraft:
    """The draft with what CJ no longer offers taken back, and single choices made.

    A single reason or outcome is chosen; with several outcomes a refund is, being what most ask
    for. A message that nobody touched follows the reason.
    """
    reason = draft.reason if draft.reason and terms.offers_reason(draft.reason) else None
    if reason is None and len(terms.reasons) == 1:
        reason = terms.reasons[0]
    expected = draft.expected if draft.expected in terms.outcomes else None
    if expected is None and terms.outcomes:
        refund = ExpectedOutcome.REFUND
        expected = refund if refund in terms.outcomes else terms.outcomes[0]
    return with_message(replace(with_reason(draft, reason), expected=expected), templates, known)


def reason_of_family(terms: DisputeTerms, wanted: ReasonFamily) -> Reason | None:
    """The first reason of this family that CJ offers, or of the wider one; None for none."""
    for kind in (wanted, wanted.general):
        for reason in terms.reasons:
            if family_of(reason.name) is kind:
                return reason
    return None


def with_reason(draft: DisputeDraft, reason: Reason | None) -> DisputeDraft:
    """The draft with another reason. A template that was chosen by hand stays."""
    if reason == draft.reason:
        return draft
    is_of_old = draft.reason and draft.template == template_for(draft.reason.name).key
    is_touched = draft.message_is_own or not is_of_old
    return replace(draft, reason=reason, template=draft.template if is_touched else "")


def with_message(
    draft: DisputeDraft,
    templates: Iterable[Template] = BUILT_IN,
    known: TemplateContext = NO_CONTEXT,
) -> DisputeDraft:
    """The draft with its template filled in, or the one for its reason where it has none.

    A message that a person wrote or changed stays, and so does one whose template is gone.
    """
    if draft.message_is_own:
        return draft
    if draft.template:
        template = next((each for each in templates if each.key == draft.template), None)
        return replace(draft, message=fill(template, draft, known)) if template else draft
    if draft.reason is None:
        return replace(draft, message="")
    template = template_for(draft.reason.name)
    return replace(draft, message=fill(template, draft, known), template=template.key)


def with_links(draft: DisputeDraft) -> DisputeDraft:
    """The draft with the links added that stand in the link field; what is none stays there."""
    known = {each.url: each for each in draft.evidence}
    links, rest = links_in(draft.link_text)
    left = []
    for url in filter(None, (*links, rest)):
        if link_problem(url) is not None:
            left.append(url)
        else:
            known.setdefault(url, Evidence(url, kind_of_link(url)))
    return replace(draft, evidence=tuple(known.values()), link_text=" ".join(left))


# What has changed since a draft was saved


def fitted(draft: DisputeDraft, order: DisputableOrder) -> DisputeDraft:
    """A stored draft with its lines as the order has them now: present prices and quantities.

    What CJ does not tell stays as it was: the price of a line, or all of them.
    """
    if not order.lines:
        return draft
    lines = []
    for chosen in draft.lines:
        line = order.line(chosen.line_item_id)
        if line is not None:
            price = chosen.unit_price if line.unit_price is None else line.unit_price
            quantity = min(chosen.quantity, max(line.quantity, 1))
            lines.append(DraftLine.of(replace(line, unit_price=price), quantity))
    return replace(draft, lines=tuple(lines))


def line_changes(draft: DisputeDraft, order: DisputableOrder) -> tuple[Change, ...]:
    """What the order has changed about a stored draft's lines."""
    found = []
    for chosen in draft.lines if order.lines else ():
        name = chosen.product_name or chosen.sku or chosen.line_item_id
        line = order.line(chosen.line_item_id)
        if line is None:
            found.append(Change(ChangeKind.LINE_GONE, name))
        elif not line.is_open_to_dispute:
            found.append(Change(ChangeKind.LINE_CLOSED, name))
        else:
            if chosen.quantity > line.quantity:
                found.append(Change(ChangeKind.FEWER, name, line.quantity))
            old, new = chosen.unit_price, line.unit_price
            if new is not None and old != new:
                found.append(Change(ChangeKind.PRICE, name, before=old, now=new))
    return tuple(found)


def terms_changes(draft: DisputeDraft, terms: DisputeTerms) -> tuple[Change, ...]:
    """What CJ offers otherwise than the draft has it."""
    found = []
    total = terms.ceiling.total
    if draft.seen_total is not None and draft.seen_total != total:
        found.append(Change(ChangeKind.CEILING, before=draft.seen_total, now=total))
    if draft.reason is not None and not terms.offers_reason(draft.reason):
        found.append(Change(ChangeKind.REASON_WITHDRAWN, draft.reason.name))
    if draft.expected is not None and terms.outcomes and draft.expected not in terms.outcomes:
        found.append(Change(ChangeKind.OUTCOME_WITHDRAWN, outcome=draft.expected))
    return tuple(found)


def lines_left(draft: DisputeDraft, order: DisputableOrder) -> bool:
    """Whether the order has lines to dispute that this draft does not speak of."""
    return any(
        line.is_open_to_dispute and line.line_item_id not in draft.line_ids for line in order.lines
    )


def _line_problems(draft: DisputeDraft, order: DisputableOrder) -> list[Problem]:
    found = []
    for chosen in draft.lines:
        line = order.line(chosen.line_item_id)
        name = chosen.product_name or chosen.sku
        if line is None:
            found.append(Problem(Field.LINES, ProblemKind.LINE_GONE, name))
        elif not line.is_open_to_dispute:
            found.append(Problem(Field.LINES, ProblemKind.LINE_NOT_OPEN, name))
        elif not 1 <= chosen.quantity <= line.quantity:
            found.append(Problem(Field.LINES, ProblemKind.QUANTITY_TOO_HIGH, name, line.quantity))
    return found


def _terms_problems(terms: DisputeTerms | None) -> list[Problem]:
    """That they are not known, or what CJ offers nothing of, so that nothing can be chosen."""
    if terms is None:
        return [Problem(Field.LINES, ProblemKind.TERMS_UNKNOWN)]
    offered = {
        ProblemKind.NO_REASONS_OFFERED: terms.reasons,
        ProblemKind.NO_OUTCOMES_OFFERED: terms.outcomes,
    }
    return [Problem(Field.LINES, kind) for kind, choices in offered.items() if not choices]


def _reason_problems(draft: DisputeDraft, terms: DisputeTerms | None) -> list[Problem]:
    found = []
    if terms and not terms.reasons:
        found.append(Problem(Field.REASON, ProblemKind.NO_REASONS_OFFERED))
    elif draft.reason is None:
        found.append(Problem(Field.REASON, ProblemKind.NO_REASON))
    elif terms and not terms.offers_reason(draft.reason):
        found.append(Problem(Field.REASON, ProblemKind.REASON_NOT_OFFERED, draft.reason.name))
    if terms and not terms.outcomes:
        found.append(Problem(Field.EXPECTED, ProblemKind.NO_OUTCOMES_OFFERED))
    elif draft.expected is None:
        found.append(Problem(Field.EXPECTED, ProblemKind.NO_OUTCOME))
    elif terms and draft.expected not in terms.outcomes:
        found.append(Problem(Field.EXPECTED, ProblemKind.OUTCOME_NOT_OFFERED))
    return found


def _message_problems(draft: DisputeDraft) -> list[Problem]:
    length = utf16_length(repaired(draft.message))
    if length == 0:
        return [Problem(Field.MESSAGE, ProblemKind.MESSAGE_EMPTY)]
    if length > MESSAGE_LIMIT:
        excess = length - MESSAGE_LIMIT
        return [Problem(Field.MESSAGE, ProblemKind.MESSAGE_TOO_LONG, number=excess)]
    return []


def _link_problems(draft: DisputeDraft) -> list[Problem]:
    pending, rest = links_in(draft.link_text)
    urls = filter(None, (*(each.url for each in draft.evidence), *pending, rest))
    return [problem for problem in map(link_problem, urls) if problem is not None]
