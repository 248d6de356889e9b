"""The files around the program on each system, as far as they can be judged without that system."""

from __future__ import annotations

import contextlib
import gzip
import importlib.util
import io
import platform
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import build
import icons
import owner
import pytest
from bundle import checks, contents, licences, sbom
from linux import deb, portable
from linux import files as linux_files
from windows import collect, installer, interpreter, support, tree

from app import __version__
from app.command_line import LINK_SCHEME, Options, parse

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
EPOCH = 1_795_305_600


def test_the_version_is_the_programs_own() -> None:
    assert build.version_of(ROOT) == __version__


@pytest.mark.parametrize("path", sorted(PACKAGING.rglob("*.sh")), ids=lambda path: path.name)
def test_a_shell_can_read_the_scripts(path: Path) -> None:
    if not shutil.which("sh"):
        pytest.skip("no shell here")
    text = re.sub(r"@[A-Z]+@", "1", path.read_text("utf-8"))
    subprocess.run(["sh", "-n"], input=text, text=True, check=True)  # noqa: S607 - found above


def test_the_readme_names_the_files_as_the_build_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deb, "architecture", lambda: "amd64")
    monkeypatch.setattr(platform, "machine", lambda: "x86_64")
    readme = (ROOT / "README.md").read_text("utf-8")
    for name in (deb.file_name, portable.file_name, installer.file_name):
        assert f"| `{name('<version>')}` |" in readme
    source = (PACKAGING / "build.py").read_text("utf-8")
    assert '-{build.version}-macos-{platform.machine()}.dmg"' in source
    assert f"| `{contents.APP_ID}-<version>-macos-<arm64 or x86_64>.dmg` |" in readme


# --- the owner's ---------------------------------------------------------------------------------


def _owners() -> dict[str, Any]:
    return {name: value for name, value in vars(owner).items() if name.isupper()}


def test_what_is_the_owners_stands_in_one_file_and_is_listed() -> None:
    told = {value for value in _owners().values() if isinstance(value, str) and value}
    assert len(told) >= 3
    found = [
        f"{path.relative_to(PACKAGING)}: {value}"
        for path in sorted(PACKAGING.rglob("*"))
        if path.suffix not in {".pyc", ".md"} and path.is_file() and path.name != "owner.py"
        for value in told
        if value.encode() in path.read_bytes()
    ]
    assert found == []
    assert f"Copyright (c) 2026 {owner.NAME}\n" in (ROOT / "LICENSE").read_text("utf-8")
    readme = (PACKAGING / "README.md").read_text("utf-8")
    assert [name for name in _owners() if f"`{name}`" not in readme] == []


def test_what_the_owner_has_not_filled_in_is_left_out_of_the_packages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(checks, "check_demands", lambda _bundle: {})
    monkeypatch.setattr(checks, "debian_packages", lambda _demands: (["libc6"], ["libegl1"]))

    def told() -> str:
        control = deb._control(tmp_path, tmp_path, "1.2.3").decode()
        return linux_files.filled("metainfo.xml", "1.2.3", EPOCH) + control + deb._copyright()

    empty = told()
    ET.fromstring(empty.partition("Package:")[0])  # noqa: S314 - our own file
    assert "@" not in empty.replace(owner.CONTACT, "")
    for word in ("<url", "<screenshot", "Homepage"):
        assert word not in empty

    pages = {
        "HOMEPAGE": "https://desk.invalid/?a=1&b=2",
        "DOWNLOADS": "https://desk.invalid/files",
        "ISSUES": "https://desk.invalid/issues",
    }
    for name, page in pages.items():
        monkeypatch.setattr(owner, name, page)
    monkeypatch.setattr(owner, "SCREENSHOTS", ("https://desk.invalid/1", "https://desk.invalid/2"))
    filled = told()
    metainfo = ET.fromstring(filled.partition("Package:")[0])  # noqa: S314 - our own file
    urls = {each.get("type"): each.text for each in metainfo.iter("url")}
    assert urls == dict(zip(("homepage", "details", "bugtracker"), pages.values(), strict=True))
    pictures = [(each.get("type"), each[0].text) for each in metainfo.iter("screenshot")]
    assert pictures == [("default", "https://desk.invalid/1"), (None, "https://desk.invalid/2")]
    assert f"\nHomepage: {owner.HOMEPAGE}\n" in filled


