"""Values as text for people: always last, never stored, compared, sorted or sent."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from app.domain.days import days_since
from app.domain.disputes.disputes import ExpectedOutcome, Outcome, RefundTarget
from app.domain.local_time import local_time
from app.domain.text import one_line

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.orders.orders import LineDispute, LineObstacle, OrderLine

translate = QCoreApplication.translate


def money(amount: Decimal) -> str:
    """An amount as `USD 1,234.50`: the currency named, never converted, two decimals.

    Python formats it: Qt's locale goes through floating point.
    """
    return f"USD {amount:,.2f}"


def up_to(amount: Decimal) -> str:
    """A ceiling. It is the most CJ may pay, not what it will."""
    return translate("Formatting", "Up to {amount}").format(amount=money(amount))


def moment(time: datetime | None) -> str:
    """A time in the user's zone and locale with the zone's name: `22 Nov 2026 14:02 CET`."""
    if time is None:
        return "–"
    local = local_time(time)
    shown = QDateTime.fromSecsSinceEpoch(int(local.timestamp()))
    # One pattern in every English; a translation brings the order of its own language.
    text = QLocale().toString(shown, translate("Formatting", "d MMM yyyy HH:mm"))
    return f"{text} {zone_name(local)}"


def zone_name(time: datetime) -> str:
    """The short name of a time's zone, such as `CET`; where there is none, `UTC+01:00`.

    Windows has long names only, in the language of the system.
    """
    name = time.tzname() or ""
    if re.fullmatch(r"[A-Z]{1,5}|[+-]\d{2,4}", name):
        return name
    offset = time.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def day(value: date) -> str:
    """A date in the user's locale: `22 Nov 2026`."""
    return dated(value, translate("Formatting", "d MMM yyyy"))


def wide_days() -> tuple[str, ...]:
    """A day of each month as `day` has it, one of which is as wide as they come."""
    return tuple(day(date(2028, month, 28)) for month in range(1, 13))


def month(value: date) -> str:
    """The month of a date: `November 2026`."""
    return dated(value, translate("Formatting", "MMMM yyyy"))


def dated(value: date, pattern: str) -> str:
    """A date in the user's locale, by a pattern of Qt's."""
    return QLocale().toString(QDate(value.year, value.month, value.day), pattern)


def clock_time(time: datetime) -> str:
    """The hour and minute in the user's zone."""
    return local_time(time).strftime("%H:%M")


def short_moment(time: datetime, now: datetime) -> str:
    """A time near to now: only hour and minute on the day that it is."""
    is_today = local_time(time).date() == now.astimezone().date()
    return clock_time(time) if is_today else moment(time)


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that fits."""
    passed = max(now - since, timedelta())
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return translate("Formatting", "just now")
    if minutes < 60:
        return translate("Formatting", "{count} min ago").format(count=minutes)
    if minutes < 48 * 60:
        return translate("Formatting", "{count} h ago").format(count=minutes // 60)
    return days_ago(days_since(since, now))


def days_ago(count: int) -> str:
    """How many days ago, counted as everywhere: `today`, `1 day ago`, `20 days ago`."""
    if count < 1:
        return translate("Formatting", "today")
    if count == 1:
        return translate("Formatting", "1 day ago")
    return translate("Formatting", "{count} days ago").format(count=count)


def days_long(count: int) -> str:
    """For how many days: `1 day`, `20 days`."""
    if count == 1:
        return translate("Formatting", "1 day")
    return translate("Formatting", "{count} days").format(count=count)


def line_cause(line: OrderLine) -> str:
    """Why an order's line cannot be disputed, in a few words; "" where that is not known."""
    if line.obstacle is not None:
        return line_obstacle(line.obstacle)
    return line_dispute(line.dispute) if line.dispute is not None else ""


def line_obstacle(obstacle: LineObstacle) -> str:
    """Why an order's line cannot be named in a dispute, in a few words."""
    from app.domain.orders.orders import LineObstacle  # which the first rows of disputes do without

    return {
        LineObstacle.NO_ID: translate("Formatting", "CJ told no line item number"),
        LineObstacle.UNUSABLE_ID: translate(
            "Formatting", "CJ told a line item number that cannot be sent"
        ),
        LineObstacle.NO_PRICE: translate("Formatting", "CJ told no price"),
        LineObstacle.UNUSABLE_PRICE: translate("Formatting", "CJ told a price that cannot be sent"),
        LineObstacle.NO_QUANTITY: translate("Formatting", "CJ told no number of pieces"),
    }[obstacle]


def line_dispute(value: LineDispute) -> str:
    """Which dispute keeps an order's line from being disputed, in a few words."""
    return {
        True: translate("Formatting", "in dispute {dispute}"),
        False: translate("Formatting", "{dispute} about it is decided"),
        None: translate("Formatting", "{dispute} is about it"),
    }[value.is_open].format(dispute=one_line(value.dispute_id, 60))


def days_old(since: datetime | None, now: datetime) -> str:
    """The age in days, for a column."""
    return "–" if since is None else str(max(days_since(since, now), 0))


def outcome(value: Outcome | None) -> str:
    """What CJ decided, in a word."""
    return {
        None: translate("Formatting", "Undecided"),
        Outcome.REFUND: translate("Formatting", "Refund"),
        Outcome.REISSUE: translate("Formatting", "Reissue"),
        Outcome.REJECT: translate("Formatting", "Rejected"),
    }[value]


def expected(value: ExpectedOutcome) -> str:
    """What the merchant asks for."""
    return {
        ExpectedOutcome.REFUND: translate("Formatting", "Refund"),
        ExpectedOutcome.REISSUE: translate("Formatting", "Reissue"),
    }[value]


def refund_target(value: RefundTarget) -> str:
    """Where the refund shall go, in CJ's own sense of the two ways."""
    return {
        RefundTarget.BALANCE: translate("Formatting", "CJ wallet balance"),
        RefundTarget.ORIGINAL_PAYMENT: translate("Formatting", "Original payment method"),
    }[value]


def file_size(size: int) -> str:
    """A number of bytes in the largest unit that fits: `1.2 MB`."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def sentences(*said: str) -> str:
    """One sentence after another. A Chinese full stop brings its own room, a Latin one does not."""
    text = ""
    for each in filter(None, said):
        text += each if not text or text.endswith(("。", "！", "？")) else f" {each}"
    return text


DETAIL_LIMIT = 2000
"""Characters where a text is to be read as a whole. No field of CJ's is longer."""
LONG_WORD = 32


def breakable(text: str, longest: int = LONG_WORD) -> str:
    """The text with places to break its long words at, so that a label can wrap them."""
    return "\n".join(
        " ".join(
            "\u200b".join(word[i : i + longest] for i in range(0, len(word), longest))
            for word in line.split(" ")
        )
        for line in text.split("\n")
    )
