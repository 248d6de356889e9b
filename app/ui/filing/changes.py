"""What has changed about a draft's order or CJ's terms, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.dispute_flow import Change, ChangeKind
from app.domain.disputes import ExpectedOutcome
from app.domain.text import one_line
from app.ui.messages import formatting

if TYPE_CHECKING:
    from collections.abc import Iterable

translate = QCoreApplication.translate

_MOST = 4


def changes_text(changes: Iterable[Change]) -> str:
    """The changes, a line each; of many the first few and how many more there are."""
    every = tuple(changes)
    said = [_sentence(each) for each in every[:_MOST]]
    if len(every) > _MOST:
        more = translate("Changes", "{count} more things have changed: look through the pages.")
        said.append(more.format(count=len(every) - _MOST))
    return "\n".join(said)


def _sentence(change: Change) -> str:
    return _words(change).format(
        subject=one_line(change.subject, 60),
        number=change.number,
        now=formatting.money(change.now),
        before=formatting.money(change.before),
    )


def _words(change: Change) -> str:
    if change.kind is ChangeKind.OUTCOME_WITHDRAWN:
        if change.outcome is ExpectedOutcome.REISSUE:
            return translate(
                "Changes", "CJ does not offer a reissue for these items: a refund is chosen now."
            )
        return translate(
            "Changes", "CJ does not offer a refund for these items: a reissue is chosen now."
        )
    return {
        ChangeKind.LINE_GONE: translate(
            "Changes", "“{subject}” is no longer in the order and was taken out."
        ),
        ChangeKind.LINE_CLOSED: translate("Changes", "“{subject}” can no longer be disputed."),
        ChangeKind.FEWER: translate(
            "Changes", "Only {number} of “{subject}” can still be disputed."
        ),
        ChangeKind.PRICE: translate(
            "Changes", "The price of “{subject}” is now {now}; it was {before}."
        ),
        ChangeKind.CEILING: translate(
            "Changes", "The most CJ may refund is now {now}; it was {before}."
        ),
        ChangeKind.REASON_WITHDRAWN: translate(
            "Changes",
            "CJ no longer offers the reason “{subject}” for these items. Choose another.",
        ),
    }[change.kind]
