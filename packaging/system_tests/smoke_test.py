"""Installs every Linux artefact as a merchant would, without a network, and lets it work.

    python packaging/system_tests/smoke_test.py [--quick] [--release NAME] [folder]

In a clean root without Python, with the network gone, as an ordinary user: install, self-test
without a screen and on one, a practice filing driven to its SH number, the window for some
seconds, an update that finds the same filing again, and a removal that leaves nothing but data.
Then once more where there are a desktop's tools, to follow links as a browser does (links.py).
With `--quick`, the program is only unpacked and run on this system, which takes seconds.
The Windows installer has wine_test.py.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from build import version_of  # noqa: E402 - this folder is no package
from bundle import contents  # noqa: E402
from system_tests.clean_root import USER, CleanRoot, clean_root, obstacle  # noqa: E402
from system_tests.isolated import Finished, run_isolated  # noqa: E402
from system_tests.links import TOOLS, expect_handler, follow_links  # noqa: E402
from tools import PackagingError, missing, run, say  # noqa: E402

_NOBODY = 65534
_FILED = re.compile(r"^practice filing: (SH\d+) \((filed now|kept from before)\)$", re.MULTILINE)
_DATA = ".local/share/dispute-desk"
# Libraries of the system keep these in anybody's home: fontconfig, Mesa.
_NOT_OURS = re.compile(r"^home/\w+/\.cache(?:/(?:fontconfig|mesa_shader_cache\w*)(?:/.*)?)?$")
_WINDOW_SECONDS = 6
_PATIENCE = 60


def read_self_test(done: Finished, qt_platform: str) -> tuple[str, str]:
    """The number of the practice filing, and whether it is new. Stops where anything failed."""
    filed = _FILED.search(done.output)
    if done.status or "self-test: passed" not in done.output or filed is None:
        raise PackagingError(f"The self-test failed with {done.status}:\n{done.output}")
    keyring = "win32ctypes" if qt_platform == "windows" else "secretstorage"
    for line in (
        f"Qt platform: {qt_platform}\n",
        "picture formats: gif jpeg png svg webp\n",
        "languages: en zh_CN\n",
        f", with {keyring};",
        "libraries of children: ",
    ):
        if line not in done.output:
            raise PackagingError(f"{line.strip()!r} is missing:\n{done.output}")
    return filed[1], filed[2]


# --- the quick way: on this system, as nobody ----------------------------------------------------


def quick(artefacts: Path) -> None:
    """Unpack the portable installer and the package, and run both as nobody without a network."""
    version = version_of(ROOT)
    with tempfile.TemporaryDirectory(prefix="dispute-desk-smoke-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        home = folder / "home"
        home.mkdir()
        os.chown(home, _NOBODY, _NOBODY)
        run(["sh", _one(artefacts, "*.run"), "--extract", folder / "run"])
        run(["dpkg-deb", "--extract", _one(artefacts, "*.deb"), folder / "deb"])
        env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

        def start(*command: str, **more: str) -> Finished:
            return run_isolated(command, env | more, uid=_NOBODY)

        programs = [
            folder / "run" / "lib" / contents.APP_ID,
            folder / "deb" / "usr" / "bin" / contents.APP_ID,
        ]
        for program in map(str, programs):
            _expect(start(program, "--version"), f"Dispute Desk {version}")
        data = f"--data-dir={home / _DATA}"
        # Without a screen it does by itself; what it opens gets the libraries of before.
        first = start(str(programs[0]), "--self-test", data, LD_LIBRARY_PATH="/of/before")
        number, news = read_self_test(first, "offscreen")
        _expect(first, "libraries of children: LD_LIBRARY_PATH=/of/before\n")
        show(f"self-test without a screen: filed as {number} ({news})")
        if missing(["xvfb-run"]):
            show("self-test on a screen: not run, xvfb-run is missing")
            return
        second = start("xvfb-run", "-a", str(programs[1]), "--self-test", data)
        if read_self_test(second, "xcb") != (number, "kept from before"):
            raise PackagingError(f"The second program does not find {number}:\n{second.output}")
        _expect(second, "libraries of children: the system's\n")
        show(f"self-test on a screen: {number} found again")


# --- the whole way: installed in a clean root ----------------------------------------------------


class Installed:
    """One way of installing the program into a clean root."""

    name = ""

    def __init__(self, root: CleanRoot, artefact: Path) -> None:
        self.root = root
        self.artefact = artefact

    @property
    def program(self) -> str:
        """Where the program is afterwards."""
        raise NotImplementedError

    def install(self) -> None: ...

    def update(self) -> None: ...

    def remove(self) -> None: ...

    def _refused(self, start: str, command: str, *, as_root: bool) -> None:
        """Try something while the program runs, which must not be taken apart then."""
        is_running = f"find /proc/[0-9]*/exe -lname '*/{contents.APP_ID}' 2>/dev/null | grep -q ."
        script = f"{start} & until {is_running}; do sleep 0.1; done; ! {command}"
        done = self.root.run("sh", "-c", script, as_root=as_root)
        _expect(done, "choose Quit in its menu, then run this again")


class DebianPackage(Installed):
    """apt and the package file."""

    name = "deb"
    program = f"/usr/bin/{contents.APP_ID}"

    def install(self) -> None:
        self._apt("install", "--no-install-recommends", self.root.put(self.artefact))

    def update(self) -> None:
        """Install a package that calls itself newer; refused for as long as the program runs."""
        with tempfile.TemporaryDirectory() as name:
            tree, newer = Path(name) / "tree", Path(name) / "newer.deb"
            run(["dpkg-deb", "--raw-extract", self.artefact, tree])
            control = tree / "DEBIAN" / "control"
            text = re.sub(r"(?m)^(Version: .*)$", r"\1+update1", control.read_text("utf-8"))
            control.write_text(text, "utf-8")
            run(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, newer])
            path = self.root.put(newer)
        self._not_while_it_runs(f"dpkg --install {path}")
        _expect(self.root.run(self.program, "--version"), "Dispute Desk")
        self._apt("install", "--no-install-recommends", path)
        listed = self.root.run("dpkg-query", "--show", contents.APP_ID)
        _expect(listed, "+update1")

    def remove(self) -> None:
        self._not_while_it_runs(f"dpkg --purge {contents.APP_ID}")
        self._apt("purge", contents.APP_ID)

    def _not_while_it_runs(self, command: str) -> None:
        start = f"su {USER} -c 'QT_QPA_PLATFORM=offscreen {self.program} --practice'"
        self._refused(start, command, as_root=True)

    def _apt(self, *arguments: str) -> None:
        env = {"DEBIAN_FRONTEND": "noninteractive"}
        done = self.root.run("apt-get", "--yes", *arguments, as_root=True, env=env)
        _expect(done, contents.APP_ID)


class PortableInstaller(Installed):
    """The .run file, by the user, who needs no root."""

    name = "run"

    @property
    def program(self) -> str:
        return f"{self.root.home}/.local/bin/{contents.APP_ID}"

    def install(self) -> None:
        done = self.root.run("sh", self.root.put(self.artefact))
        _expect(done, "is installed")
        _expect(done, f"{self.root.home}/.local/bin is not on your PATH")

    def update(self) -> None:
        """Install over what is there; refused for as long as the program runs."""
        self._not_while_it_runs(f"sh {self.root.put(self.artefact)}")
        # Whatever only the old version had must not stay behind.
        listed, old = f"lib/{contents.APP_ID}/installed-files", "metainfo/of-the-old-version"
        script = f"cd {self.root.home}/.local && touch share/{old} && echo {old} >>{listed}"
        _expect(self.root.run("sh", "-c", script), "")
        self.install()

    def remove(self) -> None:
        script = f"{self.root.home}/.local/lib/{contents.APP_ID}/uninstall"
        self._not_while_it_runs(f"sh {script}")
        _expect(self.root.run("sh", script), "is removed")

    def _not_while_it_runs(self, command: str) -> None:
        start = f"QT_QPA_PLATFORM=offscreen {self.program} --practice"
        self._refused(start, command, as_root=False)


def whole(kind: type[Installed], artefact: Path, version: str, release: str) -> None:
    """Drive one artefact through its whole life."""
    with clean_root(release) as root:
        installed = kind(root, artefact)

        def timed(step: str, work: Callable[[], str | None]) -> None:
            started = time.monotonic()
            result = work()
            seconds = time.monotonic() - started
            show(f"{kind.name}: {step}{f': {result}' if result else ''} ({seconds:.1f} s)")

        def self_test(qt_platform: str, *prefix: str) -> tuple[str, str]:
            data = f"--data-dir={root.home}/{_DATA}"
            env = {"QT_QPA_PLATFORM": qt_platform}
            done = root.run(*prefix, installed.program, "--self-test", data, env=env)
            return read_self_test(done, qt_platform)

        if root.run("sh", "-c", "command -v python3 || command -v python").status == 0:
            raise PackagingError("There is a Python in the clean root.")
        before = root.files()
        timed("installed without a network", installed.install)
        _expect(root.run(installed.program, "--version"), f"Dispute Desk {version}")
        _refuses_in_a_sentence(root, installed.program)
        filed = self_test("offscreen")
        show(f"{kind.name}: self-test without a screen: {filed[0]} ({filed[1]})")
        if filed[1] != "filed now":
            raise PackagingError("The clean root was not clean.")
        again = (filed[0], "kept from before")

        def found_again(*prefix: str, on: str = "offscreen") -> str:
            if self_test(on, *prefix) != again:
                raise PackagingError(f"{filed[0]} is gone.")
            return f"{filed[0]} found again"

        timed("self-test on a screen", lambda: found_again("xvfb-run", "-a", on="xcb"))
        timed("the window", lambda: _try_window(root, installed.program))
        timed("updated", installed.update)
        timed("self-test after the update", found_again)
        timed("removed", installed.remove)
        left = {name for name in root.files() - before if not _NOT_OURS.match(name)}
        data = f"home/{root.home.name}/{_DATA}"
        parents = {str(parent) for parent in Path(data).parents}
        strangers = {name for name in left - parents if not f"{name}/".startswith(f"{data}/")}
        if strangers:
            raise PackagingError(f"This was left behind: {sorted(strangers)[:20]}")
        if f"{data}/practice.sqlite3" not in left:
            raise PackagingError("The data did not survive the removal.")
        gone = before - root.files()
        if gone:
            raise PackagingError(f"This was there before and is gone: {sorted(gone)[:20]}")
        show(f"{kind.name}: nothing is left but {len(left - parents)} files of data")


def links(kind: type[Installed], artefact: Path, release: str) -> None:
    """Install where a desktop's tools are, follow links to the program, and remove it."""
    with clean_root(release, TOOLS) as root:
        installed = kind(root, artefact)

        def run_tool(*command: str) -> str:
            return root.run(*command).output

        expect_handler(run_tool, "")
        installed.install()
        follow_links(root, installed.program, lambda text: show(f"{kind.name}: link: {text}"))
        installed.remove()
        expect_handler(run_tool, "")
        show(f"{kind.name}: link: nothing opens it after the removal")


