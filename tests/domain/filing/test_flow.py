"""The filing dialog's state machine by example: its table, and what each rule is for."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from app.domain.errors import AppError, NotAllowedNow, Offline, OfflineCause, SignInRequired
from app.domain.filing.draft_rules import (
    Field,
    ProblemKind,
    claim_problems,
    line_problems,
    no_problems,
)
from app.domain.filing.events import AGAIN, ENDS, Do, Effect, Event, ImpossibleEvent, On
from app.domain.filing.filing import (
    ITEMS,
    MY_CJ,
    REASON,
    REVIEW,
    DisputeDraft,
    Door,
    Filing,
    FilingState,
    OtherDisputesFound,
    Place,
    Step,
)
from app.domain.filing.flow import (
    TRANSITIONS,
    FilingFlow,
    Phase,
    StepRules,
    TermsState,
    advance,
    begin,
)
from app.domain.orders.orders import DisputableOrder
from tests import builders
from tests.domain.filing.flow_table import TABLE, leads_to

STEPS = (
    StepRules(ITEMS, line_problems, (Field.LINES,)),
    StepRules(REASON, claim_problems, (Field.REASON, Field.MESSAGE, Field.EVIDENCE)),
    StepRules(REVIEW, no_problems, doors=(Door.API,)),
    StepRules(MY_CJ, no_problems, doors=(Door.MY_CJ,)),
)
GONE = Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)


class Play:
    """A flow with what it wants done; `end` lets the first such effect end."""

    def __init__(self, draft: DisputeDraft | None = None, step: Step = REVIEW) -> None:
        draft = replace(builders.draft(), step=step) if draft is None else draft
        self.flow: FilingFlow
        self.effects: list[Effect] = []
        self._take(begin(STEPS, builders.order(), draft))

    def _take(self, turn: tuple[FilingFlow, tuple[Effect, ...]]) -> None:
        self.flow, effects = turn
        self.effects += effects

    def give(self, on: On, value: object = None, place: Place | None = None) -> None:
        self._take(advance(self.flow, Event(on, value, place=place)))

    def end(self, do: Do, value: object = None, how: str = "done") -> None:
        effect = next(each for each in self.effects if each.do is do)
        self.effects.remove(effect)
        on = getattr(ENDS[do], how)
        self._take(advance(self.flow, Event(on, value, effect, builders.NOON)))

    def wants(self, do: Do) -> list[tuple[object, ...]]:
        return [each.args for each in self.effects if each.do is do]

    def reviewed(self) -> Play:
        """Terms told, the order's disputes known, the review seen."""
        self.give(On.OPENED)
        self.end(Do.ASK_TERMS, builders.terms())
        self.end(Do.FETCH_KNOWN)
        self.give(On.SEEN, REVIEW)
        self.give(On.SAVE_DUE)
        self.end(Do.SAVE, builders.NOON)
        assert self.flow.phase is Phase.REVIEWED
        return self

    def sent(self) -> Play:
        self.reviewed().give(On.COMMIT)
        assert self.flow.phase is Phase.SENDING
        return self


def filing(state: FilingState) -> Filing:
    return Filing(builders.draft(), state, builders.NOON, builders.NOON)


# The table


def test_the_printed_table_names_what_is_ignored_and_what_cannot_come() -> None:
    assert set(TABLE) == {(on, phase) for on in On for phase in Phase}
    for (on, phase), cell in TABLE.items():
        change = TRANSITIONS[on].get(phase)
        printed = {"-": "impossible", ".": "ignored"}.get(cell, "changed")
        name = "impossible" if change is None else change.__name__.strip("_")
        assert (name if name in ("impossible", "ignored") else "changed") == printed, (on, phase)
        assert phase is not Phase.CLOSED or leads_to(on, phase) <= {Phase.CLOSED} or cell == "-"


def test_what_cannot_come_is_a_bug_that_changes_nothing() -> None:
    play = Play()
    with pytest.raises(ImpossibleEvent, match="SETTLED in EDITING"):
        play.give(On.SETTLED, filing(FilingState.FILED))
    assert play.flow.phase is Phase.EDITING


def test_each_effect_that_takes_time_has_its_ends_and_those_can_come() -> None:
    shown_at_once = list(Do)[list(Do).index(Do.OPEN_PAGE) :]
    timers = [Do.SAVE_SOON, Do.SAVE_LATER, Do.ASK_TERMS_SOON]
    assert {*ENDS, *timers, *shown_at_once} == set(Do)
    assert not set(ENDS) & {*timers, *shown_at_once}
    assert all(any(TABLE[on, phase] != "-" for phase in Phase) for e in ENDS.values() for on in e)
    assert set(AGAIN) <= set(Do)