# --- Linux ---------------------------------------------------------------------------------------


def test_the_files_below_share_are_whole() -> None:
    files = linux_files.shared_files("1.2.3", EPOCH)
    pictures = [name for name in files if name.endswith(".png")]
    assert len(pictures) == len(icons.LINUX_SIZES)
    for name in pictures:
        side = struct.unpack(">I", files[name][16:20])[0]
        assert f"/{side}x{side}/" in name
    metainfo = ET.fromstring(files[f"metainfo/{contents.COMPONENT_ID}.metainfo.xml"])  # noqa: S314 - our own file
    release = metainfo.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "1.2.3", "date": "2026-11-22"}
    manual = gzip.decompress(files["man/man1/dispute-desk.1.gz"]).decode()
    assert "@" not in manual


def test_the_manual_names_every_option_of_the_program() -> None:
    manual = (PACKAGING / "linux" / "dispute-desk.1").read_text("utf-8").replace("\\-", "-")
    source = (ROOT / "app" / "command_line.py").read_text("utf-8")
    options = re.findall(r'"(--[a-z-]+)"', source)
    assert options
    assert [option for option in options if option not in manual] == []


def test_the_menu_entry_has_the_name_that_the_window_has() -> None:
    entry = (PACKAGING / "linux" / "dispute-desk.desktop").read_text("utf-8")
    assert f"StartupWMClass={contents.APP_ID}\n" in entry
    assert f'setDesktopFileName("{contents.APP_ID}")' in (ROOT / "app" / "program.py").read_text(
        "utf-8"
    )


def test_links_come_to_the_program_and_none_of_their_text_as_an_option() -> None:
    entry = (PACKAGING / "linux" / "dispute-desk.desktop").read_text("utf-8")
    assert f"MimeType=x-scheme-handler/{LINK_SCHEME};\n" in entry
    assert "Exec=dispute-desk -- %u\n" in entry
    script = (PACKAGING / "windows" / "installer.nsi").read_text("utf-8")
    assert f'LINK_KEY "Software\\Classes\\{LINK_SCHEME}"' in script
    assert """shell\\open\\command" "" '"$INSTDIR\\${EXE}" -- "%1"'""" in script
    assert 'WriteRegStr HKCU "${LINK_KEY}" "URL Protocol" ""' in script
    assert 'DeleteRegKey HKCU "${LINK_KEY}"' in script
    assert parse(["--"]) == Options()  # a start from the menu, without a link


@pytest.mark.parametrize("tool", ["desktop-file-validate", "appstreamcli"])
def test_the_systems_own_checkers_agree(tool: str, tmp_path: Path) -> None:
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    name = {
        "desktop-file-validate": "applications/dispute-desk.desktop",
        "appstreamcli": f"metainfo/{contents.COMPONENT_ID}.metainfo.xml",
    }[tool]
    path = tmp_path / Path(name).name
    path.write_bytes(linux_files.shared_files("1.2.3", EPOCH)[name])
    options = ["validate", "--no-net"] if tool == "appstreamcli" else []
    done = subprocess.run([tool, *options, str(path)], capture_output=True, text=True, check=False)  # noqa: S603 - found above
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_lintian_override_has_a_reason() -> None:
    lines = (PACKAGING / "linux" / "lintian-overrides").read_text("utf-8").splitlines()
    blocks = re.split(r"(?m)^(?=#)", "\n".join(lines))
    for block in filter(None, blocks):
        assert block.startswith("#")
    assert lines[0].startswith("#")


# --- Windows -------------------------------------------------------------------------------------


def test_who_is_to_end_the_program_is_told_to_quit_it_as_its_menus_say() -> None:
    """Closing its window may leave it in the tray."""
    installer_words = (PACKAGING / "windows" / "installer.nsi").read_text("utf-8")
    script = (PACKAGING / "linux" / "stop_if_running.sh").read_text("utf-8")
    translations = (ROOT / "resources/translations/dispute-desk_zh_CN.ts").read_text("utf-8")
    found = re.search(r"<source>Quit</source>\s*<translation>(.+?)</translation>", translations)
    assert found is not None
    for word, words in (("Quit", installer_words), (found[1], installer_words), ("Quit", script)):
        assert word in words
    assert "lose its window" not in installer_words


