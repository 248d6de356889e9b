"""Programs that are broken on purpose: a harness that lets one of them pass is worth nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import app.services.filing as filing_module
from app.domain.disputes import Dispute
from app.domain.filing import DisputeDraft, Filing, FilingState
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, new_business_dispute_id
from app.services.drafts import DraftService
from app.services.filing import FilingService
from app.storage.filings import FilingLedger
from tests.faults.pausing import PausingLedger


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


class _SecondDecides(FilingService):
    """Takes what became of the second request for what became of the filing."""

    def _state_after_again(self, _reference: BusinessDisputeId, wanted: FilingState) -> FilingState:
        return wanted


class _DoubtIsYes(PausingLedger):
    """Writes "filed" where no trustworthy answer came."""

    def end_attempt(self, *args: Any, **options: Any) -> Filing:
        if options["to"] is FilingState.UNKNOWN:
            options["to"] = FilingState.FILED
        return super().end_attempt(*args, **options)


class _ForgetsTheRow(PausingLedger):
    """Writes down what came of sending only afterwards, and a doubt not at all."""

    def begin_sending(self, *args: Any, **options: Any) -> int:
        number = super().begin_sending(*args, **options)
        self._set(args[0].reference, FilingState.DRAFT)
        return number

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


def _newest(
    _lines: Collection[LineItemId], _known: Collection[DisputeId], listed: Iterable[Dispute]
) -> Dispute | None:
    return next(iter(listed), None)


_DOUBTS = ("TimedOut", "Offline", "ServerFailed", "UnexpectedResponse")
_BROKEN = {
    "": Parts(),
    "repeats-create": Parts(filing=_RepeatsCreate),
    "new-reference": Parts(filing=_RepeatsUnderANewReference),
    "sends-at-start": Parts(filing=_SendsAtStart),
    "second-decides": Parts(filing=_SecondDecides),
    "doubt-is-yes": Parts(ledger=_DoubtIsYes),
    "forgets-the-row": Parts(ledger=_ForgetsTheRow),
    "saves-late": Parts(drafts=_SavesLate),
    "adopts-anything": Parts(),
}
NAMES = tuple(filter(None, _BROKEN))
"""Each of them must be caught by the judge."""


def of(name: str) -> Parts:
    """The parts of a program broken in this way; the real ones for "". Changes this process."""
    if name == "adopts-anything":
        vars(filing_module)["find_filed"] = _newest
    return _BROKEN[name]
