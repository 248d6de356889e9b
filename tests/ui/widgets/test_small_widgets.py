"""The notice bar, the bar that moves, pages that scroll, the introduction, and About."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProxyStyle,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.storage.preferences import PreferenceValues
from app.ui.messages.notices import Notice, Severity
from app.ui.widgets import actions
from app.ui.widgets.notices.busy_bar import BusyBar
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.scrolling import Scrolling
from app.ui.window.help_dialogs import LIBRARIES, AboutDialog, ShortcutsDialog
from app.ui.window.introduction import Introduction
from tests.ui.crowding import crowded
from tests.ui.pages import dressed

ROOT = Path(__file__).resolve().parents[3]


# --- notices -----------------------------------------------------------------------------------


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[NoticeBar]:
    window, bar = QWidget(), NoticeBar()
    layout = QVBoxLayout(window)
    layout.addWidget(bar)
    layout.addWidget(QPlainTextEdit(), 1)
    window.resize(600, 500)
    qtbot.addWidget(window)
    window.show()
    yield bar
    window.close()


def reader(bar: NoticeBar) -> QScrollArea:
    return bar.findChildren(QScrollArea)[0]


def test_a_notice_is_as_high_as_its_text(qtbot: QtBot, bar: NoticeBar) -> None:
    bar.show_notice(Notice("One line.", Severity.INFO))
    qtbot.waitUntil(lambda: reader(bar).height() > 0)
    one = bar.height()
    bar.show_notice(Notice("Words that take more than a line. " * 5, Severity.INFO))
    qtbot.waitUntil(lambda: bar.height() > one)
    assert reader(bar).verticalScrollBar().maximum() == 0
    assert reader(bar).focusPolicy() is Qt.FocusPolicy.NoFocus


def test_some_lines_of_chinese_are_not_scrolled(
    qtbot: QtBot, qapp: QApplication, bar: NoticeBar
) -> None:
    with dressed(qapp):
        bar.show_notice(Notice("首次使用时，在 My CJ 中依次点击：" * 6, Severity.INFO))
        qtbot.waitUntil(lambda: reader(bar).height() > 0)
        assert reader(bar).focusPolicy() is Qt.FocusPolicy.NoFocus


def test_tab_goes_through_a_notice_as_it_is_read(qtbot: QtBot) -> None:
    window, bar = QWidget(), NoticeBar()
    above, below = QLineEdit("above"), QLineEdit("below")
    layout = QVBoxLayout(window)
    for part in (above, bar, below):
        layout.addWidget(part)
    qtbot.addWidget(window)
    window.show()
    failed = Notice("Something failed.", Severity.BAD, details="GET 500")
    for names in (("Show it",), ("Try again", "Sign in…")):
        bar.show_notice(failed, actions=tuple((name, lambda: None) for name in names))
        QApplication.processEvents()  # what is added to a shown window is shown a turn later
        above.setFocus()
        passed: list[str] = []
        while window.focusWidget() is not below and len(passed) < 9:
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            focused = window.focusWidget()
            passed.append(focused.accessibleName() or getattr(focused, "text", str)())
        assert passed == [*names, "Details", "Dismiss", "below"]


def test_a_screen_reader_comes_by_the_words_of_a_notice_before_its_buttons(bar: NoticeBar) -> None:
    def told(place: QAccessibleInterface) -> Iterator[str]:
        if place.role() in (QAccessible.Role.StaticText, QAccessible.Role.Button):
            yield place.text(QAccessible.Text.Name)
        for number in range(place.childCount()):
            yield from told(place.child(number))

    failed = Notice("Something failed.", Severity.BAD, details="GET 500")
    bar.show_notice(failed, actions=(("Try again", lambda: None),))
    names = list(told(QAccessible.queryAccessibleInterface(bar)))
    assert (names[0], names[-1]) == ("Something failed.", "Dismiss")
    assert set(names[1:-1]) == {"Details", "Try again"}


def test_details_of_a_notice_come_when_asked_for_and_are_copied_with_it(
    qtbot: QtBot, bar: NoticeBar
) -> None:
    def press(name: str) -> None:
        next(each for each in bar.findChildren(QPushButton) if each.text() == name).click()

    bar.show_notice(Notice("Something failed.", Severity.BAD, details="GET 500"))
    assert bar.findChildren(QPlainTextEdit) == []
    for details in ("GET 500", "GET 502"):
        bar.show_notice(Notice("Something failed.", Severity.BAD, details=details))
        press("Details")
        (text,) = bar.findChildren(QPlainTextEdit)
        assert text.isVisible()
        assert text.toPlainText() == details
        close_button = bar.findChildren(QToolButton)[0]
        close_button.setFocus()
        QTest.keyClick(close_button, Qt.Key.Key_Tab)
        assert bar.window().focusWidget() is text
        press("Copy details")
        assert QGuiApplication.clipboard().text() == f"Something failed.\n{details}"
    (text,) = bar.findChildren(QPlainTextEdit)
    press("Details")
    assert not text.isVisible()
    press("Details")
    bar.show_notice(Notice("Saved."))
    assert not text.isVisible()


def test_a_notice_waits_while_a_mouse_button_is_down(
    qtbot: QtBot, bar: NoticeBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = [Qt.MouseButton.LeftButton]
    monkeypatch.setattr(
        QGuiApplication, "mouseButtons", lambda: down[0] if down else Qt.MouseButton.NoButton
    )
    bar.show_notice(Notice("It moves what is below.", Severity.INFO))
    with qtbot.waitSignal(bar._release.timeout):
        assert bar.text == ""
    down.clear()
    qtbot.waitUntil(lambda: bar.text == "It moves what is below.")


def test_one_cause_is_said_once_and_where_somebody_asked(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answer, other = NoticeBar(window, comes_first=True), NoticeBar(window)
    offline = Notice("CJ could not be reached.", Severity.WARN)
    window.show()
    answer.show_notice(offline)
    other.show_notice(offline)
    assert (answer.text, other.text) == (offline.text, "")
    answer.clear()
    other.show_notice(offline)
    assert other.text == offline.text
    answer.show_notice(offline)
    assert (answer.text, other.text) == (offline.text, "")
    other.show_notice(Notice("Another cause."))
    assert (answer.text, other.text) == (offline.text, "Another cause.")


def test_only_what_is_cut_may_have_a_bar(qapp: QApplication, bar: NoticeBar) -> None:
    # Beside one that came for a moment a text had one line more than room, and so it stayed.
    for words, policy in (
        (20, Qt.ScrollBarPolicy.ScrollBarAlwaysOff),
        (400, Qt.ScrollBarPolicy.ScrollBarAsNeeded),
        (20, Qt.ScrollBarPolicy.ScrollBarAlwaysOff),
    ):
        bar.show_notice(Notice("word " * words))
        qapp.processEvents()
        assert reader(bar).verticalScrollBarPolicy() is policy


def test_a_long_notice_leaves_the_page_its_room(qtbot: QtBot, bar: NoticeBar) -> None:
    font = bar.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    bar.window().setFont(font)
    bar.show_notice(Notice("The price of an item has changed. " * 30, Severity.WARN))
    qtbot.waitUntil(lambda: reader(bar).verticalScrollBar().maximum() > 0)
    assert bar.height() < bar.window().height() / 2
    reader(bar).setFocus()
    qtbot.keyClick(reader(bar), Qt.Key.Key_Down)
    assert reader(bar).verticalScrollBar().value() > 0


def test_in_large_text_the_ways_out_stand_below_what_is_said(
    qtbot: QtBot, qapp: QApplication, bar: NoticeBar
) -> None:
    text = "CJ refused the dispute. By its answer, nothing was filed. Open it in My CJ."
    said = Notice(text, Severity.BAD, "9009")
    ways = (("Prepare for My CJ", list), ("Try again", list))
    bar.window().resize(800, 500)
    for percent, is_beside in ((100, True), (200, False), (100, True)):
        with dressed(qapp, PreferenceValues(text_percent=percent)):
            bar.show_notice(said, actions=ways)
            for _ in range(10):  # a layout passes its new size on in the next round of events
                qapp.processEvents()
            words, first = reader(bar), bar.buttons[0]
            end = words.mapTo(bar, QPoint(0, words.height())).y()
            assert (first.mapTo(bar, QPoint()).y() < end) is is_beside
            assert words.verticalScrollBar().maximum() == 0
            assert list(crowded(bar)) == []


def test_two_lines_are_not_made_four_to_have_buttons_beside_them(
    qapp: QApplication, bar: NoticeBar
) -> None:
    ways = (("Prepare for My CJ", list), ("Try again", list))
    bar.window().resize(640, 500)
    with dressed(qapp):
        bar.show_notice(
            Notice("CJ has switched off API access for this account, " * 2, details="9009"),
            actions=ways,
        )
        for _ in range(10):
            qapp.processEvents()
        assert reader(bar).height() <= 3 * bar.fontMetrics().lineSpacing() + 24
        assert reader(bar).width() > 400
        bar.show_notice(Notice("It failed.", details="9009"), actions=ways)
        for _ in range(10):
            qapp.processEvents()
        assert bar.buttons[0].mapTo(bar, QPoint()).y() < 20, "beside a short one as before"


# --- motion ------------------------------------------------------------------------------------


class Still(QProxyStyle):
    """A system whose user asked for less motion."""

    def styleHint(  # noqa: N802 - Qt's name
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, returnData)


def test_the_bar_moves_unless_less_motion_is_wanted(qtbot: QtBot) -> None:
    bar, still = BusyBar(), Still("Fusion")
    qtbot.addWidget(bar)
    bar.show()
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    bar.hide()
    bar.setStyle(still)
    bar.show()
    assert (bar.minimum(), bar.maximum(), bar.value()) == (0, 1, 1)


def test_nothing_else_moves_by_itself() -> None:
    moving = re.compile(r"setRange\(0, 0\)|Q\w*Animation|QTimeLine|QMovie")
    found = {
        path.name
        for path in (ROOT / "app" / "ui").rglob("*.py")
        if moving.search(path.read_text("utf-8"))
    }
    assert found == {"busy_bar.py"}


# --- the introduction --------------------------------------------------------------------------


def test_the_introduction_is_put_away_by_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    box = QLineEdit()
    introduction = Introduction()
    layout = QVBoxLayout(window)
    layout.addWidget(introduction)
    layout.addWidget(box)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    box.setFocus()
    introduction.show()
    assert introduction.isVisible()
    assert box.hasFocus(), "it takes no focus by itself"

    qtbot.keyClick(box, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    button = introduction.findChildren(QPushButton)[0]
    assert button.hasFocus(), "it is reached by the keyboard"
    with qtbot.waitSignal(introduction.put_away):
        qtbot.keyClick(button, Qt.Key.Key_Escape)


# --- what is shipped ---------------------------------------------------------------------------


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_about_names_every_library_with_its_licence(qtbot: QtBot) -> None:
    lock = (ROOT / "packaging" / "requirements" / "runtime.txt").read_text("utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE))
    named = {plain(name): licence for licence, names in LIBRARIES.items() for name in names}
    beside = {"qt", "python", "openssl", "icu", "sqlite", "pyinstaller"}
    assert set(named) == {plain(name) for name in locked} | beside
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    text = dialog.findChildren(QPlainTextEdit)[0].toPlainText()
    assert all(name in text for names in LIBRARIES.values() for name in names)
    for name in sorted(locked - {"pywin32-ctypes"}):  # that one is for Windows alone
        try:
            said = metadata.metadata(name).json
        except metadata.PackageNotFoundError:
            continue  # not for this system or this Python
        expression = said.get("license_expression") or said.get("license") or ""
        kinds = str(said.get("classifier", ""))
        licence = named[plain(name)]
        assert licence in expression or f"{licence} License" in kinds, name


def test_keys_are_keys() -> None:
    from app.ui.widgets.actions import shortcut_rows

    for keys, _ in shortcut_rows():
        for each in re.split(r", (?=\w)| … ", keys):
            assert not QKeySequence(each).isEmpty(), each


def test_on_a_mac_the_list_of_keys_has_those_of_its_keyboard(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_IS_MAC", True)
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    shown = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "⌘L" in shown
    assert "⌥1 … ⌥9" in shown
    assert "⇧⌘C" in shown
    assert "Ctrl" not in shown


MANY = 200


class WaveringPage(QWidget):
    """Wants more height than there is at its full width, and less beside a scroll bar."""

    def __init__(self) -> None:
        super().__init__()
        self.questions = 0

    def minimumSizeHint(self) -> QSize:
        self.questions += 1
        # After so many it gives in: else a fault would end in a crash.
        is_tall = self.width() >= 300 and self.questions < MANY
        return QSize(100, 310 if is_tall else 290)


def test_a_page_that_never_fits_is_not_resized_for_ever(qtbot: QtBot) -> None:
    page = WaveringPage()
    area = Scrolling(page)
    qtbot.addWidget(area)
    area.resize(300, 300)
    area.show()
    QApplication.processEvents()
    assert page.questions < MANY
