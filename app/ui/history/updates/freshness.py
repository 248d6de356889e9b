"""Says how old the list is, so that old data never looks like new."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QLabel, QStylePainter, QWidget

from app.ui.messages import formatting
from app.ui.theme import SMALL_SCALE
from app.ui.widgets.labels import scale, set_property

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from app.domain.history import Coverage

STALE_AFTER = timedelta(hours=1)
_TICK_MS = 60_000
_LEAST = 10
"""Characters that are always shown."""
_CLOCK_SUFFICES = timedelta(hours=12)


class FreshnessLabel(QLabel):
    """A line such as "Checked 14:02, 3 min ago".

    In other words and colour once it is stale, or where CJ counts more than it lists.
    """

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._checked: datetime | None = None
        self._coverage: Coverage | None = None
        self._has_failed = False
        self._timer = QTimer(self)
        self.setTextFormat(Qt.TextFormat.PlainText)
        scale(self, SMALL_SCALE)

        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.update_text)
        self._timer.start()

    @property
    def is_stale(self) -> bool:
        """Whether the list may differ from what CJ has now."""
        if self._has_failed:
            return True
        return self._checked is not None and self._now() - self._checked > STALE_AFTER

    def set_checked(self, checked: datetime | None, coverage: Coverage | None = None) -> None:
        """When CJ was last asked with success, None for never; and how much of it is here."""
        self._checked = checked
        self._coverage = coverage
        self.update_text()

    def set_failed(self, *, has_failed: bool) -> None:
        """Whether the latest attempt to ask failed."""
        self._has_failed = has_failed
        self.update_text()

    def update_text(self) -> None:
        """Say it for this minute."""
        is_stale = self.is_stale
        text = self._words()
        if is_stale and self._checked is not None:
            text = self.tr("May be out of date. {checked}").format(checked=text)
        gap = ""
        if self._coverage is not None and not self._coverage.is_whole:
            gap = self.tr("CJ counts {counted}, lists {listed}.").format(
                counted=f"{self._coverage.counted:,}", listed=f"{self._coverage.listed:,}"
            )
        text = formatting.sentences(gap, text)
        self.setText(text)
        self.setToolTip(text)
        is_warning = is_stale or bool(gap)
        set_property(self, "muted", not is_warning)
        set_property(self, "tone", "warn" if is_warning else "")

    def minimumSizeHint(self) -> QSize:
        # Rather cut short, with the whole in its tooltip, than making the window too wide.
        least = super().minimumSizeHint()
        return least.boundedTo(
            QSize(self.fontMetrics().averageCharWidth() * _LEAST, least.height())
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        if shown == self.text():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.drawItemText(
            room, int(self.alignment()), self.palette(), True, shown, self.foregroundRole()
        )

    def _words(self) -> str:
        checked, now = self._checked, self._now()
        if checked is None:
            return self.tr("Never checked")
        is_recent = now - checked < _CLOCK_SUFFICES
        time = formatting.clock_time(checked) if is_recent else formatting.moment(checked)
        return self.tr("Checked {time}, {age}").format(time=time, age=formatting.age(checked, now))
