from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable, Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from app.support import log_setup
from app.support.log_setup import FILE_NAME, hide, redact, start_logging
from tests.conftest import fill_up

KEY = "CJ4012345@api@0a1b2c3d4e5f60718293a4b5c6d7e8f9"
TOKEN = (
    "API@CJ4012345@CJ:eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiIyMTE5OCIsInR5cGUiOiJBQ0NFU1NfVE9LRU4i.x9_Z"
)
HEX = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.fixture(autouse=True)
def no_secrets_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_setup, "_secrets", set())


@pytest.fixture
def write_log(tmp_path: Path) -> Iterator[Callable[[], str]]:
    root = logging.getLogger()
    level = root.level
    handler = start_logging(tmp_path / "logs")
    yield lambda: (tmp_path / "logs" / FILE_NAME).read_text("utf-8")
    root.removeHandler(handler)
    root.setLevel(level)
    handler.close()


@pytest.mark.parametrize(
    "text",
    [
        f"CJ-Access-Token: {HEX[:20]}",
        f"{{'CJ-Access-Token': '{HEX[:20]}'}}",
        f"[(b'CJ-Access-Token', b'{HEX[:20]}')]",
        f"cj-access-token={HEX[:20]}",
        f'{{"accessToken":"{HEX[:20]}","refreshToken": "{HEX[:20]}"}}',
        f'"{{\\"apiKey\\": \\"{HEX[:20]}\\"}}"',
        f"Authorization: Bearer {HEX[:20]}",
        f"bearer {HEX[:20]}.x/y+z==",
        f"the key {KEY} was refused",
        f"Tokens({HEX})",
        f"({HEX.upper()}{HEX})",
        f"openId={HEX[:20]}",
    ],
)
def test_what_looks_like_a_secret_is_masked(text: str) -> None:
    shown = redact(text)
    assert HEX[:20].casefold() not in shown.casefold()
    assert "[hidden]" in shown


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET https://x.test/a?token=s3cr3t-value&page=2", "s3cr3t-value"),
        ("GET https://x.test/a?page=2&access_token=s3cr3t-value HTTP/1.1", "s3cr3t-value"),
        ("https://img.test/p.jpg?X-Amz-Signature=s3cr3t&Expires=1", "s3cr3t"),
        ("https://img.test/p.jpg?apikey=s3cr3t#part", "s3cr3t"),
        ("https://x.test/#id_token=s3cr3t", "s3cr3t"),
        ("via http://jane:hunter2@proxy.test:3128", "hunter2"),
        ("sign-in of jane.doe+cj@shop.example.com failed", "jane.doe"),
        ("?email=jane.doe%40example.com", "jane.doe"),
        ("{'email': 'jane_doe@example.com', 'x': 1}", "jane_doe"),
    ],
)
def test_addresses_lose_what_is_private(text: str, secret: str) -> None:
    shown = redact(text)
    assert secret not in shown
    assert "[hidden]" in shown
    assert "x.test" not in text or "x.test" in shown  # what stays is worth reading


def fail_with(text: str) -> None:
    try:
        int(f"no number: {text}")
    except ValueError as cause:
        raise ValueError(f"failed for {text}") from cause


def test_every_kind_of_secret_in_every_place(write_log: Callable[[], str]) -> None:
    """In the message, its arguments, an exception's text, the cause of it, and the stack."""
    secrets = {
        "access token": "0f" * 16,
        "refresh token": "1e" * 20,
        "jwt": TOKEN,
        "API key": KEY,
        "API key of another form": "Zk3-plain-key-9",
        "e-mail": "jane.doe@example.com",
        "open id": "9876543210123456789",
        "query token": "tok-en_77",
    }
    for name in ("API key of another form", "open id"):  # only known because it was typed or given
        hide(secrets[name])
    log = logging.getLogger("test")
    for name, secret in secrets.items():
        written = f"https://x.test/?token={secret}" if name == "query token" else secret
        log.info("message %s", written)
        log.info("it was " + written)  # noqa: G003 - as a library may do it
        log.info("mapping %r", {"value": written})
        try:
            fail_with(written)
        except ValueError:
            log.exception("it broke", stack_info=True)
    text = write_log()
    assert text.count("Traceback") == 2 * len(secrets)
    for name, secret in secrets.items():
        assert secret not in text, name


@pytest.mark.parametrize("secret", [KEY, TOKEN])
def test_real_shapes_leave_nothing_of_value(secret: str) -> None:
    shown = redact(f"used {secret} for it")
    assert "0a1b2c" not in shown
    assert "eyJ" not in shown


