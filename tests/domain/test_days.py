from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

import app
from app.domain.days import days_since, utc_day
from app.domain.filing.templates import context_of
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.claim_rules import judge
from app.domain.orders.claims import TrackedOrder, Verdict
from app.domain.orders.orders import (
    OrderFacts,
    Tracking,
    TrackingEvent,
    TrackingEventKind,
    sent_on,
)
from app.services.orders.claims import JudgedOrder
from app.ui.claims.rows import claims_of

LATE_ON_THE_FIRST = datetime(2026, 10, 1, 23, 59, 59, tzinfo=UTC)
EARLY_ON_THE_FIRST = datetime(2026, 10, 1, 0, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 29, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("hours", [-8, 0, 8])
@pytest.mark.parametrize("then", [EARLY_ON_THE_FIRST, LATE_ON_THE_FIRST])
def test_days_lie_between_midnights_of_utc(then: datetime, hours: int) -> None:
    there = then.astimezone(timezone(timedelta(hours=hours)))
    assert utc_day(there) == date(2026, 10, 1)
    assert days_since(there, NOW) == days_since(date(2026, 10, 1), date(2026, 11, 29)) == 59


@pytest.mark.parametrize("dispatched", [None, LATE_ON_THE_FIRST])
def test_message_table_and_judgement_count_the_same_days(dispatched: datetime | None) -> None:
    scans = tuple(TrackingEvent(date(2026, 10, day), TrackingEventKind.MOVING) for day in (9, 1, 2))
    facts = OrderFacts(
        *(OrderId("SD1"), (), OrderNumber("1"), "SHIPPED"),
        dispatched=dispatched,
        country="US",
        tracking_number="YT1",
    )
    tracking = (Tracking("YT1", "Yun", "In transit", None, events=scans),)
    order = TrackedOrder(facts, tracking, looked=NOW, tracking_looked=NOW)
    judgement = judge(order, utc_day(NOW))
    found = claims_of([JudgedOrder(order, judgement)], [], utc_day(NOW), with_rows=True)
    assert found.rows is not None
    (row,) = found.rows
    assert judgement.verdict is Verdict.CLAIM_NOW
    assert row.sent == sent_on(facts, tracking) == date(2026, 10, 1)
    assert row.days == context_of(facts, NOW, tracking).days == judgement.days_over + 45 == 59


def test_nothing_else_counts_days() -> None:
    """`.days` of a difference of times cuts hours off, and does it at another time of the day."""
    folder = Path(app.__path__[0])
    found = []
    for path in folder.rglob("*.py"):
        if "practice" in path.parts or path.name == "days.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Attribute) and node.attr == "days"):
                continue
            if isinstance(node.value, ast.BinOp):
                found.append(f"{path.relative_to(folder)}:{node.lineno}")
    assert found == []
