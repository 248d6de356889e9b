"""Which dispute in CJ's lists a filing became.

CJ echoes no reference of ours, and publishes neither that it honours its own filters nor how soon
it lists what it took. So a dispute is taken for ours only by what it says itself; what leaves a
doubt is for a person to decide. Pure functions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.disputes.state import may_be_open
from app.domain.filing.filing import DisputeDraft, Filing, FilingState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.domain.disputes.disputes import Dispute
    from app.domain.filing.filing import Attempt
    from app.domain.ids import DisputeId, LineItemId

CLOCK_SLACK = timedelta(seconds=3)
"""By how much the clock that CJ answers with and the one in its dispute numbers may differ: both
tell whole seconds."""
LONGEST_REQUEST = timedelta(seconds=60)
"""How long after it left a request may still reach CJ: also after it was given up, or the program
died."""

_TIME_IN_ID = re.compile(r"SH(\d{12})\d*")
_LATELY = timedelta(hours=15)
"""What CJ made longer before a request did not come of it, however wrong its clocks are."""
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_QUARTER = timedelta(minutes=15)
_TELLING = timedelta(seconds=30)
"""Up to this length of a window a time without a zone seldom fits by chance."""
_ZONES = range(-14 * 4, 14 * 4 + 1)
"""All offsets from UTC that are in use, in quarters of an hour."""


class Window(NamedTuple):
    """The time within which CJ can have made a dispute of one request, by CJ's clock (UTC)."""

    start: datetime
    end: datetime
    waited: datetime
    """Until when somebody waited for the answer, within which CJ makes nearly all. Later than that
    it makes one only where the request was given up and is still on its way."""

    def holds(self, at: datetime) -> bool:
        """Whether a moment lies within it."""
        return self.start <= at <= self.end


class Cover(Enum):
    """What a dispute tells of the line items that it is about."""

    SAME = "same"
    PART = "part"
    """It names some of ours and not just these: CJ may split what was filed, or add to it."""
    OTHER = "other"
    UNTOLD = "untold"
    """It names none, or not all of them, and none that is not ours."""


@dataclass(frozen=True, slots=True)
class Match:
    """What lists tell of a filing."""

    ours: Dispute | None = None
    candidates: tuple[Dispute, ...] = ()
    """What may be ours, where none is ours beyond doubt; the likeliest first."""


def match(
    filing: Filing,
    listed: Iterable[Dispute],
    *,
    claimed: Collection[DisputeId],
    named: Collection[DisputeId] = (),
    listed_for: Collection[DisputeId] = (),
    zone: timedelta | None = None,
    are_alike: bool = True,
    order_lines: Collection[LineItemId] = (),
) -> Match:
    """Find the dispute that a sent filing became.

    A dispute that was known before sending, or that is `claimed` by another filing, is out of the
    question. The line items decide; where a row does not tell them, CJ's own word that it is
    about the order (`named`) does, and where it tells no time either, that CJ listed it when asked
    for the order (`listed_for`) makes it one that may be. Of all that may be about our items there
    may be only one, or others that another filing is: that one is ours, if it was made while our
    request was under way, is told to be about our items, and for a reason that does not speak
    against it. Where somebody else disputes the same items, that one fits the time proves little.
    Anything else is a candidate. `zone` is how far the list's times are ahead of UTC, where that
    was learnt; `are_alike` as in `cover_of`. `order_lines` are those that the order is known to
    have: a dispute listed for it that names others calls them otherwise.

    CJ's clocks may differ, its zone may change with summer, and it may split a claim: what is about
    a part of our items, or listed for the order since, is a candidate unless it was made long ago.

    What was handed over may be made at any time since it was prepared, and is a candidate where it
    was made since the draft was begun: a word may have been changed here after it was opened. In
    all that time many disputes are made that do not tell their items, so only those of the order
    count; where the items are not known here either, all of the order do.
    """
    known = filing.known_dispute_ids or frozenset()
    fresh = {each.dispute_id: each for each in listed if each.dispute_id not in known}
    are_alike = are_alike or _names_any(filing.draft.line_ids, fresh.values())
    windows = [window_of(each) for each in filing.sent]
    # CJ made nothing of a request that it declined, be it because it knows the reference: what it
    # made just then is somebody else's.
    proving = [window_of(each) for each in filing.sent if not each.was_declined]
    handed_over = filing.handed_over if filing.state is FilingState.HANDED_OVER else None
    begun: list[Window] = []
    if handed_over:
        prepared = handed_over.cj_started or handed_over.started
        windows.append(_since(prepared))
        if handed_over.cj_started:  # this computer's clock alone may be hours off
            proving.append(_since(prepared))
        begun.append(_since(prepared - (handed_over.started - filing.created)))
    fitting, possible, vague, has_rival = [], [], [], False
    of_order, unclaimed = frozenset(order_lines), {*listed_for} - {*claimed}
    for each in fresh.values():
        cover = _cover(each, filing.draft, named, are_alike=are_alike)
        in_time = was_made_in(each, windows, zone)
        is_maybe = in_time is None and each.dispute_id in listed_for
        is_untold = cover is Cover.UNTOLD and not (is_maybe or each.dispute_id in named)
        is_far_off = handed_over and not _is_of_order(each, filing.draft, named)
        is_out = is_untold and (is_far_off or not in_time)
        if is_out or cover in (Cover.OTHER, Cover.PART):
            is_hinted = cover is Cover.PART or (is_untold and each.dispute_id in listed_for)
            # A list may call items otherwise than a detail does, by which another one fits.
            is_rival = in_time is not False and each.dispute_id in unclaimed
            is_rival = is_rival and not line_ids_of(each) <= of_order
            if (is_hinted or is_rival) and not handed_over and _is_recent(each, windows):
                vague.append(each)
                has_rival = has_rival or is_rival
            continue
        if handed_over and in_time is False and was_made_in(each, begun, zone) is False:
            continue
        if in_time is not False and not _reason_differs(filing, each):
            fitting.append(each)
        else:
            possible.append(each)
    # One that does not tell when it was made, or about what, may be ours, but is not taken for it.
    is_alone = len(fitting) == 1 and all(each.dispute_id in claimed for each in possible)
    is_alone = is_alone and not has_rival
    if is_alone and was_made_in(fitting[0], proving, zone):
        (only,) = fitting
        is_about_ours = _cover(only, filing.draft, named, are_alike=are_alike) is Cover.SAME
        if is_about_ours and only.dispute_id not in claimed:
            return Match(ours=only)
    found = (*_newest_first(fitting), *_newest_first(possible), *_newest_first(vague))
    return Match(candidates=tuple(each for each in found if each.dispute_id not in claimed))


