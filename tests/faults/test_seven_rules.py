"""How the program must behave so as never to file twice: its seven rules.

Each is judged by the server's own record. What the dialog does about rule 1 is tested with the
dialog; here it is programs and threads that press.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.errors import AlreadyBeingFiled, NotAllowedNow, SignInRequired
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.filing import DisputeDraft, FilingState
from app.domain.ids import DisputeId, new_business_dispute_id
from app.practice.world.sample_data import TUTORIAL_ORDER
from app.services.filing.drafts import DraftService
from app.storage.account.credentials import Credentials
from tests.cj.server import FaultyServer
from tests.cj.simulation.character import Character
from tests.cj.simulation.cj import CREATE, LIST
from tests.cj.world import CarelessWorld
from tests.fakes.signed_in import give_tokens
from tests.faults.plan import plan_of
from tests.faults.programs.draft_json import Json, to_json
from tests.faults.programs.factories import LiveProgram, ProgramFactory
from tests.faults.stand_in import StandIn
from tests.services.conftest import Stack, build_stack, signed_in
from tests.services.filing.test_filing_service import filed_at_server, prepared

SEED = 1
IN_DOUBT = [
    "timeout_before",
    "timeout_after",
    "reset_before",
    "reset_after",
    "http_500",
    "http_502_html",
    "http_503",
    "html_200",
    "broken_json",
    "verdictless",
    "null_answer",
    "empty_body",
    "slow_body",
]


@pytest.fixture
def cj() -> Iterator[StandIn]:
    stand_in = StandIn(Character(recognises=False, holds_lines=False))
    stand_in.cj.orders.extend(plan_of(SEED).account.orders)
    stand_in.start()
    yield stand_in
    stand_in.stop()
    assert not stand_in.internal_errors


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with (
        FaultyServer(pace=0, life=False, world_type=CarelessWorld) as server,
        signed_in(server, tmp_path) as stack,
    ):
        yield stack
    assert not server.internal_errors


def program_at(cj: StandIn, factory: ProgramFactory, folder: Path, name: str) -> LiveProgram:
    program = factory.start(
        {
            "name": name,
            "folder": str(folder),
            "address": cj.address_of(name),
            "deadline": 5.0,
            "patience": 5.0,
            "ahead": 0.0,
            "access": "access-0",
            "refresh": "refresh-0",
            "sabotage": "",
        }
    )
    assert program.wait_event("ready", 60)
    return program


def in_doubt(stack: Stack, scenario: str = "reset_before") -> DisputeDraft:
    """A filing of unknown fate, of which CJ's lists have shown nothing for long."""
    draft = prepared(stack)
    stack.server.scenarios.arm(scenario, endpoint=CREATE)
    assert stack.filing.submit(draft, None).state is FilingState.UNKNOWN
    for _ in range(6):
        stack.pass_time(31)
        stack.filing.read_back(draft.reference)
    filing = stack.filing.read_back(draft.reference)
    assert (filing.state, filing.nothing_found) == (FilingState.UNKNOWN, True)
    return draft


def test_rule_1_pressing_again_and_in_two_windows_sends_one_request(
    cj: StandIn, factory: ProgramFactory, tmp_path: Path
) -> None:
    draft = plan_of(SEED).draft
    press: Json = {"do": "submit", "with": {"reference": draft.reference, "presses": 5}}
    with factory.family():
        windows = [program_at(cj, factory, tmp_path, name) for name in ("A", "B")]
        windows[0].ask("type", drafts=[to_json(draft)])
        numbers = [window.post(press) for window in windows]
        replies = [window.reply(number) for window, number in zip(windows, numbers, strict=True)]
    outcomes = [each for reply in replies if reply for each in reply["outcomes"]]
    assert len(outcomes) == 10
    assert [each["state"] for each in outcomes if "state" in each] == ["confirmed"], outcomes
    assert {each["error"] for each in outcomes if "error" in each} <= {
        "NotAllowedNow",
        "OtherDisputesFound",  # a window whose guard came after the other one's request
    }
    assert len(cj.record.of(CREATE)) == 1
    assert len(cj.cj.of(draft.reference)) == 1


def test_rule_2_killed_between_request_and_answer_it_is_unknown_and_no_draft(
    cj: StandIn, factory: ProgramFactory, tmp_path: Path
) -> None:
    draft = plan_of(SEED).draft
    cj.scenarios.arm("timeout_after", endpoint=CREATE)
    with factory.family():
        program = program_at(cj, factory, tmp_path, "A")
        program.ask("type", drafts=[to_json(draft)])
        program.post({"do": "submit", "with": {"reference": draft.reference, "presses": 1}})
        assert cj.record.wait_for(CREATE, timeout=20)
        program.kill()
        again = program_at(cj, factory, tmp_path, "B")
        assert again.events[0]["waiting"] == [[draft.reference, "unknown"]]
        assert again.ask("look", reference=draft.reference)["state"] == "unknown"
        assert again.ask("read_back", reference=draft.reference)["state"] == "confirmed"
    assert len(cj.record.of(CREATE)) == 1


