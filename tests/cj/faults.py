"""What the client gets to see where a scenario is armed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from app.practice.http_server import HttpReply, RequestInfo
from app.practice.refusals import Refusal
from app.practice.server import Pacer, bad_token, refused, too_fast
from app.practice.world.json_text import decode
from tests.cj.scenarios import Armed

_PAGE = """<!DOCTYPE html>
<html><head><title>{title}</title></head>
<body><h1>{title}</h1><hr><p>practice gateway</p></body></html>
"""
_ON_CONNECTION = {
    "slow_body",
    "timeout_before",
    "timeout_after",
    "reset_before",
    "reset_after",
    "huge",
}


@dataclass(frozen=True)
class BrokenReply(HttpReply):
    """A reply that goes wrong on its way, as `armed` says; the connection sees to it."""

    armed: Armed = field(kw_only=True)

    @property
    def is_sent(self) -> bool:
        return self.armed.name in {"slow_body", "huge"}


def apply_fault(
    armed: Armed, right: HttpReply | None, pacer: Pacer, request: RequestInfo
) -> HttpReply:
    """What goes out. `right` is the right reply, None if nothing was processed."""
    if armed.name in _ON_CONNECTION:
        return BrokenReply(**vars(right or HttpReply({"code": 200})), armed=armed)
    if right is not None and armed.name == "slow":
        return right
    if right is not None and armed.name in _CHANGES:
        content = _CHANGES[armed.name](armed, envelope_of(right), request)
        reply = HttpReply(content, http_status=right.http_status)
    elif right is not None and armed.name == "broken_json":
        reply = replace(right, content=right.body[: len(right.body) // 2])
    else:
        reply = _MAKERS[armed.name](_Scene(armed, pacer, request))
    return replace(reply, why=reply.why or f"scenario {armed.name}")


Envelope = dict[str, object]


def _wrong_type(armed: Armed, content: Envelope, _request: RequestInfo) -> Envelope:
    return content | {"data": armed.params.get("value", 42)}


def _verdictless(_armed: Armed, content: Envelope, _request: RequestInfo) -> Envelope:
    return {k: v for k, v in content.items() if k not in {"code", "result", "success"}}


def _list_lags(armed: Armed, content: Envelope, _request: RequestInfo) -> Envelope:
    data = content.get("data")
    if not isinstance(data, dict) or not isinstance(data.get("list"), list):
        return content
    # Only the first page is cut; that is where a client looks for what it has just filed.
    newest = int(armed.number("newest", 1))
    hidden = min(newest, len(data["list"])) if data["pageNum"] == 1 else 0
    total = data["total"] - min(newest, data["total"])
    return content | {"data": data | {"total": total, "list": data["list"][hidden:]}}


def _empty_data(_armed: Armed, content: Envelope, _request: RequestInfo) -> Envelope:
    data = content.get("data")
    return content | {"data": data | {"total": 0, "list": []} if isinstance(data, dict) else []}


def _wrong_total(armed: Armed, content: Envelope, _request: RequestInfo) -> Envelope:
    data = content.get("data")
    total = armed.params.get("total", 0)
    return content | {"data": data | {"total": total}} if isinstance(data, dict) else content


def _leaves_out(armed: Armed, content: Envelope, _request: RequestInfo) -> Envelope:
    data, rows = content.get("data"), int(armed.number("rows", 1))
    if isinstance(data, dict) and isinstance(data.get("list"), list):
        return content | {"data": data | {"list": data["list"][:-rows]}}
    return content | {"data": data[:-rows]} if isinstance(data, list) else content


def _knows_no_number(armed: Armed, content: Envelope, request: RequestInfo) -> Envelope:
    asked = [each for text in request.query.get("trackNumber", []) for each in text.split(",")]
    nothing = dict.fromkeys(
        ("cjMailNo", "logisticName", "deliveryDay", "deliveryTime", "trackingStatus", "routes")
    )
    answers: dict[str, object] = {
        "null": None,
        "empty": [],
        "text": "",
        "row": [{"trackingNumber": each} | nothing for each in asked],
    }
    data = answers[armed.text("answer", "null")]
    return content | {"code": 200, "result": True, "message": "Success", "data": data}


_CHANGES: dict[str, Callable[[Armed, Envelope, RequestInfo], Envelope]] = {
    "wrong_type": _wrong_type,
    "verdictless": _verdictless,
    "list_lags": _list_lags,
    "empty_data": _empty_data,
    "wrong_total": _wrong_total,
    "leaves_out": _leaves_out,
    "knows_no_number": _knows_no_number,
}
"""What a fault makes of the right envelope."""


def envelope_of(reply: HttpReply) -> dict[str, object]:
    """The envelope in a reply; empty where it is none."""
    content: object = reply.content
    if isinstance(content, bytes):
        try:
            content = decode(content)
        except ValueError:
            return {}
    return dict(content) if isinstance(content, dict) else {}


class _Scene(NamedTuple):
    """What a made-up answer may be made from."""

    armed: Armed
    pacer: Pacer
    request: RequestInfo


def _http_500(scene: _Scene) -> HttpReply:
    path = f"/{scene.request.endpoint}"
    content: dict[str, object] = {"status": 500, "error": "Internal Server Error", "path": path}
    return HttpReply(content, http_status=500)


def _http_429(scene: _Scene) -> HttpReply:
    retry_after = scene.armed.params.get("retry_after", 1)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    content: dict[str, object] = {"code": 429, "result": False, "message": "Too Many Requests"}
    return HttpReply(content, http_status=429, headers=headers)


def _points(scene: _Scene) -> HttpReply:
    code = int(scene.armed.number("code", 429))
    content: dict[str, object] = {
        "code": code,
        "result": False,
        "message": "Insufficient API points, please wait for the refill",
    }
    if code != 429:
        return HttpReply(content | {"data": None})
    points = {"usedToday": 50000, "remaining": 0, "total": 50000}
    return HttpReply(content | {"pointsInfo": points}, http_status=429)


def _refuse(scene: _Scene) -> HttpReply:
    armed = scene.armed
    refusal = Refusal(
        int(armed.number("code", 1607008)),
        armed.text("message", "Refused by scenario"),
        http_status=int(armed.number("http_status", 200)),
    )
    content = envelope_of(refused(refusal)) | {"data": armed.params.get("data")}
    return HttpReply(content, http_status=refusal.http_status)


def _redirect(scene: _Scene) -> HttpReply:
    location = scene.armed.text("location", f"{scene.request.origin}/elsewhere")
    status = int(scene.armed.number("status", 302))
    return HttpReply(b"", http_status=status, headers={"Location": location})


_MAKERS: dict[str, Callable[[_Scene], HttpReply]] = {
    "http_500": _http_500,
    "http_502_html": lambda _: _html("502 Bad Gateway", 502),
    "http_503": lambda _: HttpReply(
        b"Service Unavailable", http_status=503, content_type="text/plain"
    ),
    "http_429": _http_429,
    "http_401": lambda _: replace(refused(bad_token()), http_status=401),
    "expired_token": lambda _: refused(bad_token()),
    "code_1600200": lambda scene: refused(too_fast(Pacer(scene.pacer.pace or 1))),
    "points_exhausted": _points,
    "html_200": lambda _: _html("Please sign in to the hotel network", 200),
    "null_answer": lambda _: HttpReply(b"null"),
    "empty_body": lambda _: HttpReply(b""),
    "refuse": _refuse,
    "redirect": _redirect,
}


def _html(title: str, status: int) -> HttpReply:
    body = _PAGE.format(title=title).encode()
    return HttpReply(body, http_status=status, content_type="text/html; charset=utf-8")
