"""The pace: one at a time, spaced, what the user waits for first. On a clock of its own."""

from __future__ import annotations

import math
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise

import pytest

from app.api.http.rate_limiter import SLACK, RateLimiter, Urgency, urgency
from app.domain.account.pace import NOTICEABLE, Wait
from app.domain.errors import Interrupted
from app.support.cancellation import cancellable


class FakeClock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class FakeRateLimiter(RateLimiter):
    """A pace whose pauses move its clock instead of taking time."""

    def __init__(self, rate: float = 1.0) -> None:
        self.clock = FakeClock()
        super().__init__(rate, clock=self.clock)

    def _pause(self, seconds: float | None) -> None:
        assert seconds is not None, "only one thread, so nobody to wait for"
        self.clock.now += seconds


def starts(pace: FakeRateLimiter, count: int) -> list[float]:
    found = []
    for _ in range(count):
        with pace.acquire():
            found.append(pace.clock.now)
    return found


def gaps(times: list[float]) -> list[float]:
    return [round(later - earlier, 6) for earlier, later in pairwise(times)]


def test_the_first_turn_comes_at_once_and_the_others_a_second_and_a_bit_apart() -> None:
    times = starts(FakeRateLimiter(), 4)
    assert times[0] == 100.0
    assert gaps(times) == [1 + SLACK] * 3


def test_the_interval_runs_from_start_to_start() -> None:
    pace = FakeRateLimiter()
    with pace.acquire():
        pace.clock.now += 0.8
    assert starts(pace, 1) == [pytest.approx(101.05)]


def test_the_interval_runs_from_where_the_request_left() -> None:
    pace = FakeRateLimiter()
    with pace.acquire():
        pace.clock.now += 0.5
        pace.mark_sent()
    assert starts(pace, 1) == [pytest.approx(101.55)]


def test_the_interval_runs_from_the_last_request_of_the_last_run() -> None:
    pace = FakeRateLimiter()
    pace.go_on_from(0.4)
    pace.go_on_from(100.0)  # older news changes nothing
    assert starts(pace, 1) == [pytest.approx(100.65)]


def test_who_watches_hears_of_each_request_as_it_leaves() -> None:
    pace, heard = FakeRateLimiter(), list[float]()
    pace.watch_sent(lambda: heard.append(pace.clock.now))
    with pace.acquire():
        assert heard == []
        pace.mark_sent()
    assert heard == [100.0]


def test_a_rate_of_four_and_none_at_all() -> None:
    assert gaps(starts(FakeRateLimiter(4), 3)) == [0.25 + SLACK] * 2
    assert gaps(starts(FakeRateLimiter(math.inf), 3)) == [0, 0]


def test_a_slower_limit_that_cj_tells_is_kept_and_counts_from_the_last_start() -> None:
    pace = FakeRateLimiter()
    starts(pace, 1)
    pace.note_limit(0.5)
    assert pace._remaining() == pytest.approx(2 + SLACK)
    pace.note_limit(None)  # CJ named none this time: what it said before holds
    assert gaps(starts(pace, 2)) == [pytest.approx(2 + SLACK)]
    pace.note_limit(1)
    assert gaps(starts(pace, 2)) == [1 + SLACK]


@pytest.mark.parametrize("told", [2, 6, 100])
def test_a_faster_limit_that_cj_tells_changes_nothing(told: int) -> None:
    pace = FakeRateLimiter()
    pace.note_limit(told)
    assert gaps(starts(pace, 50)) == [1 + SLACK] * 49


def test_a_hold_keeps_everyone_back_and_the_longer_one_wins() -> None:
    pace = FakeRateLimiter()
    pace.pause_for(7)
    pace.pause_for(3)
    assert pace._remaining() == 7
    assert starts(pace, 1) == [107]


def test_seconds_until_free_count_down_to_nothing() -> None:
    pace = FakeRateLimiter()
    assert pace._remaining() == 0
    starts(pace, 1)
    assert pace._remaining() == pytest.approx(1.05)
    pace.clock.now += 5
    assert pace._remaining() == 0


