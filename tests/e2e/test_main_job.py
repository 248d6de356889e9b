"""The main job, end to end: sign in, look up, file, see it in the history, cancel it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.filing.flow import Phase
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.program import Program
from app.ui.filing.dialog import FilingDialog
from app.ui.history.table.columns import Column
from app.ui.window.accounts import WindowAccounts
from tests.cj.server import FaultyServer
from tests.conftest import MemoryKeyring
from tests.e2e.conftest import SignIn, Start, close, find

PATIENCE = 15_000


def shown(program: Program, kind: type[QWidget], name: str) -> bool:
    try:
        find(program.window, kind, name)
    except AssertionError:
        return False
    return True


def button(program: Program, name: str) -> QPushButton:
    found = find(program.window, QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def press(qtbot: QtBot, program: Program, name: str) -> None:
    qtbot.waitUntil(lambda: shown(program, QPushButton, name), timeout=PATIENCE)
    qtbot.waitUntil(lambda: button(program, name).isEnabled(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: is_laid_out(button(program, name)), timeout=PATIENCE)
    qtbot.mouseClick(button(program, name), Qt.MouseButton.LeftButton)


def is_laid_out(widget: QWidget) -> bool:
    """Whether there is something to click on yet: a layout may come a round of events later."""
    return not widget.visibleRegion().isEmpty()


def commit_button(program: Program) -> QPushButton | None:
    return next(
        (
            each
            for each in program.window.findChildren(QPushButton)
            if each.isVisible() and each.text().startswith("File refund dispute")
        ),
        None,
    )


def is_armed(program: Program) -> bool:
    """Whether the review has been on the screen: the button takes no press before."""
    dialog = program.window.findChild(FilingDialog)
    return dialog is not None and dialog.flow.phase is Phase.REVIEWED


def texts(program: Program) -> str:
    labels = program.window.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisible())


def table_texts(table: QTableView, column: int = 0) -> list[str]:
    model = table.model()
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def test_sign_in_file_two_of_three_see_it_and_cancel_it(
    qtbot: QtBot, start: Start, server: FaultyServer, memory_keyring: MemoryKeyring
) -> None:
    program = start()
    qtbot.waitUntil(lambda: shown(program, QLineEdit, "CJ API key"), timeout=PATIENCE)
    key = find(program.window, QLineEdit, "CJ API key")
    assert isinstance(key, QLineEdit)
    assert key.echoMode() is QLineEdit.EchoMode.Password
    qtbot.keyClicks(key, "not a key")
    press(qtbot, program, "Sign in")
    qtbot.waitUntil(lambda: "does not accept this API key" in texts(program), timeout=PATIENCE)
    key.clear()
    qtbot.keyClicks(key, server.API_KEY)
    press(qtbot, program, "Sign in")
    qtbot.waitUntil(lambda: not shown(program, QLineEdit, "CJ API key"), timeout=PATIENCE)
    assert any(service == "dispute-desk" for service, _ in memory_keyring.entries)

    box = find(program.window, QLineEdit, "Order number")
    assert isinstance(box, QLineEdit)
    qtbot.keyClicks(box, f"Hello, order {TUTORIAL_ORDER} came broken")
    press(qtbot, program, "Look up")
    press(qtbot, program, "File dispute…")
    qtbot.waitUntil(lambda: shown(program, QSpinBox, _quantity_name()), timeout=PATIENCE)
    quantity = find(program.window, QSpinBox, _quantity_name())
    assert isinstance(quantity, QSpinBox)
    assert (quantity.value(), quantity.maximum()) == (3, 3)
    assert isinstance(find(program.window, QCheckBox, "Crescent Glow Bedside Lamp"), QCheckBox)
    quantity.setValue(2)
    qtbot.waitUntil(lambda: "Up to USD 28.32" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: _reason_box(program) is not None, timeout=PATIENCE)
    reason = _reason_box(program)
    assert reason is not None
    reason.setCurrentIndex(reason.findText("Product Damaged"))
    message = find(program.window, QPlainTextEdit, "Message to CJ")
    assert isinstance(message, QPlainTextEdit)
    qtbot.waitUntil(lambda: "2 x Crescent Glow" in message.toPlainText(), timeout=PATIENCE)
    press(qtbot, program, "Next")
    qtbot.waitUntil(lambda: commit_button(program) is not None, timeout=PATIENCE)
    commit = commit_button(program)
    assert commit is not None
    assert commit.text() == "File refund dispute – up to USD 28.32"
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)
    qtbot.mouseClick(commit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Filed: SH" in texts(program), timeout=PATIENCE)
    press(qtbot, program, "Close")

    (filed,) = [each for each in server.world.disputes() if each.order_code == TUTORIAL_ORDER]
    assert list(filed.quantities.values()) == [2]
    disputes = find(program.window, QTableView, "Disputes")
    assert isinstance(disputes, QTableView)
    qtbot.waitUntil(lambda: filed.dispute_id in table_texts(disputes), timeout=PATIENCE)
    qtbot.waitUntil(lambda: filed.dispute_id in texts(program), timeout=PATIENCE)

    press(qtbot, program, "Cancel dispute…")
    press(qtbot, program, f"Cancel dispute {filed.dispute_id}")
    qtbot.waitUntil(lambda: server.world.dispute(filed.dispute_id).cancelled, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Closed" in texts(program), timeout=PATIENCE)
    assert len(server.record.of("disputes/cancel")) == 1
    assert server.record.of("disputes/cancel")[0].body == {
        "orderId": TUTORIAL_ORDER,
        "disputeId": filed.dispute_id,
    }
    codes = [each.answered_code for each in server.record.requests]
    assert 1600200 not in codes


def _quantity_name() -> str:
    return "Quantity for Crescent Glow Bedside Lamp"


def _reason_box(program: Program) -> QComboBox | None:
    boxes = (each for each in program.window.findChildren(QComboBox) if each.isVisible())
    return next((each for each in boxes if each.findText("Product Damaged") >= 0), None)


class Keyboard:
    """Types into whatever has the focus, and counts."""

    def __init__(self) -> None:
        self.strokes = 0

    def press(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        self.strokes += 1
        QTest.keyClick(target, key, modifier)


@pytest.fixture
def signed_in(qtbot: QtBot, start: Start, sign_in_before: SignIn, server: FaultyServer) -> Program:
    """A program whose user signed in on another day."""
    sign_in_before(server.API_KEY)
    program = start()
    qtbot.waitUntil(lambda: "Account CJ" in texts(program), timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(server.record.of("disputes/getDisputeList")) > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "Checked" in texts(program), timeout=PATIENCE)
    server.record.clear()
    return program


@pytest.mark.parametrize("pace", [1.0])  # what of the background comes between them depends on it
def test_keyboard_only_in_seven_strokes_and_five_calls(
    qtbot: QtBot, signed_in: Program, server: FaultyServer
) -> None:
    program, keys = signed_in, Keyboard()
    control, enter = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return
    QApplication.clipboard().setText(TUTORIAL_ORDER)
    box = find(program.window, QLineEdit, "Order number")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is box, timeout=PATIENCE)
    keys.press(Qt.Key.Key_V, control)
    keys.press(enter)
    qtbot.waitUntil(
        lambda: (
            shown(program, QPushButton, "File dispute…")
            and QApplication.focusWidget() is button(program, "File dispute…")
        ),
        timeout=PATIENCE,
    )
    keys.press(enter)
    qtbot.waitUntil(
        lambda: (
            shown(program, QPushButton, "Next")
            and QApplication.focusWidget() is button(program, "Next")
        ),
        timeout=PATIENCE,
    )
    keys.press(enter)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QComboBox), timeout=PATIENCE)
    keys.press(Qt.Key.Key_P)
    keys.press(enter, control)
    qtbot.waitUntil(
        lambda: (
            commit_button(program) is not None
            and QApplication.focusWidget() is commit_button(program)
            and is_armed(program)
        ),
        timeout=PATIENCE,
    )
    keys.press(enter)
    qtbot.waitUntil(lambda: "Filed: SH" in texts(program), timeout=PATIENCE)
    assert keys.strokes == 7
    press(qtbot, program, "Close")

    requests = [each for each in server.record.requests if "pictures" not in each.path]
    filing = [each.path for each in requests][:5]
    assert filing == [
        "disputes/disputeProducts",
        "disputes/disputeConfirmInfo",
        "disputes/getDisputeList",
        "disputes/create",
        "disputes/getDisputeList",
    ]
    order = server.world.order(TUTORIAL_ORDER)
    line = order.lines[0].line_id
    item = f'{{"lineItemId":"{line}","quantity":3,"price":14.16}}'
    confirm, create = requests[1], requests[3]
    assert sorted_json(confirm.body_text) == sorted_json(
        f'{{"orderId":"{TUTORIAL_ORDER}","productInfoList":[{item}]}}'
    )
    sent = json.loads(create.body_text)
    assert sent["orderId"] == TUTORIAL_ORDER
    assert sent["expectType"] == 1
    assert sent["refundType"] == 1
    assert sent["imageUrl"] == sent["videoUrl"] == []
    assert '"price":14.16' in create.body_text.replace(" ", "")
    assert 1 <= len(sent["messageText"]) <= 500
    assert create.headers["content-type"].startswith("application/json")


def sorted_json(text: str) -> str:
    return json.dumps(json.loads(text), sort_keys=True)


def test_nothing_secret_on_the_disk_or_in_the_title(
    signed_in: Program, server: FaultyServer, memory_keyring: MemoryKeyring
) -> None:
    folder = signed_in.folder.root
    token = memory_keyring.tokens["a"]
    assert len(token) > 10
    for secret in (token, server.API_KEY):
        assert secret not in signed_in.window.windowTitle()
        for path in folder.rglob("*"):
            if path.is_file():
                assert secret.encode() not in path.read_bytes(), path.name


def test_window_size_is_remembered(qtbot: QtBot, start: Start, signed_in: Program) -> None:
    signed_in.window.resize(760, 690)
    close(signed_in)
    settings = QSettings(str(signed_in.folder.window_settings), QSettings.Format.IniFormat)
    assert settings.value("window/geometry") is not None
    again = start()
    assert (again.window.width(), again.window.height()) == (760, 690)


def test_settings_that_nobody_can_read_are_left_alone(start: Start, signed_in: Program) -> None:
    close(signed_in)
    path = signed_in.folder.window_settings
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    for key in ("window/geometry", "window/splitter", "history/layout", "history/sort"):
        settings.setValue(key, "nonsense")
    settings.sync()

    again = start()

    assert again.window.isVisible()
    assert find(again.window, QTableView, "Disputes").isVisible()


def test_the_next_start_shows_the_disputes_before_the_account_is_open(
    qtbot: QtBot, start: Start, signed_in: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = find(signed_in.window, QTableView, "Disputes")
    qtbot.waitUntil(lambda: table.model().rowCount() > 2, timeout=PATIENCE)
    table.sortByColumn(Column.STATUS, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: table.model().index(0, Column.STATUS).data() == "Closed")
    shown = table_texts(table)
    close(signed_in)
    monkeypatch.setattr("app.composition.AccountComposer.open_last", lambda _opener: None)
    again = start()
    table = find(again.window, QTableView, "Disputes")
    assert again.window.desk is None
    assert table_texts(table)[:10] == shown[:10]


def test_what_is_typed_before_the_account_is_open_is_looked_up(
    qtbot: QtBot, start: Start, signed_in: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(signed_in)
    with monkeypatch.context() as patch:
        patch.setattr(WindowAccounts, "open_first", lambda *_nothing, **_at_all: None)
        program = start()
    box = find(program.window, QLineEdit, "Order number")
    assert box.hasFocus()
    QTest.keyClicks(box, TUTORIAL_ORDER)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert program.window.desk is None
    program.window.accounts.open_first(practice=False)
    qtbot.waitUntil(lambda: f"Order {TUTORIAL_ORDER}" in texts(program), timeout=PATIENCE)


@pytest.fixture
def slow_hand(qapp: QApplication) -> Iterator[None]:
    """A person's next click is no double click, which a list ignores after it has opened."""
    before = qapp.doubleClickInterval()
    qapp.setDoubleClickInterval(0)
    yield
    qapp.setDoubleClickInterval(before)


