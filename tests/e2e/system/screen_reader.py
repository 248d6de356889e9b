"""Files a dispute as a screen reader would: by accessible names alone, through AT-SPI.

Runs under the system's python3, which has pyatspi, inside a session with a display, a session
bus and the accessibility bus; `test_screen_reader.py` starts all that. Prints what it did.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pyatspi  # type: ignore[import-not-found]  # Debian ships it for its own python3 only

PATIENCE = 30.0
_pause = threading.Event().wait


def main(order: str) -> None:
    """The whole way from the order box to the dispute's number."""
    window = wait("frame", "Dispute Desk", starts=True)
    say("title", window.name)
    box = wait("text", "Order number")
    wait_until(lambda: box.getState().contains(pyatspi.STATE_FOCUSED), "the focus on the order box")
    wait_until(lambda: "practice" in window.name)
    box.queryEditableText().setTextContents(order)
    press("Look up")
    table = wait("table", "Order items").queryTable()
    say("items", table.nRows)
    press("File dispute…")
    wait("dialog", "File a dispute")
    product = table_text(table, 0, 0)
    check = wait("check box", product)
    assert check.getState().contains(pyatspi.STATE_CHECKED), "the only item is not chosen"
    wait("spin button", f"Quantity for {product}").queryValue().currentValue = 2
    say("ceiling", wait("label", "Up to USD 28.32").name)
    press("Next")
    reason = wait("combo box", None, has_item="Product Damaged")
    say("reasons", reason.childCount)
    wait_until(lambda: reason.getState().contains(pyatspi.STATE_FOCUSED), "the focus on it")
    press_key("p")
    wait_until(lambda: wait("text", "Message to CJ").queryText().characterCount > 0)
    assert wait("radio button", "Refund").getState().contains(pyatspi.STATE_CHECKED)
    wait_for_all(
        ("radio button", "Reissue"),
        ("radio button", "CJ wallet balance"),
        ("radio button", "Original payment method"),
        ("text", "Evidence link"),
        ("push button", "Add link"),
        ("list", "Evidence"),
        ("push button", "Back"),
        ("push button", "Close"),
    )
    wait("text", "Evidence link").queryEditableText().setTextContents("https://img.example/a.jpg")
    press("Add link")
    press("Next")
    commit = wait("push button", "File refund dispute", starts=True)
    say("commit", commit.name)
    wait_until(lambda: commit.queryAction().doAction(0) and find("label", "Filed", starts=True))
    say("outcome", wait("label", "Filed", starts=True).name)
    press("Close")
    wait_for_all(
        ("text", "Search disputes"),
        ("table", "Disputes"),
        ("push button", "Refresh"),
        ("push button", "Cancel dispute…"),
    )
    say("done", "yes")


def say(what: str, value: object) -> None:
    """One line of the record."""
    sys.stdout.write(f"{what}: {value}\n")
    sys.stdout.flush()


def everything() -> Iterator[Any]:
    """Every accessible object of the program, visible ones only."""
    for app in pyatspi.Registry.getDesktop(0):
        if app is not None and "ispute" in (app.name or "") + " ".join(w.name for w in app if w):
            yield from below(app)


def below(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child is not None and child.getState().contains(pyatspi.STATE_SHOWING):
            yield child
            if child.getRoleName() not in ("table", "list"):
                yield from below(child)


def find(role: str, name: str | None, *, starts: bool = False, has_item: str = "") -> Any:
    """The first showing object with this role and name, or None."""
    for each in everything():
        if each.getRoleName() != role:
            continue
        if has_item and not any(has_item == item.name for item in below_all(each)):
            continue
        if name is None or each.name == name or (starts and each.name.startswith(name)):
            return each
    return None


def below_all(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child is not None:
            yield child
            yield from below_all(child)


def wait(role: str, name: str | None, *, starts: bool = False, has_item: str = "") -> Any:
    """The object, once it is there."""
    found: list[Any] = []

    def look() -> bool:
        found[:] = [find(role, name, starts=starts, has_item=has_item)]
        return found[0] is not None

    wait_until(look, f"{role} {name!r}")
    return found[0]


def wait_for_all(*wanted: tuple[str, str]) -> None:
    """All of these, by role and name, are there: the window is gone through once."""
    wait_until(
        lambda: {*wanted} <= {(each.getRoleName(), each.name) for each in everything()}, str(wanted)
    )


def wait_until(holds: Callable[[], object], what: str = "") -> None:
    """Look again until it holds. This is another process: there is no signal to wait for.

    Each look goes through the whole window, and keeps the program from its work.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if holds():
                return
        except Exception as error:  # noqa: BLE001 - an object may vanish while it is looked at
            what = f"{what} ({error})"[:200]
        pyatspi.Registry.pumpQueuedEvents()
        _pause(0.3)
    raise SystemExit(f"waited in vain for {what}")


def press(name: str) -> None:
    """Press a button once it is enabled."""
    button = wait("push button", name)
    wait_until(lambda: button.getState().contains(pyatspi.STATE_ENABLED), name)
    button.queryAction().doAction(0)


def press_key(key: str) -> None:
    """Press a key of the keyboard."""
    tool = ["wtype", "-k"] if "WAYLAND_DISPLAY" in os.environ else ["xdotool", "key"]
    subprocess.run([*tool, key], check=True)  # noqa: S603 - a test's own tool


def table_text(table: Any, row: int, column: int) -> str:
    return str(table.getAccessibleAt(row, column).name)


if __name__ == "__main__":
    main(sys.argv[1])
