"""CJ's API as one object: what `app.program` builds and the services use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.api.account import AccountApi
from app.api.disputes import DisputesApi
from app.api.http import connection, proxies
from app.api.http.rate_limiter import RateLimiter
from app.api.http.transport import DEADLINE, Transport
from app.api.links import LinkClient
from app.api.orders import OrdersApi

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    import httpx

    from app.api.timing import Timing
    from app.domain.errors import AppError, RequestInfo


class CjApi:
    """The calls of one account at one address, sharing one pace.

    `access_token` and `renew` are the session's; both may raise `SignInRequired`. A base address
    that is neither https nor http on loopback raises `AddressRefused` here, before anything is
    sent. `proxy_choice` and `note` are the transport's. `transport` and `timing` replace the
    network and the time in tests.
    """

    def __init__(
        self,
        base_url: str,
        *,
        access_token: Callable[[], str],
        renew: Callable[[str], str],
        pace: RateLimiter | None = None,
        transport: httpx.BaseTransport | None = None,
        deadline: float = DEADLINE,
        proxy_choice: Callable[[], str] = lambda: proxies.SYSTEM,
        note: Callable[[RequestInfo, AppError | None], object] = lambda _exchange, _error: None,
        timing: Timing | None = None,
    ) -> None:
        self.pace = pace or RateLimiter()
        self._transport = Transport(
            base_url,
            access_token=access_token,
            renew=renew,
            pace=self.pace,
            inner=transport,
            deadline=deadline,
            proxy_choice=proxy_choice,
            note=note,
            timing=timing,
        )
        self.disputes = DisputesApi(self._transport)
        self.orders = OrdersApi(self._transport)
        self.account = AccountApi(self._transport)
        # A stand-in on this computer serves its pictures from here too.
        is_local = connection.is_loopback_host(connection.base_url(base_url).host)
        self.links = LinkClient(
            allow_loopback=is_local, transport=transport, proxy_choice=proxy_choice
        )

    def server_time(self, *, latest: bool = False) -> datetime | None:
        """CJ's clock now (UTC), as its answers tell it; None before the first.

        The earliest that it can show, or the latest.
        """
        return self._transport.server_time(latest=latest)

    def close(self) -> None:
        """End waiting calls with `Interrupted` and let nobody start another."""
        self._transport.close()
        self.links.close()
