"""What macOS does with a program, told to ours on whatever system this is."""

from __future__ import annotations

from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.program import Program
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
