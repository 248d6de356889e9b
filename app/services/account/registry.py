"""The accounts that were signed in to on this computer: their names, and which is in use."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from app.domain.errors import StorageFailed

if TYPE_CHECKING:
    from app.domain.account.accounts import Account, AccountId
    from app.storage.preferences import Preferences, PreferenceValues

_log = logging.getLogger(__name__)

LABEL_LIMIT = 60
"""Longest name of an account that is shown."""
SEPARATOR = " · "
"""Between CJ's number of an account and CJ's name of it."""


class AccountRegistry:
    """Kept among the preferences. Holds no secret. Background threads only."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._unsaved: dict[AccountId, Account] = {}

    def known(self) -> tuple[Account, ...]:
        """All accounts, in the order in which they came."""
        return tuple(self._with_unsaved(self._preferences.load()).values())

    def is_saved(self, account_id: AccountId) -> bool:
        """Whether the next start will open this account, which was opened last."""
        return account_id not in self._unsaved

    def last_used(self) -> Account | None:
        """The account to open at start."""
        values = self._preferences.load()
        known = (each for each in values.accounts if each.account_id == values.last_account)
        return next(known, None)

    def use(self, account: Account) -> Account:
        """Open this one at the next start too. One that is known keeps the name it has here.

        Where that cannot be saved, `is_saved` says so: it is no reason not to open it now.
        """

        def change(values: PreferenceValues) -> PreferenceValues:
            known = self._with_unsaved(values)
            before = known.get(account.account_id)
            if before is None or account.label.startswith(f"{before.label}{SEPARATOR}"):
                # New, or known only by its number so far; another name is the user's own.
                known[account.account_id] = account
            return values._replace(last_account=account.account_id, accounts=tuple(known.values()))

        try:
            values = self._preferences.update(change)
        except StorageFailed as failure:
            _log.info("the account in use could not be saved: %s", failure.cause.value)
            values = change(self._preferences.load())
            self._unsaved[account.account_id] = account
        else:
            self._unsaved.clear()
        return next(each for each in values.accounts if each.account_id == account.account_id)

    def rename(self, account_id: AccountId, label: str) -> None:
        """Show the account under another name from now on."""
        name = " ".join(label.split())[:LABEL_LIMIT]
        if not name:
            return

        def change(values: PreferenceValues) -> PreferenceValues:
            accounts = (
                each._replace(label=name) if each.account_id == account_id else each
                for each in self._with_unsaved(values).values()
            )
            return values._replace(accounts=tuple(accounts))

        self._preferences.update(change)

    def drop(self, account_id: AccountId) -> None:
        """Know the account no more."""
        self._unsaved.pop(account_id, None)

        def change(values: PreferenceValues) -> PreferenceValues:
            left = tuple(each for each in values.accounts if each.account_id != account_id)
            last = values.last_account
            if last == account_id:
                last = left[-1].account_id if left else None
            return values._replace(last_account=last, accounts=left)

        self._preferences.update(change)

    def _with_unsaved(self, values: PreferenceValues) -> dict[AccountId, Account]:
        known = {each.account_id: each for each in values.accounts}
        for account_id, account in self._unsaved.items():
            known.setdefault(account_id, account)
        return known
