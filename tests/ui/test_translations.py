"""Simplified Chinese is complete, and nothing that is shown passes by the translations."""

from __future__ import annotations

import ast
import math
import platform
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.domain.disputes.disputes import Outcome
from app.domain.history.search_words import shown_words
from app.domain.text import folded
from app.practice.world.models import CLOSED, FINISHED, PROCESSING, REVIEWING
from app.practice.world.reasons import NAMES
from app.practice.world.sample_data import PRODUCTS
from app.storage.preferences import PreferenceValues
from app.ui.filing import messages
from app.ui.filing.dialog import SIZE as PAGE_SIZE
from app.ui.filing.dialog import FilingDialog
from app.ui.history.table.columns import stand_text
from app.ui.messages import formatting
from app.ui.theme import DARK, current_scheme
from tests import builders
from tests.ui.pages import Visit, dressed, lead, speaking
from tests.ui.reach import Reach, Rings

ROOT = Path(__file__).resolve().parent.parent.parent
CHINESE = ROOT / "resources" / "translations" / "dispute-desk_zh_CN.ts"

Texts = dict[tuple[str, str], str]
"""Translations by context and source."""

SAME_IN_BOTH = {
    "Dispute Desk – {account}",
    "My CJ",
    "PDF",
    "SKU",
    "SKU {sku}",
    "{count} × {product}",
    "{length} / {limit}",
}
"""Names and patterns that are the same in Chinese."""


# --- the file of translations ------------------------------------------------------------------


def tool(name: str) -> str:
    """Qt's tool beside the interpreter that runs this."""
    python = Path(sys.executable)
    return str(
        python.with_name(f"pyside6-{name}").with_suffix(
            python.suffix if python.suffix == ".exe" else ""
        )
    )


def read(path: Path) -> Texts:
    found: Texts = {}
    for context in ET.parse(path).iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            key = (context.findtext("name", ""), message.findtext("source", ""))
            found[key] = message.findtext("translation", "")
    return found


@pytest.fixture(scope="module")
def chinese() -> Texts:
    return read(CHINESE)


def test_every_text_is_translated(chinese: Texts) -> None:
    every = ET.parse(CHINESE).iter("translation")  # noqa: S314 - our own file
    types = {each.get("type") for each in every}
    assert types == {None}, "neither unfinished nor obsolete"
    assert [key for key, text in chinese.items() if not text.strip()] == []


