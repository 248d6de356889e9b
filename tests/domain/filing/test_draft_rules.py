from dataclasses import replace
from typing import Any

import pytest

from app.domain.disputes.disputes import ExpectedOutcome, Reason
from app.domain.filing.draft_rules import (
    Field,
    Problem,
    ProblemKind,
    claim_problems,
    line_problems,
    with_message,
    with_reason,
    with_terms,
)
from app.domain.filing.filing import (
    ITEMS,
    REASON,
    REVIEW,
    DraftLine,
    Evidence,
    EvidenceKind,
    Step,
)
from tests import builders

ORDER = builders.order()
TERMS = builders.terms()


NEEDS = {ITEMS: line_problems, REASON: claim_problems}


def problems_of(step: Step, *of: Any) -> tuple[Problem, ...]:
    """What a page misses; the review what all of them do."""
    return tuple(
        problem for each in NEEDS if step in (each, REVIEW) for problem in NEEDS[each](*of)
    )


def kinds(step: Step, draft: object = None, terms: object = TERMS) -> list[ProblemKind]:
    chosen = builders.draft() if draft is None else draft
    return [each.kind for each in problems_of(step, chosen, ORDER, terms)]


def test_a_complete_draft_has_no_problem() -> None:
    for step in NEEDS:
        assert kinds(step) == []


def test_items_needs_lines_that_are_open_and_not_too_many() -> None:
    assert kinds(ITEMS, replace(builders.draft(), lines=())) == [ProblemKind.NOTHING_CHOSEN]
    too_many = builders.draft(DraftLine.of(builders.order_line(), 4))
    assert kinds(ITEMS, too_many) == [ProblemKind.QUANTITY_TOO_HIGH]
    gone = builders.draft(DraftLine.of(builders.order_line("L9"), 1))
    assert kinds(ITEMS, gone) == [ProblemKind.LINE_GONE]
    held = builders.order(builders.order_line(can_dispute=False))
    found = problems_of(ITEMS, builders.draft(), held, TERMS)
    assert [each.kind for each in found] == [ProblemKind.LINE_NOT_OPEN]


def test_items_waits_for_the_terms() -> None:
    assert kinds(ITEMS, terms=None) == [ProblemKind.TERMS_UNKNOWN]


@pytest.mark.parametrize(
    ("changes", "kind", "field"),
    [
        ({"reason": None}, ProblemKind.NO_REASON, Field.REASON),
        ({"reason": Reason(99, "?")}, ProblemKind.REASON_NOT_OFFERED, Field.REASON),
        ({"expected": None}, ProblemKind.NO_OUTCOME, Field.EXPECTED),
        ({"message": " \n\t "}, ProblemKind.MESSAGE_EMPTY, Field.MESSAGE),
        ({"message": "x" * 501}, ProblemKind.MESSAGE_TOO_LONG, Field.MESSAGE),
        ({"link_text": "not a link"}, ProblemKind.LINK_NOT_WEB, Field.EVIDENCE),
        ({"link_text": "javascript:alert(1)"}, ProblemKind.LINK_NOT_WEB, Field.EVIDENCE),
        (
            {"link_text": "https://a.example/" + "x" * 200},
            ProblemKind.LINK_TOO_LONG,
            Field.EVIDENCE,
        ),
        (
            {"evidence": (Evidence("ftp://a.example/x.jpg", EvidenceKind.IMAGE),)},
            ProblemKind.LINK_NOT_WEB,
            Field.EVIDENCE,
        ),
    ],
)
def test_each_problem_names_its_field(
    changes: dict[str, object], kind: ProblemKind, field: Field
) -> None:
    draft = replace(builders.draft(), **changes)  # type: ignore[arg-type]  # the table's values fit their fields
    found = problems_of(REASON, draft, ORDER, TERMS)
    assert [(each.kind, each.field) for each in found] == [(kind, field)]
    assert found[0] in problems_of(REVIEW, draft, ORDER, TERMS)


def test_five_hundred_is_counted_as_a_server_in_java_would() -> None:
    assert kinds(REASON, replace(builders.draft(), message="é" * 500)) == []
    assert kinds(REASON, replace(builders.draft(), message="🙂" * 250)) == []
    excess = problems_of(REASON, replace(builders.draft(), message="🙂" * 252), ORDER, TERMS)
    assert [each.number for each in excess] == [4]


def test_the_only_outcome_and_reason_are_chosen() -> None:
    offered = builders.terms(builders.LATE, outcomes=(ExpectedOutcome.REISSUE,))
    draft = with_terms(builders.draft(reason=None, expected=None), offered)
    assert draft.reason == builders.LATE
    assert draft.expected is ExpectedOutcome.REISSUE


def test_what_is_no_longer_offered_is_taken_back_but_the_message_stays() -> None:
    offered = builders.terms(builders.LATE, Reason(3, "x"))
    draft = with_terms(builders.draft(), offered)
    assert draft.reason is None
    assert draft.message == "It arrived broken."


def test_a_message_of_ones_own_is_never_replaced() -> None:
    own = with_message(replace(builders.draft(), message="mine", message_is_own=True))
    assert own.message == "mine"
    filled = with_message(replace(builders.draft(), message="", message_is_own=False))
    assert "damaged" in filled.message
    assert "2 x Desk lamp, brass" in filled.message


def test_another_reason_takes_its_own_template_but_none_that_was_chosen() -> None:
    follows = with_message(replace(builders.draft(), message_is_own=False))
    assert follows.template == "damaged"
    late = with_message(with_reason(follows, builders.LATE))
    assert late.template == "not-received"
    chosen = replace(follows, template="missing")
    kept = with_message(with_reason(chosen, builders.LATE))
    assert (kept.template, "incomplete" in kept.message) == ("missing", True)
    nothing = with_message(with_reason(follows, None))
    assert (nothing.message, nothing.template) == ("", "")


def test_a_message_whose_template_is_gone_stays_as_it_is() -> None:
    gone = replace(builders.draft(), message="mine", message_is_own=False, template="own-1")
    assert with_message(gone) == gone


def test_a_draft_with_a_template_chosen_is_not_blank() -> None:
    blank = replace(builders.draft(), reason=None, message="", message_is_own=False)
    assert blank.is_blank
    assert not replace(blank, template="other").is_blank


def test_where_cj_offers_no_reason_or_outcome_that_is_the_problem() -> None:
    terms = builders.terms()._replace(reasons=(), outcomes=())
    draft = with_terms(builders.draft(), terms)
    for step in (ITEMS, REASON):
        found = kinds(step, draft, terms)
        nothing = [ProblemKind.NO_REASONS_OFFERED, ProblemKind.NO_OUTCOMES_OFFERED]
        assert [each for each in found if each is not ProblemKind.MESSAGE_EMPTY] == nothing
