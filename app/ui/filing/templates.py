"""The templates of the form: the row to choose one in, and what can be done with them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.background.runner import Lane
from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.errors import AppError, InvalidInput
from app.domain.filing.events import On
from app.domain.filing.templates import NAME_LIMIT, Template, as_body, clean_name
from app.domain.filing.templates import fill as fill_template
from app.domain.text import one_line
from app.services.filing.templates import TemplateList
from app.ui.filing import messages
from app.ui.filing.notices import NoticeTopic
from app.ui.filing.template_editor import TemplateEditor
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, icon
from app.ui.widgets.fields.choice_boxes import WideDropDown
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import label_of, muted_label
from app.ui.widgets.layouts import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.filing.filing import DisputeDraft
    from app.domain.filing.templates import TemplateContext
    from app.ui.filing.pages.page import PageContext

T = TypeVar("T")


class TemplateBox(WideDropDown):
    """The templates. Shows which one the message is; none for a person's own text."""

    def __init__(self) -> None:
        super().__init__()
        self.templates: tuple[Template, ...] = ()
        """In their order here."""
        self.setMinimumContentsLength(12)  # large text has to leave room for the button
        self.show_shelf(TemplateList())

    def show_shelf(self, shelf: TemplateList) -> None:
        """Offer these."""
        self.templates = shelf.templates
        self.clear()
        records = shelf.records
        self.addItems(
            [messages.template_label(each, records.get(each.key)) for each in shelf.templates]
        )

    def show_template(self, template: Template | None, *, is_empty: bool) -> None:
        """Show this one as the message's."""
        self.setPlaceholderText(
            self.tr("Choose a template") if is_empty else self.tr("Your own text")
        )
        keys = [each.key for each in self.templates]
        key = template.key if template else ""
        self.setCurrentIndex(keys.index(key) if key in keys else -1)


