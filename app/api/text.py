"""Text that comes from a server: plain, bounded, fit for a label, a log and a database."""

from __future__ import annotations

MESSAGE_LIMIT = 500
"""Most characters kept of CJ's own message."""
TRACE_LIMIT = 48
"""Longest request id (envelope table)."""


def cleaned(text: str, limit: int) -> str:
    """The text without control characters, lone surrogates and bidirectional tricks, cut to size.

    Line feeds stay; other line ends become one.
    """
    rough = text[: 4 * limit + 100].replace("\r\n", "\n").replace("\r", "\n")
    kept = (each for each in rough if each == "\n" or _is_plain(each))
    return "".join(kept).strip()[:limit]


def _is_plain(character: str) -> bool:
    code = ord(character)
    if code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF:
        return False
    # Marks and overrides of writing direction can make a label read as something else.
    return code not in _DIRECTION_MARKS


_DIRECTION_MARKS = frozenset(
    {0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
)
