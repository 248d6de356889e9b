"""What a service of claims keeps of orders."""

from __future__ import annotations

from app.domain.orders.claims import TrackedOrder
from app.services.orders.claims import ClaimService


def orders_of(service: ClaimService) -> tuple[TrackedOrder, ...]:
    """All of them, the newest first, with the disputes about them."""
    return tuple(each.order for each in service.judged())
