"""Builds the services of an account out of storage and the client. Sees everything, decides little.

httpx, pydantic and keyring are imported inside functions that run on background threads: the
window must not wait for them.
"""

from __future__ import annotations

import threading
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.api.http.rate_limiter import RateLimiter
from app.command_line import CJ_BASE_URL
from app.domain.errors import SignInRequired
from app.domain.ids import OrderId
from app.domain.orders.claim_rules import judge
from app.services.account.account_connection import AccountConnection
from app.services.account.accounts import AccountService
from app.services.account.backups import BackupService
from app.services.account.connection import Connection
from app.services.account.registry import AccountRegistry
from app.services.account.session import Session
from app.services.account_services import (
    AccountServices,
    OpenedAccount,
    PracticeCase,
    PracticeOrder,
)
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.filing.templates import TemplateService
from app.services.history.buyer_refunds import BuyerRefundService
from app.services.history.history import HistoryService
from app.services.history.reports import Reports
from app.services.links import LinkService
from app.services.orders.claims import ClaimService
from app.services.orders.orders import OrderService
from app.services.orders.parcels import ParcelService
from app.storage.account.credentials import Credentials
from app.storage.account.last_request import LastRequestTime
from app.storage.attachments import AttachmentStore
from app.storage.database.database import Database
from app.storage.database.failures import storage_failures
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from app.storage.image_cache import ImageCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.storage.preferences import Preferences
from app.storage.templates import TemplateStore
from app.storage.tracked_orders import TrackedOrders
from app.support.clock import utc_now

if TYPE_CHECKING:
    from app.api.client import CjApi
    from app.domain.account.accounts import Account, AccountId
    from app.practice.server import PracticeServer
    from app.support.paths import DataFolder

_SIGN_IN_DEADLINE = 15.0


