"""Files beside the case: kept on this computer, because CJ takes links only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import one_line
from app.ui.filing import messages as words
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_S, SPACE_XS, icon
from app.ui.widgets.announce import announce
from app.ui.widgets.labels import muted_label, plain_label, section_label, set_property
from app.ui.widgets.tooltips import plain_tooltip
from app.ui.widgets.turning_row import TurningRow

if TYPE_CHECKING:
    from app.domain.attachments import Attachment

_MOST_ROWS = 4
_ATTACHMENT = int(Qt.ItemDataRole.UserRole)


class AttachmentsCard(QFrame):
    """Lists the files and takes new ones, dropped or chosen."""

    choosing_requested = Signal()
    files_given = Signal(object)
    """A tuple of `Path`."""
    removal_requested = Signal(object)
    """An `Attachment`."""
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self._title = section_label(self.tr("Files beside the case"))
        self._hint = muted_label(
            self.tr(
                "They stay on this computer. CJ takes links only: upload a file to a place that "
                "gives public links, such as your shop's file store, and paste the link."
            )
        )
        self._list = QListWidget()
        self._trouble = plain_label(wraps=True)
        self._said = muted_label(wraps=False)
        self._attach = QPushButton(self.tr("Attach file…"))
        self._remove = QPushButton(self.tr("Remove file"))
        self._undo = QPushButton(self.tr("Undo"))
        self._list.setAccessibleName(self.tr("Attached files"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        set_property(self._trouble, "tone", "warn")
        for button in (self._attach, self._remove, self._undo):
            button.setProperty("flat", True)
        for widget in (self._list, self._trouble, self._said, self._remove, self._undo):
            widget.hide()
        self.setAcceptDrops(True)
        # Else a long word would make the layout count on more room than there is beside the form.
        self.setMinimumWidth(1)

        acts = TurningRow(self._attach, self._remove, spacing=SPACE_XS)
        removed = QHBoxLayout()
        removed.addWidget(self._said)
        removed.addWidget(self._undo)
        removed.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        layout.addWidget(self._list)
        layout.addWidget(self._trouble)
        layout.addLayout(removed)
        layout.addWidget(acts)

        self._attach.clicked.connect(self.choosing_requested)
        self._remove.clicked.connect(self._request_removal)
        self._undo.clicked.connect(self.undo_requested)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._request_removal)

    def show_files(self, files: tuple[Attachment, ...]) -> None:
        """List these."""
        row = self._list.currentRow()
        self._list.clear()
        for each in files:
            name = one_line(each.name, 120)
            size = formatting.file_size(each.size)
            item = QListWidgetItem(icon("file"), f"{name} · {size}")
            item.setToolTip(plain_tooltip(name))
            item.setData(_ATTACHMENT, each)
            self._list.addItem(item)
        self._list.ensurePolished()
        height = max(self._list.sizeHintForRow(0), 1) * min(len(files), _MOST_ROWS)
        self._list.setFixedHeight(height + 2 * self._list.frameWidth() + SPACE_XS)
        self._list.setCurrentRow(min(max(row, 0), len(files) - 1))
        self._list.setVisible(bool(files))
        self._remove.setVisible(bool(files))

    def tell_of_removal(self, *, is_removed: bool) -> None:
        """Say that a file was taken away, and offer it back."""
        text = self.tr("File removed.")
        self._said.setText(text)
        self._said.setVisible(is_removed)
        self._undo.setVisible(is_removed)
        if is_removed:
            announce(self, text)

    def tell_of_trouble(self, text: str) -> None:
        """Say why something did not work; nothing takes the sentence away."""
        self._trouble.setText(words.breakable(text))
        self._trouble.setVisible(bool(text))
        if text:
            announce(self, text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _local_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _local_files(event)
        if files:
            event.acceptProposedAction()
            self.files_given.emit(files)

    def _request_removal(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self.removal_requested.emit(item.data(_ATTACHMENT))


def _local_files(event: QDropEvent) -> tuple[Path, ...]:
    urls = event.mimeData().urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
