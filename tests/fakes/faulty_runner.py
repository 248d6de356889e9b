"""Every place that starts background work, and a runner whose work meets a bug in one of them."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from app.background import latest
from app.background.runner import BackgroundRunner, Lane, Task
from tests.fakes.inline_executor import InlineExecutor

T = TypeVar("T")

_ROOT = Path(__file__).resolve().parents[2]
_HANDLERS = {"owner", "on_success", "on_error", "on_end"}


class BugInTaskError(Exception):
    """Something that nobody expects."""


class Caller(NamedTuple):
    """A call of `run`, of the runner's or of `Latest`'s."""

    name: str
    """The class and function that has it, `#2` for the second one there."""
    file: str
    first_line: int
    last_line: int


@cache
def callers() -> tuple[Caller, ...]:
    """All of the program's, in the order of files."""
    found = []
    for path in sorted(_ROOT.glob("app/ui/**/*.py")):
        text = path.read_text("utf-8")
        if "run(" not in text:
            continue
        calls: dict[str, int] = {}
        for name, call in _calls(ast.parse(text), ()):
            calls[name] = calls.get(name, 0) + 1
            number = f"#{calls[name]}" if calls[name] > 1 else ""
            last = call.end_lineno or call.lineno
            found.append(Caller(f"{name}{number}", str(path), call.lineno, last))
    return tuple(found)


def _calls(node: ast.AST, within: tuple[str, ...]) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if (
            isinstance(child, ast.Call)
            and {each.arg for each in child.keywords} & _HANDLERS
            and ast.unparse(child.func).rpartition(".")[2] == "run"
        ):
            yield ".".join(within), child
        names = (child.name,) if isinstance(child, ast.ClassDef | ast.FunctionDef) else ()
        yield from _calls(child, (*within, *names))


class FaultyRunner(BackgroundRunner):
    """Does all work at once. The next work of one caller is a bug, once it is told to be."""

    def __init__(self) -> None:
        executors: dict[Lane, Executor] = {lane: InlineExecutor() for lane in Lane}
        super().__init__(executors)
        self.bug_in = ""
        """The name of a `Caller`; empty again once its bug was met."""
        self.told: list[BaseException] = []
        self.crashed.connect(self.told.append)

    def run(self, work: Callable[[], T], **handlers: Any) -> Task[T]:
        if self.bug_in and self.bug_in == _caller():
            self.bug_in = ""
            work = _meet_a_bug
        return super().run(work, **handlers)


def _meet_a_bug() -> Any:
    raise BugInTaskError


def _caller() -> str:
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_filename in (__file__, latest.__file__):
        frame = frame.f_back
    assert frame is not None
    file, line = frame.f_code.co_filename, frame.f_lineno
    here = [
        each
        for each in callers()
        if each.file == file and each.first_line <= line <= each.last_line
    ]
    return here[-1].name if here else ""
