"""``.venv``: made from a lock, stamped when it is complete, made anew when it is not."""

import hashlib
import os
import re
import shutil
import sys
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from .console import LOCKS, VENV, SetupError, attempt, demand, explain, is_network_failure, say

STAMP = VENV / "dispute-desk.stamp"
# The interpreter that .venv is made from, also when .venv's own runs this: it must outlive .venv.
BASE_PYTHON = getattr(sys, "_base_executable", "") or sys.executable
# Wheels only: nobody's set-up script runs on the developer's computer.
CHECKED = ("--require-hashes", "--only-binary", ":all:")


def python_in(venv: Path) -> Path:
    """Return where the interpreter of a virtual environment lies on this system."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# --- the stamp: a line for the Python, one for each level installed ----------------------------


def python_line() -> str:
    """Return what ties an environment to its place and Python: its scripts and its packages do."""
    # Resolved: a .venv that is a link to another checkout's has its place there.
    return f"{sys.implementation.cache_tag} {VENV.resolve()}"


def level_line(level: str) -> str:
    """Return the stamp's line for a level whose lock is the present one."""
    return f"{level} {hashlib.sha256((LOCKS / f'{level}.txt').read_bytes()).hexdigest()}"


def stamped() -> list[str]:
    """Return the stamp's lines; none after a set-up that did not come to its end."""
    return STAMP.read_text("utf-8").splitlines() if STAMP.exists() else []


def is_whole() -> bool:
    """Tell whether ``.venv`` was completed by this Python here, for whatever lock."""
    # exists() follows the link, so a Python that was uninstalled counts as gone.
    return python_in(VENV).exists() and python_line() in stamped()


def is_ready(level: str) -> bool:
    """Tell whether ``.venv`` is complete for the present lock of this level."""
    return is_whole() and level_line(level) in stamped()


# --- making it ---------------------------------------------------------------------------------


def can_install() -> bool:
    """Tell whether uv, pip or the means to get pip are here (Debian splits the last one off)."""
    return bool(shutil.which("uv") or own_pip() or find_spec("ensurepip"))


def make(level: str) -> None:
    """Bring ``.venv`` to this level's lock, from nothing unless it was left complete.

    Raises `SetupError` for a ``.venv`` that is a link: another checkout works with its packages.
    """
    if VENV.is_symlink():
        raise SetupError(
            f".venv is a link to {VENV.resolve()}, which lacks what this checkout needs: "
            "complete it where it belongs, or delete the link, then run the same command again."
        )
    started = time.monotonic()
    # The development tools stay when only the program is asked for.
    if any(line.startswith("dev ") for line in stamped()):
        level = "dev"
    # No repair: a file missing from a half-written package would show much later, as a riddle.
    if not is_whole() and VENV.exists():
        say("Removing .venv: it is unfinished, or made for another place or Python.")
        shutil.rmtree(VENV)
    STAMP.unlink(missing_ok=True)
    say(f"Installing the {level} packages into .venv (over 100 MB if none is cached) …")
    python = python_in(VENV)
    if not python.exists():
        demand([BASE_PYTHON, "-m", "venv", "--without-pip", str(VENV)])
    install(python, LOCKS / f"{level}.txt")
    # dev.txt holds all of runtime.txt.
    levels = ("runtime", "dev") if level == "dev" else ("runtime",)
    lines = [python_line(), *(level_line(name) for name in levels)]
    STAMP.write_text("\n".join(lines) + "\n", "utf-8")
    say(f".venv is ready after {time.monotonic() - started:.1f} s.")


def install(python: Path, lock: Path) -> None:
    """Install a lock with uv, or with pip, far slower, where uv cannot be had or fails."""
    output = ""
    uv = find_uv()
    if uv:
        aim = ["--quiet", "--python", str(python)]
        done, output = attempt([uv, "pip", "sync", *aim, *CHECKED, str(lock)], uv_environment())
        if done:
            return
        # pip reads settings that uv does not: indexes of its own, the system's certificates.
        say("uv could not install them; trying pip …")
    pip = find_pip()
    if not pip:
        raise SetupError(explain(output, "Neither uv nor pip could be started."))
    aim = [] if pip[0] == str(python) else ["--python", str(python)]
    demand([*pip, *aim, "install", "--quiet", *CHECKED, "-r", str(lock)], pip_environment())


def own_pip() -> list[str]:
    """Return the command that starts the pip of the Python running this; empty if it has none."""
    # .venv's own does not count: it goes when .venv is made anew.
    usable = find_spec("pip") and Path(sys.prefix) != VENV
    return [sys.executable, "-m", "pip"] if usable else []


def find_pip() -> list[str]:
    """Return the command that starts pip: this Python's own, else one put into ``.venv``."""
    pip = own_pip()
    if pip:
        return pip
    python = str(python_in(VENV))
    done, _ = attempt([python, "-m", "ensurepip", "--default-pip"])
    return [python, "-m", "pip"] if done else []


def find_uv() -> str:
    """Return a uv to start: the one on PATH, else the locked one, fetched by pip; "" if neither."""
    on_path = shutil.which("uv")
    if on_path:
        return on_path
    lock = LOCKS / "dev.txt"
    pin = locked_block("uv", lock.read_text("utf-8")) if lock.exists() else ""
    if not pin:
        return ""
    # Beside the environment's packages, not among them: it must not replace itself as it runs.
    home = VENV / "uv" / pin.split()[0].replace("==", "-")
    program = home / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    pip = [] if program.exists() else find_pip()
    if pip:
        home.mkdir(parents=True, exist_ok=True)
        wanted = home / "requirement.txt"
        wanted.write_text(pin, "utf-8")
        aim = ["--quiet", "--no-deps", "--upgrade", "--target", str(home)]
        command = [*pip, "install", *aim, *CHECKED, "-r", str(wanted)]
        done, output = attempt(command, pip_environment())
        # Without a network the packages themselves cannot come either: say so now.
        if not done and is_network_failure(output):
            raise SetupError(explain(output, ""))
    return str(program) if program.exists() else ""


def locked_block(name: str, lock: str) -> str:
    """Return one package's lines of a lock, hashes included; "" when it is not locked."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n[ \t].*)*", lock, re.MULTILINE)
    return found[0] + "\n" if found else ""


# --- the network, as this machine describes it to pip ------------------------------------------


def pip_environment() -> dict[str, str]:
    """Return pip's surroundings, less the settings that would send packages elsewhere."""
    ours = {
        "PIP_USER": "0",
        "PIP_REQUIRE_VIRTUALENV": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_ROOT_USER_ACTION": "ignore",
        # The default of five takes half a minute to say that there is no network.
        "PIP_RETRIES": "2",
    }
    return {**os.environ, **ours}


def uv_environment(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return uv's surroundings: pip's index, CA file and proxy in the names that uv reads."""
    env = {**environ, "UV_PYTHON_DOWNLOADS": "never"}
    settings: dict[str, str] = {}
    pip = own_pip()
    if pip:
        _, listed = attempt([*pip, "config", "list"])
        settings = dict(re.findall(r"^(?:global|install)\.([a-z-]+)='(.*)'$", listed, re.MULTILINE))
    translated = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    if "UV_INDEX_URL" in env:
        del translated["index-url"]
    for setting, name in translated.items():
        value = environ.get(f"PIP_{setting.upper().replace('-', '_')}") or settings.get(setting)
        if value:
            env.setdefault(name, value)
    return env