@pytest.mark.parametrize(
    "text",
    [
        f"filing DD-{HEX} is unknown",
        f"refused, request_id={HEX}",
        f"refused, requestId={HEX}",
        "dispute SH2611221234567890 of order SD2611200001234567, 1234567890123456789",
        'File "/opt/dispute-desk/app/storage/database/database.py", line 12, in prepare',
        "2026-11-22 12:00:00,123 INFO MainThread app.services.filing.filing: created",
        "no token, please sign in",
        "https://x.test/list?pageNum=1&pageSize=50",
        "PySide6 @ 6.11, user@host",
    ],
)
def test_what_a_log_is_read_for_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize("form", ["{}", "q={}", "b'{}'"])
def test_a_hidden_secret_never_shows(form: str) -> None:
    hide('short "one"')
    hide("")
    hide("1")
    shown = redact(form.format('short "one"') + ' short%20%22one%22 short \\"one\\" 1')
    assert "one" not in shown
    assert shown.endswith("1")


def test_arguments_and_tracebacks_are_masked_too(write_log: Callable[[], str]) -> None:
    hide("hunter-22")
    log = logging.getLogger("test")
    try:
        int(f"{KEY} and hunter-22")
    except ValueError:
        log.exception("failed with %s", {"CJ-Access-Token": HEX[:20]}, stack_info=True)
    text = write_log()
    assert "Traceback" in text
    assert "ValueError" in text
    for secret in (KEY, "hunter-22", HEX[:20]):
        assert secret not in text


def test_odd_text_can_be_logged(tmp_path: Path) -> None:
    level = logging.getLogger().level
    handler = start_logging(tmp_path)
    # Not through a logger: pytest's own record of it could not be sent between processes.
    handler.handle(logging.makeLogRecord({"msg": "lone %s 数据", "args": ("\ud83d",)}))
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    handler.close()
    assert "\\ud83d 数据" in (tmp_path / FILE_NAME).read_text("utf-8")


def test_the_log_stays_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_setup._SIZE_LIMIT == 1_000_000
    monkeypatch.setattr(log_setup, "_SIZE_LIMIT", 1000)
    level = logging.getLogger().level
    handler = start_logging(tmp_path / "small")
    for _ in range(45):
        logging.getLogger("test").info("word " * 20)
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    handler.close()
    sizes = [path.stat().st_size for path in (tmp_path / "small").iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= 1000


def test_long_text_is_redacted_in_time(write_log: Callable[[], str]) -> None:
    # Each of these made some pattern start over at every letter.
    for letter in "aA0.-@":
        redact(letter * 200_000)
    redact("eyJ" * 50_000)
    redact("Bearer " * 30_000)


def test_what_a_full_disk_does_not_take_is_printed_nowhere(
    small_disk: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    disk = small_disk("64k")
    root = logging.getLogger()
    level = root.level
    handler = start_logging(disk / "logs")
    fill_up(disk)
    try:
        root.info("Authorization: Bearer %s", TOKEN)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        (disk / "filling").unlink()
        handler.close()
    assert capsys.readouterr().err == ""


def test_a_folder_that_cannot_be_written_means_no_log(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    level = logging.getLogger().level
    handler = start_logging(tmp_path / "logs")
    logging.getLogger("test").info("lost")
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(level)
    assert os.listdir(tmp_path) == ["logs"]  # noqa: PTH208 - names are what is asked


@pytest.mark.parametrize(
    "letters", ["a", HEX, "aB3-", "some word here ", "a line\n", '{"name":"a b"},', "?a-", "\n"]
)
def test_of_a_long_text_as_much_is_kept_as_can_be_searched(letters: str) -> None:
    shown = redact(f"INFO begins {letters * (1_000_000 // len(letters))}")
    assert len(shown) < 40_000
    assert shown.startswith("INFO begins")
    assert "letters left out" in shown


@pytest.mark.parametrize("written", ["apiKey: {}", '"apiKey": "{}"', "Bearer {}", "({})"])
def test_no_half_of_a_secret_is_left_where_a_long_text_is_cut(written: str) -> None:
    secret = KEY + TOKEN
    parts = {secret[at : at + 12] for at in range(0, len(secret) - 12, 12)}
    for before in range(0, 2 * len(secret), 13):
        line = "w " * 50 + "\n"
        text = "w " * (12_000 - before) + written.format(secret) + "\n" + line * 2000
        text += "w " * 40 + written.format(secret) + " w" * (4_000 - before)
        shown = redact(text)
        assert not any(part in shown for part in parts)


def test_nothing_is_lost_while_another_program_has_the_log_open(
    write_log: Callable[[], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_args: object) -> None:
        raise PermissionError(errno.EACCES, "used by another process")  # as Windows says it

    monkeypatch.setattr(logging, "raiseExceptions", False)  # as in a program without stderr
    logging.getLogger("app").info("long " * 500)
    handlers = logging.getLogger().handlers
    log = next(each for each in handlers if isinstance(each, RotatingFileHandler))
    monkeypatch.setattr(log, "maxBytes", 2_000)
    with monkeypatch.context() as patch:
        patch.setattr(os, "rename", refuse)
        logging.getLogger("app").info("the first")
        logging.getLogger("app").info("the second")
    assert "the first" in write_log()
    assert "the second" in write_log()
    logging.getLogger("app").info("the third")
    assert "the first" not in write_log()
    assert "the third" in write_log()
    assert (tmp_path / "logs" / f"{FILE_NAME}.1").exists()
