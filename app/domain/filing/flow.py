"""The filing dialog's state machine, without the dialog: `advance` takes a flow and an event, and
gives the next flow and the effects that are to be carried out.

What a person does and what comes of an effect are events alike (`events`). An effect that
takes time ends in exactly one of them, also where a bug ends it, so that no phase waits for ever.
What the dialog may do follows from the phase.

The phases that each event may lead to, from each: Editing, Waiting, Reviewed, Closing, Preparing,
Sending, Question, Outcome, Deciding, and X for closed. A dot: it may come and changes nothing, as
the dialog does not offer it there or as it comes too late. A dash: it cannot come, and would be a
bug of ours (`ImpossibleEvent`).

                    E    W    R    C    P    S    Q    O    D    X
    OPENED          E    .    .    .    .    .    .    .    .    .
    EDITED          E    EW   ER   C    .    .    .    .    .    .
    NEXT            EW   EW   .    .    .    .    .    .    .    .
    BACK            E    EW   E    .    .    .    E    .    .    .
    WENT_TO         E    E    E    .    .    .    .    .    .    .
    CHANGE_DOOR     E    E    E    .    .    .    .    .    .    .
    SEEN            ER   .    .    .    .    .    .    .    .    .
    COMMIT          .    .    ERPS .    .    .    .    .    .    .
    FILE_ANOTHER    .    .    .    .    .    .    EPSQ .    .    .
    ADOPT           .    .    .    .    .    .    D    D    .    .
    CHECK           .    .    .    .    .    .    .    D    .    .
    SEND_AGAIN      .    .    .    .    .    .    .    S    .    .
    TAKE_BACK       .    .    .    .    .    .    .    D    .    .
    KEEP_WAITING    .    .    .    .    .    .    .    D    .    .
    CLOSE           CX   CX   CX   .    P    S    X    X    X    .
    CLOSE_ANYWAY    X    X    X    X    .    .    X    X    X    .
    SIGNED_IN       E    W    ERPS C    P    S    Q    SOD  D    .
    VERSIONS_WANTED E    W    R    .    .    .    .    .    .    .
    RESTORE         E    W    R    .    .    .    .    .    .    .
    SAVE_DUE        E    W    R    C    .    .    .    .    .    .
    TERMS_DUE       E    W    R    C    .    .    .    .    .    .
    KNOWN_DUE       E    W    R    C    .    .    .    .    .    .
    ASIDE_DUE       E    W    R    C    .    .    .    .    .    .
    TEMPLATES_READ  E    W    R    C    P    S    Q    O    D    .
    PARCEL_KNOWN    E    W    ER   C    P    S    Q    O    D    .
    ASIDE_FAILED    E    W    R    C    P    S    Q    O    D    .
    SHOWN           O    -    -    -    -    -    -    -    -    -
    FOLLOWED        .    .    .    .    .    .    .    EO   .    .
    SAVED           E    W    R    CX   PS   S    Q    O    D    .
    SAVE_FAILED     ES   WS   RS   ERCS PS   S    Q    O    D    .
    TERMS_ARRIVED   E    EW   ER   C    P    S    Q    O    D    .
    TERMS_FAILED    E    EW   R    C    P    S    Q    O    D    .
    KNOWN_FETCHED   E    W    R    C    PS   S    Q    O    D    .
    KNOWN_FAILED    E    W    R    C    PS   S    Q    O    D    .
    SETTLED         -    -    -    -    -    ERO  -    -    EO   .
    NOT_SENT        -    -    -    -    -    ERSQ -    -    -    -
    IN_DOUBT        -    -    -    -    -    S    -    -    D    .
    NOT_DONE        -    -    -    -    -    O    -    -    QO   .
    LOOKED_UP       -    -    -    -    -    ERO  -    -    EO   .
    CHOICES_FOUND   E    W    R    C    P    S    Q    O    D    .
    VERSIONS_FOUND  E    W    R    C    P    S    Q    O    D    .
    VERSIONS_READ   E    W    R    C    P    S    Q    O    D    .
    PREPARED_FOUND  E    W    R    C    P    S    Q    O    D    .
    RESTORED        E    EW   ER   C    P    S    Q    O    D    .
    READ_FAILED     E    W    R    C    P    S    Q    O    D    .
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.errors import AppError, NotAllowedNow, SignInRequired, StorageFailed, TokenRejected
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.draft_rules import (
    Field,
    Problem,
    ProblemKind,
    fitted,
    line_changes,
    reason_of_family,
    selection_of,
    terms_changes,
    with_links,
    with_message,
    with_terms,
)
from app.domain.filing.events import AGAIN, Do, Effect, Event, ImpossibleEvent, On
from app.domain.filing.filing import (
    EDITABLE,
    ITEMS,
    DisputeDraft,
    Door,
    Filing,
    FilingState,
    OtherDisputesFound,
    Step,
)
from app.domain.filing.templates import BUILT_IN, NO_CONTEXT, Template, TemplateContext

if TYPE_CHECKING:
    from datetime import datetime

    from app.domain.disputes.disputes import Dispute, DisputeTerms
    from app.domain.disputes.reasons import ReasonFamily
    from app.domain.filing.draft_rules import Selection
    from app.domain.ids import BusinessDisputeId, DisputeId
    from app.domain.orders.orders import DisputableOrder


class Phase(Enum):
    """What the dialog is in the middle of."""

    EDITING = "editing"
    """A page is open, and the draft may be changed."""
    WAITING = "waiting"
    """The same, and the next page opens by itself once CJ has told its terms."""
    REVIEWED = "reviewed"
    """The last page is open and was seen: the draft may be sent."""
    CLOSING = "closing"
    """It closes once all that was typed is saved."""
    PREPARING = "preparing"
    """It was said to send: the last save and the list of known disputes have to end first."""
    SENDING = "sending"
    """The dispute may be on its way, or the ledger is asked what became of it."""
    QUESTION = "question"
    """Nothing was sent: a person has to say whether one of CJ's disputes is this claim."""
    OUTCOME = "outcome"
    """It has left: how it stands is shown."""
    DECIDING = "deciding"
    """The same as one of the last two, and what was asked for there is under way."""
    CLOSED = "closed"


