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
SAVE_AGAIN_S = (2, 5, 15, 60, 300)
"""Seconds until what could not be saved is tried again: a full disk or a lock may pass."""


class AutosavedBox(QWidget):
    """Takes what is typed for one dispute at a time. That counts; what is read comes second.

    What was not saved is tried again by itself, and stands there again when its dispute is shown
    again.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispute_id: DisputeId | None = None
        self._is_dirty = False
        self._unsaved: dict[DisputeId, tuple[str, ...]] = {}
        """What was typed for disputes that are not shown now, as the fields had it."""
        self._failed: set[DisputeId] = set()
        """Those for which the latest save came to nothing."""
        self._tries = 0
        self._state = muted_label()
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._soon.timeout.connect(self.save_now)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self.save_all)

    @property
    def has_failed(self) -> bool:
        """Whether something that was typed could not be saved until now."""
        return bool(self._failed)

    def save_now(self) -> None:
        """Hand out what was typed and not saved yet."""
        self._soon.stop()
        if self._is_dirty and self._dispute_id is not None:
            self._hand_out(self._dispute_id, self._texts())

    def save_all(self) -> None:
        """The same, with what could not be saved for other disputes."""
        self.save_now()
        for dispute_id, texts in tuple(self._unsaved.items()):
            self._hand_out(dispute_id, texts)

    def take_end(self, dispute_id: DisputeId) -> None:
        """The saving is over: where it was not saved, that is to be seen, and tried again."""
        is_unsaved_here = self._is_dirty and self._is_at_rest(dispute_id)
        if is_unsaved_here:
            self._tell_unsaved()
        if is_unsaved_here or dispute_id in self._unsaved:
            self._failed.add(dispute_id)
            if not self._again.isActive():
                seconds = SAVE_AGAIN_S[min(self._tries, len(SAVE_AGAIN_S) - 1)]
                self._again.start(round(1000 * seconds))
                self._tries += 1

    def forget_unsaved(self) -> None:
        """Forget what was typed for other disputes: they are of another account."""
        self._unsaved.clear()
        self._forget_failure(*self._failed)

    def _save_soon(self) -> None:
        """Something was typed."""
        self._is_dirty = True
        self._soon.start()

    def _turn_to(self, dispute_id: DisputeId | None) -> None:
        """Belong to another dispute; what was typed for the one before is saved first.

        What was not saved of this one is saved once more.
        """
        if self._is_dirty and self._dispute_id is not None:
            self._unsaved[self._dispute_id] = self._texts()
        self.save_now()
        self._dispute_id = dispute_id
        typed = self._unsaved.pop(dispute_id, None) if dispute_id is not None else None
        self._is_dirty = typed is not None
        self._put_texts(typed)
        self.save_now()

    def _note_saved(self, dispute_id: DisputeId) -> bool:
        """Whether what was saved is what stands there, and nothing was typed since."""
        self._unsaved.pop(dispute_id, None)
        self._forget_failure(dispute_id)
        is_shown = self._is_at_rest(dispute_id)
        if is_shown:
            self._is_dirty = False
        return is_shown

    def _forget_failure(self, *ids: DisputeId) -> None:
        self._failed.difference_update(ids)
        if not self._failed:
            self._tries = 0
            self._again.stop()

    def _is_at_rest(self, dispute_id: DisputeId) -> bool:
        return dispute_id == self._dispute_id and not self._soon.isActive()

    def _texts(self) -> tuple[str, ...]:
        """What stands in the fields."""
        raise NotImplementedError

    def _put_texts(self, typed: tuple[str, ...] | None) -> None:
        """Have these in the fields, or nothing."""
        raise NotImplementedError

    def _hand_out(self, dispute_id: DisputeId, texts: tuple[str, ...]) -> None:
        """Ask for this to be saved as it stood in the fields, or say why it cannot be."""
        raise NotImplementedError

    def _tell_unsaved(self) -> None:
        raise NotImplementedError
