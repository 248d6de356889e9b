"""Sign in to CJ with an API key, or try the program on practice orders first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.domain.errors import AppError, InvalidInput
from app.services.accounts import KEY_LIMIT, SignedIn
from app.ui.account.other_ways import OtherWays, OtherWaysBox, Way
from app.ui.messages.my_cj import API_KEY_PAGE, open_my_cj
from app.ui.messages.notices import Doing, Notice, Tone, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label, title_label
from app.ui.widgets.notice_bar import NoticeBar
from app.ui.widgets.scrolling import Scrolling, fit

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner

_LEAST_WIDTH = 440


class SignInDialog(Dialog):
    """Takes an API key; it is tried at CJ before anything is kept, and is never kept itself."""

    signed_in = Signal(object)
    """A `SignedIn`."""
    practice_chosen = Signal()

    def __init__(
        self,
        runner: BackgroundRunner,
        sign_in: Callable[[str], SignedIn],
        parent: QWidget | None = None,
        *,
        other_ways: OtherWays | None = None,
    ) -> None:
        super().__init__(parent)
        self._sign_in = sign_in
        self._other_ways = other_ways
        self._latest = Latest(runner, self)
        self._notice = NoticeBar()
        self._label = plain_label(self.tr("CJ API key"))
        self._key = QLineEdit()
        self._where = QPushButton(self.tr("Where do I get a key?"))
        self._others = OtherWaysBox()
        self._practice_button = QPushButton(self.tr("Try practice mode"))
        self._button = QPushButton(self.tr("Sign in"))
        self.setWindowTitle(self.tr("Sign in to CJ"))
        self.setAccessibleName(self.tr("Sign in to CJ"))
        self._label.setBuddy(self._key)
        self._key.setAccessibleName(self.tr("CJ API key"))
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setMaxLength(4 * KEY_LIMIT)
        self._where.setProperty("flat", True)
        self._button.setProperty("primary", True)

        buttons = QHBoxLayout()
        buttons.setContentsMargins(SPACE_XL, 0, SPACE_XL, 0)
        buttons.addWidget(self._practice_button)
        buttons.addStretch(1)
        buttons.addWidget(self._button)
        below_key = QHBoxLayout()
        below_key.addWidget(self._where)
        below_key.addStretch(1)
        below_key.addWidget(self._others.opener)
        if other_ways is None:
            self._others.opener.hide()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(title_label(self.tr("Sign in to CJ")))
        layout.addWidget(
            muted_label(
                self.tr(
                    "Dispute Desk files disputes with your own CJ account. The key is checked "
                    "with CJ; what is kept is CJ's token, in this computer's keyring only."
                )
            )
        )
        layout.addSpacing(SPACE_M)
        layout.addWidget(self._notice)
        layout.addWidget(self._label)
        layout.addWidget(self._key)
        layout.addLayout(below_key)
        layout.addWidget(self._others)
        layout.addStretch(1)
        layout.addSpacing(SPACE_M)
        layout.addWidget(
            muted_label(
                self.tr(
                    "No key at hand? Practice mode has made-up orders to try everything on. "
                    "Nothing leaves this computer."
                )
            )
        )
        layout.addStretch(1)
        # Not the dialog's own least width, which would count instead of what the text needs.
        layout.addStrut(_LEAST_WIDTH)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, SPACE_L)
        scrolling = Scrolling(body)
        outside.addWidget(scrolling, 1)
        outside.addLayout(buttons)
        self._button.setDefault(True)  # only in a dialog can a button be that

        self._button.clicked.connect(self._try_key)
        self._practice_button.clicked.connect(self._choose_practice)
        self._where.clicked.connect(self._explain_key)
        self._others.way_changed.connect(self._show_way)
        scrolling.wish_changed.connect(lambda: fit(self))
        self._key.setFocus()

    def _try_key(self) -> None:
        missing = self._first_empty_field()
        if missing is not None:
            self._notice.show_notice(Notice(self._ask_for(missing), Tone.WARN))
            missing.setFocus()
            return
        self._set_busy(is_busy=True)
        self._latest.run(self._work(), on_success=self._finish, on_error=self._show_error)

    def _work(self) -> Callable[[], SignedIn]:
        """What is to be tried, with the values as they are now."""
        others, way = self._other_ways, self._others.way
        key, email, token = self._key.text(), self._others.email.text(), self._others.token.text()
        if others is not None and way is Way.EMAIL:
            return lambda: others.with_email(email, key)
        if others is not None and way is Way.PASTED:
            return lambda: others.with_token(token)
        sign_in = self._sign_in
        return lambda: sign_in(key)

    def _fields(self) -> tuple[QLineEdit, ...]:
        """The fields of the way that is chosen."""
        return {
            Way.KEY: (self._key,),
            Way.EMAIL: (self._key, self._others.email),
            Way.PASTED: (self._others.token,),
        }[self._others.way]

    def _first_empty_field(self) -> QLineEdit | None:
        return next((each for each in self._fields() if not each.text().strip()), None)

    def _ask_for(self, field: QLineEdit) -> str:
        if field is self._others.email:
            return self.tr("Type the e-mail address of your CJ account first.")
        if field is self._others.token:
            return self.tr("Paste the access token first.")
        return self.tr("Paste the API key first.")

    def _show_way(self) -> None:
        is_key_used = self._others.way is not Way.PASTED
        self._label.setVisible(is_key_used)
        self._key.setVisible(is_key_used)
        self._where.setVisible(is_key_used)
        (self._first_empty_field() or self._fields()[-1]).setFocus()

    def _finish(self, signed_in: SignedIn) -> None:
        self._set_busy(is_busy=False)
        self._key.clear()
        self._others.wipe()
        self.signed_in.emit(signed_in)
        self.accept()

    def _show_error(self, error: AppError) -> None:
        self._set_busy(is_busy=False)
        if isinstance(error, InvalidInput) and not error.exchange.endpoint:
            text = (
                self.tr("This cannot be an access token: it is too long or has unusual characters.")
                if self._others.way is Way.PASTED
                else self.tr("This cannot be an API key: it is too long or has unusual characters.")
            )
            self._notice.show_notice(Notice(text))
        else:
            self._notice.show_notice(notice_for(error, Doing.SIGN_IN))
        field = self._fields()[0]
        field.setFocus()
        field.selectAll()

    def _choose_practice(self) -> None:
        self._latest.cancel()
        self.practice_chosen.emit()
        self.accept()

    def _explain_key(self) -> None:
        text = self.tr("In My CJ: Authorization, then API, then API Key, then Generate.")
        self._notice.show_notice(
            Notice(text, Tone.INFO),
            actions=((self.tr("Open My CJ"), lambda: open_my_cj(API_KEY_PAGE)),),
        )

    def _set_busy(self, *, is_busy: bool) -> None:
        self._button.setEnabled(not is_busy)
        self._key.setEnabled(not is_busy)
        self._others.setEnabled(not is_busy)
        self._others.opener.setEnabled(not is_busy)
        self._button.setText(self.tr("Checking with CJ…") if is_busy else self.tr("Sign in"))
