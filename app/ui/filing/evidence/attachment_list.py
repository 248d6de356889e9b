"""Copies files to the case and lists them, off the main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.background.runner import BackgroundRunner, Lane
from app.domain.attachments import FILE_LIMIT, Attachment
from app.domain.errors import AppError, InvalidInput
from app.domain.text import one_line
from app.ui.messages.notices import Doing, notice_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.services.attachments import AttachmentService
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.filing.evidence.attachments import AttachmentsCard

_MOST_AT_ONCE = 20
_MEGABYTE = 1_000_000


class AttachmentShelf(QObject):
    """Serves the card of one dialog. Needs nothing of the draft but its reference."""

    def __init__(
        self,
        service: AttachmentService,
        runner: BackgroundRunner,
        editor: DraftEditor,
        card: AttachmentsCard,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._service = service
        self._runner = runner
        self._reference = editor.draft.reference
        self._card = card
        self._window = window
        self._removed: Attachment | None = None

        card.choosing_requested.connect(self._choose)
        card.files_given.connect(self.attach)
        card.removal_requested.connect(self._remove)
        card.undo_requested.connect(self._bring_back)

    def load(self) -> None:
        """List what is attached."""
        self._run(lambda: None)

    def attach(self, sources: tuple[Path, ...]) -> None:
        """Copy files to the case, one after the other."""
        for source in sources[:_MOST_AT_ONCE]:
            self._attach(source)

    def _attach(self, source: Path) -> None:
        attach, reference = self._service.attach, self._reference

        def tell(error: AppError) -> None:
            if not isinstance(error, InvalidInput):
                self._tell_of_failure(error)
                return
            text = self.tr("“{file}” was not attached: it is no file, or larger than {limit} MB.")
            name = one_line(source.name, 80)
            self._card.tell_of_trouble(text.format(file=name, limit=FILE_LIMIT // _MEGABYTE))

        self._run(lambda: attach(reference, source), on_error=tell)

    def _choose(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Attach file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attach(tuple(map(Path, names))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove(self, attachment: Attachment) -> None:
        remove, reference = self._service.remove, self._reference

        def offer_back() -> None:
            self._removed = attachment
            self._card.tell_of_removal(is_removed=True)

        self._run(lambda: remove(reference, attachment.name), offer_back)

    def _bring_back(self) -> None:
        removed, self._removed = self._removed, None
        undo, reference = self._service.undo_remove, self._reference
        self._card.tell_of_removal(is_removed=False)
        if removed is not None:
            self._run(lambda: undo(reference, removed.name))

    def _run(
        self,
        work: Callable[[], object],
        then: Callable[[], None] | None = None,
        on_error: Callable[[AppError], object] | None = None,
    ) -> None:
        """Do something and list what is attached then."""
        files, reference = self._service.attached_to, self._reference

        def both() -> tuple[Attachment, ...]:
            work()
            return files(reference)

        def take(listed: tuple[Attachment, ...]) -> None:
            self._card.show_files(listed)
            if then is not None:
                then()

        self._card.tell_of_trouble("")
        self._runner.run(
            both,
            owner=self,
            on_success=take,
            on_error=on_error or self._tell_of_failure,
            lane=Lane.STORAGE,
        )

    def _tell_of_failure(self, error: AppError) -> None:
        self._card.tell_of_trouble(notice_for(error, Doing.SAVE).text)
