"""All services of one account, bundled: what the window works on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.accounts import Account
from app.services.drafts import DraftService
from app.services.filing import FilingService
from app.services.history import HistoryService
from app.services.orders import OrderService
from app.services.pictures import PictureService


@dataclass(frozen=True, slots=True)
class Desk:
    """An open account. `close` ends its waiting calls; the data stays."""

    account: Account
    orders: OrderService
    filing: FilingService
    drafts: DraftService
    history: HistoryService
    pictures: PictureService
    close: Callable[[], None]
