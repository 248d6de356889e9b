"""What is known of a filing that has left, in words: how it stands, and what can be done.

Nothing here promises what CJ does: it has not said what it makes of a reference that it gets twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.disputes.state import decision
from app.domain.filing.doubt import (
    ASKED_AFTER,
    CANDIDATES_FOUND,
    NOT_FOUND,
    is_ready_to_be_sent_again,
    is_to_be_asked_for,
    last_sent,
    looks_since_sent,
    may_be_taken_back,
    sending_again_from,
    taking_back_from,
)
from app.domain.filing.filing import Attempt, AttemptKind, Filing, FilingState
from app.domain.filing.match import made_at
from app.domain.text import one_line
from app.ui.messages import formatting

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute

translate = QCoreApplication.translate


def title(filing: Filing) -> str:
    """How it stands, in a heading."""
    if filing.state is FilingState.CONFIRMED:
        number = one_line(filing.dispute_id or "", 80)
        return translate("OutcomePage", "Filed: {number}").format(number=number)
    if filing.state is FilingState.HANDED_OVER:
        return translate("OutcomePage", "Opened in My CJ")
    if filing.state is FilingState.FILED:
        if not filing.is_recorded:
            return translate("OutcomePage", "Filed, but not written down yet")
        if may_be_taken_back(filing):
            return translate("OutcomePage", "Filed, but CJ does not list it")
        return translate("OutcomePage", "Filed. CJ's number is not listed yet")
    if not filing.is_recorded:
        return translate("OutcomePage", "Not confirmed yet, and not written down")
    return translate("OutcomePage", "Not confirmed yet")


def meaning(filing: Filing, now: datetime) -> str:
    """What that means, and on what word of CJ's it rests."""
    if not filing.is_recorded:
        unwritten = translate(
            "OutcomePage",
            "This could not be written to the disk yet and is kept in memory: do not quit the "
            "program. Free some space on the disk, or close what holds the data file; then check "
            "again, which writes it down.",
        )
        return formatting.sentences(_answer(filing, now), unwritten)
    if filing.state is FilingState.HANDED_OVER:
        return _handed_over(filing, now)
    if filing.state is FilingState.CONFIRMED and filing.handed_over:
        return translate(
            "OutcomePage",
            "You opened it in My CJ, and CJ lists it under this number. It is among your disputes "
            "now.",
        )
    if filing.state is FilingState.CONFIRMED and not filing.times_sent:
        return translate(
            "OutcomePage",
            "CJ had this dispute already, and you said that it is the one. Nothing was sent. It "
            "is among your disputes now.",
        )
    if filing.state is FilingState.CONFIRMED:
        return translate(
            "OutcomePage", "CJ has the dispute under this number. It is among your disputes now."
        )
    return _answer(filing, now)


def looks(filing: Filing, now: datetime) -> str:
    """What was looked at since it was sent, how often, when last, and what it told."""
    looked = looks_since_sent(filing)
    last, failed = filing.attempts[-1] if filing.attempts else None, ""
    if last and last.kind is AttemptKind.READ_BACK and last not in looked:
        failed = translate("OutcomePage", "The check at {time} failed.").format(
            time=formatting.short_moment(last.started, now)
        )
    if not looked:
        return failed or translate("OutcomePage", "CJ's lists have not been read since.")
    count = translate(
        "OutcomePage", "Checks at CJ so far: {count}, the last one at {time}."
    ).format(count=len(looked), time=formatting.short_moment(looked[-1].started, now))
    return formatting.sentences(count, _told(looked[-1]), failed)


def sending_again(filing: Filing, now: datetime) -> str:
    """Whether it may be sent again, or what that waits for."""
    if filing.nothing_found:
        return translate(
            "OutcomePage",
            "CJ's lists do not show the dispute, and its items can still be disputed. CJ does not "
            "promise to know the reference: if it has the dispute after all, there may be two.",
        )
    if filing.candidates:
        return translate(
            "OutcomePage",
            "Sending again is not offered while CJ lists a dispute that may be this one.",
        )
    if not is_ready_to_be_sent_again(filing):
        earliest = sending_again_from(filing, now)
        if earliest <= now:
            return translate("OutcomePage", "Sending again may be possible after one more check.")
        return translate(
            "OutcomePage",
            "Sending again is possible at the earliest at {time}, after three checks of CJ's lists "
            "that find nothing.",
        ).format(time=formatting.short_moment(earliest, now))
    if filing.attempts[-1] == looks_since_sent(filing)[-1]:
        return translate(
            "OutcomePage",
            "Sending again is not offered: CJ does not say that the items can still be disputed, "
            "so it may hold them for this dispute.",
        )
    return translate("OutcomePage", "Sending again is possible after a check that succeeds.")


def preparing(filing: Filing) -> str:
    """What a copy for My CJ is for, where CJ may have the dispute from a request before."""
    order = one_line(filing.draft.order_number or filing.draft.order_id, 60)
    return translate(
        "OutcomePage",
        "CJ takes disputes for order {order} in My CJ only, as it answered. See in My CJ whether "
        "the dispute is there. If it is not: a copy with every field as it was is made ready to be "
        "opened there. This one is still looked for.",
    ).format(order=order)


