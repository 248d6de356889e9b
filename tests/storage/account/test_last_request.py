from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.storage.account.last_request import LastRequestTime


def test_the_moment_of_a_request_outlives_the_program(tmp_path: Path) -> None:
    path = tmp_path / "a1.sent"
    assert LastRequestTime(path).seconds_ago() is None
    LastRequestTime(path).put()
    ago = LastRequestTime(path).seconds_ago()
    assert ago is not None
    assert 0 <= ago < 5
    LastRequestTime(path).put()
    assert path.stat().st_size == 0


@pytest.mark.parametrize(("shift", "ago"), [(-3600, 3600), (3600, 0)])
def test_a_clock_that_was_set_back_means_just_now(tmp_path: Path, shift: int, ago: int) -> None:
    path = tmp_path / "a1.sent"
    path.touch()
    at = time.time() + shift
    os.utime(path, (at, at))
    assert LastRequestTime(path).seconds_ago() == pytest.approx(ago, abs=5)


def test_a_folder_that_cannot_be_written_stops_no_request(tmp_path: Path) -> None:
    (tmp_path / "accounts").write_text("a file in the way")
    mark = LastRequestTime(tmp_path / "accounts" / "a1.sent")
    mark.put()
    assert mark.seconds_ago() is None
