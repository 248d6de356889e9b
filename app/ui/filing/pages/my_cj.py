"""The last page for a dispute that a person opens in My CJ: all its form asks for, to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.background.runner import Lane
from app.domain.disputes.disputes import ExpectedOutcome
from app.domain.filing.events import On
from app.domain.filing.filing import DisputeDraft, Door, EvidenceKind
from app.domain.text import one_line, repaired
from app.support.clock import utc_now
from app.ui.deferred import in_turns
from app.ui.exporting.messages import failure_notice
from app.ui.filing import messages
from app.ui.filing.pages.page import Page, PageContext
from app.ui.messages import formatting
from app.ui.messages.my_cj import ORDERS, open_my_cj
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, icon
from app.ui.widgets.labels import (
    level,
    muted_label,
    plain_label,
    section_label,
    set_property,
    show_text,
)
from app.ui.widgets.layouts import FlowRow, clear, fill, tab_through
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.scrolling import CardPage, card

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QShowEvent

    from app.domain.errors import AppError
    from app.domain.filing.filing import DraftLine, Step
    from app.domain.filing.flow import FilingFlow
    from app.domain.history.attachments import Attachment
    from app.ui.exporting.case_file import Pictures


class _Entry(NamedTuple):
    """Something that My CJ's form asks for."""

    name: str
    text: str
    copy: str = ""
    """The text of the button that copies it; none where it is chosen there, not typed."""


