"""What a case file says, in what order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.filing import Attempt, AttemptKind, Filing
from app.ui.exporting.paper_document import MUTED, PaperDocument
from app.ui.history.details.case_record import asked_for, result_word
from app.ui.history.details.refund_messages import cost_lines, verdict
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from decimal import Decimal

    from PySide6.QtGui import QImage, QPagedPaintDevice

    from app.domain.attachments import Attachment
    from app.domain.case_files import CaseFile

translate = QCoreApplication.translate

PICTURE_MM = 120.0
"""The longest side of a picture on paper."""
_DOTS_PER_MM = 4
"""A picture of few dots is printed small: about a hundred dots an inch."""


class CaseDocument(PaperDocument):
    """The parts of a case file, from the verdict to the pictures."""

    def __init__(
        self, case: CaseFile, pictures: Sequence[tuple[str, QImage]], device: QPagedPaintDevice
    ) -> None:
        super().__init__(device)
        self._case = case
        self._pictures = pictures
        """Attached pictures by name, small enough for the paper."""
        self._fill()

    def _fill(self) -> None:
        case, filing = self._case, self._case.filing
        title = translate("CaseFile", "Dispute {dispute}").format(dispute=case.dispute.dispute_id)
        self.text(title, size=17, bold=True, below=1)
        self.text(
            translate("CaseFile", "Case file made {time} with Dispute Desk").format(
                time=formatting.moment(case.made)
            ),
            colour=MUTED,
            below=3,
        )
        self.text(verdict(case.dispute, case.asked), size=11, bold=True, below=3)
        self.table(self._facts(), (34, 140), is_fact_list=True)
        self._money()
        self._products()
        if filing is None or not filing.times_sent:
            self.text(
                translate(
                    "CaseFile",
                    "This dispute was not filed with Dispute Desk on this computer. What was asked "
                    "for, the message and the evidence are not known here.",
                ),
                colour=MUTED,
                above=4,
            )
        else:
            self._filed(filing)
        if case.attachments:
            self._attached(case.attachments)
        if case.note.strip():
            self.heading(translate("CaseFile", "Own note"))
            self.text(case.note)
        for name, image in self._pictures:
            widest = min(PICTURE_MM, PICTURE_MM * image.width() / image.height())
            self.picture(image, min(widest, image.width() / _DOTS_PER_MM), name)

    def _facts(self) -> list[Sequence[str]]:
        case, dispute, row = self._case, self._case.dispute, self._case.row
        created = formatting.moment(dispute.created) if dispute.created else ""
        if created and not dispute.created_is_exact:
            created = translate("CaseFile", "about {time}").format(time=created)
        facts = (
            (translate("CaseFile", "CJ's number"), dispute.dispute_id),
            (
                translate("CaseFile", "Order"),
                row.dispute.order_number or dispute.order_number or "",
            ),
            (
                translate("CaseFile", "CJ's order id"),
                row.dispute.order_id or dispute.order_id or "",
            ),
            (translate("CaseFile", "Reason"), dispute.reason or row.dispute.reason),
            (translate("CaseFile", "Created"), created),
            (translate("CaseFile", "Status"), dispute.status),
            (translate("CaseFile", "Outcome"), formatting.outcome(dispute.outcome)),
            (translate("CaseFile", "Reissue order"), dispute.reissue_order_id),
            (translate("CaseFile", "SKUs"), ", ".join(case.skus)),
            (
                translate("CaseFile", "Last change seen"),
                formatting.moment(row.last_changed) if row.last_changed else "",
            ),
            (
                translate("CaseFile", "Own reference"),
                case.filing.reference if case.filing else "",
            ),
        )
        return [fact for fact in facts if fact[1]]

    def _money(self) -> None:
        case = self._case
        lines = cost_lines(case.dispute, case.refund_parts, case.asked, case.filing)
        if not lines:
            return
        self.heading(translate("CaseFile", "Money"))
        header = (
            translate("CaseFile", "Cost"),
            translate("CaseFile", "Asked (up to)"),
            translate("CaseFile", "Received"),
            translate("CaseFile", "Remark"),
        )
        rows = [(line.name, _money(line.asked), _money(line.received), line.note) for line in lines]
        self.table([header, *rows], (46, 34, 34, 60))

    def _products(self) -> None:
        lines = self._case.lines
        if not lines:
            return
        self.heading(translate("CaseFile", "Products"))
        header = (
            translate("CaseFile", "Product"),
            translate("CaseFile", "Supplier"),
            translate("CaseFile", "Code"),
            translate("CaseFile", "Unit price"),
        )
        rows = [
            (
                line.product_name,
                line.supplier,
                line.product_code or line.variant_id or line.line_item_id or "",
                _money(line.unit_price),
            )
            for line in lines
        ]
        self.table([header, *rows], (72, 40, 36, 26))

    def _filed(self, filing: Filing) -> None:
        draft = filing.draft
        self.heading(translate("CaseFile", "Filed with Dispute Desk"))
        self.text(translate("CaseFile", "Asked for: {what}").format(what=asked_for(draft)), below=2)
        header = (
            translate("CaseFile", "Item"),
            translate("CaseFile", "SKU"),
            translate("CaseFile", "Pieces"),
            translate("CaseFile", "Unit price"),
        )
        rows = [
            (
                line.product_name or line.line_item_id,
                line.sku,
                str(line.quantity),
                formatting.money(line.unit_price),
            )
            for line in draft.lines
        ]
        self.table([header, *rows], (84, 42, 18, 30))
        if draft.message:
            self.heading(translate("CaseFile", "Message to CJ"))
            self.text(draft.message)
        if draft.evidence:
            self.heading(translate("CaseFile", "Evidence"))
            for number, evidence in enumerate(draft.evidence, start=1):
                self.text(f"{number}. {evidence.url}")
        if filing.attempts:
            self.heading(translate("CaseFile", "Requests to CJ"))
            for attempt in filing.attempts:
                self.text(_attempt_title(attempt), bold=True, above=1.5)
                for fact in _attempt_facts(attempt):
                    self.text(fact, colour=MUTED)

    def _attached(self, files: Sequence[Attachment]) -> None:
        self.heading(translate("CaseFile", "Attached files"))
        header = (
            translate("CaseFile", "Name"),
            translate("CaseFile", "Size"),
            translate("CaseFile", "Added"),
        )
        rows = [
            (each.name, formatting.file_size(each.size), formatting.moment(each.added))
            for each in files
        ]
        self.table([header, *rows], (100, 28, 46))


def _money(amount: Decimal | None) -> str:
    """Empty where it is not known: the table says so."""
    return "" if amount is None else formatting.money(amount)


def _attempt_title(attempt: Attempt) -> str:
    kinds = {
        AttemptKind.CREATE: translate("CaseFile", "Sent to CJ"),
        AttemptKind.READ_BACK: translate("CaseFile", "Looked for in CJ's list"),
        AttemptKind.CANCEL: translate("CaseFile", "Cancelled"),
    }
    return f"{kinds[attempt.kind]} · {_to_the_second(attempt.started)}"


def _attempt_facts(attempt: Attempt) -> list[str]:
    ended = _to_the_second(attempt.ended) if attempt.ended else ""
    code = "" if attempt.code is None else str(attempt.code)
    facts = (
        (translate("CaseFile", "Answered"), ended),
        (translate("CaseFile", "Result"), result_word(attempt.result)),
        (translate("CaseFile", "Code"), code),
        (translate("CaseFile", "CJ's text"), attempt.text),
        (translate("CaseFile", "Request id"), attempt.request_id),
    )
    return [f"{name}: {value}" for name, value in facts if value]


def _to_the_second(time: datetime) -> str:
    """With its zone: CJ's support looks requests up by it."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M:%S %Z (UTC%z)")
