"""What a file is, told by its first bytes, and how large a picture says it is."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum

PIXEL_LIMIT = 40_000_000
"""Most pixels of a picture that is handed on: decoding needs four bytes for each."""


class FileKind(Enum):
    """What the first bytes show."""

    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    WEBP = "webp"
    HEIF = "heif"
    """HEIC and AVIF too."""
    TIFF = "tiff"
    BMP = "bmp"
    VIDEO = "video"
    OTHER = "other"

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture; not all of them can be shown here."""
        return self not in (FileKind.VIDEO, FileKind.OTHER)


@dataclass(frozen=True, slots=True)
class PixelSize:
    """Width and height in pixels, as the file's header gives them."""

    width: int
    height: int

    @property
    def is_sane(self) -> bool:
        """Whether it has any pixels, and not too many."""
        return 0 < self.width * self.height <= PIXEL_LIMIT


_BRANDS = {
    **dict.fromkeys(
        (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"),
        FileKind.HEIF,
    ),
    **dict.fromkeys((b"avif", b"avis"), FileKind.HEIF),
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P "), FileKind.OTHER),
}
"""What lies in the container of MP4 (`ftyp`) and is no video: pictures of HEIF, and sound."""
_QUICKTIME_STARTS = (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")
# Matroska and WebM, Ogg, MPEG, Flash, Windows Media.
_MOVIE_STARTS = (b"\x1aE\xdf\xa3", b"OggS", b"\0\0\1\xba", b"FLV\1", b"0&\xb2u\x8ef\xcf\x11")


def kind_of(data: bytes) -> FileKind:
    """The kind of file that begins with these bytes; twelve are enough."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if data.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return FileKind.GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return FileKind.WEBP
    if data.startswith((b"II*\0", b"MM\0*")):
        return FileKind.TIFF
    if data.startswith(b"BM") and data[6:10] == b"\0\0\0\0":
        return FileKind.BMP
    if data[4:8] == b"ftyp":
        return _BRANDS.get(data[8:12], FileKind.VIDEO)
    is_movie = data[4:8] in _QUICKTIME_STARTS or data.startswith(_MOVIE_STARTS)
    is_avi = data[:4] == b"RIFF" and data[8:12] == b"AVI "
    return FileKind.VIDEO if is_movie or is_avi else FileKind.OTHER


def pixel_size(data: bytes) -> PixelSize | None:
    """The size in a whole picture file's header; None where it has no readable one."""
    try:
        return _READERS[kind_of(data)](data)
    except (KeyError, struct.error, IndexError):
        return None


def _png_size(data: bytes) -> PixelSize | None:
    return PixelSize(*struct.unpack_from(">II", data, 16)) if data[12:16] == b"IHDR" else None


def _gif_size(data: bytes) -> PixelSize | None:
    return PixelSize(*struct.unpack_from("<HH", data, 6))


def _jpeg_size(data: bytes) -> PixelSize | None:
    """From the frame header, found by walking over the segments before it."""
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        # C4, C8 and CC lie among the frame headers and are none.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return PixelSize(width, height)
        is_bare = marker == 0x01 or 0xD0 <= marker <= 0xD8
        at += 2 if is_bare else 2 + max(2, struct.unpack_from(">H", data, at + 2)[0])
    return None


def _webp_size(data: bytes) -> PixelSize | None:
    form = data[12:16]
    if form == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") for at in (24, 27))
        return PixelSize(width + 1, height + 1) if len(data) >= 30 else None
    if form == b"VP8L" and data[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", data, 21)
        return PixelSize((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if form == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return PixelSize(width & 0x3FFF, height & 0x3FFF)
    return None


_READERS = {
    FileKind.PNG: _png_size,
    FileKind.JPEG: _jpeg_size,
    FileKind.GIF: _gif_size,
    FileKind.WEBP: _webp_size,
}
