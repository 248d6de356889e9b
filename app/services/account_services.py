"""All services of one account, bundled: what the window works on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.account.accounts import Account
    from app.domain.errors import KeyringCause
    from app.domain.ids import OrderId
    from app.services.account.account_connection import AccountConnection
    from app.services.account.accounts import AccountService
    from app.services.account.backups import BackupService
    from app.services.account.registry import AccountRegistry
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
    from app.storage.attachments import AttachmentStore


@dataclass(frozen=True, slots=True)
class AccountServices:
    """An open account. `close` ends its waiting calls; the data stays."""

    account: Account
    orders: OrderService
    filing: FilingService
    drafts: DraftService
    history: HistoryService
    buyer_refunds: BuyerRefundService
    links: LinkService
    link: AccountConnection
    templates: TemplateService
    parcels: ParcelService
    claims: ClaimService
    attachments: AttachmentStore
    reports: Reports
    close: Callable[[], None]


class PracticeCase(Enum):
    """What an order of practice mode shows."""

    ONE_LINE = "one line"
    MANY_LINES = "many lines"
    TOO_LATE = "too late"
    NOT_OF_THE_API = "not of the API"
    """CJ refuses a dispute about it only when that is sent."""
    API_OFF = "API off"
    """CJ switches off API access for a while when it is looked up."""


class PracticeOrder(NamedTuple):
    """An order of practice mode that is worth a try."""

    case: PracticeCase
    order_id: OrderId


@dataclass(frozen=True, slots=True)
class OpenedAccount:
    """An account that has just been opened, with what the user should hear about it."""

    desk: AccountServices
    not_kept: KeyringCause | None = None
    """Why no keyring keeps the token, so that it lives in memory for this run."""
    is_remembered: bool = True
    """False where it could not be saved that the next start is to open this account."""
    examples: tuple[PracticeOrder, ...] = ()
    """In practice mode only; the first is for a newcomer."""
    set_aside: str = ""
    """Name under which a damaged data file was put aside."""


class AccountOpener(Protocol):
    """Opens accounts. The composition root implements it; all methods block."""

    accounts: AccountService
    """Signs in, signs out, and removes."""
    backups: BackupService
    """Saves all accounts' data as one file, and restores it."""
    book: AccountRegistry
    """The accounts known here."""

    def open_last(self) -> OpenedAccount | None:
        """The account last in use; None where there is none to open."""

    def open_account(self, account: Account) -> OpenedAccount:
        """The data and services of an account that was signed in to."""

    def open_practice(self) -> OpenedAccount:
        """Practice mode, its stand-in for CJ started."""
