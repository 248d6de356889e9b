"""What happened in one run, as far as the judge has to know it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from app.practice.models import Dispute
from tests.cj.record import RecordedRequest
from tests.faults.draft_json import Json


@dataclass(frozen=True, slots=True)
class Round:
    """One act of the merchant, and the `create` requests that reached CJ because of it.

    `kind` is "press", "send again", or another act, which may send nothing.
    """

    kind: str
    creates: tuple[RecordedRequest, ...]


@dataclass(frozen=True, slots=True)
class Belief:
    """What a program told of a filing, and what CJ had at that time.

    `is_settled` where nothing was under way: then a draft must be one at CJ, too.
    """

    view: Json
    held: tuple[Dispute, ...]
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """What was typed, the last save that was told as done, and what was found afterwards."""

    typed: tuple[Json, ...]
    acknowledged: int
    """-1 for none."""
    found: Json | None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A filing without a number when CJ was healthy again, and how it ended.

    `end` is "number", "choices" (nothing found: "Check again" and "Send again"), or "silence".
    """

    state: str
    cj_had_it: bool
    end: str
    seconds: float


@dataclass(slots=True)
class Diary:
    """A run, in order."""

    rounds: list[Round] = field(default_factory=list)
    beliefs: list[Belief] = field(default_factory=list)
    saves: list[Saved] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    """Bugs, hangs, damaged files."""
    at_end: dict[str, list[Dispute]] = field(default_factory=dict)
    """Reference -> what CJ has under it."""
    about_the_lines: list[Dispute] = field(default_factory=list)
    """What CJ has about the lines of the draft, under whatever reference."""
    final: dict[str, Json] = field(default_factory=dict)
    """Reference -> the program's last word."""
    kills: int = 0
    notes: list[str] = field(default_factory=list)
    """The course of events in words, for whoever replays the run."""
    started: float = field(default_factory=time.monotonic)

    def note(self, text: str) -> None:
        self.notes.append(f"{time.monotonic() - self.started:6.3f}  {text}")
