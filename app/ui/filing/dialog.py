"""The filing dialog: three pages, one commit point, and what came of it.

The draft lives in `DraftEditor`; `Sender` files; `DialogNotices` words and answers failures.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.background.runner import Lane
from app.domain.dispute_flow import Field, Problem, ProblemKind, lines_left, problems_in
from app.domain.errors import AppError, NotAllowedNow, OtherDisputesFound
from app.domain.filing import EDITABLE, DisputeDraft, Filing, FilingState, Step
from app.domain.filing_match import may_be_taken_back
from app.ui.filing import messages
from app.ui.filing.closing import CloseGuard
from app.ui.filing.draft_editor import DraftEditor
from app.ui.filing.draft_tools import DraftTools
from app.ui.filing.footer import Footer
from app.ui.filing.notices import DialogNotices, NoticeTopic
from app.ui.filing.pages.pages import Pages
from app.ui.filing.sender import Sender
from app.ui.filing.step_header import StepHeader
from app.ui.filing.terms_state import TermsState
from app.ui.messages.notices import Notice, Operation
from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from app.ui.widgets.announce import announce
from app.ui.widgets.keys import Dialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from app.background.runner import BackgroundRunner
    from app.domain.disputes import Ceiling
    from app.domain.ids import BusinessDisputeId, DisputeId
    from app.domain.orders import DisputableOrder
    from app.services.account_services import AccountServices
    from app.ui.widgets.pictures import PictureLoader

SIZE = QSize(880, 660)
"""Room for a form with a card beside it."""
_LEAST = QSize(560, 400)
GO_ON = ("Ctrl+Return", "Ctrl+Enter")
"""Next, or the commit button once its page was shown."""
DIGITS = 9


class FilingDialog(Dialog):
    """Files one dispute. Closing it never asks: the draft is saved."""

    settled = Signal(object)
    """The `Filing` whenever it was sent or its state has changed: filed, confirmed or unknown."""
    sign_in_requested = Signal()
    """The token died. Sign in over this dialog, then call `resume_after_sign_in`."""
    other_filing_requested = Signal(object)
    """The `BusinessDisputeId` of the filing that holds one of the items."""
    another_requested = Signal()
    """Another draft for the same order is wanted."""

    def __init__(
        self,
        desk: AccountServices,
        runner: BackgroundRunner,
        pictures: PictureLoader,
        order: DisputableOrder,
        draft: DisputeDraft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = DraftEditor(desk, runner, order, draft, self)
        self._sender = Sender(desk.filing, runner, self)
        self._closing = CloseGuard(self._editor, self)
        # Before the pages, which come one by one: going round, Tab comes by here after them.
        self._footer = Footer(self)
        self._header = StepHeader(draft.order_number or draft.order_id, self)
        self._notices = DialogNotices(self._editor, self)
        self._pages = Pages(self._editor, desk, runner, pictures, self)
        self._tools = DraftTools(
            desk, runner, self._editor, self._pages, self._footer, self._notices, self
        )
        self._choices = Latest(runner, self, Lane.STORAGE)
        self._find_choices = desk.filing.choices
        self._filing: Filing | None = None
        self._others_shown: tuple[DisputeId, ...] = ()
        self._is_started = self._is_armed = self._is_sending = False
        self._goes_on_with_terms = False
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setSizeGripEnabled(True)
        self.setMinimumSize(_LEAST)
        self.resize(SIZE.boundedTo(self.screen().availableSize()))
        self.windowTitleChanged.connect(self.setAccessibleName)
        self.setWindowTitle(self.tr("File a dispute"))

        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._header)
        layout.addWidget(self._notices.bar)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._footer)

        self._connect_parts()
        self._add_shortcuts()
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

    def follow(self, filing: Filing) -> None:
        """Take over what was found out about the filing that is shown without being asked for."""
        shown = self._filing
        if shown is None or filing.reference != shown.reference or self._sender.is_busy:
            return
        if shown.state is FilingState.CONFIRMED or len(filing.attempts) < len(shown.attempts):
            return  # it is older than what is shown
        focused: QWidget | None = self.focusWidget()
        self._take_filing(filing)
        if focused is not None and focused.isVisibleTo(self) and focused.isEnabled():
            focused.setFocus()

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
        if self._filing is None:
            self._start_tools()

    def press_enter(self, _event: QKeyEvent) -> None:
        self._footer.press_next()

    def _start_tools(self) -> None:
        if not self._is_started:
            self._is_started = True
            self._tools.start()

    def _connect_parts(self) -> None:
        self._pages.reason_page_made.connect(self._tools.serve)
        self._pages.draft_edited.connect(self._take_edit)
        self._pages.replacement_wanted.connect(self._notices.ask_to_replace)
        self._pages.review_shown.connect(self._arm_commit)
        self._pages.check_requested.connect(self._check_again)
        self._pages.resend_requested.connect(self._send_again)
        self._pages.adoption_requested.connect(self._adopt)
        self._pages.another_requested.connect(self._send_beside)
        self._pages.taking_back_requested.connect(self._take_back)
        self._pages.waiting_requested.connect(self.reject)
        self._header.step_chosen.connect(self._show_step)
        self._footer.cancel_pressed.connect(self.reject)
        self._footer.back_pressed.connect(self._go_back)
        self._footer.next_pressed.connect(self._go_on)
        self._footer.commit_pressed.connect(self._commit)
        self._editor.draft_changed.connect(self._render_draft)
        self._editor.terms_changed.connect(self._render_terms)
        self._editor.saved.connect(self._footer.show_saved)
        self._editor.save_failed.connect(self._show_save_failure)
        self._sender.settled.connect(self._take_filing)
        self._sender.returned.connect(self._take_return)
        self._sender.failed.connect(self._show_failure)
        self._notices.sign_in_requested.connect(self.sign_in_requested)
        self._notices.other_filing_requested.connect(self.other_filing_requested)
        self._notices.close_requested.connect(self._close)
        self._notices.another_requested.connect(self.another_requested)
        self._tools.restored.connect(self._open_where_it_was)
        self._closing.allowed.connect(self._close)
        self._closing.prevented.connect(self._notices.tell_of_unsaved)
        self._notices.closing_wanted.connect(self.reject)

    def _add_shortcuts(self) -> None:
        """Ctrl+Enter goes on from anywhere; Alt and a digit choose. A held key does it once."""
        acts: list[tuple[str, Callable[[], object]]]
        acts = [(keys, self._footer.press_onward) for keys in GO_ON]
        choose = self._choose_by_number
        acts += [(f"Alt+{number + 1}", partial(choose, number)) for number in range(DIGITS)]
        for keys, act in acts:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(act)

    def _open_where_it_was(self) -> None:
        self._show_step(first_step(self._editor.draft, self._editor.order))

    def _show_step(self, step: Step) -> None:
        if self._is_sending or self._filing is not None:
            return
        if step is Step.REVIEW:
            self._pages.add_pending_link()
        self._stop_waiting()
        self._notices.clear(NoticeTopic.PROBLEM, NoticeTopic.TEMPLATE)
        self._is_armed = False
        self._editor.go_to(step)
        self._pages.show_step(step)
        self._header.show_step(step)
        self._footer.show_step(step)
        self._render_draft()
        self._render_terms()
        on = self._footer
        self._pages.focus_page(step, on.commit_button if step is Step.REVIEW else on.next_button)
        announce(self, messages.step_announcement(step))

    def _go_on(self) -> None:
        step = self._pages.step
        if step in (Step.ITEMS, Step.REASON) and not self._has_problem_in(step):
            self._show_step(Step(step + 1))

    def _go_back(self) -> None:
        step = self._pages.step
        if step is None:
            self._show_step(Step.REVIEW)
        elif step is not Step.ITEMS:
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
        self._notices.clear(NoticeTopic.PROBLEM)
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
            self._notices.clear(NoticeTopic.TERMS)
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
        self._others_shown = ()
        self._send()

    def _send_beside(self) -> None:
        """A person has seen CJ's other disputes, and this is not one of them."""
        self._send(self._others_shown)

    def _send(self, besides: tuple[DisputeId, ...] | None = None) -> None:
        if self._is_sending or self._sender.is_busy or self._filing is not None:
            return
        if self._has_problem_in(Step.REVIEW):
            return
        ceiling = self._editor.terms.ceiling if self._editor.terms else None
        self._set_sending(is_sending=True)
        self._editor.call_when_quiet(lambda: self._submit(ceiling, besides))

    def _submit(self, ceiling: Ceiling | None, besides: tuple[DisputeId, ...] | None) -> None:
        self._editor.freeze()
        self._sender.submit(self._editor.draft, ceiling, besides)

    def _send_again(self) -> None:
        if not self._is_sending:
            self._set_sending(is_sending=True)
            self._sender.send_again(self._editor.draft.reference)

    def _check_again(self) -> None:
        self._ask_sender(self._sender.check_again)

    def _adopt(self, dispute_id: DisputeId) -> None:
        self._ask_sender(lambda reference: self._sender.adopt(reference, dispute_id))

    def _take_back(self) -> None:
        self._ask_sender(self._sender.take_back)

    def _ask_sender(self, ask: Callable[[BusinessDisputeId], None]) -> None:
        if not self._sender.is_busy:
            self._notices.clear(NoticeTopic.SENDING)
            self._pages.outcome_page.set_busy(is_busy=True)
            ask(self._editor.draft.reference)

    def _set_sending(self, *, is_sending: bool) -> None:
        self._is_sending = is_sending
        if is_sending:
            self._notices.clear(NoticeTopic.SENDING, NoticeTopic.PROBLEM, NoticeTopic.CHANGES)
            announce(self, self.tr("Sending…"))
        else:
            self._notices.clear(NoticeTopic.WAIT)
        for part in (self._pages, self._header):
            part.setEnabled(not is_sending)
        self._footer.set_sending(is_sending=is_sending)
        self._show_commit_label()

    def _take_filing(self, filing: Filing) -> None:
        before = self._filing
        if filing.state in EDITABLE:
            self._take_return(None)
            return
        self._set_sending(is_sending=False)
        self._show_outcome(filing)
        if before is None or _moves(before) != _moves(filing):
            self.settled.emit(filing)

    def _take_return(self, error: AppError | None) -> None:
        """CJ has nothing of the draft, or a person wants it back as one: it may be changed."""
        self._set_sending(is_sending=False)
        self._filing = None
        self._editor.thaw()
        if isinstance(error, OtherDisputesFound):
            self._show_others(error)
            return
        self._start_tools()
        if self._pages.step is None:
            self._show_step(Step.REVIEW)
        if self._pages.step is Step.REVIEW:
            self._footer.commit_button.setFocus()
        self._render_draft()
        if error is None:
            self._editor.flush()
        else:
            self._notices.show_error(error, Operation.FILE, NoticeTopic.SENDING, self._send_draft)

    def _show_others(self, found: OtherDisputesFound) -> None:
        self._others_shown += tuple(each.dispute_id for each in found.disputes)
        first = self._pages.show_others(found)
        self._footer.show_question()
        (first or self._footer.back_button).setFocus()

    def _show_failure(self, error: AppError) -> None:
        if self._is_sending and self._filing is None:
            # It may have left, and the ledger cannot be read: that is all that is known.
            now = datetime.now(UTC)
            draft = self._editor.draft
            self._take_filing(Filing(draft, FilingState.UNKNOWN, now, now, is_recorded=False))
        self._set_sending(is_sending=False)
        self._pages.outcome_page.set_busy(is_busy=False)
        again = self._send_again if self._sender.doing is Operation.FILE else self._check_again
        doing = Operation.SAVE if self._sender.doing is Operation.SAVE else Operation.READ_BACK
        self._notices.show_error(error, doing, NoticeTopic.SENDING, again)

    def _show_outcome(self, filing: Filing) -> None:
        self._filing = filing
        self._editor.freeze()
        self._notices.clear(*NoticeTopic)
        button = self._pages.show_filing(filing)
        self._header.show_step(None)
        self._footer.show_step(None)
        (button or self._footer.cancel_button).setFocus()
        self._load_choices(filing)

    def _load_choices(self, filing: Filing) -> None:
        find, page = self._find_choices, self._pages.outcome_page
        self._choices.cancel()
        if not (filing.candidates or may_be_taken_back(filing)):
            page.show_choices(())
            return
        self._choices.run(
            lambda: find(filing.reference),
            on_success=page.show_choices,
            on_error=lambda error: self._notices.show_error(
                error, Operation.SAVE, NoticeTopic.SENDING
            ),
        )

    def _show_save_failure(self, error: AppError) -> None:
        if self._is_sending:
            return  # sending saves the draft once more, and says so where that fails
        self._footer.show_not_saved()
        if isinstance(error, NotAllowedNow) and not self._sender.is_busy:
            self._set_sending(is_sending=True)
            self._sender.look_up(self._editor.draft.reference, error)
            return
        self._notices.show_error(
            error, Operation.SAVE, NoticeTopic.SAVE, self._editor.flush, can_retry=True
        )

    def _close(self) -> None:
        if self._is_sending:
            return  # it began while the last save was under way
        over = QDialog.DialogCode
        self.done(over.Rejected if self._filing is None else over.Accepted)


def first_step(draft: DisputeDraft, order: DisputableOrder) -> Step:
    """Where the draft was left, unless something before that must be put right first."""
    for step in (Step.ITEMS, Step.REASON):
        kinds = {each.kind for each in problems_in(step, draft, order, None)}
        if step >= draft.step or kinds - {ProblemKind.TERMS_UNKNOWN}:
            return step
    return draft.step


def _moves(filing: Filing) -> tuple[object, ...]:
    """What others have to hear of when it changes."""
    return (filing.state, filing.dispute_id, filing.times_sent, filing.is_recorded)
