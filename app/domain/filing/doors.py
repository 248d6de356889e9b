"""By which door CJ takes disputes about an order, as far as this account has seen.

Through its API, CJ takes disputes only about orders made through it. It says so only once a
dispute is sent (code 9009), and no field of an order tells. So this is a warning, never a bar.
"""

from __future__ import annotations

import re
from datetime import datetime  # noqa: TC003 - the classes below are made of it
from typing import TYPE_CHECKING, NamedTuple

from app.domain.filing.filing import Door
from app.domain.ids import OrderId  # noqa: TC001 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterable

_FROM_SHOPS = "DP"
"""How CJ's codes of orders begin that came by a shop's connection, in all that were seen."""
_LETTERS = r"(?ai)[A-Z]+(?=\d)"


class FilingAnswer(NamedTuple):
    """What CJ answered to a dispute that was sent: whether it takes such in My CJ only."""

    order_id: OrderId
    is_for_my_cj: bool
    at: datetime
    """When it was sent (UTC)."""


def door_of(order_ids: Iterable[OrderId], answers: Iterable[FilingAnswer]) -> Door:
    """The door for the order that has all these ids.

    CJ's last answer about this very order decides, then that about any of its kind; without one,
    the way its code begins does.
    """
    ids = frozenset(order_ids)
    kinds = _kinds(ids)
    told = sorted(answers, key=lambda each: (each.order_id in ids, each.at))
    alike = [each for each in told if each.order_id in ids or _kinds([each.order_id]) & kinds]
    is_for_my_cj = alike[-1].is_for_my_cj if alike else _FROM_SHOPS in kinds
    return Door.MY_CJ if is_for_my_cj else Door.API


def _kinds(order_ids: Iterable[OrderId]) -> frozenset[str]:
    """The letters that CJ's codes begin with; "" for numbers alone, where there is no code."""
    letters = (re.match(_LETTERS, each) for each in order_ids)
    return frozenset(each.group().upper() for each in letters if each) or frozenset({""})
