"""The six calls of the dispute page (API page 7)."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from app.api.http.envelope import flag
from app.api.http.transport import Request, Transport
from app.api.wire.disputes import DetailPayload, DisputePayload, ProductsPayload, TermsPayload
from app.api.wire.reading import RawPage, read_object, read_page, read_rows
from app.api.wire.writing import (
    cancel_body,
    confirm_body,
    confirm_body_of_entries,
    create_body,
    usable_id,
    usable_number,
)
from app.domain.disputes.disputes import Dispute, DisputeDetail, DisputePage, DisputeTerms
from app.domain.errors import AppError, InvalidInput, RequestInfo, UnexpectedResponse
from app.domain.ids import DisputeId, OrderId, is_dispute_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.api.http.response import ApiResponse
    from app.domain.filing.filing import DisputeDraft, DraftLine
    from app.domain.orders.orders import DisputableOrder

PAGE_LIMIT = 50
"""Largest `pageSize` sent: what CJ's own client uses at most (row 2)."""

_ORDERS_REMEMBERED = 20

_log = logging.getLogger(__name__)


class DisputesApi:
    """Reads and files disputes. Every method may raise any `AppError` of the transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._first_pages: dict[OrderId | None, tuple[DisputeId, ...]] = {}
        self._needs_both_names = False
        self._entries: dict[OrderId, dict[str, dict[str, object]]] = {}
        """CJ's own entries of the products of orders looked up last, by line item."""

    def products(self, order_id: OrderId) -> DisputableOrder:
        """What of an order can be disputed (section 1). Prices are USD a piece."""
        query = (("orderId", usable_id(order_id)),)
        answer = self._transport.send(
            Request("GET", "disputes/disputeProducts", query, is_read=True)
        )
        payload = read_object(ProductsPayload, answer.data, answer.exchange)
        self._entries.pop(order_id, None)
        self._entries[order_id] = payload.entries()
        if len(self._entries) > _ORDERS_REMEMBERED:
            del self._entries[next(iter(self._entries))]
        return payload.to_domain(order_id)

    def terms(self, order_id: OrderId, lines: Sequence[DraftLine]) -> DisputeTerms:
        """The most CJ may refund for these lines (USD), its reasons and outcomes (section 2).

        A query in spite of its verb: it changes nothing, so it is tried again like any read. Where
        CJ does not accept its form, it is asked once more with CJ's own entries as they came.
        """
        try:
            answer = self._confirm(confirm_body(order_id, lines))
        except AppError as error:
            entries = self._entries.get(order_id, {})
            body = confirm_body_of_entries(order_id, lines, entries)
            if body is None or not _is_about_form(error):
                raise
            _log.info("disputeConfirmInfo is asked again with CJ's own entries")
            answer = self._confirm(body)
        terms = read_object(TermsPayload, answer.data, answer.exchange).to_domain()
        if terms is None:
            raise UnexpectedResponse(answer.exchange)
        return terms

    def create(self, order_id: OrderId, draft: DisputeDraft) -> RequestInfo:
        """File a dispute (section 3), in one request that is never repeated after a doubt.

        Gives what is known of the exchange: CJ's yes carries no number of the dispute.
        Raises an `AnsweredError` where CJ says no, `TokenRejected` where it stopped the request
        for its token, and an error without `not_processed` where it may or may not have filed. A
        draft that is not complete is a `ValueError`.
        """
        body = create_body(order_id, draft)
        return _yes(
            self._transport.send(
                # Not renewed by itself: the list is looked at once more before it is sent again.
                Request("POST", "disputes/create", body=body, is_commit=True, may_renew=False)
            )
        )

    def cancel(self, order_id: OrderId, dispute_id: DisputeId) -> RequestInfo:
        """Take a dispute back (section 4). Gives and raises like `create`."""
        body = cancel_body(order_id, dispute_id)
        return _yes(
            self._transport.send(Request("POST", "disputes/cancel", body=body, is_commit=True))
        )

    def page(
        self,
        page: int = 1,
        page_size: int = PAGE_LIMIT,
        *,
        order_id: OrderId | None = None,
    ) -> DisputePage:
        """One page of the account's disputes, or of one order's (section 5).

        The English page calls the number `pageNum`, the Chinese one `pageNumber`. The first is
        sent; where a later page then repeats the first, both are, from there on. A page that
        repeats it even then is given as it came, but is not plain.
        """
        if page < 1 or not 1 <= page_size <= PAGE_LIMIT:
            raise ValueError("pages count from 1 and have 1 to 50 rows")
        found, raw = self._fetch_page(page, page_size, order_id)
        if self._repeats_first(found, raw, page, order_id) and not self._needs_both_names:
            _log.info("getDisputeList ignores pageNum; pageNumber is sent beside it from now on")
            self._needs_both_names = True
            found, raw = self._fetch_page(page, page_size, order_id)
        if self._repeats_first(found, raw, page, order_id):
            return found._replace(is_plain=False)
        if page == 1:
            self._first_pages = {order_id: _ids(found)}
        return found

    def detail(self, dispute_id: DisputeId) -> DisputeDetail:
        """One dispute with the parts of its refund, in USD (section 6).

        It goes by the id that was asked for: the answer may name it by a key of CJ's own, as CJ's
        sample does. Raises `UnexpectedResponse` where it names another dispute.
        """
        query = (("disputeId", usable_id(dispute_id)),)
        answer = self._transport.send(
            Request("GET", "disputes/getDisputeDetail", query, is_read=True)
        )
        detail = read_object(DetailPayload, answer.data, answer.exchange).to_detail()
        named = detail.dispute.dispute_id
        if named != dispute_id and is_dispute_id(named) and is_dispute_id(dispute_id):
            raise UnexpectedResponse(answer.exchange)
        return detail._replace(dispute=replace(detail.dispute, dispute_id=dispute_id))

    def _confirm(self, body: dict[str, object]) -> ApiResponse:
        return self._transport.send(
            Request("POST", "disputes/disputeConfirmInfo", body=body, is_read=True)
        )

    def _fetch_page(
        self, page: int, page_size: int, order_id: OrderId | None
    ) -> tuple[DisputePage, RawPage]:
        names = ("pageNum", "pageNumber") if self._needs_both_names else ("pageNum",)
        of_order = (("orderId", usable_number(order_id)),) if order_id else ()
        numbers = tuple((name, str(page)) for name in names)
        query = (*of_order, *numbers, ("pageSize", str(page_size)))
        answer = self._transport.send(
            Request("GET", "disputes/getDisputeList", query, is_read=True)
        )
        raw = read_page(answer.data, answer.exchange)
        rows = tuple(read_rows(DisputePayload, raw.rows, "getDisputeList"))
        disputes = _one_each(row.to_domain() for row in rows)
        found = DisputePage(
            disputes=disputes,
            counted=raw.total,
            told_count=raw.told_total,
            received=len(raw.rows) - len(rows) + len(disputes),
            is_plain=answer.is_plain,
        )
        return found, raw

    def _repeats_first(
        self, found: DisputePage, raw: RawPage, page: int, order_id: OrderId | None
    ) -> bool:
        if page == 1 or not found.disputes:
            return False
        first = self._first_pages.get(order_id)
        return raw.page == 1 if first is None else first == _ids(found)


def _one_each(rows: Iterable[Dispute]) -> tuple[Dispute, ...]:
    """Each dispute once, with the products of all its rows: there may be one for each product."""
    found: dict[DisputeId, Dispute] = {}
    for row in rows:
        first = found.setdefault(row.dispute_id, row)
        more = (line for line in row.lines if line not in first.lines)
        found[row.dispute_id] = replace(first, lines=(*first.lines, *more))
    return tuple(found.values())


def _is_about_form(error: AppError) -> bool:
    return isinstance(error, InvalidInput) or error.exchange.http_status == httpx.codes.BAD_REQUEST


def _ids(page: DisputePage) -> tuple[DisputeId, ...]:
    return tuple(each.dispute_id for each in page.disputes)


def _yes(answer: ApiResponse) -> RequestInfo:
    """CJ's yes, unless `data` says no beside it: true, "true", "" and null have been seen."""
    if flag(answer.data) is False:
        raise UnexpectedResponse(answer.exchange)
    return answer.exchange
