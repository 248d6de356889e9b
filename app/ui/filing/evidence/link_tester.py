"""Opens each evidence link once in the background, remembers what that showed, and words it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.background.runner import BackgroundRunner, Lane
from app.domain.errors import AddressRefused, AppError
from app.domain.filing.evidence_rules import LinkFinding, findings_on
from app.domain.filing.filing import LINK_LIMIT, Evidence
from app.domain.links import direct_form
from app.ui.messages import formatting
from app.ui.messages.notices import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.domain.links import LinkReport

translate = QCoreApplication.translate


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
        self.changed.emit(url)
        self._runner.run(
            partial(self._check, url),
            owner=self,
            on_success=lambda report: self._end(url, LinkTest(report)),
            on_error=lambda error: self._end(url, _failed(error)),
            on_end=lambda: self._close(url),
            lane=Lane.PICTURES,
        )

    def _close(self, url: str) -> None:
        if self._tests[url].is_under_way:  # by a bug, or it was stopped: there is no answer
            self._end(url, LinkTest(has_failed=True))

    def _end(self, url: str, test: LinkTest) -> None:
        self._tests[url] = test
        self.changed.emit(url)


def tone_of(evidence: Evidence, test: LinkTest | None) -> Severity:
    """Good where everything speaks for the link, neutral where nothing is known."""
    if test is None or test.is_under_way:
        return Severity.INFO
    if test.report is None or findings_on(evidence.kind, test.report):
        return Severity.WARN
    return Severity.GOOD


def status_line(evidence: Evidence, test: LinkTest | None) -> str:
    """What is known of a link, in a few words."""
    if test is None:
        return translate("Links", "Not tested")
    if test.is_under_way:
        return translate("Links", "Testing…")
    if test.is_private:
        return translate("Links", "Not a public address")
    if test.report is None:
        return translate("Links", "Not tested: the test did not work")
    found = findings_on(evidence.kind, test.report)
    if not found:
        return _good_line(test.report)
    return " · ".join(_short(each, test.report) for each in found)


def advice(evidence: Evidence, test: LinkTest | None) -> str:
    """What to do about a link, a sentence for each finding; empty where nothing is to be done."""
    if direct_form(evidence.url) is not None:
        return translate(
            "Links",
            "This link opens a page around the file. The direct link shows CJ the file itself.",
        )
    if test is None or test.is_under_way:
        return ""
    if test.is_private:
        return translate(
            "Links",
            "This address is inside your own network, where CJ cannot open it, or has a password "
            "in it, which CJ would see. It can be filed all the same.",
        )
    if test.report is None:
        return ""
    found = findings_on(evidence.kind, test.report)
    return formatting.sentences(*(_advice(each, test.report) for each in found))


def length_advice(total: int) -> str:
    """What to know where all links together are long."""
    return translate(
        "Links",
        "All links together have {total} characters. CJ does not say whether its limit of "
        "{limit} is for each link or for all.",
    ).format(total=total, limit=LINK_LIMIT)


def _failed(error: AppError) -> LinkTest:
    is_private = isinstance(error, AddressRefused)
    return LinkTest(is_private=is_private, has_failed=not is_private)


def _good_line(report: LinkReport) -> str:
    kind = translate("Links", "Video") if report.is_video else translate("Links", "Picture")
    opens = translate("Links", "opens without signing in")
    return " · ".join(filter(None, (kind, _size(report.bytes), opens)))


def _size(count: int | None) -> str:
    """A size; nothing where the server does not tell, or tells nonsense."""
    if count is None or not 0 <= count < 2**53:
        return ""
    return formatting.file_size(count)


def _short(finding: LinkFinding, report: LinkReport) -> str:
    ends = report.expiry.at if report.expiry else None
    return {
        LinkFinding.NEEDS_LOGIN: translate("Links", "Asks for a sign-in"),
        LinkFinding.GONE: translate("Links", "Nothing there (HTTP {status})"),
        LinkFinding.REFUSED: translate("Links", "Does not open (HTTP {status})"),
        LinkFinding.NO_ANSWER: translate("Links", "Not tested: no server answered"),
        LinkFinding.NOT_MEDIA: translate("Links", "A web page, not a picture or video")
        if "html" in report.content_type
        else translate("Links", "Neither a picture nor a video"),
        LinkFinding.OTHER_KIND: translate("Links", "A video")
        if report.is_video
        else translate("Links", "A picture"),
        LinkFinding.EXPIRES: translate("Links", "Works until {time} only")
        if ends
        else translate("Links", "Will stop working"),
    }[finding].format(status=report.http_status, time=formatting.moment(ends))


def _advice(finding: LinkFinding, report: LinkReport) -> str:
    return {
        LinkFinding.NEEDS_LOGIN: translate(
            "Links", "CJ's agent would have to sign in: share it with everyone who has the link."
        ),
        LinkFinding.GONE: translate("Links", "Check the link: the file may have been deleted."),
        LinkFinding.REFUSED: translate("Links", "Open it in a private browser window to check."),
        LinkFinding.NO_ANSWER: translate(
            "Links", "Check the link, and whether this computer is online. Then test again."
        ),
        LinkFinding.NOT_MEDIA: translate(
            "Links",
            "Albums and viewer pages are web pages: copy the address of the picture itself.",
        )
        if "html" in report.content_type
        else translate(
            "Links", "What it serves is no picture or video that is known here. Open it to check."
        ),
        LinkFinding.OTHER_KIND: translate(
            "Links", "It is listed as the other kind: change that, so that CJ shows it."
        ),
        LinkFinding.EXPIRES: translate(
            "Links", "The address carries a signature or an end date. Use a lasting public link."
        ),
    }[finding]
