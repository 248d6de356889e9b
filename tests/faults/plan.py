"""What happens in one run, all of it drawn from the run's seed before anything starts."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.disputes.disputes import ExpectedOutcome, Reason, RefundTarget
from app.domain.filing.filing import (
    REASON,
    REVIEW,
    DisputeDraft,
    DraftLine,
    Evidence,
    EvidenceKind,
)
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber
from tests.cj.simulation import plan as account_plan
from tests.cj.simulation.character import NEVER, REASONS, Character
from tests.cj.simulation.cj import CREATE, LIST, MOODS_AFTER, MOODS_BEFORE, ORDER
from tests.cj.simulation.plan import draw_plan
from tests.faults.programs.pausing import POINTS

DEADLINE = 0.4
"""Seconds that the programs of the harness wait for an answer. The real ones wait 30."""

_WORDS = re.split(
    " ",
    "The shade is cracked. Arrived wet, box torn; the buyer's photo shows it. "
    'Zurück! 收到时已破损 🙂 "quoted" <b>not bold</b> = 1 + 1\nSecond line. لا يعمل ',
)


@dataclass(frozen=True, slots=True)
class Arming:
    """A scenario of the server, for the next `times` requests of an endpoint."""

    scenario: str
    endpoint: str
    times: int = 1
    params: tuple[tuple[str, object], ...] = ()
    skip: int = 0
    """So many requests go well before."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happens to a program or to CJ, counted from the press of the button.

    `at` is "arrived" (CJ's record shows the request), "delay" (after `seconds`), "typing" (after
    `seconds` from the first save) or a point of `pausing.POINTS`.
    """

    at: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A dispute of the order that somebody files on CJ's own pages.

    `when` is "before" the button is pressed, "listed" (once the guard has the list), "arrived"
    (as the `create` reaches CJ) or "done" (right after it).
    """

    when: str
    same_lines: bool


@dataclass(frozen=True, slots=True)
class Patience:
    """How often the window of a run looks by itself, and how long its person goes on."""

    thinking: tuple[float, ...] = (2, 5, 10, 10, 10, 15, 20, 30, 30, 30)
    """Seconds between two looks while the person thinks."""
    moves: int = 8
    """Most things that the person does once CJ is healthy."""
    last_looks: int = 20
    """Looks at the end, 150 seconds apart: more than half an hour of them, where CJ answers one in
    four requests so that nobody can read it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One run."""

    seed: int
    faults: tuple[str, ...]
    account: account_plan.Plan
    """The orders and the past of the merchant, as a simulated run of this seed has them."""
    character: Character
    typed: tuple[DisputeDraft, ...]
    """What is saved one after the other while the merchant types; the last is what is filed."""
    armed: tuple[Arming, ...] = ()
    moods: tuple[str, ...] = ()
    """How CJ meets the `create` requests, in this order."""
    presses: int = 1
    programs: int = 1
    kill: Moment | None = None
    late_kill: str = ""
    """Where the program that was started after that, or goes on, is killed as well."""
    cj: str = ""
    """"restarts" or "is gone" while the request is under way."""
    cj_moment: Moment = Moment("arrived")
    tokens: str = ""
    """"expired" or "dead" when the button is pressed."""
    lock: float = 0.0
    """Seconds for which another program holds the data file from when CJ has the request."""
    clock: float = 0.0
    """Seconds that the computer's clock is ahead of CJ's."""
    moves: int = 0
    """How many things the merchant does while the trouble lasts."""
    notes_known: bool = True
    elsewhere: Elsewhere | None = None
    rival: DisputeDraft | None = None
    """A second draft for the same lines, sent at the same time by the second program."""
    favourite: str = ""
    """The way on that is taken where it is open; "" for any."""
    patience: Patience = Patience()

    @property
    def lines(self) -> tuple[tuple[str, int], ...]:
        """The line items that are claimed, and how many pieces."""
        return self.account.lines

    @property
    def draft(self) -> DisputeDraft:
        """What is to be filed."""
        return self.typed[-1]


