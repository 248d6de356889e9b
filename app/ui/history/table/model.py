"""The table's model: a window into as many rows as match, searched and sorted by the data file.

All matching rows are there for the view to scroll through, but only pages near what is looked at
are read, and read again. So neither a start nor a refresh grows with the number of rows.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QCoreApplication,
    QObject,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QGuiApplication, QPixmap

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.history.history import HistoryPage, HistoryQuery, HistoryRow, Show
from app.domain.history.spans import EVER, Days
from app.ui.history.table.columns import COLUMNS, Column, status_beside
from app.ui.history.table.row_pages import PAGE_SIZE, PageResult, RowPages, page_of, read_pages
from app.ui.messages import formatting
from app.ui.theme import current_scheme
from app.ui.widgets.labels import grown, plain_tooltip
from app.ui.widgets.spoken_rows import spoken
from app.ui.widgets.table_model import (
    ALIGNMENT,
    DECORATION,
    DISPLAY,
    FONT,
    NEVER_GIVEN,
    RAW_ROLE,
    ROOT,
    ROW_ROLE,
    SPOKEN,
    TOOLTIP,
    AnyIndex,
    HeadedModel,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.domain.ids import DisputeId
    from app.ui.history.table.row_pages import Fetch, Locate

translate = QCoreApplication.translate

_COLUMNS = tuple(Column)
_MARK_SIDE = 10
_RATIO = 3
"""A mark is drawn this much larger, so that it is sharp on every screen."""


class DisputeTableModel(HeadedModel):
    """Read-only rows of one query. Every question goes to the storage lane, none is asked here."""

    loaded = Signal()
    """The answer to a question or to a reload came in, whether or not it changed anything."""
    filled = Signal()
    """Rows that were looked at were read."""
    found = Signal(object, object)
    """A `DisputeId` that was looked for, and its row; None where it does not match the query."""
    left_unread = Signal()
    """There was no answer, by a failure or a bug, nor any before."""
    failed = Signal(object)

    def __init__(
        self, runner: BackgroundRunner, now: Callable[[], datetime], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.put_headings((each.heading(), each.is_number) for each in COLUMNS.values())
        self._now = now
        self._asking = Latest(runner, self, Lane.STORAGE)
        self._filling = Latest(runner, self, Lane.STORAGE)
        self._finding = Latest(runner, self, Lane.STORAGE)
        self._fetch: Fetch | None = None
        self._locate: Locate | None = None
        self.query = HistoryQuery(limit=PAGE_SIZE)
        """What was asked for last."""
        self._question = 0
        self._answered: HistoryQuery | None = None
        self._pages = RowPages()
        self._texts: dict[tuple[int, int], object] = {}
        self._window = (0, 0)
        self.anchor: DisputeId | None = None
        """A dispute that is known at every reload, whatever is on the screen; set by the view."""
        self.total = 0
        """How many rows match the query."""
        self.overall = 0
        """How many there are without search and filter."""
        self.is_new_answer = True
        """Whether the latest answer is to another question than the one before."""
        self.is_changing_total = False
        """Whether rows come or go just now: a view that loses one hears that none is selected."""
        self._fill_soon = QTimer(self, singleShot=True, interval=0)
        self._fill_soon.timeout.connect(self._fill)

    @property
    def is_loaded(self) -> bool:
        """Whether the latest question has its answer."""
        return self._answered is not None and not self._asking.is_running

    @property
    def is_unread(self) -> bool:
        """Whether there is somebody to ask, no answer was ever given, and none is to come."""
        return self._fetch is not None and self._answered is None and not self._asking.is_running

    @property
    def is_filtered(self) -> bool:
        """Whether search or filter may hide rows."""
        query = self.query
        return bool(query.text.strip()) or query.show is not Show.ALL or query.created != EVER

    def take_first_page(self, query: HistoryQuery, page: HistoryPage) -> None:
        """Show the first rows of a query before there is anybody to ask for more."""
        self._answered = self.query = query
        self.overall = page.total
        self._start_over(list(page.rows), page.total)
        self.loaded.emit()

    def use(self, fetch: Fetch, locate: Locate, *, keeps_rows: bool = False) -> None:
        """Ask here from now on. What is shown is forgotten, unless it comes from here too."""
        for latest in (self._asking, self._filling, self._finding):
            latest.cancel()
        self._fetch, self._locate = fetch, locate
        if not keeps_rows:
            self._answered = self.anchor = None
            self._window = (0, 0)
            self.overall = 0
            self._start_over([], 0)
        self.reload()

    def narrow(self, text: str, show: Show, created: Days = EVER) -> None:
        """Show the rows that hold every word, are of this kind, and were created on these days."""
        self._ask(self.query._replace(text=text, show=show, created=created))

    def sort(self, column: int, order: Qt.SortOrder | None = None) -> None:
        if column < 0:
            return
        spec = COLUMNS[Column(column)]
        is_descending = (order is Qt.SortOrder.DescendingOrder) is not spec.sorts_backwards
        self._ask(self.query._replace(sort=spec.sort, descending=is_descending))

    def look_at(self, first: int, last: int) -> None:
        """These rows are on the screen: they and their neighbours are to be there."""
        self._window = (max(first, 0), max(last, first, 0))
        self._pages.keep_near(first, last)
        for row in (first - PAGE_SIZE // 2, last + PAGE_SIZE // 2):
            if 0 <= row < self.total:
                self._want(row)

    def reload(self) -> None:
        """Ask the same again, for the rows on the screen. Others are read when they are seen."""
        self._load(self._window)

    def find(self, dispute_id: DisputeId) -> None:
        """Tell by `found` where a dispute stands among all rows; its page is read by then."""
        fetch, locate, query = self._fetch, self._locate, self.query
        if fetch is None or locate is None:
            return
        question = self._question

        def work() -> tuple[int | None, HistoryPage | None]:
            place = locate(query, dispute_id)
            return place, None if place is None else fetch(page_of(query, place // PAGE_SIZE))

        def take(answer: tuple[int | None, HistoryPage | None]) -> None:
            place, page = answer
            if question != self._question:
                self.find(dispute_id)  # another question was asked meanwhile
                return
            if place is not None and page is not None and page.total == self.total:
                self._put_page(place // PAGE_SIZE, page)
            self.found.emit(dispute_id, place)

        self._finding.run(work, on_success=take, on_error=self.failed.emit)

    def row_of(self, dispute_id: DisputeId | None) -> int | None:
        """Where the dispute stands, if it is among the rows that were read."""
        return None if dispute_id is None else self._pages.place_of(dispute_id)

    def row_at(self, row: int) -> HistoryRow | None:
        """What stands there; None while it is not read."""
        return self._pages.row(row)

    def read_rows(self, first: int, last: int) -> tuple[HistoryRow, ...]:
        """What of these rows was read."""
        return tuple(filter(None, map(self._pages.row, range(first, last + 1))))

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        return 0 if parent.isValid() else self.total

    def data(self, index: AnyIndex, role: int = DISPLAY) -> Any:
        # Asked a thousand times a frame: what is wanted most comes first, and from memory.
        if role in NEVER_GIVEN or not index.isValid():
            return None
        place, column = index.row(), index.column()
        if role == DISPLAY:
            text = self._texts.get((place, column))
            if text is not None:
                return text
        elif role == ALIGNMENT:
            return self.sides[column]
        if self._pages.is_stale(place) and place < self.total:
            self._want(place)
        row = self._pages.row(place)
        if row is None:
            return None
        value = cell_value(row, _COLUMNS[column], role, self._now())
        if role == DISPLAY:
            self._texts[place, column] = value
        return value

    def _ask(self, query: HistoryQuery) -> None:
        if query == self.query and self._answered is not None:
            return
        self.query = query
        self._question += 1
        self._window = (0, 0)
        self._load(self._window)

    def _load(self, window: tuple[int, int]) -> None:
        fetch, locate = self._fetch, self._locate
        if fetch is None or locate is None:
            return
        question, query, is_same = self._question, self.query, self._answered == self.query
        anchor = self.anchor if is_same else None
        counts_all = self.is_filtered and (is_same or not self.overall)
        first, last = (row // PAGE_SIZE for row in window)

        def work() -> PageResult | None:
            if question != self._question:
                return None  # typed over while it waited: the next answer must not wait for it
            pages = first, last
            return read_pages(fetch, locate, query, pages, anchor=anchor, counts_all=counts_all)

        self._asking.run(
            work, on_success=self._take, on_error=self.failed.emit, on_end=self._end_asking
        )

    def _end_asking(self) -> None:
        if self.is_unread:
            self.left_unread.emit()

    def _take(self, answer: PageResult | None) -> None:
        if answer is None:
            return
        self.is_new_answer = answer.query != self._answered
        self._answered = answer.query
        page = answer.page
        if answer.overall is not None:
            self.overall = answer.overall
        elif not self.is_filtered:
            self.overall = page.total
        if self.is_new_answer or not self.total or not page.total:
            self._start_over(list(page.rows), page.total)
        else:
            is_same = self._pages.has(answer.first_page, page.rows) and self._is_shown_right()
            self._change_total(page.total)
            self._pages.make_stale()
            self._pages.put_many(answer.first_page, page.rows)
            if not is_same:  # or all of it would be drawn anew for nothing, again and again
                self._tell_changed(0, page.total - 1)
        if answer.place is not None:
            self._pages.hold(answer.place, answer.held)
        self.loaded.emit()

    def _is_shown_right(self) -> bool:
        """Whether the texts on the screen are those that would be shown now: ages change too."""
        now = self._now()
        return all(
            (row := self._pages.row(place)) is not None
            and cell_value(row, _COLUMNS[column], DISPLAY, now) == text
            for (place, column), text in self._texts.items()
        )

    def _start_over(self, rows: list[HistoryRow], total: int) -> None:
        self.beginResetModel()
        self._texts.clear()
        self.total = total
        self._pages.clear()
        self._pages.put_many(0, rows)
        self.endResetModel()

    def _change_total(self, total: int) -> None:
        """Rows come and go anywhere; for the view they do at the end, and all values change."""
        self.is_changing_total = True
        if total > self.total:
            self.beginInsertRows(ROOT, self.total, total - 1)
            self.total = total
            self.endInsertRows()
        elif total < self.total:
            self.beginRemoveRows(ROOT, total, self.total - 1)
            self.total = total
            self._pages.cut(total)
            self.endRemoveRows()
        self.is_changing_total = False

    def _want(self, row: int) -> None:
        if self._pages.want(row // PAGE_SIZE) and not self._filling.is_running:
            # Never from inside a paint event: an answer may come at once.
            self._fill_soon.start()

    def _fill(self) -> None:
        fetch, query, question = self._fetch, self.query, self._question
        number = self._pages.next_wanted()
        if fetch is None or number is None or self._asking.is_running:
            return

        def take(page: HistoryPage) -> None:
            if question == self._question and page.total == self.total:
                self._put_page(number, page)
            elif question == self._question and not self._asking.is_running:
                self.reload()  # something was stored meanwhile
            self._fill()

        self._filling.run(
            lambda: fetch(page_of(query, number)), on_success=take, on_error=self.failed.emit
        )

    def _put_page(self, number: int, page: HistoryPage) -> None:
        self._pages.put_many(number, page.rows)
        first = number * PAGE_SIZE
        if page.rows:
            self._tell_changed(first, first + len(page.rows) - 1)
        self.filled.emit()

    def _tell_changed(self, first: int, last: int) -> None:
        self._texts.clear()
        if last >= first:
            end = self.index(last, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(first, 0), end)  # no roles mean all of them


def cell_value(row: HistoryRow, column: Column, role: int, now: datetime) -> object:
    """What a cell shows, says and gives, by role; None where it has nothing for that."""
    spec = COLUMNS[column]
    if role == DISPLAY:
        return spec.text(row, now)
    if role == FONT:
        return _bold() if row.is_unseen_change else None
    if role == DECORATION and column is Column.DISPUTE:
        return change_mark(is_shown=row.is_unseen_change)
    if role == TOOLTIP:
        return plain_tooltip(_tooltip(row, column, now))
    if role == SPOKEN:
        text = _spoken_text(row, column, now)
        return spoken(spec.heading(), text, is_number=spec.is_number)
    if role == ROW_ROLE:
        return row
    return spec.raw(row, now) if role == RAW_ROLE else None


def _tooltip(row: HistoryRow, column: Column, now: datetime) -> str:
    dispute = row.dispute
    if column is Column.ORDER and dispute.order_number and dispute.order_id:
        return translate("DisputeTableModel", "{number}, at CJ {order}").format(
            number=dispute.order_number, order=dispute.order_id
        )
    if column is Column.ORDER and not (dispute.order_number or dispute.order_id):
        return translate(
            "DisputeTableModel",
            "CJ's list does not name orders. Look through your orders under Claims to see them "
            "here.",
        )
    if column is Column.CREATED and dispute.created is not None:
        time = formatting.moment(dispute.created)
        if dispute.created_is_exact:
            return time
        return translate(
            "DisputeTableModel", "About {time}: CJ's list does not name the time zone."
        ).format(time=time)
    if column is Column.PRODUCT:
        return COLUMNS[column].raw(row, now)
    return _spoken_text(row, column, now)


def _spoken_text(row: HistoryRow, column: Column, now: datetime) -> str:
    text = COLUMNS[column].text(row, now)
    if column is Column.DISPUTE and row.is_unseen_change:
        return translate("DisputeTableModel", "{dispute}, changed since last visit").format(
            dispute=text
        )
    if column is Column.OUTCOME:
        return " · ".join(filter(None, (text, status_beside(row.dispute))))
    return text


@lru_cache(maxsize=1)
def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font


@lru_cache(maxsize=8)
def _dot(colour: str, side: int) -> QPixmap:
    pixmap = QPixmap(QSize(side, side) * _RATIO)
    pixmap.setDevicePixelRatio(_RATIO)
    pixmap.fill(Qt.GlobalColor.transparent)
    if colour:
        from PySide6.QtGui import QPainter

        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(1, 1, side - 2, side - 2))
        painter.end()
    return pixmap


def change_mark(*, is_shown: bool) -> QPixmap:
    """A dot for a row that changed, or as much room without one, so that the texts line up."""
    side = grown(_MARK_SIDE, QFontMetrics(QGuiApplication.font()))
    return _dot(current_scheme().accent if is_shown else "", side)
