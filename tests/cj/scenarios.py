"""Faults on order: each armed by name, for one endpoint or any, and for so many requests.

What takes effect AFTER processing leaves its trace in the world: the client cannot know, the test
can.
"""

import threading
from dataclasses import dataclass, field

#: name -> (does the request reach the world by default?, what happens, parameters with defaults)
SCENARIO_NAMES: dict[str, tuple[bool, str]] = {
    "slow": (True, "answers after `delay` seconds (2)"),
    "slow_body": (True, "the body drips, `pieces` parts (20), one each `delay` seconds (0.1)"),
    "timeout_before": (False, "takes nothing in; holds until the client leaves or `hold` s (60)"),
    "timeout_after": (True, "takes it in, then holds until the client leaves or `hold` s (60)"),
    "reset_before": (False, "resets the connection (RST)"),
    "reset_after": (True, "takes it in, then resets the connection (RST)"),
    "http_500": (False, "HTTP 500 with a JSON error of a framework"),
    "http_502_html": (False, "HTTP 502 with the HTML page of a proxy"),
    "http_503": (False, "HTTP 503, plain text"),
    "http_429": (False, "HTTP 429; `retry_after` seconds in the header unless None (1)"),
    "http_401": (False, "HTTP 401 with code 1600001"),
    "code_1600200": (False, "the refusal for going too fast"),
    "points_exhausted": (
        False,
        "spent points: `code` 429 as HTTP 429 with `pointsInfo`, or another as 200",
    ),
    "expired_token": (False, "1600001, and the access token sent is dead from now on"),
    "broken_json": (True, "takes it in, then half of the JSON"),
    "html_200": (False, "HTTP 200 with an HTML page"),
    "wrong_type": (True, "takes it in; `data` is `value` (42) instead of what it should be"),
    "null_answer": (True, "takes it in; the body is `null`"),
    "empty_body": (True, "takes it in; HTTP 200 without a body"),
    "huge": (False, "streams `size` bytes (50 MB) of JSON text"),
    "refuse": (False, "`code` (1607008), `message`, `http_status` (200), `data` (None)"),
    "redirect": (False, "`status` (302) to `location`"),
    "verdictless": (True, "takes it in; an envelope without code, result and success"),
    "empty_data": (True, "takes it in; a list is empty, and counts nothing"),
    "wrong_total": (True, "takes it in; a list counts `total` (0)"),
    "leaves_out": (True, "takes it in; the last `rows` (1) of a list or array are not there"),
    "knows_no_number": (
        True,
        "trackInfo knows no number: `answer` null (default), empty, text, row",
    ),
    "list_lags": (True, "getDisputeList leaves out the `newest` rows (1), as if not there yet"),
}


@dataclass(frozen=True)
class Armed:
    """One scenario as it is to happen to one request."""

    name: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def processes(self) -> bool:
        """Whether the world takes the request in. The parameter `processed` overrules the usual."""
        return bool(self.params.get("processed", SCENARIO_NAMES[self.name][0]))

    def number(self, name: str, default: float) -> float:
        value = self.params.get(name, default)
        if not isinstance(value, (int, float, str)):
            msg = f"{self.name}: {name} must be a number, not {value!r}"
            raise TypeError(msg)
        return float(value)

    def text(self, name: str, default: str) -> str:
        return str(self.params.get(name, default))


@dataclass
class _Arming:
    armed: Armed
    endpoint: str | None
    times: int | None
    skip: int


class Scenarios:
    """The armed scenarios, first armed first served; on one endpoint, one after another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armings: list[_Arming] = []

    def arm(
        self,
        name: str,
        endpoint: str | None = None,
        *,
        times: int | None = 1,
        skip: int = 0,
        **params: object,
    ) -> None:
        """Let `name` happen to the next `times` requests of `endpoint`, after `skip` good ones.

        `endpoint=None` means any, `times=None` from now on. Raises ValueError for an unknown name.
        """
        arming = _Arming(Armed(_known(name), params), endpoint, times, skip)
        with self._lock:
            self._armings.append(arming)

    def arm_from_text(self, text: str) -> None:
        """Arm from `NAME[@ENDPOINT][*TIMES][?key=value&key=value]`, the form of the command line.

        `*0` means from now on.
        """
        head, _, tail = text.partition("?")
        head, _, times = head.partition("*")
        name, _, endpoint = head.partition("@")
        params: dict[str, object] = {}
        for pair in filter(None, tail.split("&")):
            key, _, value = pair.partition("=")
            params[key] = int(value) if value.lstrip("-").isdecimal() else value
        count = int(times) if times else 1
        arming = _Arming(Armed(_known(name), params), endpoint or None, count or None, skip=0)
        with self._lock:
            self._armings.append(arming)

    def clear(self) -> None:
        with self._lock:
            self._armings.clear()

    def pending(self) -> list[str]:
        """The names of what has not happened yet; empty when all that was armed went off."""
        with self._lock:
            return [arming.armed.name for arming in self._armings]

    def take(self, endpoint: str) -> Armed | None:
        """What is to happen to this request, counted down."""
        with self._lock:
            for arming in self._armings:
                if arming.endpoint not in {None, endpoint}:
                    continue
                if arming.skip > 0:
                    arming.skip -= 1
                    continue
                if arming.times is not None:
                    arming.times -= 1
                    if arming.times <= 0:
                        self._armings.remove(arming)
                return arming.armed
        return None


def _known(name: str) -> str:
    if name not in SCENARIO_NAMES:
        msg = f"no scenario is called {name!r}"
        raise ValueError(msg)
    return name
