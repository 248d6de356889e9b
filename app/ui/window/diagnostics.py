"""What whoever helps gets to read, about a bug or this copy: no secret, no name, nothing typed."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QGuiApplication

from app import __version__
from app.support.log_setup import last_lines, redact

if TYPE_CHECKING:
    from app.storage.preferences import PreferenceValues
    from app.support.paths import DataFolder
    from app.ui.settings.choices import AppContext

_LOG_LINES = 60
# A record's first line, or a place in a traceback. What an exception says may quote what was typed.
_SAFE_LINE = re.compile(r'\d{4}-\d\d-\d\d |\s+File "|Traceback ')
_PLAIN_PROXIES = ("", "none")


def diagnostics(context: AppContext) -> str:
    """The text for the clipboard, in English: its readers are helpers, not the user."""
    folder = context.folder
    parts = [
        f"Dispute Desk {__version__}",
        f"Python {platform.python_version()}, PySide6 {pyside_version}, Qt {qVersion()}",
        f"{platform.platform()}, {QGuiApplication.platformName()}, {QLocale().name()}",
        "packaged" if getattr(sys, "frozen", False) else "from source",
        f"Screens: {', '.join(_screens()) or 'none'}",
        f"Data folder: {without_home(folder.root)}",
        *_settings(context.choices.values),
        "",
        "Last lines of the log:",
        *_log_lines(folder),
    ]
    return "\n".join(parts)


def crash_report(error: BaseException) -> str:
    """Where it happened, without the values: a traceback holds code, not what was typed.

    The exception's own text is left out because it may quote data.
    """
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        f"  {frame.name} ({frame.filename.rpartition('app')[2]}:{frame.lineno})" for frame in frames
    ]
    head = f"Dispute Desk {__version__}, PySide6 {pyside_version}, {platform.platform()}"
    return "\n".join([head, type(error).__name__, *places])


def without_home(path: Path) -> str:
    """The path from the home folder on: its name is a person's. Elsewhere only the last part."""
    try:
        return f"~/{path.resolve().relative_to(Path.home().resolve()).as_posix()}"
    except (ValueError, OSError, RuntimeError):
        return f"(elsewhere)/{path.name}"


def _screens() -> list[str]:
    return [
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]


def _settings(values: PreferenceValues) -> list[str]:
    proxy = (values.proxy or "system") if values.proxy in _PLAIN_PROXIES else "an address"
    return [
        f"Accounts: {len(values.accounts)}",
        f"Language: {values.language or 'system'}",
        f"Colours: {values.color_scheme or 'system'}, text: {values.text_percent} %",
        f"News every {values.check_minutes} min, notifications: {values.announce_changes}",
        f"Proxy: {proxy}",
    ]


def _log_lines(folder: DataFolder) -> list[str]:
    home = str(Path.home())
    lines = last_lines(folder.logs, _LOG_LINES)
    return [redact(each).replace(home, "~") for each in lines if _SAFE_LINE.match(each)]
