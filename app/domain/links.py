"""Links to evidence: found in what was pasted, and what can be told of one.

What an address says about its own end is told by its query, as hosts of pictures write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from app.domain.text import repaired

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# A link in a query or path belongs to the link around it; after anything else it is the next one.
_LINK = re.compile(
    r"""https?://(?: (?! (?<![=/?:])https?:// | \[/?(?:img|url) ) [^\s<>"`“”‘’。，、；！？…] )+""",
    re.IGNORECASE | re.VERBOSE,
)
_BRACKETS = {
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "】": "【",
    "」": "「",
    "』": "『",
    "》": "《",
}
_AFTER_LINKS = ".,;:!?'*~|&"
_HOLE = "\0"
"""Where a link stood in the rest of a text. Repaired text has none."""
# Markdown, forums' tags, and HTML, with what they call the link.
_MARKUP = re.compile(
    r"""!?\[[^\[\]]*\]\([^()]*\0[^()]*\)
    | \[url=[^\[\]]*\][^\[\]\0]*\[/url\]
    | \[/?(?:img|url)[^\[\]]*\]
    | <[^<>]*>""",
    re.IGNORECASE | re.VERBOSE,
)

_LASTING_TOKENS = ("firebasestorage.googleapis.com", ".firebasestorage.app")
"""Hosts whose `token` is a key without an end."""
_SIGNERS = ("x-amz", "x-goog", "x-oss")
"""They write when an address was signed, and for how many seconds."""
_END_NAMES = ("expires", "expire", "expiry", "exp", "x-expires")
_SIGNATURES = frozenset(
    {"signature", "sig", "token", "auth_key", "ossaccesskeyid", "x-signature", "q-signature"}
    | {f"{each}-signature" for each in _SIGNERS}
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Expiry:
    """That an address will stop working, and when, where it tells."""

    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkReport:
    """The outcome of opening a link without signing in anywhere, as CJ's agent would."""

    reachable: bool
    """Whether something was served there (HTTP 2xx)."""
    http_status: int | None = None
    """None where no server answered."""
    content_type: str = ""
    bytes: int | None = None
    """The size as the server declares it; None where it does not."""
    is_image: bool = False
    is_video: bool = False
    """Both as the first bytes show, whatever the server calls them."""
    needs_login: bool = False
    expiry: Expiry | None = None


def links_in(text: str) -> tuple[tuple[str, ...], str]:
    """The web links in a pasted text, and the words that are none and belong to none.

    Links may run together, stand in brackets or markup, and end in punctuation.
    """
    links, rest, at = [], "", 0
    whole = repaired(text)
    while found := _LINK.search(whole, at):
        link = _trimmed(found[0])
        links.append(link)
        rest += whole[at : found.start()] + _HOLE
        at = found.start() + len(link)
    rest += whole[at:]
    if not links:
        return (), rest
    before = ""
    while before != rest:  # markup may stand in markup
        before, rest = rest, _MARKUP.sub(f" {_HOLE} ", rest)
    words = rest.replace(_HOLE, " ").split()
    # Left over without a letter are commas, dashes, and the numbers of a list.
    return tuple(links), " ".join(word for word in words if any(map(str.isalpha, word)))


def expiry_of(url: str) -> Expiry | None:
    """Whether an address carries an end date or a signature; None where it seems to last."""
    try:
        parts = urlsplit(url)
        given = {name.casefold(): value for name, value in parse_qsl(parts.query)}
    except ValueError:
        return None
    if (parts.hostname or "").endswith(_LASTING_TOKENS):
        given.pop("token", None)
    ends = list(_ends(given))
    return Expiry(min(filter(None, ends), default=None)) if ends else None


def direct_form(url: str) -> str | None:
    """The address of the file itself for a viewer page of Google Drive or Dropbox, else None.

    As their help pages have it (Dropbox: "Force a file or folder to download", Google Drive's
    `webContentLink`). That the file is shared with everybody is for a test of it to show.
    """
    try:
        parts = urlsplit(url)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if host in ("drive.google.com", "docs.google.com"):
        return _of_drive(parts.path, given)
    is_file = re.match(r"/(s|scl/fi)/[^/]+/", parts.path)
    if host == "dropbox.com" and is_file and given.get("raw") != "1" and given.get("dl") != "1":
        kept = {name: value for name, value in given.items() if name != "dl"}
        return urlunsplit(parts._replace(query=urlencode({**kept, "raw": "1"}), fragment=""))
    return None


def _of_drive(path: str, given: Mapping[str, str]) -> str | None:
    in_path = re.match(r"/file/(?:u/\d+/)?d/([\w-]+)(?:/|$)", path)
    is_opener = re.fullmatch(r"/(?:u/\d+/)?(?:open|file)", path)
    file_id = in_path[1] if in_path else given.get("id", "") if is_opener else ""
    if not re.fullmatch(r"[\w-]+", file_id):
        return None
    key = {"resourcekey": given["resourcekey"]} if "resourcekey" in given else {}
    query = urlencode({"export": "download", "id": file_id, **key})
    return f"https://drive.google.com/uc?{query}"


def _trimmed(link: str) -> str:
    """The link without the closing bracket that was opened before it, and what follows that."""
    opened = []
    for place, letter in enumerate(link):
        if letter in _BRACKETS.values():
            opened.append(letter)
        elif letter in _BRACKETS and (not opened or opened.pop() != _BRACKETS[letter]):
            link = link[:place]
            break
    return link.rstrip(_AFTER_LINKS)


def _ends(given: Mapping[str, str]) -> Iterator[datetime | None]:
    """Each sign that an address will stop working, with the time that it tells."""
    for signer in _SIGNERS:
        if f"{signer}-expires" in given:
            yield _time(given[f"{signer}-expires"], since=_time(given.get(f"{signer}-date", "")))
    if {"ex", "is", "hm"} <= given.keys():  # Discord
        yield _hex_time(given["ex"])
    if _hex_time(given.get("oe", "")):  # Facebook, Instagram, WhatsApp; elsewhere an encoding
        yield _hex_time(given["oe"])
    if "q-sign-time" in given:  # Tencent: from;until
        yield _time(given["q-sign-time"].rpartition(";")[2])
    if {"e", "token"} <= given.keys():  # Qiniu
        yield _time(given["e"])
    if {"se", "sig"} <= given.keys():  # Azure
        yield _time(given["se"])
    yield from (_time(given[name]) for name in _END_NAMES if name in given)
    yield from (None for _name in _SIGNATURES & given.keys())


def _time(value: str, *, since: datetime | None = None) -> datetime | None:
    """A time in ISO 8601, or as seconds or milliseconds since 1970, or else since that time."""
    try:
        if value.isascii() and value.isdigit():
            number = int(value[:10]) if len(value) in (10, 13) else int(value[:15])
            start = _EPOCH if len(value) in (10, 13) else since
            return start + timedelta(seconds=number) if start else None
        told = datetime.fromisoformat(value)
        return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def _hex_time(value: str) -> datetime | None:
    is_time = re.fullmatch(r"[0-9a-fA-F]{8}", value)
    return _EPOCH + timedelta(seconds=int(value, 16)) if is_time else None
