"""Works and loads while the window goes on: a step or some, a turn of its loop, some more.

For loading nobody keeps a list: what a function is going to import is read off its code, and what
these modules import off theirs, so that they come one by one and none takes long.
On the main thread, and no other. PySide6 keeps what it knows of classes in tables that Qt looks
into while it draws, without waiting for Python's lock: a class made from one of Qt's by another
thread at that moment ends the program. No background thread may be the first to import such a
module, nor to ask Qt for an object of a class that nobody has named.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

_TURN_S = 0.008
"""So long it goes on at once, then the window has its turn: it draws sixty frames in a second."""
BETWEEN_MS = 1
"""Not 0: what is put off by that may come in the same turn of the event loop."""
DRAWN_AFTER_MS = 50
"""What was found or selected is on the screen by then. More work about it, begun at once, would
hold that up: whoever draws waits for Python's lock at each cell.
"""


class Function(Protocol):
    """A function or method that was written in Python."""

    __code__: CodeType


def load(needy: Function, owner: QObject, then: Callable[[], object]) -> None:
    """Load in turns what a function imports, then go on: at once where it is loaded by now.

    Not if `owner` is gone.
    """
    in_turns(map(import_module, modules_for(needy.__code__)), owner, then)


def in_turns(steps: Iterator[object], owner: QObject, then: Callable[[], object]) -> None:
    """Take steps, each a short one, and then go on: at once as far as they take no time.

    Not if `owner` is gone.
    """

    def turn() -> None:
        end = perf_counter() + _TURN_S
        for _ in steps:
            if perf_counter() > end:
                QTimer.singleShot(BETWEEN_MS, owner, turn)
                return
        then()

    turn()


def call_in_turns(owner: QObject, *functions: Callable[[], object]) -> None:
    """Call functions one after the other, each once it is loaded; in between the window has turns.

    Not if `owner` is gone.
    """
    if functions:
        first, *others = functions

        def call() -> None:
            first()
            QTimer.singleShot(BETWEEN_MS, owner, lambda: call_in_turns(owner, *others))

        load(first, owner, call)


def name_widget_classes() -> None:
    """Have PySide6 make its classes of all kinds of widgets: 15 ms, and a megabyte.

    It looks among all of them for what a widget of Qt's own is, as soon as one is asked for.
    """
    QScrollArea().viewport()


def modules_for(code: CodeType) -> Iterator[str]:
    """The modules of the program, and of Qt, that this code imports and that are not loaded yet.

    Before each come those that it imports itself. To look further would be more exact, and take
    longer than it saves. To be loaded as they come.
    """
    for name in _missing(iter(_imports(code))):
        loader = getattr(find_spec(name), "loader", None)
        if loader is not None and name.startswith("app.ui."):
            yield from _missing(_imported_by(loader.get_code(name)))
        yield name


@cache
def _imports(code: CodeType) -> tuple[str, ...]:
    """What a function of the program imports, which is read out of it once."""
    return tuple(_imported_by(code))


def _missing(names: Iterator[str]) -> Iterator[str]:
    return (
        each for each in names if each.startswith(("app.", "PySide6.")) and each not in sys.modules
    )


def _imported_by(code: CodeType) -> Iterator[str]:
    """The names behind each `import` that this code runs: none of those for type checkers only."""
    from dis import get_instructions

    end_of_block = 0
    is_for_checkers = False
    for each in get_instructions(code):
        if each.opname == "LOAD_NAME":
            is_for_checkers = each.argval == "TYPE_CHECKING"
        elif is_for_checkers and "JUMP" in each.opname:
            end_of_block, is_for_checkers = each.argval, False
        elif each.opname == "IMPORT_NAME" and each.offset >= end_of_block:
            yield each.argval
