"""The filing dialog's state machine, walked by `hypothesis`: a person, CJ, the disk and bugs."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain.errors import (
    AppError,
    NotAllowedNow,
    Offline,
    OfflineCause,
    SignInRequired,
    StorageCause,
    StorageFailed,
)
from app.domain.filing import flow as machine
from app.domain.filing.draft_rules import (
    Field,
    claim_problems,
    line_problems,
    no_problems,
    selection_of,
    with_reason,
)
from app.domain.filing.events import ENDS, Do, Effect, Event, On
from app.domain.filing.filing import (
    ITEMS,
    REASON,
    REVIEW,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
    OtherDisputesFound,
    Place,
    Step,
)
from app.domain.filing.flow import FilingFlow, KnownDisputes, StepRules, advance, begin
from app.domain.filing.templates import TemplateContext
from app.domain.ids import DisputeId
from tests import builders
from tests.domain.filing.flow_table import leads_to

STEPS = (
    StepRules(ITEMS, line_problems, (Field.LINES,)),
    StepRules(
        REASON, claim_problems, (Field.REASON, Field.EXPECTED, Field.MESSAGE, Field.EVIDENCE)
    ),
    StepRules(REVIEW, no_problems),
)
FIRST, SECOND = builders.order_line(), builders.order_line("L2", name="Mug")
ORDER = builders.order(FIRST, SECOND)
OFFLINE = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)
ERRORS = (
    OFFLINE,
    NotAllowedNow("sending"),
    SignInRequired(),
    StorageFailed(StorageCause.LOCKED),
    AppError(),
)
OTHERS = (
    OtherDisputesFound(()),
    OtherDisputesFound((builders.dispute("SH-a"), builders.dispute("SH-b"))),
)
MOVERS = (Do.SUBMIT, Do.SEND_AGAIN, Do.CHECK, Do.ADOPT, Do.TAKE_BACK, Do.LOOK_UP)
LEFT = (FilingState.UNKNOWN, FilingState.FILED, FilingState.CONFIRMED)
PRESSES = (
    On.NEXT,
    On.BACK,
    On.COMMIT,
    On.FILE_ANOTHER,
    On.CHECK,
    On.SEND_AGAIN,
    On.TAKE_BACK,
    On.SIGNED_IN,
    On.VERSIONS_WANTED,
    On.OPENED,
    On.SAVE_DUE,
    On.TERMS_DUE,
    On.KNOWN_DUE,
    On.ASIDE_DUE,
)
"""What a person or a clock may do at any time, offered or not."""


ON_OFFER = {
    machine.Phase.REVIEWED: (On.COMMIT, On.BACK),
    machine.Phase.QUESTION: (On.FILE_ANOTHER, On.ADOPT, On.BACK),
    machine.Phase.OUTCOME: (On.CHECK, On.ADOPT, On.SEND_AGAIN, On.TAKE_BACK),
}


MUST_BE_MET = {
    On.COMMIT: (machine.Phase.REVIEWED, machine.Phase.SENDING),
    On.FILE_ANOTHER: (machine.Phase.QUESTION,),
    On.NEXT: (machine.Phase.EDITING, machine.Phase.WAITING),
    On.TERMS_ARRIVED: (machine.Phase.WAITING,),
    On.SAVE_FAILED: (machine.Phase.EDITING, machine.Phase.CLOSING),
    On.SETTLED: (machine.Phase.SENDING, machine.Phase.DECIDING),
    On.NOT_SENT: (machine.Phase.SENDING,),
    On.IN_DOUBT: (machine.Phase.SENDING, machine.Phase.DECIDING),
    On.LOOKED_UP: (machine.Phase.SENDING, machine.Phase.DECIDING),
    On.NOT_DONE: (machine.Phase.SENDING, machine.Phase.DECIDING),
    On.CLOSE: (machine.Phase.EDITING, machine.Phase.REVIEWED, machine.Phase.OUTCOME),
}
"""What a walk must have met to say anything."""


def sent_of(draft: DisputeDraft) -> tuple[object, ...]:
    """What CJ gets of a draft."""
    return (
        draft.lines,
        draft.reason,
        draft.expected,
        draft.refund_target,
        draft.message,
        draft.evidence,
    )


class Walk(RuleBasedStateMachine):
    """Carries effects out in any order, well or not, while a person presses whatever there is."""

    flow: FilingFlow
    met: ClassVar[set[tuple[On, machine.Phase]]] = set()
    """What came in which phase, in all walks."""

    @initialize(step=st.sampled_from([each.step for each in STEPS]), is_new=st.booleans())
    def open(self, step: Step, *, is_new: bool) -> None:
        self.under_way: list[Effect] = []
        self.unseen: Step | None = None
        """The page that was opened last, until a person has seen it."""
        self.seen: tuple[object, ...] = ()
        """What the last page showed when it was seen."""
        self.presses = self.submits = 0
        draft = DisputeDraft.begin(builders.order()) if is_new else builders.draft()
        self.flow, effects = begin(STEPS, ORDER, replace(draft, step=step))
        self.carry_out(effects)
        self.opened = self.flow

    def give(self, on: On, value: object = None, cause: Effect | None = None) -> None:
        before = self.flow
        event = Event(on, value, cause, builders.NOON)
        self.flow, effects = advance(before, event)
        self.met.add((on, before.phase))
        assert self.flow.effects == ()
        assert self.flow.phase in leads_to(on, before.phase), (on, before.phase, self.flow.phase)
        is_press = on in (On.COMMIT, On.FILE_ANOTHER)
        is_press |= on is On.SIGNED_IN and before.interrupted is On.COMMIT
        going = (machine.Phase.PREPARING, machine.Phase.SENDING)
        self.presses += is_press and before.phase not in going and self.flow.phase in going
        self.carry_out(effects)

    def carry_out(self, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if effect.do is Do.OPEN_PAGE:
                assert effect.args == (self.flow.step,)
                self.unseen = effect.args[0]
            elif effect.do is Do.SUBMIT:
                self.submits += 1
                assert sent_of(effect.args[0]) == self.seen, "sent what nobody has seen"
            if effect.do in ENDS:
                self.under_way.append(effect)

    # What a person does

    @precondition(lambda self: self.flow.phase in ON_OFFER)
    @rule(data=st.data())
    def press_what_is_offered(self, data: st.DataObject) -> None:
        press = data.draw(st.sampled_from(ON_OFFER[self.flow.phase]))
        self.give(press, DisputeId("SH-a") if press is On.ADOPT else None)

    @rule(press=st.sampled_from(PRESSES))
    def press(self, press: On) -> None:
        self.give(press)

    @rule(often=st.integers(0, 9), press=st.sampled_from((On.CLOSE, On.CLOSE_ANYWAY)))
    def leave(self, often: int, press: On) -> None:
        if often == 0:
            self.give(press)

    @rule(is_own=st.booleans(), is_read=st.booleans())
    def go_on_to_the_review(self, *, is_own: bool, is_read: bool = True) -> None:
        """What most people do: all is answered, and they press Next and read."""
        for _ in STEPS:
            for effect in [each for each in self.under_way if each.do not in MOVERS]:
                self.under_way.remove(effect)
                told = {Do.ASK_TERMS: builders.terms(), Do.RESTORE: None}
                self.give(ENDS[effect.do].done, told.get(effect.do, ()), effect)
            if not self.flow.is_frozen:
                draft = replace(self.flow.draft, lines=(DraftLine.of(FIRST, 1),), link_text="")
                draft = replace(draft, reason=builders.DAMAGED, message="Broken.")
                self.give(On.EDITED, replace(draft, message_is_own=is_own))
            self.give(On.NEXT)
        if is_read and self.flow.is_last_step and self.unseen == self.flow.step:
            self.see_the_review()

    @rule(is_own=st.booleans(), is_read=st.booleans(), is_saved=st.booleans())
    def send(self, *, is_own: bool, is_read: bool = True, is_saved: bool = True) -> None:
        self.go_on_to_the_review(is_own=is_own, is_read=is_read)
        if not is_saved and not self.flow.is_frozen:
            self.move_the_cursor(len(self.under_way))
        self.give(On.COMMIT)

    @precondition(lambda self: self.flow.phase in machine.LOCKED)
    @rule(days=st.integers(4, 6))
    def tell_of_the_parcel_meanwhile(self, days: int) -> None:
        self.give(On.PARCEL_KNOWN, TemplateContext(days=days))

    @rule(
        others=st.sampled_from(OTHERS), press=st.sampled_from((On.FILE_ANOTHER, On.ADOPT, On.BACK))
    )
    def be_asked_about_others(self, others: OtherDisputesFound, press: On) -> None:
        self.send(is_own=True)
        for effect in [each for each in self.under_way if each.do is Do.SUBMIT]:
            self.under_way.remove(effect)
            self.give(On.NOT_SENT, others, effect)
            self.give(press, DisputeId("SH-a") if press is On.ADOPT else None)

    @rule(state=st.sampled_from(LEFT), is_lost=st.booleans())
    def hear_from_cj(self, state: FilingState, *, is_lost: bool) -> None:
        """The way of most filings: sent and answered, or else looked up; then looked for again."""
        self.send(is_own=True)
        self.end_moves(state, is_lost=is_lost)
        self.give(On.CHECK)
        self.end_moves(state, is_lost=is_lost)

    def end_moves(self, state: FilingState, *, is_lost: bool) -> None:
        while moves := [each for each in self.under_way if each.do in MOVERS]:
            effect = moves[0]
            self.under_way.remove(effect)
            if is_lost and effect.do is not Do.LOOK_UP:
                self.give(ENDS[effect.do].crashed, AppError(), effect)
            else:
                stands = FilingState.DRAFT if effect.do is Do.TAKE_BACK else state
                self.give(ENDS[effect.do].done, self.filing(stands), effect)

    @rule(step=st.sampled_from([each.step for each in STEPS]))
    def go_to(self, step: Step) -> None:
        self.give(On.WENT_TO, step)

    @rule(number=st.integers(1, 3))
    def restore(self, number: int) -> None:
        self.give(On.RESTORE, number)

    @rule(dispute=st.sampled_from(("SH-a", "SH-b")))
    def adopt(self, dispute: str) -> None:
        self.give(On.ADOPT, DisputeId(dispute))

    @precondition(lambda self: self.flow.is_last_step and self.unseen == self.flow.step)
    @rule()
    def see_the_review(self) -> None:
        self.unseen = None
        self.seen = sent_of(self.flow.draft)
        self.give(On.SEEN, self.flow.step)

    @rule(
        lines=st.sampled_from([(), (FIRST,), (SECOND,), (FIRST, SECOND)]),
        reason=st.sampled_from([None, builders.DAMAGED, builders.LATE]),
        message=st.sampled_from(["", "Broken.", "x" * 501]),
        link=st.sampled_from(["", "https://example.com/a.jpg", "no link"]),
    )
    def edit(self, lines: tuple, reason: object, message: str, link: str) -> None:  # type: ignore[type-arg]  # of order lines
        draft = with_reason(self.flow.draft, reason)  # type: ignore[arg-type]  # a reason or none
        chosen = tuple(DraftLine.of(each, 1) for each in lines)
        if message:
            draft = replace(draft, message=message, message_is_own=True)
        self.give(On.EDITED, replace(draft, lines=chosen, link_text=link))

    @precondition(lambda self: self.flow.phase is machine.Phase.EDITING)
    @rule(times=st.integers(1, 2))
    def go_on_before_cj_has_told_its_terms(self, times: int) -> None:
        self.give(On.WENT_TO, ITEMS)
        choices = [DraftLine.of(each, count) for each in (FIRST, SECOND) for count in (1, 2, 3)]
        drafts = [replace(self.flow.draft, lines=(each,)) for each in choices]
        for draft in drafts:
            if selection_of(draft) not in self.flow.offers:
                self.give(On.EDITED, draft)
                break
        for _ in range(times):
            self.give(On.NEXT)

    @precondition(lambda self: self.flow.is_last_step)
    @rule(step=st.sampled_from([each.step for each in STEPS]))
    def see_a_page_too_late(self, step: Step) -> None:
        if step != self.flow.step:
            self.give(On.SEEN, step)

    @rule(cursor=st.integers(0, 5))
    def move_the_cursor(self, cursor: int) -> None:
        event = Event(On.SAVE_DUE, place=Place(0, cursor, "message"))
        self.flow, effects = advance(self.flow, event)
        self.carry_out(effects)

    # What comes from elsewhere

    @precondition(lambda self: self.flow == self.opened)
    @rule(state=st.sampled_from(LEFT))
    def show_what_has_left(self, state: FilingState) -> None:
        self.give(On.SHOWN, self.filing(state))

    @rule(days=st.integers(1, 3))
    def tell_of_the_parcel(self, days: int) -> None:
        self.give(On.PARCEL_KNOWN, TemplateContext(days=days))

    @rule(state=st.sampled_from(list(FilingState)))
    def follow(self, state: FilingState) -> None:
        self.give(On.FOLLOWED, self.filing(state))

    @rule(on=st.sampled_from((On.TEMPLATES_READ, On.ASIDE_FAILED)))
    def read_beside(self, on: On) -> None:
        self.give(on, () if on is On.TEMPLATES_READ else OFFLINE)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def end_well(self, data: st.DataObject) -> None:
        effect = self.pick(data)
        self.give(ENDS[effect.do].done, data.draw(self.values_of(effect)), effect)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        effect = self.pick(data)
        errors = (*ERRORS, *OTHERS) if effect.do is Do.SUBMIT else ERRORS
        self.give(ENDS[effect.do].failed, data.draw(st.sampled_from(errors)), effect)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        effect = self.pick(data)
        self.give(ENDS[effect.do].crashed, AppError(), effect)

    def pick(self, data: st.DataObject) -> Effect:
        place = data.draw(st.integers(0, len(self.under_way) - 1))
        return self.under_way.pop(place)

    def filing(self, state: FilingState) -> Filing:
        found = (DisputeId("SH-a"),) if state is FilingState.UNKNOWN else ()
        now = builders.NOON
        return Filing(self.flow.draft, state, now, now, candidates=found)

    def values_of(self, effect: Effect) -> st.SearchStrategy[object]:
        """What comes of an effect that ends well."""
        if effect.do is Do.SAVE:
            return st.just(builders.NOON)
        if effect.do is Do.ASK_TERMS:
            offers = (builders.terms(), builders.terms(builders.LATE), builders.terms(total="9.00"))
            return st.sampled_from(offers)
        if effect.do is Do.TAKE_BACK:
            return st.just(self.filing(FilingState.DRAFT))
        if effect.do is Do.LOOK_UP:
            return st.sampled_from([None, *map(self.filing, FilingState)])
        if effect.do in MOVERS:
            return st.sampled_from([self.filing(each) for each in LEFT])
        if effect.do is Do.RESTORE:
            return st.sampled_from([None, builders.draft(message="Earlier words.")])
        return st.just(())

    # What always holds

    @invariant()
    def one_submit_for_each_press(self) -> None:
        assert self.submits + (self.flow.phase is machine.Phase.PREPARING) == self.presses

    @invariant()
    def what_is_under_way_is_known(self) -> None:
        flow, of = self.flow, [each.do for each in self.under_way]
        if flow.phase is machine.Phase.CLOSED:
            return
        assert of.count(Do.SAVE) == flow.saves
        assert (Do.FETCH_KNOWN in of) == (flow.known is KnownDisputes.UNDER_WAY)
        assert flow.asked is None or flow.asked in self.under_way
        is_moving = flow.phase in (machine.Phase.SENDING, machine.Phase.DECIDING)
        assert sum(each in MOVERS for each in of) == is_moving

    @invariant()
    def there_is_a_way_on(self) -> None:
        flow, of = self.flow, [each.do for each in self.under_way]
        if flow.phase is machine.Phase.CLOSING:
            assert Do.SAVE in of
        elif flow.phase is machine.Phase.PREPARING:
            assert Do.SAVE in of or Do.FETCH_KNOWN in of
        elif flow.phase is machine.Phase.WAITING:
            assert flow.asked is not None
        elif flow.phase is machine.Phase.EDITING and flow.is_last_step:
            assert self.unseen == flow.step, "the review can never be sent"

    @invariant()
    def the_phase_fits_the_data(self) -> None:
        flow = self.flow
        if flow.phase is machine.Phase.REVIEWED:
            assert flow.is_last_step
            assert sent_of(flow.draft) == self.seen, "nobody has seen that"
        if flow.phase in (machine.Phase.QUESTION, machine.Phase.OUTCOME):
            is_question = flow.phase is machine.Phase.QUESTION
            assert (flow.found is not None, flow.filing is not None) == (
                is_question,
                not is_question,
            )

    def teardown(self) -> None:
        """Whatever has happened: a bug in all that is under way, and the dialog can be closed."""
        while self.under_way:
            effect = self.under_way.pop(0)
            self.give(ENDS[effect.do].crashed, AppError(), effect)
        self.give(On.CLOSE)
        while self.under_way:
            effect = self.under_way.pop(0)
            self.give(ENDS[effect.do].crashed, AppError(), effect)
        self.give(On.CLOSE_ANYWAY)
        assert self.flow.phase is machine.Phase.CLOSED


def test_whatever_happens_there_is_a_way_on_and_one_submit_for_a_press() -> None:
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=120,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    unmet = [(on, each) for on, phases in MUST_BE_MET.items() for each in phases]
    assert [each for each in unmet if each not in Walk.met] == []
