"""The user's own note about a dispute: saved while it is typed, never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.domain.history.notes import NOTE_LIMIT, Note
from app.ui.messages import formatting
from app.ui.theme import SPACE_XS
from app.ui.widgets.fields.long_text import LongTextEdit
from app.ui.widgets.labels import muted_label, section_label
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from app.domain.ids import DisputeId

SAVE_AFTER_MS = 700
"""After the last key; at most one second of typing may be lost."""
_LINES = 4


class NoteBox(QWidget):
    """Takes a note for one dispute at a time. What is typed counts; what is read comes second.

    What was not saved stands there again when its dispute is shown again.
    """

    save_requested = Signal(object, str)
    """A `DisputeId` and the text to keep for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispute_id: DisputeId | None = None
        self._is_dirty = False
        self._is_cut = False
        self._unsaved: dict[DisputeId, str] = {}
        """What was typed for disputes that are not shown now."""
        heading = section_label(self.tr("Note"))
        self.box = LongTextEdit(NOTE_LIMIT, _LINES)
        self._state = muted_label()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SAVE_AFTER_MS)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(self.tr("Note"))
        self.box.setAccessibleDescription(self._hint())
        self.box.setPlaceholderText(self.tr("For yourself, such as what CJ said in the chat"))
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

        fill(
            QVBoxLayout(self),
            heading,
            self.box,
            self._state,
            margins=(0, 0, 0, 0),
            spacing=SPACE_XS,
        )

        self.box.textChanged.connect(self._take_text)
        self.box.was_cut.connect(self._tell_cut)
        self._soon.timeout.connect(self.save_now)

    @property
    def state(self) -> str:
        """What stands below the note."""
        return self._state.text()

    def show_dispute(self, dispute_id: DisputeId | None) -> None:
        """Be the note of this dispute; what was typed for another one is saved first."""
        if dispute_id == self._dispute_id:
            return
        if self._is_dirty and self._dispute_id is not None:
            self._unsaved[self._dispute_id] = self.box.toPlainText()
        self.save_now()
        self._dispute_id = dispute_id
        self._is_cut = False
        typed = self._unsaved.pop(dispute_id, None) if dispute_id is not None else None
        self._is_dirty = typed is not None
        self._put(typed or "")
        self._state.setText(self._hint())
        self.save_now()

    def show_note(self, note: Note) -> None:
        """Show what is kept, unless something was typed meanwhile."""
        if self._is_dirty or self._soon.isActive():
            return
        if note.text != self.box.toPlainText():
            self._put(note.text)
        self._state.setText(self._hint() if note.saved is None else self._saved(note))

    def take_saved(self, dispute_id: DisputeId, note: Note) -> None:
        """A note was saved."""
        self._unsaved.pop(dispute_id, None)
        if dispute_id == self._dispute_id and not self._soon.isActive():
            self._is_dirty = False
            self._state.setText(self._saved(note) if note.saved else self._hint())

    def take_end(self, dispute_id: DisputeId) -> None:
        """The saving of a note is over: where it was not saved, that is to be seen."""
        if dispute_id == self._dispute_id and self._is_dirty and not self._soon.isActive():
            self._state.setText(self.tr("Not saved yet. {hint}").format(hint=self._hint()))

    def forget_unsaved(self) -> None:
        """Forget what was typed for other disputes: they are of another account."""
        self._unsaved.clear()

    def save_now(self) -> None:
        """Hand out what was typed and not saved yet."""
        self._soon.stop()
        if self._is_dirty and self._dispute_id is not None:
            self.save_requested.emit(self._dispute_id, self.box.toPlainText())

    def _take_text(self) -> None:
        if len(self.box.toPlainText()) > NOTE_LIMIT:
            self._put(self.box.toPlainText()[:NOTE_LIMIT])
        self._is_dirty = True
        self._is_cut = False
        self._state.setText(self.tr("Saving…"))
        self._soon.start()

    def _tell_cut(self) -> None:
        self._is_cut = True
        self._state.setText(self._hint())

    def _put(self, text: str) -> None:
        with QSignalBlocker(self.box):
            self.box.setPlainText(text)

    def _hint(self) -> str:
        if self._is_cut:
            return self.tr("What was pasted is too long: only its beginning was taken.")
        return self.tr("Stays on this computer and is never sent to CJ.")

    def _saved(self, note: Note) -> str:
        return self.tr("Saved {time}. {hint}").format(
            time=formatting.moment(note.saved), hint=self._hint()
        )
