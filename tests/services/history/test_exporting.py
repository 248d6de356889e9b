"""Exports: every value comes back as it went in, and a failed export harms nothing."""

from __future__ import annotations

import csv
import errno
import io
import re
import shutil
import subprocess
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from app.domain.disputes.disputes import Dispute, DisputeLine, Outcome
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.exports import (
    CellKind,
    CsvGuards,
    CsvLayout,
    ExportCause,
    ExportColumn,
    ExportFailed,
    ExportFormat,
    ExportRecord,
)
from app.domain.history.history import HistoryQuery, HistoryRow, Show, SortKey
from app.domain.ids import DisputeId, OrderId, OrderNumber
from app.services.history import exporting
from app.services.history.exporting import (
    ExportOrder,
    ExportProgress,
    ExportService,
    ExportWords,
    cells,
)
from app.services.history.spreadsheets import write_csv
from app.storage.database.database import Database
from app.storage.history import export_reader
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from app.storage.history.export_reader import ExportReader
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database
from tests.storage.hostile import TEXTS

WORDS = ExportWords(
    {column: column.value for column in ExportColumn},
    {None: "undecided", **{outcome: outcome.name.lower() for outcome in Outcome}},
    "Disputes",
)
LONG_ID = "1234567890123456789"
UNGUARDED = CsvGuards(formulas=False, numbers=False)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return ready_database(tmp_path / "data" / "a1.sqlite3")


@pytest.fixture
def service(database: Database) -> ExportService:
    return ExportService(ExportReader(database))


def hostile_disputes() -> list[Dispute]:
    """One dispute a hostile text, which is in every field that CJ fills with text."""
    return [
        replace(
            builders.dispute(f"SH{number}", outcome=Outcome.REFUND, refund="12.50"),
            dispute_id=DisputeId(f"{text}-{number}"),
            status=text,
            reason=text,
            reissue_order_id=LONG_ID,
            order_id=OrderId(LONG_ID),
            order_number=OrderNumber(text or "#1"),
            lines=(DisputeLine(text or "Lamp", text, product_code="0012"),),
            created=NOON - timedelta(minutes=number),
        )
        for number, text in enumerate(TEXTS.values())
    ]


def export(
    service: ExportService,
    path: Path,
    *,
    query: HistoryQuery | None = None,
    guards: CsvGuards = UNGUARDED,
) -> Path:
    order = ExportOrder(path, ExportFormat(path.suffix[1:]), query or HistoryQuery(), guards)
    done = service.export(order, WORDS, ExportProgress())
    assert done is not None
    assert done.path == path
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_sheet(path: Path) -> Worksheet:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Disputes"]
    return book["Disputes"]


def place(column: ExportColumn) -> int:
    return list(ExportColumn).index(column)


def expected_texts(database: Database) -> list[dict[ExportColumn, str]]:
    """What the data file gives back, which is what an export must say."""
    rows = DisputeCache(database).query(HistoryQuery()).rows
    return [
        {
            ExportColumn.DISPUTE: row.dispute.dispute_id,
            ExportColumn.ORDER: row.dispute.order_number or "",
            ExportColumn.ORDER_ID: row.dispute.order_id or "",
            ExportColumn.REASON: row.dispute.reason,
            ExportColumn.STATUS: row.dispute.status,
            ExportColumn.PRODUCTS: row.dispute.lines[0].product_name,
            ExportColumn.SUPPLIERS: row.dispute.lines[0].supplier,
            ExportColumn.SKUS: "0012",
        }
        for row in rows
    ]


