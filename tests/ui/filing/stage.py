"""A filing dialog with small stateful stand-ins for the services behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget

from app.domain.account.accounts import PRACTICE, Account
from app.domain.disputes.disputes import Ceiling, Dispute, DisputeTerms
from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import AppError, NotAllowedNow
from app.domain.filing.doubt import CANDIDATES_FOUND, NOT_FOUND, may_be_taken_back
from app.domain.filing.filing import (
    ITEMS,
    REASON,
    REVIEW,
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    DraftVersion,
    Filing,
    FilingState,
    OtherDisputesFound,
    Step,
)
from app.domain.filing.flow import Phase
from app.domain.filing.templates import BUILT_IN, Template, TemplateContext, TrackRecord, as_body
from app.domain.history.attachments import Attachment
from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
from app.domain.links import LinkReport
from app.services.filing.templates import TemplateList
from app.services.orders.parcels import Parcel
from app.ui.filing.dialog import FilingDialog
from app.ui.filing.pages.items import ItemsPage
from app.ui.filing.pages.reason import ReasonPage
from tests.builders import NOON, terms
from tests.fakes.inline_executor import HeldExecutor

W = TypeVar("W", bound=QWidget)


@dataclass
class FakeFiling:
    """Counts the calls and answers as told. An error to raise is used up by raising it."""

    answer: DisputeTerms = field(default_factory=terms)
    outcome: FilingState = FilingState.CONFIRMED
    errors: dict[str, list[BaseException]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    asked: list[tuple[DraftLine, ...]] = field(default_factory=list)
    rows: dict[BusinessDisputeId, Filing] = field(default_factory=dict)
    nothing_found: bool = False
    others: tuple[Dispute, ...] | None = None
    """Disputes of CJ's that stop the sending; none of them where CJ only says that there is one."""
    filed_here: frozenset[DisputeId] = frozenset()
    """Those of them that other filings became."""
    prepared: tuple[Filing, ...] = ()
    """Filings opened in My CJ that stop the sending."""
    candidates: tuple[Dispute, ...] = ()
    """Disputes that a look finds and does not take by itself."""
    listed: tuple[Dispute, ...] = ()
    """All that CJ has of the order; of a filing that may be taken back they can be chosen."""
    look: str = NOT_FOUND
    """What a look tells."""
    begun: datetime = NOON
    """When the first sending is, or the handing over."""
    apart: timedelta = timedelta(minutes=1)
    """How long after one look or sending the next one is."""
    besides: list[Collection[str] | None] = field(default_factory=list)
    is_recorded: bool = True
    _drafts: dict[BusinessDisputeId, DisputeDraft] = field(default_factory=dict)

    def terms(self, order_id: OrderId, lines: tuple[DraftLine, ...]) -> DisputeTerms:
        self.calls.append("terms")
        self.asked.append(lines)
        self._fail("terms")
        return self.answer

    def note_known_disputes(self, draft: DisputeDraft) -> None:
        self.calls.append("list")
        self._fail("list")

    def submit(
        self,
        draft: DisputeDraft,
        ceiling: Ceiling | None,
        besides: Collection[str] | None = None,
    ) -> Filing:
        self.calls.append("submit")
        self.besides.append(besides)
        self._drafts[draft.reference] = draft  # it is saved before anything else
        self._fail("submit")
        if self.others is not None:
            left = tuple(each for each in self.others if each.dispute_id not in (besides or ()))
            if left or besides is None:
                raise OtherDisputesFound(left, self.filed_here)
        prepared = [each for each in self.prepared if each.reference not in (besides or ())]
        if prepared:
            raise OtherDisputesFound((), prepared=tuple(prepared))
        before = self.rows.get(draft.reference)
        filing = Filing(
            draft,
            self.outcome,
            NOON,
            NOON,
            ceiling=ceiling.total if ceiling else None,
            asked=ceiling,
            attempts=before.attempts if before else (),
        )
        return self._store(filing, AttemptKind.CREATE, self.outcome.value)

    def read_back(self, reference: BusinessDisputeId) -> Filing:
        self.calls.append("read back")
        self._fail("read back")
        result = CANDIDATES_FOUND if self.candidates else self.look
        filing = replace(self.rows[reference], state=self.outcome)
        return self._store(filing, AttemptKind.READ_BACK, result)

    def send_again(self, reference: BusinessDisputeId) -> Filing:
        self.calls.append("send again")
        self._fail("send again")
        filing = self.rows[reference]
        if not filing.nothing_found:
            raise NotAllowedNow(filing.state.value)
        self.nothing_found = False
        filing = replace(filing, state=self.outcome)
        return self._store(filing, AttemptKind.CREATE, self.outcome.value)

    def adopt(self, reference: BusinessDisputeId, dispute_id: DisputeId) -> Filing:
        self.calls.append(f"adopt {dispute_id}")
        self._fail("adopt")
        filing = self.rows.get(reference)
        filing = filing or Filing(self._drafts[reference], FilingState.DRAFT, NOON, NOON)
        self.rows[reference] = replace(
            filing, state=FilingState.CONFIRMED, dispute_id=dispute_id, candidates=()
        )
        return self.rows[reference]

    def take_back(self, reference: BusinessDisputeId) -> Filing:
        self.calls.append("take back")
        self._fail("take back")
        filing = self.rows[reference]
        if not may_be_taken_back(filing):
            raise NotAllowedNow(filing.state.value)
        self.rows[reference] = replace(
            filing, state=FilingState.DRAFT, nothing_found=False, candidates=()
        )
        return self.rows[reference]

    def hand_over(self, draft: DisputeDraft, ceiling: Ceiling | None) -> Filing:
        self.calls.append("hand over")
        self._drafts[draft.reference] = draft
        self._fail("hand over")
        before = self.rows.get(draft.reference)
        filing = Filing(
            draft,
            FilingState.HANDED_OVER,
            NOON,
            NOON,
            asked=ceiling,
            attempts=before.attempts if before else (),
        )
        return self._store(filing, AttemptKind.HAND_OVER, FilingState.HANDED_OVER.value)

    def keep_waiting(self, reference: BusinessDisputeId) -> Filing:
        self.calls.append("keep waiting")
        self._fail("keep waiting")
        filing = self.rows[reference]
        asked = Attempt(AttemptKind.KEEP_WAITING, self.begun + timedelta(days=400))
        self.rows[reference] = replace(filing, attempts=(*filing.attempts, asked))
        return self.rows[reference]

    def choices(self, reference: BusinessDisputeId) -> tuple[Dispute, ...]:
        self._fail("choices")
        return self.listed if may_be_taken_back(self.rows[reference]) else self.candidates

    def filing(self, reference: BusinessDisputeId) -> Filing | None:
        self.calls.append("look up")
        self._fail("look up")
        return self.rows.get(reference)

    def _store(self, filing: Filing, kind: AttemptKind, result: str) -> Filing:
        number = DisputeId("SH2611220001")
        is_known = filing.state is FilingState.CONFIRMED
        started = filing.attempts[-1].started + self.apart if filing.attempts else self.begun
        attempt = Attempt(kind, started, started + timedelta(seconds=1), result)
        filing = replace(
            filing,
            dispute_id=number if is_known else None,
            nothing_found=self.nothing_found and not is_known,
            candidates=() if is_known else tuple(each.dispute_id for each in self.candidates),
            is_recorded=self.is_recorded,
            attempts=(*filing.attempts, attempt),
        )
        self.rows[filing.reference] = filing
        return filing

    def _fail(self, call: str) -> None:
        waiting = self.errors.get(call)
        if waiting:
            raise waiting.pop(0)


