"""Exports and case files from the menu to the file: asks, works, shows how far it is, tells."""

from __future__ import annotations

import shutil
import weakref
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QLocale,
    QObject,
    QSettings,
    QTimer,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import QAction, QDesktopServices

from app.background.runner import BackgroundRunner, Lane
from app.domain.history.exports import CsvGuards, ExportFormat
from app.domain.history.history import HistoryQuery, HistoryRow
from app.domain.history.spans import Days, Span
from app.domain.text import file_name
from app.services.history.exporting import Exported, ExportOrder, ExportProgress
from app.support.clock import utc_now
from app.ui.deferred import in_turns, load
from app.ui.exporting.dialog import ExportChoice, ExportDialog, ExportScope, layout_of
from app.ui.exporting.messages import (
    case_saved_notice,
    done_notice,
    export_words,
    failure_notice,
    print_notice,
    stopped_notice,
)
from app.ui.messages.notices import Notice
from app.ui.widgets.actions import Shortcut, add_action
from app.ui.widgets.file_choice import FileChoice
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.notices.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

    from app.domain.account.accounts import AccountId
    from app.domain.errors import AppError
    from app.domain.history.case_files import CaseFile
    from app.domain.ids import DisputeId
    from app.services.account_services import AccountServices
    from app.services.history.reports import CaseFileService
    from app.ui.exporting.case_file import Pictures
    from app.ui.history.pane import HistoryPane

T = TypeVar("T")

_TICK_MS = 100


