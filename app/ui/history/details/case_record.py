"""What this computer knows of a dispute filed with this program, in the details and in words.

The words are also those of the case file that can be printed.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.filing.doubt import CANDIDATES_FOUND, NOT_FOUND, NOT_WHOLE
from app.domain.filing.filing import Attempt, AttemptKind, DisputeDraft, Filing
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.messages.notices import fact_lines, facts_of
from app.ui.theme import SPACE_XS
from app.ui.widgets.labels import (
    copyable_label,
    keep_narrow,
    muted_label,
    plain_label,
    section_label,
)
from app.ui.widgets.layouts import clear, fill

translate = QCoreApplication.translate


class CaseRecord(QWidget):
    """Message, links, reference and every request made for the filing, to be copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filing: Filing | None = None
        self._layout = fill(QVBoxLayout(self), margins=0, spacing=SPACE_XS)
        self.hide()

    def show_filing(self, filing: Filing | None) -> None:
        """Show the record; nothing for a dispute filed elsewhere."""
        if filing == self._filing:
            return
        self._filing = filing
        clear(self._layout)
        if filing is not None:
            self._fill(filing)
        self.setVisible(filing is not None)

    def _fill(self, filing: Filing) -> None:
        draft = filing.draft
        self._layout.addWidget(section_label(self.tr("Record of this program")))
        if filing.handed_over:
            opened = self.tr("Opened by you in My CJ, with what was prepared here:")
            self._layout.addWidget(plain_label(opened, wraps=True))
        elif not filing.times_sent:
            unsent = self.tr("CJ had this dispute already. The draft below was not sent.")
            self._layout.addWidget(plain_label(unsent, wraps=True))
        self._add(self.tr("Asked for"), asked_for(draft))
        self._add(self.tr("Message to CJ"), draft.message)
        links = (one_line(each.url, 400) for each in draft.evidence)
        self._add(self.tr("Evidence"), "\n".join(links))
        self._add(self.tr("Own reference"), draft.reference)
        self._add(self.tr("What was done"), "\n\n".join(map(attempt_text, filing.attempts)))

    def _add(self, name: str, text: str) -> None:
        if not text:
            return
        value = keep_narrow(copyable_label(text))
        value.setAccessibleName(f"{name}: {text}")
        self._layout.addWidget(muted_label(name))
        self._layout.addWidget(value)


def asked_for(draft: DisputeDraft) -> str:
    """What was asked for, and where a refund was to go."""
    asked = [formatting.expected(draft.expected)] if draft.expected else []
    return " · ".join([*asked, formatting.refund_target(draft.refund_target)])


def attempt_kind(kind: AttemptKind) -> str:
    """What was sent, or done by a person."""
    words = {
        AttemptKind.CREATE: translate("CaseRecord", "Sent to CJ"),
        AttemptKind.READ_BACK: translate("CaseRecord", "Looked for in CJ's list"),
        AttemptKind.CANCEL: translate("CaseRecord", "Cancellation sent to CJ"),
        AttemptKind.HAND_OVER: translate("CaseRecord", "Prepared for My CJ"),
        AttemptKind.KEEP_WAITING: translate("CaseRecord", "Still waited for"),
    }
    return words[kind]


def attempt_text(attempt: Attempt) -> str:
    """What was sent, or done by a person, and when; what came of it, and CJ's facts for support."""
    facts = [
        (translate("CaseRecord", "Result"), result_word(attempt.result)),
        *facts_of(attempt),
    ]
    started = formatting.moment(attempt.started)
    return "\n".join([f"{attempt_kind(attempt.kind)}: {started}", *fact_lines(facts)])


def result_word(word: str) -> str:
    """What became of a request. The name of an error not known here stays, for support."""
    words = {
        "filed": translate("CaseRecord", "accepted"),
        "confirmed": translate("CaseRecord", "found"),
        "handed over": translate("CaseRecord", "opened in My CJ"),
        "refused": translate("CaseRecord", "refused"),
        "unknown": translate("CaseRecord", "no clear answer"),
        "cancelled": translate("CaseRecord", "accepted"),
        NOT_FOUND: translate("CaseRecord", "not found"),
        NOT_WHOLE: translate("CaseRecord", "not found, for now"),
        CANDIDATES_FOUND: translate("CaseRecord", "found what may be it"),
        "Refused": translate("CaseRecord", "refused"),
        "Offline": translate("CaseRecord", "CJ could not be reached"),
        "ApiDisabled": translate("CaseRecord", "API access is off"),
        "TimedOut": translate("CaseRecord", "no answer in time"),
    }
    return words.get(word, one_line(word, 60))
