"""What needs Wine says so where there is none, and never that all went well."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from system_tests import windows_suite, wine, wine_test

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows needs no Wine")


@pytest.mark.parametrize("main", [windows_suite.main, wine_test.main])
def test_without_wine_the_tests_are_skipped_and_say_how_to_get_it(
    main: Callable[[list[str]], int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(wine, "_WINE", tmp_path / "wine64")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert main([]) == wine.SKIPPED != 0
    told = capsys.readouterr().out
    assert "not run: it takes Wine: apt-get install" in told
    assert "passed" not in told
