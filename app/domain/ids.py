"""Identifiers. Every one is text: CJ's ids do not fit the integers its own tables promise."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NewType

from app.domain.text import plain_text, repaired

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OrderId = NewType("OrderId", str)
"""An id that the dispute calls accept for an order: `SD…`, `DP…`, `CJPKL…YQ`, `J…` or digits."""
OrderNumber = NewType("OrderNumber", str)
"""The shop's own number of an order (`orderNumber`, elsewhere `orderNum`)."""
LineItemId = NewType("LineItemId", str)
DisputeId = NewType("DisputeId", str)
"""CJ's dispute number, `SH` and digits."""
BusinessDisputeId = NewType("BusinessDisputeId", str)
"""Our reference of one filing (`businessDisputeId`): made once per draft, same on each attempt."""

ORDER_ID_LIMIT = 100
"""Longest order id a request may carry (dispute page, request tables)."""

_READ_LIMIT = 200_000
LIST_READ = 20_000
"""Characters of a text that are read for a list of orders: about a thousand numbers."""
_CANDIDATE_LIMIT = 8
_WORDS_OF_A_NUMBER = 3
_NO_JOINERS = str.maketrans("", "", "\u200c\u200d")  # they hold words together, never an id
_PART_OF_A_NUMBER = frozenset("_#＃+＋-－$＄€£¥￥=%@&")
"""Signs that tell what a number is, wherever it stands."""
# As text: `re` compiles each once when it is first used, and showing ids uses none.
_ANY_CASE = "(?ai)"
_CODE = r"[A-Z]{1,6}\d{8,30}[A-Z]{0,4}"
_LONG_NUMBER = r"(?!00)\d{16,30}"
_MADE_BY_CJ = r"SD|DP|CJ|J?\d"
_DISPUTE_ID = r"SH\d{8,40}"
# Not a bare number, which may be a parcel's, nor every code with CJ before it, as goods have them.
_CJ_CODE = r"(?:SD|DP)\d{12,30}"
_CERTAINLY_AN_ORDER = rf"{_CJ_CODE}|CJPKL\d{{8,30}}[A-Z]{{0,4}}"
_NO_NUMBER = r"^\+|\d[.,]\d|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|\d:\d|\d[年月日元]"
_BETWEEN = r"[\n\t,;|、，；｜。]|\s(?:or|and|und|et|y|o|&)\s|[和或及]"
"""What parts the numbers of a list."""
_NUMBERING = r"\s*[(（\[]?(\d{1,3})(?:[.．:：]\s+|[)）\]、\t]\s*)(?=\S)"
"""How lines begin that are counted: `1. `, `2)` …, or with a first cell for that."""
_IN_CHINESE = r"[\u4e00-\u9fff]*(#?[A-Z0-9][A-Z0-9_-]*)[\u4e00-\u9fff]*"
"""A number with words of Chinese before and behind, which have no spaces."""
_SHORT_NUMBER = r"(?<![\w.,+-])\d{10,15}(?![\w-]|[.,]\d)"
_COMPOUND = (
    r"(?<![\w-])(?=[A-Z0-9_-]*[A-Z])(?=(?:[A-Z_-]*\d){4})[A-Z0-9]+(?:[_-][A-Z0-9]+)+(?![\w-])"
    r"|(?<![\w+-])\d+(?:-\d+){1,3}(?<=\d{4})(?![\w-])"
)
_HASH_NUMBER = r"#\s?[A-Z0-9](?:[A-Z0-9_.-]{0,40}[A-Z0-9])?"
_OF_SOMETHING_ELSE = (
    r"(?<![A-Z])(?:ticket|case|request|invoice|apt|apartment|suite|ste|unit|room|flat)"
    r"(?:\s?(?:id|number|nummer|no|nr))?[\s.:(\[]{0,3}(#\s?\d{1,9})(?![\w-])"
)
_NAMED_NUMBER = (
    r"(?:(?<![A-Z0-9])(?:order|bestellung|commande|pedido)(?:\s?(?:id|number|nummer|no\.?|nr\.?))?"
    r"(?:\s*[:#]\s*|\s+)|订单(?:编?号|id)?(?:\s*[:#])?\s*)"
    r"([A-Z0-9][A-Z0-9_-]*)"
)


