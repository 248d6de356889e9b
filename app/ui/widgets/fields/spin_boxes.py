"""Boxes with arrows, for a number and for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QSpinBox, QWidget

from app.ui.widgets.fields.wheel import WheelNeedsFocus

if TYPE_CHECKING:
    from datetime import date

_INSET = 9
"""In pixels, to where the text of other fields begins: Qt passes over the padding on this side."""


class NumberBox(WheelNeedsFocus, QSpinBox):
    """A number."""

    def __init__(self) -> None:
        super().__init__()
        self.refuse_focus_by_wheel()
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)


class DayBox(WheelNeedsFocus, QDateEdit):
    """A day between two others."""

    def __init__(self, first: date, last: date, form: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.refuse_focus_by_wheel()
        self.setDisplayFormat(form)
        self.setDateRange(QDate(*_parts(first)), QDate(*_parts(last)))
        self.lineEdit().setTextMargins(_INSET, 0, 0, 0)

    @property
    def day(self) -> date:
        """The day that is shown."""
        return cast("date", self.date().toPython())

    @day.setter
    def day(self, day: date) -> None:
        self.setDate(QDate(*_parts(day)))


def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day
