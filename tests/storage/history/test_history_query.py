from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from app.domain.disputes.disputes import Dispute, DisputeLine, Outcome
from app.domain.disputes.state import decision, received
from app.domain.history.history import HistoryQuery, Show, SortKey, Sum
from app.domain.history.spans import EVER, Days
from app.domain.ids import DisputeId, OrderNumber
from app.storage.database.database import Database
from app.storage.history import query as history_query
from app.storage.history.cache import DisputeCache
from app.storage.history.export_reader import ExportReader
from app.storage.history.query import (
    HITS,
    Hits,
    Statement,
    counting,
    listing,
    search_words,
    skimming,
    sorting,
)
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database

STATUSES = ("Processing", "closed", "Finished", "", "Awaiting your response")


def some_disputes(count: int, seed: int = 7) -> list[Dispute]:
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    return [
        replace(
            builders.dispute(f"SH{number:05}", lines=()),
            status=chance.choice(STATUSES),
            reason=chance.choice(("Damaged", "late", "")),
            outcome=chance.choice((None, *Outcome)),
            refund=Decimal(chance.randrange(5)),
            reissue_order_id=chance.choice(("", "SD2", "SD10")),
            created=chance.choice((None, NOON - timedelta(days=chance.randrange(9)))),
            order_number=chance.choice((None, OrderNumber(f"#{chance.randrange(200)}"))),
            lines=tuple(
                DisputeLine(chance.choice(("Lamp", "lamp shade", "100% wool")), "Müller GmbH")
                for _ in range(chance.randrange(3))
            ),
        )
        for number in range(count)
    ]


def found(cache: DisputeCache, query: HistoryQuery) -> list[str]:
    return [row.dispute.dispute_id for row in cache.query(query).rows]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> DisputeCache:
    """A cache that is only read from."""
    cache = DisputeCache(ready_database(tmp_path_factory.mktemp("data") / "a1.sqlite3"))
    fill(cache)
    return cache


def fill(cache: DisputeCache) -> None:
    cache.save_page(some_disputes(120), NOON)
    changed = [replace(each, status="moved on") for each in some_disputes(120)[::7]]
    cache.save_page(changed, NOON + timedelta(hours=1))


def native(dispute: Dispute, key: SortKey) -> object:
    """The value to sort by, as a test reads it; None for what is not there."""
    first = dispute.lines[0] if dispute.lines else None
    number = dispute.order_number
    values: dict[SortKey, object] = {
        SortKey.DISPUTE: dispute.dispute_id,
        SortKey.ORDER: int(number[1:]) if number else None,
        SortKey.CREATED: dispute.created,
        SortKey.REASON: dispute.reason.casefold() or None,
        SortKey.STATUS: dispute.status.casefold() or None,
        SortKey.OUTCOME: decision(dispute),
        SortKey.REFUND: received(dispute),
        SortKey.ASKED: None,
        SortKey.PRODUCT: first.product_name.casefold() if first else None,
        SortKey.SUPPLIER: first.supplier.casefold() if first else None,
        SortKey.BUYER_REFUND: None,
        SortKey.NET_LOSS: None,
        SortKey.REISSUE_ORDER: int(dispute.reissue_order_id[2:] or 0) or None,
    }
    return values[key]


@pytest.mark.parametrize("key", [key for key in SortKey if key is not SortKey.CHANGED])
def test_every_column_sorts_by_its_native_value(filled: DisputeCache, key: SortKey) -> None:
    for descending, text in product((True, False), ("", "sh000")):
        page = filled.query(HistoryQuery(text, sort=key, descending=descending, limit=500))
        got = [(native(row.dispute, key), row.dispute.dispute_id) for row in page.rows]
        assert len(got) == page.total > 90
        present = [each for each in got if each[0] is not None]
        assert got[: len(present)] == present  # what is not there comes last, either way
        assert present == sorted(present, reverse=descending), (descending, text)
        missing = [each[1] for each in got[len(present) :]]
        assert missing == sorted(missing, reverse=descending), (descending, text)


def test_changes_sort_by_their_time(filled: DisputeCache) -> None:
    page = filled.query(HistoryQuery(sort=SortKey.CHANGED, limit=500))
    changed = [row.last_changed is not None for row in page.rows]
    assert changed == sorted(changed, reverse=True)


