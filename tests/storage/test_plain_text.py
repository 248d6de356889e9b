from __future__ import annotations

import pytest

from app.storage.plain_text import folded, sort_key, storable
from tests.storage.hostile import TEXTS


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_storable_text_is_utf_8_and_stays_the_same(text: str) -> None:
    plain = storable(text)
    plain.encode()
    assert storable(plain) == plain


def test_halves_of_characters_are_joined_or_replaced() -> None:
    assert storable("a\ud83d\ude00b") == "a😀b"
    assert storable("a\ude00b\ud83d") == "a\ufffdb\ufffd"


def test_folded_text_has_no_case_and_no_nul() -> None:
    assert folded("ÄSTRAßE\0X") == "ästrasse x"


def test_numbers_sort_by_their_value() -> None:
    names = ["#1001", "#999", "SD10", "SD9", "sd1"]
    assert sorted(names, key=lambda name: sort_key(name) or "") == [
        "#999",
        "#1001",
        "sd1",
        "SD9",
        "SD10",
    ]


@pytest.mark.parametrize("text", ["", "  ", None])
def test_nothing_has_no_place_in_an_order(text: str | None) -> None:
    assert sort_key(text) is None
