"""Each column: what it shows, copies and sorts by."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import DisputeLine, Outcome
from app.domain.history.history import HistoryRow, SortKey
from app.ui.history.table.columns import COLUMNS, Column, status_beside
from app.ui.history.table.model import cell_value
from app.ui.widgets.table_model import SPOKEN
from tests.builders import NOON
from tests.ui.history.fake_desk import make_row

ROW = replace(
    make_row(
        outcome=Outcome.REFUND,
        status="Processing\n now",
        refund="1234.50",
        asked="1500.00",
        reissue_order="SD9",
        age=timedelta(days=3),
    ),
    last_changed=NOON - timedelta(hours=1),
    refunded_to_buyer=Decimal("1300.00"),
)
BARE = replace(
    ROW,
    dispute=replace(
        ROW.dispute,
        status="",
        reason="",
        outcome=None,
        refund=None,
        reissue_order_id="",
        created=None,
        lines=(),
        order_id=None,
        order_number=None,
    ),
    asked=None,
    last_changed=None,
    refunded_to_buyer=None,
)

SHOWN = {
    Column.DISPUTE: ("Dispute", "SH26112000000001", "SH26112000000001", SortKey.DISPUTE),
    Column.ORDER: ("Order", "1001", "1001", SortKey.ORDER),
    Column.CREATED: ("Created", "19 Nov 2026", "2026-11-19 11:59:00+00:00", SortKey.CREATED),
    Column.REASON: ("Reason", "Product Damaged", "Product Damaged", SortKey.REASON),
    Column.STATUS: ("Status", "Processing now", "Processing\n now", SortKey.STATUS),
    Column.OUTCOME: ("Outcome", "Refund", "Refund", SortKey.OUTCOME),
    Column.REFUND: ("Refund", "USD 1,234.50", "1234.50", SortKey.REFUND),
    Column.PRODUCT: ("Product", "Desk lamp, brass", "Desk lamp, brass", SortKey.PRODUCT),
    Column.ASKED: ("Asked (up to)", "USD 1,500.00", "1500.00", SortKey.ASKED),
    Column.AGE: ("Age (days)", "3", "3", SortKey.CREATED),
    Column.REISSUE_ORDER: ("Reissue order", "SD9", "SD9", SortKey.REISSUE_ORDER),
    Column.SUPPLIER: ("Supplier", "Hengtai", "Hengtai", SortKey.SUPPLIER),
    Column.BUYER_REFUND: ("Refunded to buyer", "USD 1,300.00", "1300.00", SortKey.BUYER_REFUND),
    Column.NET_LOSS: ("Net loss", "USD 65.50", "65.50", SortKey.NET_LOSS),
    Column.CHANGED: ("Last change", "22 Nov 2026 11:00", "2026-11-22 11:00:00+00:00", None),
}


@pytest.mark.parametrize("column", Column, ids=lambda column: column.name)
def test_column_shows_copies_and_sorts(column: Column) -> None:
    heading, text, raw, sort = SHOWN[column]
    spec = COLUMNS[column]

    assert spec.heading() == heading
    assert spec.text(ROW, NOON).startswith(text)
    assert spec.raw(ROW, NOON) == raw
    assert spec.sort is (sort or SortKey.CHANGED)


MAY_BE_EMPTY = [each for each in Column if each not in (Column.DISPUTE, Column.OUTCOME)]


@pytest.mark.parametrize("column", MAY_BE_EMPTY, ids=lambda column: column.name)
def test_column_without_a_value_shows_a_dash_and_copies_nothing(column: Column) -> None:
    assert COLUMNS[column].text(BARE, NOON) == "–"
    assert COLUMNS[column].raw(BARE, NOON) == ""


def test_a_loss_is_no_zero_before_cj_has_told_its_refund() -> None:
    pending = replace(BARE, refunded_to_buyer=Decimal("12.50"))
    assert COLUMNS[Column.NET_LOSS].text(pending, NOON) == "Not known yet"
    assert COLUMNS[Column.NET_LOSS].raw(pending, NOON) == ""


def test_every_column_has_its_specification() -> None:
    assert set(COLUMNS) == set(Column)


def test_order_falls_back_to_cjs_own_number() -> None:
    row = replace(ROW, dispute=replace(ROW.dispute, order_number=None))

    assert COLUMNS[Column.ORDER].text(row, NOON) == "SD2611200001234567"


def test_further_products_are_counted_and_copied() -> None:
    row = _with_lines(DisputeLine("Lamp", "A"), DisputeLine("Cup", "B"), DisputeLine("Mat", "A"))

    assert COLUMNS[Column.PRODUCT].text(row, NOON) == "Lamp (+2)"
    assert COLUMNS[Column.PRODUCT].raw(row, NOON) == "Lamp, Cup, Mat"
    assert COLUMNS[Column.SUPPLIER].text(row, NOON) == "A, B"


def test_undecided_dispute_shows_no_refund() -> None:
    assert COLUMNS[Column.REFUND].text(make_row(), NOON) == "–"


def _with_lines(*lines: DisputeLine) -> HistoryRow:
    return replace(ROW, dispute=replace(ROW.dispute, lines=lines))


@pytest.mark.parametrize(
    ("outcome", "status", "word"),
    [
        (None, "Processing", "Processing"),
        (None, "Closed", ""),
        (None, "Cancelled", "Cancelled"),
        (Outcome.REFUND, "Finished", ""),
        (Outcome.REFUND, "Processing", "Processing"),
        (Outcome.REJECT, "", ""),
    ],
)
def test_cjs_word_stands_beside_the_outcome_where_it_says_more(
    outcome: Outcome | None, status: str, word: str
) -> None:
    row = make_row(outcome=outcome, status=status)
    assert status_beside(row.dispute) == word
    spoken = cell_value(row, Column.OUTCOME, SPOKEN, NOON)
    assert spoken == " · ".join(filter(None, (COLUMNS[Column.OUTCOME].text(row, NOON), word)))
