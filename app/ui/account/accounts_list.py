"""The accounts of this computer, and what can be done with the one that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.latest import Latest
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.widgets.labels import label_of, muted_label, plain_tooltip
from app.ui.widgets.layouts import STRETCH, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.account.accounts import Account
    from app.services.account.accounts import KnownAccount
    from app.ui.account.commands import AccountCommands

_ACCOUNT = int(Qt.ItemDataRole.UserRole)
_ROWS = 4


class AccountsList(QWidget):
    """The list with its buttons, a page of the settings.

    `known` gives the accounts and may block on the keyring.
    """

    switch_requested = Signal(object)
    """An `Account` to open instead."""

    def __init__(
        self,
        runner: BackgroundRunner,
        known: Callable[[], tuple[KnownAccount, ...]],
        acts: AccountCommands,
    ) -> None:
        super().__init__()
        self._known = known
        self._acts = acts
        self._latest = Latest(runner, self)
        self._list = QListWidget()
        self._open = QPushButton(self.tr("Open"))
        self._rename = QPushButton(self.tr("Rename…"))
        self._sign_out = QPushButton(self.tr("Sign out"))
        self._remove = QPushButton(self.tr("Remove…"))
        self.sign_in_button = QPushButton(self.tr("Sign in to an account…"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._acting = (self._open, self._rename, self._sign_out, self._remove)

        beside = fill(QVBoxLayout(), *self._acting, STRETCH, spacing=SPACE_S)
        fill(
            QVBoxLayout(self),
            label_of(self._list, self.tr("Accounts on this computer")),
            fill(QHBoxLayout(), (self._list, 1), beside, spacing=SPACE_M),
            fill(QHBoxLayout(), self.sign_in_button, STRETCH),
            muted_label(
                self.tr("Disputes, drafts and the sign-in of each account are kept apart.")
            ),
            STRETCH,
            margins=SPACE_L,
            spacing=SPACE_S,
        )
        self._show_choices()

        self._list.itemSelectionChanged.connect(self._show_choices)
        self._list.itemActivated.connect(lambda _item: self._request_switch())
        self._open.clicked.connect(self._request_switch)
        self._rename.clicked.connect(lambda: self._act(lambda each: acts.ask_name(each, self)))
        self._sign_out.clicked.connect(lambda: self._act(acts.sign_out))
        self._remove.clicked.connect(lambda: self._act(lambda each: acts.ask_remove(each, self)))
        acts.changed.connect(self.reload)

    def reload(self) -> None:
        """Read the accounts anew."""
        # What fails is told by whoever changed something; the list as it was will do.
        self._latest.run(self._known, on_success=self._show, on_error=lambda _error: None)

    def _show(self, accounts: tuple[KnownAccount, ...]) -> None:
        chosen = self._chosen()
        current = chosen.account if chosen is not None else self._acts.account
        with QSignalBlocker(self._list):  # no button loses the focus in between
            self._list.clear()
            for row, each in enumerate(accounts):
                item = QListWidgetItem(self._words(each))
                item.setData(_ACCOUNT, each)
                item.setToolTip(plain_tooltip(item.text()))
                self._list.addItem(item)
                if current is not None and each.account.account_id == current.account_id:
                    self._list.setCurrentRow(row)
        self._show_choices()

    def _words(self, known: KnownAccount) -> str:
        account = known.account
        name = self.tr("Practice mode") if account.is_practice else account.label
        if self._acts.is_open(account):
            is_usable = known.is_signed_in or account.is_practice
            state = self.tr("open") if is_usable else self.tr("open, signed out")
        elif account.is_practice:
            return name
        else:
            state = self.tr("signed in") if known.is_signed_in else self.tr("signed out")
        return self.tr("{account} ({state})").format(account=name, state=state)

    def _chosen(self) -> KnownAccount | None:
        chosen: list[KnownAccount] = [each.data(_ACCOUNT) for each in self._list.selectedItems()]
        return chosen[0] if chosen else None

    def _show_choices(self) -> None:
        known = self._chosen()
        is_real = known is not None and not known.account.is_practice
        pressed = next((each for each in self._acting if each.hasFocus()), None)
        self._open.setEnabled(known is not None and not self._acts.is_open(known.account))
        self._rename.setEnabled(is_real)
        self._sign_out.setEnabled(is_real and known is not None and known.is_signed_in)
        self._remove.setEnabled(is_real)
        if pressed is not None and not pressed.isEnabled():
            self._list.setFocus()  # where it is told what became of it, not on the next button
        # As many rows as are worth the room, in whatever size the text has.
        height = self._list.sizeHintForRow(0) * _ROWS + 2 * self._list.frameWidth()
        self._list.setMinimumHeight(max(height, 0))

    def _request_switch(self) -> None:
        known = self._chosen()
        if known is not None and not self._acts.is_open(known.account):
            self.switch_requested.emit(known.account)

    def _act(self, act: Callable[[Account], object]) -> None:
        known = self._chosen()
        if known is not None:
            act(known.account)
