"""What serves a draft beside filing it: templates, dates, files and earlier versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.filing.evidence.attachments import AttachmentShelf
from app.ui.filing.notices import DialogNotices, NoticeTopic
from app.ui.filing.pages.claim_timing import ParcelWatch
from app.ui.filing.templates.template_list import TemplateShelf
from app.ui.filing.versions import VersionKeeper
from app.ui.messages.notices import Operation

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.background.runner import BackgroundRunner
    from app.services.account_services import AccountServices
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.filing.footer import Footer
    from app.ui.filing.pages.pages import Pages
    from app.ui.filing.pages.reason import ReasonPage


class DraftTools(QObject):
    """Puts the tools of one dialog together. None of them makes a call that filing waits for."""

    restored = Signal()
    """The editor has an earlier version of the draft."""

    def __init__(
        self,
        desk: AccountServices,
        runner: BackgroundRunner,
        editor: DraftEditor,
        pages: Pages,
        footer: Footer,
        notices: DialogNotices,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._desk = desk
        self._runner = runner
        self._editor = editor
        self._notices = notices
        self._window = window
        self.versions = VersionKeeper(desk.drafts, runner, editor, window)

        editor.follow_place(pages.place)
        self.versions.found.connect(lambda found: footer.offer_versions(is_offered=found))
        self.versions.failed.connect(
            lambda error: notices.show_error(error, Operation.SAVE, NoticeTopic.TEMPLATE)
        )
        self.versions.restored.connect(self.restored)
        footer.versions_pressed.connect(self.versions.show_versions)

    def start(self) -> None:
        """Ask CJ about what is chosen, and read whether there are earlier versions."""
        self._editor.start()
        self.versions.look()

    def serve(self, page: ReasonPage) -> None:
        """Read what this computer has for the page with the fields, which has just been made."""
        desk, runner, editor, window = self._desk, self._runner, self._editor, self._window
        self.templates = TemplateShelf(desk.templates, runner, editor, page.template_row, window)
        self.parcel = ParcelWatch(desk.parcels, runner, editor, page.timing, window)
        self.attachments = AttachmentShelf(
            desk.attachments, runner, editor, page.attachments_card, window
        )

        self._notices.replacement_allowed.connect(page.put_template)
        self.templates.told.connect(self._notices.tell_of_templates)
        self.parcel.sign_in_wanted.connect(
            lambda error: self._notices.show_error(
                error, Operation.LOOK_UP, NoticeTopic.TERMS, self.parcel.fetch
            )
        )
        self.templates.load()
        self.parcel.load()
        self.attachments.load()