class TemplateRow(QWidget):
    """The box, and a button for what can be done with templates."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._service = context.services.templates
        self._tell_notice = context.notices.tell_of_templates
        self._shelf = TemplateList()
        self._own: tuple[Template, ...] = ()
        self._first = context.last.template if context.last else ""
        self.box = TemplateBox()
        self.menu = QMenu(self)
        more = QPushButton(icon("more"), self.tr("Manage…"), flat=True)
        more.setAccessibleName(self.tr("Manage templates"))
        more.setMenu(self.menu)

        fill(QHBoxLayout(self), (self.box, 1), more, margins=(0, 0, 0, 0), spacing=SPACE_S)

        self.box.activated.connect(lambda row: self._choose(self.box.templates[row]))
        self.menu.aboutToShow.connect(self._fill_menu)

    def load(self) -> None:
        """Read the templates."""
        self._change(lambda: None, lambda _none: None)

    def template_of(self, draft: DisputeDraft) -> Template | None:
        """The template that the message is; None for text that a person wrote or changed."""
        key = "" if draft.message_is_own else draft.template
        return next((each for each in self._shelf.templates if each.key == key), None)

    def render_draft(self, draft: DisputeDraft) -> None:
        """Show which template the draft's message is."""
        self.box.show_template(self.template_of(draft), is_empty=not draft.message.strip())

    def _fill_menu(self) -> None:
        draft = self._context.flow().draft
        current = self.template_of(draft)
        own = current if current and current.is_own else None
        self.menu.clear()
        keep = self.menu.addAction(self.tr("Save message as template…"), self._ask_for_name)
        keep.setEnabled(bool(draft.message.strip()))
        self.menu.addAction(self.tr("Edit your templates…"), self.edit)
        self.menu.addSeparator()
        delete = self.menu.addAction(self.tr("Delete this template"))
        delete.setEnabled(own is not None)
        if own is not None:
            delete.triggered.connect(lambda: self._delete(own))

    def _take(self, shelf: TemplateList) -> None:
        self._own = tuple(each for each in shelf.templates if each.is_own)
        # One without a text would empty the message.
        written = tuple(each for each in shelf.templates if each.body.strip())
        self._shelf = shelf = replace(shelf, templates=written)
        # The one of the last filing comes first; it is not chosen by that.
        ordered = sorted(written, key=lambda each: each.key != self._first)
        self.box.show_shelf(replace(shelf, templates=tuple(ordered)))
        self._context.send(On.TEMPLATES_READ, shelf.templates)

    def keep(self, name: str) -> None:
        """Keep the message as a template of this name."""
        flow = self._context.flow()
        keep = partial(self._service.keep, name, flow.draft, flow.parcel)

        def tell(template: Template) -> None:
            text = self.tr("The message is kept as the template “{name}”.")
            self._tell(text.format(name=one_line(template.name, 80)))

        self._change(keep, tell)

    def _ask_for_name(self) -> None:
        reason = self._context.flow().draft.reason
        hint = self.tr(
            "The order number and the items become variables: they are filled in anew for each "
            "order."
        )
        dialog = NameDialog(
            self.tr("Save as template"), hint, reason.name if reason else "", self._context.window
        )
        dialog.named.connect(self.keep)
        _show(dialog)

    def edit(self) -> None:
        """Open the templates of one's own, at the one that the message is."""
        flow = self._context.flow()
        current = self.template_of(flow.draft)
        dialog = TemplateEditor(
            self._own,
            self._blueprint(flow.draft, flow.parcel, current),
            flow.draft,
            flow.parcel,
            self._context.window,
            opened=current.key if current else "",
        )
        dialog.save_requested.connect(partial(self._save, dialog))
        dialog.delete_requested.connect(partial(self._delete_in, dialog))
        dialog.finished.connect(lambda _result: self._refill(current))
        _show(dialog)

    def _blueprint(
        self, draft: DisputeDraft, known: TemplateContext, current: Template | None
    ) -> Template:
        """What a new template begins as: the one that the message is, or the message."""
        if current is not None:
            return replace(current, name=messages.template_label(current, None))
        family = family_of(draft.reason.name) if draft.reason else ReasonFamily.OTHER
        name = one_line(draft.reason.name, NAME_LIMIT) if draft.reason else self.tr("Template")
        return Template("", family, as_body(draft.message, draft, known), name)

    def _save(self, dialog: TemplateEditor, typed: Template) -> None:
        self._change(
            partial(self._service.change, typed, self.tr("Template")),
            partial(dialog.take_saved, typed),
            dialog,
        )

    def _delete_in(self, dialog: TemplateEditor, template: Template) -> None:
        self._change(
            partial(self._service.delete, template.key),
            lambda _none: dialog.take_deleted(template),
            dialog,
            template,
        )

    def _refill(self, before: Template | None) -> None:
        """The message goes with the template that it is."""
        now = self.template_of(self._context.flow().draft)
        if before is not None and now is not None and now != before:
            self._put(now)

    def _choose(self, template: Template) -> None:
        draft = self._context.flow().draft
        if self.template_of(draft) is not None or not draft.message.strip():
            self._put(template)
        else:
            self.render_draft(draft)  # not that one, as long as it is not taken
            self._context.notices.ask_to_replace(template, self._put)

    def _put(self, template: Template) -> None:
        """Replace the message by this template. Undo in the message brings the old one back."""
        flow = self._context.flow()
        text = fill_template(template, flow.draft, flow.parcel)
        self._context.edit(
            replace(flow.draft, message=text, message_is_own=False, template=template.key)
        )

    def _delete(self, template: Template) -> None:
        def undo() -> None:
            self._change(partial(self._service.undo_delete, template.key), lambda _none: None)
            self._context.notices.clear(NoticeTopic.TEMPLATE)

        def tell(_done: None) -> None:
            text = self.tr("The template “{name}” was deleted.")
            said = text.format(name=one_line(template.name, 80))
            self._tell(said, (self.tr("Undo"), undo))

        self._change(partial(self._service.delete, template.key), tell)

    def _change(
        self,
        work: Callable[[], T],
        then: Callable[[T], object],
        dialog: TemplateEditor | None = None,
        kept: Template | None = None,
    ) -> None:
        """Do something in the background and show the templates as they are then.

        Where it was asked for in a dialog, that hears how it ends; with which template is `kept`
        if it fails.
        """
        read = self._service.shelf

        def take(done: tuple[T, TemplateList]) -> None:
            self._take(done[1])
            then(done[0])

        self._context.runner.run(
            lambda: (work(), read()),
            owner=dialog or self,
            on_success=take,
            on_error=partial(dialog.take_failure, kept=kept) if dialog else self._tell_of_failure,
            on_end=dialog.take_end if dialog else None,
            lane=Lane.STORAGE,
        )

    def _tell_of_failure(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            text = self.tr("That cannot be a template: its text is longer than CJ takes.")
            self._tell_notice(Notice(text, Severity.WARN))
        else:
            self._tell_notice(notice_for(error, Operation.SAVE))

    def _tell(self, text: str, *actions: tuple[str, Callable[[], object]]) -> None:
        self._tell_notice(Notice(text, Severity.INFO), *actions)


class NameDialog(Dialog):
    """One field. It can be left only with a name in it, or by Cancel."""

    named = Signal(str)

    def __init__(self, title: str, hint: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = LineEdit(NAME_LIMIT)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self.setWindowTitle(title)
        self._field.setText(clean_name(name))
        self._field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 40)
        self._field.selectAll()
        self._save.setProperty("primary", True)

        fill(
            QVBoxLayout(self),
            label_of(self._field, self.tr("Name of the template")),
            self._field,
            muted_label(hint),
            buttons,
            margins=(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L),
            spacing=SPACE_M,
        )

        self._field.textChanged.connect(self._allow)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        self._allow()

    def _allow(self) -> None:
        self._save.setEnabled(bool(clean_name(self._field.text())))

    def _give(self) -> None:
        self.accept()
        self.named.emit(clean_name(self._field.text()))


def _show(dialog: NameDialog | TemplateEditor) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
