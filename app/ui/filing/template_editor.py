"""A person's own templates, changed where they stand: saved while they are typed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.domain.filing.filing import MESSAGE_LIMIT
from app.domain.filing.templates import (
    NAME_LIMIT,
    NO_CONTEXT,
    TemplateContext,
    fill,
    own_template,
    values,
)
from app.domain.text import one_line, utf16_length
from app.ui.messages.notices import Notice, Operation, Severity, notice_for
from app.ui.theme import SPACE_L, SPACE_M, SPACE_S
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.fields.long_text import LongTextEdit, cut_sentence, full_sentence
from app.ui.widgets.keys import Dialog
from app.ui.widgets.labels import muted_label, plain_label, section_label, set_property
from app.ui.widgets.layouts import fill as lay
from app.ui.widgets.layouts import room_on_screen
from app.ui.widgets.notices.notice_bar import NoticeBar
from app.ui.widgets.row_height import RoomyList
from app.ui.widgets.scrolling import PageScroll

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.errors import AppError
    from app.domain.filing.filing import DisputeDraft
    from app.domain.filing.templates import Template

SAVE_AFTER_MS = 700
"""After the last key."""
_LONGEST_TEXT = 10 * MESSAGE_LIMIT


class TemplateEditor(Dialog):
    """All own templates, one of them open. What is typed stays here until it is stored."""

    save_requested = Signal(object)
    """A `Template` as it was typed, to be answered by `take_saved` or `take_failure`."""
    delete_requested = Signal(object)
    """A `Template`, which is no longer shown; answered by `take_deleted` or `take_failure`."""
    unsaved = Signal()
    """To close it now would lose something, and a person was told so."""

    def __init__(
        self,
        templates: Iterable[Template],
        blueprint: Template,
        draft: DisputeDraft,
        known: TemplateContext = NO_CONTEXT,
        parent: QWidget | None = None,
        *,
        opened: str = "",
    ) -> None:
        """`blueprint` is what a new one begins as; `opened` the key of the one to open."""
        super().__init__(parent)
        self._templates = {each.key: each for each in templates}
        """In the order of the list."""
        self._blueprint = blueprint
        self._draft, self._known = draft, known
        self._unsaved: set[str] = set()
        self._under_way = 0
        self._is_leaving = False
        self._is_cut = False
        self._list = RoomyList()
        self._new = QPushButton(self.tr("New"))
        self._delete = QPushButton(self.tr("Delete"))
        self._side = QWidget()
        self._name = LineEdit(NAME_LIMIT)
        self._insert = QPushButton(self.tr("Insert…"), flat=True)
        self._variables = QMenu(self)
        self._body = LongTextEdit(_LONGEST_TEXT, 4)
        self._preview = QPlainTextEdit(readOnly=True)
        self._count = plain_label()
        self._state = muted_label()
        self._notice = NoticeBar(self)
        self._soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._prepare()

        self._lay_out()

        self._list.currentRowChanged.connect(self._open)
        self._new.clicked.connect(self._add)
        self._delete.clicked.connect(self._remove)
        self._name.textEdited.connect(self._take)
        self._body.textChanged.connect(self._take)
        self._body.was_cut.connect(lambda: self._tell_cut(cut_sentence()))
        self._body.is_full.connect(lambda: self._tell_cut(full_sentence()))
        self._soon.timeout.connect(self.save_now)
        self._list.addItems([_shown_name(each) for each in self._templates.values()])
        self._choose(opened if opened in self._templates else next(iter(self._templates), ""))
        (self._body if self._templates else self._new).setFocus(Qt.FocusReason.OtherFocusReason)

    def save_now(self) -> None:
        """Hand out what was typed and is not stored yet."""
        self._soon.stop()
        for key in sorted(self._unsaved):
            self._under_way += 1
            self.save_requested.emit(self._templates[key])

    def take_saved(self, typed: Template, stored: Template) -> None:
        """This is how what was typed is stored: the name may have got a number."""
        if self._templates.get(typed.key) != typed:
            return  # more was typed meanwhile, or it is deleted
        self._unsaved.discard(typed.key)
        self._templates[typed.key] = stored
        self._show_name(stored)
        self._notice.clear()
        if not self._is_cut:  # which stays to be read
            self._state.setText(self.tr("Saved"))

    def take_deleted(self, template: Template) -> None:
        """It is gone, and can be brought back."""
        text = self.tr("The template “{name}” was deleted.")
        said = text.format(name=one_line(template.name, 80))
        actions = ((self.tr("Undo"), partial(self._bring_back, template)),)
        self._notice.show_notice(Notice(said, Severity.INFO), actions=actions)

    def take_failure(self, error: AppError, kept: Template | None = None) -> None:
        """Something could not be stored, or this one not be deleted; what was typed is here."""
        if kept is not None:
            self._bring_back(kept)
        self._notice.show_notice(notice_for(error, Operation.SAVE))

    def take_end(self) -> None:
        """A save is over, with whatever outcome."""
        self._under_way -= 1
        if self._unsaved and not self._soon.isActive():
            self._state.setText(self.tr("Not saved yet"))
        if self._is_leaving and not self._under_way:
            self._leave()

    def reject(self) -> None:
        self.save_now()
        self._is_leaving = True
        if not self._under_way:
            self._leave()

    def _leave(self) -> None:
        self._is_leaving = False
        if not self._unsaved:
            super().reject()
            return
        text = self.tr("What you typed could not be saved, and is lost when this window is closed.")
        actions = (
            (self.tr("Try again"), self.reject),
            (self.tr("Close without saving"), self._give_up),
        )
        self._notice.show_notice(Notice(text, Severity.WARN), actions=actions)
        self.unsaved.emit()

    def _give_up(self) -> None:
        self._unsaved.clear()
        super().reject()

    def _prepare(self) -> None:
        self.setWindowTitle(self.tr("Your templates"))
        self._list.setAccessibleName(self.tr("Your templates"))
        self._name.setAccessibleName(self.tr("Name of the template"))
        self._body.setAccessibleName(self.tr("Text of the template"))
        self._body.setTabChangesFocus(True)
        self._insert.setAccessibleName(self.tr("Insert a variable"))
        self._insert.setMenu(self._variables)
        self._preview.setAccessibleName(self.tr("Preview with this order"))
        here = values(self._draft, self._known)
        for variable, name in (
            ("order", self.tr("Order number")),
            ("items", self.tr("Products")),
            ("quantity", self.tr("Number of pieces")),
            ("tracking", self.tr("Tracking number")),
            ("days", self.tr("Days since shipped")),
            ("evidence", self.tr("Evidence links")),
        ):
            value = one_line(here[variable], 40) or self.tr("not known for this order")
            action = self._variables.addAction(f"{name}: {value}".replace("&", "&&"))
            action.triggered.connect(partial(self._put, f"{{{variable}}}"))

    def _lay_out(self) -> None:
        name, text = plain_label(self.tr("Name")), plain_label(self.tr("Text"))
        name.setBuddy(self._name)
        text.setBuddy(self._body)
        hint = muted_label(
            self.tr("A sentence with a variable that is not known for an order is left out.")
        )
        above = lay(QHBoxLayout(), (text, 1), self._insert, spacing=SPACE_S)
        seen = section_label(self.tr("Preview with this order"))
        counted = lay(QHBoxLayout(), (seen, 1), self._count, spacing=SPACE_S)
        fields = (name, self._name, above, (self._body, 2), hint, counted, (self._preview, 1))
        lay(QVBoxLayout(self._side), *fields, margins=(0, 0, 0, 0), spacing=SPACE_S)
        self._preview.setMinimumHeight(self._body.minimumHeight() * 3 // 5)
        # Else it asks for the twelve lines of Qt, and the page scrolls for them.
        self._preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        acts = lay(QHBoxLayout(), self._new, self._delete, spacing=SPACE_S)
        left = lay(QVBoxLayout(), (self._list, 1), acts, spacing=SPACE_S)
        scroll = PageScroll()  # in a low window nothing of it lies on the rest
        scroll.setWidget(self._side)
        both = lay(QHBoxLayout(), (left, 2), (scroll, 5), spacing=SPACE_L)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(self.tr("Close"))
        for button in (self._new, self._delete, self._insert, close):
            button.setAutoDefault(False)  # Enter in a field is no wish to leave
        buttons.rejected.connect(self.reject)
        bottom = lay(QHBoxLayout(), (self._state, 1), buttons, spacing=SPACE_M)
        lay(
            QVBoxLayout(self),
            self._notice,
            (both, 1),
            bottom,
            margins=(SPACE_L, SPACE_L, SPACE_L, SPACE_L),
            spacing=SPACE_M,
        )
        line = self.fontMetrics().lineSpacing()
        self.setMinimumSize(28 * line, 20 * line)
        wide = self.fontMetrics().averageCharWidth() * 110
        self.resize(QSize(wide, wide * 7 // 10).boundedTo(room_on_screen(self)))

    def _current(self) -> Template | None:
        row = self._list.currentRow()
        return None if row < 0 else list(self._templates.values())[row]

    def _row_of(self, key: str) -> int:
        keys = list(self._templates)
        return keys.index(key) if key in keys else -1

    def _choose(self, key: str) -> None:
        with QSignalBlocker(self._list):
            self._list.setCurrentRow(self._row_of(key))
        self._open()

    def _open(self) -> None:
        """Show the one that is chosen; what was typed into another one is saved first."""
        template = self._current()
        self._is_cut = False
        self._side.setEnabled(template is not None)
        self._delete.setEnabled(template is not None)
        with QSignalBlocker(self._body):
            self._name.setText(template.name if template else "")
            self._body.setPlainText(template.body if template else "")
        none = self.tr("“New” begins a template with the message as it stands.")
        self._state.setText("" if template else none)
        self._show_preview()
        self.save_now()

    def _add(self) -> None:
        blueprint = self._blueprint
        self._put_last(own_template(blueprint.name, blueprint.family, blueprint.body))
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def _remove(self) -> None:
        template = self._current()
        if template is None:
            return
        self.save_now()  # or what was typed last would not come back
        self._unsaved.discard(template.key)
        with QSignalBlocker(self._list):
            self._list.takeItem(self._list.currentRow())
        del self._templates[template.key]
        self._open()
        self._notice.clear()
        self._under_way += 1
        self.delete_requested.emit(template)
        (self._list if self._list.count() else self._new).setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self, template: Template) -> None:
        self._notice.clear()
        self._put_last(template)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_last(self, template: Template) -> None:
        """List one that is not there, open it and save it."""
        self._templates[template.key] = template
        self._unsaved.add(template.key)
        self._list.addItem(_shown_name(template))
        self._choose(template.key)

    def _take(self) -> None:
        template = self._current()
        if template is None:
            return
        typed = replace(template, name=self._name.text(), body=self._body.toPlainText())
        if typed != template:
            self._templates[template.key] = typed
            self._unsaved.add(template.key)
            self._show_name(typed)
            self._is_cut = False
            self._state.setText(self.tr("Saving…"))
            self._soon.start()
            self._show_preview()

    def _show_name(self, template: Template) -> None:
        self._list.item(self._row_of(template.key)).setText(_shown_name(template))
        current = self._current()
        if current is not None and current.key == template.key and not self._name.hasFocus():
            self._name.setText(template.name)

    def _put(self, variable: str) -> None:
        self._body.insertPlainText(variable)
        self._body.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_cut(self, text: str) -> None:
        self._is_cut = True
        self._state.setText(text)

    def _show_preview(self) -> None:
        template = self._current()
        text = fill(template, self._draft, self._known) if template else ""
        self._preview.setPlainText(text)
        length = utf16_length(text)
        self._count.setText(
            self.tr("{length} / {limit}").format(length=length, limit=MESSAGE_LIMIT)
        )
        set_property(self._count, "tone", "bad" if length >= MESSAGE_LIMIT else "")


def _shown_name(template: Template) -> str:
    return one_line(template.name, 80)
