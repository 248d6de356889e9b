"""The bar that says what went wrong or right, beside what caused it. It is never modal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QFontInfo, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.messages.my_cj import open_my_cj
from app.ui.messages.notices import Notice, Severity
from app.ui.theme import SPACE_S, icon
from app.ui.widgets.labels import plain_label, set_property
from app.ui.widgets.layouts import FlowRow, bring_into_sight, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.scrolling import UpAndDown

if TYPE_CHECKING:
    from collections.abc import Callable

    Actions = tuple[tuple[str, Callable[[], object]], ...]
    """Buttons, each with its label and what it does."""

_LOOKS = {
    Severity.INFO: ("info", "text"),
    Severity.GOOD: ("success", "good"),
    Severity.WARN: ("warning", "warn"),
    Severity.BAD: ("error", "bad"),
}
"""The icon, and which colour of the scheme it has."""


_LEAST_WORDS = 48
"""Characters: with fewer in a line, what can be done stands below what is said."""
_ICON_EMS = 1.5
_RELEASE_MS, _MOST_WAITS = 30, 100
"""A release that another window took is never told: then the notice comes all the same."""


class NoticeBar(QFrame):
    """Shows one notice at a time; takes no room while there is none.

    Nothing moves under a mouse button that is down: a notice waits until it is up. What another bar
    of the window says already is not said twice; where a bar `comes_first`, it is said there. What
    became of a person's act `is_scrolled_to`; news must not move what somebody types in.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        comes_first: bool = False,
        is_scrolled_to: bool = False,
    ) -> None:
        super().__init__(parent)
        self._is_scrolled_to = is_scrolled_to
        self._comes_first = comes_first
        self._waiting: tuple[Notice, Actions] | None = None
        self._waits = 0
        self._release = QTimer(self, singleShot=True, interval=_RELEASE_MS)
        self._look = _LOOKS[Severity.INFO]
        self._reader: _Reader | None = None
        self.buttons: list[QPushButton] = []
        """For what can be done about the notice."""
        self._close_button = QToolButton(self)
        self._said = ""
        self._details: _Details | None = None
        self._close_button.setAccessibleName(self.tr("Dismiss"))
        self._close_button.setToolTip(self.tr("Dismiss"))
        self.hide()

        self._close_button.clicked.connect(self.clear)
        self._release.timeout.connect(self._show_waiting)

    def _build(self) -> _Reader:
        """Make the rest, once: most of the window's bars never have anything to say.

        The last button is there from the start and keeps the bar's place in the order of Tab.
        """
        if self._reader is not None:
            return self._reader
        top = Qt.AlignmentFlag.AlignTop
        self._icon = QLabel()
        self._text = plain_label(wraps=True)
        self._reader = reader = _Reader(self._text)
        self._details_button = QPushButton(self.tr("Details"), flat=True)
        self._beside = QWidget()
        self._ways = QHBoxLayout(self._beside)
        fill(self._ways, self._details_button, margins=0, spacing=SPACE_S)
        words = FlowRow(reader, self._beside, spacing=SPACE_S, grows=True, least=reader.least_width)
        parts = ((self._icon, top), (words, 1), (self._close_button, top))
        row = fill(QHBoxLayout(), *parts, spacing=SPACE_S)
        row.setAlignment(words, top)
        self._rows = fill(QVBoxLayout(self), row, margins=SPACE_S)
        self._close_button.raise_()  # screen readers come by these as they are stacked
        self._put_before(self._close_button, reader)
        self._put_before(self._close_button, self._details_button)

        self._details_button.clicked.connect(self._toggle_details)
        return reader

    def show_notice(self, notice: Notice, *, actions: Actions = ()) -> None:
        """Show a notice, with buttons for what can be done about it."""
        self._waiting = notice, actions
        self._waits = 0
        self._show_waiting()

    def _show_waiting(self) -> None:
        if self._waiting is None:
            return
        is_down = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if self.isHidden() and is_down and self._waits < _MOST_WAITS:
            self._waits += 1
            self._release.start()
            return
        (notice, actions), self._waiting = self._waiting, None
        window = self.window()
        others = [each for each in window.findChildren(NoticeBar) if each.window() is window]
        same = [each for each in others if each is not self and each.text == notice.text]
        if same and not self._comes_first:
            self.clear()
            return
        for each in same:
            each.clear()
        self._put(notice, actions)

    def _put(self, notice: Notice, actions: Actions) -> None:
        self._build()
        self._remove_actions()
        if notice.leads_to:
            actions = (*actions, (self.tr("Open My CJ"), partial(open_my_cj, notice.leads_to)))
        for label, act in actions:
            button = QPushButton(label)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._ways.insertWidget(self._ways.indexOf(self._details_button), button)
            self._put_before(self._details_button, button)
            self.buttons.append(button)
        self._look = _LOOKS[notice.tone]
        self._close_button.setIcon(icon("close"))
        self._text.setText(notice.text)
        self._line_up()
        self._said = notice.details
        self._details_button.setVisible(bool(notice.details))
        self._beside.setVisible(bool(notice.details or actions))
        if self._details is not None:
            self._details.hide()
        set_property(self, "tone", notice.tone.value)
        self.setAccessibleName(notice.text)
        self.show()
        announce(self, notice.text, is_urgent=notice.tone is Severity.BAD)
        if self._is_scrolled_to:
            QTimer.singleShot(0, self, lambda: bring_into_sight(self))  # once it is laid out

    def clear(self) -> None:
        """Take the notice away."""
        self._waiting = None
        self._remove_actions()
        self.hide()

    @property
    def text(self) -> str:
        """What the bar says now; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        is_seen = event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange)
        if is_seen and self.isVisible():
            self._line_up()

    def _line_up(self) -> None:
        """Put the icon and the first line of the text on the height of the buttons' text."""
        height = self._details_button.sizeHint().height()
        side = round(_ICON_EMS * QFontInfo(self._text.font()).pixelSize())
        self._icon.setPixmap(icon(*self._look).pixmap(side, side))
        self._icon.setFixedHeight(height)
        room = max(0, height - self._text.fontMetrics().lineSpacing()) // 2
        self._text.setContentsMargins(0, room, 0, room)
        self._build().fit()

    def _put_before(self, other: QWidget, widget: QWidget) -> None:
        """Have Tab come to it there: Qt has what is new come last in the whole window."""
        self.setTabOrder(other, widget)
        self.setTabOrder(widget, other)

    def _remove_actions(self) -> None:
        for button in self.buttons:
            self._ways.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons.clear()

    def _toggle_details(self) -> None:
        if self._details is None:
            # Made by whoever wants them: there are many bars, and a text that is scrolled is large.
            self._details = _Details(self._close_button)
            self._rows.addWidget(self._details)
        is_shown = self._details.isHidden()
        if is_shown:
            self._details.show_text(self._text.text(), self._said)
        self._details.setVisible(is_shown)


