"""What macOS does with a program, told to ours on whatever system this is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.program import Program
from app.ui.window import tray
from app.ui.window.tray import Tray
from tests.cj.server import FaultyServer
from tests.e2e.conftest import SignIn, Start


def menu_entries(program: Program) -> list[QAction]:
    """What stands in the menus of the menu bar, which on a Mac is the screen's."""
    menus = program.window.menus
    return [each for menu in menus for each in menu.actions() if not each.isSeparator()]


def test_no_menu_entry_is_taken_for_another_by_its_words(
    start: Start, sign_in_before: SignIn, server: FaultyServer, qtbot: QtBot
) -> None:
    sign_in_before(server.API_KEY)
    program = start()
    qtbot.waitUntil(lambda: any(each.isChecked() for each in menu_entries(program)))
    role = QAction.MenuRole
    roles = {each.text(): each.menuRole() for each in menu_entries(program)}
    assert role.TextHeuristicRole not in roles.values()
    assert {text: found for text, found in roles.items() if found is not role.NoRole} == {
        "&Quit": role.QuitRole,
        "Se&ttings…": role.PreferencesRole,
        "&About": role.AboutRole,
    }


# The offscreen platform has no tray; what closing does is the matter.
@pytest.mark.qt_log_ignore("systemTrayWindowChanged")
@pytest.mark.parametrize("choice", [True, None])
def test_quit_in_the_dock_and_the_end_of_the_session_end_the_program(
    start: Start, monkeypatch: pytest.MonkeyPatch, qapp: QApplication, *, choice: bool | None
) -> None:
    monkeypatch.setattr(Tray, "is_available", lambda _tray: True)
    program = start("--practice")
    program.choices.change(keep_in_tray=choice)
    program.window.accounts._tray.is_worth_asking = True
    quitting = QEvent(QEvent.Type.Quit)

    def end() -> None:
        qapp.installEventFilter(program.mac)
        QCoreApplication.sendEvent(qapp, quitting)
        qapp.removeEventFilter(program.mac)
        qapp.exit()  # where the program goes on

    QTimer.singleShot(0, end)
    qapp.exec()
    QCoreApplication.removePostedEvents(qapp, QEvent.Type.Quit.value)  # of the last window
    # A Mac takes the one for "the program stays", and interrupts the end of the session.
    assert quitting.isAccepted()
    assert not program.window.isVisible()
    assert program.window.accounts._tray._question is None
    program.choices.change(keep_in_tray=False)


@pytest.mark.qt_log_ignore("systemTrayWindowChanged")
def test_the_program_in_the_dock_brings_its_window_back_and_its_menu_hides_none(
    start: Start, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(Tray, "is_available", lambda _tray: True)
    monkeypatch.setattr(tray, "_IS_MAC", True)
    program = start("--practice")
    program.choices.change(keep_in_tray=True)
    program.window.close()
    assert not program.window.isVisible()
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    assert program.window.isVisible()
    icon = program.window.accounts._tray._icon
    assert icon is not None
    monkeypatch.setattr(program.window, "isActiveWindow", lambda: True)
    icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)  # as its menu opens
    assert program.window.isVisible()
    program.choices.change(keep_in_tray=False)
