"""The ledger against a model of it, driven by `hypothesis`: two programs on one data file."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.domain.errors import AlreadyBeingFiled, NotAllowedNow
from app.domain.filing.doubt import CANDIDATES_FOUND, NOT_FOUND
from app.domain.filing.filing import (
    Attempt,
    AttemptKind,
    DisputeDraft,
    DraftLine,
    Filing,
    FilingState,
)
from app.domain.filing.match import Match
from app.domain.ids import BusinessDisputeId
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from tests import builders
from tests.data_files import new_file

DRAFT, SENDING, UNKNOWN = FilingState.DRAFT, FilingState.SENDING, FilingState.UNKNOWN
REFUSED, FILED, CONFIRMED = FilingState.REFUSED, FilingState.FILED, FilingState.CONFIRMED
EDITABLE, OPEN = (DRAFT, REFUSED), (UNKNOWN, FILED)
LINES = {"DD-1": ("L1",), "DD-2": ("L1", "L2"), "DD-3": ("L2", "L3")}
"""Three claims, of which each shares a line item with the next."""

references = st.sampled_from(sorted(LINES))
programs = st.sampled_from(("one", "two"))
dispute_ids = st.sampled_from(("SH1", "SH2", "SH3"))


@dataclass
class Row:
    """What the ledger must hold of one filing."""

    draft: DisputeDraft
    state: FilingState = DRAFT
    dispute: str | None = None
    times_sent: int = 0
    nothing_found: bool = False
    owner: str = ""
    is_under_way: bool = False
    """Whether the owner's request has not ended yet."""
    looks: list[datetime] = field(default_factory=list)
    """Since it was sent last."""
    attempts: int = 0

    @property
    def may_be_taken_back(self) -> bool:
        """Whether a person may have it back."""
        has_waited = len(self.looks) >= 5 and self.looks[-1] - self.looks[0] >= timedelta(
            minutes=30
        )
        return self.state in OPEN and (self.nothing_found or has_waited)


class _Hasty(Database):
    """A data file that does not wait for the disk."""

    @contextmanager
    def _connect(self, *, is_reading: bool = False) -> Iterator[sqlite3.Connection]:
        with super()._connect(is_reading=is_reading) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            yield connection


