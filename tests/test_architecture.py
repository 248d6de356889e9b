"""The layers hold, each breach is caught, imports go in no circle, and names are the field's."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
APP = sorted((ROOT / "app").rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "controller"}

OLD_NAMES = {
    # what it was called: what to say
    "furnish": "build_deferred",
    "furnished": "ready",
    "glance": "first_page",
    "Workplace": "a part of the window",
    "Surroundings": "AppContext",
    "Desk": "AccountServices",
    "OpenedDesk": "OpenedAccount",
    "DeskOpener": "a function that opens accounts",
    "Opener": "composition",
    "opening": "composition",
    "TermsDesk": "TermsLoader",
    "terms_desk": "terms_loader",
    "moments": "timestamps",
    "mischief": "faults",
    "changed": "apply_fault",
    "Exchange": "RequestInfo, RequestHandler",
    "Answer": "ApiResponse, HttpReply, PageResult",
    "Call": "InFlight",
    "Pace": "RateLimiter",
    "asking": "query_params, page_request",
    "Seeing": "SeenTracker",
    "Seeking": "RowFinder",
    "Keeping": "LocalEdits",
    "Closing": "CloseGuard",
    "Refreshing": "a noun for a thing",
    "Syncing": "a noun for a thing",
    "Cancelling": "a noun for a thing",
    "Reporting": "a noun for a thing",
    "Announcing": "a noun for a thing",
    "Outlet": "HistoryPane",
    "outlet": "HistoryPane",
    "Upkeep": "ConnectionMonitor",
    "upkeep": "connection",
    "AccountLink": "AccountStatus",
    "AccountSide": "AccountUi",
    "AccountActs": "AccountCommands",
    "AccountBook": "AccountRegistry",
    "Shelf": "TemplateList",
    "Keeper": "VersionStore",
    "Fate": "ResultKind",
    "Share": "Totals",
    "Tally": "TotalsByResult",
    "Known": "TemplateContext",
    "Doing": "Operation",
    "Topic": "NoticeTopic",
    "Tone": "Severity",
    "Way": "SignInMethod",
    "Emptiness": "EmptyReason",
    "put_off_search": "disable_gc",
    "set_aside_what_is_loaded": "freeze_gc",
    "telling": "console",
    "TurningRow": "FlowRow",
    "turning_row": "flow_row",
    "SentMark": "LastRequestTime",
    "lean_qt": "nothing: it is not needed",
    "before_qt": "nothing: it is not needed",
}
"""Private words of ours for which the field has its own."""

OLD_NAMES_LEFT = {
    "telling",
}
"""Of these, the ones that modules, classes and functions still have. Take out what is gone."""

OLD_NAMES_OF_TESTS = {
    "nursery": "factories",
    "mother": "fork_server",
    "diary": "run_log",
    "heart": "pauses",
    "tally": "totals",
    "stand": "prepared_cj",
    "tour": "pages",
}


_NAMING = re.compile(r"\s*(?:async def|def|class) (\w+)")


def names_in(*folders: str) -> dict[str, list[str]]:
    """Where each name of a module, class or function of these folders is."""
    found: dict[str, list[str]] = {}
    for path in (each for folder in folders for each in sorted((ROOT / folder).rglob("*.py"))):
        place = str(path.relative_to(ROOT))
        found.setdefault(path.stem, []).append(place)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if named := _NAMING.match(line):  # a tree of all files takes seconds
                found.setdefault(named[1], []).append(f"{place}:{number}")
    return found


def module_name(path: Path) -> str:
    """The name by which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, modules: set[str]) -> set[str]:
    """Which of these modules a file imports: at the top, late, or only for types."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports are not followed"
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (whole & modules) or {str(node.module)}
    return found & modules


def circles(graph: dict[str, set[str]]) -> Iterator[frozenset[str]]:
    """The groups of modules that reach one another, by Tarjan's algorithm."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []

    def visit(module: str) -> Iterator[frozenset[str]]:
        order[module] = lowest[module] = len(order)
        stack.append(module)
        for other in sorted(graph[module]):
            if other not in order:
                yield from visit(other)
            if other in stack:
                lowest[module] = min(lowest[module], lowest[other])
        if lowest[module] == order[module]:
            at = stack.index(module)
            group = frozenset(stack[at:])
            del stack[at:]
            if len(group) > 1 or module in graph[module]:
                yield group

    for module in graph:
        if module not in order:
            yield from visit(module)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    return subprocess.run(  # noqa: S603 - our own interpreter and a fixed command
        [*command, "--config", str(ROOT / "pyproject.toml"), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


BREACHES = (
    # the module, what it must not import, the contract that says so
    ("domain/ids.py", "app.services.orders.orders", "Floors"),
    ("api/http/retry.py", "app.storage.database.database", "Floors"),
    ("storage/database/database.py", "app.api.http.retry", "Floors"),
    ("services/orders/orders.py", "app.ui.messages.formatting", "Floors"),
    ("services/orders/orders.py", "PySide6.QtCore", "Qt only"),
    ("ui/messages/formatting.py", "httpx", "HTTP only"),
    ("storage/json_text.py", "httpx", "HTTP only"),
    ("services/orders/orders.py", "pydantic", "JSON by pydantic"),
    ("domain/filing/filing.py", "pydantic", "JSON by pydantic"),
    ("ui/messages/formatting.py", "sqlite3", "SQL and keyring"),
    ("services/account/session.py", "keyring", "SQL and keyring"),
    ("storage/database/database.py", "xlsxwriter", "Workbooks only"),
    ("practice/server.py", "app.domain.money", "Practice shares"),
    ("services/orders/orders.py", "app.practice.server", "Nobody but"),
)


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is reported of each contract where all of the breaches are there."""
    folder = tmp_path_factory.mktemp("breached")
    shutil.copytree(ROOT / "app", folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    for victim, imported, _ in BREACHES:
        target = folder / "app" / victim
        assert target.exists(), "the breach has to be one of a module that is there"
        with target.open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")
    result = lint_imports(folder)
    assert result.returncode != 0, result.stdout
    _, _, broken = result.stdout.partition("Broken contracts")
    parts = re.split(r"^(.+)\n-+$", broken, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize(("victim", "imported", "contract"), BREACHES)
def test_each_breach_is_caught(
    reported: dict[str, str], victim: str, imported: str, contract: str
) -> None:
    module = "app." + victim.removesuffix(".py").replace("/", ".")
    told = [text for name, text in reported.items() if name.startswith(contract)]
    name = imported if imported.startswith("app.") else imported.partition(".")[0]
    assert len(told) == 1
    assert f" {module} -> {name} (l." in told[0]


def test_every_file_is_named_for_its_idea() -> None:
    assert [str(path) for path in APP if path.stem in FORBIDDEN_NAMES] == []


def test_the_product_imports_no_tests() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in APP
        for line in re.findall(
            r"^\s*(?:from|import) tests\b.*", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert found == []


def test_practice_has_nothing_that_only_tests_need() -> None:
    paths = [path for path in APP if "practice" in path.relative_to(ROOT).parts]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    words = r"scenario|\bfaults?\b|dialect|extra_disputes|RecordedRequest"
    assert re.findall(words, text, re.IGNORECASE) == []


def test_packaging_is_no_package() -> None:
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_imports_go_in_no_circle() -> None:
    modules = {module_name(path): path for path in APP}
    graph = {name: imports_of(path, set(modules)) for name, path in modules.items()}
    assert sum(map(len, graph.values())) > len(graph), "imports were not found"
    assert [sorted(each) for each in circles(graph)] == []


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b", "c"}, "b": {"c"}, "c": {"b"}}, [{"b", "c"}]),
        ({"a": {"b"}, "b": {"c"}, "c": {"a"}}, [{"a", "b", "c"}]),
        ({"a": {"a"}}, [{"a"}]),
        ({"a": {"b", "d"}, "b": {"a"}, "c": {"d", "a"}, "d": {"b"}}, [{"a", "b", "d"}]),
    ],
)
def test_circles_are_found(graph: dict[str, set[str]], expected: list[set[str]]) -> None:
    assert list(circles(graph)) == expected


def test_late_and_type_only_imports_count(tmp_path: Path) -> None:
    source = tmp_path / "x.py"
    source.write_text(
        "import typing\nimport app.a\nif typing.TYPE_CHECKING:\n    from app.b import B\n"
        "def f():\n    from app import c\n    import app.d as d\n"
    )
    modules = {"app", "app.a", "app.b", "app.c", "app.d", "app.e"}
    assert imports_of(source, modules) == {"app.a", "app.b", "app.c", "app.d"}


def test_private_words_that_are_gone_do_not_come_back() -> None:
    assert OLD_NAMES.keys() >= OLD_NAMES_LEFT
    for folders, gone in (
        (["app", "packaging"], OLD_NAMES.keys() - OLD_NAMES_LEFT),
        (["tests"], OLD_NAMES_OF_TESTS.keys()),
    ):
        names = names_in(*folders)
        assert len(names) > 100, "names were not found"
        assert {name: names[name] for name in sorted(gone & names.keys())} == {}


def test_nothing_is_cited_that_a_reader_does_not_have() -> None:
    # Pages about CJ and plans of ours that lie outside the project.
    outside = re.compile(
        r"(design|ui-contract|anchors|ux|house|packaging|claims)\.md|cj-api|ui-contract|the dossier"
        r"|\bux \d"
    )
    files = [ROOT / "README.md", ROOT / "dev.py", ROOT / "pyproject.toml"]
    for folder in ("app", "tests", "packaging", ".github", ".ci"):
        files += [each for each in sorted((ROOT / folder).rglob("*")) if each.is_file()]
    found = []
    for path in files:
        # The screenshots, byte code, and the list above.
        if "__pycache__" in path.parts or path == Path(__file__):
            continue
        for number, line in enumerate(path.read_bytes().decode("utf-8", "ignore").splitlines(), 1):
            if outside.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert len(files) > 500
    assert found == []


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "app/README.md",
        "tests/README.md",
        "packaging/README.md",
        "resources/README.md",
        ".github/CONTRIBUTING.md",
        ".github/SECURITY.md",
    ],
)
def test_what_is_written_for_developers_names_only_files_that_are_there(name: str) -> None:
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    files = set(re.findall(r"`([\w./-]+\.(?:py|sh|ps1|spec|toml|yml))`", text))
    files |= set(re.findall(r"\]\((?!http)([\w./-]+)[)#]", text))
    everything = {
        path.relative_to(ROOT).as_posix()
        for top in ("app", "tests", "packaging", ".github")
        for path in (ROOT / top).rglob("*.*")
    }
    everything |= {path.name for path in ROOT.iterdir()}
    lost = []
    for file in sorted(files):
        is_there = (page.parent / file).exists() or (ROOT / file).exists()
        # A bare name is that of a file in the folder that the sentence speaks of.
        is_bare = "/" not in file and any(each.endswith(f"/{file}") for each in everything)
        if not (is_there or is_bare):
            lost.append(file)
    assert files
    assert lost == []
