"""What was asked for against what CJ gave, cost line by cost line: in words, and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.domain.disputes.disputes import CostKind, Dispute, Outcome, RefundPart
from app.domain.disputes.state import (
    decision,
    is_withdrawn,
    received,
    waits_for_merchant,
    waits_for_somebody,
)
from app.domain.money import ZERO
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.theme import SPACE_M, SPACE_XS
from app.ui.widgets.labels import keep_narrow, muted_label, plain_label, scale, set_property
from app.ui.widgets.layouts import clear
from app.ui.widgets.spoken_rows import NOTHING, spoken

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.filing.filing import Filing

translate = QCoreApplication.translate
_LONG_WORD = 12
_GRID_ROWS = 3
"""Rows of the grid that one cost line may take: a rule, the amounts, the note."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of the comparison, in USD; None where it is not known."""

    name: str
    asked: Decimal | None
    received: Decimal | None
    note: str = ""
    is_short: bool = False
    """Whether less came than was asked for."""
    is_total: bool = False


def cost_lines(
    dispute: Dispute,
    parts: tuple[RefundPart, ...],
    asked: Decimal | None,
    filing: Filing | None,
) -> tuple[CostLine, ...]:
    """The comparison. Without a decision or a known ceiling there is nothing to compare."""
    is_refund = decision(dispute) is Outcome.REFUND
    came = received(dispute)
    lines = _parts(parts, asked, came, filing) if is_refund and parts else []
    if asked is None and not lines and not dispute.refund:
        return ()
    short = asked is not None and came is not None and came < asked and is_refund
    note = ""
    if waits_for_merchant(dispute.status) and dispute.refund:
        note = translate("RefundWords", "CJ proposes {amount}").format(
            amount=formatting.money(dispute.refund)
        )
    elif short and asked is not None and came is not None:
        note = _less(asked - came)
    elif asked is not None and came is not None and is_refund:
        note = translate("RefundWords", "In full")
    total = CostLine(
        translate("RefundWords", "Total"), asked, came, note, is_short=short, is_total=True
    )
    return (*lines, total)


def verdict(dispute: Dispute, asked: Decimal | None) -> str:
    """What the decision means, and what CJ's status word leaves open."""
    if not waits_for_somebody(dispute.status):
        return _decision(dispute, asked)
    decided = _decision(dispute, asked)
    if dispute.outcome is None:
        decided = translate("RefundWords", "CJ has not decided.")
    elif dispute.outcome is Outcome.REFUND and dispute.refund is not None:
        decided = translate("RefundWords", "CJ names a refund of {amount}.").format(
            amount=formatting.money(dispute.refund)
        )
    return formatting.sentences(
        decided,
        translate(
            "RefundWords",
            "Its status is “{status}”, and CJ does not say whose answer that waits for: see in My "
            "CJ whether an offer waits for yours.",
        ).format(status=one_line(dispute.status, 60)),
    )


def _decision(dispute: Dispute, asked: Decimal | None) -> str:
    if is_withdrawn(dispute):
        return translate("RefundWords", "Closed without a decision. Its status: {status}").format(
            status=one_line(dispute.status, 60)
        )
    if waits_for_merchant(dispute.status):
        return translate(
            "RefundWords",
            "CJ waits for your answer, and pays only once you have agreed in My CJ. Its status: "
            "{status}",
        ).format(status=one_line(dispute.status, 60))
    if dispute.outcome is None:
        return translate("RefundWords", "CJ has not decided. Its status: {status}").format(
            status=one_line(dispute.status, 60) or "–"
        )
    if dispute.outcome is Outcome.REJECT:
        return translate("RefundWords", "CJ rejected the dispute. Nothing was refunded.")
    if dispute.outcome is Outcome.REISSUE:
        return _reissue(dispute)
    if dispute.refund is None:
        return translate("RefundWords", "CJ refunds, and has not told the amount yet.")
    if asked is not None and dispute.refund < asked:
        return translate("RefundWords", "CJ refunded {received} of up to {asked}.").format(
            received=formatting.money(dispute.refund), asked=formatting.money(asked)
        )
    return translate("RefundWords", "CJ refunded {received}.").format(
        received=formatting.money(dispute.refund)
    )


def _reissue(dispute: Dispute) -> str:
    if dispute.reissue_order_id:
        return translate("RefundWords", "CJ sends the goods again with order {order}.").format(
            order=one_line(dispute.reissue_order_id, 100)
        )
    return translate("RefundWords", "CJ sends the goods again.")


def _parts(
    parts: tuple[RefundPart, ...],
    asked: Decimal | None,
    received: Decimal | None,
    filing: Filing | None,
) -> list[CostLine]:
    all_parts = list(parts)
    missing = ZERO if asked is None or received is None else asked - received
    for kind in _ASKED_BY:
        # CJ leaves out what it does not pay: where money is missing, say which part.
        wanted = _asked_for(kind, filing)
        is_likely = wanted > 0 if wanted is not None else kind in _USUAL and missing > 0
        if is_likely and not any(part.kind is kind for part in parts):
            all_parts.append(RefundPart(kind, "", ZERO))
        paid = sum((part.amount or ZERO for part in parts if part.kind is kind), ZERO)
        missing -= (wanted or paid) - paid
    kinds = list(CostKind)
    all_parts.sort(key=lambda part: kinds.index(part.kind))
    return [_part(part, _asked_for(part.kind, filing)) for part in all_parts]


