"""A filing dialog with small stateful stand-ins for the services behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from app.domain.accounts import PRACTICE, Account
from app.domain.disputes import DisputeTerms
from app.domain.errors import AppError
from app.domain.filing import DisputeDraft, DraftLine, Filing, FilingState
from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
from app.ui.filing.dialog import FilingDialog
from tests.builders import NOON, terms
from tests.fakes.inline_executor import HeldExecutor


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

    def terms(self, order_id: OrderId, lines: tuple[DraftLine, ...]) -> DisputeTerms:
        self.calls.append("terms")
        self.asked.append(lines)
        self._fail("terms")
        return self.answer

    def note_known_disputes(self, draft: DisputeDraft) -> None:
        self.calls.append("list")
        self._fail("list")

    def submit(self, draft: DisputeDraft, ceiling: Decimal | None) -> Filing:
        self.calls.append("submit")
        self._fail("submit")
        return self._store(Filing(draft, self.outcome, NOON, NOON, ceiling=ceiling))

    def read_back(self, reference: BusinessDisputeId) -> Filing:
        self.calls.append("read back")
        self._fail("read back")
        return self._store(replace(self.rows[reference], state=self.outcome))

    def send_again(self, reference: BusinessDisputeId) -> Filing:
        self.calls.append("send again")
        self._fail("send again")
        return self._store(replace(self.rows[reference], state=self.outcome))

    def filing(self, reference: BusinessDisputeId) -> Filing | None:
        self.calls.append("look up")
        return self.rows.get(reference)

    def _store(self, filing: Filing) -> Filing:
        number = DisputeId("SH2611220001")
        is_known = filing.state is FilingState.CONFIRMED
        filing = replace(
            filing,
            dispute_id=number if is_known else None,
            nothing_found=self.nothing_found and not is_known,
        )
        self.rows[filing.reference] = filing
        return filing

    def _fail(self, call: str) -> None:
        waiting = self.errors.get(call)
        if waiting:
            raise waiting.pop(0)


@dataclass
class FakeDrafts:
    """Keeps every version that was saved."""

    saved: list[DisputeDraft] = field(default_factory=list)
    discarded: list[BusinessDisputeId] = field(default_factory=list)
    errors: list[AppError] = field(default_factory=list)

    def save(self, draft: DisputeDraft) -> Any:
        if self.errors:
            raise self.errors.pop(0)
        self.saved.append(draft)
        return NOON

    def discard(self, reference: BusinessDisputeId) -> None:
        self.discarded.append(reference)


@dataclass
class FakeDesk:
    account: Account = field(default_factory=lambda: Account(PRACTICE, "Practice shop"))
    filing: FakeFiling = field(default_factory=FakeFiling)
    drafts: FakeDrafts = field(default_factory=FakeDrafts)


@dataclass
class Stage:
    """A dialog with what is behind it, and short ways to press and look."""

    qtbot: Any
    """A `QtBot`; its keys and clicks have no annotations."""
    desk: FakeDesk
    cj: HeldExecutor
    """What CJ was asked and has not answered, where the stage was made `held`."""
    dialog: FilingDialog
    settled: list[Filing] = field(default_factory=list)
    sign_ins: list[None] = field(default_factory=list)

    def find(self, kind: type[QWidget], name: str) -> Any:
        """The control of this accessible name or visible text that can be seen.

        Qt shows what is added to a page that is open a moment later.
        """
        self.qtbot.waitUntil(lambda: self.has(kind, name), timeout=1000)
        return next(each for each in self.dialog.findChildren(kind) if self._is(each, name))

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
        found = [b for b in self.dialog.findChildren(QPushButton) if b.text().startswith("File ")]
        assert len(found) == 1
        return found[0]

    @property
    def notice(self) -> str:
        return self.dialog._notices.bar.text.replace("\u200b", "")

    @property
    def page(self) -> int:
        return self.dialog._pages.currentIndex()

    def to_reason(self) -> None:
        self.press("Next")
        assert self.page == 1

    def to_review(self) -> None:
        """Through the pages by keyboard, with the first reason."""
        self.to_reason()
        if self.dialog.draft.reason is None:
            self.key(Qt.Key.Key_Down)
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert self.page == 2
        self.qtbot.waitUntil(self.commit.isDefault)


MakeStage = Callable[..., Stage]