LOCKED = (Phase.PREPARING, Phase.SENDING)
"""While these last, the window stays and nothing in it can be pressed."""
SAVE_AGAIN_S = (2, 5, 15, 60, 300)
"""Seconds until a save that failed is tried again."""


class TermsState(Enum):
    """What is known of CJ's terms for the selection."""

    NOTHING_CHOSEN = "nothing chosen"
    ASKING = "asking"
    KNOWN = "known"
    FAILED = "failed"


class KnownDisputes(Enum):
    """How far the order's disputes are fetched, which tell a new one from them later."""

    NOT_YET = "not yet"
    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"


class StepRules(NamedTuple):
    """A page of the dialog, as far as the flow is concerned."""

    step: Step
    problems: Callable[[DisputeDraft, DisputableOrder, DisputeTerms | None], tuple[Problem, ...]]
    """What it needs before one goes on."""
    fields: tuple[Field, ...] = ()
    """The inputs that are on it."""
    doors: Collection[Door] = tuple(Door)
    """Where the dispute is to go for it to be shown."""


@dataclass(frozen=True, slots=True)
class FilingFlow:
    """All that decides what the filing dialog shows and may do."""

    pages: tuple[StepRules, ...]
    """All that there are, in their order."""
    order: DisputableOrder
    draft: DisputeDraft
    phase: Phase = Phase.EDITING
    before: Phase = Phase.EDITING
    """The phase that closing, sending or deciding goes back to where nothing comes of it."""

    begun: DisputeDraft | None = None
    """A new draft as it would be if nobody had decided anything; None once it is on the disk."""
    stored: DisputeDraft | None = None
    """What was given to the disk last."""
    is_kept: bool = False
    """Whether the draft is one to be saved: a new one is not until something is decided in it."""
    wanted: ReasonFamily | None = None
    """The family of which the reason is to be chosen, once CJ tells which ones it offers."""
    saves: int = 0
    """How many saves are under way."""
    saved: datetime | None = None
    save_error: AppError | None = None
    """Why the latest save failed; None where it did not."""
    failed_saves: int = 0
    """How many have failed since one went well."""

    offers: Mapping[Selection, DisputeTerms] = field(default_factory=dict)
    """CJ's terms for each selection that was asked about."""
    last_terms: DisputeTerms | None = None
    asked: Effect | None = None
    """The question about the present selection that is under way."""
    terms_error: AppError | None = None
    known: KnownDisputes = KnownDisputes.NOT_YET
    templates: Iterable[Template] = BUILT_IN
    parcel: TemplateContext = NO_CONTEXT

    filing: Filing | None = None
    """The filing that has left."""
    choices: tuple[Dispute, ...] = ()
    """Disputes that it may be."""
    found: OtherDisputesFound | None = None
    """CJ's disputes that are in the way of sending."""
    besides: tuple[DisputeId | BusinessDisputeId, ...] | None = None
    """What a person has seen and wants it sent beside; None where nothing was shown."""
    handed_over: tuple[Filing, ...] = ()
    """Other filings that were opened in My CJ, and whose number is not known yet."""
    doing: Do | None = None
    """What is being done to the filing, or was last."""
    error: AppError | None = None
    """What the ledger is being asked for."""
    interrupted: On | None = None
    """What a dead token has interrupted, to be done again after signing in."""
    versions: int = 0
    """How many versions of the draft there are, as far as was looked."""

    effects: tuple[Effect, ...] = ()
    """What is still to be carried out; `advance` hands it out."""

    @property
    def steps(self) -> tuple[StepRules, ...]:
        """Those on the draft's way, in their order. From the last one it is sent or handed over."""
        return tuple(each for each in self.pages if self.draft.door in each.doors)

    @property
    def step(self) -> Step:
        """The page that is open, or was before a question or the outcome."""
        return self.draft.step

    @property
    def place(self) -> int:
        """Which of the steps that is, from 0; the first one for a page that is not among them."""
        names = [each.step for each in self.steps]
        return names.index(self.step) if self.step in names else 0

    @property
    def is_last_step(self) -> bool:
        """Whether the open page is the one from which the draft is sent."""
        return self.step == self.steps[-1].step

    @property
    def is_frozen(self) -> bool:
        """Whether the draft is on its way or has left: then it neither changes nor is saved."""
        has_been_sent = self.filing is not None or self.found is not None
        return has_been_sent or self.phase in LOCKED

    @property
    def terms(self) -> DisputeTerms | None:
        """CJ's terms for exactly this selection, if they are known."""
        return self.offers.get(selection_of(self.draft))

    @property
    def prepared(self) -> tuple[Filing, ...]:
        """Those of the others, opened in My CJ, that may be about the items chosen."""
        return tuple(
            each for each in self.handed_over if each.draft.may_be_about_items_of(self.draft)
        )

    @property
    def last_offer(self) -> DisputeTerms | None:
        """The terms for this selection, or the latest for whatever one, to be shown greyed."""
        return self.terms or self.last_terms

    @property
    def terms_state(self) -> TermsState:
        """How the terms for this selection stand."""
        if not self.draft.lines:
            return TermsState.NOTHING_CHOSEN
        if self.terms is not None:
            return TermsState.KNOWN
        return TermsState.FAILED if self.terms_error else TermsState.ASKING

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps the open page from being done; on the last one, all of them.

        What CJ offers is wanted for My CJ, too, but nothing waits for it there once it failed.
        """
        needs_terms = self.draft.door is Door.API or self.terms_state is not TermsState.FAILED
        steps = self.steps if self.is_last_step else (self.steps[self.place],)
        return tuple(
            problem
            for each in steps
            for problem in each.problems(self.draft, self.order, self.terms)
            if needs_terms or problem.kind is not ProblemKind.TERMS_UNKNOWN
        )

    def step_of(self, input_: Field) -> Step:
        """The page that has this input."""
        return next((each.step for each in self.steps if input_ in each.fields), self.step)

    def neighbour(self, distance: int) -> Step | None:
        """The page so many after the open one, if there is one."""
        place = self.place + distance
        return self.steps[place].step if 0 <= place < len(self.steps) else None

    def plus(self, do: Do, *args: Any) -> FilingFlow:
        """The same with something more to do."""
        return replace(self, effects=(*self.effects, Effect(do, args)))


Turn = tuple[FilingFlow, tuple[Effect, ...]]


def begin(
    pages: tuple[StepRules, ...],
    order: DisputableOrder,
    draft: DisputeDraft,
    wanted: ReasonFamily | None = None,
    saved: datetime | None = None,
) -> Turn:
    """The flow of a dialog that opens with a draft: where it was left, told what has changed.

    It opens earlier where something before that must be put right first. `wanted` is the family of
    which the reason is chosen, if CJ offers one; `saved` when the draft was last saved, None for a
    new one.
    """
    is_kept = saved is not None or not draft.is_blank
    flow = FilingFlow(
        pages,
        order,
        fitted(draft, order),
        begun=None if is_kept else draft,
        stored=draft if is_kept else None,
        is_kept=is_kept,
        wanted=wanted,
        saved=saved,
    )
    flow = _open(flow, _first_step(flow))
    if changes := line_changes(draft, order):
        flow = flow.plus(Do.TELL_CHANGES, changes)
    return _hand_out(flow)


def advance(flow: FilingFlow, event: Event) -> Turn:
    """The flow after this event, and what is to be done. Raises `ImpossibleEvent`."""
    change = TRANSITIONS[event.on].get(flow.phase)
    if change is None:
        raise ImpossibleEvent(f"{event.on.name} in {flow.phase.name}")
    if event.place is not None and not flow.is_frozen:
        flow = replace(flow, draft=replace(flow.draft, place=event.place))
    return _hand_out(_go_on(change(flow, event)))


def _hand_out(flow: FilingFlow) -> Turn:
    return replace(flow, effects=()), flow.effects


def _go_on(flow: FilingFlow) -> FilingFlow:
    """What waits goes on as soon as it can."""
    if flow.phase is Phase.WAITING and flow.terms_state is not TermsState.ASKING:
        flow = replace(flow, phase=Phase.EDITING)
        lacks_terms = any(each.kind is ProblemKind.TERMS_UNKNOWN for each in flow.problems)
        return flow if lacks_terms else _next(flow)
    if flow.phase is Phase.CLOSING and not flow.saves:
        if not flow.is_kept or flow.draft == flow.stored:
            return _close_now(flow)
        if flow.save_error is None:
            return _save(flow)  # something was typed while the save was under way
        flow = replace(flow, phase=flow.before).plus(Do.TELL_UNSAVED, flow.save_error)
        return _save_later(flow)
    if (
        flow.phase is Phase.PREPARING
        and not flow.saves
        and (flow.draft.door is Door.MY_CJ or flow.known is not KnownDisputes.UNDER_WAY)
    ):
        ceiling = flow.terms.ceiling if flow.terms else None
        flow = replace(flow, phase=Phase.SENDING, is_kept=True, begun=None)
        if flow.draft.door is Door.MY_CJ:
            return replace(flow, doing=Do.HAND_OVER).plus(Do.HAND_OVER, flow.draft, ceiling)
        flow = replace(flow, doing=Do.SUBMIT)
        return flow.plus(Do.SUBMIT, flow.draft, ceiling, flow.besides)
    return flow


# The draft


def _opened(flow: FilingFlow, _event: Event) -> FilingFlow:
    return _look_around(flow) if flow.terms_error is None else flow


def _look_around(flow: FilingFlow) -> FilingFlow:
    """Ask what the pages show beside the draft."""
    flow = _ask_terms(flow).plus(Do.FIND_PREPARED, flow.draft)
    return _find_versions(flow)


def _edited(flow: FilingFlow, event: Event) -> FilingFlow:
    # What the pages do not decide is the flow's; theirs may be older.
    mine = flow.draft
    draft = replace(
        event.value,
        place=mine.place,
        seen_total=mine.seen_total,
        step=mine.step,
        door=mine.door,
    )
    if draft == mine:
        return flow
    if flow.phase is Phase.WAITING:
        flow = replace(flow, phase=Phase.EDITING)
    is_kept = flow.begun is None or _decided(draft) != _decided(flow.begun)
    return _take(replace(flow, is_kept=is_kept), draft)


def _decided(draft: DisputeDraft) -> DisputeDraft:
    """The draft without what nobody decides: where one is in it, and a text that follows."""
    message = draft.message if draft.message_is_own else ""
    return replace(draft, message=message, seen_total=None, place=None, step=ITEMS)


def _take(flow: FilingFlow, draft: DisputeDraft) -> FilingFlow:
    """Take over a changed draft, with what follows from the change."""
    before = flow.draft
    told = (draft.lines, draft.reason, draft.evidence)
    if told != (before.lines, before.reason, before.evidence):
        draft = with_message(draft, flow.templates, flow.parcel)
    is_selected_anew = selection_of(draft) != selection_of(before)
    if is_selected_anew:
        draft = replace(draft, seen_total=None)
    if draft == before:
        return flow
    flow = replace(flow, draft=draft)
    if flow.phase is Phase.REVIEWED:  # nothing is sent that was not seen
        flow = replace(flow, phase=Phase.EDITING).plus(Do.OPEN_PAGE, flow.step)
    if flow.is_kept:
        flow = flow.plus(Do.SAVE_SOON)
    if not is_selected_anew:
        return flow
    flow = replace(flow, asked=None, terms_error=None)
    if flow.terms is not None:
        return _adopt_terms(flow, flow.terms)
    return flow.plus(Do.ASK_TERMS_SOON) if draft.lines else flow


def _parcel_known(flow: FilingFlow, event: Event) -> FilingFlow:
    if event.value == flow.parcel:
        return flow
    flow = replace(flow, parcel=event.value)
    if flow.is_frozen:
        return flow
    return _take(flow, with_message(flow.draft, flow.templates, flow.parcel))


# Its pages


def _next(flow: FilingFlow, _event: Event | None = None) -> FilingFlow:
    """Open the next page, or say what is missing; where that is CJ's word, wait for it."""
    step = flow.neighbour(1)
    problems = flow.problems
    if problems and problems[0].kind is ProblemKind.TERMS_UNKNOWN:
        return _ask_terms(replace(flow, phase=Phase.WAITING))
    if problems:
        return _point_out(flow, problems[0])
    return flow if step is None else _open(flow, step)