def test_a_turn_ends_with_an_exception_too() -> None:
    pace = FakeRateLimiter()
    with pytest.raises(KeyError), pace.acquire():
        raise KeyError
    assert len(starts(pace, 1)) == 1


def test_urgency_is_of_the_block() -> None:
    pace = WatchedRateLimiter()
    with urgency(Urgency.BACKGROUND):
        with urgency(Urgency.USER):
            assert pace.ticket_urgency() is Urgency.USER
        assert pace.ticket_urgency() is Urgency.BACKGROUND
    assert pace.ticket_urgency() is Urgency.USER


class WatchedRateLimiter(RateLimiter):
    """A pace without a limit that tells when somebody waits."""

    def __init__(self) -> None:
        self.waiting = threading.Semaphore(0)
        self.over = threading.Event()
        self.asked: list[Urgency] = []
        super().__init__(math.inf)

    def _pause(self, seconds: float | None) -> None:
        self.waiting.release()
        super()._pause(seconds)

    def _remaining(self, whose: Urgency = Urgency.USER) -> float:
        self.asked.append(whose)
        return super()._remaining(whose)

    def close(self) -> None:
        """End all waits as a client that is closed ends its own."""
        self.over.set()
        self.wake()

    def ticket_urgency(self) -> Urgency:
        with self.acquire():
            return self.asked[-1]


@dataclass
class Visitor:
    """A thread that takes a turn and notes its name, or that it was interrupted."""

    pace: WatchedRateLimiter
    name: str
    level: Urgency
    log: list[str]

    def start(self) -> threading.Thread:
        thread = threading.Thread(target=self._visit)
        thread.start()
        # It waits before the next one comes, so the order of arrival is certain.
        assert self.pace.waiting.acquire(timeout=5)
        return thread

    def _visit(self) -> None:
        try:
            with urgency(self.level), self.pace.acquire(self.pace.over.is_set):
                self.log.append(self.name)
        except Interrupted:
            self.log.append(f"{self.name} interrupted")


def test_the_user_goes_before_the_background_and_both_in_order_of_arrival() -> None:
    pace, log = WatchedRateLimiter(), list[str]()
    names = [("b1", Urgency.BACKGROUND), ("u1", Urgency.USER)]
    names += [("b2", Urgency.BACKGROUND), ("u2", Urgency.USER)]
    with pace.acquire():
        threads = [Visitor(pace, name, level, log).start() for name, level in names]
    for thread in threads:
        thread.join(5)
    assert log == ["u1", "u2", "b1", "b2"]


def test_between_the_calls_of_a_user_the_background_keeps_back() -> None:
    pace = FakeRateLimiter()
    with pace.acquire():
        pace.clock.now += 3  # a slow CJ: the interval is long over
    ended = pace.clock.now
    with urgency(Urgency.BACKGROUND), pace.acquire():
        assert pace.clock.now == pytest.approx(ended + 1 + SLACK)
        pace.clock.now += 3
    ended = pace.clock.now
    for level in (Urgency.BACKGROUND, Urgency.USER, Urgency.USER):
        with urgency(level), pace.acquire():
            assert pace.clock.now == ended
            ended += 3
            pace.clock.now = ended


class InterruptedRateLimiter(FakeRateLimiter):
    """A pace at which a user comes as soon as a background call waits."""

    user_started = 0.0

    def _pause(self, seconds: float | None) -> None:
        if not self.user_started:
            self.clock.now += 0.5
            with urgency(Urgency.USER), self.acquire():
                self.user_started = self.clock.now
            return
        super()._pause(seconds)


def test_a_user_who_comes_while_the_background_keeps_back_goes_at_once() -> None:
    pace = InterruptedRateLimiter()
    with pace.acquire():
        pace.clock.now += 3
    ended = pace.clock.now
    with urgency(Urgency.BACKGROUND), pace.acquire():
        assert pace.user_started == ended + 0.5
        assert pace.clock.now == pytest.approx(pace.user_started + 1 + SLACK)