# Pages


def test_a_draft_on_a_page_that_is_not_there_opens_on_the_first() -> None:
    play = Play(step=cast("Step", "NOWHERE"))
    assert play.flow.step == ITEMS


def test_next_waits_for_cj_and_goes_on_by_itself_once() -> None:
    play = Play(step=ITEMS)
    play.give(On.NEXT)
    assert play.flow.phase is Phase.WAITING
    play.end(Do.ASK_TERMS, builders.terms())
    assert (play.flow.phase, play.flow.step) == (Phase.EDITING, REASON)


def test_next_stops_waiting_where_cj_fails_or_something_is_changed() -> None:
    play = Play(step=ITEMS)
    play.give(On.NEXT)
    play.end(Do.ASK_TERMS, GONE, "failed")
    assert (play.flow.phase, play.flow.terms_state) == (Phase.EDITING, TermsState.FAILED)
    play.give(On.NEXT)
    play.give(On.EDITED, replace(play.flow.draft, message="More."))
    assert play.flow.phase is Phase.EDITING


def test_an_answer_about_another_selection_is_dropped() -> None:
    play = Play(step=ITEMS)
    play.give(On.OPENED)
    line = builders.order().lines[0]
    play.give(On.EDITED, play.flow.draft.with_line(line, 1))
    play.end(Do.ASK_TERMS, builders.terms(total="99.00"))
    assert play.flow.last_terms is None
    play.give(On.TERMS_DUE)
    play.end(Do.ASK_TERMS, builders.terms(total="14.00"))
    assert play.flow.terms == builders.terms(total="14.00")


# Sending


def test_the_review_must_have_been_seen_as_it_is_sent() -> None:
    play = Play().reviewed()
    play.give(On.EDITED, replace(play.flow.draft, message="Not read yet."))
    play.give(On.COMMIT)
    assert not play.wants(Do.SUBMIT)
    play.give(On.SEEN, REASON)  # too late, of the page before
    assert play.flow.phase is Phase.EDITING
    play.give(On.SEEN, REVIEW)
    play.give(On.COMMIT)
    play.end(Do.SAVE, builders.NOON)
    assert [args[0] for args in play.wants(Do.SUBMIT)] == [play.flow.draft]


def test_sending_waits_for_the_save_and_the_list_and_a_bug_in_either_holds_up_nothing() -> None:
    play = Play()
    play.give(On.OPENED)
    play.end(Do.ASK_TERMS, builders.terms())
    play.give(On.SEEN, REVIEW)
    play.give(On.COMMIT)
    assert play.flow.phase is Phase.PREPARING
    play.end(Do.SAVE, AppError(), "crashed")
    assert play.flow.phase is Phase.PREPARING
    play.end(Do.FETCH_KNOWN, AppError(), "crashed")
    assert len(play.wants(Do.SUBMIT)) == 1


def test_what_another_window_has_sent_is_looked_up() -> None:
    play = Play().sent()
    play.end(Do.SUBMIT, NotAllowedNow("filed"), "failed")
    play.end(Do.LOOK_UP, filing(FilingState.FILED))
    assert play.flow.phase is Phase.OUTCOME
    assert play.wants(Do.REPORT) == [(filing(FilingState.FILED),)]


def test_a_bug_while_sending_and_no_ledger_leave_a_doubt() -> None:
    play = Play().sent()
    play.end(Do.SUBMIT, AppError(), "crashed")
    play.end(Do.LOOK_UP, AppError(), "crashed")
    assert play.flow.filing is not None
    assert play.flow.filing.state is FilingState.UNKNOWN
    assert not play.flow.filing.is_recorded


def test_all_disputes_that_were_shown_are_named_when_it_is_sent_beside_them() -> None:
    play = Play().sent()
    for number in ("SH-a", "SH-b"):
        play.end(Do.SUBMIT, OtherDisputesFound((builders.dispute(number),)), "failed")
        assert play.flow.phase is Phase.QUESTION
        play.give(On.FILE_ANOTHER)
    assert play.wants(Do.SUBMIT)[0][2] == ("SH-a", "SH-b")


