"""The pages of the filing dialog in one stack: rendering them, and where the focus goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.domain.dispute_flow import Field, Problem
from app.domain.filing import Filing, Place, Step
from app.ui.filing.items_page import ItemsPage
from app.ui.filing.link_tester import LinkTester
from app.ui.filing.outcome_page import OutcomePage
from app.ui.filing.reason_page import ReasonPage
from app.ui.filing.review_page import ReviewPage

if TYPE_CHECKING:
    from app.background.runner import BackgroundRunner
    from app.services.desk import Desk
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.widgets.pictures import PictureLoader


class Pages(QStackedWidget):
    """Three steps and the outcome. What a person changes comes out as a changed draft."""

    draft_edited = Signal(object)
    """The changed `DisputeDraft`."""
    replacement_wanted = Signal(object)
    """A `Template` that would replace a person's own text."""
    review_shown = Signal()
    check_requested = Signal()
    resend_requested = Signal()

    def __init__(
        self,
        editor: DraftEditor,
        desk: Desk,
        runner: BackgroundRunner,
        pictures: PictureLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        tester = LinkTester(runner, desk.evidence.check, self)
        self._editor = editor
        self._items = ItemsPage(editor.order, editor.draft, pictures)
        self._reason = ReasonPage(editor, tester, pictures)
        self._review = ReviewPage(desk.account)
        self._outcome = OutcomePage()
        self._place = editor.draft.place

        for page in (self._items, self._reason, self._review, self._outcome):
            self.addWidget(page)

        self._items.draft_edited.connect(self.draft_edited)
        self._reason.draft_edited.connect(self.draft_edited)
        self._reason.replacement_wanted.connect(self.replacement_wanted)
        self._review.was_shown.connect(self.review_shown)
        self._outcome.check_requested.connect(self.check_requested)
        self._outcome.resend_requested.connect(self.resend_requested)

    @property
    def step(self) -> Step | None:
        """The step that is open; None for the outcome."""
        index = self.currentIndex()
        return Step(index) if index in tuple(Step) else None

    @property
    def items_page(self) -> ItemsPage:
        """Page 1."""
        return self._items

    @property
    def reason_page(self) -> ReasonPage:
        """Page 2."""
        return self._reason

    @property
    def outcome_page(self) -> OutcomePage:
        """What came of sending."""
        return self._outcome

    def show_filing(self, filing: Filing) -> QPushButton | None:
        """Open the outcome; gives its likeliest button."""
        self._outcome.show_filing(filing)
        self.setCurrentWidget(self._outcome)
        return self._outcome.first_button

    def render_draft(self) -> None:
        """Show the draft on the open page. The others are rendered when they open."""
        editor = self._editor
        if self.step is Step.ITEMS:
            self._items.render_draft(editor.draft)
        elif self.step is Step.REASON:
            self._reason.render_draft(editor.draft, editor.terms)
        elif self.step is Step.REVIEW:
            self._review.render_draft(editor.draft, editor.terms_state, editor.last_terms)

    def render_terms(self) -> None:
        """Show CJ's terms on the open page."""
        self._items.render_terms(self._editor.terms_state, self._editor.last_terms)
        if self.step is not Step.ITEMS:
            self.render_draft()

    def focus_page(self, step: Step, otherwise: QWidget) -> None:
        """Go to what is to be done on a page; where nothing is, to the button given."""
        draft = self._editor.draft
        if step is Step.REASON:
            place, self._place = self._place, None
            if place is not None and self._reason.restore_place(place):
                return
        if step is Step.ITEMS and not draft.lines and self._items.focus_first():
            return
        if step is Step.REASON and draft.reason is None:
            self._reason.focus_field(Field.REASON)
        elif step is Step.REASON and (draft.message_is_own or not draft.message):
            self._reason.focus_field(Field.MESSAGE)
        else:
            otherwise.setFocus()

    def place(self) -> Place | None:
        """Where the author is, while the page with the fields is open."""
        return self._reason.place() if self.step is Step.REASON else None

    def focus_problem(self, problem: Problem) -> None:
        """Go to the input that has to be put right."""
        if problem.field is Field.LINES:
            self._items.focus_line(problem.subject)
        else:
            self._reason.focus_field(problem.field)

    def choose_by_number(self, number: int) -> None:
        """Toggle the line, or choose the reason, at this place of the open page."""
        if self.step is Step.ITEMS:
            self._items.toggle(number)
        elif self.step is Step.REASON:
            self._reason.reason_box.choose(number)
