"""The record: every request as it came over the wire, and what was answered; the truth for tests.

Requests for pictures are recorded too, under `pictures/...`, but `endpoints()` leaves them out.
"""

import threading
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO, TypedDict, cast

from app.practice.http_server import HttpReply, RequestInfo
from app.practice.world.json_text import decode, encode
from tests.cj.faults import envelope_of


@dataclass(frozen=True)
class RecordedRequest:
    """One request. `path` is the endpoint alone, "disputes/create"; header names are in lower case.

    `body` is the parsed JSON (fractions as Decimal), or None where there is none or it is broken.
    `answered_code` and `http_status` stay None while the answer is out, and for good where none was
    sent. `why` says in our words why the request was refused. `processed` tells whether the world
    took it in.
    """

    at: datetime
    monotonic: float
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body_text: str
    body: object
    answered_code: int | None = None
    http_status: int | None = None
    scenario: str | None = None
    why: str | None = None
    processed: bool = False


class _End(TypedDict):
    answered_code: int | None
    http_status: int | None
    why: str | None
    processed: bool


class Record:
    """The requests in the order of their arrival. Safe to read while the server runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._requests: dict[int, RecordedRequest] = {}
        self._next = 0
        self._file: TextIO | None = None

    def open_file(self, path: Path) -> None:
        """Also append to `path`, two lines a request: on arrival and once answered."""
        self._file = path.open("a", encoding="utf-8")

    def close_file(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    @property
    def requests(self) -> list[RecordedRequest]:
        with self._lock:
            return list(self._requests.values())

    def endpoints(self) -> list[str]:
        """The endpoints called, oldest first, without pictures."""
        return [r.path for r in self.requests if not r.path.startswith("pictures/")]

    def of(self, endpoint: str) -> list[RecordedRequest]:
        return [r for r in self.requests if r.path == endpoint]

    def clear(self) -> None:
        with self._lock:
            self._requests.clear()

    def wait_for(self, endpoint: str, *, count: int = 1, timeout: float = 5.0) -> bool:
        """Wait until `endpoint` was asked `count` times; False after `timeout` seconds."""

        def enough() -> bool:
            return sum(r.path == endpoint for r in self._requests.values()) >= count

        with self._arrived:
            return self._arrived.wait_for(enough, timeout)

    def __len__(self) -> int:
        with self._lock:
            return len(self._requests)

    def add(self, request: RequestInfo, scenario: str | None) -> int:
        """Put down an arrival; the number given back names it in `finish`."""
        text = request.body.decode("utf-8", errors="replace")
        try:
            body = decode(text) if text else None
        except ValueError:
            body = None  # broken JSON stands in body_text
        recorded = RecordedRequest(
            at=datetime.now(UTC),
            monotonic=time.monotonic(),
            method=request.method,
            path=request.endpoint.removeprefix("/"),
            query=request.query,
            headers=request.headers,
            body_text=text,
            body=body,
            scenario=scenario,
        )
        with self._arrived:
            number = self._next
            self._next += 1
            self._requests[number] = recorded
            if self._file is not None:
                whole = asdict(recorded) | {"at": recorded.at.isoformat()}
                whole["monotonic"] = str(recorded.monotonic)
                self._append({"number": number} | whole)
            self._arrived.notify_all()
        return number

    def finish(self, number: int, reply: HttpReply, *, is_sent: bool, processed: bool) -> None:
        """Put down the reply. A request that `clear` has forgotten stays forgotten."""
        code = envelope_of(reply).get("code")
        is_number = isinstance(code, (int, Decimal)) and code == int(code)
        end = _End(
            answered_code=int(cast("int", code)) if is_sent and is_number else None,
            http_status=reply.http_status if is_sent else None,
            why=reply.why,
            processed=processed,
        )
        with self._lock:
            request = self._requests.get(number)
            if request is not None:
                self._requests[number] = replace(request, **end)
            if self._file is not None:
                self._append({"number": number, **end})

    def _append(self, line: dict[str, object]) -> None:
        if self._file is not None:
            self._file.write(encode(line) + "\n")
            self._file.flush()


def read_record(path: Path) -> list[RecordedRequest]:
    """The requests in a file that `--record` wrote. A last line cut short by a kill is left out.

    Several processes may have written it, one after the other, each of which counts from the start.
    """
    rows: list[dict[str, object]] = []
    latest: dict[int, dict[str, object]] = {}
    for text in path.read_text(encoding="utf-8").split("\n")[:-1]:
        line = cast("dict[str, object]", decode(text))
        number = cast("int", line.pop("number"))
        if "path" in line:  # an arrival; what comes later under its number is its end
            latest[number] = {}
            rows.append(latest[number])
        latest[number].update(line)
    return [_request_from(row) for row in rows]


def _request_from(row: dict[str, object]) -> RecordedRequest:
    return RecordedRequest(
        at=datetime.fromisoformat(cast("str", row["at"])),
        monotonic=float(cast("str", row["monotonic"])),
        method=cast("str", row["method"]),
        path=cast("str", row["path"]),
        query=cast("dict[str, list[str]]", row["query"]),
        headers=cast("dict[str, str]", row["headers"]),
        body_text=cast("str", row["body_text"]),
        body=row["body"],
        answered_code=cast("int | None", row["answered_code"]),
        http_status=cast("int | None", row["http_status"]),
        scenario=cast("str | None", row["scenario"]),
        why=cast("str | None", row["why"]),
        processed=cast("bool", row["processed"]),
    )
