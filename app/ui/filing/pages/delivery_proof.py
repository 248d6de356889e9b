"""Whether CJ has a photo of the delivery, before a claim says that nothing arrived.

It is asked for behind all else, once, when such a reason is chosen for a parcel that is said to be
delivered. The photo shows the buyer's door: its link is opened in the browser, and kept nowhere.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.background.latest import Latest
from app.domain.disputes.reasons import family_of
from app.domain.filing.events import On
from app.domain.orders.claim_rules import NOT_ARRIVED
from app.domain.orders.orders import OrderStage
from app.ui.messages.notices import Operation, notice_for
from app.ui.theme import SPACE_L, SPACE_S, icon
from app.ui.widgets.buttons import MyCjButton
from app.ui.widgets.labels import muted_label, plain_label, section_label, set_property
from app.ui.widgets.layouts import clear, fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from app.domain.disputes.disputes import Reason
    from app.domain.errors import AppError
    from app.services.orders.parcels import Parcel
    from app.ui.filing.pages.page import PageContext

_MOST_LINKS = 3


class DeliveryProof(QFrame):
    """A card that is there once it is worth asking."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asking = Latest(context.runner, self)
        self._is_asked = False
        self._said = plain_label(wraps=True)
        self._aside = muted_label()
        self._my_cj = MyCjButton()
        self._links = QVBoxLayout()
        self.setProperty("card", True)
        self.setMinimumWidth(1)
        set_property(self._said, "tone", "warn")
        fill(
            QVBoxLayout(self),
            section_label(self.tr("Proof of delivery")),
            self._said,
            self._aside,
            self._my_cj,
            self._links,
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_S,
        )
        self._say("", "")
        self.hide()

    def consider(self, reason: Reason | None, parcel: Parcel) -> None:
        """Ask and show what CJ has, where this reason is one that a photo would refute."""
        is_worth_asking = (
            reason is not None and family_of(reason.name) in NOT_ARRIVED and _is_delivered(parcel)
        )
        self.setVisible(is_worth_asking)
        if is_worth_asking and not self._is_asked:
            self._is_asked = True
            self.ask()

    def ask(self) -> None:
        """Ask CJ, behind all else."""
        order_id = self._context.flow().draft.order_id
        proof = self._context.services.parcels.proof
        self._say("", self.tr("Asking CJ for a delivery photo…"))
        self._asking.run(
            lambda: proof(order_id),
            on_success=self._show,
            on_error=self._tell_failure,
            on_crash=lambda: self._say("", ""),
        )

    def ask_again(self) -> None:
        """Ask once more where that failed."""
        if self._is_asked and not self._asking.is_running and not self._links.count():
            self.ask()

    def _show(self, links: tuple[str, ...]) -> None:
        clear(self._links)
        if not links:
            self._say("", self.tr("CJ shows no delivery photo."))
            return
        text = self.tr("CJ has a delivery photo: a claim that nothing arrived is normally refused.")
        self._say(text, "")
        announce(self, text)
        for number, link in enumerate(links[:_MOST_LINKS], 1):
            button = QPushButton(self.tr("Open photo {number}").format(number=number))
            button.setIcon(icon("open"))
            button.setProperty("flat", True)
            button.clicked.connect(partial(_open, link))
            self._links.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _tell_failure(self, error: AppError) -> None:
        notice = notice_for(error, Operation.LOOK_UP)
        self._say(
            "",
            self.tr("Whether CJ has a delivery photo is not known. {why}").format(why=notice.text),
        )
        if notice.wants_sign_in:
            self._context.send(On.ASIDE_FAILED, error)

    def _say(self, warning: str, aside: str) -> None:
        self._said.setText(warning)
        self._said.setVisible(bool(warning))
        self._aside.setText(aside)
        self._aside.setVisible(bool(aside))
        self._my_cj.follow(aside)


def _is_delivered(parcel: Parcel) -> bool:
    """Whether order or tracking say so; where they disagree, a photo tells more than both."""
    is_told = any(each.is_delivered for each in parcel.tracking)
    return is_told or (parcel.facts is not None and parcel.facts.stage is OrderStage.DELIVERED)


def _open(link: str, *_checked: bool) -> None:
    QDesktopServices.openUrl(QUrl(link))