def others_about(
    lines: Collection[LineItemId],
    listed: Iterable[Dispute],
    *,
    accepted: Collection[str] = (),
    ours: Collection[DisputeId] = (),
    are_alike: bool = True,
) -> tuple[Dispute, ...]:
    """Disputes that may be undecided, and name any of these items or do not tell all of theirs.

    Those `accepted` were shown to a person, who wants another one beside them; `ours` were filed
    here about some of these items, whatever CJ tells of that. `are_alike` as in `cover_of`.
    """
    wanted, listed = frozenset(lines), tuple(listed)
    are_alike = are_alike or _names_any(wanted, listed)
    found = [
        each
        for each in listed
        if may_be_open(each)
        and each.dispute_id not in accepted
        and (
            each.dispute_id in ours
            or wanted & line_ids_of(each)
            or cover_of(each, wanted, are_alike=are_alike) is Cover.UNTOLD
        )
    ]
    return tuple(_newest_first(found))


def came_of_requests(
    filing: Filing, listed: Iterable[Dispute], zone: timedelta | None, *, are_alike: bool
) -> tuple[Dispute, ...]:
    """What may have come of any request of a filing, CJ's no to it or not, be it over by now.

    It was not there before, and names some of the items, or was made in the time of a request and
    does not tell all of its items. `zone` and `are_alike` as in `match`.
    """
    if filing.known_dispute_ids is None:
        return ()
    windows = [window_of(each) for each in filing.requests]
    return tuple(
        each
        for each in listed
        if each.dispute_id not in filing.known_dispute_ids
        and (
            line_ids_of(each) & filing.draft.line_ids
            or (
                cover_of(each, filing.draft.line_ids, are_alike=are_alike) is Cover.UNTOLD
                and was_made_in(each, windows, zone) is not False
            )
        )
    )


def cover_of(dispute: Dispute, lines: Collection[LineItemId], *, are_alike: bool = True) -> Cover:
    """Whether a dispute is about just these line items.

    `are_alike` says whether CJ was seen to call items in disputes as it does in orders, which it
    does not publish. As long as it was not, one that names none of them may be about them, too.
    """
    told, wanted = line_ids_of(dispute), frozenset(lines)
    is_whole = bool(told) and len(told) == len(dispute.lines)
    if told.isdisjoint(wanted):
        return Cover.OTHER if told and are_alike else Cover.UNTOLD
    if told == wanted and is_whole:
        return Cover.SAME
    return Cover.UNTOLD if told <= wanted and not is_whole else Cover.PART


def _names_any(lines: Collection[LineItemId], listed: Iterable[Dispute]) -> bool:
    return any(not line_ids_of(each).isdisjoint(lines) for each in listed)


def _cover(
    dispute: Dispute, draft: DisputeDraft, named: Collection[DisputeId], *, are_alike: bool
) -> Cover:
    """Whether a dispute is about a draft's items; of the order, where the draft knows none."""
    if draft.lines:
        return cover_of(dispute, draft.line_ids, are_alike=are_alike)
    return Cover.SAME if _is_of_order(dispute, draft, named) else Cover.OTHER


def _is_of_order(dispute: Dispute, draft: DisputeDraft, named: Collection[DisputeId]) -> bool:
    """Whether a dispute is known to be about the draft's order."""
    is_numbered = bool(draft.order_number) and dispute.order_number == draft.order_number
    return is_numbered or dispute.order_id == draft.order_id or dispute.dispute_id in named


