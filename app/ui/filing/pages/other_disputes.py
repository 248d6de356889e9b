"""Disputes that CJ has about these items: their list, and the page that asks before sending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QListView, QListWidgetItem, QWidget

from app.domain.filing.events import On
from app.domain.filing.filing import OtherDisputesFound
from app.ui.filing import messages
from app.ui.filing.pages import outcome_messages as outcome_words
from app.ui.messages import formatting
from app.ui.widgets.buttons import ExplainedButton, MyCjButton
from app.ui.widgets.labels import plain_label, set_property, title_label
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.row_height import RoomyRows
from app.ui.widgets.scrolling import CardPage, card
from app.ui.widgets.spoken_rows import SpokenList

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QFocusEvent, QResizeEvent

    from app.domain.disputes.disputes import Dispute
    from app.domain.ids import DisputeId
    from app.ui.filing.pages.page import PageContext

_MOST_ROWS = 3
_DISPUTE_ID = int(Qt.ItemDataRole.UserRole)


class OtherDisputesPage(CardPage):
    """There are, or may be, other disputes: nothing was sent, and a person decides."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        send = context.send
        self._found = OtherDisputesFound(())
        self._title = title_label()
        self._meaning = plain_label(wraps=True)
        self._list = DisputeList(self.tr("Disputes that CJ has"))
        self._adopt = ExplainedButton(self.tr("That is it"))
        self._prepared = ExplainedButton(self.tr("Show the other one"))
        another = ExplainedButton(
            self.tr("File another"),
            self.tr(
                "If yours is another one: it is sent to CJ, in addition to what CJ has already."
            ),
        )
        self._my_cj = MyCjButton()
        self._adopt.button.setProperty("primary", True)
        parts = (self._title, self._meaning, self._my_cj, self._list)
        self.hold(card(*parts, self._adopt, self._prepared, another))

        self._list.itemSelectionChanged.connect(self._show_choice)
        self._adopt.button.clicked.connect(lambda: send(On.ADOPT, self._list.chosen))
        other = context.window.other_filing_requested
        self._prepared.button.clicked.connect(lambda: other.emit(self._found.prepared[0].reference))
        another.button.clicked.connect(lambda: send(On.FILE_ANOTHER))

    def show_found(self, found: OtherDisputesFound) -> QWidget | None:
        """Show these; gives what to go to. There are none where CJ only says that there is one."""
        self._found = found
        is_told = bool(found.disputes)
        if is_told:
            title = self.tr("CJ has a dispute already that may be about these items")
            meaning = self.tr(
                "Nothing was sent. What CJ has may come from this program, from My CJ, from "
                "another computer, from a copy of the data folder, or from a request sent before. "
                "Is it the one you are filing?"
            )
        elif found.prepared:
            title = self.tr("These items were opened in My CJ already")
            meaning = self.tr("Nothing was sent. Is it the one you are filing?")
        else:
            title = self.tr("CJ says that this order has a dispute already")
            meaning = self.tr(
                "Nothing was sent. CJ does not list the dispute, so it cannot be shown here, and "
                "it may be the one that you sent before. Look in My CJ before you file another."
            )
        self._title.setText(title)
        self._meaning.setText(meaning)
        self._my_cj.follow("" if is_told else meaning)
        self._list.show_disputes(found.disputes, found.filed_here)
        self._list.setVisible(is_told)
        self._adopt.setVisible(is_told)
        self._prepared.setVisible(bool(found.prepared))
        set_property(self._prepared.button, "primary", not is_told)
        prepared = messages.prepared_sentence(found.prepared)
        self._prepared.explain(formatting.breakable(prepared))
        self._show_choice()
        said = formatting.sentences(f"{title}.", meaning, prepared)
        announce(self, said, is_urgent=True)
        if is_told:
            return self._list
        return self._prepared.button if found.prepared else None

    def _show_choice(self) -> None:
        chosen = self._list.chosen
        if chosen in self._found.filed_here:
            text = self.tr(
                "The dispute selected was filed from this program, with another draft. If it is "
                "the one you are filing, close this window and discard the draft."
            )
        else:
            text = self.tr(
                "If the dispute selected is the one you are filing: your draft takes its number "
                "and is done. Nothing is sent."
            )
        self._adopt.explain(text)
        self._adopt.button.setEnabled(chosen is not None and chosen not in self._found.filed_here)


class DisputeList(SpokenList):
    """Disputes of CJ's, to choose the one that a filing is: two lines for each.

    Number and time, reason and status. As high as three of them at most.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setItemDelegate(RoomyRows(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)

    @property
    def chosen(self) -> DisputeId | None:
        """The dispute that is selected."""
        selected = self.selectedItems()
        found: DisputeId | None = selected[0].data(_DISPUTE_ID) if selected else None
        return found

    def show_disputes(
        self, disputes: Sequence[Dispute], filed_here: Collection[DisputeId] = ()
    ) -> None:
        """List these. What is selected stays so; of several, nobody but a person selects one."""
        before = self.chosen
        self.clear()
        policy, has_more = Qt.ScrollBarPolicy, len(disputes) > _MOST_ROWS
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if has_more else policy.ScrollBarAlwaysOff
        )
        for each in disputes:
            is_filed_here = each.dispute_id in filed_here
            item = QListWidgetItem(outcome_words.dispute_line(each, is_filed_here=is_filed_here))
            item.setData(_DISPUTE_ID, each.dispute_id)
            self.addItem(item)
            if each.dispute_id == before or len(disputes) == 1:
                self.setCurrentItem(item)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.chosen is None:
            # Else the first arrow key would step over the first one.
            self.setCurrentIndex(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.doItemsLayout()  # only now is it known where the words of an entry turn
        shown = range(min(self.count(), _MOST_ROWS))
        height = sum(self.visualItemRect(self.item(row)).height() for row in shown)
        self.setFixedHeight(height + 2 * self.frameWidth())
