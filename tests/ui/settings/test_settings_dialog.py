"""The settings: in effect at once, stored, and good without a visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.services.account_services import AccountOpener
from app.storage.preferences import Preferences, PreferenceValues
from app.support.paths import DataFolder
from app.ui.account.accounts_list import AccountsList
from app.ui.account.commands import AccountCommands
from app.ui.claims.watch import ClaimsWatch
from app.ui.settings.choices import AppContext, Choices
from app.ui.settings.dialog import SettingsDialog
from app.ui.theme import DARK, LIGHT, Theme, current_scheme
from app.ui.widgets.labels import title_label
from app.ui.widgets.scrolling import Scrolling
from tests.fakes.inline_executor import inline_runner
from tests.ui.claims.kept_orders import a_full_desk
from tests.ui.pages import dressed
from tests.ui.test_translations import clipped


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "data" / "preferences.json")


@pytest.fixture
def choices(preferences: Preferences) -> Choices:
    return Choices(preferences, inline_runner())


def make_dialog(choices: Choices, tmp_path: Path) -> SettingsDialog:
    runner = inline_runner()
    acts = AccountCommands(cast(AccountOpener, None), runner)  # nothing is asked of an account here
    page = AccountsList(runner, tuple, acts)
    context = AppContext(choices, DataFolder(tmp_path / "data"))
    return SettingsDialog(context, page, ClaimsWatch(runner, runner))


@pytest.fixture
def dialog(qtbot: QtBot, choices: Choices, tmp_path: Path) -> Iterator[SettingsDialog]:
    made = make_dialog(choices, tmp_path)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def box(dialog: SettingsDialog, label: str) -> QComboBox:
    found = next(each for each in dialog.findChildren(QLabel) if each.text() == label)
    buddy = found.buddy()
    assert isinstance(buddy, QComboBox)
    return buddy


def page_shown(dialog: SettingsDialog) -> Scrolling:
    return next(each for each in dialog.findChildren(Scrolling) if each.isVisible())


def choose(combo: QComboBox, value: object) -> None:
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def spin(dialog: SettingsDialog, name: str) -> QSpinBox:
    return next(each for each in dialog.findChildren(QSpinBox) if each.accessibleName() == name)


def test_opening_and_closing_changes_nothing(
    dialog: SettingsDialog, preferences: Preferences, choices: Choices
) -> None:
    dialog.close()
    assert preferences.load() == PreferenceValues() == choices.values


def test_every_choice_is_in_effect_and_stored(
    dialog: SettingsDialog, preferences: Preferences, choices: Choices
) -> None:
    heard: list[PreferenceValues] = []
    choices.changed.connect(heard.append)
    choose(box(dialog, "Language"), "zh_CN")
    choose(box(dialog, "Colours"), "dark")
    choose(box(dialog, "Start with"), True)
    spin(dialog, "Text size").setValue(150)
    spin(dialog, "Ask CJ for news every").setValue(0)
    for text in ("Show amounts in notifications", "Notify me of news of my disputes"):
        next(each for each in dialog.findChildren(QCheckBox) if each.text() == text).click()
    choose(box(dialog, "Proxy"), "none")
    stored = preferences.load()
    assert stored == choices.values == heard[-1]
    assert len(heard) == 8
    assert (stored.language, stored.color_scheme, stored.text_percent) == ("zh_CN", "dark", 150)
    assert (stored.starts_at_disputes, stored.check_minutes) == (True, 0)
    assert (stored.announce_changes, stored.show_amounts) == (False, True)
    assert stored.proxy == "none"


@pytest.mark.parametrize(
    ("typed", "proxy"),
    [
        ("proxy.example:3128", "http://proxy.example:3128"),
        (" https://proxy.example/ ", "https://proxy.example"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_proxy_address_is_tidied(
    dialog: SettingsDialog, choices: Choices, typed: str, proxy: str
) -> None:
    field = type_proxy(dialog, typed)
    assert choices.values.proxy == proxy
    assert not field.isHidden()


@pytest.mark.parametrize(
    "typed", ["socks5://h:1", "http://me:pw@h:1", "http://h/p", "http://", "a b"]
)
def test_what_is_no_proxy_is_told_and_not_used(
    dialog: SettingsDialog, choices: Choices, typed: str
) -> None:
    type_proxy(dialog, typed)
    assert choices.values.proxy == ""
    assert "no proxy address" in dialog._notice.text


def type_proxy(dialog: SettingsDialog, typed: str) -> QLineEdit:
    dialog.show_page(2)
    choose(box(dialog, "Proxy"), "own")
    field: QLineEdit = dialog._proxy_address
    field.setText(typed)
    field.editingFinished.emit()
    return field


def test_a_choice_made_elsewhere_meanwhile_is_kept(
    dialog: SettingsDialog, preferences: Preferences, choices: Choices
) -> None:
    preferences.save(PreferenceValues(keep_in_tray=True))
    choices.change(text_percent=120)
    assert preferences.load() == PreferenceValues(keep_in_tray=True, text_percent=120)


def test_a_choice_that_cannot_be_stored_counts_for_this_run(
    dialog: SettingsDialog, tmp_path: Path, choices: Choices
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    choices.change(text_percent=120)
    assert choices.values.text_percent == 120
    assert dialog._notice.text


def test_a_choice_that_cannot_be_stored_is_not_told_by_settings_that_are_gone(
    qtbot: QtBot, tmp_path: Path, choices: Choices
) -> None:
    delete(make_dialog(choices, tmp_path))
    (tmp_path / "data").write_text("a file where the folder should be")
    with qtbot.capture_exceptions() as errors:
        choices.change(text_percent=120)
    assert errors == []


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    before = qapp.findChild(Theme)
    theme = before or Theme(qapp)
    yield theme
    theme.apply(PreferenceValues())
    if before is None:
        # Other tests measure an undressed application.
        delete(theme)
        qapp.setProperty("is dark", None)
        qapp.setStyleSheet("")
        qapp.setPalette(QPalette())


def test_the_scheme_changes_live(theme: Theme) -> None:
    before = current_scheme()
    for name, scheme in (("dark", DARK), ("light", LIGHT)):
        theme.apply(PreferenceValues(color_scheme=name))
        assert current_scheme() is scheme
        assert QApplication.palette().window().color().name().upper() == scheme.window
    theme.apply(PreferenceValues())
    assert current_scheme() is before


def test_at_twice_the_text_size_nothing_is_cut_off(
    qtbot: QtBot, theme: Theme, dialog: SettingsDialog, choices: Choices
) -> None:
    """A least width of the dialog itself used to count instead of what its text needs."""
    choices.changed.connect(theme.apply)
    before = dialog.width()
    spin(dialog, "Text size").setValue(200)
    qtbot.waitUntil(lambda: dialog.width() > before)
    for page in range(4):
        dialog.show_page(page)
        qtbot.waitUntil(lambda: list(clipped(dialog)) == [])


def test_where_there_is_room_no_page_scrolls(
    qapp: QApplication, qtbot: QtBot, request: pytest.FixtureRequest
) -> None:
    with dressed(qapp):
        dialog = request.getfixturevalue("dialog")
        for number in range(4):
            dialog.show_page(number)
            qtbot.waitUntil(lambda: page_shown(dialog).verticalScrollBar().maximum() == 0)


def test_on_a_small_screen_a_page_scrolls_and_keeps_its_height(
    qtbot: QtBot, dialog: SettingsDialog
) -> None:
    dialog.show_page(3)
    dialog.resize(dialog.width(), 220)
    area = page_shown(dialog)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    assert list(clipped(dialog)) == []


def test_enter_closes_the_settings_on_the_button_and_in_no_field(
    qtbot: QtBot, dialog: SettingsDialog, choices: Choices
) -> None:
    dialog.show_page(2)
    choose(box(dialog, "Proxy"), "own")
    qtbot.keyClicks(dialog._proxy_address, "proxy.example:3128")
    qtbot.keyClick(dialog._proxy_address, Qt.Key.Key_Return)
    assert choices.values.proxy == "http://proxy.example:3128"
    assert dialog.isVisible()
    close = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Close")
    close.setFocus()
    qtbot.keyClick(close, Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_text_of_every_scale_grows_and_shrinks_live(qtbot: QtBot, theme: Theme) -> None:
    title, plain = title_label("Title"), QLabel("plain")
    for label in (title, plain):
        qtbot.addWidget(label)
        label.ensurePolished()
    sizes = [label.font().pointSizeF() for label in (title, plain)]
    theme.apply(PreferenceValues(text_percent=200))
    grown = [label.font().pointSizeF() for label in (title, plain)]
    assert grown == pytest.approx([2 * size for size in sizes], rel=0.01)
    theme.apply(PreferenceValues())
    assert [label.font().pointSizeF() for label in (title, plain)] == pytest.approx(sizes, rel=0.01)


def test_looks_through_orders_are_switched_for_the_open_account(
    dialog: SettingsDialog, tmp_path: Path
) -> None:
    text = "Look through my orders once a day for parcels to claim"
    switch = next(each for each in dialog.findChildren(QCheckBox) if each.text() == text)
    assert not switch.isEnabled()
    desk, watch = a_full_desk(tmp_path), dialog._claims
    watch.open_desk(desk.as_desk)
    watch.reload()
    assert switch.isEnabled()
    assert switch.isChecked()
    switch.click()
    assert desk.claims.status().is_on is False
    watch.choose(is_on=True)
    assert switch.isChecked()
