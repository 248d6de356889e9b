"""The values of queries. They may come from a pasted text, so what cannot be sent is no bug."""

from __future__ import annotations

from app.domain.errors import NotFound
from app.domain.ids import ORDER_ID_LIMIT


def asked_number(text: str) -> str:
    """A shop's own number, which may hold spaces. Raises `NotFound` like `usable_id`."""
    if not 1 <= len(text) <= ORDER_ID_LIMIT or not text.isprintable():
        raise NotFound
    return text
