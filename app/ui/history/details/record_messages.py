"""The record of a filing in words that the details and the case file have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.filing_match import CANDIDATES_FOUND, NOT_FOUND, NOT_WHOLE
from app.domain.text import one_line
from app.ui.messages import formatting

if TYPE_CHECKING:
    from app.domain.filing import DisputeDraft

translate = QCoreApplication.translate


def asked_for(draft: DisputeDraft) -> str:
    """What was asked for, and where a refund was to go."""
    asked = [formatting.expected(draft.expected)] if draft.expected else []
    return " · ".join([*asked, formatting.refund_target(draft.refund_target)])


def result_word(word: str) -> str:
    """What became of a request. The name of an error not known here stays, for support."""
    words = {
        "filed": translate("CaseRecord", "accepted"),
        "confirmed": translate("CaseRecord", "found"),
        "refused": translate("CaseRecord", "refused"),
        "unknown": translate("CaseRecord", "no clear answer"),
        "cancelled": translate("CaseRecord", "accepted"),
        NOT_FOUND: translate("CaseRecord", "not found"),
        NOT_WHOLE: translate("CaseRecord", "not found, for now"),
        CANDIDATES_FOUND: translate("CaseRecord", "found what may be it"),
        "Refused": translate("CaseRecord", "refused"),
        "Offline": translate("CaseRecord", "CJ could not be reached"),
        "TimedOut": translate("CaseRecord", "no answer in time"),
    }
    return words.get(word, one_line(word, 60))