@dataclass(frozen=True, slots=True)
class OrderCandidate:
    """What may name an order: `text` as it was pasted, but for spaces and unseen characters."""

    text: str
    is_whole: bool = False
    """Whether it is all that was pasted, and not found in it."""
    cut_from: str = ""
    """The longer word or line that may itself be the order's number; "" where it is no piece."""

    @property
    def key(self) -> str:
        """What all spellings of it have in common."""
        return number_key(self.text)

    def is_number(self, other: str) -> bool:
        """Whether an order's own number is this one in some spelling."""
        return number_key(other) == self.key

    @property
    def is_cj_id(self) -> bool:
        """Whether CJ itself makes such ids, so that it is hardly a shop's own number."""
        plain = plain_text(self.text)
        return is_cj_order_id(plain) and bool(re.match(_ANY_CASE + _MADE_BY_CJ, plain))

    @property
    def ids(self) -> tuple[OrderId, ...]:
        """Its spellings as an id, as pasted first. None where it holds spaces, as no id does."""
        if " " in self.text:
            return ()
        plain = plain_text(self.text)
        spellings = (self.text, plain, plain.upper() if is_cj_order_id(plain) else plain)
        return tuple(OrderId(each) for each in dict.fromkeys(spellings))

    @property
    def numbers(self) -> tuple[OrderNumber, ...]:
        """Its spellings as the shop's own number of an order, as pasted first."""
        plain = plain_text(self.text)
        bare = plain.lstrip("# ")
        spellings = [self.text, plain, bare, plain.upper()]
        if not (" " in bare or is_cj_order_id(bare) or _pieces(bare)):
            spellings.append(f"#{bare}")  # as shops show it, and some keep it
        return tuple(OrderNumber(each) for each in dict.fromkeys(spellings) if each)


def number_key(text: str) -> str:
    """What is alike in all spellings of a number: no case, `#` or space, one kind of hyphen."""
    return "".join(plain_text(text).split()).lstrip("#").casefold()


def new_business_dispute_id() -> BusinessDisputeId:
    """A fresh reference of 128 random bits.

    It never contains the clock: an id built from the time looks new on every retry, which is
    how claims get filed twice.
    """
    import secrets  # brings hashlib and OpenSSL, which showing ids does without

    return BusinessDisputeId("DD-" + secrets.token_hex(16))


def is_cj_order_id(text: str) -> bool:
    """Whether the text has a shape that the dispute calls are known to take."""
    is_code = re.fullmatch(f"{_ANY_CASE}(?:{_CODE}|{_LONG_NUMBER})", text)
    return bool(is_code) and not is_dispute_id(text)


def is_dispute_id(text: str) -> bool:
    """Whether the text is a dispute number (`SH…`) and so not an order."""
    return bool(re.fullmatch(_ANY_CASE + _DISPUTE_ID, text))


def certain_order_id(text: str) -> str:
    """The order id that is all of a text, where it can be nothing else; "" otherwise."""
    if len(text) > 2 * ORDER_ID_LIMIT:
        return ""
    word = _bare(plain_text(text)).upper()
    return word if re.fullmatch(_CERTAINLY_AN_ORDER, word) else ""


def find_dispute_ids(text: str) -> tuple[DisputeId, ...]:
    """The dispute numbers in a pasted text, in order of appearance, each once."""
    found = _find(_inside(_DISPUTE_ID), plain_text(text[:_READ_LIMIT]))
    return tuple(DisputeId(each.upper()) for each in dict.fromkeys(found))


def find_order_ids(text: str) -> tuple[OrderCandidate, ...]:
    """What in a pasted text may name an order, the likeliest first, at most eight, each once.

    Takes a bare id, the shop's own order number, or a whole mail. A word or a short line comes
    first as it is, then the pieces of it that look like ids. In a longer text CJ codes come before
    long numbers, these before numbers that `#` or a word marks as an order's, then words such as
    `SHOP-12345`, bare numbers, which may be telephone numbers, pieces of words, and last what is
    called the number of something else, such as a ticket. Ids of disputes (`SH…`) are left out.
    """
    seen = repaired(text[:_READ_LIMIT]).translate(_NO_JOINERS)
    whole = _whole(seen)
    if whole:
        found = [OrderCandidate(whole, is_whole=True)]
        plain = plain_text(whole)
        pieces = (*_pieces(plain), *_number_among_words(plain))
        found += (OrderCandidate(piece, cut_from=whole) for piece in pieces)
    else:
        plain = plain_text(seen)
        others = _of_something_else(plain)
        found = sorted(_in_text(plain), key=lambda each: each.key in others)
    each_once: dict[str, OrderCandidate] = {}
    for candidate in found:
        if not is_dispute_id(plain_text(candidate.text)):
            each_once.setdefault(candidate.key, candidate)
    return tuple(each_once.values())[:_CANDIDATE_LIMIT]


