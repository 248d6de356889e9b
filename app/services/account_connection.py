"""How one open account stands with CJ: its token, its pace, its points, whether CJ is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.api.http.rate_limiter import RateLimiter, Urgency, urgency
from app.domain.errors import AppError, Offline, RequestInfo, TimedOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.pace import Points, Wait
    from app.services.connection import Connection
    from app.services.session import Session


class AccountConnection:
    """Looks after the connection of an account and tells how it is.

    `note`, `points`, `is_offline` and `user_wait` are quick and for any thread; the others block.
    """

    def __init__(
        self, session: Session, connection: Callable[[], Connection], pace: RateLimiter
    ) -> None:
        self._session = session
        self._connection = connection
        self._pace = pace
        self._points: Points | None = None
        self._is_offline = False
        self._on_news: Callable[[], object] = lambda: None

    @property
    def points(self) -> Points | None:
        """The points left today, if CJ has named them since the program's start."""
        return self._points

    @property
    def is_offline(self) -> bool:
        """Whether the last request did not reach CJ."""
        return self._is_offline

    def user_wait(self) -> Wait | None:
        """Why something that the user waits for has not started yet."""
        return self._pace.user_wait()

    def watch(self, *, on_wait: Callable[[], object], on_news: Callable[[], object]) -> None:
        """Call `on_wait` when the user begins to wait, `on_news` when points or reach changed.

        They are called on background threads and must be quick.
        """
        self._on_news = on_news
        self._pace.watch_waits(on_wait)

    def note(self, exchange: RequestInfo, error: AppError | None) -> None:
        """A request has ended: what the transport tells."""
        is_offline = isinstance(error, Offline)
        if isinstance(error, TimedOut):
            is_offline = self._is_offline  # a slow server and a dead line look the same
        points = exchange.points or self._points
        is_news = (is_offline, points) != (self._is_offline, self._points)
        self._is_offline, self._points = is_offline, points
        if is_news:
            self._on_news()

    def renew_early(self) -> bool:
        """Renew the token if it nears its end; whether it was."""
        with urgency(Urgency.BACKGROUND):
            return self._session.renew_early()

    def probe(self) -> None:
        """One small call, which costs no points, to see that CJ is there; raises where not."""
        with urgency(Urgency.BACKGROUND):
            settings = self._connection().api.account.settings()
        self._pace.note_limit(settings.requests_per_second)

    def signed_in_again(self) -> None:
        """Take the tokens of a new sign-in to the same account."""
        self._session.reload()

    def sign_out(self) -> None:
        """Forget the tokens here. Data and drafts stay; CJ and other programs notice nothing."""
        self._session.forget()

    def revoke(self) -> None:
        """End the tokens at CJ, for every program that uses the account, and forget them here."""
        self._connection().api.account.log_out()
        self._session.forget()
