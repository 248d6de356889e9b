"""Follows links as a browser does, to a program that is installed in a clean root.

On a screen, by what a desktop has for it: the program is started by the first link and reached by
the next one, whatever is in a link comes to nothing but a look-up, and with the program goes what
opens its links. Judged by the tools of the desktop, by the processes and windows, and by what the
program has written down.
"""

from __future__ import annotations

import shlex
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bundle import contents
from system_tests.isolated import Finished
from tools import PackagingError

if TYPE_CHECKING:
    from system_tests.clean_root import CleanRoot

TOOLS = ("xdg-utils", "desktop-file-utils", "libglib2.0-bin", "x11-utils")
"""What looks for the program of a link, and what lists windows: most desktops have them."""
SCHEME = "disputedesk"
LINK = f"{SCHEME}://order/"
ORDERS = ("SD2611070000222002", "SD2610280000555001", "SD2611050000444001")
"""Of practice mode: for the first start, for the next one, for after all hostile ones.

The self-test looks for another one."""
HOSTILE = {
    "10 KB": f"{LINK}{'A%20' * 2500}",
    "a zero byte": f"{LINK}SD1%00--practice",
    "quotes": f"{LINK}%22%20--data-dir%20%22x\" --data-dir '/tmp/elsewhere' `id` $(id)",
    "an option": f"{LINK}--data-dir=/tmp/elsewhere",
    "another action": f"{SCHEME}://file/SD1",
}
_PATIENCE = 90.0
_HANDLER = f"{contents.APP_ID}.desktop"


class DataSeen(NamedTuple):
    """What a data folder has: the orders that were looked up, the filings, the names of files."""

    orders: frozenset[str]
    filings: int
    files: frozenset[str]


def known_in(data: Path) -> DataSeen:
    """Look into a data folder that a program may be working on, without touching it."""
    # What comes and goes by itself, and the pictures of what was looked up.
    volatile = ("-wal", "-shm", ".log", ".sent", ".part")
    files = (each for each in data.rglob("*") if each.is_file() and "pictures" not in each.parts)
    names = frozenset(str(each.relative_to(data)) for each in files)
    orders: frozenset[str] = frozenset()
    filings = 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "practice.sqlite3"
        for ending in ("", "-wal"):  # that of before may be there, without what has just come
            source = data / f"{copy.name}{ending}"
            if source.exists():
                copy.with_name(source.name).write_bytes(source.read_bytes())
        if copy.exists():
            with closing(sqlite3.connect(copy)) as connection:
                try:
                    found = connection.execute("SELECT order_id FROM orders").fetchall()
                    filings = connection.execute("SELECT count(*) FROM filings").fetchone()[0]
                    orders = frozenset(str(row[0]) for row in found)
                except sqlite3.DatabaseError:
                    pass  # copied while it was written, or not laid out yet: the next look tells
    return DataSeen(
        orders, filings, frozenset(each for each in names if not each.endswith(volatile))
    )


def await_that(what: str, is_so: Callable[[], bool], tell: Callable[[], str]) -> None:
    """Wait until something is so. Raises `PackagingError` where it does not come."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise PackagingError(f"{what}: that did not come.\n{tell()}")
        time.sleep(0.2)


class Screen:
    """A screen in a clean root, on which programs are started one after the other."""

    def __init__(self, root: CleanRoot) -> None:
        self._folder = root.path / str(root.home).lstrip("/") / "screen"
        self._count = 0
        self._folder.mkdir()
        self._folder.chmod(0o777)

    def run(self, *command: str, is_left: bool = False) -> str:
        """Run a program on the screen; give what it printed, or leave it to run."""
        self._count += 1
        place = self._folder / str(self._count)
        words = shlex.join(command)
        script = f"{words} >program.log 2>&1 &\n" if is_left else f"{words}\n"
        draft = place.with_suffix(".draft")
        draft.write_text(script, "utf-8")
        draft.rename(place.with_suffix(".sh"))
        ended = place.with_suffix(".ended")
        await_that(words[:200], ended.exists, lambda: "")
        return place.with_suffix(".out").read_text("utf-8", errors="replace")

    def leave(self) -> None:
        """Have the screen go."""
        (self._folder / "stop").touch()

    @property
    def script(self) -> str:
        """What is to run on the screen: it takes one program after the other."""
        return (
            'cd "$HOME/screen"; n=0\n'
            "while [ ! -e stop ]; do\n"
            "  n=$((n + 1))\n"
            '  until [ -e "$n.sh" ] || [ -e stop ]; do sleep 0.05; done\n'
            '  [ ! -e "$n.sh" ] || { sh "$n.sh" >"$n.out" 2>&1; touch "$n.ended"; }\n'
            "done\n"
        )


@contextmanager
def screen_in(root: CleanRoot) -> Iterator[Screen]:
    """A screen in a root, of the user's, for as long as this lasts."""
    screen = Screen(root)
    done: list[Finished] = []

    def keep() -> None:
        # Else it starts anew, and refuses for a moment, whenever its last window has gone.
        options = ("-s", "-screen 0 1280x1024x24 -noreset")
        done.append(root.run("xvfb-run", "-a", *options, "sh", "-c", screen.script, timeout=900))

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield screen
    finally:
        screen.leave()
        keeper.join()


