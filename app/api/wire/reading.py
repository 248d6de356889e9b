"""From an answer's `data` to wire models: what is missing, what is skipped, what is refused."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from app.api.http.exact_json import whole_or_none
from app.api.wire.fields import COUNT_LIMIT, WireModel
from app.domain.errors import RequestInfo, UnexpectedResponse

_log = logging.getLogger(__name__)

Model = TypeVar("Model", bound=WireModel)


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page of a list before its rows are read. Numbers are None where CJ did not give them."""

    rows: list[object]
    page: int | None
    total: int | None
    """CJ's count of the whole list, where it can be one: never less than the page's own rows."""
    told_total: int | None = None
    """The same, be it one that cannot be right: what other pages tell is compared with it."""


def read_object(model: type[Model], data: object, exchange: RequestInfo) -> Model:
    """`data` as one object. Raises `UnexpectedResponse` where it is none or lacks what it needs."""
    if not isinstance(data, dict):
        raise UnexpectedResponse(exchange)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise UnexpectedResponse(exchange) from error


def read_rows(model: type[Model], rows: Sequence[object], what: str) -> Iterator[Model]:
    """The rows that can be read. One that cannot (it has no id) is left out and noted in the log.

    A row is refused only for what it cannot do without; all else has an empty value.
    """
    for row in rows:
        try:
            yield model.model_validate(row if isinstance(row, dict) else None)
        except ValidationError as error:
            places = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
            _log.info("left out a row of %s: unreadable %s", what, sorted(places) or "row")


def read_page(data: object, exchange: RequestInfo, *, single: str = "") -> RawPage:
    """`data` as a page: an object with `list`, a bare array, or one bare row (row 38).

    `single` names the field that marks an object as a row itself. An answer without a list, or
    with an empty first page beside a count, is refused: "nothing there" must be said, since a
    filing is read back from it.
    """
    if isinstance(data, list):
        return RawPage(data, None, None)
    if not isinstance(data, dict):
        raise UnexpectedResponse(exchange)
    if single and "list" not in data and data.get(single):
        return RawPage([data], None, 1)
    page = whole_or_none(data.get("pageNum", data.get("pageNumber")))
    total = whole_or_none(data.get("total"))
    rows = data.get("list")
    if rows is None and total in (0, None) and (total, page) != (None, None):
        rows = []
    if not isinstance(rows, list):
        raise UnexpectedResponse(exchange)
    can_be = total is not None and len(rows) <= total < COUNT_LIMIT
    return RawPage(rows, page, total if can_be else None, total)
