"""One renewal, whoever is waiting."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from app.domain.account.tokens import Tokens
from app.domain.errors import SignInRequired
from app.services.account.session import Session
from tests.fakes.signed_in import give_tokens
from tests.refreshing import refresh
from tests.services.conftest import ACCOUNT, Stack


def test_fifty_callers_with_a_dead_token_cause_one_renewal(stack: Stack) -> None:
    stack.server.world.expire_access_tokens()
    tokens: set[str] = set()
    stale = stack.session.access_token()
    start = threading.Barrier(50)

    def ask() -> None:
        start.wait()
        tokens.add(stack.session.renew(stale))

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(stack.server.record.of("authentication/refreshAccessToken")) == 1
    assert len(tokens) == 1
    assert stale not in tokens


def test_a_token_that_could_not_be_renewed_is_not_tried_again(stack: Stack) -> None:
    stack.server.world.expire_access_tokens()
    stack.server.world.kill_refresh_tokens()
    for _ in range(3):
        with pytest.raises(SignInRequired):
            refresh(stack.history)
    assert len(stack.server.record.of("authentication/refreshAccessToken")) == 1
    assert len(stack.server.record.of("disputes/getDisputeList")) == 1


def test_nothing_secret_in_its_text(stack: Stack) -> None:
    token = stack.session.access_token()
    assert token not in repr(stack.session)
    assert token not in repr(vars(stack.session)["_tokens"])


def test_signing_out_forgets_here_and_leaves_cj_alone(stack: Stack) -> None:
    stack.session.forget()
    with pytest.raises(SignInRequired):
        stack.session.access_token()
    assert stack.server.record.of("authentication/logout") == []


NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
REFRESH = "authentication/refreshAccessToken"


class Clock:
    """Seconds that only a test moves, and a calendar that may be wrong."""

    def __init__(self) -> None:
        self.seconds = 1000.0
        self.calendar = NOW

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds
        self.calendar += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(stack: Stack, clock: Clock) -> Session:
    return Session(
        ACCOUNT,
        stack.session._credentials,
        lambda: stack.connection,
        now=lambda: clock.calendar,
        clock=lambda: clock.seconds,
    )


def keep(
    session: Session,
    stack: Stack,
    *,
    left: timedelta,
    life: timedelta | None = timedelta(days=15),
    refresh: str | None = None,
) -> None:
    """Tokens of the server with other dates."""
    (pair,) = stack.server.world.tokens.pairs()
    ends = NOW + left
    issued = ends - life if life else None
    kept_refresh = pair.refresh if refresh is None else refresh
    give_tokens(session, Tokens(pair.access, kept_refresh, ends, "", issued))


def renewals(stack: Stack) -> int:
    return len(stack.server.record.of(REFRESH))


@pytest.mark.parametrize(
    ("left", "life", "is_due"),
    [
        (timedelta(days=3), timedelta(days=15), False),
        (timedelta(days=1), timedelta(days=15), True),
        (timedelta(hours=2), timedelta(days=1), True),
        (timedelta(hours=3), timedelta(days=1), False),
        (timedelta(days=1), None, True),
        (timedelta(days=-5), timedelta(days=15), True),
        (timedelta(days=500), timedelta(days=15), False),
        (timedelta(days=-500), timedelta(days=15), False),
    ],
)
def test_a_token_is_renewed_early_by_its_dates(
    stack: Stack, session: Session, left: timedelta, life: timedelta | None, *, is_due: bool
) -> None:
    keep(session, stack, left=left, life=life)
    before = session.access_token()
    assert session.renew_early() is is_due
    assert renewals(stack) == is_due
    assert (session.access_token() != before) is is_due


def test_nothing_is_renewed_early_without_dates_or_a_refresh_token(
    stack: Stack, session: Session
) -> None:
    give_tokens(session, Tokens("a", "r"))
    assert not session.renew_early()
    keep(session, stack, left=timedelta(hours=1), refresh="")
    assert not session.renew_early()
    assert renewals(stack) == 0


def test_a_failure_to_renew_early_is_not_repeated_for_five_minutes_and_loses_nothing(
    stack: Stack, session: Session, clock: Clock
) -> None:
    keep(session, stack, left=timedelta(hours=1))
    before = session.access_token()
    stack.server.scenarios.arm("http_500", REFRESH, times=None)
    for _ in range(5):
        assert not session.renew_early()
        clock.pass_time(50)
    assert renewals(stack) == 1
    clock.pass_time(60)
    assert not session.renew_early()
    assert renewals(stack) == 2
    assert session.access_token() == before


@pytest.mark.parametrize("years", [-10, -1, 1, 10])
def test_a_wrong_clock_neither_loops_nor_locks_out(
    stack: Stack, session: Session, clock: Clock, years: int
) -> None:
    (pair,) = stack.server.world.tokens.pairs()
    expires = stack.server.world.now() + timedelta(days=15)
    give_tokens(session, Tokens(pair.access, pair.refresh, expires, "", stack.server.world.now()))
    clock.calendar = stack.server.world.now() + timedelta(days=365 * years)
    for _ in range(24 * 12):
        session.renew_early()
        clock.pass_time(300)
    assert renewals(stack) <= 4  # in a day
    assert session.access_token()


def test_fifty_waiting_calls_and_a_token_that_dies(stack: Stack) -> None:
    """Renewal under fire, through the real transport: one refresh, all fifty answered."""
    stack.server.world.expire_access_tokens()
    start, answers = threading.Barrier(50), list[object]()

    def ask() -> None:
        start.wait()
        answers.append(stack.connection.api.disputes.page())

    threads = [threading.Thread(target=ask) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 50
    assert renewals(stack) == 1


def test_renewing_early_keeps_nobody_waiting(stack: Stack, session: Session) -> None:
    keep(session, stack, left=timedelta(hours=1))
    stack.server.scenarios.arm("timeout_before", REFRESH, hold=0.5)
    thread = threading.Thread(target=session.renew_early)
    thread.start()
    assert stack.server.record.wait_for(REFRESH)
    started = time.monotonic()
    assert session.access_token()
    assert time.monotonic() - started < 0.3
    thread.join(10)


def test_who_signs_out_while_a_renewal_is_under_way_stays_signed_out(
    stack: Stack, session: Session
) -> None:
    keep(session, stack, left=timedelta(hours=1))
    stack.server.scenarios.arm("slow", REFRESH, delay=0.3)
    thread = threading.Thread(target=session.renew_early)
    thread.start()
    assert stack.server.record.wait_for(REFRESH)
    session.forget()
    thread.join(10)
    with pytest.raises(SignInRequired):
        session.access_token()


def test_a_server_that_takes_no_fresh_token_is_asked_for_five_a_minute_at_most(
    stack: Stack, session: Session, clock: Clock
) -> None:
    keep(session, stack, left=timedelta(days=10))
    for _ in range(5):
        session.renew(session.access_token())
    with pytest.raises(SignInRequired):
        session.renew(session.access_token())
    assert renewals(stack) == 5
    clock.pass_time(61)
    assert session.renew(session.access_token())


def test_a_new_sign_in_elsewhere_is_found_when_renewing_fails(
    stack: Stack, session: Session
) -> None:
    stack.server.world.expire_access_tokens()
    stack.server.world.kill_refresh_tokens()
    stale = session.access_token()
    newer = Tokens("newer-access-token", "newer-refresh-token")
    stack.session._credentials.save(ACCOUNT, newer)
    assert session.renew(stale) == "newer-access-token"


def test_a_token_that_cannot_be_renewed_asks_to_sign_in_without_a_call(
    stack: Stack, session: Session
) -> None:
    give_tokens(session, Tokens("lone", ""))
    with pytest.raises(SignInRequired):
        session.renew("lone")
    assert renewals(stack) == 0
