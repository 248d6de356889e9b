"""What became of a request to CJ, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.ui import formatting

translate = QCoreApplication.translate


def result_word(word: str) -> str:
    """The stored word in ours; an error's name stays as it is, for support."""
    words = {
        "filed": translate("CaseRecord", "accepted"),
        "confirmed": translate("CaseRecord", "found"),
        "refused": translate("CaseRecord", "refused"),
        "unknown": translate("CaseRecord", "no clear answer"),
        "cancelled": translate("CaseRecord", "accepted"),
        "not found": translate("CaseRecord", "not found"),
        "Refused": translate("CaseRecord", "refused"),
        "Offline": translate("CaseRecord", "CJ could not be reached"),
        "TimedOut": translate("CaseRecord", "no answer in time"),
    }
    return words.get(word, formatting.one_line(word, 60))
