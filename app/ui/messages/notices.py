"""Every sentence about a failure: what happened, why as far as known, and what to do next.

One place words errors; one table by error and by what was being done. CJ's own text is shown
under Details, and in the sentence only where no meaning of the code is published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.domain import errors
from app.domain.account.backups import BackupCause, BackupRefused
from app.domain.errors import AppError, KeyringCause, OfflineCause, RequestInfo, StorageCause
from app.domain.text import one_line
from app.ui.messages import formatting
from app.ui.messages import refusals as words
from app.ui.messages.my_cj import API_ACCESS_PAGE, API_KEY_PAGE, HOME, page_for
from app.ui.messages.refusals import Operation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.domain.filing.filing import Attempt

__all__ = [
    "Notice",
    "Operation",
    "Severity",
    "details_of",
    "fact_lines",
    "facts_of",
    "notice_for",
    "with_cjs_text",
]

translate = QCoreApplication.translate


_TOO_MANY = 429
_FINAL = (errors.NoOrderInText, errors.NotFound, errors.InvalidInput)
"""To ask for the same again has the same answer."""
_OF_CONNECTION = (
    errors.Offline,
    errors.TimedOut,
    errors.RateLimited,
    errors.ApiDisabled,
    errors.SignInRequired,
    errors.KeyringUnavailable,
)


class Severity(Enum):
    """How serious a notice is."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence or two for the notice bar, and the facts behind `Details`."""

    text: str
    tone: Severity = Severity.BAD
    details: str = ""
    wants_sign_in: bool = False
    page: str = ""
    """The page of My CJ that puts this right, for a button to open, where it is a certain one."""
    may_be_repeated: bool = True
    """Whether the same may have another answer when it is tried again."""

    @property
    def leads_to(self) -> str:
        """The page of My CJ that a button opens; empty where the text sends nobody there."""
        return self.page or page_for(self.text)


def notice_for(error: AppError, doing: Operation) -> Notice:
    """The notice for a failure of what was being done."""
    may_pass = isinstance(error, (errors.RateLimited, errors.Offline, errors.ApiDisabled))
    tone = Severity.WARN if may_pass else Severity.BAD
    text = _words(error, doing)
    if doing is Operation.FILE and error.not_processed and isinstance(error, _OF_CONNECTION):
        text += " " + translate("Notices", "Nothing was sent; your draft is safe.")
    elif doing is Operation.FILE and isinstance(error, errors.StorageFailed):
        text = formatting.sentences(text, translate("Notices", "Nothing was sent."))
    wants_sign_in = isinstance(error, (errors.SignInRequired, errors.TokenRejected))
    is_final = isinstance(error, _FINAL) or _is_for_my_cj_only(error)
    return Notice(
        *(text, tone, details_of(error.exchange), wants_sign_in, _page_for(error, doing)),
        may_be_repeated=not is_final,
    )


def with_cjs_text(sentence: str, text: str) -> str:
    """The sentence, and what CJ itself says."""
    quoted = translate("Notices", "CJ says: “{text}”").format(text=one_line(text, 160))
    return formatting.sentences(sentence, quoted)


def _page_for(error: AppError, doing: Operation) -> str:
    if isinstance(error, errors.ApiDisabled):
        return API_ACCESS_PAGE
    if _is_for_my_cj_only(error):
        return HOME
    is_key = isinstance(error, errors.KeyRejected) or (
        doing is Operation.SIGN_IN and isinstance(error, errors.Declined)
    )
    return API_KEY_PAGE if is_key and error.exchange.code not in words.FOR_CJ_TO_UNDO else ""


def _is_for_my_cj_only(error: AppError) -> bool:
    return isinstance(error, errors.Refused) and error.exchange.code in words.ONLY_IN_MY_CJ


def details_of(exchange: RequestInfo) -> str:
    """The facts for CJ's support, a line each; empty where nothing was exchanged."""
    status = "" if exchange.http_status is None else str(exchange.http_status)
    lines = fact_lines(
        [
            (translate("Notices", "Request"), exchange.endpoint),
            *facts_of(exchange),
            (translate("Notices", "HTTP status"), status),
        ]
    )
    if lines and exchange.at:
        lines += fact_lines([(translate("Notices", "Time"), formatting.moment(exchange.at))])
    return "\n".join(lines)


