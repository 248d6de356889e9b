"""JSON without float, in and out, and without a way to hang."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.api.http.exact_json import NotJson, as_it_came, decode, encode


@pytest.mark.parametrize(
    "digits", ["1234567890123456.78", "23.00", "0.10", "-1.50", "9999999999999999.99", "0.00"]
)
def test_amounts_keep_every_digit_in_and_out(digits: str) -> None:
    read = decode(f'{{"price": {digits}}}'.encode())
    assert read == {"price": Decimal(digits)}
    assert encode(read) == f'{{"price": {digits}}}'.encode()


def test_long_ids_stay_exact() -> None:
    assert decode(b"[1623673863466725376, 123456789012345678901234567890]") == [
        1623673863466725376,
        123456789012345678901234567890,
    ]


def test_what_was_read_can_be_written_back() -> None:
    body = b'{"a": [' * 49 + b"{}" + b"]}" * 49
    assert encode(as_it_came(decode(body))) == body


def test_a_byte_order_mark_is_skipped() -> None:
    assert decode(b"\xef\xbb\xbf{}") == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a": }',
        b"[1,]",
        b"NaN",
        b'{"a": NaN}',
        b"[Infinity]",
        b"[-Infinity]",
        b"1e999999999",
        b"[1e-999999999]",
        b"[1e99999999999999999999]",
        b"1" * 100_000,
        b"-" + b"1" * 5_000,
        b"0." + b"1" * 100_000,
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b"[" * 50_000 + b"]" * 50_000,
        b"[" * 101 + b"]" * 101,
        b'{"a":' * 60 + b"[" * 41 + b"]" * 41 + b"}" * 60,
        b"\xff\xfe{\x00}\x00",
        b'"\xe9"',
        b"<html></html>",
        b'{"a": 1} trailing',
    ],
    ids=lambda body: str(body[:20]),
)
def test_what_is_not_read(body: bytes) -> None:
    with pytest.raises(NotJson) as caught:
        decode(body)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "amount", ["NaN", "Infinity", "1.001", "1e16", "10000000000000000.00", "1e-999999"]
)
def test_what_is_no_amount_is_not_written(amount: str) -> None:
    with pytest.raises(ValueError, match="two decimals"):
        encode(Decimal(amount))


def test_amounts_are_written_plainly_whatever_their_exponent() -> None:
    assert encode([Decimal("1E+3"), Decimal("2.5"), Decimal(7)]) == b"[1000.00, 2.50, 7.00]"


@pytest.mark.parametrize("value", [1.5, b"x", object()])
def test_floats_and_others_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        encode({"a": value})


def test_texts_stay_readable_and_are_escaped() -> None:
    assert encode({"a": '中 "x"\n', "b": [True, None]}) == (
        '{"a": "中 \\"x\\"\\n", "b": [true, null]}'.encode()
    )