def _without_place(draft: DisputeDraft) -> DisputeDraft:
    return replace(draft, place=None, seen_total=None)


@dataclass
class FakeDrafts:
    """Keeps every version that was saved."""

    saved: list[DisputeDraft] = field(default_factory=list)
    discarded: list[BusinessDisputeId] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    last: DisputeDraft | None = None
    opened_in_my_cj: tuple[Filing, ...] = ()

    def prepared(self, draft: DisputeDraft) -> tuple[Filing, ...]:
        return self.opened_in_my_cj

    def save(self, draft: DisputeDraft) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        if self.saved and _without_place(self.saved[-1]) == _without_place(draft):
            self.saved.pop()
        self.saved.append(draft)
        return NOON

    def last_sent(self) -> DisputeDraft | None:
        return self.last

    def discard(self, reference: BusinessDisputeId) -> None:
        self.discarded.append(reference)

    def versions(self, reference: BusinessDisputeId) -> tuple[DraftVersion, ...]:
        saved = list(enumerate(self.saved, start=1))[-10:]
        return tuple(DraftVersion(number, draft, NOON) for number, draft in reversed(saved))

    def restore(self, reference: BusinessDisputeId, number: int) -> DisputeDraft:
        self.saved.append(self.saved[number - 1])
        return self.saved[-1]