@pytest.mark.parametrize("show", Show)
@pytest.mark.parametrize("text", ["", "lamp"])
def test_pages_are_parts_of_the_whole(filled: DisputeCache, show: Show, text: str) -> None:
    whole = filled.query(HistoryQuery(text, show, limit=500))
    assert whole.total == len(whole.rows)
    pages = [
        row
        for offset in range(0, whole.total + 7, 7)
        for row in filled.query(HistoryQuery(text, show, limit=7, offset=offset)).rows
    ]
    assert tuple(pages) == whole.rows


@pytest.mark.parametrize(
    ("show", "outcome"),
    [
        (Show.REFUNDED, Outcome.REFUND),
        (Show.REISSUED, Outcome.REISSUE),
        (Show.REJECTED, Outcome.REJECT),
    ],
)
def test_outcomes_filter(filled: DisputeCache, show: Show, outcome: Outcome) -> None:
    page = filled.query(HistoryQuery(show=show, limit=500))
    assert page.total > 10
    assert {row.dispute.outcome for row in page.rows} == {outcome}


def test_changed_shows_what_was_not_seen(filled: DisputeCache) -> None:
    page = filled.query(HistoryQuery(show=Show.CHANGED, limit=500))
    assert page.total > 10
    assert all(row.is_unseen_change for row in page.rows)


@pytest.mark.parametrize("show", [Show.ALL, Show.OPEN])
@pytest.mark.parametrize("descending", [True, False], ids=["down", "up"])
def test_all_ways_of_searching_find_the_same(
    filled: DisputeCache,
    monkeypatch: pytest.MonkeyPatch,
    show: Show,
    descending: bool,  # noqa: FBT001 - a case
) -> None:
    ways = {"skimmed": (10**6, 0), "walked": (0, 0), "sorted": (0, 10**6)}
    for sort in SortKey:
        query = HistoryQuery("lamp müller", show, sort, descending, limit=5, offset=3)
        found = {}
        for way, (skimmed, few) in ways.items():
            monkeypatch.setattr(history_query, "_MOST_SKIMMED", skimmed)
            monkeypatch.setattr(history_query, "_SKIMMED", skimmed)
            monkeypatch.setattr(history_query, "_FEW_HITS", few)
            found[way] = filled.query(query)
        assert len(found["skimmed"].rows) == 5, sort
        assert found["skimmed"] == found["walked"] == found["sorted"], sort


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("l", 2),
        ("LAMP", 2),
        ("lamp brass", 1),
        ("brass lamp", 1),
        ("MÜLLER", 1),
        ("straße", 1),  # folded like the text
        ("100%", 1),
        ("%", 1),
        ("_", 1),
        ("a_b", 1),
        ("a\\b", 1),
        ("9876543210123456789", 1),
        ("654321", 1),
        ("灯", 1),
        ("42.50", 1),
        ("  ", 3),
        ("lamp nothing", 0),
        ("e lamp\x00", 2),
    ],
)
def test_any_part_of_anything_is_found(cache: DisputeCache, text: str, count: int) -> None:
    cache.save_page(
        [
            replace(builders.dispute("SH1"), lines=(DisputeLine("Brass LAMP 灯", "Müller"),)),
            replace(
                builders.dispute("SH2"),
                lines=(DisputeLine("table lamp 100% a_b a\\b", "STRASSE 1"),),
            ),
            replace(
                builders.dispute("SH3", refund="42.50"),
                reissue_order_id="9876543210123456789",
                lines=(),
            ),
        ],
        NOON,
    )
    assert cache.query(HistoryQuery(text)).total == count


def test_every_part_of_every_text_is_found(cache: DisputeCache) -> None:
    chance = random.Random(3)  # noqa: S311 - no secret is made of it
    name = "Straße İstanbul ﬁsh 灯💡 100%_\\ Lámpara de cobre"
    cache.save_page([replace(builders.dispute(), lines=(DisputeLine(name),))], NOON)
    for _ in range(200):
        start = chance.randrange(len(name))
        part = name[start : start + chance.randint(1, 9)]
        assert cache.query(HistoryQuery(part)).total == 1, part


def test_words_are_patterns_that_match_themselves_only() -> None:
    assert search_words(" 5% Off_ off_\\ ") == (r"%off\_\\%", r"%off\_%", r"%5\%%")


def plan(connection: sqlite3.Connection, statement: Statement) -> str:
    rows = connection.execute("EXPLAIN QUERY PLAN " + statement.sql, statement.parameters)
    return " | ".join(row["detail"] for row in rows)


