from __future__ import annotations

import re
import shutil
import struct
import subprocess
import unicodedata
import zlib
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from app.domain.disputes.disputes import CostKind, DisputeLine, Outcome, RefundPart
from app.domain.filing.filing import (
    Attempt,
    AttemptKind,
    DraftLine,
    Evidence,
    EvidenceKind,
    Filing,
    FilingState,
)
from app.domain.history.attachments import Attachment
from app.domain.history.buyer_refunds import BuyerRefund
from app.domain.history.case_files import CaseFile
from app.domain.history.history import HistoryRow
from app.domain.ids import OrderId, OrderNumber
from app.ui.exporting.case_file import (
    CasePrinting,
    DraftPrinting,
    attached_pictures,
    case_pdf,
)
from app.ui.exporting.paper import printable
from tests import builders
from tests.builders import NOON
from tests.storage.hostile import TEXTS

pytestmark = pytest.mark.usefixtures("qapp")

URL = "https://images.example.com/" + "a" * 150 + ".jpg"
REQUEST_ID = "a1b2c3d4-0000-1111-2222-333344445555"


def case(text: str = "The lamp is broken.", *, is_own: bool = True) -> CaseFile:
    dispute = replace(
        builders.dispute("SH2611200000000123", outcome=Outcome.REFUND, refund="39.48"),
        status=text,
        reason=text,
        order_id=OrderId("1234567890123456789"),
        order_number=OrderNumber("#1001"),
        lines=(DisputeLine(text, text, Decimal("14.16"), product_code="CJSJ0000001-A"),),
    )
    draft = replace(
        builders.draft(DraftLine.of(builders.order_line(), 2), message=text),
        evidence=(Evidence(URL, EvidenceKind.IMAGE),),
    )
    attempt = Attempt(
        AttemptKind.CREATE, NOON, NOON + timedelta(seconds=1), "filed", 200, text, REQUEST_ID
    )
    filing = Filing(
        draft, FilingState.CONFIRMED, NOON, NOON, ceiling=Decimal("42.48"), attempts=(attempt,)
    )
    parts = (RefundPart(CostKind.PRODUCT, "", Decimal("39.48")),)
    row = HistoryRow(dispute, Decimal("42.48"), NOON)
    return CaseFile(row, dispute, parts, filing if is_own else None, NOON, ("CJ-1",), text)


def words_of(pdf: bytes, tmp_path: Path, *, only_latin: bool = True) -> str:
    """The text that can be selected in it, without its spaces: lines are broken anywhere."""
    path = tmp_path / "case.pdf"
    path.write_bytes(pdf)
    readers = (
        ("pdftotext", "-enc", "UTF-8", str(path), "-"),
        ("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=txtwrite", "-sOutputFile=-", str(path)),
    )
    usable = readers if only_latin else readers[:1]  # Ghostscript reads no other letters
    found = next((each for each in usable if shutil.which(each[0])), None)
    if found is None:
        pytest.skip(f"{usable[0][0]} is not installed: nothing can read the PDF back")
    done = subprocess.run(found, check=True, capture_output=True)  # noqa: S603 - our own file
    return squeezed(done.stdout.decode())


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def test_it_is_a_pdf_with_its_title() -> None:
    pdf = case_pdf(case())
    assert pdf.startswith(b"%PDF-")
    assert "Dispute SH2611200000000123".encode("utf-16-be") in pdf


def test_what_is_prepared_for_my_cj_is_in_one_too(tmp_path: Path) -> None:
    printing = DraftPrinting(builders.draft(), (), (), NOON)
    for _ in printing.steps():
        pass
    assert "Dispute about order 1001".encode("utf-16-be") in printing.pdf
    words = words_of(printing.pdf, tmp_path)
    for text in ("SD2611200001234567", "Product Damaged", "It arrived broken.", "DD-1"):
        assert squeezed(text) in words


def test_what_is_from_practice_mode_says_so(tmp_path: Path) -> None:
    for printing in (
        CasePrinting(case(), (), is_practice=True),
        DraftPrinting(builders.draft(), (), (), NOON, is_practice=True),
    ):
        for _ in printing.steps():
            pass
        assert "Practice – Dispute".encode("utf-16-be") in printing.pdf
        assert squeezed("CJ has no such dispute") in words_of(printing.pdf, tmp_path)


def test_everything_is_in_it(tmp_path: Path) -> None:
    words = words_of(case_pdf(case()), tmp_path)
    for text in (
        "Dispute SH2611200000000123",
        "Case file made",
        "#1001",
        "1234567890123456789",
        "USD 42.48",
        "USD 39.48",
        "Shipping was not refunded",
        "USD 3.00 less than asked",
        "The lamp is broken.",
        "CJSJ0000001-A",
        URL,
        REQUEST_ID,
        "2026-11-22 ",
        "(UTC+",
        "DD-1",
        "Code: 200",
        "Own note",
        "Page 1 of ",
    ):
        assert squeezed(text) in words, text


@pytest.mark.parametrize("name", ["html", "formula", "sql", "digits", "percent"])
def test_hostile_text_is_printed_as_it_is(tmp_path: Path, name: str) -> None:
    words = words_of(case_pdf(case(TEXTS[name])), tmp_path)
    # Status, reason, message, CJ's text, note; in a narrow column lines of cells are interleaved.
    assert words.count(squeezed(TEXTS[name])) >= 5


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_breaks_it(name: str) -> None:
    assert case_pdf(case(TEXTS[name])).startswith(b"%PDF-")


def test_chinese_and_arabic_can_be_found(tmp_path: Path) -> None:
    words = words_of(case_pdf(case("灯坏了 قنديل")), tmp_path, only_latin=False)
    assert "灯坏了" in words
    assert set("قنديل") <= set(words)


