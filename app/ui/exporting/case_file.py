"""A case file: what it says in what order, as a PDF whose text can be selected and searched."""

from __future__ import annotations

import logging
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from app.domain.disputes.state import decision
from app.domain.filing.filing import Attempt, AttemptKind, DisputeDraft, Filing
from app.domain.local_time import local_time
from app.ui.exporting.paper import MUTED, Paper
from app.ui.history.details.case_record import asked_for, attempt_kind, result_word
from app.ui.history.details.refund import cost_lines, verdict
from app.ui.messages import formatting
from app.ui.messages.buyer_refunds import loss_sentence
from app.ui.messages.notices import fact_lines, facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from app.domain.history.attachments import Attachment
    from app.domain.history.case_files import CaseFile

translate = QCoreApplication.translate

_log = logging.getLogger(__name__)

_PICTURE_MM = 120.0
"""The longest side of a picture on paper."""
_DOTS_PER_MM = 4
"""A picture of few dots is printed small: about a hundred dots an inch."""
_FORMATS = frozenset({b"bmp", b"gif", b"jpeg", b"png", b"webp"})
"""Of dots only: a drawing may name other files."""
_LONGEST_SIDE = 1400
"""In dots: 300 an inch at the size that they are printed."""
_MOST_DOTS = 100_000_000
"""More are not decoded, whatever the file says it is."""
_MOST_PICTURES = 20


Pictures = tuple[tuple[str, QImage], ...]
"""Attached pictures by name, small enough for the paper."""


def attached_pictures(files: Iterable[Attachment]) -> Pictures:
    """Name and picture of each file that is one, the right way up; at most twenty. Blocks."""
    read = ((each.name, _picture(each)) for each in files)
    pictures = ((name, image) for name, image in read if image is not None)
    return tuple(islice(pictures, _MOST_PICTURES))


