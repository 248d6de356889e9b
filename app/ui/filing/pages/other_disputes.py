"""Before sending: CJ has disputes about these items that nobody filed here. A person decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.filing_events import On
from app.ui.filing.pages.dispute_list import DisputeList
from app.ui.widgets.announce import announce
from app.ui.widgets.buttons import ExplainedButton
from app.ui.widgets.labels import plain_label, title_label
from app.ui.widgets.scrolling import CardPage, card

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from PySide6.QtWidgets import QWidget

    from app.domain.disputes import Dispute
    from app.domain.ids import DisputeId


class OtherDisputesPage(CardPage):
    """Shows them; nothing was sent. `send` gives the flow what a person decides."""

    def __init__(self, send: Callable[..., None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._filed_here: Collection[DisputeId] = ()
        self._title = title_label()
        self._meaning = plain_label(wraps=True)
        self._list = DisputeList(self.tr("Disputes that CJ has"))
        self._adopt = ExplainedButton(
            self.tr("That is it"),
        )
        self._another = ExplainedButton(
            self.tr("File another"),
            self.tr("If your claim is another one: it is sent to CJ, beside what CJ has already."),
        )
        self._adopt.button.setProperty("primary", True)
        self.hold(card(self._title, self._meaning, self._list, self._adopt, self._another))

        self._list.itemSelectionChanged.connect(self._show_choice)
        self._adopt.button.clicked.connect(self._request_adoption)
        self._another.button.clicked.connect(lambda: send(On.FILE_ANOTHER))

    def show_disputes(
        self, disputes: Sequence[Dispute], filed_here: Collection[DisputeId] = ()
    ) -> QWidget | None:
        """Show these; gives what to go to. There are none where CJ only says that there is one."""
        self._filed_here = filed_here
        is_told = bool(disputes)
        if is_told:
            title = self.tr("CJ has a dispute about these items already")
            meaning = self.tr(
                "Nothing was sent. What CJ has may come from this program, from My CJ, from "
                "another computer, from a copy of the data folder, or from a request sent before. "
                "Is it this claim?"
            )
        else:
            title = self.tr("CJ says that this order has a dispute already")
            meaning = self.tr(
                "Nothing was sent. CJ does not list the dispute, so it cannot be shown here, and "
                "it may be the one that you sent before. Look in My CJ before you file another."
            )
        self._title.setText(title)
        self._meaning.setText(meaning)
        self._list.show_disputes(disputes, filed_here)
        self._list.setVisible(is_told)
        self._adopt.setVisible(is_told)
        self._show_choice()
        announce(self, f"{title}. {meaning}", is_urgent=True)
        return self._list if is_told else None

    def _show_choice(self) -> None:
        chosen = self._list.chosen
        if chosen in self._filed_here:
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
        self._adopt.button.setEnabled(chosen is not None and chosen not in self._filed_here)

    def _request_adoption(self) -> None:
        chosen = self._list.chosen
        if chosen is not None:
            self._send(On.ADOPT, chosen)
