"""The bar above the disputes: search, choice, refresh, export, and how old the list is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.history.history import Coverage, Show
from app.domain.history.spans import Days, Span, span_of, span_text
from app.ui.messages import formatting
from app.ui.theme import SMALL_SCALE, SPACE_S, SPACE_XS
from app.ui.widgets.actions import on_keyboard
from app.ui.widgets.fields.search_field import LEAST_SEARCH_WIDTH, SearchField
from app.ui.widgets.labels import LineLabel, label_of, scale, set_property
from app.ui.widgets.layouts import fill, tab_through
from app.ui.widgets.notices.progress_line import ProgressLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from app.services.history.syncing import Progress
    from app.ui.settings.choices import Choices


_BUSY_HEIGHT = 3
STALE_AFTER = timedelta(hours=1)
_TICK_MS = 60_000
_LEAST, _LEAST_SEARCH = 10, 16
"""Characters that are always shown."""
_USUAL = 16
"""Characters of a choice that are shown where there is room."""
_LEAST_READ = 12
"""Of fewer characters nothing can be told."""
_CLOCK_SUFFICES = timedelta(hours=12)
_NOTHING_LISTED = Coverage(0, 0)


class HistoryBar(QWidget):
    """Where the user says which disputes to see. Until it is built, that is as it was chosen last.

    Of what narrows the list only the days are kept for the next start.
    """

    narrowed = Signal()
    """Search or choice changed."""

    def __init__(
        self,
        now: Callable[[], datetime],
        parent: QWidget | None = None,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._choices = choices
        kept = choices.values.disputes_created if choices else ""
        self._first = span_of(kept, otherwise=Span.ALL)
        self._is_ready = False
        self.search = SearchField(self.tr("Search disputes"))
        self.refresh_button = QPushButton(self.tr("Refresh"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.refresh_button.setAccessibleName(self.tr("Refresh"))
        self.refresh_button.setToolTip(self.tr("Ask CJ for news (F5)"))
        keys = on_keyboard(self.tr("Write the disputes to a file (Ctrl+E)"))
        self.export_button.setToolTip(keys)

        # The search expands; with a stretch, it would shrink first.
        parts = (self.search, self.refresh_button, self.export_button)
        self._row = fill(QHBoxLayout(), *parts, spacing=SPACE_S)
        # What is below must not jump by some pixels when the bar for work comes, or at a refresh.
        margins = (0, 0, 0, SPACE_XS + _BUSY_HEIGHT)
        self._layout = fill(QVBoxLayout(self), self._row, margins=margins, spacing=SPACE_XS)

        self.search.textChanged.connect(self.narrowed)

    def build_deferred(self) -> None:
        """Build what the rows need not wait for, once: the choice, what CJ said when, pictures."""
        if self._is_ready:
            return
        from app.ui.theme import icon
        from app.ui.widgets.fields.choice_boxes import DropDown
        from app.ui.widgets.fields.span_choice import SpanChoice
        from app.ui.widgets.notices.busy_bar import BusyBar

        self.show_choice = DropDown(self)
        show_label = label_of(self.show_choice, self.tr("Show"))
        for show, name in (
            (Show.ALL, self.tr("All")),
            (Show.OPEN, self.tr("Open")),
            (Show.WAITING, self.tr("Waiting for you")),
            (Show.REFUNDED, self.tr("Refunded")),
            (Show.REISSUED, self.tr("Reissued")),
            (Show.REJECTED, self.tr("Rejected")),
            (Show.BUYER_REFUNDED, self.tr("Buyer refunded, CJ undecided")),
            (Show.CHANGED, self.tr("Changed since last visit")),
        ):
            self.show_choice.addItem(name, show)
        # Not as wide as the longest of these, which is seen whole in the list.
        self.show_choice.setMinimumContentsLength(_USUAL)
        self.show_choice.setSizeAdjustPolicy(
            DropDown.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.created_choice = SpanChoice(self._now, self, first=self._first)
        created_label = label_of(self.created_choice, self.tr("Created"))
        self.progress = SyncProgress(self)
        self.freshness = FreshnessLabel(self._now)
        self._busy = BusyBar(self)
        self._is_ready = True  # days that were kept ask for their room while they are made
        self._make_room()
        self._busy.setAccessibleName(self.tr("Asking CJ"))
        self._busy.setFixedHeight(_BUSY_HEIGHT)
        self.search.build_deferred()
        self.refresh_button.setIcon(icon("refresh"))

        choices = (show_label, self.show_choice, created_label, self.created_choice)
        for place, widget in enumerate((*choices, self.progress, self.freshness), 1):
            self._row.insertWidget(place, widget)
        self._row.insertSpacing(5, SPACE_S)
        self._layout.addWidget(self.created_choice.dates)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._busy)
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.hide()
        tab_through(
            *(self.search, self.show_choice, self.created_choice, *self.created_choice.boxes),
            *(self.progress.button, self.refresh_button),
        )

        self.show_choice.currentIndexChanged.connect(self.narrowed)
        self.created_choice.chosen.connect(self.narrowed)
        self.created_choice.chosen.connect(self._keep_days)

    @property
    def text(self) -> str:
        """The words to search for."""
        return self.search.text()

    @property
    def shown(self) -> Show:
        """Which disputes to show."""
        return Show(self.show_choice.currentData()) if self._is_ready else Show.ALL

    @property
    def created(self) -> Days:
        """On which days, as of today."""
        if self._is_ready:
            return self.created_choice.days
        return self._first.on(self._now().astimezone().date())

    def set_busy(self, *, is_busy: bool) -> None:
        """Show whether CJ is being asked. The button stays, or the next one would get the keys."""
        self._busy.setVisible(is_busy)

    def is_busy(self) -> bool:
        """Whether somebody waits for CJ."""
        return not self._busy.isHidden()

    @Slot()
    def clear_filter(self) -> None:
        """Hide no dispute any more; says so once."""
        with QSignalBlocker(self):
            self.search.clear()
            self.show_choice.setCurrentIndex(self.show_choice.findData(Show.ALL))
            self.created_choice.choose(Span.ALL)
        self.narrowed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.FontChange and self._is_ready:
            self._make_room()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_word()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:  # a part came, went or was renamed
            self._fit_word()
        return is_handled

    def minimumSizeHint(self) -> QSize:
        """Without what may be left out, or the window scrolled sideways: the word on the button
        that has a picture, and what is told beside it.
        """
        least = super().minimumSizeHint()
        if self._is_ready:
            word = self._word_width if self.refresh_button.text() else 0
            told = (each for each in (self.progress, self.freshness) if each.minimumWidth())
            more = sum(each.minimumWidth() - each.minimumSizeHint().width() for each in told)
            least -= QSize(word + more, 0)
        return least

    def _fit_word(self) -> None:
        if self._is_ready:
            has_room = self.minimumSizeHint().width() + self._word_width <= self.width()
            self.refresh_button.setText(self.tr("Refresh") if has_room else "")
            # Read whole before the choices have more room than they must.
            spare = self.width() - self.minimumSizeHint().width() - has_room * self._word_width
            for told in (self.progress, self.freshness):
                wish = 0 if told.isHidden() else told.sizeHint().width()
                more = wish - told.minimumSizeHint().width()
                told.setMinimumWidth(wish if 0 < more <= spare else 0)
                spare -= more if told.minimumWidth() else 0

    @property
    def _word_width(self) -> int:
        # As the button itself counts: a pixel less, and the word would come and go for ever.
        metrics = self.refresh_button.fontMetrics()
        return metrics.size(Qt.TextFlag.TextShowMnemonic, self.tr("Refresh")).width()

    def _make_room(self) -> None:
        """Rather cut short than a window that is scrolled sideways, or no room to search in."""
        character = self.fontMetrics().averageCharWidth()
        self.show_choice.setMinimumWidth(_LEAST * character)
        self.search.setMinimumWidth(max(_LEAST_SEARCH * character, LEAST_SEARCH_WIDTH))

    @Slot()
    def _keep_days(self) -> None:
        if self._choices is not None:
            self._choices.change(disputes_created=span_text(self.created_choice.span))


class FreshnessLabel(LineLabel):
    """A line such as "Checked 14:02, 3 min ago".

    In other words and colour once it is stale, or where CJ counts more than it lists.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._now = now
        self.checked: datetime | None = None
        """When CJ was last asked with success; None for never."""
        self.coverage = _NOTHING_LISTED
        """How much of what CJ counts is here."""
        self._has_failed = False
        self._timer = QTimer(self, interval=_TICK_MS)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        scale(self, SMALL_SCALE)

        self._timer.timeout.connect(self.update_text)
        self._timer.start()

    def set_checked(self, checked: datetime | None, coverage: Coverage = _NOTHING_LISTED) -> None:
        """When CJ was last asked with success, None for never; and how much of it is here."""
        self.checked, self.coverage = checked, coverage
        self.update_text()

    def set_failed(self, *, has_failed: bool) -> None:
        """Whether the latest attempt to ask failed."""
        self._has_failed = has_failed
        self.update_text()

    def update_text(self) -> None:
        """Say it for this minute."""
        # A time ahead was told by a clock that has been set right since.
        is_old = self.checked is not None and abs(self._now() - self.checked) > STALE_AFTER
        is_stale = self._has_failed or is_old
        text = self._words()
        if is_stale and self.checked is not None:
            text = self.tr("May be out of date. {checked}").format(checked=text)
        gap = ""
        if not self.coverage.is_whole:
            gap = self.tr("CJ counts {counted}, lists {listed}.").format(
                counted=f"{self.coverage.counted:,}", listed=f"{self.coverage.listed:,}"
            )
        self.say(formatting.sentences(gap, text))
        is_warning = is_stale or bool(gap)
        set_property(self, "muted", not is_warning)
        set_property(self, "tone", "warn" if is_warning else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        least = _LEAST_READ * self.fontMetrics().averageCharWidth()
        if self.contentsRect().width() >= least:
            super().paintEvent(event)

    def _words(self) -> str:
        checked, now = self.checked, self._now()
        if checked is None:
            return self.tr("Never checked")
        is_recent = abs(now - checked) < _CLOCK_SUFFICES
        time = formatting.clock_time(checked) if is_recent else formatting.moment(checked)
        return self.tr("Checked {time}, {age}").format(time=time, age=formatting.age(checked, now))


class SyncProgress(ProgressLine):
    """How far a walk through all of CJ's list is, with the button that stops it or goes on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Disputes loaded"), parent)

    def show_progress(self, progress: Progress | None, *, is_resting: bool) -> None:
        """Say how far it is."""
        if progress is None:
            self.hide()
            return
        self.say(self._words(progress), progress.done, progress.total)
        self.button.setText(self.tr("Load the rest") if is_resting else self.tr("Stop"))

    def _words(self, progress: Progress) -> str:
        if progress.total is None:
            text = self.tr("{done} loaded") if progress.is_first else self.tr("{done} compared")
        elif progress.is_first:
            text = self.tr("{done} of {total} loaded")
        else:
            text = self.tr("{done} of {total} compared with CJ")
        return text.format(done=f"{progress.done:,}", total=f"{progress.total or 0:,}")
