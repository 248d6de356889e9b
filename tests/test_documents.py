"""What is written for people is so: commands, options, names in the window, versions, pictures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from app import __version__
from app.command_line import LINK_SCHEME
from tests.test_dev import dev

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("app", "tests", "packaging", "resources", ".github")
PAGES = [
    ROOT / "README.md",
    *(each for top in FOLDERS for each in sorted((ROOT / top).rglob("*.md"))),
]
README = " ".join((ROOT / "README.md").read_text("utf-8").split())


def heading_anchors(text: str) -> set[str]:
    """The anchors that GitHub gives to a page's headings."""
    headings = re.findall(r"(?m)^#+ (.+)$", text)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_named_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    for command, arguments in re.findall(r"python3 dev\.py ([a-z]+)([^`|#]*)", text):
        assert command in dev.COMMANDS
        assert dev.main([command, "--help"]) == 0
        shown = capsys.readouterr().out
        # What follows `test` may be pytest's.
        options = [] if command == "test" else re.findall(r"--[a-z-]+", arguments)
        assert [each for each in options if each not in shown] == [], command


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_page_and_a_heading(page: Path) -> None:
    text = page.read_text("utf-8")
    for name, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
        target = page.parent / name if name else page
        assert target.exists(), name
        if anchor:
            assert anchor in heading_anchors(target.read_text("utf-8")), anchor


def test_the_developers_pages_use_names_that_the_sources_have() -> None:
    files = [each for top in FOLDERS for each in (ROOT / top).rglob("*.*")]
    sources = [ROOT / "dev.py", *(each for each in files if each.suffix in {".py", ".yml"})]
    words = "\n".join(each.read_text("utf-8") for each in sources)
    known = set(re.findall(r"\w+", words + " ".join(each.name for each in files)))
    for page in PAGES[1:]:
        text = re.sub(r"(?s)```.*?```", "", page.read_text("utf-8"))
        names = re.findall(r"`([A-Za-z_]\w+(?:\.[A-Za-z_]\w+)?)(?:\([^`]*\))?`", text)
        lost = [each for name in names for each in name.split(".") if each not in known]
        assert lost == [], page


def test_the_readme_calls_things_as_the_window_does() -> None:
    (source,) = (ROOT / "resources" / "translations").glob("*_zh_CN.ts")
    messages = ET.parse(source).iter("source")  # noqa: S314 - our own file
    texts = [(each.text or "").replace("&", "") for each in messages]
    names = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", README)
    assert len(names) > 15
    assert [name for name in names if not any(name in text for text in texts)] == []
    assert f"`{LINK_SCHEME}://order/…`" in README


def test_the_readme_is_short_and_its_pictures_are_small() -> None:
    assert len(re.findall(r"[A-Za-z0-9][^\s|]*", README)) < 800
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert len(pictures) == 2
    for name in pictures:
        assert (ROOT / name).stat().st_size < 60_000
    kept = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*.png")}
    assert kept == set(pictures)


def test_the_newest_version_of_the_changelog_is_the_programs() -> None:
    changelog = (ROOT / "packaging" / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"(?m)^## (\S+) \(\d{4}-\d\d-\d\d\)$", changelog)
    assert versions[0] == __version__
    numbers = [tuple(map(int, each.split("."))) for each in versions]
    assert numbers == sorted(numbers, reverse=True)
    # Each earlier version left a data file that is opened in a test.
    for version in versions[1:]:
        name = f"version-{version}.sql"
        assert (ROOT / "tests" / "storage" / "database" / "data" / name).exists()