@pytest.mark.parametrize("scenario", IN_DOUBT)
def test_rule_3_no_doubt_ever_sends_a_second_create_by_itself(
    stack: Stack, tmp_path: Path, scenario: str
) -> None:
    draft = prepared(stack)
    stack.server.scenarios.arm(scenario, endpoint=CREATE)
    stack.server.scenarios.arm("html_200", endpoint=LIST)
    assert stack.filing.submit(draft, None).state is FilingState.UNKNOWN
    stack.filing.recover()
    stack.filing.read_back(draft.reference)
    restarted = build_stack(stack.server, tmp_path, Credentials())
    give_tokens(restarted.session, restarted.connection.api.account.sign_in(FaultyServer.API_KEY))
    for each in restarted.filing.recover():
        restarted.filing.read_back(each.reference)
    restarted.connection.close()
    assert len(stack.server.record.of(CREATE)) == 1


def test_rule_4_read_back_adopts_a_newer_dispute_with_the_same_lines_and_no_other(
    stack: Stack,
) -> None:
    lines = {each.line_id: 1 for each in stack.server.world.order(TUTORIAL_ORDER).lines}
    older = stack.server.world.file_elsewhere(TUTORIAL_ORDER, lines)
    draft = prepared(stack)
    stack.server.scenarios.arm("reset_after", endpoint=CREATE)
    filing = stack.filing.submit(draft, None, besides=[DisputeId(older.dispute_id)])
    assert filing.state is FilingState.CONFIRMED
    ours = [d for d in stack.server.world.disputes() if d.business_dispute_id == draft.reference]
    assert [each.dispute_id for each in ours] == [filing.dispute_id]
    assert filing.dispute_id != older.dispute_id


def test_rule_5_nothing_found_for_long_leaves_three_ways_on_and_no_other(stack: Stack) -> None:
    draft = in_doubt(stack)
    drafts = DraftService(stack.ledger, stack.filing._now)
    for another in (
        lambda: stack.filing.submit(draft, None),
        lambda: drafts.save(replace(draft, message="Other words.")),
        lambda: drafts.discard(draft.reference),
    ):
        with pytest.raises(NotAllowedNow):
            another()
    looked = stack.filing.read_back(draft.reference)  # "Check again"
    assert (looked.nothing_found, may_be_taken_back(looked)) == (True, True)
    assert stack.filing.send_again(draft.reference).state is FilingState.CONFIRMED
    first, second = stack.server.record.of(CREATE)
    assert first.body_text == second.body_text
    assert draft.reference in second.body_text
    assert filed_at_server(stack, draft) == 1


def test_rule_6_the_reference_holds_no_clock(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = in_doubt(stack)
    stack.filing.send_again(draft.reference)
    bodies = [each.body for each in stack.server.record.of(CREATE)]
    sent = {body["businessDisputeId"] for body in bodies if isinstance(body, dict)}
    assert sent == {draft.reference}
    for moment in (0.0, 2e9):
        monkeypatch.setattr(time, "time", lambda at=moment: at)
        assert len({new_business_dispute_id() for _ in range(100)}) == 100
    monkeypatch.setattr(secrets, "token_hex", lambda _size: "ab" * 16)
    made = set()
    for moment in (0.0, 2e9):
        monkeypatch.setattr(time, "time", lambda at=moment: at)
        made.add(new_business_dispute_id())
    assert made == {"DD-" + "ab" * 16}


def test_rule_7_a_second_draft_for_a_line_is_refused_here_with_the_first_ones_reference(
    stack: Stack,
) -> None:
    first = in_doubt(stack)
    second = replace(first, reference=new_business_dispute_id())
    with pytest.raises(AlreadyBeingFiled) as caught:
        stack.filing.submit(second, None)
    assert caught.value.reference == first.reference
    kept = stack.filing.filing(second.reference)
    assert kept is not None
    assert (kept.state, kept.draft) == (FilingState.DRAFT, second)
    assert len(stack.server.record.of(CREATE)) == 1
    assert filed_at_server(stack, second) == 0


def test_a_token_that_dies_between_review_and_commit_costs_no_field(stack: Stack) -> None:
    draft = replace(prepared(stack), message="Cracked. 破损", message_is_own=True)
    stack.server.world.expire_access_tokens()
    stack.server.world.kill_refresh_tokens()
    with pytest.raises(SignInRequired):
        stack.filing.submit(draft, None)
    kept = stack.filing.filing(draft.reference)
    assert kept is not None
    assert (kept.state, kept.draft) == (FilingState.DRAFT, draft)
    give_tokens(stack.session, stack.connection.api.account.sign_in(FaultyServer.API_KEY))
    assert stack.filing.submit(kept.draft, None).state is FilingState.CONFIRMED
    (filed,) = (
        d for d in stack.server.world.disputes() if d.business_dispute_id == draft.reference
    )
    assert draft.reason
    assert (filed.message, filed.reason_id) == (draft.message, draft.reason.reason_id)
    assert (filed.expect_type, filed.refund_type) == (draft.expected, draft.refund_target)
    assert filed.quantities == {each.line_item_id: each.quantity for each in draft.lines}
    taken_in = [each for each in stack.server.record.of(CREATE) if each.processed]
    assert len(taken_in) == 1
