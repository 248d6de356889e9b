"""The command line: people and scripts rely on it, and so it is kept small."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

CJ_BASE_URL = "https://developers.cjdropshipping.com/api2.0/v1"
LANGUAGES = ("en", "zh_CN")
LINK_SCHEME = "disputedesk"
_ORDER_LINK = f"{LINK_SCHEME}://order/"
_LONGEST_LINK = 32_000
"""Characters; Windows takes no longer command line."""


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
    parser.add_argument(
        "link",
        nargs="?",
        type=order_of_link,
        metavar="LINK",
        help=f"look up the order in {_ORDER_LINK}TEXT, as a browser hands it over",
    )
    parser.add_argument("--version", action="version", version=f"Dispute Desk {__version__}")
    found = parser.parse_args(given)
    return Options(
        practice=found.practice,
        order=_as_unicode(found.link or found.order),
        data_dir=found.data_dir,
        base_url=found.base_url,
        lang=found.lang,
        self_test=found.self_test,
    )


def order_of_link(link: str) -> str:
    """The text of a link to an order. Raises `argparse.ArgumentTypeError` for any other link.

    Any web page can hold one: nothing in it is an option, and nothing but a look-up comes of it.
    """
    import argparse
    from urllib.parse import unquote

    if link[: len(_ORDER_LINK)].casefold() != _ORDER_LINK:
        raise argparse.ArgumentTypeError(f"no link of the kind {_ORDER_LINK}TEXT")
    if len(link) > _LONGEST_LINK:
        raise argparse.ArgumentTypeError("the link is too long")
    return unquote(link[len(_ORDER_LINK) :])


def _as_unicode(text: str) -> str:
    """The text without what is none: the system hands over bytes of any kind."""
    return text.encode("utf-8", "replace").decode()


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
