"""Page 1: which line items, and how many pieces of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import one_line
from app.ui.filing import messages
from app.ui.filing.pages.ceiling_card import CeilingCard
from app.ui.filing.pages.line_row import LineRow
from app.ui.filing.pages.page import Page, PageContext
from app.ui.theme import SECTION_SCALE, SPACE_S, SPACE_XS
from app.ui.widgets.labels import plain_label, scale
from app.ui.widgets.scrolling import SideBySide

if TYPE_CHECKING:
    from app.domain.dispute_flow import Problem
    from app.domain.filing import DisputeDraft, Step
    from app.domain.filing_flow import FilingFlow
    from app.domain.orders import OrderLine

_FEW_LINES = 3
_LEAST_ROWS = 12


class ItemsPage(Page):
    """Lists the order's lines beside the ceiling."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None) -> None:
        super().__init__(context, step, parent)
        order, pictures = context.flow().order, context.pictures
        parts = SideBySide(self)
        beside = QWidget(parts.body)
        self._group = QGroupBox(self.tr("Items to dispute"))
        # The card around the list is the frame; the title stands above it.
        self._group.setStyleSheet(
            "QGroupBox { background: none; border: none; margin-top: 1.7em; padding: 0; }"
            "QGroupBox::title { subcontrol-origin: margin; left: 0; padding: 0; }"
        )
        self._group.setParent(parts.body)  # has it measure its frame anew, by this style
        self._list = QFrame(self._group)
        self._scroll = QScrollArea(self._list)
        rows = QWidget(self._scroll.viewport())
        self._rows = [LineRow(line, pictures, rows) for line in order.lines]
        self._all = QPushButton(self.tr("Select all"))
        self._none = QPushButton(self.tr("Select none"))
        self._empty = plain_label(self.tr("CJ lists no items for this order."), wraps=True)
        self._ceiling = CeilingCard(beside)
        scale(self._group, SECTION_SCALE, bold=True)
        self._list.setProperty("card", True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for button in (self._all, self._none):
            button.setProperty("flat", True)
            if len(self._rows) <= _FEW_LINES:
                button.hide()
        if self._rows:
            self._empty.hide()

        row_layout = QVBoxLayout(rows)
        row_layout.setContentsMargins(SPACE_XS, SPACE_XS, SPACE_XS, SPACE_XS)
        row_layout.setSpacing(0)
        row_layout.addWidget(self._empty)
        for row in self._rows:
            row_layout.addWidget(row)
        row_layout.addStretch(1)
        self._scroll.setWidget(rows)
        list_layout = QVBoxLayout(self._list)
        list_layout.setContentsMargins(1, 1, 1, 1)
        list_layout.addWidget(self._scroll)
        many = QHBoxLayout()
        many.addWidget(self._all)
        many.addWidget(self._none)
        many.addStretch(1)
        group_layout = QVBoxLayout(self._group)
        group_layout.setContentsMargins(0, 0, 0, 0)
        group_layout.setSpacing(SPACE_S)
        group_layout.addWidget(self._list, 1)
        group_layout.addLayout(many)
        self._group.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_ROWS)
        beside_layout = QVBoxLayout(beside)
        beside_layout.setContentsMargins(0, 0, 0, 0)
        beside_layout.addWidget(self._ceiling)
        beside_layout.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(parts)
        parts.hold(self._group, beside)

        for row in self._rows:
            row.chosen.connect(self._choose)
        self._all.clicked.connect(self._choose_all)
        self._none.clicked.connect(self._choose_none)

    @property
    def rows(self) -> tuple[LineRow, ...]:
        """The rows, one for each line of the order."""
        return tuple(self._rows)

    def render_flow(self, flow: FilingFlow) -> None:
        chosen = {line.line_item_id: line for line in flow.draft.lines}
        for row in self._rows:
            row.render_choice(chosen.get(row.line.line_item_id))
        self._ceiling.show_terms(flow.terms_state, flow.last_offer)

    def choose(self, number: int) -> None:
        if number < len(self._rows):
            self._rows[number].toggle()
            self._rows[number].check_box.setFocus()
            self._scroll.ensureWidgetVisible(self._rows[number])

    def focus_start(self) -> bool:
        return not self._draft.lines and self._focus_first()

    def focus_problem(self, problem: Problem) -> None:
        """Go to the line that is named; to the first one where none is."""
        for row in self._rows:
            name = messages.line_name(row.line)
            if row.check_box.isEnabled() and name == one_line(problem.subject):
                row.check_box.setFocus()
                self._scroll.ensureWidgetVisible(row)
                return
        self._focus_first()

    @property
    def _draft(self) -> DisputeDraft:
        return self.context.flow().draft

    def _focus_first(self) -> bool:
        for row in self._rows:
            if row.check_box.isEnabled():
                row.check_box.setFocus()
                return True
        return False

    def _choose(self, line: OrderLine, pieces: int) -> None:
        self.context.edit(self._draft.with_line(line, pieces))

    def _choose_all(self) -> None:
        draft = self._draft
        for row in self._rows:
            if row.line.is_open_to_dispute and row.line.line_item_id not in draft.line_ids:
                draft = draft.with_line(row.line, row.quantity_box.value())
        self.context.edit(draft)

    def _choose_none(self) -> None:
        draft = self._draft
        for row in self._rows:
            draft = draft.with_line(row.line, 0)
        self.context.edit(draft)
