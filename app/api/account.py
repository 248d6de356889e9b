"""Signing in and the account's settings (authentication page, settings page).

CJ asks that `getAccessToken` be called at most once in five minutes; it returns the same tokens
for a day. Secrets travel in bodies only and stand in no error, log line or `repr`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.api.http.transport import Request, Transport
from app.api.wire.account import SettingsPayload, TokensPayload
from app.api.wire.reading import read_object
from app.domain.errors import KeyRejected, Refused, TokenRejected, UnexpectedResponse

if TYPE_CHECKING:
    from app.domain.account.pace import AccountSettings
    from app.domain.account.tokens import Tokens

_LOGOUT_FAILED = 1600030


class AccountApi:
    """Gets, renews and ends tokens. Every method may raise any `AppError` of the transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def sign_in(self, api_key: str) -> Tokens:
        """Tokens for an API key (`getAccessToken`). Raises `KeyRejected` where CJ refuses it."""
        return self._tokens("authentication/getAccessToken", {"apiKey": api_key})

    def sign_in_legacy(self, email: str, key: str) -> Tokens:
        """The older form, still on the Chinese page: e-mail, and the key named `password`."""
        return self._tokens("authentication/getAccessToken", {"email": email, "password": key})

    def refresh(self, refresh_token: str) -> Tokens:
        """Newer tokens for a refresh token, which stays in use where CJ returns no other.

        Raises `KeyRejected` where CJ takes it no more. The answer carries no `openId`.
        """
        return self._tokens(
            "authentication/refreshAccessToken",
            {"refreshToken": refresh_token},
            kept_refresh=refresh_token,
        )

    def log_out(self) -> None:
        """End both tokens at CJ, for every program that uses this account.

        Tokens that are dead already, and CJ's own failure to end them, count as done.
        """
        request = Request("POST", "authentication/logout", may_renew=False)
        try:
            self._transport.send(request)
        except TokenRejected:
            return
        except Refused as error:
            if error.exchange.code != _LOGOUT_FAILED:
                raise

    def settings(self, *, may_renew: bool = True) -> AccountSettings:
        """Name and limit (`setting/get`): the harmless call to test a token with.

        Without `may_renew`, a token that CJ does not take is `TokenRejected`.
        """
        request = Request("GET", "setting/get", is_read=True, may_renew=may_renew)
        answer = self._transport.send(request)
        return read_object(SettingsPayload, answer.data, answer.exchange).to_domain()

    def _tokens(self, endpoint: str, body: dict[str, object], *, kept_refresh: str = "") -> Tokens:
        try:
            answer = self._transport.send(Request("POST", endpoint, body=body, with_token=False))
        except TokenRejected as error:
            # "Invalid API key or access token": no token was sent, so it was the key.
            raise KeyRejected(error.exchange) from error
        payload = read_object(TokensPayload, answer.data, answer.exchange)
        tokens = payload.to_domain(kept_refresh=kept_refresh)
        if not tokens.refresh:
            raise UnexpectedResponse(answer.exchange)
        return tokens
