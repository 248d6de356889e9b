"""How measured numbers are judged and compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.instruments.totals import Bar, Series, Totals


@pytest.mark.parametrize(
    ("values", "bar", "is_met"),
    [
        ([120.0, 130.0, 900.0], Bar(1.35, is_ratio=True), True),
        ([120.0, 136.0, 137.0], Bar(1.35, is_ratio=True), False),
        ([49.0, 50.0, 300.0], Bar(50), True),
        ([51.0], Bar(50), False),
        ([51.0], None, None),
        ([], Bar(50), None),
    ],
)
def test_the_median_is_held_against_the_bar(
    values: list[float],
    bar: Bar | None,
    is_met: bool | None,  # noqa: FBT001 - a case
) -> None:
    totals = Totals({})
    totals.add(Series("empty window", "ms", [90.0, 100.0, 500.0]))
    ours = Series("ours", "ms", values, "empty window", bar)
    totals.add(ours)
    assert totals.is_met(ours) is is_met


def test_a_ratio_without_its_limit_is_not_judged() -> None:
    totals = Totals({})
    ours = Series("ours", "ms", [1.0], "never measured", Bar(1.35, is_ratio=True))
    totals.add(ours)
    assert totals.ratio(ours) is None
    assert totals.is_met(ours) is None


def test_two_files_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    for commit, value in (("aaa", 100.0), ("bbb", 80.0)):
        totals = Totals({"commit": commit, "system": "the same"})
        totals.add(Series("first paint", "ms", [value]))
        files.append(tmp_path / f"{commit}.json")
        totals.write(files[-1])
    capsys.readouterr()
    assert main(["--compare", *map(str, files)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["commit", "aaa", "->", "bbb"]
    assert lines[1].split() == ["first", "paint", "100", "->", "80", "ms", "-20.0%"]
    assert len(lines) == 2
