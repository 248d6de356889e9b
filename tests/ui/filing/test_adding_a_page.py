"""One more page in the dialog: a class and an entry in the list are all that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.disputes.disputes import DisputeTerms
from app.domain.filing.draft_rules import Field, Problem, ProblemKind
from app.domain.filing.filing import REASON, REVIEW, DisputeDraft, Evidence, Step
from app.domain.filing.flow import FilingFlow, StepRules
from app.domain.orders.orders import DisputableOrder
from app.storage.json_text import to_text
from app.storage.ledger.rows import draft_from_text
from app.ui.filing.pages.page import Page, PageContext
from app.ui.filing.pages.pages import PAGES, PageEntry
from app.ui.filing.versions import version_line
from tests.builders import NOON, draft
from tests.ui.filing.stage import FakeDesk, MakeStage

PROOF = Step("PROOF")
LINK = "https://example.com/parcel.jpg"


class ProofPage(Page):
    """Asks for the one link that this dialog wants besides."""

    def __init__(self, context: PageContext, step: Step, parent: QWidget | None) -> None:
        super().__init__(context, step, parent)
        self._link = QLineEdit()
        self._link.setAccessibleName("Picture of the parcel")
        QVBoxLayout(self).addWidget(self._link)
        self._link.textEdited.connect(self._take)

    def render_flow(self, flow: FilingFlow) -> None:
        if flow.draft.evidence:
            self._link.setText(flow.draft.evidence[0].url)

    def focus_problem(self, problem: Problem) -> None:
        self._link.setFocus()

    def _take(self, text: str) -> None:
        self.context.edit(replace(self.context.flow().draft, evidence=(Evidence(text),)))


SEEN = {
    *("reference", "order_id", "order_number", "lines"),
    *("reason", "expected", "refund_target", "message", "evidence"),
}
"""What is sent or copied to CJ: on the last page before that, and in the record after it."""
OF_THE_DIALOG = {
    *("message_is_own", "link_text", "step", "template", "seen_total", "place", "door"),
}


def needs_proof(
    draft: DisputeDraft, order: DisputableOrder, terms: DisputeTerms | None
) -> tuple[Problem, ...]:
    wrong = Problem(Field.EVIDENCE, ProblemKind.LINK_NOT_WEB, "nothing")
    return () if draft.evidence else (wrong,)


@pytest.fixture
def with_the_page() -> Iterator[None]:
    """Between the claim and the review; the input for evidence is on it."""
    before = PAGES[:]
    claim = PAGES[1]
    fields = tuple(each for each in claim.rules.fields if each is not Field.EVIDENCE)
    PAGES[1] = claim._replace(rules=claim.rules._replace(fields=fields))
    PAGES.insert(2, PageEntry(StepRules(PROOF, needs_proof, (Field.EVIDENCE,)), _title, ProofPage))
    yield
    PAGES[:] = before


def _title() -> str:
    return "Proof"


@pytest.mark.usefixtures("with_the_page")
def test_a_page_is_walked_through_forwards_and_back_saved_on_and_opened_again(
    make_stage: MakeStage,
) -> None:
    stage = make_stage()
    stage.to_reason()
    stage.key(Qt.Key.Key_Down)
    stage.press("Next")
    assert stage.page == PROOF
    assert {"3 Proof", "4 Review"} <= set(stage.labels())
    stage.press("Next")
    assert "“nothing” is not a web address" in stage.notice
    field = stage.find(QLineEdit, "Picture of the parcel")
    assert stage.focus is field
    stage.qtbot.keyClicks(field, LINK)
    assert stage.notice == ""
    stage.press("Back")
    assert stage.page == REASON
    stage.press("Next")
    assert stage.page == PROOF
    stage.press("Close")
    kept = stage.desk.drafts.saved[-1]

    again = make_stage(draft=draft_from_text(to_text(kept)))
    assert again.page == PROOF
    assert again.find(QLineEdit, "Picture of the parcel").text() == LINK
    again.press("Next")
    again.await_review()
    again.press(again.commit.text())
    assert again.says("Filed: SH2611220001")
    assert again.settled[0].draft.evidence == (Evidence(LINK),)


@pytest.mark.usefixtures("with_the_page")
def test_what_is_missing_on_it_leads_to_it_from_the_review(make_stage: MakeStage) -> None:
    desk = FakeDesk()
    stage = make_stage(draft=replace(draft(), step=PROOF, evidence=(Evidence(LINK),)), desk=desk)
    stage.press("Next")
    stage.await_review()
    stage.dialog._edit(replace(stage.dialog.draft, evidence=()))
    stage.await_review()
    stage.press(stage.commit.text())
    assert stage.page == PROOF
    assert stage.focus is stage.find(QLineEdit, "Picture of the parcel")
    assert "submit" not in desk.filing.calls


def test_a_draft_from_a_page_that_is_no_longer_there_opens_on_the_first(
    make_stage: MakeStage,
) -> None:
    left = replace(draft(), step=PROOF)
    stage = make_stage(draft=left)
    assert stage.page == PAGES[0].rules.step
    assert stage.has(QPushButton, "Next")
    stage.desk.drafts.saved = [left, replace(left, step=REVIEW)]
    versions = stage.desk.drafts.versions(left.reference)
    assert [version_line(each).split("\n")[0].split(" · ")[1] for each in versions] == [
        "Review",
        "Items",
    ]
    assert versions[0].saved == NOON


def test_a_new_field_of_a_draft_is_shown_where_it_is_sent_or_is_the_dialogs_own() -> None:
    assert {each.name for each in fields(DisputeDraft)} == SEEN | OF_THE_DIALOG
