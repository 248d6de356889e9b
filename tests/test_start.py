"""What a start may cost, in things that can be counted. Times are for `python3 dev.py bench`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QApplication

from app.domain.account.accounts import Account, AccountId
from app.domain.errors import Offline, OfflineCause
from app.services.account.connection import Connection
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.history.history import HistoryService
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.ui.history.pane import HistoryPane
from app.ui.widgets.pictures import PictureLoader
from tests import builders
from tests.builders import NOON
from tests.fakes.inline_executor import inline_runner

if TYPE_CHECKING:
    import sqlite3

    from pytestqt.qtbot import QtBot

    from app.api.client import CjApi
    from app.services.account_services import AccountServices

ROOT = Path(__file__).resolve().parents[1]

LATE = (
    "app.api",
    "app.domain.disputes.disputes",
    "app.domain.errors",
    "app.composition",
    "app.practice",
    "app.self_test",
    "app.services",
    "app.storage.database.database",
    "app.ui.claims",
    "app.ui.exporting",
    "app.ui.filing",
    "app.ui.history",
    "app.ui.insights",
    "app.ui.widgets.column_table",
    "app.ui.window.accounts",
    "certifi",
    "click",
    "concurrent",
    "dataclasses",
    "datetime",
    "decimal",
    "hashlib",
    "httpx",
    "keyring",
    "logging.handlers",
    "pydantic",
    "PySide6.QtNetwork",
    "PySide6.QtSvg",
    "sqlite3",
    "ssl",
    "truststore",
    "xlsxwriter",
)
"""Modules, with all below them, that the first frame must not wait for. Add what can wait."""

ON_DEMAND = (
    "app.practice",
    "app.ui.claims.pane",
    "app.ui.window.diagnostics",
    "app.ui.exporting.case_file",
    "app.ui.exporting.paper",
    "app.ui.filing.dialog",
    "app.ui.history.details.panel",
    "app.ui.window.help_dialogs",
    "app.ui.window.introduction",
    "app.ui.insights",
    "app.ui.settings.dialog",
    "app.ui.account.sign_in_dialog",
    "email.policy",
    "xlsxwriter",
)
"""Modules, with all below them, that take memory only once somebody wants what they do."""

AN_APPLICATION = """
import builtins, json, linecache, sys
pythons_own = builtins.__import__
from app.__main__ import prepare
prepare()
from pathlib import Path
from app.command_line import parse
from app.program import Program, make_application
from app.support.paths import DataFolder

application = make_application("en")
folder = DataFolder(Path(sys.argv[1]))
folder.create()
"""

IN_PARTS = """
import json, sys
from app.__main__ import prepare
prepare()
import app.composition
from importlib import import_module
from app.ui.account.account_ui import AccountUi
from app.ui.deferred import modules_for
from app.ui.exporting.export_flow import ExportFlow
from app.ui.filing.opener import FilingOpener
from app.ui.window.tabs import MainTabs

found = {}
needy = (FilingOpener._show, MainTabs._make_insights, AccountUi._show_settings)
for function in (*needy, MainTabs._make_claims, ExportFlow._save_case):
    for name in modules_for(function.__code__):
        before = set(sys.modules)
        import_module(name)
        found[name] = sorted(n for n in set(sys.modules) - before if n.startswith("app.ui."))
print(json.dumps(found))
"""

ALL_BEHIND_THE_FRONT = f"""{AN_APPLICATION}program = Program(application, folder, parse([]))
window = program.window
show, shown = window._show_history, dict()

classes = []

def show_and_note():
    show()
    from PySide6 import QtWidgets
    classes.extend(vars(QtWidgets))
    widgets = [window.orders, window.history._bar, window.history._table]
    while widgets[-1] is not window:
        widgets.append(widgets[-1].parentWidget())
    shown.update((each, each.metaObject().methodCount()) for each in widgets)

