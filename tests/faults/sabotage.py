"""Programs that are broken on purpose: a harness that lets one of them pass is worth nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import app.services.filing.filing as filing_module
import app.services.filing.looks as looks_module
from app.domain.disputes.disputes import Dispute
from app.domain.errors import AppError
from app.domain.filing.doubt import NOT_FOUND, looks_since_sent
from app.domain.filing.filing import DisputeDraft, Filing, FilingState
from app.domain.filing.match import Match
from app.domain.ids import DisputeId, new_business_dispute_id
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.storage.ledger.ledger import FilingLedger
from tests.faults.programs.pausing import PausingLedger


@dataclass(frozen=True, slots=True)
class Parts:
    """What a program is built from."""

    ledger: type[PausingLedger] = PausingLedger
    filing: type[FilingService] = FilingService
    drafts: type[DraftService] = DraftService


class _RepeatsCreate(FilingService):
    """Takes a doubt for a no and sends once more, by itself."""

    def _send(self, draft: DisputeDraft, *rest: Any, **options: Any) -> Filing:
        filing = super()._send(draft, *rest, **options)
        if any(each.result in _DOUBTS for each in filing.attempts):
            self._connection.api.disputes.create(draft.order_id, self._repeated(draft))
        return filing

    def _repeated(self, draft: DisputeDraft) -> DisputeDraft:
        return draft


class _RepeatsUnderANewReference(_RepeatsCreate):
    """The mistake of two public clients: every try has an id of its own."""

    def _repeated(self, draft: DisputeDraft) -> DisputeDraft:
        return replace(draft, reference=new_business_dispute_id())


class _SendsAtStart(FilingService):
    """Finishes what a dead process left, by sending it."""

    def recover(self) -> tuple[Filing, ...]:
        open_filings = super().recover()
        for each in open_filings:
            self._connection.api.disputes.create(each.draft.order_id, each.draft)
        return open_filings


class _IgnoresTheGuard(FilingService):
    """Sends whatever CJ lists for the line items."""

    def _others(self, *_: Any) -> None:
        return None


class _FailureIsUnsent(FilingService):
    """Tells that the data file is locked, and nothing of the request that has left."""

    def _end(self, begun: Filing, sending: Any) -> Filing:
        self._ledger.attempt_is_over(begun.reference)
        return self._ledger.end_attempt(begun.reference, sending.attempt, to=sending.state)


class _SecondDecides(PausingLedger):
    """Takes what became of the second request for what became of the filing."""

    def end_attempt(self, *args: Any, **options: Any) -> Filing:
        if args[1].result in _DECLINED:
            options["to"] = FilingState.REFUSED
        return super().end_attempt(*args, **options)


class _DoubtIsYes(PausingLedger):
    """Writes "filed" where no trustworthy answer came."""

    def end_attempt(self, *args: Any, **options: Any) -> Filing:
        if options["to"] is FilingState.UNKNOWN:
            options["to"] = FilingState.FILED
        return super().end_attempt(*args, **options)


class _ForgetsTheRow(PausingLedger):
    """Writes down what came of sending only afterwards, and a doubt not at all."""

    def begin_sending(self, *args: Any, **options: Any) -> Filing:
        begun = super().begin_sending(*args, **options)
        self._set(begun.reference, FilingState.DRAFT)
        return begun

    def end_attempt(self, *args: Any, **options: Any) -> Filing:
        if options["to"] is FilingState.UNKNOWN:
            options["to"] = FilingState.DRAFT
        self._set(args[0], FilingState.SENDING)
        return super().end_attempt(*args, **options)

    def _set(self, reference: str, state: FilingState) -> None:
        with self._database.write() as connection:
            connection.execute(
                "UPDATE filings SET state = ? WHERE reference = ?", (state.value, reference)
            )


class _SavesLate(DraftService):
    """Keeps the newest text in memory until the next one comes."""

    def __init__(self, ledger: FilingLedger, now: Any) -> None:
        super().__init__(ledger, now)
        self._waiting: list[DisputeDraft] = []

    def save(self, draft: DisputeDraft) -> datetime:
        self._waiting.append(draft)
        return super().save(self._waiting[max(0, len(self._waiting) - 4)])


def _newest(_filing: Filing, listed: Iterable[Dispute], **_: Any) -> Match:
    """Adopts anything that is listed."""
    found = sorted(listed, key=lambda each: each.dispute_id)
    return Match(ours=found[-1] if found else None)


def _new(filing: Filing, listed: Iterable[Dispute], **options: Any) -> Match:
    """Adopts whatever is new, whatever it is about."""
    claimed: Collection[DisputeId] = options["claimed"]
    known = {*(filing.known_dispute_ids or ()), *claimed}
    return Match(ours=next((each for each in listed if each.dispute_id not in known), None))


def _after_one_look(filing: Filing) -> bool:
    """Offers to send again after a single look that found nothing."""
    looks = looks_since_sent(filing)
    return bool(looks) and looks[-1].result == NOT_FOUND


_usual_state_after = filing_module._state_after


def _text_proves_it(error: AppError) -> FilingState:
    """Takes a refusal that speaks of the reference for the proof that CJ has it."""
    state = _usual_state_after(error)
    speaks = error.not_processed and state is FilingState.UNKNOWN
    return FilingState.FILED if speaks else state


_DECLINED = ("Refused", "InvalidInput", "NotFound")
_DOUBTS = ("TimedOut", "Offline", "ServerFailed", "UnexpectedResponse")
_BROKEN = {
    "": Parts(),
    "repeats-create": Parts(filing=_RepeatsCreate),
    "new-reference": Parts(filing=_RepeatsUnderANewReference),
    "sends-at-start": Parts(filing=_SendsAtStart),
    "ignores-the-guard": Parts(filing=_IgnoresTheGuard),
    "failure-is-unsent": Parts(filing=_FailureIsUnsent),
    "second-decides": Parts(ledger=_SecondDecides),
    "doubt-is-yes": Parts(ledger=_DoubtIsYes),
    "forgets-the-row": Parts(ledger=_ForgetsTheRow),
    "saves-late": Parts(drafts=_SavesLate),
    "adopts-anything": Parts(),
    "adopts-the-new": Parts(),
    "sends-after-one-look": Parts(),
    "text-proves-it": Parts(),
}
NAMES = tuple(filter(None, _BROKEN))
"""Each of them must be caught by the judge."""
_REPLACED = {
    "adopts-anything": (looks_module, "match", _newest),
    "adopts-the-new": (looks_module, "match", _new),
    "sends-after-one-look": (looks_module, "is_ready_to_be_sent_again", _after_one_look),
    "text-proves-it": (filing_module, "_state_after", _text_proves_it),
}


def of(name: str) -> Parts:
    """The parts of a program broken in this way; the real ones for "". Changes this process."""
    if name in _REPLACED:
        module, function, wrong = _REPLACED[name]
        vars(module)[function] = wrong
    return _BROKEN[name]
