"""Kinds and sizes of pictures, told from their headers alone."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import pytest

from app.api.pictures import FileKind, PixelSize, kind_of, pixel_size


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + crc


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\x00\x00\x00"


def jpeg(width: int, height: int) -> bytes:
    exif = b"\xff\xe1" + struct.pack(">H", 10) + b"Exif\x00\x00\xff\xc0"
    table = b"\xff\xc4" + struct.pack(">H", 4) + b"\x00\x00"
    frame = b"\xff\xff\xc2" + struct.pack(">HBHH", 17, 8, height, width) + b"\x03" * 10
    return b"\xff\xd8" + exif + table + frame


def webp(form: bytes, body: bytes) -> bytes:
    return b"RIFF\x00\x00\x00\x00WEBP" + form + b"\x00\x00\x00\x00" + body


def webp_extended(width: int, height: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return webp(b"VP8X", b"\x00" * 4 + sizes)


def webp_lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (height - 1) << 14 | (width - 1)))


def webp_lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\x00" * 3 + b"\x9d\x01\x2a" + struct.pack("<HH", width, height))


MAKERS: dict[Callable[[int, int], bytes], FileKind] = {
    png: FileKind.PNG,
    gif: FileKind.GIF,
    jpeg: FileKind.JPEG,
    webp_extended: FileKind.WEBP,
    webp_lossless: FileKind.WEBP,
    webp_lossy: FileKind.WEBP,
}


@pytest.mark.parametrize("make", MAKERS)
def test_kind_and_size(make: Callable[[int, int], bytes]) -> None:
    data = make(640, 481)
    assert kind_of(data) is MAKERS[make]
    assert kind_of(data).is_picture
    assert pixel_size(data) == PixelSize(640, 481)


@pytest.mark.parametrize("make", MAKERS)
def test_a_header_cut_anywhere_has_no_size_and_no_error(make: Callable[[int, int], bytes]) -> None:
    data = make(640, 481)
    for length in range(len(data)):
        found = pixel_size(data[:length])
        assert found in (None, PixelSize(640, 481))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x00\x00\x00\x18ftypmp42", FileKind.VIDEO),
        (b"\x00\x00\x00\x14ftypqt  ", FileKind.VIDEO),
        (b"\x1aE\xdf\xa3", FileKind.VIDEO),
        (b"RIFF\x00\x00\x00\x00AVI ", FileKind.VIDEO),
        (b"\x00\x00\x00\x18ftypavif", FileKind.HEIF),
        (b"<svg xmlns=", FileKind.OTHER),
        (b"<!DOCTYPE html>", FileKind.OTHER),
        (b"BM", FileKind.OTHER),
        (b"", FileKind.OTHER),
    ],
)
def test_other_files(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) is kind
    assert pixel_size(data) is None


@pytest.mark.parametrize(
    ("size", "is_sane"),
    [
        (PixelSize(1, 1), True),
        (PixelSize(8000, 5000), True),
        (PixelSize(8001, 5000), False),
        (PixelSize(0, 10), False),
        (PixelSize(65535, 65535), False),
    ],
)
def test_sane_sizes(size: PixelSize, *, is_sane: bool) -> None:
    assert size.is_sane is is_sane
