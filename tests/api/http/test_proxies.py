"""By which proxy a request leaves, whatever else the system's settings hold."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress

import httpx
import pytest

from app.api.http import proxies
from app.api.http.proxies import NONE, SYSTEM, ProxyKindUnknown, proxy_for
from app.domain.errors import AppError, Offline, OfflineCause
from tests.api.on_line import client
from tests.api.prepared_cj import BASE, ORDER, TOKEN, draft
from tests.api.raw_server import RawServer

CJ = httpx.URL("https://cj.test/api")
PROXY = "http://proxy.test:3128"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    proxies._tell_once.cache_clear()
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def without_socks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxies, "find_spec", lambda _name: None)


@pytest.mark.usefixtures("without_socks")
@pytest.mark.parametrize(
    "settings",
    [
        {"ALL_PROXY": "socks://proxy.test:1080"},
        {"ALL_PROXY": "http://[::1", "HTTP_PROXY": "ftp://x"},
        {"NO_PROXY": "[::1],fd07::/64"},
        {"NO_PROXY": "localhost, 10.0.0.0/8 ; [::1]:x,http://[,é,,*.example.com"},
    ],
    ids=str,
)
@pytest.mark.logs_warnings
def test_a_good_proxy_is_used_whatever_stands_beside_it(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, raw_server: RawServer
) -> None:
    for name, value in (settings | {"HTTPS_PROXY": raw_server.base_url}).items():
        monkeypatch.setenv(name, value)
    raw_server.reply(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    api = client(BASE)
    with pytest.raises(AppError):
        api.disputes.create(ORDER, draft())
    api.close()
    assert [each.split(b"\r\n")[0] for each in raw_server.received] == [
        b"CONNECT cj.test:443 HTTP/1.1"
    ]


@pytest.mark.logs_warnings
def test_what_is_not_understood_is_told_once_without_its_password_and_left_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://joe:secret@proxy.test")
    monkeypatch.setenv("ALL_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "%%%secret%%%")
    for _ in range(3):
        assert proxy_for(SYSTEM, CJ) == PROXY
    assert len(caplog.messages) == 2
    assert "proxy for https is left out" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.logs_warnings
@pytest.mark.usefixtures("without_socks")
@pytest.mark.parametrize("kind", ["socks", "socks4", "socks5", "socks5h", "SOCKS5"])
def test_socks_that_cannot_be_used_is_the_reason_and_not_gone_around(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", f"{kind}://127.0.0.1:9")
    api = client(BASE)
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.cause is OfflineCause.PROXY_KIND
    assert caught.value.not_processed
    assert not api.links.check("https://pictures.test/a.png").reachable
    api.close()
    with pytest.raises(ProxyKindUnknown):
        proxy_for(f"{kind}://127.0.0.1:9", CJ)


class SocksServer:
    """Takes one connection, agrees to everything, and notes where it is to lead."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.asked = ""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        with suppress(OSError), self._listener.accept()[0] as peer:
            peer.recv(100)
            peer.sendall(b"\x05\x00")
            request = peer.recv(300)
            name = request[5 : 5 + request[4]].decode()
            (port,) = struct.unpack(">H", request[5 + request[4] :][:2])
            self.asked = f"{name}:{port}"
            peer.sendall(b"\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00")


@pytest.mark.parametrize("kind", ["socks", "socks5", "socks5h"])
def test_socks_works_where_its_library_is_there(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("socksio", reason="SOCKS needs the package socksio")
    server = SocksServer()
    monkeypatch.setenv("ALL_PROXY", f"{kind}://127.0.0.1:{server.port}")
    api = client(BASE)
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    api.close()
    server.stop()
    assert caught.value.cause is OfflineCause.PROXY
    assert server.asked == "cj.test:443"
    assert TOKEN not in server.asked


@pytest.mark.parametrize(
    ("url", "no_proxy", "is_direct"),
    [
        ("https://cj.test", "cj.test", True),
        ("https://api.cj.test", "cj.test", True),
        ("https://api.cj.test", ".cj.test", True),
        ("https://api.cj.test", "*.cj.test", True),
        ("https://api.cj.test", "https://api.cj.test", True),
        ("https://notcj.test", "cj.test", False),
        ("https://CJ.test", "cj.TEST", True),
        ("https://cj.test", "other.test cj.test", True),
        ("https://cj.test", "cj.test:443", True),
        ("https://cj.test", "cj.test:80", False),
        ("https://cj.test", "*", True),
        ("https://cj.test", "", False),
        ("https://10.1.2.3", "10.0.0.0/8", True),
        ("https://11.1.2.3", "10.0.0.0/8", False),
        ("https://10.1.2.3", "10.1.2.3", True),
        ("https://[fd07::5]", "fd07::/64", True),
        ("https://[fd07::5]", "[fd07::5]", True),
        ("https://[fd08::5]", "fd07::/64,[fd07::5]", False),
        ("https://cj.test", "[::1],fd07::/64", False),
    ],
)
def test_what_is_reached_without_the_proxy(
    url: str, no_proxy: str, monkeypatch: pytest.MonkeyPatch, *, is_direct: bool
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", no_proxy)
    assert proxy_for(SYSTEM, httpx.URL(url)) == ("" if is_direct else PROXY)


def test_the_closer_setting_counts_and_a_bare_host_is_http(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "proxy.test:3128")
    assert proxy_for(SYSTEM, CJ) == PROXY
    monkeypatch.setenv("HTTPS_PROXY", "http://other.test:1")
    assert proxy_for(SYSTEM, CJ) == "http://other.test:1"
    assert proxy_for(SYSTEM, httpx.URL("http://pictures.test")) == PROXY
    assert proxy_for(NONE, CJ) == ""
    assert proxy_for("https://mine.test", CJ) == "https://mine.test"
    assert proxy_for("https://mine.test", httpx.URL("http://127.0.0.1:80")) == ""
