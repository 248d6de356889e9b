"""The ledger of filings: what keeps a dispute from being filed twice or lost.

Drafts are saved at once, kept in versions, and taken back when discarded by mistake. Every public
method that changes something is one transaction, on the disk when it returns.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TYPE_CHECKING

from app.domain.disputes.disputes import Ceiling, Dispute
from app.domain.errors import NOT_MADE_THROUGH_API, NotAllowedNow, StorageFailed
from app.domain.filing.doors import FilingAnswer
from app.domain.filing.doubt import NOT_WHOLE, may_be_taken_back
from app.domain.filing.filing import (
    EDITABLE,
    Attempt,
    AttemptKind,
    DisputeDraft,
    Door,
    DraftVersion,
    Filing,
    FilingState,
    may_move,
)
from app.domain.filing.match import Match, zone_between
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId
from app.domain.money import to_cents
from app.domain.text import storable
from app.storage.attachments import AttachmentStore
from app.storage.database.process_lock import ProcessMark
from app.storage.history.cache import adopt
from app.storage.history.rows import ids_about
from app.storage.history.sync_state import is_from_backup
from app.storage.json_text import to_text
from app.storage.ledger import rows
from app.storage.timestamps import from_ms, to_ms

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection
    from contextlib import AbstractContextManager
    from decimal import Decimal

    from app.storage.database.database import Database

_log = logging.getLogger(__name__)

INTERRUPTED = "interrupted"
"""Result of an attempt whose end nobody could write down."""

_OPEN = (FilingState.UNKNOWN, FilingState.FILED, FilingState.HANDED_OVER)

_DISCARDED_KEPT = timedelta(days=30)
"""How long a discarded draft can be taken back."""
_IN_EDITABLE = "state IN ('draft', 'refused') AND discarded IS NULL"
"""The condition for a draft that may change, in SQL."""

_DISCARDED = "discarded"


class FilingLedger:
    """Drafts and filings of one account.

    Methods raise `NotAllowedNow` where the filing's state forbids the move, `StorageFailed` where
    the file cannot be used; then nothing was changed.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files = AttachmentStore.beside(database)
        self._mark = ProcessMark(database.path.parent / "running")
        self._under_way: set[BusinessDisputeId] = set()
        """What this program is sending now."""

    def opened(self) -> AbstractContextManager[None]:
        """Units of work within it open the data file once: see `Database.opened`."""
        return self._database.opened()

    def get(self, reference: BusinessDisputeId) -> Filing | None:
        """The filing with this reference; None where there is none or it was discarded.

        What a dead process was sending is unknown, also where that cannot be written down yet.
        """
        with self._database.read() as connection:
            found = rows.load_one(connection, reference)
            return self._as_they_are(connection, (found,))[0] if found else None

    def editable(self) -> tuple[Filing, ...]:
        """Drafts and refused filings, the one changed last first."""
        return self._load(f"WHERE {_IN_EDITABLE} ORDER BY changed DESC, reference")

    def last_sent(self) -> Filing | None:
        """The filing that was sent last, whatever became of it."""
        found = self._load("WHERE state <> 'draft' ORDER BY changed DESC, reference LIMIT 1")
        return next(iter(found), None)

    def save_draft(self, draft: DisputeDraft, now: datetime) -> Filing:
        """Store a draft, new or changed; gives the filing as it is stored then.

        Nothing is written where nothing changed. A draft with nothing in it never replaces one
        with something in it: the stored one is given back. One that lost a part keeps the draft
        before it as a version.
        """
        stored = self.get(draft.reference)
        if stored and stored.state in EDITABLE and not _replaces(draft, stored.draft):
            return stored
        with self._database.write() as connection:
            _store_draft(connection, draft, now)
            return _existing(connection, draft.reference)

    def versions(self, reference: BusinessDisputeId) -> tuple[DraftVersion, ...]:
        """The last ten versions of a draft, the newest first, which is the present one."""
        with self._database.read() as connection:
            return rows.versions_of(connection, reference)

    def restore(self, reference: BusinessDisputeId, number: int, now: datetime) -> Filing:
        """Make an earlier version the present one; the one it replaces stays a version.

        Raises `LookupError` where there is no such version (any more).
        """
        with self._database.write() as connection:
            _require(_existing(connection, reference).state, *EDITABLE)
            versions = rows.versions_of(connection, reference)
            version = next((each for each in versions if each.number == number), None)
            if version is None:
                raise LookupError(f"no version {number}")
            rows.put_draft(connection, version.draft, now)
            rows.add_version(connection, version.draft, now, apart=True)
            return _existing(connection, reference)

    def discard(self, reference: BusinessDisputeId, now: datetime) -> None:
        """Put a draft away: to be taken back for 30 days, or for good once it was sent."""
        with self._database.write() as connection:
            _require(_existing(connection, reference).state, *EDITABLE)
            connection.execute(
                "UPDATE filings SET discarded = ? WHERE reference = ?", (to_ms(now), reference)
            )

    def undo_discard(self, reference: BusinessDisputeId) -> Filing:
        """Take a discarded draft back."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE filings SET discarded = NULL WHERE reference = ?", (reference,)
            )
            return _existing(connection, reference)

    def delete_discarded(self, now: datetime) -> None:
        """Delete drafts that were discarded long ago and never sent, and the files with them.

        One whose files cannot be deleted, because another program has them open, waits.
        """
        with self._database.write() as connection:  # nobody may take one back meanwhile
            found = connection.execute(
                "SELECT reference FROM filings WHERE discarded < ?"
                " AND reference NOT IN (SELECT reference FROM attempts)",
                (to_ms(now - _DISCARDED_KEPT),),
            ).fetchall()
            for (reference,) in found:
                try:
                    self._files.delete_all(reference)
                except StorageFailed as error:
                    _log.info("The files of a discarded draft stay for now: %s", error.cause.value)
                    continue
                connection.execute("DELETE FROM filings WHERE reference = ?", (reference,))

    def is_from_backup(self, reference: BusinessDisputeId) -> bool:
        """Whether it was restored: it may have been sent after the backup was made."""
        with self._database.read() as connection:
            return is_from_backup(connection, reference)

    def open_filings(self) -> tuple[Filing, ...]:
        """Filings that CJ may have or has, without a dispute number yet; the oldest first.

        As `get` tells them.
        """
        return self._load(
            "WHERE state IN ('sending', 'unknown', 'filed', 'handed over')"
            " ORDER BY created, reference"
        )

    def handed_over_beside(self, reference: BusinessDisputeId) -> tuple[Filing, ...]:
        """Other filings that a person has opened in My CJ and that have no number yet; the newest
        first.
        """
        return self._load(
            "WHERE state = 'handed over' AND reference <> ? ORDER BY changed DESC, reference",
            reference,
        )

    def all_for_order(self, order_id: OrderId) -> tuple[Filing, ...]:
        """Every filing for an order, whatever became of it, the newest first."""
        return self._load(
            "WHERE order_id = ? AND discarded IS NULL ORDER BY created DESC, reference",
            storable(order_id),
        )

    def with_dispute(self, dispute_id: DisputeId) -> Filing | None:
        """The filing that became this dispute; None where it was filed elsewhere."""
        return next(iter(self._load("WHERE dispute_id = ?", storable(dispute_id))), None)

    def answers(self) -> tuple[FilingAnswer, ...]:
        """What CJ answered last to disputes about each order: that it has it, or code 9009.

        It has those, too, that were found in its lists after no clear answer.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT order_id, code IS :code AS is_for_my_cj, max(started) FROM attempts"
                " JOIN filings USING (reference) WHERE attempts.kind = 'create'"
                " AND (code IS :code OR result = 'filed' OR (state = 'confirmed'"
                " AND NOT not_processed AND NOT EXISTS (SELECT 1 FROM attempts AS other"
                " WHERE other.reference = attempts.reference AND other.kind = 'hand over'"
                " AND other.number > attempts.number)))"
                " GROUP BY order_id, is_for_my_cj",
                {"code": NOT_MADE_THROUGH_API},
            )
            return tuple(
                FilingAnswer(OrderId(row[0]), bool(row[1]), from_ms(row[2])) for row in found
            )

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
        if draft.door is not Door.API:
            raise ValueError("a draft that a person opens in My CJ cannot be sent")
        owner, now = self._mark.name(), attempt.started
        with self._database.write() as connection:
            if again:
                _require_nothing_found(connection, draft)
            else:
                _store_draft(connection, draft, now)
            rows.hold_lines(connection, draft.reference, draft.line_ids)
            before = _existing(connection, draft.reference).known_dispute_ids or frozenset()
            stored = ids_about(connection, draft.order_id, draft.line_ids)
            # What was not known before the first sending may be what came of it.
            known = before if again else {*known_ids, *before, *stored}
            rows.move(connection, draft.reference, FilingState.SENDING, now)
            connection.execute(
                "UPDATE filings SET owner = ?, ceiling_cents = ?, ceiling_parts = ?, known_ids = ?"
                " WHERE reference = ?",
                (owner, *_ceiling_columns(ceiling), to_text(sorted(known)), draft.reference),
            )
            rows.add_attempt(connection, draft.reference, attempt)
            begun = _existing(connection, draft.reference)
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
        times_sent: int | None = None,
    ) -> Filing:
        """Write down what came of sending: filed, refused, unknown, or draft if it never left.

        `nothing_found` where the request certainly did nothing, so that what was known of an
        unknown filing before it is known still. `times_sent` is which request it is, the last one
        if it is None: what was waiting for the disk must not end a later one.
        """
        now = attempt.ended or attempt.started
        with self._database.write() as connection:
            filing = _existing(connection, reference)
            is_later = times_sent is not None and filing.times_sent != times_sent
            if (
                filing.state is not FilingState.SENDING
                or is_later
                or not may_move(filing.state, to)
            ):
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
            return _existing(connection, reference)

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
            filing = _existing(connection, reference)
            _require(filing.state, *_OPEN, FilingState.CONFIRMED)
            ours = found.ours if found else None
            if ours and _is_claimed(connection, ours.dispute_id, reference):
                ours, attempt = None, replace(attempt, result=NOT_WHOLE)
            rows.add_attempt(connection, reference, attempt)
            if filing.state is FilingState.CONFIRMED:  # another window was faster
                return _existing(connection, reference)
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
                        to_text(candidates) if candidates else None,
                        to_ms(now),
                        reference,
                    ),
                )
            return _existing(connection, reference)

    def confirm(self, reference: BusinessDisputeId, dispute: Dispute, now: datetime) -> Filing:
        """This filing became that dispute, because a person says so.

        Raises `NotAllowedNow` where the filing has another number, or the dispute is another
        filing's, and `AlreadyBeingFiled` where one of a draft's line items is being filed: that
        dispute may be what comes of it.
        """
        with self._database.write() as connection:
            filing = _existing(connection, reference)
            if filing.dispute_id == dispute.dispute_id:
                return filing
            _require(filing.state, *_OPEN, *EDITABLE)
            if filing.state is not FilingState.HANDED_OVER:  # which holds none
                rows.hold_lines(connection, reference, filing.draft.line_ids)
            if _is_claimed(connection, dispute.dispute_id, reference):
                raise NotAllowedNow(filing.state.value)
            _confirm(connection, filing, dispute, now)
            return _existing(connection, reference)

    def hand_over(
        self, draft: DisputeDraft, attempt: Attempt, ceiling: Ceiling | Decimal | None
    ) -> Filing:
        """A person has opened this draft in My CJ. It holds no line items: nothing was sent.

        `attempt` tells when that was said. The record begins when the draft was first as it is now:
        CJ cannot have it from before. Raises `NotAllowedNow` where it is being sent or has left.
        """
        if draft.door is not Door.MY_CJ:
            raise ValueError("a draft that is sent from here cannot be handed over")
        now = attempt.started
        with self._database.write() as connection:
            _store_draft(connection, draft, now)
            versions = rows.versions_of(connection, draft.reference)
            same = takewhile(lambda each: rows.same_filing(each.draft, draft), versions)
            prepared = min((now, *(each.saved for each in same)))
            cj_now = attempt.cj_started
            record = replace(
                attempt,
                started=prepared,
                ended=now,
                cj_started=cj_now and cj_now - (now - prepared),
                cj_ended=cj_now,
            )
            rows.move(connection, draft.reference, FilingState.HANDED_OVER, now)
            connection.execute(
                "UPDATE filings SET ceiling_cents = ?, ceiling_parts = ? WHERE reference = ?",
                (*_ceiling_columns(ceiling), draft.reference),
            )
            rows.add_attempt(connection, draft.reference, record)
            return _existing(connection, draft.reference)

    def keep_waiting(self, reference: BusinessDisputeId, now: datetime) -> Filing:
        """A person was asked about what was handed over, and waits for CJ to list it."""
        with self._database.write() as connection:
            filing = _existing(connection, reference)
            if filing.state is FilingState.HANDED_OVER:
                rows.add_attempt(connection, reference, Attempt(AttemptKind.KEEP_WAITING, now, now))
            return _existing(connection, reference)

    def take_back(self, reference: BusinessDisputeId, now: datetime) -> Filing:
        """Make a sent filing a draft again, because a person says so; it lets go of its lines.

        Raises `NotAllowedNow` where that is not open yet.
        """
        with self._database.write() as connection:
            filing = _existing(connection, reference)
            if not may_be_taken_back(filing):
                raise NotAllowedNow(filing.state.value)
            rows.move(connection, reference, FilingState.DRAFT, now)
            return _existing(connection, reference)

    def interrupt(self, reference: BusinessDisputeId, now: datetime) -> Filing | None:
        """A filing that reads as being sent by this program, which sends it no more, is unknown.

        So where what came of sending could not be written down. Gives the filing as it stands.
        """
        with self._database.write() as connection:
            row = connection.execute(
                "SELECT owner FROM filings WHERE reference = ? AND state = 'sending'", (reference,)
            ).fetchone()
            if row and row["owner"] == self._mark.name() and reference not in self._under_way:
                abandon(connection, reference, now)
            return rows.load_one(connection, reference)

    def zone_of_list(self) -> timedelta | None:
        """How far the times of CJ's list are ahead of UTC, as the last filing has shown.

        Only of one that was sent from here and that a look confirmed is it known when CJ made it:
        what a person names or has opened in My CJ may have been made at another time.
        """
        with self._database.read() as connection:
            found = connection.execute(
                "SELECT disputes.created, coalesce(sent.cj_started, sent.started) FROM disputes"
                " JOIN filings USING (dispute_id) JOIN attempts AS sent USING (reference)"
                " JOIN attempts AS look USING (reference)"
                " WHERE NOT created_is_exact AND disputes.created NOT NULL AND state = 'confirmed'"
                " AND NOT EXISTS (SELECT 1 FROM attempts AS other WHERE"
                " other.reference = sent.reference AND other.kind = 'hand over')"
                " AND sent.kind = 'create' AND look.kind = 'read back' AND look.result = ?"
                " ORDER BY sent.started DESC LIMIT 1",
                (FilingState.CONFIRMED.value,),
            ).fetchone()
        return zone_between(from_ms(found[0]), from_ms(found[1])) if found else None

    def add_attempt(self, reference: BusinessDisputeId, attempt: Attempt) -> int:
        """Add a request that moves nothing to the record, such as a cancellation.

        Gives its number, for `close_attempt` where it is still under way.
        """
        with self._database.write() as connection:
            _existing(connection, reference)
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
            abandoned = self._abandoned(connection)
            for reference in abandoned:
                abandon(connection, reference, now)
            recovered = tuple(_existing(connection, reference) for reference in abandoned)
        self.delete_discarded(now)
        self._mark.sweep()
        return recovered

    def _load(self, clause: str, *parameters: object) -> tuple[Filing, ...]:
        with self._database.read() as connection:
            return self._as_they_are(connection, rows.load(connection, clause, parameters))

    def _abandoned(self, connection: sqlite3.Connection) -> list[BusinessDisputeId]:
        """The filings that a dead process was sending."""
        sending = connection.execute(
            "SELECT reference, owner FROM filings WHERE state = 'sending'"
        ).fetchall()
        return [
            BusinessDisputeId(row["reference"])
            for row in sending
            if not self._mark.is_alive(row["owner"] or "")
        ]

    def _as_they_are(
        self, connection: sqlite3.Connection, filings: tuple[Filing, ...]
    ) -> tuple[Filing, ...]:
        if not any(each.state is FilingState.SENDING for each in filings):
            return filings
        abandoned = self._abandoned(connection)
        return tuple(
            replace(each, state=FilingState.UNKNOWN) if each.reference in abandoned else each
            for each in filings
        )


