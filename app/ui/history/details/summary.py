"""What several selected disputes come to, and what can be done with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.history.table.selection import offer_seen
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, icon
from app.ui.widgets.labels import copyable_label, muted_label, section_label
from app.ui.widgets.layouts import STRETCH, FlowRow, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.spoken_rows import NOTHING

if TYPE_CHECKING:
    from app.domain.history.history import Sum, Sums


class SelectionSummary(QScrollArea):
    """Plain values in, signals out."""

    copy_requested = Signal()
    export_requested = Signal()
    seen_requested = Signal()
    my_cj_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = section_label()
        self._refund = copyable_label()
        self._asked = copyable_label()
        self._to_buyer = copyable_label()
        self._loss = copyable_label()
        self._copy = QPushButton(icon("copy"), self.tr("Copy rows"))
        self._export = QPushButton(self.tr("Export selected…"))
        self._seen = QPushButton(self.tr("Mark as seen"))
        self._my_cj = QPushButton(icon("open"), self.tr("Copy numbers, open My CJ"))
        hint = muted_label(
            self.tr("My CJ has no address for a single dispute: its start page is opened.")
        )
        self.setWidgetResizable(True)
        self.setAccessibleName(self.tr("Disputes selected"))
        self._my_cj.setAccessibleDescription(hint.text())

        self._form = QFormLayout()
        self._form.setVerticalSpacing(SPACE_S)
        self._form.setHorizontalSpacing(SPACE_M)
        for name, label in (
            (self.tr("Refund"), self._refund),
            (self.tr("Asked (up to)"), self._asked),
            (self.tr("Refunded to buyer"), self._to_buyer),
            (self.tr("Net loss"), self._loss),
        ):
            label.setAccessibleName(name)
            self._form.addRow(muted_label(name, wraps=False), label)
        content = QWidget()
        fill(
            QVBoxLayout(content),
            self._heading,
            self._form,
            FlowRow(self._copy, self._seen, spacing=SPACE_S),
            FlowRow(self._export),
            FlowRow(self._my_cj),
            hint,
            STRETCH,
            margins=(SPACE_L, SPACE_M, SPACE_L, SPACE_L),
            spacing=SPACE_M,
        )
        self.setWidget(content)

        self._copy.clicked.connect(self.copy_requested)
        self._export.clicked.connect(self.export_requested)
        self._seen.clicked.connect(self.seen_requested)
        self._my_cj.clicked.connect(self.my_cj_requested)

    def show_sums(self, count: int, sums: Sums | None) -> None:
        """Show how many are selected, and what they come to; None for not known yet."""
        heading = self.tr("{count} disputes selected").format(count=f"{count:,}")
        is_news = heading != self._heading.text()
        self._heading.setText(heading)
        for label, part in (
            (self._refund, sums and sums.refund),
            (self._asked, sums and sums.asked),
            (self._to_buyer, sums and sums.refunded_to_buyer),
            (self._loss, sums and sums.net_loss),
        ):
            label.setText(self._text_of(part, count))
            self._form.setRowVisible(label, bool(part and part.known) or label is self._refund)
        for button in (self._export, self._my_cj):
            button.setEnabled(sums is not None)
        offer_seen(self._seen, sums)
        if is_news:
            announce(self, heading)

    def take_focus(self) -> None:
        """Put the focus on what can be done first."""
        self._copy.setFocus()

    def renew_icons(self) -> None:
        """The colours have changed."""
        self._copy.setIcon(icon("copy"))
        self._my_cj.setIcon(icon("open"))

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
