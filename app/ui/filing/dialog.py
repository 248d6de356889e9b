"""The filing dialog: shows how the filing flow stands, and gives it what a person does.

What may be done is the flow's to say (`app.domain.filing.flow`). Effects that take time go to
`FlowRunner`, and come back as events; those that show something are done here.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.filing.draft_rules import lines_left
from app.domain.filing.events import Do, Effect, Event, On
from app.domain.filing.filing import EDITABLE, DisputeDraft, Door, Filing, FilingState, Step
from app.domain.filing.flow import LOCKED, FilingFlow, Phase, TermsState, advance, begin
from app.ui.filing import messages
from app.ui.filing.flow_runner import FlowRunner
from app.ui.filing.navigation import Footer, StepHeader
from app.ui.filing.notices import DialogNotices, NoticeTopic, PreparedNotice
from app.ui.filing.pages.page import PageContext
from app.ui.filing.pages.pages import PAGES, Pages, step_title
from app.ui.filing.template_editor import TemplateEditor
from app.ui.filing.versions import VersionsDialog
from app.ui.filing.ways_out import WaysOut
from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from app.ui.widgets.layouts import fill, room_on_screen
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtGui import QKeyEvent, QShowEvent

    from app.background.runner import BackgroundRunner
    from app.domain.disputes.reasons import ReasonFamily
    from app.domain.errors import AppError
    from app.domain.filing.draft_rules import Problem
    from app.domain.filing.filing import DraftVersion
    from app.domain.orders.orders import DisputableOrder
    from app.services.account_services import AccountServices
    from app.ui.messages.notices import Notice
    from app.ui.widgets.file_choice import FileChoice
    from app.ui.widgets.pictures import PictureLoader

SIZE = QSize(880, 660)
"""Room for a form with a card beside it."""
_LEAST = QSize(560, 400)
GO_ON = ("Ctrl+Return", "Ctrl+Enter")
"""Next, or the commit button once its page was shown."""
DIGITS = 9


class FilingDialog(WaysOut):
    """Files one dispute. Closing it never asks: the draft is saved."""

    settled = Signal(object)
    """The `Filing` whenever it was sent or its state has changed: filed, confirmed or unknown."""
    freed = Signal()
    """It may be closed again: what was sent is answered."""
    unsaved = Signal()
    """To close it now would lose something, and a person was told so."""

    def __init__(
        self,
        desk: AccountServices,
        runner: BackgroundRunner,
        pictures: PictureLoader,
        files: FileChoice,
        order: DisputableOrder,
        draft: DisputeDraft,
        parent: QWidget | None = None,
        *,
        wanted: ReasonFamily | None = None,
        saved: datetime | None = None,
        last: DisputeDraft | None = None,
    ) -> None:
        super().__init__(parent)
        self._crashed = runner.crashed
        rules = tuple(each.rules for each in PAGES)
        self._flow, effects = begin(rules, order, draft, wanted, saved)
        self._turns: deque[Callable[[], None]] = deque()
        self._runner = FlowRunner(desk, runner, self)
        # Before the pages, which come one by one: going round, Tab comes by here after them.
        self._notices = DialogNotices(self.send, order, self)
        self._footer = Footer(self)
        self._header = StepHeader(PAGES, draft.order_number or draft.order_id, self)
        self._prepared = PreparedNotice(self, lambda: self._flow)
        context = PageContext(
            services=desk,
            runner=runner,
            pictures=pictures,
            files=files,
            notices=self._notices,
            flow=lambda: self._flow,
            send=self.send,
            edit=self._edit,
            window=self,
            last=last,
        )
        self._pages = Pages(context, self)
        self._showing: dict[Do, Callable[..., object]] = {
            Do.OPEN_PAGE: self._open_page,
            Do.POINT_OUT: self._point_out,
            Do.TELL: self._notices.tell_of_failure,
            Do.TELL_CHANGES: self._notices.tell_of_changes,
            Do.TELL_UNSAVED: self._tell_of_unsaved,
            Do.TELL_SENDING: self._notices.tell_of_sending,
            Do.SHOW_VERSIONS: self._show_versions,
            Do.ASK_ASIDE: self._pages.ask_aside,
            Do.REPORT: self.settled.emit,
            Do.CLOSE: self._close,
        }
        self.setSizeGripEnabled(True)
        self.setMinimumSize(_LEAST)
        self.resize(SIZE.boundedTo(room_on_screen(self)))
        self.setWindowTitle(self.tr("File a dispute"))

        fill(
            QVBoxLayout(self),
            self._header,
            self._prepared,
            (self._pages, 1),
            self._notices.bar,  # below all that it would push away
            self._footer,
            margins=(SPACE_XL, SPACE_L, SPACE_XL, SPACE_L),
            spacing=SPACE_M,
        )

        self._runner.ended.connect(self._take)
        self._header.step_chosen.connect(partial(self.send, On.WENT_TO))
        self._footer.close_button.clicked.connect(self.reject)
        self._footer.next_order_button.clicked.connect(self.next_order_requested)
        self._footer.back_button.clicked.connect(lambda: self.send(On.BACK))
        self._footer.next_button.clicked.connect(self._go_on)
        self._footer.commit_button.clicked.connect(lambda: self.send(On.COMMIT))
        self._footer.versions_button.clicked.connect(lambda: self.send(On.VERSIONS_WANTED))
        self._add_shortcuts()
        self._take_turn(partial(self._act_on, self._flow, effects))

    @property
    def flow(self) -> FilingFlow:
        """How things stand."""
        return self._flow

    @property
    def draft(self) -> DisputeDraft:
        """The draft as it stands."""
        return self._flow.draft

    def send(self, on: On, value: object = None) -> None:
        """Give the flow an event."""
        self._take(Event(on, value))

    def show_filing(self, filing: Filing) -> None:
        """Open on how this filing stands, where it has left already or was refused."""
        if filing.state not in EDITABLE:
            self.send(On.SHOWN, filing)
        elif filing.state is FilingState.REFUSED and filing.draft.door is Door.API:
            self._notices.tell_of_refusal(filing)

    def follow(self, filing: Filing) -> None:
        """Take over what was found out about the filing that is shown without being asked for."""
        focused: QWidget | None = self.focusWidget()
        self.send(On.FOLLOWED, filing)
        if focused is not None and focused.isVisibleTo(self) and focused.isEnabled():
            focused.setFocus()

    def offer_another(self, saved: datetime) -> None:
        """Say that this draft was begun before, where the order has items beside it."""
        if lines_left(self._flow.draft, self._flow.order):
            self._notices.tell_of_resumption(saved)

    def resume_after_sign_in(self) -> None:
        """Repeat once what the dead token interrupted. No field has changed."""
        self._notices.clear(NoticeTopic.ACCOUNT)
        if self._flow.interrupted is not None:
            self._notices.clear(NoticeTopic.TERMS, NoticeTopic.SENDING, NoticeTopic.SAVE)
        self.send(On.SIGNED_IN)

    def tell_of_account(self, notice: Notice) -> None:
        """Say why another account is not opened while this dialog is."""
        self._notices.tell_of_account(notice, waits_for_sign_in=self._flow.interrupted is not None)

    def tell_of_quitting(self, stay: Callable[[], object]) -> None:
        """Say that the program ends once this may be closed; `stay` takes that back."""
        self._notices.tell_of_quitting(stay)

    def reject(self) -> None:
        """Close without a question, once what was typed is saved. Not while sending."""
        # As the program ends, that one may still be open over this one.
        editor = next(filter(QWidget.isVisible, self.findChildren(TemplateEditor)), None)
        if editor is not None:
            editor.finished.connect(self.freed)
            editor.unsaved.connect(self._stay_with_templates)
            editor.reject()
            if editor.isVisible():
                return
        self.send(On.CLOSE)

    def _stay_with_templates(self) -> None:
        self._notices.clear(NoticeTopic.WAIT)
        self.unsaved.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.send(On.OPENED)

    def press_enter(self, _event: QKeyEvent) -> None:
        self._footer.press_next()

    def _add_shortcuts(self) -> None:
        """Ctrl+Enter goes on from anywhere; Alt and a digit choose. A held key does it once."""
        acts: dict[str, Callable[[], object]] = dict.fromkeys(GO_ON, self._footer.press_onward)
        for number in range(DIGITS):
            acts[f"Alt+{number + 1}"] = partial(self._choose_by_number, number)
        for keys, act in acts.items():
            QShortcut(QKeySequence(keys), self, act, autoRepeat=False)

    # The flow

    def _take(self, event: Event) -> None:
        self._take_turn(partial(self._advance, event))

    def _take_turn(self, turn: Callable[[], None]) -> None:
        """One after the other: what comes while one is worked through waits for its end."""
        self._turns.append(turn)
        if len(self._turns) > 1:
            return
        while self._turns:
            self._turns[0]()
            self._turns.popleft()

    def _advance(self, event: Event) -> None:
        before = self._flow
        place = None if before.is_frozen else self._pages.page(before.step).place()
        try:
            self._flow, effects = advance(before, event._replace(place=place))
        except Exception as error:  # noqa: BLE001 - a bug of ours: told, and the dialog stays usable
            self._crashed.emit(error)
        else:
            self._act_on(before, effects)

    def _act_on(self, before: FilingFlow, effects: tuple[Effect, ...]) -> None:
        """Show what is new and carry out what is wanted; a bug in one of them stops none else."""
        for act in (partial(self._render, before), *(partial(self._carry_out, e) for e in effects)):
            try:
                act()
            except Exception as error:  # noqa: BLE001 - as above
                self._crashed.emit(error)

    def _carry_out(self, effect: Effect) -> None:
        show = self._showing.get(effect.do)
        if show is None:
            self._runner.carry_out(effect)
        else:
            show(*effect.args)

    def _render(self, before: FilingFlow) -> None:
        flow, pages = self._flow, self._pages
        first: QWidget | None = None
        is_new = flow.phase is not before.phase or flow.filing is not before.filing
        if flow.filing is not None and flow.phase is Phase.OUTCOME and is_new:
            self._notices.clear(*NoticeTopic)
            first = (
                pages.outcome.show_filing(flow.filing, has_more=lines_left(flow.draft, flow.order))
                or self._footer.next_order_button
            )
        elif flow.found is not None and flow.found is not before.found:
            first = pages.others.show_found(flow.found) or self._footer.back_button
        pages.setEnabled(flow.phase not in LOCKED)
        pages.render_flow(flow)
        self._header.render_flow(flow)
        self._prepared.render_flow(flow)
        self._footer.render_flow(flow)
        if flow.terms_state is TermsState.KNOWN is not before.terms_state:
            self._notices.clear(NoticeTopic.TERMS)
        if before.save_error is not None and flow.save_error is None:
            self._notices.clear(NoticeTopic.SAVE)
        if flow.draft.door is not before.draft.door:  # what the other one has refused is past
            self._notices.clear(NoticeTopic.SENDING)
        if flow.phase is not before.phase:
            self._render_phase(was_locked=before.phase in LOCKED)
        if first is not None:
            first.setFocus()

    def _render_phase(self, *, was_locked: bool) -> None:
        phase = self._flow.phase
        is_locked = phase in LOCKED
        if is_locked and not was_locked:
            self._notices.clear(NoticeTopic.SENDING, NoticeTopic.PROBLEM, NoticeTopic.CHANGES)
            announce(self, messages.commit_progress(self._flow.draft.door))
        elif was_locked and not is_locked:
            self._notices.clear(NoticeTopic.WAIT)
            filing = self._flow.filing
            # What the ledger did not take is in memory alone.
            (self.freed if filing is None or filing.is_recorded else self.unsaved).emit()
        if phase is Phase.WAITING:
            announce(self, self.tr("Waiting for CJ…"))
        elif phase is Phase.DECIDING:
            self._notices.clear(NoticeTopic.SENDING)
        elif phase is Phase.REVIEWED and self._flow.draft.door is Door.API:
            self._footer.commit_button.setFocus()

    # What a person does

    def _edit(self, draft: DisputeDraft) -> None:
        self._notices.clear(NoticeTopic.PROBLEM)
        self.send(On.EDITED, draft)

    def _go_on(self) -> None:
        self._pages.page(self._flow.step).finish()
        self.send(On.NEXT)

    def _choose_by_number(self, number: int) -> None:
        if not self._flow.is_frozen:
            self._pages.page(self._flow.step).choose(number)

    # What is shown

    def _open_page(self, step: Step) -> None:
        self._notices.clear(NoticeTopic.PROBLEM, NoticeTopic.TEMPLATE)
        page = self._pages.page(step)
        page.await_view()
        flow, footer = self._flow, self._footer
        if not page.focus_start():
            (footer.commit_button if flow.is_last_step else footer.next_button).setFocus()
        if self.isVisible():  # else it is told with the dialog
            number, count = flow.place + 1, len(flow.steps)
            announce(self, messages.step_announcement(number, count, step_title(step)))

    def _point_out(self, problem: Problem) -> None:
        self._notices.show_problem(problem)
        if self._flow.step_of(problem.field) == self._flow.step:
            self._pages.page(self._flow.step).focus_problem(problem)

    def _tell_of_unsaved(self, error: AppError) -> None:
        self._notices.tell_of_unsaved(error)
        self.unsaved.emit()

    def _show_versions(self, versions: tuple[DraftVersion, ...]) -> None:
        dialog = VersionsDialog(versions[1:], self)
        dialog.restore_requested.connect(partial(self.send, On.RESTORE))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _close(self) -> None:
        super().reject()
