"""A CJ account as this program keeps it, and the tokens that open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

AccountId = NewType("AccountId", str)
"""Names an account in file names and the keyring; made here from CJ's `openId`."""

PRACTICE = AccountId("practice")
"""The account of practice mode; its secrets never reach the OS keyring."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What `authentication/getAccessToken` returns. Expiry dates are as returned, aware.

    The secrets are kept out of `repr`, and so out of logs and tracebacks.
    """

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires: datetime | None = None
    refresh_expires: datetime | None = None
    open_id: str = field(default="", repr=False)
    """CJ's id of the account. It doubles as a signing secret (webhook page): kept like one."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account that was signed in to here. `label` is what the user sees of it."""

    account_id: AccountId
    label: str

    @property
    def is_practice(self) -> bool:
        """Whether it is the stand-in on this computer."""
        return self.account_id == PRACTICE


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """The answer of `setting/get` (settings page): limits and the account's rank."""

    name: str
    requests_per_second: int | None
    rank: str
    is_sandbox: bool
    open_id: str = field(default="", repr=False)
