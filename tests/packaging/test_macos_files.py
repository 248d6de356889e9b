"""What macOS gets, as far as it can be judged on another system."""

from __future__ import annotations

import os
import plistlib
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import icons
import pytest
from bundle import contents, licences

from app import __version__
from app.command_line import LANGUAGES, LINK_SCHEME

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


def plist(name: str) -> dict[str, Any]:
    found: dict[str, Any] = plistlib.loads((PACKAGING / "macos" / name).read_bytes())
    return found


def test_the_bundle_tells_macos_what_the_program_can() -> None:
    told = plist("Info.plist")
    assert told["NSHighResolutionCapable"] is True
    assert told["NSRequiresAquaSystemAppearance"] is False
    assert told["CFBundleURLTypes"][0]["CFBundleURLSchemes"] == [LINK_SCHEME]
    assert told["CFBundleLocalizations"] == list(LANGUAGES)
    places = ("DesktopFolder", "DocumentsFolder", "DownloadsFolder", "NetworkVolumes")
    for place in (*places, "RemovableVolumes"):
        assert told[f"NS{place}UsageDescription"].endswith(".")
    # http only to this computer, where practice mode is served
    assert told["NSAppTransportSecurity"] == {"NSAllowsLocalNetworking": True}


def test_the_hardened_runtime_is_loosened_no_further_than_is_explained() -> None:
    allowed = {"allow-unsigned-executable-memory", "disable-library-validation"}
    assert plist("entitlements.plist") == {
        f"com.apple.security.cs.{name}": True for name in allowed
    }


