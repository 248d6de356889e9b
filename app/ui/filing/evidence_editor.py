"""Public links to pictures and videos: added, told apart, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.dispute_flow import Field, Problem, ProblemKind
from app.domain.evidence_rules import is_web_link, kind_of_link
from app.domain.filing import LINK_LIMIT, DisputeDraft, Evidence, EvidenceKind
from app.ui.filing import words
from app.ui.theme import SPACE_S, SPACE_XS, icon
from app.ui.widgets.announce import announce
from app.ui.widgets.labels import muted_label, plain_label, set_property
from app.ui.widgets.tooltips import plain_tooltip

_ICONS = {EvidenceKind.IMAGE: "picture", EvidenceKind.VIDEO: "video"}


class LinkEdit(QLineEdit):
    """A field whose Enter adds what stands in it. While it is empty, Enter is the page's."""

    add_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.text().strip():
            event.accept()
            if not event.isAutoRepeat():
                self.add_requested.emit()
            return
        super().keyPressEvent(event)


class EvidenceEditor(QWidget):
    """The link field and the list of links of a draft."""

    draft_edited = Signal(object)
    """The changed `DisputeDraft`."""

    def __init__(self, draft: DisputeDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._shown: tuple[Evidence, ...] = ()
        self._removed: tuple[int, Evidence] | None = None
        self._field = LinkEdit()
        self._add = QPushButton(self.tr("Add link"))
        self._complaint = plain_label(wraps=True)
        self._list = QListWidget()
        self._hint = muted_label(
            self.tr("To pictures or videos that anyone can open without signing in.")
        )
        self._kind = QPushButton()
        self._remove = QPushButton(self.tr("Remove link"))
        self._removed_note = muted_label(self.tr("Link removed."), wraps=False)
        self._undo = QPushButton(self.tr("Undo"))
        self._field.setAccessibleName(self.tr("Evidence link"))
        self._field.setPlaceholderText("https://…")
        self._list.setAccessibleName(self.tr("Evidence"))
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.setFixedHeight(self.fontMetrics().height() * 5)
        set_property(self._complaint, "tone", "bad")
        self._complaint.hide()
        for button in (self._add, self._kind, self._remove, self._undo):
            button.setAutoDefault(False)
        for button in (self._kind, self._remove, self._undo):
            button.setProperty("flat", True)

        entry = QHBoxLayout()
        entry.setSpacing(SPACE_S)
        entry.addWidget(self._field, 1)
        entry.addWidget(self._add)
        acts = QVBoxLayout()
        acts.setSpacing(0)
        acts.addWidget(self._kind)
        acts.addWidget(self._remove)
        acts.addStretch(1)
        links = QHBoxLayout()
        links.setSpacing(SPACE_S)
        links.addWidget(self._list, 1)
        links.addLayout(acts)
        removed = QHBoxLayout()
        removed.addWidget(self._removed_note)
        removed.addWidget(self._undo)
        removed.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addLayout(entry)
        layout.addWidget(self._hint)
        layout.addWidget(self._complaint)
        layout.addLayout(links)
        layout.addLayout(removed)

        self._field.textEdited.connect(self._take_text)
        self._field.add_requested.connect(self.add_pending)
        self._add.clicked.connect(self._add_or_explain)
        self._list.currentRowChanged.connect(self._show_acts)
        self._list.customContextMenuRequested.connect(self._open_menu)
        self._kind.clicked.connect(self._switch_kind)
        self._remove.clicked.connect(self._remove_current)
        self._undo.clicked.connect(self._bring_back)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove_current)
        self._show_acts()

    @property
    def field(self) -> QLineEdit:
        """The link field, as a buddy and for the focus."""
        return self._field

    @property
    def list_widget(self) -> QListWidget:
        """The list of links."""
        return self._list

    def render_draft(self, draft: DisputeDraft) -> None:
        """Show the links of this draft."""
        self._draft = draft
        if draft.link_text != self._field.text():
            self._field.setText(draft.link_text)
        if draft.evidence != self._shown:
            self._fill_list(draft.evidence)

    def add_pending(self) -> None:
        """Add the links that stand in the field; what is none stays there, with a sentence."""
        known = {each.url for each in self._draft.evidence}
        added: list[Evidence] = []
        left: list[str] = []
        problem: Problem | None = None
        is_repeated = False
        for url in self._draft.link_text.split():
            complaint = link_problem(url)
            if complaint is not None:
                left.append(url)
                problem = problem or complaint
            elif url in known:
                is_repeated = True
            else:
                known.add(url)
                added.append(Evidence(url, kind_of_link(url)))
        self._complain(problem)
        if is_repeated and problem is None and not added:
            self._say(self.tr("This link is in the list already."))
        if added:
            self._removed = None
        self.draft_edited.emit(
            replace(self._draft, evidence=(*self._draft.evidence, *added), link_text=" ".join(left))
        )
        if added:
            self._list.setCurrentRow(len(self._draft.evidence) - 1)
            announce(self, self.tr("{count} links in all").format(count=len(self._draft.evidence)))

    def _add_or_explain(self) -> None:
        if self._field.text().strip():
            self.add_pending()
        else:
            self._say(self.tr("Paste a link first: to a picture or video that anyone can open."))
        self._field.setFocus()

    def _take_text(self, text: str) -> None:
        before = self._draft.link_text
        self._complain(None)
        self.draft_edited.emit(replace(self._draft, link_text=text))
        links = text.split()
        was_pasted = len(text) - len(before) > 1
        if was_pasted and len(links) > 1 and not any(link_problem(each) for each in links):
            self.add_pending()

    def _fill_list(self, evidence: Iterable[Evidence]) -> None:
        row = self._list.currentRow()
        self._shown = tuple(evidence)
        self._list.clear()
        for each in self._shown:
            item = QListWidgetItem(icon(_ICONS[each.kind]), each.url)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{words.kind_title(each.kind)}: {each.url}"
            )
            item.setToolTip(plain_tooltip(each.url))
            self._list.addItem(item)
        self._list.setCurrentRow(min(max(row, 0), len(self._shown) - 1))
        self._show_acts()

    def _show_acts(self) -> None:
        current = self._current
        is_video = current is not None and current.kind is EvidenceKind.VIDEO
        self._kind.setText(self.tr("Change to picture") if is_video else self.tr("Change to video"))
        self._kind.setEnabled(current is not None)
        self._remove.setEnabled(current is not None)
        self._removed_note.setVisible(self._removed is not None)
        self._undo.setVisible(self._removed is not None)

    @property
    def _current(self) -> Evidence | None:
        row = self._list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _switch_kind(self) -> None:
        current = self._current
        if current is None:
            return
        is_video = current.kind is EvidenceKind.VIDEO
        other = replace(current, kind=EvidenceKind.IMAGE if is_video else EvidenceKind.VIDEO)
        links = list(self._draft.evidence)
        links[self._list.currentRow()] = other
        self.draft_edited.emit(replace(self._draft, evidence=tuple(links)))

    def _remove_current(self) -> None:
        current = self._current
        if current is None:
            return
        row = self._list.currentRow()
        self._removed = (row, current)
        links = self._draft.evidence
        self.draft_edited.emit(replace(self._draft, evidence=(*links[:row], *links[row + 1 :])))
        announce(self, self.tr("Link removed."))

    def _bring_back(self) -> None:
        if self._removed is None:
            return
        row, link = self._removed
        self._removed = None
        links = self._draft.evidence
        self.draft_edited.emit(replace(self._draft, evidence=(*links[:row], link, *links[row:])))
        self._list.setCurrentRow(row)
        self._list.setFocus()

    def _open_menu(self, place: QPoint) -> None:
        if self._current is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        kind = QAction(self._kind.text(), menu)
        remove = QAction(self._remove.text(), menu)
        kind.triggered.connect(self._switch_kind)
        remove.triggered.connect(self._remove_current)
        menu.addActions([kind, remove])
        menu.popup(self._list.viewport().mapToGlobal(place))

    def _complain(self, problem: Problem | None) -> None:
        if problem is not None:
            self._say(words.problem_sentence(problem))
        else:
            self._complaint.hide()
            self._hint.show()
        set_property(self._field, "invalid", problem is not None)

    def _say(self, sentence: str) -> None:
        self._complaint.setText(words.breakable(sentence))
        self._complaint.setAccessibleName(sentence)
        self._complaint.show()
        self._hint.hide()
        announce(self, sentence)

    @property
    def complaint(self) -> QLabel:
        """The sentence about what stands in the field."""
        return self._complaint


def link_problem(url: str) -> Problem | None:
    """What is wrong with a link, if anything."""
    if not is_web_link(url):
        return Problem(Field.EVIDENCE, ProblemKind.LINK_NOT_WEB, url)
    if len(url) > LINK_LIMIT:
        return Problem(Field.EVIDENCE, ProblemKind.LINK_TOO_LONG, url, len(url))
    return None
