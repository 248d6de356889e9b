import pytest

from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.filing.evidence_rules import (
    CHECKLISTS,
    EvidenceItem,
    LinkFinding,
    findings_on,
    is_long_in_all,
    is_web_link,
    kind_of_link,
)
from app.domain.filing.filing import Evidence, EvidenceKind
from app.domain.links import Expiry, LinkReport


@pytest.mark.parametrize("family", ReasonFamily)
def test_every_family_has_advice(family: ReasonFamily) -> None:
    assert CHECKLISTS[family]


def test_for_a_returned_parcel_the_address_is_what_cj_looks_at() -> None:
    items = CHECKLISTS[family_of("Product Returned")]
    assert items[:2] == (EvidenceItem.TRACKING_PICTURE, EvidenceItem.ADDRESS)


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://img.example/a.jpg", True),
        ("HTTP://img.example", True),
        ("https://例え.jp/画像.png", True),
        ("ftp://img.example/a.jpg", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a b.example", False),
        ("https://[::1", False),
        ("C:\\photos\\a.jpg", False),
        ("https://a.example/\x00", False),
        ("https://a.example/\u202egpj.exe", False),
        ("https://a.example/👨\u200d👩.png", True),
    ],
)
def test_only_http_links_count(url: str, is_link: bool) -> None:  # noqa: FBT001 - a table column
    assert is_web_link(url) is is_link


def test_videos_are_told_by_their_ending() -> None:
    assert kind_of_link("https://a.example/x.MP4?t=1") is EvidenceKind.VIDEO
    assert kind_of_link("https://a.example/x.jpg") is EvidenceKind.IMAGE
    assert kind_of_link("https://a.example/x") is EvidenceKind.IMAGE


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (LinkReport(True, 200, "image/png", 5, is_image=True), ()),
        (LinkReport(False), (LinkFinding.NO_ANSWER,)),
        (LinkReport(False, 404), (LinkFinding.GONE,)),
        (LinkReport(False, 500), (LinkFinding.REFUSED,)),
        (LinkReport(False, 403, needs_login=True), (LinkFinding.NEEDS_LOGIN,)),
        (LinkReport(True, 200, "text/html", needs_login=True), (LinkFinding.NEEDS_LOGIN,)),
        (LinkReport(True, 200, "text/html"), (LinkFinding.NOT_MEDIA,)),
        (LinkReport(True, 200, "video/mp4", is_video=True), (LinkFinding.OTHER_KIND,)),
        (
            LinkReport(False, 403, needs_login=True, expiry=Expiry()),
            (LinkFinding.NEEDS_LOGIN, LinkFinding.EXPIRES),
        ),
        (LinkReport(True, 200, is_image=True, expiry=Expiry()), (LinkFinding.EXPIRES,)),
    ],
)
def test_what_speaks_against_a_picture(report: LinkReport, found: tuple[LinkFinding, ...]) -> None:
    assert findings_on(EvidenceKind.IMAGE, report) == found


def test_the_length_of_all_links_counts_together() -> None:
    link = Evidence("https://a.example/" + "x" * 82, EvidenceKind.IMAGE)
    assert len(link.url) == 100
    assert not is_long_in_all([link, link])
    assert is_long_in_all([link, link, Evidence("h", EvidenceKind.IMAGE)])
