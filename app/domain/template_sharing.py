"""Templates as a file to be shared. What comes from a file was written by anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.filing import MESSAGE_LIMIT
from app.domain.reasons import ReasonFamily
from app.domain.templates import NAME_LIMIT, Template
from app.domain.text import one_line, repaired, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable

FILE_LIMIT = 1_000_000
"""Most bytes of a file that is read."""
MOST_TEMPLATES = 200
"""Most templates that are taken from one file."""
_FORMAT = "dispute-desk-templates"


class NotTemplates(ValueError):
    """The text is no file of templates."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A template as a file has it: without a key, which each data folder makes itself."""

    name: str
    family: ReasonFamily
    body: str


@dataclass(frozen=True, slots=True)
class SharedFile:
    """What could be read of a file, and how many entries could not."""

    templates: tuple[Shared, ...]
    skipped: int


def templates_to_text(templates: Iterable[Template]) -> str:
    """The templates as JSON text."""
    content = {
        "format": _FORMAT,
        "version": 1,
        "templates": [
            {"name": each.name, "family": each.family.value, "body": each.body}
            for each in templates
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def templates_from_text(text: str) -> SharedFile:
    """The templates in a file. Raises `NotTemplates` where it is none."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotTemplates from error
    entries = content.get("templates") if isinstance(content, dict) else None
    if not isinstance(entries, list) or content.get("format") != _FORMAT:
        raise NotTemplates
    read = [_shared(each) for each in entries[:MOST_TEMPLATES]]
    good = tuple(each for each in read if each is not None)
    return SharedFile(good, len(entries) - len(good))


def clean_name(text: str) -> str:
    """A template's name: one line, nothing invisible, of a length that a list can show."""
    return one_line(text[:1000], 1000)[:NAME_LIMIT].strip()


def clean_body(text: str) -> str:
    """A template's text as it may be stored; empty where it is too long or has nothing in it."""
    body = repaired(text) if len(text) <= 10 * MESSAGE_LIMIT else ""
    return body if utf16_length(body) <= MESSAGE_LIMIT else ""


def _shared(content: object) -> Shared | None:
    if not isinstance(content, dict):
        return None
    name, body, family = (content.get(key) for key in ("name", "body", "family"))
    if not isinstance(name, str) or not isinstance(body, str):
        return None
    name, body = clean_name(name), clean_body(body)
    if not name or not body:
        return None
    known = next((each for each in ReasonFamily if each.value == family), ReasonFamily.OTHER)
    return Shared(name, known, body)