@pytest.mark.parametrize("hits", [None, Hits(3, "[1, 2, 3]")], ids=["all", "found"])
def test_no_order_is_made_by_sorting_everything(database: Database, hits: Hits | None) -> None:
    with database.read() as connection:
        for key, descending in product(SortKey, (True, False)):
            steps = plan(connection, listing(HistoryQuery(sort=key, descending=descending), hits))
            assert "USING INDEX disputes_by_" in steps, (key, descending)
            assert "TEMP B-TREE" not in steps, (key, descending)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles"])
@pytest.mark.parametrize("show", [Show.ALL, Show.OPEN])
@pytest.mark.parametrize("text", ["", "lamp"])
def test_days_are_those_that_are_shown_at_both_edges(
    cache: DisputeCache,
    database: Database,
    in_zone: Callable[[str], None],
    zone: str,
    show: Show,
    text: str,
) -> None:
    in_zone(zone)
    edges = ("2026-10-03T23:59:59.999", "2026-10-04", "2026-10-05T23:59:59.999", "2026-10-06")
    lamps = (DisputeLine("Lamp", "Yiwu"),)
    cache.save_page(
        [
            replace(
                builders.dispute(f"SH{number}"),
                lines=lamps,
                created=datetime.fromisoformat(edge).astimezone(),
            )
            for number, edge in enumerate(edges)
        ]
        + [replace(builders.dispute("SH9"), lines=lamps, created=None)],
        NOON,
    )
    days = Days(date(2026, 10, 4), date(2026, 10, 5))
    query = HistoryQuery(text, show, sort=SortKey.REASON, created=days, descending=False)
    assert found(cache, query) == ["SH1", "SH2"]
    assert cache.query(query).total == 2
    assert [cache.place(query, DisputeId(f"SH{number}")) for number in range(4)] == [
        None,
        0,
        1,
        None,
    ]
    batches = ExportReader(database).batches(query)
    assert [each.row.dispute.dispute_id for batch in batches for each in batch] == ["SH1", "SH2"]
    assert found(cache, query._replace(created=Days(last=days.last))) == ["SH0", "SH1", "SH2"]
    assert found(cache, query._replace(created=Days(days.first))) == ["SH1", "SH2", "SH3"]
    assert len(found(cache, query._replace(created=EVER))) == 5


@pytest.mark.parametrize(
    ("show", "index"),
    [(Show.ALL, "disputes_by_created"), (Show.OPEN, "open_disputes")],
)
def test_days_are_found_by_an_index(database: Database, show: Show, index: str) -> None:
    query = HistoryQuery(show=show, created=Days(date(2026, 10, 4), date(2026, 10, 5)))
    with database.read() as connection:
        for statement in (listing(query), counting(query)):
            steps = plan(connection, statement)
            assert "SEARCH disputes USING" in steps
            assert f"{index} (created>? AND created<?)" in steps
            assert "TEMP B-TREE" not in steps


@pytest.mark.parametrize("show", Show)
def test_a_search_reads_each_text_once_at_most(database: Database, show: Show) -> None:
    with database.read() as connection:
        search = counting(HistoryQuery(show=show), ("%lamp%", "%b%"), columns=HITS)
        steps = plan(connection, search).split(" | ")
    if show is Show.ALL:
        assert steps[0] == "SCAN dispute_search"
    else:
        assert "SEARCH dispute_search USING INTEGER PRIMARY KEY (rowid=?)" in steps[1]
        assert "INDEX" in steps[0]
    assert sum("dispute_search" in step for step in steps) == 1


@pytest.mark.parametrize("show", Show)
def test_skimming_reads_some_rows_only(database: Database, show: Show) -> None:
    with database.read() as connection:
        for key in SortKey:
            steps = plan(connection, skimming(HistoryQuery("b", show, key), ("%b%",)))
            inner, _, outer = steps.partition("SCAN (subquery")
            assert "INDEX" in inner, key
            assert show is not Show.ALL or "TEMP B-TREE" not in inner, key
            assert outer.count("USING INTEGER PRIMARY KEY") == 2, key


def test_few_hits_are_read_by_their_keys(database: Database) -> None:
    with database.read() as connection:
        steps = plan(connection, sorting(HistoryQuery("lamp"), Hits(2, "[1, 2]")))
    assert "SCAN json_each" in steps
    assert "SEARCH disputes USING INTEGER PRIMARY KEY" in steps


