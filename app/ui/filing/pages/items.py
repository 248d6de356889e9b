"""Page 1: which line items, and how many pieces of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import one_line
from app.ui.filing import messages
from app.ui.filing.pages.ceiling_card import CeilingCard
from app.ui.filing.pages.page import Page, PageContext
from app.ui.messages import formatting
from app.ui.theme import SECTION_SCALE, SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.accessible_role import set_role
from app.ui.widgets.fields.spin_boxes import NumberBox
from app.ui.widgets.labels import muted_label, plain_label, plain_tooltip, scale
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.pictures import PictureLabel
from app.ui.widgets.scrolling import SideBySide, UpAndDown

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.domain.filing.draft_rules import Problem
    from app.domain.filing.filing import DisputeDraft, DraftLine, Step
    from app.domain.filing.flow import FilingFlow
    from app.domain.orders.orders import LineDispute, OrderLine
    from app.ui.widgets.pictures import PictureLoader

_FEW_LINES = 3
_LEAST_ROWS = 12
PICTURE_SIDE = 44
_MOST_PIECES = 1_000_000


class ItemsPage(Page):
    """Lists the order's lines beside the ceiling."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None) -> None:
        super().__init__(context, step, parent)
        order, pictures = context.flow().order, context.pictures
        self._parts = parts = SideBySide(self)
        beside = QWidget(parts.body)
        group = QGroupBox(self.tr("Items to dispute"))
        # The card around the list is the frame; the title stands above it.
        group.setStyleSheet(
            "QGroupBox { background: none; border: none; margin-top: 1.7em; padding: 0; }"
            "QGroupBox::title { subcontrol-origin: margin; left: 0; padding: 0; }"
        )
        group.setParent(parts.body)  # has it measure its frame anew, by this style
        frame = QFrame()
        set_role(frame, QAccessible.Role.Client)  # or it bears the group's name once more
        frame.setParent(group)
        self._scroll = UpAndDown(frame)
        rows = QWidget(self._scroll.viewport())
        self.rows = [LineRow(line, pictures, rows) for line in order.lines]
        """One for each line of the order."""
        every = QPushButton(self.tr("Select all"), flat=True)
        none = QPushButton(self.tr("Select none"), flat=True)
        empty = plain_label(self.tr("CJ lists no items for this order."), wraps=True)
        self._ceiling = CeilingCard(beside)
        scale(group, SECTION_SCALE, bold=True)
        frame.setProperty("card", True)

        margins = (SPACE_XS, SPACE_XS, SPACE_XS, SPACE_XS)
        shown: list[QWidget] = [*self.rows] or [empty]
        fill(QVBoxLayout(rows), *shown, STRETCH, margins=margins, spacing=0)
        rows.installEventFilter(self)
        self._scroll.setWidget(rows)
        fill(QVBoxLayout(frame), self._scroll, margins=(1, 1, 1, 1))
        many = (every, none) if len(self.rows) > _FEW_LINES else ()
        below = fill(QHBoxLayout(), *many, STRETCH)
        fill(QVBoxLayout(group), (frame, 1), below, margins=(0, 0, 0, 0), spacing=SPACE_S)
        group.setMinimumHeight(self.fontMetrics().lineSpacing() * _LEAST_ROWS)
        fill(QVBoxLayout(beside), self._ceiling, STRETCH, margins=(0, 0, 0, 0))
        fill(QVBoxLayout(self), parts, margins=(0, 0, 0, 0))
        parts.hold(group, beside)

        for row in self.rows:
            row.chosen.connect(self._choose)
            row.dispute_requested.connect(context.window.dispute_requested)
        every.clicked.connect(self._choose_all)
        none.clicked.connect(self._choose_none)

    def render_flow(self, flow: FilingFlow) -> None:
        chosen = {line.line_item_id: line for line in flow.draft.lines}
        for row in self.rows:
            row.render_choice(chosen.get(row.line.line_item_id))
        self._ceiling.show_terms(flow.terms_state, flow.last_offer)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has the focus stays in sight while the rows find their heights."""
        if event.type() is QEvent.Type.Resize and watched is self._scroll.widget():
            focused: QWidget | None = self.window().focusWidget()
            for row in self.rows:
                if focused is not None and row.isAncestorOf(focused):
                    self._show(row)
        return super().eventFilter(watched, event)

    def choose(self, number: int) -> None:
        if number < len(self.rows):
            self.rows[number].check_box.click()
            self._go_to(self.rows[number])

    def focus_start(self) -> bool:
        return not self._draft.lines and self._focus_first(*self.rows)

    def focus_problem(self, problem: Problem) -> None:
        """Go to the line that is named; to the first one where none is."""
        subject = one_line(problem.subject)
        named = (row for row in self.rows if messages.line_name(row.line) == subject)
        self._focus_first(*named, *self.rows)

    @property
    def _draft(self) -> DisputeDraft:
        return self.context.flow().draft

    def _go_to(self, row: LineRow) -> None:
        """Give it the focus, and show it in the list, and that part of the list in the page."""
        row.check_box.setFocus()
        self._show(row)

    def _show(self, row: LineRow) -> None:
        self._scroll.ensureWidgetVisible(row)
        self._parts.ensureWidgetVisible(row)

    def _focus_first(self, *rows: LineRow) -> bool:
        """Go to the first of these that can be ticked, if there is one."""
        row = next((each for each in rows if each.check_box.isEnabled()), None)
        if row is not None:
            self._go_to(row)
        return row is not None

    def _choose(self, line: OrderLine, pieces: int) -> None:
        self.context.edit(self._draft.with_line(line, pieces))

    def _choose_all(self) -> None:
        draft = self._draft
        for row in self.rows:
            if row.line.is_open_to_dispute and row.line.line_item_id not in draft.line_ids:
                draft = draft.with_line(row.line, row.quantity_box.value())
        self.context.edit(draft)

    def _choose_none(self) -> None:
        self.context.edit(replace(self._draft, lines=()))


class LineRow(QFrame):
    """A line with its picture, a check box that bears the product's name, and a quantity."""

    chosen = Signal(object, int)
    """The `OrderLine` and how many pieces of it; 0 for none."""
    dispute_requested = Signal(object)
    """The `DisputeId` of the dispute that keeps the line from being disputed."""

    def __init__(
        self, line: OrderLine, pictures: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.line = line
        self._is_rendering = False
        picture = PictureLabel(PICTURE_SIDE)
        self.check_box = ElidedCheckBox(messages.line_name(line))
        self._about = muted_label(self._description())
        self.check_box.setAccessibleDescription(self._about.text())
        if not line.is_open_to_dispute:
            # Tab passes by a box that cannot be checked; why it cannot is for everyone to learn.
            self._about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
            self._about.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._about.setAccessibleName(f"{messages.line_name(line)}\n{self._about.text()}")
        self.quantity_box = NumberBox()
        self.quantity_box.setRange(1, max(1, min(line.quantity, _MOST_PIECES)))
        self.quantity_box.setValue(self.quantity_box.maximum())
        self.quantity_box.setSuffix(self.tr(" of {count}").format(count=max(line.quantity, 0)))
        self.quantity_box.setAccessibleName(
            self.tr("Quantity for {product}").format(product=messages.line_name(line))
        )

        middle = fill(QVBoxLayout(), self.check_box, self._about, spacing=SPACE_XS // 2)
        # Of all of them, though few can have the focus: what it frames is farther in.
        self._about.setProperty("ring", True)
        self._about.setIndent(0)
        self._about.setContentsMargins(SPACE_XS, 0, 0, 0)
        beside: list[QWidget] = [self.quantity_box]
        if not line.is_open_to_dispute and line.dispute is not None:
            beside.append(self._way_to(line.dispute))
        fill(
            QHBoxLayout(self),
            (picture, Qt.AlignmentFlag.AlignTop),
            (middle, 1),
            *((each, Qt.AlignmentFlag.AlignVCenter) for each in beside),
            SPACE_XS,
            margins=(SPACE_S, SPACE_S, SPACE_S, SPACE_S),
            spacing=SPACE_M,
        )

        self.check_box.toggled.connect(self._report)
        self.quantity_box.valueChanged.connect(self._report)
        pictures.load(line.image_url, self, picture.show_picture)

    def render_choice(self, chosen: DraftLine | None) -> None:
        """Show whether and how many pieces are chosen."""
        self._is_rendering = True
        is_open = self.line.is_open_to_dispute
        # A stored choice that CJ no longer takes can still be taken back.
        self.check_box.setEnabled(is_open or chosen is not None)
        self.check_box.setChecked(chosen is not None)
        self.quantity_box.setEnabled(is_open and chosen is not None)
        self.quantity_box.setVisible(is_open)
        if chosen is not None and self.quantity_box.value() != chosen.quantity:
            self.quantity_box.setValue(chosen.quantity)
        self._is_rendering = False

    def _way_to(self, dispute: LineDispute) -> QPushButton:
        button = QPushButton(self.tr("Show it"), flat=True)
        button.setAccessibleDescription(formatting.line_dispute(dispute))
        button.clicked.connect(lambda: self.dispute_requested.emit(dispute.dispute_id))
        return button

    def _report(self) -> None:
        if not self._is_rendering:
            pieces = self.quantity_box.value() if self.check_box.isChecked() else 0
            self.chosen.emit(self.line, pieces)

    def _description(self) -> str:
        line = self.line
        facts = [
            self.tr("SKU {sku}").format(sku=one_line(line.sku, 60)) if line.sku else "",
            one_line(line.supplier, 60),
        ]
        if line.unit_price is not None:
            facts.append(self.tr("{price} each").format(price=formatting.money(line.unit_price)))
        if line.is_open_to_dispute:
            facts.append(self.tr("can be disputed: {count}").format(count=line.quantity))
        about = " · ".join(filter(None, facts))
        if line.is_open_to_dispute:
            return formatting.breakable(about)
        why = self.tr("Cannot be disputed: it may be in a dispute already, or its time is over.")
        if known := formatting.line_cause(line):
            why = self.tr("Cannot be disputed: {why}.").format(why=known)
        return formatting.breakable(f"{about}\n{why}")


class ElidedCheckBox(QCheckBox):
    """A check box whose text may be of any length: two lines of it, whole to screen readers."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = (
            self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()
            - 2 * SPACE_XS
        )
        first, rest = self._first_line(room)
        end = self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, room)
        # An ampersand alone would be taken for the mark of a shortcut.
        self.setText("\n".join(filter(None, (first, end))).replace("&", "&&"))
        self.setToolTip(plain_tooltip(self._name) if end != rest else "")

    def _first_line(self, room: int) -> tuple[str, str]:
        """What of the name fits in one line, and what is left."""
        layout = QTextLayout(self._name, self.font())
        wrapping = QTextOption()
        wrapping.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(wrapping)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(room)
        layout.endLayout()
        units = self._name.encode("utf-16-le")  # which Qt counts in
        end = 2 * line.textLength()
        return units[:end].decode("utf-16-le").strip(), units[end:].decode("utf-16-le").strip()
