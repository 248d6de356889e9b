"""Many refunds to buyers at once: pasted from a shop's list, by order number."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialogButtonBox, QSizePolicy, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.messages.buyer_refunds import problem_text
from app.ui.messages.notices import Operation, notice_for
from app.ui.theme import SPACE_L, SPACE_S, SPACE_XL
from app.ui.widgets.fields.long_text import LongTextEdit, cut_sentence
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label, set_property, title_label
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.errors import AppError
    from app.domain.history.buyer_refunds import PastedLine
    from app.services.history.buyer_refunds import BuyerRefundService

T = TypeVar("T")
translate = QCoreApplication.translate

READ_AFTER_MS = 250
_LIMIT = 200_000
_MOST_SHOWN = 200
"""Lines with a problem that are told one by one."""


class PasteRefundsDialog(Dialog):
    """Reads while one types, says what is taken and what is not, and saves all that is taken."""

    saved = Signal(int)
    """How many refunds are kept now that were pasted."""

    def __init__(
        self, runner: BackgroundRunner, service: BuyerRefundService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._working = Latest(runner, self, Lane.STORAGE)
        self._lines: tuple[PastedLine, ...] = ()
        self._is_cut = False
        self._soon = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self.box = LongTextEdit(_LIMIT, 6)
        self.problems = LongTextEdit(_LIMIT, 4)
        self._summary = plain_label(wraps=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = self._buttons.addButton(
            self.tr("Save refunds"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        name = self.tr("Refunds to buyers")
        self.setWindowTitle(name)
        self.setAccessibleName(name)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.box.setAccessibleName(self.tr("Lines to paste"))
        self.box.setPlaceholderText(self.tr("Such as 1001;12.50;2026-11-20;EUR 11.50"))
        self.box.setTabChangesFocus(True)
        self.problems.setAccessibleName(self.tr("Lines that are not taken"))
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        for each in (self.box, self.problems):
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(self.tr("Cancel"))
        self.save_button.setProperty("primary", True)

        how = self.tr(
            "One line an order: its number, the amount in USD and, if you like, the day and what "
            "was paid in another currency. Tabs, semicolons or commas between them."
        )
        fill(
            QVBoxLayout(self),
            title_label(name),
            muted_label(how),
            (self.box, 3),
            self._summary,
            (self.problems, 2),
            self._buttons,
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L),
            spacing=SPACE_S,
        )
        self.setMinimumWidth(480)

        self.box.textChanged.connect(self._take_text)
        self.box.was_cut.connect(self._tell_cut)
        self._soon.timeout.connect(self.read_now)
        self._buttons.accepted.connect(self._save)
        self._buttons.rejected.connect(self.reject)
        self._show_lines(())

    @property
    def summary(self) -> str:
        """What is said of all lines together."""
        return self._summary.text()

    def read_now(self) -> None:
        """Look at what was pasted."""
        self._soon.stop()
        text = self.box.toPlainText()
        self._run(lambda: self._service.read_pasted(text), self._show_lines)

    def _take_text(self) -> None:
        self._is_cut = False
        self._working.cancel()
        self.save_button.setEnabled(False)
        self._soon.start()

    def _tell_cut(self) -> None:
        self._is_cut = True

    def _show_lines(self, lines: tuple[PastedLine, ...]) -> None:
        self._lines = lines
        taken = [each for each in lines if each.dispute_id]
        left = [each for each in lines if each.problem is not None]
        said = []
        if lines:
            said.append(
                self.tr("Taken: {count} of {all} lines.").format(
                    count=f"{len(taken):,}", all=f"{len(lines):,}"
                )
            )
        if replaced := sum(each.before not in (None, each.refund) for each in taken):
            said.append(
                self.tr("Refunds that are replaced by them: {count}.").format(count=f"{replaced:,}")
            )
        if self._is_cut:
            said.append(cut_sentence())
        self._say(formatting.sentences(*said), is_bad=bool(left) or self._is_cut)
        shown = [_problem_line(each) for each in left[:_MOST_SHOWN]]
        if len(left) > _MOST_SHOWN:
            shown.append(self.tr("… and {count} more").format(count=f"{len(left) - _MOST_SHOWN:,}"))
        self.problems.setPlainText("\n".join(shown))
        self.problems.setVisible(bool(left))
        self.save_button.setEnabled(bool(taken))

    def _save(self) -> None:
        lines = self._lines
        self.save_button.setEnabled(False)
        self._run(lambda: self._service.save_pasted(lines), self._take_saved)

    def _take_saved(self, count: int) -> None:
        self.saved.emit(count)
        self.accept()

    def _run(self, work: Callable[[], T], take: Callable[[T], object]) -> None:
        self._working.run(work, on_success=take, on_error=self._fail, on_crash=self._allow_again)

    def _fail(self, error: AppError) -> None:
        self._say(notice_for(error, Operation.SAVE).text, is_bad=True)
        announce(self, self.summary, is_urgent=True)
        self._allow_again()

    def _allow_again(self) -> None:
        """Saving does no harm twice."""
        self.save_button.setEnabled(any(each.dispute_id for each in self._lines))

    def _say(self, text: str, *, is_bad: bool) -> None:
        self._summary.setText(text)
        self._summary.setVisible(bool(text))
        set_property(self._summary, "tone", "warn" if is_bad else "")


def _problem_line(line: PastedLine) -> str:
    text = translate("BuyerRefunds", "Line {number} ({order}): {problem}")
    order = one_line(line.order, 40) or "–"
    problem = problem_text(line.problem) if line.problem else ""
    return text.format(number=line.number, order=order, problem=problem)
