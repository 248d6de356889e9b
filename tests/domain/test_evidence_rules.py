import pytest

from app.domain.evidence_rules import checklist_for, is_web_link, kind_of_link
from app.domain.filing import EvidenceKind
from app.domain.reasons import ReasonFamily


@pytest.mark.parametrize("family", ReasonFamily)
def test_every_family_has_advice(family: ReasonFamily) -> None:
    assert checklist_for(family).items


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
    ],
)
def test_only_http_links_count(url: str, is_link: bool) -> None:  # noqa: FBT001 - a table column
    assert is_web_link(url) is is_link


def test_videos_are_told_by_their_ending() -> None:
    assert kind_of_link("https://a.example/x.MP4?t=1") is EvidenceKind.VIDEO
    assert kind_of_link("https://a.example/x.jpg") is EvidenceKind.IMAGE
    assert kind_of_link("https://a.example/x") is EvidenceKind.IMAGE