def test_the_file_holds_what_the_sources_say(chinese: Texts, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.ts"
    sources = sorted(str(path) for path in (ROOT / "app").rglob("*.py"))
    subprocess.run(  # noqa: S603 - Qt's tool, our files
        [tool("lupdate"), *sources, "-silent", "-ts", str(fresh)], check=True
    )
    said = set(read(fresh))
    assert sorted(said - set(chinese)) == [], "new texts: python3 dev.py translate"
    assert sorted(set(chinese) - said) == [], "texts that are gone: python3 dev.py translate"


def test_the_file_names_no_place_of_this_computer() -> None:
    assert "<location" not in CHINESE.read_text("utf-8")


def test_variables_survive_translation(chinese: Texts) -> None:
    def variables(text: str) -> set[str]:
        return set(re.findall(r"\{\w+\}", text))

    assert [key for key, text in chinese.items() if variables(key[1]) != variables(text)] == []


def test_keys_of_menus_survive_translation(chinese: Texts) -> None:
    def key_of(text: str) -> list[str]:
        return [each.upper() for each in re.findall(r"&(\w)", text)]

    assert [each for each, text in chinese.items() if key_of(each[1]) != key_of(text)] == []
    shown = [text for text in chinese.values() if re.search(r"&\w", text)]
    assert all(re.search(r"\(&\w\)$", text) for text in shown), "as Chinese programs show them"


def test_nothing_is_left_in_english(chinese: Texts) -> None:
    left = {source for (_, source), text in chinese.items() if source == text}
    assert left <= SAME_IN_BOTH


def test_chinese_has_its_own_punctuation(chinese: Texts) -> None:
    half = re.compile(r"[\u4e00-\u9fff”}][,:;?!]|[,:;?!] ?[\u4e00-\u9fff“]")
    assert [text for text in chinese.values() if half.search(text)] == []


# --- dates and numbers -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("zh") / "zh.qm"
    subprocess.run([tool("lrelease"), "-silent", str(CHINESE), "-qm", str(made)], check=True)  # noqa: S603 - Qt's tool, our files
    return made


@pytest.fixture
def in_chinese(
    qapp: QApplication, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    with speaking(qapp, "zh_CN", compiled, monkeypatch):
        yield


def test_dates_in_chinese(in_chinese: None) -> None:
    noon = datetime(2026, 11, 2, 12, 5, tzinfo=UTC).astimezone()
    assert formatting.day(date(2026, 11, 2)) == "2026-11-02"
    assert formatting.month(date(2026, 11, 2)) == "2026年11月"
    assert formatting.moment(noon).startswith(noon.strftime("2026-11-02 %H:%M"))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_is_said_of_a_dispute_is_what_it_is_found_by(
    request: pytest.FixtureRequest, lang: str
) -> None:
    if lang != "en":
        request.getfixturevalue("in_chinese")
    noon = datetime(2026, 11, 2, 12, 5, tzinfo=UTC)
    for status in ("Processing", "Cancelled", "Awaiting Customer Response"):
        for outcome in (None, *Outcome):
            dispute = builders.dispute(
                status=status, outcome=outcome, refund="1234.50", created=noon
            )
            words = shown_words(status, outcome, noon, (dispute.refund,))
            said = (
                stand_text(dispute),
                formatting.day(noon.astimezone().date()),
                formatting.money(Decimal("1234.50")),
            )
            for each in said:
                assert folded(each) in words


def test_dates_in_english(qapp: QApplication) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    assert formatting.day(date(2026, 11, 2)) == "2 Nov 2026"
    assert formatting.month(date(2026, 11, 2)) == "November 2026"
    QLocale.setDefault(before)


def test_a_chinese_sentence_follows_without_a_space() -> None:
    assert formatting.sentences("One.", "", "Two.") == "One. Two."
    assert formatting.sentences("提交了。", "No 9.", "还没有裁定！", "完") == (
        "提交了。No 9. 还没有裁定！完"
    )


def test_an_amount_is_the_same_in_every_language(in_chinese: None) -> None:
    assert formatting.money(Decimal("1234.5")) == "USD 1,234.50"
    assert messages.commit_label(builders.draft(), "USD 12.50") == "提交退款纠纷 – 最多 USD 12.50"


# --- what is on the screen ---------------------------------------------------------------------

FROM_CJ = (
    *(product.name for product in PRODUCTS.values()),
    *(product.supplier for product in PRODUCTS.values()),
    *NAMES.values(),
    *(PROCESSING, REVIEWING, FINISHED, CLOSED),
    "Failed to query the disputable products",
    "Order cannot be disputed",
)
"""What CJ's stand-in says: data, shown as it is."""
NAMES_OF_THINGS = (
    "Dispute Desk",
    "CJ Dropshipping",
    "My CJ",
    "CJ API",
    "API Key & MCP Token",
    "API Key",
    *("Install App", "Add API", "AS service center", "Store Orders", "Open Dispute"),
    f"PySide6 {pyside_version}",
    platform.platform(),
    "English",
    "简体中文",
    "--data-dir",
    "https://",
    "http://",
)
"""Names that no language changes."""
DATA = [" ".join(each.split()) for each in (*FROM_CJ, *NAMES_OF_THINGS)]
DATA.sort(key=len, reverse=True)  # one may be part of another
QT_SAYS = {"Cancel"}
"""Words of Qt's own translation, which pseudo-English has none of."""


def texts_of(root: QWidget) -> Iterator[tuple[QWidget, str]]:
    """Everything to be read or heard in a widget and below, as far as it is visible."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, QMenu):
            yield widget, widget.title()
        elif not widget.isVisible():
            continue
        for text in (*_of_any(widget), *_of_kind(widget)):
            if text:
                yield widget, text.replace("\u200b", "")


def _of_any(widget: QWidget) -> list[str]:
    actions = [text for each in widget.actions() for text in (each.text(), each.toolTip())]
    title = widget.windowTitle() if widget.isWindow() else ""
    return [
        title,
        widget.toolTip(),
        widget.accessibleName(),
        widget.accessibleDescription(),
        widget.statusTip(),
        *actions,
    ]


def _of_kind(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    if isinstance(widget, QComboBox):
        return [widget.itemText(index) for index in range(widget.count())]
    if isinstance(widget, QTabBar):
        return [widget.tabText(index) for index in range(widget.count())]
    if isinstance(widget, QSpinBox):
        return [widget.prefix(), widget.suffix(), widget.specialValueText()]
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        return [widget.placeholderText()]
    if isinstance(widget, QHeaderView) and widget.model() is not None:
        role = Qt.ItemDataRole.DisplayRole
        model, way = widget.model(), widget.orientation()
        if way is Qt.Orientation.Horizontal:
            return [str(model.headerData(i, way, role) or "") for i in range(widget.count())]
    return []


@cache
def without_data(text: str) -> str:
    """The text without what CJ said, names, numbers and keys."""
    text = " ".join(text.split()).removesuffix("…")
    for known in DATA:
        text = text.replace(known, "")
    return re.sub(
        r"USD|UTC|\b(SD|SH|DP|PD|CJ[A-Z]{2,3})-?\d[\w-]*|\bDD-|"
        r"(Ctrl|Alt|Shift|Esc|Enter|Del|Down|F\d+)\b|"
        r"[0-9a-f-]{32,36}|"  # references and request ids
        r"/\S+",
        "",
        text,
    )


def clipped(root: QWidget) -> Iterator[str]:
    """Buttons and labels that are smaller than their text wants them to be."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
            continue  # it shortens its text itself, with the whole in its tooltip
        if isinstance(widget, QLabel) and widget.toolTip().replace("\n", " ") == widget.text():
            continue  # likewise
        wanted = widget.sizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            is_small = widget.height() < widget.heightForWidth(widget.width())
        else:
            is_small = widget.width() < wanted.width() or widget.height() < wanted.height()
        if is_small and widget.text():
            yield f"{type(widget).__name__} {widget.text()!r} is clipped: {widget.size()}, {wanted}"


def walk(
    qtbot: QtBot,
    app: QApplication,
    folder: Path,
    lang: str,
    patch: pytest.MonkeyPatch,
    untranslated: Callable[[str], str],
    choices: PreferenceValues = PreferenceValues(),  # noqa: B008 - frozen
    also: Visit = lambda _stop, _root: None,
) -> None:
    """Go through the whole program and fail with everything that is wrong, each once."""
    found: dict[str, str] = {}

    def visit(stop: str, root: QWidget) -> None:
        also(stop, root)
        if isinstance(root, QDialog):
            # As on a larger screen: the one of tests is small, and Qt keeps dialogs within it.
            wanted = PAGE_SIZE if isinstance(root, FilingDialog) else root.sizeHint()
            root.resize(root.size().expandedTo(wanted))

        def complaints() -> set[str]:
            for _ in range(10):  # a layout passes its new size on in the next round of events
                app.processEvents()
            found = {
                f"{type(widget).__name__} {text!r} is not translated: {left}"
                for widget, text in texts_of(root)
                if (left := untranslated(text))
            }
            return found.union(clipped(root))

        if first := complaints():
            # What just then got another text, such as how far something is, has room in a moment.
            for complaint in first & complaints():
                found.setdefault(complaint, stop)

    lead(qtbot, app, folder, lang, visit, patch, choices)
    assert not found, "\n".join(f"{stop}: {complaint}" for complaint, stop in found.items())


def test_chinese_on_the_screen(
    qtbot: QtBot,
    qapp: QApplication,
    in_chinese: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def english(text: str) -> str:
        found = re.search(r"[A-Za-z]{2,}[ ,.:;!?]+[A-Za-z]{2,}", without_data(text))
        found = found or re.search(r"[。！？] +[\u4e00-\u9fff“]", text)
        return found[0] if found else ""

    walk(qtbot, qapp, tmp_path / "data", "zh_CN", monkeypatch, english)


# --- a language in which every text is longer and in brackets ----------------------------------


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """English, 40 % longer and «in brackets»: what has none was not translated."""
    folder = tmp_path_factory.mktemp("pseudo")
    tree = ET.parse(CHINESE)  # noqa: S314 - our own file
    for message in tree.iter("message"):
        source = message.findtext("source", "")
        translation = message.find("translation")
        assert translation is not None
        # In words of four letters, as a longer sentence would be.
        longer = (" mmmm" * len(source))[: math.ceil(len(source) * 0.4)]
        translation.text = f"«{source}{longer}»"
    tree.write(folder / "pseudo.ts", encoding="utf-8")
    command = [tool("lrelease"), "-silent", str(folder / "pseudo.ts")]
    subprocess.run(command, check=True)  # noqa: S603 - Qt's tool, our files
    return folder / "pseudo.qm"


def without_brackets(text: str) -> str:
    """What stands outside of all brackets, which may lie in one another."""
    while (inner := re.sub(r"«[^«»]*»", "", text)) != text:
        text = inner
    # A template's last sentence may be left out, and the bracket with it.
    return re.sub(r"«.*$", "", text)


@pytest.fixture
def reach(qapp: QApplication) -> Iterator[Reach]:
    reach = Reach(qapp)
    yield reach
    reach.stop()


def test_longer_words_on_the_screen_and_everything_is_reached_hit_seen_and_named(
    qtbot: QtBot,
    qapp: QApplication,
    pseudo: Path,
    reach: Reach,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def outside(text: str) -> str:
        left = without_data(without_brackets(text))
        return left if re.search(r"[A-Za-z]{2,}", left) and left not in QT_SAYS else ""

    rings = Rings(qtbot)

    def also(stop: str, root: QWidget) -> None:
        reach.visit(stop, root)
        rings.visit(stop, root)

    with speaking(qapp, "en", pseudo, monkeypatch):
        walk(qtbot, qapp, tmp_path / "data", "en", monkeypatch, outside, also=also)
    reach.end()
    rings.end()


def test_larger_text_in_the_dark_and_where_the_focus_is(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def also(stop: str, root: QWidget) -> None:
        assert current_scheme() is DARK
        rings.visit(stop, root)

    rings = Rings(qtbot)
    twice = PreferenceValues(text_percent=200, color_scheme="dark")
    with dressed(qapp):
        walk(qtbot, qapp, tmp_path / "data", "en", monkeypatch, lambda _text: "", twice, also)
    rings.end()


# --- the sources -------------------------------------------------------------------------------

SINKS = re.compile(
    r"set(Text|WindowTitle|Title|ToolTip|StatusTip|WhatsThis|PlaceholderText|PlainText|Suffix|"
    r"Prefix|SpecialValueText|AccessibleName|AccessibleDescription|LabelText|TabText|Format)$|"
    r"(add|insert)(Action|Item|Row|Tab|Menu|Button|Section)$|showMessage$|drawText$|add_action$|"
    r"(plain|muted|title|section|copyable)_label$|announce$|plain_tooltip$|Notice$|"
    r"Q(Label|PushButton|ToolButton|Action|CheckBox|RadioButton|GroupBox|Menu|DockWidget)$"
)
"""Calls whose text ends up before somebody's eyes or ears."""
NOT_WORDS = {
    "Dispute Desk": "a name",
    "English": "a language, in its own words",
    "https://…": "how a link begins",
    "http://proxy.example:8080": "an address, as an example",
}
NOT_FOR_THE_SCREEN = {
    "app/ui/window/diagnostics.py": "read by whoever helps, who need not know the user's language",
}
"""Files whose sentences are not translated, and why."""


def called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def bare_words(node: ast.AST) -> Iterator[str]:
    """Literals with letters, but for those that are translated or name an icon or a key."""
    if isinstance(node, ast.Call) and called(node) in {"tr", "translate", "icon", "QKeySequence"}:
        return
    if isinstance(node, ast.Compare):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[A-Za-z]", node.value):
            yield node.value.strip()
        return
    for child in ast.iter_child_nodes(node):
        yield from bare_words(child)


@pytest.fixture(scope="module")
def sources() -> dict[str, list[ast.AST]]:
    """All nodes of each file, by its name."""
    return {
        path.relative_to(ROOT).as_posix(): [*ast.walk(ast.parse(path.read_text("utf-8")))]
        for path in sorted((ROOT / "app" / "ui").rglob("*.py"))
    }


def test_nothing_is_shown_that_was_not_translated(sources: dict[str, list[ast.AST]]) -> None:
    found = [
        f"{name}:{call.lineno}: {called(call)}({text!r})"
        for name, nodes in sources.items()
        for call in nodes
        if isinstance(call, ast.Call) and SINKS.match(called(call))
        for given in (*call.args, *(each.value for each in call.keywords))
        for text in bare_words(given)
        if text not in NOT_WORDS
    ]
    assert not found, "\n".join(found)


def is_logged(call: ast.Call) -> bool:
    function = call.func
    above = function.value if isinstance(function, ast.Attribute) else None
    return isinstance(above, ast.Name) and above.id == "_log"


def test_no_sentence_stands_outside_of_the_translations(sources: dict[str, list[ast.AST]]) -> None:
    """Also where it goes to the screen by a way that the test above does not know."""
    sentence = re.compile(r"^[A-Z“].*[a-z]+ [a-z]+.*[a-z][.…?!:]?$", re.DOTALL)
    found = []
    for name, nodes in sources.items():
        translated = {
            id(each)
            for node in nodes
            if (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            or (isinstance(node, ast.Call) and called(node) in {"tr", "translate"})
            or (isinstance(node, ast.Call) and is_logged(node))
            for each in ast.walk(node)
        }
        found += [
            f"{name}:{node.lineno}: {node.value!r}"
            for node in nodes
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in translated
            and name not in NOT_FOR_THE_SCREEN
            and sentence.match(node.value)
        ]
    assert not found, "\n".join(found)


def test_texts_to_translate_are_written_out(sources: dict[str, list[ast.AST]]) -> None:
    """lupdate reads literals, in `self.tr` and in `translate`; nothing else is found by it."""
    found = []
    for name, nodes in sources.items():
        for call in nodes:
            if not isinstance(call, ast.Call) or called(call) not in {"tr", "translate"}:
                continue
            function = ast.unparse(call.func)
            if function == "painter.translate":
                continue
            if called(call) == "translate":
                wanted = call.args[:2]
            else:
                wanted = call.args[:1] if function == "self.tr" else []
            if not wanted or not all(isinstance(each, ast.Constant) for each in wanted):
                found.append(f"{name}:{call.lineno}: {ast.unparse(call)}")
    assert not found, "\n".join(found)
