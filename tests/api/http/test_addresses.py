"""Which addresses are talked to, and by which way."""

from __future__ import annotations

import pytest

from app.domain.errors import (
    AddressRefused,
    AppError,
    Offline,
    OfflineCause,
)
from tests.api.on_line import EMPTY_LIST, client, whole
from tests.api.prepared_cj import BASE, ORDER, TOKEN, draft
from tests.api.raw_server import RawServer, dripping


@pytest.mark.parametrize(
    "base",
    [
        "http://cj.test/api",
        "http://192.168.1.1/api",
        "http://10.0.0.1",
        "http://127.0.0.1.evil.test",
        "http://localhost.evil.test",
        "http://[::2]/",
        "http://0.0.0.0",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "https://",
        "https:///x",
        "cj.test",
        "",
        "https://user:secret@cj.test",
        "https://cj.test?x=1",
        "https://cj.test:99999",
        "https://" + "a" * 70 + ".test",
        "https://a..test",
        "https://xn--a",
        "https://exa mple.test",
        "http://[::1",
    ],
)
def test_addresses_that_are_refused_before_anything_is_sent(base: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        client(base)
    assert "secret" not in repr(caught.value.exchange)


@pytest.mark.parametrize(
    "base",
    [
        "https://developers.cjdropshipping.com/api2.0/v1",
        "https://cj.test/",
        "http://127.0.0.1:8080",
        "http://127.8.9.10",
        "http://localhost:1",
        "http://LOCALHOST:1",
        "http://[::1]:8080/api",
    ],
)
def test_addresses_that_are_taken(base: str) -> None:
    client(base).close()


def test_a_loopback_server_is_never_reached_by_proxy(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    raw_server.reply(whole(EMPTY_LIST))
    api = client(raw_server.base_url)
    assert api.disputes.page().counted == 0
    api.close()


def test_a_proxy_that_refuses_is_told_from_cj(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", raw_server.base_url)
    raw_server.reply(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
    api = client(BASE)
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.cause is OfflineCause.PROXY
    assert caught.value.not_processed
    assert TOKEN.encode() not in raw_server.received[0]
    api.close()


def test_a_proxy_that_hangs_at_connect_is_cut_before_anything_of_ours_left(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", raw_server.base_url)
    raw_server.reply(*dripping(b"H"))
    api = client(BASE, deadline=0.3)
    with pytest.raises(AppError) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.not_processed
    api.close()


def test_a_proxy_that_breaks_at_connect_had_nothing_of_ours(
    raw_server: RawServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", raw_server.base_url)
    raw_server.reply(b"HTTP/1.1 200")
    api = client(BASE)
    with pytest.raises(Offline) as caught:
        api.disputes.create(ORDER, draft())
    assert caught.value.not_processed
    api.close()
