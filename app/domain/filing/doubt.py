"""How long it stays in doubt what became of a filing, and what a person may do about it when.

So what looks into CJ's lists have shown, and from when it may be sent again or taken back. Pure
functions.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from app.domain.errors import NOT_MADE_THROUGH_API
from app.domain.filing.filing import AttemptKind, Filing, FilingState
from app.domain.filing.match import answered_at

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.domain.filing.filing import Attempt

LOOK_DISTANCE = timedelta(seconds=30)
LOOKS_BEFORE_SENDING = 3
SENDING_AGAIN_AFTER = timedelta(minutes=2)
LOOKS_BEFORE_TAKING_BACK = 5
TAKING_BACK_AFTER = timedelta(minutes=30)
ASKED_AFTER = timedelta(days=14)
"""What no look shows so long after it was handed over, a person is asked whether they opened it."""

NOT_FOUND = "not found"
"""Result of a look that saw all that CJ lists, and no dispute that may be ours."""
NOT_WHOLE = "not whole"
"""Result of a look that found nothing, where CJ did not say that there is nothing."""
CANDIDATES_FOUND = "candidates"
"""Result of a look that found what may be ours, and leaves it to a person."""
_LOOKED = frozenset({NOT_FOUND, NOT_WHOLE, CANDIDATES_FOUND})


def looks_since_sent(filing: Filing) -> tuple[Attempt, ...]:
    """The looks into CJ's lists that told something since it was sent or handed over last.

    A request that CJ has not taken in changes nothing of what they told.
    """
    looks: list[Attempt] = []
    for each in filing.attempts:
        is_sent = each.kind is AttemptKind.CREATE and each.was_taken_in
        if is_sent or each.kind is AttemptKind.HAND_OVER:
            looks.clear()
        elif each.kind is AttemptKind.READ_BACK and each.result in _LOOKED:
            looks.append(each)
    return tuple(looks)


def last_sent(filing: Filing) -> Attempt | None:
    """The request that filed it last, whatever came of it."""
    return next((a for a in reversed(filing.attempts) if a.kind is AttemptKind.CREATE), None)


def _last_taken_in(filing: Filing) -> Attempt | None:
    """The latest of the requests that CJ may have looked at."""
    sent = (a for a in reversed(filing.attempts) if a.kind is AttemptKind.CREATE)
    return next((each for each in sent if each.was_taken_in), None)


def is_in_doubt_of_my_cj(filing: Filing) -> bool:
    """Whether CJ takes it in My CJ only, as it answered, and may have it from a request before."""
    sent = last_sent(filing)
    code = sent.code if sent else None
    return filing.state is FilingState.UNKNOWN and code == NOT_MADE_THROUGH_API


def is_ready_to_be_sent_again(filing: Filing) -> bool:
    """Whether CJ's lists have shown long and often enough that they have nothing of this filing.

    What its line items say is still to be asked, and then a person.
    """
    sent, looks = _last_taken_in(filing), looks_since_sent(filing)
    if filing.state is not FilingState.UNKNOWN or sent is None or not looks:
        return False
    is_late = _at(looks[-1]) - answered_at(sent) >= SENDING_AGAIN_AFTER
    return is_late and len(_found_nothing_at(looks)) >= LOOKS_BEFORE_SENDING


def sending_again_from(filing: Filing, now: datetime) -> datetime:
    """The earliest moment at which looks can have shown that CJ's lists have nothing of it.

    By this computer's clock, as `now` is. Whether they will find nothing is another matter.
    """
    sent, found_nothing = _last_taken_in(filing), _found_nothing_at(looks_since_sent(filing))
    ahead = sent.started - (sent.cj_started or sent.started) if sent else timedelta()
    last = found_nothing[-1] if found_nothing else now - ahead - LOOK_DISTANCE
    missing = max(LOOKS_BEFORE_SENDING - len(found_nothing), 0)
    late = answered_at(sent) + SENDING_AGAIN_AFTER if sent else last
    return max(late, last + missing * LOOK_DISTANCE) + ahead


def taking_back_from(filing: Filing, now: datetime) -> datetime:
    """The earliest moment at which looks that find nothing clear have gone on for long enough."""
    looks = looks_since_sent(filing)
    return (looks[0].started if looks else now) + TAKING_BACK_AFTER


def may_be_taken_back(filing: Filing) -> bool:
    """Whether a person may have a sent filing back as a draft, or choose its dispute freely.

    So where it may be sent again, or after five looks over half an hour that did not end the
    doubt: a yes that CJ never lists must not be the end of the claim. What was handed over was
    not sent from here, so a person may have it back at any time.
    """
    if filing.state is FilingState.HANDED_OVER:
        return True
    if filing.state not in (FilingState.UNKNOWN, FilingState.FILED):
        return False
    looks = looks_since_sent(filing)
    # From look to look: a clock that is set back in between must not undo the wait before.
    waits = [_at(later) - _at(earlier) for earlier, later in pairwise(looks)]
    waited = sum((each for each in waits if each > timedelta()), timedelta())
    has_waited = waited >= TAKING_BACK_AFTER and len(looks) >= LOOKS_BEFORE_TAKING_BACK
    return filing.nothing_found or has_waited


def is_to_be_asked_for(filing: Filing) -> bool:
    """Whether a person is to be asked if it was opened in My CJ: once, when CJ lists none.

    That takes a look after all the time: of what nobody could look for nothing is known.
    """
    handed_over, looks = filing.handed_over, looks_since_sent(filing)
    if filing.state is not FilingState.HANDED_OVER or handed_over is None or not looks:
        return False
    at = handed_over.ended or handed_over.started
    is_answered = any(
        each.kind is AttemptKind.KEEP_WAITING and each.started >= at for each in filing.attempts
    )
    has_waited = looks[-1].started - at >= ASKED_AFTER
    return has_waited and not (is_answered or filing.candidates)


def _at(look: Attempt) -> datetime:
    """When a look was taken: by CJ's clock, also for the first one after a start, if it tells one.

    Only by one clock can two looks be told apart: this computer's may be days off.
    """
    return look.cj_started or look.cj_ended or look.started


def _found_nothing_at(looks: Sequence[Attempt]) -> list[datetime]:
    """When looks in a row have found nothing, as far as they are far enough apart to count."""
    counted: list[datetime] = []
    for each in looks:
        if each.result != NOT_FOUND:
            counted.clear()
        elif not counted or _at(each) - counted[-1] >= LOOK_DISTANCE:
            counted.append(_at(each))
    return counted
