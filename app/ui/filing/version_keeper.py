"""Offers a draft's earlier versions once there are any, and brings one back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.ui.filing.versions import VersionsDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.domain.filing import DisputeDraft, DraftVersion
    from app.services.drafts import DraftService
    from app.ui.filing.draft_editor import DraftEditor


class VersionKeeper(QObject):
    """Serves the button below the pages."""

    found = Signal(bool)
    """Whether there are earlier versions."""
    restored = Signal()
    """The editor has an earlier version."""
    failed = Signal(object)
    """The `AppError`."""

    def __init__(
        self, service: DraftService, runner: BackgroundRunner, editor: DraftEditor, window: QWidget
    ) -> None:
        super().__init__(window)
        self._service = service
        self._runner = runner
        self._editor = editor
        self._window = window
        self._has_some = False

        editor.saved.connect(self.look)

    def look(self) -> None:
        """See whether there are earlier versions, unless that is known."""
        if not self._has_some and self._editor.is_kept:
            self._read(self._note)

    def show_versions(self) -> None:
        """Let a person look at them."""
        self._editor.call_when_saved(lambda: self._read(self._open))

    def _read(self, then: Callable[[tuple[DraftVersion, ...]], object]) -> None:
        reference, versions = self._editor.draft.reference, self._service.versions
        self._runner.run(
            lambda: versions(reference),
            owner=self,
            on_success=then,
            on_error=self.failed.emit,
            lane=Lane.STORAGE,
        )

    def _note(self, versions: tuple[DraftVersion, ...]) -> None:
        self._has_some = len(versions) > 1
        self.found.emit(self._has_some)

    def _open(self, versions: tuple[DraftVersion, ...]) -> None:
        dialog = VersionsDialog(versions[1:], self._window)
        dialog.restore_requested.connect(self._restore)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restore(self, number: int) -> None:
        reference, restore = self._editor.draft.reference, self._service.restore

        def bring_back() -> DisputeDraft | None:
            try:
                return restore(reference, number)
            except LookupError:
                return None  # pushed out by ten newer ones meanwhile

        self._runner.run(
            bring_back,
            owner=self,
            on_success=self._take,
            on_error=self.failed.emit,
            lane=Lane.STORAGE,
        )

    def _take(self, draft: DisputeDraft | None) -> None:
        if draft is not None:
            self._editor.restore(draft)
            self.restored.emit()
