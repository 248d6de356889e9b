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
from pathlib import Path
from typing import NamedTuple

import pytest

from app.practice.sample_data import PARTLY_ORDER, SHOP_MADE_REFUSED_LATE_ORDER
from tests.e2e.desktop import SYSTEM_PYTHON, desktop, missing, program

RECORDER = Path(__file__).with_name("orca_recorder.py")
PATIENCE = 30.0


class Ears:
    """A keyboard, and what Orca says after each key."""

    def __init__(self, environment: dict[str, str], pipe: Path) -> None:
        self.record: list[str] = []
        """All that was done and said; for a person."""
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
        self._begin(f"[types {text}]")
        self._xdotool("type", text)

    def hear_in_order(self, *sentences: str) -> None:
        """Wait for these after typing: Orca may still be busy with its keys, and cut them short."""
        end = time.monotonic() + PATIENCE
        while not re.search(".*".join(sentences), "\n".join(self._all), re.DOTALL):
            self._await_line(end, sentences)

    def hear(self, *sentences: str) -> str:
        """Wait for all of these patterns, in any order and none cut short; gives what was said."""
        end = time.monotonic() + PATIENCE
        while not all(any(re.search(each, said) for said in self._heard) for each in sentences):
            self._await_line(end, sentences)
        return "\n".join(self._heard)

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


def _started(environment: dict[str, str], folder: Path, language: str) -> ExitStack:
    options = ("--practice", "--lang", language, "--data-dir", str(folder / "data"))
    running = ExitStack()
    running.enter_context(
        program(environment, folder / "program.log", sys.executable, "-m", "app", *options)
    )
    return running


class Words(NamedTuple):
    """What the trip is called in one language, as patterns."""

    order_box: str
    verdict: str
    file: str
    dialog: str
    problem: str
    vase: str
    held: str
    quantity: str
    reason_step: str
    reason: str
    outcome: tuple[str, str]
    target: tuple[str, str]
    template: tuple[str, str]
    message: str
    link: str
    review_step: str
    commit: str
    sending: str
    filed: str
    next_order: str


WORDS = {
    "en": Words(
        order_box="Order number text",
        verdict=r"2 of 3 items can be disputed\. Goods: USD 28\.35",
        file="File dispute… push button",
        dialog="File a dispute dialog Step 1 of 3: Items",
        problem="Choose at least one item to dispute",
        vase=r"USD 8\.15 each · can be disputed: 2",
        held=r"Quiet Sweep Wall Clock .*USD 13\.70 each Cannot be disputed: .* read only",
        quantity="Quantity for Fluted Bud Vase 2 of 2 spin button",
        reason_step="Step 2 of 3: Reason and proof",
        reason="Reason combo box",
        outcome=("You ask for panel", "Refund"),
        target=("Refund to panel", "CJ wallet balance"),
        template=("Template combo box", "Damaged"),
        message="Message to CJ text",
        link="Evidence link text",
        review_step="Step 3 of 3: Review",
        commit=r"File refund dispute – up to USD 17\.44 push button",
        sending="notification Sending…",
        filed=r"Filed: SH\d+\. CJ has the dispute under this number",
        next_order="Next order push button",
    ),
    "zh_CN": Words(
        order_box="订单号 text",
        verdict=r"3 件商品中有 2 件可发起纠纷。货值：USD 28\.35",
        file="发起纠纷… push button",
        dialog="发起纠纷 dialog 第 1 步，共 3 步：商品",
        problem="请至少选择一件要发起纠纷的商品",
        vase=r"单价 USD 8\.15 · 可发起纠纷：2",
        held=r"Quiet Sweep Wall Clock .*单价 USD 13\.70 不能发起纠纷：.* read only",
        quantity="Fluted Bud Vase 的数量 2 / 2 spin button",
        reason_step="第 2 步，共 3 步：原因与证据",
        reason="原因 combo box",
        outcome=("您的诉求 panel", "退款"),
        target=("退款至 panel", "CJ 钱包余额"),
        template=("模板 combo box", "破损"),
        message="给 CJ 的留言 text",
        link="证据链接 text",
        review_step="第 3 步，共 3 步：核对",
        commit=r"提交退款纠纷 – 最多 USD 17\.44 push button",
        sending="notification 正在发送…",
        filed=r"已提交：SH\d+\. CJ 已以此编号受理纠纷",
        next_order="下一个订单 push button",
    ),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_whole_trip_is_heard(
    orca: tuple[Ears, dict[str, str]], tmp_path: Path, language: str
) -> None:
    (ears, environment), words = orca, WORDS[language]
    with _started(environment, tmp_path, language):
        ears.hear(words.order_box)
        ears.type(PARTLY_ORDER)
        ears.press("Return")
        ears.hear_in_order(words.file, words.verdict)
        ears.press("Return")
        said = ears.hear(words.dialog, "Fluted Bud Vase check box not checked", words.vase)
        assert not re.search(r"Bath Mat|Wall Clock|12\.05|13\.70", said)
        ears.press("ctrl+Return")
        ears.hear(words.problem)
        ears.press("space")
        ears.hear("^checked")
        ears.press("Tab")
        ears.hear(words.quantity)
        ears.press("shift+Tab", "shift+Tab")
        ears.hear(words.held)
        ears.press("ctrl+Return")
        ears.hear(words.reason, words.reason_step)
        ears.press("p")
        ears.hear("notification Product Damaged")
        for each in (words.outcome, words.target):
            ears.press("Tab")
            ears.hear(*each, "selected radio button")
        ears.press("Tab")
        ears.hear(*words.template)
        ears.press("Tab", "Tab")
        ears.hear(words.message)
        ears.press("Tab")
        ears.hear(words.link)
        ears.press("ctrl+Return")
        ears.hear(words.commit, words.review_step)
        ears.press("ctrl+Return")
        ears.hear(words.sending)
        ears.hear(words.next_order, words.filed)


def test_waits_and_refusals_are_heard(orca: tuple[Ears, dict[str, str]], tmp_path: Path) -> None:
    ears, environment = orca
    with _started(environment, tmp_path, "en"):
        ears.hear("Order number text")
        ears.type("SD9999999999999999")
        ears.press("Return")
        ears.hear_in_order("CJ knows no such order in this account")
        ears.press("ctrl+a")
        ears.type(SHOP_MADE_REFUSED_LATE_ORDER)
        ears.press("Return")
        ears.hear_in_order("File dispute… push button", "This item can be disputed")
        ears.press("Return")
        ears.hear("File a dispute dialog Step 1 of 3: Items", "Next push button")
        ears.press("ctrl+Return")
        ears.hear("Reason combo box", "Step 2 of 3")
        ears.press("p")
        ears.hear("notification Product Damaged")
        ears.press("Tab")
        ears.hear("You ask for panel", "Refund", "selected radio button")
        ears.press("ctrl+Return")
        ears.hear("File refund dispute – up to USD 17.70 push button")
        ears.press("ctrl+Return")
        ears.hear("CJ refused the dispute. Nothing was filed.*CJ says: “The order was not created")
