"""Pictures that would take more memory than any picture is worth, and what is none."""

from __future__ import annotations

import struct
import zlib

import pytest

from app.domain.errors import UnexpectedResponse
from app.practice.pictures import picture
from app.ui.widgets.pictures import _decode


def chunk(kind: bytes, content: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + crc


def png(width: int, height: int) -> bytes:
    """A whole picture, black, which packs well."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((1 + (width + 7) // 8) * height))
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def test_a_picture_of_too_many_dots_is_refused_by_its_header() -> None:
    assert _decode(png(8000, 5000)).width() == 256
    with pytest.raises(UnexpectedResponse):
        _decode(png(8001, 5000))


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n", png(0, 10), picture("lamp")[:60]],
    ids=["nothing", "a drawing", "a start", "no dots", "half a head"],
)
def test_what_cannot_be_decoded_is_no_picture(content: bytes) -> None:
    with pytest.raises(UnexpectedResponse):
        _decode(content)