def test_the_uninstaller_names_each_file_and_takes_folders_from_the_inside(tmp_path: Path) -> None:
    (tmp_path / "lib" / "deep").mkdir(parents=True)
    for name in ("start.exe", "lib/a.dll", "lib/deep/b.dll"):
        (tmp_path / name).touch()
    lines = installer.uninstall_lines(tmp_path).splitlines()
    assert lines == [
        'Delete "$INSTDIR\\lib\\deep\\b.dll"',
        'Delete "$INSTDIR\\lib\\a.dll"',
        'Delete "$INSTDIR\\start.exe"',
        'RMDir "$INSTDIR\\lib\\deep"',
        'RMDir "$INSTDIR\\lib"',
    ]


def test_the_installer_removes_a_folder_with_all_in_it_only_for_the_data() -> None:
    script = (PACKAGING / "windows" / "installer.nsi").read_text("utf-8")
    assert re.findall(r"RMDir /r (.*)", script) == ['"$LOCALAPPDATA\\dispute-desk"']
    assert "RequestExecutionLevel user" in script
    assert "HKLM" not in script


@pytest.mark.parametrize(
    ("version", "four"), [("0.1.0", "0.1.0.0"), ("1.2", "1.2.0.0"), ("1.2.3.dev4", "1.2.3.0")]
)
def test_windows_counts_versions_in_four(version: str, four: str) -> None:
    assert installer.four_numbers(version) == four


def test_the_launchers_manifest_asks_for_utf8_and_sharp_text() -> None:
    text = (PACKAGING / "windows" / "launcher.manifest").read_text("utf-8")
    ET.fromstring(text)  # noqa: S314 - our own file
    for word in ("PerMonitorV2", ">UTF-8<", "longPathAware", "asInvoker"):
        assert word in text


@pytest.mark.skipif(not shutil.which("x86_64-w64-mingw32-gcc"), reason="takes MinGW")
def test_a_launcher_without_something_is_not_shipped(tmp_path: Path) -> None:
    launcher = tmp_path / "launcher.exe"
    installer.make_launcher(launcher, tmp_path, "1.2.3", "python313", EPOCH)
    installer.check_launcher(launcher, "1.2.3")
    content = launcher.read_bytes()
    with pytest.raises(SystemExit, match=r"lacks version\.$"):
        installer.check_launcher(launcher, "1.2.4")
    picture = installer.pictures_of(ROOT / "resources" / "app.ico")[0]
    for old, lacking in {
        b">UTF-8<": "UTF-8",
        b"PerMonitorV2": "sharp text",
        picture: "icon",
    }.items():
        launcher.write_bytes(content.replace(old, b"x" * len(old)))
        with pytest.raises(SystemExit, match=rf"lacks {lacking}\.$"):
            installer.check_launcher(launcher, "1.2.3")


def test_a_strange_or_changed_file_in_the_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="neither signed nor pinned"):
        interpreter.verify({"extra.txt": b""}, tmp_path)
    with pytest.raises(SystemExit, match="not the one that is pinned"):
        interpreter.verify({"python313.zip": b"changed"}, tmp_path)


def test_a_python_tells_its_own_version_and_that_of_its_openssl() -> None:
    files = {
        "python3.dll": b"",
        "python314.dll": b"3.140.1\x003.14.5\0",
        "libcrypto-3.dll": b"\0OpenSSL 3.5.7 1 Sep 2026\0",
    }
    python = interpreter.Interpreter(files)
    assert (python.stem, python.version, python.minor) == ("python314", "3.14.5", "3.14")
    assert python.openssl == "3.5.7"


@pytest.mark.parametrize(
    ("openssl", "day", "told"),
    [
        ("3.0.15", date(2026, 9, 7), ""),
        ("3.0.15", date(2026, 9, 8), "out of support since 2026-09-07"),
        ("3.5.4", date(2030, 4, 8), ""),
        ("9.9.0", date(2026, 1, 1), "not in the table"),
    ],
)
def test_a_release_takes_an_openssl_that_is_supported(openssl: str, day: date, told: str) -> None:
    assert told in support.complaint(openssl, day)
    assert bool(told) == bool(support.complaint(openssl, day))
    support.require_support(openssl, day, is_release=False)
    if told:
        with pytest.raises(SystemExit, match=told):
            support.require_support(openssl, day, is_release=True)


