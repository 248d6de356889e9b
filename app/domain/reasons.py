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
    MISSING = "missing"
    QUALITY = "quality"
    OTHER = "other"


# The order decides: "damaged in transit" is damage, "parts not received" is something missing.
_KEYWORDS: tuple[tuple[ReasonFamily, tuple[str, ...]], ...] = (
    (ReasonFamily.CANCEL, ("cancel", "unfulfilled", "取消")),
    (ReasonFamily.DAMAGED, ("damage", "broken", "defect", "破损", "损坏")),
    (ReasonFamily.MISSING, ("missing", "part", "accessor", "short", "缺", "漏发", "少发")),
    (ReasonFamily.WRONG, ("wrong", "incorrect", "color", "colour", "size", "发错", "错发")),
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
    for family, keywords in _KEYWORDS:
        if any(keyword in name for keyword in keywords):
            return family
    return ReasonFamily.OTHER
