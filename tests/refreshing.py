"""A refresh of the history all at once; the program takes it step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.history.history import Change
    from app.services.history.history import HistoryService
    from app.services.history.syncing import HistorySync


def refresh(history: HistoryService, *, in_background: bool = False) -> tuple[Change, ...]:
    """Bring the copy up to date; gives what was new."""
    return run_to_end(history.begin_sync(in_background=in_background))


def run_to_end(sync: HistorySync) -> tuple[Change, ...]:
    """Take every step."""
    changes: list[Change] = []
    while (step := sync.step()) is not None:
        changes.extend(step.changes)
    return tuple(changes)
