"""Filing a dispute exactly once, whatever the network does (design.md section 4)."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.api.pacing import Urgency, urgency
from app.domain.errors import AppError, Exchange, InvalidInput, NotFound, Refused
from app.domain.filing import (
    UNDECIDED,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
    find_filed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from app.domain.disputes import Ceiling, Dispute, DisputeTerms
    from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
    from app.services.connection import Connection
    from app.storage.dispute_cache import DisputeCache
    from app.storage.filings import FilingLedger

_log = logging.getLogger(__name__)

KNOWN_FOR = timedelta(minutes=10)
"""How long the list of an order's disputes, fetched while its dialog is open, stays true."""
_LIST_SIZE = 50
_SUCCESS = 200
_REFERENCE_WORDS = ("businessdisputeid", "客户业务id")
_EXISTS_WORDS = ("exist", "duplicat", "repeat", "unique", "存在", "重复")
"""By one word of each CJ may say that it has this reference. No code for it is published."""
_DECLINED = (Refused, InvalidInput, NotFound)
"""CJ looked at the dispute itself and said no; other answers speak of the connection."""


class FilingService:
    """Asks for terms, sends, and reads back. Call it from background threads."""

    def __init__(
        self,
        connection: Connection,
        ledger: FilingLedger,
        disputes: DisputeCache,
        now: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._disputes = disputes
        self._now = now
        self._known: dict[BusinessDisputeId, tuple[datetime, frozenset[DisputeId]]] = {}

    def terms(self, order_id: OrderId, lines: Sequence[DraftLine]) -> DisputeTerms:
        """Ceiling, outcomes and reasons that CJ offers for a selection. Changes nothing at CJ."""
        return self._connection.api.disputes.terms(order_id, lines)

    def note_known_disputes(self, draft: DisputeDraft) -> None:
        """Fetch which disputes the order already has, while the user is still reading.

        An id that is not among them after sending is the one that was filed. They are stored
        together with the step to sending; a draft that nobody touched leaves nothing behind.
        """
        listed = frozenset(each.dispute_id for each in self._listed(draft.order_id))
        self._known[draft.reference] = (self._now(), listed)

    def submit(self, draft: DisputeDraft, ceiling: Ceiling | Decimal | None) -> Filing:
        """File the draft, once. Returns it confirmed, filed or unknown.

        Raises the error where CJ certainly has nothing: refused, not signed in, never sent. The
        draft then stands as it was. Raises `AlreadyBeingFiled` and `NotAllowedNow` before
        anything is sent. Of the whole `ceiling` the parts are kept too.
        """
        self._ledger.save_draft(draft, self._now())
        fetched, known = self._known.get(draft.reference, (None, frozenset()))
        if fetched is None or self._now() - fetched > KNOWN_FOR:
            # A dispute filed on CJ's pages since would be taken for this one.
            self.note_known_disputes(draft)
            _, known = self._known[draft.reference]
        return self._send(draft, known, ceiling)

    def send_again(self, reference: BusinessDisputeId) -> Filing:
        """Send an unknown filing once more with the same reference.

        Allowed only after a read-back that found nothing; `NotAllowedNow` otherwise. Returns and
        raises as `submit` does, but where this request came to nothing the filing stays unknown:
        CJ may have the first one.
        """
        filing = self._get(reference)
        known = filing.known_dispute_ids or frozenset()
        return self._send(filing.draft, known, filing.asked or filing.ceiling, again=True)

    def read_back(self, reference: BusinessDisputeId, *, in_background: bool = False) -> Filing:
        """Look in CJ's list for the dispute that the filing became, and record what was found.

        Raises what the connection meets; then nothing is known that was not known before.
        """
        with urgency(Urgency.BACKGROUND if in_background else Urgency.USER):
            return self._read_back(reference)

    def _read_back(self, reference: BusinessDisputeId) -> Filing:
        filing = self._get(reference)
        if filing.state in (FilingState.CONFIRMED, FilingState.DRAFT, FilingState.REFUSED):
            return filing
        started = self._now()
        sent = sum(
            each.kind is AttemptKind.CREATE and each.ended is not None for each in filing.attempts
        )
        try:
            found = self._among(self._listed(filing.draft.order_id), filing)
        except AppError as error:
            self._ledger.record_read_back(
                reference, started=started, now=self._now(), sent=sent, dispute=None, error=error
            )
            raise
        return self._ledger.record_read_back(
            reference, started=started, now=self._now(), sent=sent, dispute=found, error=None
        )

    def _listed(self, order_id: OrderId) -> tuple[Dispute, ...]:
        """What CJ's list has of an order. Raises what the connection meets."""
        page = self._connection.api.disputes.page(page_size=_LIST_SIZE, order_id=order_id)
        self._disputes.save_page(page.disputes, self._now(), own_order_id=order_id)
        return page.disputes

    def _among(self, listed: tuple[Dispute, ...], filing: Filing) -> Dispute | None:
        """The dispute that a filing became, if it is listed."""
        known = (filing.known_dispute_ids or frozenset()) | self._ledger.claimed_dispute_ids()
        return find_filed(filing.draft.line_ids, known, listed)

    def recover(self) -> tuple[Filing, ...]:
        """After a start: what a dead process left in sending becomes unknown. Sends nothing.

        Returns all filings that still wait for their number, to be read back.
        """
        self._ledger.recover(self._now())
        return self._ledger.open_filings()

    def filing(self, reference: BusinessDisputeId) -> Filing | None:
        """The ledger's row."""
        return self._ledger.get(reference)

    def filing_of(self, dispute_id: DisputeId) -> Filing | None:
        """The row of the filing that became this dispute, if it was filed here."""
        return self._ledger.with_dispute(dispute_id)

    def _send(
        self,
        draft: DisputeDraft,
        known: frozenset[DisputeId],
        ceiling: Ceiling | Decimal | None,
        *,
        again: bool = False,
    ) -> Filing:
        number = self._ledger.begin_sending(
            draft, known_ids=known, ceiling=ceiling, now=self._now(), again=again
        )
        # What the ledger says where a bug of ours, or the end of the process, leaves no answer: CJ
        # may have it. It is said before the exception goes on its way to the crash dialog.
        state, result, exchange = FilingState.UNKNOWN, "bug", Exchange()
        try:
            receipt = self._connection.api.disputes.create(draft.order_id, draft)
            state, result = FilingState.FILED, "filed"
            exchange = Exchange(code=_SUCCESS, request_id=receipt.request_id)
        except AppError as error:
            wanted = _state_after(error)
            result, exchange = type(error).__name__, error.exchange
            state = self._state_after_again(draft.reference, wanted) if again else wanted
            if wanted is FilingState.DRAFT or state is FilingState.REFUSED:
                raise
        finally:
            self._end(draft.reference, number, state, result, exchange)
        return self._read_back_quietly(draft.reference)

    def _state_after_again(self, reference: BusinessDisputeId, wanted: FilingState) -> FilingState:
        """What a failed second request leaves, whose outcome on its own would be `wanted`.

        It says nothing about the first one. CJ may even refuse it because it has the first one
        and holds the line items for it; so a refusal counts only where CJ's list has none. Nor
        where line items are held for a dispute that the list does not show: it may lag behind.
        """
        if wanted is FilingState.DRAFT:
            return FilingState.UNKNOWN
        if wanted is not FilingState.REFUSED:
            return wanted
        filing = self._get(reference)
        try:
            listed = self._listed(filing.draft.order_id)
            if self._among(listed, filing):
                return FilingState.FILED
            order = self._connection.api.disputes.products(filing.draft.order_id)
        except AppError as error:
            _log.info("Looking for the first request failed: %s", type(error).__name__)
            return FilingState.UNKNOWN
        explained = {line.line_item_id for dispute in listed for line in dispute.lines}
        pieces = {line.line_item_id: line.quantity for line in order.lines if line.can_dispute}
        is_held = any(
            pieces.get(line.line_item_id, 0) < line.quantity
            for line in filing.draft.lines
            if line.line_item_id not in explained
        )
        return FilingState.UNKNOWN if is_held else FilingState.REFUSED

    def _end(
        self,
        reference: BusinessDisputeId,
        number: int,
        state: FilingState,
        result: str,
        exchange: Exchange,
    ) -> None:
        self._ledger.end_attempt(
            reference,
            number,
            to=state,
            now=self._now(),
            result=result,
            code=exchange.code,
            text=exchange.text,
            request_id=exchange.request_id,
        )

    def _read_back_quietly(self, reference: BusinessDisputeId) -> Filing:
        """Read back; where that fails too, the state as it stands is the answer."""
        try:
            return self.read_back(reference)
        except AppError as error:
            _log.info("Reading back failed: %s", type(error).__name__)
            return self._get(reference)

    def _get(self, reference: BusinessDisputeId) -> Filing:
        filing = self._ledger.get(reference)
        if filing is None:
            raise LookupError(reference)
        return filing


def _state_after(error: AppError) -> FilingState:
    """Where a failed `create` leaves the filing. Only a trustworthy answer closes it."""
    if not error.not_processed:
        return FilingState.UNKNOWN
    if not isinstance(error, _DECLINED):
        return FilingState.DRAFT
    text = "".join(error.exchange.text.casefold().split())
    if any(word in text for word in _REFERENCE_WORDS) and any(w in text for w in _EXISTS_WORDS):
        return FilingState.FILED
    return FilingState.REFUSED


def is_settled(filing: Filing) -> bool:
    """Whether nothing more has to be found out about the filing."""
    return filing.state not in (*UNDECIDED, FilingState.FILED)
