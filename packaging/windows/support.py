"""Until when the OpenSSL that a Windows Python brings gets mended, and what follows from that.

On Linux the distribution mends its own within a version, and on a Mac the workflow's Python is the
newest. The embeddable Python for Windows carries one of OpenSSL's own releases.
"""

from __future__ import annotations

from datetime import date

from tools import PackagingError, say

# Of each line of releases, the last day of support, as OpenSSL's project announces it. A line that
# is not here is refused: whoever adds it looks the day up.
OPENSSL_SUPPORTED_UNTIL = {
    "3.0": date(2026, 9, 7),
    "3.1": date(2025, 3, 14),
    "3.2": date(2025, 11, 23),
    "3.3": date(2026, 4, 9),
    "3.4": date(2026, 10, 22),
    "3.5": date(2030, 4, 8),
    "3.6": date(2026, 11, 1),
}


def complaint(openssl: str, today: date) -> str:
    """Why a version must not be released on that day; "" where it may be."""
    until = OPENSSL_SUPPORTED_UNTIL.get(openssl.rpartition(".")[0])
    if until is None:
        return f"OpenSSL {openssl} is not in the table of windows/support.py: look its support up."
    if today > until:
        return f"OpenSSL {openssl} is out of support since {until}: take a newer Python."
    return ""


def require_support(openssl: str, today: date, *, is_release: bool) -> None:
    """Stop a release with an OpenSSL that nobody mends any more; else only say that it is one."""
    found = complaint(openssl, today)
    if found and is_release:
        raise PackagingError(found)
    say(found or f"OpenSSL {openssl} is supported.")
