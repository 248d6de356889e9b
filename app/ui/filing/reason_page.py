"""Page 2: why, what is asked for, the message and the evidence."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.domain.dispute_flow import Field
from app.domain.disputes import DisputeTerms, ExpectedOutcome, Reason
from app.domain.filing import DisputeDraft
from app.domain.templates import Template, fill, template_for
from app.ui.filing.checklist_card import ChecklistCard
from app.ui.filing.choice_boxes import ReasonBox, TemplateBox
from app.ui.filing.draft_changes import template_of
from app.ui.filing.evidence_editor import EvidenceEditor
from app.ui.filing.message_box import MessageBox
from app.ui.filing.outcome_choice import OutcomeChoice, TargetChoice
from app.ui.filing.side_by_side import SideBySide
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from app.ui.widgets.labels import plain_label


class ReasonPage(QWidget):
    """The form of the claim. Renders a draft; hands out a changed one."""

    draft_edited = Signal(object)
    """The changed `DisputeDraft`."""
    replacement_wanted = Signal(object)
    """A `Template` that would replace a person's own text: to be asked first."""

    def __init__(self, draft: DisputeDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._reason = ReasonBox()
        self._outcome = OutcomeChoice(draft)
        self._target = TargetChoice(draft)
        self._template = TemplateBox()
        self._message = MessageBox()
        self._evidence = EvidenceEditor(draft)
        self._checklist = ChecklistCard()
        self._reason_label = plain_label(self.tr("Reason"))
        self._outcome_label = plain_label(self.tr("You ask for"))
        self._target_label = plain_label(self.tr("Refund to"))
        self._template_label = plain_label(self.tr("Template"))
        self._message_label = plain_label(self.tr("Message to CJ"))
        self._evidence_label = plain_label(self.tr("Evidence link"))
        self._reason_label.setBuddy(self._reason)
        self._template_label.setBuddy(self._template)
        self._message_label.setBuddy(self._message.edit)
        self._evidence_label.setBuddy(self._evidence.field)

        inputs = QWidget()
        form = QGridLayout(inputs)
        form.setContentsMargins(0, 0, SPACE_XS, 0)
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        rows = (
            (self._reason_label, self._reason),
            (self._outcome_label, self._outcome),
            (self._target_label, self._target),
            (self._template_label, self._template),
            (self._message_label, self._message),
            (self._evidence_label, self._evidence),
        )
        for row, (label, widget) in enumerate(rows):
            label.setContentsMargins(0, SPACE_S - 1, 0, 0)
            form.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            form.addWidget(widget, row, 1)
        form.setRowStretch(4, 1)
        form.setColumnStretch(1, 1)
        beside = QWidget()
        beside_layout = QVBoxLayout(beside)
        beside_layout.setContentsMargins(0, 0, 0, 0)
        beside_layout.addWidget(self._checklist)
        beside_layout.addStretch(1)
        self._scroll = SideBySide(inputs, beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._scroll)

        self._reason.reason_chosen.connect(self._choose_reason)
        self._outcome.draft_edited.connect(self.draft_edited)
        self._target.draft_edited.connect(self.draft_edited)
        self._template.template_chosen.connect(self._choose_template)
        self._message.edited.connect(self._take_message)
        self._evidence.draft_edited.connect(self.draft_edited)

    @property
    def reason_box(self) -> ReasonBox:
        """The combo box of reasons."""
        return self._reason

    @property
    def evidence_editor(self) -> EvidenceEditor:
        """The link field and its list."""
        return self._evidence

    @property
    def message_box(self) -> MessageBox:
        """The message with its count."""
        return self._message

    def render_draft(self, draft: DisputeDraft, terms: DisputeTerms | None) -> None:
        """Show this draft among what these terms offer."""
        self._draft = draft
        self._reason.show_reasons(terms.reasons if terms else (), draft.reason)
        self._outcome.render_draft(draft, terms)
        self._target.render_draft(draft)
        is_refund = draft.expected is not ExpectedOutcome.REISSUE
        self._target.setVisible(is_refund)
        self._target_label.setVisible(is_refund)
        self._message.render_text(draft.message)
        self._template.show_template(template_of(draft), is_empty=not draft.message.strip())
        self._evidence.render_draft(draft)
        self._checklist.show_reason(draft.reason)

    def add_pending_link(self) -> None:
        """Add what stands in the link field, if it is a link."""
        if self._draft.link_text.strip():
            self._evidence.add_pending()

    def put_template(self, template: Template) -> None:
        """Replace the message by this template. Undo in the message brings the old one back."""
        reason = self._draft.reason
        follows = reason is not None and template == template_for(reason.name)
        text = fill(template, self._draft)
        self.draft_edited.emit(replace(self._draft, message=text, message_is_own=not follows))

    def show_current_template(self) -> None:
        """Show again which template the message is, after one was not taken."""
        is_empty = not self._draft.message.strip()
        self._template.show_template(template_of(self._draft), is_empty=is_empty)

    def focus_field(self, field: Field) -> None:
        """Go to an input."""
        if field is Field.REASON:
            self._reason.setFocus()
        elif field is Field.EXPECTED:
            self._outcome.focus_choice()
        elif field is Field.MESSAGE:
            self._message.edit.setFocus()
        else:
            self._evidence.field.setFocus()
        focused = self.focusWidget()
        if focused is not None:
            self._scroll.ensureWidgetVisible(focused)

    def _choose_reason(self, reason: Reason) -> None:
        self.draft_edited.emit(replace(self._draft, reason=reason))

    def _take_message(self, text: str) -> None:
        self.draft_edited.emit(replace(self._draft, message=text, message_is_own=True))

    def _choose_template(self, template: Template) -> None:
        is_replaceable = not self._draft.message.strip() or template_of(self._draft) is not None
        if is_replaceable or not self._draft.message_is_own:
            self.put_template(template)
        else:
            self.show_current_template()
            self.replacement_wanted.emit(template)
