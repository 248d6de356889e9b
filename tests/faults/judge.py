"""Judges a run by CJ's own record: filed at most once, believed rightly, nothing lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from app.practice.models import Dispute
from tests.cj.record import RecordedRequest
from tests.faults.diary import Belief, Diary, Saved
from tests.faults.draft_json import Json
from tests.faults.plan import Plan

DUPLICATE = "duplicate at CJ"
FALSE_BELIEF = "believed filed, CJ has none"
WRONG_NUMBER = "wrong dispute number"
FORGOTTEN = "believed unsent, CJ has it"
LOST_DRAFT = "draft lost or old"
UNASKED = "create without a press"
CHANGED = "sent other words than typed"
SILENCE = "doubt without an end"
UNFILED = "never got through"
TROUBLE = "bug, hang or damage"
_NOT_OURS = ("CONSOLE-", "PAST-")
"""How the stand-in names disputes that were not filed through the API."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken promise."""

    rule: str
    what: str


def judge(plan: Plan, diary: Diary) -> list[Breach]:
    """Every promise that this run broke."""
    return [
        *_duplicates(plan, diary),
        *_beliefs(diary.beliefs),
        *_lost(diary),
        *_unasked(diary),
        *_changed(diary),
        *_ends(plan, diary),
        *(Breach(TROUBLE, each) for each in diary.troubles),
    ]


def _duplicates(plan: Plan, diary: Diary) -> Iterator[Breach]:
    for reference, held in diary.at_end.items():
        if len(held) > 1:
            yield Breach(DUPLICATE, f"{len(held)} disputes under {reference}")
    ours = [d for d in diary.about_the_lines if not d.business_dispute_id.startswith(_NOT_OURS)]
    if len(ours) > 1:
        references = sorted(each.business_dispute_id for each in ours)
        yield Breach(DUPLICATE, f"one claim, several disputes: {references}")
    known = set(diary.at_end)
    for strange in (d for d in ours if d.business_dispute_id not in known):
        yield Breach(DUPLICATE, f"nobody asked for {strange.business_dispute_id}")


def _beliefs(beliefs: list[Belief]) -> Iterator[Breach]:
    for belief in beliefs:
        state, number = belief.view.get("state"), belief.view.get("dispute_id")
        told = f"{belief.view.get('reference')} is {state}"
        if state in ("filed", "confirmed") and not belief.held:
            yield Breach(FALSE_BELIEF, told)
        elif state == "confirmed" and number not in {d.dispute_id for d in belief.held}:
            yield Breach(WRONG_NUMBER, f"{told} as {number}")
        elif state in ("draft", "refused", None) and belief.is_settled and belief.held:
            yield Breach(FORGOTTEN, f"{told}, {belief.held[0].dispute_id} exists")


def _lost(diary: Diary) -> Iterator[Breach]:
    for saved in diary.saves:
        if not _is_kept(saved):
            found = saved.found and saved.found.get("message")
            yield Breach(LOST_DRAFT, f"{saved.acknowledged + 1} saves told, found {found!r}")
    for reference, view in diary.final.items():
        if view.get("draft") is None:
            yield Breach(LOST_DRAFT, f"{reference} is gone")


def _is_kept(saved: Saved) -> bool:
    """The last save told as done, or the one after it, which was under way."""
    allowed = saved.typed[max(saved.acknowledged, 0) : saved.acknowledged + 2]
    return saved.found in allowed or (saved.found is None and saved.acknowledged < 0)


def _unasked(diary: Diary) -> Iterator[Breach]:
    """An act may send one request. A further press may send another once CJ declined the first."""
    for played in diary.rounds:
        allowed = 1 if played.kind in ("press", "send again") else 0
        by_reference: defaultdict[str, list[RecordedRequest]] = defaultdict(list)
        for each in played.creates:
            by_reference[_reference(each)].append(each)
        for reference, creates in by_reference.items():
            in_doubt = [each for each in creates[:-1] if not _is_declined(each)]
            if len(creates) > allowed and (in_doubt or played.kind != "press"):
                yield Breach(
                    UNASKED, f"{len(creates)} creates of {reference} in one {played.kind!r}"
                )


def _changed(diary: Diary) -> Iterator[Breach]:
    last: dict[str, str] = {}
    for played in diary.rounds:
        for each in played.creates:
            reference = _reference(each)
            if played.kind == "send again" and last.get(reference, each.body_text) != (
                each.body_text
            ):
                yield Breach(CHANGED, f"{reference} was sent again with another body")
            last[reference] = each.body_text
    for reference, held in diary.at_end.items():
        draft = diary.final.get(reference, {}).get("draft")
        if held and draft and not _says_the_same(draft, held[0]):
            yield Breach(CHANGED, f"{reference}: CJ has other words than the program")


def _ends(plan: Plan, diary: Diary) -> Iterator[Breach]:
    for doubt in diary.doubts:
        if doubt.end == "silence":
            yield Breach(SILENCE, f"{doubt.state} after {doubt.seconds:.0f} s")
    for reference, view in diary.final.items():
        wanted = "refused" if plan.is_refused else "confirmed"
        may_lose = plan.rival is not None and view.get("state") == "refused"
        if view.get("state") != wanted and not may_lose:
            yield Breach(UNFILED, f"{reference} ended as {view.get('state')}")


def _is_declined(request: RecordedRequest) -> bool:
    """Whether CJ's own envelope said no, so that nobody can doubt it."""
    return request.answered_code not in (None, 200) and not request.processed


def _reference(request: RecordedRequest) -> str:
    body = request.body
    return str(body.get("businessDisputeId")) if isinstance(body, dict) else "?"


def _says_the_same(draft: Json, dispute: Dispute) -> bool:
    links = {"IMAGE": dispute.image_urls, "VIDEO": dispute.video_urls}
    return (
        draft["message"].split() == dispute.message.split()
        and {line[0]: line[1] for line in draft["lines"]} == dispute.quantities
        and draft["reason"][0] == dispute.reason_id
        and all(
            [url for url, kind in draft["evidence"] if kind == name] == list(found)
            for name, found in links.items()
        )
    )
