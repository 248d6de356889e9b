#!/usr/bin/env python3
"""One command for all that a developer does, from a bare checkout and with no step before it.

    python3 dev.py run [--real] [arguments]   start the program; in practice mode without --real
    python3 dev.py check                      lint, format, types, contracts, translations
    python3 dev.py fix                        mend what can be mended of these by itself
    python3 dev.py test [pytest arguments]    every check, then the tests
    python3 dev.py bench [word ...]           measure
    python3 dev.py faults [options]           file under random faults, simulated and real
    python3 dev.py screenshots FOLDER [NAME]  take a picture of everything the program shows
    python3 dev.py package [system]           installers: linux, windows or macos, into dist/
    python3 dev.py translate                  read the program's texts anew into the translations
    python3 dev.py lock [uv arguments]        rebuild the locks (--upgrade: to the newest)

`python3 dev.py COMMAND --help` tells more, at once: it sets nothing up and starts nothing.

Standard library only. It must stay readable to Python 3.8, which is told what is wrong in a
sentence; the work of setting up is in packaging/setup_environment/.
"""

from __future__ import annotations

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType
    from xml.etree.ElementTree import Element

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
# With one of these the program answers and ends: no screen is needed.
NO_WINDOW = {"--self-test", "--version"}
HELP = {"--help", "-h"}
TRANSLATIONS = ROOT / "resources" / "translations"
MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - pytest makes a private folder there


def run(args: Sequence[str]) -> int:
    """Start the program with what it needs installed.

    --real               for a real account; without it in practice mode
    --order TEXT         look this order up
    --data-dir FOLDER    keep all data here
    --lang en|zh_CN      language of the interface
    --base-url URL       another address for CJ's API
    --self-test          use every part in practice mode, without a window, then end
    --version            the program's version
    """
    env = context(args, os.environ, sys.platform)
    python: Path = setting_up().prepare("runtime", qt_platform(env))
    compile_translations(python)
    command = [str(python), "-m", "app", *program_arguments(args)]
    os.chdir(ROOT)
    if os.name == "posix":
        # The program takes this one's place: signals and the exit code are its own.
        os.execve(command[0], command, env)  # noqa: S606 - no shell is wanted
    import subprocess

    return subprocess.call(command, env=env)  # noqa: S603 - our interpreter, the caller's arguments


def check(_args: Sequence[str]) -> int:
    """Check types, lint, format, import contracts and that no translation is missing.

    It changes no file. `python3 dev.py fix` mends what can be mended by itself.
    """
    python: Path = setting_up().prepare("dev", "offscreen")
    os.chdir(ROOT)
    return verdict("check", failed_checks(python))


def fix(args: Sequence[str]) -> int:
    """Mend what ruff can, format, and bring the translations up to date with the sources.

    What is left for a person is listed: findings of ruff, texts that have no translation yet.
    """
    import subprocess

    python: Path = setting_up().prepare("dev", "offscreen")
    os.chdir(ROOT)
    ruff = [str(python), "-m", "ruff"]
    failed = [
        " ".join(command)
        for command in (["check", "--fix"], ["format"])
        if subprocess.call([*ruff, *command])  # noqa: S603 - our interpreter, fixed words
    ]
    if translate(args):
        failed.append("translate")
    return verdict("fix", failed)


def test(args: Sequence[str]) -> int:
    """Do every check, then run the tests: all of them, or what pytest's arguments choose.

    python3 dev.py test                         everything, on several cores
    python3 dev.py test tests/domain -k money   pytest's own arguments
    python3 dev.py test -m packaging            build the Linux installers and drive them
    python3 dev.py test --windows [arguments]   the lower floors with a Windows Python, under Wine
    """
    import shutil
    import subprocess

    if "--windows" in args:
        suite = ROOT / "packaging" / "system_tests" / "windows_suite.py"
        return start_tool(str(suite), [each for each in args if each != "--windows"])
    env = {**os.environ}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The tests start the program many times: what is compiled once need not be so again.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    # With an X server at hand some of them start the program on it, and Qt loads more there.
    platform = "xcb" if shutil.which("Xvfb") else qt_platform(env)
    python: Path = setting_up().prepare("dev", platform)
    compile_translations(python)
    os.chdir(ROOT)
    # Not beside the tests: some of them watch a clock.
    failed = failed_checks(python)
    if not args and has_memory_disk():
        env.setdefault("TMPDIR", str(MEMORY_DISK))
    command = [str(python), "-m", "pytest", *(args or parallel())]
    if subprocess.call(command, env=env):  # noqa: S603 - our interpreter, the caller's arguments
        failed.append("pytest")
    return verdict("test", failed)


