"""Asks for the place of a file to write, with the system's own dialog, and remembers the folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.text import file_name

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER_KEY = "export/folder"


class FileChoice:
    """Where to put files that the user takes out of the program."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    @property
    def folder(self) -> Path:
        """The folder used last, if it is still there, or else the documents or the home."""
        kept = self._settings.value(_FOLDER_KEY)
        if isinstance(kept, str) and kept and Path(kept).is_dir():
            return Path(kept)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        place = Path(QStandardPaths.writableLocation(documents))
        return place if place.is_dir() else Path.home()

    def ask(
        self,
        parent: QWidget,
        title: str,
        name: str,
        kind: tuple[str, str],
        take: Callable[[Path], object],
    ) -> QFileDialog:
        """Open the dialog; `take` gets the path. `kind` is a description and an ending."""
        words, ending = kind
        dialog = QFileDialog(parent, title, str(self.folder), f"{words} (*.{ending})")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{file_name(name, otherwise='export')}.{ending}")
        dialog.fileSelected.connect(lambda chosen: self._take(Path(chosen), take))
        dialog.open()
        return dialog

    def _take(self, path: Path, take: Callable[[Path], object]) -> None:
        self._settings.setValue(_FOLDER_KEY, str(path.parent))
        take(path)