@dataclass
class FakeTemplates:
    """A shelf of a person's own templates, in memory."""

    own: list[Template] = field(default_factory=list)
    deleted: list[Template] = field(default_factory=list)
    records: dict[str, TrackRecord] = field(default_factory=dict)
    errors: list[AppError] = field(default_factory=list)

    def shelf(self) -> TemplateList:
        return TemplateList((*BUILT_IN, *self.own), self.records)

    def keep(self, name: str, draft: DisputeDraft, known: TemplateContext) -> Template:
        self._fail()
        body = as_body(draft.message, draft, known)
        self.own.append(Template(f"own-{len(self.own)}", ReasonFamily.OTHER, body, name))
        return self.own[-1]

    def change(self, template: Template, otherwise: str) -> Template:
        self._fail()
        stored = replace(template, name=template.name or otherwise)
        if template.key in [each.key for each in self.own]:
            self.own = [stored if each.key == template.key else each for each in self.own]
        else:
            self.own.append(stored)
        return stored

    def delete(self, key: str) -> None:
        self._fail()
        self.deleted = [each for each in self.own if each.key == key]
        self.own = [each for each in self.own if each.key != key]

    def undo_delete(self, key: str) -> None:
        self.own += self.deleted

    def _fail(self) -> None:
        if self.errors:
            raise self.errors.pop(0)


@dataclass
class FakeLinks:
    """Answers for links as told; all others are pictures that anybody can open."""

    reports: dict[str, LinkReport] = field(default_factory=dict)
    errors: dict[str, AppError] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def check(self, url: str) -> LinkReport:
        self.asked.append(url)
        if url in self.errors:
            raise self.errors[url]
        is_video = url.endswith(".mp4")
        picture = LinkReport(True, 200, "image/jpeg", 240_000, is_image=True)
        film = LinkReport(True, 200, "video/mp4", 8_100_000, is_video=True)
        return self.reports.get(url, film if is_video else picture)


@dataclass
class FakeParcels:
    """What is known, and what CJ would tell."""

    here: Parcel = field(default_factory=Parcel)
    at_cj: Parcel = field(default_factory=Parcel)
    errors: list[AppError] = field(default_factory=list)
    fetched: int = 0
    photos: list[tuple[str, ...] | Exception] = field(default_factory=list)
    """What CJ answers to who asks for a proof of the delivery; after that, that it has none."""
    proofs: int = 0

    def proof(self, order_id: OrderId) -> tuple[str, ...]:
        self.proofs += 1
        answer = self.photos.pop(0) if self.photos else ()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def known(self, order_id: OrderId) -> Parcel:
        return self.here

    def fetch(self, order_id: OrderId) -> Parcel:
        self.fetched += 1
        if self.errors:
            raise self.errors.pop(0)
        return self.at_cj


@dataclass
class FakeAttachments:
    """Files by name."""

    files: list[Attachment] = field(default_factory=list)
    aside: list[Attachment] = field(default_factory=list)
    errors: list[AppError] = field(default_factory=list)

    def folder(self, reference: BusinessDisputeId) -> Path:
        return Path("/kept") / reference

    def all(self, reference: BusinessDisputeId) -> tuple[Attachment, ...]:
        return tuple(self.files)

    def add(self, reference: BusinessDisputeId, source: Path) -> Attachment:
        if self.errors:
            raise self.errors.pop(0)
        self.files.append(Attachment(source.name, source, 1_200_000, NOON))
        return self.files[-1]

    def add_content(self, reference: BusinessDisputeId, name: str, content: bytes) -> Attachment:
        self.files.append(Attachment(name, Path(name), len(content), NOON))
        return self.files[-1]

    def remove(self, reference: BusinessDisputeId, name: str) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.aside = [each for each in self.files if each.name == name]
        self.files = [each for each in self.files if each.name != name]

    def undo_remove(self, reference: BusinessDisputeId, name: str) -> Attachment:
        self.files += self.aside
        return self.aside[0]


