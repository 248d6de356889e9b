"""Disputes as they leave the program: the columns of an export, its choices, and its failures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from app.domain.errors import AppError

if TYPE_CHECKING:
    from app.domain.history.buyer_refunds import BuyerRefund
    from app.domain.history.history import HistoryRow

Cell = str | Decimal | datetime | date | None
"""A value on its way out: an amount in USD, an aware UTC time, a day, text as it is, or nothing."""


class CellKind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    ID = "id"
    """Text that a spreadsheet may take for a number, and round."""
    MONEY = "money"
    TIME = "time"
    DAY = "day"


class ExportColumn(Enum):
    """The columns of an export, in order."""

    DISPUTE = "dispute"
    ORDER = "order"
    ORDER_ID = "order id"
    CREATED = "created"
    REASON = "reason"
    STATUS = "status"
    OUTCOME = "outcome"
    REFUND = "refund"
    ASKED = "asked"
    VARIANCE = "variance"
    REISSUE_ORDER = "reissue order"
    PRODUCTS = "products"
    SKUS = "skus"
    SUPPLIERS = "suppliers"
    CHANGED = "changed"
    REFERENCE = "reference"
    NOTE = "note"
    REISSUED = "reissued"
    BUYER_REFUND = "buyer refund"
    BUYER_REFUND_DAY = "buyer refund day"
    BUYER_REFUND_ORIGINAL = "buyer refund original"
    NET_LOSS = "net loss"

    @property
    def kind(self) -> CellKind:
        """What its cells hold."""
        return _KINDS.get(self, CellKind.TEXT)


_KINDS = {
    ExportColumn.DISPUTE: CellKind.ID,
    ExportColumn.ORDER: CellKind.ID,
    ExportColumn.ORDER_ID: CellKind.ID,
    ExportColumn.REISSUE_ORDER: CellKind.ID,
    ExportColumn.SKUS: CellKind.ID,
    ExportColumn.REFERENCE: CellKind.ID,
    ExportColumn.CREATED: CellKind.TIME,
    ExportColumn.CHANGED: CellKind.TIME,
    ExportColumn.REFUND: CellKind.MONEY,
    ExportColumn.ASKED: CellKind.MONEY,
    ExportColumn.VARIANCE: CellKind.MONEY,
    ExportColumn.REISSUED: CellKind.MONEY,
    ExportColumn.BUYER_REFUND: CellKind.MONEY,
    ExportColumn.BUYER_REFUND_DAY: CellKind.DAY,
    ExportColumn.NET_LOSS: CellKind.MONEY,
}


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """A dispute with all that this computer knows of it and an export has a column for."""

    row: HistoryRow
    skus: tuple[str, ...] = ()
    reference: str = ""
    """Our own reference, where it was filed with this program."""
    note: str = ""
    """What the user wrote beside it."""
    buyer_refund: BuyerRefund | None = None


class ExportFormat(Enum):
    """What to write; the value is the ending of the file's name."""

    XLSX = "xlsx"
    CSV = "csv"


# Where a spreadsheet would begin a formula: with one of these signs, the wide ones of Chinese and
# Japanese keyboards too, at a cell's start, or after what another program takes for its end.
_SIGN = r"[=+\-@\uff1d\uff0b\uff0d\uff20]"
_RUNS = re.compile(
    rf"\A(?=\s*{_SIGN}|[\t\r\n])|(?<=[;\t\r\n])(?=[ \"]*{_SIGN})|(?<=,)(?=\"?{_SIGN})"
)
# Digits without end, leading zeros, "12E5", "3-11" and "1/2": numbers or dates to a spreadsheet.
_MISREAD = re.compile(
    r"\s*(?:\d{12,}|0\d+|\d+(?:[.,]\d+)?[eE][+-]?\d+|\d{1,4}(?:[-/.:]\d{1,4})+)\s*"
)


@dataclass(frozen=True, slots=True)
class CsvGuards:
    """What to guard, with an apostrophe before it, from a spreadsheet that opens the file."""

    formulas: bool = True
    """Cells that a spreadsheet would run, or would if it took another separator than ours."""
    numbers: bool = True
    """Ids that a spreadsheet would take for a number or a date, and change."""

    def guarded(self, text: str, kind: CellKind) -> str:
        """The text with an apostrophe where a spreadsheet would not take it as text."""
        if self.numbers and kind is CellKind.ID and _MISREAD.fullmatch(text) is not None:
            return f"'{text}"
        return _RUNS.sub("'", text) if self.formulas else text


class CsvLayout(Enum):
    """What parts cells, and what parts cents: Excel reads the ones of its computer's region."""

    COMMA = (",", ".")
    SEMICOLON = (";", ",")
    SEMICOLON_POINT = (";", ".")

    @property
    def separator(self) -> str:
        """Between cells."""
        return self.value[0]

    @property
    def decimal_sign(self) -> str:
        """Between dollars and cents."""
        return self.value[1]


class ExportCause(Enum):
    """Why a file could not be written."""

    DISK_FULL = "disk full"
    FOLDER_GONE = "folder gone"
    READ_ONLY = "read only"
    IN_USE = "in use"
    BAD_NAME = "bad name"
    TOO_MANY_ROWS = "too many rows"
    OTHER = "other"


class ExportFailed(AppError):
    """A file could not be written for the user. There is no half file, and the old one is whole."""

    not_processed = True

    def __init__(self, cause: ExportCause, *, path: str = "") -> None:
        super().__init__()
        self.cause = cause
        self.path = path
