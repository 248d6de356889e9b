"""Sign in to CJ with an API key, or try the program on practice orders first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.domain.errors import AppError, InvalidInput
from app.services.account.accounts import KEY_LIMIT, SignedIn
from app.ui.messages.my_cj import API_KEY_PAGE, what_is_for_whom
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import label_of, muted_label, title_label
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.scrolling import Scrolling, fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner

_LEAST_WIDTH = 440


class SignInDialog(Dialog):
    """Takes an API key; it is tried at CJ before anything is kept, and is never kept itself.

    `sign_in` is given the key, and the e-mail address or "", and blocks.
    """

    signed_in = Signal(object)
    """A `SignedIn`."""
    practice_chosen = Signal()
    backup_chosen = Signal()

    def __init__(
        self,
        runner: BackgroundRunner,
        sign_in: Callable[[str, str], SignedIn],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign_in = sign_in
        self._latest = Latest(runner, self)
        self._notice = NoticeBar()
        self._key = LineEdit(4 * KEY_LIMIT)
        self._seen = QPushButton(self.tr("Show key"), flat=True)
        self._where = QPushButton(self.tr("Where do I get a key?"), flat=True)
        self._is_older = QCheckBox(self.tr("E-mail address and API key (older accounts)"))
        self._email = LineEdit(KEY_LIMIT)
        self._email_label = label_of(self._email, self.tr("E-mail address of the CJ account"))
        self._practice_button = QPushButton(self.tr("Try practice mode"))
        self._backup_button = QPushButton(self.tr("I have a backup"))
        self._button = QPushButton(self.tr("Sign in"))
        self.setWindowTitle(self.tr("Sign in to CJ"))
        self._key.setEchoMode(LineEdit.EchoMode.Password)
        self._email_label.hide()
        self._email.hide()
        self._button.setProperty("primary", True)

        what_it_does = self.tr(
            "Dispute Desk works with your own CJ account. The key is checked with CJ and not kept. "
            "CJ gives a token for it, which is kept in this computer's keyring only."
        )
        practice = self.tr(
            "No key at hand? Practice mode has made-up orders to try everything on. "
            "Nothing is sent to CJ."
        )
        self._practice_button.setAccessibleDescription(practice)
        self._key.setAccessibleDescription(what_it_does)
        body = QWidget()
        self._layout = layout = fill(
            QVBoxLayout(body),
            title_label(self.tr("Sign in to CJ")),
            muted_label(what_it_does),
            muted_label(what_is_for_whom()),
            SPACE_M,
            self._notice,
            label_of(self._key, self.tr("CJ API key")),
            self._key,
            fill(QHBoxLayout(), self._seen, self._where, STRETCH),
            self._is_older,
            self._email_label,
            self._email,
            STRETCH,
            SPACE_M,
            muted_label(practice),
            STRETCH,
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, 0),
            spacing=SPACE_S,
        )
        # Not the dialog's own least width, which would count instead of what the text needs.
        layout.addStrut(_LEAST_WIDTH)
        scrolling = Scrolling(body)
        buttons = (self._practice_button, self._backup_button, STRETCH, self._button)
        fill(
            QVBoxLayout(self),
            (scrolling, 1),
            fill(QHBoxLayout(), *buttons, margins=(SPACE_XL, 0, SPACE_XL, 0)),
            margins=(0, 0, 0, SPACE_L),
        )
        self._button.setDefault(True)  # only in a dialog can a button be that

        self._button.clicked.connect(self._try_key)
        self._practice_button.clicked.connect(lambda: self._leave_for(self.practice_chosen))
        self._backup_button.clicked.connect(lambda: self._leave_for(self.backup_chosen))
        self._seen.clicked.connect(self._show_or_hide_key)
        self._where.clicked.connect(self._explain_key)
        self._is_older.toggled.connect(self._show_email)
        scrolling.wish_changed.connect(lambda: fit(self))
        self._key.setFocus()

    def put_above(self, notice: QWidget) -> None:
        """Show this where the dialog has its own notices."""
        self._layout.insertWidget(self._layout.indexOf(self._notice), notice)

    def _try_key(self) -> None:
        missing = self._first_empty_field()
        if missing is not None:
            text = (
                self.tr("Type the e-mail address of your CJ account first.")
                if missing is self._email
                else self.tr("Paste the API key first.")
            )
            self._notice.show_notice(Notice(text, Severity.WARN))
            missing.setFocus()
            return
        self._notice.clear()
        self._set_busy(is_busy=True)
        key, email = self._key.text(), self._email.text() if self._is_older.isChecked() else ""
        self._latest.run(
            lambda: self._sign_in(key, email),
            on_success=self._finish,
            on_error=self._show_error,
            on_end=lambda: self._set_busy(is_busy=False),
        )

    def _first_empty_field(self) -> LineEdit | None:
        fields = (self._key, self._email) if self._is_older.isChecked() else (self._key,)
        return next((each for each in fields if not each.text().strip()), None)

    def _show_or_hide_key(self) -> None:
        is_hidden = self._key.echoMode() is LineEdit.EchoMode.Password
        mode = LineEdit.EchoMode.Normal if is_hidden else LineEdit.EchoMode.Password
        self._key.setEchoMode(mode)
        self._seen.setText(self.tr("Hide key") if is_hidden else self.tr("Show key"))

    def _show_email(self, is_older: bool) -> None:  # noqa: FBT001 - Qt's signal gives it so
        self._email_label.setVisible(is_older)
        self._email.setVisible(is_older)
        (self._first_empty_field() or self._key).setFocus()

    def _finish(self, signed_in: SignedIn) -> None:
        self._key.clear()
        self.signed_in.emit(signed_in)
        self.accept()

    def _show_error(self, error: AppError) -> None:
        self._set_busy(is_busy=False)  # what is dimmed takes no focus
        if isinstance(error, InvalidInput) and not error.exchange.endpoint:
            self._notice.show_notice(
                Notice(
                    self.tr("This cannot be an API key: it is too long or has unusual characters.")
                )
            )
        else:
            self._notice.show_notice(notice_for(error, Operation.SIGN_IN))
        self._key.setFocus()
        self._key.selectAll()

    def _leave_for(self, chosen: SignalInstance) -> None:
        self._latest.cancel()
        self.accept()
        chosen.emit()

    def _explain_key(self) -> None:
        text = self.tr(
            "Once, in My CJ: choose Apps › Install App › Others › API. Then, on the tab API of the "
            "API page: press Add API, enter any name, choose the Type “API Key” and press "
            "Confirm. Copy the key from the column “API Key & MCP Token”."
        )
        self._notice.show_notice(Notice(text, Severity.INFO, page=API_KEY_PAGE))

    def _set_busy(self, *, is_busy: bool) -> None:
        for part in (self._button, self._key, self._is_older, self._email):
            part.setEnabled(not is_busy)
        self._button.setText(self.tr("Checking with CJ…") if is_busy else self.tr("Sign in"))
        if is_busy:
            announce(self, self._button.text())
