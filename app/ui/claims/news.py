"""Says on the desktop that more orders can be claimed: all of them together, once a day at most.

Nothing is said of what was muted, nor of what the person has seen here meanwhile, and nothing that
others should not read: no number, name or amount, unless that was switched on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.domain.text import one_line
from app.ui.claims.rows import Claim, sum_of
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.claims.watch import ClaimsWatch
    from app.ui.settings.choices import Choices
    from app.ui.window.tray import Tray

translate = QCoreApplication.translate

ABOUT = "claims"
"""What the desktop's message is about."""
_NAMED = 3


class ClaimsAnnouncer(QObject):
    """Watches what can be claimed; `is_seen` tells whether the person has it before their eyes."""

    opened = Signal()
    """The message was clicked: the claims are wanted."""

    def __init__(
        self,
        watch: ClaimsWatch,
        choices: Choices,
        tray: Tray,
        is_seen: Callable[[], bool],
    ) -> None:
        super().__init__(tray)
        self._watch = watch
        self._choices = choices
        self._tray = tray
        self._is_seen = is_seen

        watch.changed.connect(self._tell)
        tray.message_clicked.connect(self._take_click)

    def _tell(self) -> None:
        watch = self._watch
        if watch.is_looking:
            return  # what it finds is told together
        new = [each for each in watch.claims.to_claim if each.order_id not in watch.news.told]
        if not new:
            return
        values = self._choices.values
        if self._tray.is_window_in_front:
            if self._is_seen():
                watch.note_told(new, is_announced=False)
            return  # the tab says how many there are
        if not values.announce_changes or not watch.news.may_announce:
            return
        title = headline(new, is_first=not watch.news.told)
        text = in_full(new) if values.show_amounts else summary()
        watch.note_told(new, is_announced=True)
        self._tray.show_message(title, text, ABOUT)

    def _take_click(self, about: str) -> None:
        if about == ABOUT:
            self.opened.emit()


def headline(claims: Sequence[Claim], *, is_first: bool) -> str:
    """How many there are that were not told before."""
    if is_first:
        one = translate("ClaimsNews", "A parcel can be claimed")
        many = translate("ClaimsNews", "{count} parcels can be claimed")
    else:
        one = translate("ClaimsNews", "One more parcel can be claimed")
        many = translate("ClaimsNews", "{count} more parcels can be claimed")
    return one if len(claims) == 1 else many.format(count=f"{len(claims):,}")


def summary() -> str:
    """Where to see which: nothing else."""
    return translate("ClaimsNews", "See which ones under Claims.")


def in_full(claims: Sequence[Claim]) -> str:
    """What they come to at most, and the numbers of a few."""
    names = ", ".join(one_line(each.name, 40) for each in claims[:_NAMED])
    left = len(claims) - _NAMED
    if left > 0:
        names = translate("ClaimsNews", "{names} and {count} more").format(
            names=names, count=f"{left:,}"
        )
    found = sum_of(each.amount for each in claims)
    if found.orders == found.unknown:
        return names
    return translate("ClaimsNews", "{amount}: {names}").format(
        amount=formatting.up_to(found.amount), names=names
    )