def faults(args: Sequence[str]) -> int:
    """File claims under random faults and kills, and judge by the server's own record.

    --simulated N         runs in simulated time (20,000)
    --runs N              runs of real processes (1,000)
    --kills N             programs killed while they write (200)
    --seed N              of all runs; printed first
    --jobs N              runs at a time (2)
    --brief               a line for each kind of run, and what broke
    --replay SEED         one real run, told step by step
    --replay-simulated SEED, --replay-kill SEED    the same for the other two kinds
    --sabotage NAME       a program broken on purpose: the judge must find it
    """
    return start_tool("tests.faults", args)


def screenshots(args: Sequence[str]) -> int:
    """Take pictures of every page in each scale, colour scheme and language.

    python3 dev.py screenshots FOLDER                 all of them
    python3 dev.py screenshots FOLDER 150-dark-en     one: a scale, a scheme, a language
    """
    return start_tool("tests.screenshots", args)


def package(args: Sequence[str]) -> int:
    """Make the installers of this system, or of the one that is named, into dist/.

    python3 dev.py package [linux|windows|macos]
    --quick              compress little and leave out the slow checks
    --release            refuse what must not be given to anybody, such as libraries out of support
    --python FILE        take this Python for Windows, as packaging/windows/collect.py packs it
    --work FOLDER        for scratch (build/)
    --target FOLDER      for the results (dist/)
    """
    import subprocess

    python: Path = setting_up().prepare("dev", "offscreen")
    script = ROOT / "packaging" / "build.py"
    return subprocess.call([str(python), str(script), *args])  # noqa: S603 - our interpreter, the caller's arguments


def translate(args: Sequence[str]) -> int:
    """Bring the translations up to date with the sources and compile them; tell what is left.

    --check              change nothing: fail where something would change, or is untranslated
    """
    from tempfile import TemporaryDirectory

    python: Path = setting_up().prepare("dev", "offscreen")
    os.chdir(ROOT)
    if "--check" not in args:
        is_complete = refresh_translations(python, TRANSLATIONS)
        return 0 if compile_translations(python) and is_complete else 1
    import shutil

    with TemporaryDirectory() as scratch:
        for path in sorted(TRANSLATIONS.glob("*.ts")):
            shutil.copy(path, scratch)
        is_complete = refresh_translations(python, Path(scratch))
        stale = [
            path.name
            for path in sorted(Path(scratch).glob("*.ts"))
            if texts_of(path) != texts_of(TRANSLATIONS / path.name)
        ]
    for name in stale:
        print(f"{name} has not the texts that the sources have: python3 dev.py translate")
    return 0 if is_complete and not stale else 1


def bench(args: Sequence[str]) -> int:
    """Measure next to what is possible on this machine: an empty PySide6 window.

    python3 dev.py bench [word ...]      start, freeze, memory, filing, size, history, reports
    --runs N                             how often; each part has its own number
    --json FILE                          keep all numbers, with the commit and the machine
    --compare BEFORE AFTER               measure nothing: two such files side by side
    """
    return start_tool("tests.bench", args)


def lock(args: Sequence[str]) -> int:
    """Rebuild both locks from pyproject.toml, for every system at once.

    --upgrade            to the newest versions that pyproject.toml allows
    Anything else is an argument of `uv pip compile`.
    """
    import subprocess

    environment = setting_up()
    uv: str = environment.find_uv()
    if not uv:
        raise environment.SetupError("Rebuilding the locks takes uv: put it on PATH.")
    locks: Path = environment.LOCKS
    locks.mkdir(parents=True, exist_ok=True)
    os.chdir(ROOT)
    # No header, index or annotation: the same versions give the same file everywhere.
    command = [uv, "pip", "compile", "pyproject.toml", "--quiet", "--universal"]
    command += ["--python-version", "3.11", "--generate-hashes"]
    command += [
        "--no-annotate",
        "--no-header",
        "--no-emit-index-url",
        "--no-emit-find-links",
        *args,
    ]
    runtime = str(locks / "runtime.txt")
    # uv is a tool of the set-up, not a dependency; locked here, so that its hashes are known.
    dev = ["-", "--extra", "dev", "--constraint", runtime, "--output-file", str(locks / "dev.txt")]
    env: dict[str, str] = environment.uv_environment()
    for more, given in ((["--output-file", runtime], ""), (dev, "uv\n")):
        done = subprocess.run(  # noqa: S603 - a command put together here, the caller's arguments
            [*command, *more], input=given, encoding="utf-8", env=env, check=False
        )
        if done.returncode:
            return done.returncode
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "bench": bench,
    "run": run,
    "check": check,
    "fix": fix,
    "test": test,
    "faults": faults,
    "screenshots": screenshots,
    "package": package,
    "translate": translate,
    "lock": lock,
}


