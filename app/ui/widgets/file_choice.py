"""Where to put files that are taken out of the program, or to find those that are given to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.text import file_name
from app.support.paths import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER_KEY = "export/folder"


class FileChoice:
    """The system's dialogs, in the folder that was used last."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def folder(self) -> Path:
        """The folder used last, if it is still there, or else the documents or the home."""
        kept = self._settings.value(_FOLDER_KEY)
        if isinstance(kept, str) and kept and is_folder(Path(kept)):
            return Path(kept)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        place = Path(QStandardPaths.writableLocation(documents))
        return place if is_folder(place) else Path.home()

    def ask(
        self,
        parent: QWidget,
        title: str,
        name: str,
        kind: tuple[str, str],
        take: Callable[[Path], object],
    ) -> QFileDialog:
        """Open the dialog; `take` gets the path. `kind` is a description and an ending."""
        dialog = self._dialog(parent, title, kind, take)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind[1])
        dialog.selectFile(f"{file_name(name, otherwise='export')}.{kind[1]}")
        dialog.open()
        return dialog

    def ask_for_existing(
        self,
        parent: QWidget,
        title: str,
        kind: tuple[str, str],
        take: Callable[[Path], object],
    ) -> QFileDialog:
        """Open a dialog for a file that is there; `take` gets the path."""
        dialog = self._dialog(parent, title, kind, take)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.open()
        return dialog

    def _dialog(
        self,
        parent: QWidget,
        title: str,
        kind: tuple[str, str],
        take: Callable[[Path], object],
    ) -> QFileDialog:
        words, ending = kind
        dialog = QFileDialog(parent, title, str(self.folder), f"{words} (*.{ending})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self._take(Path(chosen), take))
        return dialog

    def _take(self, path: Path, take: Callable[[Path], object]) -> None:
        self._settings.setValue(_FOLDER_KEY, str(path.parent))
        take(path)
