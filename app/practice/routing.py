"""From a request to an envelope: path, method, token, pace, body, endpoint."""

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from app.practice import account, disputes, orders, refusals
from app.practice.fields import Call
from app.practice.json_text import decode, encode
from app.practice.refusals import Refusal
from app.practice.state import World

Dialect = Literal["en", "zh"]

#: A client's clock and ours tick apart a little; so much too early is forgiven (seconds).
PACE_TOLERANCE = 0.05

_Endpoint = Callable[[World, Call], object]


@dataclass(frozen=True)
class _Route:
    method: str
    endpoint: _Endpoint
    needs_token: bool = True
    has_body: bool = False


_ROUTES = {
    "authentication/getAccessToken": _Route(
        "POST", account.get_access_token, needs_token=False, has_body=True
    ),
    "authentication/refreshAccessToken": _Route(
        "POST", account.refresh_access_token, needs_token=False, has_body=True
    ),
    "authentication/logout": _Route("POST", account.logout),
    "setting/get": _Route("GET", account.settings),
    "shopping/order/list": _Route("GET", orders.order_list),
    "shopping/order/getOrderDetail": _Route("GET", orders.order_detail),
    "logistic/trackInfo": _Route("GET", orders.tracking),
    "disputes/disputeProducts": _Route("GET", disputes.products),
    "disputes/disputeConfirmInfo": _Route("POST", disputes.confirm, has_body=True),
    "disputes/create": _Route("POST", disputes.create, has_body=True),
    "disputes/cancel": _Route("POST", disputes.cancel, has_body=True),
    "disputes/getDisputeList": _Route("GET", disputes.dispute_list),
    "disputes/getDisputeDetail": _Route("GET", disputes.dispute_detail),
}


@dataclass(frozen=True)
class Incoming:
    """A request as the socket gave it; `endpoint` is the path below the base address."""

    method: str
    endpoint: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    origin: str


@dataclass(frozen=True)
class Answer:
    """What goes back. `content` is the envelope before it became text."""

    body: bytes
    http_status: int = 200
    code: int | None = None
    content: dict[str, object] = field(default_factory=dict)
    content_type: str = "application/json;charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    why: str | None = None
    processed: bool = False

    @classmethod
    def of(cls, content: dict[str, object], **rest: object) -> "Answer":
        """An answer whose body is this envelope; `rest` are fields of Answer."""
        code = content.get("code")
        known = code if isinstance(code, int) else None
        return cls(encode(content).encode(), code=known, content=content, **rest)  # type: ignore[arg-type]  # fields by name


class Pacer:
    """Counts requests a second by token. `pace` 0 lets everything pass."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self._lock = threading.Lock()
        self._taken: dict[str, deque[float]] = {}

    @property
    def qps(self) -> int:
        """What setting/get tells: the whole requests a second, 100 where there is no limit."""
        return max(1, int(self.pace)) if self.pace else 100

    def admit(self, token: str) -> bool:
        """Whether this request still fits; one that does not is not counted."""
        if not self.pace:
            return True
        room = max(1, int(self.pace))
        window = room / self.pace
        now = time.monotonic()
        with self._lock:
            taken = self._taken.setdefault(token, deque(maxlen=room))
            if len(taken) == room and now - taken[0] < window - PACE_TOLERANCE:
                return False
            taken.append(now)
            return True


def process(world: World, pacer: Pacer, incoming: Incoming, dialect: Dialect) -> Answer:
    """Let the world take the request in; a refusal becomes an envelope too."""
    try:
        with world.lock:
            world.live()
            data = _dispatch(world, pacer, incoming)
    except Refusal as refusal:
        return refused(refusal)
    return Answer.of(_good(data, dialect), processed=True)


def refused(refusal: Refusal) -> Answer:
    """The error envelope, which has no `success` (cj-api 1.2)."""
    content: dict[str, object] = {
        "code": refusal.code,
        "result": False,
        "message": refusal.message,
        "data": None,
        "requestId": str(uuid.uuid4()),
    }
    return Answer.of(content, http_status=refusal.http_status, why=refusal.why)


def too_fast(pacer: Pacer) -> Refusal:
    """The refusal of a request that comes too early (cj-api 1.4)."""
    message = f"Too Many Requests, QPS limit is {pacer.qps} time/1second"
    return Refusal(refusals.TOO_FAST, message)


def _good(data: object, dialect: Dialect) -> dict[str, object]:
    content: dict[str, object] = {"code": 200, "result": True, "message": "Success", "data": data}
    if dialect == "zh":
        return content | {"redirectUri": str(uuid.uuid4())}
    trace = uuid.uuid4()
    # CJ writes both forms, on one page (cj-api 1.2).
    request_id = trace.hex if trace.int % 2 else str(trace)
    return content | {"requestId": request_id, "success": True}


def _dispatch(world: World, pacer: Pacer, incoming: Incoming) -> object:
    route = _ROUTES.get(incoming.endpoint)
    if route is None:
        raise Refusal(refusals.NO_SUCH_INTERFACE, "Interface not found", why=incoming.endpoint)
    if incoming.method != route.method:
        message = f"Request method '{incoming.method}' not supported"
        raise Refusal(refusals.WRONG_METHOD, message)
    token, account_name = "", ""
    if route.needs_token:
        token, account_name = _authorised(world, incoming)
        if not pacer.admit(token):
            raise too_fast(pacer)
    body = _body(incoming) if route.has_body else {}
    call = Call(
        query=incoming.query,
        body=body,
        token=token,
        account=account_name,
        origin=incoming.origin,
        qps=pacer.qps,
    )
    return route.endpoint(world, call)


def _authorised(world: World, incoming: Incoming) -> tuple[str, str]:
    token = incoming.headers.get("cj-access-token", "")
    if not token:
        raise Refusal(refusals.NO_TOKEN, "Access token is empty")
    name = world.tokens.account_of(token, world.now())
    if name is None:
        raise bad_token()
    return token, name


def bad_token() -> Refusal:
    """The refusal of an access token that is wrong, expired or revoked."""
    return Refusal(refusals.BAD_TOKEN, "Invalid API key or access token")


def _body(incoming: Incoming) -> dict[str, object]:
    kind = incoming.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        message = f"Content type '{kind}' not supported"
        raise Refusal(refusals.WRONG_CONTENT_TYPE, message)
    if not incoming.body.strip():
        raise Refusal(refusals.NO_BODY, "Required request body is missing")
    try:
        body = decode(incoming.body.decode("utf-8"))
    except ValueError as error:
        raise Refusal(refusals.BAD_JSON, "JSON parse error", why=str(error)) from error
    if not isinstance(body, dict):
        raise refusals.param_error("the body must be a JSON object")
    return body
