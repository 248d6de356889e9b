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
