"""Builds the services of an account out of storage and the client. Sees everything, decides little.

httpx, pydantic and keyring are imported inside functions that run on background threads: the
window must not wait for them.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.command_line import CJ_BASE_URL
from app.domain.accounts import PRACTICE, Account
from app.domain.ids import OrderId
from app.services.accounts import AccountService, SignedIn
from app.services.connection import Connection
from app.services.desk import Desk, OpenedDesk
from app.services.drafts import DraftService
from app.services.filing import FilingService
from app.services.history import HistoryService
from app.services.orders import OrderService
from app.services.pictures import PictureService
from app.services.session import Session
from app.storage.credentials import Credentials, Where
from app.storage.database import Database
from app.storage.dispute_cache import DisputeCache
from app.storage.filings import FilingLedger
from app.storage.image_cache import ImageCache
from app.storage.order_cache import OrderCache
from app.storage.preferences import Preferences
from app.storage.sync_state import SyncState
from app.support.paths import DataFolder

if TYPE_CHECKING:
    from app.api.client import CjApi
    from app.practice import PracticeServer


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


class Opener:
    """The program's `DeskOpener`. All methods block: background threads only."""

    def __init__(self, folder: DataFolder, base_url: str = CJ_BASE_URL) -> None:
        self._folder = folder
        self._base_url = base_url
        self._credentials = Credentials()
        self._preferences = Preferences(folder.preferences)
        self._accounts = AccountService(self._credentials, self._preferences, self._tokenless)
        self._lock = threading.Lock()
        self._practice: PracticeServer | None = None

    def open_last(self) -> OpenedDesk | None:
        """The account last in use; None where there is none to open."""
        account = self._accounts.last_used()
        if account is None:
            return None
        return self.open_practice() if account.is_practice else self.open_account(account)

    def open_account(self, account: Account) -> OpenedDesk:
        """The data and services of an account that was signed in to."""
        return self._open(account, self._base_url)

    def open_practice(self) -> OpenedDesk:
        """Practice mode, its stand-in for CJ started."""
        from app.practice.orders_data import CLOSED_ORDER, MANY_LINES_ORDER, TUTORIAL_ORDER

        server = self._practice_server()
        api = self._tokenless(server.base_url)
        try:
            self._credentials.save(PRACTICE, api.account.sign_in(server.API_KEY))
        finally:
            api.close()
        account = self._accounts.remember_practice()
        examples = tuple(map(OrderId, (TUTORIAL_ORDER, MANY_LINES_ORDER, CLOSED_ORDER)))
        return self._open(account, server.base_url, examples)

    def sign_in(self, api_key: str) -> SignedIn:
        """Exchange a key for tokens and keep these. Raises as `AccountService.sign_in` does."""
        return self._accounts.sign_in(api_key)

    def close(self) -> None:
        """Stop the practice server, if it was started."""
        with self._lock:
            server, self._practice = self._practice, None
        if server is not None:
            server.stop()

    def _open(
        self, account: Account, base_url: str, examples: tuple[OrderId, ...] = ()
    ) -> OpenedDesk:
        database = Database(self._folder.database(account.account_id))
        prepared = database.prepare()
        ledger, disputes = FilingLedger(database), DisputeCache(database)
        orders = OrderCache(database)
        session = Session(account.account_id, self._credentials, lambda: connection)
        connection = Connection(lambda: self._client(base_url, session))
        desk = Desk(
            account=account,
            orders=OrderService(connection, orders, utc_now),
            filing=FilingService(connection, ledger, disputes, utc_now),
            drafts=DraftService(ledger, utc_now),
            history=HistoryService(connection, disputes, orders, SyncState(database), utc_now),
            pictures=PictureService(connection, ImageCache(self._folder.pictures)),
            close=connection.close,
        )
        return OpenedDesk(
            desk,
            is_lasting=account.is_practice or self._credentials.where is not Where.MEMORY,
            examples=examples,
            set_aside=prepared.set_aside.name if prepared.set_aside else "",
        )

    def _client(self, base_url: str, session: Session) -> CjApi:
        from app.api.client import CjApi

        return CjApi(base_url, access_token=session.access_token, renew=session.renew)

    def _tokenless(self, base_url: str = "") -> CjApi:
        """A client for signing in, which has no token to give away."""
        from app.api.client import CjApi
        from app.domain.errors import SignInRequired

        def no_token(_stale: str = "") -> str:
            raise SignInRequired

        return CjApi(base_url or self._base_url, access_token=no_token, renew=no_token)

    def _practice_server(self) -> PracticeServer:
        from app.practice import PracticeServer

        with self._lock:
            if self._practice is None:
                self._practice = PracticeServer(state_path=self._folder.practice_state)
                self._practice.start()
            return self._practice
