"""What an envelope says, and what of it `create` and `cancel` trust."""

from __future__ import annotations

import json

import pytest

from app.api.http.envelope import Verdict, flag, open_envelope
from app.api.http.exact_json import NotJson
from app.domain.errors import (
    AppError,
    Offline,
    Refused,
    ServerFailed,
    SignInRequired,
    TokenRejected,
    UnexpectedResponse,
)
from app.domain.ids import DisputeId
from tests.api.prepared_cj import ORDER, PreparedCj, draft

YES, NO = Verdict.YES, Verdict.NO
SILENT, MIXED = Verdict.SILENT, Verdict.CONTRADICTORY


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        ({"code": 200}, YES),
        ({"code": "200"}, YES),
        ({"code": 200, "result": True, "success": True}, YES),
        ({"code": 200, "success": True}, YES),
        ({"code": 200, "result": False}, MIXED),
        ({"code": 200, "success": False}, MIXED),
        ({"code": 0, "success": True}, YES),
        ({"code": 0}, MIXED),
        ({"code": 0, "result": True}, MIXED),
        ({"code": 0, "success": False}, MIXED),
        ({"success": True}, YES),
        ({"result": True}, YES),
        ({"success": "true"}, YES),
        ({"success": True, "result": False}, MIXED),
        ({"success": False}, NO),
        ({"result": False}, NO),
        ({"code": 1607008}, NO),
        ({"code": 1607008, "success": True, "result": True}, MIXED),
        ({"code": 1607008, "data": True}, MIXED),
        ({"code": 201, "result": True, "success": True, "data": True}, MIXED),
        ({"result": False, "data": "true"}, MIXED),
        ({"code": 200.0}, YES),
        ({"code": "200.0"}, YES),
        ({"code": 201}, NO),
        ({}, SILENT),
        ({"data": True}, SILENT),
        ({"code": None, "data": True}, SILENT),
        ({"success": "perhaps"}, SILENT),
        ({"status": 500, "error": "Internal Server Error"}, SILENT),
    ],
)
def test_verdicts(body: dict[str, object], verdict: Verdict) -> None:
    assert open_envelope(json.dumps(body).encode()).verdict is verdict


@pytest.mark.parametrize("code", ["ok", 200.5, [], {}, True, "２００", "1" * 30])
def test_a_code_that_is_no_number_is_no_envelope(code: object) -> None:
    with pytest.raises(NotJson):
        open_envelope(json.dumps({"code": code}).encode())


@pytest.mark.parametrize("value", [1.5, "yes", None, [], 2, "2", b""])
def test_what_is_no_flag(value: object) -> None:
    assert flag(value) is None


OK = {"code": 200, "result": True, "message": "Success"}
FILED = None

