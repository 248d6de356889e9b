"""An answer's body, read piece by piece: too much of it is refused while it comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

_CODINGS = frozenset({"", "identity", "gzip", "deflate"})


class BodyRefused(Exception):
    """The body is larger than allowed, or packed in a way that hides how large it is."""


def read_body(
    response: httpx.Response, limit: int, go_on: Callable[[], None] = lambda: None
) -> bytes:
    """The decoded body of at most `limit` bytes. Raises `BodyRefused`.

    `go_on` is called before each piece and may raise. One piece comes from at most 64 KiB on the
    line, which bounds what a compressed one can unfold to; nested compression has no such bound
    and is refused.
    """
    check_headers(response, limit)
    pieces: list[bytes] = []
    size = 0
    for piece in response.iter_bytes():
        go_on()
        size += len(piece)
        if size > limit:
            raise BodyRefused("longer than allowed")
        pieces.append(piece)
    return b"".join(pieces)


def check_headers(response: httpx.Response, limit: int) -> None:
    """Refuse by what the headers declare. Raises `BodyRefused`."""
    coding = response.headers.get("content-encoding", "").strip().casefold()
    if coding not in _CODINGS:
        raise BodyRefused("unknown or nested compression")
    declared = declared_length(response)
    if declared is not None and declared > limit:
        raise BodyRefused("declared longer than allowed")


def declared_length(response: httpx.Response) -> int | None:
    """`Content-Length`, where it is a number."""
    text = response.headers.get("content-length", "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None
