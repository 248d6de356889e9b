"""CJ's answer envelope, in every shape its pages and its servers have shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from app.api.http.exact_json import NotJson, RepeatedKeys, decode, whole_or_none
from app.domain.account.pace import Points
from app.domain.text import cleaned

SUCCESS = 200
_MESSAGE_LIMIT = 500
"""Most characters kept of CJ's own message."""
_TRACE_LIMIT = 48
"""Longest request id (envelope table)."""


class Verdict(Enum):
    """What an envelope says of its own request."""

    YES = "yes"
    NO = "no"
    SILENT = "silent"
    """Nothing at all: a reader may go by the HTTP status, a filing may not."""
    CONTRADICTORY = "contradictory"
    """It speaks against itself: a code and a flag that differ, or a key named twice."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """The fields around `data`. A silent one is any JSON object, not necessarily CJ's."""

    code: int | None
    success: bool | None
    result: bool | None
    message: str
    data: object = field(repr=False)
    request_id: str
    points: Points | None
    has_points: bool
    has_repeated_keys: bool = False

    @property
    def verdict(self) -> Verdict:
        """Whether the request went well, by the code first and the flags after it.

        The code decides: 200 is yes, 0 is yes only beside `success: true`, any other is no. Flags
        that speak against the code, or against each other, leave the answer contradictory.
        """
        flags = {each for each in (self.success, self.result) if each is not None}
        if self.has_repeated_keys:
            return Verdict.CONTRADICTORY
        if self.code == 0:
            return Verdict.YES if self.success is True else Verdict.CONTRADICTORY
        if self.code not in (None, SUCCESS):
            says_yes = True in flags or flag(self.data) is True
            return Verdict.CONTRADICTORY if says_yes else Verdict.NO
        if self.code == SUCCESS:
            return Verdict.CONTRADICTORY if False in flags else Verdict.YES
        if not flags:
            return Verdict.SILENT
        if len(flags) == 2 or (False in flags and flag(self.data) is True):
            return Verdict.CONTRADICTORY
        return Verdict.YES if True in flags else Verdict.NO


def open_envelope(body: bytes) -> Envelope:
    """The envelope of an answer's body.

    Raises `NotJson` where it is no JSON object, or its `code` is no number.
    """
    value = decode(body)
    if not isinstance(value, dict):
        raise NotJson("no object")
    code = whole_or_none(value.get("code"))
    if code is None and value.get("code") is not None:
        raise NotJson("a code that is no number")
    return Envelope(
        code=code,
        success=flag(value.get("success")),
        result=flag(value.get("result")),
        message=_text(value.get("message"), _MESSAGE_LIMIT),
        data=value.get("data"),
        request_id=_trace_id(value),
        points=_points(value.get("pointsInfo")),
        has_points=isinstance(value.get("pointsInfo"), dict),
        has_repeated_keys=isinstance(value, RepeatedKeys),
    )


def flag(value: object) -> bool | None:
    """A truth value as CJ writes it: true, 1, "true", and the page's own slip "ture"."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, Decimal)):
        return {0: False, 1: True}.get(int(value)) if value in (0, 1) else None
    return _FLAG_WORDS.get(value.strip().casefold()) if isinstance(value, str) else None


_FLAG_WORDS = {"true": True, "ture": True, "1": True, "false": False, "0": False}


def _text(value: object, limit: int) -> str:
    return cleaned(value, limit) if isinstance(value, str) else ""


def _points(value: object) -> Points | None:
    """`pointsInfo`, where both numbers that are used of it can be some."""
    if not isinstance(value, dict):
        return None
    numbers = (whole_or_none(value.get(name)) for name in ("remaining", "total"))
    sane = [each for each in numbers if each is not None and 0 <= each < 10**12]
    return Points(*sane) if len(sane) == 2 else None


def _trace_id(value: dict[str, object]) -> str:
    """`requestId`, or `redirectUri`, which stands in its place on the Chinese page (row 12)."""
    found = (_text(value.get(name), _TRACE_LIMIT) for name in ("requestId", "redirectUri"))
    return next(filter(None, found), "")
