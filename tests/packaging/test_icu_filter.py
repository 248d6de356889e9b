"""Qt's Unicode data, made small, sorts, folds and names time zones as before."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
from bundle import icu_filter

ASK_QT = """
import sys
from PySide6.QtCore import QByteArray, QCollator, QDateTime, QLocale, QTimeZone
words = "Zürich zebra Äpfel apfel ångström Öl öl cote côté coté chata llama luz ñu ijs I ı İ i \
北京 上海 重庆 阿姨 いろは アイス 가나 Ελλάδα Привет éclair".split()
for name in "en zh_CN zh_TW de sv es fr cs tr nl ja ru".split():
    collator = QCollator(QLocale(name))
    print(name, sorted(words, key=collator.sortKey))
    print(QLocale(name).toUpper("ıißŉ"), QLocale(name).toLower("Iİ"))
for zone in ("Asia/Shanghai", "America/New_York", "Europe/Berlin"):
    found = QTimeZone(QByteArray(zone.encode()))
    kinds = QTimeZone.NameType.LongName, QTimeZone.NameType.OffsetName
    for locale in ("en", "zh_CN"):
        print(zone, [found.displayName(QTimeZone.TimeType.StandardTime, each, QLocale(locale))
                     for each in kinds])
    print(found.offsetFromUtc(QDateTime.fromSecsSinceEpoch(1795305600)))
"""


def package(names: list[str]) -> bytes:
    """ICU's table with one small item for each name."""
    header = struct.pack("<HHHH4B4s", 32, 0x27DA, 20, 0, 0, 0, 2, 0, b"CmnD").ljust(32, b"\0")
    items = [(f"icudt73l/{name}".encode() + b"\0", name.encode().ljust(16, b".")) for name in names]
    return header + icu_filter._table(items)


def names_in(data: bytes) -> list[str]:
    kept: list[str] = []

    def note(name: str) -> bool:
        kept.append(name)
        return True

    icu_filter.filtered(data, note)
    return kept


def test_what_stays_is_found_again_in_order() -> None:
    names = ["coll/de.res", "de.res", "en.res", "ibm-1051.cnv", "lang/en.res", "root.res"]
    small = icu_filter.filtered(package(names))
    assert names_in(small) == ["coll/de.res", "en.res", "root.res"]
    assert small.index(b"en.res..........") % 16 == 0


def test_nothing_is_lost_where_all_is_kept() -> None:
    data = package(["a.res", "b.res", "coll/zh.res"])
    assert icu_filter.filtered(data, lambda _: True) == data


def test_other_content_is_refused() -> None:
    with pytest.raises(ValueError, match="not ICU"):
        icu_filter.filtered(b"\x7fELF" + b"\0" * 60)


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("coll/sv.res", True),
        ("zone/zh_Hant.res", True),
        ("zone/fr.res", False),
        ("zone/tzdbNames.res", True),
        ("metaZones.res", True),
        ("supplementalData.res", True),
        ("de.res", False),
        ("pool.res", True),
        ("curr/en.res", False),
        ("uts46.nrm", True),
    ],
)
def test_a_name_tells_whether_it_stays(name: str, is_kept: bool) -> None:  # noqa: FBT001
    assert icu_filter.is_kept(name) is is_kept


def test_qt_does_with_the_small_data_what_it_did_with_the_full(tmp_path: Path) -> None:
    library = next((Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*"), None)
    if library is None or not all(map(shutil.which, ("as", "ld", "readelf"))):
        pytest.skip("takes the Linux wheel and binutils")
    small = tmp_path / library.name
    icu_filter.make_small(library, small)
    assert small.stat().st_size < library.stat().st_size / 4
    answers = [ask(), ask(LD_PRELOAD=str(small))]
    assert answers[0] == answers[1]
    assert "中国标准时间" in answers[1]
    assert "'apfel', 'Äpfel', 'chata'" in answers[1]


def ask(**env: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", ASK_QT],
        env={**os.environ, "PYTHONUTF8": "1", **env},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout
