"""The log file: small, rotating, and without a secret in it."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import threading
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.support.paths import make_private

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path

FILE_NAME = "dispute-desk.log"
_SIZE_LIMIT = 1_000_000
_OLDER_FILES = 2
_TAIL = 60_000
_MASK = "[hidden]"
_SHORTEST_SECRET = 6
# Searching takes up to 3 microseconds a letter: a tenth of a second for what is kept.
_HEAD, _END = 24_000, 8_000

_NAMED = (
    "CJ-Access-Token|accessToken|access_token|refreshToken|refresh_token|apiKey|api_key"
    "|openId|open_id|password|Authorization"
)
# Our own references (DD-…) and CJ's request ids look like secrets and are what a log is read for.
_NO_ID_BEFORE = r"(?<!DD-)(?<!request_id=)(?<!requestId=)(?<![A-Za-z0-9])"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), rf"\1 {_MASK}"),
    (
        # header lines, JSON, keyword arguments, and pairs of text or bytes as Python shows them
        re.compile(
            rf"({_NAMED})(\\?[\"']?\s*[:=,]\s*b?\\?[\"']?)(?!\s*(?:Bearer|Basic)\b)[^\s\"'\\,;&)}}\]]+",
            re.IGNORECASE,
        ),
        rf"\1\2{_MASK}",
    ),
    # an address of the web: the values of what its query names so, and who is named before its host
    (
        re.compile(
            r"([?&;#][\w.-]{0,40}(?:token|key|secret|sign|sig|auth|pass|code|session)[\w.-]{0,40}=)"
            r"[^\s&;#\"'<>]+",
            re.IGNORECASE,
        ),
        rf"\1{_MASK}",
    ),
    (re.compile(r"(://)[^\s/@\"'<>]{1,300}@"), rf"\1{_MASK}@"),
    # Bounded: without a bound, a long text without "@" is read anew from each of its letters.
    (re.compile(r"[\w.+-]{0,200}@api@[\w.+=/-]*"), _MASK),
    # an e-mail address, also where a query has escaped it
    (re.compile(r"[\w.+-]{1,64}(?:@|%40)[\w-]{1,63}(?:\.[\w-]{1,63})+"), _MASK),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w.-]+"), _MASK),
    (re.compile(_NO_ID_BEFORE + r"[0-9a-fA-F]{32,}(?![A-Za-z0-9])"), _MASK),
    (
        re.compile(
            r"(?<![\w+/.-])(?=[\w+-]*[A-Z])(?=[\w+-]*[a-z])(?=[\w+-]*\d)[A-Za-z0-9+_-]{40,}={0,2}"
        ),
        _MASK,
    ),
)

_secrets: set[str] = set()
_secrets_lock = threading.Lock()


def hide(secret: str) -> None:
    """Never write this text to the log from now on, in none of the forms it may turn up in."""
    if len(secret) < _SHORTEST_SECRET:
        return  # masking every "1" would hide the log, not the secret
    forms = {secret, quote(secret, safe=""), json.dumps(secret)[1:-1], repr(secret)[1:-1]}
    with _secrets_lock:
        _secrets.update(forms)


def redact(text: str) -> str:
    """The text without the secrets in it: those told to `hide`, and what looks like one.

    Of a long text its beginning and its last lines are kept.
    """
    with _secrets_lock:
        known = sorted(_secrets, key=len, reverse=True)
    for secret in known:
        text = text.replace(secret, _MASK)
    text = _bounded(text)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def _bounded(text: str) -> str:
    """The text in a length that can be searched, cut where no secret loses what gives it away.

    The beginning ends with a whole word. The end begins with a whole line, or what stands before
    a value would be gone.
    """
    if len(text) <= _HEAD + _END:
        return text
    whole_words = re.match(r".*\s", text[:_HEAD], re.DOTALL)
    head = whole_words.group() if whole_words else ""
    _, _, end = text[-_END:].partition("\n")
    return f"{head}[… {len(text) - len(head) - len(end):,} letters left out …]\n{end}"


def last_lines(folder: Path, count: int) -> list[str]:
    """The newest lines of the log in a folder; none where it cannot be read."""
    try:
        with (folder / FILE_NAME).open("rb") as file:
            file.seek(max(0, file.seek(0, 2) - _TAIL))
            text = file.read().decode("utf-8", "replace")
    except OSError:
        return []
    return text.splitlines()[-count:]


class RedactingFormatter(logging.Formatter):
    """Formats a record and then redacts all of it: message, arguments and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class _PrivateLog(RotatingFileHandler):
    """A log that only its owner reads, whatever the umask."""

    def _open(self) -> TextIOWrapper:
        return open(
            self.baseFilename,
            "a",
            encoding=self.encoding,
            errors=self.errors,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )

    def doRollover(self) -> None:  # noqa: N802 - the name is the base class's
        # Windows renames no file that anybody else has open: it grows until that works.
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """A line that a full disk does not take is left out.

        Python would print it on the standard error output, with what redacting takes away.
        """
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


def start_logging(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Write the program's log into a folder from now on: three files of at most 1 MB.

    Where the folder cannot be written to, the program runs without a log file. Gives the
    handler, for whoever has to take it away again.
    """
    handler: logging.Handler
    try:
        make_private(folder)
        handler = _PrivateLog(
            folder / FILE_NAME,
            maxBytes=_SIZE_LIMIT,
            backupCount=_OLDER_FILES,
            encoding="utf-8",
            errors="backslashreplace",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(
        RedactingFormatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s")
    )
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    return handler
