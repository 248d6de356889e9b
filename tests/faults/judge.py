"""Judges a run by CJ's own record: by the rules of the simulated runs, and some more.

What only a real process can do wrong is seen from outside: requests that nobody pressed for, other
words than were typed, what a kill leaves of a draft.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tests.cj.record import RecordedRequest
from tests.cj.simulation import judge as shared
from tests.cj.simulation.cj import CREATE, LIST
from tests.cj.simulation.judge import (
    FORGOTTEN,
    LOST_DRAFT,
    UNKNOWABLE,
    Finding,
    Judge,
    Totals,
)
from tests.faults.programs.draft_json import Json
from tests.faults.run_log import RunLog, Saved
from tests.faults.stage import AGAIN, BACK, SENDING_KINDS, Stage

UNASKED = "create without a press"
CHANGED = "sent other words than typed"
PAST_THE_GUARD = "sent past a dispute that the list had shown"
_OF_HISTORY = (shared.ERASED, shared.WRONG_ORDER, shared.SHORTFALL)
"""These runs have no history to look at."""
_OWN = (UNASKED, CHANGED, PAST_THE_GUARD)
RULES = (*(r for r in shared.RULES if r not in (shared.UNCONFIRMED, *_OF_HISTORY)), *_OWN)
"""Each of them must never be broken. The share of those confirmed by themselves is apart."""

_GUARD_SECONDS = 60.0
_DOUBTFUL = (1600000, 1600301)
"""Codes that say nothing of what was done."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run broke, what it could not have known, and what it adds to the sums."""

    breaches: tuple[Finding, ...]
    unknowable: tuple[Finding, ...]
    unconfirmed: tuple[Finding, ...]
    totals: Totals


def judge(stage: Stage) -> Verdict:
    """Look at a run after its end."""
    of_run = Judge(stage)  # type: ignore[arg-type]  # it asks for what this one has, too
    run_log = stage.run_log
    found = [
        *of_run.findings(),
        *_forgotten(stage),
        *_lost(run_log),
        *_unasked(run_log),
        *_changed(run_log),
        *_past_the_guard(stage),
    ]
    return Verdict(
        tuple(each for each in found if each.rule in RULES),
        tuple(each for each in found if each.rule in UNKNOWABLE),
        tuple(each for each in found if each.rule == shared.UNCONFIRMED),
        of_run.totals(),
    )


def _forgotten(stage: Stage) -> Iterator[Finding]:
    """Said not to have been sent in the middle of a run, without a person taking it back."""
    for each in stage.run_log.unsent:
        for dispute in stage.cj.of(each.reference):
            taken_back = any(
                choice.kind == BACK and dispute.created < choice.at <= each.at
                for choice in stage.run_log.choices
                if choice.reference == each.reference
            )
            if dispute.created < each.at and not taken_back:
                yield Finding(FORGOTTEN, f"{each.state}, {dispute.dispute_id} exists")


def _lost(run_log: RunLog) -> Iterator[Finding]:
    for saved in run_log.saves:
        if not _is_kept(saved):
            found = saved.found and saved.found.get("message")
            yield Finding(LOST_DRAFT, f"{saved.acknowledged + 1} saves told, found {found!r}")


def _is_kept(saved: Saved) -> bool:
    """The last save told as done, or the one after it, which was under way."""
    allowed = saved.typed[max(saved.acknowledged, 0) : saved.acknowledged + 2]
    return saved.found in allowed or (saved.found is None and saved.acknowledged < 0)


def _unasked(run_log: RunLog) -> Iterator[Finding]:
    """An act may send one request, and another only where CJ surely declined the one before.

    So after a dead token; and where several presses wait for their turn, after any refusal.
    """
    for played in run_log.rounds:
        by_reference: defaultdict[str, list[RecordedRequest]] = defaultdict(list)
        for each in played.creates:
            by_reference[_reference(each)].append(each)
        for reference, creates in by_reference.items():
            is_asked = played.kind in SENDING_KINDS
            if not is_asked or not all(map(_is_declined, creates[:-1])):
                what = f"{len(creates)} creates of {reference[:9]} in one {played.kind!r}"
                yield Finding(UNASKED, what)


def _changed(run_log: RunLog) -> Iterator[Finding]:
    for played in run_log.rounds:
        for each in played.creates:
            reference = _reference(each)
            draft = played.drafts.get(reference)
            if draft is None:
                yield Finding(UNASKED, f"nobody wrote {reference}")
            elif not _says_the_same(draft, each):
                yield Finding(CHANGED, f"{reference[:9]}: {each.body_text}")


def _past_the_guard(stage: Stage) -> Iterator[Finding]:
    """A press that sends, though the list had just shown somebody else's dispute of these lines."""
    if stage.plan.character.lines != "told":
        return  # which lines a dispute is about is not shown then
    answers = [each for each in stage.cj.record if each.ask.endpoint == LIST and each.is_told]
    for create in (each for each in stage.cj.record if each.ask.endpoint == CREATE):
        ask = create.ask
        chosen = [
            each
            for each in stage.run_log.choices
            if each.reference == ask.body["businessDisputeId"] and each.at <= ask.left
        ]
        accepted = {number for each in chosen for number in each.dispute_ids}
        if chosen and chosen[-1].kind == AGAIN:
            continue
        lines = {str(each["lineItemId"]) for each in ask.body["productInfoList"]}
        shown = {
            dispute.dispute_id: dispute
            for each in answers
            if each.ask.program == ask.program
            and ask.left - _GUARD_SECONDS <= each.told_at <= ask.left
            for dispute in each.shown
        }
        for dispute in shown.values():
            is_in_the_way = (
                dispute.outcome is None and dispute.lines & lines and not dispute.is_ours
            )
            if is_in_the_way and dispute.dispute_id not in accepted | _claimed(stage):
                yield Finding(PAST_THE_GUARD, f"{dispute.dispute_id} at {ask.left:.0f}")


def _claimed(stage: Stage) -> set[str]:
    return {each.dispute_id for each in stage.run_log.beliefs if each.dispute_id}


def _is_declined(request: RecordedRequest) -> bool:
    """Whether CJ's own envelope said no, so that nobody can doubt it."""
    is_no = request.answered_code not in (None, 200, *_DOUBTFUL)
    return is_no and not request.processed and (request.http_status or 0) < 500


def _reference(request: RecordedRequest) -> str:
    body = request.body
    return str(body.get("businessDisputeId")) if isinstance(body, dict) else "?"


def _says_the_same(draft: Json, request: RecordedRequest) -> bool:
    body = request.body
    if not isinstance(body, dict) or not draft["reason"]:
        return False
    links = {"IMAGE": body["imageUrl"], "VIDEO": body["videoUrl"]}
    pieces = {each["lineItemId"]: each["quantity"] for each in body["productInfoList"]}
    return (
        draft["message"].split() == body["messageText"].split()
        and {line[0]: line[1] for line in draft["lines"]} == pieces
        and draft["reason"][0] == body["disputeReasonId"]
        and all(
            [url for url, kind in draft["evidence"] if kind == name] == found
            for name, found in links.items()
        )
    )
