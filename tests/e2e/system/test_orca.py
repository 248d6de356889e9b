"""The keyboard trip from an order to its dispute, as it is heard with the Orca screen reader."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from enum import Enum
from pathlib import Path

import pytest

from app.composition import AccountComposer
from app.practice.world.sample_data import PARTLY_ORDER, SHOP_MADE_REFUSED_LATE_ORDER
from app.support.paths import DataFolder
from tests.e2e.system.desktop import SYSTEM_PYTHON, desktop, missing, program
from tests.refreshing import refresh

RECORDER = Path(__file__).with_name("orca_recorder.py")
PATIENCE = 30.0
LANGUAGES = ("en", "zh_CN")


class Said(Enum):
    """What is heard, as patterns, in both languages."""

    ORDER_BOX = ("Order number text", "订单号 text")
    VERDICT = (
        r"2 of 3 items can be disputed\. Goods: USD 28\.35",
        r"3 件商品中有 2 件可发起纠纷。货值：USD 28\.35",
    )
    FILE = ("File dispute… push button", "发起纠纷… push button")
    DIALOG = (
        "File a dispute dialog Step 1 of 3: Items",
        "发起纠纷 dialog 第 1 步，共 3 步：商品",
    )
    PROBLEM = ("Choose at least one item to dispute", "请至少选择一件要发起纠纷的商品")
    VASE = (r"USD 8\.15 each · can be disputed: 2", r"单价 USD 8\.15 · 可发起纠纷：2")
    HELD = (
        r"Quiet Sweep Wall Clock .*USD 13\.70 each Cannot be disputed: .* read only",
        r"Quiet Sweep Wall Clock .*单价 USD 13\.70 不能发起纠纷：.* read only",
    )
    HOLDER = (r"Show it push button in dispute SH\d+", r"查看 push button 已在纠纷 SH\d+ 中")
    QUANTITY = (
        "Quantity for Fluted Bud Vase 2 of 2 spin button",
        "Fluted Bud Vase 的数量 2 / 2 spin button",
    )
    REASON_STEP = ("Step 2 of 3: Reason and proof", "第 2 步，共 3 步：原因与证据")
    REASON = ("Reason combo box", "原因 combo box")
    ASKED = ("You ask for panel", "您的诉求 panel")
    REFUND = ("Refund", "退款")
    TARGET = ("Refund to panel", "退款至 panel")
    WALLET = ("CJ wallet balance", "CJ 钱包余额")
    TEMPLATE = ("Template combo box", "模板 combo box")
    DAMAGED = ("Damaged", "破损")
    MESSAGE = ("Message to CJ text", "给 CJ 的留言 text")
    LINK = ("Evidence link text", "证据链接 text")
    REVIEW_STEP = ("Step 3 of 3: Review", "第 3 步，共 3 步：核对")
    COMMIT = (
        r"File refund dispute – up to USD 17\.44 push button",
        r"提交退款纠纷 – 最多 USD 17\.44 push button",
    )
    SENDING = ("Sending…", "正在发送…")
    FILED = (
        r"Filed: SH\d+\. CJ has the dispute under this number",
        r"已提交：SH\d+\. CJ 已以此编号受理纠纷",
    )
    NEXT_ORDER = ("Next order push button", "下一个订单 push button")

    SIGN_IN = ("Sign in to CJ dialog", "登录 CJ dialog")
    KEY = ("CJ API key password text", "CJ API 密钥 password text")
    NO_KEY = ("notification Paste the API key first", "notification 请先粘贴 API 密钥")
    CHECKING = ("notification Checking with CJ…", "notification 正在向 CJ 验证…")
    UNREACHED = ("notification CJ.+", "notification .*CJ.+")
    PRACTICE = (
        "Try practice mode push button No key at hand",
        "试试练习模式 push button 手头没有密钥",
    )
    QUESTION = (
        "Look through your orders for parcels to claim.* panel Look through orders push button",
        "要检查您的订单，找出可索赔的包裹吗.* panel 检查订单 push button",
    )
    STOP = ("Stop push button", "停止 push button")
    CLAIM = (
        r"Orders to claim table with .*\w+-\d+ .*Since: .*Up to USD: \d+\.\d\d",
        r"可索赔的订单 table with .*\w+-\d+ .*可索赔日期：.*最高 USD：\d+\.\d\d",
    )
    DISPUTE = (
        r"Disputes table with .*SH\d+ .*Created: .*Refund: USD",
        r"纠纷 table with .*SH\d+ .*创建时间：.*退款：USD",
    )
    DETAILS = ("Dispute details panel", "纠纷详情 panel")
    KEYS = ("Keyboard shortcuts dialog Ctrl.L – Go to", "键盘快捷键 dialog Ctrl.L – 转到")


class Ears:
    """A keyboard, and what Orca says after each key."""

    def __init__(self, environment: dict[str, str], pipe: Path) -> None:
        self.record: list[str] = []
        """All that was done and said; for a person."""
        self.language = LANGUAGES[0]
        self._environment = environment
        self._heard: list[str] = []
        self._all: list[str] = []
        self._lines: queue.Queue[str] = queue.Queue()
        # Opened for both, the pipe has no end before Orca opens it, nor after Orca has gone.
        self._pipe = os.fdopen(os.open(pipe, os.O_RDWR), "rb", buffering=0)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        rest = b""
        while piece := os.read(self._pipe.fileno(), 65536):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                self._lines.put(line.decode())

    def press(self, *keys: str) -> None:
        """Press these, one after the other; what was said before is past."""
        self._begin(f"[{' '.join(keys)}]")
        self._xdotool("key", *keys)

    def type(self, text: str) -> None:
        """Type it as a person does: Orca drops notifications while fifty events wait for it."""
        self._begin(f"[types {text}]")
        self._xdotool("type", "--delay", "150", text)

    def hear_in_order(self, *sentences: Said | str) -> None:
        """Wait for these after typing: Orca may still be busy with its keys, and cut them short."""
        end = time.monotonic() + PATIENCE
        wanted = self._patterns(sentences)
        while not re.search(".*".join(wanted), "\n".join(self._all), re.DOTALL):
            self._await_line(end, wanted)

    def hear(self, *sentences: Said | str) -> str:
        """Wait for all of these patterns, in any order and none cut short; gives what was said."""
        end = time.monotonic() + PATIENCE
        wanted = self._patterns(sentences)
        while not all(any(re.search(each, said) for said in self._said()) for each in wanted):
            self._await_line(end, wanted)
        return "\n".join(self._heard)

    def _said(self) -> tuple[str, ...]:
        """What was said, line by line, and all in one: Orca makes several lines of a widget."""
        return (*self._heard, " ".join(each.removesuffix(".") for each in self._heard))

    def _patterns(self, sentences: tuple[Said | str, ...]) -> tuple[str, ...]:
        place = LANGUAGES.index(self.language)
        return tuple(each.value[place] if isinstance(each, Said) else each for each in sentences)

    def _await_line(self, end: float, wanted: tuple[str, ...]) -> None:
        try:
            self._take(self._lines.get(timeout=max(0.0, end - time.monotonic())))
        except queue.Empty:
            told = "\n".join(self.record)
            pytest.fail(f"{wanted} was not heard to its end:\n{told}", pytrace=False)

    def _begin(self, what: str) -> None:
        while not self._lines.empty():
            self._take(self._lines.get())
        self._heard = []
        self._all = []
        self.record.append(what)

    def _take(self, line: str) -> None:
        self.record.append(f"    {line or '(falls silent)'}")
        if line:
            self._heard.append(line)
            self._all.append(line)
        else:
            self._heard = []

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)  # noqa: S603, S607 - a test's own tool


@pytest.fixture(scope="module")
def orca(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ears, dict[str, str]]]:
    lacking = missing("orca")
    if lacking:
        pytest.skip(f"nothing can be heard here: {lacking} missing")
    folder = tmp_path_factory.mktemp("orca")
    os.mkfifo(folder / "words")
    with desktop(folder) as environment, ExitStack() as running:
        ears = Ears(environment, folder / "words")
        command = (SYSTEM_PYTHON, str(RECORDER), str(folder / "words"))
        running.enter_context(program(environment, folder / "orca.log", *command))
        ears.hear("Screen reader on")
        yield ears, environment
    (folder / "record").write_text("\n".join(ears.record))


def _started(environment: dict[str, str], folder: Path, *options: str) -> ExitStack:
    options = (*options, "--data-dir", str(folder / "data"))
    running = ExitStack()
    running.enter_context(
        program(environment, folder / "program.log", sys.executable, "-m", "app", *options)
    )
    return running


def _know_disputes(folder: Path) -> None:
    """Have practice mode's disputes in the data that the program starts with."""
    data = DataFolder(folder / "data")
    data.create()
    composer = AccountComposer(data)
    opened = composer.open_practice()
    refresh(opened.desk.history)
    opened.desk.close()
    composer.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_trip_is_heard(
    orca: tuple[Ears, dict[str, str]], tmp_path: Path, language: str
) -> None:
    ears, environment = orca
    ears.language = language
    _know_disputes(tmp_path)  # or it would matter whether CJ has listed them by then
    with _started(environment, tmp_path, "--practice", "--lang", language):
        ears.hear(Said.ORDER_BOX)
        ears.type(PARTLY_ORDER)
        ears.press("Return")
        ears.hear_in_order(Said.FILE, Said.VERDICT)
        ears.press("Return")
        said = ears.hear(Said.DIALOG, "Fluted Bud Vase check box not checked", Said.VASE)
        assert not re.search(r"Bath Mat|Wall Clock|12\.05|13\.70", said)
        ears.press("ctrl+Return")
        ears.hear(Said.PROBLEM)
        ears.press("space")
        ears.hear("^checked")
        ears.press("Tab")
        ears.hear(Said.QUANTITY)
        ears.press("shift+Tab", "shift+Tab")
        ears.hear(Said.HOLDER)
        ears.press("shift+Tab")
        ears.hear(Said.HELD)
        ears.press("ctrl+Return")
        ears.hear(Said.REASON, Said.REASON_STEP)
        ears.press("p")
        ears.hear("notification Product Damaged")
        for each in ((Said.ASKED, Said.REFUND), (Said.TARGET, Said.WALLET)):
            ears.press("Tab")
            ears.hear(*each, "selected radio button")
        ears.press("Tab")
        ears.hear(Said.TEMPLATE, Said.DAMAGED)
        ears.press("Tab", "Tab")
        ears.hear(Said.MESSAGE)
        ears.press("Tab")
        ears.hear(Said.LINK)
        ears.press("ctrl+Return")
        ears.hear(Said.COMMIT, Said.REVIEW_STEP)
        ears.press("ctrl+Return")
        ears.hear(Said.SENDING)
        ears.hear(Said.NEXT_ORDER, Said.FILED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_claims_and_disputes_are_heard(
    orca: tuple[Ears, dict[str, str]], tmp_path: Path, language: str
) -> None:
    ears, environment = orca
    ears.language = language
    nobody = "http://127.0.0.1:9"  # the port of a service that throws all away, where there is one
    with _started(environment, tmp_path, "--base-url", nobody, "--lang", language):
        said = ears.hear(Said.SIGN_IN, Said.KEY)
        assert "page tab" not in said
        ears.press("Return")
        ears.hear(Said.NO_KEY)
        ears.press("a", "Return")
        ears.hear_in_order(Said.CHECKING, Said.UNREACHED)
        ears.press("Tab", "Tab", "Tab", "Tab")
        ears.hear(Said.PRACTICE)
        ears.press("space")
        ears.hear(Said.ORDER_BOX)
        ears.press("ctrl+2")
        assert "layered pane" not in ears.hear(Said.QUESTION)
        ears.press("Return")
        ears.hear_in_order(Said.STOP, "percent")
        ears.hear(Said.CLAIM)
        ears.press("ctrl+1")
        ears.press("ctrl+f")
        ears.press("u", "s", "d", "Down")
        ears.hear(Said.DISPUTE)
        ears.press("Tab")
        ears.hear(Said.DETAILS)
        ears.press("F1")
        ears.hear(Said.KEYS)


def test_waits_and_refusals_are_heard(orca: tuple[Ears, dict[str, str]], tmp_path: Path) -> None:
    ears, environment = orca
    ears.language = "en"
    with _started(environment, tmp_path, "--practice", "--lang", "en"):
        ears.hear(Said.ORDER_BOX)
        ears.type("SD9999999999999999")
        ears.press("Return")
        ears.hear_in_order("CJ knows no such order in this account")
        ears.press("ctrl+a")
        ears.type(SHOP_MADE_REFUSED_LATE_ORDER)
        ears.press("Return")
        ears.hear_in_order(Said.FILE, "This item can be disputed")
        ears.press("Return")
        ears.hear(Said.DIALOG, "Next push button")
        ears.press("ctrl+Return")
        ears.hear(Said.REASON, Said.REASON_STEP)
        ears.press("p")
        ears.hear("notification Product Damaged")
        ears.press("Tab")
        ears.hear(Said.ASKED, Said.REFUND, "selected radio button")
        ears.press("ctrl+Return")
        ears.hear("File refund dispute – up to USD 17.70 push button")
        ears.press("ctrl+Return")
        ears.hear(
            "CJ refused the dispute. By its answer, nothing was filed."
            "*CJ says: “The order was not created"
        )
