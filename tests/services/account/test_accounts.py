"""Signing in, in three ways, to several accounts; signing out, revoking, removing."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.composition import AccountComposer
from app.domain.account.accounts import AccountId
from app.domain.errors import (
    InvalidInput,
    QuotaUsedUp,
    SignInRequired,
    StorageCause,
    StorageFailed,
)
from app.support.paths import DataFolder
from tests.cj.server import FaultyServer
from tests.conftest import MemoryKeyring
from tests.refreshing import refresh

SETTINGS = "setting/get"


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with FaultyServer(pace=4, life=False) as running:
        yield running
        codes = [each.answered_code for each in running.record.requests]
        assert 1600200 not in codes


def test_a_key_gives_the_accounts_number_and_name_in_two_calls(
    opener: AccountComposer, server: FaultyServer
) -> None:
    signed = opener.accounts.sign_in(server.API_KEY)
    assert signed.account.label == "CJ0000001 · Practice Store"
    assert signed.not_kept is None
    assert server.record.endpoints() == ["authentication/getAccessToken", SETTINGS]


def test_the_older_form_gives_the_same_account(
    opener: AccountComposer, server: FaultyServer
) -> None:
    signed = opener.accounts.sign_in(server.API_KEY, "me@example.com")
    assert signed.account.label == "CJ0000001 · Practice Store"
    assert server.record.requests[0].body == {
        "email": "me@example.com",
        "password": server.API_KEY,
    }
    assert opener.accounts.sign_in(server.API_KEY).account == signed.account


@pytest.mark.parametrize("text", ["", "  ", "tökén", "x" * 5000, "a\0b"])
def test_what_cannot_be_a_key_asks_nobody(
    opener: AccountComposer, server: FaultyServer, text: str
) -> None:
    with pytest.raises(InvalidInput):
        opener.accounts.sign_in(text)
    assert len(server.record) == 0


def test_what_is_pasted_along_with_a_key_is_no_part_of_it(
    opener: AccountComposer, server: FaultyServer
) -> None:
    start, end = server.API_KEY[:8], server.API_KEY[8:]
    opener.accounts.sign_in(f"\ufeff {start}\r\n  {end}\u200b\u00a0\n", " me@example.com\n")
    assert server.record.requests[0].body == {
        "email": "me@example.com",
        "password": server.API_KEY,
    }


def test_without_the_settings_one_is_signed_in_all_the_same(
    opener: AccountComposer, server: FaultyServer
) -> None:
    server.scenarios.arm("refuse", SETTINGS, code=1600101)
    signed = opener.accounts.sign_in(server.API_KEY)
    assert signed.account.label == "CJ0000001"
    again = opener.accounts.sign_in(server.API_KEY)
    assert again.account.label == "CJ0000001 · Practice Store"


def test_a_token_is_not_sent_to_another_host(
    opener: AccountComposer, server: FaultyServer, tmp_path: Path
) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    with FaultyServer(life=False) as other:
        desk = AccountComposer(opener._folder, other.base_url).open_account(account).desk
        with pytest.raises(SignInRequired):
            refresh(desk.history)
        desk.close()
        assert len(other.record) == 0
    desk = AccountComposer(opener._folder, server.base_url).open_account(account).desk
    refresh(desk.history)
    desk.close()


def test_two_accounts_are_kept_apart(
    opener: AccountComposer, server: FaultyServer, memory_keyring: MemoryKeyring
) -> None:
    one = opener.accounts.sign_in(server.API_KEY).account
    two = opener.accounts.sign_in(server.OTHER_API_KEY).account
    assert [each.account_id for each in opener.book.known()] == [one.account_id, two.account_id]
    assert len(memory_keyring.accounts) == 2
    first, second = opener.open_account(one).desk, opener.open_account(two).desk
    refresh(first.history)
    assert first.history.last_checked() is not None
    assert second.history.last_checked() is None
    assert opener._limiter_of(one.account_id) is not opener._limiter_of(two.account_id)
    assert opener.book.last_used() == two
    for desk in (first, second):
        desk.close()
    again = opener.open_account(one).desk
    refresh(again.history)
    again.close()


def test_a_name_given_here_stays(opener: AccountComposer, server: FaultyServer) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    opener.book.rename(account.account_id, "  My   shop ")
    opener.book.rename(account.account_id, " ")
    assert opener.accounts.sign_in(server.API_KEY).account.label == "My shop"


def test_a_name_given_here_may_be_a_part_of_cjs(
    opener: AccountComposer, server: FaultyServer
) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    opener.book.rename(account.account_id, "CJ")
    assert opener.accounts.sign_in(server.API_KEY).account.label == "CJ"


def test_the_list_says_who_is_signed_in(opener: AccountComposer, server: FaultyServer) -> None:
    one = opener.accounts.sign_in(server.API_KEY).account
    two = opener.accounts.sign_in(server.OTHER_API_KEY).account
    opener.accounts.sign_out(one.account_id)
    assert [(each.account, each.is_signed_in) for each in opener.accounts.known()] == [
        (one, False),
        (two, True),
    ]


def test_signed_out_the_data_stays_readable(opener: AccountComposer, server: FaultyServer) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    desk = opener.open_account(account).desk
    refresh(desk.history)
    checked = desk.history.last_checked()
    desk.link.sign_out()
    with pytest.raises(SignInRequired):
        refresh(desk.history)
    desk.close()
    reopened = opener.open_last()
    assert reopened is not None
    assert reopened.not_kept is None
    assert reopened.desk.history.last_checked() == checked
    assert server.record.of("authentication/logout") == []
    reopened.desk.close()


def test_revoking_ends_the_tokens_at_cj(
    opener: AccountComposer, server: FaultyServer, memory_keyring: MemoryKeyring
) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    desk = opener.open_account(account).desk
    desk.link.revoke()
    assert server.world.tokens.pairs() == []
    assert memory_keyring.entries == {}
    desk.close()


@pytest.mark.parametrize("with_data", [False, True])
def test_removing_an_account_keeps_its_data_unless_told_otherwise(
    opener: AccountComposer, server: FaultyServer, memory_keyring: MemoryKeyring, *, with_data: bool
) -> None:
    gone = opener.accounts.sign_in(server.API_KEY).account
    other = opener.accounts.sign_in(server.OTHER_API_KEY).account
    for account in (other, gone):
        opener.open_account(account).desk.close()
    path = opener._folder.database(gone.account_id)
    opener.accounts.remove(gone.account_id, with_data=with_data)
    assert path.exists() is not with_data
    assert opener._folder.database(other.account_id).exists()
    assert opener.book.known() == (other,)
    assert opener.book.last_used() == other
    assert len(memory_keyring.accounts) == 1
    assert opener._credentials.load(gone.account_id) is None


def test_data_that_cannot_be_deleted_can_be_once_that_works(
    opener: AccountComposer, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Path, **_options: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")  # as Windows says it

    account = opener.accounts.sign_in(server.API_KEY).account
    opener.open_account(account).desk.close()
    path = opener._folder.database(account.account_id)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        with pytest.raises(StorageFailed) as failure:
            opener.accounts.remove(account.account_id, with_data=True)
    assert failure.value.cause is StorageCause.LOCKED
    assert opener.book.known() == (account,)
    opener.accounts.remove(account.account_id, with_data=True)
    assert not path.exists()
    assert opener.book.known() == ()


def test_settings_that_cannot_be_saved_keep_no_account_from_opening(
    opener: AccountComposer, server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if Path(target).name == "preferences.json":
            raise PermissionError(errno.EACCES, "Access is denied")
        return replace(self, target)

    one = opener.accounts.sign_in(server.API_KEY).account
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refuse)
        other = opener.accounts.sign_in(server.OTHER_API_KEY).account
        opened = opener.open_account(other)
        opened.desk.close()
        assert not opened.is_remembered
        assert opener.book.known() == (one, other)
        assert opener.book.last_used() == one
    again = opener.open_account(one)
    again.desk.close()
    assert again.is_remembered
    known = AccountComposer(opener._folder, server.base_url).book.known()
    assert known == (one, other)


def test_a_restart_keeps_cjs_distance_from_the_last_request(
    tmp_path: Path, memory_keyring: MemoryKeyring
) -> None:
    """Each opener is a process of its own; none waits longer than it must."""
    folder = DataFolder(tmp_path / "data")
    with FaultyServer(pace=1.0, life=False) as strict:
        first = AccountComposer(folder, strict.base_url)
        account = first.accounts.sign_in(strict.API_KEY).account
        for _ in range(3):
            desk = AccountComposer(folder, strict.base_url).open_account(account).desk
            refresh(desk.history)
            desk.close()
        codes = [each.answered_code for each in strict.record.requests]
        assert codes == [200] * len(codes)
        assert len(strict.record.of("disputes/getDisputeList")) >= 3


def test_points_are_told(opener: AccountComposer, server: FaultyServer) -> None:
    account = opener.accounts.sign_in(server.API_KEY).account
    desk = opener.open_account(account).desk
    server.scenarios.arm("points_exhausted", SETTINGS)
    with pytest.raises(QuotaUsedUp):
        desk.link.probe()
    assert desk.link.points is not None
    assert (desk.link.points.remaining, desk.link.points.total) == (0, 50000)
    desk.close()


def test_nothing_secret_among_the_preferences(
    opener: AccountComposer, server: FaultyServer, memory_keyring: MemoryKeyring
) -> None:
    opener.accounts.sign_in(server.API_KEY)
    kept = memory_keyring.tokens
    text = (opener._folder.root / "preferences.json").read_text("utf-8")
    for secret in (kept["a"], kept["r"], kept["o"], server.API_KEY, "0000000000"):
        assert secret not in text
    assert AccountId("practice") not in [each.account_id for each in opener.book.known()]
