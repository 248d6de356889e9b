"""What a merchant with much to say meets in the dialog: long texts, many links, many items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QScrollArea

from app.domain.errors import Refused
from app.domain.filing.filing import (
    ITEMS,
    MY_CJ,
    REASON,
    REVIEW,
    DisputeDraft,
    Door,
    Evidence,
    Step,
)
from app.storage.preferences import PreferenceValues
from app.ui.filing.dialog import SIZE
from tests.builders import draft, order, order_line
from tests.ui.crowding import crowded
from tests.ui.filing.stage import MakeStage
from tests.ui.pages import dressed

LOW = QSize(780, 560)
"""On 1024 by 600 pixels, below its title; no wider than the screen of tests is."""
SMALL = QSize(640, 480)
ENGLISH = "The lamp arrived with a broken shade. "
MIXED = "The lamp arrived with a broken shade: 灯罩碎了. "


@pytest.fixture(autouse=True)
def as_it_looks(qapp: QApplication) -> Iterator[None]:
    with dressed(qapp):
        yield


def written(text: str, characters: int, links: int) -> DisputeDraft:
    message = (text * 20)[:characters]
    evidence = tuple(Evidence(f"https://example.com/picture-{n}.jpg") for n in range(links))
    return replace(draft(message=message), evidence=evidence, step=REASON)


def settle(app: QApplication) -> None:
    for _ in range(10):  # a layout passes its new size on in the next round of events
        app.processEvents()


def lines_seen(edit: QPlainTextEdit) -> float:
    margins = 2 * edit.document().documentMargin()
    layout = edit.document().firstBlock().layout()
    heights = [layout.lineAt(place).height() for place in range(layout.lineCount())]
    line = max(edit.fontMetrics().lineSpacing(), *heights, 0)
    return (edit.viewport().height() - margins) / line


@pytest.mark.parametrize("size", [QSize(640, 440), QSize(800, 560)])
def test_no_page_scrolls_sideways_on_a_small_screen_with_large_text(
    make_stage: MakeStage, qapp: QApplication, size: QSize
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=200)):
        stage = make_stage(draft=replace(written(MIXED, 203, 3), step=ITEMS))
        stage.dialog.resize(size)
        for _ in range(3):
            settle(qapp)
            scrolls = [each for each in stage.dialog.findChildren(QScrollArea) if each.isVisible()]
            assert scrolls
            assert [each.horizontalScrollBar().maximum() for each in scrolls] == [0] * len(scrolls)
            footer = stage.dialog._footer
            assert list(crowded(footer)) == []
            assert footer.geometry().bottom() < size.height()
            footer.press_onward()
        qapp.processEvents()
        settle(qapp)
        assert stage.dialog.flow.filing is not None
        page = stage.dialog._pages.outcome
        assert page.horizontalScrollBar().maximum() == 0


def test_the_page_follows_what_is_typed(make_stage: MakeStage, qapp: QApplication) -> None:
    with dressed(qapp, PreferenceValues(text_percent=200)):
        stage = make_stage(draft=written("", 0, 0))
        stage.dialog.resize(QSize(640, 440))
        stage.dialog.activateWindow()
        settle(qapp)
        edit, scroll = stage.message, stage.reason_page._scroll
        scroll.verticalScrollBar().setValue(0)
        edit.setFocus()
        for _ in range(5):
            QTest.keyClicks(edit, "line\r")
            settle(qapp)
            cursor = edit.cursorRect().translated(edit.viewport().mapTo(scroll, QPoint(0, 0)))
            assert scroll.viewport().geometry().contains(cursor)


@pytest.mark.parametrize("text", [ENGLISH, MIXED], ids=["english", "mixed"])
@pytest.mark.parametrize(("characters", "links"), [(203, 3), (500, 8), (0, 0)])
def test_the_message_keeps_five_lines(
    make_stage: MakeStage, qapp: QApplication, characters: int, links: int, text: str
) -> None:
    stage = make_stage(draft=written(text, characters, links))
    for size in (SIZE, LOW, SMALL):
        stage.dialog.resize(size)
        settle(qapp)
        assert lines_seen(stage.message) >= 5, size
        assert list(crowded(stage.reason_page)) == [], size


def test_all_that_can_be_done_with_a_link_has_its_room(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    stage = make_stage(draft=written(ENGLISH, 203, 3))
    viewer = Evidence("https://drive.google.com/file/d/1a2B/view")
    stage.dialog.resize(800, 660)
    settle(qapp)
    stage.dialog._edit(replace(stage.dialog.draft, evidence=(viewer,)))
    settle(qapp)
    assert list(crowded(stage.reason_page)) == []


FORTY = order(*(order_line(f"L{n}", name=f"Desk lamp number {n}, brass") for n in range(40)))


@pytest.mark.parametrize("percent", [100, 200], ids="{} %".format)
def test_forty_lines_have_their_room(
    make_stage: MakeStage, qapp: QApplication, percent: int
) -> None:
    with dressed(qapp, PreferenceValues(text_percent=percent)):
        stage = make_stage(FORTY)
        for size in (SIZE, QSize(760, 560), SMALL):
            stage.dialog.resize(size)
            stage.items_page.choose(0)
            settle(qapp)
            assert list(crowded(stage.items_page)) == [], size
            stage.items_page.choose(39)
            settle(qapp)
            last = stage.items_page.rows[39].check_box
            assert last.visibleRegion().boundingRect().height() == last.height(), size


def test_products_are_told_apart_by_the_end_of_their_names(make_stage: MakeStage) -> None:
    name = "Nordic Brass Adjustable Bedside Reading Lamp, "
    given = order(*(order_line(each, name=name + each) for each in ("black", "white")))
    stage = make_stage(given)
    for row, colour in zip(stage.items_page.rows, ("black", "white"), strict=True):
        assert row.check_box.text().endswith(colour)
        assert not row.check_box.toolTip()
    assert list(crowded(stage.items_page)) == []


def test_the_first_product_is_seen_when_the_dialog_opens(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    name = "Nordic Brass Adjustable Bedside Reading Lamp With A Remote Control, number "
    stage = make_stage(order(*(order_line(f"L{n}", name=name + str(n)) for n in range(6))))
    settle(qapp)
    first = stage.items_page.rows[0]
    assert first.check_box.hasFocus()
    assert first.visibleRegion().boundingRect().height() == first.height()


def test_the_button_that_files_is_whole_again_after_a_refusal(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    stage = make_stage(draft=replace(draft(), step=REVIEW), held=True)
    for _ in ("terms", "list"):
        stage.cj.release()
    stage.await_review()
    footer, button = stage.dialog._footer, stage.dialog._footer.commit_button
    needed = sum(part.sizeHint().width() for part in footer._parts)
    stage.dialog.resize(stage.dialog.width() - footer.width() + needed, LOW.height())
    settle(qapp)
    stage.desk.filing.errors["submit"] = [Refused()]
    button.click()
    settle(qapp)
    assert button.text() == "Sending…"
    footer.render_flow(stage.dialog.flow)  # something was heard of it meanwhile
    settle(qapp)
    stage.cj.release()
    settle(qapp)
    assert button.text().startswith("File ")
    assert button.width() >= button.sizeHint().width()


@pytest.mark.parametrize("step", [ITEMS, REASON, REVIEW, MY_CJ])
def test_nothing_is_off_the_edge_of_a_page_that_cannot_be_scrolled_sideways(
    make_stage: MakeStage, qapp: QApplication, step: Step
) -> None:
    door = Door.MY_CJ if step == MY_CJ else Door.API
    prepared = replace(written(ENGLISH, 203, 3), step=step, door=door)
    with dressed(qapp, PreferenceValues(text_percent=200)):
        stage = make_stage(draft=prepared)
        for size in (LOW, SIZE):
            stage.dialog.resize(size)
            settle(qapp)
            shown = [each for each in stage.dialog.findChildren(QScrollArea) if each.isVisible()]
            assert shown
            for area in shown:
                content = area.widget()
                assert content is not None
                assert content.width() <= area.viewport().width(), size


def test_free_space_goes_to_the_message(make_stage: MakeStage, qapp: QApplication) -> None:
    stage = make_stage(draft=written(ENGLISH, 203, 3))
    settle(qapp)
    before = stage.message.height()
    stage.dialog.resize(stage.dialog.size() + QSize(0, 600))
    settle(qapp)
    assert stage.message.height() > before + 400


def test_the_message_keeps_five_lines_of_larger_text(
    make_stage: MakeStage, qapp: QApplication
) -> None:
    stage = make_stage(draft=written(ENGLISH, 203, 3))
    with dressed(qapp, PreferenceValues(text_percent=200)):
        settle(qapp)
        assert lines_seen(stage.message) >= 5
        assert list(crowded(stage.reason_page)) == []
