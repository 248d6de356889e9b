"""Ready replies: they say what is known, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.replies import Language, Reader, Standing, reply, standing_of
from app.domain.ids import OrderId, OrderNumber
from tests import builders

EN, ZH = Language.ENGLISH, Language.CHINESE
PAID = BuyerRefund(Decimal("24.00"), date(2026, 11, 20))
BARE = replace(builders.dispute("SH9"), created=None, order_id=None, order_number=None, refund=None)
KNOWN = replace(
    builders.dispute("SH9", created=builders.NOON),
    order_id=OrderId("SD261120000012345678"),
    order_number=OrderNumber("1001"),
)


def standing(standing: Standing, dispute: Dispute) -> tuple[Dispute, BuyerRefund | None]:
    changed = {
        Standing.BUYER_PAID: dispute,
        Standing.UNDECIDED: dispute,
        Standing.WAITING: replace(dispute, status="Awaiting your response", outcome=Outcome.REFUND),
        Standing.REFUNDED: replace(dispute, outcome=Outcome.REFUND),
        Standing.REISSUED: replace(dispute, outcome=Outcome.REISSUE),
        Standing.REJECTED: replace(dispute, outcome=Outcome.REJECT),
        Standing.CLOSED: replace(dispute, status="Closed"),
    }
    return changed[standing], PAID if standing is Standing.BUYER_PAID else None


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("each", Standing)
def test_every_standing_has_its_text_whatever_is_known(
    each: Standing, reader: Reader, language: Language
) -> None:
    for dispute in (BARE, KNOWN):
        told, refund = standing(each, dispute)
        if reader is Reader.CJ and each is Standing.BUYER_PAID:
            refund = None  # that is the buyer's
        else:
            assert standing_of(told, refund, reader) is each
        text = reply(told, reader, language, refund=refund)
        assert not re.search(r"[{}]|None|  ", text)
        assert len(text) > 20
        chinese = re.findall(r"[\u4e00-\u9fff]", text)
        assert bool(chinese) is (language is ZH)
        if reader is Reader.CJ:
            assert "SH9" in text
        else:
            assert not re.search(r"CJ|SH9|SD26|纠纷", text)


def test_cj_is_told_number_order_day_and_amounts() -> None:
    dispute = replace(KNOWN, outcome=Outcome.REFUND, refund=Decimal("1012.50"))
    text = reply(dispute, Reader.CJ, EN, asked=Decimal("1042.48"))
    assert text == (
        "Hello, I am asking about dispute SH9 (order SD261120000012345678). "
        "It was opened on 22 Nov 2026. It was decided as a refund. It shows USD 1,012.50. "
        "Up to USD 1,042.48 was asked for. Could you please tell me whether it has been paid, on "
        "which day, and whether to my CJ wallet or to the original payment method?"
    )
    assert reply(dispute, Reader.CJ, ZH) == (
        "您好，想咨询纠纷 SH9（订单 SD261120000012345678）。该纠纷于2026年11月22日发起。"
        "该纠纷已裁定退款。显示的退款金额为 USD 1,012.50。"
        "请问是否已经支付？哪天支付的？退到 CJ 钱包还是原支付方式？"
    )


def test_an_amount_of_zero_is_told_and_one_that_is_missing_is_not() -> None:
    refunded = replace(KNOWN, outcome=Outcome.REFUND)
    assert "It shows USD 0.00." in reply(replace(refunded, refund=Decimal(0)), Reader.CJ, EN)
    assert "It shows" not in reply(replace(refunded, refund=None), Reader.CJ, EN)
    waiting = replace(refunded, status="Awaiting your response")
    assert "proposal" not in reply(replace(waiting, refund=Decimal(0)), Reader.CJ, EN)
    assert "a proposal of USD 3.00" in reply(replace(waiting, refund=Decimal(3)), Reader.CJ, EN)


def test_a_buyer_hears_of_their_own_refund_and_never_what_cj_pays() -> None:
    dispute = replace(KNOWN, outcome=Outcome.REFUND, refund=Decimal("12.50"))
    assert reply(dispute, Reader.BUYER, EN, refund=PAID) == (
        "Hello, I refunded you USD 24.00 on 20 Nov 2026 for your order 1001. "
        "How soon it shows depends on your bank or your card."
    )
    assert reply(dispute, Reader.BUYER, ZH, refund=BuyerRefund(Decimal(24))) == (
        "您好，您的订单 1001 的退款 USD 24.00 我已退给您。到账时间取决于您的银行或支付方式。"
    )
    for language in Language:
        assert "12.50" not in reply(dispute, Reader.BUYER, language, asked=Decimal(40))


def test_what_comes_from_cj_stays_text_and_short() -> None:
    hostile = replace(KNOWN, status="Closed {created}\n<b>" + "x" * 500)
    text = reply(hostile, Reader.CJ, EN)
    assert "{created}" in text
    assert "\n" not in text
    assert len(text) < 400
