"""The world in a file: what was filed, and who is signed in.

Orders are not in it, they are told again at each start from the birth of the world. The file is
replaced in one step, so a program that dies at any moment leaves the old world or the new one.
"""

import logging
import os
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from app.practice.json_text import decode, encode
from app.practice.models import Ceiling, Dispute, DisputedLine
from app.practice.tokens import TokenPair

_FORMAT = 1

_log = logging.getLogger(__name__)

_Json = dict[str, object]


@dataclass(frozen=True)
class Snapshot:
    """Everything of a world that must survive."""

    birth: datetime
    serial: int
    disputes: list[Dispute]
    tokens: list[TokenPair]


def save(path: Path, snapshot: Snapshot) -> None:
    """Write the snapshot beside `path` and move it there once it is on the disk."""
    content: _Json = {
        "format": _FORMAT,
        "birth": snapshot.birth.isoformat(),
        "serial": snapshot.serial,
        "disputes": [_dispute_to_json(dispute) for dispute in snapshot.disputes],
        "tokens": [
            {
                "account": pair.account,
                "access": pair.access,
                "refresh": pair.refresh,
                "access_issued": pair.access_issued.isoformat(),
                "refresh_issued": pair.refresh_issued.isoformat(),
            }
            for pair in snapshot.tokens
        ],
    }
    draft = path.with_name(path.name + ".new")
    with draft.open("w", encoding="utf-8") as file:
        file.write(encode(content))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def load(path: Path) -> Snapshot | None:
    """The saved world; None where there is none. One that cannot be read is set aside."""
    try:
        content = cast("_Json", decode(path.read_bytes()))
        return _snapshot_from(content)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        aside = path.with_name(path.name + ".unreadable")
        path.replace(aside)
        _log.warning("the practice world could not be read, it is now in %s: %s", aside.name, error)
        return None


def _snapshot_from(content: _Json) -> Snapshot:
    if content["format"] != _FORMAT:
        msg = f"format {content['format']}"
        raise ValueError(msg)
    return Snapshot(
        birth=datetime.fromisoformat(cast("str", content["birth"])),
        serial=cast("int", content["serial"]),
        disputes=[_dispute_from(row) for row in cast("list[_Json]", content["disputes"])],
        tokens=[_pair_from(row) for row in cast("list[dict[str, str]]", content["tokens"])],
    )


def _pair_from(row: dict[str, str]) -> TokenPair:
    return TokenPair(
        account=row["account"],
        access=row["access"],
        refresh=row["refresh"],
        access_issued=datetime.fromisoformat(row["access_issued"]),
        refresh_issued=datetime.fromisoformat(row["refresh_issued"]),
    )


def _dispute_to_json(dispute: Dispute) -> _Json:
    return {
        "dispute_id": dispute.dispute_id,
        "business_dispute_id": dispute.business_dispute_id,
        "order_code": dispute.order_code,
        "lines": [[line.line_id, line.quantity, line.price] for line in dispute.lines],
        "reason_id": dispute.reason_id,
        "reason_name": dispute.reason_name,
        "expect_type": dispute.expect_type,
        "refund_type": dispute.refund_type,
        "message": dispute.message,
        "image_urls": dispute.image_urls,
        "video_urls": dispute.video_urls,
        "created": dispute.created.isoformat(),
        "ceiling": _ceiling_to_json(dispute.ceiling),
        "status": dispute.status,
        "finally_deal": dispute.finally_deal,
        "refund": _ceiling_to_json(dispute.refund) if dispute.refund else None,
        "replacement_amount": dispute.replacement_amount,
        "resend_order_code": dispute.resend_order_code,
        "cancelled": dispute.cancelled,
        "lives": dispute.lives,
    }


def _dispute_from(row: _Json) -> Dispute:
    lines = cast("list[tuple[str, int, Decimal]]", row["lines"])
    refund = row["refund"]
    return Dispute(
        dispute_id=cast("str", row["dispute_id"]),
        business_dispute_id=cast("str", row["business_dispute_id"]),
        order_code=cast("str", row["order_code"]),
        lines=tuple(DisputedLine(line_id, pieces, price) for line_id, pieces, price in lines),
        reason_id=cast("int", row["reason_id"]),
        reason_name=cast("str", row["reason_name"]),
        expect_type=cast("int", row["expect_type"]),
        refund_type=cast("int", row["refund_type"]),
        message=cast("str", row["message"]),
        image_urls=tuple(cast("list[str]", row["image_urls"])),
        video_urls=tuple(cast("list[str]", row["video_urls"])),
        created=datetime.fromisoformat(cast("str", row["created"])),
        ceiling=_ceiling_from(row["ceiling"]),
        status=cast("str", row["status"]),
        finally_deal=cast("int | None", row["finally_deal"]),
        refund=_ceiling_from(refund) if refund is not None else None,
        replacement_amount=cast("Decimal", row["replacement_amount"]),
        resend_order_code=cast("str", row["resend_order_code"]),
        cancelled=cast("bool", row["cancelled"]),
        lives=cast("bool", row["lives"]),
    )


def _ceiling_to_json(ceiling: Ceiling) -> list[Decimal]:
    return [ceiling.product, ceiling.postage, ceiling.ioss_tax, ceiling.ioss_fee]


def _ceiling_from(value: object) -> Ceiling:
    product, postage, ioss_tax, ioss_fee = cast("list[Decimal]", value)
    return Ceiling(product, postage, ioss_tax, ioss_fee)
