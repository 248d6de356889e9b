"""The draft while it is edited: the one place that holds it, saves it, and asks CJ about it.

Pages render what is here and hand in changed drafts. The terms are asked for once for each
selection, the order's known disputes once in all (a filing has a fixed number of calls).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.dispute_flow import with_terms
from app.domain.disputes import DisputeTerms
from app.domain.errors import AppError
from app.domain.filing import DisputeDraft, DraftLine, Step
from app.domain.orders import DisputableOrder
from app.services.desk import Desk
from app.ui.filing.draft_changes import Selection, fitted, selection_of, with_following_message
from app.ui.filing.terms_state import TermsState

SAVE_DELAY_MS = 400
"""How long typing may pause before it is saved."""
SAVE_LIMIT_MS = 1000
"""How long unbroken typing may stay unsaved."""
TERMS_DELAY_MS = 250
"""How long the selection must rest before CJ is asked about it."""


class _Known(Enum):
    """Whether the order's known disputes are stored."""

    NOT_YET = "not yet"
    UNDER_WAY = "under way"
    DONE = "done"
    FAILED = "failed"


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
    reason_withdrawn = Signal(str)
    """CJ does not offer the chosen reason, named here, for this selection."""
    saved = Signal(object)
    """When (`datetime`, UTC)."""
    save_failed = Signal(object)
    """The `AppError`."""

    def __init__(
        self,
        desk: Desk,
        runner: BackgroundRunner,
        order: DisputableOrder,
        draft: DisputeDraft,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._runner = runner
        self._order = order
        self._draft = fitted(draft, order)
        self._was_fitted = self._draft.lines != draft.lines
        self._is_kept = not draft.is_blank
        self._is_frozen = False
        self._asked_to_save: DisputeDraft | None = draft if self._is_kept else None
        self._saves_under_way = 0
        self._known = _Known.NOT_YET
        self._terms: dict[Selection, DisputeTerms] = {}
        self._last_terms: DisputeTerms | None = None
        self._terms_error: AppError | None = None
        self._asked_selection: Selection | None = None
        self._save_error: AppError | None = None
        self._terms_call = Latest(runner, self)
        self._callers: list[tuple[bool, Callable[[], None]]] = []
        self._terms_timer = self._timer(TERMS_DELAY_MS)
        self._save_timer = self._timer(SAVE_DELAY_MS)
        self._limit_timer = self._timer(SAVE_LIMIT_MS)
        self._terms_timer.timeout.connect(self.ask_for_terms)
        self._save_timer.timeout.connect(self.flush)
        self._limit_timer.timeout.connect(self.flush)

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
    def was_fitted(self) -> bool:
        """Whether a stored selection had to be changed because the order has changed."""
        return self._was_fitted

    @property
    def terms(self) -> DisputeTerms | None:
        """CJ's terms for exactly this selection, if they are known."""
        return self._terms.get(selection_of(self._draft))

    @property
    def last_terms(self) -> DisputeTerms | None:
        """The latest terms for whatever selection, to be shown greyed meanwhile."""
        return self.terms or self._last_terms

    @property
    def terms_state(self) -> TermsState:
        """How the terms for this selection stand."""
        if not self._draft.lines:
            return TermsState.NOTHING_CHOSEN
        if self.terms is not None:
            return TermsState.KNOWN
        return TermsState.FAILED if self._terms_error else TermsState.ASKING

    @property
    def is_saved(self) -> bool:
        """Whether nothing is left to save."""
        return not self._is_kept or self._is_frozen or self._asked_to_save == self._draft

    @property
    def save_error(self) -> AppError | None:
        """Why the latest save failed; None where it did not."""
        return self._save_error

    # Changing it

    def start(self) -> None:
        """Ask CJ about the selection the dialog opens with."""
        if self._draft.lines and self.terms is None:
            self.ask_for_terms()

    def change(self, draft: DisputeDraft) -> None:
        """Take over what a person did to the draft."""
        if self._is_frozen or draft == self._draft:
            return
        self._is_kept = self._is_kept or not draft.is_blank
        self._take(draft)

    def go_to(self, step: Step) -> None:
        """Note the page that is open, and save what was typed on the one before."""
        if not self._is_frozen and step is not self._draft.step:
            self._take(replace(self._draft, step=step))
        self.flush()
        if step is Step.REVIEW and self._known is _Known.FAILED:
            self.ask_for_known_disputes()

    def freeze(self) -> None:
        """Allow no change and no save: the draft is on its way."""
        self._save_timer.stop()
        self._limit_timer.stop()
        self._is_kept = True
        self._is_frozen = True

    def thaw(self) -> None:
        """Allow changes again: CJ has nothing. What it offers is asked anew when it matters."""
        self._is_frozen = False
        self._asked_to_save = self._draft
        self._terms = {key: t for key, t in self._terms.items() if key == selection_of(self._draft)}

    # Asking CJ

    def ask_for_terms(self) -> None:
        """Ask for the terms of this selection now, unless they are known."""
        self._terms_timer.stop()
        selection = selection_of(self._draft)
        if not selection or selection in self._terms or selection == self._asked_selection:
            return
        lines: tuple[DraftLine, ...] = self._draft.lines
        order_id = self._draft.order_id
        terms = self._desk.filing.terms
        self._asked_selection = selection
        self._terms_error = None
        self.terms_changed.emit()
        self._terms_call.run(
            lambda: terms(order_id, lines),
            on_success=lambda answer: self._keep_terms(selection, answer),
            on_error=self._note_terms_failure,
        )

    def ask_for_known_disputes(self) -> None:
        """Have the order's disputes fetched, once. Doing it again is for after a failure."""
        if self._known in (_Known.UNDER_WAY, _Known.DONE) or self._is_frozen:
            return
        self._known = _Known.UNDER_WAY
        draft = self._draft
        note = self._desk.filing.note_known_disputes
        self._runner.run(
            lambda: note(draft),
            owner=self,
            on_success=lambda _: self._note_known(),
            on_error=self._note_known_failure,
        )

    # Saving

    def flush(self) -> None:
        """Save now what is not saved."""
        self._save_timer.stop()
        self._limit_timer.stop()
        if self.is_saved:
            return
        draft = self._draft
        save = self._desk.drafts.save
        self._asked_to_save = draft
        self._saves_under_way += 1
        self._runner.run(
            lambda: save(draft),
            owner=self,
            on_success=self._note_saved,
            on_error=self._note_save_failure,
            lane=Lane.STORAGE,
        )

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

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    def _take(self, draft: DisputeDraft) -> None:
        before = self._draft
        if draft.lines != before.lines or draft.reason != before.reason:
            draft = with_following_message(before, draft)
        if draft == before:
            return
        self._draft = draft
        if self._is_kept:
            self._save_timer.start()
            if not self._limit_timer.isActive():
                self._limit_timer.start()
        self.draft_changed.emit(draft)
        if selection_of(draft) != selection_of(before):
            self._followselection_of()

    def _followselection_of(self) -> None:
        self._terms_call.cancel()
        self._terms_timer.stop()
        self._asked_selection = None
        self._terms_error = None
        known = self.terms
        if known is not None:
            self._adopt(known)
        else:
            if self._draft.lines:
                self._terms_timer.start()
            self.terms_changed.emit()

    def _keep_terms(self, selection: Selection, terms: DisputeTerms) -> None:
        self._asked_selection = None
        self._terms[selection] = terms
        self._adopt(terms)
        if self._known is _Known.NOT_YET:
            self.ask_for_known_disputes()

    def _adopt(self, terms: DisputeTerms) -> None:
        self._last_terms = terms
        reason = self._draft.reason
        if not self._is_frozen:
            self._take(with_terms(self._draft, terms))
        self.terms_changed.emit()
        if reason is not None and not terms.offers_reason(reason):
            self.reason_withdrawn.emit(reason.name)

    def _note_terms_failure(self, error: AppError) -> None:
        self._asked_selection = None
        self._terms_error = error
        self.terms_changed.emit()
        self.terms_failed.emit(error)

    def _note_known(self) -> None:
        self._known = _Known.DONE
        self._release_callers()

    def _note_known_failure(self, error: AppError) -> None:
        self._known = _Known.FAILED
        is_sending = any(for_list for for_list, _ in self._callers)
        self._release_callers()
        if not is_sending:  # sending asks for the list itself, and says what comes of it
            self.known_failed.emit(error)

    def _note_saved(self, time: datetime) -> None:
        self._saves_under_way -= 1
        self._save_error = None
        self.saved.emit(time)
        self._release_callers()

    def _note_save_failure(self, error: AppError) -> None:
        self._saves_under_way -= 1
        self._asked_to_save = None
        self._save_error = error
        self.save_failed.emit(error)
        self._release_callers()

    def _release_callers(self) -> None:
        if self._saves_under_way:
            return
        is_noting = self._known is _Known.UNDER_WAY
        ready = [then for for_list, then in self._callers if not (for_list and is_noting)]
        self._callers = [each for each in self._callers if each[0] and is_noting]
        for then in ready:
            then()
