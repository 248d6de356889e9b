"""A CJ account as this program keeps it. Known before the first paint: nothing slow is here."""

from __future__ import annotations

from typing import NamedTuple, NewType

AccountId = NewType("AccountId", str)
"""Names an account in file names and the keyring; made here from CJ's `openId`."""

PRACTICE = AccountId("practice")
"""The account of practice mode; its secrets never reach the OS keyring."""


class Account(NamedTuple):
    """An account that was signed in to here. `label` is what the user sees of it."""

    account_id: AccountId
    label: str

    @property
    def is_practice(self) -> bool:
        """Whether it is the stand-in on this computer."""
        return self.account_id == PRACTICE
