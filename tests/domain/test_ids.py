import pytest

from app.domain import ids

SD = "SD2611200001234567"


def found(text: str) -> list[str]:
    return [each.text for each in ids.find_order_ids(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SD, SD),
        (f"  {SD}\n", SD),
        ("sd2611200001234567", "sd2611200001234567"),
        ("CJPKL7160102171YQ", "CJPKL7160102171YQ"),
        ("J1623672949997490176", "J1623672949997490176"),
        ("62650625018974208", "62650625018974208"),
        ("#1001", "#1001"),
        ("1001", "1001"),
        ("SHOP-12345", "SHOP-12345"),
        ("ORD-20241130123456789", "ORD-20241130123456789"),
        ("(SHOP_AB12345678),", "SHOP_AB12345678"),
        ("wc12345678", "wc12345678"),
        ("INV\u00a0 1001", "INV 1001"),
        ("ORD\u20112024\u20111130", "ORD\u20112024\u20111130"),
        ("order1001", "order1001"),
        ("112-1234567-1234567", "112-1234567-1234567"),
        (f"Hi, where is my order {SD}? It is late!", SD),
        (f"订单号:{SD}。", SD),
        ("订单1001", "1001"),
        ("Order:1001", "1001"),
        ("Order no. ORD-20241130123456789", "ORD-20241130123456789"),
        ("Order #1001 from 2026-11-02, phone 4915112345678", "#1001"),
        ("\u200bSD2611200001234567\ufeff", SD),
        (f"<a href='x?o={SD}'>{SD}</a>", SD),
        (f"https://shop.example/orders/{SD}", SD),
    ],
)
def test_the_likeliest_order_id_comes_first_as_it_was_pasted(text: str, expected: str) -> None:
    assert found(text)[0] == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "no number here at all",
        "SH1623673863466725376",
        "\x00",
        "call 2026-11-02 or so on",
    ],
)
def test_nothing_is_found_where_nothing_is(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("SD2609010002-1", "SD2609010002"),
        ("SHOP_AB12345678", "AB12345678"),
        ("TT-576461413038785792", "576461413038785792"),
        ("INV 2001234567890", "2001234567890"),
        ("1001 broken", "1001"),
        ("Orders 1001", "1001"),
        ("1003 are lost", "1003"),
    ],
)
def test_a_piece_comes_after_the_whole_and_knows_what_it_was_cut_from(
    text: str, piece: str
) -> None:
    whole, part = ids.find_order_ids(text)
    assert (whole.text, whole.is_whole, whole.cut_from) == (text, True, "")
    assert (part.text, part.is_whole, part.cut_from) == (piece, False, text)


def test_in_a_longer_text_pieces_of_words_come_last() -> None:
    text = f"It is about SD2609010002-1 or perhaps {SD}, or SHOP-12345."
    assert found(text) == [SD, "SD2609010002-1", "SHOP-12345", "SD2609010002"]
    assert ids.find_order_ids(text)[3].cut_from == "SD2609010002-1"
    assert not any(each.is_whole for each in ids.find_order_ids(text))


def test_cj_codes_come_before_numbers_and_each_once() -> None:
    text = f"phone 004915112345678 order 62650625018974208 also {SD} and {SD.lower()}"
    assert found(text)[:2] == [SD, "62650625018974208"]


def test_at_most_eight_and_fast_on_absurd_length() -> None:
    text = " ".join(f"SD26112000012345{n:02}" for n in range(90)) + "9" * 1_000_000
    assert len(found(text)) == 8


@pytest.mark.parametrize(
    ("text", "spellings", "numbers"),
    [
        ("1002", ["1002"], ["1002", "#1002"]),
        ("#1002", ["#1002"], ["#1002", "1002"]),
        ("sd2611200001234567", ["sd2611200001234567", SD], ["sd2611200001234567", SD]),
        ("wc-12", ["wc-12"], ["wc-12", "WC-12", "#wc-12"]),
        ("A\u20111", ["A\u20111", "A-1"], ["A\u20111", "A-1", "#A-1"]),
        ("INV 1001", [], ["INV 1001"]),
    ],
)
def test_spellings_begin_as_pasted(text: str, spellings: list[str], numbers: list[str]) -> None:
    (candidate,) = ids.find_order_ids(text)
    assert list(candidate.ids) == spellings
    assert list(candidate.numbers) == numbers


