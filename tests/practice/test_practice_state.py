"""What stays: snapshots, life, many at once, the program as a process, and the small formats."""

import json
import struct
import sys
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.practice.pictures import picture
from app.practice.world import state
from app.practice.world.dispute_life import outcome_of
from app.practice.world.json_text import decode, encode
from app.practice.world.sample_data import EU_ORDER, TUTORIAL_ORDER
from tests.cj.server import FaultyServer
from tests.cj.world import ControlledWorld
from tests.conftest import fill_up

Ask = Callable[..., dict[str, Any]]
Json = dict[str, Any]


def test_a_file_that_is_looked_at_for_a_moment_is_saved_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = ControlledWorld(tmp_path / "world.json")
    world.save()
    before = (tmp_path / "world.json").read_bytes()
    # As Windows has it, where this passes without a stand-in, too.
    with (tmp_path / "world.json").open("rb") as reader:
        move = Path.replace

        def refuse_while_open(self: Path, target: Path) -> Path:
            if not reader.closed:
                raise PermissionError(13, "Access is denied")
            return move(self, target)

        if sys.platform != "win32":
            monkeypatch.setattr(Path, "replace", refuse_while_open)
            monkeypatch.setattr(state, "_PAUSES", (0.01, 0.02))
        monkeypatch.setattr("time.sleep", lambda _: reader.close())
        world.birth += timedelta(days=1)
        world.save()
    assert (tmp_path / "world.json").read_bytes() != before
    assert [path.name for path in tmp_path.iterdir()] == ["world.json"]


def test_what_a_full_disk_did_not_take_is_saved_with_the_next_change(
    small_disk: Callable[[str], Path],
) -> None:
    disk = small_disk("1m")
    path = disk / "world.json"
    world = ControlledWorld(path)
    fill_up(disk)
    pair = world.tokens.issue("shop", world.now())
    world.save()
    assert [each.name for each in disk.iterdir()] == ["filling"]
    (disk / "filling").unlink()
    world.save()
    assert ControlledWorld(path).tokens.pairs() == [pair]


