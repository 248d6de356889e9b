"""Text made fit for a data file, for searching, and for sorting."""

from __future__ import annotations

import re

_DIGITS = re.compile(r"\d+")
_SORT_KEY_LIMIT = 120


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: halves of characters are joined, lone ones replaced."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def folded(text: str) -> str:
    """The text as it is searched: without case, and without NUL, where SQLite stops reading.

    Done letter by letter, so that every part of a text is also a part of the folded text.
    """
    return storable(text).replace("\0", " ").casefold()


def sort_key(text: str | None) -> str | None:
    """What to sort a text by: without case, numbers by value. None, for last, where it is empty."""
    if not text or not text.strip():
        return None
    start = folded(text).strip()[:_SORT_KEY_LIMIT]
    return _DIGITS.sub(lambda match: match.group().zfill(20), start)
