"""Beside the table: the details of the dispute selected, and nothing until one is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.deferred import BETWEEN_MS, DRAWN_AFTER_MS, in_turns, load
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from app.domain.ids import DisputeId
    from app.ui.history.details.panel import DetailsPanel
    from app.ui.settings.choices import Choices
    from app.ui.widgets.pictures import PictureLoader


class DetailsArea(QWidget):
    """Makes the panel once it is asked for: a start without it takes three megabytes less.

    In one go it would hold up the window for longer than anything else does.
    """

    panel_made = Signal(object)
    """The `DetailsPanel`, to be connected before it shows anything."""

    def __init__(self, now: Callable[[], datetime], choices: Choices | None) -> None:
        super().__init__()
        self._now = now
        self._choices = choices
        self._pictures: PictureLoader | None = None
        self._panel: DetailsPanel | None = None
        self._making = self._make()
        self._layout = fill(QVBoxLayout(self), margins=0)
        self.hide()

    @property
    def panel(self) -> DetailsPanel:
        """What shows the details."""
        for _ in self._making:
            pass
        self._put()
        return cast("DetailsPanel", self._panel)

    def prepare(self, fill: Callable[[DetailsPanel], object]) -> None:
        """Have the panel made in turns, filled, and shown: at once where it is there."""

        def make() -> None:
            in_turns(self._making, self, go_on)

        def go_on() -> None:
            fill(cast("DetailsPanel", self._panel))
            QTimer.singleShot(BETWEEN_MS, self, self._put)  # which lays it out, and draws it

        if self._panel is not None:
            fill(self._panel)
            self._put()
        else:
            QTimer.singleShot(DRAWN_AFTER_MS, self, lambda: load(self._make, self, make))

    def _make(self) -> Iterator[None]:
        from app.ui.history.details.panel import DetailsPanel

        panel = DetailsPanel(self, now=self._now, choices=self._choices)
        yield
        yield from panel.make_parts()
        panel.pictures = self._pictures
        self._panel = panel
        self.panel_made.emit(panel)

    def _put(self) -> None:
        if self._panel is not None and not self._layout.count():
            self._layout.addWidget(self._panel)
            self._panel.show()  # a layout would do so later, where this is in sight already

    @property
    def dispute_id(self) -> DisputeId | None:
        """The dispute shown."""
        return self._panel.dispute_id if self._panel is not None else None

    def clear(self) -> None:
        """Show no dispute."""
        if self._panel is not None:
            self._panel.clear()

    def use(self, pictures: PictureLoader, *, is_other_account: bool) -> None:
        """Show no dispute, and pictures of this account from now on."""
        self._pictures = pictures
        self.clear()
        if self._panel is not None:
            self._panel.pictures = pictures
            if is_other_account:
                self._panel.forget_unsaved()

    @property
    def has_failed(self) -> bool:
        """Whether something that was typed could not be saved until now."""
        panel = self._panel
        return panel is not None and (panel.note.has_failed or panel.buyer_refund.has_failed)

    def save_all(self) -> None:
        """Save at once what was typed, with what could not be saved before."""
        if self._panel is not None:
            self._panel.note.save_all()
            self._panel.buyer_refund.save_all()
