"""Before sending: there are, or may be, other disputes about these items. A person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.domain.filing.events import On
from app.domain.filing.filing import OtherDisputesFound
from app.ui.filing import messages
from app.ui.filing.pages.dispute_list import DisputeList
from app.ui.messages import formatting
from app.ui.widgets.buttons import ExplainedButton, MyCjButton
from app.ui.widgets.labels import plain_label, set_property, title_label
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.scrolling import CardPage, card

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class OtherDisputesPage(CardPage):
    """Shows them; nothing was sent. `send` gives the flow what a person decides."""

    other_filing_requested = Signal(object)
    """The `BusinessDisputeId` of what was opened in My CJ."""

    def __init__(self, send: Callable[..., None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._found = OtherDisputesFound(())
        self._title = title_label()
        self._meaning = plain_label(wraps=True)
        self._list = DisputeList(self.tr("Disputes that CJ has"))
        self._adopt = ExplainedButton(
            self.tr("That is it"),
        )
        self._prepared = ExplainedButton(self.tr("Show the other one"))
        self._another = ExplainedButton(
            self.tr("File another"),
            self.tr("If your claim is another one: it is sent to CJ, beside what CJ has already."),
        )
        self._my_cj = MyCjButton()
        self._adopt.button.setProperty("primary", True)
        parts = (self._title, self._meaning, self._my_cj, self._list)
        choices = (self._adopt, self._prepared, self._another)
        self.hold(card(*parts, *choices))

        self._list.itemSelectionChanged.connect(self._show_choice)
        self._adopt.button.clicked.connect(self._request_adoption)
        self._prepared.button.clicked.connect(self._show_prepared)
        self._another.button.clicked.connect(lambda: send(On.FILE_ANOTHER))

    def show_found(self, found: OtherDisputesFound) -> QWidget | None:
        """Show these; gives what to go to. There are none where CJ only says that there is one."""
        self._found = found
        is_told = bool(found.disputes)
        if is_told:
            title = self.tr("CJ has a dispute about these items already")
            meaning = self.tr(
                "Nothing was sent. What CJ has may come from this program, from My CJ, from "
                "another computer, from a copy of the data folder, or from a request sent before. "
                "Is it this claim?"
            )
        elif found.prepared:
            title = self.tr("These items were opened in My CJ already")
            meaning = self.tr("Nothing was sent. Is it this claim?")
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
        self._prepared.explain(messages.breakable(prepared))
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
                "this claim, there is nothing left to file: cancel, and discard this draft."
            )
        else:
            text = self.tr(
                "If the dispute selected is this claim: your draft takes its number and is done. "
                "Nothing is sent."
            )
        self._adopt.explain(text)
        self._adopt.button.setEnabled(chosen is not None and chosen not in self._found.filed_here)

    def _request_adoption(self) -> None:
        chosen = self._list.chosen
        if chosen is not None:
            self._send(On.ADOPT, chosen)

    def _show_prepared(self) -> None:
        if self._found.prepared:
            self.other_filing_requested.emit(self._found.prepared[0].reference)
