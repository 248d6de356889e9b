"""Draws the program's icon in every size and format that the three systems want.

`python packaging/icons.py` draws resources/app.ico and resources/app.icns anew after a change to
resources/icons/app.svg. They are kept in the repository, because the window and the Windows
launcher need one where nothing can be drawn. Linux's PNGs are drawn at each build.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "resources" / "icons" / "app.svg"
LINUX_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# Apple's type of each picture; the last four are for screens with two pixels for each point.
MACOS_TYPES = {
    b"icp4": 16,
    b"icp5": 32,
    b"ic07": 128,
    b"ic08": 256,
    b"ic09": 512,
    b"ic11": 32,
    b"ic12": 64,
    b"ic13": 256,
    b"ic14": 512,
}


def png(side: int) -> bytes:
    """The icon as a square PNG."""
    # No window is opened, so no screen is needed.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    app = QGuiApplication.instance() or QGuiApplication([])
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # its stub wants bytes, it wants text
    del app
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """A Windows icon of PNGs by side, which Windows has read since Vista."""
    position = 6 + 16 * len(pictures)
    entries, body = [], b""
    for side, content in sorted(pictures.items()):
        # A side of 256 is written as 0: the field is a byte.
        entry = struct.pack("<4B2H2L", side % 256, side % 256, 0, 0, 1, 32, len(content), position)
        entries.append(entry)
        body += content
        position += len(content)
    return struct.pack("<3H", 0, 1, len(pictures)) + b"".join(entries) + body


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """A macOS icon of PNGs by Apple's type."""
    parts = [kind + struct.pack(">L", len(data) + 8) + data for kind, data in pictures.items()]
    body = b"".join(parts)
    return b"icns" + struct.pack(">L", len(body) + 8) + body


def main() -> None:
    """Write both files."""
    target = ROOT / "resources"
    (target / "app.ico").write_bytes(ico({side: png(side) for side in WINDOWS_SIZES}))
    (target / "app.icns").write_bytes(icns({kind: png(side) for kind, side in MACOS_TYPES.items()}))


if __name__ == "__main__":
    main()
