"""The fixtures of the practice tests: a server, and two ways to talk to it."""

from tests.practice.conftest import ask, fetch, filing, server, token_of

__all__ = ["ask", "fetch", "filing", "server", "token_of"]
