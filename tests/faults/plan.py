"""What happens in one run, all of it drawn from the run's seed before anything starts."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from app.domain.disputes import ExpectedOutcome, Reason, RefundTarget
from app.domain.filing import DisputeDraft, DraftLine, Evidence, EvidenceKind, Step
from app.domain.ids import BusinessDisputeId, LineItemId, OrderId, OrderNumber
from app.practice import World, orders_data
from app.practice.models import Order
from app.practice.reasons import NAMES, outcomes_for, reasons_for
from tests.faults.pausing import POINTS
from tests.faults.stand_in import CREATE, LIST

DEADLINE = 0.4
"""Seconds that the programs of the harness wait for an answer. The real ones wait 30."""

REFUSING = (orders_data.SHOP_MADE_REFUSED_LATE_ORDER, orders_data.RETURNED_ORDER)
_ORDERS = (
    orders_data.TUTORIAL_ORDER,
    orders_data.MANY_LINES_ORDER,
    orders_data.EU_ORDER,
    orders_data.REFUND_ONLY_ORDER,
    orders_data.NON_LATIN_ORDER,
    orders_data.UNSHIPPED_ORDER,
    orders_data.SHIPPED_ORDER,
    orders_data.SPLIT_ORDER,
    orders_data.PARTLY_ORDER,
    orders_data.BIG_AMOUNT_ORDER,
)
_WORDS = re.split(
    " ",
    "The shade is cracked. Arrived wet, box torn; the buyer's photo shows it. "
    'Zurück! 收到时已破损 🙂 "quoted" <b>not bold</b> = 1 + 1\nSecond line. لا يعمل ',
)


@dataclass(frozen=True, slots=True)
class Arming:
    """A scenario of the stand-in, for the next `times` requests of an endpoint."""

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
class Plan:
    """One run."""

    seed: int
    faults: tuple[str, ...]
    typed: tuple[DisputeDraft, ...]
    """What is saved one after the other while the merchant types; the last is what is filed."""
    armed: tuple[Arming, ...] = ()
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
    moves: tuple[str, ...] = ()
    """What the merchant does while the trouble lasts: "check", "again", "edit"."""
    notes_known: bool = True
    elsewhere: bool = False
    """Whether another dispute of the order is filed on CJ's own pages meanwhile."""
    rival: DisputeDraft | None = None
    """A second draft for the same lines, sent at the same time by the second program."""
    careless: bool = False
    """Whether CJ would take the same claim twice."""

    @property
    def draft(self) -> DisputeDraft:
        """What is to be filed."""
        return self.typed[-1]

    @property
    def is_refused(self) -> bool:
        """Whether CJ declines this order for business reasons."""
        return self.draft.order_id in REFUSING


_NEEDS_CJS_CHECK = {"list lags", "second request fails", "two drafts, one line"}


