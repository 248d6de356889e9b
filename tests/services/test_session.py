"""One renewal, whoever is waiting."""

from __future__ import annotations

import threading

import pytest

from app.domain.errors import SignInRequired
from tests.services.conftest import Stack


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
            stack.history.refresh()
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
