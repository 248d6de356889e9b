"""The icon beside the clock, for those who want the program to go on while its window is closed.

Off until the user says so, and only where the desktop has a place for it: GNOME has none. Closing
the window quits, unless the user chose otherwise; the question is asked once and remembered.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QMainWindow,
    QMenu,
    QPushButton,
    QSystemTrayIcon,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL, application_icon
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, title_label
from app.ui.widgets.layouts import STRETCH, fill

if TYPE_CHECKING:
    from app.storage.preferences import PreferenceValues
    from app.ui.settings.choices import Choices

_IS_MAC = sys.platform == "darwin"
# macOS shows it as long as it likes, and takes it out of its list once the time is over: none is.
_SHOWN_MS = 0 if _IS_MAC else 10_000


class Tray(QObject):
    """Shows the icon as chosen, and decides what closing the window and Quit mean."""

    held_up = Signal()
    """The program was to end, and does so once it can: something is still being sent or saved."""

    message_clicked = Signal(str)
    """Somebody wants to know more of the latest message: what it was about, as it was given."""

    def __init__(self, window: QMainWindow, choices: Choices) -> None:
        super().__init__(window)
        self._window = window
        self._choices = choices
        self._icon: QSystemTrayIcon | None = None
        self._question: CloseQuestion | None = None
        self._is_quitting = False
        self._about = ""
        self.is_worth_asking = False
        """Whether anything is followed that would go unseen after closing."""

        if _IS_MAC:
            app = cast("QGuiApplication", QGuiApplication.instance())
            app.applicationStateChanged.connect(self._take_activation)
        choices.changed.connect(self._apply)
        # Asking the desktop takes a moment: after the first frame.
        QTimer.singleShot(0, self, lambda: self._apply(choices.values))

    @property
    def is_quitting(self) -> bool:
        """Whether the program is to end as soon as it may."""
        return self._is_quitting

    @property
    def is_window_in_front(self) -> bool:
        """Whether the person has the window before them, so that the desktop need not be told."""
        window = self._window
        return window.isVisible() and window.isActiveWindow() and not window.isMinimized()

    def show_message(self, title: str, text: str, about: str = "") -> None:
        """Tell it on the desktop, as far as this one can."""
        self._about = about
        if self._icon is not None:
            self._icon.showMessage(title, text, application_icon(), _SHOWN_MS)
        else:
            QApplication.alert(self._window)

    def takes_close(self) -> bool:
        """Whether the window stays although its user closes it: hidden, or until an answer."""
        if self._is_quitting:
            return False
        chosen = self._choices.values.keep_in_tray
        if chosen is None and self.is_worth_asking and self.is_available():
            self._ask()
            return True
        if not chosen or self._icon is None:
            return False
        self._window.hide()
        return True

    def quit(self) -> None:
        """End the program, whatever closing means: now, or as soon as the window may go."""
        self._is_quitting = True
        self._quit()

    def let_go(self) -> None:
        """The system ends the program, and Qt is about to close its windows: have them close."""
        self._is_quitting = True
        self.try_again()  # where one of them has to wait, and says so

    def stay(self) -> None:
        """The program is not to end after all, or cannot without a loss."""
        self._is_quitting = False

    def try_again(self) -> None:
        """What held up the end is over: end now, where that is still wanted."""
        # Not from within what is just ending.
        QTimer.singleShot(0, self, self._quit)

    def show_window(self) -> None:
        """Bring the window to the front."""
        self._window.show()
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def is_available(self) -> bool:
        """Whether this desktop shows such icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def _quit(self) -> None:
        if not self._is_quitting:
            return
        if self._window.close():
            self._is_quitting = False
            QApplication.quit()  # closing a hidden window would not end it
        elif self._is_quitting:  # nobody was told meanwhile that it cannot be
            self.held_up.emit()

    def _apply(self, values: PreferenceValues) -> None:
        is_wanted = bool(values.keep_in_tray) and self.is_available()
        if is_wanted and self._icon is None:
            self._icon = self._make_icon()
            self._icon.show()
        elif not is_wanted and self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None
        # With an icon, the last window on the screen is not the end of the program.
        QGuiApplication.setQuitOnLastWindowClosed(self._icon is None)

    def _make_icon(self) -> QSystemTrayIcon:
        icon = QSystemTrayIcon(application_icon(), self)
        # Nothing of the account: others may see the screen, and some desktops keep tooltips.
        icon.setToolTip("Dispute Desk")
        menu = QMenu(self._window)
        menu.addAction(self.tr("Show Dispute Desk")).triggered.connect(self.show_window)
        menu.addAction(self.tr("Quit")).triggered.connect(self.quit)
        icon.setContextMenu(menu)
        icon.activated.connect(self._take_click)
        icon.messageClicked.connect(self.take_message_click)
        return icon

    def take_message_click(self) -> None:
        """Somebody clicked the message: show the window, and what it was about."""
        self.show_window()
        self.message_clicked.emit(self._about)

    def _take_activation(self, state: Qt.ApplicationState) -> None:
        """On a Mac, who clicks the program in the Dock wants its window, also from the tray."""
        is_in_tray = self._icon is not None and self._window.isHidden() and not self._is_quitting
        if is_in_tray and state is Qt.ApplicationState.ApplicationActive:
            self.show_window()

    def _take_click(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # On a Mac the click has opened the menu.
        if reason is not QSystemTrayIcon.ActivationReason.Trigger or _IS_MAC:
            return
        if self._window.isVisible() and self._window.isActiveWindow():
            self._window.hide()
        else:
            self.show_window()

    def _ask(self) -> None:
        if self._question is not None:
            self._question.raise_()
            return
        self._question = CloseQuestion(self._window)
        self._question.finished.connect(self._take_answer)
        self._question.open_once()

    def _take_answer(self, answer: int) -> None:
        self._question = None
        if answer in (CloseQuestion.KEEP, CloseQuestion.QUIT):
            self._choices.change(keep_in_tray=answer == CloseQuestion.KEEP)
            self._window.close()


class CloseQuestion(Dialog):
    """What closing the window shall do from now on."""

    KEEP, QUIT = 11, 12

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        heading = title_label(self.tr("Go on watching your disputes?"))
        text = muted_label(
            self.tr(
                "With its window closed, the program can stay in the system tray and tell you "
                "when CJ decides. You can change this in the settings."
            )
        )
        self.keep = QPushButton(self.tr("Keep watching in the tray"))
        self.quit = QPushButton(self.tr("Quit"))
        buttons = QDialogButtonBox()
        self.setWindowTitle(self.tr("Close the window"))
        self.setMinimumWidth(420)

        buttons.addButton(self.quit, QDialogButtonBox.ButtonRole.NoRole)
        buttons.addButton(self.keep, QDialogButtonBox.ButtonRole.YesRole)
        fill(
            QVBoxLayout(self),
            heading,
            text,
            STRETCH,
            buttons,
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L),
            spacing=SPACE_M,
        )

        self.keep.clicked.connect(lambda: self.done(self.KEEP))
        self.quit.clicked.connect(lambda: self.done(self.QUIT))
