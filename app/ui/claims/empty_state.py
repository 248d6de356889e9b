"""What stands in the table's place while no order is shown: what was looked at, and when."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.claims import messages
from app.ui.claims.rows import Show
from app.ui.widgets.notices.placeholder import Placeholder

if TYPE_CHECKING:
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.ui.claims.watch import ClaimsWatch


class EmptyReason(Enum):
    """Why there is nothing."""

    SIGNED_OUT = "signed out"
    READING = "reading"
    UNREAD = "could not be read"
    ASKING_PERSON = "asking the person"
    OFF = "off"
    LOOKING = "looking"
    NOT_LOOKED = "not looked"
    NO_ORDERS = "no orders"
    NO_MATCH = "no match"
    NOTHING = "nothing to do"


def why_empty(watch: ClaimsWatch, *, is_searched: bool) -> EmptyReason:
    """Why no order is shown."""
    status = watch.status
    if watch.desk is None:
        return EmptyReason.SIGNED_OUT
    if status is None or watch.claims.rows is None:
        return EmptyReason.UNREAD if watch.is_unread else EmptyReason.READING
    if not status.orders:
        if watch.is_looking:
            return EmptyReason.LOOKING
        if not status.is_on:
            return EmptyReason.ASKING_PERSON if status.may_ask else EmptyReason.OFF
        return EmptyReason.NO_ORDERS if status.finished else EmptyReason.NOT_LOOKED
    return EmptyReason.NO_MATCH if is_searched else EmptyReason.NOTHING


class ClaimsEmptyState(Placeholder):
    """Says why, and offers what helps."""

    sign_in_requested = Signal()
    look_requested = Signal()
    rows_requested = Signal()
    """The orders are to be read from this computer's copy again."""
    put_off_requested = Signal()
    clear_requested = Signal()
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason = EmptyReason.READING
        self.acted.connect(self._act)
        self.declined.connect(self.put_off_requested)

    @property
    def reason(self) -> EmptyReason:
        """What it says now."""
        return self._reason

    def show_reason(
        self, reason: EmptyReason, watch: ClaimsWatch, show: Show, now: datetime
    ) -> None:
        """Say why there is nothing."""
        self._reason = reason
        look = self.tr("Look through orders")
        looked = "" if watch.status is None else messages.freshness(watch.status, now)
        if reason is EmptyReason.SIGNED_OUT:
            self.say(
                self.tr("Not signed in"),
                self.tr("Sign in to see which of your orders can be claimed."),
                button=self.tr("Sign in…"),
                picture="account",
            )
        elif reason is EmptyReason.READING:
            self.say(self.tr("One moment…"), "", picture="clock")
        elif reason is EmptyReason.UNREAD:
            again = self.tr("Try again")
            self.say(self.tr("The orders could not be read"), "", button=again, picture="refresh")
        elif reason is EmptyReason.ASKING_PERSON:
            self.say(
                self.tr("Look through your orders for parcels to claim?"),
                self.tr(
                    "Once a day CJ is asked for your orders and their tracking, behind all else "
                    "that you do. Of your buyers nothing is kept but the country."
                ),
                button=look,
                other=self.tr("Not now"),
                picture="search",
            )
        elif reason is EmptyReason.OFF:
            self.say(
                self.tr("Your orders are not looked through"),
                self.tr("No order was read yet. You can start whenever you like."),
                button=look,
                picture="search",
            )
        elif reason is EmptyReason.LOOKING:
            self.say(self.tr("Looking through your orders…"), messages.progress(watch.step))
        elif reason is EmptyReason.NOT_LOOKED:
            self.say(self.tr("No order was read yet"), looked, button=look, picture="refresh")
        elif reason is EmptyReason.NO_ORDERS:
            self.say(self.tr("CJ lists no orders of this account"), looked, button=look)
        elif reason is EmptyReason.NO_MATCH:
            self.say(
                self.tr("No order matches"),
                self.tr("The search hides all of them."),
                button=self.tr("Clear search"),
                picture="search",
            )
        else:
            self.say(
                self._nothing(show),
                looked,
                button="" if show is Show.ALL else self.tr("Show all orders"),
                picture="success",
            )

    def _act(self) -> None:
        {
            EmptyReason.UNREAD: self.rows_requested,
            EmptyReason.SIGNED_OUT: self.sign_in_requested,
            EmptyReason.NO_MATCH: self.clear_requested,
            EmptyReason.NOTHING: self.all_requested,
        }.get(self._reason, self.look_requested).emit()

    def _nothing(self, show: Show) -> str:
        return {
            Show.CLAIM_NOW: self.tr("Nothing to claim now"),
            Show.WATCH: self.tr("Nothing to watch"),
            Show.WAITING: self.tr("Nothing that waits"),
            Show.MUTED: self.tr("No order is muted"),
            Show.ALL: self.tr("No orders"),
        }[show]
