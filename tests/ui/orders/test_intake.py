"""What is copied, pasted or dropped comes to the order box; other text stays where it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import InvalidInput
from app.domain.ids import certain_order_id, find_order_ids
from app.services.orders.mail_files import text_of_file
from app.storage.preferences import Preferences
from app.ui.orders.intake import Intake
from app.ui.orders.pane import OrderPane
from app.ui.settings.choices import Choices
from tests.fakes.inline_executor import inline_runner
from tests.ui.orders.test_order_pane import FakeOrders, box, orders, pane

__all__ = ["orders", "pane"]

NUMBER = "SD2611200001234999"
SHOWN = "SD2611200001234567"
"""What the fake finds, whatever it is asked."""
MAIL = (
    "Subject: =?utf-8?q?Order_SD2611200001234999?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/html; charset=utf-8\r\n\r\n"
    "<p>It never <b>came</b>, d&eacute;sol&eacute;</p>"
)


class Desk:
    """A window with the order pane and a button."""

    def __init__(self, qtbot: QtBot, pane: OrderPane, folder: Path) -> None:
        self.pane, runner = pane, inline_runner()
        self.window, body = QMainWindow(), QWidget()
        self.button = QPushButton("Elsewhere")
        layout = QVBoxLayout(body)
        layout.addWidget(pane)
        layout.addWidget(self.button)
        self.window.setCentralWidget(body)
        self.choices = Choices(Preferences(folder / "preferences.json"), runner)
        self.intake = Intake(self.window, runner, pane, self.choices)
        qtbot.addWidget(self.window)
        self.window.show()

    def copy(self, text: str) -> None:
        """Something is copied elsewhere, and the window gets the focus."""
        QApplication.clipboard().setText(text)
        self.intake.offer()

    @property
    def hint(self) -> str:
        return box(self.pane).placeholderText()

    def drop(self, *urls: QUrl, text: str = "") -> bool:
        data = QMimeData()
        data.setUrls(list(urls)) if urls else data.setText(text)
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        action = Qt.DropAction.CopyAction
        enter = QDragEnterEvent(QPoint(1, 1), action, data, buttons, keys)
        enter.ignore()
        QApplication.sendEvent(self.window, enter)
        if enter.isAccepted():
            drop = QDropEvent(QPointF(1, 1), action, data, buttons, keys)
            QApplication.sendEvent(self.window, drop)
        return enter.isAccepted()


@pytest.fixture
def desk(qtbot: QtBot, pane: OrderPane, tmp_path: Path) -> Desk:
    return Desk(qtbot, pane, tmp_path)


def test_a_copied_order_number_is_offered_and_enter_takes_it(
    desk: Desk, orders: FakeOrders
) -> None:
    desk.copy(f" {NUMBER.lower()}.\n")
    assert desk.hint == f"Look up {NUMBER}: Enter"
    assert orders.asked == []
    QTest.keyClick(box(desk.pane), Qt.Key.Key_Return)
    assert orders.asked == [NUMBER]
    assert box(desk.pane).text() == NUMBER


@pytest.mark.parametrize(
    "text",
    [
        "",
        "My password is SD26",
        f"Where is my order {NUMBER}?",
        "4006381333931",
        "YT2634721272014725",
        "CJYD190394201AZ",
        "SH26112000000001",
        "LP00612345678901",
        NUMBER * 50,
    ],
)
def test_other_text_is_neither_offered_nor_kept(desk: Desk, text: str) -> None:
    usual = desk.hint
    desk.copy(text)
    assert desk.hint == usual
    assert certain_order_id(text) == ""


def test_anything_else_than_enter_ignores_the_offer(desk: Desk, orders: FakeOrders) -> None:
    usual = desk.hint
    desk.copy(NUMBER)
    QTest.keyClicks(box(desk.pane), "1")
    assert desk.hint == usual
    QTest.keyClick(box(desk.pane), Qt.Key.Key_Backspace)
    QTest.keyClick(box(desk.pane), Qt.Key.Key_Return)
    assert orders.asked == [""]


def test_no_offer_over_what_is_typed_nor_of_what_is_shown(desk: Desk) -> None:
    usual = desk.hint
    box(desk.pane).setText("1001")
    desk.copy(NUMBER)
    assert desk.hint == usual
    desk.pane.look_up("1001")
    box(desk.pane).clear()
    desk.copy(SHOWN)
    assert desk.hint == usual
    desk.copy(NUMBER)
    assert desk.hint != usual


def test_the_switch_turns_it_off(desk: Desk) -> None:
    usual = desk.hint
    desk.choices.change(offers_clipboard=False)
    desk.copy(NUMBER)
    assert desk.hint == usual


def test_the_offer_comes_with_the_focus_of_the_window(desk: Desk, qtbot: QtBot) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    QApplication.clipboard().setText(NUMBER)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is other.windowHandle())
    desk.window.activateWindow()
    qtbot.waitUntil(lambda: desk.hint == f"Look up {NUMBER}: Enter")
    other.close()


def test_what_is_pasted_outside_of_a_field_is_looked_up(desk: Desk, orders: FakeOrders) -> None:
    QApplication.clipboard().setText(f"Where is {NUMBER}?")
    desk.button.setFocus()
    QTest.keySequence(desk.button, QKeySequence(QKeySequence.StandardKey.Paste))
    assert orders.asked == [f"Where is {NUMBER}?"]


def test_text_links_and_mails_are_dropped_onto_the_window(
    desk: Desk, orders: FakeOrders, tmp_path: Path
) -> None:
    mail, note = tmp_path / "a mail.eml", tmp_path / "note.TXT"
    mail.write_bytes(MAIL.encode())
    note.write_text(NUMBER, "utf-8")
    assert desk.drop(text=f"Order {NUMBER}")
    assert desk.drop(QUrl(f"https://shop.example/orders/{NUMBER}"))
    assert desk.drop(QUrl.fromLocalFile(str(mail)))
    assert desk.drop(QUrl.fromLocalFile(str(note)))
    assert orders.asked[0] == f"Order {NUMBER}"
    assert NUMBER in orders.asked[1]
    assert f"Order {NUMBER}" in orders.asked[2]
    assert "It never  came , désolé" in orders.asked[2]
    assert orders.asked[3] == NUMBER


def test_files_that_are_no_text_are_not_taken(desk: Desk, orders: FakeOrders) -> None:
    assert not desk.drop(QUrl.fromLocalFile("/tmp/photo.jpg"))  # noqa: S108 - not opened
    assert not desk.drop(text="  ")
    assert orders.asked == []


def test_a_text_that_is_too_long_is_refused_as_a_whole(desk: Desk, orders: FakeOrders) -> None:
    desk.drop(text="x" * 200_001)
    assert orders.asked == []
    assert box(desk.pane).text() == ""


def test_a_file_that_cannot_be_read_is_told(desk: Desk, orders: FakeOrders, tmp_path: Path) -> None:
    assert desk.drop(QUrl.fromLocalFile(str(tmp_path / "<i>gone.eml")))
    assert told(desk) == ["“<i>gone.eml” could not be read."]


@pytest.mark.parametrize("names", [["photo.jpg"], ["a.eml", "b.eml"]])
def test_pasted_files_that_are_not_taken_are_told(
    desk: Desk, orders: FakeOrders, names: list[str]
) -> None:
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(f"/tmp/{name}") for name in names])  # noqa: S108 - not opened
    QApplication.clipboard().setMimeData(copied)
    desk.button.setFocus()
    QTest.keySequence(desk.button, QKeySequence(QKeySequence.StandardKey.Paste))
    assert told(desk) == ["Orders are read from one file at a time: a mail or a text (.eml, .txt)."]
    assert orders.asked == []


def told(desk: Desk) -> list[str]:
    labels = desk.window.findChildren(QLabel)
    return [each.text() for each in labels if each.property("bubble") and each.isVisible()]


@pytest.mark.parametrize(
    "charset", [b"charset=klingon", b"charset*=utf-8''x", b"charset*=\x00utf-8''x"]
)
def test_a_mail_that_cannot_be_read_is_no_bug(tmp_path: Path, charset: bytes) -> None:
    odd = tmp_path / "odd.eml"
    odd.write_bytes(b"Subject: SD1\r\nContent-Type: te(ain; " + charset + b"\r\n\r\n\xff\xfe")
    assert "SD1" in text_of_file(odd)
    with pytest.raises(InvalidInput):
        text_of_file(tmp_path / "gone.eml")


@pytest.mark.parametrize(
    "page",
    [
        "<style>p{color:#333333}</style><p>{}</p>",
        "<!--[if mso]><style>td{color:#333333}</style><![endif]--><p>{}</p>",
        "<SCRIPT>a=12345678</SCRIPT\n><p>3 < 4, {}</p>",
        "<p>SD26112<wbr>00001234999</p>",
        "<p>{}</p><style>p{color:#333333}",
    ],
)
def test_of_a_mail_only_what_is_seen_is_looked_at(tmp_path: Path, page: str) -> None:
    mail = tmp_path / "page.eml"
    head = "Subject: Late\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
    mail.write_text(head + page.replace("{}", NUMBER), "utf-8")
    assert [each.text for each in find_order_ids(text_of_file(mail))] == [NUMBER]


@pytest.mark.parametrize("evil", ["<!--", "<style>", "<a ", "<wbr", "<", "</style", "&#"])
def test_a_page_that_never_ends_is_gone_through_once(tmp_path: Path, evil: str) -> None:
    mail = tmp_path / "evil.eml"
    head = "Subject: Late\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n"
    mail.write_text(head + evil * (1_000_000 // len(evil)), "utf-8")
    assert text_of_file(mail).startswith("Late")


def test_the_text_of_a_mail_in_a_charset_nobody_knows_and_of_one_sent_on(tmp_path: Path) -> None:
    unknown, sent_on = tmp_path / "unknown.eml", tmp_path / "sent on.eml"
    head = "Subject: Late\r\nMIME-Version: 1.0\r\nContent-Type: "
    plain = "text/plain; charset=x-gbk\r\n\r\n"
    unknown.write_bytes(f"{head}{plain}订单 {NUMBER}".encode("gbk"))
    parts = f"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{head}{plain}{NUMBER}\r\n--b--\r\n"
    sent_on.write_text(f"{head}multipart/mixed; boundary=b\r\n{parts}", "utf-8")
    assert NUMBER in text_of_file(unknown)
    assert NUMBER in text_of_file(sent_on)


def test_mails_within_mails_without_end_are_no_bug(tmp_path: Path) -> None:
    mail = tmp_path / "nested.eml"
    mail.write_text("Content-Type: message/rfc822\r\n\r\n" * 3000 + NUMBER, "utf-8")
    assert text_of_file(mail)


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig"])
def test_text_as_excel_and_notepad_save_it(tmp_path: Path, charset: str) -> None:
    note = tmp_path / "list.txt"
    note.write_text(f"订单号\n{NUMBER}", charset)
    assert text_of_file(note) == f"订单号\n{NUMBER}"