class ExportFlow(QObject):
    """One export at a time. Everything comes from this computer's copy, so it works offline."""

    def __init__(
        self,
        runner: BackgroundRunner,
        settings: QSettings,
        history: HistoryPane,
        parent: QWidget,
        *,
        now: Callable[[], datetime] = utc_now,
        open_url: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._files = FileChoice(settings)
        self._history = history
        self._parent = parent
        self.strip = ExportStrip(parent)
        self.notice = NoticeBar(parent, is_scrolled_to=True)
        """To be put where they are seen."""
        self._now = now
        self._open_url = open_url
        self._desk: AccountServices | None = None
        self._running: RunningExport | None = None
        # The system's region, whatever language was chosen here: Excel does not know of that.
        layout = layout_of(QLocale.system())
        self._last = ExportChoice(ExportScope.SHOWN, ExportFormat.XLSX, CsvGuards(), layout)
        self._chosen: tuple[DisputeId, ...] = ()
        """The disputes that were selected when the export was asked for."""
        self._prints: Path | None = None
        """The folder of what was laid out to be printed; it is there until the program ends."""
        self.dialog: ExportDialog | None = None
        """The export dialog while it is open."""
        self.file_dialog: QFileDialog | None = None
        """The latest dialog that asked for a file."""
        self.case_action = QAction(self.tr("Save c&ase file…"), self)

        self.case_action.setMenuRole(QAction.MenuRole.NoRole)
        history.export_requested.connect(self.export)
        history.offer(self.case_action)
        self.case_action.triggered.connect(lambda _checked=False: self.save_case())

    def add_actions(self, menu: QMenu) -> None:
        """Add exports and case files to a menu."""
        menu.addSeparator()
        add_action(menu, self.tr("&Export…"), self.export, Shortcut.EXPORT)
        menu.addAction(self.case_action)
        add_action(menu, self.tr("Print case &file…"), self.print_case)
        add_action(menu, self.tr("&Print table…"), self.print_table)

    def open_desk(self, desk: AccountServices) -> None:
        """Export this account's disputes from now on."""
        if self._running is not None and self._running.account_id != desk.account.account_id:
            self.stop()
        self._desk = desk

    @property
    def running(self) -> RunningExport | None:
        """The export that is under way, for the flow of another window to follow."""
        return self._running

    def follow(self, running: RunningExport) -> None:
        """Show how far this export is, and what comes of it."""
        self._running = running
        self.notice.clear()
        self.strip.watch(running.progress)
        running.ended.connect(self._end)
        if running.is_over:
            self._end()

    def export(self) -> None:
        """Ask what to export, and then where to."""
        if self._running is not None:
            self.strip.button.setFocus()
            return
        if self._desk is None or self.dialog is not None:
            return
        shown, overall = self._history.counts
        self._chosen = self._history.chosen_several
        dialog = ExportDialog(
            shown,
            overall,
            self._last,
            self._parent.window(),
            selected=len(self._chosen),
            now=self._now,
        )
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._ask_for_export_file(dialog.choice))
        dialog.count_wanted.connect(self._count)
        if self._last.span is not Span.ALL:
            dialog.ask_for_count()
        dialog.finished.connect(self._forget_dialog)
        dialog.open_once()

    def _count(self, days: Days) -> None:
        desk, dialog = self._desk, self.dialog
        if desk is None or dialog is None:
            return
        exports, query = desk.reports.exports, HistoryQuery(created=days)
        counts: list[int] = []

        def tell() -> None:
            if dialog is self.dialog:  # it is not gone yet
                dialog.show_count(days, *counts)

        self._runner.run(
            lambda: exports.count(query),
            owner=self,
            on_success=counts.append,
            on_error=self._tell_failure,
            on_end=tell,
            lane=Lane.REPORTS,
        )

    def save_case(self) -> None:
        """Ask where to save the case file of the dispute that is selected."""
        dispute_id = self._history.chosen
        if dispute_id is None:
            self.notice.show_notice(Notice(self.tr("Choose one dispute in the table first.")))
        else:
            self.save_case_of(dispute_id)

    def save_case_of(self, dispute_id: DisputeId) -> None:
        """Ask where to save the case file of this dispute."""
        desk = self._desk
        if desk is None:
            return
        load(self._make_case, self, lambda: self._ask_for_case_file(desk, dispute_id))

    def _ask_for_case_file(self, desk: AccountServices, dispute_id: DisputeId) -> None:
        self.file_dialog = self._files.ask(
            self._parent.window(),
            self.tr("Save case file"),
            self._named(self.tr("Case {dispute}").format(dispute=dispute_id), desk),
            (self.tr("PDF"), "pdf"),
            lambda path: self._save_case(desk, dispute_id, path),
        )

    def print_case(self) -> None:
        """Lay the case file of the selected dispute out, for the system's viewer to print."""
        desk, dispute_id = self._desk, self._history.chosen
        if desk is None or dispute_id is None:
            self.notice.show_notice(Notice(self.tr("Choose one dispute in the table first.")))
            return
        name = self._named(self.tr("Case {dispute}").format(dispute=dispute_id), desk)
        cases = desk.reports.cases

        def make() -> None:
            self._make_case(desk, dispute_id, lambda pdf: self._show_print(cases, name, pdf))

        load(self._make_case, self, make)

    def print_table(self) -> None:
        """The same for the disputes that are shown, in their order."""
        desk, query = self._desk, self._history.query
        if desk is not None:
            load(self._print_rows, self, lambda: self._print_rows(desk, query))

    def _print_rows(self, desk: AccountServices, query: HistoryQuery) -> None:
        """Read in the background, and lay out here, as Qt's text is for one thread."""
        from app.ui.exporting.paper import MOST_PRINTED, table_printing

        cases, exports = desk.reports.cases, desk.reports.exports
        name = self._named(self.tr("Disputes {day}").format(day=self._today), desk)

        def lay_out(found: tuple[tuple[HistoryRow, ...], int]) -> None:
            printing = table_printing(*found, self._now(), is_practice=desk.account.is_practice)
            in_turns(printing.steps(), self, lambda: self._show_print(cases, name, printing.pdf))

        self._run(lambda: exports.first_rows(query, MOST_PRINTED), lay_out)

    def _save_case(self, desk: AccountServices, dispute_id: DisputeId, path: Path) -> None:
        def write(pdf: bytes) -> None:
            self._run(lambda: desk.reports.cases.save(pdf, path), tell)

        def tell(_none: object) -> None:
            self._tell_file(case_saved_notice(path), path)

        self._make_case(desk, dispute_id, write)

    def _make_case(
        self, desk: AccountServices, dispute_id: DisputeId, take: Callable[[bytes], object]
    ) -> None:
        """Read in the background, and lay out here, as Qt's text is for one thread."""
        cases, is_practice = desk.reports.cases, desk.account.is_practice
        from app.ui.exporting.case_file import CasePrinting, attached_pictures

        def read() -> tuple[CaseFile, Pictures]:
            case = cases.case_of(dispute_id)
            return case, attached_pictures(case.attachments)

        def lay_out(content: tuple[CaseFile, Pictures]) -> None:
            printing = CasePrinting(*content, is_practice=is_practice)
            in_turns(printing.steps(), self, lambda: take(printing.pdf))

        self._run(read, lay_out)

    def _show_print(self, cases: CaseFileService, name: str, pdf: bytes) -> None:
        """Have the system's viewer show it: that prints it, with all that the printer can."""

        def write() -> Path:
            file = f"{file_name(name)}.pdf"
            if self._prints is None:
                self._prints = cases.make_print_folder(file)
                # Not by a signal of the end: this window may have given way to another by then.
                self._end_of_prints = weakref.finalize(
                    self._runner, shutil.rmtree, self._prints, ignore_errors=True
                )
            path = self._prints / file
            cases.save(pdf, path)
            return path

        def show(path: Path) -> None:
            self._open(path)
            self.notice.show_notice(print_notice(path))

        self._run(write, show)

    def _run(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        self._runner.run(
            work, owner=self, on_success=then, on_error=self._tell_failure, lane=Lane.REPORTS
        )

    @property
    def _today(self) -> str:
        return self._now().astimezone().date().isoformat()

    def _named(self, name: str, desk: AccountServices) -> str:
        """A file's name, which tells what is from practice mode."""
        is_practice = desk.account.is_practice
        return self.tr("Practice – {name}").format(name=name) if is_practice else name

    def stop(self) -> None:
        """Stop the export that is under way, if one is."""
        if self._running is not None:
            self._running.stop()

    def _forget_dialog(self) -> None:
        self.dialog = None

    def _ask_for_export_file(self, choice: ExportChoice) -> None:
        desk = self._desk
        if desk is None:
            return
        self._last = choice
        kinds = {
            ExportFormat.XLSX: self.tr("Excel workbook"),
            ExportFormat.CSV: self.tr("CSV text"),
        }
        self.file_dialog = self._files.ask(
            self._parent.window(),
            self.tr("Export disputes"),
            self._named(self.tr("Disputes {day}").format(day=self._today), desk),
            (kinds[choice.format], choice.format.value),
            lambda path: self._start(choice, path),
        )

    def _start(self, choice: ExportChoice, path: Path) -> None:
        desk = self._desk
        if desk is None or self._running is not None:
            return
        query = self._query_of(choice)
        order = ExportOrder(path, choice.format, query, choice.guards, choice.layout)
        running = RunningExport(self._runner, desk.account.account_id)
        self.follow(running)
        running.begin(desk, order)

    def _query_of(self, choice: ExportChoice) -> HistoryQuery:
        if choice.scope is ExportScope.ALL:
            return HistoryQuery(created=choice.span.on(self._now().astimezone().date()))
        shown = self._history.query
        if choice.scope is ExportScope.SHOWN:
            return shown
        return HistoryQuery(sort=shown.sort, descending=shown.descending, only=self._chosen)

    def _tell_failure(self, error: AppError) -> None:
        self.notice.show_notice(failure_notice(error))

    def _end(self) -> None:
        running, self._running = self._running, None
        self.strip.clear()
        if running is None:
            return
        running.deleteLater()
        if running.path is not None and running.notice is not None:
            self._tell_file(running.notice, running.path)
        elif running.notice is not None:
            self.notice.show_notice(running.notice)

    def _tell_file(self, notice: Notice, path: Path) -> None:
        self.notice.show_notice(
            notice,
            actions=(
                (self.tr("Open file"), lambda: self._open(path)),
                (self.tr("Open folder"), lambda: self._open(path.parent)),
            ),
        )

    def _open(self, path: Path) -> None:
        self._open_url(QUrl.fromLocalFile(str(path)))


class RunningExport(QObject):
    """An export under way, and then what came of it. It outlives the window that began it."""

    ended = Signal()

    def __init__(self, runner: BackgroundRunner, account_id: AccountId) -> None:
        super().__init__(runner)
        self._runner = runner
        self.account_id = account_id
        self.progress = ExportProgress()
        self.is_over = False
        self.notice: Notice | None = None
        """What is to be said at its end; None after a bug, which is told by itself."""
        self.path: Path | None = None
        """The file that was written."""
        app = QCoreApplication.instance()
        if app is not None:
            # Or the end of the program would wait for the end of the export.
            app.aboutToQuit.connect(self.stop)

    def begin(self, desk: AccountServices, order: ExportOrder) -> None:
        """Start to write."""
        exports = desk.reports.exports
        words = export_words(is_practice=desk.account.is_practice)
        self._runner.run(
            lambda: exports.export(order, words, self.progress),
            owner=self,
            on_success=self._take,
            on_error=self._take_failure,
            on_end=self._end,
            lane=Lane.REPORTS,
        )

    @Slot()
    def stop(self) -> None:
        """Throw away what is unfinished."""
        self.progress.is_stopped = True

    def _take(self, exported: Exported | None) -> None:
        if exported is None:
            self.notice = stopped_notice()
        else:
            self.path = exported.path
            self.notice = done_notice(exported.rows, exported.path)

    def _take_failure(self, error: AppError) -> None:
        self.notice = failure_notice(error)

    def _end(self) -> None:
        self.is_over = True
        self.ended.emit()


class ExportStrip(ProgressLine):
    """Takes no room while nothing is exported. Looks at the progress; it is told nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Export"), parent)
        self._progress: ExportProgress | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self.button.setText(self.tr("Stop"))

        self.button.clicked.connect(self._ask_to_stop)
        self._timer.timeout.connect(self.look)

    def watch(self, progress: ExportProgress) -> None:
        """Show this export until `clear`."""
        self._progress = progress
        self.button.setEnabled(True)
        self.look()
        self._timer.start()

    def clear(self) -> None:
        """Show none."""
        self._progress = None
        self._timer.stop()
        self.hide()

    def look(self) -> None:
        """Show how far it has come by now."""
        progress = self._progress
        if progress is None:
            return
        if progress.is_stopped:
            text = self.tr("Stopping…")
        elif progress.total and progress.done >= progress.total:
            text = self.tr("Putting the file together…")
        else:
            text = self.tr("Exporting: {done} of {total}").format(
                done=f"{progress.done:,}", total=f"{progress.total:,}"
            )
        self.say(text, progress.done, progress.total)  # 0 until they are counted

    def _ask_to_stop(self) -> None:
        if self._progress is not None:
            self._progress.is_stopped = True
            self.button.setEnabled(False)
            self.look()