def _back(flow: FilingFlow, _event: Event) -> FilingFlow:
    step = flow.neighbour(-1)
    return flow if step is None else _open(flow, step)


def _change_door(flow: FilingFlow, event: Event) -> FilingFlow:
    """Go on by another door: on the same page, or from the last one of a way to that of the other.

    On an earlier one where something there must be put right first.
    """
    if event.value is flow.draft.door:
        return flow
    was_last = flow.is_last_step
    flow = replace(flow, draft=replace(flow.draft, door=event.value), phase=Phase.EDITING)
    if was_last:
        flow = replace(flow, draft=replace(flow.draft, step=flow.steps[-1].step))
    return _ask_terms(_open(flow, _first_step(flow)))


def _seen(flow: FilingFlow, event: Event) -> FilingFlow:
    is_review = flow.is_last_step and event.value == flow.step
    return replace(flow, phase=Phase.REVIEWED) if is_review else flow


def _open(flow: FilingFlow, step: Step) -> FilingFlow:
    """Open a page, and save what was typed on the one before."""
    is_last = step == flow.steps[-1].step
    draft = replace(flow.draft, step=step)
    # Signing in sends what was pressed on the page that is left, and nothing of another.
    interrupted = None if flow.interrupted is On.COMMIT else flow.interrupted
    flow = replace(flow, phase=Phase.EDITING, found=None, interrupted=interrupted)
    flow = _save(_take(flow, with_links(draft) if is_last else draft))
    if is_last:
        flow = flow.plus(Do.FIND_PREPARED, flow.draft)  # others may have been opened meanwhile
        if flow.known is KnownDisputes.FAILED:
            flow = _fetch_known(flow)
    return flow.plus(Do.OPEN_PAGE, step)


