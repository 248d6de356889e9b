import pytest

from app.domain import ids

SD = "SD2611200001234567"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SD, SD),
        (f"  {SD}\n", SD),
        ("sd2611200001234567", SD),
        ("CJPKL7160102171YQ", "CJPKL7160102171YQ"),
        ("J1623672949997490176", "J1623672949997490176"),
        ("62650625018974208", "62650625018974208"),
        ("#1001", "1001"),
        ("1001", "1001"),
        ("SHOP-12345", "SHOP-12345"),
        (f"Hi, where is my order {SD}? It is late!", SD),
        (f"订单号:{SD}。", SD),
        ("Order #1001 from 2026-11-02, phone 4915112345678", "1001"),
        ("\u200bSD2611200001234567\ufeff", SD),
        ("ＳＤ２６１１２００００１２３４５６７", SD),
        (f"<a href='x?o={SD}'>{SD}</a>", SD),
    ],
)
def test_the_likeliest_order_id_comes_first(text: str, expected: str) -> None:
    assert ids.find_order_ids(text)[0] == expected


@pytest.mark.parametrize(
    "text", ["", "   ", "no number here at all", "SH1623673863466725376", "\x00"]
)
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert ids.find_order_ids(text) == ()


def test_cj_codes_come_before_numbers_and_each_once() -> None:
    text = f"phone 004915112345678 order 62650625018974208 also {SD} and {SD}"
    assert ids.find_order_ids(text)[:2] == (SD, "62650625018974208")


def test_at_most_five_and_fast_on_absurd_length() -> None:
    text = " ".join(f"SD26112000012345{n:02}" for n in range(90)) + "9" * 1_000_000
    assert len(ids.find_order_ids(text)) == 5


def test_dispute_ids_are_told_apart() -> None:
    text = "SH1623673863466725376 about SD2611200001234567"
    assert ids.find_dispute_ids(text) == ("SH1623673863466725376",)
    assert ids.find_order_ids(text) == (SD,)
    assert ids.is_dispute_id("SH1623673863466725376")
    assert not ids.is_cj_order_id("SH1623673863466725376")


def test_reference_is_random_ascii_and_short() -> None:
    made = {ids.new_business_dispute_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(each.isascii() and len(each) <= 100 for each in made)
