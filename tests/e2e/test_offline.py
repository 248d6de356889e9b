"""No network and a dead token: what is kept can be read, searched, edited and taken out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from app.program import Program
from app.storage.account.credentials import Credentials
from app.support.clock import utc_now
from app.ui.history.details.panel import DetailsPanel
from app.ui.history.drafts_list import DraftsList
from tests import builders
from tests.cj.server import FaultyServer
from tests.conftest import MemoryKeyring
from tests.e2e.conftest import Start, close, find
from tests.e2e.test_account import said
from tests.e2e.test_main_job import PATIENCE, press, shown, signed_in, table_texts

__all__ = ["signed_in"]  # a fixture that pytest finds by its name here


def kill_token(program: Program, server: FaultyServer, keyring: MemoryKeyring) -> None:
    """Have CJ refuse it, and have it say itself that its time is over."""
    server.world.expire_access_tokens()
    server.world.kill_refresh_tokens()
    assert program.window.desk is not None
    account = program.window.desk.account.account_id
    credentials = Credentials(lambda: keyring, host=urlsplit(server.base_url).netloc)
    tokens = credentials.load(account)
    assert tokens is not None
    over = utc_now() - timedelta(days=1)
    credentials.save(account, replace(tokens, access_expires=over))


def test_all_that_is_kept_works_offline_with_an_expired_token(
    qtbot: QtBot,
    start: Start,
    signed_in: Program,
    server: FaultyServer,
    memory_keyring: MemoryKeyring,
    tmp_path: Path,
) -> None:
    def wait(condition: Callable[[], object]) -> None:
        qtbot.waitUntil(lambda: bool(condition()), timeout=PATIENCE)

    desk = signed_in.window.desk
    assert desk is not None
    draft = builders.draft(message="The lamp is broken.")
    desk.drafts.save(draft)
    kill_token(signed_in, server, memory_keyring)
    close(signed_in)
    server.stop()

    program = start()
    wait(lambda: shown(program, QTableView, "Disputes"))
    table = find(program.window, QTableView, "Disputes")
    wait(lambda: table.model().rowCount() > 3)
    wait(lambda: "could not be reached" in said(program))
    total = table.model().rowCount()
    dispute_id = table_texts(table)[0]

    search = find(program.window, QLineEdit, "Search disputes")
    qtbot.keyClicks(search, dispute_id.lower())
    wait(lambda: table_texts(table) == [dispute_id])

    table.selectRow(0)
    window = program.window
    wait(lambda: [each.dispute_id for each in window.findChildren(DetailsPanel)] == [dispute_id])

    (drafts,) = program.window.findChildren(DraftsList)
    listed = find(drafts, QListWidget, "Drafts")
    assert listed.count() == 1
    desk = program.window.desk
    assert desk is not None
    desk.drafts.save(replace(draft, message="The lamp came in two pieces."))
    kept = desk.drafts.for_order(draft.order_id)
    assert kept is not None
    assert kept.draft.message == "The lamp came in two pieces."

    search.clear()
    wait(lambda: table.model().rowCount() == total)
    press(qtbot, program, "Export…")
    reporting = program.window.accounts._reporting
    wait(lambda: reporting.dialog)
    assert reporting.dialog is not None
    reporting.dialog._csv.setChecked(True)
    find(reporting.dialog, QPushButton, "Choose file…").click()
    target = tmp_path / "out.csv"
    assert reporting.file_dialog is not None
    reporting.file_dialog.fileSelected.emit(str(target))
    reporting.file_dialog.close()
    wait(target.exists)
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == total
