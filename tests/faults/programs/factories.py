"""Starts programs and kills them.

On POSIX they are forked from one process that has everything loaded and no threads, which takes
milliseconds instead of a second. Elsewhere each is an interpreter of its own.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from tests.faults.programs.draft_json import Json

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
"""Seconds after which a program that says nothing has hung."""


class Body(Protocol):
    """A process, seen from outside."""

    def kill(self) -> None:
        """End it as `kill -9` does."""

    def bury(self) -> None:
        """Wait for its end and forget it."""


class Dead(Exception):
    """The program has ended before it answered."""


class LiveProgram:
    """A program that runs, or ran: what it is told and what it says."""

    def __init__(self, body: Body, orders: IO[str], answers: IO[str]) -> None:
        self._body = body
        self._orders = orders
        self._answers = answers
        self._said: queue.SimpleQueue[Json | None] = queue.SimpleQueue()
        self._numbers = 0
        self._is_over = False
        self.name = ""
        """By which CJ and the judge know it."""
        self.events: list[Json] = []
        """Everything it said, but for the replies."""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def post(self, what: Json) -> int:
        """Send a line; gives its number, for `reply`. The dead do not mind."""
        self._numbers += 1
        with contextlib.suppress(OSError):
            self._orders.write(json.dumps(what | {"number": self._numbers}) + "\n")
            self._orders.flush()
        return self._numbers

    def reply(self, number: int, seconds: float = PATIENCE) -> Json | None:
        """The reply to a command; None after so many seconds. Raises `Dead`."""
        return self._wait("reply", seconds, to=number)

    def ask(self, do: str, *, pause_at: str = "", **given: Any) -> Json:
        """Give a command and wait for the reply. Raises `Dead`."""
        number = self.post({"do": do, "with": given, "pause_at": pause_at})
        reply = self.reply(number)
        if reply is None:
            self.kill()
            raise TimeoutError(f"{do}: no answer")
        return reply

    def wait_event(self, name: str, seconds: float, **fields: Any) -> Json | None:
        """The next event of this name; None after so many seconds, or where it ends before."""
        try:
            return self._wait(name, seconds, **fields)
        except Dead:
            return None

    def kill(self) -> None:
        """Kill it, and read to the end of what it had said before."""
        self._body.kill()
        while not self._is_over:
            self._take(PATIENCE)
        self._end()

    def quit(self) -> None:
        """Let it end in order."""
        self.post({"do": "quit"})
        deadline = time.monotonic() + PATIENCE
        while not self._is_over and time.monotonic() < deadline:
            self._take(deadline - time.monotonic())
        self.kill()  # it is over, unless it hangs

    def _end(self) -> None:
        self._body.bury()
        self._reader.join()
        for stream in (self._orders, self._answers):
            with contextlib.suppress(BrokenPipeError):
                stream.close()

    def _wait(self, name: str, seconds: float, **fields: Any) -> Json | None:
        deadline = time.monotonic() + seconds
        while True:
            for index, said in enumerate(self.events):
                if said["event"] == name and fields.items() <= said.items():
                    return self.events.pop(index) if name == "reply" else said
            left = deadline - time.monotonic()
            if self._is_over:
                raise Dead(name)
            if left <= 0 or not self._take(left):
                return None

    def _take(self, seconds: float) -> bool:
        try:
            said = self._said.get(timeout=max(seconds, 0.001))
        except queue.Empty:
            return False
        if said is None:
            self._is_over = True
        else:
            self.events.append(said)
        return True

    def _read(self) -> None:
        for line in self._answers:
            if line.endswith("\n"):  # a kill may cut the last one
                self._said.put(json.loads(line))
        self._said.put(None)


class ProgramFactory:
    """Starts programs. Use as a context manager; one thread at a time."""

    def __init__(self) -> None:
        self._can_fork = hasattr(os, "fork")
        self._link: socket.socket | None = None
        self._fork_server: subprocess.Popen[bytes] | None = None
        self._alive: list[LiveProgram] = []

    def __enter__(self) -> Self:
        if self._can_fork:
            self._link, far = socket.socketpair()
            with far:
                self._fork_server = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                    [sys.executable, "-m", "tests.faults.programs.factories", str(far.fileno())],
                    cwd=ROOT,
                    pass_fds=[far.fileno()],
                )
            self._link.recv(1)  # everything is loaded
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for program in self._alive:
            program.kill()
        if self._link and self._fork_server:
            self._link.close()
            self._fork_server.wait()

    @contextlib.contextmanager
    def family(self) -> Iterator[None]:
        """A block at whose end no program started in it is left."""
        before = len(self._alive)
        try:
            yield
        finally:
            for program in self._alive[before:]:
                program.kill()
            del self._alive[before:]

    def start(self, job: Json) -> LiveProgram:
        """A new program on the job's folder. It may not be ready yet."""
        program = self._fork() if self._can_fork else self._spawn()
        program.name = job.get("name", "")
        program.post(job)
        self._alive.append(program)
        return program

    def _fork(self) -> LiveProgram:
        assert self._link
        taken, orders = os.pipe()
        answers, given = os.pipe()
        socket.send_fds(self._link, [b'{"do": "fork"}'], [taken, given])
        os.close(taken)
        os.close(given)
        pid = json.loads(self._link.recv(100))
        return LiveProgram(_Child(pid, self._link), os.fdopen(orders, "w"), os.fdopen(answers, "r"))

    def _spawn(self) -> LiveProgram:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.programs.program"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin
        assert process.stdout
        return LiveProgram(_Process(process), process.stdin, process.stdout)


class _Child:
    """A child of the factory's process. Its number stays taken until it is buried."""

    def __init__(self, pid: int, link: socket.socket) -> None:
        self._pid = pid
        self._link = link
        self._is_buried = False

    def kill(self) -> None:
        if not self._is_buried:
            os.kill(self._pid, signal.SIGKILL)

    def bury(self) -> None:
        if not self._is_buried:
            self._is_buried = True
            self._link.send(json.dumps({"do": "bury", "pid": self._pid}).encode())
            self._link.recv(100)


class _Process:
    """An interpreter of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def kill(self) -> None:
        self._process.kill()

    def bury(self) -> None:
        self._process.wait()


def fork_server(link: socket.socket) -> None:
    """Fork a program for each pair of pipes that comes over the link, until it is closed."""
    from tests.faults.programs import program

    program.warm_up()
    gc.freeze()
    link.send(b".")
    while True:
        message, pipes, _, _ = socket.recv_fds(link, 100, 2)
        if not message:
            return
        order = json.loads(message)
        if order["do"] == "bury":
            os.waitpid(order["pid"], 0)
            link.send(b"{}")
            continue
        pid = os.fork()
        if pid == 0:
            link.close()
            with os.fdopen(pipes[0], "r") as orders, os.fdopen(pipes[1], "w") as answers:
                program.serve(orders, answers)
            os._exit(0)
        for each in pipes:
            os.close(each)
        link.send(str(pid).encode())


if __name__ == "__main__":
    fork_server(socket.socket(fileno=int(sys.argv[1])))
