"""The order pane: paste anything, see what can be claimed, start a dispute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from app.background.latest import Latest
from app.background.runner import Lane
from app.ui.orders.parcel_updates import ParcelUpdates
from app.ui.orders.state import LookUpState, Phase
from app.ui.theme import SPACE_S
from app.ui.widgets.fields.line_edit import LONGEST_LINE, LineEdit
from app.ui.widgets.labels import label_of, scale, set_property
from app.ui.widgets.layouts import AsHighAsItsText, bring_into_sight, fill, tab_through

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.domain.filing.filing import DisputeDraft
    from app.domain.ids import DisputeId
    from app.domain.orders.claims import Judgement
    from app.domain.orders.orders import DisputableOrder, OrderFacts
    from app.services.account_services import AccountServices, PracticeOrder
    from app.services.orders.orders import LookUpResult, OrderOption
    from app.services.orders.parcels import Parcel
    from app.ui.orders.result import OrderAnswer
    from app.ui.widgets.pictures import PictureLoader


class OrderPane(AsHighAsItsText):
    """Looks an order up and shows its line items.

    Made with its box alone, which can be typed in from the first paint on; the rest is built by
    `build_deferred`.
    """

    file_requested = Signal(object)
    """A `DisputableOrder` that the user wants to dispute."""
    claim_requested = Signal(object, object)
    """A `DisputableOrder` that is to be disputed, and the `Judgement` for which."""
    prepare_requested = Signal(object, object)
    """A `DisputableOrder` to be disputed in My CJ, and the `Judgement` for which; None without."""
    disputes_requested = Signal(str)
    """Words to search the disputes for."""
    dispute_requested = Signal(object)
    """The `DisputeId` of a dispute in the copy, to be shown."""
    order_shown = Signal()
    """An order was found, whether or not it can be disputed."""
    desk_wanted = Signal()
    """There is something to look up, but no account is open yet."""
    sign_in_requested = Signal()

    def __init__(self, runner: BackgroundRunner) -> None:
        super().__init__()
        self._desk: AccountServices | None = None
        self._pictures: PictureLoader | None = None
        self._state = LookUpState()
        self._answer: OrderAnswer | None = None
        self._runner = runner
        self._look_up = Latest(runner, self)
        self._reading_holders = Latest(runner, self, Lane.STORAGE)
        self.parcel = ParcelUpdates(runner, self)
        """Where the parcels of the order shown are."""
        self._claim: Judgement | None = None
        self._offered = ""
        self._begun: tuple[str, ...] = ()
        """Pasted numbers that are left over from the window before."""
        self._box = LineEdit()
        label = label_of(self._box, self.tr("Order number"))
        self._button = QPushButton(self.tr("Look up"))
        self._hint = self.tr("Paste CJ's order number, your own, or a whole mail with one in it")
        self._box.setPlaceholderText(self._hint)
        scale(self._box, 1.15)
        self._button.setProperty("primary", True)
        self._more = QPushButton(flat=True)
        self._more.hide()

        row = fill(QHBoxLayout(), label, (self._box, 1), self._more, self._button, spacing=SPACE_S)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addLayout(row)
        # Here already, so that nothing below moves when the answer's widget comes.
        self._layout.addSpacing(SPACE_S)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._box.setFocus()

        self.parcel.told.connect(self._take_parcel)
        self.parcel.news_changed.connect(self._show_parcel)
        self._box.textChanged.connect(lambda: self._offer(""))
        self._box.returnPressed.connect(self._look_up_text)
        self._button.clicked.connect(self._look_up_text)

    def build_deferred(self) -> OrderAnswer:
        """Build what the first paint does not show, once, and give it."""
        if self._answer is None:
            from app.ui.orders.recent import RecentOrders
            from app.ui.orders.result import OrderAnswer
            from app.ui.widgets.fields.clear_button import ClearButton

            self._recent = RecentOrders(self._runner, self._box)
            self._recent.chosen.connect(self._open_known)
            self._recent.number_chosen.connect(self.look_up)
            self._recent.left_changed.connect(self._show_left)
            self._more.clicked.connect(self._recent.offer_left)
            ClearButton(self._box).clicked.connect(self._clear)
            self._answer = answer = OrderAnswer(self)
            self._layout.addWidget(answer, 1)
            answer.file_button.clicked.connect(self._request_filing)
            answer.preparing_requested.connect(self._request_preparing)
            answer.disputes_requested.connect(self.disputes_requested)
            answer.dispute_requested.connect(self.show_dispute)
            answer.sign_in_requested.connect(self.sign_in_requested)
            answer.repeat_requested.connect(self._repeat)
            answer.example_chosen.connect(self.look_up)
            answer.choice.chosen.connect(self._open_option)
            answer.choice.list.escaped.connect(self.focus_box)
            tab_through(self._box, self._more, self._button, answer)
        return self._answer

    def open_desk(
        self,
        desk: AccountServices,
        pictures: PictureLoader,
        examples: tuple[PracticeOrder, ...] = (),
    ) -> None:
        """Work for this account from now on; `examples` are orders a newcomer may try."""
        is_first = self._desk is None
        is_waiting = self._state.phase is Phase.WAITING
        self._desk = desk
        self._pictures = pictures
        self._forget()
        answer = self.build_deferred()
        answer.show_examples(examples)
        tab_through(self._button, answer)
        left, self._begun = self._begun, ()
        self._recent.use(desk.claims, left)
        if not is_first:
            # At the start it has the focus already, and the user may have moved on.
            self._box.setFocus()
        if is_waiting:
            self._look_up_text()

    def go_on_from(self, before: OrderPane) -> None:
        """Have in the box, and left of a paste, what that of the window before has."""
        self._box.setText(before._box.text())
        self._begun = before._recent.left if before._answer is not None else ()

    @Slot(str)
    def look_up(self, text: str) -> None:
        """Look up what a text names as if it had been typed, once an account is open."""
        from app.domain.text import repaired

        if len(text) > LONGEST_LINE:
            self._box.setFocus()
            self._box.insert(text)  # it refuses that, and says why
            return
        self._box.setText(repaired(text))  # it may come from a web page
        self._look_up_text()

    def refuse(self, reason: str) -> None:
        """Say below the box why what was given for it was not taken."""
        self._box.setFocus()
        self._box.refuse(reason)

    def offer(self, text: str) -> None:
        """Offer to look up the order that a text names, where nothing else is in the box or shown.

        Enter in the box takes it. Only what is certainly an order's number is offered, and nothing
        else of the text is kept.
        """
        from app.domain.ids import certain_order_id, number_key

        number = "" if self._box.text() else certain_order_id(text)
        found = self._state.found
        shown = [self._state.asked]
        if found is not None:
            shown += [found.order.order_id, found.order.order_number] if found.order else []
        if number_key(number) in map(number_key, shown) or self._numbers_are_left:
            number = ""
        self._offer(number)

    @property
    def _numbers_are_left(self) -> bool:
        return self._answer is not None and self._recent.has_left

    def _offer(self, number: str) -> None:
        if number == self._offered:
            return
        self._offered = number
        offer = self.tr("Look up {number}: Enter").format(number=number)
        self._box.setPlaceholderText(offer if number else self._hint)
        set_property(self._box, "offers", bool(number))
        if number:
            from app.ui.widgets.notices.announce import announce

            announce(self._box, offer)

    def claim(self, facts: OrderFacts, judgement: Judgement) -> None:
        """Look up an order that is known, and dispute it where CJ allows that."""
        self._open_known(facts, judgement)

    @property
    def has_order(self) -> bool:
        """Whether an order is shown, or being looked up."""
        return self._state.phase in (Phase.ASKING, Phase.ANSWERED)

    def forget_filed(self, draft: DisputeDraft) -> None:
        """Take the order away of which this was filed: less can be disputed in it now.

        Another one stays, which was looked up meanwhile.
        """
        found = self._state.found
        lines = found.order.lines if found and found.order else ()
        is_it = found is not None and (
            found.order_id == draft.order_id
            or any(each.line_item_id in draft.line_ids for each in lines)
        )
        if is_it or not self.has_order:
            self._forget()
            self.focus_box()

    def take_focus(self) -> None:
        """Go to what is to be done with the order that is shown."""
        if not self.build_deferred().take_focus(self._state):
            self._box.setFocus()

    @Slot(object)
    def forget_held_by(self, dispute_id: DisputeId) -> None:
        """Take the order away if this dispute held it, because that is cancelled now."""
        from app.ui.orders.messages import disputes_of

        found = self._state.found
        held_by = disputes_of(found.order) if found else ()
        if any(each.dispute_id == dispute_id for each in held_by):
            if self.build_deferred().has_focus():
                self._box.setFocus()
            self._forget()

    def begin_next(self) -> None:
        """Be empty for another order."""
        self._forget()
        self._box.clear()
        self._box.setFocus()
        self._recent.offer_left()

    @Slot()
    def _clear(self) -> None:
        """Give the room of the order that was shown back to what is below."""
        self._box.setFocus()  # what had it may be in there
        self._forget()

    @Slot(int)
    def _show_left(self, count: int) -> None:
        """Keep the numbers in sight that were pasted and are still to be looked up."""
        self._more.setText(self.tr("{count} more").format(count=count))
        about = self.tr("Order numbers left of what was pasted: {count}").format(count=count)
        self._more.setToolTip(about)
        self._more.setAccessibleDescription(about)
        self._more.setVisible(count > 0)

    @Slot()
    def read_holders(self) -> None:
        """Show which disputes hold the order that is shown: they may be known only by now."""
        from app.domain.orders.eligibility import Verdict

        found = self._state.found
        if self._desk is None or found is None or found.verdict in (Verdict.ALL, Verdict.EMPTY):
            return
        kept, order_id = self._desk.orders.kept, found.order_id
        self._reading_holders.run(
            lambda: kept(order_id),
            on_success=self._take_holders,
            on_error=lambda _error: None,  # then what is shown stays
        )

    def retry_if_offline(self) -> None:
        """CJ can be reached again: look up once more what failed for that reason."""
        if self._state.is_offline:
            self._repeat()

    @Slot()
    def focus_box(self) -> None:
        """Put the cursor into the order box with everything selected."""
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()

    def request_filing(self) -> None:
        """Start a dispute of the order shown the way CJ takes it, or ask for an order first."""
        if self.build_deferred().press_next_step():
            return
        self.focus_box()
        if not self._box.text() and not self.has_order:
            self._look_up_text()  # which says what is missing, or takes what is offered

    @Slot()
    def _look_up_text(self) -> None:
        if self._desk is None:
            self._state = LookUpState(Phase.WAITING)
            self.desk_wanted.emit()
            return
        if self._offered:
            self._box.setText(self._offered)
        text, orders = self._box.text(), self._desk.orders
        if self._recent.offer_numbers(text):
            return
        self._ask(text, lambda: orders.look_up(text))

    @Slot(object)
    def _open_known(self, facts: OrderFacts, claim: Judgement | None = None) -> None:
        if self._desk is not None:
            orders = self._desk.orders
            self._box.setText(facts.order_number or facts.order_id)
            self._ask(self._box.text(), lambda: orders.open_order(facts), claim)

    @Slot()
    def _repeat(self) -> None:
        if self._desk is not None:
            text, orders = self._state.asked, self._desk.orders
            self._ask(text, lambda: orders.look_up(text))

    @Slot(object)
    def _open_option(self, option: OrderOption) -> None:
        if option.found is not None:
            self._show(self._state.answered(option.found))
        elif self._desk is not None:
            orders = self._desk.orders
            self._ask(self._state.asked, lambda: orders.open_order(option.facts))

    def _ask(
        self, text: str, work: Callable[[], LookUpResult], claim: Judgement | None = None
    ) -> None:
        self._claim = claim
        if self.build_deferred().has_focus():
            self._box.setFocus()  # what is dimmed can hold none
        self._show(self._state.begun(text))
        self._look_up.run(
            work,
            on_success=lambda answer: self._show(self._state.answered(answer)),
            on_error=self._fail,
            on_end=self._end,
        )

    def _fail(self, error: AppError) -> None:
        from app.domain.errors import NoOrderInText
        from app.domain.ids import DisputeId

        if isinstance(error, NoOrderInText) and error.dispute_id:
            self.show_dispute(DisputeId(error.dispute_id))
        else:
            self._show(self._state.failed(error))

    @Slot(object)
    def show_dispute(self, dispute_id: DisputeId) -> None:
        """Have a dispute shown, which is asked from CJ where it is not in the copy."""
        from app.domain.errors import Declined, NoOrderInText

        if self._desk is None:
            return
        history = self._desk.history

        def fail(error: AppError) -> None:
            if isinstance(error, Declined):  # CJ does not know it, or takes the number for none
                error = NoOrderInText(dispute_id)
            if self._state.phase is Phase.ASKING:
                self._show(self._state.failed(error))
            else:
                self.build_deferred().show_error(error)

        self._look_up.run(
            lambda: history.find(dispute_id),
            on_success=self._take_dispute,
            on_error=fail,
            on_end=self._end,
        )

    def _take_dispute(self, dispute_id: DisputeId) -> None:
        from app.ui.widgets.notices.announce import announce

        text = self.tr("{dispute} is a dispute: it is shown below.")
        announce(self._box, text.format(dispute=dispute_id))
        self.dispute_requested.emit(dispute_id)

    def _end(self) -> None:
        if self._state.phase is Phase.ASKING:  # a bug, or it was stopped: there is no answer
            self._show(LookUpState())

    def _show(self, state: LookUpState) -> None:
        self._state = state
        answer = self.build_deferred()
        answer.show_state(state, self._pictures)
        # One button at a time is the next step.
        set_property(self._button, "primary", state.order_to_file is None)
        # Whoever types on is not interrupted.
        is_awaited = state.asked == self._box.text()
        has_ended = state.phase in (Phase.ANSWERED, Phase.FAILED)
        if has_ended and is_awaited and not answer.take_focus(state):
            self._box.setFocus()
            QTimer.singleShot(0, answer, lambda: bring_into_sight(answer))  # once it is laid out
        self._note_done(state)
        self._follow_parcel()
        if state.found is not None:
            self.order_shown.emit()
        if has_ended and self._claim is not None:
            if state.order_to_prepare is None:
                self._claim = None
            elif not state.is_for_my_cj:
                self._request_filing()  # where CJ will hardly take it, a person chooses the way

    def _note_done(self, state: LookUpState) -> None:
        """Of several numbers one is looked up, unless it may still have another answer."""
        from app.domain.errors import Declined, NoOrderInText

        is_final = isinstance(state.error, (Declined, NoOrderInText))
        if state.phase is Phase.ANSWERED or is_final:
            found = state.found
            names = (found.order_id, found.order_number) if found else ()
            self._recent.note_done(state.asked, *filter(None, names))

    def _follow_parcel(self) -> None:
        self._reading_holders.cancel()
        found, order_id = self._state.found, self._state.order_under_way
        is_due = order_id is not None and bool(found and found.parcel and found.parcel.is_due)
        parcels = self._desk.parcels if self._desk is not None and order_id is not None else None
        self.parcel.follow(parcels, order_id, is_due=is_due)
        if is_due:
            self._show_parcel()

    @Slot(object)
    def _take_parcel(self, parcel: Parcel) -> None:
        self._state = self._state.with_parcel(parcel)
        self._show_parcel()

    def _take_holders(self, kept: DisputableOrder | None) -> None:
        state = self._state.with_holders(kept) if kept else self._state
        if state != self._state:
            self._state = state
            answer, before = self.build_deferred(), QApplication.focusWidget()
            had_focus = answer.has_focus()
            answer.show_state(state, self._pictures)
            if had_focus and QApplication.focusWidget() is not before:
                self._box.setFocus()  # what it was on is gone, and Qt's next one may be any
            self._show_parcel()

    @Slot()
    def _show_parcel(self) -> None:
        self.build_deferred().show_parcel(self._state, self.parcel.news)

    @Slot()
    def _request_filing(self) -> None:
        order, claim = self._state.order_to_file, self._claim
        if order is not None and claim is not None:
            self._claim = None
            self.claim_requested.emit(order, claim)
        elif order is not None:
            self.file_requested.emit(order)

    @Slot()
    def _request_preparing(self) -> None:
        order, claim = self._state.order_to_prepare, self._claim
        if order is not None:
            self._claim = None
            self.prepare_requested.emit(order, claim)

    def _forget(self) -> None:
        self._claim = None
        self._look_up.cancel()
        self._show(LookUpState())
