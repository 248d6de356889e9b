"""The choice of a template: the built-in ones and one's own, with how often each paid off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from app.services.templates import TemplateList
from app.ui.filing import messages
from app.ui.theme import SPACE_S, icon
from app.ui.widgets.choice_boxes import CalmComboBox

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.filing import DisputeDraft
    from app.domain.templates import Template


class TemplateBox(CalmComboBox):
    """The templates. Shows which one the message is; none for a person's own text."""

    template_chosen = Signal(object)
    """The `Template`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._templates: tuple[Template, ...] = ()
        self.setMinimumContentsLength(12)  # large text has to leave room for the button
        self.setPlaceholderText(self.tr("Your own text"))
        self.show_shelf(TemplateList())
        self.activated.connect(self._report)

    def show_shelf(self, shelf: TemplateList) -> None:
        """Offer these."""
        current = self.currentIndex()
        chosen = self._templates[current] if 0 <= current < len(self._templates) else None
        self._templates = shelf.templates
        self.clear()
        for template in shelf.templates:
            self.addItem(messages.template_label(template, shelf.records.get(template.key)))
        self.setCurrentIndex(-1 if chosen is None else self._place_of(chosen))

    def show_template(self, template: Template | None, *, is_empty: bool) -> None:
        """Show this one as the message's."""
        self.setPlaceholderText(
            self.tr("Choose a template") if is_empty else self.tr("Your own text")
        )
        index = self._place_of(template) if template else -1
        if index != self.currentIndex():
            self.setCurrentIndex(index)

    def _place_of(self, template: Template) -> int:
        keys = [each.key for each in self._templates]
        return keys.index(template.key) if template.key in keys else -1

    def _report(self, index: int) -> None:
        if 0 <= index < len(self._templates):
            self.template_chosen.emit(self._templates[index])


class TemplateRow(QWidget):
    """The box, and a button for what can be done with templates."""

    template_chosen = Signal(object)
    """The `Template`."""
    keep_requested = Signal()
    rename_requested = Signal(object)
    """A `Template` of one's own."""
    delete_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current: Template | None = None
        self._can_keep = False
        self._box = TemplateBox()
        self._more = QPushButton(self.tr("Manage…"))
        self._menu = QMenu(self)
        self._more.setIcon(icon("more"))
        self._more.setAccessibleName(self.tr("Manage templates"))
        self._more.setProperty("flat", True)
        self._more.setMenu(self._menu)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self._box, 1)
        layout.addWidget(self._more)

        self._box.template_chosen.connect(self.template_chosen)
        self._menu.aboutToShow.connect(self._fill_menu)

    @property
    def box(self) -> TemplateBox:
        """The combo box, as a buddy."""
        return self._box

    @property
    def menu(self) -> QMenu:
        """What can be done with templates."""
        return self._menu

    def show_shelf(self, shelf: TemplateList) -> None:
        """Offer these templates."""
        self._box.show_shelf(shelf)

    def render_draft(self, draft: DisputeDraft, template: Template | None) -> None:
        """Show which template the draft's message is."""
        self._current = template
        self._can_keep = bool(draft.message.strip())
        self._box.show_template(template, is_empty=not self._can_keep)

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._add(
            self.tr("Save message as template…"),
            self.keep_requested.emit,
            is_possible=self._can_keep,
        )
        own = self._current if self._current and self._current.is_own else None
        self._menu.addSeparator()
        self._add(
            self.tr("Rename this template…"),
            lambda: self.rename_requested.emit(own),
            is_possible=bool(own),
        )
        self._add(
            self.tr("Delete this template"),
            lambda: self.delete_requested.emit(own),
            is_possible=bool(own),
        )

    def _add(self, label: str, act: Callable[[], object], *, is_possible: bool) -> None:
        action = self._menu.addAction(label)
        action.triggered.connect(lambda _checked=False: act())
        action.setEnabled(is_possible)
