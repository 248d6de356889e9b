"""Ready answers to "Where is my money?": to the buyer, or to CJ's chat, by how a dispute stands.

They are texts of the merchant's, not of the interface: in the language of who reads them, whichever
the program speaks. They say what is known and promise nothing. Buyers hear neither of CJ nor of
what CJ pays; a sentence with a variable that is not known is left out.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.disputes.state import is_withdrawn, waits_for_merchant
from app.domain.filing.templates import put_in
from app.domain.local_time import local_time
from app.domain.text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from app.domain.history.buyer_refunds import BuyerRefund


class Reader(Enum):
    """Who is answered."""

    BUYER = "buyer"
    CJ = "CJ"


class Language(Enum):
    """What they read."""

    ENGLISH = "en"
    CHINESE = "zh"


class Standing(Enum):
    """How a dispute stands, as far as an answer differs by it."""

    BUYER_PAID = "buyer paid"
    """The buyer has the money back, whatever CJ does. Of interest to the buyer alone."""
    UNDECIDED = "undecided"
    WAITING = "waiting"
    REFUNDED = "refunded"
    REISSUED = "reissued"
    REJECTED = "rejected"
    CLOSED = "closed"


_EN, _ZH = Language.ENGLISH, Language.CHINESE
_TEXTS: Mapping[tuple[Reader, Standing], Mapping[Language, str]] = {
    (Reader.BUYER, Standing.BUYER_PAID): {
        _EN: "Hello, I refunded you {given} for {purchase}. "
        "How soon it shows depends on your bank or your card.",
        _ZH: "您好，{purchase}的退款 {given} 我已退给您。到账时间取决于您的银行或支付方式。",
    },
    (Reader.BUYER, Standing.UNDECIDED): {
        _EN: "Hello, I have reported the problem with {purchase} to my supplier. "
        "That was on {created}. There is no decision yet, and I have not been told when it comes.",
        _ZH: "您好，{purchase}的问题我已反馈给供应商。反馈日期是{created}。"
        "目前还没有结果，对方也没有告知何时会有结果。",
    },
    (Reader.BUYER, Standing.WAITING): {
        _EN: "Hello, I am in touch with my supplier about {purchase}. "
        "It is not settled yet, and I have not been told when it will be.",
        _ZH: "您好，关于{purchase}，我正在与供应商沟通。"
        "目前还没有最终结果，对方也没有告知何时会有结果。",
    },
    (Reader.BUYER, Standing.REFUNDED): {
        _EN: "Hello, my supplier has accepted the claim about {purchase}. "
        "If you do not have your money back from me yet, please answer this message.",
        _ZH: "您好，供应商已同意{purchase}的索赔。如果您还没有收到我的退款，请回复这条消息。",
    },
    (Reader.BUYER, Standing.REISSUED): {
        _EN: "Hello, my supplier has agreed to send the goods of {purchase} again. "
        "If your address has changed, please tell me.",
        _ZH: "您好，供应商已同意为{purchase}补发商品。如果您的收货地址有变，请告诉我。",
    },
    (Reader.BUYER, Standing.REJECTED): {
        _EN: "Hello, my supplier has not accepted the claim about {purchase}. "
        "Please tell me whether the problem is still there; a photo of it helps.",
        _ZH: "您好，供应商没有同意{purchase}的索赔。请告诉我问题是否仍然存在，最好附上照片。",
    },
    (Reader.BUYER, Standing.CLOSED): {
        _EN: "Hello, the claim about {purchase} was closed without a decision. "
        "Please tell me whether the problem is still there; a photo of it helps.",
        _ZH: "您好，{purchase}的索赔已关闭，没有裁定结果。请告诉我问题是否仍然存在，最好附上照片。",
    },
    (Reader.CJ, Standing.UNDECIDED): {
        _EN: "Hello, I am asking about {claim}. It was opened on {created}. "
        "Up to {asked} was asked for. It has no decision yet. "
        "Could you please tell me where it stands, and whether you need anything else from me?",
        _ZH: "您好，想咨询{claim}。该纠纷于{created}发起。申请金额最高为 {asked}。"
        "目前还没有裁定结果。请问处理到哪一步了？还需要我补充什么吗？",
    },
    (Reader.CJ, Standing.WAITING): {
        _EN: "Hello, I am asking about {claim}. It was opened on {created}. "
        'Its status is "{status}". It shows a proposal of {refund}. '
        "Could you please tell me what you need from me, and where I can answer?",
        _ZH: "您好，想咨询{claim}。该纠纷于{created}发起。目前状态为“{status}”。"
        "显示的方案金额为 {refund}。请问需要我做什么？在哪里答复？",
    },
    (Reader.CJ, Standing.REFUNDED): {
        _EN: "Hello, I am asking about {claim}. It was opened on {created}. "
        "It was decided as a refund. It shows {refund}. Up to {asked} was asked for. "
        "Could you please tell me whether it has been paid, on which day, and whether to my CJ "
        "wallet or to the original payment method?",
        _ZH: "您好，想咨询{claim}。该纠纷于{created}发起。该纠纷已裁定退款。"
        "显示的退款金额为 {refund}。申请金额最高为 {asked}。"
        "请问是否已经支付？哪天支付的？退到 CJ 钱包还是原支付方式？",
    },
    (Reader.CJ, Standing.REISSUED): {
        _EN: "Hello, I am asking about {claim}. It was opened on {created}. "
        "It was decided that the goods are sent again. The new order is {reissue}. "
        "Could you please tell me whether they have left, and the tracking number?",
        _ZH: "您好，想咨询{claim}。该纠纷于{created}发起。该纠纷已裁定补发。"
        "补发订单为 {reissue}。请问是否已发货？运单号是多少？",
    },
    (Reader.CJ, Standing.REJECTED): {
        _EN: "Hello, I am asking about {claim}. It was opened on {created}. It was rejected. "
        "Could you please tell me why, and which evidence is needed to look at it again?",
        _ZH: "您好，想咨询{claim}。该纠纷于{created}发起。该纠纷已被拒绝。"
        "请问原因是什么？需要补充哪些证据才能重新审核？",
    },
    (Reader.CJ, Standing.CLOSED): {
        _EN: "Hello, I am asking about {claim}. It was opened on {created}. "
        'Its status is "{status}", and it shows no decision. '
        "Could you please tell me why it was closed?",
        _ZH: "您好，想咨询{claim}。该纠纷于{created}发起。状态为“{status}”，没有裁定结果。"
        "请问为什么关闭？",
    },
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 60


def standing_of(dispute: Dispute, refund: BuyerRefund | None, reader: Reader) -> Standing:
    """How it stands for this reader; `refund` is what the buyer got from the merchant."""
    if refund is not None and reader is Reader.BUYER:
        return Standing.BUYER_PAID
    if is_withdrawn(dispute):
        return Standing.CLOSED
    if waits_for_merchant(dispute.status):
        return Standing.WAITING
    return _BY_OUTCOME[dispute.outcome]


_BY_OUTCOME = {
    None: Standing.UNDECIDED,
    Outcome.REFUND: Standing.REFUNDED,
    Outcome.REISSUE: Standing.REISSUED,
    Outcome.REJECT: Standing.REJECTED,
}


def reply(
    dispute: Dispute,
    reader: Reader,
    language: Language,
    *,
    asked: Decimal | None = None,
    refund: BuyerRefund | None = None,
) -> str:
    """The text. `asked` is the ceiling (USD), `refund` what the buyer got from the merchant."""
    standing = standing_of(dispute, refund, reader)
    body = _TEXTS[reader, standing][language]
    is_english = language is Language.ENGLISH
    shop, code = (one_line(x or "", _LONGEST) for x in (dispute.order_number, dispute.order_id))
    claim = one_line(dispute.dispute_id, _LONGEST)
    if is_english:
        claim = f"dispute {claim}" + (f" (order {code or shop})" if code or shop else "")
        purchase = f"your order {shop}" if shop else "your order"
    else:
        claim = f"纠纷 {claim}" + (f"（订单 {code or shop}）" if code or shop else "")
        purchase = f"您的订单 {shop} " if shop else "您的订单"
    given = _money(refund.amount) if refund else ""
    if refund and refund.day:
        day = _day(refund.day, language)
        given += f" on {day}" if is_english else f"（{day}）"
    created, paid = dispute.created, dispute.refund
    if standing is Standing.WAITING and not paid:
        paid = None  # no proposal, as far as CJ tells
    return put_in(
        body,
        {
            "claim": claim,
            "purchase": purchase,
            "given": given,
            "created": _day(local_time(created).date(), language) if created else "",
            "status": one_line(dispute.status, _LONGEST),
            "asked": _money(asked) if asked else "",
            "refund": "" if paid is None else _money(paid),
            "reissue": one_line(dispute.reissue_order_id, _LONGEST),
        },
    )


def _money(amount: Decimal) -> str:
    return f"USD {amount:,.2f}"


def _day(day: date, language: Language) -> str:
    if language is Language.CHINESE:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
