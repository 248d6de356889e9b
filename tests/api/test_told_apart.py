"""Every way not to reach CJ, provoked for real, and told apart from the others."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from shutil import which

import pytest

from app.api.client import CjApi
from app.api.http.rate_limiter import RateLimiter
from app.domain.errors import Offline, OfflineCause
from tests.api.on_line import EMPTY_LIST, client, whole
from tests.api.prepared_cj import ORDER, TOKEN, draft
from tests.api.raw_server import RawServer

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def dead_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def cause_of(api: CjApi) -> OfflineCause:
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    api.close()
    assert TOKEN not in repr(caught.value.exchange)
    return caught.value.cause


class TlsServer:
    """Speaks TLS with a certificate that nobody has vouched for, and notes what it is sent."""

    def __init__(self, certificate: Path, key: Path) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate, key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"https://127.0.0.1:{self._listener.getsockname()[1]}"
        self.received = b""
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            try:
                with self._context.wrap_socket(connection, server_side=True) as secure:
                    self.received += secure.recv(65536)
            except OSError:
                # The client broke the handshake off, which is what the test is about.
                connection.close()


@pytest.fixture
def self_signed(tmp_path: Path) -> Iterator[TlsServer]:
    openssl = which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - a fixed command
    server = TlsServer(certificate, key)
    yield server
    server.stop()


def test_a_self_signed_certificate_is_refused_and_gets_nothing(self_signed: TlsServer) -> None:
    assert cause_of(client(self_signed.base_url)) is OfflineCause.CERTIFICATE
    assert self_signed.received == b""


def test_nobody_listening() -> None:
    assert cause_of(client(f"http://127.0.0.1:{dead_port()}")) is OfflineCause.NOT_CONNECTED


def test_a_name_that_nobody_knows() -> None:
    assert cause_of(client("https://no-such-host.invalid")) is OfflineCause.NAME_NOT_FOUND


@pytest.mark.parametrize(
    "head",
    [
        b"302 Found\r\nLocation: http://portal.invalid/",
        b"511 Network Authentication Required\r\nContent-Type: text/html",
    ],
)
def test_a_wifi_log_in_page(raw_server: RawServer, head: bytes) -> None:
    raw_server.reply(b"HTTP/1.1 " + head + b"\r\nContent-Length: 0\r\n\r\n")
    assert cause_of(client(raw_server.base_url)) is OfflineCause.REDIRECTED


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    ("address", "cause"),
    [
        ("http://127.0.0.1:{port}", OfflineCause.PROXY),
        ("nonsense", OfflineCause.PROXY),
        ("http://[::1", OfflineCause.PROXY),
        ("http://proxy.test:99999", OfflineCause.PROXY),
        ("ftp://x", OfflineCause.PROXY_KIND),
        ("socks4://127.0.0.1:{port}", OfflineCause.PROXY_KIND),
    ],
)
def test_a_proxy_of_the_environment_that_does_not_work(
    monkeypatch: pytest.MonkeyPatch, address: str, cause: OfflineCause
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address.format(port=dead_port()))
    assert cause_of(client("https://cj.test")) is cause


def choosing(base: str, choices: list[str]) -> CjApi:
    return CjApi(
        base,
        access_token=lambda: TOKEN,
        renew=lambda stale: stale,
        pace=RateLimiter(float("inf")),
        proxy_choice=lambda: choices[0],
        deadline=5.0,
    )


def test_a_proxy_that_the_user_named_is_used_and_told_from_cj(raw_server: RawServer) -> None:
    raw_server.reply(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    assert cause_of(choosing("https://cj.test", [raw_server.base_url])) is OfflineCause.PROXY
    assert raw_server.received[0].startswith(b"CONNECT cj.test:443")
    assert TOKEN.encode() not in raw_server.received[0]


def test_without_a_proxy_the_environment_is_not_asked(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", raw_server.base_url)
    api = choosing("https://no-such-host.invalid", ["none"])
    assert cause_of(api) is OfflineCause.NAME_NOT_FOUND
    assert raw_server.received == []


def test_another_choice_counts_from_the_next_request_on(raw_server: RawServer) -> None:
    choices = ["none"]
    api = choosing("https://no-such-host.invalid", choices)
    with pytest.raises(Offline) as first:
        api.disputes.create(ORDER, draft())
    choices[0] = raw_server.base_url
    raw_server.reply(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(Offline) as second:
        api.disputes.create(ORDER, draft())
    api.close()
    assert (first.value.cause, second.value.cause) == (
        OfflineCause.NAME_NOT_FOUND,
        OfflineCause.PROXY,
    )


def test_a_proxy_is_never_used_on_this_computer(raw_server: RawServer) -> None:
    raw_server.reply(whole(EMPTY_LIST))
    api = choosing(raw_server.base_url, [f"http://127.0.0.1:{dead_port()}"])
    assert api.disputes.page().counted == 0
    api.close()


def test_links_leave_by_the_chosen_proxy_too(raw_server: RawServer) -> None:
    raw_server.reply(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
    api = choosing("https://cj.test", [raw_server.base_url])
    assert not api.links.check("https://cj.test/a.png").reachable
    api.close()
    assert raw_server.received[0].startswith(b"CONNECT cj.test:443")
    assert TOKEN.encode() not in raw_server.received[0]