@dataclass
class FakeDesk:
    account: Account = field(default_factory=lambda: Account(PRACTICE, "Practice shop"))
    filing: FakeFiling = field(default_factory=FakeFiling)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)
    templates: FakeTemplates = field(default_factory=FakeTemplates)
    links: FakeLinks = field(default_factory=FakeLinks)
    parcels: FakeParcels = field(default_factory=FakeParcels)
    attachments: FakeAttachments = field(default_factory=FakeAttachments)
    reports: Any = None
    """Where files are written; none for most tests."""


@dataclass
class Stage:
    """A dialog with what is behind it, and short ways to press and look."""

    qtbot: Any
    """A `QtBot`; its keys and clicks have no annotations."""
    desk: FakeDesk
    cj: HeldExecutor
    """What CJ was asked and has not answered, where the stage was made `held`."""
    dialog: FilingDialog
    crashes: list[BaseException]
    """Bugs of ours that were told; a test that wants one takes it out."""
    settled: list[Filing] = field(default_factory=list)
    sign_ins: list[None] = field(default_factory=list)

    def find(self, kind: type[W], name: str) -> W:
        """The control of this accessible name or visible text that can be seen.

        Qt shows what is added to a page that is open a moment later.
        """
        self.qtbot.waitUntil(lambda: self.has(kind, name), timeout=1000)
        return next(each for each in self.dialog.findChildren(kind) if self._is(each, name))

    @property
    def message(self) -> QPlainTextEdit:
        """The field with the message to CJ."""
        return self.find(QPlainTextEdit, "Message to CJ")

    def has(self, kind: type[QWidget], name: str) -> bool:
        return any(self._is(each, name) for each in self.dialog.findChildren(kind))

    def _is(self, widget: QWidget, name: str) -> bool:
        shown = cast("Any", widget)
        text = shown.text() if hasattr(shown, "text") else ""
        return widget.isVisibleTo(self.dialog) and name in (widget.accessibleName(), text)

    def labels(self) -> list[str]:
        labels = self.dialog.findChildren(QLabel)
        return [each.text() for each in labels if each.isVisibleTo(self.dialog)]

    def says(self, words: str) -> bool:
        return any(words in each.replace("\u200b", "") for each in self.labels())

    def press(self, name: str) -> None:
        self.qtbot.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def key(self, *keys: Any) -> None:
        """Keys as they are typed: to whatever has the focus."""
        self.qtbot.keyClick(self.focus, *keys)

    @property
    def focus(self) -> QWidget:
        focused: QWidget | None = self.dialog.focusWidget()
        return self.dialog if focused is None else focused

    @property
    def commit(self) -> QPushButton:
        buttons = self.dialog.findChildren(QPushButton)
        found = [
            each for each in buttons if each.text().startswith(("File refund", "File reissue"))
        ]
        assert len(found) == 1
        return found[0]

    @property
    def notice(self) -> str:
        return self.dialog._notices.bar.text.replace("\u200b", "")

    @property
    def page(self) -> Step | None:
        """The step whose page is open; None for a question and the outcome."""
        pages = self.dialog._pages
        open_ = pages.currentWidget()
        return next((step for step, page in pages._pages.items() if page is open_), None)

    @property
    def items_page(self) -> ItemsPage:
        page = self.dialog._pages.page(ITEMS)
        assert isinstance(page, ItemsPage)
        return page

    @property
    def reason_page(self) -> ReasonPage:
        page = self.dialog._pages.page(REASON)
        assert isinstance(page, ReasonPage)
        return page

    @property
    def is_reviewed(self) -> bool:
        """Whether the review was seen, so that the commit button takes a press."""
        return self.dialog.flow.phase is Phase.REVIEWED

    def to_reason(self) -> None:
        self.press("Next")
        assert self.page == REASON

    def to_review(self) -> None:
        """Through the pages by keyboard, with the first reason."""
        self.to_reason()
        if self.dialog.draft.reason is None:
            self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert self.page == REVIEW
        self.await_review()

    def await_review(self) -> None:
        """Wait until the review was seen: the commit button takes no press before."""
        self.qtbot.waitUntil(lambda: self.is_reviewed)


MakeStage = Callable[..., Stage]
