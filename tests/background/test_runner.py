"""The runner with real threads: who gets called, where, and how often."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AppError, Interrupted, Refused
from app.support.cancellation import is_cancelled
from tests.fakes.inline_executor import HeldExecutor, inline_runner

T = TypeVar("T")


def _raise(error: BaseException) -> None:
    raise error


def _held_runner() -> tuple[BackgroundRunner, HeldExecutor]:
    held = HeldExecutor()
    return BackgroundRunner(dict.fromkeys(Lane, held)), held


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[BackgroundRunner]:
    made = BackgroundRunner()
    yield made
    made.close()


def test_work_is_elsewhere_and_its_outcome_here(qtbot: QtBot, runner: BackgroundRunner) -> None:
    here, owner = threading.get_ident(), QObject()
    places: list[tuple[int, int]] = []

    def note(worker: int) -> None:
        places.append((worker, threading.get_ident()))

    runner.run(threading.get_ident, owner=owner, on_success=note)
    qtbot.waitUntil(lambda: bool(places))
    assert places[0][0] != here
    assert places[0][1] == here


def test_an_expected_failure_goes_to_the_pane_and_a_bug_to_crashed(
    qtbot: QtBot, runner: BackgroundRunner
) -> None:
    owner = QObject()
    failures: list[AppError] = []
    crashes: list[BaseException] = []
    runner.crashed.connect(crashes.append)

    def fail(error: BaseException) -> None:
        raise error

    runner.run(partial(fail, Refused()), owner=owner, on_error=failures.append)
    runner.run(partial(fail, ValueError("ours")), owner=owner, on_error=failures.append)
    runner.run(partial(fail, Refused()), owner=owner)
    runner.run(partial(fail, Interrupted()), owner=owner)
    qtbot.waitUntil(lambda: len(failures) == 1 and len(crashes) == 2)
    assert isinstance(failures[0], Refused)
    assert sorted(type(each).__name__ for each in crashes) == ["Refused", "ValueError"]


def test_an_owner_hears_of_the_bug_in_its_own_work_and_of_no_other(
    qtbot: QtBot, runner: BackgroundRunner
) -> None:
    owner, gone = QObject(), QObject()
    heard: list[str] = []
    crashes: list[BaseException] = []
    runner.crashed.connect(crashes.append)

    def fail(error: BaseException) -> None:
        raise error

    bug, refused = partial(fail, ValueError("ours")), partial(fail, Refused())
    runner.run(bug, owner=owner, on_crash=lambda: heard.append("own"))
    runner.run(bug, owner=owner)
    runner.run(bug, owner=gone, on_crash=lambda: heard.append("gone"))
    delete(gone)
    runner.run(refused, owner=owner, on_error=id, on_crash=lambda: heard.append("refused"))
    qtbot.waitUntil(lambda: len(crashes) == 3)
    runner.close()
    assert heard == ["own"]


def test_a_bug_is_told_even_when_nobody_waits_for_the_outcome(
    qtbot: QtBot, runner: BackgroundRunner
) -> None:
    crashes: list[BaseException] = []
    runner.crashed.connect(crashes.append)
    task = runner.run(lambda: 1 // 0, owner=runner)
    task.cancel()
    qtbot.waitUntil(lambda: bool(crashes))


def test_a_cancelled_or_deleted_owner_hears_nothing(qtbot: QtBot, runner: BackgroundRunner) -> None:
    gate = threading.Event()
    heard: list[int] = []
    owner, gone = QObject(), QObject()
    cancelled = runner.run(lambda: gate.wait(5), owner=owner, on_success=heard.append)
    runner.run(lambda: gate.wait(5), owner=gone, on_success=heard.append)
    cancelled.cancel()
    delete(gone)
    gate.set()
    done: list[bool] = []
    runner.run(lambda: True, owner=owner, on_success=done.append)
    qtbot.waitUntil(lambda: bool(done))
    runner.close()
    assert heard == []


_ENDS: dict[str, Callable[[], object]] = {
    "success": lambda: None,
    "an expected failure": partial(_raise, Refused()),
    "interrupted": partial(_raise, Interrupted()),
    "a bug": partial(_raise, ValueError("ours")),
    "the end of the thread": partial(_raise, SystemExit()),
}


@pytest.mark.parametrize("is_cancelled", [False, True])
@pytest.mark.parametrize("way", _ENDS)
def test_every_task_ends_once_and_after_its_outcome(
    way: str, qtbot: QtBot, runner: BackgroundRunner, *, is_cancelled: bool
) -> None:
    heard: list[str] = []
    here = threading.get_ident()

    def end() -> None:
        assert threading.get_ident() == here
        heard.append("end")

    gate = threading.Event()

    def work() -> object:
        gate.wait(5)
        return _ENDS[way]()

    task = runner.run(
        work,
        owner=runner,
        on_success=lambda _none: heard.append("outcome"),
        on_error=lambda _error: heard.append("outcome"),
        on_crash=lambda: heard.append("outcome"),
        on_end=end,
    )
    if is_cancelled:
        task.cancel()
    gate.set()
    qtbot.waitUntil(lambda: "end" in heard)
    runner.close()
    has_outcome = not is_cancelled and way != "interrupted"
    assert heard == (["outcome", "end"] if has_outcome else ["end"])


def test_a_bug_in_a_handler_does_not_cost_the_end(qtbot: QtBot) -> None:
    runner, held = _held_runner()
    heard: list[str] = []
    runner.run(int, owner=runner, on_success=lambda _: 1 // 0, on_end=lambda: heard.append("end"))
    with qtbot.captureExceptions() as raised:
        held.release()
    assert heard == ["end"]
    assert [each[0] for each in raised] == [ZeroDivisionError]


def test_a_deleted_owner_is_not_told_of_the_end(qtbot: QtBot, runner: BackgroundRunner) -> None:
    gate, gone, heard = threading.Event(), QObject(), list[str]()
    runner.run(lambda: gate.wait(5), owner=gone, on_end=lambda: heard.append("gone"))
    delete(gone)
    gate.set()
    runner.run(int, owner=runner, lane=Lane.STORAGE, on_end=lambda: heard.append("alive"))
    qtbot.waitUntil(lambda: bool(heard))
    runner.close()
    assert heard == ["alive"]


def test_closing_ends_what_runs_what_waits_and_what_comes_after(qtbot: QtBot) -> None:
    runner = BackgroundRunner()
    gate, heard = threading.Event(), list[str]()
    for number in range(8):  # there are threads for four
        runner.run(
            lambda: gate.wait(5),
            owner=runner,
            on_success=lambda _: heard.append("outcome"),
            on_end=partial(heard.append, f"end {number}"),
        )
    gate.set()
    runner.close()
    assert sorted(heard) == [f"end {number}" for number in range(8)]
    runner.run(int, owner=runner, on_end=lambda: heard.append("late"))
    assert heard[8:] == ["late"]
    QCoreApplication.processEvents()
    assert len(heard) == 9


def test_without_a_thread_to_be_had_a_task_ends_as_by_a_bug(qtbot: QtBot) -> None:
    class NoThread(HeldExecutor):
        def submit(self, *_args: object, **_kwargs: object) -> Future[T]:
            raise RuntimeError("can't start new thread")

    runner = BackgroundRunner(dict.fromkeys(Lane, NoThread()))
    heard: list[object] = []
    runner.crashed.connect(heard.append)
    runner.run(int, owner=runner, on_success=heard.append, on_end=lambda: heard.append("end"))
    assert heard[0] == "end"
    assert isinstance(heard[1], RuntimeError)
    assert len(heard) == 2


def test_the_end_is_that_of_the_latest(qtbot: QtBot) -> None:
    runner, held = _held_runner()
    heard: list[str] = []
    latest = Latest(runner, runner)

    def start(name: str) -> None:
        latest.run(lambda: name, on_success=heard.append, on_end=lambda: heard.append(f"{name}'s"))

    start("old")
    start("new")
    held.release()
    assert heard == []
    assert latest.is_running
    held.release()
    assert heard == ["new", "new's"]
    assert not latest.is_running


def test_cancelling_the_latest_is_its_end(qtbot: QtBot) -> None:
    runner, held = _held_runner()
    heard: list[str] = []
    latest = Latest(runner, runner)
    latest.cancel()
    latest.run(lambda: "outcome", on_success=heard.append, on_end=lambda: heard.append("end"))
    latest.cancel()
    assert not latest.is_running
    held.release()
    latest.cancel()
    assert heard == ["end"]


def test_the_outcome_of_the_latest_may_start_the_next(qtbot: QtBot) -> None:
    runner = inline_runner()
    latest = Latest(runner, runner)
    heard: list[int] = []

    def start(number: int) -> None:
        latest.run(lambda: number, on_success=take, on_end=lambda: heard.append(-number))

    def take(number: int) -> None:
        assert not latest.is_running
        heard.append(number)
        if number < 3:
            start(number + 1)

    start(1)
    assert heard == [1, 2, 3, -3]
    assert not latest.is_running


def test_the_storage_lane_keeps_its_order(qtbot: QtBot, runner: BackgroundRunner) -> None:
    written: list[int] = []
    for number in range(50):
        runner.run(partial(written.append, number), owner=runner, lane=Lane.STORAGE)
    runner.close()
    assert written == list(range(50))


def test_closing_still_saves_what_waits(qtbot: QtBot, runner: BackgroundRunner) -> None:
    gate = threading.Event()
    written: list[str] = []
    runner.run(lambda: gate.wait(5), owner=runner, lane=Lane.STORAGE)
    runner.run(lambda: written.append("typed"), owner=runner, lane=Lane.STORAGE)
    gate.set()
    runner.close()
    assert written == ["typed"]
    runner.run(lambda: written.append("late"), owner=runner, lane=Lane.STORAGE)
    assert written == ["typed"]


def test_only_the_latest_counts(qtbot: QtBot) -> None:
    held = HeldExecutor()
    runner = BackgroundRunner(dict.fromkeys(Lane, held))
    heard: list[str] = []
    errors: list[AppError] = []
    latest = Latest(runner, runner)
    latest.run(lambda: "slow and old", on_success=heard.append, on_error=errors.append)
    latest.run(lambda: "new", on_success=heard.append, on_error=errors.append)
    held.release(1)
    held.release(0)
    assert heard == ["new"]
    assert errors == []


def test_three_hundred_tasks_with_owners_dying(qtbot: QtBot, runner: BackgroundRunner) -> None:
    chance = random.Random(20261122)  # noqa: S311 - a test's choice, not a secret
    owners = [QObject() for _ in range(300)]
    heard: list[int] = []
    for number, owner in enumerate(owners):
        runner.run(partial(int, number), owner=owner, on_success=heard.append)
    dead = set(chance.sample(range(300), 90))
    for number in dead:
        delete(owners[number])
    alive = set(range(300)) - dead
    qtbot.waitUntil(lambda: alive <= set(heard))
    assert len(heard) == len(set(heard))


def test_work_knows_that_it_was_replaced(qtbot: QtBot, runner: BackgroundRunner) -> None:
    begun, may_go_on, seen = threading.Event(), threading.Event(), list[bool]()
    latest = Latest(runner, runner)

    def work() -> None:
        seen.append(is_cancelled())
        begun.set()
        may_go_on.wait(5)
        seen.append(is_cancelled())

    latest.run(work, on_success=id)
    assert begun.wait(5)
    latest.run(int, on_success=id)
    may_go_on.set()
    runner.close()
    assert seen == [False, True]
    assert not is_cancelled()
