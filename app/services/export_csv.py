"""Rows as comma-separated text that spreadsheets read without running or rounding anything.

UTF-8 with a byte order mark, without which Excel takes it for another encoding; otherwise as
RFC 4180 has it.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, BinaryIO

from app.domain.exports import Cell, CellKind, CsvGuards

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_RUNS = ("=", "+", "-", "@", "\t", "\r")
# Digits without end, leading zeros, "12E5", "3-11" and "1/2": numbers or dates to a spreadsheet.
_MISREAD = re.compile(
    r"\s*(?:\d{12,}|0\d+|\d+(?:[.,]\d+)?[eE][+-]?\d+|\d{1,4}(?:[-/.:]\d{1,4})+)\s*"
)


def write_csv(
    file: BinaryIO,
    headings: Sequence[str],
    kinds: Sequence[CellKind],
    rows: Iterable[Sequence[Cell]],
    guards: CsvGuards,
) -> None:
    """Write a heading and the rows. The file stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([guarded(each, CellKind.TEXT, guards) for each in headings])
        for row in rows:
            writer.writerow(
                [_text(cell, kind, guards) for cell, kind in zip(row, kinds, strict=True)]
            )
        text.flush()
    finally:
        text.detach()


def guarded(text: str, kind: CellKind, guards: CsvGuards) -> str:
    """The text with an apostrophe before it where a spreadsheet would not take it as text."""
    runs = guards.formulas and text.startswith(_RUNS)
    changes = guards.numbers and kind is CellKind.ID and _MISREAD.fullmatch(text) is not None
    return f"'{text}" if runs or changes else text


def _text(cell: Cell, kind: CellKind, guards: CsvGuards) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            return f"{cell:.2f}"  # our own figures: a minus before them is meant
        case datetime():
            return cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        case _:
            return guarded(cell, kind, guards)
