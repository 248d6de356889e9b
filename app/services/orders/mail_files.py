"""The text of a mail or text file that was dropped, to look for an order in it."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from app.domain.errors import InvalidInput

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

ENDINGS = (".eml", ".txt")
_MOST_BYTES = 4_000_000
_MOST_TEXT = 100_000
_UNSOUND = (AttributeError, LookupError, TypeError, ValueError)
"""What the standard library raises for headers that are not sound, or a charset that is unknown."""


def text_of_file(path: Path) -> str:
    """Subject and text of a mail, or what a text file has. Raises `InvalidInput` where it is none.

    Pictures and other parts of a mail are left out. Blocks.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise InvalidInput from error
    text = content.decode("utf-8", "replace")
    if path.suffix.lower() == ".eml":
        with suppress(*_UNSOUND):  # then what can be read of it as it is
            text = _text_of_mail(content)
    return text[:_MOST_TEXT]


def _text_of_mail(content: bytes) -> str:
    # Two megabytes that a program without dropped mails does without.
    import email.policy
    from html import unescape

    mail: EmailMessage = email.message_from_bytes(content, policy=email.policy.default)
    body = mail.get_body(("plain", "html"))
    try:
        text = str(body.get_content()) if body is not None else ""
    except _UNSOUND:
        text = ""
    if body is not None and body.get_content_subtype() == "html":
        text = unescape(re.sub(r"<[^>]*>", " ", text))
    return f"{mail.get('subject', '')}\n{text}"
