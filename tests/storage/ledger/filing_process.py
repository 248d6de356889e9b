"""A second copy of the program's storage, to be raced with and killed. Run by the tests beside it.

Reads its orders from the command line and from standard input, and answers with lines of words.
"""

from __future__ import annotations

import itertools
import sys
from datetime import timedelta
from pathlib import Path

from app.domain.errors import AlreadyBeingFiled
from app.domain.filing.filing import DisputeDraft, DraftLine, FilingState
from app.storage.database.database import Database
from app.storage.history.cache import DisputeCache
from app.storage.ledger.ledger import FilingLedger
from tests import builders
from tests.builders import NOON
from tests.ledger_moves import begin, end


def say(*words: object) -> None:
    sys.stdout.write(" ".join(str(word) for word in words) + "\n")
    sys.stdout.flush()


def draft_of(reference: str, line: str, message: str = "It broke.") -> DisputeDraft:
    chosen = DraftLine.of(builders.order_line(line), 1)
    return builders.draft(chosen, reference=reference, message=message)


def race(database: Database, name: str) -> None:
    """For every line on standard input, try to file that line item."""
    ledger = FilingLedger(database)
    say("ready")
    for order in sys.stdin:
        line = order.strip()
        try:
            begin(ledger, draft_of(f"DD-{name}-{line}", line))
            say("won")
        except AlreadyBeingFiled as error:
            say("lost", error.reference)


def write(database: Database, name: str) -> None:
    """Write without end, and tell of everything that is certain to be stored."""
    ledger, cache = FilingLedger(database), DisputeCache(database)
    for turn in itertools.count():
        now = NOON + timedelta(seconds=turn)
        draft = draft_of(f"DD-{name}-{turn}", f"L-{name}-{turn}", f"text {turn}")
        ledger.save_draft(draft, now)
        say("saved", draft.reference)
        begin(ledger, draft, now=now)
        say("sending", draft.reference)
        to = (FilingState.FILED, FilingState.REFUSED, FilingState.UNKNOWN)[turn % 3]
        end(ledger, draft.reference, to, now)
        say("ended", draft.reference)
        cache.save_page([builders.dispute(f"SH-{name}-{turn}-{each}") for each in range(20)], now)
        say("listed", turn)


if __name__ == "__main__":
    task, path, own_name = sys.argv[1:]
    {"race": race, "write": write}[task](Database(Path(path)), own_name)
