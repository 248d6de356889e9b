"""Families of reasons, told by keywords in the name that CJ sends: its ids are not published."""

from __future__ import annotations

from enum import Enum


class ReasonFamily(Enum):
    """What kind of trouble a reason names."""

    CANCEL = "cancel before dispatch"
    NOT_RECEIVED = "not received"
    DELAYED = "delayed"
    DAMAGED = "damaged"
    WRONG = "wrong item"
    RETURNED = "returned"
    """The parcel went back to its sender."""
    MISSING = "missing"
    QUALITY = "quality"
    NO_TRACKING = "no tracking information"
    FROZEN = "tracking frozen"
    OUT_OF_STOCK = "out of stock"
    OTHER = "other"

    @property
    def general(self) -> ReasonFamily:
        """The wider family that this is a case of, for where CJ offers or names only that."""
        return _GENERAL.get(self, self)


_GENERAL = {
    ReasonFamily.NO_TRACKING: ReasonFamily.NOT_RECEIVED,
    ReasonFamily.FROZEN: ReasonFamily.NOT_RECEIVED,
    ReasonFamily.RETURNED: ReasonFamily.NOT_RECEIVED,
    ReasonFamily.OUT_OF_STOCK: ReasonFamily.CANCEL,
}


# The order decides: "damaged in transit" is damage, "parts not received" is something missing.
_KEYWORDS: tuple[tuple[ReasonFamily, tuple[str, ...]], ...] = (
    (ReasonFamily.CANCEL, ("cancel", "unfulfilled", "unfilled", "取消")),
    (ReasonFamily.OUT_OF_STOCK, ("inventory", "out of stock", "缺货", "断货")),
    (ReasonFamily.DAMAGED, ("damage", "broken", "defect", "破损", "损坏")),
    (ReasonFamily.FROZEN, ("frozen", "not updat", "停滞")),
    (ReasonFamily.NO_TRACKING, ("no tracking", "tracking error", "tracking info", "物流异常")),
    (ReasonFamily.MISSING, ("missing", "part", "accessor", "short", "缺", "漏发", "少发")),
    (ReasonFamily.WRONG, ("wrong", "incorrect", "color", "colour", "size", "发错", "错发")),
    (ReasonFamily.RETURNED, ("return", "sent back", "退回", "退件")),
    (ReasonFamily.DELAYED, ("delay", "late", "延误", "超时")),
    (
        ReasonFamily.NOT_RECEIVED,
        ("not received", "not receive", "lost", "undelivered", "未收到", "丢"),
    ),
    (ReasonFamily.QUALITY, ("quality", "not as described", "described", "质量", "不符")),
)


def family_of(reason_name: str) -> ReasonFamily:
    """The family whose keyword stands in the name; `OTHER` where none does."""
    name = reason_name.casefold()
    named = (family for family, keywords in _KEYWORDS if any(each in name for each in keywords))
    return next(named, ReasonFamily.OTHER)