def test_with_the_mouse_in_seven_clicks(
    qtbot: QtBot, signed_in: Program, server: FaultyServer, slow_hand: None
) -> None:
    """Counts each press of a mouse button; pasting the number is not one."""
    program = signed_in
    clicks: list[QWidget] = []

    def click(widget: QWidget) -> None:
        clicks.append(widget)
        qtbot.waitUntil(lambda: is_laid_out(widget), timeout=PATIENCE)
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)

    def click_button(name: str) -> None:
        qtbot.waitUntil(lambda: shown(program, QPushButton, name), timeout=PATIENCE)
        click(button(program, name))

    QApplication.clipboard().setText(TUTORIAL_ORDER)
    find(program.window, QLineEdit, "Order number").paste()
    click_button("Look up")
    click_button("File dispute…")
    qtbot.waitUntil(lambda: "Up to USD 42.48" in texts(program), timeout=PATIENCE)
    click_button("Next")
    qtbot.waitUntil(lambda: _reason_box(program) is not None, timeout=PATIENCE)
    reason = _reason_box(program)
    assert reason is not None
    click(reason)
    qtbot.waitUntil(lambda: reason.view().isVisible(), timeout=PATIENCE)
    entry = reason.model().index(reason.findText("Product Damaged"), 0)
    clicks.append(reason.view())
    place, viewport = reason.view().visualRect(entry).center(), reason.view().viewport()
    QTest.mouseMove(viewport, place)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: reason.currentText() == "Product Damaged", timeout=PATIENCE)
    click_button("Next")
    qtbot.waitUntil(lambda: is_armed(program), timeout=PATIENCE)
    commit = commit_button(program)
    assert commit is not None
    click(commit)
    qtbot.waitUntil(lambda: "Filed: SH" in texts(program), timeout=PATIENCE)
    assert len(clicks) == 7
    press(qtbot, program, "Close")
