"""A bug in background work, met by each caller of it: it is told, and the part works again.

`CASES` has an entry for every place in `app.ui` that starts work; a new one without an entry fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QObject, QSettings, QTimer, QUrl
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QListWidget,
    QMainWindow,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from app.composition import AccountComposer
from app.domain.account.accounts import Account, AccountId
from app.domain.errors import NoOrderInText
from app.domain.filing.filing import FilingState
from app.domain.history.insights import Overview, Rankings
from app.domain.history.spans import Span
from app.domain.ids import DisputeId, OrderId
from app.domain.orders.orders import LineDispute
from app.services.account.accounts import KnownAccount, SignedIn
from app.services.account.registry import AccountRegistry
from app.services.account_services import AccountOpener, AccountServices
from app.services.orders.orders import LookUp
from app.services.orders.parcels import Parcel
from app.storage.preferences import Preferences
from app.support.paths import DataFolder
from app.ui.account.accounts_list import AccountsList
from app.ui.account.commands import AccountCommands
from app.ui.account.connection import PROBE_SECONDS, ConnectionMonitor
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.claims.pane import ClaimsPane
from app.ui.claims.watch import ClaimsWatch
from app.ui.exporting.dialog import ExportScope
from app.ui.history.cancel import CancelDialog
from app.ui.history.details.buyer_refunds import PasteRefundsDialog
from app.ui.history.pane import HistoryPane
from app.ui.history.table.model import DisputeTableModel
from app.ui.history.table.row_pages import PAGE_SIZE
from app.ui.history.updates.read_back_watch import ReadBackWatch
from app.ui.insights.pane import InsightsPane
from app.ui.orders.intake import Intake
from app.ui.orders.pane import OrderPane
from app.ui.orders.state import Phase
from app.ui.settings.choices import AppContext, Choices
from app.ui.widgets.pictures import PictureLoader
from app.ui.window.main_window import MainWindow
from tests.builders import NOON
from tests.fakes.faulty_runner import BugInTaskError, FaultyRunner, callers
from tests.ui.account.test_account_parts import LineLink
from tests.ui.account.test_backup import Computer
from tests.ui.account.test_sign_in_dialog import FakeSignIn, button, key_field
from tests.ui.claims.kept_orders import ClaimsDesk, a_full_desk, order_id
from tests.ui.exporting.test_case_file import picture
from tests.ui.exporting.test_reporting import Stage as ExportStage
from tests.ui.history.fake_desk import FakeDesk, FakeHistory, make_filing, make_row
from tests.ui.history.updates.test_read_back_watch import CONFIRMED, FOUND, OPEN, Filings
from tests.ui.orders.test_known_causes import held
from tests.ui.orders.test_order_pane import FakeOrders, NoClaims, a_parcel, found
from tests.ui.orders.test_order_parcel import Parcels

ACCOUNT = Account(AccountId("a1"), "Shop")
FIRST = DisputeId("SH26112000000001")
ELSEWHERE = "app/ui/filing/"
"""The dialog has a test of its own for each of its effects."""


class Stage:
    """What a case is played on, and its bug."""

    def __init__(self, qtbot: QtBot, caller: str, folder: Path) -> None:
        self.qtbot = qtbot
        self.folder = folder
        self.runner = FaultyRunner()
        self._caller = caller

    @contextmanager
    def bug(self) -> Iterator[None]:
        """The next work of the case's caller is a bug, which is told once."""
        self.runner.bug_in = self._caller
        yield
        assert self.runner.bug_in == "", f"{self._caller} was not come by"
        assert [type(each) for each in self.runner.told] == [BugInTaskError]

    def open_history(self, desk: FakeDesk, *, before: Callable[[], object] = int) -> HistoryPane:
        pane = HistoryPane(self.runner, now=lambda: NOON)
        self.qtbot.addWidget(pane)
        pane.resize(1180, 560)
        pane.show()
        before()
        pane.open_desk(desk.as_desk, PictureLoader(self.runner, lambda _url: b"", pane))
        pane._details.panel.clear()  # as once one was selected: the first one is made in turns
        QApplication.processEvents()
        return pane

    def open_orders(self, orders: FakeOrders) -> OrderPane:
        pane = OrderPane(self.runner)
        self.qtbot.addWidget(pane)
        pane.show()
        desk: Any = SimpleNamespace(orders=orders, claims=NoClaims())
        pane.open_desk(desk, PictureLoader(self.runner, lambda _url: b"", pane))
        return pane