def _first_step(flow: FilingFlow) -> Step:
    """Where the draft was left, unless something before that must be put right first."""
    for each in flow.steps[: flow.place]:
        problems = each.problems(flow.draft, flow.order, None)
        if any(problem.kind is not ProblemKind.TERMS_UNKNOWN for problem in problems):
            return each.step
    return flow.steps[flow.place].step


def _point_out(flow: FilingFlow, problem: Problem) -> FilingFlow:
    step = flow.step_of(problem.field)
    if step != flow.step or flow.found is not None:
        flow = _open(flow, step)
    return flow.plus(Do.POINT_OUT, problem)


# Saving it


def _save(flow: FilingFlow, _event: Event | None = None) -> FilingFlow:
    """Save what is not saved."""
    if not flow.is_kept or flow.is_frozen or flow.draft == flow.stored:
        return flow
    flow = replace(flow, stored=flow.draft, begun=None, saves=flow.saves + 1)
    return flow.plus(Do.SAVE, flow.draft)


def _saved(flow: FilingFlow, event: Event) -> FilingFlow:
    flow = replace(flow, saves=flow.saves - 1, saved=event.value, save_error=None, failed_saves=0)
    return _find_versions(flow)


def _save_failed(flow: FilingFlow, event: Event) -> FilingFlow:
    error: AppError = event.value
    failed = flow.failed_saves + 1
    flow = replace(flow, saves=flow.saves - 1, stored=None, save_error=error, failed_saves=failed)
    if flow.is_frozen:
        return flow  # sending saves the draft once more, and says so where that fails
    if isinstance(error, NotAllowedNow):  # another window has sent it
        before = flow.before if flow.phase is Phase.CLOSING else flow.phase
        flow = replace(flow, phase=Phase.SENDING, before=before, doing=Do.SAVE)
        return _look_up(flow, error)
    if flow.phase is Phase.CLOSING:
        return flow
    return _save_later(_tell(flow, error, Do.SAVE))


