"""The files around the Linux program: menu entry, icons, metadata, man page."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import icons
import owner
from bundle import contents

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def day(epoch: int) -> str:
    """The build's date, as AppStream and man pages write it."""
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")


def filled(name: str, version: str, epoch: int) -> str:
    """A template of this folder with its values put in."""
    text = (HERE / name).read_text("utf-8")
    values = {
        "@ID@": contents.COMPONENT_ID,
        "@VENDOR@": owner.VENDOR_ID,
        "@OWNER@": owner.NAME,
        "@PAGES@": _pages(),
        "@NEWS@": _url("details", owner.DOWNLOADS),
        "@VERSION@": version,
        "@DATE@": day(epoch),
    }
    for place, value in values.items():
        text = text.replace(place, value)
    return text


def _pages() -> str:
    """The owner's pages and pictures, as metainfo.xml lists them; nothing of what is not there."""
    marks = (' type="default"', *[""] * len(owner.SCREENSHOTS))
    pictures = [
        f"<screenshot{mark}><image>{escape(url)}</image></screenshot>"
        for mark, url in zip(marks, owner.SCREENSHOTS, strict=False)
    ]
    return (
        _url("homepage", owner.HOMEPAGE)
        + _url("bugtracker", owner.ISSUES)
        + (f"<screenshots>{''.join(pictures)}</screenshots>" if pictures else "")
    )


def _url(kind: str, address: str) -> str:
    return f'<url type="{kind}">{escape(address)}</url>' if address else ""


def script(name: str) -> str:
    """A shell script of this folder, with the function in it that several need."""
    shared = (HERE / "stop_if_running.sh").read_text("utf-8").rstrip("\n")
    return (HERE / name).read_text("utf-8").replace("@STOP_IF_RUNNING@", shared)


def squeezed(text: str) -> bytes:
    """Text as Debian wants man pages and changelogs: the same bytes at every build."""
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def shared_files(version: str, epoch: int) -> dict[str, bytes]:
    """What goes into `share/` below `/usr` or a user's `~/.local`: path -> content."""
    name = contents.APP_ID
    files = {
        f"applications/{name}.desktop": (HERE / f"{name}.desktop").read_bytes(),
        f"metainfo/{contents.COMPONENT_ID}.metainfo.xml": filled(
            "metainfo.xml", version, epoch
        ).encode(),
        f"man/man1/{name}.1.gz": squeezed(filled(f"{name}.1", version, epoch)),
        f"icons/hicolor/scalable/apps/{name}.svg": icons.DRAWING.read_bytes(),
    }
    for side in icons.LINUX_SIZES:
        files[f"icons/hicolor/{side}x{side}/apps/{name}.png"] = icons.png(side)
    return files
