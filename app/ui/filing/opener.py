"""Opens the filing dialog for an order or a kept filing, one at a time.

The dialog is some thirty modules, which many a day needs none of: they are loaded when one opens.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, StorageFailed
from app.domain.filing.events import On
from app.domain.filing.filing import EDITABLE, MY_CJ, REASON, DisputeDraft, Door, Filing
from app.domain.ids import new_business_dispute_id
from app.domain.orders.orders import DisputableOrder
from app.ui.deferred import load
from app.ui.messages.notices import Notice, Operation, Severity, notice_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.domain.disputes.reasons import ReasonFamily
    from app.domain.ids import BusinessDisputeId, OrderId
    from app.domain.orders.claims import Judgement
    from app.services.account_services import AccountServices
    from app.ui.filing.dialog import FilingDialog
    from app.ui.widgets.file_choice import FileChoice
    from app.ui.widgets.pictures import PictureLoader

translate = QCoreApplication.translate

T = TypeVar("T")


class FilingOpener(QObject):
    """Finds the draft and the order that a dialog needs, and hands on what comes of it."""

    settled = Signal(object)
    """A `Filing` that was sent."""
    case_requested = Signal(object)
    """The `DisputeId` whose case file is to be saved. No dialog is open any more."""
    cancel_requested = Signal(object)
    """The `DisputeId` that is to be cancelled at CJ. No dialog is open any more."""
    dispute_requested = Signal(object)
    """The `DisputeId` of a dispute that is to be seen. No dialog is open any more."""
    drafts_changed = Signal()
    sign_in_requested = Signal()
    failed = Signal(object)
    """A `Notice`: no dialog could be opened."""
    next_order_wanted = Signal()
    """The dialog is gone, and another order is to be disputed."""
    freed = Signal()
    """The dialog is gone, or may be closed again."""
    unsaved = Signal()
    """To close the dialog now would lose something, and a person was told so."""

    def __init__(self, runner: BackgroundRunner, files: FileChoice, window: QWidget) -> None:
        super().__init__(window)
        self._runner = runner
        self._files = files
        self._window = window
        self._desk: AccountServices | None = None
        self._pictures: PictureLoader | None = None
        self.dialog: FilingDialog | None = None
        """The dialog that is open."""
        self._last: DisputeDraft | None = None
        """What was filed last."""
        self._goes_on = False
        """Whether one order follows the other."""
        self._wanted: Callable[[], None] | None = None
        """What is to be opened once there is room for it."""
        self._asking = {
            Operation.SAVE: Latest(runner, self, Lane.STORAGE),
            Operation.LOOK_UP: Latest(runner, self, Lane.CJ),
        }
        """What is asked of the data file, and of CJ."""

    def open_desk(self, desk: AccountServices, pictures: PictureLoader) -> None:
        """Work for this account from now on."""
        for each in self._asking.values():
            each.cancel()
        self._desk = desk
        self._pictures = pictures
        self._last = None
        self._runner.run(
            desk.drafts.last_sent,
            owner=self,
            on_success=lambda last: self._take_last(desk, last),
            on_error=lambda _error: None,  # then its reason comes first no more
            lane=Lane.STORAGE,
        )

    def begin(self, order: DisputableOrder, claim: Judgement | None = None) -> None:
        """Dispute an order: its unfinished draft where there is one, a new one otherwise.

        What is judged of it chooses lines and reason in a new draft, as far as CJ offers them.
        """
        self._begin(order, Door.API, claim)

    def prepare(self, order: DisputableOrder, claim: Judgement | None = None) -> None:
        """The same to be opened in My CJ by a person: nothing is sent from here."""
        self._begin(order, Door.MY_CJ, claim)

    def _begin(self, order: DisputableOrder, door: Door, claim: Judgement | None) -> None:
        wanted = claim.family if claim else None
        takes_all = claim is not None and not claim.is_part
        goes_on = self._goes_on

        def find_draft(desk: AccountServices) -> Filing | DisputeDraft:
            kept = desk.drafts.for_order(order.order_id)
            if kept is not None:
                return kept
            draft = desk.drafts.begin(order, takes_all=takes_all)
            # What is chosen stands on the last page, too.
            is_chosen = goes_on and len(order.lines) == len(draft.lines) == 1
            return replace(draft, step=REASON) if is_chosen else draft

        self._ask(
            Operation.SAVE,
            find_draft,
            lambda found: self._open_found(order, found, door, wanted),
        )

    def begin_another(self, order: DisputableOrder, door: Door = Door.API) -> None:
        """Dispute an order anew, whatever drafts there are of it."""
        self._ask(
            Operation.SAVE,
            lambda desk: desk.drafts.begin(order),
            lambda draft: self._open(order, replace(draft, door=door)),
        )

    def begin_next(self, order: DisputableOrder, door: Door = Door.API) -> None:
        """Dispute what is left of an order of which something has just been filed."""
        self._ask(
            Operation.LOOK_UP,
            lambda desk: _present_order(desk, order.order_id) or order,
            lambda present: self.begin_another(present, door),
        )

    def resume(self, filing: Filing) -> None:
        """Go on with a kept filing. CJ is asked again what can be disputed; offline, the order as
        last seen has to do.
        """
        draft = filing.draft
        bare = DisputableOrder(draft.order_id, draft.order_number, ())
        other = bare if draft.door is Door.MY_CJ else None  # for which CJ need not tell its items

        def find(desk: AccountServices) -> tuple[DisputableOrder | None, Filing]:
            order = _present_order(desk, draft.order_id, other)
            if filing.state in EDITABLE:
                return order, filing
            try:
                return order, desk.filing.filing(filing.reference) or filing
            except StorageFailed:
                return order, filing  # to check again there says what is the matter

        self._ask(Operation.LOOK_UP, find, lambda found: self._resume_with(*found))

    def resume_reference(self, reference: BusinessDisputeId) -> None:
        """Go on with the filing of this reference."""
        self._ask(
            Operation.SAVE,
            lambda desk: desk.filing.filing(reference),
            lambda filing: self.resume(filing) if filing else None,
        )

    def _ask(
        self,
        doing: Operation,
        work: Callable[[AccountServices], T],
        then: Callable[[T], object],
    ) -> None:
        """Find what a dialog needs, in the background; not where one is open."""
        desk = self._desk
        if desk is None or self.dialog is not None:
            return
        self._asking[doing].run(
            lambda: work(desk),
            on_success=then,
            on_error=lambda error: self.failed.emit(notice_for(error, doing)),
        )

    def follow(self, filing: Filing) -> None:
        """Show how a filing stands by now, where the dialog is open on it."""
        if self.dialog is not None:
            self.dialog.follow(filing)

    def resume_after_sign_in(self) -> None:
        """Repeat what the dead token interrupted."""
        if self.dialog is not None:
            self.dialog.resume_after_sign_in()

    def may_close(self) -> bool:
        """Whether the window may go: not while a dispute is being sent."""
        return self.dialog is None or self.dialog.close()

    def tell_of_quitting(self, stay: Callable[[], object]) -> None:
        """Say that the program ends once the dialog may be closed; `stay` takes that back."""
        if self.dialog is not None:
            self.dialog.tell_of_quitting(stay)

    def _resume_with(self, order: DisputableOrder | None, filing: Filing) -> None:
        if order is None:
            text = translate("FilingOpener", "CJ no longer lists the items of this order.")
            self.failed.emit(Notice(text, Severity.WARN))
            return
        self._open(
            order, filing.draft, lambda dialog: dialog.show_filing(filing), saved=filing.changed
        )

    def _open_found(
        self,
        order: DisputableOrder,
        found: Filing | DisputeDraft,
        door: Door,
        wanted: ReasonFamily | None,
    ) -> None:
        if isinstance(found, DisputeDraft):
            self._open(order, replace(found, door=door), wanted=wanted)
            return
        saved = found.changed

        def go_on(dialog: FilingDialog) -> None:
            dialog.send(On.CHANGE_DOOR, door)
            dialog.offer_another(saved)

        self._open(order, found.draft, go_on, saved=saved)

    def _open(
        self,
        order: DisputableOrder,
        draft: DisputeDraft,
        prepare: Callable[[FilingDialog], object] = lambda _dialog: None,
        *,
        wanted: ReasonFamily | None = None,
        saved: datetime | None = None,
    ) -> None:
        """Open the dialog once it is loaded, unless the account or a dialog is another by then."""
        desk = self._desk
        load(self._show, self, lambda: self._show(desk, order, draft, prepare, wanted, saved))

    def _show(
        self,
        desk: AccountServices | None,
        order: DisputableOrder,
        draft: DisputeDraft,
        prepare: Callable[[FilingDialog], object],
        wanted: ReasonFamily | None,
        saved: datetime | None,
    ) -> None:
        if desk is None or desk is not self._desk or self._pictures is None or self.dialog:
            return
        from app.ui.filing.dialog import FilingDialog

        dialog = FilingDialog(
            desk,
            self._runner,
            self._pictures,
            self._files,
            order,
            draft,
            self._window,
            wanted=wanted,
            saved=saved,
            last=self._last,
        )
        self.dialog = dialog
        self._goes_on = False
        dialog.settled.connect(self._settle)
        dialog.sign_in_requested.connect(self.sign_in_requested)
        dialog.other_filing_requested.connect(partial(self._leave_to, self.resume_reference))
        dialog.next_order_requested.connect(self._go_on)
        dialog.another_requested.connect(lambda: self._replace_by_another(order))
        dialog.preparing_requested.connect(
            lambda filing: self._leave_to(self._prepare_copy, order, filing)
        )
        dialog.case_requested.connect(partial(self._leave_to, self.case_requested.emit))
        dialog.cancel_requested.connect(partial(self._leave_to, self.cancel_requested.emit))
        dialog.dispute_requested.connect(partial(self._leave_to, self.dispute_requested.emit))
        dialog.freed.connect(self.freed)
        dialog.unsaved.connect(self._stay)
        dialog.finished.connect(self._forget_dialog)
        prepare(dialog)
        dialog.open()

    def _take_last(self, desk: AccountServices, last: DisputeDraft | None) -> None:
        if desk is self._desk and self._last is None:
            self._last = last

    def _settle(self, filing: Filing) -> None:
        self._last = filing.draft
        self.settled.emit(filing)

    def _go_on(self) -> None:
        self._goes_on = True
        if self.dialog is not None:
            self.dialog.close()

    def _replace_by_another(self, order: DisputableOrder) -> None:
        if self.dialog is not None:
            flow = self.dialog.flow
            begin = self.begin_another if flow.filing is None else self.begin_next
            self._leave_to(begin, order, flow.draft.door)

    def _prepare_copy(self, order: DisputableOrder, filing: Filing) -> None:
        """Have a copy of what is in doubt opened in My CJ; nothing of the filing itself changes."""

        def copy(desk: AccountServices) -> DisputeDraft:
            draft = replace(
                filing.draft, reference=new_business_dispute_id(), door=Door.MY_CJ, step=MY_CJ
            )
            for each in desk.attachments.all(filing.reference):
                desk.attachments.add(draft.reference, each.path)
            return draft

        self._ask(Operation.SAVE, copy, lambda draft: self._open(order, draft))

    def _leave_to(self, act: Callable[..., None], *args: object) -> None:
        """Do this once the dialog, which may have to save its draft, has closed and left room."""
        if self.dialog is not None:
            self._wanted = partial(act, *args)
            self.dialog.close()

    def _stay(self) -> None:
        """The dialog does not go, so nothing follows it; when it goes later, a person closed it."""
        self._wanted = None
        self.unsaved.emit()

    def _forget_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
        self.drafts_changed.emit()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            wanted()
        self.freed.emit()
        if self._goes_on:
            self.next_order_wanted.emit()


def _present_order(
    desk: AccountServices, order_id: OrderId, other: DisputableOrder | None = None
) -> DisputableOrder | None:
    """What can be disputed now; offline, the order as last seen has to do, or this other one."""
    kept = desk.orders.kept(order_id) or other
    try:
        return desk.orders.look_up_id(order_id).order or kept
    except AppError:
        if kept is None:
            raise
        return kept
