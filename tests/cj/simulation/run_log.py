"""What happened in a run, as far as the judge has to know it and a reader wants to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that only a person decides."""

    at: float
    program: str
    kind: str
    """"press", "file another", "that is it", "send again", "this one", "back to draft"."""
    reference: str
    dispute_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Belief:
    """What a program told of a filing."""

    at: float
    program: str
    reference: str
    state: str
    dispute_id: str | None


@dataclass(frozen=True, slots=True)
class Denial:
    """An error with which a program said that nothing was filed."""

    begun: float
    at: float
    program: str
    reference: str
    error: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a filing stands when the run is over."""

    program: str
    ledger: str
    reference: str
    state: str
    dispute_id: str | None
    message: str
    ways: tuple[str, ...]


@dataclass(slots=True)
class RunLog:
    """A run, in order."""

    choices: list[Choice] = field(default_factory=list)
    beliefs: list[Belief] = field(default_factory=list)
    denials: list[Denial] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)
    saved: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """Ledger and reference -> the message of the last save that was told as done, and those that
    were to be saved since: each of them may be what is kept."""
    troubles: list[str] = field(default_factory=list)
    """Bugs and choices that do not work."""
    erased: list[str] = field(default_factory=list)
    wrong_orders: list[str] = field(default_factory=list)
    shortfalls: list[str] = field(default_factory=list)
    ledgers: dict[str, str] = field(default_factory=dict)
    """Program -> the ledger it works on."""
    forks: dict[str, tuple[str, float]] = field(default_factory=dict)
    """Ledger -> the one it was copied from, and when."""
    deaths: list[tuple[float, str]] = field(default_factory=list)
    """When which program was killed."""
    sign_ins: int = 0
    syncs: int = 0
    notes: list[str] = field(default_factory=list)
    """The course of events in words, where somebody wants to read it."""

    def note_saved(self, ledger: str, reference: str, message: str, *, is_told: bool) -> None:
        """A draft was saved, as far as its program told."""
        if is_told:
            self.saved[ledger, reference] = [message]
        elif (ledger, reference) in self.saved:
            self.saved[ledger, reference].append(message)