@pytest.mark.parametrize(
    "other", ["#1002-a", "1002\u2011A", " # 1002-A", "１００２－ａ", "1002-\u200bA"]
)
def test_spellings_of_one_number_have_one_key(other: str) -> None:
    assert ids.number_key(other) == ids.number_key("1002-A")


def test_other_numbers_have_other_keys() -> None:
    numbers = ["1002", "01002", "1002-1", "10.02", "1002_1", "A1002"]
    assert len({ids.number_key(each) for each in numbers}) == len(numbers)


def test_dispute_ids_are_told_apart() -> None:
    text = "SH1623673863466725376 about SD2611200001234567"
    assert ids.find_dispute_ids(text) == ("SH1623673863466725376",)
    assert found(text) == [SD]
    assert ids.is_dispute_id("SH1623673863466725376")
    assert not ids.is_cj_order_id("SH1623673863466725376")


def test_reference_is_random_ascii_and_short() -> None:
    made = {ids.new_business_dispute_id() for _ in range(1000)}
    assert len(made) == 1000
    assert all(each.isascii() and len(each) <= 100 for each in made)


def test_a_joiner_is_no_part_of_an_id_as_it_was_pasted() -> None:
    (only,) = ids.find_order_ids("SD26\u200d0901\u200c0002")
    assert only.ids == ("SD2609010002",)


