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


#: Whether a dot is part of the shape, by its place from the middle.
_SHAPES: dict[str, Callable[[int, int], bool]] = {
    "disc": lambda x, y: x * x + y * y < 72 * 72,
    "ring": lambda x, y: 44 * 44 < x * x + y * y < 76 * 76,
    "square": lambda x, y: max(abs(x), abs(y)) < 62,
    "diamond": lambda x, y: abs(x) + abs(y) < 86,
    "lamp": lambda x, y: (
        (-80 < y < -4 and abs(x) * 2 < y + 124)  # the shade
        or (abs(x) < 6 and -4 <= y < 66)
        or (abs(x) < 40 and 66 <= y < 78)
    ),
    "cup": lambda x, y: (
        (abs(x + 8) < 54 and -56 < y < 60)
        or (x > 44 and 22 * 22 < (x - 52) ** 2 + y * y < 34 * 34)  # the handle
    ),
    "house": lambda x, y: (abs(x) < 58 and 0 <= y < 66) or (-74 < y < 0 and abs(x) < y + 78),
    "wave": lambda x, y: abs(x) < 84 and (y + abs(x % 56 - 28)) % 48 < 22 and abs(y) < 72,
}
#: Where the name says what it is, the shape follows.
_SPEAKING = {"lamp": "lamp", "mug": "cup", "teapot": "cup", "frame": "house", "towel": "wave"}


@lru_cache(maxsize=256)
def picture(name: str) -> bytes:
    """The PNG of this name."""
    digest = hashlib.sha256(name.encode()).digest()
    background = _BACKGROUNDS[digest[0] % len(_BACKGROUNDS)]
    ink = _INKS[digest[1] % len(_INKS)]
    spoken = (shape for word, shape in _SPEAKING.items() if word in name)
    shape = _SHAPES[next(spoken, list(_SHAPES)[digest[2] % len(_SHAPES)])]
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
