"""Combo boxes, and the one of CJ's reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QToolTip,
    QWidget,
)

from app.domain.text import one_line
from app.ui.widgets.fields.wheel import WheelNeedsFocus
from app.ui.widgets.labels import plain_tooltip
from app.ui.widgets.notices.announce import announce_choice

if TYPE_CHECKING:
    from app.domain.disputes.disputes import Reason


class DropDown(WheelNeedsFocus, QComboBox):
    """Its list shows up to twelve entries whole. What is too long for the box has an ellipsis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, maxVisibleItems=12)
        self.setIconSize(QSize(0, 0))  # or room for one may make it higher than other fields
        self.refuse_focus_by_wheel()
        self.activated.connect(lambda _index: announce_choice(self))

    @property
    def shown_text(self) -> str:
        """What of the current entry has room."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option.currentText

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802 - Qt's name
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        kind = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(kind, option, part, self).width()
        end = Qt.TextElideMode.ElideRight  # Qt would cut it within a letter
        option.currentText = self.fontMetrics().elidedText(option.currentText, end, room)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self.currentText()
            if self.shown_text != text:
                QToolTip.showText(event.globalPos(), plain_tooltip(text), self)
                return True
        return super().event(event)


class WideDropDown(DropDown):
    """One that is as wide as its form, however long its entries are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(24)


class ReasonBox(WideDropDown):
    """CJ's reasons, in its own words and order. A letter chooses by the first one.

    Where CJ offers the reason `first`, it comes before the others; it is not chosen by that.
    """

    reason_chosen = Signal(object)
    """The `Reason`."""

    def __init__(self, parent: QWidget | None = None, *, first: Reason | None = None) -> None:
        super().__init__(parent)
        self._reasons: tuple[Reason, ...] = ()
        self._first = first.reason_id if first else None
        self.set_offered(is_offered=True)
        self.currentIndexChanged.connect(self._report)

    def show_reasons(self, reasons: tuple[Reason, ...], chosen: Reason | None) -> None:
        """Offer these, with this one chosen."""
        if chosen is not None and all(each.reason_id != chosen.reason_id for each in reasons):
            reasons = (*reasons, chosen)
        reasons = tuple(sorted(reasons, key=lambda each: each.reason_id != self._first))
        ids = [each.reason_id for each in reasons]
        with QSignalBlocker(self):
            if reasons != self._reasons:
                self._reasons = reasons
                self.clear()
                self.addItems([one_line(each.name, 120) for each in reasons])
            self.setCurrentIndex(ids.index(chosen.reason_id) if chosen else -1)

    def set_offered(self, *, is_offered: bool) -> None:
        """Whether CJ offers any reason at all."""
        self.setPlaceholderText(
            self.tr("Choose a reason") if is_offered else self.tr("CJ names no reason")
        )

    def choose(self, number: int) -> None:
        """Choose the reason at this place, as the list does."""
        if number < self.count():
            self.setCurrentIndex(number)

    def _report(self, index: int) -> None:
        if 0 <= index < len(self._reasons):
            self.reason_chosen.emit(self._reasons[index])
