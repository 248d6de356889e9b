"""Combo boxes, and the one of CJ's reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from app.domain.text import one_line
from app.ui.widgets.fields.wheel import WheelNeedsFocus
from app.ui.widgets.notices.announce import announce_choice

if TYPE_CHECKING:
    from app.domain.disputes.disputes import Reason


class DropDown(WheelNeedsFocus, QComboBox):
    """Its list shows up to twelve entries whole."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refuse_focus_by_wheel()
        self.setMaxVisibleItems(12)
        self.activated.connect(lambda _index: announce_choice(self))


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
        self._first = first
        self._is_rendering = False
        self.set_offered(is_offered=True)
        self.currentIndexChanged.connect(self._report)

    def show_reasons(self, reasons: tuple[Reason, ...], chosen: Reason | None) -> None:
        """Offer these, with this one chosen."""
        self._is_rendering = True
        if chosen is not None and all(each.reason_id != chosen.reason_id for each in reasons):
            reasons = (*reasons, chosen)
        first = self._first.reason_id if self._first else None
        reasons = tuple(sorted(reasons, key=lambda each: each.reason_id != first))
        if reasons != self._reasons:
            self._reasons = reasons
            self.clear()
            for each in reasons:
                self.addItem(one_line(each.name, 120))
        ids = [each.reason_id for each in reasons]
        index = ids.index(chosen.reason_id) if chosen else -1
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        self._is_rendering = False

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
        if not self._is_rendering and 0 <= index < len(self._reasons):
            self.reason_chosen.emit(self._reasons[index])
