"""What is said of CJ's own pages names what is there today, and buttons open the right page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.errors import (
    ApiDisabled,
    InvalidInput,
    KeyRejected,
    NotFound,
    Refused,
    RequestInfo,
    TokenRejected,
)
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.messages.my_cj import HOME
from app.ui.messages.notices import Operation, notice_for
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.window.introduction import Introduction
from tests.fakes.inline_executor import inline_runner

ROOT = Path(__file__).resolve().parent.parent.parent
API_PAGE = "https://www.cjdropshipping.com/my.html#/authorize/API"

GONE = re.compile(
    r"\bgenerate\b|\bauthori[sz]ation\b|\bapikey\b|myCJ\.html|授权（|生成（", re.IGNORECASE
)
"""Words of the menu that CJ had before 2026."""
MAIL_TO_CJ = re.compile(
    r"@cjdropshipping|\be?-?mail (?:to )?CJ|发邮件给 ?CJ|邮件联系", re.IGNORECASE
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    pages: list[str] = []

    def open_url(url: QUrl) -> bool:
        pages.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return pages


def texts() -> Iterator[str]:
    for path in (ROOT / "resources" / "translations").glob("*.ts"):
        for message in ET.parse(path).iter("message"):  # noqa: S314 - our own file
            yield message.findtext("source", "")
            yield message.findtext("translation", "")
    yield from (ROOT / "README.md").read_text("utf-8").splitlines()


@pytest.mark.parametrize("words", [GONE, MAIL_TO_CJ])
def test_no_text_sends_anybody_where_nothing_is_any_more(words: re.Pattern[str]) -> None:
    assert [each for each in texts() if words.search(each)] == []


def test_both_languages_and_the_readme_name_the_steps_to_a_key() -> None:
    for step in ("Install App", "Others", "Add API", "API Key & MCP Token"):
        places = [each for each in texts() if step in each]
        assert len(places) >= 3, step


def test_who_can_file_is_said_before_anybody_signs_in_and_at_the_first_run(
    qtbot: QtBot,
) -> None:
    runner = inline_runner()
    for widget in (
        SignInDialog(runner, lambda _key, _email: pytest.fail("asked")),
        Introduction(),
    ):
        qtbot.addWidget(widget)
        said = " ".join(each.text() for each in widget.findChildren(QLabel))
        assert "history, claims and insights are for every CJ merchant" in said
        assert "only for orders made through it" in said
    readme = " ".join((ROOT / "README.md").read_text("utf-8").replace("**", "").split())
    assert "history, claims and insights are for every CJ merchant" in readme
    assert "only for orders made through it" in readme


def test_the_sign_in_dialog_opens_the_page_with_the_key(qtbot: QtBot, opened: list[str]) -> None:
    dialog = SignInDialog(inline_runner(), lambda _key, _email: pytest.fail("nothing was typed"))
    qtbot.addWidget(dialog)
    dialog.show()
    buttons = {each.text(): each for each in dialog.findChildren(QPushButton)}
    buttons["Where do I get a key?"].click()
    (bar,) = dialog.findChildren(NoticeBar)
    assert "Apps › Install App › Others › API" in bar.text
    (button,) = bar.buttons
    button.click()
    assert opened == [API_PAGE]
    dialog.close()


@pytest.mark.parametrize("code", [1600004, 1600005, 1600006, 1600013, 1601000])
def test_a_refused_key_is_put_right_on_the_page_that_its_button_opens(
    qtbot: QtBot, opened: list[str], code: int
) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(notice_for(KeyRejected(RequestInfo("x", code)), Operation.SIGN_IN))
    assert "API page" in bar.text or "API key" in bar.text
    (button,) = bar.buttons
    assert button.text() == "Open My CJ"
    button.click()
    assert opened == [API_PAGE]


@pytest.mark.parametrize("doing", [Operation.LOOK_UP, Operation.REFRESH, Operation.FILE])
def test_switched_off_access_is_switched_on_where_its_button_leads(
    qtbot: QtBot, opened: list[str], doing: Operation
) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    notice = notice_for(ApiDisabled(RequestInfo("x", 1600014, "Disabled")), doing)
    bar.show_notice(notice)
    assert "after 30 days without an order" in bar.text
    assert ("your draft is safe" in bar.text) is (doing is Operation.FILE)
    assert not notice.wants_sign_in
    (button,) = bar.buttons
    button.click()
    assert opened == [f"{API_PAGE}Stores"]


def test_what_no_page_puts_right_offers_none() -> None:
    for error in (KeyRejected(RequestInfo("x", 1600007)), TokenRejected(), Refused()):
        assert notice_for(error, Operation.REFRESH).page == ""
    assert notice_for(InvalidInput(), Operation.SIGN_IN).page == API_PAGE


@pytest.mark.parametrize(
    ("code", "doing"),
    [
        (1602000, Operation.LOOK_UP),
        (1608001, Operation.FILE),
        (1605001, Operation.TERMS),
        (1600300, Operation.READ_BACK),
        (1607008, Operation.FILE),
    ],
)
def test_a_refusal_that_sends_somebody_to_my_cj_has_the_button(
    qtbot: QtBot, opened: list[str], code: int, doing: Operation
) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    error = NotFound if code == 1600300 else Refused
    bar.show_notice(notice_for(error(RequestInfo("x", code, "no")), doing))
    assert "My CJ" in bar.text
    assert [each.text() for each in bar.buttons] == ["Open My CJ"]
    bar.buttons[0].click()
    assert opened == [HOME]


def test_a_text_that_sends_nobody_there_has_no_such_button(qtbot: QtBot) -> None:
    bar = NoticeBar()
    qtbot.addWidget(bar)
    bar.show_notice(notice_for(Refused(RequestInfo("x", 1607007, "no")), Operation.TERMS))
    assert bar.text
    assert bar.buttons == []