def plan_of(seed: int, *faults: str) -> Plan:
    """The run of a seed; with `faults`, one with just these."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    chosen = faults or _some_faults(chance)
    order = _world_order(chance.choice(REFUSING if "business refusal" in chosen else _ORDERS))
    plan = Plan(
        seed,
        tuple(chosen),
        tuple(_typing(chance, order)),
        presses=chance.choice((1, 1, 1, 2)),
        moves=tuple(chance.choice(("check", "again", "check", "edit")) for _ in range(5)),
        notes_known=chance.random() < 0.7,
    )
    plan = replace(plan, moves=plan.moves[: chance.randrange(6)])
    for each in chosen:
        plan = FAULTS[each](plan, chance)
    # Where the list hides what CJ has, only CJ's own check stands between two disputes.
    may_be_careless = not _NEEDS_CJS_CHECK & set(chosen)
    return replace(plan, careless=may_be_careless and chance.random() < 0.5)


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


def _on_list(*scenarios: str) -> Change:
    def change(plan: Plan, chance: random.Random) -> Plan:
        scenario = chance.choice(scenarios)
        params = (("retry_after", None),) if scenario == "http_429" else ()
        arming = Arming(scenario, LIST, chance.randrange(1, 9), params)
        return replace(plan, armed=(*plan.armed, arming))

    return change


def _kill(plan: Plan, chance: random.Random) -> Plan:
    delay = Moment("delay", chance.choice((0.03, 0.1, 0.5)) * chance.random())
    moments = [*map(Moment, POINTS), Moment("arrived"), Moment("arrived"), delay, delay, delay]
    moments += [Moment("typing", 0.06 * chance.random())] * 2
    late = chance.choice(("", "", "before found", "after found", "before end"))
    return replace(plan, kill=chance.choice(moments), late_kill=late)


def _cj(what: str) -> Change:
    def change(plan: Plan, chance: random.Random) -> Plan:
        delay = Moment("delay", 0.06 * chance.random())
        return replace(plan, cj=what, cj_moment=chance.choice((Moment("arrived"), delay)))

    return change


def _tokens(what: str) -> Change:
    def change(plan: Plan, _chance: random.Random) -> Plan:
        return replace(plan, tokens=what)

    return change


def _two_programs(plan: Plan, _chance: random.Random) -> Plan:
    return replace(plan, programs=2)


def _presses(plan: Plan, chance: random.Random) -> Plan:
    return replace(plan, presses=chance.randrange(2, 6))


def _elsewhere(plan: Plan, _chance: random.Random) -> Plan:
    return replace(plan, elsewhere=True)


def _rival(plan: Plan, chance: random.Random) -> Plan:
    reference = BusinessDisputeId(f"DD-{chance.getrandbits(128):032x}")
    rival = replace(plan.draft, reference=reference, message="The other window's words.")
    armed = plan.armed
    if chance.random() < 0.5:
        # The first is filed without a number, and what becomes of the second is in doubt.
        armed += (Arming("html_200", LIST), Arming("reset_before", CREATE, skip=1))
    return replace(plan, rival=rival, programs=2, armed=armed)


def _second_request_fails(plan: Plan, chance: random.Random) -> Plan:
    """CJ takes the first one in, its list does not show it yet, and the second one fails too."""
    held = (("message", "The product cannot be disputed"),)
    armed = (
        Arming(chance.choice(("reset_after", "broken_json", "null_answer")), CREATE),
        Arming("list_lags", LIST),
        chance.choice(
            (
                Arming("http_429", CREATE, params=(("retry_after", None),)),
                Arming("code_1600200", CREATE),
                Arming("http_503", CREATE),
                Arming("reset_before", CREATE),
                Arming("refuse", CREATE, params=held),
            )
        ),
    )
    return replace(plan, armed=armed, moves=("again", *plan.moves))


def _business_refusal(plan: Plan, _chance: random.Random) -> Plan:
    return plan


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
    "list lags": _on_list("list_lags"),
    "read-backs fail": _on_list(
        "http_500", "html_200", "timeout_before", "reset_before", "http_429"
    ),
    "CJ restarts": _cj("restarts"),
    "network gone": _cj("is gone"),
    "kill -9": _kill,
    "two programs": _two_programs,
    "many presses": _presses,
    "two drafts, one line": _rival,
    "second request fails": _second_request_fails,
    "filed elsewhere too": _elsewhere,
    "business refusal": _business_refusal,
}
"""Name -> what it does to a plan."""


@cache
def _world() -> World:
    return World(life=False)


def _world_order(code: str) -> Order:
    return _world().order(code)


def _typing(chance: random.Random, order: Order) -> Iterator[DisputeDraft]:
    """The saves of a merchant who fills in the dialog, none of them equal to the one before."""
    draft = DisputeDraft(
        BusinessDisputeId(f"DD-{chance.getrandbits(128):032x}"),
        OrderId(order.code),
        OrderNumber(order.number),
    )
    left, choosable = _world().disputable(order), _world().can_choose(order)
    free = [line for line in order.lines if choosable[line.line_id]]
    lines = [
        DraftLine(
            LineItemId(line.line_id),
            chance.randint(1, left[line.line_id]),
            line.price,
            line.name,
            line.sku,
        )
        for line in chance.sample(free, chance.randint(1, min(3, len(free))))
    ]
    for count in range(1, len(lines) + 1):
        draft = replace(draft, lines=tuple(lines[:count]))
        yield draft
    reason = chance.choice(reasons_for(order))
    draft = replace(draft, reason=Reason(reason, NAMES[reason]), step=Step.REASON)
    yield draft
    outcome = ExpectedOutcome(int(chance.choice(outcomes_for(order))))
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
    yield replace(draft, step=Step.REVIEW)
