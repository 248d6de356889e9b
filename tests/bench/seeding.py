"""Data folders of a merchant who signed in on another day, with so many disputes kept.

    python -m tests.bench.seeding FOLDER COUNT [ADDRESS]

With an address the account signs in there; its disputes are read from there unless the count is 0.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from app.composition import AccountComposer
from app.domain.accounts import Account, AccountId
from app.domain.tokens import Tokens
from app.practice.state import API_KEY
from app.services.account_registry import AccountRegistry
from app.storage.credentials import Credentials
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.preferences import Preferences
from app.support.clock import utc_now
from app.support.paths import DataFolder
from tests.bench.pacing import NoRateLimit
from tests.bench.programs import NOBODY
from tests.bench.reports import some_disputes

ACCOUNT = Account(AccountId("bench"), "bench")


def seed_offline(folder: DataFolder, count: int) -> None:
    """The account and its disputes, from no server: CJ cannot be reached at the start."""
    database = Database(folder.database(ACCOUNT.account_id))
    database.prepare()
    DisputeCache(database).save_page(some_disputes(count), utc_now())
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
        opened.desk.history.refresh()
    opened.desk.close()
    opener.close()


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
