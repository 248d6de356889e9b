"""Layouts: filled, emptied, turned where the text is too large, and gone through with Tab."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from app.ui.theme import SPACE_L
from app.ui.widgets.accessible_role import set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent


B = TypeVar("B", bound=QBoxLayout)

_LEAST_ROOM = 24
"""Characters that what grows has besides what it cannot do without."""
_LINES_OF_A_LOW_WINDOW = 45
_FRAME = 40
"""The height of a title and borders, in the systems that give them most. To ask a style makes
hundreds of names, which takes 5 ms."""
_NOT_BY_TAB = (Qt.FocusPolicy.NoFocus, Qt.FocusPolicy.ClickFocus)
STRETCH = None
"""Room that grows."""


def fill(
    layout: B,
    *parts: QWidget | QLayout | tuple[QWidget | QLayout, int | Qt.AlignmentFlag] | int | None,
    margins: tuple[int, int, int, int] | int | None = None,
    spacing: int | None = None,
) -> B:
    """Put these into a row or column: widgets and layouts, some with a stretch or to one side of
    their room; room in pixels.

    Margins, of which one may be given for all four sides, and spacing are those of the style where
    they are not given.
    """
    if margins is not None:
        layout.setContentsMargins(*((margins,) * 4 if isinstance(margins, int) else margins))
    if spacing is not None:
        layout.setSpacing(spacing)
    for part in parts:
        if part is STRETCH:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        else:
            one, how = part if isinstance(part, tuple) else (part, 0)
            stretch = 0 if isinstance(how, Qt.AlignmentFlag) else how  # which is an int as well
            if isinstance(one, QLayout):
                layout.addLayout(one, stretch)
            else:
                layout.addWidget(one, stretch)
            if isinstance(how, Qt.AlignmentFlag):
                layout.setAlignment(one, how)
    return layout


def room_on_screen(window: QWidget) -> QSize:
    """The largest size that a window may have to be seen with its frame and all that is in it."""
    return window.screen().availableSize() - QSize(0, _FRAME)


def is_low(widget: QWidget) -> bool:
    """Whether its window is so low that each thing that is said in it has one line at most."""
    lines = widget.window().height() // widget.fontMetrics().lineSpacing()
    return lines <= _LINES_OF_A_LOW_WINDOW


def clear(layout: QLayout) -> None:
    """Take out and delete every widget of a layout that holds widgets only.

    They are hidden at once, so that none flashes before it is gone.
    """
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def bring_into_sight(widget: QWidget) -> None:
    """Scroll all that it is in until it is seen; of a field that has a cursor, the cursor.

    Not while a mouse button is down: what is pressed would move away, and text would be selected.
    """
    if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
        return
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def tab_through(*parts: QWidget) -> None:
    """Have Tab come to these parts of a window one after the other, each with all that is in it.

    Qt puts what is made late at the very end of its window, wherever it stands. The first part
    stays where it is.
    """
    stops: dict[QWidget, list[QWidget]] = {part: [] for part in parts}
    widget = parts[0]
    while True:
        if widget.focusPolicy() not in _NOT_BY_TAB:
            part = next((each for each in parts if each.isAncestorOf(widget)), None)
            if part is not None:
                stops[part].append(widget)
        widget = next_in_tab_order(widget)
        if widget is parts[0]:
            break
    for before, after in pairwise(chain.from_iterable(stops.values())):
        QWidget.setTabOrder(before, after)


def next_in_tab_order(widget: QWidget) -> QWidget:
    """What comes next in its window, where Tab may stop or not; after the last one the first."""
    after = cast("QWidget", widget.nextInFocusChain())
    # PySide6 now takes the one for the parent of the other, though Qt does not: when one goes, what
    # it holds for that one's parts counts as deleted with it. Qt does nothing here.
    after.setParent(after.parentWidget())
    return after


class AsHighAsItsText(QWidget):
    """Asks for the height that its layout needs at the width that it has.

    A splitter or a stack does not ask by the width, and lines that wrap would else count as those
    of a narrow label.
    """

    def sizeHint(self) -> QSize:
        layout = cast("QLayout", self.layout())
        return self._by_width(super().sizeHint(), layout.totalHeightForWidth)

    def minimumSizeHint(self) -> QSize:
        layout = cast("QLayout", self.layout())
        return self._by_width(super().minimumSizeHint(), layout.totalMinimumHeightForWidth)

    def _by_width(self, usual: QSize, height_for: Callable[[int], int]) -> QSize:
        height = height_for(self.width())
        return QSize(usual.width(), height) if height > 0 else usual

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class FlowRow(QWidget):
    """Widgets side by side, aligned to the left, or one below the other.

    Where they are choices of one thing, `group` is its name, which a screen reader tells. Where the
    first one `grows`, it takes the room that the others leave, and is not left without, or with
    fewer pixels than `least` gives.
    """

    def __init__(
        self,
        *widgets: QWidget,
        spacing: int = SPACE_L,
        group: str = "",
        grows: bool = False,
        least: Callable[[], int] | None = None,
    ) -> None:
        super().__init__()
        self._grows, self._least = grows, least
        if group:
            set_role(self, QAccessible.Role.Grouping)
            self.setAccessibleName(group)
        self._widgets = widgets
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout = fill(row, margins=0, spacing=spacing)
        left, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop
        if grows:
            fill(row, (widgets[0], 1), *((each, left | top) for each in widgets[1:]))
        else:
            fill(row, *((each, left) for each in widgets), STRETCH)

    def minimumSizeHint(self) -> QSize:
        widest = max(widget.minimumSizeHint().width() for widget in self._widgets)
        return QSize(widest, self._layout.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:  # one was shown, hidden or renamed
            self._arrange()
        return is_handled

    def _arrange(self) -> None:
        shown = [self._wanted(each) for each in self._widgets if not each.isHidden()]
        needed = sum(shown) + self._layout.spacing() * max(len(shown) - 1, 0)
        way = (
            QBoxLayout.Direction.LeftToRight
            if needed <= self.width()
            else QBoxLayout.Direction.TopToBottom
        )
        if self._layout.direction() is not way:
            self._layout.setDirection(way)
            self.updateGeometry()

    def _wanted(self, widget: QWidget) -> int:
        if self._grows and widget is self._widgets[0]:
            if self._least is not None:
                return self._least()
            room = self.fontMetrics().averageCharWidth() * _LEAST_ROOM
            return widget.minimumSizeHint().width() + room
        return widget.sizeHint().width()


class OneInFront(QStackedWidget):
    """Asks for no more room than what is in front needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        front = self.currentWidget()
        if front is None:
            return super().minimumSizeHint()
        return front.minimumSizeHint().expandedTo(front.minimumSize())
