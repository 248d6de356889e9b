"""The practice server: CJ's endpoints around the practice world.

From a request to an envelope: path, method, token, pace, body, endpoint.
"""

import threading
import time
import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.practice import account, disputes, orders, refusals
from app.practice.fields import ApiRequest
from app.practice.http_server import HttpReply, LoopbackServer, RequestInfo
from app.practice.pictures import picture
from app.practice.refusals import Refusal
from app.practice.world.json_text import decode
from app.practice.world.state import API_KEY, World

PACE_TOLERANCE = 0.05
"""A client's clock and ours tick apart a little; so much too early is forgiven (seconds)."""
_SIGN_IN = "authentication/"
_PICTURES_PATH = "/pictures/"


class PracticeServer(LoopbackServer):
    """A stand-in for CJ. `pace` is the requests a second that a token may make (0: any number)."""

    API_KEY = API_KEY

    def __init__(self, world: World, *, pace: float = 1.0, port: int = 0) -> None:
        super().__init__(port)
        self.world = world
        self.pacer = Pacer(pace)

    def handle(self, request: RequestInfo) -> HttpReply:
        """The reply to one request, of the API or for a picture."""
        if request.is_api_call:
            return process(self.world, self.pacer, request)
        if request.path.startswith(_PICTURES_PATH) and request.method in {"GET", "HEAD"}:
            name = request.path.removeprefix(_PICTURES_PATH)
            return HttpReply(picture(name), content_type="image/png")
        missing = "not here"
        return HttpReply(missing.encode(), http_status=404, content_type="text/plain", why=missing)


class Pacer:
    """Counts requests a second by token. `pace` 0 lets everything pass."""

    def __init__(self, pace: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.pace = pace
        self._clock = clock
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
        now = self._clock()
        with self._lock:
            # A token whose requests are all past the window is as good as new; most are dead.
            self._taken = {
                each: taken for each, taken in self._taken.items() if now - taken[-1] < window
            }
            taken = self._taken.setdefault(token, deque(maxlen=room))
            if len(taken) == room and now - taken[0] < window - PACE_TOLERANCE:
                return False
            taken.append(now)
            return True


def process(world: World, pacer: Pacer, request: RequestInfo) -> HttpReply:
    """Let the world take the request in; a refusal becomes an envelope too."""
    try:
        with world.lock:
            world.live()
            data = _dispatch(world, pacer, request)
    except Refusal as refusal:
        return refused(refusal)
    trace = uuid.uuid4()
    # CJ writes both forms, on one page.
    request_id = trace.hex if trace.int % 2 else str(trace)
    return HttpReply(
        {
            "code": 200,
            "result": True,
            "message": "Success",
            "data": data,
            "requestId": request_id,
            "success": True,
        }
    )


def refused(refusal: Refusal) -> HttpReply:
    """The error envelope, which has no `success`."""
    return HttpReply(
        {
            "code": refusal.code,
            "result": False,
            "message": refusal.message,
            "data": None,
            "requestId": str(uuid.uuid4()),
        },
        http_status=refusal.http_status,
        why=refusal.why,
    )


def too_fast(pacer: Pacer) -> Refusal:
    """The refusal of a request that comes too early."""
    message = f"Too Many Requests, QPS limit is {pacer.qps} time/1second"
    return Refusal(refusals.TOO_FAST, message)


def _dispatch(world: World, pacer: Pacer, request: RequestInfo) -> object:
    route = _ROUTES.get(request.endpoint)
    if route is None:
        raise Refusal(refusals.NO_SUCH_INTERFACE, "Interface not found", why=request.endpoint)
    if request.method != route.method:
        message = f"Request method '{request.method}' not supported"
        raise Refusal(refusals.WRONG_METHOD, message)
    token, account_name = "", ""
    if route.needs_token:
        token, account_name = _authorised(world, request)
        if not pacer.admit(token):
            raise too_fast(pacer)
        if world.is_api_off and not request.endpoint.startswith(_SIGN_IN):
            raise refusals.api_disabled()
    body = _body(request) if route.has_body else {}
    api_request = ApiRequest(
        query=request.query,
        body=body,
        account=account_name,
        origin=request.origin,
        qps=pacer.qps,
    )
    return route.endpoint(world, api_request)


def _authorised(world: World, request: RequestInfo) -> tuple[str, str]:
    token = request.headers.get("cj-access-token", "")
    if not token:
        raise Refusal(refusals.NO_TOKEN, "Access token is empty")
    name = world.tokens.account_of(token, world.now())
    if name is None:
        raise bad_token()
    return token, name


def bad_token() -> Refusal:
    """The refusal of an access token that is wrong, expired or revoked."""
    return Refusal(refusals.BAD_TOKEN, "Invalid API key or access token")


def _body(request: RequestInfo) -> dict[str, object]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        message = f"Content type '{kind}' not supported"
        raise Refusal(refusals.WRONG_CONTENT_TYPE, message)
    if not request.body.strip():
        raise Refusal(refusals.NO_BODY, "Required request body is missing")
    try:
        body = decode(request.body.decode("utf-8"))
    except ValueError as error:
        raise Refusal(refusals.BAD_JSON, "JSON parse error", why=str(error)) from error
    if not isinstance(body, dict):
        raise Refusal(refusals.PARAM_ERROR, "Param error", why="the body must be a JSON object")
    return body


@dataclass(frozen=True)
class _Route:
    method: str
    endpoint: Callable[[World, ApiRequest], object]
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
    "shopping/order/getOrderDetailBatch": _Route("POST", orders.order_details, has_body=True),
    "shopping/order/getProofOfDelivery": _Route("POST", orders.proof_of_delivery, has_body=True),
    "logistic/trackInfo": _Route("GET", orders.tracking),
    "disputes/disputeProducts": _Route("GET", disputes.products),
    "disputes/disputeConfirmInfo": _Route("POST", disputes.confirm, has_body=True),
    "disputes/create": _Route("POST", disputes.create, has_body=True),
    "disputes/cancel": _Route("POST", disputes.cancel, has_body=True),
    "disputes/getDisputeList": _Route("GET", disputes.dispute_list),
    "disputes/getDisputeDetail": _Route("GET", disputes.dispute_detail),
}