def test_signing_in_sends_once_what_was_interrupted_and_not_from_another_page() -> None:
    play = Play().sent()
    play.end(Do.SUBMIT, SignInRequired(), "failed")
    play.give(On.SIGNED_IN)
    play.give(On.SIGNED_IN)
    assert len(play.wants(Do.SUBMIT)) == 1
    play.end(Do.SUBMIT, SignInRequired(), "failed")
    play.give(On.BACK)
    play.give(On.SIGNED_IN)
    assert not play.wants(Do.SUBMIT)


def test_signing_in_sends_nothing_where_another_page_was_open_meanwhile() -> None:
    play = Play().sent()
    play.end(Do.SUBMIT, SignInRequired(), "failed")
    play.give(On.BACK)
    play.give(On.EDITED, replace(play.flow.draft, message="Other words."))
    play.give(On.NEXT)
    play.give(On.SEEN, REVIEW)
    assert play.flow.phase is Phase.REVIEWED
    play.give(On.SIGNED_IN)
    assert not play.wants(Do.SUBMIT)
    assert play.flow.phase is Phase.REVIEWED


def test_signing_in_says_by_itself_of_nothing_that_it_was_opened_in_my_cj() -> None:
    play = Play().sent()
    play.end(Do.SUBMIT, SignInRequired(), "failed")
    play.give(On.CHANGE_DOOR, Door.MY_CJ)
    play.give(On.SEEN, MY_CJ)
    play.give(On.SIGNED_IN)
    assert play.flow.phase is Phase.REVIEWED
    assert not play.wants(Do.HAND_OVER)


@pytest.mark.parametrize("door", Door)
def test_where_cj_tells_of_no_items_those_of_a_draft_are_kept(door: Door) -> None:
    kept = replace(builders.draft(), door=door, step=MY_CJ if door is Door.MY_CJ else REVIEW)
    untold = DisputableOrder(kept.order_id, kept.order_number, ())
    flow, effects = begin(STEPS, untold, kept, saved=builders.NOON)
    assert flow.draft.lines == kept.lines
    assert Do.TELL_CHANGES not in [each.do for each in effects]
    # Nothing is sent of what CJ does not tell of.
    assert flow.step == (MY_CJ if door is Door.MY_CJ else ITEMS)
    assert all(args[0].lines for do, args in effects if do is Do.SAVE)


def test_a_line_whose_price_cj_no_longer_tells_keeps_the_one_that_was_seen() -> None:
    order = builders.order()
    untold = replace(order, lines=tuple(replace(e, unit_price=None) for e in order.lines))
    kept = builders.draft()
    flow, _effects = begin(STEPS, untold, kept, saved=builders.NOON)
    assert flow.draft.lines == kept.lines


# Saving and closing


def test_closing_waits_for_the_save_and_saves_what_was_typed_meanwhile() -> None:
    play = Play(step=REASON)
    play.give(On.EDITED, replace(play.flow.draft, message="One"))
    play.give(On.CLOSE)
    play.give(On.EDITED, replace(play.flow.draft, message="Two"))
    play.end(Do.SAVE, builders.NOON)
    assert play.flow.phase is Phase.CLOSING
    assert play.wants(Do.SAVE)[0][0] == play.flow.draft
    play.end(Do.SAVE, builders.NOON)
    assert play.wants(Do.CLOSE) == [()]


@pytest.mark.parametrize("how", ["failed", "crashed"])
def test_a_save_that_fails_is_told_and_leaves_both_ways_out(how: str) -> None:
    play = Play(step=REASON)
    play.give(On.EDITED, replace(play.flow.draft, message="One"))
    play.give(On.CLOSE)
    play.end(Do.SAVE, GONE, how)
    assert play.flow.phase is Phase.EDITING
    assert play.wants(Do.TELL_UNSAVED) == [(GONE,)]
    play.give(On.CLOSE_ANYWAY)
    assert play.wants(Do.CLOSE) == [()]


def test_where_the_author_is_goes_with_what_is_saved() -> None:
    play = Play(step=REASON)
    play.give(On.CLOSE, place=Place(1, 2, "message"))
    assert play.wants(Do.SAVE)[0][0].place == Place(1, 2, "message")  # type: ignore[attr-defined]  # a draft


def test_a_problem_leads_to_the_page_that_has_its_input() -> None:
    play = Play().reviewed()
    play.give(On.EDITED, replace(play.flow.draft, message=""))
    play.give(On.SEEN, REVIEW)
    play.give(On.COMMIT)
    assert play.flow.step == REASON
    (problem,) = play.wants(Do.POINT_OUT)[0]
    assert problem.kind is ProblemKind.MESSAGE_EMPTY  # type: ignore[attr-defined]  # a problem
