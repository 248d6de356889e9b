"""Leads through the program in whatever language it speaks, and stops wherever there is to read.

Controls are found by their English text, put through the same translation as the program's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDialog,
    QListWidget,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app import program as main
from app.api.http.rate_limiter import RateLimiter
from app.command_line import parse
from app.domain.account.accounts import PRACTICE, Account
from app.domain.filing import doubt
from app.domain.filing.filing import MY_CJ, REASON, REVIEW
from app.domain.filing.flow import Phase
from app.domain.history.exports import CsvGuards, CsvLayout, ExportFormat
from app.domain.history.replies import Reader
from app.domain.history.spans import Days, Span
from app.domain.ids import DisputeId
from app.practice.world.sample_data import CLOSED_ORDER, PARTLY_ORDER, SHOP_MADE_ORDER
from app.storage.preferences import Preferences, PreferenceValues
from app.support.clock import utc_now
from app.support.paths import DataFolder
from app.ui.account.commands import RemoveDialog, RenameDialog, RevokeDialog
from app.ui.account.sign_in_dialog import SignInDialog
from app.ui.claims.muting import MuteDialog
from app.ui.claims.pane import ClaimsPane
from app.ui.claims.table import ClaimTable
from app.ui.exporting.dialog import ExportChoice, ExportDialog, ExportScope
from app.ui.filing import flow_runner
from app.ui.filing.dialog import FilingDialog
from app.ui.filing.pages.items import LineRow
from app.ui.filing.pages.reason import MessageBox
from app.ui.filing.template_editor import TemplateEditor
from app.ui.filing.templates import TemplateRow
from app.ui.history.bar import HistoryBar
from app.ui.history.cancel import CancelDialog
from app.ui.history.details.buyer_refunds import PasteRefundsDialog
from app.ui.history.details.panel import DetailsPanel
from app.ui.history.details.reply_box import ReplyBox
from app.ui.history.pane import HistoryPane
from app.ui.history.table.table import DisputeTable
from app.ui.insights.chart import PeriodChart
from app.ui.orders.pane import OrderPane
from app.ui.settings.dialog import SettingsDialog
from app.ui.theme import Theme, icon
from app.ui.widgets.fields.choice_boxes import ReasonBox
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.notices.placeholder import Placeholder
from app.ui.window.help_dialogs import AboutDialog, CrashDialog, ShortcutsDialog
from app.ui.window.tabs import MainTabs
from app.ui.window.tray import CloseQuestion
from tests.cj.server import FaultyServer
from tests.ui.claims import kept_orders

_PATIENCE = 15_000
_CREATE = "disputes/create"
_GOODS = ("Desk lamp, brass", "Mug, blue", "Wireless earbuds with a charging case", "Kite")

Visit = Callable[[str, QWidget], None]
"""Called at every stop with its name and what is new there."""
W = TypeVar("W", bound=QWidget)


def say(context: str, text: str) -> str:
    """What the program says for a text of its sources."""
    return QCoreApplication.translate(context, text)


@contextmanager
def speaking(
    app: QApplication,
    lang: str,
    compiled: Path,
    monkeypatch: pytest.MonkeyPatch,
    choices: PreferenceValues = PreferenceValues(),  # noqa: B008 - frozen
) -> Iterator[None]:
    """Have the program speak a language, by a compiled translation."""
    before = QLocale()
    with TemporaryDirectory() as resources:
        folder = Path(resources, "translations")
        folder.mkdir()
        (folder / f"dispute-desk_{lang}.qm").write_bytes(compiled.read_bytes())
        monkeypatch.setattr(main, "RESOURCES", folder.parent)
        main._speak(app, lang)
    try:
        with dressed(app, choices):
            yield
    finally:
        for translator in app.findChildren(QTranslator):
            app.removeTranslator(translator)
            delete(translator)
        QLocale.setDefault(before)


def details_panel() -> DetailsPanel:
    """The details beside the table, with all that is in them."""
    panel = DetailsPanel()
    for _ in panel.make_parts():
        pass
    return panel


@contextmanager
def dressed(
    app: QApplication,
    choices: PreferenceValues = PreferenceValues(),  # noqa: B008 - frozen
) -> Iterator[None]:
    """Have the program look as it does, and everything after it as before.

    Each change goes through all windows that there are.
    """
    style, sheet, palette, font = app.style().name(), app.styleSheet(), app.palette(), app.font()
    if style != "fusion":
        app.setStyle("Fusion")
    theme = Theme(app)
    theme.apply(choices)
    try:
        yield
    finally:
        delete(theme)
        app.setProperty("is dark", None)
        icon.cache_clear()
        app.setFont(font)
        if style != "fusion":
            app.setStyle(style)
        app.setStyleSheet(sheet)
        app.setPalette(palette)


def lead(
    qtbot: QtBot,
    app: QApplication,
    folder: Path,
    lang: str,
    visit: Visit,
    patch: pytest.MonkeyPatch,
    choices: PreferenceValues = PreferenceValues(),  # noqa: B008 - frozen
) -> None:
    """Start the program with nothing known but these choices, and go everywhere."""
    patch.setattr(flow_runner, "SAVE_DELAY_MS", 0)
    patch.setattr(flow_runner, "TERMS_DELAY_MS", 0)
    # What is read before sending is read at the press, and one look is enough to send again.
    patch.setattr("app.services.filing.filing.GUARD_SECONDS", -1)
    # (Not zero: an answer counts as late as it can have been, to the second.)
    patch.setattr(doubt, "SENDING_AGAIN_AFTER", timedelta(minutes=-1))
    patch.setattr(doubt, "LOOKS_BEFORE_SENDING", 1)
    # Both ends without a limit: what is looked at are words.
    patch.setattr("app.composition.RateLimiter", partial(RateLimiter, math.inf))
    patch.setattr(RateLimiter, "note_limit", lambda _pace, _limit: None)
    patch.setattr(
        "app.practice.server.PracticeServer", lambda _world: FaultyServer(pace=0, life=False)
    )
    data = DataFolder(folder)
    data.create()
    Preferences(data.preferences).save(choices)
    program = main.Program(app, data, parse(["--lang", lang]))
    try:
        program.window.show()
        _Walk(qtbot, program, visit).go()
    finally:
        for dialog in program.window.findChildren(QDialog):
            dialog.close()
        program.window.close()
        program.close()
        delete(program.window)


class _Walk:
    def __init__(self, qtbot: QtBot, program: main.Program, visit: Visit) -> None:
        self._qtbot = qtbot
        self._window = program.window
        self._program = program
        self._visit = visit

    def go(self) -> None:
        self._sign_in()
        self._orders_and_disputes()
        self._claims()
        self._insights()
        self._filing()
        self._settings()
        for kind in (AboutDialog, ShortcutsDialog):
            self._look_at(kind.__name__, kind(self._window))
        self._look_at("crash", CrashDialog(ValueError(), self._window))
        days = Days()
        choice = ExportChoice(ExportScope.ALL, ExportFormat.CSV, CsvGuards(), CsvLayout.COMMA, days)
        self._look_at("export", ExportDialog(3, 12, choice, self._window, selected=2))
        self._look_at("cancelling", CancelDialog(DisputeId("SH1"), None, self._window))
        self._look_at("closing", CloseQuestion(self._window))
        account = Account(PRACTICE, "Shop")
        for ask in (RenameDialog, RevokeDialog, RemoveDialog):
            self._look_at(ask.__name__, ask(account, self._window))
        self._offline()

    def _practice_server(self) -> FaultyServer:
        assert self._program.opener is not None
        server: object = self._program.opener._practice_server()
        assert isinstance(server, FaultyServer)  # which was put in its place
        return server

    def _sign_in(self) -> None:
        dialog = self._await(SignInDialog)
        self._visit("sign-in", dialog)
        self._press(dialog, say("SignInDialog", "Sign in"))
        (is_older,) = dialog.findChildren(QCheckBox)
        is_older.setChecked(True)
        self._visit("sign-in, e-mail", dialog)
        is_older.setChecked(False)
        self._press(dialog, say("SignInDialog", "Where do I get a key?"))
        self._visit("sign-in, where", dialog)
        self._press(dialog, say("SignInDialog", "Try practice mode"))

    def _orders_and_disputes(self) -> None:
        table = self._await(DisputeTable)
        self._wait(lambda: table.model().rowCount() > 3)
        self._visit("main window", self._window)
        (more,) = (
            each
            for each in self._window.findChildren(QPushButton)
            if each.text() == say("OrderAnswer", "Other cases…")
        )
        cases = more.menu()
        cases.popup(more.mapToGlobal(more.rect().bottomLeft()))
        self._visit("main window, cases to practise", cases)
        cases.close()
        with self._qtbot.waitSignal(self._window.orders.order_shown, timeout=_PATIENCE):
            self._window.look_up(PARTLY_ORDER)
        table.selectRow(0)
        self._wait(lambda: self._has(say("DetailsPanel", "Open in My CJ")))
        self._visit("main window, order and dispute", self._window)
        table.selectAll()
        self._wait(lambda: table.several.sums is not None)
        self._visit("main window, several disputes", self._window)
        menu = table.row_menu()
        assert menu is not None
        self._visit("menu of several disputes", menu)
        menu.close()
        table.selectRow(0)
        self._wait(lambda: self._has(say("DetailsPanel", "Open in My CJ")))
        self._await(ReplyBox).copy_for(Reader.CJ)
        for area in self._await(DetailsPanel).findChildren(QScrollArea):
            area.ensureWidgetVisible(self._await(ReplyBox).copy_button)
        self._visit("main window, ready reply", self._window)
        self._window.look_up(SHOP_MADE_ORDER)
        self._wait(lambda: bool(self._bar_of(OrderPane).text))
        self._visit("main window, order that cannot be disputed", self._window)
        world = self._practice_server().world
        shop_order = next(
            each.code
            for each in world.orders()
            if each.code.startswith("DP") and any(world.can_choose(each).values())
        )
        with self._qtbot.waitSignal(self._window.orders.order_shown, timeout=_PATIENCE):
            self._window.look_up(shop_order)
        self._wait(lambda: self._has(say("OrderAnswer", "Prepare for My CJ")))
        self._visit("main window, order for My CJ", self._window)
        created = self._await(HistoryBar).created_choice
        created.choose(Days(date(2026, 1, 1), date(2026, 1, 31)))
        self._visit("main window, created from one day to another", self._window)
        created.choose(Span.ALL)
        search = self._await(HistoryBar).search
        search.setText("nowhere")
        self._await(Placeholder)
        self._visit("main window, nothing found", self._window)
        search.clear()
        with self._qtbot.waitSignal(self._window.orders.order_shown, timeout=_PATIENCE):
            self._window.look_up(PARTLY_ORDER)

    def _claims(self) -> None:
        tabs = self._await(MainTabs)
        tabs.show_claims()
        self._wait(lambda: self._has(say("ClaimsEmptyState", "Not now")))
        self._visit("claims, first question", self._window)
        self._keep_orders()
        box = self._window.orders._box
        self._window.activateWindow()
        self._wait(self._window.isActiveWindow)
        self._window.orders.focus_box()
        QTest.keyClicks(box, "N")
        self._wait(lambda: self._await(QListWidget).isVisible())
        self._visit("orders offered while typing", self._window)
        self._window.look_up("#1001\n#1002\n#1003")
        self._visit("several numbers in one paste", self._window)
        box.clear()
        QTest.keyClick(box, Qt.Key.Key_Escape)
        table = self._await(ClaimTable)
        table.choose_first()
        table.setFocus()
        self._visit("claims", self._window)
        table.mute_requested.emit()
        menu = next(each for each in self._window.findChildren(QMenu) if each.isVisible())
        self._visit("claims, mute", menu)
        menu.actions()[0].trigger()
        menu.close()
        self._wait(lambda: bool(self._bar_of(ClaimsPane).text))
        self._visit("claims, muted", self._window)
        self._look_at("mute until", MuteDialog(date(2026, 11, 22), self._window))
        tabs.show_disputes()
        desk: Any = self._window.desk
        paste = PasteRefundsDialog(self._window.runner, desk.buyer_refunds, self._window)
        paste.box.setPlainText("1001;12,50\n1002;1,250\n1003,8,00")
        self._wait(lambda: bool(paste._summary.text()))
        self._look_at("paste refunds", paste)

    def _keep_orders(self) -> None:
        """As a look brings them: to claim, to watch, waiting."""
        desk: Any = self._window.desk
        watch, now = self._window.accounts._claims, utc_now()
        ages = (75, 64, 90, 5)
        orders = [
            replace(
                kept_orders.facts(number, name=name),
                dispatched=now - timedelta(days=age),
                paid=now - timedelta(days=age + 3),
            )
            for number, (age, name) in enumerate(zip(ages, _GOODS, strict=True), 1)
        ]
        desk.claims._orders.save_details(orders, now)
        for number, age in enumerate(ages, 1):
            parcel = kept_orders.told(number)
            event = replace(parcel.events[0], day=(now - timedelta(days=age - 3)).date())
            told = (replace(parcel, events=(event,)),)
            desk.claims._orders.save_tracking(told, [parcel.tracking_number], now)
        desk.claims._orders.looks.finish(now)
        desk.claims.set_on(is_on=True)
        watch.reload()
        self._wait(lambda: watch.status is not None and watch.status.orders == len(ages))

    def _insights(self) -> None:
        tabs = self._await(MainTabs)
        tabs.show_insights()
        self._await(PeriodChart)
        self._visit("insights", self._window)
        tabs.show_disputes()

    def _filing(self) -> None:
        self._await(OrderPane).request_filing()
        dialog = self._await(FilingDialog)
        row = next(each for each in dialog.findChildren(LineRow) if each.line.is_open_to_dispute)
        if not row.check_box.isChecked():
            row.check_box.click()
        self._wait(lambda: dialog.flow.terms is not None)
        self._visit("filing, items", dialog)
        self._press(dialog, say("Footer", "Next"))
        self._wait(lambda: dialog.flow.step == REASON)
        self._visit("filing, reason", dialog)
        reasons = next(iter(dialog.findChildren(ReasonBox)))
        reasons.setCurrentIndex(1)
        reasons.activated.emit(1)
        # Disputes are written in English whatever the program speaks; digits are neither.
        self._visit("filing, template", dialog)
        self._templates(dialog)
        dialog.findChildren(MessageBox)[0].edit.setPlainText("12345")
        self._press(dialog, say("Footer", "Next"))
        self._wait(lambda: dialog.flow.phase is Phase.REVIEWED)
        self._visit("filing, review", dialog)
        scenarios = self._practice_server().scenarios
        scenarios.arm("refuse", _CREATE, code=9009, message="9009")
        dialog._footer.commit_button.click()
        self._wait(lambda: bool(dialog._notices.bar.text))
        self._visit("filing, refused", dialog)
        self._press(dialog, say("DialogNotices", "Prepare for My CJ"))
        self._wait(lambda: dialog.flow.step == MY_CJ and dialog.flow.phase is Phase.REVIEWED)
        self._visit("filing, My CJ", dialog)
        self._press(dialog, say("Filing", "I opened it in My CJ"))
        self._wait(lambda: dialog.flow.phase is Phase.OUTCOME)
        self._visit("filing, handed over", dialog)
        self._press(dialog, say("Footer", "Close"))
        dialog = self._prepared_before(dialog)
        self._press(dialog, say("OutcomePage", "Back to draft"))
        self._wait(lambda: dialog.flow.phase is Phase.REVIEWED)
        self._press(dialog, say("MyCjPage", "File here all the same"))
        self._wait(lambda: dialog.flow.step == REVIEW and dialog.flow.phase is Phase.REVIEWED)
        self._wait(lambda: dialog.flow.terms is not None)  # without, a press is told to wait
        desk: Any = self._window.desk
        self._wait(lambda: dialog.flow.draft.reference in desk.filing._guards)
        world = self._practice_server().world
        other = world.file_elsewhere(PARTLY_ORDER, {row.line.line_item_id: 1})
        desk.filing._guards.clear()  # as after a minute: CJ's list is read anew
        dialog._footer.commit_button.click()
        self._wait(lambda: dialog.flow.phase is Phase.QUESTION)
        self._visit("filing, another one is there", dialog)
        world.cancel(other)
        scenarios.arm("reset_before", _CREATE)
        self._press(dialog, say("OtherDisputesPage", "File another"))
        self._wait(lambda: dialog.flow.phase is Phase.OUTCOME)
        self._visit("filing, not confirmed", dialog)
        self._press(dialog, say("OutcomePage", "Check again"))
        again = dialog._pages.outcome._resend.button
        self._wait(again.isEnabled)
        self._visit("filing, may be sent again", dialog)
        again.click()
        self._visit("filing, asked before it is sent again", dialog)
        scenarios.arm("refuse", _CREATE, code=9009, message="Order cannot be disputed")
        again.click()
        self._wait(lambda: self._has(say("OutcomePage", "Open My CJ")))
        self._visit("filing, in doubt and for My CJ", dialog)
        self._press(dialog, say("OutcomePage", "Check again"))
        self._wait(again.isEnabled)
        again.click()
        again.click()
        self._wait(lambda: not dialog._pages.outcome._check.isVisible())
        self._visit("filing, outcome", dialog)
        dialog.close()

    def _prepared_before(self, before: FilingDialog) -> FilingDialog:
        """Another draft for what was handed over; gives the dialog on the first one again."""
        self._wait(lambda: self._window.accounts._filing.dialog is None)
        with self._qtbot.waitSignal(self._window.orders.order_shown, timeout=_PATIENCE):
            self._window.look_up(PARTLY_ORDER)
        self._press(self._await(OrderPane), say("OrderAnswer", "File here all the same"))
        self._wait(lambda: self._window.accounts._filing.dialog not in (None, before))
        dialog = self._await(FilingDialog)
        row = next(each for each in dialog.findChildren(LineRow) if each.line.is_open_to_dispute)
        self._wait(lambda: bool(dialog.flow.handed_over))
        if not row.check_box.isChecked():
            row.check_box.click()
        self._wait(lambda: dialog.flow.terms is not None)
        self._visit("filing, items prepared before", dialog)
        self._press(dialog, say("Footer", "Next"))
        self._wait(lambda: dialog.flow.step == REASON)
        reasons = next(iter(dialog.findChildren(ReasonBox)))
        reasons.setCurrentIndex(1)
        reasons.activated.emit(1)
        dialog.findChildren(MessageBox)[0].edit.setPlainText("12345")
        self._press(dialog, say("Footer", "Next"))
        self._wait(lambda: dialog.flow.phase is Phase.REVIEWED)
        self._visit("filing, review of what was prepared before", dialog)
        dialog._footer.commit_button.click()
        self._wait(lambda: dialog.flow.phase is Phase.QUESTION)
        self._visit("filing, opened in My CJ before", dialog)
        self._press(dialog, say("OtherDisputesPage", "Show the other one"))
        self._wait(lambda: self._window.accounts._filing.dialog not in (None, dialog))
        return self._await(FilingDialog)

    def _offline(self) -> None:
        """Without a line: what was read before stays to be read."""
        self._practice_server().world.is_api_disabled = True
        self._window.look_up(PARTLY_ORDER)
        self._wait(lambda: bool(self._bar_of(OrderPane).text))
        self._visit("main window, API access off", self._window)
        self._practice_server().world.is_api_disabled = False
        self._practice_server().stop()
        self._window.look_up(CLOSED_ORDER)
        self._await(HistoryPane).refresh()
        self._wait(lambda: bool(self._bar_of(OrderPane).text))
        self._visit("main window, offline", self._window)

    def _bar_of(self, kind: type[QWidget]) -> NoticeBar:
        return self._await(kind).findChildren(NoticeBar)[0]

    def _templates(self, dialog: FilingDialog) -> None:
        dialog.findChildren(TemplateRow)[0].edit()
        editor = self._await(TemplateEditor)
        self._visit("templates, none yet", editor)
        self._press(editor, say("TemplateEditor", "New"))
        self._wait(lambda: editor._state.text() == say("TemplateEditor", "Saved"))
        self._visit("templates", editor)
        self._press(editor, say("TemplateEditor", "Delete"))
        self._visit("templates, one is deleted", editor)
        self._press(editor, say("TemplateEditor", "Close"))
        # It goes once what is under way is saved.
        self._wait(lambda: not any(e.isVisible() for e in dialog.findChildren(TemplateEditor)))

    def _settings(self) -> None:
        self._window.accounts.account_side.open_settings()
        dialog = self._await(SettingsDialog)
        for page in range(dialog.findChildren(QTabWidget)[0].count()):
            dialog.show_page(page)
            self._visit(f"settings {page + 1}", dialog)
        dialog.close()

    def _look_at(self, name: str, dialog: QDialog) -> None:
        dialog.show()
        self._visit(name, dialog)
        dialog.close()
        delete(dialog)

    def _await(self, kind: type[W]) -> W:
        self._wait(lambda: any(each.isVisible() for each in self._window.findChildren(kind)))
        return next(each for each in self._window.findChildren(kind) if each.isVisible())

    def _wait(self, is_so: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(is_so, timeout=_PATIENCE)

    def _has(self, name: str) -> bool:
        buttons = self._window.findChildren(QPushButton)
        return any(each.isVisible() and each.text() == name for each in buttons)

    def _press(self, root: QWidget, name: str) -> None:
        def found() -> list[QPushButton]:
            return [
                each
                for each in root.findChildren(QPushButton)
                if each.isVisible() and each.isEnabled() and each.text() == name
            ]

        self._wait(lambda: bool(found()))
        found()[0].click()
