"""What is typed beside a dispute and saved while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.ui.widgets.labels import muted_label

if TYPE_CHECKING:
    from app.domain.ids import DisputeId

SAVE_AFTER_MS = 700
"""After the last key; at most one second of typing may be lost."""


class AutosavedBox(QWidget):
    """Takes what is typed for one dispute at a time. That counts; what is read comes second.

    What was not saved stands there again when its dispute is shown again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispute_id: DisputeId | None = None
        self._is_dirty = False
        self._unsaved: dict[DisputeId, tuple[str, ...]] = {}
        """What was typed for disputes that are not shown now, as the fields had it."""
        self._state = muted_label()
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._soon.timeout.connect(self.save_now)

    def save_now(self) -> None:
        """Hand out what was typed and not saved yet."""
        self._soon.stop()
        if self._is_dirty and self._dispute_id is not None:
            self._hand_out(self._dispute_id)

    def take_end(self, dispute_id: DisputeId) -> None:
        """The saving is over: where it was not saved, that is to be seen."""
        if self._is_dirty and self._is_at_rest(dispute_id):
            self._tell_unsaved()

    def forget_unsaved(self) -> None:
        """Forget what was typed for other disputes: they are of another account."""
        self._unsaved.clear()

    def _save_soon(self) -> None:
        """Something was typed."""
        self._is_dirty = True
        self._soon.start()

    def _turn_to(self, dispute_id: DisputeId | None) -> None:
        """Belong to another dispute; what was typed for the one before is saved first."""
        if self._is_dirty and self._dispute_id is not None:
            self._unsaved[self._dispute_id] = self._texts()
        self.save_now()
        self._dispute_id = dispute_id
        typed = self._unsaved.pop(dispute_id, None) if dispute_id is not None else None
        self._is_dirty = typed is not None
        self._put_texts(typed)

    def _note_saved(self, dispute_id: DisputeId) -> bool:
        """Whether what was saved is what stands there, and nothing was typed since."""
        self._unsaved.pop(dispute_id, None)
        is_shown = self._is_at_rest(dispute_id)
        if is_shown:
            self._is_dirty = False
        return is_shown

    def _is_at_rest(self, dispute_id: DisputeId) -> bool:
        return dispute_id == self._dispute_id and not self._soon.isActive()

    def _texts(self) -> tuple[str, ...]:
        """What stands in the fields."""
        raise NotImplementedError

    def _put_texts(self, typed: tuple[str, ...] | None) -> None:
        """Have these in the fields, or nothing."""
        raise NotImplementedError

    def _hand_out(self, dispute_id: DisputeId) -> None:
        """Ask for what stands in the fields to be saved, or say why it cannot be."""
        raise NotImplementedError

    def _tell_unsaved(self) -> None:
        raise NotImplementedError
