"""Which disputes to show: the fixed filters, then the searches that the user gave a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox

from app.domain.history import VIEW_NAME_LIMIT, SavedView, Show
from app.domain.text import one_line

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


class ViewChoice(QComboBox):
    """The fixed filters, then the user's own views."""

    view_chosen = Signal(object)
    """A `SavedView`, before `currentIndexChanged` tells the others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        for show, name in show_names():
            self.addItem(name, show)
        self._fixed = self.count()
        self.currentIndexChanged.connect(self._tell_view)
        self.activated.connect(self._tell_view)  # chosen once more after the search was changed

    @property
    def shown(self) -> Show:
        """Which disputes to show."""
        chosen = self.currentData()
        if isinstance(chosen, SavedView):
            return chosen.show
        return chosen if isinstance(chosen, Show) else Show.ALL

    @property
    def chosen_view(self) -> SavedView | None:
        """The user's view that is chosen, if it is one."""
        chosen = self.currentData()
        return chosen if isinstance(chosen, SavedView) else None

    def set_views(self, views: tuple[SavedView, ...]) -> None:
        """Offer these. The choice stays; of a view that is gone its filter does."""
        chosen = self.chosen_view
        name, show = (chosen.name if chosen else ""), self.shown
        with QSignalBlocker(self):
            while self.count() > self._fixed:
                self.removeItem(self.count() - 1)
            if views:
                self.insertSeparator(self.count())
            for view in views:
                self.addItem(one_line(view.name, VIEW_NAME_LIMIT), view)
            places = [self._fixed + 1 + at for at, view in enumerate(views) if view.name == name]
            self.setCurrentIndex(places[0] if places else self.findData(show))

    def choose_view(self, name: str) -> None:
        """Choose the view of this name."""
        for place in range(self._fixed, self.count()):
            data = self.itemData(place)
            if isinstance(data, SavedView) and data.name == name:
                self.setCurrentIndex(place)

    def _tell_view(self) -> None:
        if self.chosen_view is not None:
            self.view_chosen.emit(self.chosen_view)


def show_names() -> tuple[tuple[Show, str], ...]:
    """The fixed filters in words, in order."""
    return (
        (Show.ALL, translate("HistoryBar", "All")),
        (Show.OPEN, translate("HistoryBar", "Open")),
        (Show.REFUNDED, translate("HistoryBar", "Refunded")),
        (Show.REISSUED, translate("HistoryBar", "Reissued")),
        (Show.REJECTED, translate("HistoryBar", "Rejected")),
        (Show.CHANGED, translate("HistoryBar", "Changed since last visit")),
    )
