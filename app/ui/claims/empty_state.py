"""What stands in the table's place while no order is shown: what was looked at, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.claims import messages
from app.ui.claims.rows import Show
from app.ui.widgets.notices.placeholder import Placeholder

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from PySide6.QtWidgets import QWidget

    from app.services.orders.claims import LookStatus
    from app.ui.claims.bar import ClaimsBar
    from app.ui.claims.watch import ClaimsWatch


class ClaimsEmptyState(Placeholder):
    """Says why, and offers what helps."""

    def __init__(
        self,
        watch: ClaimsWatch,
        bar: ClaimsBar,
        sign_in: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._watch = watch
        self._bar = bar
        self._sign_in = sign_in
        self.open_again: Callable[[], object] | None = None
        """Tries once more to open the account, where it could not be opened."""

    def explain(self, now: datetime, *, is_searched: bool) -> None:
        """Say why no order is shown."""
        watch, status = self._watch, self._watch.status
        if watch.desk is None and self.open_again is not None:
            self.say_unopened(self.open_again)
        elif watch.desk is None:
            self.say(
                self.tr("Not signed in"),
                self.tr("Sign in to see which of your orders can be claimed."),
                button=(self.tr("Sign in…"), self._sign_in),
                picture="account",
            )
        elif status is None or watch.claims.rows is None:
            if watch.is_unread:
                again = (self.tr("Try again"), watch.reload)
                text = self.tr("The orders could not be read")
                self.say(text, "", button=again, picture="refresh")
            else:
                self.say(self.tr("One moment…"), "", picture="clock")
        elif not status.orders:
            self._tell_of_no_orders(status, messages.freshness(status, now))
        elif is_searched:
            self.say(
                self.tr("No order matches"),
                self.tr("The search hides all of them."),
                button=(self.tr("Clear search"), self._bar.search.clear),
                picture="search",
            )
        else:
            show = self._bar.shown
            nothing = {
                Show.CLAIM_NOW: self.tr("Nothing to claim now"),
                Show.WATCH: self.tr("Nothing to watch"),
                Show.WAITING: self.tr("Nothing that waits"),
                Show.MUTED: self.tr("No order is muted"),
                Show.ALL: self.tr("No orders"),
            }[show]
            label = "" if show is Show.ALL else self.tr("Show all orders")
            self.say(
                nothing,
                messages.freshness(status, now),
                button=(label, lambda: self._bar.show_only(Show.ALL)),
                picture="success",
            )

    def _tell_of_no_orders(self, status: LookStatus, looked: str) -> None:
        watch = self._watch
        look = (self.tr("Look through orders"), watch.look)
        if watch.is_looking:
            self.say(self.tr("Looking through your orders…"), messages.progress(watch.step))
        elif not status.is_on and status.may_ask:
            self.say(
                self.tr("Look through your orders for parcels to claim?"),
                self.tr(
                    "Once a day, in the background, your orders and their tracking are read from "
                    "CJ. Of your buyers, only the country is kept."
                ),
                button=look,
                other=(self.tr("Not now"), watch.put_off),
                picture="search",
            )
        elif not status.is_on:
            self.say(
                self.tr("Your orders are not looked through"),
                self.tr("No order was read yet. You can start whenever you like."),
                button=look,
                picture="search",
            )
        elif status.finished:
            self.say(self.tr("CJ lists no orders of this account"), looked, button=look)
        else:
            self.say(self.tr("No order was read yet"), looked, button=look, picture="refresh")
