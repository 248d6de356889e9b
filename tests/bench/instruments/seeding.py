"""Data folders of a merchant who signed in on another day, with so many disputes and orders kept.

    python -m tests.bench.instruments.seeding FOLDER COUNT [ADDRESS]

With an address the account signs in there; its disputes are read from there unless the count is 0.
Of orders there are 10,000 at most, a tenth of them to claim.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from app.composition import AccountComposer
from app.domain.account.accounts import Account, AccountId
from app.domain.account.tokens import Tokens
from app.domain.ids import LineItemId, OrderId, OrderNumber
from app.domain.orders.orders import (
    OrderedProduct,
    OrderFacts,
    Tracking,
    TrackingEvent,
    TrackingEventKind,
)
from app.practice.world.state import API_KEY
from app.services.account.registry import AccountRegistry
from app.storage.account.credentials import Credentials
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.preferences import Preferences
from app.storage.tracked_orders import TrackedOrders
from app.support.clock import utc_now
from app.support.paths import DataFolder
from tests.bench.instruments.pacing import NoRateLimit
from tests.bench.instruments.programs import NOBODY
from tests.bench.reports import some_disputes
from tests.refreshing import refresh

ACCOUNT = Account(AccountId("bench"), "bench")
MOST_ORDERS = 10_000


def seed_offline(folder: DataFolder, count: int) -> None:
    """The account and its disputes, from no server: CJ cannot be reached at the start."""
    database = Database(folder.database(ACCOUNT.account_id))
    database.prepare()
    DisputeCache(database).save_page(some_disputes(count), utc_now())
    keep_orders(database, count)
    credentials = Credentials(host=urlsplit(NOBODY).netloc)
    credentials.save(ACCOUNT.account_id, Tokens("made-up-access", "made-up-refresh"))
    AccountRegistry(Preferences(folder.preferences)).use(ACCOUNT)


def seed_from(folder: DataFolder, address: str, *, reads: bool) -> None:
    """The account signed in to at this address, and all disputes that are kept there."""
    opener = AccountComposer(folder, address)
    account = opener.accounts.sign_in(API_KEY).account
    opener._limiters[account.account_id] = NoRateLimit()
    opened = opener.open_account(account)
    if reads:
        refresh(opened.desk.history)
    opened.desk.close()
    opener.close()
    if reads:
        keep_orders(Database(folder.database(account.account_id)), MOST_ORDERS)


def keep_orders(database: Database, count: int) -> None:
    """Orders as a look has left them a moment ago."""
    orders, now = TrackedOrders(database), utc_now()
    found = [some_order(number) for number in range(min(count, MOST_ORDERS))]
    orders.looks.choose(is_on=True)
    orders.looks.begin(now)
    orders.save_listed(found, now)
    orders.save_details(found, now)
    told = [
        Tracking(
            each.tracking_number,
            each.carrier,
            "En Route",
            None,
            events=(
                TrackingEvent((now - timedelta(days=number % 40)).date(), TrackingEventKind.MOVING),
            ),
        )
        for number, each in enumerate(found)
    ]
    orders.save_tracking(told, [each.tracking_number for each in told], now)
    orders.looks.note_rows(None)
    orders.looks.finish(now)


def some_order(number: int) -> OrderFacts:
    """An order that is on its way since up to 67 days."""
    sent = utc_now() - timedelta(days=number % 68)
    product = OrderedProduct(
        LineItemId(f"L{number}"),
        "V1",
        1 + number % 3,
        Decimal("14.16"),
        name=f"Product {number % 800} of brass, large",
        sku=f"CJSJ{number % 800:07}-A",
    )
    return OrderFacts(
        order_id=OrderId(f"SD26111{number:012}"),
        other_ids=(OrderId(f"{2107111000180000000 + number}"),),
        order_number=OrderNumber(f"#{number}"),
        status="SHIPPED",
        created=sent - timedelta(days=3),
        paid=sent - timedelta(days=3),
        dispatched=sent,
        country="DE",
        tracking_number=f"YT{number:010}",
        carrier="CJPacket Ordinary",
        amount=Decimal("42.48"),
        shop_name=f"Shop {number % 7}",
        products=(product,),
    )


def main(arguments: Sequence[str]) -> int:
    """Fill a folder."""
    folder = DataFolder(Path(arguments[0]))
    folder.create()
    count = int(arguments[1])
    if len(arguments) > 2:
        seed_from(folder, arguments[2], reads=count > 0)
    else:
        seed_offline(folder, count)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