def _picture(file: Attachment) -> QImage | None:
    reader = QImageReader(str(file.path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    is_of_dots = bytes(reader.format().data()) in _FORMATS and size.isValid()
    if not is_of_dots or size.width() * size.height() > _MOST_DOTS:
        return None
    if max(size.width(), size.height()) > _LONGEST_SIDE:
        most = QSize(_LONGEST_SIDE, _LONGEST_SIDE)
        reader.setScaledSize(size.scaled(most, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        _log.info("An attached picture could not be read: %s", reader.errorString())
        return None
    return image


def case_pdf(case: CaseFile) -> bytes:
    """The PDF, printed at once: for when no window waits meanwhile."""
    printing = CasePrinting(case, attached_pictures(case.attachments))
    for _ in printing.steps():
        pass
    return printing.pdf


class _Printing:
    """Prints in short steps, for the UI thread, as Qt's text is for one thread."""

    def __init__(
        self, title: str, pictures: Pictures, made: datetime, *, is_practice: bool
    ) -> None:
        self._is_practice = is_practice
        self._pictures = pictures
        self._made = made
        self._paper = Paper(title, is_practice=is_practice)

    @property
    def pdf(self) -> bytes:
        """The whole file, once all steps are done."""
        return self._paper.pdf

    def _begin(self) -> None:
        self._paper.text(self._paper.title, size=17, bold=True, below=1)
        self._paper.text(
            translate("CaseFile", "Case file made {time} with Dispute Desk").format(
                time=formatting.moment(self._made)
            ),
            colour=MUTED,
            below=3,
        )
        if self._is_practice:
            self._paper.text(
                translate("CaseFile", "Made in practice mode: CJ has no such dispute."),
                bold=True,
                below=3,
            )

    def _asked(self, draft: DisputeDraft) -> Iterator[None]:
        """What a person has decided: items, message and evidence."""
        self._paper.text(
            translate("CaseFile", "Asked for: {what}").format(what=asked_for(draft)), below=2
        )
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
        if rows:
            self._paper.table(header, rows, (84, 42, 18, 30))
        yield
        if draft.message:
            self._paper.heading(translate("CaseFile", "Message to CJ"))
            self._paper.text(draft.message)
            yield
        if draft.evidence:
            self._paper.heading(translate("CaseFile", "Evidence"))
            for number, evidence in enumerate(draft.evidence, start=1):
                self._paper.text(f"{number}. {evidence.url}")

    def _attached(self, files: Sequence[Attachment]) -> None:
        self._paper.heading(translate("CaseFile", "Attached files"))
        header = (
            translate("CaseFile", "Name"),
            translate("CaseFile", "Size"),
            translate("CaseFile", "Added"),
        )
        rows = [
            (each.name, formatting.file_size(each.size), formatting.moment(each.added))
            for each in files
        ]
        self._paper.table(header, rows, (100, 28, 46))

    def _end(self) -> Iterator[None]:
        for name, image in self._pictures:
            widest = min(_PICTURE_MM, _PICTURE_MM * image.width() / image.height())
            self._paper.picture(image, min(widest, image.width() / _DOTS_PER_MM), name)
            yield
        yield from self._paper.pages(formatting.moment(self._made))


class DraftPrinting(_Printing):
    """Prints a dispute that CJ does not have yet."""

    def __init__(
        self,
        draft: DisputeDraft,
        files: Sequence[Attachment],
        pictures: Pictures,
        made: datetime,
        *,
        is_practice: bool = False,
    ) -> None:
        order = draft.order_number or draft.order_id
        title = translate("CaseFile", "Dispute about order {order}").format(order=order)
        super().__init__(title, pictures, made, is_practice=is_practice)
        self._draft = draft
        self._files = files

    def steps(self) -> Iterator[None]:
        """Write it and print it, from the order to the pictures."""
        draft = self._draft
        self._begin()
        facts = (
            (translate("CaseFile", "Order"), draft.order_number),
            (translate("CaseFile", "CJ's order id"), draft.order_id),
            (translate("CaseFile", "Reason"), draft.reason.name if draft.reason else ""),
            (translate("CaseFile", "Own reference"), draft.reference),
        )
        self._paper.facts(facts)
        yield
        yield from self._asked(draft)
        if self._files:
            self._attached(self._files)
            yield
        yield from self._end()


class CasePrinting(_Printing):
    """Prints a case file."""

    def __init__(self, case: CaseFile, pictures: Pictures, *, is_practice: bool = False) -> None:
        title = translate("CaseFile", "Dispute {dispute}").format(dispute=case.dispute.dispute_id)
        super().__init__(title, pictures, case.made, is_practice=is_practice)
        self._case = case

    def steps(self) -> Iterator[None]:
        """Write it and print it, from the verdict to the pictures."""
        case, filing, paper = self._case, self._case.filing, self._paper
        self._begin()
        paper.text(verdict(case.dispute, case.row.asked), size=11, bold=True, below=3)
        yield
        paper.facts(self._facts())
        yield
        self._money()
        yield
        self._refunded_to_buyer()
        yield
        self._products()
        yield
        if filing is None or not (filing.times_sent or filing.handed_over):
            paper.text(
                translate(
                    "CaseFile",
                    "This dispute was not filed with Dispute Desk on this computer. What was asked "
                    "for, the message and the evidence are not known here.",
                ),
                colour=MUTED,
                above=4,
            )
        else:
            yield from self._filed(filing)
        if case.attachments:
            self._attached(case.attachments)
            yield
        if case.note.strip():
            paper.heading(translate("CaseFile", "Own note"))
            paper.text(case.note)
            yield
        yield from self._end()

    def _facts(self) -> tuple[tuple[str, str], ...]:
        case, dispute, row = self._case, self._case.dispute, self._case.row
        created = formatting.moment(dispute.created) if dispute.created else ""
        if created and not dispute.created_is_exact:
            created = translate("CaseFile", "about {time}").format(time=created)
        return (
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
            (translate("CaseFile", "Outcome"), formatting.outcome(decision(dispute))),
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

    def _money(self) -> None:
        case = self._case
        lines = cost_lines(case.dispute, case.refund_parts, case.row.asked, case.filing)
        if not lines:
            return
        self._paper.heading(translate("CaseFile", "Money"))
        header = (
            translate("CaseFile", "Cost"),
            translate("CaseFile", "Asked (up to)"),
            translate("CaseFile", "Received"),
            translate("CaseFile", "Remark"),
        )
        rows = [(line.name, _money(line.asked), _money(line.received), line.note) for line in lines]
        self._paper.table(header, rows, (46, 34, 34, 60))

    def _refunded_to_buyer(self) -> None:
        refund = self._case.buyer_refund
        if refund is None:
            return
        self._paper.heading(translate("CaseFile", "Refund to the buyer"))
        facts = (
            (translate("CaseFile", "Refunded to buyer"), formatting.money(refund.amount)),
            (
                translate("CaseFile", "Refunded on"),
                formatting.day(refund.day) if refund.day else "",
            ),
            (translate("CaseFile", "Paid as"), refund.original),
        )
        self._paper.facts(facts)
        self._paper.text(loss_sentence(self._case.dispute, refund.amount), above=1)

    def _products(self) -> None:
        lines = self._case.dispute.lines
        if not lines:
            return
        self._paper.heading(translate("CaseFile", "Products"))
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
        self._paper.table(header, rows, (72, 40, 36, 26))

    def _filed(self, filing: Filing) -> Iterator[None]:
        self._paper.heading(
            translate("CaseFile", "Opened in My CJ, prepared with Dispute Desk")
            if filing.handed_over
            else translate("CaseFile", "Filed with Dispute Desk")
        )
        yield from self._asked(filing.draft)
        if filing.attempts:
            self._paper.heading(translate("CaseFile", "What was done"))
            for attempt in filing.attempts:
                title = f"{attempt_kind(attempt.kind)} · {_to_the_second(attempt.started)}"
                self._paper.text(title, bold=True, above=1.5)
                for fact in _attempt_facts(attempt):
                    self._paper.text(fact, colour=MUTED)
                yield


def _money(amount: Decimal | None) -> str:
    """Empty where it is not known: the table says so."""
    return "" if amount is None else formatting.money(amount)


def _attempt_facts(attempt: Attempt) -> list[str]:
    """What came of it. Nobody answers what a person has done themselves."""
    ended = _to_the_second(attempt.ended) if attempt.ended else ""
    is_own = attempt.kind in (AttemptKind.HAND_OVER, AttemptKind.KEEP_WAITING)
    opened = ended if attempt.kind is AttemptKind.HAND_OVER else ""
    facts = (
        (translate("CaseFile", "Opened in My CJ"), opened),
        (translate("CaseFile", "Answered"), "" if is_own else ended),
        (translate("CaseFile", "Result"), result_word(attempt.result)),
        *facts_of(attempt),
    )
    return fact_lines(facts)


def _to_the_second(time: datetime) -> str:
    """With its zone: CJ's support looks requests up by it."""
    local = local_time(time)
    return f"{local:%Y-%m-%d %H:%M:%S} {formatting.zone_name(local)} (UTC{local:%z})"