def _part(part: RefundPart, asked: Decimal | None) -> CostLine:
    name, note = _words_of(part)
    if part.amount is None:
        return CostLine(name, asked, None, translate("RefundWords", "CJ has not told it yet"))
    if not part.amount:
        if asked is not None:
            note = translate(
                "RefundWords", "{what}: asked up to {amount}, received nothing"
            ).format(what=note, amount=formatting.money(asked))
        return CostLine(name, asked, part.amount, note, is_short=asked != ZERO)
    if asked is not None and part.amount < asked:
        return CostLine(name, asked, part.amount, _less(asked - part.amount), is_short=True)
    note = translate("RefundWords", "In full") if asked is not None else ""
    return CostLine(name, asked, part.amount, note)


def _asked_for(kind: CostKind, filing: Filing | None) -> Decimal | None:
    """Exact where the parts of the ceiling were kept; else only the products' cost is known."""
    if filing is None:
        return None
    if filing.asked is not None:
        return getattr(filing.asked, _ASKED_BY[kind]) if kind in _ASKED_BY else None
    if kind is not CostKind.PRODUCT or not filing.draft.lines:
        return None
    return sum((line.unit_price * line.quantity for line in filing.draft.lines), ZERO)


_ASKED_BY = {
    CostKind.PRODUCT: "product",
    CostKind.SHIPPING: "postage",
    CostKind.IOSS_TAX: "ioss_tax",
    CostKind.IOSS_FEE: "ioss_fee",
}
"""The part of the ceiling that a cost line is paid from."""
_USUAL = (CostKind.PRODUCT, CostKind.SHIPPING)
"""Parts that every order has: without the ceiling's parts, the missing money is one of these."""


def _words_of(part: RefundPart) -> tuple[str, str]:
    """Its name, and that nothing was paid of it."""
    words = {
        CostKind.PRODUCT: (
            translate("RefundWords", "Products"),
            translate("RefundWords", "The products were not refunded"),
        ),
        CostKind.SHIPPING: (
            translate("RefundWords", "Shipping"),
            translate("RefundWords", "Shipping was not refunded"),
        ),
        CostKind.IOSS_TAX: (
            translate("RefundWords", "IOSS tax"),
            translate("RefundWords", "IOSS tax was not refunded"),
        ),
        CostKind.IOSS_FEE: (
            translate("RefundWords", "IOSS handling fee"),
            translate("RefundWords", "The IOSS handling fee was not refunded"),
        ),
    }
    other = one_line(part.name, 60) or translate("RefundWords", "Other")
    return words.get(part.kind, (other, translate("RefundWords", "Not refunded")))


def _less(amount: Decimal) -> str:
    return translate("RefundWords", "{amount} less than asked").format(
        amount=formatting.money(amount)
    )


class RefundTable(QWidget):
    """Shows cost lines; takes no room where there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[CostLine, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_M)
        self._grid.setVerticalSpacing(SPACE_XS)
        self._grid.setColumnStretch(0, 1)
        self.hide()

    def show_lines(self, lines: tuple[CostLine, ...]) -> None:
        """Draw this comparison; the same one again changes nothing."""
        if lines == self._lines:
            return
        self._lines = lines
        clear(self._grid)
        if lines:
            self._grid.addWidget(_right(muted_label(self.tr("Asked (up to)"), wraps=False)), 0, 1)
            self._grid.addWidget(_right(muted_label(self.tr("Received"), wraps=False)), 0, 2)
        for position, line in enumerate(lines):
            self._add(line, 1 + position * _GRID_ROWS)
        self.setVisible(bool(lines))

    def spoken_line(self, line: CostLine) -> str:
        """A line in words, with what stands above its columns."""
        asked = spoken(self.tr("Asked (up to)"), _money(line.asked), is_number=True)
        received = spoken(self.tr("Received"), _money(line.received), is_number=True)
        return f"{line.name}, {asked}, {received}"

    def _add(self, line: CostLine, row: int) -> None:
        if line.is_total:
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.HLine)
            rule.setForegroundRole(self.foregroundRole())
            self._grid.addWidget(rule, row, 0, 1, 3)
            row += 1
        for column, text in enumerate((line.name, _money(line.asked), _money(line.received))):
            is_name = column == 0
            shown = formatting.breakable(text, _LONG_WORD) if is_name else text
            label = plain_label(shown, wraps=is_name)
            if is_name:
                keep_narrow(label)
            scale(label, 1.0, bold=line.is_total)
            self._grid.addWidget(label if column == 0 else _right(label), row, column)
        if line.note:
            note = muted_label(line.note)
            if line.is_short:
                set_property(note, "muted", False)
                set_property(note, "tone", "warn")
            self._grid.addWidget(note, row + 1, 0, 1, 3)


def _right(label: QLabel) -> QLabel:
    label.setAlignment(_RIGHT)
    return label


def _money(amount: Decimal | None) -> str:
    return NOTHING if amount is None else formatting.money(amount)
