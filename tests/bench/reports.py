"""How exports, case files and insights do with 100,000 disputes, beside a UI thread that draws.

    python3 dev.py bench reports [count]

A pause is how long a timer of the UI thread that ought to fire every 2 ms was kept from firing.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from app.background.runner import BackgroundRunner, Lane
from app.domain.disputes.disputes import Dispute, DisputeLine, Outcome
from app.domain.history.exports import ExportFormat
from app.domain.history.history import HistoryQuery
from app.domain.history.spans import Span
from app.domain.ids import DisputeId, LineItemId, OrderId, OrderNumber
from app.program import make_application
from app.services.history.exporting import ExportOrder, ExportProgress
from app.services.history.reports import Reports
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.ui.exporting.case_file import CasePrinting
from app.ui.exporting.messages import export_words
from tests import builders
from tests.builders import NOON

REASONS = ("Product Damaged", "Products Not Received", "Wrong Product", "Missing Parts")
BEAT_MS = 2


def main(arguments: Sequence[str] = ()) -> int:
    """Print a line for each: seconds, longest pause, most memory that Python took."""
    count = int(arguments[0]) if arguments else 100_000
    app = make_application()
    runner = BackgroundRunner(parent=app)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(folder / "a1.sqlite3")
        database.prepare()
        DisputeCache(database).save_page(some_disputes(count), NOON)
        reports = Reports.over(database, lambda: NOON)
        words, query = export_words(), HistoryQuery()

        def export(form: ExportFormat) -> object:
            order = ExportOrder(folder / f"out.{form.value}", form, query)
            return reports.exports.export(order, words, ExportProgress())

        works: dict[str, Callable[[], object]] = {
            "insights, 12 months": lambda: reports.insights.overview(Span.TWELVE_MONTHS),
            "insights, all": lambda: reports.insights.overview(Span.ALL),
            "rankings, all": lambda: reports.insights.rankings(Span.ALL),
            "export, CSV": lambda: export(ExportFormat.CSV),
            "export, XLSX": lambda: export(ExportFormat.XLSX),
        }
        gc.freeze()  # as the program does once it has started
        for title, work in works.items():
            seconds, pause = measure(runner, work)
            memory = most_memory(work) if "export" in title else 0
            told = f", {memory / 1e6:.1f} MB" if memory else ""
            sys.stdout.write(f"{title:<20} {seconds:6.2f} s, pause {pause * 1000:3.0f} ms{told}\n")
        case = reports.cases.case_of(DisputeId("SH00000007"))
        steps = seconds_of_steps(CasePrinting(case, ()).steps())
        told = f"{sum(steps):6.2f} s, pause {max(steps) * 1000:3.0f} ms"
        sys.stdout.write(f"{'case file, printing':<20} {told}\n")
    runner.close()
    return 0


def measure(runner: BackgroundRunner, work: Callable[[], object]) -> tuple[float, float]:
    """Seconds that the work took, and the longest pause of the UI thread meanwhile."""
    loop, timer = QEventLoop(), QTimer()
    longest, last = 0.0, time.perf_counter()

    def beat() -> None:
        nonlocal longest, last
        now = time.perf_counter()
        longest, last = max(longest, now - last), now

    timer.timeout.connect(beat)
    timer.start(BEAT_MS)
    started = time.perf_counter()
    runner.run(work, owner=loop, on_success=lambda _value: loop.quit(), lane=Lane.REPORTS)
    loop.exec()
    beat()
    return time.perf_counter() - started, longest


def seconds_of_steps(steps: Iterator[object]) -> list[float]:
    """How long each step takes that the UI thread works at once."""
    seconds, started = [], time.perf_counter()
    for _ in steps:
        now = time.perf_counter()
        seconds.append(now - started)
        started = now
    return [*seconds, time.perf_counter() - started]


def most_memory(work: Callable[[], object]) -> int:
    """The most that Python's objects took at one time, in bytes. Slow: the time means nothing."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def some_disputes(count: int) -> list[Dispute]:
    """Disputes of three years with all kinds of outcomes."""
    chance = random.Random(3)  # noqa: S311 - no secret is made of it
    return [
        replace(
            builders.dispute(f"SH{number:08}"),
            reason=chance.choice(REASONS),
            outcome=chance.choice((None, *Outcome)),
            refund=Decimal(chance.randrange(9000)) / 100,
            created=NOON - timedelta(minutes=chance.randrange(1_500_000)),
            order_id=OrderId(str(10**18 + number)),
            order_number=OrderNumber(f"#{number}"),
            lines=(
                DisputeLine(
                    f"Product {chance.randrange(800)} of brass, large",
                    f"Supplier {chance.randrange(120)} Co., Ltd",
                    Decimal("14.16"),
                    line_item_id=LineItemId(str(2 * 10**18 + number)),
                    product_code=f"CJSJ{chance.randrange(800):07}-A",
                ),
            ),
        )
        for number in range(count)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
