"""Each link is opened once in the background; what that shows is advice, never a block."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton

from app.domain.errors import AddressRefused, Interrupted, TimedOut
from app.domain.filing.filing import REASON, REVIEW, Evidence, EvidenceKind
from app.domain.links import Expiry, LinkReport
from app.ui.messages import formatting
from tests.builders import draft
from tests.ui.filing.stage import FakeDesk, MakeStage, Stage

PICTURE = "https://example.com/a.jpg"
ALBUM = "https://example.com/album"
FILM = "https://example.com/b.mp4"
HIDDEN_FILM = "https://example.com/watch?v=1"
END = datetime(2026, 5, 23, 14, 46, 40, tzinfo=UTC)


def _list(stage: Stage) -> QListWidget:
    return stage.find(QListWidget, "Evidence")


def _lines(stage: Stage) -> list[str]:
    found = _list(stage)
    return [found.item(row).text() for row in range(found.count())]


def _add(stage: Stage, text: str) -> None:
    field = stage.find(QLineEdit, "Evidence link")
    field.setText(text)
    field.textEdited.emit(text)
    stage.press("Add link")


def _with_links(*urls: str, kind: EvidenceKind = EvidenceKind.IMAGE) -> dict[str, object]:
    evidence = tuple(Evidence(url, kind) for url in urls)
    return {"draft": replace(draft(), evidence=evidence, step=REASON)}


@pytest.fixture
def page(stage: Stage) -> Stage:
    stage.to_reason()
    return stage


def test_a_good_link_says_what_it_is_and_how_large(page: Stage) -> None:
    _add(page, PICTURE)
    assert _lines(page) == [f"{PICTURE}\nPicture · 240.0 kB · opens without signing in"]
    name = _list(page).item(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert name == f"Picture: {PICTURE}, Picture · 240.0 kB · opens without signing in"
    assert page.desk.links.asked == [PICTURE]


def test_many_links_pasted_at_once_are_each_tested_once(page: Stage) -> None:
    _add(page, f"{PICTURE} {FILM} {PICTURE}")
    assert page.desk.links.asked == [PICTURE, FILM]
    page.press("Next")
    page.press("Back")
    assert page.desk.links.asked == [PICTURE, FILM]


@pytest.mark.parametrize(
    ("report", "status", "advice"),
    [
        (LinkReport(True, 200, "text/html"), "A web page, not a picture or video", "Albums"),
        (
            LinkReport(True, 200, "image/svg+xml"),
            "Neither a picture nor a video",
            "no picture or video that is known here",
        ),
        (
            LinkReport(True, 200, is_image=True, expiry=Expiry(END)),
            f"Works until {formatting.moment(END)} only",
            "lasting public link",
        ),
        (LinkReport(False, 403, needs_login=True), "Asks for a sign-in", "share it with everyone"),
        (LinkReport(False, 404), "Nothing there (HTTP 404)", "may have been deleted"),
        (LinkReport(False, 500), "Does not open (HTTP 500)", "private browser window"),
        (LinkReport(False), "Not tested: no server answered", "online"),
        (
            LinkReport(True, 200, is_image=True, expiry=Expiry()),
            "Will stop working",
            "lasting public link",
        ),
        (
            LinkReport(False, 403, needs_login=True, expiry=Expiry()),
            "Asks for a sign-in · Will stop working",
            "end date",
        ),
    ],
)
def test_a_doubtful_link_says_why_and_what_to_do_and_blocks_nothing(
    make_stage: MakeStage, report: LinkReport, status: str, advice: str
) -> None:
    desk = FakeDesk()
    desk.links.reports[ALBUM] = report
    stage = make_stage(desk=desk, **_with_links(ALBUM))
    assert _lines(stage) == [f"{ALBUM}\n{status}"]
    assert stage.says(advice)
    stage.press("Next")
    assert stage.page == REVIEW


def test_a_test_that_was_stopped_is_under_way_no_more(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.links.errors = {ALBUM: Interrupted()}
    stage = make_stage(desk=desk, **_with_links(ALBUM))
    assert _lines(stage)[0].endswith("\nNot tested: the test did not work")


def test_an_address_nobody_else_can_open_is_named(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.links.errors = {ALBUM: AddressRefused(), PICTURE: TimedOut(request_left=True)}
    stage = make_stage(desk=desk, **_with_links(ALBUM, PICTURE))
    assert _lines(stage)[0].endswith("\nNot a public address")
    assert _lines(stage)[1].endswith("\nNot tested: the test did not work")
    assert stage.says("inside your own network")


def test_a_link_is_sorted_by_what_it_serves_unless_a_person_decides(
    make_stage: MakeStage,
) -> None:
    desk = FakeDesk()
    desk.links.reports[HIDDEN_FILM] = LinkReport(True, 200, "video/mp4", is_video=True)
    stage = make_stage(desk=desk, **_with_links(HIDDEN_FILM))
    assert [each.kind for each in stage.dialog.draft.evidence] == [EvidenceKind.VIDEO]
    stage.press("Change to picture")
    assert [each.kind for each in stage.dialog.draft.evidence] == [EvidenceKind.IMAGE]
    assert _lines(stage)[0].endswith("\nA video")


def test_a_link_can_be_tested_again(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    desk.links.reports[ALBUM] = LinkReport(False)
    stage = make_stage(desk=desk, **_with_links(ALBUM))
    desk.links.reports[ALBUM] = LinkReport(True, 200, "image/png", 9, is_image=True)
    stage.press("Test again")
    assert _lines(stage) == [f"{ALBUM}\nPicture · 9 bytes · opens without signing in"]
    assert desk.links.asked == [ALBUM, ALBUM]


def test_long_links_in_all_are_worth_a_word(make_stage: MakeStage) -> None:
    long = ["https://example.com/" + letter * 90 + ".jpg" for letter in "ab"]
    stage = make_stage(**_with_links(*long))
    assert stage.says("All links together have 228 characters")
    stage.press("Remove link")
    assert not stage.says("All links together")


def test_without_links_there_is_nothing_to_do_with_them(page: Stage) -> None:
    assert not page.has(QPushButton, "Test again")
    assert not page.has(QPushButton, "Remove link")


def test_hostile_links_and_sizes_are_just_text(make_stage: MakeStage) -> None:
    url = "https://example.com/<b>x</b>?" + "%00\u202e"
    desk = FakeDesk()
    desk.links.reports[url] = LinkReport(True, 200, "image/png", 2**80, is_image=True)
    stage = make_stage(desk=desk, **_with_links(url))
    assert _lines(stage) == [f"{url}\nPicture · opens without signing in"]


def test_a_link_opened_while_the_dialog_closes_changes_nothing(make_stage: MakeStage) -> None:
    stage = make_stage(**_with_links(HIDDEN_FILM))
    tester = stage.reason_page.evidence_editor._tester
    before = stage.dialog.draft
    stage.dialog.hide()
    stage.desk.links.reports[HIDDEN_FILM] = LinkReport(True, 200, "video/mp4", is_video=True)
    tester.test_again(HIDDEN_FILM)
    assert stage.dialog.draft.evidence == before.evidence


VIEWER = "https://drive.google.com/file/d/1a2B/view?usp=sharing"
DIRECT = "https://drive.google.com/uc?export=download&id=1a2B"


def test_a_viewer_page_is_offered_as_its_direct_link(make_stage: MakeStage) -> None:
    stage = make_stage(**_with_links(PICTURE, VIEWER))
    _list(stage).setCurrentRow(0)
    assert not stage.has(QPushButton, "Use the direct link")
    _list(stage).setCurrentRow(1)
    assert stage.says("shows CJ the file itself")
    stage.press("Use the direct link")
    assert [each.url for each in stage.dialog.draft.evidence] == [PICTURE, DIRECT]
    assert stage.desk.links.asked == [PICTURE, VIEWER, DIRECT]
    assert "opens without signing in" in _lines(stage)[1]
    assert not stage.has(QPushButton, "Use the direct link")


def test_a_direct_link_that_is_there_already_is_not_there_twice(make_stage: MakeStage) -> None:
    stage = make_stage(**_with_links(DIRECT, VIEWER))
    _list(stage).setCurrentRow(1)
    stage.press("Use the direct link")
    assert [each.url for each in stage.dialog.draft.evidence] == [DIRECT]
