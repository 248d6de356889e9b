from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import ExpectedOutcome, Reason, RefundTarget
from app.domain.filing.filing import (
    ITEMS,
    REASON,
    REVIEW,
    DisputeDraft,
    DraftLine,
    Evidence,
    EvidenceKind,
    Place,
    Step,
)
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber
from app.domain.text import storable
from app.storage.json_text import to_text
from app.storage.ledger.rows import draft_from_text, same_filing
from tests import builders
from tests.storage.hostile import TEXTS

FULL = DisputeDraft(
    BusinessDisputeId("DD-1"),
    OrderId("SD1"),
    OrderNumber("#1001"),
    (DraftLine(LineItemId("2508" * 5), 2, Decimal("1234567890123456.78"), "Lamp", "CJ-A"),),
    Reason(8, "Damaged"),
    ExpectedOutcome.REISSUE,
    RefundTarget.ORIGINAL_PAYMENT,
    "It broke.\nReally.",
    message_is_own=True,
    evidence=(Evidence("https://a/b.mp4", EvidenceKind.VIDEO),),
    link_text="https://half",
    step=REVIEW,
    template="own-1",
    seen_total=Decimal("1234567890123456.78"),
    place=Place(3, 9, "message"),
)


def test_a_full_draft_comes_back_exactly() -> None:
    assert draft_from_text(to_text(FULL)) == FULL


def test_a_step_is_kept_by_its_name_so_that_another_can_come_before_it() -> None:
    assert json.loads(to_text(FULL))["step"] == "REVIEW"


@pytest.mark.parametrize(
    ("kept", "step"),
    [(0, ITEMS), (1, REASON), (2, REVIEW), (7, ITEMS), (None, ITEMS), ("NEW", Step("NEW"))],
)
def test_a_step_that_version_0_1_0_kept_is_read(kept: object, step: Step) -> None:
    content = json.loads(to_text(FULL)) | {"step": kept}
    assert draft_from_text(json.dumps(content)).step == step


def test_a_new_draft_comes_back_exactly() -> None:
    new = DisputeDraft.begin(builders.order())
    assert draft_from_text(to_text(new)) == new


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_comes_back(text: str) -> None:
    draft = replace(
        FULL,
        message=text,
        link_text=text,
        lines=(replace(FULL.lines[0], product_name=text, sku=text),),
        evidence=(Evidence(text, EvidenceKind.IMAGE),),
        reason=Reason(2**70, text),
    )
    stored = to_text(draft)
    stored.encode()
    back = draft_from_text(stored)
    assert back.message == storable(text)
    assert to_text(back) == stored


@pytest.mark.parametrize("field", sorted(json.loads(to_text(FULL))))
def test_an_older_draft_lacks_fields(field: str) -> None:
    content = json.loads(to_text(FULL))
    del content[field]
    if field in ("reference", "order_id"):
        with pytest.raises(ValueError):  # noqa: PT011 - of any kind
            draft_from_text(json.dumps(content))
    else:
        assert draft_from_text(json.dumps(content)).reference == FULL.reference


def test_a_newer_draft_has_choices_we_do_not_know() -> None:
    content = json.loads(to_text(FULL)) | {"expected": 7, "step": 9, "colour": "red"}
    back = draft_from_text(json.dumps(content))
    assert (back.expected, back.step, back.message) == (None, ITEMS, FULL.message)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"reference": 1}', '"text"', '{"lines": 3}', "\x00"]
)
def test_what_is_no_draft_says_so(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of any kind
        draft_from_text(text)


def test_only_the_open_page_may_differ_in_the_same_filing() -> None:
    assert same_filing(FULL, replace(FULL, step=ITEMS))
    assert not same_filing(FULL, replace(FULL, message="It broke. Really!"))


@pytest.mark.parametrize(
    "content",
    [
        {"place": None, "seen_total": None, "template": None},
        {"place": [1, 2], "seen_total": "NaN"},
        {"place": [None, 2, "message"], "seen_total": "x"},
        {"place": [1, "x", "message"], "seen_total": {}},
        {"place": {"cursor": "end"}, "seen_total": []},
        {"place": [1, 2, 3], "seen_total": "Infinity"},
    ],
)
def test_what_tells_only_where_the_author_was_never_costs_a_draft(
    content: dict[str, object],
) -> None:
    back = draft_from_text(json.dumps(json.loads(to_text(FULL)) | content))
    assert (back.place, back.seen_total) == (None, None)
    assert back.message == FULL.message


def test_where_the_author_was_is_no_part_of_the_filing() -> None:
    moved = replace(FULL, place=Place(0, 3, "link"), seen_total=Decimal(1), template="other")
    assert moved != FULL
    assert same_filing(FULL, moved)
