"""Requests, byte for byte, as CJ's pages have them."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import ExpectedOutcome, RefundTarget
from app.domain.errors import NotFound
from app.domain.filing.filing import DraftLine, Evidence, EvidenceKind
from app.domain.ids import DisputeId, LineItemId, OrderId
from tests.api.prepared_cj import OK, ORDER, TOKEN, PreparedCj, draft, line

IMAGE = Evidence("https://example.com/a.jpg", EvidenceKind.IMAGE)
VIDEO = Evidence("https://example.com/a.mp4", EvidenceKind.VIDEO)


def test_create_is_written_byte_for_byte(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft(evidence=(VIDEO, IMAGE)))
    assert cj.last.content == (
        b'{"businessDisputeId": "DD-0123456789abcdef0123456789abcdef", '
        b'"orderId": "SD2611200001234567", "disputeReasonId": 8, "expectType": 1, '
        b'"refundType": 1, "messageText": "The lamp came broken.", '
        b'"imageUrl": ["https://example.com/a.jpg"], "videoUrl": ["https://example.com/a.mp4"], '
        b'"productInfoList": [{"lineItemId": "27572784056172547", "quantity": 1, '
        b'"price": 23.00}]}'
    )
    assert cj.last.method == "POST"
    assert str(cj.last.url) == "https://cj.test/api2.0/v1/disputes/create"
    assert cj.last.headers["content-type"] == "application/json"
    assert cj.last.headers["cj-access-token"] == TOKEN


def test_create_without_evidence_sends_empty_arrays(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft())
    assert b'"imageUrl": [], "videoUrl": [], ' in cj.last.content


def test_create_for_a_reissue_to_the_original_payment(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(
        ORDER,
        draft(expected=ExpectedOutcome.REISSUE, refund_target=RefundTarget.ORIGINAL_PAYMENT),
    )
    assert b'"expectType": 2, "refundType": 2, ' in cj.last.content


def test_terms_are_asked_byte_for_byte_and_exactly(cj: PreparedCj) -> None:
    cj.data({"maxAmount": 1})
    cj.api.disputes.terms(ORDER, [line("1234567890123456.78", 2), line("0", 1)])
    assert cj.last.content == (
        b'{"orderId": "SD2611200001234567", "productInfoList": ['
        b'{"lineItemId": "27572784056172547", "quantity": 2, "price": 1234567890123456.78}, '
        b'{"lineItemId": "27572784056172547", "quantity": 1, "price": 0.00}]}'
    )


def test_cancel_is_written_byte_for_byte(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.cancel(ORDER, DisputeId("SH1623673863466725376"))
    assert cj.last.content == (
        b'{"orderId": "SD2611200001234567", "disputeId": "SH1623673863466725376"}'
    )


def test_the_message_is_sent_as_domain_cleans_it(cj: PreparedCj) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft(message='  a\r\nb\x00 "c" 中 \ud800🙂\u200b '))
    assert '"messageText": "a\\nb \\"c\\" 中 🙂", '.encode() in cj.last.content


def test_a_list_is_asked_for_with_number_and_size(cj: PreparedCj) -> None:
    cj.data({"list": [], "total": 0})
    cj.api.disputes.page(3, 20, order_id=ORDER)
    assert str(cj.last.url) == (
        "https://cj.test/api2.0/v1/disputes/getDisputeList"
        "?orderId=SD2611200001234567&pageNum=3&pageSize=20"
    )
    assert "content-type" not in cj.last.headers


@pytest.mark.parametrize(
    "changes",
    [
        {"message": " "},
        {"message": "x" * 501},
        {"lines": ()},
        {"reason": None},
        {"expected": None},
        {"lines": (DraftLine(LineItemId("1"), 0, Decimal("1.00")),)},
        {"evidence": (Evidence("ftp://example.com/a.jpg", EvidenceKind.IMAGE),)},
        {"evidence": (Evidence("https://example.com/" + "a" * 200, EvidenceKind.IMAGE),)},
        {"reference": "Ü" * 10},
        {"reference": "x" * 101},
    ],
)
def test_a_draft_that_does_not_fit_is_our_bug_and_never_sent(
    cj: PreparedCj, changes: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        cj.api.disputes.create(ORDER, draft(**changes))
    assert cj.requests == []


@pytest.mark.parametrize("bad", ["", "a b", "x" * 101, "a\nb"])
def test_an_id_that_no_request_can_carry_is_not_found_and_never_asked(
    cj: PreparedCj, bad: str
) -> None:
    for ask in (
        lambda: cj.api.disputes.products(OrderId(bad)),
        lambda: cj.api.disputes.detail(DisputeId(bad)),
        lambda: cj.api.orders.detail(bad),
    ):
        with pytest.raises(NotFound):
            ask()
    assert cj.requests == []


@pytest.mark.parametrize(("page", "size"), [(0, 50), (1, 0), (1, 101), (-1, 10)])
def test_pages_out_of_range_are_our_bug(cj: PreparedCj, page: int, size: int) -> None:
    with pytest.raises(ValueError, match="pages count"):
        cj.api.disputes.page(page, size)
    with pytest.raises(ValueError, match="pages count"):
        cj.api.orders.page(page, size)
    with pytest.raises(ValueError, match="pages count"):
        cj.api.disputes.page(1, 51)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("1\u202f000 pièces cassées", "1 000 pièces cassées"),
        ("1\u00a0000 pièces\u2009!", "1 000 pièces !"),
        ("10\u2009000\u200a000\u205f€", "10 000 000 €"),
        ("灯\u3000坏了", "灯 坏了"),
        ("first line\x0bsecond\x85third\u2029fourth", "first line\nsecond\nthird\nfourth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧 ❤\ufe0f", "👨\u200d👩\u200d👧 ❤\ufe0f"),
        ("newer than this Python: \U0001faef", "newer than this Python: \U0001faef"),
        ("ze\u200bro wi\ufeffdth, s\u00adoft, \u202eturned\u2066", "zero width, soft, turned"),
        ("hid\U000e0068\U000e0069den", "hidden"),
    ],
)
def test_a_message_arrives_repaired_and_not_cut(cj: PreparedCj, typed: str, sent: str) -> None:
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft(message=typed))
    assert json.loads(cj.last.content)["messageText"] == sent


def test_a_message_that_cj_may_count_as_too_long_is_not_written(cj: PreparedCj) -> None:
    with pytest.raises(ValueError, match="500"):
        cj.api.disputes.create(ORDER, draft(message="😀" * 251))
    cj.answer({**OK, "data": True})
    cj.api.disputes.create(ORDER, draft(message="😀" * 250))
