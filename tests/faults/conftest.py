"""Programs to be killed, for the tests of the harness itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.programs.factories import ProgramFactory


@pytest.fixture(scope="session")
def factory() -> Iterator[ProgramFactory]:
    with ProgramFactory() as opened:
        yield opened
