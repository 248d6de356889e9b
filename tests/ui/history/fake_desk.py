"""An account in memory with the services that the history asks, as stateful as the real ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from app.domain.account.accounts import Account, AccountId
from app.domain.disputes.disputes import (
    Dispute,
    DisputeDetail,
    DisputeLine,
    ExpectedOutcome,
    Outcome,
    Reason,
    RefundPart,
)
from app.domain.disputes.state import is_open, waits_for_merchant
from app.domain.errors import AppError
from app.domain.filing.filing import DisputeDraft, DraftLine, Filing, FilingState
from app.domain.history.buyer_refunds import BuyerRefund, PastedLine, net_loss, read_lines
from app.domain.history.history import (
    Change,
    Coverage,
    HistoryPage,
    HistoryQuery,
    HistoryRow,
    Show,
    SortKey,
    Sum,
    Sums,
)
from app.domain.history.notes import Note
from app.domain.history.spans import EVER, Days
from app.domain.ids import BusinessDisputeId, DisputeId, LineItemId, OrderId, OrderNumber
from app.services.account_services import AccountServices
from app.services.history.history import CancelResult
from app.services.history.syncing import Progress, Step
from tests.builders import NOON


def make_row(
    number: int = 1,
    *,
    dispute_id: str = "",
    status: str = "Processing",
    outcome: Outcome | None = None,
    refund: str | None = None,
    asked: str | None = None,
    product: str = "Desk lamp, brass",
    supplier: str = "Hengtai",
    reason: str = "Product Damaged",
    order_number: str = "1001",
    order_id: str = "SD2611200001234567",
    reissue_order: str = "",
    age: timedelta = timedelta(days=2),
    is_exact: bool = True,
    is_unseen: bool = False,
) -> HistoryRow:
    created = NOON - age - timedelta(minutes=number)
    dispute = Dispute(
        DisputeId(dispute_id or f"SH26112000{number:06}"),
        status,
        reason,
        outcome,
        None if refund is None else Decimal(refund),
        None,
        reissue_order,
        created,
        is_exact,
        (DisputeLine(product, supplier, Decimal("14.16"), line_item_id=LineItemId(f"L{number}")),),
        OrderId(order_id) if order_id else None,
        OrderNumber(order_number) if order_number else None,
    )
    changed = NOON - timedelta(hours=1) if is_unseen else None
    amount = None if asked is None else Decimal(asked)
    return HistoryRow(dispute, amount, changed, is_unseen)


def make_filing(
    number: int = 1,
    state: FilingState = FilingState.DRAFT,
    *,
    ceiling: str | None = "42.48",
    dispute_id: str | None = None,
    changed: datetime = NOON,
) -> Filing:
    line = DraftLine(LineItemId(f"L{number}"), 3, Decimal("14.16"), "Desk lamp, brass")
    draft = DisputeDraft(
        BusinessDisputeId(f"DD-{number}"),
        OrderId(f"SD26112000012345{number:02}"),
        OrderNumber("1001"),
        (line,),
        Reason(8, "Product Damaged"),
        ExpectedOutcome.REFUND,
        message="It arrived broken.",
        message_is_own=True,
    )
    return Filing(
        draft,
        state,
        NOON,
        changed,
        dispute_id=DisputeId(dispute_id) if dispute_id else None,
        ceiling=None if ceiling is None else Decimal(ceiling),
    )


_SHOWN: dict[Show, Callable[[HistoryRow], bool]] = {
    Show.ALL: lambda _row: True,
    Show.OPEN: lambda row: row.dispute.outcome is None,
    Show.WAITING: lambda row: waits_for_merchant(row.dispute.status),
    Show.REFUNDED: lambda row: row.dispute.outcome is Outcome.REFUND,
    Show.REISSUED: lambda row: row.dispute.outcome is Outcome.REISSUE,
    Show.REJECTED: lambda row: row.dispute.outcome is Outcome.REJECT,
    Show.BUYER_REFUNDED: lambda row: (
        row.refunded_to_buyer is not None
        and (is_open(row.dispute) or waits_for_merchant(row.dispute.status))
    ),
    Show.CHANGED: lambda row: row.is_unseen_change,
}
_KEYS: dict[SortKey, Callable[[HistoryRow], str]] = {
    SortKey.DISPUTE: lambda row: row.dispute.dispute_id,
    SortKey.ORDER: lambda row: row.dispute.order_number or "",
    SortKey.CREATED: lambda row: str(row.dispute.created),
    SortKey.REASON: lambda row: row.dispute.reason,
    SortKey.STATUS: lambda row: row.dispute.status,
    SortKey.OUTCOME: lambda row: str(row.dispute.outcome or 0),
    SortKey.REFUND: lambda row: (
        f"{-1 if row.dispute.refund is None else row.dispute.refund:020.2f}"
    ),
    SortKey.ASKED: lambda row: f"{row.asked or 0:020.2f}",
    SortKey.PRODUCT: lambda row: row.dispute.lines[0].product_name,
    SortKey.SUPPLIER: lambda row: row.dispute.lines[0].supplier,
    SortKey.CHANGED: lambda row: str(row.last_changed or ""),
    SortKey.REISSUE_ORDER: lambda row: row.dispute.reissue_order_id,
    SortKey.BUYER_REFUND: lambda row: f"{row.refunded_to_buyer or 0:020.2f}",
    SortKey.NET_LOSS: lambda row: f"{net_loss(row.dispute, row.refunded_to_buyer) or 0:020.2f}",
}


def _is_within(days: Days, row: HistoryRow) -> bool:
    created = row.dispute.created
    shown = created and created.astimezone().date()
    return days == EVER or (
        shown is not None and (days.first or shown) <= shown <= (days.last or shown)
    )


class FakeSync:
    """A refresh of `FakeHistory`: its news, then as much of a walk as a test wants."""

    def __init__(self, history: FakeHistory) -> None:
        self._history = history
        self._is_begun = False

    def step(self) -> Step | None:
        if not self._is_begun:
            self._is_begun = True
            return self._history.step()
        if self._history.walk:
            return Step(progress=self._history.walk.pop(0))
        return None


@dataclass
class FakeHistory:
    """Rows in memory. What CJ would say is set by the test."""

    kept: list[HistoryRow] = field(default_factory=list)
    at_cj: list[HistoryRow] = field(default_factory=list)
    """Rows that the next refresh brings."""
    parts: dict[str, tuple[RefundPart, ...]] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    checked: datetime | None = NOON - timedelta(minutes=3)
    unlisted: int = 0
    """How many more disputes CJ counts than it lists."""
    refresh_error: AppError | None = None
    detail_error: AppError | None = None
    rows_error: AppError | None = None
    cancel_answer: CancelResult | AppError = CancelResult.CANCELLED
    queries: list[HistoryQuery] = field(default_factory=list)
    refreshes: int = 0
    changes: tuple[Change, ...] = ()
    """What the next refresh finds to have changed."""
    walk: list[Progress] = field(default_factory=list)
    """Further steps of the next refresh."""
    begun: list[tuple[bool, bool]] = field(default_factory=list)
    seen: list[frozenset[DisputeId] | None] = field(default_factory=list)
    notes: dict[DisputeId, Note] = field(default_factory=dict)
    save_error: AppError | None = None
    details: list[str] = field(default_factory=list)
    cancelled: list[tuple[str, str]] = field(default_factory=list)

    def rows(self, query: HistoryQuery) -> HistoryPage:
        if self.rows_error:
            raise self.rows_error
        self.queries.append(query)
        words = query.text.casefold().split()
        found = [
            row
            for row in self.kept
            if _SHOWN[query.show](row)
            and _is_within(query.created, row)
            and all(word in _searchable(row) for word in words)
        ]
        found.sort(key=_KEYS[query.sort], reverse=query.descending)
        page = found[query.offset : query.offset + query.limit]
        return HistoryPage(len(found), tuple(page))

    def place(self, query: HistoryQuery, dispute_id: DisputeId) -> int | None:
        page = self.rows(query._replace(limit=len(self.kept) + 1, offset=0))
        ids = [row.dispute.dispute_id for row in page.rows]
        return ids.index(dispute_id) if dispute_id in ids else None

    def ids(self, query: HistoryQuery) -> tuple[DisputeId, ...]:
        page = self.rows(query._replace(limit=len(self.kept) + 1, offset=0))
        return tuple(row.dispute.dispute_id for row in page.rows)

    def rows_of(self, ids: Iterable[DisputeId]) -> tuple[HistoryRow, ...]:
        return tuple(filter(None, map(self.find, ids)))

    def sums(self, ids: Collection[DisputeId]) -> Sums:
        rows = self.rows_of(ids)

        def of(amounts: Iterable[Decimal | None]) -> Sum:
            known = [each for each in amounts if each is not None]
            return Sum(sum(known, Decimal()), len(known))

        return Sums(
            sum(row.is_unseen_change for row in rows),
            of(row.dispute.refund for row in rows),
            of(row.asked for row in rows),
            of(row.refunded_to_buyer for row in rows),
            of(net_loss(row.dispute, row.refunded_to_buyer) for row in rows),
        )

    def last_checked(self) -> datetime | None:
        return self.checked

    def coverage(self) -> Coverage:
        return Coverage(len(self.kept) + self.unlisted, len(self.kept))

    def step(self) -> Step:
        self.refreshes += 1
        if self.refresh_error:
            raise self.refresh_error
        known = {row.dispute.dispute_id: row for row in self.kept}
        known |= {row.dispute.dispute_id: row for row in self.at_cj}
        self.kept = list(known.values())
        self.checked = NOON
        return Step(self.changes)

    def begin_sync(self, *, in_background: bool, goes_through_all: bool) -> FakeSync:
        self.begun.append((in_background, goes_through_all))
        return FakeSync(self)

    def mark_seen(self, ids: Collection[DisputeId] | None = None) -> None:
        self.seen.append(None if ids is None else frozenset(ids))
        self.kept = [
            replace(row, is_unseen_change=False)
            if ids is None or row.dispute.dispute_id in ids
            else row
            for row in self.kept
        ]

    def note(self, dispute_id: DisputeId) -> Note:
        return self.notes.get(dispute_id, Note())

    def save_note(self, dispute_id: DisputeId, text: str) -> Note:
        if self.save_error:
            raise self.save_error
        self.notes[dispute_id] = Note(text, NOON)
        return self.notes[dispute_id]

    def detail(self, dispute_id: DisputeId) -> DisputeDetail:
        self.details.append(dispute_id)
        if self.detail_error:
            raise self.detail_error
        news = {row.dispute.dispute_id: row for row in self.at_cj}
        if dispute_id in news and self.find(dispute_id) is None:
            self.kept.append(news[dispute_id])
        row = self.find(dispute_id)
        assert row is not None
        return DisputeDetail(row.dispute, self.parts.get(dispute_id, ()))

    shown_detail = detail

    def kept_detail(self, dispute_id: DisputeId) -> DisputeDetail | None:
        row = self.find(dispute_id)
        parts = self.parts.get(dispute_id)
        return DisputeDetail(row.dispute, parts) if row and parts else None

    def order_of(self, dispute_id: DisputeId) -> OrderId | None:
        found = self.orders.get(dispute_id)
        return OrderId(found) if found else None

    def cancel(self, dispute_id: DisputeId, order_id: OrderId) -> CancelResult:
        self.cancelled.append((dispute_id, order_id))
        if isinstance(self.cancel_answer, AppError):
            raise self.cancel_answer
        if self.cancel_answer is CancelResult.CANCELLED:
            self.change(dispute_id, status="Closed")
        return self.cancel_answer

    def find(self, dispute_id: str) -> HistoryRow | None:
        return next((row for row in self.kept if row.dispute.dispute_id == dispute_id), None)

    def change(self, dispute_id: str, **fields: object) -> None:
        for place, row in enumerate(self.kept):
            if row.dispute.dispute_id == dispute_id:
                changed = replace(row.dispute, **fields)  # type: ignore[arg-type]  # a test's own
                self.kept[place] = replace(row, dispute=changed)


@dataclass
class FakeDrafts:
    filings: list[Filing] = field(default_factory=list)
    discarded: list[Filing] = field(default_factory=list)
    error: AppError | None = None

    def listed(self) -> tuple[Filing, ...]:
        return tuple(self.filings)

    def discard(self, reference: BusinessDisputeId) -> None:
        if self.error:
            raise self.error
        for filing in [each for each in self.filings if each.reference == reference]:
            self.filings.remove(filing)
            self.discarded.append(filing)

    def undo_discard(self, reference: BusinessDisputeId) -> None:
        for filing in [each for each in self.discarded if each.reference == reference]:
            self.discarded.remove(filing)
            self.filings.append(filing)


@dataclass
class FakeFilings:
    filed: dict[str, Filing] = field(default_factory=dict)

    def filing_of(self, dispute_id: DisputeId) -> Filing | None:
        return self.filed.get(dispute_id)


@dataclass
class FakeBuyerRefunds:
    """What buyers got back, beside the rows in memory."""

    history: FakeHistory
    kept: dict[DisputeId, BuyerRefund] = field(default_factory=dict)
    error: AppError | None = None

    def of(self, dispute_id: DisputeId) -> BuyerRefund | None:
        return self.kept.get(dispute_id)

    def save(self, dispute_id: DisputeId, refund: BuyerRefund | None) -> BuyerRefund | None:
        if self.error:
            raise self.error
        self.kept.pop(dispute_id, None)
        if refund is not None:
            self.kept[dispute_id] = refund
        amount = refund.amount if refund else None
        self.history.kept = [
            replace(row, refunded_to_buyer=amount) if row.dispute.dispute_id == dispute_id else row
            for row in self.history.kept
        ]
        return refund

    def read_pasted(self, text: str) -> tuple[PastedLine, ...]:
        """Each line for the row of that order, the first one where there are several."""
        if self.error:
            raise self.error
        of_orders = {row.dispute.order_number: row.dispute for row in reversed(self.history.kept)}
        return tuple(
            replace(line, dispute_id=of_orders[OrderNumber(line.order)].dispute_id)
            if line.refund
            else line
            for line in read_lines(text)
        )

    def save_pasted(self, lines: Iterable[PastedLine]) -> None:
        for line in lines:
            if line.dispute_id:
                self.save(line.dispute_id, line.refund)


@dataclass
class FakeDesk:
    history: FakeHistory = field(default_factory=FakeHistory)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)
    filing: FakeFilings = field(default_factory=FakeFilings)
    account: Account = field(default_factory=lambda: Account(AccountId("a1"), "Shop"))
    link: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(is_disabled=False))

    def __post_init__(self) -> None:
        self.buyer_refunds = FakeBuyerRefunds(self.history)

    @property
    def as_desk(self) -> AccountServices:
        return cast("AccountServices", self)


def _searchable(row: HistoryRow) -> str:
    dispute = row.dispute
    words = [dispute.dispute_id, dispute.order_number or "", dispute.status, dispute.reason]
    words += [line.product_name for line in dispute.lines]
    return " ".join(words).casefold()