def facts_of(answer: RequestInfo | Attempt) -> list[tuple[str, str]]:
    """What CJ's support knows an answer by: name and value, "" where CJ told none."""
    return [
        (translate("Notices", "Code"), "" if answer.code is None else str(answer.code)),
        (translate("Notices", "CJ's text"), answer.text),
        (translate("Notices", "Request id"), answer.request_id),
    ]


def fact_lines(facts: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each fact that has a value."""
    limit = formatting.DETAIL_LIMIT
    return [f"{name}: {one_line(value, limit)}" for name, value in facts if value]


def _words(error: AppError, doing: Operation) -> str:
    if isinstance(error, errors.Offline):
        return _offline(error.cause)
    ours = _by_code(error, doing)
    if ours:
        return ours
    match error:
        case errors.StorageFailed():
            return _storage(error)
        case BackupRefused():
            return _backup(error.cause)
        case errors.Declined():
            return _declined(error, doing)
        case errors.NoOrderInText():
            return _no_order(error)
        case errors.RateLimited():
            return _rate_limited(error)
        case errors.SignInTooSoon():
            return _too_soon(error)
        case errors.KeyringUnavailable():
            return _keyring(error.cause, doing)
    return _simple(error)


def _by_code(error: AppError, doing: Operation) -> str | None:
    """Our sentence for CJ's code, where it is one that the program knows what to say of."""
    exchange = error.exchange
    if exchange.code is None or isinstance(error, errors.UnexpectedResponse):
        return None
    if isinstance(error, errors.QuotaUsedUp) and exchange.code == _TOO_MANY:
        return None  # the day's allowance, although the code is that of a moment's haste
    if isinstance(error, errors.RateLimited) and error.retry_after:
        return None
    sentence = _sentence_of_kind(error, exchange.code, doing)
    if not sentence:
        return None
    if doing is Operation.FILE and isinstance(error, errors.Declined):
        refused = translate("Notices", "CJ refused the dispute. By its answer, nothing was filed.")
        sentence = formatting.sentences(refused, sentence)
    if exchange.text and _is_worth_quoting(error, doing):
        return with_cjs_text(sentence, exchange.text)
    return sentence


def _sentence_of_kind(error: AppError, code: int, doing: Operation) -> str | None:
    match error:
        case errors.InvalidInput():
            return words.form_sentence(code, doing)
        case errors.NotFound():
            return words.missing_sentence(code, doing)
        case errors.ServerFailed():
            return words.failed_sentence(code, doing)
        case errors.Refused():
            return words.refused_sentence(code, doing)
    return words.other_sentence(code)


def _is_worth_quoting(error: AppError, doing: Operation) -> bool:
    """Whether CJ's text may name the field or the reason. "Param error" names neither."""
    if isinstance(error, errors.Refused):
        return True
    is_form = isinstance(error, errors.InvalidInput) and error.exchange.code != words.PARAM_ERROR
    return is_form and doing in (Operation.FILE, Operation.TERMS, Operation.CANCEL)


def _simple(error: AppError) -> str:
    if isinstance(error, errors.SignInRequired) and not error.exchange.endpoint:
        return translate(
            "Notices",
            "You are not signed in to this account. What is kept here stays readable; sign in to "
            "go on with CJ.",
        )
    table: dict[type[AppError], str] = {
        errors.SignInRequired: translate("Notices", "CJ asks you to sign in again."),
        errors.TokenRejected: translate("Notices", "CJ asks you to sign in again."),
        errors.KeyRejected: translate(
            "Notices",
            "CJ does not accept this API key. Copy it anew from the API page of My CJ.",
        ),
        errors.ApiDisabled: translate(
            "Notices",
            "CJ has switched off API access for this account, as it does after 30 days without an "
            "order. Switch it on again in My CJ; nothing here is lost.",
        ),
        errors.InterfaceOffline: translate(
            "Notices", "CJ has switched this interface off for now. Try again later."
        ),
        errors.QuotaUsedUp: translate(
            "Notices",
            "CJ's daily allowance for this account is used up. It is renewed at 00:00 UTC.",
        ),
        errors.ServerFailed: translate(
            "Notices", "CJ's server failed while answering. Try again in a minute."
        ),
        errors.TimedOut: translate("Notices", "CJ did not answer in time. Try again."),
        errors.UnexpectedResponse: translate(
            "Notices",
            "CJ's answer could not be read. Try again; if it stays, tell CJ in the chat of My CJ.",
        ),
        errors.AddressRefused: translate(
            "Notices", "This address is not allowed: only https, and only CJ's own server."
        ),
        errors.AlreadyBeingFiled: translate(
            "Notices",
            "Another dispute for one of these items is on its way. See the list of drafts.",
        ),
        errors.NotAllowedNow: translate(
            "Notices",
            "This dispute has changed meanwhile, so nothing was done. See the list of drafts.",
        ),
    }
    return table.get(type(error), translate("Notices", "That did not work. Try again."))


def _keyring(cause: KeyringCause, doing: Operation) -> str:
    if doing is not Operation.SIGN_OUT:
        return translate(
            "Notices",
            "This computer's keyring is locked or does not answer, so CJ cannot be asked. Unlock "
            "the keyring and try again, or sign in anew.",
        )
    if cause is KeyringCause.LOCKED:
        return translate(
            "Notices",
            "This computer's keyring is locked or does not answer, so the token is still in it. "
            "Unlock the keyring and try again.",
        )
    return translate(
        "Notices", "This computer's keyring did not delete the token, so it is still in it."
    )


def _offline(cause: OfflineCause) -> str:
    return {
        OfflineCause.NAME_NOT_FOUND: translate(
            "Notices", "CJ's server was not found. Check the internet connection."
        ),
        OfflineCause.NOT_CONNECTED: translate(
            "Notices", "CJ could not be reached. Check the internet connection."
        ),
        OfflineCause.CONNECTION_LOST: translate(
            "Notices", "The connection to CJ broke before the answer came."
        ),
        OfflineCause.CERTIFICATE: translate(
            "Notices",
            "The server's certificate is not trusted, so nothing was sent to it. "
            "A company proxy may be in between: ask who runs the network.",
        ),
        OfflineCause.PROXY: translate(
            "Notices",
            "The proxy refused the connection. Check the proxy in Settings, or the system's.",
        ),
        OfflineCause.PROXY_KIND: translate(
            "Notices",
            "The proxy that is set is of a kind that cannot be used here, such as SOCKS. "
            "Give an http:// or https:// proxy in Settings, or choose None.",
        ),
        OfflineCause.REDIRECTED: translate(
            "Notices",
            "Something between here and CJ answered instead, such as a Wi-Fi log-in page. "
            "Open a web page, log in there, and try again.",
        ),
        OfflineCause.WEB_PAGE: translate(
            "Notices",
            "Something between here and CJ answered with a web page instead, such as a Wi-Fi "
            "log-in, a firewall or a block on this VPN. Open CJ's site in a browser to see it, "
            "then try again.",
        ),
        OfflineCause.CLOCK: translate(
            "Notices",
            "This computer's clock seems wrong, so CJ's certificate looks invalid. "
            "Set the date and time, and try again.",
        ),
    }[cause]


def _storage(error: errors.StorageFailed) -> str:
    if error.is_reading and error.cause is StorageCause.DISK_FULL:
        return translate(
            "Notices",
            "The disk is full, and the data file cannot be opened without some room. "
            "Free some space.",
        )
    if error.is_reading and error.cause is StorageCause.READ_ONLY:
        return translate(
            "Notices",
            "The data folder is read-only, and the data file cannot be opened without writing "
            "to it.",
        )
    return {
        StorageCause.DISK_FULL: translate(
            "Notices", "The disk is full, so this could not be saved. Free some space."
        ),
        StorageCause.READ_ONLY: translate(
            "Notices", "The data folder is read-only, so this could not be saved."
        ),
        StorageCause.NO_ACCESS: translate(
            "Notices",
            "The system does not let Dispute Desk into the data folder. Check its permissions.",
        ),
        StorageCause.PATH_TOO_LONG: translate(
            "Notices",
            "The path of the data folder is too long. Move the folder to where it is shorter.",
        ),
        StorageCause.LOCKED: translate(
            "Notices", "Another program holds the data file. Close it and try again."
        ),
        StorageCause.CORRUPT: translate(
            "Notices", "The data file is damaged. Restart the program: it saves what can be read."
        ),
        StorageCause.NEWER: translate(
            "Notices",
            "The data was written by a newer version of Dispute Desk. Install that version; "
            "nothing was changed.",
        ),
        StorageCause.OTHER: translate(
            "Notices",
            "The data file could not be used. Check the disk that it is on, and try again.",
        ),
    }[error.cause]


def _backup(cause: BackupCause) -> str:
    table = {
        BackupCause.UNREADABLE: translate("Notices", "The file could not be read."),
        BackupCause.FOREIGN: translate("Notices", "This is no backup of Dispute Desk's."),
        BackupCause.DAMAGED: translate(
            "Notices", "This backup is damaged or not complete. Take another copy of it."
        ),
        BackupCause.NEWER: translate(
            "Notices",
            "A newer version of Dispute Desk made this backup. Install that version to restore it.",
        ),
    }
    unchanged = translate("Notices", "Nothing on this computer was changed.")
    return formatting.sentences(table[cause], unchanged)


def _declined(error: AppError, doing: Operation) -> str:
    sentence = {
        Operation.SIGN_IN: translate(
            "Notices",
            "CJ does not accept this API key. Copy it anew from the API page of My CJ.",
        ),
        Operation.LOOK_UP: translate(
            "Notices",
            "CJ lists no such order in this account. Check the number, or use CJ's own order "
            "number (it begins with SD or DP). If it is right, try again later.",
        ),
        Operation.TERMS: translate(
            "Notices",
            "CJ did not accept this selection. Look the order up again to reload its items.",
        ),
        Operation.FILE: translate(
            "Notices", "CJ refused the dispute. By its answer, nothing was filed."
        ),
        Operation.READ_BACK: translate("Notices", "CJ would not list this order's disputes."),
        Operation.REFRESH: translate("Notices", "CJ would not list the disputes."),
        Operation.LOOK_THROUGH: translate("Notices", "CJ would not list the orders."),
        Operation.DETAIL: translate("Notices", "CJ would not show this dispute."),
        Operation.CANCEL: translate(
            "Notices",
            "CJ did not cancel the dispute. It may be decided already, or belong to another order.",
        ),
        Operation.SAVE: translate("Notices", "This could not be saved."),
        Operation.SIGN_OUT: translate("Notices", "CJ did not end the tokens. Try again."),
    }[doing]
    says_more = isinstance(error, errors.Refused) or doing in (Operation.FILE, Operation.TERMS)
    if says_more and error.exchange.text:
        return with_cjs_text(sentence, error.exchange.text)
    return sentence


def _no_order(error: errors.NoOrderInText) -> str:
    if error.dispute_id:
        return translate(
            "Notices",
            "{dispute} is the number of a dispute, and CJ tells of no such dispute in this "
            "account. Check the number and which account is open.",
        ).format(dispute=error.dispute_id)
    return translate(
        "Notices", "There is no order number in this text. Paste one, or a whole mail."
    )


def _rate_limited(error: errors.RateLimited) -> str:
    if error.retry_after:
        return translate("Notices", "CJ asks for a pause. Try again in {seconds} s.").format(
            seconds=int(error.retry_after) + 1
        )
    return translate("Notices", "CJ asks for a pause: too many requests. Try again in a moment.")


def _too_soon(error: errors.SignInTooSoon) -> str:
    # A minute is named, so it must be one that is over by then.
    next_try = datetime.now(UTC) + timedelta(seconds=error.seconds + 60)
    if error.is_repeated:
        text = translate(
            "Notices",
            "CJ has just refused this, and is not asked again so soon. Correct it now, or try the "
            "same again from {time} on.",
        )
    else:
        text = translate(
            "Notices",
            "CJ allows few sign-ins within five minutes. The next one is possible from {time} on.",
        )
    return text.format(time=formatting.clock_time(next_try))
