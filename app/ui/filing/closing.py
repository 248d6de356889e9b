"""Closing without a question and without a loss: first what was typed is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from app.ui.filing.draft_editor import DraftEditor


class CloseGuard(QObject):
    """Decides whether the dialog may close. Asking again while it decides changes nothing."""

    allowed = Signal()
    prevented = Signal(object)
    """The `AppError` for which the draft could not be saved."""

    def __init__(self, editor: DraftEditor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._is_deciding = False

    def ask(self) -> None:
        """Save what is not saved, then say whether the dialog may close."""
        if not self._is_deciding:
            self._is_deciding = True
            self._editor.call_when_saved(self._decide)

    def _decide(self) -> None:
        self._is_deciding = False
        if self._editor.is_saved:
            self.allowed.emit()
        elif self._editor.save_error is None:
            self.ask()  # something was typed while the save was under way
        else:
            self.prevented.emit(self._editor.save_error)
