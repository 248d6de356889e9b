"""The message to CJ, with its count and what is worth a word about it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.domain.filing.filing import MESSAGE_LIMIT
from app.domain.text import repaired, utf16_length
from app.ui.theme import SPACE_M, SPACE_XS
from app.ui.widgets.fields.long_text import LongTextEdit, cut_sentence
from app.ui.widgets.labels import muted_label, plain_label, set_property
from app.ui.widgets.layouts import fill

_LINES = 5
_LONGEST_TEXT = 10 * MESSAGE_LIMIT
"""Room to shorten what was pasted."""


class MessageBox(QWidget):
    """A text field that never loses its undo to what the program puts in."""

    edited = Signal(str)
    """A person changed the text, which is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._is_rendering = False
        self._edit = LongTextEdit(_LONGEST_TEXT, _LINES)
        self._note = muted_label()
        self._count = plain_label()
        self._edit.setTabChangesFocus(True)
        self._edit.setAccessibleName(self.tr("Message to CJ"))

        below = fill(QHBoxLayout(), (self._note, 1), self._count, spacing=SPACE_M)
        fill(QVBoxLayout(self), (self._edit, 1), below, margins=(0, 0, 0, 0), spacing=SPACE_XS)

        self._edit.textChanged.connect(self._report)
        self._edit.was_cut.connect(self._tell_cut)
        self._show_count()

    @property
    def edit(self) -> QPlainTextEdit:
        """The text field itself, as a buddy and for the focus."""
        return self._edit

    def selection(self) -> tuple[int, int]:
        """Where the selection begins and where the cursor is, in UTF-16 units."""
        cursor = self._edit.textCursor()
        return cursor.anchor(), cursor.position()

    def select(self, anchor: int, position: int) -> None:
        """Put the cursor there; a place beyond the text is its end."""
        last = self._edit.document().characterCount() - 1
        cursor = self._edit.textCursor()
        cursor.setPosition(min(max(anchor, 0), last))
        cursor.setPosition(min(max(position, 0), last), QTextCursor.MoveMode.KeepAnchor)
        self._edit.setTextCursor(cursor)

    def render_text(self, text: str) -> None:
        """Show this text. One that came from the field leaves it alone, cursor and undo too."""
        if text == self._text:
            return
        self._is_rendering = True
        self._text = text
        if self._edit.document().isEmpty() and not self._edit.document().isUndoAvailable():
            self._edit.setPlainText(text)
            self._edit.moveCursor(QTextCursor.MoveOperation.End)
        else:
            # Through a cursor, so that Undo brings back what stood there.
            cursor = QTextCursor(self._edit.document())
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
        self._is_rendering = False
        self._show_count()

    def _report(self) -> None:
        if self._is_rendering:
            return
        text = self._edit.toPlainText()
        if text != self._text:
            self._text = text
            self._show_count()
            self.edited.emit(text)

    def _tell_cut(self) -> None:
        self._note.setText(cut_sentence())

    def _show_count(self) -> None:
        length = utf16_length(repaired(self._text))
        excess = length - MESSAGE_LIMIT
        count = self.tr("{length} / {limit}").format(length=length, limit=MESSAGE_LIMIT)
        if excess > 0:
            count += " " + self.tr("– {excess} too many").format(excess=excess)
        self._count.setText(count)
        set_property(self._count, "tone", "bad" if excess > 0 else "")
        set_property(self._edit, "invalid", excess > 0)
        self._note.setText(
            self.tr("CJ's agents read English. This can stay; a few English words help.")
            if has_other_script(self._text)
            else ""
        )


def has_other_script(text: str) -> bool:
    """Whether there are letters that are not Latin ones."""
    return any(
        c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN", "FEMININE", "MASCULINE"))
        for c in text
        if not c.isascii()
    )
