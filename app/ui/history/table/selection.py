"""Several disputes that are selected at once: which they are, what they come to, what can be done.

They are known by their numbers: so they stay selected wherever they move to, and nothing is done
with another one that has come to stand in a selected row. Of rows that were never read the numbers
are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, icon
from app.ui.widgets.column_table import tabbed
from app.ui.widgets.labels import copyable_label, muted_label, section_label
from app.ui.widgets.layouts import STRETCH, FlowRow, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.spoken_rows import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from PySide6.QtGui import QAction

    from app.domain.history.history import HistoryRow, Sum, Sums
    from app.domain.ids import DisputeId
    from app.services.history.history import HistoryService
    from app.ui.history.table.model import DisputeTableModel

    Ids = tuple[DisputeId, ...]

translate = QCoreApplication.translate

_ROWS_AT_ONCE = 200


class _Found(NamedTuple):
    ids: Ids
    places: tuple[int, ...] | None
    """Where they stand now; None where they have not moved."""
    total: int | None
    """How many disputes match the query by now; None where nobody asked."""
    sums: Sums


class SelectedDisputes(QObject):
    """Empty unless two or more are selected."""

    changed = Signal()
    """Others are selected, or it is known by now which they are."""
    moved = Signal(object)
    """The rows in which they stand now, as a tuple that rises."""
    left = Signal(object, object)
    """The `DisputeId` that is left alone, and its row; None for none."""
    failed = Signal(object)

    def __init__(
        self,
        model: DisputeTableModel,
        runner: BackgroundRunner,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._now = now
        self._history: HistoryService | None = None
        self._finding = Latest(runner, self, Lane.REPORTS)
        self._copying = Latest(runner, self, Lane.REPORTS)
        self.count = 0
        """How many are selected; 0 where it is one or none."""
        self.ids: Ids = ()
        """Which, from top to bottom; none until that is known."""
        self.sums: Sums | None = None
        """What they come to; None until that is known."""

    def use(self, history: HistoryService) -> None:
        """Ask this account from now on."""
        self.forget()
        self._copying.cancel()
        self._history = history

    def take(self, places: Sequence[int]) -> None:
        """These rows were selected."""
        history, query = self._history, self._model.query
        if history is None:
            return
        known = _ids_of(map(self._model.row_at, places))
        self.count, self.ids, self.sums = len(places), known, None
        self.changed.emit()

        def work() -> _Found:
            every = () if known else history.ids(query)
            ids = known or _at(every, places)
            return _Found(ids, None, None if known else len(every), history.sums(ids))

        self._find(work)

    def follow(self) -> None:
        """There are other rows: find the same disputes, as far as they are among them."""
        history, query = self._history, self._model.query
        wanted = frozenset(self.ids)
        if history is None:
            return

        def work() -> _Found:
            every = history.ids(query)
            places = tuple(at for at, each in enumerate(every) if each in wanted)
            ids = _at(every, places)
            return _Found(ids, places, len(every), history.sums(ids))

        self._find(work)

    def forget(self) -> None:
        """One dispute is selected, or none."""
        self._finding.cancel()
        self.count, self.ids, self.sums = 0, (), None

    def copy_rows(self, places: Sequence[int], columns: Sequence[int]) -> None:
        """Put their cells on the clipboard: a line each, with tabs.

        `places` are their rows, for where it is not known yet which they are.
        """
        history, query, ids = self._history, self._model.query, self.ids
        if history is None:
            return

        def work() -> str:
            wanted = ids or _at(history.ids(query), places)
            return "\n".join(_lines(history, wanted, columns, self._now()))

        self._copying.run(
            work, on_success=QGuiApplication.clipboard().setText, on_error=self.failed.emit
        )

    def _find(self, work: Callable[[], _Found]) -> None:
        query = self._model.query
        self._finding.run(
            work,
            on_success=lambda found: self._take(found, is_current=query == self._model.query),
            on_error=self.failed.emit,
        )

    def _take(self, found: _Found, *, is_current: bool) -> None:
        if not is_current:
            return  # the answer to the other question has this done again
        if found.total not in (None, self._model.total):
            self._model.reload()  # something was stored meanwhile: the same once more
            return
        if found.places is not None and len(found.ids) < 2:
            self.forget()
            self.left.emit(next(iter(found.ids), None), next(iter(found.places), None))
            return
        if found.places is not None:
            self.moved.emit(found.places)
        self.count, self.ids, self.sums = len(found.ids), found.ids, found.sums
        self.changed.emit()


class SelectionSummary(QScrollArea):
    """What they come to, and what can be done with all of them, in place of a dispute's details."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = section_label()
        self.copy_button = QPushButton(icon("copy"), self.tr("Copy rows"))
        self.export_button = QPushButton(self.tr("Export selected…"))
        self.seen_button = QPushButton(self.tr("Mark as seen"))
        self.my_cj_button = QPushButton(icon("open"), self.tr("Copy numbers, open My CJ"))
        hint = muted_label(
            self.tr("My CJ has no address for a single dispute: its start page is opened.")
        )
        self.setWidgetResizable(True)
        self.setProperty("ring", True)
        self.setAccessibleName(self.tr("Disputes selected"))
        self.my_cj_button.setAccessibleDescription(hint.text())

        self._form = QFormLayout(verticalSpacing=SPACE_S, horizontalSpacing=SPACE_M)
        self._amounts = []
        for name in (
            self.tr("Refund"),
            self.tr("Asked (up to)"),
            self.tr("Refunded to buyer"),
            self.tr("Net loss"),
        ):
            label = copyable_label()
            label.setAccessibleName(name)
            self._form.addRow(muted_label(name, wraps=False), label)
            self._amounts.append(label)
        content = QWidget()
        fill(
            QVBoxLayout(content),
            self._heading,
            self._form,
            FlowRow(self.copy_button, self.seen_button, spacing=SPACE_S),
            FlowRow(self.export_button),
            FlowRow(self.my_cj_button),
            hint,
            STRETCH,
            margins=(SPACE_L, SPACE_M, SPACE_L, SPACE_L),
            spacing=SPACE_M,
        )
        self.setWidget(content)

    def show_sums(self, count: int, sums: Sums | None) -> None:
        """Show how many are selected, and what they come to; None for not known yet."""
        heading = self.tr("{count} disputes selected").format(count=f"{count:,}")
        is_news = heading != self._heading.text()
        self._heading.setText(heading)
        parts = (
            (sums.refund, sums.asked, sums.refunded_to_buyer, sums.net_loss)
            if sums
            else (None,) * len(self._amounts)
        )
        for row, (label, part) in enumerate(zip(self._amounts, parts, strict=True)):
            label.setText(self._text_of(part, count))
            self._form.setRowVisible(row, bool(part and part.known) or row == 0)
        for button in (self.export_button, self.my_cj_button):
            button.setEnabled(sums is not None)
        offer_seen(self.seen_button, sums)
        if is_news:
            announce(self, heading)

    def take_focus(self) -> None:
        """Put the focus on what can be done first."""
        self.copy_button.setFocus()

    def _text_of(self, part: Sum | None, count: int) -> str:
        """The sum, and of how many disputes, where not all have such an amount."""
        if part is None or not part.known:
            return NOTHING
        amount = formatting.money(part.amount)
        if part.known == count:
            return amount
        return self.tr("{amount} (from {known} of {count})").format(
            amount=amount, known=f"{part.known:,}", count=f"{count:,}"
        )


def offer_seen(entry: QAction | QPushButton, sums: Sums | None) -> None:
    """Let changes be marked as seen where there are any; else say that there are none."""
    entry.setEnabled(sums is not None and sums.unseen > 0)
    is_all_seen = sums is not None and not sums.unseen
    why = translate("DisputeMenu", "None of them has changed since your last visit.")
    entry.setToolTip(why if is_all_seen else "")


def _ids_of(rows: Iterable[HistoryRow | None]) -> Ids:
    """Their numbers; none where not all of the rows were read."""
    ids: list[DisputeId] = []
    for row in rows:
        if row is None:
            return ()
        ids.append(row.dispute.dispute_id)
    return tuple(ids)


def _at(every: Ids, places: Iterable[int]) -> Ids:
    return tuple(every[each] for each in places if each < len(every))


def _lines(
    history: HistoryService, ids: Ids, columns: Iterable[int], now: datetime
) -> Iterator[str]:
    looks = [COLUMNS[Column(each)] for each in columns]
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        for row in history.rows_of(ids[start : start + _ROWS_AT_ONCE]):
            yield tabbed((each.raw(row, now), each.is_number) for each in looks)
