"""Opens each evidence link once in the background, and remembers what that showed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AddressRefused, AppError

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.links import LinkReport


@dataclass(frozen=True, slots=True)
class LinkTest:
    """How the test of a link stands: under way while there is neither report nor failure."""

    report: LinkReport | None = None
    is_private: bool = False
    """Whether the address is one that nobody else could open."""
    has_failed: bool = False
    """Whether the test itself came to nothing."""

    @property
    def is_under_way(self) -> bool:
        """Whether the answer is still to come."""
        return self.report is None and not self.is_private and not self.has_failed


class LinkTester(QObject):
    """The tests of one dialog. No link is opened twice unless somebody asks for it."""

    changed = Signal(str)
    """The link of which something new is known."""

    def __init__(
        self,
        runner: BackgroundRunner,
        check: Callable[[str], LinkReport],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._check = check
        self._tests: dict[str, LinkTest] = {}

    def test_of(self, url: str) -> LinkTest | None:
        """How the test of this link stands; None where it was never asked for."""
        return self._tests.get(url)

    def test(self, url: str) -> None:
        """Open the link, unless that was done or is under way."""
        if url not in self._tests:
            self.test_again(url)

    def test_again(self, url: str) -> None:
        """Open the link now."""
        before = self._tests.get(url)
        if before is not None and before.is_under_way:
            return
        self._tests[url] = LinkTest()
        check = self._check
        self.changed.emit(url)
        self._runner.run(
            lambda: check(url),
            owner=self,
            on_success=lambda report: self._end(url, LinkTest(report)),
            on_error=lambda error: self._end(url, _failed(error)),
            lane=Lane.PICTURES,
        )

    def _end(self, url: str, test: LinkTest) -> None:
        self._tests[url] = test
        self.changed.emit(url)


def _failed(error: AppError) -> LinkTest:
    is_private = isinstance(error, AddressRefused)
    return LinkTest(is_private=is_private, has_failed=not is_private)
