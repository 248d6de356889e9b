"""What the lists of packaging say is what the program imports and the wheels hold."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import PySide6
import pytest
from bundle import contents, licences

ROOT = Path(__file__).resolve().parents[2]
APP = sorted((ROOT / "app").rglob("*.py"))


def run_on_linux(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it, but for what is for Windows alone."""
    yield node
    below = ast.iter_child_nodes(node)
    if isinstance(node, ast.If) and ast.unparse(node.test) == "sys.platform == 'win32'":
        below = iter(node.orelse)
    for each in below:
        yield from run_on_linux(each)


@cache
def imported_modules(
    parts: Callable[[ast.AST], Iterator[ast.AST]] = ast.walk,
) -> frozenset[str]:
    found: set[str] = set()
    for path in APP:
        for node in parts(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module)
                found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def test_the_qt_modules_are_those_that_the_program_imports() -> None:
    found = {name.split(".")[1] for name in imported_modules() if name.startswith("PySide6.Qt")}
    assert found == contents.QT_MODULES


def test_nothing_that_the_program_imports_is_left_out() -> None:
    assert not imported_modules() & {*contents.EXCLUDED_MODULES}
    assert not imported_modules(run_on_linux) & {*contents.EXCLUDED_ON_LINUX}


def test_every_folder_of_plugins_is_either_kept_or_left_out_with_a_reason() -> None:
    plugins = Path(PySide6.__file__).parent / "Qt" / "plugins"
    if not plugins.is_dir():
        pytest.skip("the layout of another system's wheel")
    folders = {path.name for path in plugins.iterdir() if path.is_dir()}
    assert folders <= set(contents.KEPT_PLUGINS) | set(contents.LEFT_OUT_PLUGINS)


@pytest.mark.parametrize(
    ("path", "is_wanted"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/tls/libqopensslbackend.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6/plugins/platforms/qdirect2d.dll", False),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/translations/qt_help_zh_CN.qm", False),
        ("resources/translations/dispute-desk_zh_CN.qm", True),
        ("PySide6/QtCore.pyi", False),
        ("httpx-0.28.1.dist-info/METADATA", True),
        ("httpx-0.28.1.dist-info/RECORD", False),
        ("cryptography-50.0.2.dist-info/sboms/x.json", False),
    ],
)
def test_a_path_tells_whether_it_is_wanted(path: str, is_wanted: bool) -> None:  # noqa: FBT001
    assert contents.is_wanted(path) is is_wanted


def test_a_library_goes_when_nothing_needs_it_any_more() -> None:
    needs = {
        "program": {"liba.so"},
        "lib/liba.so": {"libb.so", "libc.so.6"},
        "lib/libb.so": set[str](),
        "lib/libold.so": {"libb.so", "liblost.so"},
        "lib/liblost.so": {"libold.so"},
    }
    gone = contents.unreachable(["program"], needs)
    assert gone == {"lib/libold.so", "lib/liblost.so"}


def test_the_licences_say_what_libraries_within_qt_want_said() -> None:
    words = " ".join((licences.TEXTS / "README.txt").read_text("utf-8").split())
    assert "based in part on the work of the Independent JPEG Group" in words
    assert "copyright (c) The FreeType Project (www.freetype.org). All rights reserved." in words
