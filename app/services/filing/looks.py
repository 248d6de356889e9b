"""Looking for what a sent filing became: in CJ's lists, and in what CJ says of the order.

Rows are believed for what they tell themselves; that there is nothing only where CJ said so whole.
What a look told is written down before anybody acts on it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from app.domain.disputes.state import may_be_open
from app.domain.errors import AppError, Declined, NotAllowedNow
from app.domain.filing.doubt import (
    CANDIDATES_FOUND,
    NOT_FOUND,
    NOT_WHOLE,
    is_ready_to_be_sent_again,
)
from app.domain.filing.filing import EDITABLE, Attempt, AttemptKind, Filing, FilingState
from app.domain.filing.match import Match, line_ids_of, made_at, match

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute
    from app.domain.filing.filing import DisputeDraft
    from app.domain.ids import DisputeId
    from app.services.account.connection import Connection
    from app.services.filing.dispute_lists import DisputeLists
    from app.storage.history.cache import DisputeCache
    from app.storage.ledger.ledger import FilingLedger

_log = logging.getLogger(__name__)

_CLOSED = (FilingState.SENDING, FilingState.CONFIRMED)
_MOST_ALONE = 3
"""Most disputes that one look asks for by their numbers."""


class FilingLooks:
    """Looks for open filings. Call it from background threads."""

    def __init__(
        self,
        connection: Connection,
        ledger: FilingLedger,
        disputes: DisputeCache,
        lists: DisputeLists,
        now: Callable[[], datetime],
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._disputes = disputes
        self._lists = lists
        self._now = now

    def look(self, filing: Filing, *, is_first: bool = False) -> Filing:
        """Look for the dispute that the filing became, and record what is there.

        The first look after sending is at the order's list only. Raises what the connection meets;
        then nothing is known that was not known before.
        """
        if filing.state in EDITABLE or filing.state in _CLOSED:
            return filing
        api = self._connection.api
        look = Attempt(AttemptKind.READ_BACK, self._now(), cj_started=api.server_time())
        found, is_proof = None, False
        try:
            found, is_whole = self._search(filing, is_first=is_first)
            result = NOT_FOUND if is_whole else NOT_WHOLE
            if found.ours or found.candidates:
                result = FilingState.CONFIRMED.value if found.ours else CANDIDATES_FOUND
            look = replace(look, result=result)
            is_proof = is_whole and self._is_free_to_send(filing, look)
        except AppError as error:
            exchange = error.exchange
            look = replace(
                look,
                result=type(error).__name__,
                code=exchange.code,
                text=exchange.text,
                request_id=exchange.request_id,
            )
            found = None
            raise
        finally:
            if look.result:  # a bug of ours is no look
                filing = self._ledger.record_look(
                    filing.reference,
                    replace(look, ended=self._now(), cj_ended=api.server_time()),
                    times_sent=filing.times_sent,
                    found=found,
                    nothing_found=is_proof,
                )
        return filing

    def match_listed(self) -> tuple[Filing, ...]:
        """Confirm open filings by what is stored of CJ's lists by now; gives those confirmed.

        For whoever has just stored a list for another purpose. Touches no network.
        """
        confirmed = []
        with self._ledger.opened():
            for filing in self._ledger.open_filings():
                found = Match() if filing.state is FilingState.SENDING else self._match(filing, ())
                if not found.ours:
                    continue
                now, cj_now = self._now(), self._connection.api.server_time()
                look = Attempt(
                    AttemptKind.READ_BACK, now, now, FilingState.CONFIRMED.value, cj_started=cj_now
                )
                with suppress(NotAllowedNow):  # taken back at the same time
                    looked = self._ledger.record_look(
                        filing.reference, look, times_sent=filing.times_sent, found=found
                    )
                    confirmed.append(looked)
        return tuple(each for each in confirmed if each.state is FilingState.CONFIRMED)

    def knows_others(self, draft: DisputeDraft) -> bool:
        """Whether disputes about the order are known, so that CJ's "there is one" is no news."""
        return bool(self._disputes.about(draft.order_id, draft.line_ids))

    def _search(self, filing: Filing, *, is_first: bool) -> tuple[Match, bool]:
        """What CJ's lists tell of a filing, and whether they say whole that they have nothing.

        One after the other, until one shows it: the list of the order, that of the account, and
        the order itself. The first look after sending is at the order's list only.
        """
        order_id = filing.draft.order_id
        listing = self._lists.read(order_id)
        found = self._match(filing, listing.disputes)
        if found.ours or is_first:
            return found, False
        newest = self._lists.read()
        seen = {each.dispute_id: each for each in (*listing.disputes, *newest.disputes)}
        found = self._match(filing, seen.values())
        if found.ours:
            return found, False
        word = self._lists.word_of_order(order_id)
        named = [word.dispute_id] if word.dispute_id else []
        for dispute_id in self._to_be_asked_alone(filing, found, named):
            if alone := self._lists.alone(dispute_id):
                seen[dispute_id] = alone
        found = self._match(filing, seen.values(), named)
        is_silent = word.is_told and (not word.has_one or self.knows_others(filing.draft))
        is_whole = listing.is_whole and newest.is_whole and is_silent
        is_whole = is_whole and not _may_have_joined(filing, seen.values())
        return found, is_whole and not (found.ours or found.candidates)

    def _to_be_asked_alone(
        self, filing: Filing, found: Match, named: Sequence[DisputeId]
    ) -> list[DisputeId]:
        """Disputes that may be ours, of which the lists tell too little."""
        known = (filing.known_dispute_ids or frozenset()) | self._ledger.claimed_dispute_ids()
        has_zone = self._ledger.zone_of_list() is not None
        untimed = [
            each.dispute_id
            for each in found.candidates
            if made_at(each) is None and not (has_zone and each.created)
        ]
        return [each for each in dict.fromkeys((*named, *untimed)) if each not in known][
            :_MOST_ALONE
        ]

    def _match(
        self,
        filing: Filing,
        listed: Iterable[Dispute],
        named: Collection[DisputeId] = (),
    ) -> Match:
        draft = filing.draft
        with self._ledger.opened():
            stored = self._disputes.about(draft.order_id, draft.line_ids)
            # One answer without them does not make those that were found before go away.
            # Nor what CJ showed for the order, which may tell nothing of itself.
            listed_for = self._disputes.listed_for(draft.order_id)
            earlier = self._disputes.of_ids(listed_for.union(filing.candidates))
            told = match(
                filing,
                (*(row.dispute for row in earlier), *stored, *listed),
                claimed=self._ledger.claimed_dispute_ids(),
                named=named,
                listed_for=listed_for,
                zone=self._ledger.zone_of_list(),
                are_alike=self._disputes.names_items_as_orders_do(),
                order_lines=self._disputes.lines_of_order(filing.draft.order_id),
            )
            if told.ours and filing.state is FilingState.HANDED_OVER and self._has_rival(filing):
                return Match(candidates=(told.ours,))
        return told

    def _has_rival(self, filing: Filing) -> bool:
        """Whether a dispute about its items may be what another open filing became as well."""
        return any(
            each.draft.may_be_about_items_of(filing.draft)
            for each in self._ledger.open_filings()
            if each.reference != filing.reference
        )

    def _is_free_to_send(self, filing: Filing, look: Attempt) -> bool:
        """Whether sending again may be offered after this look, which found nothing.

        CJ may hold the line items for a dispute that it does not list: then it has the filing.
        """
        if filing.nothing_found:
            return True
        draft = filing.draft
        looked = replace(filing, attempts=(*filing.attempts, look))
        if not is_ready_to_be_sent_again(looked):
            return False
        try:
            order = self._connection.api.disputes.products(draft.order_id)
        except Declined as error:
            _log.info("CJ does not tell what is held: %s", type(error).__name__)
            return False
        stored = self._disputes.about(draft.order_id, draft.line_ids)
        explained = {line for each in stored for line in line_ids_of(each)}
        pieces = {line.line_item_id: line.quantity for line in order.lines if line.can_dispute}
        return all(
            pieces.get(line.line_item_id, 0) >= line.quantity
            for line in draft.lines
            if line.line_item_id not in explained
        )


def _may_have_joined(filing: Filing, listed: Iterable[Dispute]) -> bool:
    """Whether CJ may have added the claim to a dispute that was there before."""
    known = filing.known_dispute_ids or frozenset()
    return any(
        each.dispute_id in known and may_be_open(each) and line_ids_of(each) & filing.draft.line_ids
        for each in listed
    )
