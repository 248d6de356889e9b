"""What happens to the filing dialog and what it has done: the words between it and its flow.

`flow` decides which event leads where; whoever carries out an effect says what came of it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.domain.filing.filing import Place


class On(Enum):
    """What happens; beside it, what the event's `value` is where it has one."""

    OPENED = "the window is shown"
    EDITED = "a page hands in a changed draft"
    NEXT = "next page"
    BACK = "page before"
    WENT_TO = "a page that is done was chosen: its step"
    SEEN = "a page came into view, and what was pressed before that is past: its step"
    CHANGE_DOOR = "it is to get to CJ by this `Door`"
    COMMIT = "send it, or take down that a person has opened it in My CJ"
    FILE_ANOTHER = "send it beside the disputes that are shown"
    ADOPT = "the draft or filing is this dispute: its id"
    CHECK = "look for it in CJ's lists"
    SEND_AGAIN = "send once more"
    TAKE_BACK = "make a draft of it again"
    KEEP_WAITING = "wait on for CJ to list what was handed over"
    CLOSE = "close, once all is saved"
    CLOSE_ANYWAY = "close, saved or not"
    SIGNED_IN = "there is a token again"
    VERSIONS_WANTED = "show the earlier versions"
    RESTORE = "bring a version back: its number"
    SAVE_DUE = "what was typed is to be saved"
    TERMS_DUE = "CJ is to be asked about what is chosen"
    KNOWN_DUE = "the order's disputes are to be fetched"
    ASIDE_DUE = "the pages are to ask for it once more"
    TEMPLATES_READ = "the templates there are"
    PARCEL_KNOWN = "what is known of the parcel, for templates: a `TemplateContext`"
    ASIDE_FAILED = "what a page asks CJ for beside the draft could not be had: the error"
    SHOWN = "the dialog was opened on this filing, which has left"
    FOLLOWED = "how this filing stands was found out elsewhere"

    SAVED = "the draft is saved: when"
    SAVE_FAILED = "the draft is not saved: the error"
    TERMS_ARRIVED = "CJ's terms"
    TERMS_FAILED = "no terms: the error"
    KNOWN_FETCHED = "the order's disputes are known"
    KNOWN_FAILED = "they are not: the error"
    SETTLED = "how the filing stands after what was asked for"
    NOT_SENT = "nothing was sent: the error"
    IN_DOUBT = "what became of it the ledger has to say: the error"
    NOT_DONE = "what was asked for was not done: the error"
    LOOKED_UP = "the filing as the ledger has it; None where it has none"
    CHOICES_FOUND = "disputes that the filing may be"
    VERSIONS_FOUND = "the versions that there are"
    VERSIONS_READ = "the same, to be shown"
    PREPARED_FOUND = "other filings that were opened in My CJ"
    RESTORED = "the draft as it was; None where that version is no longer there"
    READ_FAILED = "something beside the filing could not be read: the error"


class Do(Enum):
    """What is to be done; beside it, the effect's `args`. The first ones end in an event."""

    SAVE = "save this draft"
    SAVE_SOON = "have it saved once typing pauses: ends in `SAVE_DUE`"
    SAVE_LATER = "have it saved after so many seconds: ends in `SAVE_DUE`"
    ASK_TERMS = "ask CJ what it offers: the order's id, the lines"
    ASK_TERMS_SOON = "ask once the selection rests: ends in `TERMS_DUE`"
    FETCH_KNOWN = "fetch the disputes that the draft's order has"
    SUBMIT = "file this draft: with its ceiling, beside these disputes"
    HAND_OVER = "take down that this draft was opened in My CJ: with its ceiling"
    SEND_AGAIN = "send once more: the reference"
    CHECK = "look for it in CJ's lists: the reference"
    ADOPT = "take down which dispute it is: the reference, the dispute's id"
    TAKE_BACK = "make a draft of it again: the reference"
    KEEP_WAITING = "take down that it is waited for: the reference"
    LOOK_UP = "read how it stands in the ledger: the reference"
    FIND_CHOICES = "read which disputes it may be: the reference"
    FIND_VERSIONS = "read the versions: the reference"
    READ_VERSIONS = "read the versions, to show them: the reference"
    RESTORE = "bring a version back: the reference, its number"
    FIND_PREPARED = "read what was opened in My CJ beside this draft"

    OPEN_PAGE = "show the page of this step and go to what is to be done there"
    POINT_OUT = "say this problem, and go to its input"
    TELL = "say this error of what was being done"
    TELL_CHANGES = "say what is not as it was"
    TELL_UNSAVED = "say that closing now would lose something: the error"
    TELL_SENDING = "say why the window stays open"
    SHOW_VERSIONS = "let a person look at these"
    ASK_ASIDE = "have the pages ask once more for what failed beside the draft"
    REPORT = "tell the rest of the program how this filing stands"
    CLOSE = "close the window"


