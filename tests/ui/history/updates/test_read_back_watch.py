"""Filings whose fate is open are looked after until it is known, whatever fails meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import Offline, OfflineCause, StorageCause, StorageFailed
from app.domain.filing.filing import Attempt, AttemptKind, Filing, FilingState
from app.domain.ids import BusinessDisputeId, DisputeId
from app.services.account_services import AccountServices
from app.ui.history.updates.read_back_watch import DELAYS, HANDED_OVER_DELAYS, ReadBackWatch
from tests.builders import NOON, draft
from tests.fakes.inline_executor import HeldExecutor, inline_runner

UNKNOWN, CONFIRMED, DRAFT = FilingState.UNKNOWN, FilingState.CONFIRMED, FilingState.DRAFT
SENT = Attempt(AttemptKind.CREATE, NOON, NOON, "TimedOut")
OPEN = Filing(draft(), UNKNOWN, NOON, NOON, attempts=(SENT,))
FOUND = replace(OPEN, state=CONFIRMED, dispute_id=DisputeId("SH1"))


@dataclass
class Filings:
    """What the ledger has, and how often CJ was asked."""

    rows: dict[BusinessDisputeId, Filing] = field(default_factory=dict)
    looks: int = 0
    errors: list[BaseException] = field(default_factory=list)
    storage_errors: list[BaseException] = field(default_factory=list)

    def recover(self) -> tuple[Filing, ...]:
        self._fail(self.storage_errors)
        return tuple(self.rows.values())

    def read_back(self, reference: BusinessDisputeId, *, in_background: bool) -> Filing:
        assert in_background
        self.looks += 1
        look = Attempt(AttemptKind.READ_BACK, NOON, NOON, "looked")
        filing = self.rows[reference]
        self.rows[reference] = replace(filing, attempts=(*filing.attempts, look))
        self._fail(self.errors)
        return self.rows[reference]

    def filing(self, reference: BusinessDisputeId) -> Filing | None:
        self._fail(self.storage_errors)
        return self.rows.get(reference)

    def _fail(self, errors: list[BaseException]) -> None:
        if errors:
            raise errors.pop(0)


class Watching:
    """A watch over one account, and what it told."""

    def __init__(self, runner: BackgroundRunner) -> None:
        self.filings = Filings({OPEN.reference: OPEN})
        self.watch = ReadBackWatch(runner)
        self.told: list[Filing] = []
        self.watch.changed.connect(self.told.append)

    def open(self) -> None:
        self.watch.open_desk(cast("AccountServices", SimpleNamespace(filing=self.filings)))

    @property
    def timer(self) -> QTimer:
        """The one that runs."""
        (running,) = [each for each in self.watch.findChildren(QTimer) if each.isActive()]
        return running

    def pass_time(self) -> None:
        """Until the next thing that is to be done."""
        timer = self.timer
        timer.stop()
        timer.timeout.emit()


@pytest.fixture
def watching(qtbot: QtBot) -> Iterator[Watching]:
    runner = inline_runner()
    made = Watching(runner)
    made.open()
    yield made
    made.watch.deleteLater()
    runner.deleteLater()


def test_what_cj_lists_within_a_minute_is_found_ten_seconds_after_it_at_the_latest() -> None:
    look_takes = 4
    begins = list(accumulate(DELAYS, lambda begun, delay: begun + look_takes + delay))
    first_after = next(each for each in begins if each >= 60)
    assert first_after <= 70 + look_takes
    assert next(each for each in begins if each >= 120) <= 150  # it may be sent again soon
    assert sum(begun <= 3600 for begun in begins) <= 16  # and an hour of it is cheap


def test_looks_come_ever_more_slowly(watching: Watching) -> None:
    waited = []
    for _ in range(len(DELAYS) + 2):
        waited.append(watching.timer.interval() // 1000)
        watching.pass_time()
    assert waited == [*DELAYS, DELAYS[-1], DELAYS[-1]]
    assert watching.filings.looks == len(waited)


def test_what_is_handed_over_is_looked_for_once_a_day_in_the_end(watching: Watching) -> None:
    handed_over = replace(OPEN, state=FilingState.HANDED_OVER)
    watching.filings.rows[OPEN.reference] = handed_over
    watching.watch.follow(handed_over)  # it was taken back and opened in My CJ
    waited = []
    for _ in range(6):
        waited.append(watching.timer.interval() // 1000)
        watching.pass_time()
    assert waited == [*HANDED_OVER_DELAYS, 24 * 3600]


@pytest.mark.parametrize(
    "error",
    [
        Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False),
        StorageFailed(StorageCause.LOCKED),
        ValueError("a bug"),
    ],
    ids=["offline", "ledger", "bug"],
)
def test_after_a_look_that_fails_comes_the_next(watching: Watching, error: Exception) -> None:
    watching.filings.errors = [error]
    watching.pass_time()
    watching.pass_time()
    assert watching.filings.looks == 2
    assert watching.timer.interval() == DELAYS[2] * 1000


def test_after_a_look_that_fails_it_is_told_how_the_filing_stands(watching: Watching) -> None:
    watching.filings.errors = [Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False)]
    watching.pass_time()
    assert len(watching.told[-1].attempts) == 2


def test_a_ledger_that_cannot_be_read_after_a_failed_look_ends_nothing(watching: Watching) -> None:
    watching.filings.errors = [StorageFailed(StorageCause.LOCKED)]
    watching.filings.storage_errors = [StorageFailed(StorageCause.LOCKED)]
    watching.pass_time()
    watching.pass_time()
    assert watching.filings.looks == 2


def test_what_another_list_has_confirmed_is_told_without_asking_cj(watching: Watching) -> None:
    watching.filings.rows[OPEN.reference] = FOUND
    watching.watch.compare(())
    assert watching.told[-1] == FOUND
    assert watching.filings.looks == 0
    assert watching.watch.followed == frozenset()


def test_what_is_still_listed_as_open_is_not_asked_about(watching: Watching) -> None:
    before = list(watching.told)
    watching.watch.compare((OPEN, Filing(draft(reference="DD-2"), DRAFT, NOON, NOON)))
    assert watching.told == before
    assert watching.watch.followed == {OPEN.reference}


def test_a_list_from_before_the_sending_ends_nothing(watching: Watching) -> None:
    watching.watch.compare((replace(OPEN, state=DRAFT),))
    assert watching.watch.followed == {OPEN.reference}
    watching.pass_time()
    assert watching.filings.looks == 1


def test_one_that_is_sent_again_is_looked_for_as_at_first(watching: Watching) -> None:
    for _ in range(6):
        watching.pass_time()
    watching.watch.follow(OPEN)
    assert watching.timer.interval() == DELAYS[6] * 1000
    watching.watch.follow(replace(OPEN, attempts=(SENT, SENT)))
    assert watching.timer.interval() == DELAYS[0] * 1000


def test_one_that_was_taken_back_is_left_alone(watching: Watching) -> None:
    watching.filings.rows[OPEN.reference] = replace(OPEN, state=DRAFT)
    watching.pass_time()
    assert watching.watch.followed == frozenset()


def test_a_data_file_that_is_held_at_the_start_is_tried_again(qtbot: QtBot) -> None:
    runner = inline_runner()
    watching = Watching(runner)
    watching.filings.storage_errors = [StorageFailed(StorageCause.LOCKED), ValueError("a bug")]
    watching.open()
    assert watching.watch.followed == frozenset()
    watching.pass_time()
    watching.pass_time()
    assert watching.watch.followed == {OPEN.reference}
    watching.watch.deleteLater()
    runner.deleteLater()


def test_a_press_that_could_be_written_down_hides_no_later_one_that_could_not(
    qtbot: QtBot,
) -> None:
    held = HeldExecutor()
    runner = inline_runner({Lane.STORAGE: held})
    watching = Watching(runner)
    watching.filings.rows = {}
    watching.open()
    watching.watch.recover()
    held.release()
    watching.filings.storage_errors = [StorageFailed(StorageCause.DISK_FULL)]
    held.release()
    watching.filings.rows = {OPEN.reference: OPEN}
    watching.pass_time()
    held.release()
    assert watching.watch.followed == {OPEN.reference}
    watching.watch.deleteLater()
    runner.deleteLater()


def test_what_is_open_is_told_anew_after_a_press_only_where_it_is_other_than_before(
    watching: Watching,
) -> None:
    """Whoever hears of it reads the data file again."""
    other = replace(OPEN, draft=replace(OPEN.draft, reference=BusinessDisputeId("DD-2")))
    watching.watch.recover()
    assert watching.told == [OPEN]
    watching.filings.rows[other.reference] = other
    watching.watch.recover()
    assert watching.told == [OPEN, other]
    watching.filings.rows[other.reference] = replace(other, state=FilingState.FILED)
    watching.watch.recover()
    assert watching.told[2:] == [replace(other, state=FilingState.FILED)]