# --- decisions ---------------------------------------------------------------------------------


def python_complaint(version: Sequence[int]) -> str:
    """Return what to tell someone whose Python is too old; "" if it is not."""
    if tuple(version) >= OLDEST_PYTHON:
        return ""
    wanted, found = (".".join(str(part) for part in each) for each in (OLDEST_PYTHON, version))
    return f"Dispute Desk needs Python {wanted} or newer, not {found}: try python{wanted} dev.py"


def program_arguments(args: Sequence[str]) -> list[str]:
    """Return the program's arguments: practice, unless the person chose where to connect."""
    places = ("--practice", "--base-url", "--real")
    chosen = any(arg.split("=")[0] in places for arg in args)
    return [*([] if chosen else ["--practice"]), *(arg for arg in args if arg != "--real")]


def context(args: Sequence[str], environ: Mapping[str, str], system: str) -> dict[str, str]:
    """Return the program's environment; refuse where a window has no screen to appear on."""
    env = dict(environ)
    has_screen = any(env.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if has_screen or not system.startswith("linux"):
        return env
    if not NO_WINDOW.intersection(args):
        raise SystemExit(
            "There is no screen to open the window on (DISPLAY is not set): run it from a desktop, "
            "or as xvfb-run python3 dev.py run, or without a window: python3 dev.py run --self-test"
        )
    env["QT_QPA_PLATFORM"] = "offscreen"
    return env


def qt_platform(env: Mapping[str, str]) -> str:
    """Return the Qt platform that the program will use on Linux, which decides what it loads."""
    # QT_QPA_PLATFORM may list several, with options: "wayland;xcb", "offscreen:size=…".
    asked = env.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    return asked or ("wayland" if env.get("WAYLAND_DISPLAY") else "xcb")


def checks(python: Path) -> list[tuple[str, list[str]]]:
    """Return the checks that need no screen and no clock: name and command."""
    tool = [str(python), "-m"]
    return [
        ("mypy", [*tool, "mypy"]),
        ("ruff check", [*tool, "ruff", "check"]),
        ("ruff format", [*tool, "ruff", "format", "--check"]),
        # It has no module to start with -m.
        ("lint-imports", [str(python.with_name("lint-imports"))]),
        ("translations", [str(python), str(ROOT / "dev.py"), "translate", "--check"]),
    ]


def linguist(python: Path, tool: str) -> str:
    """Return where Qt's tool for translations lies beside an interpreter."""
    return str(python.with_name(f"pyside6-{tool}").with_suffix(python.suffix))


def untranslated(message: Element) -> bool:
    """Tell whether a text of the program still lacks its translation."""
    translation = message.find("translation")
    return translation is None or not translation.text or translation.get("type") == "unfinished"


def texts_of(path: Path) -> set[tuple[str | None, ...]]:
    """Return what a file of translations translates, whichever tool wrote it: context and text."""
    from xml.etree import ElementTree as ET

    return {
        (context.findtext("name"), message.findtext("source"), message.findtext("comment"))
        for context in ET.parse(path).iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    }


def parallel() -> list[str]:
    """Return pytest's arguments for the whole suite: a worker more than there are cores.

    Some tests mostly wait, for another process or for CJ's pace. They are neighbours: each worker
    begins at another part of the suite, so that they do not all wait at the same time.
    """
    cores = min(os.cpu_count() or 1, 4)
    return ["-n", str(cores + 1), "--dist", "worksteal"] if cores > 1 else []


def has_memory_disk() -> bool:
    """Whether files can be kept in memory here, and started there: most tests wait for the disk."""
    import shutil

    if not os.access(MEMORY_DISK, os.W_OK) or shutil.disk_usage(MEMORY_DISK).free < 2**31:
        return False
    return not os.statvfs(MEMORY_DISK).f_flag & os.ST_NOEXEC


# --- the machinery -----------------------------------------------------------------------------


def start_tool(tool: str, args: Sequence[str]) -> int:
    """Run a module or script of this checkout with the development tools, and no window."""
    import subprocess

    python: Path = setting_up().prepare("dev", "offscreen")
    compile_translations(python)
    os.chdir(ROOT)
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [str(python), *([] if tool.endswith(".py") else ["-m"]), tool, *args]
    return subprocess.call(command, env=env)  # noqa: S603 - our interpreter, the caller's arguments


def failed_checks(python: Path) -> list[str]:
    """Run every check, print what each says and return the names of those that failed."""
    from concurrent.futures import ThreadPoolExecutor

    failed = []
    # Two at a time, mypy first: it takes longest.
    with ThreadPoolExecutor(2) as pool:
        for name, seconds, code, output in pool.map(run_check, checks(python)):
            print(f"{name:<14} {seconds:5.1f} s  {'FAILED' if code else 'ok'}", flush=True)
            if code:
                failed.append(name)
                print(output, flush=True)
    return failed


def verdict(command: str, failed: Sequence[str]) -> int:
    """Name what failed, if anything did; return the exit code."""
    if failed:
        print(f"dev.py {command}: failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def run_check(named: tuple[str, list[str]]) -> tuple[str, float, int, str]:
    """Run one check to its end and return its name, seconds, exit code and output."""
    import subprocess
    import time

    name, command = named
    started = time.monotonic()
    done = subprocess.run(  # noqa: S603 - the command is one of checks()
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return name, time.monotonic() - started, done.returncode, done.stdout


def refresh_translations(python: Path, folder: Path) -> bool:
    """Read the program's texts into the translations of a folder; tell what is untranslated.

    Returns whether nothing is.
    """
    import subprocess
    from xml.etree import ElementTree as ET

    sources = sorted(str(path) for path in (ROOT / "app").rglob("*.py"))
    is_complete = True
    for path in sorted(folder.glob("*.ts")):
        # No places in the file: they would change with every line of the program.
        options = ["-no-obsolete", "-locations", "none", "-silent", "-source-language", "en"]
        command = [linguist(python, "lupdate"), *sources, "-ts", str(path), *options]
        if subprocess.call(command):  # noqa: S603 - Qt's tool, our files
            print(f"{path.name} could not be brought up to date.", file=sys.stderr)
            return False
        messages = list(ET.parse(path).iter("message"))  # noqa: S314 - our own file
        todo = [each for each in messages if untranslated(each)]
        print(f"{path.name}: {len(messages)} texts, {len(todo)} untranslated")
        for each in todo:
            print(f"    {each.findtext('source')}")
        is_complete = is_complete and not todo
    return is_complete


def compile_translations(python: Path) -> bool:
    """Compile what is missing or older than its source; without it the program speaks English."""
    import subprocess

    stale = [
        (source, compiled)
        for source in sorted(TRANSLATIONS.glob("*.ts"))
        for compiled in (source.with_suffix(".qm"),)
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime
    ]
    for source, compiled in stale:
        # Under another name first: a program that starts meanwhile reads the old one, whole.
        made = compiled.with_suffix(f".{os.getpid()}.qm")
        command = [linguist(python, "lrelease"), "-silent", str(source), "-qm", str(made)]
        try:
            subprocess.run(command, stdin=subprocess.DEVNULL, check=True)  # noqa: S603 - Qt's tool, our files
            made.replace(compiled)
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"{source.name} was not compiled: {error}", file=sys.stderr)
            return False
    return True


def setting_up() -> ModuleType:
    """Load packaging/setup_environment, by path: packaging is the name of a library, too."""
    name = "setup_environment"
    if name not in sys.modules:
        init = ROOT / "packaging" / name / "__init__.py"
        spec = spec_from_file_location(name, init)
        if spec is None or spec.loader is None or not init.exists():
            raise SystemExit(f"{init} is missing: this checkout is incomplete.")
        sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


def main(argv: Sequence[str]) -> int:
    """Do one command; whatever goes wrong is told in a sentence, never in a traceback."""
    complaint = python_complaint(sys.version_info[:2])
    if complaint:
        raise SystemExit(complaint)
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if argv else 2
    if argv[0] not in COMMANDS:
        raise SystemExit(f"dev.py knows {', '.join(COMMANDS)}, but not {argv[0]}.")
    if HELP.intersection(argv[1:]):
        from inspect import cleandoc

        print(f"python3 dev.py {argv[0]}: {cleandoc(COMMANDS[argv[0]].__doc__ or '')}")
        return 0
    try:
        return COMMANDS[argv[0]](argv[1:])
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        raise SystemExit(setting_up().explain(str(error), "That did not work.")) from None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