@pytest.fixture
def make_image(tmp_path: Path) -> Callable[..., tuple[list[str], str]]:
    """Runs dmg.sh with programs that only write down how they were called."""
    if not shutil.which("sh"):
        pytest.skip("no shell here")
    log = tmp_path / "log"
    for name in ("codesign", "hdiutil", "xcrun"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\necho "{name} $*" >>"{log}"\n', "utf-8")
        program.chmod(0o755)
    app = tmp_path / "Dispute Desk.app"
    for name in ("Frameworks/libone.dylib", "Frameworks/QtCore.framework/QtCore", "MacOS/program"):
        (app / "Contents" / name).parent.mkdir(parents=True, exist_ok=True)
        (app / "Contents" / name).touch()

    def make(**secrets: str) -> tuple[list[str], str]:
        done = subprocess.run(  # noqa: S603 - our own script
            ["sh", str(PACKAGING / "macos" / "dmg.sh"), str(app), str(tmp_path / "image.dmg")],  # noqa: S607 - found above
            env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", **secrets},
            capture_output=True,
            text=True,
            check=True,
        )
        return log.read_text("utf-8").splitlines(), done.stdout

    return make


def test_without_secrets_the_image_is_signed_ad_hoc_and_says_so(
    make_image: Callable[..., tuple[list[str], str]],
) -> None:
    calls, told = make_image()
    signed = [call.rpartition("/")[2] for call in calls if call.startswith("codesign --force")]
    # from the inside out
    assert signed == ["libone.dylib", "QtCore.framework", "Dispute Desk.app"]
    assert all("--sign - --timestamp=none" in call for call in calls if "--force" in call)
    assert calls[-1].startswith("hdiutil create")
    assert "Signed ad hoc" in told
    assert "Not notarised" in told


def test_with_secrets_the_image_is_signed_for_the_hardened_runtime_and_notarised(
    make_image: Callable[..., tuple[list[str], str]],
) -> None:
    calls, told = make_image(
        MACOS_IDENTITY="Developer ID", MACOS_NOTARY_PROFILE="own", MACOS_NOTARY_KEYCHAIN="/k"
    )
    assert "--options runtime --entitlements" in calls[0]
    submitted, stapled = calls[-2:]
    assert submitted.startswith("xcrun notarytool submit")
    assert submitted.endswith("image.dmg --keychain-profile own --keychain /k --wait")
    assert stapled.startswith("xcrun stapler staple")
    assert "ad hoc" not in told
    assert "Not notarised" not in told


def test_both_icon_files_hold_every_size() -> None:
    data = (ROOT / "resources" / "app.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">L", data[4:8])[0] == len(data)
    position, found = 8, {}
    while position < len(data):
        kind, length = (
            data[position : position + 4],
            struct.unpack_from(">L", data, position + 4)[0],
        )
        found[kind] = struct.unpack_from(">I", data, position + 8 + 16)[0]
        position += length
    assert found == icons.MACOS_TYPES
    windows = (ROOT / "resources" / "app.ico").read_bytes()
    (count,) = struct.unpack_from("<H", windows, 4)
    assert sorted((windows[6 + 16 * i] or 256) for i in range(count)) == list(icons.WINDOWS_SIZES)


def test_the_specs_macos_branch_makes_a_bundle(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A dry run: PyInstaller's classes only write down what they are given."""
    bindepend = pytest.importorskip("PyInstaller.depend.bindepend")
    hooks = pytest.importorskip("PyInstaller.utils.hooks")
    made: dict[str, dict[str, Any]] = {}
    framework = "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore"
    lost = "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml"
    needs = {"QtCore.abi3.so": {framework}, "QtCore": set[str](), "QtQml": {framework}}

    def note(name: str) -> Any:
        def call(*args: Any, **options: Any) -> SimpleNamespace:
            made[name] = {"args": args, **options}
            return SimpleNamespace(
                binaries=[
                    ("PySide6/QtCore.abi3.so", "/w/QtCore.abi3.so", "EXTENSION"),
                    (framework, "/w/QtCore", "BINARY"),
                    (lost, "/w/QtQml", "BINARY"),
                ],
                datas=[
                    ("PySide6/Qt/lib/QtQml.framework/Resources/Info.plist", "/w/i", "DATA"),
                    ("PySide6/Qt/lib/QtCore.framework/Resources/Info.plist", "/w/i", "DATA"),
                ],
                pure=[("app.program", "/w/main.py", "PYMODULE")],
                scripts=[],
            )

        return call

    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("sys.argv", ["app.spec"])
    monkeypatch.setattr(
        bindepend, "get_imports", lambda path: [(n, n) for n in needs[Path(path).name]]
    )
    monkeypatch.setattr(hooks, "copy_metadata", lambda _: [])
    monkeypatch.setattr(hooks, "collect_submodules", lambda _: [])
    monkeypatch.setattr(licences, "collect", lambda *_, **__: [])
    classes = {name: note(name) for name in ("Analysis", "PYZ", "EXE", "COLLECT", "BUNDLE")}
    spec = PACKAGING / "bundle" / "app.spec"
    names = {**classes, "SPECPATH": str(spec.parent), "workpath": str(tmp_path)}
    names["DISTPATH"] = str(tmp_path)
    exec(compile(spec.read_text("utf-8"), str(spec), "exec"), names)  # noqa: S102 - our own file

    assert made["BUNDLE"]["name"] == "Dispute Desk.app"
    assert made["BUNDLE"]["version"] == __version__
    assert made["BUNDLE"]["info_plist"]["CFBundleVersion"] == __version__
    assert made["BUNDLE"]["bundle_identifier"] == contents.COMPONENT_ID
    assert made["BUNDLE"]["info_plist"]["LSMinimumSystemVersion"] == "13.0"
    assert Path(made["BUNDLE"]["icon"]).is_file()
    assert Path(made["EXE"]["entitlements_file"]).is_file()
    assert made["EXE"]["strip"] is False
    shipped = [entry[0] for entry in (*made["COLLECT"]["args"][1], *made["COLLECT"]["args"][2])]
    assert framework in shipped
    assert [name for name in shipped if "QtQml" in name] == []
