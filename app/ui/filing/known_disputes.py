"""Has the order's disputes fetched while its owner reads: a new one is told from them later."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.domain.filing import DisputeDraft


class _State(Enum):
    NOT_YET = "not yet"
    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"


class KnownDisputes(QObject):
    """Asks once; again only after a failure."""

    settled = Signal()
    failed = Signal(object)
    """The `AppError`. Submitting asks for the list itself where this failed."""

    def __init__(
        self, runner: BackgroundRunner, note: Callable[[DisputeDraft], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._note = note
        self._state = _State.NOT_YET

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has asked yet."""
        return self._state is _State.NOT_YET

    @property
    def is_under_way(self) -> bool:
        """Whether the answer is still to come."""
        return self._state is _State.UNDER_WAY

    @property
    def has_failed(self) -> bool:
        """Whether the latest asking failed."""
        return self._state is _State.FAILED

    def ask(self, draft: DisputeDraft) -> None:
        """Fetch and store which disputes the draft's order has."""
        if self._state in (_State.UNDER_WAY, _State.DONE):
            return
        self._state = _State.UNDER_WAY
        note = self._note
        self._runner.run(
            lambda: note(draft),
            owner=self,
            on_success=lambda _: self._end(_State.DONE, None),
            on_error=lambda error: self._end(_State.FAILED, error),
        )

    def _end(self, state: _State, error: AppError | None) -> None:
        self._state = state
        if error is None:
            self.settled.emit()
        else:
            self.failed.emit(error)
