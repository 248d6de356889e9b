"""The ledger of filings: what keeps a dispute from being filed twice or lost.

Every public method that changes something is one
transaction, on the disk when it returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.disputes import Ceiling, Dispute
from app.domain.errors import AlreadyBeingFiled, NotAllowedNow
from app.domain.filing import (
    EDITABLE,
    Attempt,
    AttemptKind,
    DisputeDraft,
    Filing,
    FilingState,
    may_move,
)
from app.domain.filing_match import Match, may_be_taken_back, zone_between
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId
from app.domain.money import to_cents
from app.domain.text import storable
from app.storage.database.process_lock import ProcessMark
from app.storage.dispute_writing import adopt
from app.storage.draft_text import same_filing
from app.storage.drafts import (
    DraftStore,
    existing,
    require,
    store_draft,
)
from app.storage.ledger import rows
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from datetime import datetime, timedelta
    from decimal import Decimal

    from app.storage.database.database import Database

INTERRUPTED = "interrupted"
"""Result of an attempt whose end nobody could write down."""

_OPEN = (FilingState.UNKNOWN, FilingState.FILED)


class FilingLedger(DraftStore):
    """Drafts and filings of one account.

    Methods raise `NotAllowedNow` where the filing's state forbids the move, `StorageFailed` where
    the file cannot be used; then nothing was changed.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._mark = ProcessMark(database.path.parent / "running")
        self._under_way: set[BusinessDisputeId] = set()
        """What this program is sending now."""

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

    def disputes_with(self, lines: Collection[LineItemId]) -> frozenset[DisputeId]:
        """The disputes that filings with any of these line items became."""
        marks = ", ".join("?" * len(lines))
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT dispute_id FROM filings WHERE dispute_id NOT NULL AND EXISTS ("  # noqa: S608 - question marks
                "SELECT 1 FROM json_each(draft, '$.lines')"
                f" WHERE json_extract(value, '$.line_item_id') IN ({marks}))",
                [storable(each) for each in lines],
            )
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
        known_ids: Collection[DisputeId],
        ceiling: Ceiling | Decimal | None,
        attempt: Attempt,
        again: bool = False,
    ) -> Filing:
        """Write down that this draft is about to be sent; gives the filing, being sent.

        Only whoever this returns to may send. It takes hold of the line items: raises
        `AlreadyBeingFiled` where another filing has one. A filing whose fate is unknown may only
        be sent `again`, which somebody has to ask for: a second click on the button must not
        count as that. It must be unchanged, after looks that found nothing. To the disputes that
        are known not to be this one come those that are stored about its line items by now.
        """
        if not draft.lines:
            raise ValueError("a draft without line items cannot be sent")
        owner, now = self._mark.name(), attempt.started
        with self._database.write() as connection:
            if again:
                _require_nothing_found(connection, draft)
            else:
                store_draft(connection, draft, now)
            holder = rows.hold_lines(connection, draft.reference, draft.line_ids)
            if holder:
                raise AlreadyBeingFiled(holder)
            before = existing(connection, draft.reference).known_dispute_ids or frozenset()
            # What was not known before the first sending may be what came of it.
            known = before if again else {*known_ids, *before, *_stored_about(connection, draft)}
            rows.move(connection, draft.reference, FilingState.SENDING, now)
            connection.execute(
                "UPDATE filings SET owner = ?, nothing_found = 0, candidates = NULL,"
                " ceiling_cents = ?, ceiling_parts = ?, known_ids = ? WHERE reference = ?",
                (
                    owner,
                    *_ceiling_columns(ceiling),
                    rows.ids_to_text(sorted(known)),
                    draft.reference,
                ),
            )
            rows.add_attempt(connection, draft.reference, attempt)
            begun = existing(connection, draft.reference)
        self._under_way.add(draft.reference)
        return begun

    def attempt_is_over(self, reference: BusinessDisputeId) -> None:
        """The request has ended, whether or not what came of it can be written down."""
        self._under_way.discard(reference)

    def end_attempt(
        self,
        reference: BusinessDisputeId,
        attempt: Attempt,
        *,
        to: FilingState,
        nothing_found: bool = False,
    ) -> Filing:
        """Write down what came of sending: filed, refused, unknown, or draft if it never left.

        `nothing_found` where the request certainly did nothing, so that what was known of an
        unknown filing before it is known still.
        """
        now = attempt.ended or attempt.started
        with self._database.write() as connection:
            filing = existing(connection, reference)
            if filing.state is not FilingState.SENDING or not may_move(filing.state, to):
                raise NotAllowedNow(filing.state.value)
            # It is the last one: a filing is sent by one program at a time.
            number = max(
                number
                for number, each in enumerate(filing.attempts, start=1)
                if each.kind is AttemptKind.CREATE
            )
            if not rows.close_attempt(connection, reference, number, attempt):
                raise NotAllowedNow(filing.state.value)
            rows.move(connection, reference, to, now)
            connection.execute(
                "UPDATE filings SET nothing_found = ? WHERE reference = ?",
                (nothing_found, reference),
            )
            return existing(connection, reference)

    def record_look(
        self,
        reference: BusinessDisputeId,
        attempt: Attempt,
        *,
        times_sent: int,
        found: Match | None = None,
        nothing_found: bool = False,
    ) -> Filing:
        """Write down what a look into CJ's lists told of a filing whose number is not known.

        With a dispute of ours the filing is confirmed and the dispute linked to its order; one
        that another filing became counts as none. Without `found` the look failed, and nothing
        is known that was not known before, but sending again must wait. `times_sent` is how often
        the filing had been sent when the look began: where another window has sent it meanwhile,
        a look without it proves nothing.
        """
        now = attempt.ended or attempt.started
        with self._database.write() as connection:
            filing = existing(connection, reference)
            require(filing.state, *_OPEN, FilingState.CONFIRMED)
            ours = found.ours if found else None
            if ours and _is_claimed(connection, ours.dispute_id, reference):
                ours = None
            rows.add_attempt(connection, reference, attempt)
            if filing.state is FilingState.CONFIRMED:  # another window was faster
                return existing(connection, reference)
            if ours:
                _confirm(connection, filing, ours, now)
            else:
                candidates = filing.candidates
                if found:
                    candidates = tuple(each.dispute_id for each in found.candidates)
                is_proof = nothing_found and times_sent == filing.times_sent and not candidates
                connection.execute(
                    "UPDATE filings SET nothing_found = ?, candidates = ?, changed = ?"
                    " WHERE reference = ?",
                    (
                        is_proof and filing.state is FilingState.UNKNOWN,
                        rows.ids_to_text(candidates) if candidates else None,
                        to_ms(now),
                        reference,
                    ),
                )
            return existing(connection, reference)

    def confirm(self, reference: BusinessDisputeId, dispute: Dispute, now: datetime) -> Filing:
        """This filing became that dispute: its own lists say so, or a person does.

        Raises `NotAllowedNow` where the filing has a number already, or the dispute is another
        filing's.
        """
        with self._database.write() as connection:
            filing = existing(connection, reference)
            require(filing.state, *_OPEN, *EDITABLE)
            if _is_claimed(connection, dispute.dispute_id, reference):
                raise NotAllowedNow(filing.state.value)
            _confirm(connection, filing, dispute, now)
            return existing(connection, reference)

    def take_back(self, reference: BusinessDisputeId, now: datetime) -> Filing:
        """Make a sent filing a draft again, because a person says so; it lets go of its lines.

        Raises `NotAllowedNow` where that is not open yet.
        """
        with self._database.write() as connection:
            filing = existing(connection, reference)
            if not may_be_taken_back(filing):
                raise NotAllowedNow(filing.state.value)
            rows.move(connection, reference, FilingState.DRAFT, now)
            connection.execute(
                "UPDATE filings SET nothing_found = 0, candidates = NULL WHERE reference = ?",
                (reference,),
            )
            return existing(connection, reference)

    def interrupt(self, reference: BusinessDisputeId, now: datetime) -> Filing | None:
        """A filing that reads as being sent by this program, which sends it no more, is unknown.

        So where what came of sending could not be written down. Gives the filing as it stands.
        """
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT owner FROM filings WHERE reference = ? AND state = 'sending'", (reference,)
            ).fetchone()
            if row and row["owner"] == self._mark.name() and reference not in self._under_way:
                _abandon(connection, reference, now)
            return rows.load_one(connection, reference)

    def zone_of_list(self) -> timedelta | None:
        """How far the times of CJ's list are ahead of UTC, learnt from filings confirmed last."""
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT disputes.created, coalesce(cj_started, started) FROM disputes"
                " JOIN filings USING (dispute_id) JOIN attempts USING (reference)"
                " WHERE NOT created_is_exact AND disputes.created NOT NULL AND state = 'confirmed'"
                " AND kind = 'create' ORDER BY started DESC LIMIT 1"
            ).fetchone()
        return zone_between(from_ms(found[0]), from_ms(found[1])) if found else None

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
                _abandon(connection, reference, now)
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


