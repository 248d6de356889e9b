"""Shapes of sign-in and settings (authentication page, settings page)."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import Field, PlainValidator

from app.api.http.exact_json import whole_or_none
from app.api.wire.fields import Flag, Moment, Name, OptionalId, When, WireModel, Word
from app.domain.pace import AccountSettings, Quota
from app.domain.text import cleaned
from app.domain.tokens import Tokens

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
    refresh_expires: When = Field(Moment(), alias="refreshTokenExpiryDate")
    issued: When = Field(Moment(), alias="createDate")
    open_id: OptionalId = Field("", alias="openId", repr=False)

    def to_domain(self, *, kept_refresh: str = "") -> Tokens:
        """The tokens; `kept_refresh` stays in use where CJ returns none."""
        return Tokens(
            access=self.access,
            refresh=self.refresh or kept_refresh,
            access_expires=self.access_expires.at,
            refresh_expires=self.refresh_expires.at,
            issued=self.issued.at,
            open_id=self.open_id,
        )


class Limits(NamedTuple):
    """What is used of `setting`."""

    requests_per_second: int | None = None
    quotas: tuple[Quota, ...] = ()


_MOST_QUOTAS = 50


def _limits(value: object) -> Limits:
    """`setting`, which is an object in the sample and a list in the table."""
    known = [
        each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)
    ]
    limits = (whole_or_none(each.get("qpsLimit")) for each in known)
    quotas: list[Quota] = []
    for each in known:
        rows = each.get("quotaLimits")
        quotas.extend(filter(None, map(_quota, rows if isinstance(rows, list) else ())))
    limit = next((limit for limit in limits if limit is not None and limit > 0), None)
    return Limits(limit, tuple(quotas[:_MOST_QUOTAS]))


def _quota(value: object) -> Quota | None:
    if not isinstance(value, dict):
        return None
    path, limit = value.get("quotaUrl"), whole_or_none(value.get("quotaLimit"))
    if not isinstance(path, str) or limit is None or limit < 0:
        return None
    return Quota(cleaned(path, 200), limit, whole_or_none(value.get("quotaType")) or 0)


class SettingsPayload(WireModel):
    """`data` of `setting/get`."""

    name: Name = Field("", alias="openName")
    setting: Annotated[Limits, PlainValidator(_limits)] = Limits()
    rank: Word = Field("", alias="root")
    is_sandbox: Flag = Field(default=False, alias="isSandbox")
    open_id: OptionalId = Field("", alias="openId", repr=False)

    def to_domain(self) -> AccountSettings:
        return AccountSettings(
            name=self.name,
            requests_per_second=self.setting.requests_per_second,
            quotas=self.setting.quotas,
            rank=self.rank,
            is_sandbox=self.is_sandbox,
            open_id=self.open_id,
        )
