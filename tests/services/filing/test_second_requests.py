"""A second request for a filing hides nothing of the first one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from app.domain.errors import (
    AlreadyBeingFiled,
    AppError,
    NotAllowedNow,
    Offline,
    RateLimited,
    SignInRequired,
)
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.filing import Filing, FilingState
from tests.services.scripted_cj import (
    CREATE,
    LIST,
    Json,
    Merchant,
    Reply,
    ScriptedCj,
    a_draft,
    page,
    refusal,
)

UNKNOWN, CONFIRMED = FilingState.UNKNOWN, FilingState.CONFIRMED
REFERENCE = a_draft().reference


def lose_the_answer(cj: ScriptedCj) -> None:
    """The next `create` leaves, and nobody hears what became of it."""

    def create(_: Json) -> Reply:
        del cj.script[CREATE]
        return httpx.ReadTimeout("no answer")

    cj.script[CREATE] = create


def may_send_again(merchant: Merchant) -> None:
    """A filing in doubt, of which CJ's lists have shown nothing for long enough."""
    lose_the_answer(merchant.cj)
    assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
    looked = merchant.look(times=6)
    assert (looked.state, looked.nothing_found) == (UNKNOWN, True)


def test_a_second_click_is_no_send_again(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two clicks; the first ends in doubt before the second one's turn comes."""
    late = Merchant(cj, merchant.folder)
    begin = late.ledger.begin_sending

    def begin_late(*args: object, **options: object) -> Filing:
        lose_the_answer(cj)
        assert merchant.filing.submit(a_draft(), None).state is UNKNOWN
        return begin(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(late.ledger, "begin_sending", begin_late)
    with pytest.raises(NotAllowedNow):
        late.filing.submit(a_draft(), None)
    assert cj.count(CREATE) == 1
    assert merchant.stored().state is UNKNOWN


NEVER_TAKEN_IN: dict[str, tuple[Callable[[], Reply], type[AppError]]] = {
    "http 429": (lambda: httpx.Response(429, content=json.dumps(refusal(429))), RateLimited),
    "too fast": (lambda: refusal(1600200, "Too Many Requests, QPS limit is 1"), RateLimited),
    "no network": (lambda: httpx.ConnectError("no route"), Offline),
    "dead tokens": (lambda: refusal(1600001, "Invalid access token"), SignInRequired),
}


@pytest.mark.parametrize(("answer", "error"), NEVER_TAKEN_IN.values(), ids=NEVER_TAKEN_IN)
def test_a_second_request_that_is_not_taken_in_leaves_the_doubt_and_what_was_known(
    merchant: Merchant,
    cj: ScriptedCj,
    answer: Callable[[], Reply],
    error: type[AppError],
) -> None:
    may_send_again(merchant)
    cj.script[CREATE] = lambda _: answer()
    with pytest.raises(error):
        merchant.filing.send_again(REFERENCE)
    stored = merchant.stored()
    assert (stored.state, stored.nothing_found) == (UNKNOWN, True)
    number = cj.list_one(at=stored.attempts[0].started)
    assert merchant.filing.read_back(REFERENCE).dispute_id == number


@pytest.mark.parametrize(("answer", "error"), NEVER_TAKEN_IN.values(), ids=NEVER_TAKEN_IN)
def test_a_second_request_that_is_not_taken_in_does_not_begin_the_wait_anew(
    merchant: Merchant,
    cj: ScriptedCj,
    answer: Callable[[], Reply],
    error: type[AppError],
) -> None:
    may_send_again(merchant)
    assert not may_be_taken_back(replace(merchant.look(times=9, every=120), nothing_found=False))
    cj.script[CREATE] = lambda _: answer()
    with pytest.raises(error):
        merchant.filing.send_again(REFERENCE)
    cj.script[LIST] = lambda _: page(total=1)  # no proof that there is none
    looked = merchant.look(times=2, every=300)
    assert (looked.nothing_found, may_be_taken_back(looked)) == (False, True)


def test_what_is_listed_while_the_token_is_renewed_is_not_sent_again(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    may_send_again(merchant)
    first = merchant.stored().attempts[0].started

    def create(_: Json) -> Reply:
        cj.list_one(at=first)
        return refusal(1600001)

    cj.script[CREATE] = create
    cj.requests.clear()
    assert merchant.filing.send_again(REFERENCE).state is CONFIRMED
    assert cj.count(CREATE) == 1


@pytest.mark.parametrize("list_fails", [False, True], ids=["nothing listed", "no list"])
def test_a_second_request_that_is_refused_is_no_refusal_of_the_first(
    merchant: Merchant, cj: ScriptedCj, *, list_fails: bool
) -> None:
    may_send_again(merchant)
    cj.script[CREATE] = lambda _: refusal(1607008, "The product cannot be disputed")
    if list_fails:
        cj.script[LIST] = lambda _: httpx.Response(200, content=b"<html>")
    again = merchant.filing.send_again(REFERENCE)
    assert (again.state, again.nothing_found) == (UNKNOWN, False)
    cj.script.clear()
    number = cj.list_one(at=merchant.stored().attempts[0].started)
    assert merchant.filing.read_back(REFERENCE).dispute_id == number


def test_a_look_from_before_the_second_request_is_no_proof(
    merchant: Merchant, cj: ScriptedCj, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One window looks, another sends again meanwhile: what the first one saw is too old."""
    may_send_again(merchant)
    other = Merchant(cj, merchant.folder)
    record = other.ledger.record_look

    def record_late(*args: object, **options: object) -> Filing:
        lose_the_answer(cj)
        assert merchant.filing.send_again(REFERENCE).state is UNKNOWN
        return record(*args, **options)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(other.ledger, "record_look", record_late)
    cj.pass_time(31)
    looked = other.filing.read_back(REFERENCE)
    assert (looked.state, looked.nothing_found, looked.times_sent) == (UNKNOWN, False, 2)
    with pytest.raises(NotAllowedNow):
        merchant.filing.send_again(REFERENCE)
    assert cj.count(CREATE) == 2


def test_a_filing_without_its_number_yet_keeps_its_lines(
    merchant: Merchant, cj: ScriptedCj
) -> None:
    """Or a second claim for them, itself in doubt, would take the first one's number."""
    merchant.filing.note_known_disputes(a_draft("DD-2"))
    cj.acts = False
    assert merchant.filing.submit(a_draft(), None).state is FilingState.FILED
    sent = merchant.stored().attempts[0].started
    with pytest.raises(AlreadyBeingFiled) as caught:
        merchant.filing.submit(a_draft("DD-2"), None)
    assert caught.value.reference == REFERENCE
    assert cj.count(CREATE) == 1
    cj.list_one(at=sent)
    assert merchant.filing.read_back(REFERENCE).state is CONFIRMED
