"""Access and refresh tokens as CJ hands them out."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

ACCESS_LIFE = timedelta(days=15)
REFRESH_LIFE = timedelta(days=180)
#: Asking again within this time brings the same tokens.
SAME_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class TokenPair:
    """What one account holds at the moment."""

    account: str
    access: str
    refresh: str
    access_issued: datetime
    refresh_issued: datetime

    @property
    def access_expires(self) -> datetime:
        return self.access_issued + ACCESS_LIFE

    @property
    def refresh_expires(self) -> datetime:
        return self.refresh_issued + REFRESH_LIFE


class TokenBook:
    """The living tokens, one pair an account. The world's lock guards it."""

    def __init__(self) -> None:
        self._pairs: dict[str, TokenPair] = {}

    def issue(self, account: str, now: datetime) -> TokenPair:
        """The pair of the last 24 hours, else a new one."""
        pair = self._pairs.get(account)
        if pair and now - pair.refresh_issued < SAME_FOR:
            return pair
        return self._put(TokenPair(account, _token(), _token(), now, now))

    def refresh(self, refresh_token: str, now: datetime) -> TokenPair | None:
        """A new access token for a living refresh token; the old access token dies."""
        for pair in self._pairs.values():
            if pair.refresh == refresh_token and now < pair.refresh_expires:
                return self._put(replace(pair, access=_token(), access_issued=now))
        return None

    def account_of(self, access_token: str, now: datetime) -> str | None:
        living = (pair for pair in self._pairs.values() if now < pair.access_expires)
        return next((pair.account for pair in living if pair.access == access_token), None)

    def revoke(self, account: str) -> None:
        """End both tokens of the account, for every program that shares them."""
        self._pairs.pop(account, None)

    def pairs(self) -> list[TokenPair]:
        return list(self._pairs.values())

    def restore(self, pairs: list[TokenPair]) -> None:
        self._pairs = {pair.account: pair for pair in pairs}

    def _put(self, pair: TokenPair) -> TokenPair:
        self._pairs[pair.account] = pair
        return pair


def _token() -> str:
    return secrets.token_hex(16)
