"""Files attached to a case: kept on this computer, listed with the draft, never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.domain.attachments import Attachment
    from app.domain.ids import BusinessDisputeId
    from app.storage.attachments import AttachmentStore


class AttachmentService:
    """Copies files into the data folder and lists them. Background threads only."""

    def __init__(self, store: AttachmentStore) -> None:
        self._store = store

    def attached_to(self, reference: BusinessDisputeId) -> tuple[Attachment, ...]:
        """The files of a filing, by name."""
        return self._store.all(reference)

    def attach(self, reference: BusinessDisputeId, source: Path) -> Attachment:
        """Copy a file to the case. Raises `InvalidInput` for what is no file, or over 20 MB."""
        return self._store.add(reference, source)

    def remove(self, reference: BusinessDisputeId, name: str) -> None:
        """Take a file away; `undo_remove` brings it back."""
        self._store.remove(reference, name)

    def undo_remove(self, reference: BusinessDisputeId, name: str) -> Attachment:
        """Bring a file back that was taken away."""
        return self._store.undo_remove(reference, name)
