"""Plays many runs, a few at a time, and tells of each as it ends."""

from __future__ import annotations

import queue
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.faults.judge import Verdict, judge
from tests.faults.merchant import Merchant
from tests.faults.plan import Plan, plan_of
from tests.faults.programs.factories import ProgramFactory
from tests.faults.run_log import RunLog
from tests.faults.storage_kills import kill_while_writing

_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run that is over."""

    plan: Plan
    run_log: RunLog
    verdict: Verdict
    seconds: float


@dataclass(frozen=True, slots=True)
class KillOutcome:
    """A program that was killed while it wrote, and what was wrong with its file."""

    seed: int
    wrong: tuple[str, ...]


def play(plan: Plan, factory: ProgramFactory, sabotage: str = "") -> Outcome:
    """One run in a folder of its own."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dispute-desk-faults-") as folder:
        merchant = Merchant(plan, factory, Path(folder), sabotage)
        run_log = merchant.play()
        verdict = judge(merchant)
    return Outcome(plan, run_log, verdict, time.monotonic() - started)


def play_seed(seed: int, factory: ProgramFactory, sabotage: str = "") -> Outcome:
    """The run of a seed."""
    return play(plan_of(seed), factory, sabotage)


def kill_seed(seed: int, factory: ProgramFactory) -> KillOutcome:
    """The kill of a seed."""
    with tempfile.TemporaryDirectory(prefix="dispute-desk-kills-") as folder:
        return KillOutcome(seed, tuple(kill_while_writing(seed, factory, Path(folder))))


def seeds_from(master: int, count: int) -> list[int]:
    """The seeds of so many runs."""
    chance = random.Random(master)  # noqa: S311 - no secret is made of it
    return [chance.getrandbits(48) for _ in range(count)]


def in_parallel(
    seeds: Iterable[int], jobs: int, act: Callable[[int, ProgramFactory], _Result]
) -> Iterator[_Result]:
    """The results, as they come. What `act` raises is raised here."""
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for seed in seeds:
        waiting.put(seed)
    count = waiting.qsize()
    done: queue.SimpleQueue[_Result | BaseException] = queue.SimpleQueue()
    stop = threading.Event()

    def work() -> None:
        try:
            with ProgramFactory() as factory:
                while not stop.is_set():
                    done.put(act(waiting.get_nowait(), factory))
        except queue.Empty:
            return
        except BaseException as error:  # noqa: BLE001 - raised again where the results are read
            done.put(error)

    workers = [threading.Thread(target=work) for _ in range(min(jobs, count))]
    for worker in workers:
        worker.start()
    try:
        for _ in range(count):
            result = done.get()
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stop.set()
        for worker in workers:
            worker.join()
