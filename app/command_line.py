"""The command line: people and scripts rely on it, and so it is kept small."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

CJ_BASE_URL = "https://developers.cjdropshipping.com/api2.0/v1"
LANGUAGES = ("en", "zh_CN")


class Options(NamedTuple):
    """What was asked for at the start."""

    practice: bool = False
    order: str = ""
    data_dir: Path | None = None
    base_url: str = CJ_BASE_URL
    lang: str = ""
    self_test: bool = False


def parse(arguments: Sequence[str] | None = None) -> Options:
    """The options. Ends the process with a sentence where they make no sense.

    There is no option for a token or key: other programs can read a command line.
    """
    given = sys.argv[1:] if arguments is None else arguments
    if not given:
        return Options()  # the usual start does not wait for a parser

    import argparse

    from app import __version__

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            self.exit(2, f"{self.prog}: {message} (--help tells what there is)\n")

    parser = Parser(
        prog="dispute-desk",
        description="File and follow CJ Dropshipping disputes.",
        allow_abbrev=False,
    )
    parser.add_argument("--practice", action="store_true", help="open practice mode")
    parser.add_argument("--order", default="", metavar="TEXT", help="look this order up at start")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="keep all data here")
    parser.add_argument(
        "--base-url",
        type=base_url,
        default=CJ_BASE_URL,
        metavar="URL",
        help="another address for CJ's API: https, or http on this computer",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="", help="language of the interface")
    parser.add_argument(
        "--self-test", action="store_true", help="use every part in practice mode, then end"
    )
    parser.add_argument("--version", action="version", version=f"Dispute Desk {__version__}")
    found = parser.parse_args(given)
    return Options(
        practice=found.practice,
        order=found.order,
        data_dir=found.data_dir,
        base_url=found.base_url,
        lang=found.lang,
        self_test=found.self_test,
    )


def base_url(text: str) -> str:
    """The address, tidied. Raises `argparse.ArgumentTypeError` for an unsafe one."""
    import argparse
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        is_local = host == "localhost" or _is_loopback(host)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address") from error
    if not host or parts.scheme not in ("https", "http") or parts.username:
        raise argparse.ArgumentTypeError(f"{text!r} is not an https address")
    if parts.scheme == "http" and not is_local:
        raise argparse.ArgumentTypeError("http is allowed on this computer only; use https")
    return text.rstrip("/")


def _is_loopback(host: str) -> bool:
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