def test_hostile_rows_come_back_from_csv_as_they_were(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    DisputeCache(database).save_page(hostile_disputes(), NOON)
    path = export(service, tmp_path / "out.csv")
    found = read_csv(path)
    for row, texts in zip(found, expected_texts(database), strict=True):
        assert {column: row[column.value] for column in texts} == texts
        assert row["refund"] == "12.50"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in path.read_bytes()


def test_hostile_rows_come_back_from_the_workbook_as_they_were(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    DisputeCache(database).save_page(hostile_disputes(), NOON)
    path = export(service, tmp_path / "out.xlsx")
    sheet = read_sheet(path)
    for row, texts in zip(list(sheet.rows)[1:-1], expected_texts(database), strict=True):
        for column, text in texts.items():
            cell = row[place(column)]
            assert unescape(cell.value or "") == text
            if text:
                assert cell.data_type in ("s", "inlineStr")
                assert cell.number_format == "@"
        refund = row[place(ExportColumn.REFUND)]
        assert (refund.data_type, refund.value) == ("n", 12.5)
        assert refund.number_format == "#,##0.00"
        created = row[place(ExportColumn.CREATED)]
        assert created.is_date
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:V{len(TEXTS) + 1}"
    with zipfile.ZipFile(path) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
    formulas = re.findall(rb"<f>(.*?)</f>", page)
    assert all(each.startswith(b"SUBTOTAL(109,") for each in formulas), "of ours only"
    assert b"hyperlink" not in page


def test_libreoffice_reads_the_workbook_the_same(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("soffice is not installed: the workbook was read back by openpyxl only")
    kept = [each for each in hostile_disputes() if "\0" not in each.status]
    DisputeCache(database).save_page(kept, NOON)
    path = export(service, tmp_path / "out.xlsx")
    # Comma, quotes, UTF-8; text in quotes, so that a number would be told from it.
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(  # noqa: S603 - the program found, our own file
        [office, profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=110,
    )
    raw = (tmp_path / "out.csv").read_text("utf-8")
    assert f'"{LONG_ID}"' in raw  # text, to the last digit
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.reader(file))[1:-1]  # without headings and sums
    for row, texts in zip(found, expected_texts(database), strict=True):
        for column, text in texts.items():
            assert _line_ends(row[place(column)]) == _line_ends(text), column
        assert Decimal(row[place(ExportColumn.REFUND)]) == Decimal("12.50")


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_guarded(start: str) -> None:
    assert CsvGuards().guarded(start, CellKind.TEXT) == f"'{start}"
    assert CsvGuards(formulas=False).guarded(start, CellKind.TEXT) == start
    assert CsvGuards().guarded("a=1", CellKind.TEXT) == "a=1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\n=1", "'\n'=1"),
        ("＝1+1", "'＝1+1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        (" =1", "' =1"),
        ("red;=1+1;b", "red;'=1+1;b"),
        ("red; =1+1", "red;' =1+1"),
        ('red;"=1+1"', 'red;\'"=1+1"'),
        ("red,=1+1", "red,'=1+1"),
        ("red\t@x", "red\t'@x"),
        ("a note\n=1+1\r\n-2", "a note\n'=1+1\r\n'-2"),
        ("a;＝1", "a;'＝1"),
        ("now, -50% off; a-b=c", "now, -50% off; a-b=c"),
    ],
)
def test_a_formula_is_guarded_wherever_a_spreadsheet_may_see_a_cell(text: str, shown: str) -> None:
    assert CsvGuards().guarded(text, CellKind.TEXT) == shown
    assert CsvGuards(formulas=False).guarded(text, CellKind.TEXT) == text


@pytest.mark.parametrize(
    ("layout", "row"),
    [
        (CsvLayout.COMMA, "SH1,12.50"),
        (CsvLayout.SEMICOLON, "SH1;12,50"),
        (CsvLayout.SEMICOLON_POINT, "SH1;12.50"),
    ],
)
def test_cells_and_cents_are_parted_as_the_region_has_it(layout: CsvLayout, row: str) -> None:
    kinds, cells = (CellKind.ID, CellKind.MONEY), ("SH1", Decimal("12.50"))
    file = io.BytesIO()
    write_csv(file, ["a", "b"], kinds, [cells], UNGUARDED, layout)
    assert file.getvalue().decode("utf-8-sig").splitlines()[1] == row


@pytest.mark.parametrize("text", [LONG_ID, "0012", "12E5", "3-11", "1/2", "2026-11-22"])
def test_ids_that_a_spreadsheet_would_change_are_guarded(text: str) -> None:
    assert CsvGuards().guarded(text, CellKind.ID) == f"'{text}"
    assert CsvGuards(numbers=False).guarded(text, CellKind.ID) == text
    assert CsvGuards().guarded(text, CellKind.TEXT) == text


@pytest.mark.parametrize("text", ["1001", "#1001", "SH2611200000000123", ""])
def test_other_ids_stay_as_they_are(text: str) -> None:
    assert CsvGuards().guarded(text, CellKind.ID) == text


def test_our_own_negative_amount_is_no_formula(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    own = replace(builders.dispute(outcome=Outcome.REFUND, refund="10.00"))
    DisputeCache(database).save_page([own], NOON)
    with database.write() as connection:
        connection.execute("UPDATE disputes SET asked_cents = 1250")
    row = read_csv(export(service, tmp_path / "out.csv", guards=CsvGuards()))[0]
    assert (row["asked"], row["refund"], row["variance"]) == ("12.50", "10.00", "-2.50")


@pytest.mark.parametrize(
    ("outcome", "variance"),
    [(None, ""), (Outcome.REISSUE, ""), (Outcome.REJECT, "-12.50"), (Outcome.REFUND, "-12.50")],
)
def test_the_variance_is_told_where_money_was_decided(
    service: ExportService,
    database: Database,
    tmp_path: Path,
    outcome: Outcome | None,
    variance: str,
) -> None:
    DisputeCache(database).save_page([builders.dispute(outcome=outcome, refund="0.00")], NOON)
    with database.write() as connection:
        connection.execute("UPDATE disputes SET asked_cents = 1250")
    assert read_csv(export(service, tmp_path / "out.csv"))[0]["variance"] == variance


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_an_amount_that_cj_did_not_tell_is_empty(
    service: ExportService, database: Database, tmp_path: Path, outcome: Outcome | None
) -> None:
    DisputeCache(database).save_page([builders.dispute(outcome=outcome)], NOON)
    with database.write() as connection:
        connection.execute("UPDATE disputes SET asked_cents = 1250")
    row = read_csv(export(service, tmp_path / "out.csv"))[0]
    assert (row["refund"], row["variance"]) == ("", "")
    sheet = read_sheet(export(service, tmp_path / "out.xlsx"))
    assert sheet.cell(2, place(ExportColumn.REFUND) + 1).value is None


@pytest.mark.parametrize(
    ("amount", "is_number"),
    [
        ("0.00", True),
        ("0.10", True),
        ("-4.35", True),
        ("9999999999999.99", True),
        ("1234567890123.45", True),
        ("10000000000000.01", False),
        ("9999999999999999.99", False),
    ],
)
def test_not_a_cent_is_lost_in_a_workbook(
    service: ExportService,
    database: Database,
    tmp_path: Path,
    amount: str,
    is_number: bool,  # noqa: FBT001 - a case's
) -> None:
    decided = builders.dispute(outcome=Outcome.REFUND, refund=amount)
    DisputeCache(database).save_page([decided], NOON)
    sheet = read_sheet(export(service, tmp_path / "out.xlsx"))
    cell = sheet.cell(2, place(ExportColumn.REFUND) + 1)
    assert isinstance(cell.value, str) is not is_number
    assert Decimal(str(cell.value)).quantize(Decimal("0.01")) == Decimal(amount)


def test_times_are_real_and_in_utc(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    ancient = datetime(1899, 1, 1, tzinfo=UTC)
    disputes = [
        builders.dispute("SH1"),
        builders.dispute("SH2", created=ancient),
        builders.dispute("SH3", created=None),
    ]
    DisputeCache(database).save_page(disputes, NOON)
    sheet = read_sheet(export(service, tmp_path / "out.xlsx"))
    created = [sheet.cell(row, place(ExportColumn.CREATED) + 1).value for row in (2, 3, 4)]
    assert created == [datetime(2026, 11, 22, 12, 0), "1899-01-01 00:00", None]  # noqa: DTZ001 - a sheet knows no zone
    rows = read_csv(export(service, tmp_path / "out.csv"))
    assert rows[0]["created"] == "2026-11-22 12:00:00"


def test_what_is_too_long_for_a_cell_is_seen_to_be_cut(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    long, fits = (
        replace(builders.dispute(), reason=text) for text in ("💡" * 20_000, "x" * 32_767)
    )
    DisputeCache(database).save_page([long, replace(fits, dispute_id=DisputeId("SH2"))], NOON)
    sheet = read_sheet(export(service, tmp_path / "out.xlsx"))
    cells = [sheet.cell(row, place(ExportColumn.REASON) + 1).value for row in (2, 3)]
    assert {"💡" * 16_383 + "…", "x" * 32_767} == set(cells)


def test_only_what_is_shown_goes_out_and_in_its_order(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    disputes = [
        replace(
            builders.dispute(f"SH{number}"),
            status=f"lamp {number}",
            outcome=Outcome.REFUND if number % 2 else None,
            refund=Decimal(number),
        )
        for number in range(6)
    ]
    DisputeCache(database).save_page(disputes, NOON)
    query = HistoryQuery("lamp", Show.REFUNDED, SortKey.REFUND, descending=False, limit=1, offset=2)
    assert service.count(query) == 3
    rows = read_csv(export(service, tmp_path / "out.csv", query=query))
    assert [row["dispute"] for row in rows] == ["SH1", "SH3", "SH5"]


def test_notes_and_references_go_out(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    DisputeCache(database).save_page([builders.dispute("SH1")], NOON)
    DisputeCache(database).save_note(DisputeId("SH1"), "called\nthem", NOON)
    assert read_csv(export(service, tmp_path / "out.csv"))[0]["note"] == "called\nthem"


def test_an_empty_export_has_its_headings(service: ExportService, tmp_path: Path) -> None:
    sheet = read_sheet(export(service, tmp_path / "out.xlsx"))
    assert [cell.value for cell in next(sheet.rows)] == [column.value for column in ExportColumn]


def some(count: int) -> list[Dispute]:
    return [builders.dispute(f"SH{number:06}") for number in range(count)]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_stopped_export_leaves_no_file_and_harms_no_old_one(
    service: ExportService, database: Database, tmp_path: Path, ending: str
) -> None:
    DisputeCache(database).save_page(some(600), NOON)
    path = tmp_path / "out" / f"out.{ending}"
    path.parent.mkdir()
    path.write_text("old")

    class Stopping(ExportProgress):
        def go_on(self) -> None:
            if self.done:
                self.is_stopped = True
            super().go_on()

    order = ExportOrder(path, ExportFormat(ending), HistoryQuery())
    assert service.export(order, WORDS, Stopping()) is None
    assert path.read_text() == "old"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_full_disk_leaves_no_half_file(
    service: ExportService, database: Database, small_disk: Callable[[str], Path], ending: str
) -> None:
    DisputeCache(database).save_page(some(800), NOON)
    folder = small_disk("16k")
    path = folder / f"out.{ending}"
    path.write_text("old")
    with pytest.raises(ExportFailed) as failure:
        export(service, path)
    assert failure.value.cause is ExportCause.DISK_FULL
    assert path.read_text() == "old"
    assert list(folder.iterdir()) == [path]


def test_a_folder_that_is_gone_is_told(service: ExportService, tmp_path: Path) -> None:
    with pytest.raises(ExportFailed) as failure:
        export(service, tmp_path / "gone" / "out.csv")
    assert failure.value.cause is ExportCause.FOLDER_GONE


def test_more_than_a_sheet_holds_is_told_before_anything_is_written(
    service: ExportService, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DisputeCache(database).save_page(some(3), NOON)
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    with pytest.raises(ExportFailed) as failure:
        export(service, tmp_path / "out.xlsx")
    assert failure.value.cause is ExportCause.TOO_MANY_ROWS
    assert not (tmp_path / "out.xlsx").exists()
    assert len(read_csv(export(service, tmp_path / "out.csv"))) == 3


def test_a_bug_while_writing_leaves_no_file(
    service: ExportService, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    DisputeCache(database).save_page(some(3), NOON)
    folder = tmp_path / "out"
    folder.mkdir()

    def break_down(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(exporting, "cells", break_down)
    for ending in ("csv", "xlsx"):
        with pytest.raises(ZeroDivisionError):
            export(service, folder / f"out.{ending}")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(
    service: ExportService,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ending: str,
) -> None:
    monkeypatch.setattr(export_reader, "_BATCH", 50)  # tracing thousands of rows takes seconds
    cache = DisputeCache(database)
    path = tmp_path / f"out.{ending}"

    def peak() -> int:
        tracemalloc.start()
        export(service, path)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    cache.save_page(some(3), NOON)
    export(service, path)  # what is imported late is imported now
    cache.save_page(some(100), NOON)
    before = peak()
    cache.save_page(some(500), NOON)
    assert peak() < before + 80_000


def test_progress_is_told(service: ExportService, database: Database, tmp_path: Path) -> None:
    DisputeCache(database).save_page(some(3), NOON)
    progress = ExportProgress()
    order = ExportOrder(tmp_path / "out.csv", ExportFormat.CSV, HistoryQuery())
    done = service.export(order, WORDS, progress)
    assert done is not None
    assert (progress.done, progress.total, done.rows) == (3, 3, 3)


def test_no_space_in_the_temporary_folder_is_told_too(
    service: ExportService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_options: object) -> Callable[[], None]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", full)
    with pytest.raises(ExportFailed) as failure:
        export(service, tmp_path / "out.xlsx")
    assert failure.value.cause is ExportCause.DISK_FULL
    assert list(tmp_path.glob("*.xlsx")) == []


def test_a_workbook_ends_in_sums_of_what_a_filter_leaves(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    DisputeCache(database).save_page(hostile_disputes(), NOON)
    sheet = read_sheet(export(service, tmp_path / "out.xlsx"))
    last = sheet.max_row
    assert sheet.cell(last, 1).value == "Total"
    letter = sheet.cell(1, place(ExportColumn.REFUND) + 1).column_letter
    total = sheet.cell(last, place(ExportColumn.REFUND) + 1).value
    assert total == f"=SUBTOTAL(109,{letter}2:{letter}{last - 1})"
    assert sheet.auto_filter.ref.endswith(f"{last - 1}")


@pytest.mark.parametrize(
    ("outcome", "status", "refund", "shown"),
    [
        (None, "Processing", "0.00", None),
        (None, "Processing", "3.00", None),
        (Outcome.REJECT, "Processing", "0.00", Decimal("0.00")),
        (Outcome.REFUND, "Processing", "3.00", Decimal("3.00")),
        (Outcome.REFUND, "Awaiting your response", "3.00", None),  # an offer, and nobody agreed
    ],
)
def test_undecided_is_empty_not_zero(
    outcome: Outcome | None, status: str, refund: str, shown: Decimal | None
) -> None:
    dispute = builders.dispute(outcome=outcome, refund=refund, status=status)
    row = HistoryRow(dispute, Decimal("5.00"), None)
    exported = cells(ExportRecord(row), WORDS)
    assert exported[place(ExportColumn.REFUND)] == shown
    less = None if shown is None else shown - Decimal("5.00")
    assert exported[place(ExportColumn.VARIANCE)] == less
    is_decided = shown is not None
    assert exported[place(ExportColumn.OUTCOME)] == WORDS.outcomes[outcome if is_decided else None]


def test_what_the_buyer_got_back_and_the_loss_are_amounts_and_a_day(
    service: ExportService, database: Database, tmp_path: Path
) -> None:
    refunded = builders.dispute("SH1", outcome=Outcome.REFUND, refund="4.00", status="Finished")
    untold = builders.dispute("SH2", outcome=Outcome.REFUND)
    reissued = builders.dispute("SH3", outcome=Outcome.REISSUE, refund="0.00")
    reissued = replace(reissued, reissue_amount=Decimal("9.99"))
    DisputeCache(database).save_page([refunded, untold, reissued], NOON)
    refund = BuyerRefund(Decimal("12.50"), date(2026, 11, 20), "=EUR 11,50")
    store = BuyerRefundStore(database)
    store.save({each.dispute_id: refund for each in (refunded, untold, reissued)}, NOON)
    query = HistoryQuery(sort=SortKey.DISPUTE, descending=False)

    rows = read_csv(export(service, tmp_path / "out.csv", query=query, guards=CsvGuards()))
    names = ("BUYER_REFUND", "BUYER_REFUND_DAY", "BUYER_REFUND_ORIGINAL", "NET_LOSS", "REISSUED")
    assert [[row[ExportColumn[name].value] for name in names] for row in rows] == [
        ["12.50", "2026-11-20", "'=EUR 11,50", "8.50", ""],
        ["12.50", "2026-11-20", "'=EUR 11,50", "", ""],  # not known yet, which is no zero
        ["12.50", "2026-11-20", "'=EUR 11,50", "12.50", "9.99"],
    ]
    sheet = read_sheet(export(service, tmp_path / "out.xlsx", query=query))
    cells_of = [cell.value for cell in list(sheet.rows)[1]]
    assert cells_of[place(ExportColumn.BUYER_REFUND)] == 12.5
    assert cells_of[place(ExportColumn.BUYER_REFUND_DAY)] == datetime(2026, 11, 20)  # noqa: DTZ001 - a sheet has no zones
    assert cells_of[place(ExportColumn.NET_LOSS)] == 8.5
