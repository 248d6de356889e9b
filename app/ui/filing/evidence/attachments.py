"""Files beside the case: copied, listed and shown. Kept here, because CJ takes links only."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImageWriter
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.runner import Lane
from app.domain.errors import AppError, InvalidInput
from app.domain.history.attachments import FILE_LIMIT, Attachment
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.messages.notices import Operation, notice_for
from app.ui.theme import SPACE_L, SPACE_S, SPACE_XS, icon
from app.ui.widgets.keys import on_delete
from app.ui.widgets.labels import (
    muted_label,
    plain_label,
    plain_tooltip,
    section_label,
    set_property,
    show_text,
)
from app.ui.widgets.layouts import STRETCH, FlowRow, fill
from app.ui.widgets.notices.announce import announce
from app.ui.widgets.spoken_rows import SpokenList

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage

    from app.ui.filing.pages.page import PageContext

_MOST_ROWS = 4
_ATTACHMENT = int(Qt.ItemDataRole.UserRole)
_MOST_AT_ONCE = 20
_MEGABYTE = 1_000_000


class AttachmentsCard(QFrame):
    """Lists the files of a draft, of which it needs the reference only, and has new ones chosen."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = context.services.attachments
        self._runner = context.runner
        self._reference = context.flow().draft.reference
        self._window = context.window
        self._removed: Attachment | None = None
        self._told = ""
        """What did not work of what was asked for last."""
        self.setProperty("card", True)
        self._list = SpokenList()
        self._trouble = plain_label(wraps=True)
        self._said = muted_label(self.tr("File removed."), wraps=False)
        attach = QPushButton(self.tr("Attach file…"), flat=True)
        self._remove = QPushButton(self.tr("Remove file"), flat=True)
        self._undo = QPushButton(self.tr("Undo"), flat=True)
        self._list.setAccessibleName(self.tr("Attached files"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        set_property(self._trouble, "tone", "warn")
        for widget in (self._list, self._trouble, self._said, self._remove, self._undo):
            widget.hide()
        # Else a long word would make the layout count on more room than there is beside the form.
        self.setMinimumWidth(1)

        hint = self.tr(
            "They stay on this computer. CJ takes links only: upload a file to a place that "
            "gives public links, such as your shop's file store, and paste the link."
        )
        fill(
            QVBoxLayout(self),
            section_label(self.tr("Files kept with this dispute")),
            muted_label(hint),
            self._list,
            self._trouble,
            fill(QHBoxLayout(), self._said, self._undo, STRETCH),
            FlowRow(attach, self._remove, spacing=SPACE_XS),
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_S,
        )

        attach.clicked.connect(self._choose)
        self._remove.clicked.connect(self._remove_current)
        self._undo.clicked.connect(self._bring_back)
        on_delete(self._list, self._remove_current)

    def load(self) -> None:
        """List what is attached."""
        self._run(lambda: None)

    def attach(self, sources: tuple[Path, ...]) -> None:
        """Copy files to the case, one after the other; say which ones were not."""
        self._tell_of_trouble("")
        if left := len(sources[_MOST_AT_ONCE:]):
            text = self.tr("{limit} files are attached at once: {count} more were left out.")
            self._tell_of_trouble(text.format(limit=_MOST_AT_ONCE, count=left))
        for source in sources[:_MOST_AT_ONCE]:
            self._keep(source.name, partial(self._service.add, self._reference, source))

    def attach_picture(self, picture: QImage) -> None:
        """Keep a picture that was copied as a file of the case; a null one could not be read."""
        unread = self.tr("The copied picture could not be read.") if picture.isNull() else ""
        self._tell_of_trouble(unread)
        if unread:
            return
        add = partial(self._service.add_content, self._reference)
        name = self.tr("Picture {time}").format(time=f"{datetime.now():%Y-%m-%d %H-%M-%S}") + ".png"  # noqa: DTZ005 - as this computer tells it
        self._keep(name, lambda: add(name, _as_png(picture)))

    def _keep(self, wanted: str, work: Callable[[], object]) -> None:
        def tell(error: AppError) -> None:
            text = notice_for(error, Operation.SAVE).text
            if isinstance(error, InvalidInput):
                text = self.tr(
                    "“{file}” was not attached: it is no file that can be read, or larger than "
                    "{limit} MB."
                ).format(file=one_line(wanted, 80), limit=FILE_LIMIT // _MEGABYTE)
            if text not in self._told:  # of a full disk once
                self._tell_of_trouble(formatting.sentences(self._told, text))

        self._run(work, on_error=tell)

    def _choose(self) -> None:
        dialog = QFileDialog(self._window, self.tr("Attach file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.attach(tuple(map(Path, names))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _remove_current(self) -> None:
        item: QListWidgetItem | None = self._list.currentItem()
        if item is None:
            return
        self._tell_of_trouble("")
        attachment: Attachment = item.data(_ATTACHMENT)
        remove = partial(self._service.remove, self._reference, attachment.name)
        self._run(remove, lambda: self._offer_back(attachment))

    def _bring_back(self) -> None:
        removed = self._removed
        self._tell_of_trouble("")
        self._offer_back(None)
        if removed is not None:
            self._run(partial(self._service.undo_remove, self._reference, removed.name))

    def _run(
        self,
        work: Callable[[], object],
        then: Callable[[], None] = lambda: None,
        on_error: Callable[[AppError], object] | None = None,
    ) -> None:
        """Do something and list what is attached then."""
        read = partial(self._service.all, self._reference)

        def both() -> tuple[Attachment, ...]:
            work()
            return read()

        def take(listed: tuple[Attachment, ...]) -> None:
            self._show_files(listed)
            then()

        self._runner.run(
            both,
            owner=self,
            on_success=take,
            on_error=on_error or self._tell_of_failure,
            lane=Lane.STORAGE,
        )

    def _show_files(self, files: tuple[Attachment, ...]) -> None:
        row = self._list.currentRow()
        self._list.clear()
        for each in files:
            name = one_line(each.name, 120)
            size = formatting.file_size(each.size)
            item = QListWidgetItem(icon("file"), f"{name} · {size}")
            item.setToolTip(plain_tooltip(name))
            item.setData(_ATTACHMENT, each)
            self._list.addItem(item)
        self._list.fit_rows(_MOST_ROWS)
        self._list.setCurrentRow(min(max(row, 0), len(files) - 1))
        self._list.setVisible(bool(files))
        self._remove.setVisible(bool(files))

    def _offer_back(self, removed: Attachment | None) -> None:
        """Say that this file was taken away, and offer it back; nothing where it is back."""
        self._removed = removed
        self._said.setVisible(removed is not None)
        self._undo.setVisible(removed is not None)
        if removed is not None:
            announce(self, self._said.text())

    def _tell_of_failure(self, error: AppError) -> None:
        self._tell_of_trouble(notice_for(error, Operation.SAVE).text)

    def _tell_of_trouble(self, text: str) -> None:
        """Say why something did not work; nothing takes the sentence away."""
        self._told = text
        show_text(self._trouble, text)
        if text:
            announce(self, text)


def _as_png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(picture)
    return bytes(buffer.data().data())
