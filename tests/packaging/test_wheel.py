"""What a wheel of the checkout holds, built by way of the source package as an index would."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from system_tests.checkout import check_out

BUILD = """
import sys
sys.path.insert(0, "packaging")
import wheel_build
getattr(wheel_build, sys.argv[1])(sys.argv[2])
"""


def build(hook: str, source: Path, target: Path) -> Path:
    pytest.importorskip("setuptools")
    target.mkdir()
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", BUILD, hook, str(target)],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files in a wheel that was made from a source package."""
    folder = tmp_path_factory.mktemp("wheel")
    packed = build("build_sdist", check_out(folder / "checkout"), folder / "sdist")
    with tarfile.open(packed) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    wheel = build("build_wheel", source, folder / "dist")
    with zipfile.ZipFile(wheel) as content:
        return set(content.namelist())


def test_the_program_and_all_that_it_reads_are_in_the_wheel(names: set[str]) -> None:
    app = Path(__file__).resolve().parents[2] / "app"
    modules = {f"app/{path.relative_to(app).as_posix()}" for path in app.rglob("*.py")}
    assert modules == {name for name in names if name.endswith(".py")}
    for name in ("app.qss", "app.ico", "icons/app.svg", "translations/dispute-desk_zh_CN.qm"):
        assert f"app/resources/{name}" in names


def test_nothing_else_is(names: set[str]) -> None:
    tops = {name.split("/")[0].partition("-")[0] for name in names}
    assert tops == {"app", "dispute_desk"}
    endings = {Path(name).suffix for name in names if name.startswith("app/resources/")}
    assert endings == {".qss", ".ico", ".svg", ".qm"}
