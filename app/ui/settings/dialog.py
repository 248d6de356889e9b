"""The settings: every choice takes effect at once, and none has to be made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QIcon, QKeyEvent, QShowEvent
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
from app.storage.preferences import LONGEST_CHECK_MINUTES, TEXT_PERCENT
from app.ui.messages import formatting
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.fields.spin_boxes import NumberBox
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import copyable_label, label_of, muted_label, plain_label
from app.ui.widgets.layouts import fill, tab_through
from app.ui.widgets.notices.announce import announce_title
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.scrolling import Scrolling, fit

if TYPE_CHECKING:
    from app.domain.errors import AppError
    from app.storage.preferences import PreferenceValues
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
        self._pages = QTabWidget(self)
        self._language = DropDown()
        self._scheme = DropDown()
        self._text = NumberBox()
        self._start = DropDown()
        self._clipboard = QCheckBox(self.tr("Offer an order number that was copied"))
        self._interval = NumberBox()
        self._looks = QCheckBox(self.tr("Look through my orders once a day for parcels to claim"))
        self._announce = QCheckBox(self.tr("Notify me of news of my disputes"))
        self._amounts = QCheckBox(self.tr("Show amounts in notifications"))
        self._tray = QCheckBox(self.tr("Keep watching in the tray when the window is closed"))
        self._backup = plain_label()
        self._reminder = QCheckBox(self.tr("Remind me when the last backup is 30 days old"))
        self._proxy = DropDown()
        self._proxy_address = LineEdit(_LONGEST_ADDRESS)
        self._proxy_label = label_of(self._proxy_address, self.tr("Address of the proxy"))
        self.setWindowTitle(self.tr("Settings"))
        self._pages.tabBar().setAccessibleName(self.tr("Settings"))
        self._fill_choices()

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close_button = buttons.button(QDialogButtonBox.StandardButton.Close)
        close_button.setText(self.tr("Close"))
        close_button.setIcon(QIcon())  # no other button has one
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
        self._fill_appearance(appearance)
        self._fill_news(news)
        self._fill_connection(connection)
        parts = ((self._pages, 1), self._notice, buttons)
        margins = (SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout = fill(QVBoxLayout(self), *parts, margins=margins, spacing=SPACE_M)
        tab_through(self._pages, self._notice, buttons)
        self._pages.setUsesScrollButtons(False)
        # Not the dialog's own least width, which would count instead of what the text needs.
        layout.addStrut(_LEAST_WIDTH)

        buttons.rejected.connect(self.reject)
        self._connect()

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

    def _fill_choices(self) -> None:
        values = self._choices.values
        _fill(
            self._language,
            (
                (self.tr("As the system"), ""),
                # Languages are named in themselves: who needs one can read it.
                ("English", "en"),
                ("简体中文", "zh_CN"),
            ),
            values.language,
        )
        _fill(
            self._scheme,
            (
                (self.tr("As the system"), ""),
                (self.tr("Light"), "light"),
                (self.tr("Dark"), "dark"),
            ),
            values.color_scheme,
        )
        _fill(
            self._start,
            ((self.tr("Order number"), False), (self.tr("List of disputes"), True)),
            values.starts_at_disputes,
        )
        proxy = values.proxy if values.proxy in ("", _NO_PROXY) else _OWN_PROXY
        _fill(
            self._proxy,
            (
                (self.tr("As the system"), ""),
                (self.tr("None"), _NO_PROXY),
                (self.tr("This one"), _OWN_PROXY),
            ),
            proxy,
        )
        self._proxy_address.setText(values.proxy if proxy == _OWN_PROXY else "")
        self._proxy_address.setPlaceholderText("http://proxy.example:8080")
        self._text.setRange(*TEXT_PERCENT)
        self._text.setSingleStep(10)
        self._text.setSuffix(" %")
        self._text.setValue(values.text_percent)
        # Each size in between would lay out every window anew while "150" is being typed.
        self._text.setKeyboardTracking(False)
        self._clipboard.setChecked(values.offers_clipboard)
        self._interval.setRange(0, LONGEST_CHECK_MINUTES)
        self._interval.setSpecialValueText(self.tr("Never by itself"))
        self._interval.setSuffix(" " + self.tr("min"))
        self._interval.setValue(values.check_minutes)
        self._interval.setKeyboardTracking(False)
        self._announce.setChecked(values.announce_changes)
        self._amounts.setChecked(values.show_amounts)
        self._amounts.setEnabled(values.announce_changes)
        self._tray.setChecked(bool(values.keep_in_tray))
        self._tray.setEnabled(QSystemTrayIcon.isSystemTrayAvailable())
        self._show_looks()
        self._show_proxy_field()
        self._show_backup(values)

    def _show_backup(self, values: PreferenceValues) -> None:
        last = last_backup(values)
        self._backup.setText(formatting.moment(last) if last else self.tr("None yet"))
        self._reminder.setChecked(bool(values.reminds_of_backup))

    def _show_looks(self) -> None:
        """Of the open account: another one may be looked through or not."""
        self._looks.setEnabled(self._claims.status is not None)
        self._looks.setChecked(self._claims.is_on)

    def _fill_appearance(self, page: QWidget) -> None:
        rows = _rows(page)
        _row(rows, self.tr("Language"), self._language)
        _row(rows, self.tr("Colours"), self._scheme)
        _row(rows, self.tr("Text size"), self._text)
        _row(rows, self.tr("Start with"), self._start)
        rows.addRow(muted_label(self.tr("Where the cursor is when the program starts.")))
        rows.addRow(self._clipboard)
        rows.addRow(
            muted_label(
                self.tr(
                    "When the window gets the focus, the empty order box offers it: Enter looks it "
                    "up. Other text is not kept."
                )
            )
        )

    def _fill_news(self, page: QWidget) -> None:
        rows = _rows(page)
        _row(rows, self.tr("Ask CJ for news every"), self._interval)
        rows.addRow(self._looks)
        rows.addRow(self._announce)
        rows.addRow(self._amounts)
        rows.addRow(self._tray)
        rows.addRow(
            muted_label(
                self.tr("Notifications may be seen by others, so amounts are left out by default.")
            )
        )

    def _fill_connection(self, page: QWidget) -> None:
        rows = _rows(page)
        _row(rows, self.tr("Proxy"), self._proxy)
        self._proxy_label.setMinimumHeight(self._proxy_address.sizeHint().height())
        rows.addRow(self._proxy_label, self._proxy_address)
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
        folder_label = plain_label(self.tr("Data folder"))
        folder_label.setMinimumHeight(open_button.sizeHint().height())
        rows.addRow(folder_label, folder)
        rows.addRow(
            muted_label(
                self.tr(
                    "To keep the data elsewhere, start the program with --data-dir and a folder."
                )
            )
        )

    def _connect(self) -> None:
        choices = self._choices
        self._language.activated.connect(
            lambda: choices.change(language=self._language.currentData())
        )
        self._scheme.activated.connect(
            lambda: choices.change(color_scheme=self._scheme.currentData())
        )
        self._text.valueChanged.connect(lambda value: choices.change(text_percent=value))
        self._start.activated.connect(
            lambda: choices.change(starts_at_disputes=self._start.currentData())
        )
        self._clipboard.toggled.connect(lambda is_on: choices.change(offers_clipboard=is_on))
        self._interval.valueChanged.connect(lambda value: choices.change(check_minutes=value))
        self._looks.clicked.connect(lambda is_on: self._claims.choose(is_on=is_on))
        self._claims.changed.connect(self._show_looks)
        self._announce.toggled.connect(lambda is_on: choices.change(announce_changes=is_on))
        self._announce.toggled.connect(self._amounts.setEnabled)
        self._amounts.toggled.connect(lambda is_on: choices.change(show_amounts=is_on))
        self._tray.toggled.connect(lambda is_on: choices.change(keep_in_tray=is_on))
        self._proxy.activated.connect(self._choose_proxy)
        self._proxy_address.editingFinished.connect(self._choose_proxy)
        self._reminder.clicked.connect(lambda is_on: choices.change(reminds_of_backup=is_on))
        choices.changed.connect(self._show_backup)
        choices.save_failed.connect(self._tell_failure)
        self._pages.currentChanged.connect(self._notice.clear)

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
        self._proxy_label.setVisible(is_own)
        self._proxy_address.setVisible(is_own)

    def _tell_failure(self, error: AppError) -> None:
        self._notice.show_notice(notice_for(error, Operation.SAVE))


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
    rows = QFormLayout(page)
    rows.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
    rows.setHorizontalSpacing(SPACE_XL)
    rows.setVerticalSpacing(SPACE_S)
    return rows


def _row(rows: QFormLayout, name: str, widget: QWidget) -> None:
    label = plain_label(name)
    label.setBuddy(widget)
    label.setMinimumHeight(widget.sizeHint().height())
    if not isinstance(widget, QComboBox):
        widget.setAccessibleName(name)
    rows.addRow(label, widget)


def _fill(box: QComboBox, entries: tuple[tuple[str, object], ...], chosen: object) -> None:
    for text, value in entries:
        box.addItem(text, value)
    box.setCurrentIndex(max(box.findData(chosen), 0))
