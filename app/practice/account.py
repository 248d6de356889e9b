"""Sign-in, tokens and account settings."""

from datetime import datetime, timedelta, timezone

from app.practice import refusals
from app.practice.fields import ApiRequest
from app.practice.refusals import Refusal
from app.practice.world.state import World
from app.practice.world.tokens import TokenPair

_SHANGHAI = timezone(timedelta(hours=8))


def get_access_token(world: World, request: ApiRequest) -> object:
    """By API key, or by the older body, whose password is the API key."""
    name = "password" if "password" in request.body and "apiKey" not in request.body else "apiKey"
    key = request.text(name, limit=200)
    if name == "password":
        request.text("email", limit=200)
    if key not in world.merchants:
        raise Refusal(refusals.BAD_API_KEY, "APIkey is wrong, please check and try again")
    pair = world.tokens.issue(key, world.now())
    world.save()
    return {"openId": world.merchants[key].open_id} | _tokens(pair)


def refresh_access_token(world: World, request: ApiRequest) -> object:
    """A new access token; the refresh token stays."""
    pair = world.tokens.refresh(request.text("refreshToken", limit=80), world.now())
    if pair is None:
        raise Refusal(refusals.BAD_REFRESH_TOKEN, "Refresh token is failure")
    world.save()
    return _tokens(pair)


def logout(world: World, request: ApiRequest) -> object:
    """Both tokens are dead at once."""
    world.tokens.revoke(request.account)
    world.save()
    return True


def settings(world: World, request: ApiRequest) -> object:
    """What the account may do."""
    merchant = world.merchants[request.account]
    hook: dict[str, object] = {"type": "CANCEL", "urls": []}
    return {
        "openId": merchant.open_id,
        "openName": merchant.name,
        "openEmail": "practice@example.invalid",
        "setting": {
            "quotaLimits": [{"quotaUrl": "*", "quotaLimit": 50000, "quotaType": 4}],
            "qpsLimit": request.qps,
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
