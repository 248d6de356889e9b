"""The business refusals of the stand-in: a code, CJ's wording, and why."""


class Refusal(Exception):
    """CJ answers with `code` and `message` instead of data.

    `why` says more, in our words, and never goes over the wire. `http_status` is 200 for most, as
    on the real CJ.
    """

    def __init__(self, code: int, message: str, *, why: str = "", http_status: int = 200) -> None:
        super().__init__(code, message, why)
        self.code = code
        self.message = message
        self.why = why or message
        self.http_status = http_status


CANNOT_BE_DISPUTED = 9009
BAD_TOKEN = 1600001
NO_TOKEN = 1600002
BAD_REFRESH_TOKEN = 1600003
BAD_API_KEY = 1600005
API_DISABLED = 1600014
PARAM_ERROR = 1600100
NO_SUCH_INTERFACE = 1600101
TOO_FAST = 1600200
BAD_PARAMETER = 1600300
ORDER_NOT_FOUND = 1603100
PRODUCTS_FAILED = 1607006
CONFIRM_FAILED = 1607007
CREATE_FAILED = 1607008
CANCEL_FAILED = 1607009
WRONG_METHOD = 16900202
WRONG_CONTENT_TYPE = 16900203
NO_BODY = 16900204
BAD_JSON = 16900205
EMPTY_PARAMETER = 16900403


def api_disabled() -> Refusal:
    """CJ has switched off the account's API access, as it does after 30 days without an order."""
    return Refusal(
        API_DISABLED,
        "API access has been disabled. Please enable it at"
        " https://www.cjdropshipping.com/my.html#/authorize/APIStores",
    )
