"""What the built-in templates say, for those who do not read English. CJ gets the English text."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def template_meaning(key: str) -> str:
    """A built-in template's text in the interface's language, its variables left in.

    Where there is no translation it is the body itself, word for word.
    """
    return {
        "cancel": translate(
            "Templates",
            "Please cancel order {order} and refund it. It has not been dispatched yet. "
            "Items: {items}.",
        ),
        "not-received": translate(
            "Templates",
            "The buyer of order {order} has not received the parcel and asks for their money "
            "back. Items: {items}. It was dispatched {days} days ago. The tracking number is "
            "{tracking}. For the buyer's message and the tracking record see the {evidence}.",
        ),
        "delayed": translate(
            "Templates",
            "Order {order} is far beyond its delivery time and the buyer no longer wants to "
            "wait. Items: {items}. It was dispatched {days} days ago. The tracking number is "
            "{tracking}. For the place where it stopped see the {evidence}.",
        ),
        "damaged": translate(
            "Templates",
            "Order {order} reached the buyer damaged and cannot be used. Items: {items}. "
            "For the fault, the parcel and its label see the {evidence}.",
        ),
        "wrong": translate(
            "Templates",
            "The buyer of order {order} was sent something other than what was ordered. "
            "Ordered: {items}. For what arrived and the parcel's label see the {evidence}.",
        ),
        "missing": translate(
            "Templates",
            "Order {order} arrived incomplete. Missing: {items}. "
            "For everything that was in the parcel, and its label, see the {evidence}.",
        ),
        "quality": translate(
            "Templates",
            "The goods of order {order} are not as described and the buyer complains. "
            "Items: {items}. For the fault beside the product page see the {evidence}.",
        ),
        "other": translate(
            "Templates",
            "There is a problem with order {order}. Items: {items}. "
            "For the details and the buyer's message see the {evidence}.",
        ),
    }.get(key, "")
