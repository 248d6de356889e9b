"""The bar above the orders: the sum, which ones to show, the look, and what to leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.claims import messages
from app.ui.claims.rows import Show, Sum
from app.ui.theme import SPACE_S, icon
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.search_field import SearchField
from app.ui.widgets.labels import label_of, muted_label, section_label, set_property
from app.ui.widgets.layouts import fill
from app.ui.widgets.notices.progress_line import ProgressLine

if TYPE_CHECKING:
    from datetime import datetime

    from app.ui.claims.watch import ClaimsWatch


class ClaimsBar(QWidget):
    """Where the user says which orders to see."""

    narrowed = Signal()
    """Search or choice changed."""
    table_requested = Signal()
    """The user is done typing and wants to go into the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = Show.CLAIM_NOW
        self.heading = section_label()
        self.freshness = muted_label()
        self.freshness.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.progress = ProgressLine(self.tr("Orders looked through"))
        self.search = SearchField(self.tr("Search orders"))
        self.choice = DropDown()
        self.look = QPushButton(self.tr("Look through orders"))
        self.claim = QPushButton(self.tr("Claim…"))
        self.mute = QPushButton(self.tr("Mute"))
        self.show_muted = QPushButton(self.tr("Show muted"))
        for show, name in messages.show_names():
            self.choice.addItem(name, show)
        self.search.build_deferred()
        self.look.setToolTip(self.tr("Ask CJ for your orders and their tracking (F5)"))
        self.claim.setToolTip(self.tr("File a dispute about the order that is selected (Enter)"))
        self.mute.setToolTip(self.tr("Leave the selected orders alone (Del)"))
        self.progress.button.setText(self.tr("Stop"))
        self.look.setIcon(icon("refresh"))

        top = fill(
            QHBoxLayout(),
            (self.heading, 1),
            (self.freshness, 1),
            self.progress,
            self.look,
            spacing=SPACE_S,
        )
        self._tools = QWidget()
        fill(
            QHBoxLayout(self._tools),
            (self.search, 1),
            label_of(self.choice, self.tr("Show")),
            self.choice,
            SPACE_S,
            self.claim,
            self.mute,
            self.show_muted,
            margins=0,
            spacing=SPACE_S,
        )
        fill(QVBoxLayout(self), top, self._tools, margins=0, spacing=SPACE_S)

        self.search.textChanged.connect(self.narrowed)
        self.search.down_pressed.connect(self.table_requested)
        self.choice.currentIndexChanged.connect(self._take_choice)
        self.show_muted.clicked.connect(self._toggle_muted)

    @property
    def shown(self) -> Show:
        """Which orders to show."""
        return Show(self.choice.currentData())

    def show_only(self, show: Show) -> None:
        """Choose for the user, and clear the search."""
        self.search.clear()
        self.choice.setCurrentIndex(self.choice.findData(show))

    def show_sum(self, found: Sum) -> None:
        """Say how many orders of the choice there are."""
        self.heading.setText(messages.heading(self.shown, found))

    def show_look(self, watch: ClaimsWatch, now: datetime) -> None:
        """Say how the looks stand."""
        status = watch.status
        self.freshness.setText("" if status is None else messages.freshness(status, now))
        self.freshness.setToolTip(self.freshness.text())
        set_property(self.freshness, "tone", "warn" if status and status.failed else "")
        # Without orders there is nothing to choose from; what stands in their place tells the rest.
        has_orders = bool(watch.claims.rows)
        for part in (self._tools, self.heading):
            part.setVisible(has_orders)
        self.look.setVisible(has_orders and watch.desk is not None and not watch.is_looking)
        self.freshness.setVisible(has_orders and not watch.is_looking)
        if not watch.is_looking:
            self.progress.hide()
            return
        step = watch.step
        self.progress.say(
            messages.progress(step), step.done if step else 0, step.total if step else None
        )

    def show_chosen(self, *, is_any: bool) -> None:
        """Say what can be done with the selected orders, if there are any."""
        is_muted = self.shown is Show.MUTED
        self.mute.setText(self.tr("Unmute") if is_muted else self.tr("Mute"))
        self.claim.setEnabled(is_any)
        self.mute.setEnabled(is_any)
        self.show_muted.setText(self.tr("Hide muted") if is_muted else self.tr("Show muted"))

    def _take_choice(self) -> None:
        if self.shown is not Show.MUTED:
            self._before = self.shown
        self.narrowed.emit()

    def _toggle_muted(self) -> None:
        wanted = self._before if self.shown is Show.MUTED else Show.MUTED
        self.choice.setCurrentIndex(self.choice.findData(wanted))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.table_requested.emit()
