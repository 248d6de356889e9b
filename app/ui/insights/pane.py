"""The third tab: money recovered, open and rejected, from this computer's copy alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.history.insights import (
    DecisionTimes,
    Overview,
    Rankings,
    ResultKind,
    TotalsByResult,
)
from app.domain.history.spans import Span, span_of, span_text
from app.support.clock import utc_now
from app.ui.insights.chart import PeriodChart
from app.ui.insights.messages import Measure, duration, measure_names, percent, unknown_sentences
from app.ui.insights.tables import (
    NumbersTable,
    group_headings,
    group_rows,
    period_headings,
    period_rows,
)
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.span_choice import SpanChoice
from app.ui.widgets.labels import (
    copyable_label,
    label_of,
    muted_label,
    scale,
    section_label,
)
from app.ui.widgets.layouts import STRETCH, fill, tab_through
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.notices.placeholder import Placeholder
from app.ui.widgets.scrolling import PageScroll

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from app.domain.errors import AppError
    from app.services.account_services import AccountServices
    from app.ui.settings.choices import Choices

translate = QCoreApplication.translate

_WIDE_ENOUGH = 163
"""From this width on, in characters, the rankings stand side by side; each of their columns needs
its room."""
_WIDE_ENOUGH_FOR_LOSSES = 220
_WIDE_ENOUGH_FOR_TILES = 90
_LINES_OF_A_LOW_WINDOW = 30
"""A window as low as this scrolls itself, order and all."""
_FIGURE_SCALE = 1.7
_NOTHING = "–"


class InsightsPane(QWidget):
    """Figures of one account. They are worked out when the pane is looked at."""

    sign_in_requested = Signal()

    def __init__(
        self,
        runner: BackgroundRunner,
        parent: QWidget | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
        choices: Choices | None = None,
    ) -> None:
        super().__init__(parent)
        self._kept = choices
        self._desk: AccountServices | None = None
        self._overview: Overview | None = None
        self._is_stale = True
        self._is_unread = False
        self._open_again: Callable[[], object] | None = None
        self._counting = Latest(runner, self, Lane.REPORTS)
        self._ranking = Latest(runner, self, Lane.REPORTS)
        # A tree of widgets that moves into another one is styled all over again.
        room = QWidget(self)
        self._pages = QStackedLayout(room)
        self._scroll = _Figures(room)
        self._content = QWidget(self._scroll.viewport())
        self._notice = NoticeBar(self)
        opened = choices.values.insights_opened if choices else ""
        self._span = SpanChoice(now, self, first=span_of(opened, otherwise=Span.TWELVE_MONTHS))
        self._measure = DropDown(self)
        self._tiles = Tiles(self._content)
        self._chart = PeriodChart()
        self._unknown = muted_label()
        self._table = NumbersTable(self.tr("Insights table"))
        self._copy = QPushButton(self.tr("Copy table"), flat=True)
        self._rankings = {
            name: NumbersTable(name)
            for name in (self.tr("Reason"), self.tr("Supplier"), self.tr("SKU"))
        }
        self._ranking_cards: list[QFrame] = []
        self._columns = 0
        """Of the rankings."""
        self._empty = Placeholder()
        for measure, name in measure_names():
            self._measure.addItem(name, measure)

        self._lay_out(room)
        self.setFocusProxy(self._span)  # where the focus was in another pane, it comes here

        self._span.chosen.connect(self._count)
        self._span.chosen.connect(self._keep_days)
        self._measure.currentIndexChanged.connect(self._draw)
        self._copy.clicked.connect(self._copy_table)
        self._show_empty()

    def open_desk(self, desk: AccountServices) -> None:
        """Count this account's disputes from now on."""
        self._desk = desk
        self._overview = None
        self._counting.cancel()
        self._ranking.cancel()
        self._is_unread = False
        self._notice.clear()
        self._show_empty()
        self.reload()

    def stop_expecting(self, again: Callable[[], object] | None) -> None:
        """The account could not be opened where `again` tries it once more; or there is none."""
        self._open_again = again
        self._show_empty()

    def reload(self) -> None:
        """The disputes may have changed: count again, now or when somebody looks."""
        self._is_stale = True
        if self.isVisible():
            self._count()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._count()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_rankings()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._chart.update()
        elif event.type() is QEvent.Type.FontChange:
            self._place_rankings()
        super().changeEvent(event)

    def _lay_out(self, room: QWidget) -> None:
        self._choices = self._make_choices()
        chart = section_label(self.tr("What became of the disputes created in each month"))
        figures = QWidget(self._content)
        fill(
            QHBoxLayout(figures), (section_label(self.tr("The figures")), 1), self._copy, margins=0
        )
        self._ranking_grid = QGridLayout()
        self._ranking_grid.setSpacing(SPACE_M)
        several = self.tr("A dispute about several products counts for each of them.")
        for number, (name, table) in enumerate(self._rankings.items()):
            notes = (muted_label(several),) if number else ()
            self._ranking_cards.append(self._card(section_label(name), table, *notes))
        fill(
            QVBoxLayout(self._content),
            self._tiles,
            self._card(chart, self._chart, self._unknown),
            self._ranking_grid,
            self._card(figures, self._table),
            STRETCH,
            margins=(0, 0, SPACE_S, 0),
            spacing=SPACE_M,
        )
        self._scroll.setWidget(self._content)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._scroll)
        parts = (self._choices, (room, 1), self._notice)
        fill(QVBoxLayout(self), *parts, margins=0, spacing=SPACE_S)
        self._place_rankings()
        tab_through(
            self._choices,
            self._tiles,
            self._chart,
            *self._rankings.values(),
            self._copy,
            self._table,
            self._empty,
            self._notice,
        )

    def _make_choices(self) -> QWidget:
        choices = QWidget(self)
        row = fill(
            QHBoxLayout(),
            label_of(self._span, self.tr("Created")),
            self._span,
            SPACE_M,
            label_of(self._measure, self.tr("Chart shows")),
            self._measure,
            SPACE_M,
            STRETCH,
            spacing=SPACE_S,
        )
        fill(QVBoxLayout(choices), row, self._span.dates, margins=0, spacing=SPACE_S)
        return choices

    def _place_rankings(self) -> None:
        has_losses = self._overview is not None and self._overview.total.losses.buyers_known
        needed = _WIDE_ENOUGH_FOR_LOSSES if has_losses else _WIDE_ENOUGH
        columns = len(self._ranking_cards) if _characters(self) >= needed else 1
        if columns != self._columns:
            self._columns = columns
            _place(self._ranking_grid, self._ranking_cards, columns)

    def _count(self) -> None:
        desk, span = self._desk, self._span.span
        if desk is None:
            return
        self._is_stale = self._is_unread = False
        # Two tasks: chart and sums are there at once, suppliers and SKUs take a second longer
        # with a very long history.
        self._counting.run(
            lambda: desk.reports.insights.overview(span),
            on_success=self._take_overview,
            on_error=self._fail,
            on_crash=lambda: self._tell(Notice(self.tr("The figures could not be read."))),
            on_end=self._end_counting,
        )
        self._ranking.run(
            lambda: desk.reports.insights.rankings(span),
            on_success=self._take_rankings,
            on_error=self._fail,
            on_crash=lambda: self._tell(Notice(self.tr("Suppliers and SKUs could not be read."))),
        )
        if self._overview is None and self._counting.is_running:
            self._show_empty()

    def _keep_days(self) -> None:
        if self._kept is not None:
            self._kept.change(insights_opened=span_text(self._span.span))

    def _end_counting(self) -> None:
        if self._overview is None:
            self._is_unread = True
            self._show_empty()

    def _take_overview(self, overview: Overview) -> None:
        if not self._is_stale:  # else the rankings failed meanwhile
            self._notice.clear()
        self._overview = overview
        if not overview.total.count:
            self._show_empty()
            return
        self._choices.show()
        self._pages.setCurrentWidget(self._scroll)
        self._place_rankings()
        self._tiles.show_overview(overview)
        self._table.show_rows(period_headings(overview), period_rows(overview))
        name = self.tr("Reason")
        self._rankings[name].show_rows(
            group_headings(name, overview.reasons), group_rows(overview.reasons)
        )
        self._draw()

    def _take_rankings(self, rankings: Rankings) -> None:
        for name, groups in (
            (self.tr("Supplier"), rankings.suppliers),
            (self.tr("SKU"), rankings.skus),
        ):
            self._rankings[name].show_rows(group_headings(name, groups), group_rows(groups))

    def _draw(self) -> None:
        if self._overview is not None:
            measure = Measure(self._measure.currentData())
            self._chart.show_periods(self._overview.periods, measure)
            self._unknown.setText(unknown_sentences(self._overview, measure))

    def _fail(self, error: AppError) -> None:
        self._tell(notice_for(error, Operation.REFRESH))

    def _tell(self, notice: Notice) -> None:
        self._is_stale = True  # for the next time that somebody looks
        self._notice.show_notice(notice, actions=((self.tr("Try again"), self._count),))

    def _show_empty(self) -> None:
        if self._desk is None and self._open_again is not None:
            self._empty.say_unopened(self._open_again)
        elif self._desk is None:
            self._empty.say(
                self.tr("Not signed in"),
                self.tr("Sign in to see what your disputes brought in."),
                button=(self.tr("Sign in…"), self.sign_in_requested.emit),
                picture="account",
            )
        elif self._is_unread:
            again = (self.tr("Try again"), self._count)
            self._empty.say(
                self.tr("The figures could not be read"), "", button=again, picture="refresh"
            )
        elif self._overview is None:
            self._empty.say(self.tr("One moment…"), "", picture="clock")
        elif self._overview.overall:
            self._empty.say(
                self.tr("No dispute was created in this time"),
                self.tr("There are disputes from other times."),
                button=(self.tr("Show all"), lambda: self._span.choose(Span.ALL)),
                picture="clock",
            )
        else:
            self._empty.say(
                self.tr("No figures yet"),
                self.tr(
                    "Once there are disputes, you see here what they brought in: "
                    "by month, reason, supplier and SKU."
                ),
                picture="parcel",
            )
        self._choices.setVisible(self._overview is not None and self._overview.overall > 0)
        self._pages.setCurrentWidget(self._empty)

    def _copy_table(self) -> None:
        self._table.clearSelection()
        self._table.copy()

    def _card(self, *widgets: QWidget) -> QFrame:
        card = QFrame(self._content)
        card.setProperty("card", True)
        margins = (SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        fill(QVBoxLayout(card), *widgets, STRETCH, margins=margins, spacing=SPACE_S)
        return card


class _Figures(PageScroll):
    """Scrolls, but not inside of a window that scrolls: there it is as high as what is in it."""

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        lines = self.window().height() // self.fontMetrics().lineSpacing()
        is_low = lines < _LINES_OF_A_LOW_WINDOW
        page = self.widget() if is_low else None
        return QSize(least.width(), page.minimumHeight()) if page else least

    def _fit_height(self) -> None:
        super()._fit_height()
        self.updateGeometry()


def _characters(widget: QWidget) -> int:
    """How many of them have room beside each other."""
    return widget.width() // widget.fontMetrics().averageCharWidth()


def _place(grid: QGridLayout, widgets: Sequence[QWidget], columns: int) -> None:
    """Put these into a grid, so many beside each other."""
    for number, widget in enumerate(widgets):
        grid.removeWidget(widget)
        grid.addWidget(widget, number // columns, number % columns)
        grid.setColumnStretch(number, 1 if number < columns else 0)


class Tile(QFrame):
    """A figure with its name above and a sentence below."""

    def __init__(self) -> None:
        super().__init__()
        self._name = muted_label()
        self._figure = copyable_label(wraps=False)
        self._sentence = muted_label()
        scale(self._figure, _FIGURE_SCALE, bold=True)
        self.setProperty("card", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

        fill(
            QVBoxLayout(self),
            self._name,
            self._figure,
            self._sentence,
            STRETCH,
            margins=(SPACE_L, SPACE_M, SPACE_L, SPACE_M),
            spacing=SPACE_XS,
        )

    def say(self, name: str, figure: str, sentence: str) -> None:
        """Show these words."""
        self._name.setText(name)
        self._figure.setText(figure)
        self._figure.setAccessibleName(f"{name}: {figure}")
        self._sentence.setText(sentence)
        self.setAccessibleName(f"{name}: {figure}. {sentence}")


class Tiles(QWidget):
    """The four figures at the top: recovered, open, won, and how long it took."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recovered, self.open, self.won, self.time = (Tile() for _ in range(4))

        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_M)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._arrange()

    def _arrange(self) -> None:
        columns = 4 if _characters(self) >= _WIDE_ENOUGH_FOR_TILES else 2
        if columns != self._columns:
            self._columns = columns
            tiles = (self.recovered, self.open, self.won, self.time)
            _place(self._grid, tiles, columns)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())  # or four would never be too wide

    def show_overview(self, overview: Overview) -> None:
        """Show the figures of a span."""
        total, times = overview.total, overview.times
        refunds = total[ResultKind.REFUNDED]
        is_untold = refunds.count > 0 and refunds.refund_known == 0
        self.recovered.say(
            self.tr("Recovered"),
            _NOTHING if is_untold else formatting.money(total.recovered),
            _recovered_sentence(total),
        )
        self.open.say(self.tr("Open"), f"{total[ResultKind.OPEN].count:,}", _open_sentence(total))
        rate = total.win_rate
        self.won.say(
            self.tr("Won"), _NOTHING if rate is None else percent(rate), _won_sentence(total)
        )
        self.time.say(
            self.tr("Time to decision (median)"),
            _NOTHING if times.median is None else duration(times.median),
            _time_sentence(times),
        )


def _recovered_sentence(total: TotalsByResult) -> str:
    refunded, reissued = total[ResultKind.REFUNDED].count, total[ResultKind.REISSUED].count
    said = [translate("Insights", "Refunds: {count}.").format(count=f"{refunded:,}")]
    if reissued:
        worth = total.money(ResultKind.REISSUED)
        again = translate("Insights", "Reissued: {count}.")
        if worth:  # as far as CJ told it
            again = translate("Insights", "Reissued: {count}, worth {amount}.")
        said.append(again.format(count=f"{reissued:,}", amount=formatting.money(worth)))
    if total.return_rate is not None:
        share = translate("Insights", "{rate} of what was asked for, where known.")
        said.append(share.format(rate=percent(total.return_rate)))
    return formatting.sentences(*said)


def _open_sentence(total: TotalsByResult) -> str:
    share = total[ResultKind.OPEN]
    if not share.count:
        return translate("Insights", "CJ has nothing left to decide.")
    if not share.asked_known:
        return translate("Insights", "The amounts asked for are not known here.")
    return translate("Insights", "Up to {amount} asked for in {known} of them.").format(
        amount=formatting.money(share.asked), known=f"{share.asked_known:,}"
    )


def _won_sentence(total: TotalsByResult) -> str:
    if not total.decided:
        return translate("Insights", "CJ has decided none.")
    text = translate("Insights", "{won} of {decided} decided; {rejected} rejected.").format(
        won=f"{total.won:,}",
        decided=f"{total.decided:,}",
        rejected=f"{total[ResultKind.REFUSED].count:,}",
    )
    closed = total[ResultKind.CLOSED].count
    if closed:
        left_out = translate("Insights", "Closed undecided, not counted: {count}.").format(
            count=f"{closed:,}"
        )
        text = formatting.sentences(text, left_out)
    return text


def _time_sentence(times: DecisionTimes) -> str:
    if not times.decided:
        return translate("Insights", "CJ has decided none.")
    return translate(
        "Insights",
        "Known for {known} of {decided}: those seen to be decided while this program ran.",
    ).format(known=f"{times.known:,}", decided=f"{times.decided:,}")
