"""What came of sending: filed, or not known yet and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.domain.filing import Attempt, AttemptKind, Filing, FilingState
from app.domain.text import one_line
from app.ui import formatting
from app.ui.filing import words
from app.ui.theme import (
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    TITLE_SCALE,
    current_scheme,
    icon,
)
from app.ui.widgets.announce import announce
from app.ui.widgets.labels import copyable_label, muted_label, plain_label, scale
from app.ui.widgets.turning_row import TurningRow


class OutcomePage(QWidget):
    """Shows a filing that has left. The dialog does what its buttons ask for."""

    check_requested = Signal()
    resend_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filing: Filing | None = None
        self._icon = QLabel()
        self._title = copyable_label()
        self._meaning = plain_label(wraps=True)
        self._reminder = plain_label(wraps=True)
        self._copy = QPushButton(self.tr("Copy number"))
        self._check = QPushButton(self.tr("Check again"))
        self._resend = QPushButton(self.tr("Send again with the same reference"))
        self._resend_note = muted_label()
        self._details_button = QPushButton(self.tr("Details"))
        self._details = QPlainTextEdit()
        self._card = QFrame()
        scale(self._title, TITLE_SCALE, bold=True)
        self._card.setProperty("card", True)
        self._check.setProperty("primary", True)
        self._copy.setIcon(icon("copy"))
        self._details_button.setProperty("flat", True)
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(self.tr("Details"))
        self._details.setMaximumHeight(self.fontMetrics().lineSpacing() * 8)
        self._details.hide()

        heading = QHBoxLayout()
        heading.setSpacing(SPACE_M)
        heading.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        heading.addWidget(self._title, 1)
        acts = TurningRow(
            self._copy, self._check, self._resend, self._details_button, spacing=SPACE_S
        )
        card_layout = QVBoxLayout(self._card)
        card_layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        card_layout.setSpacing(SPACE_M)
        card_layout.addLayout(heading)
        card_layout.addWidget(self._meaning)
        card_layout.addWidget(self._reminder)
        card_layout.addSpacing(SPACE_S)
        card_layout.addWidget(acts)
        card_layout.addWidget(self._resend_note)
        card_layout.addWidget(self._details)
        body = QWidget()
        body_layout = QVBoxLayout(body)
        body_layout.setContentsMargins(0, SPACE_L, 0, 0)
        body_layout.addWidget(self._card)
        body_layout.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

        self._copy.clicked.connect(self._copy_number)
        self._check.clicked.connect(self.check_requested)
        self._resend.clicked.connect(self.resend_requested)
        self._details_button.clicked.connect(self._toggle_details)

    @property
    def title(self) -> str:
        """The sentence that says how it stands."""
        return self._title.text()

    @property
    def first_button(self) -> QPushButton | None:
        """The button that is likeliest to be wanted, if there is one."""
        return None if self._check.isHidden() else self._check

    def show_filing(self, filing: Filing) -> None:
        """Show how this filing stands."""
        self._filing = filing
        title, meaning = self._words(filing)
        is_unknown = filing.state in (FilingState.UNKNOWN, FilingState.SENDING)
        number = filing.dispute_id
        scheme = current_scheme()
        name, shade = ("warning", scheme.warn) if is_unknown else ("success", scheme.good)
        self._icon.setPixmap(icon(name, shade).pixmap(32, 32))
        self._title.setText(words.breakable(title))
        self._title.setAccessibleName(title)
        self._meaning.setText(meaning)
        self._reminder.setText(
            self.tr("CJ has not decided yet: do not refund the buyer on the strength of this.")
        )
        self._reminder.setVisible(not is_unknown)
        self._copy.setVisible(number is not None)
        self._check.setVisible(filing.state is not FilingState.CONFIRMED)
        self._resend.setVisible(is_unknown)
        self._resend_note.setVisible(is_unknown)
        self._resend_note.setText(
            self.tr(
                "CJ's list was read and does not show it. CJ tells by the reference that a "
                "second sending is the same dispute."
            )
            if filing.nothing_found
            else self.tr("Sending again is possible after CJ's list was read without finding it.")
        )
        self._details.setPlainText(self._facts(filing))
        self.set_busy(is_busy=False)
        announce(self, f"{title} {meaning}", is_urgent=is_unknown)

    def set_busy(self, *, is_busy: bool) -> None:
        """Allow no second request while one is under way."""
        filing = self._filing
        self._check.setEnabled(not is_busy)
        self._check.setText(self.tr("Check again"))
        can_resend = (
            filing is not None and filing.state is FilingState.UNKNOWN and filing.nothing_found
        )
        self._resend.setEnabled(not is_busy and can_resend)

    def _words(self, filing: Filing) -> tuple[str, str]:
        if filing.state is FilingState.CONFIRMED and filing.dispute_id:
            number = one_line(filing.dispute_id, 80)
            return (
                self.tr("Filed: {number}").format(number=number),
                self.tr("CJ has the dispute under this number. It is in your history now."),
            )
        if filing.state in (FilingState.FILED, FilingState.CONFIRMED):
            return (
                self.tr("Filed. CJ's number is not listed yet"),
                self.tr("CJ took the dispute. Its number appears in CJ's list a little later."),
            )
        return (
            self.tr("Not confirmed yet"),
            self.tr(
                "The dispute was sent, but no clear answer came: CJ may have it or not. "
                "Nothing is sent again by itself. Check whether CJ lists it."
            ),
        )

    def _facts(self, filing: Filing) -> str:
        sent = next((a for a in reversed(filing.attempts) if a.kind is AttemptKind.CREATE), None)
        asked = filing.ceiling
        facts = [
            (self.tr("Dispute"), filing.dispute_id or ""),
            (self.tr("Our reference"), filing.reference),
            (self.tr("Order"), filing.draft.order_id),
            (self.tr("Asked for"), formatting.up_to(asked) if asked is not None else ""),
            *self._attempt_facts(sent),
        ]
        return "\n".join(f"{name}: {one_line(value)}" for name, value in facts if value)

    def _attempt_facts(self, sent: Attempt | None) -> list[tuple[str, str]]:
        if sent is None:
            return []
        return [
            (self.tr("Sent"), formatting.moment(sent.started)),
            (self.tr("CJ's request id"), sent.request_id),
            (self.tr("CJ's code"), "" if sent.code is None else str(sent.code)),
            (self.tr("CJ's text"), sent.text),
        ]

    def _copy_number(self) -> None:
        if self._filing is not None and self._filing.dispute_id:
            QGuiApplication.clipboard().setText(self._filing.dispute_id)
            announce(self, self.tr("Copied."))
            self._copy.setText(self.tr("Copied"))

    def _toggle_details(self) -> None:
        self._details.setVisible(self._details.isHidden())
