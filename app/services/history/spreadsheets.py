"""Writes rows as CSV or XLSX. Spreadsheets must not run, round or restyle anything.

CSV is UTF-8 with a byte order mark, without which Excel takes it for another encoding, and
otherwise as RFC 4180 has it, but for the separator, which Excel expects as the computer's region
has it. In a workbook ids are text, amounts numbers and times real ones; it has no formula but the
sums below its amounts.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from app.domain.history.exports import Cell, CellKind, CsvGuards, CsvLayout
from app.domain.text import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""Rows of a sheet, besides the heading."""

_LONGEST_TEXT = 32_767
"""Of a cell, in the UTF-16 units that Excel counts."""
_EXACT_DIGITS = 15
_FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)
"""Before it Excel's calendar has a day too many."""
_WIDTHS = {
    CellKind.TEXT: 24,
    CellKind.ID: 22,
    CellKind.MONEY: 14,
    CellKind.TIME: 18,
    CellKind.DAY: 12,
}


def write_csv(
    file: BinaryIO,
    headings: Sequence[str],
    kinds: Sequence[CellKind],
    rows: Iterable[Sequence[Cell]],
    guards: CsvGuards,
    layout: CsvLayout,
) -> None:
    """Write a heading and the rows. The file stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        writer = csv.writer(text, delimiter=layout.separator, lineterminator="\r\n")
        writer.writerow([guards.guarded(each, CellKind.TEXT) for each in headings])
        for row in rows:
            writer.writerow(
                [
                    _csv_text(cell, kind, guards, layout)
                    for cell, kind in zip(row, kinds, strict=True)
                ]
            )
    finally:
        text.detach()  # what it holds is written first


def _csv_text(cell: Cell, kind: CellKind, guards: CsvGuards, layout: CsvLayout) -> str:
    match cell:
        case None:
            return ""
        case Decimal():
            # Our own figures: a minus before them is meant.
            return f"{cell:.2f}".replace(".", layout.decimal_sign)
        case datetime():
            return cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        case date():
            return cell.isoformat()
        case _:
            return guards.guarded(cell, kind)


def write_xlsx(
    file: BinaryIO,
    headings: Sequence[str],
    kinds: Sequence[CellKind],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str,
    total: str,
) -> None:
    """Write a heading, the rows, and their sums.

    The file stays open; memory does not grow with the rows.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # The workbook is put together here, and its rows wait here, so that all goes with the folder.
    with tempfile.TemporaryDirectory(prefix="dispute-desk-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "book.xlsx"
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False}
        book = Workbook(path, options | {"strings_to_urls": False, "strings_to_numbers": False})
        page = book.add_worksheet(sheet)
        try:
            _fill(book, page, headings, kinds, rows, total)
            book.close()
        except FileCreateError as error:  # wraps what the disk said
            raise error.args[0] from error
        finally:
            if page.row_data_fh is not None:
                page.row_data_fh.close()
        with path.open("rb") as finished:
            shutil.copyfileobj(finished, file)


def _fill(
    book: Workbook,
    page: Worksheet,
    headings: Sequence[str],
    kinds: Sequence[CellKind],
    rows: Iterable[Sequence[Cell]],
    total: str,
) -> None:
    from xlsxwriter.utility import xl_range

    styles = {
        CellKind.TEXT: book.add_format({"num_format": "@"}),
        CellKind.ID: book.add_format({"num_format": "@"}),
        CellKind.MONEY: book.add_format({"num_format": "#,##0.00"}),
        CellKind.DAY: book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        CellKind.TIME: book.add_format({"num_format": "yyyy-mm-dd hh:mm", "align": "left"}),
    }
    heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    for column, text in enumerate(headings):
        page.write_string(0, column, text, heading)
    last = 0
    sums = {column: Decimal() for column, kind in enumerate(kinds) if kind is CellKind.MONEY}
    for last, row in enumerate(rows, start=1):
        for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
            _write_cell(page, (last, column), cell, styles[kind], styles[CellKind.TEXT])
            if isinstance(cell, Decimal):
                sums[column] += cell
    if 0 < last < MOST_ROWS:
        bold = {"bold": True, "top": 1}
        page.write_string(last + 1, 0, total, book.add_format(bold))
        style = book.add_format({**bold, "num_format": "#,##0.00"})
        for column, amount in sums.items():
            # The sum of what a filter leaves of a column.
            formula = f"=SUBTOTAL(109,{xl_range(1, column, last, column)})"
            page.write_formula(last + 1, column, formula, style, f"{amount:.2f}")
    _prepare_sheet(page, kinds, last)


def _prepare_sheet(page: Worksheet, kinds: Sequence[CellKind], last_row: int) -> None:
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last_row, len(kinds) - 1)
    for column, kind in enumerate(kinds):
        page.set_column(column, column, _WIDTHS[kind])
    # Or Excel puts a green corner on every id: that it is text is meant.
    page.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS + 1}"})


def _write_cell(
    page: Worksheet, place: tuple[int, int], cell: Cell, style: Format, text_style: Format
) -> None:
    match cell:
        case None | "":
            return
        case Decimal():
            if len(cell.as_tuple().digits) <= _EXACT_DIGITS:
                # A spreadsheet knows no other number than the float. With 15 digits in all it
                # still tells every cent from the next; beyond that the amount goes in as text.
                page.write_number(*place, float(cell), style)
            else:
                page.write_string(*place, f"{cell:.2f}", text_style)
        case datetime():
            time = cell.astimezone(UTC)
            if time >= _FIRST_DAY:
                page.write_datetime(*place, time.replace(tzinfo=None), style)
            else:
                page.write_string(*place, time.strftime("%Y-%m-%d %H:%M"), text_style)
        case date():
            if cell >= _FIRST_DAY.date():
                page.write_datetime(*place, cell, style)
            else:
                page.write_string(*place, cell.isoformat(), text_style)
        case _:
            page.write_string(*place, shortened(cell, _LONGEST_TEXT), style)
