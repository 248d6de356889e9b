"""What stands in the table's place while there is no dispute to show, and what to do next."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.ui.widgets.notices.placeholder import Placeholder

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class EmptyReason(Enum):
    """Why there is nothing."""

    SIGNED_OUT = "signed out"
    READING = "reading"
    UNREAD = "could not be read"
    ASKING = "asking"
    NEVER_ASKED = "never asked"
    NO_MATCH = "no match"
    NO_DISPUTES = "no disputes"
    UNLISTED = "unlisted"


class EmptyState(Placeholder):
    """Says why, and offers the one thing that helps."""

    sign_in_requested = Signal()
    rows_requested = Signal()
    """The disputes are to be read from this computer's copy again."""
    refresh_requested = Signal()
    clear_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason = EmptyReason.SIGNED_OUT

        self.acted.connect(self._act)
        self.show_reason(EmptyReason.SIGNED_OUT)

    @property
    def reason(self) -> EmptyReason:
        """What it says now."""
        return self._reason

    def show_reason(self, reason: EmptyReason) -> None:
        """Say why there is nothing."""
        self._reason = reason
        sayings = {
            EmptyReason.SIGNED_OUT: self._say_signed_out,
            EmptyReason.READING: self._say_reading,
            EmptyReason.UNREAD: self._say_unread,
            EmptyReason.ASKING: self._say_asking,
            EmptyReason.NEVER_ASKED: self._say_never_asked,
            EmptyReason.NO_MATCH: self._say_no_match,
            EmptyReason.NO_DISPUTES: self._say_no_disputes,
            EmptyReason.UNLISTED: self._say_unlisted,
        }
        sayings[reason]()

    def _say_signed_out(self) -> None:
        self.say(
            self.tr("Not signed in"),
            self.tr("Sign in to see your disputes here, or try practice mode."),
            button=self.tr("Sign in…"),
            picture="account",
        )

    def _say_reading(self) -> None:
        self.say(self.tr("One moment…"), "", picture="clock")

    def _say_unread(self) -> None:
        self.say(
            self.tr("The disputes could not be read"),
            "",
            button=self.tr("Try again"),
            picture="refresh",
        )

    def _say_asking(self) -> None:
        self.say(
            self.tr("Asking CJ for your disputes…"),
            self.tr("CJ answers one page a second; a long history takes a while the first time."),
            picture="clock",
        )

    def _say_never_asked(self) -> None:
        self.say(
            self.tr("Nothing loaded yet"),
            self.tr("Your disputes were never fetched from CJ on this computer."),
            button=self.tr("Refresh now"),
            picture="refresh",
        )

    def _say_no_match(self) -> None:
        self.say(
            self.tr("No dispute matches"),
            self.tr("Search and filter hide all of them."),
            button=self.tr("Clear filter"),
            picture="search",
        )

    def _say_no_disputes(self) -> None:
        self.say(
            self.tr("No disputes yet"),
            self.tr("Paste an order number above to file the first one."),
            picture="parcel",
        )

    def _say_unlisted(self) -> None:
        self.say(
            self.tr("No dispute listed"),
            self.tr("CJ counts disputes of this account, but lists none of them."),
            button=self.tr("Refresh now"),
            picture="refresh",
        )

    def _act(self) -> None:
        signals = {
            EmptyReason.SIGNED_OUT: self.sign_in_requested,
            EmptyReason.UNREAD: self.rows_requested,
            EmptyReason.NEVER_ASKED: self.refresh_requested,
            EmptyReason.UNLISTED: self.refresh_requested,
            EmptyReason.NO_MATCH: self.clear_requested,
        }
        if self._reason in signals:
            signals[self._reason].emit()