class Effect(NamedTuple):
    """Something to be done."""

    do: Do
    args: tuple[Any, ...] = ()


class Event(NamedTuple):
    """Something that happened."""

    on: On
    value: Any = None
    cause: Effect | None = None
    """The effect that ends with it."""
    at: datetime = datetime.min.replace(tzinfo=UTC)
    """When the effect ended (UTC)."""
    place: Place | None = None
    """Where the author of the draft is just then."""


class Ends(NamedTuple):
    """In which event an effect ends: done, failed as expected, or by a bug."""

    done: On
    failed: On
    crashed: On


ENDS: Mapping[Do, Ends] = {
    Do.SAVE: Ends(On.SAVED, On.SAVE_FAILED, On.SAVE_FAILED),
    Do.ASK_TERMS: Ends(On.TERMS_ARRIVED, On.TERMS_FAILED, On.TERMS_FAILED),
    Do.FETCH_KNOWN: Ends(On.KNOWN_FETCHED, On.KNOWN_FAILED, On.KNOWN_FAILED),
    Do.SUBMIT: Ends(On.SETTLED, On.NOT_SENT, On.IN_DOUBT),
    Do.HAND_OVER: Ends(On.SETTLED, On.NOT_SENT, On.IN_DOUBT),
    Do.SEND_AGAIN: Ends(On.SETTLED, On.IN_DOUBT, On.IN_DOUBT),
    Do.CHECK: Ends(On.SETTLED, On.IN_DOUBT, On.IN_DOUBT),
    Do.ADOPT: Ends(On.SETTLED, On.NOT_DONE, On.IN_DOUBT),
    Do.TAKE_BACK: Ends(On.SETTLED, On.IN_DOUBT, On.IN_DOUBT),
    Do.KEEP_WAITING: Ends(On.SETTLED, On.IN_DOUBT, On.IN_DOUBT),
    Do.LOOK_UP: Ends(On.LOOKED_UP, On.NOT_DONE, On.NOT_DONE),
    Do.FIND_CHOICES: Ends(On.CHOICES_FOUND, On.READ_FAILED, On.READ_FAILED),
    Do.FIND_VERSIONS: Ends(On.VERSIONS_FOUND, On.READ_FAILED, On.READ_FAILED),
    Do.READ_VERSIONS: Ends(On.VERSIONS_READ, On.READ_FAILED, On.READ_FAILED),
    Do.RESTORE: Ends(On.RESTORED, On.READ_FAILED, On.READ_FAILED),
    Do.FIND_PREPARED: Ends(On.PREPARED_FOUND, On.READ_FAILED, On.READ_FAILED),
}
"""How each effect ends that is carried out in the background. A bug comes as a plain `AppError`."""

AGAIN: Mapping[Do, On] = {
    Do.SAVE: On.SAVE_DUE,
    Do.ASK_TERMS: On.TERMS_DUE,
    Do.FETCH_KNOWN: On.KNOWN_DUE,
    Do.ASK_ASIDE: On.ASIDE_DUE,
    Do.SUBMIT: On.COMMIT,
    Do.SEND_AGAIN: On.SEND_AGAIN,
    Do.CHECK: On.CHECK,
}
"""What does it once more, where it failed: when a person wants that, or has signed in."""


class ImpossibleEvent(Exception):
    """An event that nothing in this phase leads to: a bug of ours. The flow stays as it was."""