def test_a_control_character_is_seen() -> None:
    assert printable("a\0b\x7f\x1b") == "a␀b␡␛"
    assert printable("a\r\nb\rc\td") == "a\nb\nc\td"


def test_a_long_case_has_several_pages_and_every_line_once(tmp_path: Path) -> None:
    filed = case()
    assert filed.filing is not None
    attempts = tuple(
        Attempt(AttemptKind.READ_BACK, NOON, NOON, "not found", request_id=f"request-{number:03}")
        for number in range(120)
    )
    sent = filed.filing.attempts
    long = replace(filed, filing=replace(filed.filing, attempts=(*sent, *attempts)))
    words = words_of(case_pdf(long), tmp_path)
    assert all(words.count(f"request-{number:03}") == 1 for number in range(120))
    assert "Page2of" in words


def test_a_request_that_failed_is_told_in_words(tmp_path: Path) -> None:
    filed = case()
    assert filed.filing is not None
    failed = Attempt(AttemptKind.READ_BACK, NOON, NOON, "TimedOut")
    attempts = (*filed.filing.attempts, failed)
    told = replace(filed, filing=replace(filed.filing, attempts=attempts))
    words = words_of(case_pdf(told), tmp_path)
    assert squeezed("Result: no answer in time") in words


def test_of_what_was_opened_in_my_cj_no_answer_is_told(tmp_path: Path) -> None:
    told = case()
    assert told.filing is not None
    end = NOON + timedelta(hours=2)
    attempts = (
        Attempt(AttemptKind.HAND_OVER, NOON, end, "handed over"),
        Attempt(AttemptKind.KEEP_WAITING, end, end),
    )
    words = words_of(
        case_pdf(replace(told, filing=replace(told.filing, attempts=attempts))), tmp_path
    )
    assert squeezed("Opened in My CJ: 2026") in words
    assert "Answered" not in words
    assert squeezed("Requests to CJ") not in words


def attached(path: Path) -> Attachment:
    return Attachment(path.name, path, path.stat().st_size, NOON)


def picture(path: Path, width: int, height: int) -> Attachment:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#B4552D"))
    assert image.save(str(path))
    return attached(path)


def too_many_dots(path: Path) -> Attachment:
    """A small file that says it is a picture of 60,000 by 60,000 dots."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    check = struct.pack(">I", zlib.crc32(chunk))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(head)) + chunk + check)
    return attached(path)


def test_attached_files_are_listed_and_pictures_printed(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture at all")
    video = tmp_path / "unpacking.mp4"
    video.write_bytes(b"\0" * 1_200_000)
    files = (
        picture(tmp_path / "lamp.jpg", 3000, 2000),
        picture(tmp_path / "tall.png", 20, 900),
        attached(broken),
        attached(video),
        too_many_dots(tmp_path / "large.png"),
    )
    pdf = case_pdf(replace(case(), attachments=files))
    assert pdf.count(b"/Subtype /Image") == 2
    words = words_of(pdf, tmp_path)
    assert squeezed("Attached files") in words
    assert all(squeezed(each.name) in words for each in files)
    assert squeezed("1.2 MB") in words


def test_pictures_are_bounded_and_not_too_many(tmp_path: Path) -> None:
    large = picture(tmp_path / "large.png", 4000, 3000)
    ((name, image),) = attached_pictures([large])
    assert (name, image.width(), image.height()) == ("large.png", 1400, 1050)
    small = picture(tmp_path / "small.png", 40, 30)
    assert len(attached_pictures([small] * 25)) == 20


def test_each_picture_is_printed_in_a_step_of_its_own(tmp_path: Path) -> None:
    pictures = attached_pictures([picture(tmp_path / "lamp.jpg", 1600, 1200)] * 6)
    bare, illustrated = (CasePrinting(case(), each) for each in ((), pictures))
    steps = [sum(1 for _ in each.steps()) for each in (bare, illustrated)]
    assert steps[1] >= steps[0] + 2 * len(pictures)  # put there, and painted
    assert illustrated.pdf.count(b"/Subtype /Image") == len(pictures)


def test_a_case_that_is_given_up_while_it_is_printed_harms_nobody() -> None:
    steps = CasePrinting(case("a word " * 4000), ()).steps()
    for _ in range(20):
        next(steps)
    del steps  # warnings of Qt's would fail this test


def test_a_dispute_that_was_there_already_is_not_told_as_filed_here(tmp_path: Path) -> None:
    own = case()
    assert own.filing is not None
    words = words_of(case_pdf(replace(own, filing=replace(own.filing, attempts=()))), tmp_path)
    assert squeezed("not filed with Dispute Desk on this computer") in words
    assert squeezed("Filed with Dispute Desk") not in words


def test_a_dispute_filed_elsewhere_says_what_is_not_known(tmp_path: Path) -> None:
    words = words_of(case_pdf(case(is_own=False)), tmp_path)
    assert squeezed("not filed with Dispute Desk on this computer") in words
    assert squeezed("What was done") not in words


def test_what_the_buyer_got_back_is_in_it_with_the_loss(tmp_path: Path) -> None:
    refund = BuyerRefund(Decimal("50.00"), date(2026, 11, 20), "EUR 46,00")
    words = words_of(case_pdf(replace(case("Finished"), buyer_refund=refund)), tmp_path)
    for text in ("USD 50.00", "20 Nov 2026", "EUR 46,00", "Net loss USD 10.52"):
        assert squeezed(text) in words
    assert squeezed("Refund to the buyer") not in words_of(case_pdf(case()), tmp_path)