def find_order_list(text: str) -> tuple[str, ...]:
    """The numbers of a text that names several orders, as they stand there, each once.

    A list of numbers and nothing else, one of them per line or cell or between commas, with bullets
    or counted; a column of a table; or several of one kind in any text: CJ's own, or such as `#` or
    a word marks. Empty where it names one order at most, or numbers of several kinds, of which only
    CJ knows which are orders.
    """
    seen = repaired(_beginning(text)).translate(_NO_JOINERS)
    plain = plain_text(seen)
    for numbers in (_listed(seen), _find(_alone(_CJ_CODE), plain), _marked(plain)):
        each_once: dict[str, str] = {}
        for each in numbers:
            if not is_dispute_id(plain_text(each)):
                each_once.setdefault(number_key(each), each)
        if len(each_once) > 1:
            return tuple(each_once.values())
    return ()


def _beginning(text: str) -> str:
    """As much of a text as is read for a list; no number in it is cut."""
    if len(text) <= LIST_READ:
        return text
    read = text[:LIST_READ]
    return read[: max(map(read.rfind, " \n\t,;|、，；｜。")) + 1]


def _listed(seen: str) -> list[str]:
    """The pieces of a text that is a list of numbers, with a heading at most; else none."""
    lines = _uncounted([line for line in seen.splitlines() if line.strip()])
    is_table = len(lines) > 1 and any("\t" in line for line in lines)
    if not is_table and (numbers := _all_numbers(re.split(_BETWEEN, "\n".join(lines)))):
        return numbers
    return _column_of_numbers(lines) if len(lines) > 1 else []


def _uncounted(lines: list[str]) -> list[str]:
    """Lines without what counts them from 1 on, where each begins with that."""
    begun = [match for line in lines if (match := re.match(_NUMBERING, line))]
    is_counted = [int(match[1]) for match in begun] == [*range(1, len(lines) + 1)]
    if len(lines) < 2 or not is_counted:
        return lines
    return [line[match.end() :] for line, match in zip(lines, begun, strict=True)]


def _column_of_numbers(lines: list[str]) -> list[str]:
    """The first column of a table in which there are numbers only, one of CJ's before others."""
    if any("\t" in line for line in lines):
        separator = "\t"
    else:
        parts = (each for each in ";；,，" if all(each in line for line in lines[1:]))
        separator = next(parts, "")
    if not separator:
        return _first_words(lines)
    columns = zip_longest(*(line.split(separator) for line in lines), fillvalue="")
    found = [numbers for column in columns if (numbers := _all_numbers(column))]
    if separator != "\t":  # between commas there may be sentences
        found = [numbers for numbers in found if not any(" " in each for each in numbers)]
    ours = (numbers for numbers in found if all(map(certain_order_id, numbers)))
    return next(ours, found[0] if found else [])


def _first_words(lines: list[str]) -> list[str]:
    """What lines begin with, where it is a number of CJ's, or an amount or a day follows each."""
    firsts, _, rests = zip(*(line.strip().partition(" ") for line in lines), strict=True)
    are_ours = all(is_cj_order_id(plain_text(_bare(each))) for each in firsts)
    are_cut = all(re.search(_NO_NUMBER, each) for each in rests)
    return _all_numbers(firsts) if are_ours or are_cut else []


def _all_numbers(pieces: Iterable[str]) -> list[str]:
    """The numbers of a list, with a heading at most; none where something else is in it."""
    pieces = [re.sub(r"^[^\d#:：]{1,40}[:：](?!//)", "", each) for each in pieces]
    pieces = [number for each in pieces if (number := _bare(each))]
    if len(pieces) == 1 and _are_numbers(words := pieces[0].split()):
        pieces = words
    pieces = list(map(_without_chinese, pieces))
    if pieces and not any(map(str.isdigit, pieces[0])):
        del pieces[0]
    if any(" " in each for each in pieces) and any(map(certain_order_id, pieces)):
        return []  # an order of CJ's above an address is no list
    return pieces if all(map(_is_listed_number, pieces)) else []


def _without_chinese(piece: str) -> str:
    if piece.isascii() or re.search(_NO_NUMBER, piece):
        return piece
    found = re.fullmatch(_ANY_CASE + _IN_CHINESE, piece)
    return found[1] if found else piece


def _are_numbers(words: Sequence[str]) -> bool:
    """Whether words beside one another are a number each: a shop's own may have spaces in it."""
    if all(each.startswith("#") or is_cj_order_id(each) for each in words):
        return True
    return len(words) > 2 and all(len(each) > 3 and each.isdigit() for each in words)


def _is_listed_number(piece: str) -> bool:
    """Whether a piece of a list can be an order's number: no day, no amount, no telephone."""
    if piece.startswith("#"):
        return bool(re.fullmatch(_ANY_CASE + _HASH_NUMBER, plain_text(piece)))
    digits = sum(map(str.isdigit, piece))
    return digits >= 3 and bool(_whole(piece)) and not re.search(_NO_NUMBER, piece)


