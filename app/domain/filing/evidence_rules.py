"""What evidence helps a claim, by reason. Advice only: the API asks for none.

Source: CJ's refund policy and its tutorial on opening disputes, as read on 2026-11-22.
CJ's texts carry dates from 2023 to 2026 and disagree in places.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.domain.disputes.reasons import ReasonFamily
from app.domain.filing.filing import LINK_LIMIT, Evidence, EvidenceKind
from app.domain.text import repaired, utf16_length

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.links import LinkReport

SOURCE_URL = "https://www.cjdropshipping.com/dispute-policy.html"
READ_ON = date(2026, 11, 22)


class EvidenceItem(Enum):
    """A thing worth showing CJ."""

    NOTHING_NEEDED = "nothing needed"
    BUYER_MESSAGE = "buyer's message with e-mail address, name and date"
    TRACKING_PICTURE = "picture of the tracking page"
    FAULT_PHOTO = "photos of the fault"
    PARCEL_PHOTO = "photos of parcel and label"
    VIDEO = "a video where photos do not prove it"
    RECEIVED_BESIDE_ORDER = "what came, beside the order line"
    COUNT_PHOTO = "everything that came, to be counted"
    PRODUCT_PAGE = "the product page beside it"
    ADDRESS = "the address that the order was sent to"


CHECKLISTS: dict[ReasonFamily, tuple[EvidenceItem, ...]] = {
    ReasonFamily.CANCEL: (EvidenceItem.NOTHING_NEEDED,),
    ReasonFamily.NOT_RECEIVED: (EvidenceItem.BUYER_MESSAGE, EvidenceItem.TRACKING_PICTURE),
    ReasonFamily.DELAYED: (EvidenceItem.BUYER_MESSAGE, EvidenceItem.TRACKING_PICTURE),
    ReasonFamily.DAMAGED: (
        EvidenceItem.FAULT_PHOTO,
        EvidenceItem.PARCEL_PHOTO,
        EvidenceItem.BUYER_MESSAGE,
        EvidenceItem.VIDEO,
    ),
    ReasonFamily.WRONG: (
        EvidenceItem.RECEIVED_BESIDE_ORDER,
        EvidenceItem.PARCEL_PHOTO,
        EvidenceItem.BUYER_MESSAGE,
    ),
    # CJ does not answer for a wrong address, a buyer who refused or did not collect, and customs.
    ReasonFamily.RETURNED: (
        EvidenceItem.TRACKING_PICTURE,
        EvidenceItem.ADDRESS,
        EvidenceItem.BUYER_MESSAGE,
    ),
    ReasonFamily.MISSING: (
        EvidenceItem.COUNT_PHOTO,
        EvidenceItem.PARCEL_PHOTO,
        EvidenceItem.BUYER_MESSAGE,
    ),
    ReasonFamily.QUALITY: (
        EvidenceItem.FAULT_PHOTO,
        EvidenceItem.PRODUCT_PAGE,
        EvidenceItem.BUYER_MESSAGE,
        EvidenceItem.VIDEO,
    ),
    ReasonFamily.NO_TRACKING: (EvidenceItem.BUYER_MESSAGE, EvidenceItem.TRACKING_PICTURE),
    ReasonFamily.FROZEN: (EvidenceItem.BUYER_MESSAGE, EvidenceItem.TRACKING_PICTURE),
    ReasonFamily.OUT_OF_STOCK: (EvidenceItem.NOTHING_NEEDED,),
    ReasonFamily.OTHER: (
        EvidenceItem.BUYER_MESSAGE,
        EvidenceItem.FAULT_PHOTO,
        EvidenceItem.TRACKING_PICTURE,
    ),
}
"""What to show CJ for a reason of each family."""

_VIDEO_ENDINGS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mkv", ".3gp")


def kind_of_link(url: str) -> EvidenceKind:
    """Picture or video, told by the ending of the path; pictures where it says nothing."""
    path = urlsplit(url).path.casefold()
    return EvidenceKind.VIDEO if path.endswith(_VIDEO_ENDINGS) else EvidenceKind.IMAGE


def is_web_link(url: str) -> bool:
    """Whether the text is an http(s) address with a host, without spaces or what nobody sees."""
    if repaired(url) != url or any(map(str.isspace, url)):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.casefold() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        # urlsplit refuses such things as a broken IPv6 host; that is no web link either.
        return False


class LinkFinding(Enum):
    """What speaks against a link. None of it keeps a claim from being filed."""

    NEEDS_LOGIN = "needs login"
    GONE = "gone"
    """The server answered that there is nothing (HTTP 404, 410)."""
    REFUSED = "refused"
    """Any other HTTP status that is no success."""
    NO_ANSWER = "no answer"
    """No server answered: the link may be wrong, or this computer offline."""
    NOT_MEDIA = "not media"
    """Neither a picture nor a video, as a page with an album."""
    OTHER_KIND = "other kind"
    """A video among the pictures, or the other way round."""
    EXPIRES = "expires"


def findings_on(kind: EvidenceKind, report: LinkReport) -> tuple[LinkFinding, ...]:
    """What opening a link showed to its disadvantage, the gravest first."""
    found = []
    if report.needs_login:
        found.append(LinkFinding.NEEDS_LOGIN)
    elif not report.reachable:
        missing = report.http_status in (404, 410)
        answered = LinkFinding.GONE if missing else LinkFinding.REFUSED
        found.append(LinkFinding.NO_ANSWER if report.http_status is None else answered)
    elif not report.is_image and not report.is_video:
        found.append(LinkFinding.NOT_MEDIA)
    elif report.is_image != (kind is EvidenceKind.IMAGE):
        found.append(LinkFinding.OTHER_KIND)
    if report.expiry:
        found.append(LinkFinding.EXPIRES)
    return tuple(found)


def is_long_in_all(evidence: Iterable[Evidence]) -> bool:
    """Whether all links together pass the length that CJ may mean for the whole list."""
    return sum(utf16_length(each.url) for each in evidence) > LINK_LIMIT
