from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.disputes.reasons import ReasonFamily, family_of
from app.domain.filing.filing import MESSAGE_LIMIT, DraftLine, Evidence, EvidenceKind
from app.domain.filing.templates import (
    BUILT_IN,
    NO_CONTEXT,
    Template,
    TemplateContext,
    as_body,
    clean_body,
    clean_name,
    context_of,
    fill,
    template_for,
)
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.orders import OrderFacts
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
        ("No tracking information", ReasonFamily.NO_TRACKING),
        ("Tracking Error", ReasonFamily.NO_TRACKING),
        ("Tracking frozen", ReasonFamily.FROZEN),
        ("Returned to sender", ReasonFamily.RETURNED),
        ("Lack of inventory", ReasonFamily.OUT_OF_STOCK),
        ("Unfilled order", ReasonFamily.CANCEL),
        ("Product short", ReasonFamily.MISSING),
        ("Defective product", ReasonFamily.DAMAGED),
        ("Incorrect product", ReasonFamily.WRONG),
        ("Product Returned", ReasonFamily.RETURNED),
        ("包裹退回", ReasonFamily.RETURNED),
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
@pytest.mark.parametrize(("lines", "name"), [(1, "Lamp"), (40, "Lamp " * 60), (120, "灯" * 300)])
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


def test_a_message_about_very_many_items_looks_at_each_of_them_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at: list[str] = []

    def short(name: str, limit: int) -> str:
        looked_at.append(name)
        return name[:limit]

    monkeypatch.setattr("app.domain.filing.templates._short", short)
    chosen = [DraftLine.of(builders.order_line(f"L{n}", name="a"), 1) for n in range(1_000)]
    assert " more" in fill(BUILT_IN[0], builders.draft(*chosen))
    assert len(looked_at) < 10 * len(chosen)


def test_braces_in_a_product_name_are_just_text() -> None:
    line = DraftLine.of(builders.order_line(name="{order} {0} {"), 1)
    assert "{order} {0} {" in fill(BUILT_IN[0], builders.draft(line))


PARCEL = TemplateContext("CJPKL7160102", 41)


def _template(body: str) -> Template:
    return Template("own-1", ReasonFamily.OTHER, body, "Mine")


def test_a_sentence_with_an_unknown_variable_vanishes() -> None:
    body = "Order {order}. Sent {days} days ago by {tracking}. See the {evidence}. Thanks!"
    assert fill(_template(body), builders.draft()) == "Order 1001. Thanks!"
    with_link = replace(
        builders.draft(), evidence=(Evidence("https://a.example/b.jpg", EvidenceKind.IMAGE),)
    )
    assert fill(_template(body), with_link, PARCEL) == (
        "Order 1001. Sent 41 days ago by CJPKL7160102. See the evidence link. Thanks!"
    )


def test_days_and_pieces_are_counted_in_words_that_fit() -> None:
    text = fill(
        _template("{quantity} pieces, {days} days ago."), builders.draft(), TemplateContext(days=1)
    )
    assert text == "2 pieces, 1 day ago."


def test_chinese_sentences_end_too() -> None:
    assert (
        fill(_template("订单{order}。运单{tracking}。谢谢"), builders.draft()) == "订单1001。谢谢"
    )


@pytest.mark.parametrize(
    "body",
    ["{order.__class__}", "{0} {} { }", "{items!r:>99999}", "}{", "%s {unknown}", "\0<b>{</b>"],
)
def test_what_is_no_variable_is_just_text(body: str) -> None:
    assert fill(_template(body), builders.draft()) == body


def test_an_own_text_too_long_to_fill_is_cut_with_a_mark() -> None:
    body = "x" * 490 + " {order} {items}"
    text = fill(_template(body), builders.draft())
    assert len(text) == MESSAGE_LIMIT
    assert text.endswith("…")


def test_what_can_be_missed_goes_before_anything_is_cut() -> None:
    body = "Order {order}: {items}. " + "y" * 440 + ". Sent {days} days ago by {tracking}."
    text = fill(_template(body), builders.draft(), PARCEL)
    assert text.endswith("y.")
    assert "2 x Desk lamp, brass" in text


@pytest.mark.parametrize("template", BUILT_IN, ids=lambda each: each.key)
def test_a_filled_template_becomes_a_template_again(template: Template) -> None:
    lines = [DraftLine.of(builders.order_line(f"L{n}", name=f"Lamp no. {n}"), 1) for n in (1, 2)]
    message = fill(template, builders.draft(*lines), PARCEL)
    body = as_body(message, builders.draft(*lines), PARCEL)
    assert "{order}" in body
    assert "{items}" in body
    assert "Lamp" not in body
    assert fill(_template(body), builders.draft(*lines), PARCEL) == message
    other = fill(_template(body), replace(builders.draft(), order_number=OrderNumber("#7")))
    assert "#7" in other
    assert "Desk lamp" in other


def test_an_own_sentence_about_one_product_becomes_general() -> None:
    text = "My 2 Desk lamp, brass of order #1001 broke after 1 day."
    assert as_body(text, builders.draft()) == "My {items} of order #{order} broke after 1 day."


def test_a_short_order_number_is_taken_only_where_a_word_says_so() -> None:
    draft = replace(builders.draft(), order_number=OrderNumber("5"))
    assert as_body("Order 5 took 5 weeks", draft) == "Order {order} took 5 weeks"


def test_the_days_count_from_dispatch() -> None:
    facts = OrderFacts(
        OrderId("SD1"),
        (),
        OrderNumber("1"),
        "SHIPPED",
        dispatched=builders.NOON - timedelta(days=3, hours=5),
        tracking_number=" CJ \n1 ",
    )
    assert context_of(facts, builders.NOON) == TemplateContext("CJ 1", 3)
    assert context_of(None, builders.NOON) == NO_CONTEXT
    future = replace(facts, dispatched=builders.NOON + timedelta(days=2))
    assert context_of(future, builders.NOON).days is None


def test_names_are_one_visible_line() -> None:
    assert clean_name("  a\n\tb\u2003\0\u202ec  ") == "a b c"
    assert len(clean_name("x" * 10_000)) == 60


def test_bodies_lose_what_cannot_be_sent() -> None:
    assert clean_body(" a\r\nb\0 ") == "a\nb"
    assert [clean_body(each) for each in ("\0\x1b", "x" * 501, "x" * 1_000_000)] == ["", "", ""]