def _save_later(flow: FilingFlow) -> FilingFlow:
    """Try again by itself, ever more slowly: a full disk or a lock may pass. A bug will not."""
    if not isinstance(flow.save_error, StorageFailed):
        return flow
    tries = min(flow.failed_saves, len(SAVE_AGAIN_S))
    return flow.plus(Do.SAVE_LATER, SAVE_AGAIN_S[tries - 1])


def _find_versions(flow: FilingFlow) -> FilingFlow:
    if not flow.is_kept or flow.versions > 1:
        return flow
    return flow.plus(Do.FIND_VERSIONS, flow.draft.reference)


def _versions_wanted(flow: FilingFlow, _event: Event) -> FilingFlow:
    return _save(flow).plus(Do.READ_VERSIONS, flow.draft.reference)  # one after the other


def _versions_read(flow: FilingFlow, event: Event) -> FilingFlow:
    return replace(flow, versions=len(event.value)).plus(Do.SHOW_VERSIONS, event.value)


def _restored(flow: FilingFlow, event: Event) -> FilingFlow:
    if event.value is None:
        return flow
    flow = replace(flow, stored=event.value, is_kept=True, begun=None)
    flow = _take(flow, replace(fitted(event.value, flow.order), door=flow.draft.door))
    return _open(flow, _first_step(flow))


def _restored_too_late(flow: FilingFlow, event: Event) -> FilingFlow:
    """The disk has another draft than the one that is shown: that is saved anew."""
    return flow if event.value is None else replace(flow, stored=event.value)


# What CJ offers for it


def _ask_terms(flow: FilingFlow, _event: Event | None = None) -> FilingFlow:
    """Ask about this selection, once."""
    if not flow.draft.lines or flow.terms is not None or flow.asked is not None:
        return flow
    question = Effect(Do.ASK_TERMS, (flow.draft.order_id, flow.draft.lines))
    flow = replace(flow, asked=question, terms_error=None)
    return replace(flow, effects=(*flow.effects, question))


def _terms_arrived(flow: FilingFlow, event: Event) -> FilingFlow:
    if event.cause != flow.asked:
        return flow  # about what was chosen before
    offers = {**flow.offers, selection_of(flow.draft): event.value}
    return _adopt_terms(replace(flow, asked=None, offers=offers), event.value)