def line_ids_of(dispute: Dispute) -> frozenset[LineItemId]:
    """The line items that a dispute names."""
    return frozenset(line.line_item_id for line in dispute.lines if line.line_item_id)


def time_in_id(dispute_id: str) -> datetime | None:
    """The UTC time that a dispute number of the present kind holds: SH, yyMMddHHmmss, digits."""
    found = _TIME_IN_ID.fullmatch(dispute_id)
    try:
        return datetime.strptime(found[1], "%y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None  # a number of the older kind, which holds none


def made_at(dispute: Dispute) -> datetime | None:
    """When CJ made a dispute, where that is told beyond doubt."""
    in_id, told = time_in_id(dispute.dispute_id), dispute.created
    if in_id and told and abs(in_id - told) > _LATELY:
        in_id = None  # digits of the older kind, which look like a time by chance
    return in_id or (dispute.created if dispute.created_is_exact else None)


def was_made_in(
    dispute: Dispute, windows: Sequence[Window], zone: timedelta | None = None
) -> bool | None:
    """Whether a dispute was made within one of these times; None where it does not tell.

    A time of the list has no zone. As long as that was not learnt, the time counts where it fits
    in any zone there is: minutes and seconds still tell most others apart. They do so only for a
    short time: in what comes after a request was given up, too many would fit by chance.
    """
    exact = made_at(dispute)
    if exact is not None:
        return any(window.holds(exact) for window in windows)
    if dispute.created is None:
        return None
    if zone is not None:
        return any(window.holds(dispute.created - zone) for window in windows)
    readings = [dispute.created - quarters * _QUARTER for quarters in _ZONES]
    short = [each for each in windows if each.waited - each.start <= _TELLING]
    if any(each.start <= at <= each.waited for each in short for at in readings):
        return True
    return None if any(each.holds(at) for each in windows for at in readings) else False


def _is_recent(dispute: Dispute, windows: Sequence[Window]) -> bool:
    """Whether it may have come of a request, as far as clocks can be wrong."""
    at = made_at(dispute) or dispute.created
    return at is None or any(at >= window.start - _LATELY for window in windows)


def zone_between(listed: datetime, at: datetime) -> timedelta | None:
    """How far a time of the list is ahead of the UTC time that it stands for.

    None where the two are no whole quarters of an hour apart, so that they are not the same.
    """
    quarters = round((listed - at) / _QUARTER)
    zone = quarters * _QUARTER
    is_same = abs(listed - at - zone) <= CLOCK_SLACK + LONGEST_REQUEST
    return zone if is_same and quarters in _ZONES else None


def window_of(attempt: Attempt) -> Window:
    """The time within which CJ can have made a dispute of a request.

    An answer ends it, a gateway's too; a request that was given up may still be on its way.
    """
    start, waited = _span(attempt)
    waited = max(start, waited)
    end = waited if attempt.was_answered else start + LONGEST_REQUEST
    return Window(start - CLOCK_SLACK, end + CLOCK_SLACK, waited + CLOCK_SLACK)


def _since(start: datetime) -> Window:
    """The time within which a person can have made a dispute that was prepared then."""
    end = datetime.max.replace(tzinfo=UTC)
    return Window(start - CLOCK_SLACK, end, end)


def _span(sent: Attempt) -> tuple[datetime, datetime]:
    """When a request left, and when its answer came or nobody waited for it any longer.

    By CJ's clock where it told one. A program that died waits for as long as a request lives.
    """
    start, end = sent.started, sent.ended
    if sent.cj_started:
        start, end = sent.cj_started, sent.cj_ended
    elif sent.cj_ended and end:  # the answer was the first to tell CJ's time
        lasted = min(abs(end - start), LONGEST_REQUEST / 2)
        start, end = sent.cj_ended - 2 * lasted, sent.cj_ended
    latest = start + LONGEST_REQUEST
    # CJ tells its time in whole seconds, so that an end may read as just before the start.
    is_sound = end is not None and start - CLOCK_SLACK <= end <= latest
    return start, end if end and is_sound else latest


def answered_at(sent: Attempt) -> datetime:
    """When CJ has answered a request, or nobody waited for it any longer."""
    return max(_span(sent))


def _reason_differs(filing: Filing, dispute: Dispute) -> bool:
    """Whether a dispute's reason is another one than ours, which CJ may word in two ways."""
    ours, theirs = (filing.draft.reason.name if filing.draft.reason else ""), dispute.reason
    if not ours or not theirs or _folded(ours) == _folded(theirs):
        return False
    families = (family_of(ours).general, family_of(theirs).general)
    return ReasonFamily.OTHER not in families and families[0] is not families[1]


def _folded(text: str) -> str:
    return "".join(text.casefold().split())


def _newest_first(disputes: Iterable[Dispute]) -> list[Dispute]:
    return sorted(
        disputes,
        key=lambda each: (made_at(each) or each.created or _LONG_AGO, each.dispute_id),
        reverse=True,
    )
