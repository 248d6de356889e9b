"""Watches open disputes while the program runs, and speaks up when something changes.

In short where others may see it, at length in the window.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from app.domain.disputes.disputes import Dispute, Outcome
from app.domain.disputes.state import decision, waits_for_merchant
from app.domain.text import one_line
from app.services.history.watch import Announcements, seconds_between_polls
from app.support.clock import utc_now
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from app.domain.history.history import Change
    from app.domain.ids import DisputeId
    from app.services.account_services import AccountServices
    from app.storage.preferences import PreferenceValues
    from app.ui.history.pane import HistoryPane
    from app.ui.settings.choices import Choices
    from app.ui.window.tray import Tray

translate = QCoreApplication.translate

_MOST_LINES = 4


class HistoryWatch(QObject):
    """Has CJ polled as often as is wanted; one notification for all that changed, now and then.

    The pane says what changed in a banner, on every desktop. The desktop itself is told only
    while the window is not in front, where the user wants that, and without ids, names and
    amounts unless they were switched on.
    """

    def __init__(
        self,
        pane: HistoryPane,
        choices: Choices,
        tray: Tray,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(tray)
        self._pane = pane
        self._choices = choices
        self._now = now
        self._is_practice = False
        self._announcing = Announcements()
        self._tray = tray
        self._announce_soon = QTimer(self, singleShot=True)

        self._announce_soon.timeout.connect(self._announce)
        pane.updates.news.connect(self._take_news)
        pane.seen.connect(self._take_seen)
        choices.changed.connect(self._set_interval)

    def open_desk(self, desk: AccountServices) -> None:
        """Watch this account from now on. The pane has just asked for its news."""
        self._is_practice = desk.account.is_practice
        self._announcing.clear()
        self._announce_soon.stop()
        self._tray.is_worth_asking = not self._is_practice
        self._pane.updates.poll_every(0)  # the first time counts from now
        self._set_interval(self._choices.values)

    def _set_interval(self, values: PreferenceValues) -> None:
        seconds = seconds_between_polls(values.check_minutes, is_practice=self._is_practice)
        self._pane.updates.poll_every(seconds)

    def _take_news(self, changes: tuple[Change, ...]) -> None:
        self._announcing.add(changes)
        self._plan()

    def _take_seen(self, ids: frozenset[DisputeId] | None) -> None:
        if ids is None:
            self._announcing.clear()
        else:
            self._announcing.drop(ids)

    def _plan(self) -> None:
        wait = self._announcing.wait(self._now())
        if wait is not None:
            self._announce_soon.start(int(wait.total_seconds() * 1000))

    def _announce(self) -> None:
        changes = self._announcing.take(self._now())
        if not changes:
            self._plan()
            return
        title, values = headline(changes), self._choices.values
        self._pane.tell_changes(f"{title}\n{in_full(changes)}")
        if values.announce_changes and not self._tray.is_window_in_front:
            text = in_full(changes) if values.show_amounts else summary(changes)
            self._tray.show_message(title, text)


def headline(changes: Sequence[Change]) -> str:
    """How many disputes changed."""
    if len(changes) == 1:
        return translate("News", "A dispute changed")
    return translate("News", "{count} disputes changed").format(count=f"{len(changes):,}")


def summary(changes: Sequence[Change]) -> str:
    """What CJ decided, by number alone: no ids, names or amounts."""
    counts = Counter(
        "waiting" if _is_waiting_now(change) else _decision(change) for change in changes
    )
    words = (
        ("waiting", translate("News", "Waiting for your answer: {count}")),
        (Outcome.REFUND, translate("News", "Refunded: {count}")),
        (Outcome.REISSUE, translate("News", "Reissued: {count}")),
        (Outcome.REJECT, translate("News", "Rejected: {count}")),
        (None, translate("News", "Other changes: {count}")),
    )
    return " · ".join(word.format(count=counts[key]) for key, word in words if counts[key])


def in_full(changes: Sequence[Change]) -> str:
    """One line a dispute, with its number and the amount; a few of many."""
    lines = [line_for(change) for change in changes[:_MOST_LINES]]
    left = len(changes) - len(lines)
    if left:
        lines.append(translate("News", "and {count} more").format(count=f"{left:,}"))
    return "\n".join(lines)


def line_for(change: Change) -> str:
    """One change: what is other than before."""
    after = change.after
    number = one_line(after.dispute_id, 40)
    return translate("News", "{dispute}: {what}").format(dispute=number, what=_what(change))


def _what(change: Change) -> str:
    before, after = change.before, change.after
    if _is_waiting_now(change):
        return translate("News", "CJ waits for your answer in My CJ (“{status}”)").format(
            status=one_line(after.status, 40)
        )
    if waits_for_merchant(after.status) and after.refund and _money(before) != _money(after):
        return translate("News", "CJ proposes {amount} now").format(
            amount=formatting.money(after.refund)
        )
    decided = decision(after)
    is_decision = before is None or decision(before) is not decided
    if decided is Outcome.REFUND and (is_decision or _money(before) != _money(after)):
        if after.refund is None:
            return translate("News", "CJ refunds, and has not told how much")
        return translate("News", "CJ refunds {amount}").format(
            amount=formatting.money(after.refund)
        )
    if decided is Outcome.REISSUE and (is_decision or _order(before) != _order(after)):
        if after.reissue_order_id:
            return translate("News", "CJ sends the goods again with order {order}").format(
                order=one_line(after.reissue_order_id, 40)
            )
        return translate("News", "CJ sends the goods again")
    if decided is Outcome.REJECT and is_decision:
        return translate("News", "CJ rejected it")
    return translate("News", "now “{status}”").format(status=one_line(after.status, 40))


def _is_waiting_now(change: Change) -> bool:
    """Whether CJ waits for the merchant since this change."""
    before, after = change.before, change.after
    waited = before is not None and waits_for_merchant(before.status)
    return waits_for_merchant(after.status) and not waited


def _decision(change: Change) -> Outcome | None:
    """The outcome that this change brought; None where it was decided before or still is not."""
    before = decision(change.before) if change.before else None
    after = decision(change.after)
    return after if after is not before else None


def _money(dispute: Dispute | None) -> object:
    return dispute and (dispute.refund, dispute.reissue_amount)


def _order(dispute: Dispute | None) -> object:
    return dispute and dispute.reissue_order_id
