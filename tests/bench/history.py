"""How the history does with 10,000 and 100,000 disputes, end to end through its window.

    python3 dev.py bench history [count ...]

The practice server runs in a process of its own and answers as fast as it can: CJ's pace is left
out of the timing, and counted in calls instead. The window is drawn offscreen. Times are taken
from the key press, or the call, to the frame with the rows in it. A pause is how long a timer of
the UI thread that ought to fire every 5 ms was kept from firing.
"""

from __future__ import annotations

import math
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import cast

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow

from app.__main__ import collect_seldom
from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.background.runner import BackgroundRunner
from app.domain.account.accounts import Account, AccountId
from app.domain.history.history import HistoryQuery
from app.program import make_application
from app.services.account.connection import Connection
from app.services.account.session import Session
from app.services.account_services import AccountServices
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.history.buyer_refunds import BuyerRefundService
from app.services.history.history import HistoryService
from app.services.history.syncing import PAGE_SIZE
from app.storage.account.credentials import Credentials
from app.storage.database.database import Database
from app.storage.history.buyer_refunds import BuyerRefundStore
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from app.storage.order_cache import OrderCache
from app.support.clock import utc_now
from app.ui.history.pane import HistoryPane
from app.ui.history.table.columns import COLUMNS, Column
from app.ui.widgets.pictures import PictureLoader
from tests.bench.instruments.pauses import PauseMeter
from tests.bench.instruments.serving import practice_server
from tests.cj.server import FaultyServer
from tests.fakes.signed_in import give_tokens

FRAME_MS = 1000 / 60
SEARCHES = ("lantern", "product damaged", "sh20000000000042", "gh-4", "zzz", "finished mug")
ROUNDS = 3
"""What other programs do to a key press shows in one round; what it takes by itself in all."""
_PATIENCE = 900.0


