"""Page 2: why, what is asked for, the message, and what is dropped or pasted as evidence."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.disputes.disputes import DisputeTerms, ExpectedOutcome, RefundTarget
from app.domain.filing.draft_rules import Field, Problem, with_reason
from app.domain.filing.filing import MESSAGE_LIMIT, Place, Step
from app.domain.text import repaired, utf16_length
from app.ui.filing.evidence.attachments import AttachmentsCard
from app.ui.filing.evidence.editor import EvidenceEditor
from app.ui.filing.pages.claim_advice import ChecklistCard, DeliveryProof
from app.ui.filing.pages.page import Page, PageContext
from app.ui.filing.templates import TemplateRow
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.drop_target import DropTarget
from app.ui.widgets.fields.choice_boxes import ReasonBox
from app.ui.widgets.fields.long_text import LongTextEdit, cut_sentence, full_sentence
from app.ui.widgets.labels import level, muted_label, plain_label, set_property, show_text
from app.ui.widgets.layouts import STRETCH, FlowRow, fill
from app.ui.widgets.scrolling import SideBySide

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import Enum

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QResizeEvent

    from app.domain.filing.filing import DisputeDraft
    from app.domain.filing.flow import FilingFlow

_WEB = ("http", "https")
_LINES = 5
_LONGEST_TEXT = 10 * MESSAGE_LIMIT
"""Room to shorten what was pasted."""


class ReasonPage(Page):
    """The form of the claim, with what this computer and CJ have for it beside the draft."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None) -> None:
        super().__init__(context, step, parent)
        self._draft = draft = context.flow().draft
        self._place = draft.place
        self._scroll = SideBySide(self)
        inputs, beside = QWidget(self._scroll.body), QWidget(self._scroll.body)
        self.reason_box = ReasonBox(inputs, first=context.last.reason if context.last else None)
        self._outcome = OutcomeChoice(self.tr("You ask for"), context, inputs)
        targets = ((each, formatting.refund_target(each)) for each in RefundTarget)
        self._target = FieldChoice("refund_target", targets, self.tr("Refund to"), context, inputs)
        self.templates = TemplateRow(context, inputs)
        self._message = MessageBox(inputs)
        self.evidence_editor = EvidenceEditor(draft, context, inputs)
        self._checklist = ChecklistCard(context, beside)
        self._proof = DeliveryProof(context, beside)
        self.attachments = AttachmentsCard(context, beside)
        self._form = form = QGridLayout(inputs)
        form.setContentsMargins(0, 0, SPACE_XS, 0)
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        self._labels: dict[QWidget, QLabel] = {}
        for name, widget, buddy in (
            (self.tr("Reason"), self.reason_box, self.reason_box),
            (self.tr("You ask for"), self._outcome, None),
            (self.tr("Refund to"), self._target, None),
            (self.tr("Template"), self.templates, self.templates.box),
            (self.tr("Message to CJ"), self._message, self._message.edit),
            (self.tr("Evidence link"), self.evidence_editor, self.evidence_editor.field),
        ):
            self._labels[widget] = label = plain_label(name)
            if buddy is not None:
                label.setBuddy(buddy)
        self._has_labels_beside: bool | None = None
        form.setColumnStretch(1, 1)
        none = (0, 0, 0, 0)
        cards = (self._proof, self._checklist, self.attachments)
        fill(QVBoxLayout(beside), *cards, STRETCH, margins=none, spacing=SPACE_M)
        self._scroll.hold(inputs, beside)
        fill(QVBoxLayout(self), self._scroll, margins=none)
        self._place_labels()

        self.reason_box.reason_chosen.connect(
            lambda reason: context.edit(with_reason(self._draft, reason))
        )
        self._message.edited.connect(self._take_message)
        self.parcel = self._checklist.timing
        EvidenceTarget(self, (self._message.edit, self.evidence_editor.field))
        self.templates.load()
        self.parcel.load()
        self.attachments.load()

    def render_flow(self, flow: FilingFlow) -> None:
        self._draft = draft = flow.draft
        terms = flow.terms
        self.reason_box.show_reasons(terms.reasons if terms else (), draft.reason)
        self.reason_box.set_offered(is_offered=terms is None or bool(terms.reasons))
        self._outcome.render_draft(draft, terms)
        self._target.show_choice(draft)
        is_refund = draft.expected is not ExpectedOutcome.REISSUE
        self._target.setVisible(is_refund)
        self._labels[self._target].setVisible(is_refund)
        self._message.render_text(draft.message)
        self.templates.render_draft(draft)
        self.evidence_editor.render_draft(draft)
        self._checklist.show_reason(draft.reason)
        self.parcel.show_reason(draft.reason)
        self._proof.consider(draft.reason, self.parcel.known)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_labels()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.isVisible():
            self._place_labels()

    def _place_labels(self) -> None:
        """Beside the inputs where there is the room for both, else above them."""
        names = max(label.sizeHint().width() for label in self._labels.values())
        inputs = max(each.minimumSizeHint().width() for each in self._labels)
        is_beside = names + inputs + SPACE_L + SPACE_XS <= self._scroll.main_width
        if is_beside is self._has_labels_beside:
            return
        self._has_labels_beside = is_beside
        for place, (widget, label) in enumerate(self._labels.items()):
            row, below = 2 * place, 2 * place + 1
            top = Qt.AlignmentFlag.AlignTop
            if is_beside:
                level(label)
                self._form.addWidget(label, row, 0, top)
                self._form.addWidget(widget, row, 1)
            else:
                label.setContentsMargins(0, SPACE_S, 0, 0)
                self._form.addWidget(label, row, 0, 1, 2, top)
                self._form.addWidget(widget, below, 0, 1, 2)
            is_message = widget is self._message
            self._form.setRowStretch(row, int(is_message and is_beside))
            self._form.setRowStretch(below, int(is_message and not is_beside))

    def finish(self) -> None:
        if self._draft.link_text.strip():
            self.evidence_editor.add_pending()

    def place(self) -> Place:
        anchor, cursor = self._message.selection()
        focused = self.focusWidget()
        named = (name for name, widget in self._inputs().items() if widget is focused)
        return Place(anchor, cursor, next(named, ""))

    def focus_start(self) -> bool:
        draft, place, self._place = self._draft, self._place, None
        if place is not None:
            self._message.select(place.anchor, place.cursor)
            if self._go_to(self._inputs().get(place.field)):
                return True
        if draft.reason is None:
            return self._go_to(self.reason_box)
        is_to_be_written = draft.message_is_own or not draft.message
        return is_to_be_written and self._go_to(self._message.edit)

    def choose(self, number: int) -> None:
        self.reason_box.choose(number)

    def ask_aside(self) -> None:
        self.parcel.fetch()
        self._proof.ask_again()

    def focus_problem(self, problem: Problem) -> None:
        inputs = {
            Field.REASON: self.reason_box,
            Field.EXPECTED: self._outcome.likeliest,
            Field.MESSAGE: self._message.edit,
            Field.EVIDENCE: self.evidence_editor.field,
        }
        self._go_to(inputs.get(problem.field))

    def _go_to(self, widget: QWidget | None) -> bool:
        """Give an input the focus and bring it into sight; False where there is none."""
        if widget is not None:
            widget.setFocus()
            self._scroll.ensureWidgetVisible(widget)
        return widget is not None

    def _inputs(self) -> dict[str, QWidget]:
        return {
            "reason": self.reason_box,
            "template": self.templates.box,
            "message": self._message.edit,
            "link": self.evidence_editor.field,
        }

    def _take_message(self, text: str) -> None:
        # A message begun anew is no longer the template's that stood there.
        template = self._draft.template if text.strip() else ""
        self.context.edit(
            replace(self._draft, message=text, message_is_own=True, template=template)
        )