class AccountComposer:
    """The program's `AccountOpener`. All methods block: background threads only."""

    def __init__(
        self,
        folder: DataFolder,
        base_url: str = CJ_BASE_URL,
        preferences: Preferences | None = None,
    ) -> None:
        self._folder = folder
        self._base_url = base_url
        self._credentials = Credentials(host=_host_of(base_url))
        self._preferences = preferences or Preferences(folder.preferences)
        self._limiters: dict[AccountId, RateLimiter] = {}
        self._sign_in_limiter = RateLimiter()
        self._lock = threading.Lock()
        self.book = AccountRegistry(self._preferences)
        self.accounts = AccountService(
            self._credentials, self.book, self._short_lived, self._limiter_of, folder.delete_data
        )
        self.backups = BackupService(folder, self._preferences, utc_now)
        self._practice: PracticeServer | None = None

    def open_last(self) -> OpenedAccount | None:
        """The account last in use; None where there is none to open."""
        account = self.book.last_used()
        if account is None:
            return None
        return self.open_practice() if account.is_practice else self.open_account(account)

    def open_account(self, account: Account) -> OpenedAccount:
        """The data and services of an account that was signed in to."""
        return self._open(self.book.use(account), self._base_url)

    def open_practice(self) -> OpenedAccount:
        """Practice mode, its stand-in for CJ started."""
        from app.practice.world import sample_data

        server = self._practice_server()
        with closing(self._short_lived(base_url=server.base_url)) as api:
            tokens = api.account.sign_in(server.API_KEY)
        account = self.accounts.use_practice(tokens)
        examples = (
            (PracticeCase.ONE_LINE, sample_data.TUTORIAL_ORDER),
            (PracticeCase.MANY_LINES, sample_data.MANY_LINES_ORDER),
            (PracticeCase.TOO_LATE, sample_data.CLOSED_ORDER),
            (PracticeCase.NOT_OF_THE_API, sample_data.RETURNED_ORDER),
            (PracticeCase.API_OFF, sample_data.API_OFF_ORDER),
        )
        told = tuple(PracticeOrder(case, OrderId(code)) for case, code in examples)
        return self._open(account, server.base_url, told)

    def close(self) -> None:
        """Stop the practice server, if it was started."""
        with self._lock:
            server, self._practice = self._practice, None
        if server is not None:
            server.stop()

    def _open(
        self, account: Account, base_url: str, examples: tuple[PracticeOrder, ...] = ()
    ) -> OpenedAccount:
        database = Database(self._folder.database(account.account_id))
        set_aside = database.prepare()
        ledger, disputes = FilingLedger(database), DisputeCache(database)
        orders, tracked = OrderCache(database), TrackedOrders(database)
        pace = self._limiter_of(account.account_id)
        session = Session(account.account_id, self._credentials, lambda: connection)
        link = AccountConnection(session, lambda: connection, pace)
        connection = Connection(lambda: self._client(base_url, session, pace, link))
        parcels = ParcelService(connection, orders, tracked, utc_now, lambda: link.points)
        filing = FilingService(connection, ledger, disputes, utc_now)
        desk = AccountServices(
            account=account,
            orders=OrderService(
                connection, orders, utc_now, parcels, ledger.answers, disputes.about
            ),
            filing=filing,
            drafts=DraftService(ledger, utc_now),
            history=HistoryService(
                connection,
                disputes,
                orders,
                ledger,
                database,
                utc_now,
                match_listed=filing.match_listed,
            ),
            buyer_refunds=BuyerRefundService(BuyerRefundStore(database), utc_now),
            links=LinkService(connection, ImageCache(self._folder.pictures)),
            link=link,
            templates=TemplateService(TemplateStore(database), utc_now),
            parcels=parcels,
            claims=ClaimService(connection, tracked, utc_now, lambda: link.points, judge),
            attachments=AttachmentStore.beside(database),
            reports=Reports.over(database, utc_now),
            close=connection.close,
        )
        return OpenedAccount(
            desk,
            not_kept=self._credentials.why_in_memory(account.account_id),
            is_remembered=self.book.is_saved(account.account_id),
            examples=examples,
            set_aside=set_aside.name if set_aside else "",
        )

    def _client(
        self, base_url: str, session: Session, pace: RateLimiter, link: AccountConnection
    ) -> CjApi:
        from app.api.client import CjApi

        return CjApi(
            base_url,
            access_token=link.access_token,
            renew=session.renew,
            pace=pace,
            proxy_choice=self._proxy_choice,
            note=link.note,
        )

    def _short_lived(
        self, access_token: str = "", pace: RateLimiter | None = None, *, base_url: str = ""
    ) -> CjApi:
        """A client for signing in, which has no token to give away, or this one to try."""
        from app.api.client import CjApi

        def token(stale: str = "") -> str:
            if stale or not access_token:
                raise SignInRequired
            return access_token

        return CjApi(
            base_url or self._base_url,
            access_token=token,
            renew=token,
            pace=pace or self._sign_in_limiter,
            deadline=_SIGN_IN_DEADLINE,
            proxy_choice=self._proxy_choice,
        )

    def _proxy_choice(self) -> str:
        return self._preferences.load().proxy

    def _limiter_of(self, account_id: AccountId) -> RateLimiter:
        """The account's one pace, for as long as the program runs: CJ counts on."""
        with self._lock:
            pace = self._limiters.get(account_id)
            if pace is None:
                pace = self._limiters[account_id] = RateLimiter()
                mark = self._folder.database(account_id).with_suffix(".sent")
                _go_on_from_last_run(pace, LastRequestTime(mark))
            return pace

    def _practice_server(self) -> PracticeServer:
        from app.practice.server import PracticeServer
        from app.practice.world.state import World

        with self._lock:
            if self._practice is None:
                state = self._folder.practice_state
                with storage_failures(state, is_reading=True):
                    world = World(state)
                server = PracticeServer(world)
                server.start()
                self._practice = server
            return self._practice


def _host_of(base_url: str) -> str:
    """The host, with its port, to which tokens from this address may be sent; "" for CJ's own."""
    host = urlsplit(base_url).netloc.casefold()
    return "" if host == urlsplit(CJ_BASE_URL).netloc else host


def _go_on_from_last_run(pace: RateLimiter, mark: LastRequestTime) -> None:
    """Keep CJ's distance from the last request of the last run, which may be just over."""
    seconds = mark.seconds_ago()
    if seconds is not None:
        pace.go_on_from(seconds)
    pace.watch_sent(mark.put)