def plan_of(seed: int, *faults: str) -> Plan:
    """The run of a seed; with `faults`, one with just these."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    chosen = faults or _some_faults(chance)
    account = draw_plan(seed)
    plan = Plan(
        seed,
        tuple(chosen),
        account,
        account.character,
        tuple(_typing(chance, account)),
        presses=chance.choice((1, 1, 1, 2)),
        moves=chance.randrange(6),
        notes_known=chance.random() < 0.7,
        favourite=chance.choice(("", "", "send again", "back to draft", "file another")),
    )
    for each in chosen:
        plan = FAULTS[each](plan, chance)
    return plan


def _some_faults(chance: random.Random) -> tuple[str, ...]:
    names = [chance.choice(list(FAULTS))]
    while chance.random() < 0.55 and len(names) < 4:
        names.append(chance.choice([each for each in FAULTS if each not in names]))
    return tuple(names)


Change = Callable[[Plan, random.Random], Plan]


def _on_create(*scenarios: str, **params: object) -> Change:
    def change(plan: Plan, chance: random.Random) -> Plan:
        times = chance.choice((1, 1, 2))
        arming = Arming(chance.choice(scenarios), CREATE, times, tuple(params.items()))
        return replace(plan, armed=(*plan.armed, arming))

    return change


def _on_looks(*scenarios: str) -> Change:
    def change(plan: Plan, chance: random.Random) -> Plan:
        scenario = chance.choice(scenarios)
        params = (("retry_after", None),) if scenario == "http_429" else ()
        endpoint = chance.choice((LIST, LIST, ORDER))
        skip = chance.randrange(3)  # the guard may still go well
        arming = Arming(scenario, endpoint, chance.randrange(1, 9), params, skip)
        return replace(plan, armed=(*plan.armed, arming))

    return change


def _kill(plan: Plan, chance: random.Random) -> Plan:
    delay = Moment("delay", chance.choice((0.03, 0.1, 0.5)) * chance.random())
    kills = [*map(Moment, POINTS), Moment("arrived"), Moment("arrived"), delay, delay, delay]
    kills += [Moment("typing", 0.06 * chance.random())] * 2
    late = chance.choice(("", "", "before found", "after found", "before end"))
    return replace(plan, kill=chance.choice(kills), late_kill=late)


def _cj(what: str) -> Change:
    def change(plan: Plan, chance: random.Random) -> Plan:
        delay = Moment("delay", 0.06 * chance.random())
        return replace(plan, cj=what, cj_moment=chance.choice((Moment("arrived"), delay)))

    return change


def _tokens(what: str) -> Change:
    def change(plan: Plan, _chance: random.Random) -> Plan:
        return replace(plan, tokens=what)

    return change


def _moods(plan: Plan, chance: random.Random) -> Plan:
    some = chance.choices((*MOODS_BEFORE, *MOODS_AFTER), k=chance.choice((1, 1, 2)))
    return replace(plan, moods=(*plan.moods, *some))


def _lists_late(plan: Plan, chance: random.Random) -> Plan:
    lag = chance.choice((5.0, 40.0, 100.0, 100.0, 400.0, NEVER))
    character = replace(plan.character, filtered_lag=lag, plain_lag=lag, order_lag=lag)
    return replace(plan, character=character)


def _two_programs(plan: Plan, _chance: random.Random) -> Plan:
    return replace(plan, programs=2)


def _presses(plan: Plan, chance: random.Random) -> Plan:
    return replace(plan, presses=chance.randrange(2, 6))


def _elsewhere(plan: Plan, chance: random.Random) -> Plan:
    when = chance.choice(("before", "listed", "arrived", "done"))
    return replace(plan, elsewhere=Elsewhere(when, same_lines=chance.random() < 0.6))


def _rival(plan: Plan, chance: random.Random) -> Plan:
    reference = BusinessDisputeId(f"DD-{chance.getrandbits(128):032x}")
    rival = replace(plan.draft, reference=reference, message="The other window's words.")
    armed = plan.armed
    if chance.random() < 0.5:
        # The first is filed without a number, and what becomes of the second is in doubt.
        armed += (Arming("html_200", LIST, skip=2), Arming("reset_before", CREATE, skip=1))
    return replace(plan, rival=rival, programs=2, armed=armed)


def _second_request_fails(plan: Plan, chance: random.Random) -> Plan:
    """CJ takes the first one in, its lists do not show it for long, and the second fails too."""
    first = Arming(chance.choice(("reset_after", "broken_json", "null_answer")), CREATE)
    second = chance.choice(("http_429", "code_1600200", "http_503", "reset_before", "refuse"))
    params: dict[str, tuple[tuple[str, object], ...]] = {
        "http_429": (("retry_after", None),),
        "refuse": (("message", "The product cannot be disputed"),),
    }
    armed = (first, Arming(second, CREATE, params=params.get(second, ())))
    return replace(
        plan,
        armed=armed,
        favourite="send again",
        moves=8,
        character=Character(
            recognises=False,
            holds_lines=chance.random() < 0.5,
            hold_lag=chance.choice((0.0, NEVER)),
            filtered_lag=2000.0,
            plain_lag=2000.0,
            order_lag=2000.0,
        ),
    )


def _file_is_locked(plan: Plan, chance: random.Random) -> Plan:
    return replace(plan, lock=chance.choice((0.05, 0.05, 60.0)))


def _clock_is_wrong(plan: Plan, chance: random.Random) -> Plan:
    return replace(plan, clock=chance.choice((-1, 1)) * chance.choice((40.0, 300.0, 3e4, 3e5)))


FAULTS: dict[str, Change] = {
    "timeout before": _on_create("timeout_before"),
    "timeout after": _on_create("timeout_after"),
    "reset before": _on_create("reset_before"),
    "reset after": _on_create("reset_after"),
    "5xx before": _on_create("http_500", "http_502_html", "http_503"),
    "5xx after": _on_create("http_500", "http_502_html", "http_503", processed=True),
    "HTML page": _on_create("html_200"),
    "HTML page after": _on_create("html_200", processed=True),
    "half JSON": _on_create("broken_json"),
    "no verdict": _on_create("verdictless", "null_answer", "empty_body", "wrong_type"),
    "slow body": _on_create("slow_body", delay=0.05),
    "429": _on_create("http_429", retry_after=None),
    "code 1600200": _on_create("code_1600200"),
    "expired token": _on_create("expired_token", "http_401"),
    "dead refresh token": _tokens("dead"),
    "a mood of CJ's": _moods,
    "lists late": _lists_late,
    "looks fail": _on_looks("http_500", "html_200", "timeout_before", "reset_before", "http_429"),
    "CJ restarts": _cj("restarts"),
    "network gone": _cj("is gone"),
    "kill -9": _kill,
    "two programs": _two_programs,
    "many presses": _presses,
    "two drafts, one line": _rival,
    "second request fails": _second_request_fails,
    "filed elsewhere too": _elsewhere,
    "data file locked": _file_is_locked,
    "clock is wrong": _clock_is_wrong,
}
"""Name -> what it does to a plan."""


def _typing(chance: random.Random, account: account_plan.Plan) -> Iterator[DisputeDraft]:
    """The saves of a merchant who fills in the dialog, none of them equal to the one before."""
    order = account.orders[0]
    draft = DisputeDraft(
        BusinessDisputeId(f"DD-{chance.getrandbits(128):032x}"),
        OrderId(order.code),
        OrderNumber(order.number),
    )
    by_id = {line.line_id: line for line in order.lines}
    lines = [
        DraftLine(
            LineItemId(line_id),
            quantity,
            Decimal(by_id[line_id].price) / 100,
            by_id[line_id].name,
            by_id[line_id].sku,
        )
        for line_id, quantity in account.lines
    ]
    for count in range(1, len(lines) + 1):
        draft = replace(draft, lines=tuple(lines[:count]))
        yield draft
    reason = Reason(account.reason, REASONS[account.reason][0])
    draft = replace(draft, reason=reason, step=REASON)
    yield draft
    outcome = chance.choice(list(ExpectedOutcome))
    draft = replace(draft, expected=outcome, refund_target=chance.choice(list(RefundTarget)))
    yield draft
    words = [chance.choice(_WORDS) for _ in range(chance.randint(3, 40))]
    for parts in itertools.accumulate(words, lambda text, word: f"{text} {word}"):
        draft = replace(draft, message=parts[:500].strip() or ".", message_is_own=True)
        if chance.random() < 0.3:
            yield draft
    draft = replace(draft, message=f"{draft.message[:480]} ({chance.randrange(10**6)})")
    yield draft
    for number in range(chance.randrange(3)):
        url = f"https://example.invalid/{draft.reference}/{number}.jpg"
        draft = replace(draft, link_text=url)
        yield draft
        kind = chance.choice(list(EvidenceKind))
        draft = replace(draft, link_text="", evidence=(*draft.evidence, Evidence(url, kind)))
        yield draft
    yield replace(draft, step=REVIEW)
