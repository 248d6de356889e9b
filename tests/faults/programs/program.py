"""A whole program without its window: the real services on a data folder, told what to do by lines.

It runs as a process of its own, to be killed at any instant. Its first line of input says where it
lives and whom it talks to; every further one is a command. It answers each with one line, and
before that tells of everything that is certain by then: a save only after it has returned.

    python -m tests.faults.programs.program        (the harness starts it; on POSIX by `factories`)
"""

from __future__ import annotations

import contextlib
import itertools
import json
import logging
import math
import os
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from app.api.client import CjApi
from app.api.http import transport
from app.api.http.rate_limiter import RateLimiter
from app.api.timing import Timing
from app.domain.account.accounts import AccountId
from app.domain.account.tokens import Tokens
from app.domain.errors import AppError
from app.domain.filing.doubt import may_be_taken_back
from app.domain.filing.filing import (
    Attempt,
    AttemptKind,
    DraftLine,
    Filing,
    FilingState,
    OtherDisputesFound,
)
from app.domain.ids import BusinessDisputeId, DisputeId, OrderId
from app.services.account.connection import Connection
from app.services.account.session import Session
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.orders.orders import OrderService
from app.storage.account.credentials import Credentials
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from tests import builders
from tests.fakes.signed_in import give_tokens
from tests.faults import sabotage
from tests.faults.programs.draft_json import Json, from_json, to_json
from tests.faults.programs.pausing import PausingLedger

ACCOUNT = AccountId("a1")
DATA_FILE = "a1.sqlite3"
HASTE = 50
"""So many times shorter are the waits between two tries: a thousand runs have no time for seconds.
"""


class Clocks(Timing):
    """The computer's clocks, `ahead` by so many seconds, which the harness lets jump together.

    So minutes may pass between two commands, for the program as for CJ.
    """

    def __init__(self, ahead: float) -> None:
        super().__init__(lambda: time.monotonic() + self._passed)
        self._ahead = timedelta(seconds=ahead)
        self._passed = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead + timedelta(seconds=self._passed)

    def wait(self, end: threading.Event, seconds: float) -> bool:
        return end.wait(seconds / HASTE)

    def pause(self, seconds: float) -> None:
        time.sleep(seconds / HASTE)

    def pass_time(self, seconds: float) -> None:
        self._passed += seconds


