"""The scenarios that change an answer. Those that act on the connection are in `exchange`."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from app.practice.json_text import encode
from app.practice.refusals import Refusal
from app.practice.routing import Answer, Incoming, Pacer, bad_token, refused, too_fast
from app.practice.scenarios import Armed
from app.practice.state import World

_PAGE = """<!DOCTYPE html>
<html><head><title>{title}</title></head>
<body><h1>{title}</h1><hr><p>practice gateway</p></body></html>
"""


def changed(
    armed: Armed, answer: Answer | None, world: World, pacer: Pacer, incoming: Incoming
) -> Answer:
    """What the client gets to see. `answer` is the right one, None if nothing was processed."""
    processed = answer is not None and answer.processed
    if armed.name == "expired_token":
        with world.lock:
            world.tokens.kill_access(incoming.headers.get("cj-access-token", ""))
            world.save()
        new = refused(bad_token())
    elif answer is not None and armed.name in {"wrong_type", "verdictless", "list_lags"}:
        new = Answer.of(_content(armed, answer), http_status=answer.http_status)
    elif answer is not None and armed.name == "broken_json":
        new = replace(answer, body=answer.body[: len(answer.body) // 2])
    else:
        new = _MAKERS[armed.name](_Scene(armed, pacer, incoming))
    return replace(new, processed=processed, why=new.why or f"scenario {armed.name}")


def _content(armed: Armed, answer: Answer) -> dict[str, object]:
    content = dict(answer.content)
    if armed.name == "wrong_type":
        return content | {"data": armed.params.get("value", 42)}
    if armed.name == "verdictless":
        return {k: v for k, v in content.items() if k not in {"code", "result", "success"}}
    data = content.get("data")
    if isinstance(data, dict) and isinstance(data.get("list"), list):
        # Only the first page is cut; that is where a client looks for what it has just filed.
        newest = int(armed.number("newest", 1))
        hidden = min(newest, len(data["list"])) if data["pageNum"] == 1 else 0
        total = data["total"] - min(newest, data["total"])
        content["data"] = data | {"total": total, "list": data["list"][hidden:]}
    return content


class _Scene(NamedTuple):
    """What a made-up answer may be made from."""

    armed: Armed
    pacer: Pacer
    incoming: Incoming


def _http_500(scene: _Scene) -> Answer:
    path = f"/{scene.incoming.endpoint}"
    content = {"status": 500, "error": "Internal Server Error", "path": path}
    return Answer(encode(content).encode(), http_status=500)


def _http_429(scene: _Scene) -> Answer:
    retry_after = scene.armed.params.get("retry_after", 1)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    content: dict[str, object] = {"code": 429, "result": False, "message": "Too Many Requests"}
    return Answer.of(content, http_status=429, headers=headers)


def _points(_: _Scene) -> Answer:
    content: dict[str, object] = {
        "code": 429,
        "result": False,
        "message": "Insufficient API points, please wait for the refill",
        "pointsInfo": {"usedToday": 50000, "remaining": 0, "total": 50000},
    }
    return Answer.of(content, http_status=429)


def _refuse(scene: _Scene) -> Answer:
    armed = scene.armed
    refusal = Refusal(
        int(armed.number("code", 1607008)),
        armed.text("message", "Refused by scenario"),
        http_status=int(armed.number("http_status", 200)),
    )
    answer = refused(refusal)
    content = answer.content | {"data": armed.params.get("data")}
    return Answer.of(content, http_status=answer.http_status)


def _redirect(scene: _Scene) -> Answer:
    location = scene.armed.text("location", f"{scene.incoming.origin}/elsewhere")
    status = int(scene.armed.number("status", 302))
    return Answer(b"", http_status=status, headers={"Location": location})


_MAKERS: dict[str, Callable[[_Scene], Answer]] = {
    "http_500": _http_500,
    "http_502_html": lambda _: _html("502 Bad Gateway", 502),
    "http_503": lambda _: Answer(
        b"Service Unavailable", http_status=503, content_type="text/plain"
    ),
    "http_429": _http_429,
    "http_401": lambda _: replace(refused(bad_token()), http_status=401),
    "code_1600200": lambda scene: refused(too_fast(Pacer(scene.pacer.pace or 1))),
    "points_exhausted": _points,
    "html_200": lambda _: _html("Please sign in to the hotel network", 200),
    "null_answer": lambda _: Answer(b"null"),
    "empty_body": lambda _: Answer(b""),
    "refuse": _refuse,
    "redirect": _redirect,
}


def _html(title: str, status: int) -> Answer:
    body = _PAGE.format(title=title).encode()
    return Answer(body, http_status=status, content_type="text/html; charset=utf-8")
