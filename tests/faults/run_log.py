"""What happened in one run, as far as the judge has to know it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tests.cj.record import RecordedRequest
from tests.cj.simulation import run_log as shared
from tests.faults.programs.draft_json import Json


@dataclass(frozen=True, slots=True)
class Round:
    """One act of the merchant, and the `create` requests that reached CJ because of it.

    `kind` is that of a choice, or of an act that may send nothing. `drafts` are the drafts as they
    had been saved by then.
    """

    kind: str
    creates: tuple[RecordedRequest, ...]
    drafts: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Unsent:
    """A filing that a program told of as a draft or refused, or not at all.

    Nothing was under way then: what is said not to have been sent must not be at CJ.
    """

    at: float
    reference: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What was typed, the last save that was told as done, and what was found afterwards."""

    typed: tuple[Json, ...]
    acknowledged: int
    """-1 for none."""
    found: Json | None


@dataclass(slots=True)
class RunLog(shared.RunLog):
    """A run, in order: what simulated runs note, and what only a harness outside can see."""

    rounds: list[Round] = field(default_factory=list)
    unsent: list[Unsent] = field(default_factory=list)
    saves: list[Saved] = field(default_factory=list)
    kills: int = 0
    started: float = field(default_factory=time.monotonic)

    def note(self, text: str) -> None:
        """Write down what happens, for whoever replays the run."""
        self.notes.append(f"{time.monotonic() - self.started:6.3f}  {text}")
