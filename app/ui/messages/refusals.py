"""CJ's codes in our words, by what was being done and the code (global error code page).

Each sentence names the problem and what to do; for a filing "CJ refused the dispute" stands before
it. A code that is not here has no published meaning for a caller of this program: then CJ's own
text is shown.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain.errors import NOT_MADE_THROUGH_API

if TYPE_CHECKING:
    from collections.abc import Mapping

translate = QCoreApplication.translate


class Operation(Enum):
    """What the user was doing when it failed; it decides what to do next."""

    SIGN_IN = "sign in"
    SIGN_OUT = "sign out"
    LOOK_UP = "look up"
    TERMS = "terms"
    FILE = "file"
    READ_BACK = "read back"
    REFRESH = "refresh"
    DETAIL = "detail"
    CANCEL = "cancel"
    SAVE = "save"
    LOOK_THROUGH = "look through orders"


PARAM_ERROR = 1600100
LOGOUT_FAILED = 1600030
ONLY_IN_MY_CJ = (NOT_MADE_THROUGH_API, 9060)
"""Of orders that CJ takes no dispute about here."""
FOR_CJ_TO_UNDO = (1600007, 1600012, 300001)
"""What is wrong with an account that no page of My CJ puts right."""


def form_sentence(code: int, doing: Operation) -> str | None:
    """CJ did not accept the request's form (1600100 where CJ's text says "Param error")."""
    is_form = code in (PARAM_ERROR, 1600300, 16900403, 400)
    return _param_error(doing) if is_form else _of_program(code)


def missing_sentence(code: int, doing: Operation) -> str | None:
    """CJ does not find what was asked for."""
    return _not_found(doing) if code in (1600300, 1603100, 1605000, 1609005) else None


def failed_sentence(code: int, doing: Operation) -> str | None:
    """CJ failed while answering, and may have acted."""
    is_known = code in (1600000, 1600301, 1608002) or 500 <= code < 600
    return _busy(code, doing) if is_known else None


def refused_sentence(code: int, doing: Operation) -> str | None:
    """CJ declined for a reason of its business."""
    if code in (801, 9009, 9060, *range(1607006, 1607010)):
        return _dispute_refused(code, doing)
    return _of_account(code) if code == LOGOUT_FAILED else _elsewhere(code)


def other_sentence(code: int) -> str | None:
    """Account, limits, and interfaces that are off or gone: the same whatever was being done."""
    if code == PARAM_ERROR:
        return _interface_off()
    return _of_account(code) or _of_limits(code) or _of_program(code)


def _param_error(doing: Operation) -> str:
    return {
        Operation.SIGN_IN: translate(
            "Refusals",
            "CJ could not read what was sent to sign in. Copy the API key again, whole, from the "
            "API page of My CJ.",
        ),
        Operation.SIGN_OUT: translate(
            "Refusals", "CJ did not accept the request to end the tokens. Use My CJ instead."
        ),
        Operation.LOOK_UP: translate(
            "Refusals",
            "CJ knows no such order by this number. Use CJ's own (it begins with SD or DP), or "
            "your shop's number as CJ shows it.",
        ),
        Operation.TERMS: translate(
            "Refusals",
            "CJ did not accept the item list. Reload the items by looking the order up again.",
        ),
        Operation.FILE: translate(
            "Refusals",
            "It did not accept one of the fields. Check items, amounts and message; if they look "
            "right, look the order up again.",
        ),
        Operation.READ_BACK: translate(
            "Refusals",
            "CJ would not list this order's disputes, so it is still open whether yours arrived. "
            "Check again, or look in My CJ.",
        ),
        Operation.REFRESH: translate(
            "Refusals", "CJ did not accept the request for the list. Try again; see Details."
        ),
        Operation.LOOK_THROUGH: translate(
            "Refusals", "CJ did not accept the request for your orders. Try again; see Details."
        ),
        Operation.DETAIL: translate(
            "Refusals", "CJ does not take this dispute number. Refresh the list."
        ),
        Operation.CANCEL: translate(
            "Refusals",
            "CJ did not accept the order number for this dispute, so it was not cancelled. Check "
            "which order it belongs to.",
        ),
    }.get(doing, translate("Refusals", "CJ did not accept what was sent."))


def _not_found(doing: Operation) -> str:
    return {
        Operation.TERMS: translate(
            "Refusals", "CJ no longer finds this order. Look it up again before you go on."
        ),
        Operation.FILE: translate(
            "Refusals",
            "It no longer finds this order in your account. Look the order up again, and check "
            "which account is open.",
        ),
        Operation.READ_BACK: translate(
            "Refusals", "CJ finds no such order, so its disputes cannot be listed. Look in My CJ."
        ),
        Operation.DETAIL: translate(
            "Refusals", "CJ finds this dispute no more. Refresh the list, or look in My CJ."
        ),
        Operation.REFRESH: translate("Refusals", "CJ found no list of disputes. Try again later."),
        Operation.LOOK_THROUGH: translate(
            "Refusals", "CJ found no list of orders. Try again later."
        ),
        Operation.CANCEL: translate(
            "Refusals",
            "CJ finds no such dispute for this order, so nothing was cancelled. It may belong to "
            "another order, or be decided already.",
        ),
    }.get(
        doing,
        translate(
            "Refusals",
            "CJ knows no such order in this account. Check the number and which account is open; "
            "CJ's own numbers begin with SD or DP.",
        ),
    )


def _busy(code: int, doing: Operation) -> str:
    if doing is Operation.FILE:
        return translate(
            "Refusals",
            "CJ's system failed while it had the dispute, so it may have been filed. Do not file "
            "it again: it is looked for in CJ's list.",
        )
    if doing is Operation.CANCEL:
        return translate(
            "Refusals",
            "CJ's system failed while it had the cancellation, so it may have worked. See how the "
            "dispute stands before you try again.",
        )
    return {
        1600000: translate("Refusals", "CJ's system is busy. Try again in a minute or two."),
        1600301: translate("Refusals", "CJ took too long inside its own system. Try again."),
        1608002: translate(
            "Refusals", "CJ's warehouse system does not answer now. Try again later."
        ),
    }.get(
        code,
        translate("Refusals", "CJ's server is overloaded or down. Try again in a few minutes."),
    )


def _dispute_refused(code: int, doing: Operation) -> str:
    if code == NOT_MADE_THROUGH_API and doing is Operation.FILE:
        return translate(
            "Refusals",
            "This order was not made through the API, and CJ takes disputes about such orders in "
            "My CJ only. Nothing that you change here helps: open it there.",
        )
    if code == 1607008 and doing is not Operation.CANCEL:
        return translate(
            "Refusals", "Change what CJ names and file again, or open the order in My CJ."
        )
    return {
        801: translate(
            "Refusals",
            "This is a sandbox account or order, and CJ allows no disputes there. Use practice "
            "mode to try things out.",
        ),
        NOT_MADE_THROUGH_API: translate(
            "Refusals",
            "CJ says that this order cannot be disputed here. Either it is not paid, or it was not "
            "made through the API: then open the dispute in My CJ.",
        ),
        9060: translate(
            "Refusals",
            "CJ says that this order cannot be disputed, as it does of sandbox orders. Look at it "
            "in My CJ.",
        ),
        1607006: translate(
            "Refusals",
            "CJ could not list what can be disputed in this order. Check that it is paid and "
            "shipped, and that the number is CJ's own.",
        ),
        1607007: translate(
            "Refusals",
            "CJ could not work out what can be claimed for this selection. Look the order up again "
            "to reload its items.",
        ),
    }.get(
        code,
        translate(
            "Refusals",
            "CJ did not cancel the dispute. It may be decided already, or belong to another order: "
            "refresh the list and look at its status.",
        ),
    )


def _interface_off() -> str:
    return translate(
        "Refusals", "CJ has switched this interface off for now. Nothing was done; try again later."
    )


def _of_account(code: int) -> str | None:
    table = {
        (1600001, 1600002, 1600031, 401): translate(
            "Refusals",
            "CJ no longer accepts this sign-in. Sign in again; nothing typed is lost.",
        ),
        (1600003,): translate(
            "Refusals",
            "Your sign-in has ended for good (CJ renews it for about half a year). Sign in again "
            "with the API key.",
        ),
        (1600004, 1600008): translate(
            "Refusals",
            "CJ does not let this account use its API. See on the API page of My CJ whether it is "
            "switched on.",
        ),
        (1600005, 300006): translate(
            "Refusals",
            "CJ does not accept this API key: it is wrong or was replaced by a newer one. Copy it "
            "anew from the API page of My CJ.",
        ),
        (1600006, 1601000, 300003): translate(
            "Refusals",
            "CJ finds no account for this. Check that the key, or the e-mail address, belongs to "
            "your CJ account, and add a new key on the API page of My CJ if need be.",
        ),
        (1600007,): translate(
            "Refusals",
            "CJ says that this user belongs to another developer account. Only CJ can undo that: "
            "ask in the chat of My CJ.",
        ),
        (1600012,): translate(
            "Refusals",
            "CJ has switched off sign-ins by API for this account. Ask your CJ account manager.",
        ),
        (1600013,): translate(
            "Refusals",
            "CJ lacks the information on your store. Add it on the API page of My CJ.",
        ),
        (300001,): translate(
            "Refusals", "CJ has locked this account. Ask in the chat on CJ's site to unlock it."
        ),
        (1600030,): translate(
            "Refusals", "CJ could not end the tokens. Try again, or add a new API key in My CJ."
        ),
    }
    return _sentence_of(code, table)


def _of_limits(code: int) -> str | None:
    table = {
        (1600200, 429): translate(
            "Refusals",
            "CJ asks for a pause: too many requests. Another program may be using the account; try "
            "again in a moment.",
        ),
        (1600201,): translate(
            "Refusals",
            "CJ's quota for this account is used up. Wait until it is renewed, or ask CJ for more.",
        ),
        (16900500,): translate(
            "Refusals",
            "The account's API points are used up. They refill little by little and are full again "
            "at 00:00 UTC.",
        ),
    }
    return _sentence_of(code, table)


def _of_program(code: int) -> str | None:
    """CJ could not read our request at all: nothing the user can change."""
    table = {
        (1600101,): translate(
            "Refusals",
            "CJ no longer knows this interface. Look for a newer version of Dispute Desk; until "
            "then use My CJ.",
        ),
        (16070002, *range(16900202, 16900206)): translate(
            "Refusals",
            "CJ could not read this program's request. That is a fault of Dispute Desk: please "
            "send the details to whoever gave you the program.",
        ),
    }
    return _sentence_of(code, table)


def _elsewhere(code: int) -> str | None:
    """Codes of CJ's other pages that an order or a warehouse may bring in."""
    table = {
        (1603101, 1604000, 1604001): translate(
            "Refusals", "CJ refuses because of this account's balance or payment. See My CJ."
        ),
        (1602000, 1602001, 1602002, 1602003): translate(
            "Refusals", "CJ no longer lists this product. Open the order in My CJ to go on."
        ),
        (1608001,): translate(
            "Refusals",
            "CJ finds no warehouse for this order. Open the order in My CJ to go on.",
        ),
        (1605001, 1605002, 1605003): translate(
            "Refusals", "CJ has no usable shipping data for this order. Look at it in My CJ."
        ),
    }
    return _sentence_of(code, table)


def _sentence_of(code: int, sentences: Mapping[tuple[int, ...], str]) -> str | None:
    return next((said for codes, said in sentences.items() if code in codes), None)