OTHER = "SD2611060000333001"
SIX_KINDS = (
    "Hello, it is about ORD-20241130123456789 or TT-576461413038785792, perhaps "
    "SHOP_AB12345678.\nParcel 12345678901234567890, call +49 151 12345678, "
    "paid on 2026-11-02, item 2001234567890."
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"{SD}\n{OTHER}", (SD, OTHER)),
        (f"{SD}\r\n{OTHER}\r\n{SD.lower()}\r\n", (SD, OTHER)),
        (f" {SD}, {OTHER} ; 1003", (SD, OTHER, "1003")),
        ("#1001, #1002 or #1003", ("#1001", "#1002", "#1003")),
        ("#1001 #1002", ("#1001", "#1002")),
        ("Order #1001 and #4021 are late", ("1001", "#4021")),
        ("1001 1002 1003", ("1001", "1002", "1003")),
        ("Order number\n1001\n1002", ("1001", "1002")),
        ("Orders: 1001, 1002", ("1001", "1002")),
        ("订单：1001、1002和1003", ("1001", "1002", "1003")),
        ("SHOP-12345\nINV 1001\nwc12345678", ("SHOP-12345", "INV 1001", "wc12345678")),
        ("1001\tLamp\t12.50\n1002\tMug\t3.10", ("1001", "1002")),
        ("Order\tDay\n#12\t2026-11-02\n#13\t2026-11-03", ("#12", "#13")),
        (f"Please refund {SD} and also {OTHER}, thank you.", (SD, OTHER)),
        (f"{SD},2026-11-02,USD 3.10\n{OTHER},2026-11-03,USD 4.00", (SD, OTHER)),
        ("Hi, where are my orders #1001 and #1002? Call +49 151 12345678", ("#1001", "#1002")),
        ("It is about order 1001 and order 1002.", ("1001", "1002")),
        (f"SH1623673863466725376\n{SD}\n{OTHER}", (SD, OTHER)),
        ("Order 1001 and order 1002: order 150.00 USD, order 2026-11-02", ("1001", "1002")),
        ("- 1001\n- 1002", ("1001", "1002")),
        ("* 1001\n• 1002\n– 1003\n📦1004", ("1001", "1002", "1003", "1004")),
        ("1. 1001\n2. 1002\n3. #1003", ("1001", "1002", "#1003")),
        ("1、1001\n2、1002", ("1001", "1002")),
        ("(1) 1001\n(2) 1002", ("1001", "1002")),
        ("［1001］\n『1002』\n〔1003〕", ("1001", "1002", "1003")),
        ("1001｜1002。1003", ("1001", "1002", "1003")),
        ("订单1001、1002和1003都没收到", ("1001", "1002", "1003")),
        ("＃１００１，＃１００２", ("＃１００１", "＃１００２")),
        ("1001 & 1002 & 1003", ("1001", "1002", "1003")),
        ("1\t1001\tLamp\n2\t1002\tMug", ("1001", "1002")),
        ("2026-11-02\t1001\tLamp\n2026-11-03\t1002\tMug", ("1001", "1002")),
        ("Day\tOrder\n2026-11-02\t#12\n2026-11-03\t#13", ("#12", "#13")),
        ("1001\tLamp\n1002\n1003\tMug", ("1001", "1002", "1003")),
        (f"1234567890\t{SD}\n1234567891\t{OTHER}", (SD, OTHER)),
        ("Order,Product,USD\n1001,Lamp,12.50\n1002,Mug,3.10", ("1001", "1002")),
        ("1001;Lamp;12,50\n1002;Mug;3,10", ("1001", "1002")),
        ("1001 12.50\n1002 3.10", ("1001", "1002")),
        (
            "1988776655443322110 broken\n1988776655443322111 not received",
            ("1988776655443322110", "1988776655443322111"),
        ),
        ("1001 broken\n1002 lost", ("1001 broken", "1002 lost")),
    ],
)
def test_several_numbers_of_one_kind_are_a_list(text: str, numbers: tuple[str, ...]) -> None:
    assert ids.find_order_list(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "",
        SD,
        f"{SD}\n{SD.lower()}",
        "1001",
        "INV 1001",
        "2024 1001",
        "Order #1001 from 2026-11-02, phone 4915112345678",
        f"My order {SD} (#1001) was sent as CJPKL7160102171YQ.",
        f"{SD}-1",
        SIX_KINDS,
        "2026-11-02, 2026-11-03",
        "12.50, 13.50",
        "SH1623673863466725376, SH1623673863466725377",
        "call 2026-11-02 or so on",
        "hello there, general",
        "112-1234567-1234567",
        "Order #1001 is late. Order 150.00 USD, order 2026-11-02",
        "Re: [Ticket #4021] order #1001 has not arrived",
        "Your request (#4021) about order #1001",
        "Order #1001\nMain Street 5, Apt. # 4021",
        f"{SD}\nMain Street 123\n10115 Berlin",
        "https://shop.example/orders/1234567890123\nhttps://shop.example/orders/1234567890124",
        "9" * 300_000,
        f"{'9' * 19_000} {'9' * 300_000}",
        ", \n;" * 50_000,
        "!" * 20_000 + "1001",
        "10:30\n11:30",
        "2026年11月2日、2026年11月3日",
        "2023年、2024年",
        "1.500\n2.600",
        "Hello,\nit is about 1001, thanks",
    ],
)
def test_one_number_or_several_kinds_are_no_list(text: str) -> None:
    assert ids.find_order_list(text) == ()


@pytest.mark.parametrize(
    "text",
    ["[Ticket #4021] about #1001", "ticket no. #4021 of order 1001", "Case #4021: #1001 is late"],
)
def test_the_number_of_something_else_is_the_last_to_be_looked_up(text: str) -> None:
    found = [each.text for each in ids.find_order_ids(text)]
    assert found[-1] == "#4021"
    assert len(found) == 2


def test_the_number_of_something_else_is_looked_up_where_there_is_no_other() -> None:
    assert [each.text for each in ids.find_order_ids("ticket #4021")] == ["#4021"]


@pytest.mark.parametrize("between", ["\n", ", ", " "])
def test_no_number_of_a_long_list_is_cut(between: str) -> None:
    numbers = tuple(f"SD2611060000{number:06}" for number in range(1100))
    found = ids.find_order_list(between.join(numbers))
    assert len(found) > 900
    assert set(found) <= set(numbers)
