"""What the filing dialog says above and below its pages, and what can be done about each thing."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    Refused,
    RequestInfo,
    is_for_my_cj,
)
from app.domain.filing.doubt import last_sent
from app.domain.filing.draft_rules import Change, ChangeKind, ProblemKind
from app.domain.filing.events import AGAIN, Do, On
from app.domain.filing.filing import Door, Filing
from app.domain.filing.flow import LOCKED
from app.ui.filing import messages
from app.ui.filing.messages import changes_text
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_M, SPACE_S
from app.ui.widgets.labels import plain_label, set_property
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.filing.draft_rules import Problem
    from app.domain.filing.flow import FilingFlow
    from app.domain.filing.templates import Template
    from app.domain.orders.orders import DisputableOrder
    from app.ui.filing.ways_out import WaysOut
    from app.ui.widgets.notices.notice_bar import Actions

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


_FAILURES = {
    Do.SAVE: (Operation.SAVE, NoticeTopic.SAVE),
    Do.ASK_TERMS: (Operation.TERMS, NoticeTopic.TERMS),
    Do.FETCH_KNOWN: (Operation.TERMS, NoticeTopic.TERMS),
    Do.ASK_ASIDE: (Operation.LOOK_UP, NoticeTopic.TERMS),
    Do.SUBMIT: (Operation.FILE, NoticeTopic.SENDING),
    Do.HAND_OVER: (Operation.SAVE, NoticeTopic.SENDING),
    Do.KEEP_WAITING: (Operation.SAVE, NoticeTopic.SENDING),
    Do.SEND_AGAIN: (Operation.READ_BACK, NoticeTopic.SENDING),
    Do.CHECK: (Operation.READ_BACK, NoticeTopic.SENDING),
    Do.LOOK_UP: (Operation.READ_BACK, NoticeTopic.SENDING),
    Do.ADOPT: (Operation.SAVE, NoticeTopic.SENDING),
    Do.TAKE_BACK: (Operation.SAVE, NoticeTopic.SENDING),
    Do.FIND_CHOICES: (Operation.SAVE, NoticeTopic.SENDING),
    Do.FIND_VERSIONS: (Operation.SAVE, NoticeTopic.TEMPLATE),
    Do.READ_VERSIONS: (Operation.SAVE, NoticeTopic.TEMPLATE),
    Do.RESTORE: (Operation.SAVE, NoticeTopic.TEMPLATE),
    Do.FIND_PREPARED: (Operation.SAVE, NoticeTopic.TERMS),
}
_CAN_BE_TRIED_AGAIN = (Do.SAVE, Do.ASK_TERMS)


class DialogNotices(QObject):
    """The bar of one dialog. `send` gives the flow what a person answers."""

    def __init__(self, send: Callable[..., None], order: DisputableOrder, dialog: WaysOut) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._send = send
        self._order = order
        self.bar = NoticeBar(dialog)
        self._topic: NoticeTopic | None = None
        self._changes: tuple[Change, ...] = ()
        self._resumed = ""

    def clear(self, *topics: NoticeTopic) -> None:
        """Take the notice away if it is about one of these."""
        if self._topic in topics:
            self.bar.clear()
            self._topic = None

    def show_problem(self, problem: Problem) -> None:
        """Name what keeps the page from being done."""
        line = messages.closed_line(problem.subject, self._order)
        said = formatting.breakable(messages.problem_sentence(problem, line))
        is_closed = problem.kind is ProblemKind.LINE_NOT_OPEN
        ways = self._ways_to_holder(problem.subject) if is_closed else ()
        self._show(Notice(said, Severity.WARN), NoticeTopic.PROBLEM, *ways)

    def tell_of_failure(self, error: AppError, failed: Do) -> None:
        """Say what failed. With a dead token, ask for a sign-in."""
        doing, topic = _FAILURES[failed]
        notice = notice_for(error, doing)
        actions: list[tuple[str, Callable[[], object]]] = []
        if notice.wants_sign_in:
            actions.append((self.tr("Sign in…"), self._dialog.sign_in_requested.emit))
        elif isinstance(error, AlreadyBeingFiled):
            show = partial(self._dialog.other_filing_requested.emit, error.reference)
            actions.append((self.tr("Show the other one"), show))
        if is_for_my_cj(error):
            prepare = self.tr("Prepare for My CJ")
            actions.append((prepare, lambda: self._send(On.CHANGE_DOOR, Door.MY_CJ)))
        if failed in _CAN_BE_TRIED_AGAIN and not notice.wants_sign_in:
            actions.append((self.tr("Try again"), lambda: self._send(AGAIN[failed])))
        self._show(notice, topic, *actions)
        if notice.wants_sign_in:
            self._dialog.sign_in_requested.emit()

    def ask_to_replace(self, template: Template, put: Callable[[Template], None]) -> None:
        """Ask whether a template may replace a person's own text."""
        text = self.tr(
            "The message is your own. Replace it with the template “{template}”? "
            "Undo brings it back."
        ).format(template=messages.template_label(template, None))

        def allow() -> None:
            self.clear(NoticeTopic.TEMPLATE)
            put(template)

        self._show(Notice(text, Severity.INFO), NoticeTopic.TEMPLATE, (self.tr("Replace"), allow))

    def tell_of_refusal(self, filing: Filing) -> None:
        """Say what CJ answered when it refused this filing earlier."""
        last = last_sent(filing)
        if last is not None:
            exchange = RequestInfo(
                "", last.code, last.text, last.request_id, last.http_status, last.ended
            )
            self.tell_of_failure(Refused(exchange), Do.SUBMIT)

    def tell_of_changes(self, changes: tuple[Change, ...]) -> None:
        """Say what is not as it was, all of it in one notice."""
        before = self._changes if self._topic is NoticeTopic.CHANGES else ()
        self._changes = tuple(dict.fromkeys((*before, *changes)))
        if not before and all(each.kind in _WITHDRAWN for each in changes):
            said = formatting.breakable(changes_text(changes, self._order))
            # It goes with the next choice.
            self._show(Notice(said, Severity.WARN), NoticeTopic.PROBLEM)
        else:
            self._show_standing()

    def tell_of_resumption(self, saved: datetime) -> None:
        """Say that this is a draft from before, and that the order has more to dispute."""
        self._resumed = self.tr(
            "You are going on with your draft of {time}; it leaves out items of this order."
        ).format(time=formatting.moment(saved))
        self._show_standing()

    def tell_of_templates(self, notice: Notice, *actions: tuple[str, Callable[[], object]]) -> None:
        """Say what came of something done with templates."""
        self._show(notice, NoticeTopic.TEMPLATE, *actions)

    def _show_standing(self) -> None:
        """What holds for as long as the draft is worked on."""
        said = [changes_text(self._changes, self._order)] if self._changes else []
        closed = (each for each in self._changes if each.kind is ChangeKind.LINE_CLOSED)
        ways = next(filter(None, (self._ways_to_holder(each.subject) for each in closed)), ())
        another: Actions = ()
        if self._resumed:
            said.append(self._resumed)
            another = ((self.tr("Start another"), self._dialog.another_requested.emit),)
        tone = Severity.WARN if self._changes else Severity.INFO
        notice = Notice(formatting.breakable("\n".join(said)), tone)
        self._show(notice, NoticeTopic.CHANGES, *ways, *another)

    def _ways_to_holder(self, subject: str) -> Actions:
        """To the dispute that holds the line of this name, where it is known."""
        line = messages.closed_line(subject, self._order)
        if line is None or line.dispute is None:
            return ()
        show = partial(self._dialog.dispute_requested.emit, line.dispute.dispute_id)
        return ((self.tr("Show it"), show),)

    def tell_of_sending(self) -> None:
        """Say why the window stays open."""
        text = self.tr(
            "The dispute is on its way. This window can be closed as soon as CJ has answered."
        )
        self._show(Notice(text, Severity.INFO), NoticeTopic.WAIT)

    def tell_of_quitting(self, stay: Callable[[], object]) -> None:
        """Say that the program is about to end; `stay` takes that back."""

        def take_back() -> None:
            self.clear(NoticeTopic.WAIT)
            stay()

        text = self.tr("The program ends as soon as CJ has answered and everything is saved.")
        self._show(Notice(text, Severity.INFO), NoticeTopic.WAIT, (self.tr("Stay open"), take_back))

    def tell_of_account(self, notice: Notice, *, waits_for_sign_in: bool) -> None:
        """Say why another account is not opened; what waits for a sign-in still waits for it."""
        sign_in = (self.tr("Sign in…"), self._dialog.sign_in_requested.emit)
        self._show(notice, NoticeTopic.ACCOUNT, *([sign_in] if waits_for_sign_in else []))

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
            (self.tr("Try again"), lambda: self._send(On.CLOSE)),
            (self.tr("Close anyway"), lambda: self._send(On.CLOSE_ANYWAY)),
        )

    def _show(
        self, notice: Notice, topic: NoticeTopic, *actions: tuple[str, Callable[[], object]]
    ) -> None:
        self._topic = topic
        self.bar.show_notice(notice, actions=actions)


