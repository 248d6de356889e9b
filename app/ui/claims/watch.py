"""Has the orders looked through once a day, and keeps what can be claimed of them at hand.

A look is a call at a time, each a task of its own at the lowest urgency, so that whatever a person
does goes first. It goes on where it was stopped.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.background.latest import Latest
from app.background.runner import BackgroundRunner, Lane
from app.domain.days import utc_day
from app.services.orders.claims import TRY_EVERY, ClaimNews, LookStatus
from app.services.orders.looks import LookStep, OrderLook, is_near
from app.support.clock import utc_now
from app.ui.claims.rows import Claim, Claims, claims_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from app.domain.errors import AppError
    from app.domain.ids import OrderId
    from app.services.account_services import AccountServices

START_AFTER_MS = 6_000
"""What a start shows and asks comes first."""
CHECK_EVERY_MS = 600_000
"""How often it is asked whether a look is due, or the day another."""
SHOW_EVERY_MS = 5_000
"""How often what a look finds is judged anew while it goes on."""
_KNOWN_FOR = timedelta(days=2)
"""How long a look that came to its end tells which order is the newest."""
NEWS_AFTER_MS = 500
"""News come in rows: they are waited for a moment."""


class ClaimsWatch(QObject):
    """Serves the open account."""

    changed = Signal()
    """There are other rows, or the looks stand otherwise."""
    failed = Signal(object)
    """An `AppError`: a choice about orders could not be written."""
    looked = Signal()
    """A look has ended, however it did: disputes may have got orders by it."""
    muted = Signal(object)
    """The `OrderId`s that were just muted, as a tuple."""

    def __init__(
        self,
        runner: BackgroundRunner,
        parent: QObject | None = None,
        *,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._now = now
        self.desk: AccountServices | None = None
        """The account that it serves."""
        self._reading = Latest(runner, self, Lane.REPORTS)
        self._looking = Latest(runner, self)
        self._look: OrderLook | None = None
        self._is_stopped = False
        self._failed: datetime | None = None
        self._wants_rows = False
        self.claims = Claims()
        """What the orders come to. Its rows are there once they were asked for."""
        self.status: LookStatus | None = None
        """How the looks stand; None while that is not read."""
        self.step: LookStep | None = None
        """How far the look has come that is under way, or was stopped."""
        self.error: AppError | None = None
        """Why the latest look failed, if it did so since the program was started."""
        self.unread: AppError | None = None
        """Why the orders could not be read when that was last tried."""
        self.news = ClaimNews()
        """What the person was told."""
        self._start = QTimer(self, singleShot=True)
        self._check = QTimer(self)
        self._show_soon = QTimer(self, singleShot=True)

        self._start.timeout.connect(self.reload)
        self._check.timeout.connect(self.reload)
        self._show_soon.timeout.connect(self.reload)

    @property
    def is_looking(self) -> bool:
        """Whether CJ is being asked."""
        return self._look is not None

    @property
    def is_unread(self) -> bool:
        """Whether the rows are wanted, and neither there nor being read."""
        is_coming = self._reading.is_running or self._start.isActive()
        return self._wants_rows and self.claims.rows is None and not is_coming

    @property
    def is_on(self) -> bool:
        """Whether a person wants their orders looked through."""
        return self.status is not None and bool(self.status.is_on)

    @property
    def newest_order(self) -> datetime | None:
        """When the newest order was made; None where no look that ended lately tells it."""
        finished = self.status.finished if self.status is not None else None
        return self.claims.newest if is_near(finished, self._now(), _KNOWN_FOR) else None

    def open_desk(self, desk: AccountServices) -> None:
        """Serve this account from now on; a while later, so that it does not hold up its start."""
        self._start.start(START_AFTER_MS)  # first: until then the rows are still to come
        self._check.start(CHECK_EVERY_MS)
        self._reading.cancel()
        self._look = None
        self._looking.cancel()
        self._show_soon.stop()
        self.desk = desk
        self._is_stopped = False
        self._failed = None
        self.claims, self.status, self.step, self.error = Claims(), None, None, None
        self.unread = None
        self.news = ClaimNews()
        self.changed.emit()

    def reload(self) -> None:
        """Read and judge the orders again; then look through them, if that is due."""
        desk = self.desk
        if desk is None:
            return
        self._start.stop()
        now, is_shown = self._now(), self._wants_rows

        def work() -> tuple[LookStatus, Claims, ClaimNews]:
            status = desk.claims.status()
            if not status.orders:
                return status, Claims(rows=()), ClaimNews()
            judged, filings = desk.claims.judged(now, stays=is_shown), desk.drafts.listed()
            claims = claims_of(judged, filings, utc_day(now), with_rows=is_shown)
            return status, claims, desk.claims.news()

        self._reading.run(
            work,
            on_success=lambda found: self._take(desk, *found),
            on_error=self._fail_to_read,
            on_end=self._end_reading,
        )

    def keep_rows(self) -> None:
        """Have the rows at hand from now on: they are looked at."""
        were_wanted, self._wants_rows = self._wants_rows, True
        if not were_wanted or (self.claims.rows is None and not self._reading.is_running):
            self.reload()

    def note_news(self) -> None:
        """Disputes or drafts are other than before, which judgements depend on."""
        if self.status is not None and self.status.orders and not self._show_soon.isActive():
            self._show_soon.start(NEWS_AFTER_MS)

    def look(self) -> None:
        """A person wants their orders looked through: now, and once a day from then on."""
        desk, status = self.desk, self.status
        if desk is None or self._look is not None:
            return
        if status is None or not status.is_on:
            self.choose(is_on=True)
            return
        # One that came to no end is gone on with; else all that can change is read again.
        is_done = status.finished is not None and status.failed is None
        is_asked_for = is_done and not status.is_due and not self._is_stopped
        # Where CJ has switched off API access, only what a person asks for shows that it is on.
        first = desk.link.probe if desk.link.is_disabled else None
        self._begin(desk, is_asked_for=is_asked_for, first=first)

    def stop(self) -> None:
        """Take no further step; how far it came is kept."""
        if self._look is not None:
            self._is_stopped = True
            self._end_look()
            self._looking.cancel()
            self.reload()

    def choose(self, *, is_on: bool) -> None:
        """A person says whether their orders may be looked through."""
        if not is_on:
            self.stop()
        self._is_stopped = False
        self._write(lambda desk: desk.claims.set_on(is_on=is_on))

    def put_off(self) -> None:
        """A person does not say it now."""
        self._write(lambda desk: desk.claims.not_now())

    def mute(self, ids: tuple[OrderId, ...], until: date | None) -> None:
        """Leave these orders alone until a day, or for good."""
        self._write(lambda desk: desk.claims.mute(ids, until), then=lambda: self.muted.emit(ids))

    def unmute(self, ids: tuple[OrderId, ...]) -> None:
        """Let these orders count again."""
        self._write(lambda desk: desk.claims.unmute(ids))

    def note_told(self, claims: Collection[Claim], *, is_announced: bool) -> None:
        """The person was told of these orders."""
        ids = frozenset(each.order_id for each in claims)
        # At once, or it would be told again before it is written.
        self.news = ClaimNews(self.news.told | ids, self.news.may_announce and not is_announced)
        self._write(lambda desk: desk.claims.note_told(ids, is_announced=is_announced))

    def _write(
        self,
        act: Callable[[AccountServices], object],
        then: Callable[[], object] = lambda: None,
    ) -> None:
        desk = self.desk
        if desk is None:
            return

        def go_on() -> None:
            if desk is self.desk:
                then()
                self.reload()

        def fail(error: AppError) -> None:
            if desk is self.desk:
                self.failed.emit(error)

        self._runner.run(
            lambda: act(desk),
            owner=self,
            on_success=lambda _nothing: go_on(),
            on_error=fail,
            lane=Lane.STORAGE,
        )

    def _take(
        self, desk: AccountServices, status: LookStatus, claims: Claims, news: ClaimNews
    ) -> None:
        self.status, self.claims, self.unread = status, claims, None
        # What was told since it was read, or could not be written down, was told all the same.
        self.news = ClaimNews(self.news.told | news.told, news.may_announce)
        # A full disk, too, keeps no note of it.
        has_just_failed = is_near(self._failed, self._now(), TRY_EVERY)
        is_held_back = has_just_failed or self._is_stopped
        if status.is_due and self._look is None and not is_held_back:
            self._begin(desk, is_asked_for=False)
        self.changed.emit()

    def _fail_to_read(self, error: AppError) -> None:
        self.unread = error  # what was read before stays
        self.changed.emit()

    def _end_reading(self) -> None:
        if self.is_unread:  # by a bug, of which nothing else is heard
            self.changed.emit()

    def _begin(
        self,
        desk: AccountServices,
        *,
        is_asked_for: bool,
        first: Callable[[], object] | None = None,
    ) -> None:
        self._is_stopped = False
        self.step = self.error = None
        look = self._look = desk.claims.begin_look(is_asked_for=is_asked_for)
        self.changed.emit()
        self._take_step(look, first)

    def _take_step(self, look: OrderLook, first: Callable[[], object] | None = None) -> None:
        def work() -> LookStep | None:
            if first is not None:
                first()
            return look.step()

        self._looking.run(
            work,
            on_success=lambda step: self._take_answer(look, step),
            on_error=self._fail,
            on_end=lambda: self._take_end(look),
        )

    def _take_answer(self, look: OrderLook, step: LookStep | None) -> None:
        if step is None:
            self._end_look()
            self.step = None
            self.reload()
            return
        self.step = step
        if self._wants_rows and not self._show_soon.isActive():
            self._show_soon.start(SHOW_EVERY_MS)
        self.changed.emit()
        if look is self._look:  # nobody stopped it on hearing of this step
            self._take_step(look)

    def _fail(self, error: AppError) -> None:
        self.error, self._failed = error, self._now()
        self._end_look()
        self.reload()  # what came before the failure is kept

    def _take_end(self, look: OrderLook) -> None:
        if look is self._look:
            # By a bug, of which the user is told, or the program closes.
            self._is_stopped = True
            self._end_look()

    def _end_look(self) -> None:
        self._look = None
        self.looked.emit()
        self.changed.emit()
