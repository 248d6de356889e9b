"""What the filing dialog says in its notice bar, and what can be done about each thing."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.dispute_flow import Change, ChangeKind
from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    Refused,
    RequestInfo,
)
from app.domain.filing import AttemptKind, Filing
from app.domain.ids import BusinessDisputeId
from app.ui.filing import messages
from app.ui.filing.changes import changes_text
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.dispute_flow import Problem
    from app.domain.templates import Template
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.widgets.notice_bar import Actions

_WITHDRAWN = (ChangeKind.REASON_WITHDRAWN, ChangeKind.OUTCOME_WITHDRAWN)


class NoticeTopic(Enum):
    """What the bar speaks of. A notice goes when its topic is settled."""

    PROBLEM = "problem"
    TEMPLATE = "template"
    TERMS = "terms"
    CHANGES = "changes"
    SAVE = "save"
    SENDING = "sending"
    WAIT = "wait"
    ACCOUNT = "account"


class DialogNotices(QObject):
    """The bar of one dialog, and the action that a dead token interrupted."""

    sign_in_requested = Signal()
    other_filing_requested = Signal(object)
    """A `BusinessDisputeId`."""
    replacement_allowed = Signal(object)
    """A `Template` that may replace a person's own text."""
    another_requested = Signal()
    """Start another draft for the same order."""
    closing_wanted = Signal()
    """Try once more to save and close."""
    close_requested = Signal()
    """Close, saved or not."""

    def __init__(self, editor: DraftEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._bar = NoticeBar()
        self._topic: NoticeTopic | None = None
        self._interrupted: Callable[[], object] | None = None
        self._changes: tuple[Change, ...] = ()
        self._resumed = ""

        editor.terms_failed.connect(self._tell_of_terms)
        editor.known_failed.connect(self._tell_of_known_disputes)
        editor.changes_found.connect(self.tell_of_changes)
        editor.saved.connect(self._forget_save_failure)

    @property
    def bar(self) -> NoticeBar:
        """The bar, to be laid out."""
        return self._bar

    def clear(self, *topics: NoticeTopic) -> None:
        """Take the notice away if it is about one of these."""
        if self._topic in topics:
            self._bar.clear()
            self._topic = None

    def show_problem(self, problem: Problem) -> None:
        """Name what keeps the page from being done."""
        notice = Notice(messages.breakable(messages.problem_sentence(problem)), Severity.WARN)
        self._show(notice, NoticeTopic.PROBLEM)

    def show_error(
        self,
        error: AppError,
        doing: Operation,
        topic: NoticeTopic,
        action: Callable[[], object] | None = None,
        *,
        can_retry: bool = False,
    ) -> None:
        """Say what failed. With a dead token, ask for a sign-in and keep the action for after."""
        notice = notice_for(error, doing)
        actions: list[tuple[str, Callable[[], object]]] = []
        if notice.wants_sign_in:
            self._interrupted = action
            actions.append((self.tr("Sign in"), self.sign_in_requested.emit))
        elif isinstance(error, AlreadyBeingFiled):
            first = BusinessDisputeId(error.reference)
            actions.append(
                (self.tr("Show the other one"), lambda: self.other_filing_requested.emit(first))
            )
        elif can_retry and action is not None:
            actions.append((self.tr("Try again"), action))
        self._show(notice, topic, *actions)
        if notice.wants_sign_in:
            self.sign_in_requested.emit()

    def repeat_interrupted(self) -> None:
        """Do what a dead token interrupted, once."""
        action, self._interrupted = self._interrupted, None
        self.clear(NoticeTopic.ACCOUNT)
        if action is not None:
            self.clear(NoticeTopic.TERMS, NoticeTopic.SENDING, NoticeTopic.SAVE)
            action()

    def ask_to_replace(self, template: Template) -> None:
        """Ask whether a template may replace a person's own text."""
        text = self.tr(
            "The message is your own. Replace it with the template “{template}”? "
            "Undo brings it back."
        ).format(template=messages.template_label(template, None))

        def allow() -> None:
            self.clear(NoticeTopic.TEMPLATE)
            self.replacement_allowed.emit(template)

        self._show(Notice(text, Severity.INFO), NoticeTopic.TEMPLATE, (self.tr("Replace"), allow))

    def tell_of_refusal(self, filing: Filing) -> None:
        """Say what CJ answered when it refused this filing earlier."""
        created = [each for each in filing.attempts if each.kind is AttemptKind.CREATE]
        if created:
            last = created[-1]
            exchange = RequestInfo("", last.code, last.text, last.request_id, None, last.ended)
            self.show_error(Refused(exchange), Operation.FILE, NoticeTopic.SENDING)

    def tell_of_changes(self, changes: tuple[Change, ...]) -> None:
        """Say what is not as it was, all of it in one notice."""
        before = self._changes if self._topic is NoticeTopic.CHANGES else ()
        self._changes = tuple(dict.fromkeys((*before, *changes)))
        if not self._changes:
            return
        if not before and all(each.kind in _WITHDRAWN for each in changes):
            notice = Notice(messages.breakable(changes_text(changes)), Severity.WARN)
            self._show(notice, NoticeTopic.PROBLEM)  # it goes with the next choice
            return
        self._show_standing()

    def tell_of_resumption(self, saved: datetime | None) -> None:
        """Say that this is a draft from before, and that the order has more to dispute."""
        text = self.tr("You are going on with your draft; it leaves out items of this order.")
        if saved is not None:
            text = self.tr(
                "You are going on with your draft of {time}; it leaves out items of this order."
            ).format(time=formatting.moment(saved))
        self._resumed = text
        self._show_standing()

    def tell_of_templates(self, notice: Notice | None, actions: Actions) -> None:
        """Say what came of something done with templates; nothing where it was taken back."""
        self.clear(NoticeTopic.TEMPLATE)
        if notice is not None:
            self._show(notice, NoticeTopic.TEMPLATE, *actions)

    def _show_standing(self) -> None:
        """What holds for as long as the draft is worked on."""
        said = [changes_text(self._changes)] if self._changes else []
        another: Actions = ()
        if self._resumed:
            said.append(self._resumed)
            another = ((self.tr("Start another"), self.another_requested.emit),)
        tone = Severity.WARN if self._changes else Severity.INFO
        self._show(Notice(messages.breakable("\n".join(said)), tone), NoticeTopic.CHANGES, *another)

    def tell_of_sending(self) -> None:
        """Say why the window stays open."""
        text = self.tr(
            "The dispute is on its way. This window can be closed as soon as CJ has answered."
        )
        self._show(Notice(text, Severity.INFO), NoticeTopic.WAIT)

    def tell_of_account(self, notice: Notice) -> None:
        """Say why another account is not opened; what waits for a sign-in still waits for it."""
        actions: Actions = ()
        if self._interrupted is not None:
            actions = ((self.tr("Sign in"), self.sign_in_requested.emit),)
        self._show(notice, NoticeTopic.ACCOUNT, *actions)

    def tell_of_unsaved(self, error: AppError) -> None:
        """Say that closing now would lose what was typed last."""
        notice = notice_for(error, Operation.SAVE)
        kept = Notice(
            formatting.sentences(notice.text, self.tr("What was typed last is not kept yet.")),
            Severity.BAD,
            notice.details,
        )
        self._show(
            kept,
            NoticeTopic.SAVE,
            (self.tr("Try again"), self.closing_wanted.emit),
            (self.tr("Close anyway"), self.close_requested.emit),
        )

    def _tell_of_terms(self, error: AppError) -> None:
        ask = self._editor.ask_for_terms
        self.show_error(error, Operation.TERMS, NoticeTopic.TERMS, ask, can_retry=True)

    def _tell_of_known_disputes(self, error: AppError) -> None:
        # Only a dead token is worth a word now: sending asks for the list again by itself.
        if notice_for(error, Operation.TERMS).wants_sign_in:
            ask = self._editor.ask_for_known_disputes
            self.show_error(error, Operation.TERMS, NoticeTopic.TERMS, ask)

    def _forget_save_failure(self) -> None:
        self.clear(NoticeTopic.SAVE)

    def _show(
        self, notice: Notice, topic: NoticeTopic, *actions: tuple[str, Callable[[], object]]
    ) -> None:
        self._topic = topic
        self._bar.show_notice(notice, actions=actions)
