from __future__ import annotations

import pytest

from app.domain.text import (
    cleaned,
    file_name,
    folded,
    one_line,
    plain_text,
    repaired,
    shortened,
    sort_key,
    storable,
    utf16_length,
)
from tests.storage.hostile import TEXTS

LETTERS = [
    chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), *range(0x1F000, 0x1FB00))
]


def test_a_repaired_text_keeps_its_lines_and_loses_what_nobody_sees() -> None:
    assert repaired(" a\x00b\r\nc\u2028d\x1b[0m\ue000 ") == "ab\nc\nd[0m"
    assert repaired("a\u200e\u2066b\ufeff\ufffe c\td\u3164e") == "ab c\td e"


def test_halves_of_characters_are_joined_or_dropped_in_what_is_sent() -> None:
    assert repaired("a\ud83d\ude00b\ude00") == "a😀b"


def test_no_visible_letter_is_lost_or_changed_by_repairing() -> None:
    changed = [
        each for each in LETTERS if each.isprintable() and repaired(f"x{each}x") != f"x{each}x"
    ]
    assert changed == ["\u2800", "\u3164", "\uffa0"]


def test_every_space_becomes_an_ordinary_one() -> None:
    spaces = [each for each in LETTERS if each.isspace() and repaired(f"x{each}x") == "x x"]
    assert {"\xa0", "\u1680", "\u2009", "\u202f", "\u205f", "\u3000"} < set(spaces)
    others = {each for each in LETTERS if each.isspace()} - set(spaces)
    assert {repaired(f"x{each}x") for each in others} == {"x\nx", "x\tx"}


def test_cleaning_again_changes_nothing() -> None:
    for clean in (repaired, folded, one_line):
        found = {once for each in LETTERS if (once := clean(each)) != each}
        assert [each for each in found if clean(each) != each] == []
    # Texts that an earlier version kept without case, and nothing else, become the same.
    assert [each for each in LETTERS if folded(each.casefold()) != folded(each)] == []


def test_a_text_from_a_server_is_cut_however_long_it_is() -> None:
    assert cleaned("\u202ex" * 10_000, 5) == "xxxxx"
    assert cleaned("\n" + "é" * 9, 5) == "ééééé"


def test_one_line_says_that_it_was_cut() -> None:
    assert one_line("a\n b\u3000\tc\u202e") == "a b c"
    assert one_line("x" * 11, 10) == "x" * 9 + "…"


def test_plain_text_is_what_ids_are_looked_for_in() -> None:
    assert plain_text("ＳＤ１２３\u2011４\u200d٥ é") == "SD123-45 é"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_storable_text_is_utf_8_and_stays_the_same(text: str) -> None:
    plain = storable(text)
    plain.encode()
    assert storable(plain) == plain


def test_halves_of_characters_are_joined_or_replaced_in_what_is_stored() -> None:
    assert storable("a\ud83d\ude00b") == "a😀b"
    assert storable("a\ude00b\ud83d") == "a\ufffdb\ufffd"


def test_folded_text_has_no_case_no_accents_and_no_nul() -> None:
    assert folded("ÄSTRAßE\0X") == "astrassex"


def test_numbers_sort_by_their_value() -> None:
    names = ["#1001", "#999", "SD10", "SD9", "sd1"]
    assert sorted(names, key=lambda name: sort_key(name) or "") == [
        "#999",
        "#1001",
        "sd1",
        "SD9",
        "SD10",
    ]


@pytest.mark.parametrize("text", ["", "  ", "\u200b", None])
def test_nothing_has_no_place_in_an_order(text: str | None) -> None:
    assert sort_key(text) is None


@pytest.mark.parametrize(
    ("text", "units"), [("", 0), ("abc", 3), ("é灯", 2), ("a😀", 3), ("\ud83d", 1)]
)
def test_lengths_are_counted_as_java_does(text: str, units: int) -> None:
    assert utf16_length(text) == units


def test_a_text_is_cut_between_characters_with_a_mark() -> None:
    assert shortened("😀" * 3, 6) == "😀" * 3
    assert shortened("😀" * 3, 5) == "😀😀…"
    assert shortened("😀" * 3, 4) == "😀…"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Disputes 2026-11-22", "Disputes 2026-11-22"),
        ('a/b\\c:"d"|e?*<f>\0', "a b c d e f"),
        ("...", "export"),
        ("x" * 200, "x" * 80),
        ("灯" * 80 + ".png", "灯" * 26 + ".png"),
        ("案例 SH1", "案例 SH1"),
        ("nul.pdf", "_nul.pdf"),
        ("CONIN$", "_CONIN$"),
        ("conout$.txt", "_conout$.txt"),
        ("com¹.csv", "_com¹.csv"),
        ("lpt³", "_lpt³"),
        ("aux .txt", "_aux.txt"),
        ("com10.csv", "com10.csv"),
        (".hidden", "hidden"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("1\u202f000 pièces.JPEG", "1 000 pièces.JPEG"),
        ("see p. 12", "see p. 12"),
    ],
)
def test_file_names_are_possible_everywhere(text: str, name: str) -> None:
    assert file_name(text, otherwise="export") == name