def _adopt_terms(flow: FilingFlow, terms: DisputeTerms) -> FilingFlow:
    flow = replace(flow, last_terms=terms)
    if flow.is_frozen:
        return flow
    # Of a draft that nobody decided anything in, nothing can have been withdrawn.
    changes = terms_changes(flow.draft, terms) if flow.is_kept else ()
    draft, begun, wanted = flow.draft, flow.begun, flow.wanted
    if wanted is not None:
        # Once: what a person chooses from then on is theirs.
        flow = replace(flow, wanted=None)
        if draft.reason is None:
            draft = replace(draft, reason=reason_of_family(terms, wanted))
            begun = begun and replace(begun, reason=draft.reason)
    draft = with_terms(draft, terms, flow.templates, flow.parcel)
    if begun is not None:  # what follows from CJ's offer alone, nobody has decided
        flow = replace(flow, begun=with_terms(begun, terms, flow.templates, flow.parcel))
    flow = _take(flow, replace(draft, seen_total=terms.ceiling.total))
    if changes:
        flow = flow.plus(Do.TELL_CHANGES, changes)
    return _fetch_known(flow) if flow.known is KnownDisputes.NOT_YET else flow


def _terms_failed(flow: FilingFlow, event: Event) -> FilingFlow:
    if event.cause != flow.asked:
        return flow
    flow = replace(flow, asked=None, terms_error=event.value)
    return flow if flow.is_frozen else _tell(flow, event.value, Do.ASK_TERMS)


def _fetch_known(flow: FilingFlow, _event: Event | None = None) -> FilingFlow:
    if flow.known in (KnownDisputes.UNDER_WAY, KnownDisputes.DONE):
        return flow
    return replace(flow, known=KnownDisputes.UNDER_WAY).plus(Do.FETCH_KNOWN, flow.draft)


def _known_failed(flow: FilingFlow, event: Event) -> FilingFlow:
    flow = replace(flow, known=KnownDisputes.FAILED)
    # Only a dead token is worth a word now: sending asks for the list by itself.
    is_told = _needs_sign_in(event.value) and not flow.is_frozen
    return _tell(flow, event.value, Do.FETCH_KNOWN) if is_told else flow


# Sending it


def _file_another(flow: FilingFlow, _event: Event) -> FilingFlow:
    """A person has seen the other disputes, and this is not one of them."""
    found = flow.found or OtherDisputesFound(())
    disputes = (each.dispute_id for each in found.disputes)
    prepared = (each.reference for each in found.prepared)
    return _prepare(replace(flow, besides=(*(flow.besides or ()), *disputes, *prepared)))


def _prepare(flow: FilingFlow) -> FilingFlow:
    problems = flow.problems
    if problems and problems[0].kind is ProblemKind.TERMS_UNKNOWN:
        return _ask_terms(flow).plus(Do.POINT_OUT, problems[0])
    if problems:
        return _point_out(flow, problems[0])
    return replace(_save(flow), phase=Phase.PREPARING, before=flow.phase)


def _settle(flow: FilingFlow, filing: Filing) -> FilingFlow:
    error, flow = flow.error, replace(flow, error=None)
    if filing.state in EDITABLE:
        # What may be edited and sent was not "sent already", whatever it was before.
        return _give_back(flow, None if isinstance(error, NotAllowedNow) else error)
    is_news = flow.filing is None or _moves(flow.filing) != _moves(filing)
    flow = _show(flow, filing)
    if is_news:
        flow = flow.plus(Do.REPORT, filing)
    return flow if error is None else _tell_of_filing(flow, error)


def _show(flow: FilingFlow, filing: Filing) -> FilingFlow:
    flow = replace(flow, phase=Phase.OUTCOME, filing=filing, found=None, is_kept=True, begun=None)
    if filing.candidates or may_be_taken_back(filing):
        return flow.plus(Do.FIND_CHOICES, filing.reference)
    return replace(flow, choices=())


def _followed(flow: FilingFlow, event: Event) -> FilingFlow:
    shown, filing = flow.filing, event.value
    if shown is None or filing.reference != shown.reference:
        return flow
    if shown.state is FilingState.CONFIRMED or len(filing.attempts) < len(shown.attempts):
        return flow  # it is older than what is shown
    return _settle(flow, filing)


def _choices_found(flow: FilingFlow, event: Event) -> FilingFlow:
    return flow if flow.filing is None else replace(flow, choices=event.value)


def _not_sent(flow: FilingFlow, event: Event) -> FilingFlow:
    if isinstance(event.value, NotAllowedNow):
        return _look_up(flow, event.value)  # another window was faster
    return _give_back(flow, event.value)


def _give_back(flow: FilingFlow, error: AppError | None) -> FilingFlow:
    """CJ has nothing of the draft, or a person wants it back as one: it may be changed."""
    is_open = flow.filing is None and flow.found is None  # the page is
    was_reviewed = is_open and flow.doing in _COMMITS
    step = flow.step if is_open else flow.steps[-1].step
    here = selection_of(flow.draft)
    offers = {key: terms for key, terms in flow.offers.items() if key == here}
    flow = replace(flow, filing=None, offers=offers, phase=Phase.EDITING)
    if isinstance(error, OtherDisputesFound):
        return replace(flow, phase=Phase.QUESTION, found=error)
    flow = _look_around(flow)
    flow = replace(flow, phase=Phase.REVIEWED) if was_reviewed else _open(flow, step)
    doing = Do.HAND_OVER if flow.doing is Do.HAND_OVER else Do.SUBMIT
    return _save(flow) if error is None else _tell(flow, error, doing)


def _look_up(flow: FilingFlow, error: AppError) -> FilingFlow:
    """See in the ledger how the filing stands after this error."""
    return replace(flow, error=error).plus(Do.LOOK_UP, flow.draft.reference)


def _looked_up(flow: FilingFlow, event: Event) -> FilingFlow:
    if event.value is not None:
        return _settle(flow, event.value)
    # Nothing is stored of it, so nothing was sent.
    return _give_back(replace(flow, error=None), flow.error)


def _not_done(flow: FilingFlow, event: Event) -> FilingFlow:
    """Nothing has moved as far as is known."""
    flow = replace(flow, error=None)
    if flow.phase is Phase.SENDING and flow.filing is None:
        # It may have left, and the ledger cannot be read: that is all that is known.
        filing = Filing(flow.draft, FilingState.UNKNOWN, event.at, event.at, is_recorded=False)
        flow = _show(flow, filing).plus(Do.REPORT, filing)
    flow = replace(flow, phase=Phase.OUTCOME if flow.filing else Phase.QUESTION)
    return _tell_of_filing(flow, event.value)


# What has left


def _asked_for(flow: FilingFlow, event: Event) -> FilingFlow:
    """Have done to the filing what the event is called by."""
    do = Do[event.on.name]
    phase = Phase.SENDING if do is Do.SEND_AGAIN else Phase.DECIDING
    value = () if event.value is None else (event.value,)
    flow = replace(flow, phase=phase, before=flow.phase, doing=do)
    return flow.plus(do, flow.draft.reference, *value)


# Closing, and what is said


def _close(flow: FilingFlow, _event: Event) -> FilingFlow:
    """Close without a question and without a loss: first what was typed is saved."""
    before = Phase.EDITING if flow.phase is Phase.WAITING else flow.phase
    return replace(_save(flow), phase=Phase.CLOSING, before=before)


def _close_now(flow: FilingFlow, _event: Event | None = None) -> FilingFlow:
    return replace(flow, phase=Phase.CLOSED).plus(Do.CLOSE)


def _signed_in(flow: FilingFlow, _event: Event) -> FilingFlow:
    """Do once what a dead token interrupted, unless a person has gone elsewhere meanwhile."""
    on, flow = flow.interrupted, replace(flow, interrupted=None)
    again = TRANSITIONS[on].get(flow.phase) if on else None
    return again(flow, Event(on)) if on and again else flow


def _read_failed(flow: FilingFlow, event: Event) -> FilingFlow:
    return _tell(flow, event.value, event.cause.do) if event.cause else flow


def _tell_of_filing(flow: FilingFlow, error: AppError) -> FilingFlow:
    do = flow.doing
    return _tell(flow, error, Do.LOOK_UP if do in (*_COMMITS, Do.SAVE, None) else do)


def _tell(flow: FilingFlow, error: AppError, do: Do) -> FilingFlow:
    if _needs_sign_in(error):
        flow = replace(flow, interrupted=AGAIN.get(do))
    return flow.plus(Do.TELL, error, do)


def _needs_sign_in(error: AppError) -> bool:
    return isinstance(error, (SignInRequired, TokenRejected))


def _moves(filing: Filing) -> tuple[object, ...]:
    """What others have to hear of when it changes."""
    return (filing.state, filing.dispute_id, filing.times_sent, filing.is_recorded)


def _ignored(flow: FilingFlow, _event: Event) -> FilingFlow:
    return flow


Change = Callable[[FilingFlow, Event], FilingFlow]

_COMMITS = (Do.SUBMIT, Do.HAND_OVER)
_PAGES = (Phase.EDITING, Phase.WAITING)
_OPEN = (*_PAGES, Phase.REVIEWED)
_TYPING = (*_OPEN, Phase.CLOSING)
_LEFT = (Phase.QUESTION, Phase.OUTCOME, Phase.DECIDING)
_UNDER_WAY = (Phase.SENDING, Phase.DECIDING)
_ALIVE = tuple(each for each in Phase if each is not Phase.CLOSED)
_CLOSED = (Phase.CLOSED,)


def _row(*parts: tuple[Iterable[Phase], Change]) -> dict[Phase, Change]:
    return {phase: change for phases, change in parts for phase in phases}


