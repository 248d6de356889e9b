"""What stands in the table's place while there is no dispute to show, and what to do next."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from app.ui.widgets.notices.placeholder import Placeholder

if TYPE_CHECKING:
    from collections.abc import Callable


class EmptyReason(Enum):
    """Why there is nothing."""

    SIGNED_OUT = "signed out"
    UNOPENED = "could not be opened"
    READING = "reading"
    UNREAD = "could not be read"
    ASKING = "asking"
    NEVER_ASKED = "never asked"
    NO_MATCH = "no match"
    NO_DISPUTES = "no disputes"
    UNLISTED = "unlisted"


class EmptyState(Placeholder):
    """Says why, and offers the one thing that helps."""

    def show_reason(self, reason: EmptyReason, act: Callable[[], object]) -> None:
        """Say why there is nothing. `act` is what helps, where that is for a person to do."""
        self.reason = reason
        """What it says now."""
        if reason is EmptyReason.UNOPENED:
            self.say_unopened(act)
            return
        heading, text, button, picture = {
            EmptyReason.SIGNED_OUT: (
                self.tr("Not signed in"),
                self.tr("Sign in to see your disputes here, or try practice mode."),
                self.tr("Sign in…"),
                "account",
            ),
            EmptyReason.READING: (self.tr("One moment…"), "", "", "clock"),
            EmptyReason.UNREAD: (
                self.tr("The disputes could not be read"),
                "",
                self.tr("Try again"),
                "refresh",
            ),
            EmptyReason.ASKING: (
                self.tr("Asking CJ for your disputes…"),
                self.tr(
                    "CJ answers one page a second; a long history takes a while the first time."
                ),
                "",
                "clock",
            ),
            EmptyReason.NEVER_ASKED: (
                self.tr("Nothing loaded yet"),
                self.tr("Your disputes were never fetched from CJ on this computer."),
                self.tr("Refresh now"),
                "refresh",
            ),
            EmptyReason.NO_MATCH: (
                self.tr("No dispute matches"),
                self.tr("Search and filter hide all of them."),
                self.tr("Clear filter"),
                "search",
            ),
            EmptyReason.NO_DISPUTES: (
                self.tr("No disputes yet"),
                self.tr("Paste an order number above to file the first one."),
                "",
                "parcel",
            ),
            EmptyReason.UNLISTED: (
                self.tr("No dispute listed"),
                self.tr("CJ counts disputes of this account, but lists none of them."),
                self.tr("Refresh now"),
                "refresh",
            ),
        }[reason]
        self.say(heading, text, button=(button, act), picture=picture)
