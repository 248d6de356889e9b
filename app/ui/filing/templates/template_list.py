"""Loads the templates and does with them what a person asks for, off the main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, InvalidInput
from app.domain.templates import NAME_LIMIT, clean_name
from app.domain.text import one_line
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.templates import Template
    from app.services.templates import TemplateList, TemplateService
    from app.ui.filing.draft_editor import DraftEditor
    from app.ui.filing.templates.template_row import TemplateRow
    from app.ui.widgets.notice_bar import Actions

T = TypeVar("T")


class TemplateShelf(QObject):
    """Serves the templates' row of one dialog."""

    told = Signal(object, object)
    """A `Notice`, and what can be done about it (`Actions`)."""

    def __init__(
        self,
        service: TemplateService,
        runner: BackgroundRunner,
        editor: DraftEditor,
        row: TemplateRow,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._service = service
        self._runner = runner
        self._editor = editor
        self._window = window

        row.keep_requested.connect(self._ask_for_name)
        row.rename_requested.connect(self._ask_for_new_name)
        row.delete_requested.connect(self._delete)

    def load(self) -> None:
        """Read the templates."""
        self._run(self._service.shelf, self._editor.set_shelf)

    def keep(self, name: str) -> None:
        """Keep the message as a template of this name."""
        draft, known = self._editor.draft, self._editor.parcel.known
        keep = self._service.keep

        def tell(template: Template) -> None:
            text = self.tr("The message is kept as the template “{name}”.")
            self._tell(text.format(name=one_line(template.name, 80)))

        self._change(lambda: keep(name, draft, known), tell)

    def _ask_for_name(self) -> None:
        reason = self._editor.draft.reason
        hint = self.tr(
            "The order number and the items become variables: they are filled in anew for each "
            "order."
        )
        dialog = NameDialog(
            self.tr("Save as template"), hint, reason.name if reason else "", self._window
        )
        dialog.named.connect(self.keep)
        _show(dialog)

    def _ask_for_new_name(self, template: Template) -> None:
        dialog = NameDialog(self.tr("Rename template"), "", template.name, self._window)
        rename = self._service.rename
        dialog.named.connect(
            lambda name: self._change(lambda: rename(template, name), lambda _: None)
        )
        _show(dialog)

    def _delete(self, template: Template) -> None:
        def undo() -> None:
            self._change(lambda: self._service.undo_delete(template.key), lambda _: None)
            self.told.emit(None, ())

        def tell(_done: None) -> None:
            text = self.tr("The template “{name}” was deleted.")
            said = text.format(name=one_line(template.name, 80))
            self._tell(said, ((self.tr("Undo"), undo),))

        self._change(lambda: self._service.delete(template.key), tell)

    def _change(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        """Do something that changes the shelf, and show it as it is then."""

        def both() -> tuple[T, TemplateList]:
            return work(), self._service.shelf()

        def take(done: tuple[T, TemplateList]) -> None:
            self._editor.set_shelf(done[1])
            then(done[0])

        self._run(both, take)

    def _run(self, work: Callable[[], T], then: Callable[[T], object]) -> None:
        self._runner.run(
            work, owner=self, on_success=then, on_error=self._tell_of_failure, lane=Lane.STORAGE
        )

    def _tell_of_failure(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            text = self.tr("That cannot be a template: its text is longer than CJ takes.")
            self.told.emit(Notice(text, Severity.WARN), ())
        else:
            self.told.emit(notice_for(error, Operation.SAVE), ())

    def _tell(self, text: str, actions: Actions = ()) -> None:
        self.told.emit(Notice(text, Severity.INFO), actions)


class NameDialog(Dialog):
    """One field. It can be left only with a name in it, or by Cancel."""

    named = Signal(str)

    def __init__(self, title: str, hint: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = plain_label(self.tr("Name of the template"))
        self._field = QLineEdit(clean_name(name))
        self._hint = muted_label(hint)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._label.setBuddy(self._field)
        self._field.setAccessibleName(self._label.text())
        self._field.setMaxLength(NAME_LIMIT)
        self._field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._field.selectAll()
        self._hint.setVisible(bool(hint))
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setProperty("primary", True)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._label)
        layout.addWidget(self._field)
        layout.addWidget(self._hint)
        layout.addWidget(self._buttons)

        self._field.textChanged.connect(self._allow)
        self._buttons.accepted.connect(self._give)
        self._buttons.rejected.connect(self.reject)
        self._allow()

    def _allow(self) -> None:
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(bool(clean_name(self._field.text())))

    def _give(self) -> None:
        name = clean_name(self._field.text())
        if name:
            self.accept()
            self.named.emit(name)


def _show(dialog: NameDialog | QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