def _existing(connection: sqlite3.Connection, reference: BusinessDisputeId) -> Filing:
    """The filing, which must be there and not discarded."""
    filing = rows.load_one(connection, reference)
    if filing is None:
        raise NotAllowedNow(_DISCARDED)
    return filing


def _require(state: FilingState, *allowed: FilingState) -> None:
    """Raise `NotAllowedNow` unless the state is one of those allowed."""
    if state not in allowed:
        raise NotAllowedNow(state.value)


def _store_draft(connection: sqlite3.Connection, draft: DisputeDraft, now: datetime) -> None:
    """Write a draft within a unit of work; nothing where it does not replace the stored one."""
    stored = rows.load_one(connection, draft.reference)
    if stored is None:
        if _is_discarded(connection, draft.reference):
            raise NotAllowedNow(_DISCARDED)
        rows.put_draft(connection, draft, now)
        rows.add_version(connection, draft, now, apart=True)
        return
    _require(stored.state, *EDITABLE)
    if _replaces(draft, stored.draft):
        is_moved_only = _without_place(draft) == _without_place(stored.draft)
        rows.put_draft(connection, draft, stored.changed if is_moved_only else now)
        if not is_moved_only:
            rows.add_version(connection, draft, now, apart=_loses_something(stored.draft, draft))


