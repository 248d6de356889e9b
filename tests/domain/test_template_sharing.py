import json

import pytest

from app.domain.reasons import ReasonFamily
from app.domain.template_sharing import (
    MOST_TEMPLATES,
    NotTemplates,
    Shared,
    clean_body,
    clean_name,
    templates_from_text,
    templates_to_text,
)
from app.domain.templates import Template

MINE = Template("own-1", ReasonFamily.DAMAGED, "Order {order} broke.\nReally.", "Broken & <b>")


def _file(*entries: object) -> str:
    return json.dumps({"format": "dispute-desk-templates", "version": 1, "templates": entries})


def test_what_is_exported_can_be_imported() -> None:
    read = templates_from_text(templates_to_text([MINE]))
    assert read.templates == (Shared(MINE.name, MINE.family, MINE.body),)
    assert read.skipped == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "7",
        '{"templates": []}',
        '{"format": "x", "templates": []}',
        '{"format": "dispute-desk-templates", "templates": 3}',
        "\0",
        "[" * 200_000,
    ],
    ids=lambda text: text[:20] or "empty",
)
def test_what_is_no_file_of_templates_says_so(text: str) -> None:
    with pytest.raises(NotTemplates):
        templates_from_text(text)


def test_entries_that_cannot_be_templates_are_left_out_and_counted() -> None:
    good = {"name": "N", "family": "damaged", "body": "B"}
    bad: list[object] = [
        None,
        "text",
        [],
        {},
        good | {"name": 7},
        good | {"body": None},
        good | {"name": " \u200b\0 "},
        good | {"body": "\0\x1b"},
        good | {"body": "x" * 501},
        good | {"body": "x" * 1_000_000},
    ]
    read = templates_from_text(_file(good, *bad))
    assert read.templates == (Shared("N", ReasonFamily.DAMAGED, "B"),)
    assert read.skipped == len(bad)


def test_a_family_of_a_newer_version_is_the_general_one() -> None:
    (read,) = templates_from_text(_file({"name": "N", "family": "new", "body": "B"})).templates
    assert read.family is ReasonFamily.OTHER


def test_no_more_are_taken_than_a_list_can_hold() -> None:
    many = [{"name": f"N{n}", "family": "other", "body": "B"} for n in range(MOST_TEMPLATES + 5)]
    read = templates_from_text(_file(*many))
    assert (len(read.templates), read.skipped) == (MOST_TEMPLATES, 5)


def test_names_are_one_visible_line() -> None:
    assert clean_name("  a\n\tb\u2003\0\u202ec  ") == "a b c"
    assert len(clean_name("x" * 10_000)) == 60


def test_bodies_lose_what_cannot_be_sent() -> None:
    assert clean_body(" a\r\nb\0 ") == "a\nb"
