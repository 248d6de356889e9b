"""The draft while it is edited: the one place that holds it, saves it, and asks CJ about it.

Pages render what is here and hand in changed drafts. The terms are asked for once for each
selection, the order's known disputes once in all (a filing has a fixed number of calls).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.domain.dispute_flow import (
    Change,
    fitted,
    line_changes,
    selection_of,
    terms_changes,
    with_message,
    with_terms,
)
from app.domain.filing import DisputeDraft, Place, Step
from app.services.parcels import Parcel
from app.services.templates import TemplateList
from app.ui.filing.draft_saver import DraftSaver
from app.ui.filing.known_disputes import KnownDisputes
from app.ui.filing.terms_loader import TermsLoader

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.background.runner import BackgroundRunner
    from app.domain.disputes import DisputeTerms
    from app.domain.errors import AppError
    from app.domain.orders import DisputableOrder
    from app.domain.templates import Template
    from app.services.account_services import AccountServices
    from app.ui.filing.terms_state import TermsState


class DraftEditor(QObject):
    """Holds the frozen draft, its order and terms.

    A new draft is not kept until something in it is typed or decided; from then on always.
    """

    draft_changed = Signal(object)
    """The `DisputeDraft` as it is now."""
    terms_changed = Signal()
    """The terms or their state changed."""
    terms_failed = Signal(object)
    """The `AppError`."""
    known_failed = Signal(object)
    """The `AppError`. Submitting asks for the list itself where this failed."""
    changes_found = Signal(object)
    """A tuple of `Change`: CJ does not offer any more what the draft has."""
    shelf_changed = Signal()
    parcel_changed = Signal()
    saved = Signal(object)
    """When (`datetime`, UTC)."""
    save_failed = Signal(object)
    """The `AppError`."""

    def __init__(
        self,
        desk: AccountServices,
        runner: BackgroundRunner,
        order: DisputableOrder,
        draft: DisputeDraft,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._order = order
        self._draft = fitted(draft, order)
        self._line_changes = line_changes(draft, order)
        self._is_kept = not draft.is_blank
        self._is_frozen = False
        self._shelf = TemplateList()
        self._parcel = Parcel()
        self._where: Callable[[], Place | None] | None = None
        self._callers: list[tuple[bool, Callable[[], None]]] = []
        self._saver = DraftSaver(runner, desk.drafts.save, self._to_save, self)
        self._known = KnownDisputes(runner, desk.filing.note_known_disputes, self)
        self._terms = TermsLoader(runner, desk.filing.terms, self._draft, self)
        if self._is_kept:
            self._saver.assume_saved(draft)

        self._terms.changed.connect(self.terms_changed)
        self._terms.arrived.connect(self._adopt)
        self._terms.failed.connect(self.terms_failed)
        self._saver.saved.connect(self.saved)
        self._saver.failed.connect(self.save_failed)
        self._saver.finished.connect(self._release_callers)
        self._known.settled.connect(self._release_callers)
        self._known.failed.connect(self._note_known_failure)

    # What is there

    @property
    def draft(self) -> DisputeDraft:
        """The draft as it stands."""
        return self._draft

    @property
    def order(self) -> DisputableOrder:
        """The order it belongs to."""
        return self._order

    @property
    def line_changes(self) -> tuple[Change, ...]:
        """What the order had changed about the draft's lines when it was opened."""
        return self._line_changes

    @property
    def is_kept(self) -> bool:
        """Whether the draft is one to be saved."""
        return self._is_kept

    @property
    def shelf(self) -> TemplateList:
        """The templates to choose from."""
        return self._shelf

    @property
    def parcel(self) -> Parcel:
        """What is known of the order's way to the buyer."""
        return self._parcel

    @property
    def template(self) -> Template | None:
        """The template that the message is; None for text that a person wrote or changed."""
        key = "" if self._draft.message_is_own else self._draft.template
        return next((each for each in self._shelf.templates if each.key == key), None)

    @property
    def terms(self) -> DisputeTerms | None:
        """CJ's terms for exactly this selection, if they are known."""
        return self._terms.current

    @property
    def last_terms(self) -> DisputeTerms | None:
        """The latest terms for whatever selection, to be shown greyed meanwhile."""
        return self._terms.last

    @property
    def terms_state(self) -> TermsState:
        """How the terms for this selection stand."""
        return self._terms.state

    @property
    def is_saved(self) -> bool:
        """Whether nothing is left to save."""
        return self._saver.is_saved

    @property
    def save_error(self) -> AppError | None:
        """Why the latest save failed; None where it did not."""
        return self._saver.error

    # Changing it

    def start(self) -> None:
        """Ask CJ about the selection the dialog opens with."""
        self._terms.ask()

    def change(self, draft: DisputeDraft) -> None:
        """Take over what a person did to the draft."""
        # What the pages do not decide is here; theirs may be older.
        mine = self._draft
        draft = replace(draft, place=mine.place, seen_total=mine.seen_total)
        if self._is_frozen or draft == mine:
            return
        self._is_kept = self._is_kept or not draft.is_blank
        self._take(draft)

    def restore(self, draft: DisputeDraft) -> None:
        """Go on with an earlier version, which is the stored one by now."""
        if not self._is_frozen:
            self._saver.assume_saved(draft)
            self._is_kept = True
            self._take(fitted(draft, self._order))

    def set_shelf(self, shelf: TemplateList) -> None:
        """Offer these templates."""
        self._shelf = shelf
        self.shelf_changed.emit()

    def set_parcel(self, parcel: Parcel) -> None:
        """Take over what is known of the parcel; a message that is a template's speaks of it."""
        before, self._parcel = self._parcel, parcel
        if not self._is_frozen and parcel.known != before.known:
            self._take(with_message(self._draft, self._shelf.templates, parcel.known))
        self.parcel_changed.emit()

    def follow_place(self, where: Callable[[], Place | None]) -> None:
        """Ask this for where the author is whenever the draft is saved."""
        self._where = where

    def go_to(self, step: Step) -> None:
        """Note the page that is open, and save what was typed on the one before."""
        if not self._is_frozen and step is not self._draft.step:
            self._note_place()
            self._take(replace(self._draft, step=step))
        self.flush()
        if step is Step.REVIEW and self._known.has_failed:
            self.ask_for_known_disputes()

    def freeze(self) -> None:
        """Allow no change and no save: the draft is on its way."""
        self._saver.stop()
        self._is_kept = True
        self._is_frozen = True

    def thaw(self) -> None:
        """Allow changes again: CJ has nothing. What it offers is asked anew when it matters."""
        self._is_frozen = False
        self._terms.forget_others()

    # Asking CJ

    def ask_for_terms(self) -> None:
        """Ask for the terms of this selection now, unless they are known."""
        self._terms.ask()

    def ask_for_known_disputes(self) -> None:
        """Have the order's disputes fetched, once. Doing it again is for after a failure."""
        if not self._is_frozen:
            self._known.ask(self._draft)

    # Saving

    def flush(self) -> None:
        """Save now what is not saved."""
        self._saver.flush()

    def call_when_saved(self, then: Callable[[], None]) -> None:
        """Save, and call once no save is under way; `is_saved` tells how it went."""
        self.flush()
        self._callers.append((False, then))
        self._release_callers()

    def call_when_quiet(self, then: Callable[[], None]) -> None:
        """Save, and call once neither a save nor the list of known disputes is under way."""
        self.flush()
        self._callers.append((True, then))
        self._release_callers()

    def _to_save(self) -> DisputeDraft | None:
        self._note_place()
        return self._draft if self._is_kept and not self._is_frozen else None

    def _note_place(self) -> None:
        place = self._where() if self._where and not self._is_frozen else None
        if place is not None:
            self._draft = replace(self._draft, place=place)

    def _take(self, draft: DisputeDraft) -> None:
        before = self._draft
        spoken_of = (draft.lines, draft.reason, draft.evidence)
        if spoken_of != (before.lines, before.reason, before.evidence):
            draft = with_message(draft, self._shelf.templates, self._parcel.known)
        if selection_of(draft) != selection_of(before):
            draft = replace(draft, seen_total=None)
        if draft == before:
            return
        self._draft = draft
        self._terms.take(draft)
        if self._is_kept:
            self._saver.note_change()
        self.draft_changed.emit(draft)
        if selection_of(draft) != selection_of(before):
            self._terms.follow(draft)

    def _adopt(self, terms: DisputeTerms) -> None:
        # Of a draft that nobody decided anything in, nothing can have been withdrawn.
        changes = terms_changes(self._draft, terms) if self._is_kept else ()
        if not self._is_frozen:
            draft = with_terms(self._draft, terms, self._shelf.templates, self._parcel.known)
            self._take(replace(draft, seen_total=terms.ceiling.total))
        self.terms_changed.emit()
        if changes:
            self.changes_found.emit(changes)
        if self._known.is_untouched:
            self.ask_for_known_disputes()

    def _note_known_failure(self, error: AppError) -> None:
        is_sending = any(for_list for for_list, _ in self._callers)
        self._release_callers()
        if not is_sending:  # sending asks for the list itself, and says what comes of it
            self.known_failed.emit(error)

    def _release_callers(self) -> None:
        if self._saver.is_busy:
            return
        is_noting = self._known.is_under_way
        ready = [then for for_list, then in self._callers if not (for_list and is_noting)]
        self._callers = [each for each in self._callers if each[0] and is_noting]
        for then in ready:
            then()
