from decimal import Decimal

import pytest

from app.domain import money


@pytest.mark.parametrize("text", ["1234567890123456.78", "0.00", "-3.50", "9999999999999999.99"])
def test_cents_and_back_is_exact(text: str) -> None:
    assert money.from_cents(money.to_cents(Decimal(text))) == Decimal(text)
    assert str(money.usd(text)) == text


def test_always_two_decimals() -> None:
    assert str(money.usd(23)) == "23.00"
    assert str(money.usd("12.5")) == "12.50"
    assert str(money.usd("0.125")) == "0.12"


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1e17", "1E+999999999", "10000000000000000", "abc", ""]
)
def test_no_amount(value: str) -> None:
    with pytest.raises(money.NotAnAmount):
        money.usd(value)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12.50", "12.50"), ("12,50", "12.50"), ("12,5", "12.50"), ("12", "12.00"),
        (" $12.50 ", "12.50"), ("US$ 12,50", "12.50"), ("12.50 usd", "12.50"),
        ("1,250.00", "1250.00"), ("1.250,00", "1250.00"), ("1 250,00", "1250.00"),
        ("1\u202f250,00", "1250.00"), ("1'250.00", "1250.00"), ("1,250,000", "1250000.00"),
        ("1250", "1250.00"), ("1250,00", "1250.00"), ("\uff11\uff12\uff0e\uff15", "12.50"),
        ("0", "0.00"),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_it_was_meant_in_any_country(text: str, amount: str) -> None:
    assert str(money.typed_usd(text)) == amount


@pytest.mark.parametrize("text", ["1,250", "1.250", "$12,500", "0,125"])
def test_what_may_be_a_thousand_times_as_much_is_not_guessed(text: str) -> None:
    with pytest.raises(money.AmbiguousAmount):
        money.typed_usd(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "-12.50", "(12.50)", "12.5050", "1234.567", "12,50,00", "1.250.00", "1,25.00",
        "\u20ac12,50", "EUR 12.50", "12 50", "1e3", "12.", ".5", "12/50", "9" * 17,
    ],
)  # fmt: skip
def test_what_is_no_amount_in_dollars_is_refused(text: str) -> None:
    with pytest.raises(money.NotAnAmount) as refused:
        money.typed_usd(text)
    assert refused.type is money.NotAnAmount
