"""The text of a mail or text file that was dropped, to look for an order in it."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from app.domain.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage, MIMEPart
    from pathlib import Path

ENDINGS = (".eml", ".txt")
_MOST_BYTES = 4_000_000
_MOST_TEXT = 100_000
_UNSOUND = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What the standard library raises for headers that are not sound, or mails within mails."""
_UNSEEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(style|script)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
"""Ends with the text where it does not end before: it is gone through once, whatever it holds."""
_BREAK = re.compile(r"<wbr\b[^>]*(?:>|\Z)", re.IGNORECASE)
"""Where a long number may go on in the next line."""
_TAG = re.compile(r"<[a-z/!?][^>]*(?:>|\Z)", re.IGNORECASE)


def text_of_file(path: Path) -> str:
    """Subject and text of a mail, or what a text file has. Raises `InvalidInput` where it is none.

    Pictures and other parts of a mail are left out. Blocks.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise InvalidInput from error
    # Excel's "Unicode text", and what older Notepads call Unicode.
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = content.decode("utf-16" if is_wide else "utf-8-sig", "replace")
    if path.suffix.lower() == ".eml":
        with suppress(*_UNSOUND):  # then what can be read of it as it is
            text = _text_of_mail(content)
    return text[:_MOST_TEXT]


def _text_of_mail(content: bytes) -> str:
    # Two megabytes that a program without dropped mails does without.
    import email.policy

    mail: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    return "\n".join(_texts(mail))


def _texts(mail: EmailMessage) -> Iterator[str]:
    """Subject and text of a mail, and of those that it forwards as files."""
    yield str(mail.get("subject", ""))
    body = mail.get_body(("plain", "html"))
    if body is not None:
        yield _text_of_part(body)
    for part in mail.iter_attachments():
        if part.get_content_type() == "message/rfc822":
            yield from _texts(part.get_content())


def _text_of_part(part: MIMEPart) -> str:
    try:
        text = str(part.get_content())
    except _UNSOUND:  # such as a charset that nobody knows: a number reads the same in most
        content = part.get_payload(decode=True)
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
    return _text_of_page(text) if part.get_content_subtype() == "html" else text


def _text_of_page(page: str) -> str:
    """What is seen of it. A colour of its styles, such as #333333, looks like an order's number."""
    from html import unescape

    seen = _BREAK.sub("", _UNSEEN.sub(" ", page))
    return unescape(_TAG.sub(" ", seen))
