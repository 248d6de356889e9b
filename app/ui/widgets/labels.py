"""Labels and tooltips for text that comes from anywhere: always plain, sized by the type scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6 import QtGui  # whose classes PySide6 makes when they are named: not at the start
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.ui.theme import CONTROL_ROOM, SECTION_SCALE, SMALL_SCALE, TEXT_SCALE, TITLE_SCALE
from app.ui.widgets.accessible_role import set_role

if TYPE_CHECKING:
    from PySide6.QtGui import QAccessible, QFontMetrics, QPaintEvent

_TOOLTIP_LINE = 80
"""Characters. Those of Chinese are twice as wide, and have room on a small screen, too."""
_USUAL_HEIGHT = 15
"""Of text, in pixels: widths of columns and sides of pictures were chosen for it."""


def plain_label(text: str = "", parent: QWidget | None = None, *, wraps: bool = False) -> QLabel:
    """A label that shows its text as it is. Qt would otherwise guess at HTML."""
    return _dressed(QLabel(parent), text, wraps=wraps)


def label_of(field: QWidget, name: str) -> QLabel:
    """The label of a field, which bears the same name for screen readers."""
    label = plain_label(name)
    label.setBuddy(field)
    field.setAccessibleName(name)
    return label


def level(label: QLabel) -> QLabel:
    """Have a label stand on the line of the field or button beside it, at every size of text."""
    label.setContentsMargins(0, CONTROL_ROOM, 0, CONTROL_ROOM)
    return label


def unseen_label_of(field: QWidget, name: str) -> QLabel:
    """The same for a field that tells the eye by its contents what it is; to be laid out with it.

    Without a label, Orca tells of a drop-down list its current entry alone.
    """
    label = label_of(field, name)
    label.hide()
    return label


def copyable_label(text: str = "", *, wraps: bool = True) -> QLabel:
    """A plain label whose text can be selected with mouse and keyboard."""
    label = plain_label(text, wraps=wraps)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def muted_label(text: str = "", *, wraps: bool = True) -> QLabel:
    """Secondary text. A screen reader tells it where one goes to it, not with the whole window."""
    label = _Aside(text, QtGui.QAccessible.Role.Paragraph, wraps=wraps)
    label.setProperty("muted", True)
    scale(label, SMALL_SCALE)
    return label


class LineLabel(QLabel):
    """A plain label in one line, unless its words may wrap: what there is no room for ends in an
    ellipsis. The whole text is its tooltip.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def say(self, text: str) -> None:
        """Show a text; without one take no room."""
        self.setText(text)
        self.setToolTip(plain_tooltip(text))
        self.setVisible(bool(text))

    @property
    def shown_text(self) -> str:
        """What of the text has room in one line: of a number that is cut nothing, or it is taken
        for another one.
        """
        room, end = self.contentsRect().width(), Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), end, room)
        if shown == self.text():
            return shown
        return shown.removesuffix("…").rstrip("0123456789.,:- ") + "…"

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return hint if self.wordWrap() else QSize(0, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wordWrap():
            super().paintEvent(event)
            return
        room, shown = self.contentsRect(), self.shown_text
        painter = QtGui.QPainter(self)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self.style().drawItemText(
            *(painter, room, int(flags), self.palette(), self.isEnabled(), shown),
            self.foregroundRole(),
        )
        painter.end()


def title_label(text: str = "") -> QLabel:
    """The heading of a page or window."""
    label = _Aside(text, QtGui.QAccessible.Role.Heading, wraps=True)
    scale(label, TITLE_SCALE, bold=True)
    return label


def section_label(text: str = "") -> QLabel:
    """The heading of a part of a page."""
    label = _Aside(text, QtGui.QAccessible.Role.Heading, wraps=True)
    scale(label, SECTION_SCALE, bold=True)
    return label


def unspoken_label(text: str) -> QLabel:
    """A plain label that a screen reader passes over, as what is beside it tells the same."""
    return _Aside(text, QtGui.QAccessible.Role.Whitespace, wraps=False)


class _Aside(QLabel):
    """A label that is no plain label to a screen reader, and named by its text all the same."""

    def __init__(self, text: str, role: QAccessible.Role, *, wraps: bool) -> None:
        super().__init__()
        set_role(self, role)
        _dressed(self, text, wraps=wraps)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        if self.accessibleName() in ("", self.text()):
            self.setAccessibleName(text)
        super().setText(text)


def _dressed(label: QLabel, text: str, *, wraps: bool) -> QLabel:
    label.setTextFormat(Qt.TextFormat.PlainText)
    # Else Qt moves a label that begins with Arabic or Hebrew, as a product may, to the right.
    label.setAlignment(label.alignment() | Qt.AlignmentFlag.AlignAbsolute)
    label.setText(text)
    if wraps:
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    return label


def keep_narrow(label: QLabel) -> QLabel:
    """Have what a label is in grow no wider for a long word in it."""
    policy = label.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    label.setSizePolicy(policy)
    return label


def scale(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Set a widget's text size as a factor of the system's, so that large text stays large."""
    widget.setProperty(TEXT_SCALE, factor)
    font = widget.font()
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(round(font.pixelSize() * factor))
    font.setBold(bold)
    widget.setFont(font)


def grown(pixels: int, metrics: QFontMetrics) -> int:
    """So many pixels beside text of the usual size; more beside larger text, in proportion."""
    return round(pixels * max(1.0, metrics.height() / _USUAL_HEIGHT))


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def show_text(label: QLabel, text: str) -> None:
    """Show a text, broken where a word is too long for a line; without one take no room."""
    from app.ui.messages.formatting import breakable  # late: the first frame needs none of it

    label.setText(breakable(text))
    label.setVisible(bool(text))


def plain_tooltip(text: str) -> str:
    """The text for `setToolTip` or `ToolTipRole`. Qt would otherwise guess at HTML, and show a
    product's name of 500 letters in one line.
    """
    if len(text) > _TOOLTIP_LINE:
        from textwrap import fill

        text = "\n".join(fill(line, _TOOLTIP_LINE) for line in text.splitlines())
    if "<" in text or "&lt;" in text:
        from html import escape

        # Made HTML ourselves, with every character escaped, there is nothing left to guess.
        return f'<span style="white-space: pre-wrap">{escape(text)}</span>'
    return text
