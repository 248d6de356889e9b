"""Links as people paste them, and what addresses say of their own end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.domain.links import Expiry, direct_form, expiry_of, links_in

A, B = "https://a.example/x.jpg", "https://b.example/y_(1).png?s=2#top"
BOTH = (A, B)


@pytest.mark.parametrize(
    ("text", "links", "rest"),
    [
        ("", (), ""),
        (" 12345 ", (), "12345"),
        ("no link, C:\\photos\\a.jpg", (), "no link, C:\\photos\\a.jpg"),
        (f"{A}{B}{A}", (A, B, A), ""),
        (f"{A}&{B}", BOTH, ""),
        (
            "HTTPS://A.example/x.JPGhttp://b.example/",
            ("HTTPS://A.example/x.JPG", "http://b.example/"),
            "",
        ),
        (f"See {A}, and ftp://c.example/z", (A,), "See and ftp://c.example/z"),
        (f"[![The box]({A})]({B})", BOTH, ""),
        (f"[url={A}]the box[/url] broken", (A,), "broken"),
        (f"<a href='{A}' title='Box'><img src=\"{B}\"></a>", BOTH, ""),
        (f"1) {A}\n2) {B};", BOTH, ""),
        (f"||{A}|| *{B}*", BOTH, ""),
        (f"“{A}”,‘{B}’。", BOTH, ""),
        (f"{A}）{B}】", BOTH, ""),
        ("https://[2001:db8::1]/a.jpg)", ("https://[2001:db8::1]/a.jpg",), ""),
        ("https://a.example/a[0].jpg?b[]=1", ("https://a.example/a[0].jpg?b[]=1",), ""),
        ("https://例え.jp/画像.png。", ("https://例え.jp/画像.png",), ""),
        (f"https://w.example/?url={A}&b=1", (f"https://w.example/?url={A}&b=1",), ""),
        (f"https://w.example/2020/{A}", (f"https://w.example/2020/{A}",), ""),
        ("https://", (), "https://"),
        ("https://)", ("https://",), ""),
        ("]" * 9 + A + "[" * 9, (A + "[" * 9,), ""),
    ],
)
def test_links_are_split_and_trimmed(text: str, links: tuple[str, ...], rest: str) -> None:
    assert links_in(text) == (links, rest)


@pytest.mark.parametrize(
    "text",
    [
        f"{A}{B}",
        f"{A},{B}",
        f"<{A}><{B}>",
        f"[img]{A}[/img][IMG]{B}[/IMG]",
        f"[url={A}][img]{B}[/img][/url]",
        f"[url={A}]the box[/url] [url='{B}']and the lamp[/url]",
        f'![The box, opened]({A}) [lamp]({B} "Lamp")',
        f"[![The box]({A})]({B})",
        f'<a href="{A}"><img src="{B}" alt="lamp" /></a>',
        f"{A}。 {B}，",
        f"({A}), ({B}).",
        f"**{A}**; “{B}”",
        f"（{A}）、「{B}」",
        f"{A}\u200b {B}\ufeff",
        f"1. {A}\u3000- {B}!",
    ],
)
def test_links_are_found_in_whatever_was_around_them(text: str) -> None:
    assert links_in(text) == (BOTH, "")


@pytest.mark.parametrize(
    "text", ["<" * 20_000, "[" * 20_000, "https://a.b/" * 5_000, "[a](" * 5_000]
)
def test_no_paste_takes_long(text: str) -> None:
    links, rest = links_in(f"{A} {text} ")
    assert links[0] == A
    assert len(rest) <= len(text)


END = Expiry(datetime(2026, 5, 23, 14, 46, 40, tzinfo=UTC))


@pytest.mark.parametrize(
    ("address", "expiry"),
    [
        # Discord: ex, is and hm in hexadecimal seconds
        ("cdn.discordapp.com/attachments/1/2/a.png?ex=6a11bdd0&is=6a106d00&hm=ab12&", END),
        ("cdn.discordapp.com/attachments/1/2/a.png", None),
        ("a.example/a.png?ex=6a11bdd0", None),
        # Facebook, Instagram, WhatsApp
        ("scontent.xx.fbcdn.net/v/a.jpg?_nc_cat=1&oh=00_AfA&oe=6A11BDD0", END),
        ("scontent.cdninstagram.com/v/a.jpg?oh=x&oe=6A11BDD0&_nc_sid=1", END),
        ("media.whatsapp.net/v/t.jpg?oe=6a11bdd0", END),
        ("search.example/?ie=utf-8&oe=utf-8", None),
        # ByteDance, Alibaba, Tencent, Qiniu
        ("p16.tiktokcdn.com/a.jpeg?x-expires=1779547600&x-signature=a%3D", END),
        (
            "a.oss-cn-hangzhou.aliyuncs.com/a.jpg?x-oss-date=20260523T134640Z&x-oss-expires=3600&x-oss-signature=a",
            END,
        ),
        (
            "a.oss-cn-hangzhou.aliyuncs.com/a.jpg?OSSAccessKeyId=a&Expires=1779547600&Signature=b",
            END,
        ),
        ("a.oss-cn-hangzhou.aliyuncs.com/a.jpg?x-oss-process=image/resize,w_200", None),
        ("cdn.example/a.jpg?auth_key=1779547600-0-0-0123456789abcdef", Expiry()),
        (
            "a.cos.ap-guangzhou.myqcloud.com/a.jpg?q-sign-time=1779544000;1779547600&q-signature=a",
            END,
        ),
        ("a.cos.ap-guangzhou.myqcloud.com/a.jpg?q-sign-time=1779544000%3B1779547600", END),
        ("a.qiniucdn.com/a.jpg?e=1779547600&token=ak:sign", END),
        # Amazon, Google, Azure
        ("s3.example/a.jpg?X-Amz-Date=20260523T134640Z&X-Amz-Expires=3600&X-Amz-Signature=a", END),
        ("s3.example/a.jpg?X-Amz-Expires=3600", Expiry()),
        ("storage.googleapis.com/a.jpg?X-Goog-Date=20260523T134640Z&X-Goog-Expires=3600", END),
        ("storage.googleapis.com/a.jpg?GoogleAccessId=a&Expires=1779547600&Signature=b", END),
        ("a.blob.core.windows.net/a.jpg?se=2026-05-23T14%3A46%3A40Z&sp=r&sig=a", END),
        ("a.blob.core.windows.net/a.jpg?se=1", None),
        # Others
        ("cdn.example/a.jpg?expires=1779547600000", END),
        ("cdn.example/a.jpg?exp=never&token=a", Expiry()),
        ("cdn.example/a.jpg?Expires=99999999999999999999999", Expiry()),
        ("cdn.example/a.jpg?expires=9999-12-31T23:59:59-10:00", Expiry()),
        ("cdn.example/a.jpg?x-amz-date=9999-12-31&x-amz-expires=999999999", Expiry()),
        ("firebasestorage.googleapis.com/v0/b/a/o/b.jpg?alt=media&token=1f0c7a3e-5d", None),
        ("a.firebasestorage.app/v0/b/a/o/b.jpg?alt=media&token=1f0c7a3e-5d", None),
        ("firebasestorage.googleapis.com.evil.example/b.jpg?token=1", Expiry()),
        ("cdn.shopify.com/s/files/1/a.jpg?v=1779547600&width=800", None),
        ("cf.cjdropshipping.com/a.jpg", None),
        ("[::1/a.jpg?token=a", None),
    ],
)
def test_addresses_tell_whether_and_when_they_end(address: str, expiry: Expiry | None) -> None:
    assert expiry_of(f"https://{address}") == expiry


DRIVE = "https://drive.google.com/uc?export=download&id=1a2B-3c_4D"


@pytest.mark.parametrize(
    ("viewer", "direct"),
    [
        ("https://drive.google.com/file/d/1a2B-3c_4D/view?usp=sharing", DRIVE),
        ("https://drive.google.com/file/d/1a2B-3c_4D/preview", DRIVE),
        ("https://drive.google.com/file/u/0/d/1a2B-3c_4D/view", DRIVE),
        ("https://drive.google.com/file/d/1a2B-3c_4D", DRIVE),
        ("https://drive.google.com/open?id=1a2B-3c_4D&usp=drive_fs", DRIVE),
        (
            "https://drive.google.com/file/d/1a2B-3c_4D/view?usp=sharing&resourcekey=0-abc",
            DRIVE + "&resourcekey=0-abc",
        ),
        (
            "https://www.dropbox.com/scl/fi/k1/broken%20lamp.jpg?rlkey=r1&st=s1&dl=0",
            "https://www.dropbox.com/scl/fi/k1/broken%20lamp.jpg?rlkey=r1&st=s1&raw=1",
        ),
        (
            "https://www.dropbox.com/s/k1/lamp.jpg?dl=0",
            "https://www.dropbox.com/s/k1/lamp.jpg?raw=1",
        ),
        (
            "https://dropbox.com/s/k1/lamp.jpg",
            "https://dropbox.com/s/k1/lamp.jpg?raw=1",
        ),
    ],
)
def test_a_viewer_page_has_a_direct_form(viewer: str, direct: str) -> None:
    assert direct_form(viewer) == direct
    assert direct_form(direct) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://drive.google.com/drive/folders/1a2B-3c_4D",
        "https://drive.google.com/open?id=",
        "https://drive.google.com.example/file/d/1a2B/view",
        "https://docs.google.com/document/d/1a2B/edit",
        "https://www.dropbox.com/scl/fo/k1/folder?dl=0",
        "https://www.dropbox.com/s/k1/lamp.jpg?dl=1",
        "https://example.com/s/k1/lamp.jpg?dl=0",
        "https://[broken/s/k1/lamp.jpg",
    ],
)
def test_other_addresses_have_none(url: str) -> None:
    assert direct_form(url) is None
