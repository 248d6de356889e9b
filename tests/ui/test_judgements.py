"""The words for judgements, over all that are made of the table of orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.disputes.reasons import ReasonFamily
from app.domain.orders.claim_rules import PUSH_DAYS, judge
from app.domain.orders.claims import (
    ClaimRule,
    Confidence,
    Judgement,
    Silence,
    Verdict,
    WaitLimit,
)
from app.ui.messages import judgements
from tests.domain.orders.test_claims_table import CASES, DATES, TODAY

pytestmark = pytest.mark.usefixtures("qapp")


def _judgements() -> Iterator[Judgement]:
    for case in CASES:
        for _, days in DATES:
            day = TODAY + timedelta(days=days)
            order = case.looked_at(day)
            yield judge(order, day)
            yield judge(replace(order, can_dispute=True), day)
            yield judge(replace(order, can_dispute=False), day)
            yield judge(replace(order, looked=None), day)


def test_every_rule_is_told_with_its_source_as_an_estimate(qapp: QApplication) -> None:
    told = set(_judgements())
    assert {each.rule for each in told} == set(ClaimRule)
    for judgement in told:
        text, why = judgements.judgement_text(judgement), judgements.why_word(judgement)
        assert text.count("Estimate (") == 1
        assert "Source: " in text
        assert why
        assert len(why) <= 60
        assert not {"{", "}"} & set(text + why), text
        assert " – " not in text, text


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (Verdict, judgements.verdict_word),
        (Confidence, judgements.confidence_word),
        (Silence, judgements.silence_word),
        (ReasonFamily, judgements.family_word),
        (WaitLimit, judgements.limit_words),
    ],
)
def test_every_value_has_a_word_of_its_own(kind: type[Enum], word: object) -> None:
    assert callable(word)
    words = [word(each) for each in kind]
    assert all(words)
    assert len(set(words)) == len(words)


def test_a_number_of_days_is_told_from_the_day_it_left() -> None:
    over = Judgement(
        *(Verdict.CLAIM_NOW, ClaimRule.OVER_THE_LIMIT, Confidence.MEDIUM),
        days_over=5,
        limit=WaitLimit.USA,
        is_part=True,
    )
    assert judgements.why_word(over) == "50 days under way, limit 45 (part of the order)"
    assert judgements.rule_sentence(over) == (
        "Not delivered 50 days after dispatch. CJ's rule: 45 days after dispatch to the USA. "
        "Only a part of the order is meant."
    )
    closing = Judgement(
        *(Verdict.DELIVERED, ClaimRule.DELIVERED, Confidence.HIGH),
        last_day=date(2026, 11, 30),
        is_closing=True,
    )
    assert judgements.why_word(closing) == "delivered, only until 30 Nov 2026"


def test_days_since_a_payment_are_told_only_where_cj_told_its_day() -> None:
    told = set()
    for case in CASES:
        order = case.looked_at(TODAY)
        judgement = judge(replace(order, facts=replace(order.facts, paid=None)), TODAY)
        if judgement.rule in (ClaimRule.NOT_SHIPPED, ClaimRule.LABEL_ONLY):
            told |= {judgements.why_word(judgement), judgements.rule_sentence(judgement)}
    assert "no scan yet" in told
    assert not [each for each in told if "paid" in each.lower() and "ago" in each]


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "1 day ago"), (2, "2 days ago")])
def test_days_are_told_in_words(days: int, said: str) -> None:
    paid = Judgement(
        *(Verdict.CANCELLABLE, ClaimRule.NOT_SHIPPED, Confidence.HIGH),
        first_day=date(2026, 12, 1),
        days_over=days - PUSH_DAYS,
    )
    assert judgements.why_word(paid) == f"paid {said}, not sent"


def test_a_single_day_is_no_days() -> None:
    on_its_way = Judgement(
        *(Verdict.WAIT, ClaimRule.WITHIN_THE_LIMIT, Confidence.MEDIUM),
        days_over=1 - WaitLimit.GENERAL,
        limit=WaitLimit.GENERAL,
    )
    assert judgements.why_word(on_its_way) == "1 day under way, limit 60"