def test_a_windows_installation_is_packed_as_an_embeddable_python(tmp_path: Path) -> None:
    stem = f"python{sys.version_info[0]}{sys.version_info[1]}"
    version = platform.python_version()
    for name, content in {
        f"{stem}.dll": f"\0{version}\0".encode(),
        "DLLs/libcrypto-3.dll": b"\0OpenSSL 3.5.7 1 Sep 2026\0",
        "DLLs/_ssl.pyd": b"",
        "DLLs/_tkinter.pyd": b"",
        "DLLs/_testcapi.pyd": b"",
        "LICENSE.txt": b"PSF",
        "Lib/abc.py": b"x = 1\n",
        "Lib/json/__init__.py": b"",
        "Lib/json/tests/test_json.py": b"",
        "Lib/site-packages/pip.py": b"",
    }.items():
        path = tmp_path / "installed" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    collect.pack(tmp_path / "installed", tmp_path / "packed.zip")
    python = interpreter.unpacked((tmp_path / "packed.zip").read_bytes())
    expected = {f"{stem}.dll", f"{stem}.zip", "libcrypto-3.dll", "_ssl.pyd", "LICENSE.txt"}
    assert set(python.files) == expected
    assert (python.version, python.openssl) == (version, "3.5.7")
    with zipfile.ZipFile(io.BytesIO(python.standard_library)) as modules:
        assert set(modules.namelist()) == {"abc.pyc", "json/__init__.pyc"}
        assert modules.read("abc.pyc")[:4] == importlib.util.MAGIC_NUMBER


@pytest.mark.parametrize(
    ("module", "is_excluded"),
    [("pydantic.v1.main", True), ("pydantic.main", False), ("distutils", True), ("json", False)],
)
def test_left_out_modules_take_what_is_below_them_along(module: str, is_excluded: bool) -> None:  # noqa: FBT001
    assert tree._is_excluded(module) is is_excluded


# --- the list of contents ------------------------------------------------------------------------

LOCK = """\
httpx==0.28.1 \\
    --hash=sha256:75e98c5f16b0f35b567856f597f06ff2270a374470a5c2392242528e3e3e42fc \\
    --hash=sha256:d909fcccc110f8c7faf814ca82a9a4d816bc5a6dbfea25d6591d6985b8ba59ad
jaraco-classes==3.4.0 ; sys_platform == 'linux' \\
    --hash=sha256:0ce65888c0725fcb2c5bc0fdb8e5438eece02c523557ea40ce0703c266248137
"""


def test_the_list_of_contents_has_versions_licences_and_hashes() -> None:
    place = "licences/system/libssl3/copyright"
    parts = [
        sbom.Part("pypi", "httpx", "0.28.1", "BSD-3-Clause"),
        sbom.Part("deb/debian", "libssl3", "1:3.0.19+b1", place),
    ]
    document: Any = sbom.document(parts, LOCK, "linux", "1.0", EPOCH)
    library, package = document["components"]
    assert library["licenses"] == [{"license": {"name": place}}]
    assert library["purl"] == "pkg:deb/debian/libssl3@1%3A3.0.19%2Bb1"
    assert package["licenses"] == [{"expression": "BSD-3-Clause"}]
    assert [each["content"][:4] for each in package["externalReferences"][0]["hashes"]] == [
        "75e9",
        "d909",
    ]
    assert document["dependencies"][0]["dependsOn"] == [library["purl"], package["purl"]]


def test_a_package_is_found_in_the_lock_whatever_joins_the_words_of_its_name() -> None:
    assert (sbom.normal("jaraco.classes"), "3.4.0") in sbom.hashes_in(LOCK)


def test_every_package_that_the_program_takes_tells_its_licence() -> None:
    lock = (PACKAGING / "requirements" / "runtime.txt").read_text("utf-8")
    hashes = sbom.hashes_in(sbom.LOCK.read_text("utf-8"))
    pinned = re.findall(r"(?m)^([A-Za-z0-9._-]+)==([^ ]+)", lock)
    assert len(pinned) > 20
    for name, version in pinned:
        assert hashes[sbom.normal(name), version], name
        with contextlib.suppress(metadata.PackageNotFoundError):  # another system's
            assert licences.licence_of(metadata.distribution(name))
