"""How one open account stands with CJ: its token, its pace, its points, whether CJ is reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.api.http.rate_limiter import RateLimiter, Urgency, current_urgency, urgency
from app.domain.errors import ApiDisabled, AppError, Declined, Offline, RequestInfo, TimedOut

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.account.pace import Points, Wait
    from app.services.account.connection import Connection
    from app.services.account.session import Session


_SIGNING_IN = "authentication/"
"""What CJ answers there as if nothing was wrong while API access is off."""


class AccountConnection:
    """Looks after the connection of an account and tells how it is.

    `note`, `points`, `is_offline`, `is_disabled` and `user_wait` are quick and for any thread; the
    others block.
    """

    def __init__(
        self, session: Session, connection: Callable[[], Connection], pace: RateLimiter
    ) -> None:
        self._session = session
        self._connection = connection
        self._pace = pace
        self.points: Points | None = None
        """The points left today, if CJ has named them since the program's start."""
        self.is_offline = False
        """Whether the last request did not reach CJ."""
        self._disabled: RequestInfo | None = None
        self._on_news: Callable[[], object] = lambda: None

    @property
    def is_disabled(self) -> bool:
        """Whether CJ has switched off API access: until it answers again only a person asks."""
        return self._disabled is not None

    def user_wait(self) -> Wait | None:
        """Why something that the user waits for has not started yet."""
        return self._pace.user_wait()

    def watch(self, *, on_wait: Callable[[], object], on_news: Callable[[], object]) -> None:
        """Call `on_wait` when the user begins to wait, `on_news` on news of points or reach.

        They are called on background threads and must be quick.
        """
        self._on_news = on_news
        self._pace.watch_waits(on_wait)

    def note(self, exchange: RequestInfo, error: AppError | None) -> None:
        """A request has ended: what the transport tells."""
        before = (self.is_offline, self.points, self.is_disabled)
        if not isinstance(error, TimedOut):  # a slow server and a dead line look the same
            self.is_offline = isinstance(error, Offline)
        self.points = exchange.points or self.points
        is_answered = error is None or isinstance(error, Declined)
        if isinstance(error, ApiDisabled):
            self._disabled = exchange
        elif is_answered and not exchange.endpoint.startswith(_SIGNING_IN):
            self._disabled = None
        if (self.is_offline, self.points, self.is_disabled) != before:
            self._on_news()

    def access_token(self) -> str:
        """The token for the next call.

        Raises what the session does, and `ApiDisabled` where access is off and nobody asked.
        """
        if self._disabled is not None and current_urgency() is Urgency.BACKGROUND:
            raise ApiDisabled(self._disabled)
        return self._session.access_token()

    def renew_early(self) -> bool:
        """Renew the token if it nears its end; whether it was."""
        if self.is_disabled:
            return False  # another token would be refused as well
        with urgency(Urgency.BACKGROUND):
            return self._session.renew_early()

    def probe(self) -> None:
        """One small call, which costs no points, to see that CJ is there; raises where not."""
        with urgency(Urgency.USER if self.is_disabled else Urgency.BACKGROUND):
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
