"""Strict reading of what a client sends: the types as the tables of the API page have them.

CJ may well be more forgiving; a client that passes here sends what is documented.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeGuard

from app.practice.refusals import EMPTY_PARAMETER, PARAM_ERROR, Refusal

Row = dict[str, object]

_MOST_TEXTS = 100
"""Texts in one array; what is filed is kept."""


@dataclass(frozen=True)
class ApiRequest:
    """A request to an endpoint. `http_status` is the one for refusals of its shape."""

    query: dict[str, list[str]] = field(default_factory=dict)
    body: Row = field(default_factory=dict)
    account: str = ""
    origin: str = ""
    qps: int = 1
    http_status: int = 200

    def wrong(self, why: str) -> Refusal:
        """The shape or value of a field is wrong, as in the dispute page's samples."""
        return Refusal(PARAM_ERROR, "Param error", why=why, http_status=self.http_status)

    def missing(self, name: str) -> Refusal:
        """A required field is missing; CJ names one at a time."""
        return Refusal(EMPTY_PARAMETER, f"{name} can not be empty", http_status=self.http_status)

    # The query string

    def asked(self, name: str, *, limit: int = 100) -> str:
        """A parameter of the query string, "" where it is absent."""
        values = self.query.get(name, [])
        if len(values) > 1:
            raise self.wrong(f"{name} is given {len(values)} times")
        value = values[0] if values else ""
        if len(value) > limit:
            raise self.wrong(f"{name} is longer than {limit}")
        return value

    def required(self, name: str, *, limit: int = 100) -> str:
        value = self.asked(name, limit=limit)
        if not value:
            raise self.missing(name)
        return value

    def page(self, *, default_size: int, largest: int) -> tuple[int, int]:
        """Page number and size; a size beyond the largest is cut, as the answer then tells."""
        number = self._count("pageNum", self._count("pageNumber", 1))
        return number, min(self._count("pageSize", default_size), largest)

    def _count(self, name: str, default: int) -> int:
        text = self.asked(name, limit=10)
        if not text:
            return default
        if not (text.isascii() and text.isdecimal()) or int(text) < 1:
            raise self.wrong(f"{name} must be a positive whole number, not {text!r}")
        return int(text)

    # The body

    def text(self, name: str, *, limit: int, row: Row | None = None) -> str:
        """A required text of 1 to `limit` code points, of the body or of a row in it."""
        value = (self.body if row is None else row).get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise self.missing(name)
        if not _is_text(value):
            raise self.wrong(f"{name} must be a text, not {value!r}")
        if len(value) > limit:
            raise self.wrong(f"{name} has {len(value)} characters, {limit} are allowed")
        return value

    def whole(self, name: str, *, row: Row | None = None) -> int:
        """A required JSON integer, of the body or of a row in it."""
        value = (self.body if row is None else row).get(name)
        if value is None:
            raise self.missing(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(f"{name} must be a JSON integer, not {value!r}")
        return value

    def texts(self, name: str, *, limit: int) -> tuple[str, ...]:
        """An optional array of texts of 1 to `limit` code points each."""
        if name not in self.body:
            return ()
        value = self.body[name]
        if not isinstance(value, list) or len(value) > _MOST_TEXTS:
            raise self.wrong(f"{name} must be an array of at most {_MOST_TEXTS} texts")
        if not all(_is_text(item) and 1 <= len(item) <= limit for item in value):
            raise self.wrong(f"{name} must hold texts of 1 to {limit} characters")
        return tuple(value)

    def items(self) -> list["Item"]:
        """The lines of `productInfoList`: at least one, no line twice."""
        value = self.body.get("productInfoList")
        if value is None or value == []:
            raise self.missing("productInfoList")
        if not isinstance(value, list):
            raise self.wrong("productInfoList must be an array")
        items = [self._item(row) for row in value]
        if len({item.line_id for item in items}) != len(items):
            raise self.wrong("productInfoList names a line twice")
        return items

    def _item(self, row: object) -> "Item":
        if not isinstance(row, dict):
            raise self.wrong("productInfoList must hold objects")
        line_id = self.text("lineItemId", limit=100, row=row)
        quantity = self.whole("quantity", row=row)
        price = row.get("price")
        if price is None:
            raise self.missing("price")
        if isinstance(price, bool) or not isinstance(price, (int, Decimal)):
            raise self.wrong(f"price must be a JSON number, not {price!r}")
        if quantity < 1:
            raise self.wrong(f"quantity must be at least 1, not {quantity}")
        return Item(line_id, quantity, Decimal(price))


@dataclass(frozen=True)
class Item:
    """One line of a selection as the client sent it; `price` is meant to be the unit price."""

    line_id: str
    quantity: int
    price: Decimal


def _is_text(value: object) -> TypeGuard[str]:
    """Whether it is a text that can be written to a file: half of a surrogate pair cannot."""
    return isinstance(value, str) and not any("\ud800" <= each <= "\udfff" for each in value)


def stamp(moment: datetime | None) -> str | None:
    """The "yyyy-MM-dd HH:mm:ss" of the API, in UTC."""
    return None if moment is None else f"{moment:%Y-%m-%d %H:%M:%S}"
