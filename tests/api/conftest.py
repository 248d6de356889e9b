"""Fixtures of the API's tests: a client without a network, a server without manners."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.api.prepared_cj import PreparedCj
from tests.api.raw_server import RawServer


@pytest.fixture
def cj() -> Iterator[PreparedCj]:
    made = PreparedCj()
    yield made
    made.api.close()


@pytest.fixture
def raw_server() -> Iterator[RawServer]:
    with RawServer() as server:
        yield server
