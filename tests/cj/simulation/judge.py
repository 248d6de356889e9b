"""Judges a run by CJ's record, never by what the program thinks of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.cj.simulation.character import NEVER
from tests.cj.simulation.cj import CREATE, LIST, ORDER, Ask, Dispute, Recorded
from tests.cj.simulation.network import READ_TIMEOUT
from tests.cj.simulation.run_log import Belief, Choice, Denial, Ending
from tests.cj.simulation.stage import Stage

TWO = "two disputes that nobody chose"
TWO_DRAFTS = "a second draft for lines in dispute, filed without a question"
NONE_THERE = "believed filed, CJ has none"
FORGOTTEN = "believed not sent, CJ has it"
WRONG_NUMBER = "confirmed with a number not ours"
STALE_GUARD = "sent without a list younger than a minute"
TOO_SOON = "sent again without the looks"
HAD_SHOWN = "offered to send again what CJ's list had shown"
UNCONFIRMED = "listed within a minute, not confirmed by itself"
NO_WAY_ON = "ends without a way on"
LOST_DRAFT = "draft lost or old"
ERASED = "refund, outcome or status erased"
WRONG_ORDER = "dispute under a wrong order"
SHORTFALL = "stored fewer than CJ lists, in silence"
TROUBLE = "bug, hang or damage"
RULES = (
    TWO,
    TWO_DRAFTS,
    NONE_THERE,
    FORGOTTEN,
    WRONG_NUMBER,
    STALE_GUARD,
    TOO_SOON,
    HAD_SHOWN,
    UNCONFIRMED,
    NO_WAY_ON,
    LOST_DRAFT,
    ERASED,
    WRONG_ORDER,
    SHORTFALL,
    TROUBLE,
)

BEFORE_LISTED = "a copy pressed before CJ shows the first one anywhere"
ALIKE = "somebody else's dispute that nothing tells from ours"
LYING_YES = "CJ says yes and has none"
LYING_NO = "CJ says no and has one"
LINES_UNTOLD = "a copy pressed where CJ names no line items"
RESTORED = "a folder put back knows nothing of what was sent since"
UNCONFIRMED_LATE = "reached CJ after it was given up, left to a person"
UNKNOWABLE = (
    UNCONFIRMED_LATE,
    BEFORE_LISTED,
    ALIKE,
    LYING_YES,
    LYING_NO,
    LINES_UNTOLD,
    RESTORED,
)
"""What no program could have told; counted, never hidden."""

_GUARD_SECONDS = 60.0
_SLACK = 15.0
"""Seconds that pace, retries and a busy computer may put between two things."""
_LOOK_DISTANCE = 30.0
_LOOK_LASTS = 100.0
"""Seconds that the three requests of a look may take, with their retries."""
_AGAIN_AFTER = 120.0
_WAYS_AFTER = 2250.0
"""Seconds of doubt after which there must be a way on: half an hour, and the looks around it."""
_TO_CONFIRM = 200.0
"""Seconds without trouble within which what CJ lists is confirmed."""
_ALIKE_SLACK = 7.0
"""Seconds around a request within which a dispute cannot be told from what it filed: CJ tells its
time in whole seconds, and by more than one clock."""
_CLOCKS_APART = 2.0
"""Seconds that two clocks of one CJ are apart at most, where its times are to be believed."""
_GIVEN_UP = 60.0
"""Seconds within which a request without an answer may have reached CJ."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A broken promise, or what cannot be known."""

    rule: str
    what: str

    @property
    def is_breach(self) -> bool:
        """Whether the program is to blame."""
        return self.rule in RULES


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run adds to the sums."""

    listed_in_time: int = 0
    confirmed_by_itself: int = 0
    filings: int = 0
    second_by_choice: int = 0


class Judge:
    """Looks at one run after its end."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._run_log = stage.run_log
        self._cj = stage.cj
        self._creates = [each for each in stage.cj.record if each.ask.endpoint == CREATE]

    def findings(self) -> list[Finding]:
        """Everything that this run broke, and what it could not have known."""
        found = [
            *self._duplicates(),
            *self._beliefs(),
            *self._denials(),
            *self._guards(),
            *self._sent_again(),
            *self._endings(),
            *(Finding(ERASED, each) for each in self._run_log.erased),
            *(Finding(WRONG_ORDER, each) for each in self._run_log.wrong_orders),
            *(Finding(SHORTFALL, each) for each in self._run_log.shortfalls),
            *(Finding(TROUBLE, each) for each in self._run_log.troubles),
        ]
        return list(dict.fromkeys(found))

    def totals(self) -> Totals:
        """Sums for the rates."""
        endings = self._run_log.endings
        in_time = [
            each for each in endings if self._should_be_confirmed(each) and not self._was_late(each)
        ]
        return Totals(
            listed_in_time=len(in_time),
            confirmed_by_itself=sum(self._is_confirmed_by_itself(each) for each in in_time),
            filings=len(endings),
            second_by_choice=sum(1 for _ in self._second_by_choice()),
        )

    # Two disputes

    def _pairs(self) -> Iterator[tuple[Dispute, Recorded, Recorded]]:
        """A dispute, and a later request that filed another one about some of its lines."""
        filed = [each for each in self._creates if each.filed is not None]
        for later_at, later in enumerate(filed):
            for earlier in filed[:later_at]:
                assert earlier.filed is not None
                assert later.filed is not None
                if earlier.filed.order is later.filed.order and (
                    earlier.filed.lines & later.filed.lines
                ):
                    yield later.filed, earlier, later

    def _duplicates(self) -> Iterator[Finding]:
        for dispute, earlier, later in self._pairs():
            if self._chosen(later, earlier) is not None:
                continue
            what = f"{earlier.filed and earlier.filed.dispute_id}, then {dispute.dispute_id}"
            if earlier.is_lie and not self._told_before(later, earlier.filed):
                yield Finding(LYING_NO, what)
                continue
            if self._knows(later, earlier):
                is_one = earlier.ask.body["businessDisputeId"] == dispute.by
                yield Finding(TWO if is_one else TWO_DRAFTS, what)
                continue
            told = self._told_before(later, earlier.filed)
            if not told:
                yield Finding(BEFORE_LISTED, what)
            elif self._stage.plan.character.lines != "told":
                yield Finding(LINES_UNTOLD, what)
            else:
                yield Finding(TWO, f"{what}, which {told} had told")

    def _second_by_choice(self) -> Iterator[Choice]:
        for _, earlier, later in self._pairs():
            choice = self._chosen(later, earlier)
            if choice is not None:
                yield choice

    def _chosen(self, later: Recorded, earlier: Recorded) -> Choice | None:
        """The choice by which a person took a second dispute upon themselves."""
        reference = str(later.ask.body["businessDisputeId"])
        choices = (
            each
            for each in self._run_log.choices
            if each.reference == reference
            and self._run_log.ledgers[each.program] == self._run_log.ledgers[later.ask.program]
            and earlier.ask.left <= each.at <= later.ask.left
            and each.kind in ("file another", "send again", "back to draft")
        )
        return next(choices, None)

    def _knows(self, later: Recorded, earlier: Recorded) -> bool:
        """Whether the ledger that sent the later one has the earlier one in it."""
        ledgers, forks = self._run_log.ledgers, self._run_log.forks
        ours, theirs = ledgers[later.ask.program], ledgers[earlier.ask.program]
        if ours == theirs:
            return True
        origin, copied = forks.get(ours, ("", 0.0))
        return origin == theirs and earlier.ask.left < copied

    def _told_before(self, later: Recorded, dispute: Dispute | None) -> str:
        """The answer that showed a dispute to a program in the minute before it sent; or ""."""
        for each in self._cj.record:
            if (
                each.ask.program == later.ask.program
                and each.is_told
                and later.ask.left - _GUARD_SECONDS - _SLACK <= each.told_at <= later.ask.left
                and each.ask.endpoint == LIST
                and dispute in each.shown
            ):
                return each.ask.endpoint
        return ""

    # Beliefs

    def _beliefs(self) -> Iterator[Finding]:
        seen: set[tuple[str, str, str | None]] = set()
        for belief in self._run_log.beliefs:
            key = (belief.reference, belief.state, belief.dispute_id)
            if key in seen or belief.state not in ("filed", "confirmed"):
                continue
            seen.add(key)
            yield from self._belief(belief)

    def _belief(self, belief: Belief) -> Iterator[Finding]:
        what = f"{belief.reference[:9]} {belief.state} {belief.dispute_id or ''}"
        ours = [each for each in self._cj.of(belief.reference) if each.created <= belief.at]
        if belief.state == "filed":
            if not ours:
                lies = self._stage.plan.character.creates_silently > 0
                yield Finding(LYING_YES if lies else NONE_THERE, what)
            return
        if any(each.dispute_id == belief.dispute_id for each in ours):
            return
        if self._was_told_by_person(belief):
            return
        dispute = self._cj.with_id(belief.dispute_id or "")
        if dispute is not None and self._is_alike(belief, dispute):
            yield Finding(ALIKE, what)
        else:
            yield Finding(WRONG_NUMBER if ours else NONE_THERE, what)

    def _was_told_by_person(self, belief: Belief) -> bool:
        return any(
            each.reference == belief.reference
            and each.kind in ("that is it", "this one")
            and belief.dispute_id in each.dispute_ids
            for each in self._run_log.choices
        )

    def _is_alike(self, belief: Belief, dispute: Dispute) -> bool:
        """Whether nothing that CJ tells sets a dispute apart from what our requests could file.

        Its lines are ours, its time is not told or lies around a request of ours, and ours was not
        to be seen beside it.
        """
        lines, spans = self._requests(belief)
        character = self._stage.plan.character
        if not spans or (character.lines == "told" and dispute.lines != lines):
            return False
        is_near = any(
            begin - _ALIKE_SLACK <= dispute.created <= end + _ALIKE_SLACK for begin, end in spans
        )
        if not is_near and self._tells_time():
            return False
        return not any(self._was_shown(each, belief) for each in self._cj.of(belief.reference))

    def _requests(self, belief: Belief) -> tuple[set[str], list[tuple[float, float]]]:
        """The lines of a filing, and when each of its requests may have reached CJ.

        Of one that was to leave when the program died nobody can say whether it did.
        """
        ledgers = self._run_log.ledgers
        lines = {line for line, _ in self._stage.plan.lines}
        spans = [
            (at - _SLACK, at + _GIVEN_UP)
            for at, program in self._run_log.deaths
            if ledgers[program] == ledgers[belief.program] and at <= belief.at
        ]
        for each in self._cj.sent:
            if each.body["businessDisputeId"] == belief.reference and each.left <= belief.at:
                lines = {str(item["lineItemId"]) for item in each.body["productInfoList"]}
                spans.append((each.left, self._ended(each)))
        return lines, spans

    def _was_shown(self, dispute: Dispute, belief: Belief) -> bool:
        """Whether a list told of a dispute before something was believed.

        One that a person has given to another filing meanwhile is out of the question.
        """
        ledgers = self._run_log.ledgers
        return not self._is_given_away(dispute, belief.reference) and any(
            each.is_told and each.told_at <= belief.at and dispute in each.shown
            for each in self._cj.record
            if each.ask.endpoint == LIST and ledgers[each.ask.program] == ledgers[belief.program]
        )

    def _ended(self, ask: Ask) -> float:
        """When the program heard of its request, or gave it up; a program that died never did."""
        told = (each.told_at for each in self._creates if each.ask is ask and each.is_told)
        return next(told, ask.left + _GIVEN_UP)

    def _is_given_away(self, dispute: Dispute, reference: str) -> bool:
        """Whether a person said that a dispute is another filing."""
        return any(
            dispute.dispute_id in each.dispute_ids and each.reference != reference
            for each in self._run_log.choices
            if each.kind in ("that is it", "this one")
        )

    def _tells_time(self) -> bool:
        character = self._stage.plan.character
        is_right = character.summer_ends == NEVER and character.dates != "local ms"
        if not is_right or abs(character.clock) > _CLOCKS_APART:
            return False
        return character.timed_ids or (
            "list.createDate" not in character.omitted
            or "detail.createDate" not in character.omitted
        )

    def _denials(self) -> Iterator[Finding]:
        for denial in self._run_log.denials:
            for create in self._creates:
                if (
                    create.filed is not None
                    and create.filed.by == denial.reference
                    and create.ask.program == denial.program
                    and denial.begun <= create.ask.left <= denial.at
                ):
                    what = (
                        f"{denial.reference[:9]}: {denial.error}, {create.filed.dispute_id} exists"
                    )
                    yield Finding(LYING_NO if create.is_lie else FORGOTTEN, what)

    # Sending

    def _guards(self) -> Iterator[Finding]:
        """Before each first request the order's list was asked for, a minute before the press."""
        for create in self._creates:
            ask = create.ask
            choice = self._last_choice(create)
            if choice is not None and choice.kind == "send again":
                continue
            pressed = choice.at if choice is not None else ask.left
            if not any(
                each.is_told
                and each.ask.endpoint == LIST
                and each.ask.program == ask.program
                and each.ask.get("orderId") == ask.body["orderId"]
                and pressed - _GUARD_SECONDS - _SLACK <= each.told_at <= ask.left
                for each in self._cj.record
            ):
                yield Finding(STALE_GUARD, f"at {ask.left:.1f}")

    def _last_choice(self, create: Recorded) -> Choice | None:
        """What a person last chose for a filing before this request left."""
        reference = str(create.ask.body["businessDisputeId"])
        chosen = [
            each
            for each in self._run_log.choices
            if each.reference == reference
            and each.at <= create.ask.left
            and each.program == create.ask.program
        ]
        return chosen[-1] if chosen else None

    def _sent_again(self) -> Iterator[Finding]:
        """Every second request of a filing is late, after looks, and asked for by a person."""
        turned_away = [it for it in self._creates if it.is_turned_away and it.is_told]
        for create in self._creates:
            choice = self._last_choice(create)
            if choice is None or choice.kind != "send again":
                continue
            reference = create.ask.body["businessDisputeId"]
            belief = Belief(choice.at, create.ask.program, reference, "unknown", None)
            ledgers = self._run_log.ledgers
            for each in self._cj.of(reference):
                by = self._request_of(each).ask.program
                if ledgers[by] == ledgers[belief.program] and self._was_shown(each, belief):
                    yield Finding(HAD_SHOWN, each.dispute_id)
            before = [
                each.left
                for each in self._cj.sent
                if each.body["businessDisputeId"] == reference
                and each.left < choice.at
                and self._run_log.ledgers[each.program] == self._run_log.ledgers[create.ask.program]
                and not any(it.ask is each for it in turned_away)  # nothing came of that
            ]
            if not before:
                continue
            since = before[-1]
            if create.ask.left - since < _AGAIN_AFTER:
                yield Finding(TOO_SOON, f"{create.ask.left - since:.0f} s after the last")
            looks = self._whole_looks(create, since)
            if looks < 3:
                yield Finding(TOO_SOON, f"after {looks} whole looks")

    def _whole_looks(self, create: Recorded, since: float) -> int:
        """How many times all three sources were asked and answered, half a minute apart."""
        ledger = self._run_log.ledgers[create.ask.program]
        order_id = create.ask.body["orderId"]
        answers = [
            each
            for each in self._cj.record
            if each.is_told
            and since < each.told_at <= create.ask.left
            and self._run_log.ledgers.get(each.ask.program) == ledger
        ]
        filtered = [
            e.told_at
            for e in answers
            if e.ask.endpoint == LIST and e.ask.get("orderId") == order_id
        ]
        plain = [e.told_at for e in answers if e.ask.endpoint == LIST and not e.ask.get("orderId")]
        order = [e.told_at for e in answers if e.ask.endpoint == ORDER]
        looks, last = 0, -NEVER
        for at in filtered:
            if at - last < _LOOK_DISTANCE - _SLACK:
                continue
            until = at + _LOOK_LASTS
            if any(at <= each <= until for each in plain) and any(at <= e <= until for e in order):
                looks, last = looks + 1, at
        return looks

    # The end

    def _endings(self) -> Iterator[Finding]:
        for ending in self._run_log.endings:
            what = f"{ending.program}: {ending.reference[:9]} is {ending.state}"
            if ending.state in ("draft", "refused"):
                yield from self._unsent(ending, what)
            is_open = ending.state not in ("draft", "refused", "confirmed")
            if is_open and not ending.ways and self._in_doubt_for(ending) > _WAYS_AFTER:
                yield Finding(NO_WAY_ON, what)
            if self._should_be_confirmed(ending) and not self._is_confirmed_by_itself(ending):
                yield Finding(UNCONFIRMED_LATE if self._was_late(ending) else UNCONFIRMED, what)
            yield from self._kept(ending, what)
        found = {each.reference for each in self._run_log.endings}
        for ledger, reference in self._run_log.saved if found else ():
            if ledger not in self._run_log.forks and reference not in found:
                yield Finding(LOST_DRAFT, f"{reference} is gone")

    def _in_doubt_for(self, ending: Ending) -> float:
        """Seconds since the filing was sent last from this ledger, and CJ could be looked into."""
        sent = [
            each.left
            for each in self._cj.sent
            if each.body["businessDisputeId"] == ending.reference
            and self._run_log.ledgers[each.program] == ending.ledger
        ]
        return self._stage.world.now - max(*sent, self._stage.last_trouble(), 0.0)

    def _kept(self, ending: Ending, what: str) -> Iterator[Finding]:
        saved = self._saved(ending)
        if saved is None or ending.message not in saved:
            yield Finding(LOST_DRAFT, f"{what}: {ending.message!r} instead of {saved!r}")

    def _saved(self, ending: Ending) -> list[str] | None:
        key = (ending.ledger, ending.reference)
        if key in self._run_log.saved:
            return self._run_log.saved[key]
        origin = self._run_log.forks.get(ending.ledger, ("", 0.0))[0]
        return self._run_log.saved.get((origin, ending.reference))

    def _unsent(self, ending: Ending, what: str) -> Iterator[Finding]:
        """A filing that is said not to be at CJ."""
        for dispute in self._cj.of(ending.reference):
            by = self._request_of(dispute)
            backs = (
                each.at > by.ask.left and each.kind == "back to draft"
                for each in self._run_log.choices
                if each.reference == ending.reference
            )
            if any(backs):
                continue
            ours = self._run_log.ledgers[ending.program]
            theirs = self._run_log.ledgers[by.ask.program]
            origin, copied = self._run_log.forks.get(ours, ("", 0.0))
            if ours != theirs and not (origin == theirs and by.ask.left < copied):
                yield Finding(RESTORED, f"{what}, {dispute.dispute_id} exists")
            else:
                rule = LYING_NO if by.is_lie else FORGOTTEN
                yield Finding(rule, f"{what}, {dispute.dispute_id} exists")

    def _should_be_confirmed(self, ending: Ending) -> bool:
        """Whether CJ listed within a minute, with lines and a time, the one dispute it can be."""
        stage, character = self._stage, self._stage.plan.character
        ours = self._cj.of(ending.reference)
        if len(ours) != 1 or character.lines != "told" or not self._tells_time():
            return False
        (dispute,) = ours
        by = self._request_of(dispute)
        if by.is_lie or self._run_log.ledgers[by.ask.program] != ending.ledger:
            return False
        if self._is_given_away(dispute, ending.reference):
            return False
        rivals = [
            each
            for each in self._cj.disputes
            if each is not dispute
            and each.lines == dispute.lines
            and each.created > by.ask.left - _GUARD_SECONDS - _SLACK
        ]
        soon = by.ask.left + 60
        shown = self._cj.listed(soon, by_order=dispute.order, pages=5)
        shown += self._cj.listed(soon, by_order=None, pages=5)
        has_time = stage.world.now - max(dispute.created, stage.last_trouble()) > _TO_CONFIRM
        is_over = has_time or ending.state == "confirmed"  # then a run ends at once
        return not rivals and dispute in shown and is_over

    def _request_of(self, dispute: Dispute) -> Recorded:
        """The request that filed it, be it one of several that came of that."""
        made = (dispute.by, dispute.created)
        return next(
            each
            for each in self._creates
            if each.filed and (each.filed.by, each.filed.created) == made
        )

    def _was_late(self, ending: Ending) -> bool:
        """Whether the request reached CJ after the program had given it up."""
        (dispute,) = self._cj.of(ending.reference)
        by = self._request_of(dispute)
        return by.at - by.ask.left > READ_TIMEOUT

    def _is_confirmed_by_itself(self, ending: Ending) -> bool:
        """Whether it was confirmed before any person said what it is."""
        if ending.state != "confirmed":
            return False
        (dispute,) = self._cj.of(ending.reference)
        ledgers = self._run_log.ledgers
        confirmed = [
            each.at
            for each in self._run_log.beliefs
            if each.reference == ending.reference
            and each.state == "confirmed"
            and ledgers[each.program] == ending.ledger
        ]
        chosen = [
            each.at
            for each in self._run_log.choices
            if each.reference == ending.reference
            and each.at > dispute.created
            and each.kind in ("that is it", "this one", "back to draft")
            and ledgers[each.program] == ending.ledger
        ]
        return bool(confirmed) and min(confirmed) <= min(chosen, default=NEVER)


def judge(stage: Stage) -> tuple[list[Finding], Totals]:
    """The findings of a run that has been played, and its sums."""
    of_run = Judge(stage)
    return of_run.findings(), of_run.totals()


__all__ = ["RULES", "UNKNOWABLE", "Denial", "Finding", "Judge", "Totals", "judge"]
