"""Answers mutated at random end in a value of the domain or in an `AppError`, never otherwise."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Callable
from dataclasses import is_dataclass

import pytest

from app.domain.errors import AppError
from tests.api.prepared_cj import SAMPLES, PreparedCj
from tests.api.wire.test_bad_answers import READS
from tests.api.wire.test_samples import CALLS

ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "200"))
"""Mutated answers for each endpoint."""
ODD_VALUES: list[object] = [
    None,
    True,
    False,
    0,
    -1,
    1,
    200,
    10**25,
    1.5,
    -0.0,
    1e300,
    "",
    " ",
    "NaN",
    "1e9",
    "\ud800",
    "\x00\u202e",
    "９",
    "x" * 5000,
    "2025-13-45 99:99:99",
    [],
    {},
    [[]],
    [None],
    {"list": None},
    {"": ""},
]
ORDER_DETAIL = json.dumps(
    {
        "code": 200,
        "data": {
            "orderId": "1",
            "cjOrderId": "SD26112000012",
            "orderNum": "1001",
            "orderStatus": "DELIVERED",
            "orderAmount": 1.5,
            "createDate": "2026-11-01 10:00:00",
            "productList": [{"vid": "1", "quantity": 2, "sellPrice": 0.75}],
        },
    }
)
TRACKS = json.dumps(
    {
        "code": 200,
        "data": [
            {
                "trackingNumber": "YT1",
                "trackingStatus": "In transit",
                "deliveryTime": "2026-11-01 10:00:00",
                "lastTrackNumber": "YT2",
            }
        ],
    }
)
SEEDS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("en-*-success*.json"))]
SEEDS += [
    json.dumps({"code": 200, "data": data})
    for data in (
        {"accessToken": "a", "refreshToken": "r", "accessTokenExpiryDate": "2026-12-07T08:00:00Z"},
        {"list": [{"orderId": "1", "cjOrderId": "SD26112000012", "orderAmount": 1.5}], "total": 1},
        {"openId": 1, "setting": {"qpsLimit": 100}, "isSandbox": True},
    )
]


YES = json.dumps({"code": 200, "result": True, "data": True})
"""The answer of an endpoint that only says yes."""


def samples_of(name: str) -> list[str]:
    return [
        path.read_text(encoding="utf-8")
        for path in sorted(SAMPLES.glob(f"en-*-{name}-success*.json"))
    ]


ENDPOINTS: dict[str, tuple[list[str], Callable[[PreparedCj], object]]] = {
    **{name: (samples_of(name), call) for name, call in CALLS.items()},
    "orders": ([SEEDS[-2]], READS["orders"]),
    "order": ([ORDER_DETAIL], READS["order"]),
    "tracking": ([TRACKS], lambda cj: cj.api.orders.tracking(["YT1"])),
    "settings": ([SEEDS[-1]], READS["settings"]),
    "sign in": ([SEEDS[-3]], READS["sign in"]),
    "sign in, older form": ([SEEDS[-3]], lambda cj: cj.api.account.sign_in_legacy("e", "k")),
    "refresh": ([SEEDS[-3]], lambda cj: cj.api.account.refresh("r")),
    "log out": ([YES], lambda cj: cj.api.account.log_out()),
}


def places(value: object) -> list[tuple[object, object]]:
    """Every (container, key) within a JSON value."""
    found: list[tuple[object, object]] = []
    if isinstance(value, dict):
        members = list(value.items())
    elif isinstance(value, list):
        members = list(enumerate(value))
    else:
        return found
    for key, member in members:
        found.append((value, key))
        found.extend(places(member))
    return found


def mutate_value(rng: random.Random, text: str) -> str:
    value = copy.deepcopy(json.loads(text))
    for _ in range(rng.randint(1, 3)):
        if not places(value):
            break
        container, key = rng.choice(places(value))
        if rng.random() < 0.2:
            del container[key]  # type: ignore[attr-defined]
        else:
            container[key] = copy.deepcopy(rng.choice(ODD_VALUES))  # type: ignore[index]
    return json.dumps(value)


def mutate_bytes(rng: random.Random, text: str) -> bytes:
    data = bytearray(text.encode("utf-8", "replace"))
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) or 1)
        kind = rng.randrange(4)
        if not data:
            break
        if kind == 0:
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at : at + rng.randint(1, 20)]
        elif kind == 2:
            data[at:at] = data[max(0, at - 20) : at]
        else:
            data = data[: max(1, at)]
    return bytes(data)


@pytest.mark.parametrize("name", list(ENDPOINTS))
def test_mutated_answers(cj: PreparedCj, name: str) -> None:
    """`FUZZ_ROUNDS` answers for this endpoint: mostly its own samples, mutated, some another's."""
    seed = int(os.environ.get("FUZZ_SEED", str(random.SystemRandom().randrange(10**9))))
    print(f"FUZZ_SEED={seed}")  # noqa: T201 - first: pytest shows it where a round below fails
    rng = random.Random(seed)  # noqa: S311 - no secret
    own, call = ENDPOINTS[name]
    values = errors = 0
    for _ in range(ROUNDS):
        text = rng.choice(SEEDS if rng.random() < 0.1 else own)
        body: object = mutate_bytes(rng, text) if rng.random() < 0.3 else mutate_value(rng, text)
        for _ in range(6):  # a read may ask several times, and renew its token
            cj.answer(body, status=rng.choice([200] * 20 + [400, 401, 429, 500]))
        try:
            result = call(cj)
        except AppError:
            errors += 1
        else:
            values += 1
            assert result is None or isinstance(result, tuple) or is_dataclass(result)
            repr(result).encode("utf-8")
        cj.answers.clear()
    print(f"{name}: {values} values, {errors} errors")  # noqa: T201 - for who asks
    # Both ends must have been seen, or the mutations are too mild or too wild.
    assert values > ROUNDS / 100
    assert errors > ROUNDS / 100


def test_the_seeds_themselves_are_answers() -> None:
    assert len(SEEDS) == 10
    for text in SEEDS:
        assert json.loads(text)["code"] == 200


@pytest.mark.parametrize("odd", ODD_VALUES, ids=lambda value: repr(value)[:20])
def test_every_odd_value_in_every_place(cj: PreparedCj, odd: object) -> None:
    for text in SEEDS[:2]:
        value = json.loads(text)
        for container, key in places(value):
            right = container[key]  # type: ignore[index]
            container[key] = odd  # type: ignore[index]
            body = json.dumps(value)
            container[key] = right  # type: ignore[index]
            for _ in range(6):
                cj.answer(body)
            for call in ("products", "detail"):
                try:
                    CALLS[call](cj)
                except AppError:
                    continue
            cj.answers.clear()
