"""Insights against cases worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import Dispute, DisputeDetail, DisputeLine, Outcome
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.history import HistoryQuery, Show
from app.domain.history.insights import Overview, ResultKind
from app.domain.history.spans import Days, Span
from app.domain.ids import DisputeId, LineItemId
from app.services.history.reports import InsightsService
from app.storage.database.database import Database
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from app.storage.history.insights_query import InsightsReader
from app.storage.order_cache import OrderCache
from tests import builders
from tests.builders import NOON

D = Decimal


@pytest.fixture
def service(database: Database) -> InsightsService:
    return InsightsService(InsightsReader(database), lambda: NOON)


def on(day: str, number: int, outcome: Outcome | None = None, refund: str = "0.00") -> Dispute:
    created = datetime.fromisoformat(day).astimezone() if day else None  # local time
    return builders.dispute(f"SH{number}", outcome=outcome, refund=refund, created=created)


def ask(database: Database, amounts: dict[str, int]) -> None:
    """Say what was asked for, as the ledger would."""
    with database.write() as connection:
        for dispute_id, cents in amounts.items():
            connection.execute(
                "UPDATE disputes SET asked_cents = ? WHERE dispute_id = ?", (cents, dispute_id)
            )


def by_month(overview: Overview, fate: ResultKind) -> dict[date, Decimal]:
    return {
        each.first_day: each.tally.money(fate)
        for each in overview.periods
        if each.tally.money(fate)
    }


def test_months_by_hand(service: InsightsService, cache: DisputeCache, database: Database) -> None:
    cache.save_page(
        [
            on("2026-10-01T00:00:00", 1, Outcome.REFUND, "12.50"),  # the first moment of a month
            on("2026-10-31T23:59:59", 2, Outcome.REFUND, "0.30"),  # and its last
            on("2026-11-01T00:00:00", 3, Outcome.REFUND, "-2.00"),  # taken back
            on("2026-11-02T00:00:00", 4, Outcome.REFUND, "0.00"),  # decided, not paid
            on("2026-11-03T00:00:00", 5, Outcome.REJECT),
            replace(on("2026-11-04T00:00:00", 6, Outcome.REISSUE), reissue_amount=D("9.99")),
            on("2026-11-05T00:00:00", 7),
            replace(on("2026-11-06T00:00:00", 8), status="Closed"),
            on("2025-11-30T23:59:59", 9, Outcome.REFUND, "100.00"),  # before the twelve months
        ],
        NOON,
    )
    ask(database, {"SH1": 2500, "SH5": 1000, "SH7": 450})

    found = service.overview(Span.TWELVE_MONTHS)

    assert by_month(found, ResultKind.REFUNDED) == {
        date(2026, 10, 1): D("12.80"),
        date(2026, 11, 1): D("-2.00"),
    }
    assert by_month(found, ResultKind.REFUSED) == {date(2026, 11, 1): D("10.00")}
    assert by_month(found, ResultKind.OPEN) == {date(2026, 11, 1): D("4.50")}
    assert by_month(found, ResultKind.REISSUED) == {date(2026, 11, 1): D("9.99")}
    total = found.total
    assert total.count == 8
    assert {fate: total[fate].count for fate in ResultKind} == {
        ResultKind.REFUNDED: 4,
        ResultKind.REISSUED: 1,
        ResultKind.OPEN: 1,
        ResultKind.REFUSED: 1,
        ResultKind.CLOSED: 1,
    }
    assert total.recovered == D("10.80")
    assert (total.won, total.decided) == (5, 6)
    assert total.asked_known == 3
    assert total.return_rate == D("12.50") / D("35.00")
    assert service.overview(Span.ALL).total.recovered == D("110.80")
    assert service.overview(Span.THIS_YEAR).total.count == 8


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_a_dispute_counts_on_the_day_that_is_shown_of_it(
    service: InsightsService, cache: DisputeCache, in_zone: Callable[[str], None], zone: str
) -> None:
    in_zone(zone)
    times = ("2026-09-30T23:59:59", "2026-10-01", "2026-10-31T23:59:59.999", "2026-11-01")
    cache.save_page(
        [on(each, number, Outcome.REFUND, f"{number}.00") for number, each in enumerate(times)],
        NOON,
    )
    found = service.overview(Span.LAST_MONTH)
    assert by_month(found, ResultKind.REFUNDED) == {date(2026, 10, 1): D("3.00")}
    assert (found.total.count, found.overall, found.undated) == (2, 4, 0)
    a_day = service.overview(Days(date(2026, 10, 31), date(2026, 10, 31)))
    assert by_month(a_day, ResultKind.REFUNDED) == {date(2026, 10, 1): D("2.00")}
    assert by_month(service.overview(Span.ALL), ResultKind.REFUNDED) == {
        date(2026, 10, 1): D("3.00"),
        date(2026, 11, 1): D("3.00"),
    }
    (supplier,) = service.rankings(Span.LAST_MONTH).suppliers
    assert supplier.tally.count == 2


def test_an_offer_that_waits_for_the_merchant_is_open_whatever_outcome_it_names(
    service: InsightsService, cache: DisputeCache, database: Database
) -> None:
    began = datetime(2026, 11, 1, tzinfo=UTC)
    cache.save_page([on("2026-11-01", number) for number in range(1, 4)], began)
    decided = on("2026-11-01", 1, Outcome.REFUND, "12.50")
    offers = [
        replace(on("2026-11-01", 2, Outcome.REFUND, "30.00"), status="Awaiting your response"),
        replace(on("2026-11-01", 3, Outcome.REJECT), status="Awaiting your response"),
    ]
    cache.save_page([decided, *offers], began + timedelta(days=2))
    ask(database, {"SH1": 2500, "SH2": 4000})

    found = service.overview(Span.ALL)
    assert (found.total.recovered, found.total.won, found.total.decided) == (D("12.50"), 1, 1)
    assert found.total[ResultKind.OPEN].count == 2
    assert found.total.money(ResultKind.OPEN) == D("40.00")
    assert found.total.return_rate == D("0.5")
    assert (found.times.known, found.times.decided) == (1, 1)
    (supplier,) = service.rankings(Span.ALL).suppliers
    assert supplier.tally.recovered == D("12.50")
    shows = {
        show: cache.query(HistoryQuery(show=show)).total
        for show in (Show.OPEN, Show.WAITING, Show.REFUNDED, Show.REJECTED)
    }
    assert [*shows.values()] == [2, 2, 1, 0]

    agreed = replace(offers[0], status="Finished")
    cache.save_page([agreed], began + timedelta(days=6))
    found = service.overview(Span.ALL)
    assert found.total.recovered == D("42.50")
    assert (found.times.known, found.times.median) == (2, timedelta(days=4))


def test_a_dispute_without_a_date_counts_only_in_all(
    service: InsightsService, cache: DisputeCache
) -> None:
    cache.save_page([on("", 1, Outcome.REFUND, "5.00"), on("2026-11-05", 2)], NOON)
    found = service.overview(Span.ALL)
    assert (found.total.count, found.undated) == (2, 1)
    assert found.total.recovered == D("5.00")
    assert service.overview(Span.TWELVE_MONTHS).total.count == 1
    assert service.overview(Span.TWELVE_MONTHS).undated == 0


def test_dates_from_the_end_of_time_break_nothing(
    service: InsightsService, cache: DisputeCache
) -> None:
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    first = datetime(1, 1, 1, tzinfo=UTC)
    cache.save_page(
        [replace(on("", 1), created=last), replace(on("", 2), created=first), on("2026-11-05", 3)],
        NOON,
    )
    found = service.overview(Span.ALL)
    assert (found.total.count, found.undated, len(found.periods)) == (3, 2, 1)


def test_refunds_whose_amount_is_not_told_are_in_no_sum_and_in_no_rate(
    service: InsightsService, cache: DisputeCache, database: Database
) -> None:
    cache.save_page(
        [
            on("2026-11-01T00:00:00", 1, Outcome.REFUND, "12.50"),
            builders.dispute("SH2", outcome=Outcome.REFUND),
            builders.dispute("SH3", outcome=Outcome.REJECT),
        ],
        NOON,
    )
    ask(database, {"SH1": 2500, "SH2": 4000, "SH3": 2500})
    total = service.overview(Span.ALL).total
    assert (total.recovered, total.untold_refunds) == (D("12.50"), 1)
    assert total.return_rate == D("0.25")
    assert service.rankings(Span.ALL).suppliers[0].tally.untold_refunds == 1


def test_the_largest_amounts_add_up(service: InsightsService, cache: DisputeCache) -> None:
    largest = "9999999999999999.99"
    cache.save_page([on("2026-11-05", n, Outcome.REFUND, largest) for n in range(20)], NOON)
    assert service.overview(Span.ALL).total.recovered == D(largest) * 20


def test_reasons_are_ranked_by_how_often(service: InsightsService, cache: DisputeCache) -> None:
    cache.save_page(
        [
            replace(on("2026-11-05", number), reason=reason)
            for number, reason in enumerate(("late", "", "broken", "broken", "", ""))
        ],
        NOON,
    )
    found = [(group.name, group.tally.count) for group in service.overview(Span.ALL).reasons]
    assert found == [("broken", 2), ("late", 1), ("", 3)]  # what is not known comes last


def test_a_dispute_counts_once_for_each_supplier(
    service: InsightsService, cache: DisputeCache
) -> None:
    both = replace(
        on("2026-11-05", 1, Outcome.REFUND, "10.00"),
        lines=(
            DisputeLine("a", "Hengtai", product_code="A"),
            DisputeLine("b", "Hengtai", product_code="B"),
            DisputeLine("c", "Yiwu", product_code="A"),
        ),
    )
    none = replace(on("2026-11-05", 2), lines=())
    old = replace(on("2024-01-01", 3), lines=(DisputeLine("a", "Yiwu", product_code="A"),))
    cache.save_page([both, none, old], NOON)
    found = service.rankings(Span.TWELVE_MONTHS)
    names = [(group.name, group.tally.count, group.tally.recovered) for group in found.suppliers]
    assert names == [("Hengtai", 1, D("10.00")), ("Yiwu", 1, D("10.00")), ("", 1, D("0.00"))]
    assert [(group.name, group.tally.count) for group in found.skus] == [
        ("A", 1),
        ("B", 1),
        ("", 1),
    ]
    assert service.rankings(Span.ALL).suppliers[0].name == "Yiwu"


def test_skus_come_from_the_order_or_else_from_the_detail(
    service: InsightsService, cache: DisputeCache, orders: OrderCache
) -> None:
    from_order = on("2026-11-05", 1)  # its line item is L1
    from_detail = replace(
        on("2026-11-05", 2), lines=(DisputeLine("b", line_item_id=LineItemId("L9")),)
    )
    cache.save_page([from_order, from_detail], NOON)
    orders.save(builders.order(builders.order_line("L1")), NOON)
    told = replace(from_detail, lines=(DisputeLine("b", product_code="CJ-B"),))
    cache.save_detail(DisputeDetail(told), NOON)
    names = {group.name for group in service.rankings(Span.ALL).skus}
    assert names == {"CJSJ0000001-A", "CJ-B"}


def test_times_are_known_only_where_the_decision_was_seen_to_come(
    service: InsightsService, cache: DisputeCache
) -> None:
    cache.save_page([on("2026-11-01", n) for n in range(1, 5)], NOON - timedelta(days=15))
    cache.save_page([on("2026-11-01", 9, Outcome.REJECT)], NOON)  # first seen as it is now
    assert service.overview(Span.ALL).times.median is None
    begin = datetime(2026, 11, 1, tzinfo=UTC)
    for number, days in ((1, 2), (2, 4), (3, 9)):
        decided = on("2026-11-01", number, Outcome.REFUND, "1.00")
        cache.save_page([decided], begin + timedelta(days=days))
    paid = replace(on("2026-11-01", 1, Outcome.REFUND, "2.00"), status="Paid")
    cache.save_page([paid], begin + timedelta(days=20))  # a later change is no decision
    times = service.overview(Span.ALL).times
    assert times.median == timedelta(days=4)
    assert (times.known, times.decided) == (3, 4)


def test_a_decision_seen_before_the_dispute_began_took_no_time(
    service: InsightsService, cache: DisputeCache
) -> None:
    # CJ names no zone: a day that is hours ahead must not make a time negative.
    cache.save_page([on("2026-11-23", 1)], NOON)
    cache.save_page([on("2026-11-23", 1, Outcome.REJECT)], NOON)
    assert service.overview(Span.ALL).times.median == timedelta()


def test_an_empty_history_is_no_error(service: InsightsService) -> None:
    for span in Span:
        found = service.overview(span)
        assert found.total.count == 0
        assert found.total.win_rate is None
        assert service.rankings(span).suppliers == ()


def test_losses_by_hand_by_month_supplier_and_sku(
    service: InsightsService, cache: DisputeCache, database: Database
) -> None:
    def about(dispute: Dispute, supplier: str, sku: str) -> Dispute:
        return replace(dispute, lines=(DisputeLine("Lamp", supplier, product_code=sku),))

    reissue = replace(on("2026-11-03T00:00:00", 3, Outcome.REISSUE), reissue_amount=D("9.00"))
    cache.save_page(
        [
            about(on("2026-10-01T00:00:00", 1, Outcome.REFUND, "4.00"), "A", "CJ-1"),
            about(on("2026-11-02T00:00:00", 2, Outcome.REFUND, "20.00"), "A", "CJ-2"),
            about(reissue, "B", "CJ-2"),
            about(on("2026-11-04T00:00:00", 4, Outcome.REJECT), "B", "CJ-1"),
            about(on("2026-11-05T00:00:00", 5), "B", "CJ-1"),  # CJ has not decided
            about(replace(on("2026-11-06T00:00:00", 6, Outcome.REFUND), refund=None), "A", "CJ-1"),
            about(on("2026-11-07T00:00:00", 7, Outcome.REFUND, "3.00"), "A", "CJ-1"),  # not entered
        ],
        NOON,
    )
    BuyerRefundStore(database).save(
        {DisputeId(f"SH{number}"): BuyerRefund(D("12.50")) for number in range(1, 7)}, NOON
    )
    found = service.overview(Span.TWELVE_MONTHS)
    losses = found.total.losses
    assert (losses.to_buyers, losses.buyers_known) == (D("75.00"), 6)
    assert (losses.net_loss, losses.loss_known) == (D("26.00"), 4)
    assert found.total[ResultKind.REISSUED].net_loss == D("12.50")  # apart from the refunds
    by_months = {
        each.first_day: each.tally.losses.net_loss
        for each in found.periods
        if each.tally.losses.loss_known
    }
    assert by_months == {date(2026, 10, 1): D("8.50"), date(2026, 11, 1): D("17.50")}
    rankings = service.rankings(Span.TWELVE_MONTHS)
    suppliers = {each.name: each.tally.losses.net_loss for each in rankings.suppliers}
    assert suppliers == {"A": D("1.00"), "B": D("25.00")}
    skus = {each.name: each.tally.losses.net_loss for each in rankings.skus}
    assert skus == {"CJ-1": D("21.00"), "CJ-2": D("5.00")}