CREATE_ANSWERS: list[tuple[int, object, type[AppError] | None]] = [
    # yes
    (200, {**OK, "data": True, "success": True}, FILED),
    (200, {**OK, "data": "true"}, FILED),
    (200, {**OK, "data": ""}, FILED),
    (200, {**OK, "data": None}, FILED),
    (200, {**OK}, FILED),
    (200, {"code": 200}, FILED),
    (200, {"code": "200", "data": True}, FILED),
    (200, {"success": True, "data": True}, FILED),
    (200, {"result": True}, FILED),
    (200, {"code": 0, "success": True, "data": True}, FILED),
    (201, {**OK, "data": True}, FILED),
    # no, and certainly so
    (200, {"code": 1607008, "result": False, "message": "no", "data": None}, Refused),
    (200, {"success": False, "message": "no"}, Refused),
    # nobody knows
    (200, {**OK, "data": False}, UnexpectedResponse),
    (200, {**OK, "data": "false"}, UnexpectedResponse),
    (200, {"result": False, "data": True}, UnexpectedResponse),
    (200, {"code": 1607008, "result": True, "data": True}, UnexpectedResponse),
    (200, {"code": 201, "result": True, "success": True, "data": True}, UnexpectedResponse),
    (200, '{"code": 200, "code": 1607008, "data": true}', UnexpectedResponse),
    (200, '{"code": 1607008, "result": false, "result": false}', UnexpectedResponse),
    (502, {"code": 1607008, "result": False}, ServerFailed),
    (200, {"code": 401, "result": False}, UnexpectedResponse),
    (200, {}, UnexpectedResponse),
    (200, {"data": True}, UnexpectedResponse),
    (200, {"message": "Success", "data": True}, UnexpectedResponse),
    (200, {"code": 200, "success": False, "data": True}, UnexpectedResponse),
    (200, {"code": 200, "result": False}, UnexpectedResponse),
    (200, {"success": True, "result": False}, UnexpectedResponse),
    (200, {"code": 0, "result": True, "data": True}, UnexpectedResponse),
    (200, {"code": 200.5}, UnexpectedResponse),
    (200, [], UnexpectedResponse),
    (200, True, UnexpectedResponse),
    (200, None, UnexpectedResponse),
    (200, "", UnexpectedResponse),
    (200, "<html>Welcome to the airport</html>", Offline),
    (403, "<html>Attention required</html>", Offline),
    (200, '{"code": 200, "da', UnexpectedResponse),
    (400, {**OK, "data": True}, UnexpectedResponse),
    (404, "not found", UnexpectedResponse),
    (401, "<html>401</html>", Offline),
    (401, {"error": "unauthorized"}, UnexpectedResponse),
    (429, "slow down", UnexpectedResponse),
    (500, {**OK, "data": True}, ServerFailed),
    (500, "oops", ServerFailed),
    (502, "<html>Bad gateway</html>", ServerFailed),
    (500, {"timestamp": 1, "status": 500, "error": "x"}, ServerFailed),
    (200, {"code": 500, "message": "error"}, ServerFailed),
    (200, {"code": 1600000, "message": "System busy"}, ServerFailed),
    (200, {"code": 1600301, "message": "read timed out"}, ServerFailed),
]


@pytest.mark.parametrize("call", ["create", "cancel"])
def test_what_becomes_of_a_filing(cj: PreparedCj, call: str) -> None:
    for times, (status, body, error) in enumerate(CREATE_ANSWERS, start=1):
        cj.answer(body if isinstance(body, str) else json.dumps(body), status=status)
        became: tuple[object, ...]
        try:
            if call == "create":
                became = (bool(cj.api.disputes.create(ORDER, draft())),)
            else:
                became = (bool(cj.api.disputes.cancel(ORDER, DisputeId("SH1"))),)
        except AppError as caught:
            became = (type(caught), caught.not_processed)
        assert became == ((error, error is Refused) if error else (True,)), (status, body)
        assert len(cj.requests) == times, (status, body)
    assert cj.renewals == []


@pytest.mark.parametrize("code", [1600001, 1600002])
def test_a_token_rejected_by_cjs_own_code_leaves_create_unsent_and_to_its_caller(
    cj: PreparedCj, code: int
) -> None:
    cj.answer({"code": code, "message": "Invalid API key or access token"}, status=401)
    with pytest.raises(TokenRejected) as caught:
        cj.api.disputes.create(ORDER, draft())
    assert caught.value.not_processed
    assert len(cj.requests) == 1
    assert cj.renewals == []


def test_a_cancellation_goes_once_more_with_a_new_token(cj: PreparedCj) -> None:
    cj.answer({"code": 1600001, "message": "Invalid API key or access token"})
    cj.answer({"code": 200, "data": True, "requestId": "r"})
    assert cj.api.disputes.cancel(ORDER, DisputeId("SH1")).request_id == "r"
    first, second = cj.requests
    assert first.content == second.content
    assert second.headers["cj-access-token"] == cj.fresh
    assert cj.renewals == [cj.token]


def test_a_token_rejected_twice_ends_in_signing_in(cj: PreparedCj) -> None:
    for _ in range(2):
        cj.answer({"code": 1600001})
    with pytest.raises(SignInRequired) as caught:
        cj.api.disputes.cancel(ORDER, DisputeId("SH1"))
    assert caught.value.not_processed
    assert len(cj.requests) == 2
    assert len(cj.renewals) == 1
