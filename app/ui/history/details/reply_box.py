"""A ready answer about the dispute's money, read here and copied with one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.history.replies import Language, Reader, reply
from app.ui.theme import SPACE_S, SPACE_XS, icon
from app.ui.widgets.fields.choice_boxes import DropDown
from app.ui.widgets.fields.long_text import LongTextEdit
from app.ui.widgets.labels import muted_label, section_label, unseen_label_of
from app.ui.widgets.layouts import STRETCH, fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from decimal import Decimal

    from app.domain.disputes.disputes import Dispute
    from app.domain.history.buyer_refunds import BuyerRefund
    from app.ui.settings.choices import Choices

_LINES = 5
_LIMIT = 10_000
"""Longer than any of these texts."""


class ReplyBox(QWidget):
    """Shows the answer for one reader in one language, which stay as they were chosen last."""

    def __init__(self, parent: QWidget | None = None, choices: Choices | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._dispute: Dispute | None = None
        self._asked: Decimal | None = None
        self._refund: BuyerRefund | None = None
        self._reader, self._language = DropDown(self), DropDown(self)
        self.text = LongTextEdit(_LIMIT, _LINES)
        self.copy_button = QPushButton(icon("copy"), self.tr("Copy reply"))
        self._state = muted_label(wraps=False)
        self.text.setAccessibleName(self.tr("Ready reply"))
        self.text.setReadOnly(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

        reader = unseen_label_of(self._reader, self.tr("Whom to reply to"))
        language = unseen_label_of(self._language, self.tr("Language of the reply"))
        parts = (reader, (self._reader, 1), language, self._language)
        row = fill(QHBoxLayout(), *parts, spacing=SPACE_S)
        acts = fill(QHBoxLayout(), self.copy_button, self._state, STRETCH, spacing=SPACE_S)
        heading = section_label(self.tr("Ready reply"))
        column = (heading, row, self.text, acts)
        fill(QVBoxLayout(self), *column, margins=0, spacing=SPACE_XS)
        for box in (self._reader, self._language):
            box.setMinimumWidth(60)
        self._offer_choices()
        self.copy_button.clicked.connect(self._copy)

    def show_dispute(
        self, dispute: Dispute, asked: Decimal | None, refund: BuyerRefund | None
    ) -> None:
        """Answer about this one: its ceiling (USD), and what its buyer has back, where known."""
        self._dispute, self._asked, self._refund = dispute, asked, refund
        self._write()

    def copy_for(self, reader: Reader) -> None:
        """Show the answer for this reader, and copy it."""
        self._reader.setCurrentIndex(self._reader.findData(reader))
        self._copy()

    def _offer_choices(self) -> None:
        """For the Chinese word alone Qt loads a font of four megabytes."""
        readers = ((self.tr("To the buyer"), Reader.BUYER), (self.tr("To CJ's chat"), Reader.CJ))
        languages = (("English", Language.ENGLISH), ("中文", Language.CHINESE))
        kept = self._choices.values if self._choices is not None else None
        for box, offered, chosen in (
            (self._reader, readers, kept and kept.reply_reader),
            (self._language, languages, kept and kept.reply_language),
        ):
            for name, value in offered:
                box.addItem(name, value)
            known = [value.value for _, value in offered]
            box.setCurrentIndex(known.index(chosen) if chosen in known else 0)
            box.currentIndexChanged.connect(self._take_choice)

    def _take_choice(self) -> None:
        self._write()
        if self._choices is not None:
            self._choices.change(
                reply_reader=Reader(self._reader.currentData()).value,
                reply_language=Language(self._language.currentData()).value,
            )

    def _write(self) -> None:
        if self._dispute is None:
            return
        text = reply(
            self._dispute,
            Reader(self._reader.currentData()),
            Language(self._language.currentData()),
            asked=self._asked,
            refund=self._refund,
        )
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
            self._state.clear()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._state.setText(self.tr("Copied"))
        announce(self, self._state.text())
