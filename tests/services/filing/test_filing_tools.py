"""Templates, evidence, parcels and drafts' beginnings, on the real storage and practice server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.api.http.rate_limiter import Urgency, _urgency
from app.domain.disputes.disputes import ExpectedOutcome, RefundTarget
from app.domain.disputes.reasons import ReasonFamily
from app.domain.errors import AddressRefused, InvalidInput, NotFound
from app.domain.filing.filing import DraftLine
from app.domain.filing.templates import NO_CONTEXT, Template, own_template
from app.domain.ids import OrderId, OrderNumber
from app.domain.orders.claims import ClaimRule, Verdict
from app.domain.orders.orders import OrderFacts, OrderStage, Tracking
from app.practice.world.sample_data import SHIPPED_ORDER, TUTORIAL_ORDER, UNSHIPPED_ORDER
from app.services.filing.templates import TemplateService
from app.services.links import LinkService
from app.services.orders.parcels import ParcelService
from app.storage.database.database import Database
from app.storage.image_cache import ImageCache
from app.storage.order_cache import OrderCache
from app.storage.templates import TemplateStore
from app.storage.tracked_orders import TrackedOrders
from tests import builders
from tests.builders import NOON
from tests.data_files import ready_database
from tests.ledger_moves import begin
from tests.services.conftest import Stack

OWN = replace(builders.draft(), message="Order 1001: 2 x Desk lamp, brass broke.")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return ready_database(tmp_path / "t.sqlite3")


@pytest.fixture
def templates(database: Database) -> TemplateService:
    return TemplateService(TemplateStore(database), lambda: NOON)


@pytest.fixture
def parcels(stack: Stack, database: Database) -> ParcelService:
    return ParcelService(
        *(stack.connection, OrderCache(database), TrackedOrders(database)),
        lambda: datetime.now(UTC),
    )


def own(templates: TemplateService) -> tuple[Template, ...]:
    return tuple(each for each in templates.shelf().templates if each.is_own)


def test_a_message_becomes_a_template_for_other_orders(templates: TemplateService) -> None:
    kept = templates.keep("  Broken\nlamps ", OWN, NO_CONTEXT)
    assert (kept.name, kept.family) == ("Broken lamps", ReasonFamily.DAMAGED)
    assert kept.body == "Order {order}: {items} broke."
    assert own(templates) == (kept,)


def test_names_stay_apart_whatever_is_asked_for(templates: TemplateService) -> None:
    first = templates.keep("Broken", OWN, NO_CONTEXT)
    second = templates.keep("broken", OWN, NO_CONTEXT)
    assert second.name == "broken (2)"
    assert templates.change(replace(first, name="BROKEN (2)"), "T").name == "BROKEN (2) (2)"
    assert templates.change(replace(first, name="Broken"), "T").name == "Broken"
    for name in ("", " \n", "\u200b"):
        with pytest.raises(InvalidInput):
            templates.keep(name, OWN, NO_CONTEXT)
        assert templates.change(replace(first, name=name), "Template").name == "Template"


@pytest.mark.parametrize("message", ["", " \n\t", "x" * 501, "x" * 100_000])
def test_what_could_not_be_sent_is_no_template(templates: TemplateService, message: str) -> None:
    with pytest.raises(InvalidInput):
        templates.keep("N", replace(OWN, message=message), NO_CONTEXT)
    assert own(templates) == ()


def test_what_was_typed_into_a_template_is_kept_whatever_it_is(templates: TemplateService) -> None:
    fresh = own_template("Lamps", ReasonFamily.DAMAGED, "")
    assert templates.change(fresh, "T") == fresh
    long = templates.change(replace(fresh, body="{order} " + "x" * 700), "T")
    assert own(templates) == (long,)
    assert long.body.endswith("x" * 700)


def test_deleting_can_be_taken_back(templates: TemplateService) -> None:
    kept = templates.keep("Broken", OWN, NO_CONTEXT)
    templates.delete(kept.key)
    assert own(templates) == ()
    templates.undo_delete(kept.key)
    assert own(templates) == (kept,)


def test_links_are_tested_without_a_token_and_off_the_api(stack: Stack, tmp_path: Path) -> None:
    order = stack.orders.look_up_id(OrderId(TUTORIAL_ORDER)).order
    assert order is not None
    stack.server.record.clear()
    service = LinkService(stack.connection, ImageCache(tmp_path))
    report = service.check(order.lines[0].image_url)
    assert report.reachable
    assert report.is_image
    (request,) = stack.server.record.requests
    assert "cj-access-token" not in {name.casefold() for name in request.headers}
    with pytest.raises(AddressRefused):
        service.check("http://192.168.0.1/a.jpg")


def test_nothing_is_known_of_a_parcel_until_somebody_asks(
    stack: Stack, parcels: ParcelService
) -> None:
    order_id = OrderId(SHIPPED_ORDER)
    assert parcels.known(order_id).facts is None
    assert stack.server.record.requests == []
    parcel = parcels.fetch(order_id)
    paths = [each.path for each in stack.server.record.requests]
    assert paths == ["shopping/order/getOrderDetail", "logistic/trackInfo"]
    assert parcel.facts is not None
    assert parcel.facts.dispatched is not None
    assert parcel.status == "In transit"
    assert parcel.delivered is None
    assert parcel.known.days in (9, 10)  # 9 days and 21 hours: where UTC's midnights lie decides
    assert parcel.known.tracking == parcel.facts.tracking_number
    assert parcels.known(order_id) == parcel


def test_what_a_look_brought_is_known_without_asking(
    stack: Stack, parcels: ParcelService, database: Database
) -> None:
    looks, now = TrackedOrders(database), datetime.now(UTC)
    sent = now - timedelta(days=70)
    facts = OrderFacts(
        *(OrderId("SD1"), (OrderId("2106"),), OrderNumber("7"), "SHIPPED"),
        dispatched=sent,
        tracking_number="YT1",
    )
    looks.save_listed([replace(facts, dispatched=None)], now)
    assert parcels.known(OrderId("2106")).facts is None
    looks.save_details([facts], now)
    looks.save_tracking([Tracking("YT1", "CJPacket", "En Route", None)], ["YT1"], now)
    known = parcels.known(OrderId("2106"))
    assert known.facts is not None
    assert (known.facts.order_id, known.known.days, known.status) == ("2106", 70, "En Route")
    judgement = known.judgement(now.date())
    assert judgement is not None
    assert judgement.verdict is Verdict.CLAIM_NOW
    refused = known.judgement(now.date(), can_dispute=False)
    assert refused is not None
    assert refused.rule is ClaimRule.CJ_REFUSES
    assert stack.server.record.requests == []


def test_a_proof_of_delivery_is_asked_for_behind_all_else_and_kept_nowhere(
    database: Database,
) -> None:
    answers: list[tuple[str, ...] | Exception] = [("https://proof.test/door.jpg",), NotFound()]
    asked: list[tuple[str, Urgency]] = []

    def proof_of_delivery(order_id: str) -> tuple[str, ...]:
        asked.append((order_id, _urgency.get()))
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    orders = SimpleNamespace(proof_of_delivery=proof_of_delivery)
    connection: Any = SimpleNamespace(api=SimpleNamespace(orders=orders))
    service = ParcelService(
        *(connection, OrderCache(database), TrackedOrders(database)), lambda: NOON
    )
    before = database.path.read_bytes()
    assert service.proof(OrderId("SD1")) == ("https://proof.test/door.jpg",)
    assert service.proof(OrderId("SD1")) == ()
    assert asked == [("SD1", Urgency.BACKGROUND)] * 2
    assert database.path.read_bytes() == before


def test_tracking_tells_of_the_delivery(parcels: ParcelService) -> None:
    parcel = parcels.fetch(OrderId(TUTORIAL_ORDER))
    assert parcel.delivered is not None
    assert parcel.status == "Delivered"


def test_what_was_not_dispatched_has_no_tracking_to_ask_for(
    stack: Stack, parcels: ParcelService
) -> None:
    parcel = parcels.fetch(OrderId(UNSHIPPED_ORDER))
    assert parcel.facts is not None
    assert parcel.facts.stage is OrderStage.NOT_SHIPPED
    assert parcel.known.days is None
    assert [each.path for each in stack.server.record.requests] == ["shopping/order/getOrderDetail"]


def test_a_new_draft_has_what_was_asked_for_last_and_leaves_other_drafts_their_lines(
    stack: Stack,
) -> None:
    two = builders.order(builders.order_line("L1"), builders.order_line("L2"))
    assert stack.drafts.begin(two).lines == ()
    sent = replace(
        builders.draft(DraftLine.of(builders.order_line("L9"), 1), reference="DD-sent"),
        expected=ExpectedOutcome.REISSUE,
        refund_target=RefundTarget.ORIGINAL_PAYMENT,
    )
    begin(stack.ledger, sent)
    stack.drafts.save(builders.draft(DraftLine.of(builders.order_line("L1"), 1)))
    begun = stack.drafts.begin(two)
    assert begun.line_ids == {"L2"}
    assert begun.expected is ExpectedOutcome.REISSUE
    assert begun.refund_target is RefundTarget.ORIGINAL_PAYMENT
    assert begun.is_blank


def test_ticks_are_listed_as_a_draft_until_the_last_is_taken_back(stack: Stack) -> None:
    two = builders.order(builders.order_line("L1"), builders.order_line("L2"))
    begun = stack.drafts.begin(two)
    ticked = begun.with_line(two.lines[0], 3)
    stack.drafts.save(ticked)
    assert [each.draft for each in stack.drafts.listed()] == [ticked]
    stack.drafts.save(begun)
    assert stack.drafts.listed() == ()
    assert stack.drafts.for_order(two.order_id) is None


def test_versions_come_back(stack: Stack) -> None:
    first = builders.draft(message="first words")
    stack.drafts.save(first)
    stack.drafts.save(replace(first, message=""))
    versions = stack.drafts.versions(first.reference)
    assert [each.draft.message for each in versions] == ["", "first words"]
    assert stack.drafts.restore(first.reference, versions[1].number) == first
    assert [each.draft.message for each in stack.drafts.versions(first.reference)] == [
        "first words",
        "",
        "first words",
    ]


def test_a_template_without_a_name_is_built_in() -> None:
    assert not Template("k", ReasonFamily.OTHER, "b").is_own
