"""README's two commands on a bare Debian: Python, no git, nothing else of what Qt needs.

    python packaging/system_tests/bare_debian_test.py [--roots FOLDER] [release ...]

In the smallest system that debootstrap makes of Debian 12 and of Debian 13, with python3 added: the
self-test without a screen and on one, as `python3 dev.py run` prepares it, then `python3 dev.py
test` with a part of the tests. Packages come over the network, as they do for whoever types them.
With `--roots`, the systems are kept there and used again.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packaging"))

from system_tests.checkout import check_out  # noqa: E402 - no package
from system_tests.clean_root import bootstrap, obstacle, source_of  # noqa: E402 - no package
from system_tests.isolated import run_isolated  # noqa: E402
from system_tests.smoke_test import show  # noqa: E402
from tools import PackagingError, missing, run  # noqa: E402

RELEASES = ("bookworm", "trixie")
_PLACE = "/opt/dispute-desk"
# How this machine reaches the packages; nothing else of its surroundings goes in.
_NETWORK = re.compile(r"(?:PIP|UV)_.*(?:INDEX|CERT).*|.*_PROXY|SSL_CERT_FILE", re.IGNORECASE)
_SOME_TESTS = ("tests/domain", "tests/storage", "tests/test_dev.py", "-q", "-n", "2")


def test(root: Path, release: str) -> None:
    """Take both commands in a bare system."""
    check_out(root / _PLACE.lstrip("/"))
    if (root / "usr/bin/git").exists():
        raise PackagingError("There is a git in the bare system.")
    env = _context(root)

    def command(*words: str, **more: str) -> str:
        started = time.monotonic()
        done = run_isolated(
            ["sh", "-c", f'cd {_PLACE} && exec "$@"', "sh", "python3", "dev.py", *words],
            env | more,
            uid=0,
            root=root,
            timeout=900,
            with_network=True,
        )
        if done.status:
            raise PackagingError(f"{release}: dev.py {' '.join(words)}:\n{done.output[-6000:]}")
        seconds = time.monotonic() - started
        told = done.output.strip().splitlines()[-1]
        show(f"{release}: python3 dev.py {' '.join(words)}: {told} ({seconds:.0f} s)")
        return done.output

    output = command("run", "--self-test")
    _expect(output, "Qt platform: offscreen", "self-test: passed")
    show(f"{release}: Python {re.findall(r'^Python: (.*)$', output, re.MULTILINE)[0]}")
    with _screen() as display:
        if display:
            # What the plugins for a screen need came along with the first start.
            _expect(command("run", "--self-test", DISPLAY=display), "Qt platform: xcb")
        else:
            show(f"{release}: on a screen: not run, Xvfb is missing")
    _expect(command("test", *_SOME_TESTS), " passed")


def _context(root: Path) -> dict[str, str]:
    network = {name: value for name, value in os.environ.items() if _NETWORK.fullmatch(name)}
    for name, value in network.items():
        # A certificate authority of this network's own; not in the system's place, which a package
        # that comes along writes anew.
        if value.startswith("/") and Path(value).is_file():
            shutil.copyfile(value, root / "srv" / Path(value).name)
            network[name] = f"/srv/{Path(value).name}"
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return {"PATH": path, "HOME": "/root", "LANG": "C.UTF-8", **network}


@contextmanager
def _screen() -> Iterator[str]:
    """The address of a screen; "" where none can be made.

    The bare system sees it, too: X11 listens in the network's namespace, which is this one.
    """
    if missing(["Xvfb"]):
        yield ""
        return
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1280x800x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:  # noqa: S603 - fixed words
        try:
            yield f":{server.stdout.readline().decode().strip()}" if server.stdout else ""
        finally:
            server.terminate()


def _expect(output: str, *words: str) -> None:
    lacking = [each for each in words if each not in output]
    if lacking:
        raise PackagingError(f"{lacking} was expected:\n{output[-6000:]}")


def _make(root: Path, release: str) -> None:
    started = time.monotonic()
    suite, mirror, components = source_of(release)
    bootstrap(root, suite, mirror, ["python3"], components)
    show(f"{release}: debootstrap ({time.monotonic() - started:.0f} s)")


def main(argv: Sequence[str]) -> int:
    """Run the test; 0 as well where it cannot be run here, which is said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("releases", nargs="*", default=RELEASES)
    parser.add_argument("--roots", type=Path, help="keep the bare systems in this folder")
    options = parser.parse_args(argv)
    reason = obstacle()
    if reason:
        show(f"bare Debian: not run: {reason}")
        return 0
    with tempfile.TemporaryDirectory(prefix="dispute-desk-bare-") as name:
        for release in options.releases:
            kept = (options.roots or Path(name) / "kept") / release
            try:
                if not kept.exists():
                    _make(kept, release)
            except PackagingError as error:
                shutil.rmtree(kept, ignore_errors=True)
                show(f"{release}: not run, it cannot be had here: {error}")
                continue
            root = Path(name) / release
            run(["cp", "--archive", "--reflink=auto", kept, root])
            test(root, release)
            shutil.rmtree(root)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
