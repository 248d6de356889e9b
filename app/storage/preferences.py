"""Choices that outlive the program and hold for every account. No secret is among them."""

from __future__ import annotations

import json
import logging
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.account.accounts import Account, AccountId

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_log = logging.getLogger(__name__)
_PATIENCE = 5.0
_KINDS = {"last_account": str, "keep_in_tray": bool, "reminds_of_backup": bool}
"""Of what is None until it is chosen."""

TEXT_PERCENT = (100, 200)
"""The smallest and the largest text (WCAG 2.2, 1.4.4)."""
LONGEST_CHECK_MINUTES = 24 * 60
"""Between two looks for news."""
_LABEL_LIMIT = 200


class PreferenceValues(NamedTuple):
    """Everything that can be chosen, with what holds until it is."""

    last_account: AccountId | None = None
    accounts: tuple[Account, ...] = ()
    """The accounts that were signed in to here, in the order in which they came."""
    language: str = ""
    """A language's code; empty follows the system."""
    check_minutes: int = 10
    """How often to look for news of open disputes; 0 for never by itself."""
    announce_changes: bool = True
    """Whether the system may announce news while the window is behind others."""
    keep_in_tray: bool | None = None
    """Whether closing the window leaves the program running; None while nobody was asked."""
    show_amounts: bool = False
    """Whether the system's notifications may name amounts: others may see the screen."""
    color_scheme: str = ""
    """"light" or "dark"; empty follows the system."""
    text_percent: int = 100
    """Size of all text, of the system's."""
    is_introduced: bool = False
    """Whether the introduction was seen."""
    starts_at_disputes: bool = False
    """Whether the focus starts in the list of disputes instead of the order box."""
    proxy: str = ""
    """Empty asks the system, "none" asks nobody, anything else is a proxy's address."""
    last_backup: int = 0
    """When a backup was last saved, in UTC milliseconds since 1970; 0 for never."""
    reminds_of_backup: bool | None = None
    """Whether to say when the last one is old; None while nobody was asked."""
    offers_clipboard: bool = True
    """Whether the order box offers an order number that the clipboard holds."""
    reply_reader: str = ""
    """Whom a ready reply is for, by the values of `Reader`; empty while it was not chosen."""
    reply_language: str = ""
    """The language of a ready reply, by the values of `Language`; empty likewise."""
    disputes_created: str = ""
    """The days by which the disputes are narrowed, as `span_text` tells them; empty likewise."""
    insights_opened: str = ""
    """The days that Insights counts, likewise."""


class Preferences:
    """The file with the choices."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.Lock()

    def load(self) -> PreferenceValues:
        """The choices; what is missing or of the wrong kind is as if never chosen.

        A file of something else is kept under another name.
        """
        with self._guard:
            try:
                return self._read()
            except OSError:
                return PreferenceValues()

    def save(self, values: PreferenceValues) -> None:
        """Store the choices. Raises `StorageFailed`; then the file is as it was."""
        with self._guard:
            self._write(values)

    def update(self, change: Callable[[PreferenceValues], PreferenceValues]) -> PreferenceValues:
        """Change some choices and leave the others as somebody else has just stored them.

        Another thread, or another copy of the program, waits meanwhile. Where nothing changes,
        nothing is written. Raises `StorageFailed`, also where the choices of before cannot be
        read: they would be lost.
        """
        from app.storage.database.failures import storage_failures
        from app.storage.database.process_lock import only_one_process
        from app.support.paths import make_private

        with self._guard, storage_failures(self._path):
            before = self._read()
            if change(before) == before:
                return before
            make_private(self._path.parent)
            with only_one_process(self._path.with_suffix(".lock"), _PATIENCE):
                values = change(self._read())
                self._write(values)
                return values

    def _write(self, values: PreferenceValues) -> None:
        # Only reading is part of the start.
        from app.domain.text import storable
        from app.storage.database.failures import storage_failures
        from app.storage.files import replace_file
        from app.support.paths import make_private

        accounts = [{"id": each.account_id, "label": each.label} for each in values.accounts]
        content = values._asdict() | {"accounts": accounts}
        text = storable(json.dumps(content, ensure_ascii=False, indent=1))
        with storage_failures(self._path):
            make_private(self._path.parent)
            replace_file(self._path, text.encode())

    def _read(self) -> PreferenceValues:
        """What is stored. Raises `OSError` where there is something, and it cannot be read."""
        try:
            content = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return PreferenceValues()
        except (ValueError, RecursionError):  # no UTF-8, no JSON, or nested without end
            self._set_aside()
            return PreferenceValues()
        if not isinstance(content, dict):
            self._set_aside()
            return PreferenceValues()
        return _from_content(content)

    def _set_aside(self) -> None:
        from app.storage.files import put_in_place

        _log.info("the preferences cannot be read and are set aside")
        with suppress(OSError):
            put_in_place(self._path, self._path.with_suffix(".damaged.json"))


def _from_content(content: Mapping[str, Any]) -> PreferenceValues:
    """Each value is taken where it is of the kind of what holds until it is chosen."""
    kinds = {name: type(value) for name, value in PreferenceValues()._asdict().items()} | _KINDS
    kept = {name: value for name, value in content.items() if type(value) is kinds.get(name)}
    values = PreferenceValues(**kept | {"accounts": _accounts(content.get("accounts"))})
    least, most = TEXT_PERCENT
    return values._replace(
        last_account=values.last_account or None,
        check_minutes=min(max(0, values.check_minutes), LONGEST_CHECK_MINUTES),
        text_percent=min(max(values.text_percent, least), most),
        last_backup=max(0, values.last_backup),
    )


def _accounts(content: object) -> tuple[Account, ...]:
    found: dict[str, Account] = {}
    for each in content if isinstance(content, list) else ():
        if isinstance(each, dict) and each.get("id") and isinstance(each["id"], str):
            account_id, label = AccountId(each["id"]), str(each.get("label", ""))
            found.setdefault(account_id, Account(account_id, label[:_LABEL_LIMIT]))
    return tuple(found.values())