class FieldChoice(QWidget):
    """Radio buttons for what a field of the draft may be."""

    def __init__(
        self,
        field: str,
        words: Iterable[tuple[Enum, str]],
        name: str,
        context: PageContext,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._context = context
        self._is_rendering = False
        self._buttons = {each: QRadioButton(word) for each, word in words}
        self._group = QButtonGroup(self)
        row = FlowRow(*self._buttons.values(), group=name)
        self._layout = fill(QVBoxLayout(self), row, margins=(0, 0, 0, 0), spacing=SPACE_XS)

        for button in self._buttons.values():
            self._group.addButton(button)
            button.toggled.connect(self._report)

    def show_choice(self, draft: DisputeDraft) -> None:
        """Show the draft's choice."""
        self._is_rendering = True
        self._group.setExclusive(False)  # an exclusive group cannot show that none is chosen
        for each, button in self._buttons.items():
            button.setChecked(each is getattr(draft, self._field))
        self._group.setExclusive(True)
        self._is_rendering = False

    def _report(self) -> None:
        draft = self._context.flow().draft
        chosen = next((each for each, b in self._buttons.items() if b.isChecked()), None)
        if not self._is_rendering and chosen not in (None, getattr(draft, self._field)):
            change: dict[str, Any] = {self._field: chosen}
            self._context.edit(replace(draft, **change))


class OutcomeChoice(FieldChoice):
    """The outcomes; only those that CJ offers can be chosen."""

    def __init__(self, name: str, context: PageContext, parent: QWidget) -> None:
        words = ((each, formatting.expected(each)) for each in ExpectedOutcome)
        super().__init__("expected", words, name, context, parent)
        self._only = muted_label()
        self._layout.addWidget(self._only)

    def render_draft(self, draft: DisputeDraft, terms: DisputeTerms | None) -> None:
        """Show the draft's choice among what these terms offer."""
        offered = terms.outcomes if terms else tuple(filter(None, (draft.expected,)))
        for outcome, button in self._buttons.items():
            button.setEnabled(outcome in offered)
        self.show_choice(draft)
        limits = {
            (): self.tr("CJ offers neither for these items."),
            (ExpectedOutcome.REFUND,): self.tr("CJ offers only a refund for these items."),
            (ExpectedOutcome.REISSUE,): self.tr("CJ offers only a reissue for these items."),
        }
        show_text(self._only, limits.get(offered, "") if terms else "")

    @property
    def likeliest(self) -> QRadioButton | None:
        """The button of the outcome that is chosen, or the first that can be."""
        is_open = self._context.flow().draft.expected is None
        buttons = (each for each in self._buttons.values() if each.isEnabled())
        return next((each for each in buttons if is_open or each.isChecked()), None)


class MessageBox(QWidget):
    """The message, with its count and what is worth a word about it.

    The field never loses its undo to what the program puts in.
    """

    edited = Signal(str)
    """A person changed the text, which is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._is_rendering = False
        self.edit = LongTextEdit(_LONGEST_TEXT, _LINES)
        self._note = muted_label()
        self._count = plain_label()
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(self.tr("Message to CJ"))

        below = fill(QHBoxLayout(), (self._note, 1), self._count, spacing=SPACE_M)
        fill(QVBoxLayout(self), (self.edit, 1), below, margins=(0, 0, 0, 0), spacing=SPACE_XS)

        self.edit.textChanged.connect(self._report)
        self.edit.was_cut.connect(lambda: self._note.setText(cut_sentence()))
        self.edit.is_full.connect(lambda: self._note.setText(full_sentence()))
        self._show_count()

    def selection(self) -> tuple[int, int]:
        """Where the selection begins and where the cursor is, in UTF-16 units."""
        cursor = self.edit.textCursor()
        return cursor.anchor(), cursor.position()

    def select(self, anchor: int, position: int) -> None:
        """Put the cursor there; a place beyond the text is its end."""
        last = self.edit.document().characterCount() - 1
        cursor = self.edit.textCursor()
        cursor.setPosition(min(max(anchor, 0), last))
        cursor.setPosition(min(max(position, 0), last), QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)

    def render_text(self, text: str) -> None:
        """Show this text. One that came from the field leaves it alone, cursor and undo too."""
        if text == self._text:
            return
        self._is_rendering = True
        self._text = text
        if self.edit.document().isEmpty() and not self.edit.document().isUndoAvailable():
            self.edit.setPlainText(text)
            self.edit.moveCursor(QTextCursor.MoveOperation.End)
        else:
            # Through a cursor, so that Undo brings back what stood there.
            cursor = QTextCursor(self.edit.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
        self._is_rendering = False
        self._show_count()

    def _report(self) -> None:
        if self._is_rendering:
            return
        text = self.edit.toPlainText()
        if text != self._text:
            self._text = text
            self._show_count()
            self.edited.emit(text)

    def _show_count(self) -> None:
        length = utf16_length(repaired(self._text))
        excess = length - MESSAGE_LIMIT
        count = self.tr("{length} / {limit}").format(length=length, limit=MESSAGE_LIMIT)
        if excess > 0:
            count += " " + self.tr("– {excess} too many").format(excess=excess)
        self._count.setText(count)
        set_property(self._count, "tone", "bad" if excess > 0 else "")
        set_property(self.edit, "invalid", excess > 0)
        self._note.setText(
            self.tr("CJ's agents read English. This can stay; a few English words help.")
            if has_other_script(self._text)
            else ""
        )


def has_other_script(text: str) -> bool:
    """Whether there are letters that are not Latin ones."""
    return any(
        c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
        for c in text
        if not c.isascii()
    )


class EvidenceTarget(DropTarget):
    """Takes links, files and copied pictures for the page; a field's text is left to the field."""

    def __init__(self, page: ReasonPage, fields: Iterable[QWidget]) -> None:
        super().__init__(page, lambda given: any(_evidence_in(given)))
        self._page = page
        self.given.connect(self._take)
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.parent() and event.type() is QEvent.Type.KeyPress:
            return self._take_key(cast("QKeyEvent", event))
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        """What a field of text cannot take is the page's."""
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        given = QGuiApplication.clipboard().mimeData()
        _links, files, has_picture = _evidence_in(given)
        is_for_page = bool(files) or (has_picture and not given.hasText())
        if is_for_page:
            self._take(given)
        return is_for_page

    def _take(self, given: QMimeData) -> None:
        links, files, has_picture = _evidence_in(given)
        if files:
            self._page.attachments.attach(files)
        elif links:
            self._page.evidence_editor.add_text(links)
        elif has_picture:
            picture = given.imageData()
            found = picture if isinstance(picture, QImage) else QImage()
            self._page.attachments.attach_picture(found)


def _evidence_in(given: QMimeData) -> tuple[str, tuple[Path, ...], bool]:
    """Links as text, local files, and whether there is a picture."""
    urls = given.urls()
    files = tuple(Path(each.toLocalFile()) for each in urls if each.isLocalFile())
    links = " ".join(each.toString() for each in urls if each.scheme() in _WEB)
    if not links and "://" in given.text():
        links = given.text()
    return links, files, given.hasImage()