def _act(*parts: tuple[Iterable[Phase], Change]) -> dict[Phase, Change]:
    """Of what a person or a clock does: it may come at any time, where it is not offered too."""
    return {**dict.fromkeys(Phase, _ignored), **_row(*parts)}


TRANSITIONS: Mapping[On, Mapping[Phase, Change]] = {
    On.OPENED: _act(((Phase.EDITING,), _opened)),
    On.EDITED: _act((_TYPING, _edited)),
    On.NEXT: _act((_PAGES, _next)),
    On.BACK: _act(
        (_OPEN, _back),
        ((Phase.QUESTION,), lambda flow, _: _open(flow, flow.steps[-1].step)),
    ),
    On.WENT_TO: _act((_OPEN, lambda flow, event: _open(flow, event.value))),
    On.CHANGE_DOOR: _act((_OPEN, _change_door)),
    On.SEEN: _act(((Phase.EDITING,), _seen)),
    On.COMMIT: _act(((Phase.REVIEWED,), lambda flow, _: _prepare(replace(flow, besides=None)))),
    On.FILE_ANOTHER: _act(((Phase.QUESTION,), _file_another)),
    On.ADOPT: _act(((Phase.QUESTION, Phase.OUTCOME), _asked_for)),
    On.CHECK: _act(((Phase.OUTCOME,), _asked_for)),
    On.SEND_AGAIN: _act(((Phase.OUTCOME,), _asked_for)),
    On.TAKE_BACK: _act(((Phase.OUTCOME,), _asked_for)),
    On.KEEP_WAITING: _act(((Phase.OUTCOME,), _asked_for)),
    On.CLOSE: _act(
        (_OPEN, _close),
        (LOCKED, lambda flow, _: flow.plus(Do.TELL_SENDING)),
        (_LEFT, _close_now),
    ),
    On.CLOSE_ANYWAY: _act(((*_TYPING, *_LEFT), _close_now)),
    On.SIGNED_IN: _act((_ALIVE, _signed_in)),
    On.VERSIONS_WANTED: _act((_OPEN, _versions_wanted)),
    On.RESTORE: _act(
        (_OPEN, lambda flow, event: flow.plus(Do.RESTORE, flow.draft.reference, event.value))
    ),
    On.SAVE_DUE: _act((_TYPING, _save)),
    On.TERMS_DUE: _act((_TYPING, _ask_terms)),
    On.KNOWN_DUE: _act((_TYPING, _fetch_known)),
    On.ASIDE_DUE: _act((_TYPING, lambda flow, _: flow.plus(Do.ASK_ASIDE))),
    On.TEMPLATES_READ: _act((_ALIVE, lambda flow, event: replace(flow, templates=event.value))),
    On.PARCEL_KNOWN: _act((_ALIVE, _parcel_known)),
    On.ASIDE_FAILED: _act((_ALIVE, lambda flow, event: _tell(flow, event.value, Do.ASK_ASIDE))),
    On.SHOWN: _row(((Phase.EDITING,), lambda flow, event: _show(flow, event.value))),
    On.FOLLOWED: _act(((Phase.OUTCOME,), _followed)),
    On.SAVED: _act((_ALIVE, _saved)),
    On.SAVE_FAILED: _act((_ALIVE, _save_failed)),
    On.TERMS_ARRIVED: _act((_ALIVE, _terms_arrived)),
    On.TERMS_FAILED: _act((_ALIVE, _terms_failed)),
    On.KNOWN_FETCHED: _act((_ALIVE, lambda flow, _: replace(flow, known=KnownDisputes.DONE))),
    On.KNOWN_FAILED: _act((_ALIVE, _known_failed)),
    On.SETTLED: _row(
        (_UNDER_WAY, lambda flow, event: _settle(flow, event.value)), (_CLOSED, _ignored)
    ),
    On.NOT_SENT: _row(((Phase.SENDING,), _not_sent)),
    On.IN_DOUBT: _row(
        (_UNDER_WAY, lambda flow, event: _look_up(flow, event.value)), (_CLOSED, _ignored)
    ),
    On.NOT_DONE: _row((_UNDER_WAY, _not_done), (_CLOSED, _ignored)),
    On.LOOKED_UP: _row((_UNDER_WAY, _looked_up), (_CLOSED, _ignored)),
    On.CHOICES_FOUND: _act((_ALIVE, _choices_found)),
    On.VERSIONS_FOUND: _act((_ALIVE, lambda flow, event: replace(flow, versions=len(event.value)))),
    On.VERSIONS_READ: _act((_ALIVE, _versions_read)),
    On.PREPARED_FOUND: _act((_ALIVE, lambda flow, event: replace(flow, handed_over=event.value))),
    On.RESTORED: _act((_ALIVE, _restored_too_late), (_OPEN, _restored)),
    On.READ_FAILED: _act((_ALIVE, _read_failed)),
}
"""What each event does in each phase. What is not in a row cannot come there."""
