"""Product pictures: a soft background and one plain shape, chosen by the name, 240 x 240 PNG.

A PNG is a signature and a few checked chunks around zlib-packed rows; with a palette of three
colours a picture is under a kilobyte, and the same name always gives the same bytes.
"""

import hashlib
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

SIZE = 240

_BACKGROUNDS = (
    (236, 226, 208),
    (214, 230, 221),
    (221, 226, 240),
    (242, 220, 215),
    (229, 219, 238),
    (217, 234, 240),
    (240, 232, 200),
    (223, 233, 206),
)
_INKS = (
    (94, 84, 142),
    (38, 111, 102),
    (178, 89, 63),
    (52, 86, 139),
    (140, 66, 98),
    (92, 107, 47),
    (160, 112, 32),
    (70, 78, 94),
)


def _disc(x: int, y: int) -> bool:
    return x * x + y * y < 72 * 72


def _ring(x: int, y: int) -> bool:
    return 44 * 44 < x * x + y * y < 76 * 76


def _square(x: int, y: int) -> bool:
    return max(abs(x), abs(y)) < 62


def _diamond(x: int, y: int) -> bool:
    return abs(x) + abs(y) < 86


def _lamp(x: int, y: int) -> bool:
    shade = -80 < y < -4 and abs(x) * 2 < y + 124
    return shade or (abs(x) < 6 and -4 <= y < 66) or (abs(x) < 40 and 66 <= y < 78)


def _cup(x: int, y: int) -> bool:
    handle = 22 * 22 < (x - 52) ** 2 + y * y < 34 * 34 and x > 44
    return (abs(x + 8) < 54 and -56 < y < 60) or handle


def _house(x: int, y: int) -> bool:
    return (abs(x) < 58 and 0 <= y < 66) or (-74 < y < 0 and abs(x) < y + 78)


def _wave(x: int, y: int) -> bool:
    return abs(x) < 84 and (y + abs(x % 56 - 28)) % 48 < 22 and abs(y) < 72


_SHAPES: tuple[Callable[[int, int], bool], ...] = (
    _disc,
    _ring,
    _square,
    _diamond,
    _lamp,
    _cup,
    _house,
    _wave,
)
#: Where the name says what it is, the shape follows.
_SPEAKING = {"lamp": _lamp, "mug": _cup, "teapot": _cup, "frame": _house, "towel": _wave}


@lru_cache(maxsize=256)
def picture(name: str) -> bytes:
    """The PNG of this name."""
    digest = hashlib.sha256(name.encode()).digest()
    background = _BACKGROUNDS[digest[0] % len(_BACKGROUNDS)]
    ink = _INKS[digest[1] % len(_INKS)]
    spoken = (shape for word, shape in _SPEAKING.items() if word in name)
    shape = next(spoken, _SHAPES[digest[2] % len(_SHAPES)])
    middle = SIZE // 2
    rows = bytearray()
    # Every second dot is worked out and set four times: a picture must not keep the interpreter
    # busy, it is drawn in the same process as the window.
    for y in range(0, SIZE, 2):
        # The strip of table at the foot keeps the shape from floating.
        ground = 2 if y > SIZE - 38 else 0
        row = bytearray(1)  # the row's filter: none
        for x in range(0, SIZE, 2):
            dot = 1 if shape(x - middle, y - middle) else ground
            row.append(dot)
            row.append(dot)
        rows += row * 2
    table = tuple(part * 9 // 10 for part in background)
    palette = bytes((*background, *ink, *table))
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 3, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            _chunk(b"IHDR", header),
            _chunk(b"PLTE", palette),
            _chunk(b"IDAT", zlib.compress(bytes(rows), 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )
