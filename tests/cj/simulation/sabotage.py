"""Programs that are broken on purpose: a judge that lets one of them pass is worth nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from unittest import mock

import app.domain.filing.match as match_module
import app.services.filing.filing as filing_module
import app.storage.backup as backup_module
from app.domain.errors import AppError, StorageFailed
from app.domain.filing.filing import DisputeDraft, Filing, FilingState
from app.domain.filing.match import Match
from app.domain.ids import new_business_dispute_id
from app.services.filing.drafts import DraftService
from app.services.filing.filing import FilingService
from app.services.filing.looks import FilingLooks
from app.services.history.syncing import HistorySync
from app.storage.ledger.ledger import FilingLedger
from tests.cj.simulation import judge
from tests.cj.simulation.acts import Acts
from tests.cj.simulation.plan import Plan
from tests.cj.simulation.program import Parts


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken program, and the rule that it must be seen to break."""

    rule: str
    filing: type[FilingService] = FilingService
    drafts: type[DraftService] = DraftService
    ledger: type[FilingLedger] = FilingLedger
    acts: type[Acts] = Acts
    patched: Callable[[], Any] = nullcontext
    """A context in which something else is broken."""
    fits: Callable[[Plan], bool] = lambda _plan: True
    """The runs in which it can show, so that no others have to be played."""

    @property
    def parts(self) -> Parts:
        """What the program is built from."""
        parts = Parts()
        parts.filing, parts.drafts, parts.ledger = self.filing, self.drafts, self.ledger
        return parts


class _SendsAgainAtOnce(FilingService):
    """Takes a doubt for a no and sends once more, by itself."""

    def _look_quietly(self, filing: Filing) -> Filing:
        if filing.state is FilingState.UNKNOWN:
            self._connection.api.disputes.create(filing.draft.order_id, self._draft(filing))
        return super()._look_quietly(filing)

    def _draft(self, filing: Filing) -> DisputeDraft:
        return filing.draft


class _SendsUnderANewReference(_SendsAgainAtOnce):
    """The mistake of two public clients: every try has an id of its own."""

    def _draft(self, filing: Filing) -> DisputeDraft:
        return replace(filing.draft, reference=new_business_dispute_id())


class _HasNoGuard(FilingService):
    """Sends whatever CJ lists already."""

    def _others(self, draft: Any, listing: Any, besides: Any) -> None:
        return None


class _FailsWithItsLedger(FilingService):
    """Says that the disk is full, where it should say that the dispute was sent."""

    def _end(self, begun: Filing, sending: Any) -> Filing:
        reference = begun.reference
        self._unwritten[reference] = sending
        self._ledger.attempt_is_over(reference)
        return self._write_down(reference) or begun


class _SendsAtStart(FilingService):
    """Finishes what a dead process left, by sending it."""

    def recover(self) -> tuple[Filing, ...]:
        found = super().recover()
        for each in found:
            self._connection.api.disputes.create(each.draft.order_id, each.draft)
        return found


class _DoubtIsYes(FilingLedger):
    """Writes "filed" where no trustworthy answer came."""

    def end_attempt(self, *args: Any, **options: Any) -> Filing:
        if options["to"] is FilingState.UNKNOWN:
            options["to"] = FilingState.FILED
        return super().end_attempt(*args, **options)


class _SavesLate(DraftService):
    """Keeps the newest text in memory until the next one comes."""

    def __init__(self, ledger: FilingLedger, now: Any) -> None:
        super().__init__(ledger, now)
        self._waiting: list[DisputeDraft] = []

    def save(self, draft: DisputeDraft) -> datetime:
        self._waiting.append(draft)
        return super().save(self._waiting[-2:][0])


class _OffersNothing(Acts):
    """Leaves a doubt without a way on."""

    def ways(self, filing: Filing) -> tuple[str, ...]:
        return ()


class _OffersAllAtOnce(Acts):
    """Offers to send again from the first look on."""

    def send_again(self, reference: Any) -> Filing:
        database = self._program.database
        with database.write() as connection:
            connection.execute("UPDATE filings SET nothing_found = 1 WHERE state = 'unknown'")
        return super().send_again(reference)

    def ways(self, filing: Filing) -> tuple[str, ...]:
        return ("send again",) if filing.state is FilingState.UNKNOWN else ()