def test_never_two_at_once() -> None:
    pace, inside, most = RateLimiter(math.inf), 0, 0
    lock = threading.Lock()

    def visit() -> None:
        nonlocal inside, most
        for _ in range(50):
            with pace.acquire():
                with lock:
                    inside += 1
                    most = max(most, inside)
                with lock:
                    inside -= 1

    threads = [threading.Thread(target=visit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == 1


def test_closing_wakes_everyone_and_lets_nobody_in() -> None:
    pace, log = WatchedRateLimiter(), list[str]()
    with ExitStack() as stack:
        stack.enter_context(pace.acquire())
        threads = [Visitor(pace, str(number), Urgency.USER, log).start() for number in range(3)]
        pace.close()
        for thread in threads:
            thread.join(5)
    assert sorted(log) == ["0 interrupted", "1 interrupted", "2 interrupted"]
    with pytest.raises(Interrupted), pace.acquire(pace.over.is_set):
        pytest.fail("let in after closing")


def test_closing_ends_a_wait_for_time_as_well() -> None:
    pace, log = WatchedRateLimiter(), list[str]()
    pace.pause_for(3600)
    thread = Visitor(pace, "late", Urgency.USER, log).start()
    pace.close()
    thread.join(5)
    assert log == ["late interrupted"]


def test_a_user_who_waits_is_told_once_and_a_background_call_is_not() -> None:
    pace, told = FakeRateLimiter(), list[Wait | None]()
    pace.watch_waits(lambda: told.append(pace.user_wait()))
    starts(pace, 1)
    with urgency(Urgency.BACKGROUND):
        starts(pace, 1)
    assert told == []
    starts(pace, 1)
    (wait,) = told
    assert wait is not None
    assert wait.seconds == pytest.approx(1 + SLACK)
    assert (wait.rate, wait.is_pause) == (1, False)
    assert pace.user_wait() is None
    pace.clock.now += 1.15 - NOTICEABLE
    starts(pace, 1)
    assert len(told) == 1
    pace.pause_for(20)
    starts(pace, 1)
    assert told[1:] == [Wait(20, 1, is_pause=True)]


def test_a_closed_client_ends_its_own_waits_and_leaves_the_pace_to_the_next() -> None:
    pace, over, ended = RateLimiter(), threading.Event(), threading.Event()
    pace.pause_for(3600)

    def wait() -> None:
        with pytest.raises(Interrupted), pace.acquire(over.is_set):
            pytest.fail("let in")
        ended.set()

    thread = threading.Thread(target=wait)
    thread.start()
    over.set()
    pace.wake()
    assert ended.wait(5)
    thread.join(5)
    assert pace._remaining() > 3000


@pytest.mark.parametrize("moment", ["waits", "sends"])
def test_who_listens_slowly_does_not_hold_up_whoever_asks_how_long_one_waits(moment: str) -> None:
    pace = RateLimiter()
    is_listening, may_go_on, asked = threading.Event(), threading.Event(), threading.Event()

    def listen() -> None:
        is_listening.set()
        may_go_on.wait(5)

    def call() -> None:
        with pace.acquire():
            pace.mark_sent()

    def ask() -> None:
        pace.user_wait()
        asked.set()

    if moment == "waits":
        call()
        pace.watch_waits(listen)
    else:
        pace.watch_sent(listen)
    caller, asker = threading.Thread(target=call), threading.Thread(target=ask)
    caller.start()
    assert is_listening.wait(5)
    asker.start()
    is_free = asked.wait(2)
    may_go_on.set()
    caller.join(5)
    asker.join(5)
    assert is_free


def test_a_call_of_work_that_was_cancelled_is_not_let_through() -> None:
    pace, was_cancelled = FakeRateLimiter(), threading.Event()
    with cancellable(was_cancelled.is_set):
        starts(pace, 2)
        was_cancelled.set()
        with pytest.raises(Interrupted), pace.acquire():
            pytest.fail("let in")
    begun = pace.clock.now
    assert starts(pace, 1) == [begun + 1 + SLACK]
