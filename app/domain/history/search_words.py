"""What a dispute is found by besides CJ's own words: all that is shown of it in other words.

In both languages of the program, whichever it speaks: what was written down in one is to be found
in the other. A test compares them with what the interface says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Outcome
from app.domain.disputes.state import has_ended, waits_for_merchant
from app.domain.local_time import local_time
from app.domain.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

_OUTCOMES = {
    None: ("undecided", "未裁定"),
    Outcome.REFUND: ("refund", "退款"),
    Outcome.REISSUE: ("reissue", "补发"),
    Outcome.REJECT: ("rejected", "已拒绝"),
}
_CLOSED = ("closed", "已关闭")
_YOUR_TURN = ("your turn", "等您答复")
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_SHORT = 3
_DATE = re.compile(
    rf"(?<!\S)(?:(\d{{1,2}}) )?({'|'.join(f'{m[:_SHORT]}(?:{m[_SHORT:]})?' for m in _MONTHS)})"
    r"(?: (\d{4}))?(?!\S)"
)


def shown_words(
    status: str,
    outcome: Outcome | None,
    created: datetime | None,
    amounts: Iterable[Decimal | None],
) -> tuple[str, ...]:
    """The words that tell how a dispute stands, its day in this computer's zone, and amounts."""
    words = list(_OUTCOMES[outcome])
    if outcome is None and has_ended(status):
        words = list(_CLOSED)
    if waits_for_merchant(status):
        words += _YOUR_TURN
    if created is not None:
        day = local_time(created).date()
        month = _MONTHS[day.month - 1][:_SHORT]
        words += (f"{day.day} {month} {day.year}", day.isoformat(), f"{day.year}年{day.month}月")
    words += (f"usd {amount:,.2f}" for amount in amounts if amount is not None)
    return tuple(folded(word) for word in words)


def phrases_in(text: str) -> tuple[tuple[str, ...], str]:
    """Dates in a folded search text, each as it begins or stands in a text's line, and the rest.

    "18 oct" is one day: neither the 8th nor any number with an 18 in it.
    """
    phrases = []

    def take(found: re.Match[str]) -> str:
        day, month, year = found[1], found[2][:_SHORT], found[3]
        if day is None and year is None and found[2] == month:
            return found[0]  # three letters may be the beginning of any word
        start = " " if day is None else f"\n{int(day)} "
        phrases.append(f"{start}{month} {year or ''}")
        return " "

    rest = _DATE.sub(take, " ".join(text.split()))
    return tuple(phrases), rest
