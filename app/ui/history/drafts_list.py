"""What is not settled yet: drafts, refused ones, and filings still waiting for CJ's word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.filing.doubt import is_to_be_asked_for, last_sent, may_be_taken_back
from app.domain.filing.filing import EDITABLE, Filing, FilingState
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.theme import SPACE_S, SPACE_XS, icon
from app.ui.widgets.keys import DELETE, ENTER
from app.ui.widgets.labels import plain_label, section_label
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.spoken_rows import SpokenList

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from app.domain.ids import BusinessDisputeId

translate = QCoreApplication.translate

_MOST_ROWS = 3
_FILING = int(Qt.ItemDataRole.UserRole)
_ICONS = {
    FilingState.DRAFT: "draft",
    FilingState.REFUSED: "error",
    FilingState.SENDING: "clock",
    FilingState.UNKNOWN: "warning",
    FilingState.FILED: "clock",
    FilingState.HANDED_OVER: "open",
}


class DraftsList(QWidget):
    """A short list above the table; hidden while there is nothing in it."""

    filing_requested = Signal(object)
    """The `Filing` to resume, or to show the outcome of."""
    discard_requested = Signal(object)
    """The `BusinessDisputeId` of a draft to take out."""
    undo_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._discarded: BusinessDisputeId | None = None
        self._heading = section_label(self.tr("Drafts"))
        self._list = _List()
        self._said = plain_label()
        self._undo = QPushButton(self.tr("Undo"), flat=True)
        self._dismiss = QToolButton()
        self._heading.setBuddy(self._list)
        self._list.setAccessibleName(self.tr("Drafts"))
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._dismiss.setAccessibleName(self.tr("Dismiss"))
        self._dismiss.setToolTip(self.tr("Dismiss"))

        self._aside = QWidget()
        fill(
            QHBoxLayout(self._aside),
            self._said,
            self._undo,
            STRETCH,
            self._dismiss,
            margins=0,
            spacing=SPACE_S,
        )
        fill(
            QVBoxLayout(self),
            self._heading,
            self._list,
            self._aside,
            margins=(0, 0, 0, SPACE_S),
            spacing=SPACE_XS,
        )

        self._list.chosen.connect(self.filing_requested)
        self._list.discarded.connect(self._request_discard)
        self._list.customContextMenuRequested.connect(self._show_menu)
        self._undo.clicked.connect(self._request_undo)
        self._dismiss.clicked.connect(lambda: self._say(""))
        self.forget()

    def set_filings(self, filings: tuple[Filing, ...], now: datetime) -> None:
        """Show these, with the one that was current still current."""
        current = self._list.current_filing()
        self._list.clear()
        for filing in filings:
            is_odd = is_to_be_asked_for(filing) or (
                may_be_taken_back(filing) and filing.state is not FilingState.HANDED_OVER
            )
            picture = icon("warning" if is_odd else _ICONS[filing.state])
            item = QListWidgetItem(picture, filing_text(filing, now))
            item.setData(_FILING, filing)
            self._list.addItem(item)
            if current is not None and filing.reference == current.reference:
                self._list.setCurrentItem(item)
        self._list.fit_rows(_MOST_ROWS)
        self._list.setVisible(bool(filings))
        name = self.tr("Drafts")
        if len(filings) > _MOST_ROWS:  # the others have to be scrolled to
            name = self.tr("Drafts ({count})").format(count=f"{len(filings):,}")
        self._heading.setText(name)
        self._heading.setVisible(bool(filings))
        self._show_or_hide()

    def forget(self) -> None:
        """Have no draft, and nothing to undo: as in the beginning, or of another account."""
        self._say("")
        self.set_filings((), datetime.now().astimezone())

    def build_menu(self, filing: Filing) -> QMenu:
        """What can be done with an entry."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        is_editable = filing.state in EDITABLE
        go_on = menu.addAction(
            self.tr("Go on with this draft") if is_editable else self.tr("Show what became of it"),
            lambda: self.filing_requested.emit(filing),
        )
        discard = menu.addAction(
            icon("close"), self.tr("Discard draft"), lambda: self._request_discard(filing)
        )
        discard.setEnabled(is_editable)
        menu.setActiveAction(go_on)  # of a menu alone nothing is heard
        return menu

    def _show_menu(self, position: QPoint) -> None:
        filing = self._list.current_filing()
        if filing is not None:
            self.build_menu(filing).popup(self._list.viewport().mapToGlobal(position))

    def _request_discard(self, filing: Filing) -> None:
        if filing.state not in EDITABLE:
            self._say(self.tr("It has left for CJ already: only drafts can be discarded."))
            return
        self._discarded = filing.reference
        said = self.tr("The draft for {order} was discarded.")
        self._say(said.format(order=one_line(filing.draft.order_id, 60)), can_undo=True)
        self.discard_requested.emit(filing.reference)

    def _request_undo(self) -> None:
        reference, self._discarded = self._discarded, None
        self._say("")
        if reference is not None:
            self.undo_requested.emit(reference)

    def _say(self, text: str, *, can_undo: bool = False) -> None:
        self._said.setText(text)
        self._undo.setVisible(can_undo)
        self._dismiss.setIcon(icon("close"))
        self._aside.setVisible(bool(text))
        if text:
            announce(self, text)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.setVisible(self._list.count() > 0 or not self._aside.isHidden())


