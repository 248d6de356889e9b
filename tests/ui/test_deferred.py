"""What a function needs is loaded while the window goes on, and then the function is called."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from shiboken6 import Shiboken

import app.ui.theme  # noqa: F401 - is loaded where a test says so
from app.ui import deferred
from app.ui.deferred import call_in_turns, load, modules_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType

    import pytest
    from pytestqt.qtbot import QtBot


def needs_three() -> None:
    """Imports one of Qt's modules, one of ours, and one that is neither."""
    import json  # noqa: F401 - is looked at, not called

    import PySide6.QtSvg  # noqa: F401 - is looked at, not called

    from app.ui.account.accounts_list import AccountsList  # noqa: F401 - is looked at, not called


def forget(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_what_others_need_comes_first_and_what_is_loaded_or_for_type_checkers_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    accounts, labels = "app.ui.account.accounts_list", "app.ui.widgets.labels"
    forget(monkeypatch, "PySide6.QtSvg", accounts, labels)
    forget(monkeypatch, "app.ui.account.commands")  # which the list names for type checkers only
    found = list(modules_for(needs_three.__code__))

    assert found[0] == "PySide6.QtSvg"
    assert found[-1] == accounts
    assert labels in found
    assert "json" not in found
    assert "app.ui.account.commands" not in found
    assert "app.ui.theme" not in found, "it is loaded"


def test_what_is_loaded_is_gone_on_with_at_once(qtbot: QtBot) -> None:
    owner, done = QObject(), []
    load(needs_nothing, owner, lambda: done.append(1))
    assert done == [1]


def needs_nothing() -> None:
    """Imports no module."""


def test_what_a_function_needs_is_read_off_it_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    read: list[CodeType] = []

    def instructions(code: CodeType) -> Iterator[object]:
        read.append(code)
        return iter(())

    monkeypatch.setattr("dis.get_instructions", instructions)

    def needs_a_look() -> None:
        pass

    for _ in range(2):
        load(needs_a_look, owner, lambda: None)
    assert read == [needs_a_look.__code__]


def test_the_window_has_a_turn_between_modules_that_take_long(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["json", "html", "string"]
    loaded: list[str] = []
    monkeypatch.setattr(deferred, "_TURN_S", 0.0)
    monkeypatch.setattr(deferred, "modules_for", lambda _code: iter(names))
    monkeypatch.setattr(deferred, "import_module", loaded.append)
    owner, done = QObject(), []
    load(needs_nothing, owner, lambda: done.append(1))

    assert loaded == ["json"]
    assert not done
    qtbot.waitUntil(lambda: bool(done))
    assert loaded == names


def test_nothing_is_called_once_its_owner_is_gone(qtbot: QtBot) -> None:
    owner, other = QObject(), QObject()
    called: list[object] = []
    call_in_turns(owner, lambda: called.append("first"), lambda: called.append("second"))
    Shiboken.delete(owner)
    # Begun later, and with a turn more: what the first had left would have come before.
    call_in_turns(
        other,
        lambda: called.append(0),
        lambda: called.append(1),
        lambda: called.append(2),
    )
    qtbot.waitUntil(lambda: 2 in called)
    assert called == ["first", 0, 1, 2]


def test_functions_are_called_in_their_order_a_turn_apart(qtbot: QtBot) -> None:
    owner = QObject()
    called: list[int] = []
    call_in_turns(owner, *(lambda each=each: called.append(each) for each in range(3)))
    assert called == [0]
    qtbot.waitUntil(lambda: called == [0, 1, 2])