def _doubt_is_refusal(error: AppError) -> FilingState:
    """What is not understood counts as a no."""
    return FilingState.DRAFT if isinstance(error, StorageFailed) else FilingState.REFUSED


def _anything_new(_looks: FilingLooks, filing: Filing, listed: Any, _named: Any = ()) -> Match:
    """Takes whatever was not known before for its own."""
    known = filing.known_dispute_ids or frozenset()
    fresh = [each for each in listed if each.dispute_id not in known]
    return Match(ours=fresh[0]) if fresh else Match()


def _any_time(*_args: Any) -> bool:
    return True


@contextmanager
def _patched(module: Any, name: str, value: Any) -> Iterator[None]:
    with mock.patch.object(module, name, value):
        yield


def _restore_drafts(connection: sqlite3.Connection, _now: datetime) -> None:
    """What was being sent when the backup was made may be edited and sent."""
    connection.execute("UPDATE filings SET state = 'draft' WHERE state = 'sending'")


BROKEN: dict[str, Broken] = {
    "adopts anything new": Broken(
        judge.WRONG_NUMBER, patched=lambda: _patched(FilingLooks, "_match", _anything_new)
    ),
    "minds no time": Broken(
        judge.NONE_THERE,
        patched=lambda: _patched(match_module, "was_made_in", _any_time),
        fits=lambda plan: any(
            each.lines == "the same" and each.when == "the list" for each in plan.elsewhere
        ),
    ),
    "sends again at once": Broken(judge.TWO, filing=_SendsAgainAtOnce),
    "sends under a new reference": Broken(judge.TWO_DRAFTS, filing=_SendsUnderANewReference),
    "sends at start": Broken(judge.TWO, filing=_SendsAtStart),
    "has no guard": Broken(
        judge.TWO,
        filing=_HasNoGuard,
        fits=lambda plan: (
            plan.second is not None
            and plan.second.folder != "shared"
            and plan.second.presses
            and not plan.character.recognises
            and not plan.character.holds_lines
        ),
    ),
    "guards with an old list": Broken(
        judge.STALE_GUARD, patched=lambda: _patched(filing_module, "GUARD_SECONDS", 1e6)
    ),
    "fails with its ledger": Broken(
        judge.FORGOTTEN,
        filing=_FailsWithItsLedger,
        fits=lambda plan: plan.disk is not None,
    ),
    "takes a doubt for a no": Broken(
        judge.FORGOTTEN,
        patched=lambda: _patched(filing_module, "_state_after", _doubt_is_refusal),
    ),
    "takes a doubt for a yes": Broken(judge.NONE_THERE, ledger=_DoubtIsYes),
    "offers to send again at once": Broken(
        judge.TOO_SOON,
        acts=_OffersAllAtOnce,
        fits=lambda plan: (
            plan.temper.favourite == "send again"
            and plan.temper.is_hasty
            and bool(plan.weather.creates)
        ),
    ),
    "offers no way on": Broken(
        judge.NO_WAY_ON,
        acts=_OffersNothing,
        # A long history makes for long looks, which tell no more about it.
        fits=lambda plan: plan.length > 2000 and bool(plan.weather.creates) and plan.older < 20,
    ),
    "reads one page": Broken(
        judge.SHORTFALL,
        patched=lambda: _patched(HistorySync, "_is_end", lambda _sync: True),
        fits=lambda plan: plan.older > plan.character.clamp and plan.character.total != "true",
    ),
    "restores what was being sent as drafts": Broken(
        judge.FORGOTTEN,
        patched=lambda: _patched(backup_module, "_end_what_was_under_way", _restore_drafts),
        fits=lambda plan: plan.second is not None and plan.second.backed_up == "create arrives",
    ),
    "saves late": Broken(judge.LOST_DRAFT, drafts=_SavesLate),
}
"""Name -> a program that the judge must catch."""
