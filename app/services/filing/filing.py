"""Filing a dispute, and nothing twice that nobody asked for twice, whatever network and CJ do.

Nothing here rests on CJ knowing a reference again, holding line items or honouring a filter. What
CJ has is told by its lists alone; where they leave a doubt, a person decides.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from app.api.http.rate_limiter import Urgency, urgency
from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    Declined,
    NotAllowedNow,
    RequestInfo,
    SignInRequired,
    StorageFailed,
    TokenRejected,
)
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.filing import (
    EDITABLE,
    UNDECIDED,
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
    OtherDisputesFound,
)
from app.domain.filing.match import came_of_requests, line_ids_of, others_about
from app.services.filing.dispute_lists import TELLING_ROWS, DisputeLists, Listing
from app.services.filing.looks import FilingLooks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from decimal import Decimal

    from app.domain.disputes.disputes import Ceiling, Dispute, DisputeTerms
    from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
    from app.services.account.connection import Connection
    from app.storage.history.cache import DisputeCache
    from app.storage.ledger.ledger import FilingLedger

_log = logging.getLogger(__name__)

GUARD_SECONDS = 60.0
"""How long the list of an order's disputes, fetched while its dialog is open, guards a sending."""
WRITING_PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between tries to write down what came of sending: a disk that is full or a file that
another program holds may be free a moment later."""
_SUCCESS = 200
_REFERENCE_WORDS = ("businessdisputeid", "客户业务id")


@dataclass(frozen=True, slots=True)
class _Guard:
    """The disputes of an order as CJ listed them before sending."""

    listing: Listing
    fetched: float
    """By the monotonic clock, which nobody sets."""


class _Sending(NamedTuple):
    """What came of a request to file: the state it leaves, and its record."""

    state: FilingState
    attempt: Attempt
    times_sent: int
    """Which request it is."""
    keeps_proof: bool = False


class FilingService:
    """Asks for terms, sends, and looks for what was sent. Call it from background threads.

    `clock` is a monotonic one and `pause` waits; both in seconds.
    """

    def __init__(
        self,
        connection: Connection,
        ledger: FilingLedger,
        disputes: DisputeCache,
        now: Callable[[], datetime],
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] = time.sleep,
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._disputes = disputes
        self._now = now
        self._clock = clock
        self._pause = pause
        self._lists = DisputeLists(connection, disputes, now)
        self._looks = FilingLooks(connection, ledger, disputes, self._lists, now)
        self._guards: dict[BusinessDisputeId, _Guard] = {}
        self._unwritten: dict[BusinessDisputeId, _Sending] = {}

    def terms(self, order_id: OrderId, lines: Sequence[DraftLine]) -> DisputeTerms:
        """Ceiling, outcomes and reasons that CJ offers for a selection. Changes nothing at CJ."""
        return self._connection.api.disputes.terms(order_id, lines)

    def note_known_disputes(self, draft: DisputeDraft) -> None:
        """Fetch which disputes the order already has, while the user is still reading.

        They guard the sending, if it follows within a minute. They are stored together with the
        step to sending; a draft that nobody touched leaves nothing behind.
        """
        self._guards.pop(draft.reference, None)  # an older one does not know what is told now
        self._guards[draft.reference] = self._fetch_guard(draft)

    def submit(
        self,
        draft: DisputeDraft,
        ceiling: Ceiling | Decimal | None,
        besides: Collection[DisputeId | BusinessDisputeId] | None = None,
    ) -> Filing:
        """File the draft, once. Returns it confirmed, filed or unknown.

        Raises the error where CJ certainly has nothing: refused, not signed in, never sent. The
        draft then stands as it was. Raises `AlreadyBeingFiled`, `NotAllowedNow` and
        `OtherDisputesFound` before anything is sent. After the last, `besides` are the disputes,
        and filings opened in My CJ, that a person saw and wants another one beside. Of the whole
        `ceiling` the parts are kept.
        """
        with self._ledger.opened():
            self._write_down(draft.reference)
            self._ledger.save_draft(draft, self._now())
        guard = self._guards.get(draft.reference)
        if guard is None or not 0 <= self._clock() - guard.fetched <= GUARD_SECONDS:
            guard = self._fetch_guard(draft)
        try:
            return self._send_guarded(draft, guard, ceiling, besides)
        except TokenRejected:
            # Not processed, by CJ's own code. The list, a read, has the token renewed on its way.
            _log.info("The token was refused: the list is looked at once more before sending")
        try:
            return self._send_guarded(draft, self._fetch_guard(draft), ceiling, besides)
        except TokenRejected as rejection:
            raise SignInRequired(rejection.exchange) from rejection

    def hand_over(self, draft: DisputeDraft, ceiling: Ceiling | Decimal | None) -> Filing:
        """A person has opened the draft in My CJ. Sends nothing, and asks nothing.

        Raises `NotAllowedNow` where it is being sent or was, `StorageFailed` where it cannot be
        written down.
        """
        self._write_down(draft.reference)
        self._guards.pop(draft.reference, None)
        attempt = Attempt(
            AttemptKind.HAND_OVER,
            self._now(),
            result=FilingState.HANDED_OVER.value,
            cj_started=self._connection.api.server_time(),
        )
        return self._ledger.hand_over(draft, attempt, ceiling)

    def keep_waiting(self, reference: BusinessDisputeId) -> Filing:
        """A person wants to wait on for what was handed over, and is not asked again."""
        return self._ledger.keep_waiting(reference, self._now())

    def send_again(self, reference: BusinessDisputeId) -> Filing:
        """Send an unknown filing once more with the same reference, because a person says so.

        Allowed only after looks that found nothing; `NotAllowedNow` otherwise. Returns and raises
        as `submit` does, but where this request came to nothing the filing stays unknown: CJ may
        have the first one.
        """
        filing = self._get(reference)
        ceiling = filing.asked or filing.ceiling
        try:
            return self._send(filing.draft, (), ceiling, again=True)
        except TokenRejected:
            looked = self._looks.look(self._get(reference))
            if looked.state is not FilingState.UNKNOWN:
                return looked
        try:
            return self._send(filing.draft, (), ceiling, again=True)
        except TokenRejected as rejection:
            raise SignInRequired(rejection.exchange) from rejection

    def adopt(self, reference: BusinessDisputeId, dispute_id: DisputeId) -> Filing:
        """A person says that this dispute is the filing. Sends nothing.

        Raises `NotAllowedNow` where the filing has another number or the dispute is another's,
        `AlreadyBeingFiled` where a draft's line items are being filed, `LookupError` where no list
        has shown it.
        """
        self._write_down(reference)
        row = self._disputes.get(dispute_id)
        if row is None:
            raise LookupError(dispute_id)
        return self._ledger.confirm(reference, row.dispute, self._now())

    def take_back(self, reference: BusinessDisputeId) -> Filing:
        """A person wants a sent filing back as a draft. What it would file twice is guarded anew.

        Raises `NotAllowedNow` where that is not open yet.
        """
        self._write_down(reference)
        self._guards.pop(reference, None)
        return self._ledger.take_back(reference, self._now())

    def choices(self, reference: BusinessDisputeId) -> tuple[Dispute, ...]:
        """The disputes that a person may say a filing became, the likeliest first.

        Those that looks have found; of one that may be taken back, all of its order's that no
        other filing is, what was known before sending among them. Touches no network.
        """
        filing = self._get(reference)
        found = [row.dispute for row in self._disputes.of_ids(filing.candidates)]
        if may_be_taken_back(filing):
            draft = filing.draft
            rows = self._disputes.about(draft.order_id, draft.line_ids)
            claimed = self._ledger.claimed_dispute_ids()
            found += [each for each in rows if each.dispute_id not in claimed]
        return tuple({each.dispute_id: each for each in found}.values())

    def read_back(self, reference: BusinessDisputeId, *, in_background: bool = False) -> Filing:
        """Look in all of CJ's lists for the dispute that the filing became; record what is there.

        Raises what the connection meets; then nothing is known that was not known before.
        """
        with urgency(Urgency.BACKGROUND if in_background else Urgency.USER):
            return self._looks.look(self._get(reference))

    def match_listed(self) -> tuple[Filing, ...]:
        """Confirm open filings by what is stored of CJ's lists by now; gives those confirmed.

        For whoever has just stored a list for another purpose. Touches no network.
        """
        return self._looks.match_listed()

    def recover(self) -> tuple[Filing, ...]:
        """What a dead process left in sending becomes unknown, and what waits is written down.

        After a start, and after each press: an answer of CJ may have come while the disk took
        nothing, and whoever reads the ledger has to learn of it. Sends nothing. Returns what was
        written now, and all filings that still wait for their number, to be read back. Raises
        `StorageFailed`.
        """
        self._ledger.recover(self._now())
        written = [self._write_down(reference) for reference in tuple(self._unwritten)]
        found = (*filter(None, written), *self._ledger.open_filings())
        return tuple({each.reference: each for each in found}.values())

    def filing(self, reference: BusinessDisputeId) -> Filing | None:
        """The ledger's row, with what could not be written into it before."""
        return self._write_down(reference)

    def filing_of(self, dispute_id: DisputeId) -> Filing | None:
        """The row of the filing that became this dispute, if it was filed here."""
        return self._ledger.with_dispute(dispute_id)

    # The guard before sending

    def _fetch_guard(self, draft: DisputeDraft) -> _Guard:
        """What CJ lists for the order. Raises what the connection meets."""
        fetched = self._clock()
        return _Guard(self._lists.read(draft.order_id), fetched)

    def _send_guarded(
        self,
        draft: DisputeDraft,
        guard: _Guard,
        ceiling: Ceiling | Decimal | None,
        besides: Collection[DisputeId | BusinessDisputeId] | None,
    ) -> Filing:
        others = self._others(draft, guard.listing, besides)
        # CJ need not list yet what a person has opened in My CJ.
        prepared = tuple(
            each
            for each in self._ledger.handed_over_beside(draft.reference)
            if each.draft.may_be_about_items_of(draft) and each.reference not in (besides or ())
        )
        if others is not None or prepared:
            self._require_free(draft)
            filed_here = self._ledger.claimed_dispute_ids()
            shown = frozenset(each.dispute_id for each in others or ())
            raise OtherDisputesFound(others or (), shown & filed_here, prepared)
        known = {each.dispute_id for each in guard.listing.disputes}
        return self._send(draft, known, ceiling)

    def _require_free(self, draft: DisputeDraft) -> None:
        """Raise where the draft, or another one with its line items, is being filed meanwhile.

        What stands in the way may be what came of that: it is nobody's to choose.
        """
        filing = self._get(draft.reference)
        if filing.state not in EDITABLE:
            raise NotAllowedNow(filing.state.value)
        holder = self._ledger.holder_of(draft.line_ids)
        if holder:
            raise AlreadyBeingFiled(holder)

    def _others(
        self,
        draft: DisputeDraft,
        listing: Listing,
        besides: Collection[DisputeId | BusinessDisputeId] | None,
    ) -> tuple[Dispute, ...] | None:
        """Undecided disputes that may be this claim; None where nothing is in the way.

        Whoever filed them: CJ may take the same items twice. Where rows do not tell their items,
        and where a draft was sent before and taken back, or may have been since it was backed up, a
        closer look is taken: at all lists, and at what CJ says where it describes the order.
        """
        seen = {each.dispute_id: each for each in listing.disputes}
        with self._ledger.opened():
            claimed = self._ledger.claimed_dispute_ids()
            ours = self._ledger.disputes_with(draft.line_ids)
            filing = self._ledger.get(draft.reference)
            # CJ's no counts, too: it may fail behind what it has made.
            was_sent = filing is not None and any(each.was_taken_in for each in filing.requests)
            was_sent = was_sent or self._ledger.is_from_backup(draft.reference)
            stored = self._disputes.about(draft.order_id, draft.line_ids)
            rows = self._disputes.of_ids(each.dispute_id for each in stored)
            are_alike = self._disputes.names_items_as_orders_do()
        # CJ's list of an order may be empty and say that it is whole. What is known counts, unless
        # the list of the account does not have it either.
        for row in rows:
            if not (row.is_gone and listing.is_whole):
                seen.setdefault(row.dispute.dispute_id, row.dispute)
        if was_sent:
            seen |= {each.dispute_id: each for each in self._lists.read().disputes}
        for row in self._disputes.of_ids(ours):
            seen.setdefault(row.dispute.dispute_id, row.dispute)
        found = others_about(
            draft.line_ids, seen.values(), accepted=besides or (), ours=ours, are_alike=are_alike
        )
        came: tuple[Dispute, ...] = ()
        if filing is not None and was_sent:
            zone = self._ledger.zone_of_list()
            came = came_of_requests(filing, seen.values(), zone, are_alike=are_alike)
        out = {*claimed, *(besides or ()), *(each.dispute_id for each in found)}
        found += tuple(each for each in came if each.dispute_id not in out)
        # Of a filing of ours it is known what it is about, whatever CJ tells.
        told = [
            each
            for each in found
            if each.dispute_id in ours or each in came or line_ids_of(each) & draft.line_ids
        ]
        vague = [each for each in found if each not in told and each.dispute_id not in claimed]
        if not (was_sent or vague):
            return tuple(told) or None
        word = self._lists.word_of_order(draft.order_id)
        if word.dispute_id:
            told += [each for each in vague if each.dispute_id == word.dispute_id]
            is_unlisted = word.dispute_id not in seen and word.dispute_id not in claimed
        else:
            if word.is_told and not word.has_one:
                vague = self._listed_for_order(vague, listing, is_all_read=was_sent)
            told += vague
            is_unlisted = word.has_one and not found and not self._looks.knows_others(draft)
        if told:
            return tuple(told)
        return () if was_sent and is_unlisted and besides is None else None

    def _listed_for_order(
        self, disputes: Sequence[Dispute], listing: Listing, *, is_all_read: bool
    ) -> list[Dispute]:
        """Those of them that CJ lists for an order; none where it lists all orders' alike."""
        if not is_all_read:
            self._lists.read()  # by which it is known how many there are besides
        if len(listing.disputes) >= min(TELLING_ROWS, self._disputes.listed_count()):
            return []
        ids = {each.dispute_id for each in listing.disputes}
        return [each for each in disputes if each.dispute_id in ids]

    # Sending

    def _send(
        self,
        draft: DisputeDraft,
        known: Collection[DisputeId],
        ceiling: Ceiling | Decimal | None,
        *,
        again: bool = False,
    ) -> Filing:
        self._guards.pop(draft.reference, None)  # what this request leads to, it does not know
        api = self._connection.api
        started = Attempt(AttemptKind.CREATE, self._now(), cj_started=api.server_time())
        begun = self._ledger.begin_sending(
            draft, known_ids=known, ceiling=ceiling, attempt=started, again=again
        )
        # What the ledger says where a bug of ours, or the end of the process, leaves no answer: CJ
        # may have it. It is said before the exception goes on its way to the crash dialog.
        state, result, exchange = FilingState.UNKNOWN, "bug", RequestInfo()
        never_left = is_refused = False
        try:
            answered = api.disputes.create(draft.order_id, draft)
            state, result = FilingState.FILED, "filed"
            exchange = replace(answered, code=_SUCCESS, text="")
        except AppError as error:
            state, result, exchange = _state_after(error), type(error).__name__, error.exchange
            never_left, is_refused = state is FilingState.DRAFT, state is FilingState.REFUSED
            if again:
                # It says nothing of the first request: CJ may even refuse it because it has that.
                state = FilingState.UNKNOWN
            if never_left or (is_refused and not again):
                raise
        finally:
            attempt = replace(
                started,
                # It may have waited for its turn: what CJ made meanwhile is not of this request.
                started=exchange.at or started.started,
                cj_started=exchange.cj_at or started.cj_started,
                ended=self._now(),
                cj_ended=api.server_time(latest=True),
                result=result,
                code=exchange.code,
                text=exchange.text,
                request_id=exchange.request_id,
                not_processed=never_left or is_refused,
                http_status=exchange.http_status,
            )
            proves = again and never_left
            ended = self._end(begun, _Sending(state, attempt, begun.times_sent, proves))
        return self._look_quietly(ended)

    def _end(self, begun: Filing, sending: _Sending) -> Filing:
        """Write down what came of sending; what cannot be written is kept, and known, in memory.

        The request has left: that the disk is full must not be told as "not sent".
        """
        reference = begun.reference
        self._unwritten[reference] = sending
        try:
            for seconds in (*WRITING_PAUSES, None):
                try:
                    return self._write_down(reference) or begun
                except StorageFailed as error:
                    _log.warning("What came of sending is not written down: %s", error.cause.value)
                    if seconds is not None:
                        self._pause(seconds)
        finally:
            # Not before: whoever asks meanwhile how it stands would take it for left behind.
            self._ledger.attempt_is_over(reference)
        attempts = (*begun.attempts[:-1], sending.attempt)
        return replace(begun, state=sending.state, attempts=attempts, is_recorded=False)

    def _write_down(self, reference: BusinessDisputeId) -> Filing | None:
        """Write what could not be written before. Raises `StorageFailed` where it still cannot.

        A row that this program left behind as being sent, and sends no more, becomes unknown.
        """
        sending = self._unwritten.get(reference)
        filing = self._ledger.get(reference)
        is_open = filing is not None and filing.state is FilingState.SENDING
        if sending is None:
            return self._ledger.interrupt(reference, self._now()) if is_open else filing
        if is_open:
            try:
                filing = self._ledger.end_attempt(
                    reference,
                    sending.attempt,
                    to=sending.state,
                    nothing_found=sending.keeps_proof,
                    times_sent=sending.times_sent,
                )
            except NotAllowedNow:  # another press has just written it down, and may be sending
                filing = self._ledger.get(reference)
        if self._unwritten.get(reference) is sending:
            self._unwritten.pop(reference, None)
        return filing

    # Looking

    def _look_quietly(self, filing: Filing) -> Filing:
        """A first look at the order's list; where it fails, the filing is as it was.

        Also where the ledger fails it: the request has left, and no error may say otherwise.
        """
        if not filing.is_recorded:
            return filing
        try:
            return self._looks.look(self._get(filing.reference), is_first=True)
        except AppError as error:
            _log.info("Looking for a filing failed: %s", type(error).__name__)
            return filing

    def _get(self, reference: BusinessDisputeId) -> Filing:
        filing = self.filing(reference)
        if filing is None:
            raise LookupError(reference)
        return filing


def _state_after(error: AppError) -> FilingState:
    """Where a failed `create` leaves the filing. Only a trustworthy answer closes it.

    A no that speaks of the reference may mean that CJ has one like it: the lists will tell.
    """
    if not error.not_processed:
        return FilingState.UNKNOWN
    if not isinstance(error, Declined):
        return FilingState.DRAFT
    text = "".join(error.exchange.text.casefold().split())
    speaks_of_reference = any(word in text for word in _REFERENCE_WORDS)
    return FilingState.UNKNOWN if speaks_of_reference else FilingState.REFUSED


def is_settled(filing: Filing) -> bool:
    """Whether nothing more has to be found out about the filing."""
    return filing.state not in (*UNDECIDED, FilingState.FILED, FilingState.HANDED_OVER)
