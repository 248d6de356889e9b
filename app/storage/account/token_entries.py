"""An account's tokens as entries of a keyring: one for each, in parts only where it has to be.

Keyrings differ in what they hold: Windows' takes 2560 bytes, of which `keyring` makes 1280
characters; CJ's tokens have about 600. All functions may raise whatever the keyring does.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.account.tokens import Tokens
from app.storage.timestamps import maybe_moment, maybe_ms

if TYPE_CHECKING:
    from app.domain.account.accounts import AccountId
    from app.storage.account.keyring_calls import Keyring

SERVICE = "dispute-desk"
"""The service name of our entries in the keyring; the user name is the account's id and more."""

_PART = 1200
"""Characters in a part of what a keyring does not take whole."""
_MOST_PARTS = 50


class KeptTokens(NamedTuple):
    """What was found. `is_old` where it is the one entry that the first versions wrote."""

    tokens: Tokens
    host: str
    """Whose tokens they are; empty for CJ's own."""
    is_old: bool = False


def read(keyring: Keyring, account_id: AccountId) -> KeptTokens | None:
    """The tokens of an account; None where there are none, or entries of another make."""
    access = _entry(keyring, _access(account_id))
    if access is None:
        old = _entry(keyring, account_id)
        tokens = None if old is None else _tokens(old, old.get("r"))
        return None if tokens is None else KeptTokens(tokens, "", is_old=True)
    host = access.get("h", "")
    refresh = _entry(keyring, _refresh(account_id)) or {}
    if refresh.get("h", "") != host:  # written by two programs at once
        refresh = {}
    tokens = _tokens(access, refresh.get("r", ""))
    return None if tokens is None or not isinstance(host, str) else KeptTokens(tokens, host)


def write(keyring: Keyring, account_id: AccountId, kept: KeptTokens) -> bool:
    """Put these in the place of what is there. Whether the keyring has them all now."""
    tokens = kept.tokens
    host = {"h": kept.host} if kept.host else {}
    refresh = {"r": tokens.refresh} | host
    access = {
        "a": tokens.access,
        "x": maybe_ms(tokens.access_expires),
        "i": maybe_ms(tokens.issued),
        "o": tokens.open_id,
    } | host
    # The refresh token first: with it, an access token that is older is renewed.
    is_kept = _put(keyring, _refresh(account_id), refresh) and _put(
        keyring, _access(account_id), access
    )
    return is_kept and _remove(keyring, account_id)


def delete(keyring: Keyring, account_id: AccountId) -> bool:
    """Delete all entries of an account, of any form. Whether they are gone."""
    names = (_access(account_id), _refresh(account_id), account_id)
    left = [name for name in names if not _remove_whole(keyring, name)]
    return not left


def _access(account_id: AccountId) -> str:
    return f"{account_id}/access"


def _refresh(account_id: AccountId) -> str:
    return f"{account_id}/refresh"


def _part(name: str, number: int) -> str:
    return f"{name}/{number}"


def _put(keyring: Keyring, name: str, entry: dict[str, Any]) -> bool:
    """Whether the keyring has the entry now: some keep nothing and say nothing."""
    text = json.dumps(entry, separators=(",", ":"))
    try:
        is_kept = _store(keyring, name, text)
    except Exception:
        if len(text) <= _PART:
            raise
        is_kept = False  # nothing says why; too long is likely
    if is_kept:
        return _remove_parts(keyring, name)
    if len(text) <= _PART:
        return False
    parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
    are_kept = all(_store(keyring, _part(name, number), part) for number, part in enumerate(parts))
    head = {"parts": len(parts), "digest": _digest(text)}
    return are_kept and _store(keyring, name, json.dumps(head))


def _store(keyring: Keyring, name: str, text: str) -> bool:
    keyring.set_password(SERVICE, name, text)
    return keyring.get_password(SERVICE, name) == text


def _entry(keyring: Keyring, name: str) -> dict[str, Any] | None:
    found = _object(keyring.get_password(SERVICE, name))
    count = found.get("parts") if found else None
    if found is None or not isinstance(count, int) or count > _MOST_PARTS:
        return found
    parts = [keyring.get_password(SERVICE, _part(name, number)) or "" for number in range(count)]
    text = "".join(parts)
    return _object(text) if _digest(text) == found.get("digest") else None


def _object(text: str | None) -> dict[str, Any] | None:
    try:
        found = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _tokens(entry: dict[str, Any], refresh: object) -> Tokens | None:
    access, open_id = entry.get("a"), entry.get("o", "")
    texts = [each for each in (access, refresh, open_id) if isinstance(each, str)]
    if len(texts) < 3:
        return None
    try:
        expires, issued = maybe_moment(entry.get("x")), maybe_moment(entry.get("i"))
        return Tokens(texts[0], texts[1], expires, texts[2], issued)
    except (ValueError, TypeError, OverflowError):
        return None


def _remove_whole(keyring: Keyring, name: str) -> bool:
    are_gone = _remove_parts(keyring, name)
    return _remove(keyring, name) and are_gone


def _remove_parts(keyring: Keyring, name: str) -> bool:
    number = 0
    while keyring.get_password(SERVICE, _part(name, number)) is not None:
        if not _remove(keyring, _part(name, number)):
            return False
        number += 1
    return True


def _remove(keyring: Keyring, name: str) -> bool:
    # Keyrings differ in whether deleting what is not there is an error.
    if keyring.get_password(SERVICE, name) is None:
        return True
    keyring.delete_password(SERVICE, name)
    return keyring.get_password(SERVICE, name) is None


def _digest(text: str) -> str:
    """By which parts of two texts are told from those of one."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
