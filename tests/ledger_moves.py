"""The moves of a filing in the ledger, with what a test does not care about left out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal

from app.domain.disputes.disputes import Ceiling, Dispute
from app.domain.errors import AppError
from app.domain.filing.doubt import NOT_FOUND, last_sent
from app.domain.filing.filing import Attempt, AttemptKind, DisputeDraft, Filing, FilingState
from app.domain.filing.match import Match
from app.domain.ids import BusinessDisputeId, DisputeId
from app.storage.ledger.ledger import FilingLedger
from tests.builders import NOON


def begin(
    ledger: FilingLedger,
    draft: DisputeDraft,
    *,
    known: Collection[DisputeId] = (),
    ceiling: Ceiling | Decimal | None = None,
    now: datetime = NOON,
    again: bool = False,
) -> Filing:
    """Write down that a draft is about to be sent."""
    attempt = Attempt(AttemptKind.CREATE, now)
    return ledger.begin_sending(
        draft, known_ids=known, ceiling=ceiling, attempt=attempt, again=again
    )


def end(
    ledger: FilingLedger,
    reference: BusinessDisputeId,
    to: FilingState,
    now: datetime = NOON,
    *,
    code: int | None = None,
    text: str = "",
    request_id: str = "",
) -> Filing:
    """Write down what came of sending."""
    begun = ledger.get(reference)
    sent = last_sent(begun) if begun else None
    started = sent.started if sent else now
    attempt = Attempt(AttemptKind.CREATE, started, now, to.value, code, text, request_id)
    ledger.attempt_is_over(reference)
    return ledger.end_attempt(reference, attempt, to=to)


def look(
    ledger: FilingLedger,
    reference: BusinessDisputeId,
    now: datetime = NOON,
    *,
    started: datetime | None = None,
    ours: Dispute | None = None,
    candidates: Collection[Dispute] = (),
    nothing_found: bool = False,
    error: AppError | None = None,
) -> Filing:
    """Write down a look into CJ's lists: what it found, or how it failed."""
    filing = ledger.get(reference)
    attempt = Attempt(AttemptKind.READ_BACK, started or now, now, NOT_FOUND)
    if error:
        told = error.exchange
        attempt = Attempt(
            AttemptKind.READ_BACK,
            started or now,
            now,
            type(error).__name__,
            told.code,
            told.text,
            told.request_id,
        )
    return ledger.record_look(
        reference,
        attempt,
        times_sent=filing.times_sent if filing else 0,
        found=None if error else Match(ours, tuple(candidates)),
        nothing_found=nothing_found,
    )
