"""CJ's own pages, for what its API cannot do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices

translate = QCoreApplication.translate

HOME = "https://www.cjdropshipping.com/my.html"
ORDERS = f"{HOME}#/order"
"""Where a merchant finds an order and opens a dispute about it."""
API_KEY_PAGE = f"{HOME}#/authorize/API"
"""Where a merchant makes and copies API keys, once the app "API" is installed."""
API_ACCESS_PAGE = f"{HOME}#/authorize/APIStores"
"""Where a merchant switches API access on again; CJ names it when it refuses a call (1600014)."""


NAME = "My CJ"
"""What CJ calls it, in every language."""


def page_for(text: str) -> str:
    """The page to open beside a text that sends somebody to My CJ; "" where it does not."""
    return HOME if NAME in text else ""


def what_is_for_whom() -> str:
    """What every merchant of CJ can do here, and what CJ takes for some orders only."""
    return translate(
        "MyCj",
        "Following disputes, their history, claims and insights are for every CJ merchant. Filing "
        "goes through CJ's API, which takes disputes only for orders made through it. For other "
        "orders, such as those of a connected shop, open the dispute in My CJ; it is followed here "
        "all the same.",
    )


def open_my_cj(address: str = HOME) -> bool:
    """Open a page of My CJ in the browser. False where the system has none to open it with."""
    return QDesktopServices.openUrl(QUrl(address))
