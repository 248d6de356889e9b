"""The disputes that were there before the merchant came: a dozen, told by hand."""

from datetime import datetime, timedelta

from app.practice import dispute_life
from app.practice.models import Ceiling, Dispute, DisputedLine, Order
from app.practice.orders_data import PARTLY_ORDER
from app.practice.reasons import NAMES

#: order code, days ago, reason, what was wanted, state, line position -> pieces, message
PAST = (
    (PARTLY_ORDER, 3, 8, 1, "processing", {0: 1}, "The glass of one clock is cracked, see photo."),
    ("SD2610240000301001", 5, 9, 2, "reviewing", {0: 1}, "One lantern came in the wrong colour."),
    (PARTLY_ORDER, 12, 11, 1, "refunded", {1: 2}, "Two of the four vases were missing."),
    ("SD2610210000301002", 17, 8, 1, "refunded_in_part", {0: 2}, "Two mugs arrived chipped."),
    ("SD2610180000301003", 24, 1, 1, "refunded", {0: 2}, "Customer cancelled before dispatch."),
    ("SD2610150000301004", 27, 13, 1, "rejected", {0: 1}, "The customer says it is too bright."),
    ("SD2610110000301005", 30, 12, 1, "closed", {0: 1}, "Late, but it turned up after all."),
    ("SD2610070000301006", 34, 11, 2, "reissued", {0: 1}, "Eight blocks were missing in the box."),
    ("SD2610020000301007", 39, 9, 1, "refunded", {0: 2}, "Both coats are the wrong size."),
    ("SD2609270000301008", 41, 10, 2, "reissued", {0: 3}, "Tracking has not moved for a month."),
    (
        "SD2609210000301009",
        50,
        8,
        1,
        "refunded_in_part",
        {0: 1},
        "A corner of the shelf is crushed.",
    ),
    ("SD2609120000301010", 58, 13, 1, "rejected", {1: 1}, "Beanie unravelled in the first wash."),
    ("SD2608300000301011", 71, 8, 1, "refunded", {0: 4}, "All four bottles leak at the lid."),
    ("SD2608160000301012", 86, 9, 1, "closed", {1: 2}, "Our mistake, the customer ordered these."),
)


def past_disputes(orders: dict[str, Order], birth: datetime) -> list[Dispute]:
    """The dozen, oldest first."""
    disputes = []
    for index, (code, days, reason, wanted, state, picks, words) in enumerate(PAST):
        order = orders[code]
        lines = tuple(
            DisputedLine(order.lines[at].line_id, pieces, order.lines[at].price)
            for at, pieces in picks.items()
        )
        dispute = Dispute(
            dispute_id=f"SH26{9999 - days:04d}{index:06d}5432100",
            business_dispute_id=f"PAST-{index + 1:03d}",
            order_code=code,
            lines=lines,
            reason_id=reason,
            reason_name=NAMES[reason],
            expect_type=wanted,
            refund_type=1,
            message=words,
            image_urls=(),
            video_urls=(),
            created=birth - timedelta(days=days, minutes=index * 41),
            ceiling=Ceiling.of(order, {line.line_id: line.quantity for line in lines}),
            lives=False,
        )
        disputes.append(dispute_life.advanced(dispute, state))
    return disputes[::-1]
