"""500 orders of practice mode, judged by what the looks brought, against what is true of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import get_args

from app.domain.orders.claims import Verdict
from app.practice.world.models import Order
from app.practice.world.order_stream import Kind
from app.services.orders.claims import JudgedOrder
from tests.services.orders.test_looks_at_practice import Merchant, SmallShop

KINDS: tuple[Kind, ...] = get_args(Kind)
V = Verdict
ZONES = ("Pacific/Kiritimati", "America/Los_Angeles")
NEVER_PAID = {"created", "in cart", "unpaid", "cancelled"}
ARRIVE = {"delivered", "only tracking says delivered", "two parcels"}
CLAIMED = ("lost", "damaged", "Returned to sender")
WAITED_FOR = ("Delivery attempted", "Ready for", "Held by", "clearance started")
"""Words of the newest scan."""


def kind_of(slot: int) -> Kind:
    return KINDS[slot % len(KINDS)]


def _days(since: datetime | None, today: date) -> int:
    assert since is not None
    return (today - since.date()).days


def _by_days(days: int, before: Verdict) -> set[Verdict]:
    return {before if days < 7 else V.WATCH if days < 12 else V.CLAIM_NOW}


def _limit(order: Order) -> int:
    if order.country_code == "BR":
        return 110
    if "Liquid" in order.logistic or "Registered" in order.logistic:
        return 100
    return 45 if order.country_code == "US" else 60


def _ended(order: Order) -> set[Verdict] | None:
    """What may be said of an order that ended at CJ; None of one that did not."""
    if order.stage == "trash":
        return {V.NOTHING_TO_DO}
    if order.stage in ("closed", "cancelled"):
        return {V.TOO_LATE} if order.dispatched else {V.WAIT, V.LOOK_IN_WALLET}
    return None


def _arrived(kind: Kind, order: Order, today: date) -> set[Verdict] | None:
    """What may be said of what arrived; None of what did not."""
    came = order.stage == "delivered" or (
        kind != "two parcels" and any(each.status == "Delivered" for each in order.parcels)
    )
    if not came:
        return None
    if kind not in ARRIVE:
        return {V.DELIVERED}  # nothing tells the day
    over = _days(order.delivered, today) - 45
    return {V.DELIVERED} if over < 0 else {V.TOO_LATE} if over > 2 else {V.DELIVERED, V.TOO_LATE}


def _under_way(order: Order, today: date) -> set[Verdict]:
    """What may be said of parcels that left."""
    scans = [scan for each in order.parcels for scan in each.scans or ()]
    newest = max(scans, key=lambda scan: scan.at).words if scans else ""
    if any(word in newest for word in CLAIMED):
        return {V.CLAIM_NOW}
    if any(word in newest for word in WAITED_FOR):
        return {V.WAIT, V.WATCH}
    over = _days(order.dispatched, today) - _limit(order)
    if "outWarehouseTime" in order.hides and not scans:
        return {V.WAIT, V.CLAIM_NOW}  # counted from the payment
    return {V.WAIT} if over <= 0 else {V.CLAIM_NOW} if over > 2 else {V.WAIT, V.CLAIM_NOW}


def right(kind: Kind, order: Order, today: date) -> set[Verdict]:
    """What may be said of an order by the rules, worked out from the truth."""
    if kind in NEVER_PAID:
        return {V.NOTHING_TO_DO}
    if order.dispute_mark:
        return {V.IN_DISPUTE}
    settled = _ended(order) or _arrived(kind, order, today)
    if settled is not None:
        return settled
    if kind == "without number" and order.stage == "shipped":
        return {V.NOT_COVERED}
    if order.dispatched is not None:
        return _under_way(order, today)
    return _by_days(_days(order.paid, today), V.WAIT if order.parcels else V.CANCELLABLE)


def _wrong(judged: Iterable[JudgedOrder], merchant: Merchant) -> list[str]:
    """Orders of which something else is said than what is right."""
    world = merchant.server.world
    true = {order.code: order for order in world.orders()}
    found = []
    for each in judged:
        code = str(each.order.facts.order_id)
        kind = kind_of(int(code[-7:]))
        if each.order.looked is None:
            allowed = {V.NOT_KNOWN, V.NOTHING_TO_DO, V.DELIVERED}  # over for long
        else:
            allowed = right(kind, true[code], world.now().date())
        if each.judgement.verdict not in allowed or each.judgement.as_of is not None:
            found.append(f"{kind} {code}: {each.judgement}, not {allowed}")
    return found


def test_orders_of_practice_mode_are_judged_right_at_three_dates(
    tmp_path: Path, in_zone: Callable[[str], None]
) -> None:
    merchant = Merchant(tmp_path)
    world = merchant.server.world
    world.stream = SmallShop(world.birth, 250, world.birth, kind_of)
    codes = {code for _, code in world.stream.listed(world.now())}
    for days in (0, 20, 40):
        merchant.pass_days(days)
        merchant.look()
        judgements = []
        for zone in ZONES:
            in_zone(zone)
            judged = [x for x in merchant.claims.judged() if x.order.facts.order_id in codes]
            assert len(judged) == 250
            assert _wrong(judged, merchant) == []
            judgements.append([each.judgement for each in judged])
        assert judgements[0] == judgements[1]
    merchant.api.close()
