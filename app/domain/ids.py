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
# As text: `re` compiles each once when it is first used, and showing ids uses none.
_DISPUTE_ID = r"(?i)(?<![A-Z0-9])SH\d{8,40}(?![A-Z0-9])"
_CJ_CODE = r"(?i)(?<![A-Z0-9])[A-Z]{1,6}\d{8,30}[A-Z]{0,4}(?![A-Z0-9])"
_LONG_NUMBER = r"(?<![A-Za-z0-9+])(?!00)\d{16,30}(?![A-Za-z0-9])"
_SHORT_NUMBER = r"(?<![A-Za-z0-9.,+-])\d{10,15}(?![A-Za-z0-9]|[.,]\d)"
_HASH_NUMBER = r"#\s?([A-Za-z0-9][A-Za-z0-9_.-]{1,40})"
_NAMED_NUMBER = (
    r"(?i)(?:order|bestellung|commande|pedido|订单)[ ]?"
    r"(?:id|number|nummer|no\.?|nr\.?|号)?[ ]*[:#]?[ ]*"
    r"([A-Z0-9_-]*\d[A-Z0-9_-]*)"
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
    is_code = re.fullmatch(_CJ_CODE, text) or re.fullmatch(_LONG_NUMBER, text)
    return bool(is_code) and not is_dispute_id(text)


def is_dispute_id(text: str) -> bool:
    """Whether the text is a dispute number (`SH…`) and so not an order."""
    return bool(re.fullmatch(_DISPUTE_ID, text))


def find_dispute_ids(text: str) -> tuple[DisputeId, ...]:
    """The dispute numbers in a pasted text, in order of appearance, each once."""
    found = (match.group().upper() for match in re.finditer(_DISPUTE_ID, _readable(text)))
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
        if not any(re.finditer(_CJ_CODE, word)) and not any(re.finditer(_LONG_NUMBER, word)):
            found.extend(reversed(whole))
    found.extend(match.group().upper() for match in re.finditer(_CJ_CODE, plain))
    found.extend(match.group() for match in re.finditer(_LONG_NUMBER, plain))
    found.extend(match.group(1).rstrip(".-_") for match in re.finditer(_HASH_NUMBER, plain))
    found.extend(match.group(1) for match in re.finditer(_NAMED_NUMBER, plain))
    found.extend(match.group() for match in re.finditer(_SHORT_NUMBER, plain))
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
