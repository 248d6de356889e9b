"""Searches under a name: chosen beside the fixed filters, saved and deleted in a small menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.background.runner import BackgroundRunner, Lane
from app.domain.history import VIEW_NAME_LIMIT, HistoryQuery, SavedView
from app.domain.text import folded, one_line
from app.ui.history.view_choice import show_names
from app.ui.theme import SPACE_L, SPACE_S, SPACE_XL
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.errors import AppError
    from app.services.desk import Desk
    from app.ui.history.view_choice import ViewChoice

translate = QCoreApplication.translate


class ViewNameDialog(Dialog):
    """Asks what a view shall be called, and says what will be in it."""

    def __init__(
        self, taken: tuple[str, ...], contents: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._taken = {folded(name) for name in taken}
        label = plain_label(self.tr("Name of the view"))
        self.name_box = QLineEdit()
        self._hint = muted_label(contents)
        self._buttons = QDialogButtonBox()
        self._save = QPushButton(self.tr("Save view"))
        self.setWindowTitle(self.tr("Save view"))
        self.setAccessibleName(self.tr("Save view"))
        self.name_box.setAccessibleName(label.text())
        self.name_box.setMaxLength(VIEW_NAME_LIMIT)
        label.setBuddy(self.name_box)
        self._contents = contents

        self._buttons.addButton(self._save, QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = QPushButton(self.tr("Cancel"))
        self._buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_S)
        layout.addWidget(label)
        layout.addWidget(self.name_box)
        layout.addWidget(self._hint)
        layout.addWidget(self._buttons)
        self.setMinimumWidth(360)
        self._save.setDefault(True)

        self.name_box.textChanged.connect(self._judge)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._judge()

    @property
    def name(self) -> str:
        """What was typed."""
        return " ".join(self.name_box.text().split())

    def _judge(self) -> None:
        self._save.setEnabled(bool(self.name))
        replaces = folded(self.name) in self._taken
        self._hint.setText(
            self.tr("Replaces the view of that name. {contents}").format(contents=self._contents)
            if replaces
            else self._contents
        )


class SavedViews(QObject):
    """Loads, saves and deletes the views of the open account."""

    failed = Signal(object)

    def __init__(
        self,
        runner: BackgroundRunner,
        choice: ViewChoice,
        button: QToolButton,
        query: Callable[[], HistoryQuery],
    ) -> None:
        super().__init__(choice)
        self._runner = runner
        self._choice = choice
        self._button = button
        self._query = query
        self._desk: Desk | None = None
        self._views: tuple[SavedView, ...] = ()
        self._dialog: ViewNameDialog | None = None
        self._menu = QMenu(button)
        button.setMenu(self._menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

        self._menu.aboutToShow.connect(self._fill_menu)

    @property
    def dialog(self) -> ViewNameDialog | None:
        """The question for a name, while it is open."""
        return self._dialog

    @property
    def menu(self) -> QMenu:
        """What can be done with views."""
        return self._menu

    def use(self, desk: Desk) -> None:
        """Offer this account's views."""
        self._desk = desk
        self._views = ()
        self._choice.set_views(())
        self._run(desk.history.views)

    def ask_for_name(self) -> None:
        """Save what is searched for now under a name to be asked for."""
        if self._dialog is not None:
            return
        dialog = ViewNameDialog(
            tuple(each.name for each in self._views), self._contents(), self._button.window()
        )
        self._dialog = dialog
        dialog.accepted.connect(lambda: self._save(dialog.name))
        dialog.finished.connect(self._forget_dialog)
        dialog.open()

    def _fill_menu(self) -> None:
        self._menu.clear()
        save = self._menu.addAction(translate("SavedViews", "Save this search as a view…"))
        save.triggered.connect(self.ask_for_name)
        if self._views:
            self._menu.addSeparator()
        for view in self._views:
            name = one_line(view.name, VIEW_NAME_LIMIT).replace("&", "&&")
            text = translate("SavedViews", "Delete view “{name}”").format(name=name)
            self._menu.addAction(text).triggered.connect(partial(self._delete, view.name))

    def _contents(self) -> str:
        query = self._query()
        filters = dict(show_names())
        shown = filters[query.show]
        if query.text.strip():
            return translate(
                "SavedViews", "Shows: {filter}, with “{words}”, in this order."
            ).format(filter=shown, words=one_line(query.text, 60))
        return translate("SavedViews", "Shows: {filter}, in this order.").format(filter=shown)

    def _save(self, name: str) -> None:
        desk, query = self._desk, self._query()
        if desk is None or not name:
            return
        view = SavedView(name, query.text, query.show, query.sort, query.descending)
        self._run(lambda: desk.history.save_view(view), chosen=name)

    def _delete(self, name: str) -> None:
        desk = self._desk
        if desk is not None:
            self._run(lambda: desk.history.delete_view(name))

    def _run(self, work: Callable[[], tuple[SavedView, ...]], chosen: str = "") -> None:
        desk = self._desk

        def take(views: tuple[SavedView, ...]) -> None:
            if desk is self._desk:
                self._views = views
                self._choice.set_views(views)
                if chosen:
                    self._choice.choose_view(chosen)

        self._runner.run(work, owner=self, on_success=take, on_error=self._fail, lane=Lane.STORAGE)

    def _fail(self, error: AppError) -> None:
        self.failed.emit(error)

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
