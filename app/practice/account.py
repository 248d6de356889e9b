"""Sign-in, tokens and account settings (cj-api section 2)."""

from datetime import datetime, timedelta, timezone

from app.practice import refusals
from app.practice.fields import Call
from app.practice.refusals import Refusal
from app.practice.state import World
from app.practice.tokens import TokenPair

API_KEY = "CJ0000001@api@practice0000000000000000000000"
#: A second account, to try what a change of accounts does. It sees the same world.
OTHER_API_KEY = "CJ0000002@api@practice0000000000000000000000"

_OPEN_IDS = {API_KEY: 1000000000000000001, OTHER_API_KEY: 1000000000000000002}
_NAMES = {API_KEY: "Practice Store", OTHER_API_KEY: "Second Practice Store"}

_SHANGHAI = timezone(timedelta(hours=8))


def get_access_token(world: World, call: Call) -> object:
    """By API key, or by the older body, whose password is the API key."""
    name = "password" if "password" in call.body and "apiKey" not in call.body else "apiKey"
    key = call.text(name, limit=200)
    if name == "password":
        call.text("email", limit=200)
    if key not in _OPEN_IDS:
        raise Refusal(refusals.BAD_API_KEY, "APIkey is wrong, please check and try again")
    pair = world.tokens.issue(key, world.now())
    world.save()
    return {"openId": _OPEN_IDS[key]} | _tokens(pair)


def refresh_access_token(world: World, call: Call) -> object:
    """A new access token; the refresh token stays."""
    pair = world.tokens.refresh(call.text("refreshToken", limit=80), world.now())
    if pair is None:
        raise Refusal(refusals.BAD_REFRESH_TOKEN, "Refresh token is failure")
    world.save()
    return _tokens(pair)


def logout(world: World, call: Call) -> object:
    """Both tokens are dead at once."""
    world.tokens.revoke(call.account)
    world.save()
    return True


def settings(world: World, call: Call) -> object:
    """What the account may do."""
    del world
    hook: dict[str, object] = {"type": "CANCEL", "urls": []}
    return {
        "openId": _OPEN_IDS[call.account],
        "openName": _NAMES[call.account],
        "openEmail": "practice@example.invalid",
        "setting": {
            "quotaLimits": [{"quotaUrl": "*", "quotaLimit": 50000, "quotaType": 4}],
            "qpsLimit": call.qps,
        },
        "callback": {"product": hook, "order": hook},
        "root": "GENERAL",
        "isSandbox": False,
    }


def _tokens(pair: TokenPair) -> dict[str, object]:
    return {
        "accessToken": pair.access,
        "accessTokenExpiryDate": _date(pair.access_expires),
        "refreshToken": pair.refresh,
        "refreshTokenExpiryDate": _date(pair.refresh_expires),
        "createDate": _date(pair.access_issued),
    }


def _date(moment: datetime) -> str:
    return moment.astimezone(_SHANGHAI).isoformat(timespec="seconds")
