"""How the history follows CJ: what to ask next, when to go through all, when to speak up.

Pure policy, without a clock of its own. CJ has no push, so everything here is polling, and every
call costs a second of an account's pace.

A poll reads the first page, and on while pages bring news: what was filed lately stands there. A
dispute that changes does not move in CJ's list, so those that may still change and were not on the
pages just read are asked about one by one, or with their page where that takes fewer calls. Once
in a while the whole list is read, because nothing else shows what vanished from it.
"""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.domain.history.history import Change, Followed
    from app.domain.ids import DisputeId

    Look = int | DisputeId
    """One call to make for disputes that may have changed: the number of a page, or one of them."""

UNDECIDED_FOR = timedelta(days=365)
"""An undecided dispute this long without a change is left to the full pass."""
DECIDED_FOR = timedelta(days=14)
"""So is a decided one whose status word does not say that it is over: CJ pays later."""
CANDIDATES = 50
"""How many disputes one poll chooses from, those read the longest ago first."""
LOOKS = 5
"""How many calls a poll may spend beyond the first pages."""
FRESH_FOR = timedelta(minutes=5)
"""A dispute that CJ told of so lately is not asked about alone again."""

PASS_EVERY = timedelta(days=1)
PASS_PAGES_A_DAY = 100
"""A full pass of a long list may cost so many calls a day, on average."""
PASS_AGAIN_AFTER = timedelta(hours=1)
"""So soon at the earliest does a count that does not add up lead to the next pass."""

ANNOUNCE_EVERY = timedelta(seconds=20)
"""At most one notification in this time (as Electrum does)."""

PRACTICE_SECONDS = 15
"""Disputes of practice mode move on within 90 seconds: a newcomer shall see it happen."""


def looks_to_take(
    followed: Sequence[Followed],
    already_read: Collection[DisputeId],
    now: datetime,
    *,
    page_size: int,
    most: int = LOOKS,
) -> tuple[Look, ...]:
    """The calls that tell most about disputes that were not read just now.

    Those read the longest ago come first. Where two or more that are due stand on one page, the
    page is read for all of them; one alone is asked for by its number, which also works where
    CJ's order is another than we think.
    """
    due = [
        (each.read, each.dispute_id, each.place // page_size + 1)
        for each in followed
        if each.dispute_id not in already_read and now - each.read >= FRESH_FOR
    ]
    due_on = Counter(page for _, _, page in due)
    looks: dict[Look, None] = dict.fromkeys(
        page if due_on[page] > 1 else dispute_id for _, dispute_id, page in sorted(due)
    )
    return tuple(looks)[:most]


def full_pass_is_due(
    last_complete: datetime | None,
    now: datetime,
    *,
    counted: int | None,
    listed: int,
    surplus: int | None,
    size: int,
    is_all_read: bool,
    is_sure: bool = True,
    is_asked_for: bool = False,
) -> bool:
    """Whether all of CJ's list is to be read again.

    `counted` is CJ's number for it now, `listed` how many we hold that it listed when last asked,
    `surplus` by how much the former exceeded the latter at the end of the last pass; both None
    where CJ tells none. A day after the last pass, or later where the list is so long that the
    pass would cost more than its share of calls; and sooner where the count says that disputes
    vanished, or that some were missed. At once where `is_all_read`: CJ counts no more than the
    pages that were just read, so that to look behind them costs a call. Without `is_sure`, news may
    stand anywhere in the list: then where a person asks for it, or as often as its share of calls
    allows.
    """
    if last_complete is None or last_complete - now > PASS_AGAIN_AFTER:
        return True  # or told by a clock that has been set back since
    age = now - last_complete
    days = math.ceil(listed / size) / PASS_PAGES_A_DAY
    if age >= PASS_EVERY * (max(1.0, days) if is_sure else days):
        return True
    if not is_sure and is_asked_for:
        return True
    is_other = counted is not None and surplus is not None and counted - listed != surplus
    return is_other and (is_all_read or age >= PASS_AGAIN_AFTER)


def pages_back(total_before: int | None, total_now: int | None, page_size: int) -> int:
    """How many pages a walk must step back after the list became shorter under it.

    Rows that stood on the page to be read next moved up onto pages that were read already. A
    list that grew needs nothing: its rows only come twice.
    """
    if not total_before or not total_now or total_now >= total_before:
        return 0
    return math.ceil((total_before - total_now) / page_size)


def seconds_between_polls(check_minutes: int, *, is_practice: bool) -> int:
    """How long to wait from one poll to the next; 0 for never by itself."""
    return PRACTICE_SECONDS if is_practice else check_minutes * 60


class Announcements:
    """Collects changes so that they are announced together, and not too often.

    Of several changes of one dispute the last counts. What is new in the list is no change.
    """

    def __init__(self) -> None:
        self._waiting: dict[DisputeId, Change] = {}
        self._last: datetime | None = None

    def add(self, changes: Iterable[Change]) -> None:
        """Take what a refresh found."""
        for change in changes:
            if change.before is not None:
                self._waiting.pop(change.after.dispute_id, None)
                self._waiting[change.after.dispute_id] = change

    def drop(self, ids: Collection[DisputeId]) -> None:
        """The user has seen these meanwhile."""
        for each in ids:
            self._waiting.pop(each, None)

    def clear(self) -> None:
        """Forget everything: another account was opened."""
        self._waiting.clear()

    def wait(self, now: datetime) -> timedelta | None:
        """How long until the next announcement may be made; None where there is none to make."""
        if not self._waiting:
            return None
        if self._last is None or now < self._last:  # by a clock that was set back
            return timedelta()
        return max(self._last + ANNOUNCE_EVERY - now, timedelta())

    def take(self, now: datetime) -> tuple[Change, ...]:
        """What to announce now, in the order of the changes; nothing before its time."""
        wait = self.wait(now)
        if wait is None or wait > timedelta():
            return ()
        taken = tuple(self._waiting.values())
        self._waiting.clear()
        self._last = now
        return taken