window._show_history = show_and_note
window.ready.connect(application.quit)
window.show()
application.exec()
more_methods = dict(
    (type(each).__name__, each.metaObject().methodCount() - count) for each, count in shown.items()
)
from PySide6.QtWidgets import QComboBox
boxes = window.findChildren(QComboBox)
choices = [box.itemText(row) for box in boxes for row in range(box.count())]
modules = sorted(sys.modules)
program.close()
found = dict(modules=modules, choices=choices, more_methods=more_methods, classes=classes)
print(json.dumps(found))
"""

TO_THE_FIRST_FRAME = f"""{AN_APPLICATION}Program._start = lambda *nothing, **at_all: None
program = Program(application, folder, parse([]))
program.window.painted.connect(application.quit)
program.window.show()
application.exec()
is_own = builtins.__import__ is pythons_own
found = dict(modules=sorted(sys.modules), is_own=is_own, texts=len(linecache.cache))
program.close()
print(json.dumps(found))
"""


MANY_KEPT_OBJECTS = """
import gc, json
from app.__main__ import prepare
prepare()
found = []
gc.callbacks.append(lambda phase, info: found.append(info["generation"]))
kept = [[place] for place in range(400_000)]
print(json.dumps(sorted(set(found))))
"""


@pytest.fixture(scope="module")
def first_frame(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """What is there in a process of its own when the first frame is drawn."""
    folder = tmp_path_factory.mktemp("data")
    return SimpleNamespace(**told_by(TO_THE_FIRST_FRAME, str(folder)))


@pytest.fixture(scope="module")
def behind_the_front(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """What is there in a process of its own once all that loads by itself is loaded."""
    folder = tmp_path_factory.mktemp("data")
    return SimpleNamespace(**told_by(ALL_BEHIND_THE_FRONT, str(folder)))


def told_by(program: str, *arguments: str) -> Any:
    """The JSON that a program prints last, in a process of its own."""
    result = subprocess.run(  # noqa: S603 - our own interpreter and a fixed program
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(result.stdout.splitlines()[-1])


def below(names: tuple[str, ...], modules: list[str]) -> list[str]:
    """Those of the modules that are named, or part of one that is."""
    return [each for each in modules if f"{each}.".startswith(tuple(f"{name}." for name in names))]


def test_the_first_frame_waits_for_no_module_that_can_come_later(
    first_frame: SimpleNamespace,
) -> None:
    assert "app.program" in first_frame.modules
    assert below(LATE, first_frame.modules) == []


def test_what_works_behind_the_front_keeps_no_dialog_in_memory_that_nobody_opened(
    behind_the_front: SimpleNamespace,
) -> None:
    assert "app.ui.window.accounts" in behind_the_front.modules
    assert below(ON_DEMAND, behind_the_front.modules) == []
    # One Chinese word in a box that nobody sees takes a font of megabytes.
    assert behind_the_front.choices
    assert [each for each in behind_the_front.choices if max(each) > "\u2fff"] == []


def test_what_is_shown_is_not_drawn_anew_because_other_things_are_connected_to_it(
    behind_the_front: SimpleNamespace,
) -> None:
    # A method that is no slot by then is added to what Qt knows of the widget's class. Qt takes it
    # for one of another class, dresses it once more, and draws all that is in it.
    found = behind_the_front.more_methods
    assert {"DisputeTable", "HistoryPane", "MainTabs", "OrderPane"} <= set(found)
    assert {name: count for name, count in found.items() if count} == {}


def test_the_first_rows_wait_for_no_hundreds_of_names_of_qts(
    behind_the_front: SimpleNamespace,
) -> None:
    # PySide6 makes a class when it is named, and with it all the names that are in it.
    assert "QAbstractItemView" in behind_the_front.classes
    assert "QStyle" not in behind_the_front.classes


def test_what_is_opened_late_is_loaded_in_parts() -> None:
    found = told_by(IN_PARTS)

    assert {"app.ui.filing.dialog", "app.ui.insights.pane", "app.ui.settings.dialog"} <= set(found)
    whole = sum(map(len, found.values()))
    assert max(map(len, found.values())) < whole / 2
    assert not below(("app.ui.window.main_window",), list(found)), "only a type checker needs it"


def test_no_module_is_read_twice_while_it_is_imported(first_frame: SimpleNamespace) -> None:
    assert first_frame.is_own
    assert first_frame.texts < 20


def test_no_full_collection_holds_up_all_threads_while_very_many_orders_are_read() -> None:
    assert told_by(MANY_KEPT_OBJECTS) == [0, 1]


def test_no_thread_but_the_main_one_makes_a_class_of_qts_kind(tmp_path: Path) -> None:
    # Qt draws without Python's lock, and looks up classes meanwhile.
    program = "import tests.whole_session as session; session.play()"
    assert told_by(program, str(tmp_path)) == {"elsewhere": []}


def test_showing_the_kept_disputes_asks_as_often_whatever_their_number(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (
        statements_until_shown(qtbot, tmp_path / f"{count}.sqlite3", count, monkeypatch)
        for count in (300, 1_200)
    )
    assert few
    assert few == many


def statements_until_shown(
    qtbot: QtBot, path: Path, count: int, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    """The first words of all that is asked of SQLite until the rows of an account are shown."""
    database = Database(path)
    database.prepare()
    disputes = [builders.dispute(f"SH{number:08}") for number in range(count)]
    DisputeCache(database).save_page(disputes, NOON)
    runner = inline_runner()
    pane = HistoryPane(runner, now=lambda: NOON)
    qtbot.addWidget(pane)
    pane.resize(1180, 560)
    pane.show()
    with traced(monkeypatch) as statements:
        pane.open_desk(desk_over(database), PictureLoader(runner, lambda _url: b""))
        QApplication.processEvents()
    runner.close()
    assert pane._model.rowCount() == count
    return statements


@contextmanager
def traced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    statements: list[str] = []
    connect = Database._connect

    @contextmanager
    def connect_and_listen(
        database: Database, *, is_reading: bool = False
    ) -> Iterator[sqlite3.Connection]:
        with connect(database, is_reading=is_reading) as connection:
            connection.set_trace_callback(lambda sql: statements.append(" ".join(sql.split()[:3])))
            yield connection

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_connect", connect_and_listen)
        yield statements


def desk_over(database: Database) -> AccountServices:
    """An account whose disputes are kept here, and whose CJ cannot be reached."""

    def no_client() -> CjApi:
        raise Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)

    connection = Connection(no_client)
    ledger, disputes = FilingLedger(database), DisputeCache(database)
    history = HistoryService(
        connection, disputes, OrderCache(database), ledger, database, lambda: NOON
    )
    desk = SimpleNamespace(
        account=Account(AccountId("bench"), "bench"),
        history=history,
        drafts=DraftService(ledger, lambda: NOON),
        filing=FilingService(connection, ledger, disputes, lambda: NOON),
    )
    return cast("AccountServices", desk)
