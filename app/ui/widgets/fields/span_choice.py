"""Chooses days: this month, last month …, or any from one day to another."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal

from app.domain.history.spans import FIRST_DAY, LAST_DAY, Days, Span
from app.ui.theme import SPACE_S
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.spin_boxes import DayBox
from app.ui.widgets.labels import label_of
from app.ui.widgets.layouts import FlowRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


_SOME_DAYS = timedelta(days=30)
"""What is begun with where there was no beginning: enough for the table not to be empty at once."""


class SpanChoice(DropDown):
    """The choice; `dates` is the row of the two days, to be put where there is room for it."""

    chosen = Signal()

    def __init__(
        self,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        *,
        first: Span | Days = Span.ALL,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._before: Span | Days = Span.ALL
        for span, name in span_names():
            self.addItem(name, span)
        self.addItem(translate("Spans", "From – to"))
        self._from, self._to = (DayBox(FIRST_DAY, LAST_DAY, "yyyy-MM-dd", self) for _ in range(2))
        for box in self.boxes:
            box.setKeyboardTracking(False)  # what is typed counts once it is whole
        first_day = label_of(self._from, translate("Spans", "From"))
        last_day = label_of(self._to, translate("Spans", "To"))
        self.dates = FlowRow(first_day, self._from, last_day, self._to, spacing=SPACE_S)
        self.dates.setParent(parent or self)
        self.dates.setVisible(False)

        self.currentIndexChanged.connect(self._change)
        self.choose(first)
        self._from.dateChanged.connect(lambda: self._take(self._from, self._to))
        self._to.dateChanged.connect(lambda: self._take(self._to, self._from))

    @property
    def boxes(self) -> tuple[DayBox, DayBox]:
        """The two days, for the order of Tab."""
        return self._from, self._to

    @property
    def span(self) -> Span | Days:
        """What is chosen."""
        chosen = self.currentData()
        if isinstance(chosen, Span):
            return chosen
        return Days(self._from.day, self._to.day)

    @property
    def days(self) -> Days:
        """Which days these are today."""
        return self.span.on(self._today)

    def choose(self, span: Span | Days) -> None:
        """Choose this, as if it was chosen here."""
        if isinstance(span, Span):
            self.setCurrentIndex(self.findData(span))
        else:
            self._before = span
            self.setCurrentIndex(self.count() - 1)
            self._show_days(span)

    def _change(self) -> None:
        is_open = not isinstance(self.currentData(), Span)
        if is_open:
            self._show_days(self._before.on(self._today))
        self._before = self.span
        self.dates.setVisible(is_open)
        self.chosen.emit()

    def _show_days(self, days: Days) -> None:
        last = days.last or self._today
        for box, day in ((self._from, days.first or last - _SOME_DAYS), (self._to, last)):
            with QSignalBlocker(box):
                box.day = day

    def _take(self, changed: DayBox, other: DayBox) -> None:
        """The other day goes along, where there would be no day between them."""
        if self._from.day > self._to.day:
            other.day = changed.day
        else:
            self.chosen.emit()

    @property
    def _today(self) -> date:
        return self._now().astimezone().date()


def span_names() -> tuple[tuple[Span, str], ...]:
    """The choices with a name, in order."""
    return (
        (Span.ALL, translate("Spans", "Any time")),
        (Span.THIS_MONTH, translate("Spans", "This month")),
        (Span.LAST_MONTH, translate("Spans", "Last month")),
        (Span.THIS_YEAR, translate("Spans", "This year")),
        (Span.TWELVE_MONTHS, translate("Spans", "12 months")),
    )