def _marked(plain: str) -> Iterator[str]:
    """What `#` or a word marks as a shop's own number of an order, as it comes."""
    others = _of_something_else(plain)
    for match in re.finditer(f"{_ANY_CASE}{_HASH_NUMBER}|{_NAMED_NUMBER}", plain):
        found = match.group(1) or match.group()
        with_next = found + plain[match.end() : match.end() + 2]  # as of an amount
        if any(re.search(_NO_NUMBER, each) for each in (found, with_next)):
            continue
        if number_key(found) in others:
            continue
        if sum(map(str.isdigit, found)) >= 3 and not is_cj_order_id(found):
            yield found


def _whole(seen: str) -> str:
    """All of the text, where it can be one number; "" where it is a sentence or names one."""
    if len(seen) > 2 * ORDER_ID_LIMIT or "\n" in seen or "://" in seen:
        return ""
    words = _bare(seen).split()
    line = " ".join(words)
    plain = plain_text(line)
    if not 1 <= len(words) <= _WORDS_OF_A_NUMBER or len(line) > ORDER_ID_LIMIT:
        return ""
    if not any(each.isalnum() for each in line) or any(each in line for each in "<>=@"):
        return ""
    names_one = [_NAMED_NUMBER]
    if len(words) > 1:
        if not any(each.isdigit() for each in line):
            return ""
        names_one += [_alone(_CODE), _alone(_LONG_NUMBER), _HASH_NUMBER]
    return "" if any(_has_digit(_find(each, plain)) for each in names_one) else line


def _in_text(plain: str) -> Iterator[OrderCandidate]:
    compounds = list(_find(_COMPOUND, plain))
    for pattern in (_alone(_CODE), _alone(_LONG_NUMBER), _HASH_NUMBER, _NAMED_NUMBER):
        for each in _find(pattern, plain):
            if pattern is not _NAMED_NUMBER or _has_digit([each]):
                yield OrderCandidate(each.replace(" ", ""))
    for each in (*compounds, *_find(_SHORT_NUMBER, plain)):
        yield OrderCandidate(each)
    for word in compounds:
        for piece in _pieces(word):
            yield OrderCandidate(piece, cut_from=word)


def _of_something_else(plain: str) -> frozenset[str]:
    """The keys of what `#` marks as the number of a ticket, a flat or the like."""
    return frozenset(map(number_key, _find(_OF_SOMETHING_ELSE, plain)))


def _pieces(plain: str) -> list[str]:
    """The ids inside a word or line, without what is the whole of it."""
    patterns = (_inside(_CODE), _inside(_LONG_NUMBER), _SHORT_NUMBER)
    return [each for pattern in patterns for each in _find(pattern, plain) if each != plain]


def _number_among_words(plain: str) -> list[str]:
    """The one word with a number in it among such as people write beside it: `1001 broken`."""
    words = plain.split()
    numbers = [each for each in words if any(map(str.isdigit, each))]
    others = [each for each in words if each not in numbers]
    if len(numbers) != 1 or not others or any(each.isupper() for each in others):
        return []  # `INV 1001` is a number with a space in it
    (number,) = numbers
    is_number = re.fullmatch(rf"{_ANY_CASE}#?[A-Z0-9][A-Z0-9_-]*", number)
    return [number] if is_number and _is_listed_number(number) else []


def _bare(text: str) -> str:
    """The text without what is around a number and no part of it.

    Punctuation, brackets and bullets of all scripts, emoji, and dashes with a space.
    """
    start, end = 0, len(text)
    while start < end and _is_around(text[start], text[start + 1 : start + 2]):
        start += 1
    while start < end and _is_around(text[end - 1], text[end - 2 : end - 1]):
        end -= 1
    return text[start:end]


def _is_around(letter: str, beside: str) -> bool:
    if letter in "-－":
        return beside.isspace()
    return not (letter.isalnum() or letter in _PART_OF_A_NUMBER)


def _alone(pattern: str) -> str:
    """A word of its own, to which no hyphen or underscore joins another."""
    return rf"(?<![\w+-]){pattern}(?![\w-])"


def _inside(pattern: str) -> str:
    """A part of a word, as long as no letter or digit is left out of it."""
    return rf"(?<![A-Z0-9+]){pattern}(?![A-Z0-9])"


def _find(pattern: str, plain: str) -> Iterator[str]:
    for match in re.finditer(_ANY_CASE + pattern, plain):
        yield match.group(1) if match.re.groups else match.group()


def _has_digit(texts: Iterable[str]) -> bool:
    return any(char.isdigit() for text in texts for char in text)