def _replaces(draft: DisputeDraft, stored: DisputeDraft) -> bool:
    if draft.is_empty and not stored.is_empty:
        return stored.is_blank  # chosen lines alone may be taken back
    return to_text(draft) != to_text(stored)


def _loses_something(before: DisputeDraft, after: DisputeDraft) -> bool:
    """Whether a change takes away all of something that a person had put in."""
    own_text = before.message_is_own and bool(before.message.strip())
    return bool(
        (own_text and not after.message.strip())
        or (before.lines and not after.lines)
        or (before.evidence and not after.evidence)
        or (before.link_text and not (after.link_text or after.evidence))
    )


def _without_place(draft: DisputeDraft) -> DisputeDraft:
    """The draft apart from where its author was, which is no version of it."""
    return replace(draft, place=None, seen_total=None)


def _is_discarded(connection: sqlite3.Connection, reference: BusinessDisputeId) -> bool:
    found = connection.execute("SELECT 1 FROM filings WHERE reference = ?", (reference,))
    return found.fetchone() is not None


def _require_nothing_found(connection: sqlite3.Connection, draft: DisputeDraft) -> None:
    """Raise `NotAllowedNow` unless this is a filing of unknown fate that may be sent again."""
    stored = _existing(connection, draft.reference)
    _require(stored.state, FilingState.UNKNOWN)
    if not stored.nothing_found or not rows.same_filing(stored.draft, draft):
        raise NotAllowedNow(stored.state.value)


def abandon(connection: sqlite3.Connection, reference: BusinessDisputeId, now: datetime) -> None:
    """What a filing is being sent for has no end that anybody can write down: it is unknown."""
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
        "UPDATE filings SET dispute_id = ? WHERE reference = ?",
        (storable(dispute.dispute_id), filing.reference),
    )
    rows.move(connection, filing.reference, FilingState.CONFIRMED, now)
    adopt(connection, dispute, filing, now)


def _ceiling_columns(ceiling: Ceiling | Decimal | None) -> tuple[int | None, str | None]:
    """The total in cents, and the parts where they are known."""
    if isinstance(ceiling, Ceiling):
        return to_cents(ceiling.total), to_text(ceiling)
    return (None if ceiling is None else to_cents(ceiling)), None
