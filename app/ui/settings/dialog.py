"""The settings: every choice takes effect at once, and none has to be made."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QPushButton,
    QSystemTrayIcon,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.account.backups import last_backup
from app.storage.preferences import LONGEST_CHECK_MINUTES, TEXT_PERCENT, PreferenceValues
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.fields.spin_boxes import NumberBox
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import copyable_label, level, muted_label, plain_label
from app.ui.widgets.layouts import fill, tab_through
from app.ui.widgets.notices.announce import announce_title
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.scrolling import Scrolling, fit

if TYPE_CHECKING:
    from app.domain.errors import AppError
    from app.ui.account.accounts_list import AccountsList
    from app.ui.claims.watch import ClaimsWatch
    from app.ui.settings.choices import AppContext

_LEAST_WIDTH = 520
_LONGEST_ADDRESS = 300
_NO_PROXY = "none"
_OWN_PROXY = "own"


class SettingsDialog(Dialog):
    """Four pages. There is no OK: what is chosen is in effect."""

    def __init__(
        self,
        context: AppContext,
        accounts: AccountsList,
        claims: ClaimsWatch,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = context.choices
        self._claims = claims
        self._folder = context.folder
        self._notice = NoticeBar(self)
        self._pages = QTabWidget(self, usesScrollButtons=False)
        self._looks = QCheckBox(self.tr("Look through my orders once a day for parcels to claim"))
        self._backup = plain_label()
        self._reminder = QCheckBox(self.tr("Remind me when the last backup is 30 days old"))
        self._proxy = DropDown()
        self._proxy_address = LineEdit(_LONGEST_ADDRESS)
        self.setWindowTitle(self.tr("Settings"))
        self._pages.tabBar().setAccessibleName(self.tr("Settings"))

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        appearance, news, connection = QWidget(), QWidget(), QWidget()
        for page, name in (
            (appearance, self.tr("Appearance")),
            (news, self.tr("News")),
            (connection, self.tr("Connection and data")),
            (accounts, self.tr("Accounts")),
        ):
            scrolling = Scrolling(page)
            scrolling.wish_changed.connect(lambda: fit(self))
            self._pages.addTab(scrolling, name)
        # In their place already: a tree of widgets that moves is styled all over again.
        self._fill_appearance(_rows(appearance))
        self._fill_news(_rows(news))
        self._connection = _rows(connection)
        self._fill_connection(self._connection)
        parts = ((self._pages, 1), self._notice, buttons)
        layout = fill(QVBoxLayout(self), *parts, margins=SPACE_L, spacing=SPACE_M)
        tab_through(self._pages, self._notice, buttons)
        # Not the dialog's own least width, which would count instead of what the text needs.
        layout.addStrut(_LEAST_WIDTH)
        self._show_looks()
        self._show_backup(self._choices.values)

        buttons.rejected.connect(self.reject)
        self._looks.clicked.connect(lambda is_on: self._claims.choose(is_on=is_on))
        self._claims.changed.connect(self._show_looks)
        self._proxy.activated.connect(self._choose_proxy)
        self._proxy_address.editingFinished.connect(self._choose_proxy)
        self._reminder.clicked.connect(lambda is_on: self._change("reminds_of_backup", is_on))
        self._choices.changed.connect(self._show_backup)
        self._choices.save_failed.connect(self._tell_failure)  # outlives this: no lambda
        self._pages.currentChanged.connect(self._notice.clear)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        announce_title(self)

    def show_page(self, index: int) -> None:
        """Open at this page, as after the language has changed."""
        self._pages.setCurrentIndex(index)

    @property
    def page(self) -> int:
        """The page that is open."""
        return self._pages.currentIndex()

    def press_enter(self, _event: QKeyEvent) -> None:
        """There is no OK that Enter in a field could stand for."""

    def tell(self, notice: Notice) -> None:
        """Say what became of something that was asked for here."""
        self._notice.show_notice(notice)

    def _show_backup(self, values: PreferenceValues) -> None:
        last = last_backup(values)
        self._backup.setText(formatting.moment(last) if last else self.tr("None yet"))
        self._reminder.setChecked(bool(values.reminds_of_backup))

    def _show_looks(self) -> None:
        """Of the open account: another one may be looked through or not."""
        self._looks.setEnabled(self._claims.status is not None)
        self._looks.setChecked(self._claims.is_on)

    def _fill_appearance(self, rows: QFormLayout) -> None:
        as_system = (self.tr("As the system"), "")
        # Languages are named in themselves: who needs one can read it.
        languages = (as_system, ("English", "en"), ("简体中文", "zh_CN"))
        _row(rows, self.tr("Language"), self._choice("language", *languages))
        schemes = (as_system, (self.tr("Light"), "light"), (self.tr("Dark"), "dark"))
        _row(rows, self.tr("Colours"), self._choice("color_scheme", *schemes))
        percent = self._number("text_percent", *TEXT_PERCENT, unit="%")
        percent.setSingleStep(10)
        _row(rows, self.tr("Text size"), percent)
        starts = ((self.tr("Order number"), False), (self.tr("List of disputes"), True))
        _row(rows, self.tr("Start with"), self._choice("starts_at_disputes", *starts))
        rows.addRow(muted_label(self.tr("Where the cursor is when the program starts.")))
        offer = self._check_box(
            "offers_clipboard", self.tr("Offer an order number that was copied")
        )
        rows.addRow(offer)
        rows.addRow(
            muted_label(
                self.tr(
                    "When you come back to this window, the empty order box offers it: press Enter "
                    "to look it up. No other copied text is kept."
                )
            )
        )

    def _fill_news(self, rows: QFormLayout) -> None:
        minutes = self._number("check_minutes", 0, LONGEST_CHECK_MINUTES, unit=self.tr("min"))
        minutes.setSpecialValueText(self.tr("Never by itself"))
        _row(rows, self.tr("Ask CJ for news every"), minutes)
        announce = self._check_box("announce_changes", self.tr("Notify me of news of my disputes"))
        amounts = self._check_box("show_amounts", self.tr("Show amounts in notifications"))
        amounts.setEnabled(announce.isChecked())
        announce.toggled.connect(amounts.setEnabled)
        tray = self._check_box(
            "keep_in_tray", self.tr("Keep watching in the tray when the window is closed")
        )
        tray.setEnabled(QSystemTrayIcon.isSystemTrayAvailable())
        for box in (self._looks, announce, amounts, tray):
            rows.addRow(box)
        rows.addRow(
            muted_label(
                self.tr("Notifications may be seen by others, so amounts are left out by default.")
            )
        )

    def _fill_connection(self, rows: QFormLayout) -> None:
        proxy = self._choices.values.proxy
        kind = proxy if proxy in ("", _NO_PROXY) else _OWN_PROXY
        kinds = (
            (self.tr("As the system"), ""),
            (self.tr("None"), _NO_PROXY),
            (self.tr("This one"), _OWN_PROXY),
        )
        _fill(self._proxy, kinds, kind)
        self._proxy_address.setText(proxy if kind == _OWN_PROXY else "")
        self._proxy_address.setPlaceholderText("http://proxy.example:8080")
        _row(rows, self.tr("Proxy"), self._proxy)
        _row(rows, self.tr("Address of the proxy"), self._proxy_address)
        self._show_proxy_field()
        rows.addRow(muted_label(self.tr("Used from the next request to CJ on.")))
        rows.addRow(plain_label(self.tr("Last backup")), self._backup)
        rows.addRow(self._reminder)
        path = copyable_label(str(self._folder.root))
        path.setAccessibleName(self.tr("Data folder: {folder}").format(folder=path.text()))
        open_button = QPushButton(self.tr("Open folder"))
        open_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder.root)))
        )
        folder = fill(QHBoxLayout(), (path, 1), open_button)
        rows.addRow(level(plain_label(self.tr("Data folder"))), folder)
        rows.addRow(
            muted_label(
                self.tr(
                    "To keep the data elsewhere, start the program with --data-dir and a folder."
                )
            )
        )

    def _choice(self, chosen: str, *entries: tuple[str, object]) -> DropDown:
        """A box for one of the preferences, by its name there; likewise the two below."""
        box = DropDown()
        _fill(box, entries, getattr(self._choices.values, chosen))
        box.activated.connect(lambda: self._change(chosen, box.currentData()))
        return box

    def _check_box(self, chosen: str, text: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(bool(getattr(self._choices.values, chosen)))
        box.toggled.connect(partial(self._change, chosen))
        return box

    def _number(self, chosen: str, least: int, most: int, *, unit: str) -> NumberBox:
        box = NumberBox()
        box.setRange(least, most)
        box.setSuffix(f" {unit}")
        box.setValue(getattr(self._choices.values, chosen))
        # Each size in between would lay out every window anew while "150" is being typed.
        box.setKeyboardTracking(False)
        box.valueChanged.connect(partial(self._change, chosen))
        return box

    def _change(self, chosen: str, value: object) -> None:
        self._choices.change(**{chosen: value})

    def _choose_proxy(self) -> None:
        self._show_proxy_field()
        choice = self._proxy.currentData()
        if choice == _OWN_PROXY:
            address = _proxy_address(self._proxy_address.text())
            if address is None:
                self._proxy_address.setFocus()
                if self._proxy_address.text().strip():
                    text = self.tr(
                        "This is no proxy address. Give http:// or https://, a host and a port, "
                        "without a name or password: they would be kept in a plain file."
                    )
                    self._notice.show_notice(Notice(text, Severity.WARN))
                return
            choice = address
        self._notice.clear()
        self._choices.change(proxy=choice)

    def _show_proxy_field(self) -> None:
        is_own = self._proxy.currentData() == _OWN_PROXY
        self._connection.setRowVisible(self._proxy_address, is_own)

    def _tell_failure(self, error: AppError) -> None:
        self.tell(notice_for(error, Operation.SAVE))


def _proxy_address(text: str) -> str | None:
    """The address tidied; None where it is none that can be used."""
    typed = text.strip()
    url = QUrl(typed if "://" in typed else f"http://{typed}", QUrl.ParsingMode.StrictMode)
    is_plain = url.scheme() in ("http", "https") and not url.userInfo() and not url.hasQuery()
    if not (url.isValid() and is_plain and url.host() and url.path() in ("", "/")):
        return None
    port = f":{url.port()}" if url.port() != -1 else ""
    host = f"[{url.host()}]" if ":" in url.host() else url.host()
    return f"{url.scheme()}://{host}{port}"


def _rows(page: QWidget) -> QFormLayout:
    rows = QFormLayout(page, horizontalSpacing=SPACE_XL, verticalSpacing=SPACE_S)
    rows.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
    return rows


def _row(rows: QFormLayout, name: str, widget: QWidget) -> None:
    label = level(plain_label(name))
    label.setBuddy(widget)
    if not isinstance(widget, QComboBox):
        widget.setAccessibleName(name)
    rows.addRow(label, widget)


def _fill(box: QComboBox, entries: tuple[tuple[str, object], ...], chosen: object) -> None:
    for text, value in entries:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
