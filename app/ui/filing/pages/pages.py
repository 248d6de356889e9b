"""The pages of the filing dialog: which there are, and the stack that shows them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.domain.filing.draft_rules import Field, claim_problems, line_problems, no_problems
from app.domain.filing.filing import ITEMS, MY_CJ, REASON, REVIEW, Door, Step
from app.domain.filing.flow import Phase, StepRules
from app.ui.filing.pages.items import ItemsPage
from app.ui.filing.pages.my_cj import MyCjPage
from app.ui.filing.pages.other_disputes import OtherDisputesPage
from app.ui.filing.pages.outcome import OutcomePage
from app.ui.filing.pages.reason import ReasonPage
from app.ui.filing.pages.review import ReviewPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from app.domain.filing.flow import FilingFlow
    from app.ui.filing.pages.page import Page, PageContext

translate = QCoreApplication.translate

BETWEEN_MS = 20
"""Time for the window to be painted and for keys, between one page that is made and the next."""


class PageEntry(NamedTuple):
    """A page of the dialog."""

    rules: StepRules
    """Its step, what it needs before one goes on, and which inputs are on it."""
    title: Callable[[], str]
    make: Callable[[PageContext, Step, QWidget | None], Page]


_CLAIM = (Field.REASON, Field.EXPECTED, Field.MESSAGE, Field.EVIDENCE)

PAGES = [
    PageEntry(
        StepRules(ITEMS, line_problems, (Field.LINES,)),
        lambda: translate("Filing", "Items"),
        ItemsPage,
    ),
    PageEntry(
        StepRules(REASON, claim_problems, _CLAIM),
        lambda: translate("Filing", "Reason and proof"),
        ReasonPage,
    ),
    PageEntry(
        StepRules(REVIEW, no_problems, doors=(Door.API,)),
        lambda: translate("Filing", "Review"),
        ReviewPage,
    ),
    PageEntry(
        StepRules(MY_CJ, no_problems, doors=(Door.MY_CJ,)),
        lambda: translate("Filing", "My CJ"),
        MyCjPage,
    ),
]
"""In their order. What the last one on a draft's way shows is sent from it, or handed over."""


def step_title(step: Step) -> str:
    """A page's name, as in the header; the first one's where there is no such page any more."""
    return next((each for each in PAGES if each.rules.step == step), PAGES[0]).title()


class Pages(QStackedWidget):
    """The page of each step, the outcome, and a question.

    Each page is made when it is wanted. Those that nobody has wanted yet are made one by one once
    the window is shown: all at once, they would keep it from what is typed.
    """

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._entries = {each.rules.step: each for each in PAGES}
        self._pages: dict[Step, Page] = {}
        self._making = QTimer(self, interval=BETWEEN_MS)

        self._making.timeout.connect(self._make_next)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._making.start()

    def ask_aside(self) -> None:
        """Have those pages that there are by now ask once more for what failed."""
        for page in self._pages.values():
            page.ask_aside()

    def page(self, step: Step) -> Page:
        """The page of a step."""
        if step not in self._pages:
            self._pages[step] = self._entries[step].make(self._context, step, self)
            self.addWidget(self._pages[step])
        return self._pages[step]

    @cached_property
    def outcome(self) -> OutcomePage:
        """What came of sending."""
        page = OutcomePage(self._context, self)
        self.addWidget(page)
        return page

    @cached_property
    def others(self) -> OtherDisputesPage:
        """Disputes of CJ's that are in the way of sending. Seldom needed, so not made ahead."""
        page = OtherDisputesPage(self._context, self)
        self.addWidget(page)
        return page

    def render_flow(self, flow: FilingFlow) -> None:
        """Show the page that is open, as things stand. The others are rendered when they open."""
        if flow.filing is not None:
            self.setCurrentWidget(self.outcome)
            self.outcome.show_choices(flow.choices)
            self.outcome.set_busy(is_busy=flow.phase is Phase.DECIDING)
        elif flow.found is not None:
            self.setCurrentWidget(self.others)
        else:
            page = self.page(flow.step)
            self.setCurrentWidget(page)
            page.render_flow(flow)

    def _make_next(self) -> None:
        for each in self._context.flow().steps:
            if each.step not in self._pages:
                self.page(each.step)
                return
        self._making.stop()
        _ = self.outcome
