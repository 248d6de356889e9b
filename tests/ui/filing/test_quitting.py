"""Quit while the filing dialog holds the window open: carried out later, or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from app.background.runner import Lane
from app.domain.errors import AppError, Refused, RequestInfo, StorageCause, StorageFailed
from app.domain.filing.filing import OtherDisputesFound
from app.domain.filing.flow import Phase
from app.services.account_services import AccountServices
from app.storage.preferences import Preferences
from app.ui.filing.opener import FilingOpener
from app.ui.filing.template_editor import TemplateEditor
from app.ui.settings.choices import Choices
from app.ui.widgets.file_choice import FileChoice
from app.ui.widgets.pictures import PictureLoader
from app.ui.window.tray import Tray
from tests.builders import order
from tests.fakes.inline_executor import HeldExecutor, InlineExecutor, inline_runner
from tests.ui.filing.stage import FakeDesk, Stage
from tests.ui.filing.test_filing_opener import AccountDesk, Drafts
from tests.ui.filing.test_template_editor import MINE


class Lock(InlineExecutor):
    """Runs work at once, but for what comes while it is shut: that runs when it is opened."""

    def __init__(self) -> None:
        self.is_shut = False
        self._held = HeldExecutor()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        if self.is_shut:
            return self._held.submit(fn, *args, **kwargs)
        return super().submit(fn, *args, **kwargs)

    def open(self) -> None:
        self.is_shut = False
        while self._held.held:
            self._held.release()


class Window(QMainWindow):
    """Closes as the main window does, with a dialog open."""

    def __init__(self, qtbot: QtBot, folder: Path, storage: Lock) -> None:
        super().__init__()
        self.cj = Lock()
        self.storage = storage
        runner = inline_runner({Lane.CJ: self.cj, Lane.STORAGE: storage})
        self.desk = AccountDesk(drafts=Drafts())
        self.desk.templates.own = [MINE]  # before the dialog reads them
        self.opener = FilingOpener(
            runner,
            FileChoice(QSettings(str(folder / "windows.ini"), QSettings.Format.IniFormat)),
            self,
        )
        self.tray = Tray(self, Choices(Preferences(folder / "preferences.json"), runner))
        self.opener.open_desk(
            cast("AccountServices", self.desk), PictureLoader(runner, lambda _url: b"", runner)
        )
        self.opener.freed.connect(self.tray.try_again)
        self.opener.unsaved.connect(self.tray.stay)
        self.tray.held_up.connect(lambda: self.opener.tell_of_quitting(self.tray.stay))
        qtbot.addWidget(self)
        self.show()
        self.opener.begin_another(order())
        qtbot.waitUntil(lambda: self.opener.dialog is not None)
        dialog = self.opener.dialog
        assert dialog is not None
        held = cast("HeldExecutor", self.cj)
        self.stage = Stage(qtbot, cast("FakeDesk", self.desk), held, dialog, [])
        qtbot.waitActive(dialog)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.opener.may_close() or self.tray.takes_close():
            event.ignore()

    def send(self) -> None:
        """As far as CJ's answer, which is still to come."""
        self.stage.to_review()
        self.cj.is_shut = True
        self.stage.commit.click()
        assert self.stage.dialog.flow.phase is Phase.SENDING

    def type(self, text: str) -> None:
        """Something that is not saved yet."""
        self.stage.to_reason()
        self.storage.is_shut = True
        self.stage.message.setPlainText(text)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whenever the program is ended."""
    ends: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: ends.append(True))
    return ends


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    window = Window(qtbot, tmp_path, Lock())
    yield window
    window.storage.open()
    window.cj.open()
    if window.opener.dialog is not None:
        window.opener.dialog.done(0)
    window.close()


NO = Refused(RequestInfo(code=1607008, text="no"))


@pytest.mark.parametrize("answer", [None, NO, OtherDisputesFound(())], ids=["yes", "no", "another"])
def test_quit_while_sending_is_carried_out_after_the_answer(
    qtbot: QtBot, window: Window, ends: list[bool], answer: AppError | None
) -> None:
    window.desk.filing.errors = {"submit": [answer] if answer else []}
    window.send()
    window.tray.quit()
    assert window.isVisible()
    assert window.stage.notice == (
        "The program ends as soon as CJ has answered and everything is saved."
    )
    window.cj.open()
    qtbot.waitUntil(lambda: ends == [True])
    assert not window.isVisible()
    assert window.desk.filing.calls.count("submit") == 1
    assert window.desk.drafts.saved[-1].lines


def test_it_can_be_taken_back(qtbot: QtBot, window: Window, ends: list[bool]) -> None:
    window.send()
    window.tray.quit()
    window.stage.press("Stay open")
    assert window.stage.notice == ""
    window.cj.open()
    qtbot.waitUntil(lambda: window.stage.says("Filed: SH2611220001"))
    window.stage.press("Close")
    qtbot.waitUntil(lambda: window.opener.dialog is None)
    QApplication.processEvents()
    assert ends == []
    assert window.isVisible()


def test_quit_before_typing_is_saved_is_carried_out_after_that(
    qtbot: QtBot, window: Window, ends: list[bool]
) -> None:
    window.type("Broken in two")
    window.tray.quit()
    QApplication.processEvents()
    assert (window.isVisible(), ends) == (True, [])
    window.storage.open()
    qtbot.waitUntil(lambda: ends == [True])
    assert not window.isVisible()
    assert window.desk.drafts.saved[-1].message == "Broken in two"


def test_where_saving_fails_the_program_stays(
    qtbot: QtBot, window: Window, ends: list[bool]
) -> None:
    window.desk.drafts.errors = [StorageFailed(StorageCause.DISK_FULL) for _ in range(3)]
    window.type("Broken in two")
    window.tray.quit()
    window.storage.open()
    qtbot.waitUntil(lambda: "not kept yet" in window.stage.notice)
    window.desk.drafts.errors = []
    window.stage.press("Try again")
    qtbot.waitUntil(lambda: window.opener.dialog is None)
    QApplication.processEvents()
    assert (window.isVisible(), ends) == (True, [])
    assert window.desk.drafts.saved[-1].message == "Broken in two"


def _type_a_template(window: Window, text: str) -> TemplateEditor:
    """Something that is not saved yet, in the editor, which nobody has closed."""
    window.stage.to_reason()
    window.stage.reason_page.templates.edit()
    (editor,) = window.stage.dialog.findChildren(TemplateEditor)
    window.storage.is_shut = True
    QTest.keyClicks(editor._body, text)
    return editor


def test_quit_before_a_template_is_saved_is_carried_out_after_that(
    qtbot: QtBot, window: Window, ends: list[bool]
) -> None:
    _type_a_template(window, "Dear CJ: ")
    window.tray.quit()
    QApplication.processEvents()
    assert (window.isVisible(), ends) == (True, [])
    window.storage.open()
    qtbot.waitUntil(lambda: ends == [True])
    assert not window.isVisible()
    assert window.desk.templates.own[0].body == f"Dear CJ: {MINE.body}"


def test_where_a_template_cannot_be_saved_the_program_stays(
    qtbot: QtBot, window: Window, ends: list[bool]
) -> None:
    window.desk.templates.errors = [StorageFailed(StorageCause.DISK_FULL) for _ in range(3)]
    editor = _type_a_template(window, "Dear CJ: ")
    window.tray.quit()
    window.storage.open()
    QApplication.processEvents()
    assert window.isVisible()
    qtbot.waitUntil(lambda: "could not be saved" in editor._notice.text)
    assert window.stage.notice == ""
    window.desk.templates.errors = []
    editor.reject()
    QApplication.processEvents()
    assert (window.isVisible(), ends) == (True, [])
    assert window.desk.templates.own[0].body == f"Dear CJ: {MINE.body}"


def test_an_answer_that_could_not_be_written_down_is_seen_first(
    qtbot: QtBot, window: Window, ends: list[bool]
) -> None:
    window.desk.filing.is_recorded = False
    window.send()
    window.tray.quit()
    window.cj.open()
    qtbot.waitUntil(lambda: window.stage.dialog.flow.phase is Phase.OUTCOME)
    QApplication.processEvents()
    assert (window.isVisible(), ends) == (True, [])
    window.tray.quit()
    assert ends == [True]
