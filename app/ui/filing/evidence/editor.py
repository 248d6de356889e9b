"""Public links to pictures and videos: added, told apart, taken back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.filing.draft_rules import Problem, link_problem, with_links
from app.domain.filing.evidence_rules import is_long_in_all
from app.domain.filing.filing import DisputeDraft, Evidence, EvidenceKind
from app.domain.links import direct_form, links_in
from app.domain.text import utf16_length
from app.ui.filing import messages
from app.ui.filing.evidence.link_list import EvidenceList
from app.ui.filing.evidence.link_tester import LinkTester, length_advice
from app.ui.messages import formatting
from app.ui.theme import SPACE_S, SPACE_XS
from app.ui.widgets.fields.line_edit import LineEdit
from app.ui.widgets.keys import on_delete
from app.ui.widgets.labels import muted_label, plain_label, set_property
from app.ui.widgets.layouts import STRETCH, FlowRow, fill
from app.ui.widgets.notices.announce import announce

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent

    from app.ui.filing.pages.page import PageContext

_LONGEST_PASTE = 32_000
"""Characters: far more than all the links of a dispute."""


class LinkEdit(LineEdit):
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


def _usable_direct_form(evidence: Evidence) -> str | None:
    """The direct form of a link, where there is one and CJ takes one so long."""
    url = direct_form(evidence.url)
    return url if url is not None and link_problem(url) is None else None


class EvidenceEditor(QWidget):
    """The link field and the list of links of a draft."""

    def __init__(
        self,
        draft: DisputeDraft,
        context: PageContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._edit = context.edit
        self._tester = tester = LinkTester(context.runner, context.services.links.check, self)
        self._removed: tuple[int, Evidence] | None = None
        self._kinds_chosen: set[str] = set()
        self.field = LinkEdit(_LONGEST_PASTE)
        add = QPushButton(self.tr("Add link"))
        self.complaint = plain_label(wraps=True)
        self._list = EvidenceList(tester, context.pictures)
        self._advice = plain_label(wraps=True)
        self._length = plain_label(wraps=True)
        self._hint = muted_label(
            self.tr("To pictures or videos that anyone can open without signing in.")
        )
        self._direct = QPushButton(self.tr("Use the direct link"), flat=True)
        self._kind = QPushButton(flat=True)
        self._again = QPushButton(self.tr("Test again"), flat=True)
        self._remove = QPushButton(self.tr("Remove link"), flat=True)
        self._removed_note = muted_label(self.tr("Link removed."), wraps=False)
        self._undo = QPushButton(self.tr("Undo"), flat=True)
        self.field.setAccessibleName(self.tr("Evidence link"))
        self.field.setPlaceholderText("https://…")
        set_property(self.complaint, "tone", "bad")
        for label in (self._advice, self._length):
            set_property(label, "tone", "warn")
        self.complaint.hide()

        entry = fill(QHBoxLayout(), (self.field, 1), add, spacing=SPACE_S)
        acts = FlowRow(self._direct, self._kind, self._again, self._remove, spacing=0)
        removed = fill(QHBoxLayout(), self._removed_note, self._undo, STRETCH)
        fill(
            QVBoxLayout(self),
            entry,
            self._hint,
            self.complaint,
            self._list,
            self._advice,
            self._length,
            acts,
            removed,
            margins=(0, 0, 0, 0),
            spacing=SPACE_XS,
        )

        self.field.textEdited.connect(self._take_text)
        self.field.add_requested.connect(self.add_pending)
        add.clicked.connect(self._add_or_explain)
        tester.changed.connect(self._sort_kinds)
        self._list.advice_changed.connect(self._show_acts)
        self._list.customContextMenuRequested.connect(self._open_menu)
        on_delete(self._list, self._remove.click)
        self._direct.clicked.connect(partial(self._do, self._use_direct_link))
        self._kind.clicked.connect(partial(self._do, self._switch_kind))
        self._again.clicked.connect(partial(self._do, self._test_again))
        self._remove.clicked.connect(partial(self._do, self._take_away))
        self._undo.clicked.connect(self._bring_back)

    def render_draft(self, draft: DisputeDraft) -> None:
        """Show the links of this draft."""
        self._draft = draft
        if draft.link_text != self.field.text():
            self.field.setText(draft.link_text)
        self._list.show_links(draft.evidence)
        self._show_acts()
        self._sort_kinds()

    def add_pending(self) -> None:
        """Add the links that stand in the field; what is none stays there, with a sentence."""
        links, rest = links_in(self._draft.link_text)
        problems = map(link_problem, filter(None, (*links, rest)))
        problem = next(filter(None, problems), None)
        changed = with_links(self._draft)
        is_more = len(changed.evidence) > len(self._draft.evidence)
        self._complain(problem)
        if links and problem is None and not is_more:
            self._say(self.tr("This link is in the list already."))
        if is_more:
            self._removed = None
        self._edit(changed)
        if is_more:
            self._list.setCurrentRow(len(self._draft.evidence) - 1)
            announce(self, self.tr("{count} links in all").format(count=len(self._draft.evidence)))

    def add_text(self, text: str) -> None:
        """Add the links of a text that was dropped or pasted, to what stands in the field."""
        pending = f"{self._draft.link_text} {text}".strip()
        self._edit(replace(self._draft, link_text=pending[:_LONGEST_PASTE]))
        self.add_pending()

    def _add_or_explain(self) -> None:
        if self.field.text().strip():
            self.add_pending()
        else:
            self._say(self.tr("Paste a link first: to a picture or video that anyone can open."))
        self.field.setFocus()

    def _take_text(self, text: str) -> None:
        before = self._draft.link_text
        self._complain(None)
        self._edit(replace(self._draft, link_text=text))
        links, rest = links_in(text)
        was_pasted = len(text) - len(before) > 1
        is_usable = not rest and not any(map(link_problem, links))
        if was_pasted and len(links) > 1 and is_usable:
            self.add_pending()

    def _show_acts(self) -> None:
        current = self._list.current
        is_video = current is not None and current.kind is EvidenceKind.VIDEO
        self._kind.setText(self.tr("Change to picture") if is_video else self.tr("Change to video"))
        for button in (self._kind, self._again, self._remove):
            button.setEnabled(current is not None)
            button.setVisible(bool(self._draft.evidence))
        self._direct.setVisible(current is not None and _usable_direct_form(current) is not None)
        self._say_beside(self._advice, self._list.advice)
        total = sum(utf16_length(each.url) for each in self._draft.evidence)
        is_long = is_long_in_all(self._draft.evidence)
        self._say_beside(self._length, length_advice(total) if is_long else "")
        self._removed_note.setVisible(self._removed is not None)
        self._undo.setVisible(self._removed is not None)

    def _open_menu(self, place: QPoint) -> None:
        if self._list.current is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self._kind, self._again, self._remove):
            menu.addAction(button.text(), button.click)
        menu.setActiveAction(menu.actions()[0])  # of a menu alone nothing is heard
        menu.popup(self._list.viewport().mapToGlobal(place))

    def _say_beside(self, label: QLabel, text: str) -> None:
        if label.text() != text:
            label.setText(text)
            if text:
                announce(self, text)
        label.setVisible(bool(text))

    def _do(self, act: Callable[[Evidence], None], *_checked: bool) -> None:
        """Do this with the link that has the focus, if there is one."""
        current = self._list.current
        if current is not None:
            act(current)

    def _test_again(self, current: Evidence) -> None:
        self._tester.test_again(current.url)

    def _sort_kinds(self) -> None:
        """Put each link where its test says it belongs, unless a person has decided that."""
        if not self.isVisible():
            return  # the draft here may be an old one
        sorted_ = tuple(self._sorted(each) for each in self._draft.evidence)
        if sorted_ != self._draft.evidence:
            self._edit(replace(self._draft, evidence=sorted_))

    def _sorted(self, evidence: Evidence) -> Evidence:
        test = self._tester.test_of(evidence.url)
        report = test.report if test else None
        is_told = report is not None and report.is_image != report.is_video
        if report is None or not is_told or evidence.url in self._kinds_chosen:
            return evidence
        kind = EvidenceKind.VIDEO if report.is_video else EvidenceKind.IMAGE
        return replace(evidence, kind=kind)

    def _use_direct_link(self, current: Evidence) -> None:
        """Put the direct link in this one's place; it is tested like any other."""
        url = _usable_direct_form(current)
        if url is None:
            return
        direct = replace(current, url=url)
        links = (direct if each == current else each for each in self._draft.evidence)
        unique = {each.url: each for each in links}
        self._edit(replace(self._draft, evidence=tuple(unique.values())))
        self._list.setFocus()

    def _switch_kind(self, current: Evidence) -> None:
        self._kinds_chosen.add(current.url)
        is_video = current.kind is EvidenceKind.VIDEO
        other = replace(current, kind=EvidenceKind.IMAGE if is_video else EvidenceKind.VIDEO)
        links = list(self._draft.evidence)
        links[self._list.currentRow()] = other
        self._edit(replace(self._draft, evidence=tuple(links)))

    def _take_away(self, current: Evidence) -> None:
        row = self._list.currentRow()
        self._removed = (row, current)
        links = self._draft.evidence
        self._edit(replace(self._draft, evidence=(*links[:row], *links[row + 1 :])))
        announce(self, self.tr("Link removed."))

    def _bring_back(self) -> None:
        if self._removed is None:
            return
        row, link = self._removed
        self._removed = None
        links = self._draft.evidence
        self._edit(replace(self._draft, evidence=(*links[:row], link, *links[row:])))
        self._list.setCurrentRow(row)
        self._list.setFocus()

    def _complain(self, problem: Problem | None) -> None:
        if problem is not None:
            self._say(messages.problem_sentence(problem))
        else:
            self.complaint.hide()
            self._hint.show()
        set_property(self.field, "invalid", problem is not None)

    def _say(self, sentence: str) -> None:
        self.complaint.setText(formatting.breakable(sentence))
        self.complaint.setAccessibleName(sentence)
        self.complaint.show()
        self._hint.hide()
        announce(self, sentence)
