"""Page 3: all that will be sent, on one page, before the one button that sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.domain.disputes.disputes import ExpectedOutcome
from app.domain.text import one_line, repaired
from app.ui.filing import messages
from app.ui.filing.pages.ceiling_card import CeilingCard
from app.ui.filing.pages.page import Page, PageContext
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.widgets.labels import muted_label, plain_label, scale, section_label, set_property
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.scrolling import SideBySide

if TYPE_CHECKING:
    from app.domain.account.accounts import Account
    from app.domain.filing.filing import DraftLine, Step
    from app.domain.filing.flow import FilingFlow


class ReviewPage(Page):
    """Reads the draft back to its author."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None) -> None:
        super().__init__(context, step, parent)
        parts = SideBySide(self)
        beside = QWidget(parts.body)
        self._card = QFrame(parts.body)
        self._ceiling = CeilingCard(beside)
        account = _AccountCard(context.services.account, beside)
        self._order = plain_label(wraps=True)
        self._items = plain_label(wraps=True)
        self._expected = plain_label(wraps=True)
        self._target_name = muted_label(self.tr("Refund to"), wraps=False)
        self._target = plain_label(wraps=True)
        self._reason = plain_label(wraps=True)
        self._message = plain_label(wraps=True)
        self._evidence = plain_label(wraps=True)
        self._card.setProperty("card", True)

        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_M)
        rows = (
            (muted_label(self.tr("Order"), wraps=False), self._order),
            (muted_label(self.tr("Items"), wraps=False), self._items),
            (muted_label(self.tr("You ask for"), wraps=False), self._expected),
            (self._target_name, self._target),
            (muted_label(self.tr("Reason"), wraps=False), self._reason),
            (muted_label(self.tr("Message"), wraps=False), self._message),
            (muted_label(self.tr("Evidence"), wraps=False), self._evidence),
        )
        for row, (name, value) in enumerate(rows):
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        fill(
            QVBoxLayout(self._card),
            section_label(self.tr("What will be sent to CJ")),
            grid,
            STRETCH,
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_M,
        )
        fill(
            QVBoxLayout(beside),
            self._ceiling,
            account,
            STRETCH,
            margins=(0, 0, 0, 0),
            spacing=SPACE_M,
        )
        fill(QVBoxLayout(self), parts, margins=(0, 0, 0, 0))
        parts.hold(self._card, beside)

    def render_flow(self, flow: FilingFlow) -> None:
        draft = flow.draft
        number = one_line(draft.order_number, 80)
        order_id = one_line(draft.order_id, 120)
        _say(self._order, f"{number} ({order_id})" if number not in ("", order_id) else order_id)
        _say(self._items, "\n".join(self._line(line) for line in draft.lines))
        _say(self._expected, formatting.expected(draft.expected) if draft.expected else "–")
        is_refund = draft.expected is not ExpectedOutcome.REISSUE
        self._target_name.setVisible(is_refund)
        self._target.setVisible(is_refund)
        _say(self._target, formatting.refund_target(draft.refund_target))
        _say(self._reason, one_line(draft.reason.name) if draft.reason else "–")
        _say(self._message, repaired(draft.message))
        links = [f"{messages.kind_title(each.kind)}: {each.url}" for each in draft.evidence]
        _say(self._evidence, "\n".join(links) or self.tr("No links. CJ may ask for proof."))
        set_property(self._evidence, "muted", not links)
        self._ceiling.show_terms(flow.terms_state, flow.last_offer)

    def _line(self, line: DraftLine) -> str:
        return self.tr("{count} × {product}, {price} each").format(
            count=line.quantity,
            product=messages.line_name(line),
            price=formatting.money(line.unit_price),
        )


class _AccountCard(QFrame):
    """Which account files it, and what happens then."""

    def __init__(self, account: Account, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        # Practice has no name of its own: nobody gave it one.
        name = self.tr("Practice mode") if account.is_practice else account.label
        practice = plain_label(
            self.tr("Practice: nothing is sent to CJ, no money moves."), wraps=True
        )
        what_next = self.tr("CJ decides. You can follow the dispute and cancel it under Disputes.")
        scale(practice, 1.0, bold=True)
        set_property(practice, "tone", "warn")

        fill(
            QVBoxLayout(self),
            section_label(self.tr("Account")),
            plain_label(one_line(name, 60), wraps=True),
            *((practice,) if account.is_practice else ()),
            SPACE_S,
            section_label(self.tr("What happens next")),
            plain_label(what_next, wraps=True),
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_S,
        )


def _say(label: QLabel, text: str) -> None:
    label.setText(formatting.breakable(text))
    label.setAccessibleName(text)
