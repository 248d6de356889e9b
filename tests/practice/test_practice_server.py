"""The server as the program has it: connections, pictures, and other addresses."""

import http.client
import json
import socket
import threading
import time

import pytest

from app.practice.server import PracticeServer
from app.practice.state import World


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


def test_keep_alive_and_no_other_address() -> None:
    with PracticeServer(World(), pace=0) as server:
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
