"""The CJ of the tests without a socket: for many calls, and for tests with a clock of their own."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import httpx

from app.practice.http_server import RequestInfo
from tests.cj.faults import BrokenReply
from tests.cj.server import UnreliableServer


class InProcess(httpx.BaseTransport):
    """Carries requests to a server that need not run. What goes wrong on a connection ends at once.

    `pass_time` lets the seconds of one way go by, to CJ and back.
    """

    def __init__(
        self, server: UnreliableServer, pass_time: Callable[[], object] = lambda: None
    ) -> None:
        self._server = server
        self._pass_time = pass_time

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The server's answer."""
        self._pass_time()
        reply = self._server.handle(
            RequestInfo(
                method=request.method,
                path=request.url.path,
                query=parse_qs(request.url.query.decode(), keep_blank_values=True),
                headers={name.lower(): value for name, value in request.headers.items()},
                body=request.read(),
                origin="http://127.0.0.1:1",
            )
        )
        self._pass_time()
        if isinstance(reply, BrokenReply) and not reply.is_sent:
            kind = httpx.ReadTimeout if "timeout" in reply.armed.name else httpx.ReadError
            raise kind(reply.armed.name, request=request)
        headers = {"content-type": reply.content_type, **reply.headers}
        return httpx.Response(reply.http_status, headers=headers, content=reply.body)
