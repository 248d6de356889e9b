"""What the smoke test goes by: what the self-test told, and where a clean system comes from."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from system_tests.clean_root import mirror_at
from system_tests.isolated import Finished
from system_tests.links import DataSeen, known_in
from system_tests.smoke_test import read_self_test

TOLD = """\
Qt platform: offscreen
practice filing: SH2611220823130000001 (filed now)
picture formats: gif jpeg png svg webp
languages: en zh_CN
keyring back-ends: 6, with secretstorage; here none
libraries of children: the system's
self-test: passed
"""


def test_a_whole_self_test_gives_its_number() -> None:
    found = read_self_test(Finished(0, TOLD), "offscreen")
    assert found == ("SH2611220823130000001", "filed now")


@pytest.mark.parametrize("line", TOLD.splitlines(keepends=True))
def test_each_line_is_wanted(line: str) -> None:
    with pytest.raises(SystemExit):
        read_self_test(Finished(0, TOLD.replace(line, "")), "offscreen")


@pytest.mark.parametrize(
    ("old", "new"),
    [(" webp", ""), (" zh_CN", ""), ("secretstorage", "no library"), ("offscreen", "xcb")],
)
def test_a_part_that_is_missing_is_noticed(old: str, new: str) -> None:
    with pytest.raises(SystemExit):
        read_self_test(Finished(0, TOLD.replace(old, new)), "offscreen")


def test_a_status_counts_for_more_than_words() -> None:
    with pytest.raises(SystemExit, match="failed with 1"):
        read_self_test(Finished(1, TOLD), "offscreen")


def test_debootstrap_gets_an_address_where_apt_has_a_list_of_them(tmp_path: Path) -> None:
    mirrors = tmp_path / "apt-mirrors.txt"
    mirrors.write_text("http://a.example/ubuntu/\tpriority:1\nhttp://b.example/\tpriority:2\n")
    assert mirror_at(f"mirror+file:{mirrors}") == "http://a.example/ubuntu/"
    assert mirror_at("http://c.example/debian") == "http://c.example/debian"


def test_what_a_running_program_has_written_is_seen_without_touching_it(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "one").touch()
    with closing(sqlite3.connect(tmp_path / "practice.sqlite3")) as running:
        running.execute("PRAGMA journal_mode = WAL")
        running.execute("CREATE TABLE orders (order_id TEXT)")
        running.execute("CREATE TABLE filings (reference TEXT)")
        running.execute("INSERT INTO orders VALUES ('SD1')")
        running.commit()
        before = sorted(each.name for each in tmp_path.iterdir())
        known = known_in(tmp_path)
        assert known == DataSeen(frozenset({"SD1"}), 0, frozenset({"practice.sqlite3"}))
        assert sorted(each.name for each in tmp_path.iterdir()) == before
