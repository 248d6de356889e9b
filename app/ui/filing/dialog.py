"""The filing dialog: three pages, one commit point, and what came of it.

The draft lives in `DraftEditor`; `Sender` files; `DialogNotices` words and answers failures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.domain.dispute_flow import Field, Problem, ProblemKind, problems_in
from app.domain.errors import AppError, NotAllowedNow
from app.domain.filing import EDITABLE, DisputeDraft, Filing, FilingState, Step
from app.ui.filing import words
from app.ui.filing.closing import Closing
from app.ui.filing.dialog_notices import DialogNotices, Topic
from app.ui.filing.draft_changes import first_step, lines_left
from app.ui.filing.draft_editor import DraftEditor
from app.ui.filing.draft_tools import DraftTools
from app.ui.filing.footer import Footer
from app.ui.filing.page_dialog import PageDialog
from app.ui.filing.pages import Pages
from app.ui.filing.sender import Sender
from app.ui.filing.shortcuts import add_shortcuts
from app.ui.filing.step_header import StepHeader
from app.ui.filing.terms_state import TermsState
from app.ui.notices import Doing, Notice
from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from app.ui.widgets.announce import announce

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtGui import QShowEvent

    from app.background.runner import BackgroundRunner
    from app.domain.disputes import Ceiling
    from app.domain.orders import DisputableOrder
    from app.services.desk import Desk
    from app.ui.widgets.pictures import PictureLoader


class FilingDialog(PageDialog):
    """Files one dispute. Closing it never asks: the draft is saved."""

    settled = Signal(object)
    """The `Filing` after each change of its state: filed, confirmed or unknown."""
    sign_in_requested = Signal()
    """The token died. Sign in over this dialog, then call `resume_after_sign_in`."""
    other_filing_requested = Signal(object)
    """The `BusinessDisputeId` of the filing that holds one of the items."""
    another_requested = Signal()
    """Another draft for the same order is wanted."""

    def __init__(
        self,
        desk: Desk,
        runner: BackgroundRunner,
        pictures: PictureLoader,
        order: DisputableOrder,
        draft: DisputeDraft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = DraftEditor(desk, runner, order, draft, self)
        self._sender = Sender(desk.filing, runner, self)
        self._closing = Closing(self._editor, self)
        # Before the pages, which come one by one: going round, Tab comes by here after them.
        self._footer = Footer(self)
        self._header = StepHeader(draft.order_number or draft.order_id, self)
        self._notices = DialogNotices(self._editor, self)
        self._pages = Pages(self._editor, desk, runner, pictures, self)
        self._tools = DraftTools(
            desk, runner, self._editor, self._pages, self._footer, self._notices, self
        )
        self._filing: Filing | None = None
        self._is_started = self._is_armed = self._is_sending = False
        self._goes_on_with_terms = False
        self.setWindowTitle(self.tr("File a dispute"))

        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._header)
        layout.addWidget(self._notices.bar)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._footer)

        self._connect_parts()
        add_shortcuts(self, go_on=self._footer.press_onward, choose=self._choose_by_number)
        self._open_where_it_was()
        self._notices.tell_of_changes(self._editor.line_changes)

    @property
    def draft(self) -> DisputeDraft:
        """The draft as it stands."""
        return self._editor.draft

    def show_filing(self, filing: Filing) -> None:
        """Open on how this filing stands, where it has left already or was refused."""
        if filing.state not in EDITABLE:
            self._editor.freeze()
            self._show_outcome(filing)
        elif filing.state is FilingState.REFUSED:
            self._notices.tell_of_refusal(filing)

    def offer_another(self, saved: datetime | None = None) -> None:
        """Say that this draft was begun before, where the order has items beside it."""
        if lines_left(self._editor.draft, self._editor.order):
            self._notices.tell_of_resumption(saved)

    def resume_after_sign_in(self) -> None:
        """Repeat once what the dead token interrupted. No field has changed."""
        self._notices.repeat_interrupted()

    def tell_of_account(self, notice: Notice) -> None:
        """Say why another account is not opened while this dialog is."""
        self._notices.tell_of_account(notice)

    def reject(self) -> None:
        """Close without a question, once what was typed is saved. Not while sending."""
        if self._is_sending:
            self._notices.tell_of_sending()
        else:
            self._closing.ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_started and self._filing is None:
            self._is_started = True
            self._tools.start()

    def _connect_parts(self) -> None:
        self._pages.reason_page_made.connect(self._tools.serve)
        self._pages.draft_edited.connect(self._take_edit)
        self._pages.replacement_wanted.connect(self._notices.ask_to_replace)
        self._pages.review_shown.connect(self._arm_commit)
        self._pages.check_requested.connect(self._check_again)
        self._pages.resend_requested.connect(self._send_again)
        self._header.step_chosen.connect(self._show_step)
        self._footer.cancel_pressed.connect(self.reject)
        self._footer.back_pressed.connect(self._go_back)
        self.next_wanted.connect(self._footer.press_next)
        self._footer.next_pressed.connect(self._go_on)
        self._footer.commit_pressed.connect(self._commit)
        self._editor.draft_changed.connect(self._render_draft)
        self._editor.terms_changed.connect(self._render_terms)
        self._editor.saved.connect(self._footer.show_saved)
        self._editor.save_failed.connect(self._show_save_failure)
        self._sender.settled.connect(self._take_filing)
        self._sender.returned.connect(self._return_to_review)
        self._sender.check_failed.connect(self._show_check_failure)
        self._notices.sign_in_requested.connect(self.sign_in_requested)
        self._notices.other_filing_requested.connect(self.other_filing_requested)
        self._notices.close_requested.connect(self._close)
        self._notices.another_requested.connect(self.another_requested)
        self._tools.restored.connect(self._open_where_it_was)
        self._closing.allowed.connect(self._close)
        self._closing.prevented.connect(self._notices.tell_of_unsaved)
        self._notices.closing_wanted.connect(self.reject)

    def _open_where_it_was(self) -> None:
        self._show_step(first_step(self._editor.draft, self._editor.order))

    def _show_step(self, step: Step) -> None:
        if self._is_sending or self._filing is not None:
            return
        if step is Step.REVIEW:
            self._pages.add_pending_link()
        self._stop_waiting()
        self._notices.clear(Topic.PROBLEM, Topic.TEMPLATE)
        self._is_armed = False
        self._editor.go_to(step)
        self._pages.show_step(step)
        self._header.show_step(step)
        self._footer.show_step(step)
        self._render_draft()
        self._render_terms()
        on = self._footer
        self._pages.focus_page(step, on.commit_button if step is Step.REVIEW else on.next_button)
        announce(self, words.step_announcement(step))

    def _go_on(self) -> None:
        step = self._pages.step
        if step in (Step.ITEMS, Step.REASON) and not self._has_problem_in(step):
            self._show_step(Step(step + 1))

    def _go_back(self) -> None:
        if step := self._pages.step:
            self._show_step(Step(step - 1))

    def _has_problem_in(self, step: Step) -> bool:
        """Whether the step is not done yet; says what is missing, or waits for CJ."""
        if step is not Step.ITEMS:
            self._pages.add_pending_link()
        editor = self._editor
        problems = problems_in(step, editor.draft, editor.order, editor.terms)
        if not problems:
            return False
        if problems[0].kind is ProblemKind.TERMS_UNKNOWN:
            self._wait_for_terms(step)
        else:
            self._show_problem(problems[0])
        return True

    def _wait_for_terms(self, step: Step) -> None:
        """Have CJ asked, and go on from the first page by itself once it has answered."""
        if step is Step.ITEMS:
            self._goes_on_with_terms = True
            self._footer.set_waiting(is_waiting=True)
            announce(self, self.tr("Waiting for CJ…"))
        else:
            self._notices.show_problem(Problem(Field.LINES, ProblemKind.TERMS_UNKNOWN))
        self._editor.ask_for_terms()

    def _stop_waiting(self) -> None:
        self._goes_on_with_terms = False
        self._footer.set_waiting(is_waiting=False)

    def _show_problem(self, problem: Problem) -> None:
        step = Step.ITEMS if problem.field is Field.LINES else Step.REASON
        if self._pages.step is not step:
            self._show_step(step)
        self._notices.show_problem(problem)
        self._pages.focus_problem(problem)

    def _choose_by_number(self, number: int) -> None:
        if not self._is_sending:
            self._pages.choose_by_number(number)

    def _take_edit(self, draft: DisputeDraft) -> None:
        self._stop_waiting()
        self._notices.clear(Topic.PROBLEM)
        self._editor.change(draft)

    def _render_draft(self) -> None:
        self._pages.render_draft()
        self._show_commit_label()

    def _render_terms(self) -> None:
        state = self._editor.terms_state
        self._footer.show_ceiling(state, self._editor.last_terms)
        self._pages.render_terms()
        self._show_commit_label()
        if state is TermsState.KNOWN:
            self._notices.clear(Topic.TERMS)
        if self._goes_on_with_terms and state is not TermsState.ASKING:
            self._stop_waiting()
            if state is TermsState.KNOWN:
                self._go_on()

    def _show_commit_label(self) -> None:
        editor = self._editor
        self._footer.show_commit(editor.draft.expected, editor.terms, is_sending=self._is_sending)

    def _arm_commit(self) -> None:
        if self._pages.step is Step.REVIEW:
            self._is_armed = True

    def _commit(self) -> None:
        if self._is_armed:
            self._send_draft()

    def _send_draft(self) -> None:
        if self._is_sending or self._filing is not None or self._has_problem_in(Step.REVIEW):
            return
        ceiling = self._editor.terms.ceiling if self._editor.terms else None
        self._set_sending(is_sending=True)
        self._editor.call_when_quiet(lambda: self._submit(ceiling))

    def _submit(self, ceiling: Ceiling | None) -> None:
        self._editor.freeze()
        self._sender.submit(self._editor.draft, ceiling)

    def _send_again(self) -> None:
        if not self._is_sending:
            self._set_sending(is_sending=True)
            self._sender.send_again(self._editor.draft.reference)

    def _check_again(self) -> None:
        if not self._sender.is_busy:
            self._notices.clear(Topic.SENDING)
            self._pages.outcome_page.set_busy(is_busy=True)
            self._sender.check_again(self._editor.draft.reference)

    def _set_sending(self, *, is_sending: bool) -> None:
        self._is_sending = is_sending
        if is_sending:
            self._notices.clear(Topic.SENDING, Topic.PROBLEM, Topic.CHANGES)
            announce(self, self.tr("Sending…"))
        else:
            self._notices.clear(Topic.WAIT)
        for part in (self._pages, self._header):
            part.setEnabled(not is_sending)
        self._footer.set_sending(is_sending=is_sending)
        self._show_commit_label()

    def _take_filing(self, filing: Filing) -> None:
        before = self._filing
        self._set_sending(is_sending=False)
        self._show_outcome(filing)
        if before is None or (before.state, before.dispute_id) != (filing.state, filing.dispute_id):
            self.settled.emit(filing)

    def _show_check_failure(self, error: AppError) -> None:
        self._pages.outcome_page.set_busy(is_busy=False)
        if self._sender.doing is Doing.READ_BACK:
            self._notices.show_error(error, Doing.READ_BACK, Topic.SENDING, self._check_again)
        else:
            self._notices.tell_of_second_sending(error, self._send_again)

    def _return_to_review(self, error: AppError | None) -> None:
        self._set_sending(is_sending=False)
        self._filing = None
        self._editor.thaw()
        if self._pages.step is not Step.REVIEW:
            self._show_step(Step.REVIEW)
        self._footer.commit_button.setFocus()
        self._render_draft()
        if error is not None:
            self._notices.show_error(error, Doing.FILE, Topic.SENDING, self._send_draft)

    def _show_outcome(self, filing: Filing) -> None:
        self._filing = filing
        self._editor.freeze()
        self._notices.clear(*Topic)
        button = self._pages.show_filing(filing)
        self._header.show_step(None)
        self._footer.show_step(None)
        (button or self._footer.cancel_button).setFocus()

    def _show_save_failure(self, error: AppError) -> None:
        if self._is_sending:
            return  # sending saves the draft once more, and says so where that fails
        self._footer.show_not_saved()
        if isinstance(error, NotAllowedNow) and not self._sender.is_busy:
            self._set_sending(is_sending=True)
            self._sender.look_up(self._editor.draft.reference, error)
            return
        self._notices.show_error(error, Doing.SAVE, Topic.SAVE, self._editor.flush, can_retry=True)

    def _close(self) -> None:
        if self._is_sending:
            return  # it began while the last save was under way
        over = QDialog.DialogCode
        self.done(over.Rejected if self._filing is None else over.Accepted)
