"""Identifiers. Every one is text: CJ's ids do not fit the integers its own tables promise."""

from __future__ import annotations

import re
from typing import NewType

OrderId = NewType("OrderId", str)
"""An id that the dispute calls accept for an order: `SD…`, `DP…`, `CJPKL…YQ`, `J…` or digits."""
OrderNumber = NewType("OrderNumber", str)
"""The shop's own number of an order (`orderNumber`, elsewhere `orderNum`)."""
LineItemId = NewType("LineItemId", str)
DisputeId = NewType("DisputeId", str)
"""CJ's dispute number, `SH` and digits."""
BusinessDisputeId = NewType("BusinessDisputeId", str)
"""Our reference of one filing (`businessDisputeId`): made once per draft, same on each attempt."""

ORDER_ID_LIMIT = 100
"""Longest order id a request may carry (dispute page, request tables)."""

_READ_LIMIT = 200_000
_CANDIDATE_LIMIT = 5
_DISPUTE_ID = re.compile(r"(?<![A-Za-z0-9])SH\d{8,40}(?![A-Za-z0-9])", re.IGNORECASE)
_CJ_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,6}\d{8,30}[A-Z]{0,4}(?![A-Za-z0-9])", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9+])(?!00)\d{16,30}(?![A-Za-z0-9])")
_SHORT_NUMBER = re.compile(r"(?<![A-Za-z0-9.,+-])\d{10,15}(?![A-Za-z0-9]|[.,]\d)")
_HASH_NUMBER = re.compile(r"#\s?([A-Za-z0-9][A-Za-z0-9_.-]{1,40})")
_NAMED_NUMBER = re.compile(
    r"(?:order|bestellung|commande|pedido|订单)[ ]?"
    r"(?:id|number|nummer|no\.?|nr\.?|号)?[ ]*[:#]?[ ]*"
    r"([A-Za-z0-9_-]*\d[A-Za-z0-9_-]*)",
    re.IGNORECASE,
)


def new_business_dispute_id() -> BusinessDisputeId:
    """A fresh reference of 128 random bits.

    It never contains the clock: an id built from the time looks new on every retry, which is
    how claims get filed twice.
    """
    import secrets  # brings hashlib and OpenSSL, which showing ids does without

    return BusinessDisputeId("DD-" + secrets.token_hex(16))


def is_cj_order_id(text: str) -> bool:
    """Whether the text has a shape that the dispute calls are known to take."""
    return bool(_CJ_CODE.fullmatch(text) or _LONG_NUMBER.fullmatch(text)) and not is_dispute_id(
        text
    )


def is_dispute_id(text: str) -> bool:
    """Whether the text is a dispute number (`SH…`) and so not an order."""
    return bool(_DISPUTE_ID.fullmatch(text))


def find_dispute_ids(text: str) -> tuple[DisputeId, ...]:
    """The dispute numbers in a pasted text, in order of appearance, each once."""
    found = (match.group().upper() for match in _DISPUTE_ID.finditer(_readable(text)))
    return tuple(DisputeId(each) for each in dict.fromkeys(found))


def find_order_ids(text: str) -> tuple[str, ...]:
    """What in a pasted text may name an order, the likeliest first, at most five, each once.

    Takes a bare id, the shop's own order number, or a whole mail. CJ codes come before long
    numbers, these before numbers that a word or `#` marks as an order's, and before short bare
    numbers, which may be telephone numbers. Ids of disputes (`SH…`) are left out.
    """
    plain = _readable(text)
    words = plain.split()
    found: list[str] = []
    if len(words) == 1 and len(words[0]) <= ORDER_ID_LIMIT:
        word = words[0].strip(".,;:!?()[]<>\"'“”‘’")
        whole = [word, word.lstrip("#")] if word.startswith("#") else [word]
        if not any(_CJ_CODE.finditer(word)) and not any(_LONG_NUMBER.finditer(word)):
            found.extend(reversed(whole))
    found.extend(match.group().upper() for match in _CJ_CODE.finditer(plain))
    found.extend(match.group() for match in _LONG_NUMBER.finditer(plain))
    found.extend(match.group(1).rstrip(".-_") for match in _HASH_NUMBER.finditer(plain))
    found.extend(match.group(1) for match in _NAMED_NUMBER.finditer(plain))
    found.extend(match.group() for match in _SHORT_NUMBER.finditer(plain))
    usable = (each for each in dict.fromkeys(found) if each and not is_dispute_id(each))
    return tuple(usable)[:_CANDIDATE_LIMIT]


def _readable(text: str) -> str:
    """Full-width digits made plain, invisible characters dropped, absurd lengths cut."""
    import unicodedata

    folded = unicodedata.normalize("NFKC", text[:_READ_LIMIT])
    kept = (
        c for c in folded if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return "".join(kept).strip()
