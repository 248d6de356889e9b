"""Waiting for the system's keyring, which may ask for its password: shown, and to be given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.relay import Relay
from app.ui.messages.notices import Notice, Severity
from app.ui.widgets.notices.notice_bar import NoticeBar

if TYPE_CHECKING:
    from app.storage.account.keyring_calls import KeyringCalls

_NOTICEABLE_MS = 500


class KeyringWatch(QObject):
    """Tells when the keyring keeps somebody waiting, and when it does no more."""

    waiting_changed = Signal(bool)
    unlocked = Signal()
    """It has come back after it was given up: what it held up may be tried again."""

    def __init__(self, keyring: KeyringCalls, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keyring = keyring
        self._was_given_up = keyring.is_given_up
        self.is_waiting = False
        """Whether somebody has waited for the keyring for a noticeable time."""
        self._timer = QTimer(self, singleShot=True, interval=_NOTICEABLE_MS)

        self._timer.timeout.connect(lambda: self._tell(is_waiting=self._keyring.is_waited_for))
        keyring.watch(Relay(self._look))
        self._look()

    def give_up(self) -> None:
        """Wait no longer."""
        self._keyring.give_up()

    def _look(self) -> None:
        if not self._keyring.is_waited_for:
            self._timer.stop()
            self._tell(is_waiting=False)
        elif not self._timer.isActive() and not self.is_waiting:
            self._timer.start()
        was_given_up, self._was_given_up = self._was_given_up, self._keyring.is_given_up
        if was_given_up and not self._was_given_up:
            self.unlocked.emit()

    def _tell(self, *, is_waiting: bool) -> None:
        if is_waiting is not self.is_waiting:
            self.is_waiting = is_waiting
            self.waiting_changed.emit(is_waiting)


class KeyringBar(NoticeBar):
    """Says that the keyring is waited for, with a button for who does not want to."""

    def __init__(self, watch: KeyringWatch) -> None:
        super().__init__()
        self._watch = watch
        watch.waiting_changed.connect(self._show)
        self._show(watch.is_waiting)

    def _show(self, is_waiting: bool) -> None:  # noqa: FBT001 - Qt's signal gives it so
        if not is_waiting:
            self.clear()
            return
        text = self.tr("Waiting for the keyring to be unlocked. The system asks for its password.")
        stop = (self.tr("Stop waiting"), self._watch.give_up)
        self.show_notice(Notice(text, Severity.INFO), actions=(stop,))
