import pytest

from app.domain.filing import MESSAGE_LIMIT, DraftLine
from app.domain.reasons import ReasonFamily, family_of
from app.domain.templates import BUILT_IN, fill, template_for
from tests import builders


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Unfulfilled Order Cancellation", ReasonFamily.CANCEL),
        ("Product Damaged", ReasonFamily.DAMAGED),
        ("Products Not Received", ReasonFamily.NOT_RECEIVED),
        ("Item not received", ReasonFamily.NOT_RECEIVED),
        ("Parts not received", ReasonFamily.MISSING),
        ("Wrong product received", ReasonFamily.WRONG),
        ("Delivery delayed", ReasonFamily.DELAYED),
        ("Bad quality", ReasonFamily.QUALITY),
        ("商品破损", ReasonFamily.DAMAGED),
        ("", ReasonFamily.OTHER),
        ("Something new of CJ's", ReasonFamily.OTHER),
    ],
)
def test_reasons_find_their_family(name: str, family: ReasonFamily) -> None:
    assert family_of(name) is family
    assert template_for(name).family is family


def test_every_family_has_exactly_one_template() -> None:
    assert sorted(each.family.value for each in BUILT_IN) == sorted(f.value for f in ReasonFamily)
    assert len({each.key for each in BUILT_IN}) == len(BUILT_IN)


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda each: each.key)
@pytest.mark.parametrize(("lines", "name"), [(1, "Lamp"), (40, "Lamp " * 60), (400, "灯" * 300)])
def test_any_filling_stays_within_the_limit(template: object, lines: int, name: str) -> None:
    chosen = [DraftLine.of(builders.order_line(f"L{n}", name=name), 1) for n in range(lines)]
    text = fill(template, builders.draft(*chosen))  # type: ignore[arg-type]  # parametrize hides the type
    assert 0 < len(text) <= MESSAGE_LIMIT
    assert text.endswith(".")
    assert "{" not in text


def test_what_does_not_fit_is_counted() -> None:
    chosen = [DraftLine.of(builders.order_line(f"L{n}", name="Lamp " * 60), 1) for n in range(40)]
    text = fill(BUILT_IN[0], builders.draft(*chosen))
    assert "more" in text


def test_braces_in_a_product_name_are_just_text() -> None:
    line = DraftLine.of(builders.order_line(name="{order} {0} {"), 1)
    assert "{order} {0} {" in fill(BUILT_IN[0], builders.draft(line))