def asking_to_send() -> str:
    """What is asked before it is sent again."""
    return translate(
        "OutcomePage",
        "Send a second request to CJ? Nothing is lost by waiting. Press the button once more to "
        "send.",
    )


def taking_back(filing: Filing, now: datetime) -> str:
    """What having it back as a draft means, or when that is possible."""
    if filing.state is FilingState.HANDED_OVER:
        return translate(
            "OutcomePage",
            "If you did not open it: it becomes a draft again with every field as it was.",
        )
    if may_be_taken_back(filing):
        return translate(
            "OutcomePage",
            "It becomes a draft again with every field as it was. Before it is filed anew, CJ's "
            "lists are read once more; if CJ has it and lists it only later, there may be two.",
        )
    earliest = taking_back_from(filing, now)
    if earliest <= now:
        return translate(
            "OutcomePage",
            "After five checks, you can have it back as a draft, or say which dispute of the order "
            "it is.",
        )
    return translate(
        "OutcomePage",
        "If it stays like this, you can have it back as a draft, or say which dispute of the order "
        "it is: at the earliest at {time}, after five checks.",
    ).format(time=formatting.short_moment(earliest, now))


def waiting(filing: Filing) -> str:
    """What happens where nothing is done."""
    if filing.state is FilingState.HANDED_OVER:
        return translate(
            "OutcomePage",
            "As soon as CJ lists a dispute about these items, this filing takes its number. If "
            "there are several, you choose.",
        )
    return translate(
        "OutcomePage",
        "The program goes on looking by itself while it runs, also when this window is closed. It "
        "sends nothing by itself.",
    )


def dispute_line(dispute: Dispute, *, is_filed_here: bool = False) -> str:
    """A dispute of CJ's to choose: its number, when it was made, and CJ's words for it."""
    at = made_at(dispute)
    if at is not None:
        time = formatting.moment(at)
    elif dispute.created is not None:
        time = translate("OutcomePage", "about {time} (CJ names no time zone)").format(
            time=formatting.moment(dispute.created)
        )
    else:
        time = translate("OutcomePage", "time not told")
    facts = [one_line(each, 60) for each in (dispute.reason, dispute.status)]
    decided = decision(dispute)
    if decided is not None:
        facts.append(formatting.outcome(decided))
    if is_filed_here:
        facts.append(translate("OutcomePage", "filed from this program"))
    return f"{one_line(dispute.dispute_id, 60)} · {time}\n" + " · ".join(filter(None, facts))


def _handed_over(filing: Filing, now: datetime) -> str:
    """When it was opened in My CJ, and after a while the question whether it was."""
    record = filing.handed_over
    at = (record.ended or record.started) if record else filing.changed
    said = translate(
        "OutcomePage",
        "You opened it in My CJ ({time}). Nothing was sent from here, and nothing will be.",
    ).format(time=formatting.short_moment(at, now))
    if not is_to_be_asked_for(filing):
        return said
    asked = translate(
        "OutcomePage", "Did you open it? CJ has not listed it for {days} days."
    ).format(days=ASKED_AFTER.days)
    return formatting.sentences(said, asked)


def _answer(filing: Filing, now: datetime) -> str:
    """What CJ answered to the last request."""
    if filing.state is FilingState.SENDING:
        return translate(
            "OutcomePage",
            "It is being sent from another window of this program. Check again to see what came "
            "of it.",
        )
    sent = last_sent(filing)
    time = formatting.short_moment(sent.started, now) if sent else ""
    if filing.state is FilingState.FILED and may_be_taken_back(filing):
        return translate(
            "OutcomePage",
            "CJ answered yes to the request of {time}, but its lists have not shown the dispute "
            "since. CJ's support may find it by the request id, which is under Details.",
        ).format(time=time)
    if filing.state is FilingState.FILED:
        return translate(
            "OutcomePage",
            "CJ answered yes to the request of {time}. The dispute's number comes with CJ's list.",
        ).format(time=time)
    if sent and sent.was_declined:
        return translate(
            "OutcomePage",
            "CJ answered the request of {time} with a no (“{text}”) that does not tell whether it "
            "has the dispute. Nothing is sent again by itself.",
        ).format(time=time, text=one_line(sent.text, 160))
    if sent is None:
        return translate(
            "OutcomePage",
            "Whether the dispute was sent could not be found out. Nothing is sent again by itself.",
        )
    return translate(
        "OutcomePage",
        "The dispute was sent at {time}, but no clear answer came: CJ may have it or not. Nothing "
        "is sent again by itself.",
    ).format(time=time)


def _told(look: Attempt) -> str:
    """What the last look told that told anything."""
    if look.result == NOT_FOUND:
        return translate(
            "OutcomePage",
            "Neither the order's disputes nor CJ's newest ones nor the order itself show it.",
        )
    if look.result == CANDIDATES_FOUND:
        return translate("OutcomePage", "There is a dispute that may be this one.")
    return translate(
        "OutcomePage", "It was not found, but CJ has not said for certain that it has nothing."
    )