class MyCjPage(Page):
    """Gives what was decided in the order in which My CJ asks for it. Sends nothing."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None) -> None:
        super().__init__(context, step, parent)
        self._shown: tuple[_Entry, ...] = ()
        self._copied: QPushButton | None = None
        way = self.tr(
            "In My CJ, find the order under Store Orders and choose Open Dispute. Nothing is sent "
            "from here. Once the dispute is open there, say so with the button below: it is then "
            "looked for in CJ's list, and followed like any other."
        )
        self._open = QPushButton(self.tr("Open My CJ"))
        here = QPushButton(self.tr("File here all the same"), flat=True)
        self._values = QWidget()
        self._form = QGridLayout(self._values)
        self._pictures = plain_label(wraps=True)
        self._folder = QPushButton(icon("picture"), self.tr("Open folder"))
        self._save = QPushButton(icon("file"), self.tr("Save case file…"))
        self._trouble = plain_label(wraps=True)
        self._open.setProperty("primary", True)
        set_property(self._trouble, "tone", "warn")
        self._trouble.hide()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(SPACE_L)
        self._form.setVerticalSpacing(SPACE_M)
        self._form.setColumnStretch(1, 1)

        self._ways = FlowRow(self._open, here, spacing=SPACE_S)
        cards = CardPage(self)
        cards.hold(
            card(plain_label(way, wraps=True), self._ways),
            card(
                section_label(self.tr("What My CJ's form asks for, field by field")), self._values
            ),
            card(
                section_label(self.tr("Files kept with this dispute")),
                self._pictures,
                FlowRow(self._folder, self._save, spacing=SPACE_S),
                self._trouble,
            ),
        )
        fill(QVBoxLayout(self), cards, margins=(0, 0, 0, 0))

        self._open.clicked.connect(lambda: open_my_cj(ORDERS))
        here.clicked.connect(lambda: context.send(On.CHANGE_DOOR, Door.API))
        self._folder.clicked.connect(self._open_folder)
        self._save.clicked.connect(self._ask_where_to_save)

    def render_flow(self, flow: FilingFlow) -> None:
        entries = tuple(self._entries(flow.draft))
        if entries != self._shown:
            self._shown = entries
            self._show(entries)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list_files()  # some may have been attached on another page meanwhile

    def focus_start(self) -> bool:
        self._open.setFocus()
        return True

    def _entries(self, draft: DisputeDraft) -> list[_Entry]:
        number = one_line(draft.order_number) or one_line(draft.order_id)
        items = "\n".join(map(self._line, draft.lines))
        expected = formatting.expected(draft.expected) if draft.expected else ""
        target = formatting.refund_target(draft.refund_target)
        is_refund = draft.expected is not ExpectedOutcome.REISSUE
        entries = [
            _Entry(self.tr("Order number"), number, self.tr("Copy order number")),
            _Entry(self.tr("CJ's order id"), draft.order_id, self.tr("Copy CJ's order id")),
            _Entry(self.tr("Items"), items, self.tr("Copy items")),
            _Entry(self.tr("Dispute type"), one_line(draft.reason.name) if draft.reason else ""),
            _Entry(self.tr("Expected result"), expected),
            _Entry(self.tr("Refund to"), target if is_refund else ""),
            _Entry(self.tr("Message"), repaired(draft.message), self.tr("Copy message")),
        ]
        for number_, each in enumerate(draft.evidence, start=1):
            is_video = each.kind is EvidenceKind.VIDEO
            name = self.tr("Video link {number}") if is_video else self.tr("Picture link {number}")
            copy = self.tr("Copy link {number}").format(number=number_)
            entries.append(_Entry(name.format(number=number_), each.url, copy))
        if draft.order_id == number:
            entries.pop(1)
        return [each for each in entries if each.text]

    def _line(self, line: DraftLine) -> str:
        name = messages.line_name(line)
        sku = f" ({one_line(line.sku)})" if line.sku and line.sku != name else ""
        return f"{line.quantity} × {name}{sku}"

    def _show(self, entries: tuple[_Entry, ...]) -> None:
        clear(self._form)
        self._copied = None
        top = Qt.AlignmentFlag.AlignTop
        for row, each in enumerate(entries):
            value = plain_label(formatting.breakable(each.text), wraps=True)
            value.setAccessibleName(each.text)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            name = muted_label(each.name, wraps=False)
            copy = (self._copy_button(each),) if each.copy else ()
            if copy:
                level(name)
                level(value)
            self._form.addWidget(name, row, 0, top)
            self._form.addWidget(FlowRow(value, *copy, grows=True), row, 1, top)
        tab_through(self._ways, self._values, self._folder, self._save)

    def _copy_button(self, entry: _Entry) -> QPushButton:
        button = QPushButton(icon("copy"), entry.copy)
        button.setAccessibleName(entry.copy)  # also while it says that it has
        button.clicked.connect(lambda: self._copy(button, entry))
        return button

    def _copy(self, button: QPushButton, entry: _Entry) -> None:
        QGuiApplication.clipboard().setText(entry.text)
        if self._copied is not None:
            self._copied.setText(self._copied.accessibleName())
        self._copied = button
        button.setMinimumWidth(button.width())
        button.setText(self.tr("Copied"))
        announce(self, self.tr("Copied."))

    # Files

    def _list_files(self) -> None:
        reference = self.context.flow().draft.reference
        self.context.runner.run(
            lambda: self.context.services.attachments.all(reference),
            owner=self,
            on_success=self._show_files,
            on_error=self._tell_of_failure,
            lane=Lane.STORAGE,
        )

    def _show_files(self, files: tuple[Attachment, ...]) -> None:
        names = "\n".join(one_line(each.name, 120) for each in files)
        none = self.tr("None. Pictures that you attach to the case are kept in one folder.")
        self._pictures.setText(formatting.breakable(names or none))
        set_property(self._pictures, "muted", not files)
        self._folder.setVisible(bool(files))

    def _open_folder(self) -> None:
        folder = self.context.services.attachments.folder(self.context.flow().draft.reference)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _ask_where_to_save(self) -> None:
        draft = self.context.flow().draft
        self.context.files.ask(
            self.context.window,
            self.tr("Save case file"),
            self.tr("Case {dispute}").format(dispute=draft.order_number or draft.order_id),
            (self.tr("PDF"), "pdf"),
            lambda path: self._save_case(draft, path),
        )

    def _save_case(self, draft: DisputeDraft, path: Path) -> None:
        """Read in the background, print here, as Qt's text is for one thread, and write there."""
        from app.ui.exporting.case_file import DraftPrinting, attached_pictures

        services, run = self.context.services, self.context.runner.run
        self._trouble.hide()

        def read() -> tuple[tuple[Attachment, ...], Pictures]:
            files = services.attachments.all(draft.reference)
            return files, attached_pictures(files)

        def print_it(found: tuple[tuple[Attachment, ...], Pictures]) -> None:
            is_practice = self.context.services.account.is_practice
            printing = DraftPrinting(draft, *found, utc_now(), is_practice=is_practice)
            in_turns(printing.steps(), self, lambda: write(printing.pdf))

        def write(pdf: bytes) -> None:
            run(
                lambda: services.reports.cases.save(pdf, path),
                owner=self,
                on_success=lambda _none: self._tell(self.tr("The case file was saved.")),
                on_error=self._tell_of_failure,
                lane=Lane.REPORTS,
            )

        run(
            read,
            owner=self,
            on_success=print_it,
            on_error=self._tell_of_failure,
            lane=Lane.REPORTS,
        )

    def _tell_of_failure(self, error: AppError) -> None:
        self._tell(failure_notice(error).text)

    def _tell(self, text: str) -> None:
        show_text(self._trouble, text)
        announce(self, text)
