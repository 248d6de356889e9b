"""What every page of the filing dialog is, and what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.domain.filing.events import On

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent

    from app.background.runner import BackgroundRunner
    from app.domain.filing.draft_rules import Problem
    from app.domain.filing.filing import DisputeDraft, Place, Step
    from app.domain.filing.flow import FilingFlow
    from app.services.account_services import AccountServices
    from app.ui.filing.notices import DialogNotices
    from app.ui.filing.ways_out import WaysOut
    from app.ui.widgets.file_choice import FileChoice
    from app.ui.widgets.pictures import PictureLoader


@dataclass(frozen=True, slots=True)
class PageContext:
    """The dialog, as its pages know it."""

    services: AccountServices
    runner: BackgroundRunner
    pictures: PictureLoader
    files: FileChoice
    notices: DialogNotices
    flow: Callable[[], FilingFlow]
    """How things stand."""
    send: Callable[..., None]
    """Give an event to the flow: what it is (`On`), and its value."""
    edit: Callable[[DisputeDraft], None]
    """Hand in a draft that a person has changed."""
    window: WaysOut
    last: DisputeDraft | None = None
    """What was filed last: its reason and its template come first where they are chosen."""


class Page(QWidget):
    """One step: renders the flow, and hands in a changed draft."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._seen_timer = QTimer(self, singleShot=True, interval=0)
        self._seen_timer.timeout.connect(lambda: context.send(On.SEEN, step))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.await_view()

    def await_view(self) -> None:
        """Say that the page was seen once it was, also where it is open and says something else."""
        if self.isVisible():
            self._seen_timer.start()

    def render_flow(self, flow: FilingFlow) -> None:
        """Show how things stand."""
        raise NotImplementedError

    def focus_start(self) -> bool:
        """Go to what is to be done here. False where nothing is."""
        return False

    def focus_problem(self, problem: Problem) -> None:
        """Go to the input that has to be put right."""

    def finish(self) -> None:
        """Take what was typed by half, before the next page opens."""

    def choose(self, number: int) -> None:
        """Choose what is at this place, counted from 0."""

    def ask_aside(self) -> None:
        """Ask CJ once more for what the page shows beside the draft, where that had failed."""

    def place(self) -> Place | None:
        """Where the author of the draft is; None where that is not worth keeping."""
        return None
