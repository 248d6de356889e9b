"""Pictures and evidence links: what may be opened, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from app.api.links import (
    PICTURE_LIMIT,
    FileKind,
    LinkClient,
    check_address,
    checked_addresses,
    kind_of,
)
from app.domain.errors import (
    AddressRefused,
    AppError,
    NotFound,
    Offline,
    OfflineCause,
    ServerFailed,
    TimedOut,
    UnexpectedResponse,
)
from app.domain.links import LinkReport
from tests.api.raw_server import RawServer, dripping

PUBLIC = "93.184.216.34"
DISGUISED = [
    "2130706433",
    "127.1",
    "0x7f.1",
    "0x7F000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "127.0.0x1",
    "localhost.",
    "a.localhost",
]
"""Names that a resolver takes for this computer."""
Answers = dict[str, httpx.Response]


def resolver(table: dict[str, list[str]]) -> Callable[[str, int], list[str]]:
    def look_up(host: str, _port: int) -> list[str]:
        if host not in table:
            raise OSError("no such name")
        return table[host]

    return look_up


class Web:
    """A little web: addresses by name, answers by the name and path that are asked for."""

    def __init__(self) -> None:
        self.names = {"pictures.test": [PUBLIC], "inside.test": ["192.168.1.1"]}
        self.answers: dict[str, Callable[[], httpx.Response]] = {}
        self.asked: list[httpx.Request] = []
        self.now = 0.0
        self.links = LinkClient(
            transport=httpx.MockTransport(self._handle),
            resolver=resolver(self.names),
            clock=lambda: self.now,
        )

    def serve(self, url: str, content: bytes = b"", status: int = 200, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[url] = lambda: httpx.Response(status, content=content, headers=named)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        name = f"{request.url.scheme}://{request.headers['host']}{request.url.raw_path.decode()}"
        return self.answers[name]()


@pytest.fixture
def web() -> Iterator[Web]:
    made = Web()
    yield made
    made.links.close()


URL = "https://pictures.test/a.png"
PNG = b"\x89PNG\r\n\x1a\n, and so on"


def test_a_picture_is_fetched_by_its_name_without_a_token(web: Web) -> None:
    web.serve(URL, PNG)
    assert web.links.fetch_picture(URL) == PNG
    (request,) = web.asked
    assert request.headers["host"] == "pictures.test"
    assert "cj-access-token" not in request.headers


@pytest.mark.parametrize(
    "content",
    [b"", b"<html></html>", b"\x89PN", b"<svg/>", b"BM\0\0\0\0\0\0\0\0", b"\0\0\0\x18ftypavif"],
)
def test_what_is_no_picture_to_be_shown(web: Web, content: bytes) -> None:
    web.serve(URL, content, Content_Type="image/png")
    with pytest.raises(UnexpectedResponse):
        web.links.fetch_picture(URL)


def test_a_picture_that_is_too_large(web: Web) -> None:
    web.serve(URL, PNG + b"\x00" * PICTURE_LIMIT)
    with pytest.raises(UnexpectedResponse):
        web.links.fetch_picture(URL)


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, NotFound), (410, NotFound), (500, ServerFailed), (403, UnexpectedResponse)],
)
def test_pictures_that_are_not_served(web: Web, status: int, error: type[AppError]) -> None:
    web.serve(URL, b"x", status=status)
    with pytest.raises(error):
        web.links.fetch_picture(URL)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://pictures.test/a",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "https://user:pw@pictures.test/a.png",
        "https://inside.test/a.png",
        "http://127.0.0.1/a.png",
        "http://localhost/a.png",
        "http://[::1]/a.png",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0.0.0.0/",
        "http://100.64.0.1/",
        "http://224.0.0.1/",
        *(f"http://{host}/" for host in DISGUISED),
        "https://xn--zzzzzz/a.png",
        "https://xn--a.test/",
        "not a url",
        "",
    ],
)
def test_addresses_that_are_never_opened(web: Web, url: str) -> None:
    web.names["localhost"] = ["127.0.0.1"]
    for act in (web.links.fetch_picture, web.links.check):
        with pytest.raises(AddressRefused):
            act(url)
    assert web.asked == []


def test_a_name_with_one_inside_number_is_refused_altogether() -> None:
    table = resolver({"mixed.test": [PUBLIC, "127.0.0.1"]})
    with pytest.raises(AddressRefused):
        checked_addresses("mixed.test", 443, allow_loopback=False, resolver=table)


@pytest.mark.parametrize("number", ["127.0.0.1", "::1", "127.9.9.9"])
def test_loopback_is_allowed_for_practice_and_nothing_else_is(number: str) -> None:
    check_address(number, allow_loopback=True)
    with pytest.raises(AddressRefused):
        check_address(number, allow_loopback=False)
    with pytest.raises(AddressRefused):
        check_address("192.168.0.1", allow_loopback=True)


def test_redirects_are_followed_and_checked_again(web: Web) -> None:
    web.names["cdn.test"] = ["8.8.8.8"]
    web.serve(URL, status=302, Location="//cdn.test/b.png")
    web.serve("https://cdn.test/b.png", status=301, Location="/c.png")
    web.serve("https://cdn.test/c.png", PNG)
    assert web.links.fetch_picture(URL) == PNG


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1/", "https://inside.test/", "file:///etc/passwd", "https://u:p@x"]
)
def test_a_redirect_inside_is_refused(web: Web, location: str) -> None:
    web.serve(URL, status=302, Location=location)
    with pytest.raises(AddressRefused):
        web.links.fetch_picture(URL)
    assert len(web.asked) == 1


def test_redirects_in_circles_end(web: Web) -> None:
    web.serve(URL, status=302, Location=URL)
    with pytest.raises(UnexpectedResponse):
        web.links.fetch_picture(URL)
    assert len(web.asked) == 6
    assert web.links.check(URL).reachable is False


def test_an_unknown_name_is_offline_for_a_picture_and_unreachable_for_a_check(web: Web) -> None:
    url = "http://d847fcac-392f-4168-8b06-a580a8368dff.jpg/"
    with pytest.raises(Offline) as caught:
        web.links.fetch_picture(url)
    assert caught.value.cause is OfflineCause.NAME_NOT_FOUND
    assert web.links.check(url) == LinkReport(reachable=False)


@pytest.mark.parametrize("numbers", [["127.0.0.1"], ["127.0.0.2", "127.0.0.1"]])
def test_a_link_is_opened_at_the_very_number_that_was_looked_at(
    raw_server: RawServer, numbers: list[str]
) -> None:
    port = raw_server.base_url.rpartition(":")[2]
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(PNG)}\r\n\r\n".encode()
    raw_server.reply(head, PNG)
    # Another answer a moment later (DNS rebinding) is never asked for.
    answers = [numbers, ["192.168.1.1"]]
    links = LinkClient(allow_loopback=True, resolver=lambda _host, _port: answers.pop(0))
    assert links.fetch_picture(f"http://pictures.test:{port}/a.png") == PNG
    links.close()
    assert answers == [["192.168.1.1"]]
    assert f"Host: pictures.test:{port}".encode() in raw_server.received[0]


@pytest.mark.parametrize("number", ["192.168.1.1", "127.0.0.1", "::1"])
def test_a_name_that_leads_inside_is_refused_where_the_connection_is_made(
    raw_server: RawServer, number: str
) -> None:
    port = raw_server.base_url.rpartition(":")[2]
    links = LinkClient(resolver=lambda _host, _port: [PUBLIC, number])
    with pytest.raises(AddressRefused):
        links.check(f"http://pictures.test:{port}/a.png")
    links.close()
    assert raw_server.received == []


def test_the_deadline_covers_all_redirects(web: Web) -> None:
    def slow() -> httpx.Response:
        web.now += 15
        return httpx.Response(302, headers={"Location": URL})

    web.answers[URL] = slow
    with pytest.raises(TimedOut):
        web.links.fetch_picture(URL)
    assert len(web.asked) == 2


def test_a_link_to_a_picture(web: Web) -> None:
    web.serve(URL, PNG, Content_Type="image/PNG; charset=x")
    assert web.links.check(URL) == LinkReport(
        reachable=True,
        http_status=200,
        content_type="image/png",
        bytes=len(PNG),
        is_image=True,
    )


def test_a_link_to_a_video(web: Web) -> None:
    web.serve(URL, b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 9000)
    report = web.links.check(URL)
    assert (report.is_video, report.is_image) == (True, False)


def test_a_page_that_calls_itself_a_picture_is_one_only_by_its_header(web: Web) -> None:
    web.serve(URL, b"<html>", Content_Type="text/html")
    report = web.links.check(URL)
    assert (report.reachable, report.is_image, report.needs_login) == (True, False, False)


@pytest.mark.parametrize("status", [401, 403])
def test_a_link_that_wants_a_password(web: Web, status: int) -> None:
    web.serve(URL, b"", status=status)
    report = web.links.check(URL)
    assert (report.reachable, report.needs_login, report.http_status) == (False, True, status)


def test_a_link_that_leads_to_a_login_page(web: Web) -> None:
    web.names["accounts.test"] = [PUBLIC]
    web.serve(URL, status=302, Location="https://accounts.test/ServiceLogin?continue=x")
    web.serve("https://accounts.test/ServiceLogin?continue=x", b"<html>", Content_Type="text/html")
    assert web.links.check(URL).needs_login


@pytest.mark.parametrize(
    ("query", "expiring"),
    [
        ("X-Amz-Signature=a&X-Amz-Expires=900", True),
        ("a=1&X-Goog-Expires=900", True),
        ("Expires=1&Signature=x", True),
        ("se=2026-01-01&sig=x", True),
        ("OSSAccessKeyId=a&Expires=1", True),
        ("ex=6a1f0000&is=6a1dae80&hm=0123456789abcdef0123456789abcdef&", True),
        ("_nc_cat=1&oh=00_AfA&oe=6A1F0000", True),
        ("x-expires=1780000000&x-signature=a%2Bb", True),
        ("x-oss-date=20261122T000000Z&x-oss-expires=3600&x-oss-signature=a", True),
        ("q-sign-algorithm=sha1&q-sign-time=1700000000;1700003600&q-signature=a", True),
        ("auth_key=1780000000-0-0-0123456789abcdef0123456789abcdef", True),
        ("token=abc", True),
        ("size=large", False),
        ("ex=1", False),
        ("oe=utf-8", False),
        ("", False),
    ],
)
def test_links_that_will_stop_working(web: Web, query: str, *, expiring: bool) -> None:
    url = f"{URL}?{query}" if query else URL
    web.serve(url, PNG)
    assert (web.links.check(url).expiry is not None) is expiring


def test_a_token_of_firebase_is_for_good(web: Web) -> None:
    for host in ("firebasestorage.googleapis.com", "shop.firebasestorage.app"):
        web.names[host] = [PUBLIC]
        url = f"https://{host}/v0/b/shop/o/a.png?alt=media&token=1f0c7a3e-aaaa"
        web.serve(url, PNG)
        assert web.links.check(url).expiry is None


def _ftyp(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + b"\x00" * 4 + b"".join(compatible)
    return (len(body) + 4).to_bytes(4) + body + b"\x00" * 64


@pytest.mark.parametrize(
    ("content", "media", "is_image", "is_video"),
    [
        (_ftyp(b"heic", b"mif1"), "application/octet-stream", True, False),
        (_ftyp(b"mif1", b"mif1", b"heic"), "", True, False),
        (_ftyp(b"hevc", b"msf1"), "", True, False),
        (_ftyp(b"heim"), "video/mp4", True, False),
        (_ftyp(b"avif", b"mif1"), "image/avif", True, False),
        (_ftyp(b"isom", b"mp42"), "image/jpeg", False, True),
        (_ftyp(b"qt  "), "", False, True),
        (_ftyp(b"M4A ", b"mp42"), "audio/mp4", False, False),
        (b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat" + b"\x00" * 99, "", False, True),
        (b"\x1aE\xdf\xa3" + b"\x00" * 99, "text/plain", False, True),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 99, "video/mp4", True, False),
        (b"BM" + b"\x00" * 99, "image/bmp", True, False),
        (b"II*\x00" + b"\x00" * 99, "", True, False),
        (b"<!DOCTYPE html><title>Not here</title>", "image/jpeg", False, False),
        (b"<html>", "video/mp4", False, False),
        (b"", "image/png", False, False),
    ],
)
def test_what_a_link_serves_is_told_by_its_bytes(
    web: Web, content: bytes, media: str, *, is_image: bool, is_video: bool
) -> None:
    web.serve(URL, content, Content_Type=media)
    report = web.links.check(URL)
    assert (report.is_image, report.is_video) == (is_image, is_video)


def test_first_bytes_that_come_one_by_one_are_put_together(web: Web) -> None:
    drops = (bytes([byte]) for byte in PNG)
    web.answers[URL] = lambda: httpx.Response(200, content=drops)
    assert web.links.check(URL).is_image


@pytest.mark.parametrize("error", [httpx.ConnectError("x"), httpx.ReadTimeout("x")])
def test_a_check_that_gets_no_answer_is_no_error(web: Web, error: Exception) -> None:
    def fail() -> httpx.Response:
        raise error

    web.answers[URL] = fail
    assert web.links.check(URL) == LinkReport(reachable=False)


def test_over_sockets_from_this_computer(raw_server: RawServer) -> None:
    content = PNG
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode()
    raw_server.reply(head, content)
    links = LinkClient(allow_loopback=True)
    assert links.fetch_picture(raw_server.base_url + "/a.png") == content
    links.close()


def test_a_dripping_picture_ends_at_the_deadline(raw_server: RawServer) -> None:
    raw_server.reply(b"HTTP/1.1 200 OK\r\n", *dripping(b"X: y\r\n"))
    links = LinkClient(allow_loopback=True, deadline=0.2)
    with pytest.raises(TimedOut):
        links.fetch_picture(raw_server.base_url + "/a.png")
    links.close()


def test_pictures_of_this_computer_never_leave_by_proxy(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    content = PNG
    raw_server.reply(f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode(), content)
    links = LinkClient(allow_loopback=True)
    assert links.fetch_picture(raw_server.base_url + "/a.png") == content
    links.close()


def test_a_proxy_gets_the_name_but_no_number_inside(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", raw_server.base_url)
    content = PNG
    raw_server.reply(f"HTTP/1.1 200 OK\r\nContent-Length: {len(content)}\r\n\r\n".encode(), content)
    links = LinkClient()
    assert links.fetch_picture("http://pictures.test/a.png") == content
    assert raw_server.received[0].startswith(b"GET http://pictures.test/a.png HTTP/1.1")
    with pytest.raises(AddressRefused):
        links.fetch_picture("http://192.168.1.1/a.png")
    links.close()


@pytest.mark.parametrize("host", [*DISGUISED, "[::ffff:127.0.0.1]", "127.0.0.1", "localhost"])
def test_a_proxy_is_not_asked_for_this_computer_in_disguise(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("http_proxy", raw_server.base_url)
    raw_server.reply(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    links = LinkClient()
    with pytest.raises(AddressRefused):
        links.check(f"http://{host}/a.png")
    links.close()
    assert raw_server.received == []


@pytest.mark.parametrize("host", ["pictures4.test", "4.pictures.test", "0x7f.test"])
def test_a_name_with_a_number_in_it_is_a_name(web: Web, host: str) -> None:
    web.names[host] = [PUBLIC]
    web.serve(f"https://{host}/a.png", PNG)
    assert web.links.fetch_picture(f"https://{host}/a.png") == PNG


def test_a_picture_that_is_too_large_keeps_its_status(web: Web) -> None:
    web.serve(URL, PNG, Content_Length=str(PICTURE_LIMIT + 1))
    with pytest.raises(UnexpectedResponse) as caught:
        web.links.fetch_picture(URL)
    assert caught.value.exchange.http_status == 200


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, FileKind.SHOWN),
        (b"GIF89a", FileKind.SHOWN),
        (b"\xff\xd8\xff\xe1", FileKind.SHOWN),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", FileKind.SHOWN),
        (b"II*\x00", FileKind.PICTURE),
        (b"BM\x01\x00\x00\x00\x00\x00\x00\x00", FileKind.PICTURE),
        (b"\x00\x00\x00\x18ftypmp42", FileKind.VIDEO),
        (b"\x00\x00\x00\x14ftypqt  ", FileKind.VIDEO),
        (b"\x1aE\xdf\xa3", FileKind.VIDEO),
        (b"RIFF\x00\x00\x00\x00AVI ", FileKind.VIDEO),
        (b"\x00\x00\x00\x18ftypavif", FileKind.PICTURE),
        (b"<svg xmlns=", FileKind.OTHER),
        (b"<!DOCTYPE html>", FileKind.OTHER),
        (b"BM", FileKind.OTHER),
        (b"", FileKind.OTHER),
    ],
)
def test_what_a_file_is_is_told_by_its_first_bytes(data: bytes, kind: FileKind) -> None:
    assert kind_of(data) is kind