class _List(SpokenList):
    """Enter or a double click chooses, Delete discards; the same on every platform."""

    chosen = Signal(object)
    discarded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.itemDoubleClicked.connect(lambda item: self.chosen.emit(item.data(_FILING)))

    def current_filing(self) -> Filing | None:
        """The entry that has the focus; a click with either button gives it."""
        row = self.currentRow()
        filing = self.item(row).data(_FILING) if row >= 0 else None
        return filing if isinstance(filing, Filing) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        filing = self.current_filing()
        keys: dict[int, SignalInstance] = {
            **dict.fromkeys(ENTER, self.chosen),
            **dict.fromkeys(DELETE, self.discarded),
        }
        signal = keys.get(event.key())
        if filing is None or signal is None:
            super().keyPressEvent(event)
        else:
            signal.emit(filing)


def filing_text(filing: Filing, now: datetime) -> str:
    """An entry in words, its state first: that is what to act on."""
    draft = filing.draft
    order = one_line(draft.order_id, 60)
    asked = translate("Drafts", "Did you open it in My CJ?")
    parts = [asked if is_to_be_asked_for(filing) else state_word(filing), order]
    if draft.reason is not None:
        parts.append(one_line(draft.reason.name, 60))
    if filing.ceiling is not None:
        amount = formatting.money(filing.ceiling)
        parts.append(translate("Drafts", "up to {amount}").format(amount=amount))
    sent = last_sent(filing)
    handed_over = filing.handed_over
    if filing.state is FilingState.HANDED_OVER and handed_over:
        said = translate("Drafts", "since {time}")
        time = handed_over.ended or handed_over.started
    elif filing.state in EDITABLE or sent is None:
        said, time = translate("Drafts", "saved {time}"), filing.changed
    else:
        said, time = translate("Drafts", "sent {time}"), sent.started
    parts.append(said.format(time=formatting.short_moment(time, now)))
    return " · ".join(parts)


def state_word(filing: Filing) -> str:
    """Where a filing stands, in words."""
    if filing.state is FilingState.UNKNOWN:
        if filing.candidates:
            return translate("Drafts", "Not confirmed yet: CJ lists what may be it")
        if filing.nothing_found:
            return translate("Drafts", "Not confirmed yet: CJ lists nothing of it")
    if filing.state is FilingState.HANDED_OVER and filing.candidates:
        return translate("Drafts", "Opened in My CJ: CJ lists what may be it")
    if filing.state is FilingState.FILED and may_be_taken_back(filing):
        return translate("Drafts", "Filed, but CJ does not list it")
    words = {
        FilingState.DRAFT: translate("Drafts", "Draft"),
        FilingState.SENDING: translate("Drafts", "Being sent"),
        FilingState.UNKNOWN: translate("Drafts", "Not confirmed yet"),
        FilingState.REFUSED: translate("Drafts", "CJ refused"),
        FilingState.FILED: translate("Drafts", "Filed, number not listed yet"),
        FilingState.CONFIRMED: translate("Drafts", "Filed"),
        FilingState.HANDED_OVER: translate("Drafts", "Opened in My CJ"),
    }
    return words[filing.state]
