"""In the status bar: what the user waits for at CJ's limit, and how many points are left."""

from __future__ import annotations

import math
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.pace import NOTICEABLE
from app.ui.theme import SPACE_L
from app.ui.widgets.labels import plain_label

if TYPE_CHECKING:
    from app.domain.pace import Points, Wait
    from app.services.account_connection import AccountConnection

translate = QCoreApplication.translate

_TICK_MS = 200


class AccountStatus(QWidget):
    """Two labels. A timer runs only while something waits."""

    reach_changed = Signal()
    """CJ was reached again, or no more."""
    _wait_began = Signal()
    _news_came = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._link: AccountConnection | None = None
        self._wait = plain_label()
        self._points = plain_label()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self._wait)
        layout.addWidget(self._points)
        self._wait.hide()
        self._points.hide()

        # Both come from background threads.
        self._wait_began.connect(self._start)
        self._news_came.connect(self._take_news)
        self._timer.timeout.connect(self._show_wait)

    def use(self, link: AccountConnection) -> None:
        """Tell of this account from now on."""
        if self._link is not None:
            self._link.watch(on_wait=lambda: None, on_news=lambda: None)
        self._link = link
        self._stop()
        self._show_points(link.points)
        link.watch(
            on_wait=partial(_emit_if_alive, self._wait_began),
            on_news=partial(_emit_if_alive, self._news_came),
        )

    @property
    def text(self) -> str:
        """What it says of waiting; empty while nothing waits."""
        return "" if self._wait.isHidden() else self._wait.text()

    @property
    def is_ticking(self) -> bool:
        """Whether the timer runs."""
        return self._timer.isActive()

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
        self.reach_changed.emit()

    def _show_points(self, points: Points | None) -> None:
        self._points.setVisible(points is not None)
        if points is not None:
            self._points.setText(
                self.tr("API points: {remaining} of {total} left today").format(
                    remaining=f"{points.remaining:,}", total=f"{points.total:,}"
                )
            )


def _emit_if_alive(signal: SignalInstance) -> None:
    """Emit from a background thread, where the window may be gone between any two steps."""
    with suppress(RuntimeError):  # PySide's word for a deleted source: nobody is left to tell
        signal.emit()


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
