"""Earlier versions of a draft: looked at, and brought back without losing the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.text import one_line
from app.ui.filing import messages
from app.ui.filing.pages.pages import step_title
from app.ui.messages import formatting
from app.ui.theme import SPACE_L, SPACE_M
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label
from app.ui.widgets.layouts import fill, room_on_screen
from app.ui.widgets.row_height import RoomyList

if TYPE_CHECKING:
    from app.domain.filing.filing import DisputeDraft, DraftVersion

translate = QCoreApplication.translate


class VersionsDialog(Dialog):
    """The last ten, the newest first; the present one is not among them."""

    restore_requested = Signal(int)
    """The number of a version."""

    def __init__(self, versions: tuple[DraftVersion, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._versions = versions
        self._list = RoomyList()
        self._preview = QPlainTextEdit(readOnly=True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._restore = QPushButton(self.tr("Restore this version"))
        self.setWindowTitle(self.tr("Earlier versions"))
        self._list.setAccessibleName(self.tr("Versions"))
        self._preview.setAccessibleName(self.tr("What it says"))
        self._restore.setProperty("primary", True)
        buttons.addButton(self._restore, QDialogButtonBox.ButtonRole.AcceptRole)
        self._list.addItems([version_line(each) for each in versions])

        both = QSplitter(Qt.Orientation.Horizontal, childrenCollapsible=False)
        both.addWidget(self._list)
        both.addWidget(self._preview)
        both.setSizes([360, 400])
        fill(
            QVBoxLayout(self),
            (both, 1),
            muted_label(
                self.tr("The draft as it is now stays a version too: restoring can be taken back.")
            ),
            buttons,
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_M,
        )
        # Else the box would make the other one Enter's, also while a version is only being read.
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        wide = self.fontMetrics().averageCharWidth() * 110
        self.resize(QSize(wide, wide * 6 // 10).boundedTo(room_on_screen(self)))

        self._list.currentRowChanged.connect(self._show_version)
        self._list.itemActivated.connect(self._request)
        self._restore.clicked.connect(self._request)
        buttons.rejected.connect(self.reject)
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def _show_version(self, row: int) -> None:
        is_one = 0 <= row < len(self._versions)
        self._preview.setPlainText(draft_text(self._versions[row].draft) if is_one else "")
        self._restore.setEnabled(is_one)

    def _request(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._versions):
            self.accept()
            self.restore_requested.emit(self._versions[row].number)


def version_line(version: DraftVersion) -> str:
    """When it was, on which page, and how its message begins."""
    parts = [formatting.moment(version.saved), step_title(version.draft.step)]
    start = one_line(version.draft.message, 60) or translate("Versions", "No message yet")
    return " · ".join(parts) + "\n" + start


def draft_text(draft: DisputeDraft) -> str:
    """What a draft says, in lines."""
    lines = [
        translate("Versions", "{count} × {product}").format(
            count=line.quantity, product=one_line(line.product_name or line.sku, 120)
        )
        for line in draft.lines
    ]
    if draft.reason is not None:
        reason = one_line(draft.reason.name, 120)
        lines.append(translate("Versions", "Reason: {reason}").format(reason=reason))
    if draft.message:
        lines += ["", draft.message]
    if draft.evidence or draft.link_text:
        lines += ["", *(f"{messages.kind_title(e.kind)}: {e.url}" for e in draft.evidence)]
        lines += [draft.link_text] if draft.link_text else []
    return "\n".join(lines)
