"""The ledger of filings: what keeps a dispute from being filed twice or lost.

design.md section 4 is the specification. Every public method that changes something is one
transaction, on the disk when it returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.disputes import Ceiling, Dispute
from app.domain.errors import AlreadyBeingFiled, AppError, NotAllowedNow
from app.domain.filing import Attempt, AttemptKind, DisputeDraft, Filing, FilingState, may_move
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId
from app.domain.money import to_cents
from app.storage import filing_rows as rows
from app.storage.dispute_writing import adopt
from app.storage.draft_text import same_filing
from app.storage.drafts import (
    DraftStore,
    existing,
    require,
    store_draft,
)
from app.storage.moments import to_ms
from app.storage.plain_text import storable
from app.storage.process_lock import ProcessMark

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime
    from decimal import Decimal

    from app.storage.database import Database

NOT_FOUND = "not found"
"""Result of a read-back that saw CJ's list without the dispute in it."""
INTERRUPTED = "interrupted"
"""Result of an attempt whose process died."""


class FilingLedger(DraftStore):
    """Drafts and filings of one account.

    Methods raise `NotAllowedNow` where the filing's state forbids the move, `StorageFailed` where
    the file cannot be used; then nothing was changed.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._mark = ProcessMark(database.path.parent / "running")

    def open_filings(self) -> tuple[Filing, ...]:
        """Filings that CJ may have or has, without a dispute number yet; the oldest first."""
        return self._load(
            "WHERE state IN ('sending', 'unknown', 'filed') ORDER BY created, reference"
        )

    def all_for_order(self, order_id: OrderId) -> tuple[Filing, ...]:
        """Every filing for an order, whatever became of it, the newest first."""
        return self._load(
            "WHERE order_id = ? AND discarded IS NULL ORDER BY created DESC, reference",
            storable(order_id),
        )

    def with_dispute(self, dispute_id: DisputeId) -> Filing | None:
        """The filing that became this dispute; None where it was filed elsewhere."""
        found = self._load("WHERE dispute_id = ?", storable(dispute_id))
        return found[0] if found else None

    def claimed_dispute_ids(self) -> frozenset[DisputeId]:
        """The disputes that filings became: none of them can be another filing's."""
        with self._database.read() as connection:
            found = connection.execute("SELECT dispute_id FROM filings WHERE dispute_id NOT NULL")
            return frozenset(DisputeId(row[0]) for row in found)

    def holder_of(self, lines: Collection[LineItemId]) -> BusinessDisputeId | None:
        """The filing under way that has one of these line items, if there is one."""
        with self._database.read() as connection:
            holders = (rows.holder_of(connection, line) for line in lines)
            return next((each for each in holders if each), None)

    def begin_sending(
        self,
        draft: DisputeDraft,
        *,
        known_ids: Collection[DisputeId] | None,
        ceiling: Ceiling | Decimal | None,
        now: datetime,
        again: bool = False,
    ) -> int:
        """Write down that this draft is about to be sent; gives the number of the attempt.

        Only whoever this returns to may send. It takes hold of the line items: raises
        `AlreadyBeingFiled` where another filing has one. A filing whose fate is unknown may only
        be sent `again`, which somebody has to ask for: a second click on the button must not
        count as that. It must be unchanged, after a read-back that found nothing, and keeps the
        list of disputes known before it was first sent.
        """
        if not draft.lines:
            raise ValueError("a draft without line items cannot be sent")
        owner = self._mark.name()
        with self._database.write() as connection:
            if again:
                _require_nothing_found(connection, draft)
            else:
                store_draft(connection, draft, now)
            holder = rows.hold_lines(connection, draft.reference, draft.line_ids)
            if holder:
                raise AlreadyBeingFiled(holder)
            rows.move(connection, draft.reference, FilingState.SENDING, now)
            given = None if known_ids is None else rows.ids_to_text(known_ids)
            connection.execute(
                "UPDATE filings SET owner = ?, nothing_found = 0, ceiling_cents = ?,"
                " ceiling_parts = ?,"
                " known_ids = CASE WHEN ? THEN coalesce(known_ids, ?) ELSE coalesce(?, known_ids)"
                " END WHERE reference = ?",
                (owner, *_ceiling_columns(ceiling), again, given, given, draft.reference),
            )
            return rows.add_attempt(connection, draft.reference, Attempt(AttemptKind.CREATE, now))

    def end_attempt(
        self,
        reference: BusinessDisputeId,
        number: int,
        *,
        to: FilingState,
        now: datetime,
        result: str = "",
        code: int | None = None,
        text: str = "",
        request_id: str = "",
    ) -> Filing:
        """Write down what came of sending: filed, refused, unknown, or draft if it never left."""
        with self._database.write() as connection:
            state = existing(connection, reference).state
            attempt = Attempt(
                AttemptKind.CREATE, now, now, result or to.value, code, text, request_id
            )
            if state is not FilingState.SENDING or not may_move(state, to):
                raise NotAllowedNow(state.value)
            if not rows.close_attempt(connection, reference, number, attempt):
                raise NotAllowedNow(state.value)
            rows.move(connection, reference, to, now)
            return existing(connection, reference)

    def record_read_back(
        self,
        reference: BusinessDisputeId,
        *,
        now: datetime,
        started: datetime | None = None,
        sent: int | None = None,
        dispute: Dispute | None = None,
        error: AppError | None = None,
    ) -> Filing:
        """Write down what looking into CJ's list told of a filing whose number is not known.

        With a dispute the filing is confirmed and the dispute linked to its order; one that
        another filing became counts as none. Without either, nothing was found, and an unknown
        filing may be sent again. With an error nothing is known, and sending again must wait.
        `sent` is how often it had been sent when the list was asked for: where another window
        has sent it meanwhile, a list without it proves nothing.
        """
        begun = started or now
        with self._database.write() as connection:
            filing = existing(connection, reference)
            require(filing.state, FilingState.UNKNOWN, FilingState.FILED, FilingState.CONFIRMED)
            if error or (dispute and _is_claimed(connection, dispute.dispute_id, reference)):
                dispute = None
            if error:
                attempt = rows.failed_attempt(AttemptKind.READ_BACK, begun, now, error)
            else:
                result = FilingState.CONFIRMED.value if dispute else NOT_FOUND
                attempt = Attempt(AttemptKind.READ_BACK, begun, now, result)
            rows.add_attempt(connection, reference, attempt)
            if filing.state is not FilingState.CONFIRMED:  # another window was faster
                is_proof = error is None and sent in (None, _times_sent(filing))
                _apply_read_back(connection, filing, dispute, now, is_proof=is_proof)
            return existing(connection, reference)

    def add_attempt(self, reference: BusinessDisputeId, attempt: Attempt) -> int:
        """Add a request that moves nothing to the record, such as a cancellation.

        Gives its number, for `close_attempt` where it is still under way.
        """
        with self._database.write() as connection:
            existing(connection, reference)
            return rows.add_attempt(connection, reference, attempt)

    def close_attempt(self, reference: BusinessDisputeId, number: int, attempt: Attempt) -> None:
        """Write down what came of a request that was added while it was under way."""
        with self._database.write() as connection:
            rows.close_attempt(connection, reference, number, attempt)

    def recover(self, now: datetime) -> tuple[Filing, ...]:
        """Give filings that a dead process was sending the state unknown; gives those.

        To be called at start. What a living process is sending is left to it. Drafts that were
        discarded long ago and never sent are deleted.
        """
        with self._database.write() as connection:
            sending = connection.execute(
                "SELECT reference, owner FROM filings WHERE state = 'sending'"
            ).fetchall()
            abandoned = [
                BusinessDisputeId(row["reference"])
                for row in sending
                if not self._mark.is_alive(row["owner"] or "")
            ]
            for reference in abandoned:
                connection.execute(
                    "UPDATE attempts SET ended = ?, result = ?"
                    " WHERE reference = ? AND ended IS NULL",
                    (to_ms(now), INTERRUPTED, reference),
                )
                rows.move(connection, reference, FilingState.UNKNOWN, now)
            recovered = tuple(existing(connection, reference) for reference in abandoned)
        self.delete_discarded(now)
        self._mark.sweep()
        return recovered


