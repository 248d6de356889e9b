"""Random walks through the ledger: it never makes a move that is forbidden."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import AlreadyBeingFiled, AppError, NotAllowedNow, ServerFailed
from app.domain.filing import DisputeDraft, DraftLine, FilingState, may_move
from app.domain.ids import BusinessDisputeId
from app.storage.database.database import Database
from app.storage.ledger.ledger import FilingLedger
from app.storage.ledger.rows import HOLDING
from tests import builders
from tests.builders import NOON
from tests.ledger_moves import begin, end, look

LINES = ("L1", "L2", "L3")
STEPS = 200


class Walk:
    """Three filings that share line items, moved at random."""

    def __init__(self, database: Database, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self.database = database
        self.ledger = FilingLedger(database)
        self.drafts = [self._draft(f"DD-{number}") for number in range(3)]
        self.now = NOON
        self.sent = 0
        self.disputes = 0
        self.visited: set[FilingState] = set()

    def _draft(self, reference: str) -> DisputeDraft:
        chosen = self.chance.sample(LINES, self.chance.randint(1, 2))
        lines = (DraftLine.of(builders.order_line(each), 1) for each in chosen)
        return builders.draft(*lines, reference=reference)

    def step(self) -> None:
        index = self.chance.randrange(3)
        act = self.chance.choice(
            (self.save, self.begin, self.begin, self.end, self.end, self.read_back, self.crash)
        )
        self.now += timedelta(seconds=self.chance.randrange(40))
        before = self.states()
        with suppress(NotAllowedNow, AlreadyBeingFiled):
            act(index)
        self.check(before)

    def save(self, index: int) -> None:
        self.drafts[index] = replace(self.drafts[index], message=f"{self.chance.random()}")
        self.ledger.save_draft(self.drafts[index], self.now)

    def begin(self, index: int) -> None:
        draft = self.drafts[index]
        stored = self.ledger.get(draft.reference)
        if stored and self.chance.random() < 0.5:
            draft = stored.draft
        in_doubt = stored is not None and stored.state is FilingState.UNKNOWN
        again = in_doubt is (self.chance.random() < 0.8)
        begin(self.ledger, draft, now=self.now, again=again)
        self.sent += 1

    def end(self, index: int) -> None:
        to = self.chance.choice(tuple(FilingState))
        end(self.ledger, self.drafts[index].reference, to, self.now)

    def read_back(self, index: int) -> None:
        reference = self.drafts[index].reference
        error: AppError | None = ServerFailed() if self.chance.random() < 0.3 else None
        dispute = None
        if self.chance.random() < 0.3:
            self.disputes += self.chance.randint(0, 1)  # now and then one already taken
            dispute = builders.dispute(f"SH{self.disputes}")
        look(
            self.ledger,
            reference,
            self.now,
            ours=dispute,
            nothing_found=self.chance.random() < 0.5,
            error=error,
        )

    def crash(self, index: int) -> None:
        if self.chance.random() < 0.3:
            with self.database.write() as connection:
                connection.execute("UPDATE filings SET owner = 'dead'")
        self.ledger.recover(self.now)

    def states(self) -> dict[BusinessDisputeId, FilingState]:
        found = (self.ledger.get(each.reference) for each in self.drafts)
        return {each.reference: each.state for each in found if each}

    def check(self, before: dict[BusinessDisputeId, FilingState]) -> None:
        after = self.states()
        for reference, state in after.items():
            was = before.get(reference, FilingState.DRAFT)
            assert state == was or may_move(was, state), (reference, was, state)
        self.visited.update(after.values())
        with self.database.read() as connection:
            held = {
                (row["reference"], row["line_item_id"])
                for row in connection.execute("SELECT * FROM held_lines")
            }
        expected = set()
        for filing in self.ledger.open_filings():
            if filing.state in HOLDING:
                expected |= {(filing.reference, line) for line in filing.draft.line_ids}
        assert held == expected


@pytest.mark.parametrize("seed", range(4))
def test_no_walk_leaves_the_paths(database: Database, seed: int) -> None:
    walk = Walk(database, seed)
    for _ in range(STEPS):
        walk.step()
    assert walk.sent
    assert len(walk.visited) >= 4
