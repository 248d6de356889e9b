"""What the merchant gave back to buyers: typed for one dispute, or pasted from a shop's list.

With it, what the dispute cost in the end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.history.buyer_refunds import (
    ORIGINAL_LIMIT,
    BuyerRefund,
    LineProblem,
    PastedLine,
    amount_above_zero,
    day_of,
    problem_of,
)
from app.domain.money import NotAnAmount
from app.domain.text import one_line
from app.support.clock import utc_now
from app.ui.history.details.autosaved import AutosavedBox
from app.ui.messages import formatting
from app.ui.messages.buyer_refunds import loss_sentence, problem_text
from app.ui.messages.notices import Operation, notice_for
from app.ui.theme import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.fields.long_text import LongTextEdit, cut_sentence
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import level, muted_label, plain_label, set_property, title_label
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute
    from app.domain.errors import AppError
    from app.domain.ids import DisputeId
    from app.services.history.buyer_refunds import BuyerRefundService

T = TypeVar("T")
translate = QCoreApplication.translate

READ_AFTER_MS = 250
_AMOUNT_LIMIT = 40
_PASTE_LIMIT = 200_000
_MOST_SHOWN = 200
"""Lines with a problem that are told one by one."""


class BuyerRefundBox(AutosavedBox):
    """The refund of one dispute.

    What cannot be read is not saved: what was kept stays, and the sentence below says so.
    """

    save_requested = Signal(object, object)
    """A `DisputeId` and the `BuyerRefund` to keep for it, or None."""
    kept_changed = Signal()
    """What is kept of it is known, or another amount."""

    def __init__(
        self, parent: QWidget | None = None, *, now: Callable[[], datetime] = utc_now
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._dispute: Dispute | None = None
        self.kept: BuyerRefund | None = None
        """What is kept, as far as it is known yet."""
        self.amount = LineEdit(_AMOUNT_LIMIT)
        self.day = LineEdit(_AMOUNT_LIMIT)
        self.original = LineEdit(ORIGINAL_LIMIT)
        self.paste_button = QPushButton(self.tr("Paste many refunds…"), flat=True)
        self.day.setPlaceholderText(self.tr("Such as 2026-11-20"))
        self.original.setPlaceholderText(self.tr("Such as EUR 11.50"))

        form = QFormLayout(
            verticalSpacing=SPACE_XS,
            horizontalSpacing=SPACE_S,
            labelAlignment=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            rowWrapPolicy=QFormLayout.RowWrapPolicy.DontWrapRows,
        )
        form.setContentsMargins(0, 0, 0, 0)
        self._fields = (self.amount, self.day, self.original)
        for name, field in (
            (self.tr("Refunded to buyer (USD)"), self.amount),
            (self.tr("Refunded on"), self.day),
            (self.tr("Paid as"), self.original),
        ):
            label = level(muted_label(name, wraps=False))
            label.setBuddy(field)
            field.setAccessibleName(name)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            field.setMinimumWidth(60)
            field.textEdited.connect(self._take_text)
            field.editingFinished.connect(self.save_now)
            form.addRow(label, field)
        parts = (form, self._state, (self.paste_button, Qt.AlignmentFlag.AlignLeft))
        fill(QVBoxLayout(self), *parts, margins=0, spacing=SPACE_XS)

        self.amount.textEdited.connect(self._propose_day)

    def show_dispute(self, dispute: Dispute | None) -> None:
        """Belong to this dispute, as it stands; what was typed for another one is saved first."""
        dispute_id = dispute.dispute_id if dispute else None
        self._dispute = dispute
        if dispute_id != self._dispute_id:
            self._turn_to(dispute_id)
        if not self._is_dirty:
            self._tell()

    def show_refund(self, refund: BuyerRefund | None) -> None:
        """Show what is kept, unless something was typed meanwhile."""
        is_news, self.kept = refund != self.kept, refund
        if not self._is_dirty:
            if is_news:
                self._put(refund)
            self._tell()
        if is_news:
            self.kept_changed.emit()

    def take_saved(self, dispute_id: DisputeId, refund: BuyerRefund | None) -> None:
        """A refund was saved."""
        if self._note_saved(dispute_id):
            self.kept = refund
            if refund is None:
                self._put(None)
            self._tell()
            self.kept_changed.emit()

    def _texts(self) -> tuple[str, ...]:
        texts = tuple(field.text() for field in self._fields)
        # What is taken away goes whole: by then another one may be shown, of which none is kept.
        is_taken_away = self.kept is not None and not texts[0].strip()
        return ("", "", "") if is_taken_away else texts

    def _put_texts(self, typed: tuple[str, ...] | None) -> None:
        self._put(None)
        for field, text in zip(self._fields, typed or (), strict=False):
            field.setText(text)

    def _hand_out(self, dispute_id: DisputeId, texts: tuple[str, ...]) -> None:
        try:
            refund = self._typed(texts)
        except ValueError as error:
            if dispute_id != self._dispute_id:
                return  # it was told while it stood there
            problem = problem_of(error)
            field = self.day if problem is LineProblem.NO_DAY else self.amount
            text = formatting.sentences(problem_text(problem), self.tr("Not saved."))
            self._say(text, is_bad=True, wrong=field)
        else:
            self.save_requested.emit(dispute_id, refund)

    def _tell_unsaved(self) -> None:
        self._say(self.tr("Not saved yet."), is_bad=True)

    def _typed(self, texts: tuple[str, ...]) -> BuyerRefund | None:
        """What stands in the fields; raises `ValueError`."""
        text, day, original = map(str.strip, texts)
        if not text:
            if day or original:
                raise NotAnAmount  # without one there is nothing to keep them with
            return None
        return BuyerRefund(amount_above_zero(text), day_of(day) if day else None, original)

    def _take_text(self) -> None:
        self._say(self.tr("Saving…"))
        self._save_soon()

    def _propose_day(self, text: str) -> None:
        """Today, where an amount is begun, or the day of the one that is typed over; none where it
        is taken away.
        """
        if not text.strip():
            self.day.clear()
        elif not self.day.text():
            today = self._now().astimezone().date()
            day = today if self.kept is None else self.kept.day
            self.day.setText(day.isoformat() if day else "")

    def _put(self, refund: BuyerRefund | None) -> None:
        self.kept = refund
        self.amount.setText("" if refund is None else str(refund.amount))
        self.day.setText(refund.day.isoformat() if refund and refund.day else "")
        self.original.setText(refund.original if refund else "")

    def _tell(self) -> None:
        if self.kept is None or self._dispute is None:
            self._say(self.tr("For your own records; never sent to CJ."))
        else:
            self._say(loss_sentence(self._dispute, self.kept.amount))

    def _say(self, text: str, *, is_bad: bool = False, wrong: LineEdit | None = None) -> None:
        self._state.setText(text)
        set_property(self._state, "tone", "warn" if is_bad else "")
        for each in (self.amount, self.day):
            set_property(each, "invalid", each is wrong)


class PasteRefundsDialog(Dialog):
    """Many at once, by order number: reads while one types, says what is taken and what is not.

    All that is taken is saved, which accepts it.
    """

    def __init__(
        self, runner: BackgroundRunner, service: BuyerRefundService, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._working = Latest(runner, self, Lane.STORAGE)
        self._lines: tuple[PastedLine, ...] = ()
        self._is_cut = False
        self._soon = QTimer(self, singleShot=True, interval=READ_AFTER_MS)
        self.box = LongTextEdit(_PASTE_LIMIT, 6)
        self.problems = LongTextEdit(_PASTE_LIMIT, 4)
        self._summary = plain_label(wraps=True)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save_button = self._buttons.addButton(
            self.tr("Save refunds"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        name = self.tr("Refunds to buyers")
        self.setWindowTitle(name)
        self.box.setAccessibleName(self.tr("Lines to paste"))
        self.box.setPlaceholderText(self.tr("Such as 1001;12.50;2026-11-20;EUR 11.50"))
        self.box.setTabChangesFocus(True)
        self.problems.setAccessibleName(self.tr("Lines that are not taken"))
        self.problems.setReadOnly(True)
        for each in (self.box, self.problems):
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self.save_button.setProperty("primary", True)

        how = self.tr(
            "One line for each order: its number, the amount in USD and, if you like, the day and "
            "what was paid in another currency, with tabs, semicolons or commas between them."
        )
        self.box.setAccessibleDescription(how)
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

    def read_now(self) -> None:
        """Look at what was pasted."""
        self._soon.stop()
        text = self.box.toPlainText()
        self._run(lambda: self._service.read_pasted(text), self._take_lines)

    def _take_text(self) -> None:
        self._is_cut = False
        self._lines = ()  # they are another text's, also where this one cannot be read
        self._working.cancel()
        self.save_button.setEnabled(False)
        self._soon.start()

    def _tell_cut(self) -> None:
        self._is_cut = True

    def _take_lines(self, lines: tuple[PastedLine, ...]) -> None:
        self._show_lines(lines)
        if lines:
            announce(self, self._summary.text())

    def _show_lines(self, lines: tuple[PastedLine, ...]) -> None:
        self._lines = lines
        taken = [each for each in lines if each.dispute_id]
        left = [each for each in lines if each.problem is not None]
        replaced = sum(each.before not in (None, each.refund) for each in taken)
        count = self.tr("Taken: {count} of {all} lines.")
        old = self.tr("Refunds that are replaced by them: {count}.")
        said = formatting.sentences(
            count.format(count=f"{len(taken):,}", all=f"{len(lines):,}") if lines else "",
            old.format(count=f"{replaced:,}") if replaced else "",
            cut_sentence() if self._is_cut else "",
        )
        self._say(said, is_bad=bool(left) or self._is_cut)
        shown = [_problem_line(each) for each in left[:_MOST_SHOWN]]
        if len(left) > _MOST_SHOWN:
            shown.append(self.tr("… and {count} more").format(count=f"{len(left) - _MOST_SHOWN:,}"))
        self.problems.setPlainText("\n".join(shown))
        self.problems.setVisible(bool(left))
        self.save_button.setEnabled(bool(taken))

    def _save(self) -> None:
        lines = self._lines
        self.save_button.setEnabled(False)
        # Another text would take the place of what is being saved, and nobody be told of that.
        self.box.setReadOnly(True)
        self._run(lambda: self._service.save_pasted(lines), lambda _none: self.accept())

    def reject(self) -> None:
        if not self.box.isReadOnly():  # else it is too late: it closes by itself
            super().reject()

    def _run(self, work: Callable[[], T], take: Callable[[T], object]) -> None:
        self._working.run(work, on_success=take, on_error=self._fail, on_crash=self._allow_again)

    def _fail(self, error: AppError) -> None:
        self._allow_again()
        self._say(notice_for(error, Operation.SAVE).text, is_bad=True)
        announce(self, self._summary.text(), is_urgent=True)

    def _allow_again(self) -> None:
        """Saving does no harm twice. Where the text was not read, nothing is said of its lines."""
        self.box.setReadOnly(False)
        self._show_lines(self._lines)

    def _say(self, text: str, *, is_bad: bool) -> None:
        self._summary.setText(text)
        self._summary.setVisible(bool(text))
        set_property(self._summary, "tone", "warn" if is_bad else "")


def _problem_line(line: PastedLine) -> str:
    text = translate("BuyerRefunds", "Line {number} ({order}): {problem}")
    order = one_line(line.order, 40) or "–"
    problem = problem_text(line.problem) if line.problem else ""
    return text.format(number=line.number, order=order, problem=problem)
