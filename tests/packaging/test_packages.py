"""Builds the Linux packages as a release does, less the slow compression, and lets them work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux packages"),
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the packages."""
    folder = tmp_path_factory.mktemp("packages")
    target = folder / "dist"
    folders = ["--work", str(folder / "build"), "--target", str(target)]
    assert "Packaged for linux" in script("build.py", "linux", "--quick", *folders)
    return target


def test_the_packages_have_their_size_and_a_checksum(built: Path) -> None:
    sums = (built / "SHA256SUMS").read_text("utf-8")
    # Quick packages are packed less than those that are published.
    for pattern, most in {"*.deb": 45, "*.run": 55, "*.cdx.json": 1}.items():
        (file,) = built.glob(pattern)
        assert file.stat().st_size < most * 1_000_000
        assert file.name in sums


def test_unpacked_they_file_a_practice_dispute_as_nobody_without_a_network(built: Path) -> None:
    assert "filed as SH" in smoke_test("--quick", str(built))


def test_installed_in_a_clean_root_they_live_their_whole_life(built: Path) -> None:
    told = smoke_test(str(built))
    assert told.count("nothing is left but") == 2


def test_they_do_on_the_next_debian_too(built: Path) -> None:
    told = smoke_test("--release", "trixie", str(built))
    assert told.count("nothing is left but") == 2


def smoke_test(*arguments: str) -> str:
    told = script("system_tests/smoke_test.py", *arguments)
    if "not run: " in told:
        pytest.skip(told.strip())
    return told


def script(name: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "packaging" / name), *arguments]
    done = subprocess.run(  # noqa: S603 - our own interpreter
        command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told
    # pytest -rP shows how long each part took.
    print(told)  # noqa: T201
    return told
