"""What goes into the bundle and what stays out, by name and with the reason.

The spec (Linux, macOS) and the Windows tree both ask here, so that the three systems ship the same
program. Whatever is not needed costs a merchant on a slow line time, and everybody trust: each
library is one more thing to keep free of holes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

import owner
from setup_environment.qt_parts import KEPT_PLUGINS, QT_MODULES

APP_ID = "dispute-desk"
DISPLAY_NAME = "Dispute Desk"
SUMMARY = "File and follow CJ Dropshipping disputes"
COMPONENT_ID = f"{owner.VENDOR_ID}.disputedesk"
"""The name among all programs of all makers."""

LANGUAGES = ("en", "zh")
"""The languages the program speaks. In a third one Qt's buttons would be foreign among ours."""

# Python modules that the analysis follows an import to and that never run here.
EXCLUDED_MODULES = {
    # the standard library's tools for developers
    **dict.fromkeys(
        ("unittest", "doctest", "pdb", "pydoc", "pydoc_data", "lib2to3", "distutils", "test"),
        "a tool for developers",
    ),
    **dict.fromkeys(("idlelib", "ensurepip", "venv", "setuptools", "pip"), "installs Python code"),
    **dict.fromkeys(("tkinter", "_tkinter", "turtle", "curses", "readline"), "another interface"),
    **dict.fromkeys(("xmlrpc", "ftplib"), "a protocol that nobody speaks here"),
    # The boot loader prepares for it at every start, before a line of ours is run.
    **dict.fromkeys(
        ("multiprocessing", "concurrent.futures.process"), "threads are used, and no other process"
    ),
    # optional halves of libraries
    "pydantic.v1": "the old interface, beside the one in use",
    "pydantic.mypy": "a plugin for a type checker",
    "pydantic._hypothesis_plugin": "a plugin for a test tool",
    "httpx._main": "httpx's command line",
    "keyring.cli": "keyring's command line",
    **dict.fromkeys(("click", "rich", "pygments"), "only httpx's command line wants it"),
    **dict.fromkeys(("anyio", "trio", "curio"), "event loops; the client is synchronous"),
    "_pydecimal": "decimal without its C library, which is here",
    **dict.fromkeys(("h2", "brotli", "brotlicffi", "socksio", "zstandard"), "optional in httpx"),
    **dict.fromkeys(("numpy", "PIL", "IPython", "hypothesis"), "optional in libraries, unused"),
    **dict.fromkeys(("pytest", "_pytest", "py", "xdist", "pytestqt"), "the tests stay at home"),
    # Qt modules; the program imports QtCore, QtGui, QtWidgets, QtSvg and QtNetwork (one local
    # socket, by which a second start reaches the running window)
    **dict.fromkeys(
        ("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtQuickControls2"),
        "Qt Quick: the interface is made of widgets",
    ),
    **dict.fromkeys(("PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"), "nothing here draws in 3D"),
    **dict.fromkeys(("PySide6.QtDesigner", "PySide6.QtHelp", "PySide6.QtUiTools"), "tools"),
    "PySide6.QtSql": "Python's sqlite3 is used",
    "PySide6.QtTest": "for tests",
    "PySide6.QtDBus": "no code of ours uses it; the portal plugin links the library itself",
    "PySide6.QtPrintSupport": "what goes to paper is a PDF file, which QtGui writes",
    "PySide6.QtConcurrent": "Python's threads are used",
    "PySide6.QtXml": "nothing reads XML",
}

# Where it is inside, PyInstaller's own first lines import it at every start.
EXCLUDED_ON_LINUX = {"ctypes": "it is called on the other systems only"}

__all__ = ["KEPT_PLUGINS", "QT_MODULES"]

LEFT_OUT_PLUGINS = {
    "tls": "HTTPS is Python's; Qt's network carries words over a local socket only",
    "networkinformation": "whether there is a network is learnt by using it",
    "sqldrivers": "Python's sqlite3 is used",
    "printsupport": "what goes to paper is a PDF file, which QtGui writes",
    "xcbglintegrations": "nothing here draws in 3D",
    "egldeviceintegrations": "for devices without a desktop",
    "generic": "input devices without a desktop",
    "wayland-graphics-integration-client": "3D; plain windows are shared memory",
    "wayland-graphics-integration-server": "for those who write a compositor",
    "vectorimageformats": "animations in Lottie's format",
    "qmltooling": "Qt Quick",
    "qmllint": "Qt Quick",
    "designer": "a tool for developers",
}

_PLUGIN = re.compile(r"(?:^|/)plugins/([^/]+)/(?:lib)?([^/]+?)\.(?:so|dll|dylib)$")
_TRANSLATION = re.compile(r"(?:^|/)translations/([^/]+)\.qm$")
_DEVELOPER = re.compile(
    r"\.(?:pyi|pyx|pxd|h|hpp|a|lib|cmake|prl|pc|tcl|qmltypes)$"
    r"|(?:^|/)(?:typesystems|glue|scripts|metatypes|include|tests?)/"
    # licences are collected in a folder of their own
    r"|\.dist-info/(?:RECORD|WHEEL|INSTALLER|REQUESTED|direct_url\.json|licenses/.*|sboms/.*)$",
    re.IGNORECASE,
)


def plugin_of(path: str) -> tuple[str, str] | None:
    """The folder and the name of a Qt plugin; None for any other file."""
    found = _PLUGIN.search(path.replace("\\", "/"))
    return (found[1], found[2]) if found and "PySide6" in path else None


def is_wanted(path: str) -> bool:
    """Whether a file belongs into the bundle, as far as its path in there can tell."""
    path = path.replace("\\", "/")
    plugin = plugin_of(path)
    if plugin:
        return plugin[1] in KEPT_PLUGINS.get(plugin[0], ())
    translation = _TRANSLATION.search(path)
    if translation and "PySide6" in path:
        # "qtbase" is what Qt's own dialogs say; the rest belongs to modules that stay out.
        return translation[1] in {"qtbase_en", "qtbase_zh_CN"}
    return not _DEVELOPER.search(path)


def unreachable(kept: Collection[str], needs: Mapping[str, Collection[str]]) -> set[str]:
    """The libraries among `needs` that nothing in `kept` needs, directly or through others.

    `needs` gives for each file of the bundle the names of the libraries that it loads.
    """
    by_name: dict[str, list[str]] = {}
    for path in needs:
        by_name.setdefault(path.replace("\\", "/").rsplit("/", 1)[-1], []).append(path)
    reached, todo = set(kept), list(kept)
    while todo:
        for name in needs[todo.pop()]:
            for path in by_name.get(name, ()):
                if path not in reached:
                    reached.add(path)
                    todo.append(path)
    return set(needs) - reached
