"""The open account's connection to CJ: kept usable, and shown in the status bar."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.background.relay import Relay
from app.domain.account.api_access import SUSPENDED_AFTER, days_without_order
from app.domain.account.pace import NOTICEABLE, Points, Wait
from app.support.clock import utc_now
from app.ui.theme import SPACE_L
from app.ui.widgets.labels import plain_label
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from datetime import datetime

    from app.background.runner import BackgroundRunner
    from app.services.account.account_connection import AccountConnection

translate = QCoreApplication.translate

_TICK_MS = 200
PROBE_SECONDS = (15, 30, 60, 120, 240, 300)
"""Pauses between two questions whether CJ is there again; the last goes on."""
RENEWAL_MS = 15 * 60_000
"""How often the token's end is looked at. CJ is asked only when it is near."""


class ConnectionMonitor(QObject):
    """Renews the token early, and notices when CJ is there again: two timers.

    Where CJ has switched off API access, nothing is asked by the clock: only when a person comes
    back to the program, from My CJ maybe.
    """

    back_online = Signal()
    """CJ answers again: what failed may be asked anew."""

    def __init__(self, runner: BackgroundRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._link: AccountConnection | None = None
        self._was_offline = self._was_disabled = False
        self._is_asking = False
        self._probes = 0
        self._probe = QTimer(self, singleShot=True)
        self._renewal = QTimer(self, interval=RENEWAL_MS)

        self._probe.timeout.connect(self._ask)
        self._renewal.timeout.connect(self._renew)
        app = cast("QGuiApplication", QGuiApplication.instance())
        app.applicationStateChanged.connect(self._take_state)

    def use(self, link: AccountConnection) -> None:
        """Look after this account from now on."""
        self._probe.stop()
        self._link = link
        self._was_offline = self._was_disabled = False
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
            return
        was_away = self._was_offline or (self._was_disabled and not link.is_disabled)
        self._was_offline, self._was_disabled = False, link.is_disabled
        self._probes = 0
        self._probe.stop()
        if was_away:
            self.back_online.emit()

    def _plan(self) -> None:
        seconds = PROBE_SECONDS[min(self._probes, len(PROBE_SECONDS) - 1)]
        self._probes += 1
        self._probe.start(seconds * 1000)

    def _take_state(self, state: Qt.ApplicationState) -> None:
        link = self._link
        is_active = state is Qt.ApplicationState.ApplicationActive
        if is_active and link is not None and link.is_disabled:
            self._ask()

    def _ask(self) -> None:
        link = self._link
        if link is not None and not self._is_asking:
            self._is_asking = True
            # One small call, which tells no pane that it failed.
            self._runner.run(
                link.probe,
                owner=self,
                on_error=lambda _error: None,
                on_end=self._go_on,
            )

    def _go_on(self) -> None:
        self._is_asking = False
        if self._link is not None and self._link.is_offline and not self._probe.isActive():
            self._plan()
        else:
            self.look()

    def _renew(self) -> None:
        link = self._link
        if link is not None:
            # What goes wrong here is told by the call that needs the token.
            self._runner.run(link.renew_early, owner=self, on_error=lambda _error: None)


class AccountStatus(QWidget):
    """What the user waits for at CJ's limit, how many points are left, and whether API access is
    off or soon will be. Ticks only while somebody waits.
    """

    reach_changed = Signal()
    """CJ was reached again, or no more; or API access is off, or on again."""

    def __init__(self) -> None:
        super().__init__()
        self._link: AccountConnection | None = None
        self._wait = plain_label()
        self._points = plain_label()
        self._access = plain_label()
        self._days: int | None = None
        self._timer = QTimer(self, interval=_TICK_MS)

        labels = (self._wait, self._points, self._access)
        fill(QHBoxLayout(self), *labels, margins=0, spacing=SPACE_L)
        for label in labels:
            label.hide()

        self._timer.timeout.connect(self._show_wait)

    def use(self, link: AccountConnection) -> None:
        """Tell of this account from now on."""
        if self._link is not None:
            self._link.watch(on_wait=lambda: None, on_news=lambda: None)
        self._link = link
        self._stop()
        self._show_points(link.points)
        self.tell_of_orders(None, utc_now())
        link.watch(
            on_wait=Relay(self._start),
            on_news=Relay(self._take_news),
        )

    def tell_of_orders(self, newest: datetime | None, now: datetime) -> None:
        """When the account's newest order was made, None where that is not known.

        CJ switches off API access some time after it.
        """
        self._days = days_without_order(newest, now)
        self._show_access()

    def _start(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
            self._show_wait()

    def _show_wait(self) -> None:
        wait = self._link.user_wait() if self._link else None
        if wait is None:
            self._stop()
            return
        if wait.seconds > NOTICEABLE or not self._wait.isHidden():
            self._wait.setText(_words(wait))
            self._wait.show()

    def _stop(self) -> None:
        self._timer.stop()
        self._wait.hide()

    def _take_news(self) -> None:
        if self._link is not None:
            self._show_points(self._link.points)
            self._show_access()
        self.reach_changed.emit()

    def _show_points(self, points: Points | None) -> None:
        self._points.setVisible(points is not None)
        if points is not None:
            self._points.setText(
                self.tr("API points: {remaining} of {total} left today").format(
                    remaining=f"{points.remaining:,}", total=f"{points.total:,}"
                )
            )

    def _show_access(self) -> None:
        text = why = ""
        if self._link is not None and self._link.is_disabled:
            text = self.tr("API access is off")
            why = self.tr("CJ has switched off API access for this account.")
        elif self._days is not None:
            text = self.tr("No order for {days} days").format(days=self._days)
            why = self.tr("After {limit} days without an order CJ switches off API access.").format(
                limit=SUSPENDED_AFTER.days
            )
        self._access.setText(text)
        self._access.setToolTip(why)
        self._access.setAccessibleDescription(why)
        self._access.setVisible(bool(text))


def _words(wait: Wait) -> str:
    seconds = max(1, math.ceil(wait.seconds))
    if wait.is_pause:
        return translate("AccountStatus", "CJ asked for a pause – {seconds} s").format(
            seconds=seconds
        )
    if wait.rate == 1:
        text = translate(
            "AccountStatus", "Waiting for CJ's limit (1 request per second) – {seconds} s"
        )
    else:
        text = translate(
            "AccountStatus", "Waiting for CJ's limit ({rate} requests per second) – {seconds} s"
        )
    return text.format(rate=f"{wait.rate:g}", seconds=seconds)