def _refuses_in_a_sentence(root: CleanRoot, program: str) -> None:
    """Without a screen, with one that is not there, with a wrong option: one line of our own."""
    for words, env, expected in (
        ((), {}, "There is no screen to open the window on"),
        (("--practice",), {"DISPLAY": ":77"}, "The screen :77 (DISPLAY) does not answer"),
        (("--nonsense",), {}, f"{contents.APP_ID}: unrecognized arguments: --nonsense"),
    ):
        done = root.run(program, *words, env=env)
        if not done.status or len(done.output.splitlines()) != 1 or expected not in done.output:
            raise PackagingError(f"{expected!r} was expected, alone:\n{done.output}")


def _try_window(root: CleanRoot, program: str) -> str:
    """The program itself with its usual folder, for some seconds after it is up, until killed."""
    log = root.home / _DATA / "logs" / "dispute-desk.log"
    script = (
        f"{program} --practice --order SD2611200001234567 & "
        f"tries=0; until [ -e {log} ] || [ $tries = {_PATIENCE}0 ]; "
        "do sleep 0.1; tries=$((tries + 1)); done; "
        f"sleep {_WINDOW_SECONDS}; kill $!"
    )
    done = root.run("xvfb-run", "-a", "sh", "-c", script)
    if done.status:
        raise PackagingError(f"The window ended by itself:\n{done.output}")
    lines = (root.path / str(log).lstrip("/")).read_text("utf-8").splitlines()
    errors = [line for line in lines if " ERROR " in line]
    if errors:
        raise PackagingError("\n".join(errors))
    return f"open for {_WINDOW_SECONDS} s"


