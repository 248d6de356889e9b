"""Shapes of sign-in and settings (authentication page, settings page)."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainValidator

from app.api.wire.fields import Moment, Name, OptionalId, When, WireModel
from app.domain.account.pace import AccountSettings
from app.domain.account.tokens import Tokens

SECRET_LIMIT = 4_000


def is_header_text(text: str) -> bool:
    """Whether the text can stand in an HTTP header as it is: printable ASCII without spaces."""
    return bool(text) and text.isascii() and text.isprintable() and " " not in text


def _secret(value: object) -> str:
    if not isinstance(value, str) or not is_header_text(value) or len(value) > SECRET_LIMIT:
        raise ValueError("no token")
    return value


def _optional_secret(value: object) -> str:
    return "" if value is None or value == "" else _secret(value)


class TokensPayload(WireModel):
    """`data` of `getAccessToken` and `refreshAccessToken`. The dates carry +08:00."""

    access: Annotated[str, PlainValidator(_secret)] = Field(alias="accessToken", repr=False)
    refresh: Annotated[str, PlainValidator(_optional_secret)] = Field(
        "", alias="refreshToken", repr=False
    )
    access_expires: When = Field(Moment(), alias="accessTokenExpiryDate")
    issued: When = Field(Moment(), alias="createDate")
    open_id: OptionalId = Field("", alias="openId", repr=False)

    def to_domain(self, *, kept_refresh: str = "") -> Tokens:
        """The tokens; `kept_refresh` stays in use where CJ returns none."""
        return Tokens(
            access=self.access,
            refresh=self.refresh or kept_refresh,
            access_expires=self.access_expires.at,
            issued=self.issued.at,
            open_id=self.open_id,
        )


_SLOWEST = 1 / 60
"""A limit of less than one request a minute is no limit that anybody could work with."""


def _requests_per_second(setting: object) -> float | None:
    """`qpsLimit` of `setting`, which is an object in the sample and a list in the table."""
    each = setting if isinstance(setting, list) else [setting]
    found = (_rate(one.get("qpsLimit")) for one in each if isinstance(one, dict))
    return next((rate for rate in found if rate is not None), None)


def _rate(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        return None
    try:
        rate = float(value)
    except (ValueError, OverflowError):
        return None
    return rate if _SLOWEST <= rate < math.inf else None


class SettingsPayload(WireModel):
    """`data` of `setting/get`."""

    name: Name = Field("", alias="openName")
    requests_per_second: Annotated[float | None, PlainValidator(_requests_per_second)] = Field(
        None, alias="setting"
    )

    def to_domain(self) -> AccountSettings:
        return AccountSettings(
            name=self.name,
            requests_per_second=self.requests_per_second,
        )