class _Details(QWidget):
    """What helps to find the cause, and a button that copies it with what the notice says."""

    def __init__(self, before: QWidget) -> None:
        super().__init__(before.parentWidget())
        self._notice = ""
        self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        copy_button = QPushButton(self.tr("Copy details"), flat=True)
        self._text.setAccessibleName(self.tr("Details"))
        self._text.setMaximumHeight(120)
        parts = ((self._text, 1), (copy_button, Qt.AlignmentFlag.AlignTop))
        fill(QHBoxLayout(self), *parts, margins=0)
        self.setTabOrder(before, self._text)
        self.setTabOrder(self._text, copy_button)
        self.hide()

        copy_button.clicked.connect(self._copy)

    def show_text(self, notice: str, details: str) -> None:
        """Show the details of what a notice says."""
        self._notice = notice
        self._text.setPlainText(details)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._notice}\n{self._text.toPlainText()}")


class _Reader(UpAndDown):
    """A text that is as high as it needs, up to some lines; what is longer is scrolled."""

    _LINES = 6
    """As high as the font's own. Those of Chinese, from another font, are a third higher."""

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self._label = label
        self._has_width = False
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        # A label that wraps asks for the height of a narrow one, whatever width it has.
        policy = label.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)
        label.setSizePolicy(policy)
        self.setWidget(label)

    def sizeHint(self) -> QSize:
        return self._label.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._label.minimumSizeHint().width(), 0)

    def least_width(self) -> int:
        """All of a short text in one line; of a longer one, lines that can be read."""
        metrics = self._label.fontMetrics()
        line = metrics.averageCharWidth() * _LEAST_WORDS
        return min(metrics.horizontalAdvance(self._label.text()) + SPACE_S, line)

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        needed = max(self._label.heightForWidth(width), 0)  # -1 without any text
        margins = self._label.contentsMargins()
        most = self._LINES * self._label.fontMetrics().lineSpacing()
        return min(needed, most + margins.top() + margins.bottom())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._has_width = True
        self.fit()

    def fit(self) -> None:
        """Ask for the height that the text needs. Not every layout asks for it by the width."""
        if not self._has_width:
            return  # a window that grew for a width of nobody's would not shrink again
        wanted = self.heightForWidth(self.width())
        self.setMinimumHeight(wanted)
        # Somewhere for the keys to go only where they can scroll.
        is_cut = self._label.heightForWidth(self.width()) > wanted
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_cut else Qt.FocusPolicy.NoFocus)
        # Else a bar that was needed for a moment stays: beside it the text has one line more.
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_cut else policy.ScrollBarAlwaysOff
        )
