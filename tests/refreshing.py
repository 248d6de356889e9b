"""A refresh of the history all at once; the program takes it step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from app.domain.history.history import Change
    from app.services.history.history import HistoryService
    from app.services.history.syncing import HistorySync


class Refresh(NamedTuple):
    """What one brought."""

    changes: tuple[Change, ...]
    calls: int


def refresh(history: HistoryService, *, in_background: bool = False) -> Refresh:
    """Bring the copy up to date."""
    return run_to_end(history.begin_sync(in_background=in_background))


def run_to_end(sync: HistorySync) -> Refresh:
    """Take every step."""
    changes: list[Change] = []
    calls = 0
    while (step := sync.step()) is not None:
        changes.extend(step.changes)
        calls += step.calls
    return Refresh(tuple(changes), calls)