class LedgerMachine(RuleBasedStateMachine):
    """Every step is done to the ledger and to the model; both must agree whether it is allowed."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = Path(tempfile.mkdtemp())
        self._database = _Hasty(self._folder / "a1.sqlite3")
        self._database.path.write_bytes(new_file())
        self._now = builders.NOON
        self._ledgers: dict[str, FilingLedger] = {}
        self._rows: dict[str, Row] = {}

    @initialize()
    def start(self) -> None:
        for name in ("one", "two"):
            self._ledgers[name] = self._opened()

    def teardown(self) -> None:
        self._ledgers.clear()
        shutil.rmtree(self._folder)

    # What a person and the programs do

    @rule(name=programs, reference=references, message=st.sampled_from(("a", "b", "c")))
    def save(self, name: str, reference: str, message: str) -> None:
        row = self._rows.get(reference)
        draft = builders.draft(
            *(DraftLine.of(builders.order_line(each), 1) for each in LINES[reference]),
            reference=reference,
            message=message,
        )
        allowed = row is None or row.state in EDITABLE
        stored = self._do(allowed, lambda: self._ledgers[name].save_draft(draft, self._now))
        if stored and row is None:
            self._rows[reference] = Row(draft)
        elif stored and row:
            row.draft = draft

    @rule(name=programs, reference=references, again=st.booleans())
    def begin(self, name: str, reference: str, *, again: bool) -> None:
        row = self._rows.get(reference)
        if row is None:
            return
        is_ready = row.state is UNKNOWN and row.nothing_found if again else row.state in EDITABLE
        begun = self._do(
            is_ready and self._has_its_lines_free(reference),
            lambda: self._ledgers[name].begin_sending(
                row.draft,
                known_ids=(),
                ceiling=None,
                attempt=Attempt(AttemptKind.CREATE, self._now),
                again=again,
            ),
        )
        if begun:
            row.state, row.owner, row.is_under_way = SENDING, name, True
            row.nothing_found, row.times_sent = False, row.times_sent + 1
            row.attempts += 1
            row.looks.clear()

    @rule(reference=references, to=st.sampled_from(FilingState))
    def end(self, reference: str, to: FilingState) -> None:
        row = self._rows.get(reference)
        if row is None or not row.is_under_way:
            return
        ledger = self._ledgers[row.owner]
        ledger.attempt_is_over(BusinessDisputeId(reference))
        attempt = Attempt(AttemptKind.CREATE, self._now, self._now, result=to.value)
        row.is_under_way = False
        if self._do(
            to in (FILED, REFUSED, UNKNOWN, DRAFT),
            lambda: ledger.end_attempt(BusinessDisputeId(reference), attempt, to=to),
        ):
            row.state = to

    @rule(reference=references)
    def answer_is_not_written(self, reference: str) -> None:
        """The request has ended, and the disk is full."""
        row = self._rows.get(reference)
        if row and row.is_under_way:
            self._ledgers[row.owner].attempt_is_over(BusinessDisputeId(reference))
            row.is_under_way = False

    @rule(name=programs, reference=references)
    def interrupt(self, name: str, reference: str) -> None:
        row = self._rows.get(reference)
        found = self._ledgers[name].interrupt(BusinessDisputeId(reference), self._now)
        assert (found is None) is (row is None)
        if row and row.state is SENDING and row.owner == name and not row.is_under_way:
            row.state = UNKNOWN

    @rule(
        name=programs,
        reference=references,
        dispute_id=st.none() | dispute_ids,
        candidate=st.none() | dispute_ids,
        is_proof=st.booleans(),
        is_late=st.booleans(),
    )
    def look(
        self,
        name: str,
        reference: str,
        dispute_id: str | None,
        candidate: str | None,
        *,
        is_proof: bool,
        is_late: bool,
    ) -> None:
        row = self._rows.get(reference)
        if row is None:
            return
        found = Match(
            builders.dispute(dispute_id) if dispute_id else None,
            (builders.dispute(candidate),) if candidate else (),
        )
        result = CANDIDATES_FOUND if candidate else NOT_FOUND
        sent = row.times_sent - is_late  # another window sent it while this one looked
        recorded = self._do(
            row.state in (*OPEN, CONFIRMED),
            lambda: self._ledgers[name].record_look(
                BusinessDisputeId(reference),
                Attempt(AttemptKind.READ_BACK, self._now, self._now, result=result),
                times_sent=sent,
                found=found,
                nothing_found=is_proof,
            ),
        )
        if not recorded:
            return
        row.attempts += 1
        if row.state is CONFIRMED:
            return
        row.looks.append(self._now)
        if dispute_id and self._is_free(dispute_id, reference):
            row.state, row.dispute, row.nothing_found = CONFIRMED, dispute_id, False
        else:
            row.nothing_found = (
                is_proof and not is_late and candidate is None and row.state is UNKNOWN
            )

    @rule(name=programs, reference=references, dispute_id=dispute_ids)
    def person_confirms(self, name: str, reference: str, dispute_id: str) -> None:
        row = self._rows.get(reference)
        if row is None:
            return
        is_open = row.state in (*OPEN, *EDITABLE) and self._has_its_lines_free(reference)
        confirmed = self._do(
            row.dispute == dispute_id or (is_open and self._is_free(dispute_id, reference)),
            lambda: self._ledgers[name].confirm(
                BusinessDisputeId(reference), builders.dispute(dispute_id), self._now
            ),
        )
        if confirmed:
            row.state, row.dispute, row.nothing_found = CONFIRMED, dispute_id, False

    @rule(name=programs, reference=references)
    def take_back(self, name: str, reference: str) -> None:
        row = self._rows.get(reference)
        if row is None:
            return
        if self._do(
            row.may_be_taken_back,
            lambda: self._ledgers[name].take_back(BusinessDisputeId(reference), self._now),
        ):
            row.state, row.nothing_found = DRAFT, False

    @rule(minutes=st.sampled_from((0, 1, 10)))
    def pass_time(self, minutes: int) -> None:
        self._now += timedelta(minutes=minutes)

    @rule(name=programs)
    def die_and_start_again(self, name: str) -> None:
        del self._ledgers[name]  # and with it the lock on its mark
        self._ledgers[name] = self._opened()
        for row in self._rows.values():
            if row.state is SENDING and row.owner == name:
                row.state, row.is_under_way = UNKNOWN, False
        self._ledgers[name].recover(self._now)

    # What holds after every step

    @precondition(lambda self: bool(self._ledgers))
    @invariant()
    def the_ledger_is_as_the_model(self) -> None:
        stored = self._stored()
        assert set(stored) == set(self._rows)
        for reference, row in self._rows.items():
            filing = stored[reference]
            assert filing.state is row.state, reference
            assert filing.draft == row.draft
            assert filing.dispute_id == row.dispute
            assert filing.nothing_found is row.nothing_found
            assert filing.times_sent == row.times_sent
            assert len(filing.attempts) == row.attempts

    @precondition(lambda self: bool(self._ledgers))
    @invariant()
    def a_line_is_held_by_the_filing_under_way_that_has_it(self) -> None:
        with self._database.read() as connection:
            held = dict(connection.execute("SELECT line_item_id, reference FROM held_lines"))
        under_way = [key for key, row in self._rows.items() if row.state in (SENDING, *OPEN)]
        assert held == {line: each for each in under_way for line in LINES[each]}
        assert len(held) == sum(len(LINES[each]) for each in under_way)

    @precondition(lambda self: bool(self._ledgers))
    @invariant()
    def a_dispute_is_one_filings(self) -> None:
        disputes = [row.dispute for row in self._rows.values() if row.dispute]
        assert len(disputes) == len(set(disputes))

    # Means

    def _do(self, allowed: bool, act: Callable[[], Filing]) -> bool:  # noqa: FBT001 - what is expected
        """Do it; whether it was done. What is refused must change nothing."""
        before = {} if allowed else self._stored()
        try:
            act()
        except (NotAllowedNow, AlreadyBeingFiled):
            assert not allowed
            assert before == self._stored()
            return False
        assert allowed
        return True

    def _has_its_lines_free(self, reference: str) -> bool:
        return not any(
            set(LINES[reference]) & set(LINES[other])
            for other, each in self._rows.items()
            if other != reference and each.state in (SENDING, *OPEN)
        )

    def _is_free(self, dispute_id: str, reference: str) -> bool:
        others = (row for key, row in self._rows.items() if key != reference)
        return not any(row.dispute == dispute_id for row in others)

    def _stored(self) -> dict[str, Filing]:
        return {each.reference: each for each in self._ledgers["one"]._load("")}

    def _opened(self) -> FilingLedger:
        return FilingLedger(self._database)


def test_the_ledger_agrees_with_its_model() -> None:
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class _LetsGo(FilingLedger):
    """A ledger that lets go of the line items as soon as the request was sent."""

    def attempt_is_over(self, reference: BusinessDisputeId) -> None:
        super().attempt_is_over(reference)
        with self._database.write() as connection:
            connection.execute("DELETE FROM held_lines WHERE reference = ?", (reference,))


class _BrokenMachine(LedgerMachine):
    def _opened(self) -> FilingLedger:
        return _LetsGo(self._database)


def test_the_model_catches_a_ledger_that_lets_go_of_lines() -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            _BrokenMachine,
            settings=settings(
                max_examples=30,
                report_multiple_bugs=False,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
            ),
        )