def test_the_world_survives_a_restart(ask: Ask, filing: Json, tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    with FaultyServer(pace=0, life=False, state_path=path) as first:
        ask("disputes/create", filing, to=first)
        truth = first.world.disputes()
        dates = [order.created for order in first.world.orders()]
        pairs = first.world.tokens.pairs()
    with FaultyServer(pace=0, life=False, state_path=path) as second:
        assert second.world.disputes() == truth
        assert [order.created for order in second.world.orders()] == dates
        assert second.world.tokens.pairs() == pairs
        assert ask("disputes/create", filing, to=second)["code"] == 1607008
        second_filing = filing | {"businessDisputeId": "DD-2", "orderId": TUTORIAL_ORDER}
        first_id = truth[0].dispute_id
        second.world.advance(first_id, to="rejected")
        assert ask("disputes/create", second_filing, to=second)["data"] is True
        assert second.world.disputes()[0].dispute_id != first_id
    assert list(tmp_path.iterdir()) == [path]


def test_the_snapshot_is_written_before_the_answer(ask: Ask, filing: Json, tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    with FaultyServer(pace=0, life=False, state_path=path) as running:
        running.scenarios.arm("empty_body", endpoint="disputes/create")
        with pytest.raises(ValueError, match="Expecting value"):
            ask("disputes/create", filing, to=running)
        saved = json.loads(path.read_text(encoding="utf-8"))
        assert saved["disputes"][-1]["business_dispute_id"] == "DD-1"


@pytest.mark.logs_warnings
def test_a_snapshot_nobody_can_read_is_set_aside(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "world.json"
    path.write_text('{"format": 1, "bir', encoding="utf-8")
    assert ControlledWorld(state_path=path).disputes()
    assert (tmp_path / "world.json.unreadable").exists()
    assert "could not be read" in caplog.text


def test_an_old_world_moves_its_orders_on(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    world = ControlledWorld(state_path=path, life=False)
    world.birth -= timedelta(days=15)
    filed = world.file_elsewhere(TUTORIAL_ORDER)
    again = ControlledWorld(state_path=path, life=False)
    assert again.birth > world.birth
    assert again.dispute(filed.dispute_id) == filed


def test_disputes_live(server: FaultyServer) -> None:
    world = ControlledWorld()
    dispute = world.file_elsewhere(EU_ORDER)

    def now() -> tuple[str, int | None]:
        current = world.dispute(dispute.dispute_id)
        return current.status, current.finally_deal

    expected = outcome_of(dispute)
    deal = {"refunded": 1, "refunded_in_part": 1, "reissued": 2, "rejected": 3}[expected]
    assert now() == ("Processing", None)
    world.shift_clock(timedelta(seconds=21))
    assert now() == ("Dispute reviewing", None)
    world.shift_clock(timedelta(seconds=45))
    assert now() == ("Dispute reviewing", deal)
    world.shift_clock(timedelta(seconds=30))
    assert now() == ("Finished", deal)


def test_life_goes_on_while_the_program_sleeps(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    dispute = ControlledWorld(state_path=path).file_elsewhere(EU_ORDER)
    later = ControlledWorld(state_path=path)
    later.shift_clock(timedelta(hours=1))
    assert later.dispute(dispute.dispute_id).status == "Finished"


@pytest.mark.parametrize(
    ("keyword", "outcome"),
    [
        ("[reject]", "rejected"),
        ("[Reissue]", "reissued"),
        ("[partial]", "refunded_in_part"),
        ("[refund]", "refunded"),
    ],
)
def test_a_keyword_decides(keyword: str, outcome: str) -> None:
    world = ControlledWorld(life=False)
    dispute = world.file_elsewhere(EU_ORDER)
    assert outcome_of(replace(dispute, message=f"Broken {keyword}")) == outcome
    assert outcome_of(dispute) == outcome_of(dispute)


def test_twenty_at_once_file_once(ask: Ask, server: FaultyServer, filing: Json) -> None:
    ask("setting/get")  # so that all share one token
    barrier = threading.Barrier(20)
    answers: list[Json] = []

    def file() -> None:
        barrier.wait()
        answers.append(ask("disputes/create", filing))

    threads = [threading.Thread(target=file) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["code"] for answer in answers) == [200] + [1607008] * 19
    assert [d.business_dispute_id for d in server.world.disputes()].count("DD-1") == 1
    assert len(server.record.of("disputes/create")) == 20


def test_pictures_are_pngs() -> None:
    for name in ("moon-lamp.png", "mug.png", "anything at all"):
        data = picture(name)
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        position, kinds, packed = 8, [], b""
        while position < len(data):
            (length,) = struct.unpack_from(">I", data, position)
            kind = data[position + 4 : position + 8]
            content = data[position + 8 : position + 8 + length]
            (check,) = struct.unpack_from(">I", data, position + 8 + length)
            assert check == zlib.crc32(kind + content)
            kinds.append(kind)
            packed += content if kind == b"IDAT" else b""
            position += 12 + length
        assert kinds == [b"IHDR", b"PLTE", b"IDAT", b"IEND"]
        assert len(zlib.decompress(packed)) == 241 * 240
    assert picture("mug.png") == picture("mug.png") != picture("kite.png")


def test_json_keeps_money_exact() -> None:
    amounts = [Decimal("1234567890123456.78"), Decimal(23), Decimal(0), Decimal("0.1")]
    assert encode(amounts) == "[1234567890123456.78, 23.00, 0.00, 0.10]"
    assert decode('{"a": 1234567890123456.78}') == {"a": Decimal("1234567890123456.78")}
    text = {"名": 'quote " and \\ and \n', "b": [True, False, None, 5, ()]}
    assert json.loads(encode(text)) == {
        "名": 'quote " and \\ and \n',
        "b": [True, False, None, 5, []],
    }
    with pytest.raises(TypeError, match="float"):
        encode(1.5)
