"""All cleaning of text: to send or show it, to find ids in it, to compare, store and cut it.

What a letter becomes does not depend on its neighbours, so every part of a text is also a part
of the cleaned one (but for trimmed ends).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_BLANK_LETTERS = frozenset("\u2800\u3164\uffa0")
"""Letters and signs without any ink, which people use as spaces."""
_JOINERS = frozenset("\u200c\u200d")
"""They hold emoji together, and keep letters of Persian and Indian words apart."""
_VISIBLE_FORMATS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Signs of Arabic and Syriac that Unicode counts among the invisible ones."""
_SELECTORS = frozenset(
    map(chr, (0x34F, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""They choose between drawings of one letter, as an emoji in colours or without."""
_HYPHENS = frozenset("\u2010\u2011\u2012\u2013\u2212")
"""Hyphens, dashes between numbers, and the minus. A long dash parts sentences and is none."""
_SAME = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2035\u02b9\u02bb\u02bc\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\u301d\u301e\u301f", '"'),
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
}
"""What nobody means to tell apart in a search, and Unicode has no rule for."""

_DIGITS = re.compile(r"\d+")
_SORT_KEY_LIMIT = 120
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
# Windows opens devices under these names, whatever the ending.
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\.|$)", re.IGNORECASE
)
_NAME_BYTES = 80
_ENDING = re.compile(r"\.\w{1,11}")


def repaired(text: str) -> str:
    """The text as it was meant: for a message to CJ, and for all that comes from a server.

    Every kind of space is an ordinary one, every line end a line feed; the joiners of emoji and
    of Persian stay. What nobody sees goes: controls, zero-width spaces, marks and overrides of
    writing direction, private characters, lone halves of characters. Ends are trimmed.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    whole = _joined(text, "ignore").replace("\r\n", "\n")
    return whole.translate(_REPAIRED).strip()


def cleaned(text: str, limit: int) -> str:
    """A text from a server, repaired and cut to so many characters, however long it came."""
    return repaired(text[: 4 * limit + 100])[:limit]


def one_line(text: str, limit: int = 300) -> str:
    """A text from anywhere, repaired, on one line, for a cell or a title."""
    line = " ".join(repaired(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def plain_text(text: str) -> str:
    """The text to look for ids in: repaired, its letters in their plain form, case as it was.

    Full-width letters and the digits of other scripts are those of ASCII, hyphens too,
    and nothing invisible is left, joiners neither.
    """
    return repaired(text).translate(_PLAIN)


def folded(text: str) -> str:
    """The text as it is searched and matched: plain, without case, accents or kinds of quotes."""
    if text.isascii() and text.isprintable():
        return text.lower()
    return _joined(text, "replace").translate(_FOLDED)


def sort_key(text: str | None) -> str | None:
    """What to sort a text by: as it is searched, numbers by value. None, for last, where empty."""
    start = folded(text or "").strip()[:_SORT_KEY_LIMIT]
    return _DIGITS.sub(lambda match: match.group().zfill(20), start) or None


def storable(text: str) -> str:
    """The text as UTF-8 can hold it: halves of characters are joined, lone ones replaced."""
    return text if text.isascii() else _joined(text, "replace")


def utf16_length(text: str) -> int:
    """The length as Java, Excel and Qt count it: an emoji is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, limit: int) -> str:
    """The text in at most so many UTF-16 units; what was cut is seen to be cut."""
    if utf16_length(text) <= limit:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: (limit - 1) * 2]
    return units.decode("utf-16-le", "ignore").rstrip() + "…"


def file_name(wanted: str, *, otherwise: str = "file") -> str:
    """A name that every file system takes, as near to the wanted one as that allows.

    What stands before the ending has at most 80 bytes, and is `otherwise` where nothing is left.
    """
    usable = " ".join(_NOT_IN_NAMES.sub(" ", repaired(wanted)).split()).strip(" .")
    stem, dot, last = usable.rpartition(".")
    ending = dot + last if stem and _ENDING.fullmatch(dot + last) else ""
    stem = usable.removesuffix(ending).encode()[:_NAME_BYTES].decode(errors="ignore").strip(" .")
    name = (stem or otherwise) + ending
    return f"_{name}" if is_device_name(name) else name


def is_file_name(name: str) -> bool:
    """Whether every file system takes this name as it is, which those of `file_name` are."""
    is_plain = name == repaired(name).strip(" .") and not _NOT_IN_NAMES.search(name)
    is_short = 0 < len(name.encode("utf-8", "surrogatepass")) <= 2 * _NAME_BYTES
    return is_plain and is_short and not is_device_name(name)


def is_device_name(name: str) -> bool:
    """Whether Windows opens a device under this name, whatever folder it is in."""
    return _DEVICES.match(name) is not None


def _joined(text: str, errors: str) -> str:
    """The text with halves of characters joined; `errors` says what becomes of lone ones."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", errors)


def _repaired_letter(letter: str) -> str:
    if letter in _LINE_ENDS:
        return "\n"
    if letter == "\t" or letter in _JOINERS or letter in _VISIBLE_FORMATS:
        return letter
    if letter.isspace() or letter in _BLANK_LETTERS:
        return " "
    return "" if _is_unseen(letter) else letter


def _is_unseen(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cn":  # an emoji may be newer than this Python, but some are none for good
        return ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"
    return category in ("Cc", "Cf", "Cs", "Co")


def _plain_letter(letter: str) -> str:
    if letter in _JOINERS or letter in _SELECTORS:
        return ""
    return "".join(
        "-" if each in _HYPHENS else str(unicodedata.decimal(each, each))
        for each in unicodedata.normalize("NFKC", letter)
    )


def _folded_letter(letter: str) -> str:
    if letter in _SAME:
        return _SAME[letter]
    seen = _repaired_letter(letter)
    spread = unicodedata.normalize("NFKD", _plain_letter(seen).casefold()) if seen else ""
    return "".join(_same(each) for each in spread if not _is_accent(each))


def _same(letter: str) -> str:
    return "-" if unicodedata.category(letter) == "Pd" else _SAME.get(letter, letter)


def _is_accent(letter: str) -> bool:
    """Whether it is a mark on a letter that is searched without; vowels of Thai are none."""
    place = unicodedata.combining(letter)
    is_point = 10 <= place <= 36  # of Hebrew and Arabic, left out by most who write them
    return place == 1 or is_point or place >= 200 or unicodedata.category(letter) == "Me"


class _Letters(dict[int, str]):
    """A table for `str.translate` that is filled as letters are met."""

    def __init__(self, made: Callable[[str], str]) -> None:
        super().__init__()
        self._made = made

    def __missing__(self, code: int) -> str:
        letter = self[code] = self._made(chr(code))
        return letter


_REPAIRED = _Letters(_repaired_letter)
_PLAIN = _Letters(_plain_letter)
_FOLDED = _Letters(_folded_letter)
