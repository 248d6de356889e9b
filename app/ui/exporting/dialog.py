"""What is asked before disputes are exported: which, and how."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QGroupBox,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.history.exports import CsvGuards, CsvLayout, ExportFormat
from app.domain.history.spans import Days, Span
from app.support.clock import utc_now
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.accessible_role import set_role
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.span_choice import SpanChoice
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import label_of, muted_label, title_label, unseen_label_of
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.scrolling import Scrolling, fit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


_LEAST_WIDTH = 412
# Windows has the semicolon for Switzerland and Liechtenstein, with a point in numbers.
_SEMICOLON_AND_POINT = (QLocale.Country.Switzerland, QLocale.Country.Liechtenstein)


class ExportScope(Enum):
    """Which disputes to write."""

    SELECTED = "selected"
    SHOWN = "shown"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What the user chose."""

    scope: ExportScope
    format: ExportFormat
    guards: CsvGuards
    layout: CsvLayout
    span: Span | Days = Span.ALL
    """Of everything, what was created when."""


def layout_of(region: QLocale) -> CsvLayout:
    """The layout that Excel reads on a computer of this region."""
    if region.territory() in _SEMICOLON_AND_POINT:
        return CsvLayout.SEMICOLON_POINT
    return CsvLayout.SEMICOLON if region.decimalPoint() == "," else CsvLayout.COMMA


class ExportDialog(Dialog):
    """Plain values in, an `ExportChoice` out; the file is still to be chosen."""

    count_wanted = Signal(object)
    """The `Days` of which it is to be said by `show_count` how many disputes they have."""

    def __init__(
        self,
        shown: int,
        overall: int,
        last: ExportChoice,
        parent: QWidget | None = None,
        *,
        selected: int = 0,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._scopes = {
            scope: QRadioButton(text.format(count=f"{count:,}"))
            for scope, text, count in (
                (ExportScope.SELECTED, self.tr("Selected disputes ({count})"), selected),
                (ExportScope.SHOWN, self.tr("Shown now, in this order ({count})"), shown),
                (ExportScope.ALL, self.tr("All disputes ({count})"), overall),
            )
            if count or scope is not ExportScope.SELECTED
        }
        self._created = SpanChoice(now, self)
        self._xlsx = QRadioButton(self.tr("Excel workbook (.xlsx)"))
        self._csv = QRadioButton(self.tr("CSV text (.csv)"))
        self._layout = DropDown()
        self._formulas = QCheckBox(self.tr("Guard cells that a spreadsheet would run as a formula"))
        self._numbers = QCheckBox(self.tr("Guard ids that a spreadsheet would round"))
        self._guard_hint = muted_label(
            self.tr(
                "An apostrophe is put before such a cell (for formulas: before each = + - @ at "
                "the start of a cell or of a line, or after a separator). Switch it off for a "
                "program that reads the file."
            )
        )
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._choose = self._buttons.addButton(
            self.tr("Choose file…"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.setWindowTitle(self.tr("Export disputes"))
        self._choose.setProperty("primary", True)
        self._scopes[ExportScope.SHOWN].setEnabled(shown > 0)
        usual = ExportScope.ALL if last.scope is ExportScope.ALL or not shown else ExportScope.SHOWN
        self._scopes[ExportScope.SELECTED if selected else usual].setChecked(True)
        self._created.choose(last.span)
        self._xlsx.setChecked(last.format is ExportFormat.XLSX)
        self._csv.setChecked(last.format is ExportFormat.CSV)
        for layout, words in (
            (CsvLayout.COMMA, self.tr("Comma between cells, point in amounts")),
            (CsvLayout.SEMICOLON, self.tr("Semicolon between cells, comma in amounts")),
            (CsvLayout.SEMICOLON_POINT, self.tr("Semicolon between cells, point in amounts")),
        ):
            self._layout.addItem(words, layout)
        self._layout.setCurrentIndex(self._layout.findData(last.layout))
        self._formulas.setChecked(last.guards.formulas)
        self._numbers.setChecked(last.guards.numbers)

        self._lay_out()
        self._choose.setDefault(True)  # only in a dialog can a button be that

        self._csv.toggled.connect(self._enable)
        self._scopes[ExportScope.ALL].toggled.connect(self._enable)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._created.chosen.connect(self.ask_for_count)
        self._enable()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        return ExportChoice(
            next(scope for scope, button in self._scopes.items() if button.isChecked()),
            ExportFormat.CSV if self._csv.isChecked() else ExportFormat.XLSX,
            CsvGuards(self._formulas.isChecked(), self._numbers.isChecked()),
            CsvLayout(self._layout.currentData()),
            self._created.span,
        )

    def ask_for_count(self) -> None:
        """Have the disputes of the days chosen counted."""
        self._say_count("…")
        self.count_wanted.emit(self._created.days)

    def show_count(self, days: Days, count: int | None = None) -> None:
        """Say how many there are of these days, if these are still chosen; None: not known."""
        if days == self._created.days:
            self._say_count("–" if count is None else f"{count:,}")

    def _say_count(self, count: str) -> None:
        self._scopes[ExportScope.ALL].setText(self.tr("All disputes ({count})").format(count=count))

    def _lay_out(self) -> None:
        workbook_hint = muted_label(
            self.tr(
                "Ids stay whole, amounts are numbers, times are UTC. Nothing is a formula but the "
                "sums in the last row."
            )
        )
        label = label_of(self._created, self.tr("Created"))
        created = QWidget(self)
        row = fill(QHBoxLayout(), SPACE_XL, label, self._created, STRETCH, spacing=SPACE_S)
        days = fill(QHBoxLayout(), SPACE_XL, (self._created.dates, 1), spacing=SPACE_S)
        fill(QVBoxLayout(created), row, days, margins=0, spacing=SPACE_S)
        separator = unseen_label_of(self._layout, self.tr("Separator and decimal sign"))
        guards = (separator, self._layout, self._formulas, self._numbers, self._guard_hint)
        body = QWidget()
        layout = fill(
            QVBoxLayout(body),
            title_label(self.windowTitle()),
            _box(self.tr("What"), *self._scopes.values(), created),
            _box(self.tr("Format"), self._xlsx, workbook_hint, self._csv, *guards),
            STRETCH,
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, 0),
            spacing=SPACE_M,
        )
        # Not the dialog's own least width, which would count instead of what the text needs.
        layout.addStrut(_LEAST_WIDTH)
        scrolling = Scrolling(body)
        scrolling.wish_changed.connect(lambda: fit(self))
        fill(
            QVBoxLayout(self),
            (scrolling, 1),
            fill(QHBoxLayout(), (self._buttons, 1), margins=(SPACE_XL, 0, SPACE_XL, 0)),
            margins=(0, 0, 0, SPACE_L),
            spacing=SPACE_M,
        )

    def _enable(self) -> None:
        self._created.setEnabled(self._scopes[ExportScope.ALL].isChecked())
        self._created.dates.setEnabled(self._scopes[ExportScope.ALL].isChecked())
        for widget in (self._layout, self._formulas, self._numbers):
            widget.setEnabled(self._csv.isChecked())


def _box(title: str, *widgets: QWidget) -> QGroupBox:
    box, inside = QGroupBox(title), QWidget()
    # Of what is in the box itself, a screen reader tells the title twice; and none where the
    # box holds nothing but a part without a name.
    set_role(inside, QAccessible.Role.Grouping)
    inside.setAccessibleName(title)
    fill(QVBoxLayout(inside), *widgets, margins=0, spacing=SPACE_S)
    fill(QVBoxLayout(box), inside)
    return box
