"""Carries out what the filing flow wants done in the background. Each effect ends in one event."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError
from app.domain.filing.events import ENDS, Do, Effect, Event, On

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.account_services import AccountServices

SAVE_DELAY_MS = 400
"""How long typing may pause before it is saved."""
SAVE_LIMIT_MS = 1000
"""How long unbroken typing may stay unsaved."""
TERMS_DELAY_MS = 250
"""How long the selection must rest before CJ is asked about it."""


_WORK: dict[Do, tuple[Callable[[AccountServices], Callable[..., object]], Lane]] = {
    Do.SAVE: (lambda services: services.drafts.save, Lane.STORAGE),
    Do.ASK_TERMS: (lambda services: services.filing.terms, Lane.CJ),
    Do.FETCH_KNOWN: (lambda services: services.filing.note_known_disputes, Lane.CJ),
    Do.SUBMIT: (lambda services: services.filing.submit, Lane.CJ),
    Do.HAND_OVER: (lambda services: services.filing.hand_over, Lane.STORAGE),
    Do.SEND_AGAIN: (lambda services: services.filing.send_again, Lane.CJ),
    Do.CHECK: (lambda services: services.filing.read_back, Lane.CJ),
    Do.ADOPT: (lambda services: services.filing.adopt, Lane.STORAGE),
    Do.TAKE_BACK: (lambda services: services.filing.take_back, Lane.STORAGE),
    Do.KEEP_WAITING: (lambda services: services.filing.keep_waiting, Lane.STORAGE),
    Do.LOOK_UP: (lambda services: services.filing.filing, Lane.STORAGE),
    Do.FIND_CHOICES: (lambda services: services.filing.choices, Lane.STORAGE),
    Do.FIND_VERSIONS: (lambda services: services.drafts.versions, Lane.STORAGE),
    Do.READ_VERSIONS: (lambda services: services.drafts.versions, Lane.STORAGE),
    Do.RESTORE: (lambda services: services.drafts.restore, Lane.STORAGE),
    Do.FIND_PREPARED: (lambda services: services.drafts.prepared, Lane.STORAGE),
}


class FlowRunner(QObject):
    """Knows services, threads and clocks, and nothing of what the dialog may do."""

    ended = Signal(object)
    """The `Event` in which an effect ends."""

    def __init__(
        self, services: AccountServices, runner: BackgroundRunner, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._runner = runner
        self._save_delay = self._timer(SAVE_DELAY_MS, On.SAVE_DUE)
        self._save_limit = self._timer(SAVE_LIMIT_MS, On.SAVE_DUE)
        self._save_again = self._timer(0, On.SAVE_DUE)
        self._terms_delay = self._timer(TERMS_DELAY_MS, On.TERMS_DUE)

    def carry_out(self, effect: Effect) -> None:
        """Have it done."""
        if effect.do is Do.SAVE_SOON:
            self._save_delay.start()
            if not self._save_limit.isActive():
                self._save_limit.start()
        elif effect.do is Do.SAVE_LATER:
            (seconds,) = effect.args
            self._save_again.start(round(1000 * seconds))
        elif effect.do is Do.ASK_TERMS_SOON:
            self._terms_delay.start()
        else:
            if effect.do is Do.SAVE:
                for timer in (self._save_delay, self._save_limit, self._save_again):
                    timer.stop()
            self._run(effect)

    def _run(self, effect: Effect) -> None:
        get_work, lane = _WORK[effect.do]
        ends = ENDS[effect.do]
        work = get_work(self._services)
        outcome: list[tuple[On, Any]] = [(ends.crashed, AppError())]

        def tell() -> None:
            on, value = outcome[-1]
            self.ended.emit(Event(on, value, effect, datetime.now(UTC)))

        self._runner.run(
            lambda: work(*effect.args),
            owner=self,
            on_success=lambda value: outcome.append((ends.done, value)),
            on_error=lambda error: outcome.append((ends.failed, error)),
            on_end=tell,
            lane=lane,
        )

    def _timer(self, milliseconds: int, on: On) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(lambda: self.ended.emit(Event(on)))
        return timer