@pytest.mark.parametrize(
    ("show", "index"),
    [
        (Show.OPEN, "open_disputes"),
        (Show.WAITING, "waiting_disputes"),
        (Show.CHANGED, "unseen_disputes"),
        (Show.REFUNDED, "decided_disputes"),
    ],
)
def test_common_filters_have_their_own_index(database: Database, show: Show, index: str) -> None:
    with database.read() as connection:
        steps = plan(connection, listing(HistoryQuery(show=show)))
    assert index in steps
    assert "TEMP B-TREE" not in steps


def test_own_disputes_know_what_was_asked(cache: DisputeCache, database: Database) -> None:
    fill(cache)
    with database.write() as connection:
        connection.execute(
            "UPDATE disputes SET asked_cents = 1250 WHERE dispute_id IN ('SH00004', 'SH00002')"
        )
        connection.execute("UPDATE disputes SET asked_cents = 999 WHERE dispute_id = 'SH00003'")
    assert found(cache, HistoryQuery(sort=SortKey.ASKED, limit=3)) == [
        "SH00004",
        "SH00002",
        "SH00003",
    ]


@pytest.mark.parametrize(("text", "show"), [("", Show.ALL), ("lamp", Show.ALL), ("", Show.OPEN)])
def test_the_place_of_a_dispute_is_where_the_listing_has_it(
    cache: DisputeCache, text: str, show: Show
) -> None:
    twins = [builders.dispute(f"SH{number}", created=None) for number in range(1, 4)]
    others = [
        builders.dispute("SH10", status="Closed", refund="3.00", outcome=Outcome.REFUND),
        builders.dispute("SH11", refund="1.00"),
        builders.dispute("SH12", lines=()),
    ]
    cache.save_page([*twins, *others], NOON)
    for sort, descending in product(SortKey, (True, False)):
        query = HistoryQuery(text, show, sort, descending)
        listed = [row.dispute.dispute_id for row in cache.query(query).rows]

        places = {
            each.dispute_id: cache.place(query, each.dispute_id) for each in (*twins, *others)
        }

        assert {key: place for key, place in places.items() if place is not None} == {
            key: place for place, key in enumerate(listed)
        }, (sort, descending)
        assert cache.place(query, DisputeId("SH404")) is None


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("Crème brûlée torch", "creme BRULEE"),
        ("Creme brulee torch", "crème"),
        ("Cre\u0300me torch", "crème"),
        ("ＡＢＣ１２３ lamp", "abc123"),
        ("ABC123 lamp", "ＡＢＣ１２３"),
        ("zero\u200bwidth\ufeff lamp", "zerowidth"),
        ("zerowidth lamp", "zero\u200bwidth"),
        ("men’s “best” hat", 'men\'s "best"'),
        ("men's hat", "men’s"),
        ("T‑shirt, 2–pack", "t-shirt 2-pack"),
        ("1\u202f000 pieces", "1 000"),
        ("灯\u3000台", "灯 台"),
        ("ガラス瓶", "ｶﾞﾗｽ"),
        ("می\u200cخواهم", "میخواهم"),
        ("❤\ufe0f mug", "❤ mug"),
        ("Straße", "STRASSE"),
        ("Øl fra Łódź", "ol lodz"),
        ("İstanbul ışık", "istanbul isik"),
        ("كِتَاب ٣", "كتاب 3"),
    ],
)
def test_a_search_finds_however_it_was_written(cache: DisputeCache, kept: str, typed: str) -> None:
    wanted = replace(builders.dispute("SH1"), lines=(DisputeLine(kept),))
    cache.save_page([wanted, builders.dispute("SH2", lines=("L2",))], NOON)
    assert found(cache, HistoryQuery(text=typed)) == ["SH1"]


def test_letters_that_only_look_like_marks_are_told_apart(cache: DisputeCache) -> None:
    names = {"SH1": "ハハ", "SH2": "パパ", "SH3": "กิน", "SH4": "กัน"}
    cache.save_page(
        [replace(builders.dispute(key), lines=(DisputeLine(name),)) for key, name in names.items()],
        NOON,
    )
    for key, name in names.items():
        assert found(cache, HistoryQuery(text=name)) == [key]