def _require_nothing_found(connection: sqlite3.Connection, draft: DisputeDraft) -> None:
    """Raise `NotAllowedNow` unless this is a filing of unknown fate that may be sent again."""
    stored = existing(connection, draft.reference)
    require(stored.state, FilingState.UNKNOWN)
    if not stored.nothing_found or not same_filing(stored.draft, draft):
        raise NotAllowedNow(stored.state.value)


def _times_sent(filing: Filing) -> int:
    return sum(each.kind is AttemptKind.CREATE for each in filing.attempts)


def _is_claimed(
    connection: sqlite3.Connection, dispute_id: DisputeId, reference: BusinessDisputeId
) -> bool:
    found = connection.execute(
        "SELECT 1 FROM filings WHERE dispute_id = ? AND reference <> ?",
        (storable(dispute_id), reference),
    )
    return found.fetchone() is not None


def _apply_read_back(
    connection: sqlite3.Connection,
    filing: Filing,
    dispute: Dispute | None,
    now: datetime,
    *,
    is_proof: bool,
) -> None:
    if dispute:
        connection.execute(
            "UPDATE filings SET dispute_id = ?, nothing_found = 0 WHERE reference = ?",
            (storable(dispute.dispute_id), filing.reference),
        )
        rows.move(connection, filing.reference, FilingState.CONFIRMED, now)
        adopt(connection, dispute, filing, now)
    elif filing.state is FilingState.UNKNOWN:
        connection.execute(
            "UPDATE filings SET nothing_found = ?, changed = ? WHERE reference = ?",
            (is_proof, to_ms(now), filing.reference),
        )


def _ceiling_columns(ceiling: Ceiling | Decimal | None) -> tuple[int | None, str | None]:
    """The total in cents, and the parts where they are known."""
    if isinstance(ceiling, Ceiling):
        return to_cents(ceiling.total), rows.ceiling_to_text(ceiling)
    return (None if ceiling is None else to_cents(ceiling)), None
