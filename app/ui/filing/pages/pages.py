"""The pages of the filing dialog in one stack: rendering them, and where the focus goes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.dispute_flow import Field, Problem
from app.domain.filing import Filing, Place, Step
from app.ui.filing.evidence.link_tester import LinkTester
from app.ui.filing.pages.items import ItemsPage
from app.ui.filing.pages.other_disputes import OtherDisputesPage
from app.ui.filing.pages.outcome import OutcomePage
from app.ui.filing.pages.reason import ReasonPage
from app.ui.filing.pages.review import ReviewPage

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.background.runner import BackgroundRunner
    from app.domain.errors import OtherDisputesFound
    from app.services.account_services import AccountServices
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.widgets.pictures import PictureLoader


_NAMES = ("items_page", "reason_page", "review_page", "outcome_page", "others_page")
"""The pages in their order: a `Step` each, the outcome, and what keeps a dispute from being sent.
"""
_MADE_AHEAD = _NAMES[:-1]
"""The last one is seldom needed."""
_BETWEEN_MS = 20
"""Time for the window to be painted and for keys, between one page that is made and the next."""


class Pages(QStackedWidget):
    """Three steps, the outcome, and a question. What a person changes comes out as a changed draft.

    Each page is made when it is wanted. Those that nobody has wanted yet are made one by one once
    the window is shown: all at once, they would keep it from what is typed.
    """

    draft_edited = Signal(object)
    """The changed `DisputeDraft`."""
    replacement_wanted = Signal(object)
    """A `Template` that would replace a person's own text."""
    review_shown = Signal()
    check_requested = Signal()
    resend_requested = Signal()
    adoption_requested = Signal(object)
    """The `DisputeId` of the dispute that the draft or filing is, as a person says."""
    another_requested = Signal()
    """File the draft beside the disputes that are shown."""
    taking_back_requested = Signal()
    waiting_requested = Signal()
    reason_page_made = Signal(object)
    """The `ReasonPage`, for whoever serves what is on it."""

    def __init__(
        self,
        editor: DraftEditor,
        desk: AccountServices,
        runner: BackgroundRunner,
        pictures: PictureLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._account = desk.account
        self._loader = pictures
        self._tester = LinkTester(runner, desk.links.check, self)
        self._place = editor.draft.place
        self._making = QTimer(self)
        self._making.setInterval(_BETWEEN_MS)

        self._rooms: dict[str, QVBoxLayout] = {}
        for name in _NAMES:
            room = QWidget(self)
            self._rooms[name] = layout = QVBoxLayout(room)
            layout.setContentsMargins(0, 0, 0, 0)
            self.addWidget(room)

        self._making.timeout.connect(self._make_next)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._making.start()

    @property
    def step(self) -> Step | None:
        """The step that is open; None for what is no step."""
        index = self.currentIndex()
        return Step(index) if index in tuple(Step) else None

    @cached_property
    def items_page(self) -> ItemsPage:
        """Page 1."""
        editor, room = self._editor, self._rooms["items_page"]
        page = ItemsPage(editor.order, editor.draft, self._loader, room.parentWidget())
        page.render_terms(editor.terms_state, editor.last_terms)
        page.draft_edited.connect(self.draft_edited)
        room.addWidget(page)
        return page

    @cached_property
    def reason_page(self) -> ReasonPage:
        """Page 2."""
        room = self._rooms["reason_page"]
        page = ReasonPage(self._editor, self._tester, self._loader, room.parentWidget())
        page.draft_edited.connect(self.draft_edited)
        page.replacement_wanted.connect(self.replacement_wanted)
        self.reason_page_made.emit(page)
        room.addWidget(page)
        return page

    @cached_property
    def review_page(self) -> ReviewPage:
        """Page 3."""
        room = self._rooms["review_page"]
        page = ReviewPage(self._account, room.parentWidget())
        page.was_shown.connect(self.review_shown)
        room.addWidget(page)
        return page

    @cached_property
    def outcome_page(self) -> OutcomePage:
        """What came of sending."""
        room = self._rooms["outcome_page"]
        page = OutcomePage(room.parentWidget())
        page.check_requested.connect(self.check_requested)
        page.resend_requested.connect(self.resend_requested)
        page.adoption_requested.connect(self.adoption_requested)
        page.taking_back_requested.connect(self.taking_back_requested)
        page.waiting_requested.connect(self.waiting_requested)
        room.addWidget(page)
        return page

    @cached_property
    def others_page(self) -> OtherDisputesPage:
        """Disputes of CJ's that are in the way of sending."""
        room = self._rooms["others_page"]
        page = OtherDisputesPage(room.parentWidget())
        page.adoption_requested.connect(self.adoption_requested)
        page.another_requested.connect(self.another_requested)
        room.addWidget(page)
        return page

    def show_step(self, step: Step) -> None:
        """Open the page of a step and show the draft on it."""
        getattr(self, _NAMES[step])
        self.setCurrentIndex(step)
        if step is Step.REVIEW:
            self.review_page.await_view()

    def show_filing(self, filing: Filing) -> QPushButton | None:
        """Open the outcome; gives its likeliest button."""
        self.outcome_page.show_filing(filing)
        self.setCurrentIndex(_NAMES.index("outcome_page"))
        return self.outcome_page.first_button

    def show_others(self, found: OtherDisputesFound) -> QWidget | None:
        """Open the question whether one of these is the claim; gives what to go to."""
        first = self.others_page.show_disputes(found.disputes, found.filed_here)
        self.setCurrentIndex(_NAMES.index("others_page"))
        return first

    def render_draft(self) -> None:
        """Show the draft on the open page. The others are rendered when they open."""
        editor = self._editor
        if self.step is Step.ITEMS:
            self.items_page.render_draft(editor.draft)
        elif self.step is Step.REASON:
            self.reason_page.render_draft(editor.draft, editor.terms)
        elif self.step is Step.REVIEW:
            self.review_page.render_draft(editor.draft, editor.terms_state, editor.last_terms)

    def render_terms(self) -> None:
        """Show CJ's terms on the open page, and on the first, which is rendered by parts."""
        if self._is_made("items_page"):
            self.items_page.render_terms(self._editor.terms_state, self._editor.last_terms)
        if self.step is not Step.ITEMS:
            self.render_draft()

    def add_pending_link(self) -> None:
        """Add what stands in the link field, if it is a link."""
        if self._editor.draft.link_text.strip():
            self.reason_page.add_pending_link()

    def focus_page(self, step: Step, otherwise: QWidget) -> None:
        """Go to what is to be done on a page; where nothing is, to the button given."""
        draft = self._editor.draft
        if step is Step.REASON:
            place, self._place = self._place, None
            if place is not None and self.reason_page.restore_place(place):
                return
        if step is Step.ITEMS and not draft.lines and self.items_page.focus_first():
            return
        if step is Step.REASON and draft.reason is None:
            self.reason_page.focus_field(Field.REASON)
        elif step is Step.REASON and (draft.message_is_own or not draft.message):
            self.reason_page.focus_field(Field.MESSAGE)
        else:
            otherwise.setFocus()

    def place(self) -> Place | None:
        """Where the author is, while the page with the fields is open."""
        return self.reason_page.place() if self.step is Step.REASON else None

    def focus_problem(self, problem: Problem) -> None:
        """Go to the input that has to be put right."""
        if problem.field is Field.LINES:
            self.items_page.focus_line(problem.subject)
        else:
            self.reason_page.focus_field(problem.field)

    def choose_by_number(self, number: int) -> None:
        """Toggle the line, or choose the reason, at this place of the open page."""
        if self.step is Step.ITEMS:
            self.items_page.toggle(number)
        elif self.step is Step.REASON:
            self.reason_page.reason_box.choose(number)

    def _is_made(self, name: str) -> bool:
        return name in vars(self)

    def _make_next(self) -> None:
        for name in _MADE_AHEAD:
            if not self._is_made(name):
                getattr(self, name)
                return
        self._making.stop()