def show(text: str) -> None:
    """One line for each thing that was shown."""
    print(text, flush=True)


def _expect(done: Finished, words: str) -> None:
    if done.status or words not in done.output:
        raise PackagingError(f"{words!r} was expected; it ended with {done.status}:\n{done.output}")


def _one(folder: Path, pattern: str) -> Path:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise PackagingError(f"{len(found)} files match {pattern} in {folder}: build first.")
    return found[0].resolve()


def main(argv: Sequence[str]) -> int:
    """Run the smoke test; 0 as well where it cannot be run here, which is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("artefacts", nargs="?", type=Path, default=ROOT / "dist")
    parser.add_argument("--release", default="", help="on this Debian, not on one as here")
    parser.add_argument("--quick", action="store_true", help="unpack and run, no clean root")
    options = parser.parse_args(argv)
    if options.quick:
        if os.geteuid() != 0 or missing(["unshare"]):
            show("smoke test: not run: becoming nobody without a network takes root and unshare")
            return 0
        quick(options.artefacts)
        return 0
    reason = obstacle()
    if reason:
        show(f"smoke test: not run: {reason}")
        return 0
    for kind in (DebianPackage, PortableInstaller):
        artefact = _one(options.artefacts, f"*.{kind.name}")
        whole(kind, artefact, version_of(ROOT), options.release)
        links(kind, artefact, options.release)
    say("The smoke test passed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