def a_desk() -> FakeDesk:
    return FakeDesk(FakeHistory(kept=[make_row(number) for number in range(1, 6)]))


def pass_time(watch: QObject) -> None:
    """Until the one timer that runs is over."""
    (timer,) = [each for each in watch.findChildren(QTimer) if each.isActive()]
    timer.stop()
    timer.timeout.emit()


def what_is_kept(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    desk.drafts.filings.append(make_filing(1))
    with stage.bug():
        pane.reload()
    assert not pane._drafts.isVisible()
    pane.reload()
    assert pane._drafts.isVisible()


def one_that_is_not_listed(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    desk.history.at_cj = [make_row(9)]
    new = make_row(9).dispute.dispute_id
    with stage.bug():
        pane.show_dispute(new)
    pane.show_dispute(new)
    assert desk.history.details == [new]
    assert desk.history.find(new) is not None


def a_refresh(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    desk.history.at_cj = [make_row(9)]
    with stage.bug():
        pane.refresh()
    assert not pane._bar.is_busy()
    assert pane._bar.freshness.property("tone") == "warn"
    pane.updates.look_for_news()  # by the clock
    assert desk.history.find(make_row(9).dispute.dispute_id) is not None
    assert pane._bar.freshness.property("tone") == ""


def rows(stage: Stage) -> None:
    model = DisputeTableModel(stage.runner, lambda: NOON)
    history = a_desk().history
    model.use(history.rows, history.place)
    history.kept.append(make_row(6))
    with stage.bug():
        model.reload()
    assert model.is_loaded
    assert model.rowCount() == 5
    model.reload()
    assert model.rowCount() == 6


def rows_scrolled_to(stage: Stage) -> None:
    history = FakeHistory(kept=[make_row(number) for number in range(1, 4 * PAGE_SIZE)])
    model = DisputeTableModel(stage.runner, lambda: NOON)
    model.use(history.rows, history.place)
    place = model.index(3 * PAGE_SIZE, 0, QModelIndex())
    with stage.bug():
        model.data(place)
        stage.qtbot.waitUntil(lambda: bool(stage.runner.told))
    with stage.qtbot.waitSignal(model.filled):
        assert model.data(place) is None
    assert model.data(place)


def rows_never_read(stage: Stage) -> None:
    pane = HistoryPane(stage.runner, now=lambda: NOON)
    stage.qtbot.addWidget(pane)
    pane.resize(1180, 560)
    pane.show()
    pane.build_deferred()
    with stage.bug():
        pane.open_desk(a_desk().as_desk, PictureLoader(stage.runner, lambda _url: b"", pane))
    assert pane._area.empty.heading.text() == "The disputes could not be read"
    pane._area.empty.button.click()
    assert pane._table.isVisible()
    assert pane._model.rowCount() == 5


def a_row_looked_for(stage: Stage) -> None:
    pane = stage.open_history(a_desk())
    with stage.bug():
        pane.show_dispute(FIRST)
    assert pane._details.dispute_id is None
    pane.show_dispute(FIRST)
    assert pane._details.dispute_id == FIRST


def several_selected(stage: Stage) -> None:
    several = stage.open_history(a_desk())._table.several
    with stage.bug():
        several.take([0, 1])
    assert several.sums is None
    several.take([0, 1, 2])
    assert several.sums is not None


def several_copied(stage: Stage) -> None:
    table = stage.open_history(a_desk())._table
    table.selectAll()
    clipboard = QApplication.clipboard()
    clipboard.clear()
    with stage.bug():
        table.copy_row()
    assert clipboard.text() == ""
    table.copy_row()
    assert FIRST in clipboard.text()


def what_is_kept_of_one(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    desk.history.save_note(FIRST, "Amy promised")
    with stage.bug():
        pane._table.choose(FIRST)
    assert pane._details.panel.note.box.toPlainText() == ""
    pane.reload()
    assert pane._details.panel.note.box.toPlainText() == "Amy promised"


def refunds_pasted(stage: Stage) -> None:
    desk = a_desk()
    dialog = PasteRefundsDialog(stage.runner, desk.as_desk.buyer_refunds)
    stage.qtbot.addWidget(dialog)
    with stage.bug():
        dialog.box.setPlainText("1001;5")
        dialog.read_now()
    assert not dialog.save_button.isEnabled()
    dialog.read_now()
    assert dialog.save_button.isEnabled()


def the_detail_of_one(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    second = desk.history.kept[1].dispute.dispute_id
    with stage.bug():
        pane._table.choose(FIRST)
        stage.qtbot.waitUntil(lambda: bool(stage.runner.told))
    pane._table.choose(second)
    pane._table.choose(FIRST)  # within a minute, in which what was told is not asked again
    stage.qtbot.waitUntil(lambda: desk.history.details == [FIRST])


def a_note(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    pane._table.choose(FIRST)
    note = pane._details.panel.note
    QTest.keyClicks(note.box, "Amy promised")
    with stage.bug():
        note.save_now()
    assert note._state.text() == "Not saved yet. Stays on this computer and is never sent to CJ."
    pane.end_visit()
    assert desk.history.notes[FIRST].text == "Amy promised"
    assert note._state.text().startswith("Saved")


def _cancel_dialog(pane: HistoryPane) -> CancelDialog:
    pane._details.panel._cancel.click()
    dialog = pane._cancelling.dialog
    assert dialog is not None
    return dialog


def the_question_before_cancelling(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    pane._table.choose(FIRST)
    with stage.bug():
        pane._details.panel._cancel.click()
    assert pane._cancelling.dialog is None
    assert pane._details.panel._cancel.isEnabled()
    _cancel_dialog(pane).reject()


def a_cancellation(stage: Stage) -> None:
    desk = a_desk()
    desk.history.orders[FIRST] = "SD2611200001234567"
    pane = stage.open_history(desk)
    pane._table.choose(FIRST)
    with stage.bug():
        _cancel_dialog(pane)._cancel.click()
    # Nobody knows what CJ has: it is to be looked at before it is sent once more.
    assert pane._notice.text.startswith("Not confirmed yet")
    pane._details.panel._cancel.click()
    assert pane._cancelling.dialog is None
    pane._cancelling.check(FIRST)
    _cancel_dialog(pane)._cancel.click()
    assert desk.history.cancelled == [(FIRST, "SD2611200001234567")]


def the_look_after_a_cancellation(stage: Stage) -> None:
    desk = a_desk()
    pane = stage.open_history(desk)
    with stage.bug():
        pane._cancelling.check(FIRST)
    pane._cancelling.check(FIRST)
    assert "SH26112000000001" in pane._notice.text


def _watching(stage: Stage) -> tuple[ReadBackWatch, Filings, Callable[[], None]]:
    watch = ReadBackWatch(stage.runner, QObject(stage.runner))
    filings = Filings({OPEN.reference: OPEN})
    services = cast("AccountServices", SimpleNamespace(filing=filings))
    return watch, filings, lambda: watch.open_desk(services)


def _claims(stage: Stage) -> tuple[ClaimsWatch, ClaimsDesk]:
    watch = ClaimsWatch(stage.runner, stage.runner, now=lambda: NOON)
    desk = a_full_desk(stage.folder)
    watch.open_desk(desk.as_desk)
    return watch, desk


def the_judging_of_orders(stage: Stage) -> None:
    watch, _desk = _claims(stage)
    with stage.bug():
        watch.reload()
    assert watch.claims.to_claim == ()
    watch.reload()
    assert len(watch.claims.to_claim) == 3


def the_rows_of_claims(stage: Stage) -> None:
    watch, _desk = _claims(stage)
    pane = ClaimsPane(watch, now=lambda: NOON)
    stage.qtbot.addWidget(pane)
    with stage.bug():
        pane.show()
        stage.qtbot.waitUntil(lambda: bool(stage.runner.told))
    assert pane._empty.heading.text() == "The orders could not be read"
    pane._empty.button.click()
    assert pane._model.rowCount() == 3


def muting(stage: Stage) -> None:
    watch, desk = _claims(stage)
    with stage.bug():
        watch.mute((OrderId("SD1"),), None)
    watch.mute((OrderId("SD1"),), None)
    assert desk.kept.muted() == {OrderId("SD1"): None}


def a_step_of_a_look(stage: Stage) -> None:
    watch, desk = _claims(stage)
    watch.reload()
    with stage.bug():
        watch.look()
    assert not watch.is_looking
    watch.reload()  # by the clock
    assert len(desk.claims.begun) == 1
    watch.look()
    assert len(desk.claims.begun) == 2
    assert not watch._is_stopped


def filings_left_open(stage: Stage) -> None:
    watch, _filings, open_desk = _watching(stage)
    with stage.bug():
        open_desk()
    pass_time(watch)
    assert watch.followed == {OPEN.reference}


def a_read_back(stage: Stage) -> None:
    watch, filings, open_desk = _watching(stage)
    open_desk()
    with stage.bug():
        pass_time(watch)
    filings.rows[OPEN.reference] = FOUND
    pass_time(watch)
    assert watch.followed == frozenset()
    assert filings.looks == 1


def a_filing_read_again(stage: Stage) -> None:
    watch, filings, open_desk = _watching(stage)
    open_desk()
    filings.rows[OPEN.reference] = FOUND
    with stage.bug():
        watch.compare(())
    pass_time(watch)
    assert watch.followed == frozenset()
    assert filings.rows[OPEN.reference].state is CONFIRMED is FilingState.CONFIRMED


def a_look_up(stage: Stage) -> None:
    orders = FakeOrders()
    pane = stage.open_orders(orders)
    shown: list[bool] = []
    pane.order_shown.connect(lambda: shown.append(True))
    with stage.bug():
        pane.look_up("1001")
    assert not pane.build_deferred().isVisible()
    pane.look_up("1001")
    assert shown == [True]
    assert orders.asked == ["1001"]


def orders_while_typing(stage: Stage) -> None:
    pane = stage.open_orders(FakeOrders())
    pane._recent.use(a_full_desk(stage.folder).claims)
    with stage.qtbot.waitActive(pane):
        pane.activateWindow()
    pane._box.setFocus()
    with stage.bug():
        QTest.keyClicks(pane._box, "N")
    assert pane._recent._list.isHidden()
    QTest.keyClicks(pane._box, "2")
    assert pane._recent._list.count() == 1


def numbers_in_a_paste(stage: Stage) -> None:
    pane = stage.open_orders(FakeOrders())
    pane._recent.use(a_full_desk(stage.folder).claims)
    with stage.qtbot.waitActive(pane):
        pane.activateWindow()
    with stage.bug():
        pane.look_up(f"{order_id(1)}, {order_id(2)}")
    listed = pane._recent._list
    assert [listed.item(row).text() for row in (1, 2)] == [order_id(1), order_id(2)]
    pane.look_up(f"{order_id(1)}, {order_id(2)}")
    assert "Mug, blue" in listed.item(2).text()


def an_order_under_way(stage: Stage, parcels: Parcels) -> OrderPane:
    orders = FakeOrders()
    orders.answer = lambda text: replace(found(text), parcel=parcels.here)
    pane = stage.open_orders(orders)
    cast("Any", pane._desk).parcels = parcels
    return pane


def where_its_parcels_are(stage: Stage) -> None:
    parcels = Parcels(Parcel(is_due=True), lambda: a_parcel(20))
    pane = an_order_under_way(stage, parcels)
    said = pane.build_deferred()._parcel
    with stage.bug():
        pane.look_up("1001")
        stage.qtbot.waitUntil(lambda: bool(stage.runner.told))
    assert said.text() == ""  # nobody is asked any more
    pane.look_up("1001")
    stage.qtbot.waitUntil(lambda: "20 days ago" in said.text())


def where_its_parcels_were(stage: Stage) -> None:
    parcels = Parcels(a_parcel(20))
    pane = an_order_under_way(stage, parcels)
    pane.look_up("1001")
    parcels.here = a_parcel(21)
    with stage.bug():
        pane.parcel.read()
    said = pane.build_deferred()._parcel
    assert "20 days ago" in said.text()
    pane.parcel.read()
    assert "21 days ago" in said.text()


def what_holds_it(stage: Stage) -> None:
    orders = FakeOrders()
    orders.answer = lambda _text: held(None)
    pane = stage.open_orders(orders)
    pane.look_up("1001")
    orders.known = held(LineDispute(FIRST, True)).order
    with stage.bug():
        pane.read_holders()
    assert "time to claim is most likely over" in pane.build_deferred()._notice.text
    pane.read_holders()
    assert FIRST in pane.build_deferred()._notice.text


def a_dispute_by_its_number(stage: Stage) -> None:
    orders = FakeOrders()

    def names_a_dispute(_text: str) -> LookUp:
        raise NoOrderInText(FIRST)

    orders.answer = names_a_dispute
    pane = stage.open_orders(orders)
    cast("Any", pane._desk).history = SimpleNamespace(find=lambda dispute_id: dispute_id)
    shown: list[str] = []
    pane.dispute_requested.connect(shown.append)
    with stage.bug():
        pane.look_up(FIRST)
    assert pane._state.phase is Phase.IDLE
    pane.look_up(FIRST)
    assert shown == [FIRST]


def a_picture(stage: Stage) -> None:
    data = Path(picture(stage.folder / "lamp.png", 40, 30).path).read_bytes()
    loader = PictureLoader(stage.runner, lambda _url: data, stage.runner)
    came: list[QPixmap] = []
    with stage.bug():
        loader.load("https://cj/lamp.png", stage.runner, came.append)
    loader.load("https://cj/lamp.png", stage.runner, came.append)
    assert [each.width() for each in came] == [40]


def the_list_of_accounts(stage: Stage) -> None:
    acts = AccountCommands(cast("AccountOpener", None), stage.runner, stage.runner)
    known = KnownAccount(ACCOUNT, is_signed_in=True)
    page = AccountsList(stage.runner, lambda: (known,), acts)
    stage.qtbot.addWidget(page)
    with stage.bug():
        page.reload()
    page.reload()
    assert page.findChildren(QListWidget)[0].item(0).text() == "Shop (signed in)"


def signing_out(stage: Stage) -> None:
    left: list[object] = []
    accounts = SimpleNamespace(sign_out=left.append)
    opener = SimpleNamespace(accounts=accounts)
    acts = AccountCommands(cast("AccountOpener", opener), stage.runner, stage.runner)
    with stage.bug():
        acts.sign_out(ACCOUNT)
    acts.sign_out(ACCOUNT)
    assert left == [ACCOUNT.account_id]


def a_line_that_is_down(stage: Stage) -> None:
    monitor, line = ConnectionMonitor(stage.runner, stage.runner), LineLink()
    back: list[bool] = []
    monitor.back_online.connect(lambda: back.append(True))
    monitor.use(line)
    line.go_down()
    monitor.look()
    monitor._probe.stop()
    with stage.bug():
        monitor._probe.timeout.emit()
    assert monitor._probe.isActive()
    assert monitor._probe.interval() == PROBE_SECONDS[1] * 1000
    line.is_down = False
    monitor._probe.timeout.emit()
    assert back == [True]


def a_renewal(stage: Stage) -> None:
    monitor, line = ConnectionMonitor(stage.runner, stage.runner), LineLink()
    with stage.bug():
        monitor.use(line)
    monitor._renewal.timeout.emit()
    assert line.fake.looks == 1


def signing_in(stage: Stage) -> None:
    sign_in = FakeSignIn()
    dialog = SignInDialog(stage.runner, sign_in)
    stage.qtbot.addWidget(dialog)
    dialog.show()
    key_field(dialog).setText("CJ1@api@abc")
    with stage.bug():
        button(dialog, "Sign in").click()
    assert dialog.isVisible()
    button(dialog, "Sign in").click()
    assert sign_in.keys == ["CJ1@api@abc"]
    assert not dialog.isVisible()


def an_export(stage: Stage) -> None:
    window = ExportStage(stage.folder, stage.runner)
    path = stage.folder / "all.xlsx"
    with stage.bug():
        window.reporting.export()
        window.press("Choose file…")
        window.choose_file(path)
    assert window.reporting.strip.isHidden()
    window.reporting.export()
    window.press("Choose file…")
    window.choose_file(path)
    assert path.exists()
    window.tabs.deleteLater()


def a_count_before_an_export(stage: Stage) -> None:
    window = ExportStage(stage.folder, stage.runner)
    window.reporting.export()
    everything = window.dialog._scopes[ExportScope.ALL]
    everything.setChecked(True)
    with stage.bug():
        window.dialog._created.choose(Span.LAST_MONTH)
    assert everything.text() == "All disputes (–)"
    window.dialog._created.choose(Span.THIS_YEAR)
    assert everything.text() == "All disputes (3)"
    window.dialog.reject()
    window.tabs.deleteLater()


def a_case_file(stage: Stage) -> None:
    window, path = ExportStage(stage.folder, stage.runner), stage.folder / "case.pdf"

    def save() -> None:
        window.reporting.file_dialog = None
        window.reporting.save_case()
        stage.qtbot.waitUntil(lambda: window.reporting.file_dialog is not None)
        window.choose_file(path)
        stage.qtbot.waitUntil(lambda: path.exists() or bool(stage.runner.told))

    with stage.bug():
        save()
    assert not path.exists()
    stage.runner.told.clear()
    save()
    assert path.exists()
    window.tabs.deleteLater()


def saving_a_backup(stage: Stage) -> None:
    computer, path = Computer(stage.qtbot, stage.folder / "data", stage.runner), stage.folder / "b"
    with stage.bug():
        computer.choose("Save a backup…", path)
    assert computer.told[-1][0].text == "The backup was not saved."
    computer.choose("Save a backup…", path)
    assert path.exists()


def restoring_a_backup(stage: Stage) -> None:
    computer, path = Computer(stage.qtbot, stage.folder / "data", stage.runner), stage.folder / "b"
    computer.choose("Save a backup…", path)
    with stage.bug():
        computer.choose("Restore a backup…", path)
    assert "Checking the file…" not in computer.shown
    computer.press("Cancel")
    computer.choose("Restore a backup…", path)
    computer.press("Restore")
    computer.press("Go on")
    assert computer.events[-1] == "restored"


def a_dropped_mail(stage: Stage) -> None:
    orders = FakeOrders()
    pane, window = stage.open_orders(orders), QMainWindow()
    choices = Choices(Preferences(stage.folder / "preferences.json"), stage.runner, stage.runner)
    intake, mail = Intake(window, stage.runner, pane, choices), QMimeData()
    note = stage.folder / "note.txt"
    note.write_text("1001", "utf-8")
    mail.setUrls([QUrl.fromLocalFile(str(note))])
    with stage.bug():
        intake._take(mail)
    intake._take(mail)
    assert orders.asked == ["1001"]
    window.deleteLater()


def a_choice(stage: Stage) -> None:
    preferences = Preferences(stage.folder / "preferences.json")
    choices = Choices(preferences, stage.runner, stage.runner)
    with stage.bug():
        choices.change(check_minutes=30)
    choices.change(check_minutes=45)
    assert preferences.load().check_minutes == 45


def _insights(stage: Stage) -> tuple[InsightsPane, list[str]]:
    """A pane that met the bug, and what was read of a real data file."""
    window = ExportStage(stage.folder, stage.runner)
    window.tabs.deleteLater()
    real, read = window.reports.insights, list[str]()

    def overview(span: Span) -> Overview:
        read.append("figures")
        return real.overview(span)

    def rankings(span: Span) -> Rankings:
        read.append("rankings")
        return real.rankings(span)

    reports = SimpleNamespace(insights=SimpleNamespace(overview=overview, rankings=rankings))
    pane = InsightsPane(stage.runner)
    stage.qtbot.addWidget(pane)
    pane.show()
    with stage.bug():
        pane.open_desk(cast("AccountServices", SimpleNamespace(reports=reports)))
    return pane, read


def _look_twice(pane: InsightsPane) -> None:
    for _ in range(2):
        pane.hide()
        pane.show()
    assert pane._notice.text == ""


def the_figures(stage: Stage) -> None:
    pane, read = _insights(stage)
    assert pane._notice.text == "The figures could not be read."
    assert pane._empty.heading.text() == "The figures could not be read"
    _look_twice(pane)
    assert read == ["rankings", "figures", "rankings"]
    assert not pane._empty.isVisible()


def the_figures_at_once(stage: Stage) -> None:
    pane, read = _insights(stage)
    pane._empty.button.click()
    assert read == ["rankings", "figures", "rankings"]
    assert not pane._empty.isVisible()


def the_rankings(stage: Stage) -> None:
    pane, read = _insights(stage)
    assert pane._notice.text == "Suppliers and SKUs could not be read."
    _look_twice(pane)
    assert read == ["figures", "figures", "rankings"]


class Opened(NamedTuple):
    """A main window that starts as the program's does, without an account."""

    window: MainWindow
    opened: list[str]


def _start_window(stage: Stage) -> Opened:
    settings = QSettings(str(stage.folder / "windows.ini"), QSettings.Format.IniFormat)
    window = MainWindow(stage.runner, settings)
    stage.qtbot.addWidget(window)
    folder = DataFolder(stage.folder / "data")
    folder.create()
    context = AppContext(Choices(Preferences(folder.preferences), stage.runner, window), folder)
    opened: list[str] = []

    class Composer(AccountComposer):
        def open_last(self) -> None:
            opened.append("last")

    window.show()
    window.start(lambda _query: None, lambda: Composer(folder), context, practice=False)
    return Opened(window, opened)


def _start_with_bug(stage: Stage) -> Opened:
    with stage.bug():
        opened = _start_window(stage)
        stage.qtbot.waitUntil(lambda: bool(stage.runner.told))
    return opened


def _close(window: MainWindow) -> None:
    for each in window.findChildren(QDialog):
        each.close()
    window.close()


def the_start(stage: Stage) -> None:
    opened = _start_with_bug(stage)
    stage.qtbot.waitUntil(lambda: bool(opened.opened), timeout=20_000)
    assert opened.window.history.isVisible()
    _close(opened.window)


def the_accounts_in_the_menu(stage: Stage) -> None:
    opened = _start_window(stage)
    stage.qtbot.waitUntil(lambda: bool(opened.opened))
    window = opened.window
    AccountRegistry(Preferences(stage.folder / "data" / "preferences.json")).use(ACCOUNT)
    signed_in = window.accounts.account_side.signed_in
    signed_in.disconnect(window.accounts._take_sign_in)
    with stage.bug():
        signed_in.emit(None)
    signed_in.emit(None)
    assert "Shop" in [each.text() for each in window.menus[2].actions()]
    _close(window)


def signing_in_again(stage: Stage) -> None:
    opened = _start_window(stage)
    stage.qtbot.waitUntil(lambda: bool(opened.opened))
    accounts = opened.window.accounts
    taken: list[str] = []
    link = SimpleNamespace(signed_in_again=lambda: taken.append("tokens"))
    accounts.desk = cast(
        "AccountServices", SimpleNamespace(account=ACCOUNT, link=link, close=lambda: None)
    )
    with stage.bug():
        accounts._take_sign_in(SignedIn(ACCOUNT))
    assert taken == []
    accounts._take_sign_in(SignedIn(ACCOUNT))
    assert taken == ["tokens"]
    accounts.desk = None
    _close(opened.window)


def opening_an_account(stage: Stage) -> None:
    opened = _start_with_bug(stage)
    assert opened.opened == []
    window = opened.window
    offered = [each.text() for each in window.history.findChildren(QPushButton) if each.isVisible()]
    assert "Try again" in offered
    window.orders.look_up("1001")  # opens it once more, as nothing is being opened any more
    stage.qtbot.waitUntil(lambda: opened.opened == ["last"])
    assert window.findChildren(SignInDialog)  # there was none
    _close(window)


CASES: dict[str, Callable[[Stage], None]] = {
    "RecentOrders._find": orders_while_typing,
    "ClaimsWatch.reload": the_judging_of_orders,
    "ClaimsWatch._write": muting,
    "ClaimsWatch._take_step": a_step_of_a_look,
    "AccountCommands._run": signing_out,
    "AccountUi._read_known": the_accounts_in_the_menu,
    "AccountsList.reload": the_list_of_accounts,
    "BackupUi._save": saving_a_backup,
    "Choices.change": a_choice,
    "Intake._take": a_dropped_mail,
    "ConnectionMonitor._ask": a_line_that_is_down,
    "ConnectionMonitor._renew": a_renewal,
    "ExportFlow._count": a_count_before_an_export,
    "ExportFlow._run": a_case_file,
    "RunningExport.begin": an_export,
    "InsightsPane._count": the_figures,
    "InsightsPane._count#2": the_rankings,
    "MainWindow.start.prepare": the_start,
    "RestoreDialog._run": restoring_a_backup,
    "SignInDialog._try_key": signing_in,
    "WindowAccounts._open": opening_an_account,
    "WindowAccounts._take_sign_in": signing_in_again,
    "CancelFlow._send": a_cancellation,
    "CancelFlow.check": the_look_after_a_cancellation,
    "CancelFlow.start": the_question_before_cancelling,
    "DetailsLoader._fetch": the_detail_of_one,
    "DetailsLoader.load_kept": what_is_kept_of_one,
    "LocalEdits._run": a_note,
    "PasteRefundsDialog._run": refunds_pasted,
    "HistoryPane._fetch_unlisted": one_that_is_not_listed,
    "HistoryPane._read_kept": what_is_kept,
    "HistoryPane.read_first_page": the_start,
    "DisputeTableModel._fill": rows_scrolled_to,
    "DisputeTableModel._load": rows,
    "DisputeTableModel.find": a_row_looked_for,
    "SelectedDisputes._find": several_selected,
    "SelectedDisputes.copy_rows": several_copied,
    "ReadBackWatch._look": a_read_back,
    "ReadBackWatch._read": a_filing_read_again,
    "ReadBackWatch.recover": filings_left_open,
    "RefreshControl._step": a_refresh,
    "OrderPane._ask": a_look_up,
    "ParcelUpdates._renew": where_its_parcels_are,
    "OrderPane.read_holders": what_holds_it,
    "ParcelUpdates.read": where_its_parcels_were,
    "OrderPane.show_dispute": a_dispute_by_its_number,
    "RecentOrders._show_numbers": numbers_in_a_paste,
    "PictureLoader.load": a_picture,
}


NEVER_READ: dict[str, Callable[[Stage], None]] = {
    "ClaimsWatch.reload": the_rows_of_claims,
    "DisputeTableModel._load": rows_never_read,
    "InsightsPane._count": the_figures_at_once,
}


@pytest.mark.parametrize("caller", NEVER_READ)
def test_what_a_bug_left_unread_can_be_read_at_once(
    caller: str, qtbot: QtBot, tmp_path: Path
) -> None:
    stage = Stage(qtbot, caller, tmp_path)
    NEVER_READ[caller](stage)
    stage.runner.deleteLater()


@pytest.mark.parametrize("caller", CASES)
def test_a_bug_is_told_and_the_part_works_again(caller: str, qtbot: QtBot, tmp_path: Path) -> None:
    stage = Stage(qtbot, caller, tmp_path)
    CASES[caller](stage)
    stage.runner.deleteLater()


def test_no_caller_is_without_a_case() -> None:
    here = [each.name for each in callers() if ELSEWHERE not in each.file]
    assert sorted(here) == sorted(CASES)