class Bench(QObject):
    """One account of so many disputes, and the window that shows them."""

    def __init__(self, app: QApplication, url: str, folder: Path, count: int) -> None:
        super().__init__()
        self._app = app
        self._count = count
        self._meter = PauseMeter()
        self._tick = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._tick.start()
        database = Database(folder / "bench.sqlite3")
        database.prepare()
        ledger, disputes = FilingLedger(database), DisputeCache(database)
        orders = OrderCache(database)
        credentials = Credentials(lambda: None)  # not in the keyring of whoever measures
        session = Session(AccountId("bench"), credentials, lambda: connection)
        connection = Connection(
            lambda: CjApi(
                url,
                access_token=session.access_token,
                renew=session.renew,
                pace=RateLimiter(math.inf),
            )
        )
        self._connection = connection
        give_tokens(session, connection.api.account.sign_in(FaultyServer.API_KEY))
        self._history = HistoryService(connection, disputes, orders, ledger, database, utc_now)
        self._desk = SimpleNamespace(
            account=Account(AccountId("bench"), "bench"),
            history=self._history,
            drafts=DraftService(ledger, utc_now),
            filing=FilingService(connection, ledger, disputes, utc_now),
            buyer_refunds=BuyerRefundService(BuyerRefundStore(database), utc_now),
            link=SimpleNamespace(is_disabled=False),
        )
        self._calls = self._answers = 0
        self._painted = False
        self.to_answer = 0.0
        page = connection.api.disputes.page
        vars(connection.api.disputes)["page"] = lambda **named: self._count_call(page, named)
        self._runner = BackgroundRunner()
        self._window = QMainWindow()
        self._window.resize(1280, 820)
        self.pane = self._new_pane()
        collect_seldom()  # as the program does

    def run(self) -> None:
        """Measure everything, in the order in which a user meets it."""
        self._window.show()
        self._idle()
        self._sync()
        self._first_rows()
        self._search()
        self._sort()
        self._scroll()
        self._reload()
        say("memory (PSS)", f"{pss():.0f} MB")

    def close(self) -> None:
        """End all threads."""
        self._window.close()
        self._connection.close()
        self._runner.close()

    def _count_call(self, page: Callable[..., object], named: dict[str, object]) -> object:
        self._calls += 1
        return page(**named)

    def _new_pane(self) -> HistoryPane:
        pane = HistoryPane(self._runner)
        pane.build_deferred()  # the window does so before it opens an account
        pane._model.loaded.connect(self._count_answer)
        pane._table.viewport().installEventFilter(self)
        self._window.setCentralWidget(pane)
        return pane

    def _open(self) -> None:
        pictures = PictureLoader(self._runner, lambda _url: b"", self.pane)
        self.pane.open_desk(cast("AccountServices", self._desk), pictures)

    def _idle(self) -> None:
        """What the machine itself does to the timer: other programs run, too."""
        with self._meter.measuring():
            self._rest(3000)
        say("longest pause doing nothing", f"{self._meter.longest:.1f} ms (this machine, now)")

    def _sync(self) -> None:
        started = time.perf_counter()
        with self._meter.measuring():
            self._open()
            self._wait(self._is_quiet)
            self._settle()
        seconds = time.perf_counter() - started
        total = self._history.rows(HistoryQuery(limit=1)).total
        least = math.ceil(total / PAGE_SIZE)
        say("full sync", f"{total:,} disputes in {seconds:.1f} s, CJ's pace left out")
        say("  longest pause of the UI", f"{self._meter.longest:.1f} ms (at most 50)")
        say("  pauses over 16.7 ms", f"{self._meter.over(FRAME_MS)} of {len(self._meter.pauses)}")
        say("  calls", f"{self._calls} of {least} possible at least")
        self._calls = 0
        self.pane.refresh()
        self._wait(self._is_quiet)
        say("refresh with nothing new", f"{self._calls} call of 1 possible at least")

    def _first_rows(self) -> None:
        times = []
        for _ in range(5):
            pane = self.pane = self._new_pane()
            self._settle()
            started = time.perf_counter()
            self._open()
            self._wait(self._has_rows)
            pane.grab()
            times.append((time.perf_counter() - started) * 1000)
            self._wait(self._is_quiet)
        say("open account to first rows drawn", f"{median(times):.1f} ms")

    def _search(self) -> None:
        pane = self.pane
        presses: dict[str, list[float]] = {}
        drawn: list[float] = []
        with self._meter.measuring():
            for _ in range(ROUNDS):
                for words in SEARCHES:
                    for letter in words:
                        press = partial(QTest.keyClick, pane._bar.search, letter)
                        drawn.append(self._until_loaded(press))
                        presses.setdefault(pane._bar.text, []).append(self.to_answer)
                    drawn.append(self._until_loaded(pane._bar.search.clear))
                    presses.setdefault("", []).append(self.to_answer)
        target = 16 if self._count <= 10_000 else 100
        every = [each for times in presses.values() for each in times]
        late = sum(each > target for each in every)
        text = f"median {median(every):.1f} ms, worst {max(every):.1f} ms"
        say("key press to rows in the table", f"{text}; {late} of {len(every)} over {target} ms")
        best = {text: min(times) for text, times in presses.items()}
        worst = max(best, key=lambda text: best[text])
        text = f"median {median(best.values()):.1f} ms, worst {best[worst]:.1f} ms for “{worst}”"
        say(f"  each at its best of {ROUNDS}", f"{text} (at most {target})")
        say(
            "  and drawn, the whole table", f"median {median(drawn):.1f} ms, worst {max(drawn):.1f}"
        )
        say("  longest pause of the UI", f"{self._meter.longest:.1f} ms")

    def _sort(self) -> None:
        table = self.pane._table
        times: dict[Column, float] = {}
        with self._meter.measuring():
            for column in Column:
                for order in Qt.SortOrder:
                    took = self._until_loaded(partial(table.sortByColumn, column, order))
                    times[column] = max(took, times.get(column, 0.0))
        worst = max(times, key=lambda column: times[column])
        text = f"median {median(times.values()):.1f} ms"
        say("sort", f"{text}, worst {times[worst]:.1f} ms by {COLUMNS[worst].heading()}")
        say("  longest pause of the UI", f"{self._meter.longest:.1f} ms")
        table.show_usual_order()
        self._settle()

    def _scroll(self) -> None:
        """The wheel, a notch a frame; then a whole screen a frame, and leaps through all of it."""
        table = self.pane._table
        bar, row = table.verticalScrollBar(), table.verticalHeader().defaultSectionSize()
        self._scroll_by("scroll by the wheel", [3 * row] * 240)
        leaps = [bar.pageStep()] * 120 + [bar.maximum() // 40] * 40
        self._scroll_by("scroll by screens and leaps", leaps)

    def _scroll_by(self, what: str, steps: Sequence[int]) -> None:
        bar, frames, place = self.pane._table.verticalScrollBar(), [], 0
        bar.setValue(0)
        self._settle()
        for step in steps:
            place = min(place + step, bar.maximum())
            started = time.perf_counter()
            bar.setValue(place)
            self._app.processEvents()
            frames.append((time.perf_counter() - started) * 1000)
            if (left := FRAME_MS - frames[-1]) > 0:
                self._rest(left)
        frames.sort()
        late = sum(frame > FRAME_MS for frame in frames)
        text = f"median {median(frames):.1f} ms a frame, 95 % {frames[int(len(frames) * 0.95)]:.1f}"
        say(what, f"{text}, worst {frames[-1]:.1f}; {late} of {len(frames)} over 16.7 ms")

    def _reload(self) -> None:
        """From the end of the list, with a dispute selected at its beginning."""
        self.pane._table.choose_first()
        self.pane._table.scrollToBottom()
        self._settle()
        with self._meter.measuring():
            times = [self._until_loaded(self.pane._model.reload, is_drawn=False) for _ in range(20)]
        say("reload", f"median {median(times):.1f} ms, worst {max(times):.1f} ms")
        say("  longest pause of the UI", f"{self._meter.longest:.1f} ms (at most 50)")

    def _until_loaded(self, act: Callable[[], object], *, is_drawn: bool = True) -> float:
        """Milliseconds from an act to its answer, and to the frame with it where there is one."""
        self._answers, self._painted = 0, False
        started = time.perf_counter()
        act()
        self._wait(self._is_answered, patience=5)
        self.to_answer = (time.perf_counter() - started) * 1000
        self._painted = self._painted or not self.pane._table.isVisible()  # nothing matches
        if is_drawn:
            self._wait(lambda: self._painted, patience=5)
        took = (time.perf_counter() - started) * 1000
        self._settle()
        return took

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and self._answers:
            self._painted = True
        return super().eventFilter(watched, event)

    def _has_rows(self) -> bool:
        return self.pane._model.rowCount() > 0

    def _is_quiet(self) -> bool:
        return not self.pane.updates.is_running

    def _is_answered(self) -> bool:
        return self._answers > 0

    def _count_answer(self) -> None:
        self._answers += 1

    def _wait(self, is_done: Callable[[], bool], patience: float = _PATIENCE) -> None:
        end = time.monotonic() + patience
        while not is_done():
            if time.monotonic() > end:
                raise TimeoutError(is_done)
            self._turn()

    def _settle(self) -> None:
        """Let everything that was set off come to its end."""
        self._rest(30)

    def _rest(self, milliseconds: float) -> None:
        end = time.perf_counter() + milliseconds / 1000
        while time.perf_counter() < end:
            self._turn()

    def _turn(self) -> None:
        """Run what waits; where nothing does, leave the processor to the other threads until then.

        A tick ends the wait: where no timer runs, no event need ever come.
        """
        self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def main(arguments: Sequence[str]) -> int:
    """Measure with these numbers of disputes."""
    qInstallMessageHandler(_pass_on)
    app = make_application()
    for count in [int(each.replace(",", "")) for each in arguments] or [10_000, 100_000]:
        sys.stdout.write(f"\n{count:,} disputes\n")
        options = ("--pace", "0", "--no-life", "--extra-disputes", str(count))
        with tempfile.TemporaryDirectory() as folder, practice_server(*options) as url:
            bench = Bench(app, url, Path(folder), count)
            try:
                bench.run()
            finally:
                bench.close()
    return 0


def _pass_on(_kind: object, _context: object, text: str) -> None:
    """Of what Qt has to say, all but the refrain of a window that is drawn offscreen."""
    if "propagateSizeHints" not in text:
        sys.stderr.write(f"{text}\n")


def pss() -> float:
    """This process's share of memory in MB; 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))


def say(what: str, value: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"  {what:<34}{value}\n")
    sys.stdout.flush()