def test_every_part_of_a_name_finds_it(cache: DisputeCache) -> None:
    name = "Ǆungla ﬁsh ½ ´ e\u0301 한글 ﷺ Å İ ß ™"
    cache.save_page([replace(builders.dispute("SH1"), lines=(DisputeLine(name),))], NOON)
    for start in range(len(name)):
        for end in range(start + 1, len(name) + 1):
            assert found(cache, HistoryQuery(text=name[start:end])) == ["SH1"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("refund", {"SH1"}),
        ("Rejected", {"SH2"}),
        ("已拒绝", {"SH2"}),
        ("undecided", {"SH3", "SH5"}),
        ("closed", {"SH4"}),
        ("your turn", {"SH5"}),
        ("18 Oct", {"SH1"}),
        ("8 October", {"SH2"}),
        ("Oct 2026", {"SH1", "SH2"}),
        ("2026-10", {"SH1", "SH2"}),
        ("2026年10月", {"SH1", "SH2"}),
        ("2026-10-18", {"SH1"}),
        ("18 Oct 2026 refund", {"SH1"}),
        ("USD 1,234.50", {"SH1"}),
        ("1234.50", {"SH1"}),
        ("october", {"SH1", "SH2"}),
        ("march", set()),
    ],
)
def test_every_word_that_is_seen_is_found(cache: DisputeCache, text: str, found: set[str]) -> None:
    def made(number: int, day: int, month: int, status: str, **more: Any) -> Dispute:
        created = datetime(2026, month, day, 12).astimezone()
        dispute = builders.dispute(f"SH{number}", status=status, created=created, **more)
        return replace(dispute, reason="", lines=())

    cache.save_page(
        [
            made(1, 18, 10, "Finished", outcome=Outcome.REFUND, refund="1234.50"),
            made(2, 8, 10, "Finished", outcome=Outcome.REJECT),
            made(3, 18, 11, "Processing"),
            made(4, 1, 11, "Cancelled"),
            made(5, 2, 11, "Awaiting Customer Response"),
        ],
        NOON,
    )
    rows = cache.query(HistoryQuery(text)).rows
    assert {each.dispute.dispute_id for each in rows} == found


@pytest.mark.parametrize("few_hits", [0, 2000], ids=["walked", "sorted"])
@pytest.mark.parametrize("descending", [True, False], ids=["down", "up"])
@pytest.mark.parametrize("sort", [SortKey.CREATED, SortKey.REFUND])
def test_disputes_that_are_named_come_alone_and_in_order(
    filled: DisputeCache,
    monkeypatch: pytest.MonkeyPatch,
    sort: SortKey,
    descending: bool,  # noqa: FBT001 - a case
    few_hits: int,
) -> None:
    monkeypatch.setattr(history_query, "_FEW_HITS", few_hits)
    every = HistoryQuery(sort=sort, descending=descending, limit=200)
    named = {DisputeId(f"SH{number:05}") for number in range(3, 90, 5)}
    expected = [each for each in found(filled, every) if each in named]
    query = every._replace(text="matches nothing", only=(*named, DisputeId("SH404")))

    page = filled.query(query)

    assert [row.dispute.dispute_id for row in page.rows] == expected
    assert page.total == len(expected)
    assert list(filled.ids(query)) == expected
    assert [filled.place(query, DisputeId(each)) for each in expected] == [*range(len(expected))]
    assert found(filled, query._replace(limit=2, offset=1)) == expected[1:3]


def test_all_that_match_are_named_in_their_order(filled: DisputeCache) -> None:
    for query in (HistoryQuery(), HistoryQuery("lamp", Show.OPEN, SortKey.REFUND)):
        assert list(filled.ids(query._replace(limit=1))) == found(filled, query)


def test_sums_count_what_has_an_amount(cache: DisputeCache, database: Database) -> None:
    cache.save_page(
        [
            builders.dispute("SH1", refund="10.10", outcome=Outcome.REFUND),
            builders.dispute("SH2", refund="0.20", outcome=Outcome.REFUND),
            builders.dispute("SH3", refund="0.00"),  # so CJ lists what it has not decided
            builders.dispute("SH4", refund="99.00", outcome=Outcome.REFUND),
        ],
        NOON,
    )
    with database.write() as connection:
        connection.execute("UPDATE disputes SET unseen = 1, asked_cents = 1250 WHERE number = 3")

    sums = cache.sums([DisputeId(each) for each in ("SH1", "SH2", "SH3", "SH404")])

    assert sums.unseen == 1
    assert sums.refund == Sum(Decimal("10.30"), 2)
    assert sums.asked == Sum(Decimal("12.50"), 1)
    assert sums.net_loss == Sum(Decimal(0), 0)
