"""CJ's own pages, for what its API cannot do."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

HOME = "https://www.cjdropshipping.com/my.html"
API_KEY_PAGE = f"{HOME}#/authorize/API"
"""Where a merchant makes and copies API keys, once the app "API" is installed."""
API_ACCESS_PAGE = f"{HOME}#/authorize/APIStores"
"""Where a merchant switches API access on again; CJ names it when it refuses a call (1600014)."""


def open_my_cj(address: str = HOME) -> bool:
    """Open a page of My CJ in the browser. False where the system has none to open it with."""
    return QDesktopServices.openUrl(QUrl(address))