class PreparedNotice(QFrame):
    """Says above a page that its items were opened in My CJ before, and leads there.

    Shown where items are chosen and where the draft is sent or handed over.
    """

    def __init__(self, dialog: WaysOut, flow: Callable[[], FilingFlow]) -> None:
        super().__init__(dialog)
        self._text = plain_label(wraps=True)
        self._said = ""
        self.setProperty("card", True)
        set_property(self._text, "tone", "warn")
        self._show = QPushButton(self.tr("Show the other one"))
        parts = ((self._text, 1), (self._show, Qt.AlignmentFlag.AlignVCenter))
        margins = (SPACE_M, SPACE_S, SPACE_M, SPACE_S)
        fill(QHBoxLayout(self), *parts, margins=margins, spacing=SPACE_M)

        wanted = dialog.other_filing_requested
        self._show.clicked.connect(lambda: wanted.emit(flow().prepared[0].reference))

    def render_flow(self, flow: FilingFlow) -> None:
        """Show what holds for the items chosen; nothing where none of them was opened there."""
        is_place = flow.place == 0 or flow.is_last_step
        is_page = flow.filing is None and flow.found is None
        text = messages.prepared_sentence(flow.prepared) if is_page and is_place else ""
        is_news = bool(text) and text != self._said
        self._said = text
        self._text.setText(formatting.breakable(text))
        self._show.setEnabled(flow.phase not in LOCKED)
        self.setVisible(bool(text))
        if is_news:
            announce(self, text)
