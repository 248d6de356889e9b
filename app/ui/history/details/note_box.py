"""The user's own note about a dispute: saved while it is typed, never sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout

from app.domain.history.notes import NOTE_LIMIT, Note
from app.ui.history.details.autosaved import AutosavedBox
from app.ui.messages import formatting
from app.ui.theme import SPACE_XS
from app.ui.widgets.fields.long_text import LongTextEdit, cut_sentence, full_sentence
from app.ui.widgets.labels import section_label
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.domain.ids import DisputeId

_LINES = 4


class NoteBox(AutosavedBox):
    """The note of one dispute."""

    save_requested = Signal(object, str)
    """A `DisputeId` and the text to keep for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trouble = ""
        self.box = LongTextEdit(NOTE_LIMIT, _LINES)
        self.box.setTabChangesFocus(True)
        self.box.setAccessibleName(self.tr("Note"))
        self.box.setAccessibleDescription(self._hint())
        self.box.setPlaceholderText(self.tr("For yourself, such as what CJ said in the chat"))
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

        fill(
            QVBoxLayout(self),
            section_label(self.tr("Note")),
            self.box,
            self._state,
            margins=0,
            spacing=SPACE_XS,
        )

        self.box.textChanged.connect(self._take_text)
        self.box.was_cut.connect(lambda: self._tell_trouble(cut_sentence()))
        self.box.is_full.connect(lambda: self._tell_trouble(full_sentence()))

    def show_dispute(self, dispute_id: DisputeId | None) -> None:
        """Be the note of this dispute; what was typed for another one is saved first."""
        if dispute_id != self._dispute_id:
            self._turn_to(dispute_id)

    def show_note(self, note: Note) -> None:
        """Show what is kept, unless something was typed meanwhile."""
        if self._is_dirty or self._soon.isActive():
            return
        if note.text != self.box.toPlainText():
            self._put(note.text)
        self._state.setText(self._hint() if note.saved is None else self._saved(note))

    def take_saved(self, dispute_id: DisputeId, note: Note) -> None:
        """A note was saved."""
        if self._note_saved(dispute_id):
            self._state.setText(self._saved(note) if note.saved else self._hint())

    def _texts(self) -> tuple[str, ...]:
        return (self.box.toPlainText(),)

    def _put_texts(self, typed: tuple[str, ...] | None) -> None:
        self._put(typed[0] if typed else "")
        self._trouble = ""
        self._state.setText(self._hint())

    def _hand_out(self, dispute_id: DisputeId, texts: tuple[str, ...]) -> None:
        self.save_requested.emit(dispute_id, *texts)

    def _tell_unsaved(self) -> None:
        self._state.setText(self.tr("Not saved yet. {hint}").format(hint=self._hint()))

    def _take_text(self) -> None:
        self._trouble = ""
        self._state.setText(self.tr("Saving…"))
        self._save_soon()

    def _tell_trouble(self, text: str) -> None:
        self._trouble = text
        self._state.setText(text)
        announce(self, text)

    def _put(self, text: str) -> None:
        with QSignalBlocker(self.box):
            self.box.setPlainText(text)

    def _hint(self) -> str:
        return self._trouble or self.tr("Stays on this computer and is never sent to CJ.")

    def _saved(self, note: Note) -> str:
        return self.tr("Saved {time}. {hint}").format(
            time=formatting.moment(note.saved), hint=self._hint()
        )
