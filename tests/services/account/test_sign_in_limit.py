"""CJ documents one exchange of a key in five minutes: no more is sent than helps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.composition import AccountComposer
from app.domain.account.accounts import AccountId
from app.domain.errors import (
    AppError,
    KeyRejected,
    Offline,
    OfflineCause,
    ServerFailed,
    SignInTooSoon,
    TimedOut,
)
from app.services.account.accounts import MOST, PERIOD, SignInLimit
from tests.cj.server import FaultyServer

TOKENS = "authentication/getAccessToken"
WRONG = "CJ0000001@api@wrong"


class Clock:
    def __init__(self) -> None:
        self.now = 50.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> SignInLimit:
    return SignInLimit(clock)


def attempt(limit: SignInLimit, key: str, error: AppError | None = None) -> None:
    with limit.attempt(key):
        if error is not None:
            raise error


def test_what_was_refused_is_not_sent_again_for_five_minutes(
    limit: SignInLimit, clock: Clock
) -> None:
    with pytest.raises(KeyRejected):
        attempt(limit, "wrong", KeyRejected())
    clock.now += 100
    with pytest.raises(SignInTooSoon) as caught:
        attempt(limit, "wrong")
    assert caught.value.is_repeated
    assert caught.value.seconds == pytest.approx(PERIOD - 100)
    attempt(limit, "right")
    clock.now += PERIOD - 100
    attempt(limit, "wrong")


def test_few_of_any_are_sent_in_five_minutes(limit: SignInLimit, clock: Clock) -> None:
    for number in range(MOST):
        attempt(limit, f"key {number}")
        clock.now += 10
    with pytest.raises(SignInTooSoon) as caught:
        attempt(limit, "one more")
    assert not caught.value.is_repeated
    assert caught.value.seconds == pytest.approx(PERIOD - 10 * MOST)
    clock.now += caught.value.seconds
    attempt(limit, "one more")


@pytest.mark.parametrize(
    "error",
    [
        Offline(cause=OfflineCause.NOT_CONNECTED, request_left=False),
        TimedOut(request_left=False),
    ],
)
def test_what_never_reached_cj_does_not_count(limit: SignInLimit, error: AppError) -> None:
    for _ in range(2 * MOST):
        with pytest.raises(type(error)):
            attempt(limit, "key", error)
    attempt(limit, "key")


@pytest.mark.parametrize("error", [TimedOut(request_left=True), ServerFailed()])
def test_what_may_have_reached_cj_counts_but_may_be_tried_again(
    limit: SignInLimit, error: AppError
) -> None:
    for _ in range(MOST):
        with pytest.raises(type(error)):
            attempt(limit, "key", error)
    with pytest.raises(SignInTooSoon):
        attempt(limit, "key")


def test_what_was_opened_is_known_for_five_minutes_and_no_key_is_kept(
    limit: SignInLimit, clock: Clock
) -> None:
    limit.note_opened(AccountId("a1"), "key", "me@example.com")
    assert limit.just_opened("key", "me@example.com") == "a1"
    assert limit.just_opened("key") is None
    assert "key" not in repr(vars(limit))
    clock.now += PERIOD
    assert limit.just_opened("key", "me@example.com") is None


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(pace=4, life=False) as running:
        yield running


def exchanges(server: FaultyServer) -> int:
    return len(server.record.of(TOKENS))


def test_impatience_with_a_wrong_key_sends_it_once(
    opener: AccountComposer, server: FaultyServer
) -> None:
    with pytest.raises(KeyRejected):
        opener.accounts.sign_in(WRONG)
    for _ in range(20):
        with pytest.raises(SignInTooSoon):
            opener.accounts.sign_in(WRONG)
    assert exchanges(server) == 1
    assert opener.accounts.sign_in(server.API_KEY).not_kept is None


def test_a_key_whose_tokens_still_work_is_not_exchanged_again(
    opener: AccountComposer, server: FaultyServer
) -> None:
    signed = [opener.accounts.sign_in(server.API_KEY) for _ in range(3)]
    assert len(set(signed)) == 1
    assert exchanges(server) == 1


@pytest.mark.parametrize("how", ["died", "signed out"])
def test_a_key_whose_tokens_are_gone_is_exchanged_again(
    opener: AccountComposer, server: FaultyServer, how: str
) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    if how == "died":
        server.world.expire_access_tokens()
        server.world.kill_refresh_tokens()
    else:
        opener.accounts.sign_out(account.account_id)
    assert opener.accounts.sign_in(server.API_KEY).account == account
    assert exchanges(server) == 2
