from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.background.runner import Lane
from app.domain.account.accounts import Account, AccountId
from app.domain.errors import (
    AppError,
    InvalidInput,
    KeyRejected,
    Offline,
    OfflineCause,
    SignInTooSoon,
)
from app.services.account.accounts import SignedIn
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.widgets.notices.notice_bar import NoticeBar
from tests.fakes.inline_executor import HeldExecutor, inline_runner

SIGNED_IN = SignedIn(Account(AccountId("a1"), "CJ1"))


class FakeSignIn:
    def __init__(self) -> None:
        self.keys: list[str] = []
        self.emails: list[str] = []
        self.error: AppError | None = None

    def __call__(self, key: str, email: str) -> SignedIn:
        self.keys.append(key)
        self.emails.append(email)
        if self.error:
            raise self.error
        return SIGNED_IN


@pytest.fixture
def sign_in() -> FakeSignIn:
    return FakeSignIn()


@pytest.fixture
def dialog(qtbot: QtBot, sign_in: FakeSignIn) -> SignInDialog:
    made = SignInDialog(inline_runner(), sign_in)
    qtbot.addWidget(made)
    made.show()
    return made


def button(dialog: SignInDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def key_field(dialog: SignInDialog) -> QLineEdit:
    return next(
        each for each in dialog.findChildren(QLineEdit) if each.accessibleName() == "CJ API key"
    )


def notice(dialog: SignInDialog) -> str:
    bar = dialog.findChild(NoticeBar)
    assert bar is not None
    return bar.text


def test_contract_names_and_a_hidden_key(dialog: SignInDialog) -> None:
    assert dialog.windowTitle() == dialog.accessibleName() == "Sign in to CJ"
    assert key_field(dialog).echoMode() is QLineEdit.EchoMode.Password
    assert button(dialog, "Try practice mode").isVisible()


def test_a_good_key_is_handed_over_and_wiped(
    qtbot: QtBot, dialog: SignInDialog, sign_in: FakeSignIn
) -> None:
    key_field(dialog).setText("CJ1@api@abc")
    with qtbot.waitSignal(dialog.signed_in) as heard:
        button(dialog, "Sign in").click()
    assert heard.args == [SIGNED_IN]
    assert sign_in.keys == ["CJ1@api@abc"]
    assert key_field(dialog).text() == ""
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KeyRejected(), "does not accept this API key"),
        (InvalidInput(), "cannot be an API key"),
        (SignInTooSoon(200, is_repeated=True), "has just refused this"),
        (SignInTooSoon(200, is_repeated=False), "allows few sign-ins"),
        (Offline(cause=OfflineCause.NAME_NOT_FOUND, request_left=False), "was not found"),
    ],
)
def test_a_failure_is_told_and_the_key_stays(
    dialog: SignInDialog, sign_in: FakeSignIn, error: AppError, sentence: str
) -> None:
    sign_in.error = error
    key_field(dialog).setText("CJ1@api@abc")
    button(dialog, "Sign in").click()
    assert sentence in notice(dialog)
    assert key_field(dialog).text() == "CJ1@api@abc"
    assert button(dialog, "Sign in").isEnabled()
    dialog.close()


def test_the_next_try_is_named_by_a_time_that_has_come_then(
    dialog: SignInDialog, sign_in: FakeSignIn
) -> None:
    sign_in.error = SignInTooSoon(200, is_repeated=True)
    key_field(dialog).setText("CJ1@api@abc")
    allowed = datetime.now(UTC) + timedelta(seconds=200)
    button(dialog, "Sign in").click()
    (shown,) = re.findall(r"from (\d\d):(\d\d) on", notice(dialog))
    local = allowed.astimezone()
    named = local.replace(hour=int(shown[0]), minute=int(shown[1]), second=0, microsecond=0)
    if named < local - timedelta(hours=12):
        named += timedelta(days=1)
    assert timedelta(0) <= named - local <= timedelta(seconds=62)
    dialog.close()


def test_an_empty_key_asks_nobody(dialog: SignInDialog, sign_in: FakeSignIn) -> None:
    key_field(dialog).setText("   ")
    button(dialog, "Sign in").click()
    assert sign_in.keys == []
    assert "Paste the API key first" in notice(dialog)
    dialog.close()


def test_an_old_failure_is_not_said_of_a_new_try(qtbot: QtBot) -> None:
    cj = HeldExecutor()
    sign_in = FakeSignIn()
    sign_in.error = KeyRejected()
    dialog = SignInDialog(inline_runner({Lane.CJ: cj}), sign_in)
    qtbot.addWidget(dialog)
    dialog.show()
    key_field(dialog).setText("CJ1@api@abc")
    button(dialog, "Sign in").click()
    cj.release()
    qtbot.waitUntil(lambda: bool(notice(dialog)))
    button(dialog, "Sign in").click()
    assert notice(dialog) == ""
    dialog.close()


def test_the_key_can_be_shown_and_hidden_again(dialog: SignInDialog) -> None:
    button(dialog, "Show key").click()
    assert key_field(dialog).echoMode() is QLineEdit.EchoMode.Normal
    button(dialog, "Hide key").click()
    assert key_field(dialog).echoMode() is QLineEdit.EchoMode.Password
    dialog.close()


def test_a_key_is_pasted_with_what_came_along(dialog: SignInDialog, sign_in: FakeSignIn) -> None:
    QApplication.clipboard().setText("  CJ1@api@abc\r\n")
    key_field(dialog).paste()
    button(dialog, "Sign in").click()
    assert "CJ1@api@abc" in sign_in.keys[0]


def test_practice_is_one_click(qtbot: QtBot, dialog: SignInDialog) -> None:
    with qtbot.waitSignal(dialog.practice_chosen):
        button(dialog, "Try practice mode").click()
    assert not dialog.isVisible()


@pytest.mark.parametrize(("name", "is_tried"), [("Try practice mode", False), ("Sign in", True)])
def test_enter_presses_the_button_with_the_focus(
    qtbot: QtBot, dialog: SignInDialog, sign_in: FakeSignIn, name: str, *, is_tried: bool
) -> None:
    key_field(dialog).setText("CJ1@api@abc")
    button(dialog, name).setFocus()
    qtbot.keyClick(button(dialog, name), Qt.Key.Key_Return)
    assert bool(sign_in.keys) is is_tried
    assert not dialog.isVisible()


def test_enter_in_the_field_signs_in(
    qtbot: QtBot, dialog: SignInDialog, sign_in: FakeSignIn
) -> None:
    qtbot.keyClicks(key_field(dialog), "CJ1@api@abc")
    qtbot.keyClick(key_field(dialog), Qt.Key.Key_Return)
    assert sign_in.keys == ["CJ1@api@abc"]


def test_an_older_account_is_asked_for_its_address_and_no_other_is(
    dialog: SignInDialog, sign_in: FakeSignIn
) -> None:
    sign_in.error = KeyRejected()
    (is_older,) = dialog.findChildren(QCheckBox)
    fields = {each.accessibleName(): each for each in dialog.findChildren(QLineEdit)}
    email = fields["E-mail address of the CJ account"]
    assert not email.isVisible()
    key_field(dialog).setText("CJ1@api@abc")
    is_older.click()
    button(dialog, "Sign in").click()
    assert sign_in.keys == []
    assert "Type the e-mail address" in notice(dialog)
    email.setText("me@example.com")
    button(dialog, "Sign in").click()
    is_older.click()
    button(dialog, "Sign in").click()
    assert sign_in.emails == ["me@example.com", ""]
    dialog.close()