class Program:
    """The services on one folder, and the commands that the harness gives them."""

    def __init__(self, job: Json, say: Callable[[Json], None]) -> None:
        self._say = say
        self._clocks = clocks = Clocks(job["ahead"])
        database = Database(Path(job["folder"]) / DATA_FILE, patience=job["patience"])
        set_aside = database.prepare()
        broken = sabotage.of(job["sabotage"])
        self._ledger: PausingLedger = broken.ledger(database, say)
        self._disputes = DisputeCache(database)
        self._session = Session(
            ACCOUNT,
            Credentials(lambda: None),
            lambda: self._connection,
            now=clocks.now,
            clock=clocks.monotonic,
        )
        self._connection = Connection(
            lambda: CjApi(
                job["address"],
                access_token=self._session.access_token,
                renew=self._session.renew,
                pace=RateLimiter(math.inf),
                deadline=job["deadline"],
                timing=clocks,
            )
        )
        give_tokens(self._session, Tokens(job["access"], job["refresh"]))
        self._orders = OrderService(self._connection, OrderCache(database), clocks.now)
        self._filing: FilingService = broken.filing(
            self._connection,
            self._ledger,
            self._disputes,
            clocks.now,
            clock=clocks.monotonic,
            pause=clocks.pause,
        )
        self._drafts: DraftService = broken.drafts(self._ledger, clocks.now)
        waiting = self._filing.recover()
        say(
            {
                "event": "ready",
                "set_aside": set_aside is not None,
                "waiting": [[each.reference, each.state.value] for each in waiting],
            }
        )

    def close(self) -> None:
        self._connection.close()

    def obey(self, command: Json) -> Json:
        """Do one command; an expected failure is an answer, a bug is told as one."""
        self._ledger.pause_at = command.get("pause_at", "")
        act: Callable[..., Json] = getattr(self, f"_do_{command['do']}")
        return _outcome(lambda: act(**command.get("with", {})))

    def _do_type(self, drafts: list[Json]) -> Json:
        """Save after save, as somebody types."""
        for number, draft in enumerate(drafts):
            self._drafts.save(from_json(draft))
            self._say({"event": "saved", "number": number})
        return {}

    def _do_look_up(self, order: str, *, note: str) -> Json:
        """What the dialog asks before it can be filled in and while it is read."""
        found = self._orders.look_up_id(OrderId(order))
        if found.order is not None and note:
            draft = self._of(note).draft
            self._filing.terms(draft.order_id, draft.lines)
            self._filing.note_known_disputes(draft)
        return {}

    def _do_submit(self, reference: str, presses: int, besides: list[str] | None = None) -> Json:
        """Press the button so many times at once."""
        draft = self._of(reference).draft
        shown = None if besides is None else [DisputeId(each) for each in besides]
        start = threading.Barrier(presses)
        outcomes: list[Json] = []

        def press() -> None:
            start.wait()
            ceiling = Decimal("1.00")
            outcomes.append(
                _outcome(lambda: _view(self._filing.submit(draft, ceiling, besides=shown)))
            )

        threads = [threading.Thread(target=press) for _ in range(presses)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"outcomes": outcomes}

    def _do_send_again(self, reference: str) -> Json:
        return _view(self._filing.send_again(BusinessDisputeId(reference)))

    def _do_adopt(self, reference: str, dispute_id: str) -> Json:
        return _view(self._filing.adopt(BusinessDisputeId(reference), DisputeId(dispute_id)))

    def _do_take_back(self, reference: str) -> Json:
        return _view(self._filing.take_back(BusinessDisputeId(reference)))

    def _do_read_back(self, reference: str) -> Json:
        return _view(self._filing.read_back(BusinessDisputeId(reference)))

    def _do_look(self, reference: str) -> Json:
        """What the program tells of a filing, and the ways on it offers; touches no network."""
        filing = self._filing.filing(BusinessDisputeId(reference))
        if filing is None:
            return {"state": None}
        is_open = filing.state in (FilingState.UNKNOWN, FilingState.FILED)
        choices = self._filing.choices(filing.reference) if is_open else ()
        return _view(filing) | {
            "choices": [each.dispute_id for each in choices],
            "may_be_taken_back": may_be_taken_back(filing),
        }

    def _do_pass_time(self, seconds: float) -> Json:
        self._clocks.pass_time(seconds)
        return {}

    def _do_edit(self, reference: str, message: str) -> Json:
        """Change the text of what may still be changed."""
        draft = to_json(self._of(reference).draft) | {"message": message}
        self._drafts.save(from_json(draft))
        return {"draft": draft}

    def _do_sign_in(self, access: str, refresh: str) -> Json:
        """Somebody has signed in: these are the tokens."""
        give_tokens(self._session, Tokens(access, refresh))
        return {}

    def _do_churn(self, name: str) -> Json:
        """Write without end: drafts, moves of filings, pages of disputes."""
        for turn in itertools.count():
            now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=turn)
            reference = f"DD-{name}-{turn}"
            line = builders.order_line(f"L-{name}-{turn}")
            empty = to_json(builders.draft(DraftLine.of(line, 1), reference=reference))
            texts = [f"{reference} {'x' * 90 * each}" for each in range(1 + turn % 4)]
            content = empty | {"message": texts[-1]}
            for text in texts:
                now_typed = empty | {"message": text}
                self._ledger.save_draft(from_json(now_typed), now)
                self._say({"event": "stored", "draft": now_typed, "state": "draft"})
            if turn % 3:
                draft = from_json(content)
                attempt = Attempt(AttemptKind.CREATE, now, cj_started=now)
                self._ledger.begin_sending(draft, known_ids=(), ceiling=None, attempt=attempt)
                self._say({"event": "stored", "draft": content, "state": "sending"})
                to = FilingState.FILED if turn % 3 == 1 else FilingState.UNKNOWN
                ended = replace(attempt, ended=now, cj_ended=now, result=to.value)
                self._ledger.end_attempt(draft.reference, ended, to=to)
                self._say({"event": "stored", "draft": content, "state": to.value})
            page = [builders.dispute(f"SH-{name}-{turn}-{each}") for each in range(8)]
            self._disputes.save_page(page, now)
        return {}

    def _of(self, reference: str) -> Filing:
        filing = self._ledger.get(BusinessDisputeId(reference))
        if filing is None:
            raise LookupError(reference)
        return filing


def _view(filing: Filing) -> Json:
    return {
        "reference": filing.reference,
        "state": filing.state.value,
        "dispute_id": filing.dispute_id,
        "nothing_found": filing.nothing_found,
        "draft": to_json(filing.draft),
        "attempts": [[each.kind.value, each.result, each.code] for each in filing.attempts],
    }


def _outcome(act: Callable[[], Json]) -> Json:
    try:
        return act()
    except OtherDisputesFound as error:
        others = [each.dispute_id for each in error.disputes]
        return {"error": type(error).__name__, "others": others}
    except AppError as error:
        return {"error": type(error).__name__}
    except Exception:  # noqa: BLE001 - whatever it is, it is a finding of the harness
        return {"bug": traceback.format_exc()}


def serve(orders: TextIO, answers: TextIO) -> None:
    """Live from the first line of `orders` to its end, or to the command `quit`."""
    guard = threading.Lock()

    def say(what: Json) -> None:
        text = json.dumps(what) + "\n"
        with guard:
            answers.write(text)
            answers.flush()

    vars(transport)["_PAUSE"] /= HASTE  # it is waited for by the pace, not by our clocks
    logging.disable(logging.CRITICAL)  # what matters is told in the answers
    first = orders.readline()
    if not first:
        return
    job: dict[str, Any] = json.loads(first)
    with contextlib.closing(Program(job, say)) as program:
        for line in orders:
            command = json.loads(line)
            if command["do"] == "quit":
                break
            say({"event": "reply", "to": command["number"]} | program.obey(command))


def warm_up() -> None:
    """Load what the first call loads, so that children of this process need not."""

    def nobody(_stale: str = "") -> str:
        return "token"

    api = CjApi("http://127.0.0.1:9", access_token=nobody, renew=nobody, deadline=1)
    with contextlib.suppress(AppError):
        api.account.sign_in("nobody")
    api.close()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(Path(folder) / DATA_FILE)
        database.prepare()
        now = datetime(2026, 1, 1, tzinfo=UTC)
        FilingLedger(database).save_draft(
            builders.draft(DraftLine.of(builders.order_line(), 1)), now
        )
        OrderCache(database).save(builders.order(), now)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join()


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
    sys.stdout.flush()
    os._exit(0)
