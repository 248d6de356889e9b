"""Every sample answer of both dispute pages, verbatim, ends in what it means."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import CostKind, ExpectedOutcome, Outcome, Reason, RefundPart
from app.domain.errors import InvalidInput, RequestInfo, UnexpectedResponse
from app.domain.ids import DisputeId
from tests.api.prepared_cj import ORDER, SAMPLES, PreparedCj, draft, line, sample

TRACE = "0242ad78-eea2-481d-876a-7cf64398f07f"
SH = DisputeId("SH1623673863466725376")

CALLS: dict[str, Callable[[PreparedCj], object]] = {
    "products": lambda cj: cj.api.disputes.products(ORDER),
    "terms": lambda cj: cj.api.disputes.terms(ORDER, [line()]),
    "create": lambda cj: cj.api.disputes.create(ORDER, draft()),
    "cancel": lambda cj: cj.api.disputes.cancel(ORDER, SH),
    "list": lambda cj: cj.api.disputes.page(),
    "detail": lambda cj: cj.api.disputes.detail(SH),
}


def test_all_samples_of_both_pages_are_here() -> None:
    names = [path.stem for path in SAMPLES.glob("*.json")]
    assert len(names) == 29
    assert sum(name.startswith("zh") for name in names) == 12


@pytest.mark.parametrize("name", sorted(path.stem for path in SAMPLES.glob("*-error*.json")))
def test_every_error_sample_is_invalid_input(cj: PreparedCj, name: str) -> None:
    cj.answer(sample(name))
    with pytest.raises(InvalidInput) as caught:
        CALLS[name.split("-")[2]](cj)
    exchange = caught.value.exchange
    assert (exchange.code, exchange.text) == (1600100, "Param error")
    assert exchange.request_id == "323fda9d-3c94-41dc-a944-5cc1b8baf5b1"
    assert exchange.http_status == 200
    assert caught.value.not_processed


@pytest.mark.parametrize("name", ["products", "terms", "list", "detail"])
def test_chinese_success_samples_hold_no_data_and_are_refused(cj: PreparedCj, name: str) -> None:
    number = {"products": 1, "terms": 2, "list": 5, "detail": 6}[name]
    cj.answer(sample(f"zh-{number}-{name}-success"))
    with pytest.raises(UnexpectedResponse) as caught:
        CALLS[name](cj)
    assert caught.value.exchange.request_id == TRACE


@pytest.mark.parametrize("name", ["en-3-create", "en-4-cancel", "zh-3-create", "zh-4-cancel"])
def test_create_and_cancel_samples_are_a_yes(cj: PreparedCj, name: str) -> None:
    cj.answer(sample(f"{name}-success"))
    answered = CALLS[name.split("-")[2]](cj)
    assert isinstance(answered, RequestInfo)
    assert answered.request_id == TRACE


def test_english_products(cj: PreparedCj) -> None:
    cj.answer(sample("en-1-products-success"))
    order = cj.api.disputes.products(ORDER)
    (only,) = order.lines
    assert (order.order_id, order.order_number) == (ORDER, "1627572766607937536")
    assert (only.line_item_id, only.unit_price, only.quantity) == (
        "27572784056172547",
        Decimal("23.00"),
        1,
    )
    assert str(only.unit_price) == "23.00"
    assert only.can_dispute
    assert (only.product_name, only.sku, only.supplier) == ("Hellpoo", "CJSJ1041743", "banggood")


def test_english_terms(cj: PreparedCj) -> None:
    cj.answer(sample("en-2-terms-success"))
    terms = cj.api.disputes.terms(ORDER, [line()])
    assert terms.outcomes == (ExpectedOutcome.REFUND,)
    assert terms.reasons == (Reason(1, "Unfulfilled Order Cancellation"),)
    ceiling = terms.ceiling
    parts = (ceiling.product, ceiling.postage, ceiling.ioss_tax, ceiling.ioss_fee, ceiling.total)
    assert [str(part) for part in parts] == ["23.00", "0.00", "0.00", "0.00", "23.00"]


def test_english_list(cj: PreparedCj) -> None:
    cj.answer(sample("en-5-list-success"))
    page = cj.api.disputes.page()
    (only,) = page.disputes
    assert (page.counted, page.received) == (1, 1)
    assert (only.dispute_id, only.status, only.outcome) == (SH, "Processing", None)
    assert only.created == datetime(2025, 1, 15, 10, 30, tzinfo=UTC)
    assert not only.created_is_exact
    assert only.lines == ()


def test_english_detail(cj: PreparedCj) -> None:
    cj.answer(sample("en-6-detail-success"))
    detail = cj.api.disputes.detail(SH)
    assert detail.dispute.outcome is Outcome.REFUND
    assert detail.dispute.refund == Decimal("12.50")
    assert detail.dispute.created == datetime(2025, 1, 15, 8, 10, tzinfo=UTC)
    assert detail.dispute.created_is_exact
    assert detail.refund_parts == (
        RefundPart(CostKind.PRODUCT, "Product Cost", Decimal("10.00")),
        RefundPart(CostKind.SHIPPING, "Shipping Cost", Decimal("2.50")),
    )
    (only,) = detail.dispute.lines
    assert (only.product_code, only.product_id, only.variant_id) == (
        "CJPROD001",
        "pid001",
        "vid001",
    )


def test_english_second_detail(cj: PreparedCj) -> None:
    cj.answer(sample("en-6-detail-success-2"))
    detail = cj.api.disputes.detail(DisputeId("12345"))
    assert (detail.dispute.dispute_id, detail.dispute.created) == ("12345", None)
    assert detail.refund_parts == ()
