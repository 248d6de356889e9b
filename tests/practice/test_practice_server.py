"""The server as the program has it: connections, pictures, and other addresses."""

import http.client
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.practice import disputes, http_server
from app.practice.http_server import LoopbackServer
from app.practice.server import Pacer, PracticeServer
from app.practice.world.state import World
from tests.cj.server import FaultyServer


def test_stop_does_not_wait_for_idle_connections_and_start_takes_the_same_port() -> None:
    server = PracticeServer(World(), pace=0)
    server.start()
    base = server.base_url
    port = int(server.origin.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)):
        begun = time.monotonic()
        server.stop()
        assert time.monotonic() - begun < 1
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port)).close()
    server.start()
    assert server.base_url == base
    server.stop()
    server.stop()
    assert not [t for t in threading.enumerate() if t.name.startswith("practice")]


@contextmanager
def practice() -> Iterator[PracticeServer]:
    """A practice server that runs, as fast as it is asked."""
    server = PracticeServer(World(), pace=0)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def test_keep_alive_and_no_other_address() -> None:
    with practice() as server:
        port = int(server.origin.rpartition(":")[2])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        for _ in range(3):
            connection.request("GET", "/api2.0/v1/setting/get")
            with connection.getresponse() as response:
                assert json.loads(response.read())["code"] == 1600002
        connection.request("HEAD", "/pictures/mug.png")
        with connection.getresponse() as response:
            assert (response.status, response.read()) == (200, b"")
        connection.request("GET", "/elsewhere")
        with connection.getresponse() as response:
            assert response.status == 404
            response.read()
        connection.close()


def raw(server: LoopbackServer, head: str) -> bytes:
    """What is answered to a request that is written by hand, up to the end of its head."""
    port = int(server.origin.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        client.sendall(head.format(port=port).encode() + b"\r\n\r\n")
        answer = b""
        while b"\r\n\r\n" not in answer and (piece := client.recv(65536)):
            answer += piece
        return answer


@pytest.mark.parametrize(
    "head",
    [
        "GET /pictures/a.png HTTP/1.1\r\nHost: evil.test",
        "GET /pictures/a.png HTTP/1.1\r\nHost: evil.test:{port}",
        "GET /pictures/a.png HTTP/1.1\r\nHost: 127.0.0.1.evil.test:{port}",
        "GET /pictures/a.png HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.test",
        "GET http://evil.test/pictures/a.png HTTP/1.1\r\nHost: 127.0.0.1:{port}",
        "GET /pictures/a.png HTTP/1.1",
    ],
)
def test_a_request_that_names_another_host_is_refused(head: str) -> None:
    with practice() as server:
        assert raw(server, head).startswith(b"HTTP/1.1 421 ")


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "LOCALHOST:{port}"])
def test_a_request_that_names_this_computer_is_taken(host: str) -> None:
    with practice() as server:
        answer = raw(server, "GET /pictures/a.png HTTP/1.1\r\nHost: " + host)
        assert answer.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("GET http://[ HTTP/1.1", 400),
        ("POST /api2.0/v1/disputes/create HTTP/1.1\r\nContent-Length: " + "9" * 5000, 413),
    ],
    ids=["no address", "a length of 5000 digits"],
)
def test_heads_that_mean_nothing_are_refused_and_no_bug(
    server: FaultyServer, head: str, status: int
) -> None:
    answer = raw(server, head + "\r\nHost: 127.0.0.1:{port}")
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())


DEEP = b'{"a": ' * 100_000 + b"1" + b"}" * 100_000


def test_nested_json_is_answered_as_no_json(ask: Callable[..., dict[str, Any]]) -> None:
    assert ask("disputes/create", DEEP)["code"] == 16900205


@pytest.mark.logs_warnings
def test_a_nested_snapshot_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_bytes(DEEP)
    assert World(path).count_disputes() > 0
    assert (tmp_path / "world.json.unreadable").exists()


def test_half_of_a_surrogate_pair_is_no_text_and_spoils_no_later_save(
    ask: Callable[..., dict[str, Any]], filing: dict[str, Any], tmp_path: Path
) -> None:
    with FaultyServer(pace=0, life=False, state_path=tmp_path / "world.json") as server:
        for broken in ({"messageText": "half \ud800"}, {"imageUrl": ["https://x.test/\udc00"]}):
            body = json.dumps(filing | broken, default=float).encode()
            assert ask("disputes/create", body, to=server)["code"] == 1600100
        assert ask("disputes/create", filing, to=server)["data"] is True
        assert server.internal_errors == []


def test_tokens_that_are_used_no_more_are_forgotten() -> None:
    now = 0.0
    pacer = Pacer(1.0, clock=lambda: now)
    for number in range(1000):
        assert pacer.admit(f"token {number}")
        now += 0.5
    assert not pacer.admit("token 999")
    assert len(pacer._taken) < 5


def test_a_filing_holds_only_so_many_links(
    ask: Callable[..., dict[str, Any]], filing: dict[str, Any]
) -> None:
    links = [f"https://example.invalid/{number}" for number in range(101)]
    assert ask("disputes/create", filing | {"imageUrl": links})["code"] == 1600100
    assert ask("disputes/create", filing | {"imageUrl": links[:100]})["data"] is True


def test_a_world_takes_only_so_many_disputes(
    ask: Callable[..., dict[str, Any]],
    filing: dict[str, Any],
    server: FaultyServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(disputes, "_MOST_FILED", 1)
    assert ask("disputes/create", filing)["data"] is True
    newest = server.world.disputes()[0]
    cancelled = {"orderId": filing["orderId"], "disputeId": newest.dispute_id}
    assert ask("disputes/cancel", cancelled)["data"] == ""
    again = ask("disputes/create", filing | {"businessDisputeId": "DD-2"})
    assert (again["code"], len(server.world.disputes_of(newest.order_code))) == (1607008, 1)


def test_one_connection_too_many_is_closed_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_server, "_MOST_PEERS", 2)
    with practice() as server:
        port = int(server.origin.rpartition(":")[2])
        peers = [http.client.HTTPConnection("127.0.0.1", port, timeout=5) for _ in range(3)]
        for peer in peers[:2]:
            peer.request("GET", "/pictures/mug.png")
            with peer.getresponse() as response:
                assert len(response.read()) > 100
        peers[2].connect()
        assert peers[2].sock.recv(1) == b""
        peers[0].request("HEAD", "/pictures/mug.png")
        with peers[0].getresponse() as response:
            assert response.status == 200
            response.read()
        for peer in peers:
            peer.close()