class Witness:
    """Sees what an installed program does on a screen."""

    def __init__(self, root: CleanRoot, screen: Screen) -> None:
        self._screen = screen
        self._data = root.path / str(root.home).lstrip("/") / ".local/share" / contents.APP_ID

    @property
    def known(self) -> DataSeen:
        """What it has written down."""
        return known_in(self._data)

    def programs(self) -> list[str]:
        """The numbers of the processes that run it."""
        tool = f"find /proc/[0-9]*/exe -lname '*/{contents.APP_ID}' 2>/dev/null || :"
        return [each.split("/")[2] for each in self._screen.run("sh", "-c", tool).split()]

    def windows(self) -> list[str]:
        """Its windows, as the screen has them."""
        tree = self._screen.run("xwininfo", "-root", "-tree").splitlines()
        return [line.strip() for line in tree if '"Dispute Desk' in line]

    def await_that(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait until something is so; where it does not come, tell what is."""
        await_that(what, is_so, self._tell)

    def await_order(self, order: str) -> None:
        """Wait until an order is looked up, and no second program or window is there."""
        self.await_that(f"{order} is looked up", lambda: order in self.known.orders)
        self.await_that(
            "one program with one window",
            lambda: len(self.programs()) == len(self.windows()) == 1,
        )

    def end(self) -> None:
        """End the program, as the system asks for it."""
        self._screen.run("kill", *self.programs())
        self.await_that("the end of the program", lambda: not self.programs())

    def _tell(self) -> str:
        log = self._screen.run("sh", "-c", "cat program.log")
        return f"{self.programs()}\n{self.windows()}\n{self.known}\n{log}"


def follow_links(root: CleanRoot, program: str, show: Callable[[str], None]) -> None:
    """Follow links to an installed program, from its first start on."""
    with screen_in(root) as screen:
        seen = Witness(root, screen)
        expect_handler(screen.run, _HANDLER)
        # The first start is by hand: a link shall open what was open last.
        screen.run(program, "--practice", is_left=True)
        seen.await_that("practice mode", lambda: "practice" in "".join(seen.windows()))
        seen.end()

        screen.run("xdg-open", LINK + ORDERS[0], is_left=True)
        seen.await_order(ORDERS[0])
        show(f"cold start by xdg-open: {ORDERS[0]} looked up, {seen.windows()[0]}")

        screen.run("gio", "open", LINK + ORDERS[1])
        seen.await_order(ORDERS[1])
        show(f"the running program by gio open: {ORDERS[1]} looked up, still one window")

        before = seen.known
        for name, text in HOSTILE.items():
            screen.run("xdg-open", text)
            # The same as the command in the menu's entry has it, whatever xdg-open makes of it.
            told = screen.run("sh", "-c", '"$1" -- "$2"; echo "ended with $?"', "sh", program, text)
            if f"ended with {0 if text.startswith(LINK) else 2}\n" not in told:
                raise PackagingError(f"{name}: {told}")
        screen.run("xdg-open", LINK + ORDERS[2])
        seen.await_order(ORDERS[2])
        after = seen.known
        elsewhere = (root.path / "tmp" / "elsewhere").exists()
        if after != before._replace(orders=before.orders | {ORDERS[2]}) or elsewhere:
            raise PackagingError(f"A hostile link changed something:\n{before}\n{after}")
        if after.filings:
            raise PackagingError("A link filed a dispute.")
        show(f"hostile links ({', '.join(HOSTILE)}): nothing changed, nothing filed")
        seen.end()


def expect_handler(run: Callable[..., str], expected: str) -> None:
    """Have the tools of a desktop tell what opens a link; "" for nothing."""
    told = run("xdg-mime", "query", "default", f"x-scheme-handler/{SCHEME}").strip()
    listed = run("gio", "mime", f"x-scheme-handler/{SCHEME}")
    is_listed = _HANDLER in listed
    if told != expected or is_listed is not bool(expected):
        raise PackagingError(f"{expected!r} was expected to open links: {told!r}\n{listed}")
