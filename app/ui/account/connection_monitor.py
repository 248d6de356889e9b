"""Keeps an open account usable: renews its token early, and notices when CJ is there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from app.background.runner import BackgroundRunner
    from app.domain.errors import AppError
    from app.services.account_connection import AccountConnection

PROBE_SECONDS = (15, 30, 60, 120, 240, 300)
"""Pauses between two questions whether CJ is there again; the last goes on."""
RENEWAL_MS = 15 * 60_000
"""How often the token's end is looked at. CJ is asked only when it is near."""


class ConnectionMonitor(QObject):
    """Two timers: one slow and always, one while CJ cannot be reached."""

    back_online = Signal()
    """CJ answers again: what failed may be asked anew."""

    def __init__(self, runner: BackgroundRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._link: AccountConnection | None = None
        self._was_offline = False
        self._probes = 0
        self._probe = QTimer(self)
        self._renewal = QTimer(self)
        self._probe.setSingleShot(True)
        self._renewal.setInterval(RENEWAL_MS)

        self._probe.timeout.connect(self._ask)
        self._renewal.timeout.connect(self._renew)

    def use(self, link: AccountConnection) -> None:
        """Look after this account from now on."""
        self._probe.stop()
        self._link = link
        self._was_offline = False
        self._probes = 0
        self._renewal.start()
        self._renew()

    def look(self) -> None:
        """The link has news: begin to probe, or stop because CJ has answered."""
        link = self._link
        if link is None:
            return
        if link.is_offline:
            self._was_offline = True
            if not self._probe.isActive():
                self._plan()
        elif self._was_offline:
            self._was_offline = False
            self._probes = 0
            self._probe.stop()
            self.back_online.emit()

    @property
    def seconds_to_probe(self) -> float | None:
        """When CJ is tried next; None while it can be reached."""
        return self._probe.interval() / 1000 if self._probe.isActive() else None

    def _plan(self) -> None:
        seconds = PROBE_SECONDS[min(self._probes, len(PROBE_SECONDS) - 1)]
        self._probes += 1
        self._probe.start(seconds * 1000)

    def _ask(self) -> None:
        link = self._link
        if link is not None:
            # One small call, which tells no pane that it failed.
            self._runner.run(
                link.probe,
                owner=self,
                on_success=lambda _: self.look(),
                on_error=self._try_later,
            )

    def _try_later(self, _error: AppError) -> None:
        if self._link is not None and self._link.is_offline and not self._probe.isActive():
            self._plan()
        else:
            self.look()

    def _renew(self) -> None:
        link = self._link
        if link is not None:
            self._runner.run(
                link.renew_early,
                owner=self,
                # What goes wrong here is told by the call that needs the token.
                on_error=lambda _error: None,
            )
