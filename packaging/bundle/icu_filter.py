"""Makes Qt's Unicode data small: 32 MB of tables, of which the program can reach a fifth.

Qt sorts text (QCollator), names time zones and folds case with ICU. Everything else in ICU's data,
such as names of countries in 200 languages, number spelling, transliteration and 200 old
encodings, Qt has in its own tables or nobody here asks for. Sorting stays complete for every
language; what was dropped falls back to the root entry, as ICU does for any language it lacks.

The data is one symbol in a shared library: a table of names and offsets (source/common/udata.h and
ucmndata.h of ICU), then the items. No tool of ICU is needed to leave items out.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Callable
from pathlib import Path

from bundle.contents import LANGUAGES
from tools import run

_DROPPED_TREES = {
    "lang": "names of languages",
    "region": "names of countries",
    "curr": "names of currencies",
    "unit": "names of units",
    "brkitr": "where words and lines end: Qt has tables of its own",
    "rbnf": "numbers spelt out",
    "translit": "writing one script in another",
}
_LOCALE = re.compile(r"[a-z]{2,3}(?:_[A-Za-z0-9]+)*")
_ALIGNMENT = 16
_SYMBOL = re.compile(r"\bicudt(\d+)_dat\b")


def is_kept(name: str) -> bool:
    """Whether an item of ICU's data stays; `name` is as in the table, without the package."""
    tree, _, leaf = name.rpartition("/")
    stem = leaf.partition(".")[0]
    if leaf.endswith(".cnv") or tree in _DROPPED_TREES:
        return False
    if tree == "coll":
        return True  # sorting rules: small, and customers' names come from everywhere
    is_locale = leaf.endswith(".res") and _LOCALE.fullmatch(stem) is not None
    return not is_locale or stem.split("_")[0] in LANGUAGES


def filtered(data: bytes, keep: Callable[[str], bool] = is_kept) -> bytes:
    """ICU's data with only some of its items. Raises `ValueError` for any other content."""
    header_size, magic = struct.unpack_from("<HH", data)
    if magic != 0x27DA or data[8:9] != b"\0" or data[12:16] != b"CmnD":
        raise ValueError("this is not ICU's common data in little-endian order")
    toc = data[header_size:]
    (count,) = struct.unpack_from("<I", toc)
    entries = [struct.unpack_from("<II", toc, 4 + 8 * index) for index in range(count)]
    ends = [offset for _, offset in entries[1:]] + [len(toc)]
    items = []
    for (name_at, start), end in zip(entries, ends, strict=True):
        name = toc[name_at : toc.index(b"\0", name_at)]
        # "icudt73l/coll/de.res": the package comes first, and ICU looks for it.
        if keep(name.decode("ascii").partition("/")[2]):
            items.append((name + b"\0", toc[start:end]))
    return data[:header_size] + _table(items)


def _table(items: list[tuple[bytes, bytes]]) -> bytes:
    names_at = 4 + 8 * len(items)
    position = _aligned(names_at + sum(len(name) for name, _ in items))
    entries, names, body = [], b"", b""
    for name, content in items:
        entries.append(struct.pack("<II", names_at + len(names), position + len(body)))
        names += name
        body += content + b"\0" * (_aligned(len(content)) - len(content))
    head = struct.pack("<I", len(items)) + b"".join(entries) + names
    return head + b"\0" * (position - len(head)) + body


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def read_data(library: Path) -> tuple[str, bytes]:
    """The symbol in which a libicudata keeps its data, and the data."""
    listing = run(["readelf", "--wide", "--dyn-syms", library])
    line = next(line for line in listing.splitlines() if _SYMBOL.search(line))
    fields = line.split()
    address, size, symbol = int(fields[1], 16), int(fields[2], 0), fields[7]
    for segment in run(["readelf", "--wide", "--segments", library]).splitlines():
        parts = segment.split()
        if parts[:1] != ["LOAD"]:
            continue
        offset, start, length = (int(parts[i], 16) for i in (1, 2, 4))
        if start <= address < start + length:
            content = library.read_bytes()[offset + address - start :][:size]
            return symbol, content
    raise ValueError(f"{library.name} keeps no data")


def make_small(library: Path, target: Path) -> None:
    """Write a copy of a libicudata with only the items that stay. Takes binutils."""
    symbol, data = read_data(library)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data.bin").write_bytes(filtered(data))
        (folder / "data.s").write_text(
            f'.section .rodata,"a"\n.balign {_ALIGNMENT}\n'
            f".globl {symbol}\n.type {symbol}, %object\n"
            f'{symbol}:\n.incbin "data.bin"\n.size {symbol}, . - {symbol}\n'
            '.section .note.GNU-stack,""\n'
        )
        run(["as", "-o", "data.o", "data.s"], cwd=folder)
        options = ["-shared", "-z", "noexecstack", "-z", "relro", "-z", "now", "--build-id=none"]
        run(["ld", *options, "-soname", library.name, "-o", target, "data.o"], cwd=folder)