def _stored_about(connection: sqlite3.Connection, draft: DisputeDraft) -> set[DisputeId]:
    """The disputes that are stored about a draft's line items or its order."""
    marks = ", ".join("?" * len(draft.lines))
    found = connection.execute(
        f"SELECT dispute_id FROM dispute_lines WHERE line_item_id IN ({marks})"  # noqa: S608 - question marks
        " UNION SELECT dispute_id FROM disputes WHERE order_id = ?",
        (*(storable(line.line_item_id) for line in draft.lines), storable(draft.order_id)),
    )
    return {DisputeId(row[0]) for row in found}


def _abandon(connection: sqlite3.Connection, reference: BusinessDisputeId, now: datetime) -> None:
    connection.execute(
        "UPDATE attempts SET ended = ?, result = ? WHERE reference = ? AND ended IS NULL",
        (to_ms(now), INTERRUPTED, reference),
    )
    rows.move(connection, reference, FilingState.UNKNOWN, now)


def _is_claimed(
    connection: sqlite3.Connection, dispute_id: DisputeId, reference: BusinessDisputeId
) -> bool:
    found = connection.execute(
        "SELECT 1 FROM filings WHERE dispute_id = ? AND reference <> ?",
        (storable(dispute_id), reference),
    )
    return found.fetchone() is not None


def _confirm(
    connection: sqlite3.Connection, filing: Filing, dispute: Dispute, now: datetime
) -> None:
    connection.execute(
        "UPDATE filings SET dispute_id = ?, nothing_found = 0, candidates = NULL"
        " WHERE reference = ?",
        (storable(dispute.dispute_id), filing.reference),
    )
    rows.move(connection, filing.reference, FilingState.CONFIRMED, now)
    adopt(connection, dispute, filing, now)


def _ceiling_columns(ceiling: Ceiling | Decimal | None) -> tuple[int | None, str | None]:
    """The total in cents, and the parts where they are known."""
    if isinstance(ceiling, Ceiling):
        return to_cents(ceiling.total), rows.ceiling_to_text(ceiling)
    return (None if ceiling is None else to_cents(ceiling)), None
