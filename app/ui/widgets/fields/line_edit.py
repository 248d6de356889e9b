"""A field for text of one line that takes what is put into it as a whole or not at all."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QScrollArea, QWidget

LONGEST_LINE = 200_000
"""Characters, for fields that take whatever has an order number in it."""
_GAP = 4
_LEAST_WIDTH = 280


class LineEdit(QLineEdit):
    """Where it would grow beyond `limit` characters, it stays as it was, and says so.

    Qt would cut what is pasted and say nothing. The sentence is shown below the field, over what is
    there, until the text changes or the focus leaves.
    """

    def __init__(self, limit: int = LONGEST_LINE) -> None:
        super().__init__()
        self._limit = limit
        self._sentence: QLabel | None = None
        check = _AtMost(limit, self)
        # No limit of Qt's: it would cut before the check sees what comes, and takes seconds for it.
        self.setMaxLength(2**31 - 1)
        self.setValidator(check)
        check.refused.connect(self._refuse_length)
        self.textChanged.connect(self._take_sentence_away)

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide, QEvent.Type.Resize):
            self._take_sentence_away()
        return super().event(event)

    def _refuse_length(self) -> None:
        text = self.tr("Too long: at most {limit} characters fit in here. Nothing was changed.")
        self.refuse(text.format(limit=f"{self._limit:,}"))

    def refuse(self, text: str) -> None:
        """Say why what was given for the field is not in it."""
        from app.ui.widgets.labels import plain_label
        from app.ui.widgets.notices.announce import announce

        self._take_sentence_away()
        ground = self._ground()
        self._sentence = label = plain_label(text, ground, wraps=True)
        label.setProperty("bubble", True)
        label.ensurePolished()  # the height is to be that of the style sheet's font and padding
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        width = min(max(self.width(), _LEAST_WIDTH), ground.width())
        label.resize(width, label.heightForWidth(width))
        place = self.mapTo(ground, QPoint(0, self.height() + _GAP))
        if place.y() + label.height() > ground.height():
            place = self.mapTo(ground, QPoint(0, -label.height() - _GAP))
        place.setX(max(min(place.x(), ground.width() - width), 0))
        label.move(place)
        label.show()
        announce(self, text, is_urgent=True)

    def _take_sentence_away(self) -> None:
        label, self._sentence = self._sentence, None
        if label is not None:
            label.hide()
            label.deleteLater()

    def _ground(self) -> QWidget:
        """The window, or what scrolls along with the field."""
        above = self.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea) and (content := above.widget()) is not None:
                return content
            above = above.parentWidget()
        return self.window()


class _AtMost(QValidator):
    """Where it refuses, Qt takes the whole edit back, with the selection that it replaced."""

    refused = Signal()

    def __init__(self, limit: int, parent: QObject) -> None:
        super().__init__(parent)
        self._limit = limit

    def validate(self, text: str, _position: int) -> QValidator.State:
        if len(text) <= self._limit:
            return QValidator.State.Acceptable
        self.refused.emit()
        return QValidator.State.Invalid
