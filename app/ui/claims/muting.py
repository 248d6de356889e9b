"""For how long orders are to be left alone: a menu, and a dialog for any other day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QMenu, QVBoxLayout, QWidget

from app.domain.history.spans import LAST_DAY
from app.ui.messages.formatting import day
from app.ui.theme import SPACE_L, SPACE_M
from app.ui.widgets.fields.spin_boxes import DayBox
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import label_of, level, muted_label
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from collections.abc import Callable

translate = QCoreApplication.translate

_DAYS = (7, 30)


def mute_menu(
    parent: QWidget, today: date, mute: Callable[[date | None], object], ask: Callable[[], object]
) -> QMenu:
    """What may be chosen. The first entry is for good; each tells the day on which it ends."""
    menu = QMenu(parent)
    menu.setObjectName("mute")
    for_good = menu.addAction(translate("Muting", "For good: the buyer has it"), lambda: mute(None))
    for count in _DAYS:
        until = today + timedelta(days=count)
        text = translate("Muting", "For {count} days, until {day}").format(
            count=count, day=day(until)
        )
        menu.addAction(text, partial(mute, until))
    other = translate("Muting", "Until another day…")
    menu.addAction(other, partial(ask))  # a widget's method would become a slot of it
    menu.setActiveAction(for_good)
    return menu


class MuteDialog(Dialog):
    """Asks for the day on which the orders count again."""

    day_chosen = Signal(object)
    """The `date`."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        tomorrow = today + timedelta(days=1)
        form = translate("Formatting", "d MMM yyyy")
        self._day = DayBox(tomorrow, LAST_DAY, form)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._day.day = tomorrow + timedelta(days=13)
        self.setWindowTitle(self.tr("Mute orders"))
        ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(self.tr("Mute"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        ok.setDefault(True)

        row = QFormLayout()
        row.addRow(level(label_of(self._day, self.tr("Muted until"))), self._day)
        text = muted_label(self.tr("From that day on, they are shown again."), wraps=False)
        fill(QVBoxLayout(self), row, text, buttons, margins=SPACE_L, spacing=SPACE_M)

        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: self.day_chosen.emit(self._day.day))
