"""What happens in one run: all of it drawn from the seed before the run begins."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.cj.simulation.character import REASONS, Character, draw_character, with_habits
from tests.cj.simulation.cj import LYING_NO, MOODS_AFTER, MOODS_BEFORE, Line, Order
from tests.cj.simulation.network import AFTER, BEFORE, LATE, Weather


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A dispute that somebody files on CJ's own pages, or with another program."""

    when: str
    """"before" the dialog, or once "the list" was asked for, "create arrives", "create is done"."""
    delay: float
    lines: str
    """"the same", "one of them", "others"."""
    same_reason: bool


@dataclass(frozen=True, slots=True)
class Temper:
    """How a person goes about it. Times are seconds."""

    reads: float
    """From the filled-in dialog to the press."""
    is_hasty: bool
    """Whether a way on is taken once the doubt has lasted a while, or only after half an hour."""
    presses_again: float
    """Rate at which the button is pressed again after being told that nothing was filed."""
    favourite: str
    """The way on that is taken where it is open: "send again", "this one", "back to draft"."""
    says: str
    """On other disputes: "that is it", "file another", "leave"."""
    double_click: bool


@dataclass(frozen=True, slots=True)
class Disk:
    """Writes that fail, counted from the end of a `create` or from a time."""

    kind: str
    """"full", "locked", "input/output", "kept" (told as failed, but written)."""
    begins: float
    """Seconds after the answer to the first `create`."""
    lasts: float


@dataclass(frozen=True, slots=True)
class Second:
    """Another program."""

    folder: str
    """"shared": one folder, two windows. "copy": a copy of it on another computer. "restored":
    the same computer, the folder put back to what it was before the press. "backup": a backup is
    restored on the same computer. "backup elsewhere": on another one."""
    copied: float
    """When the folder was copied, in seconds from the draft being saved."""
    begins: float
    """When it is used, in seconds from the press."""
    same_draft: bool = True
    """Whether the draft is the one of the first, or one of its own for the same lines."""
    presses: bool = True
    backed_up: str = ""
    """When the backup is made: the draft is "saved", "create arrives", "create is done"."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One run."""

    seed: int
    character: Character
    orders: tuple[Order, ...]
    lines: tuple[tuple[str, int], ...]
    """Line items of the first order that are claimed, and how many pieces."""
    reason: int
    older: int
    """How many disputes the account has had before."""
    temper: Temper
    weather: Weather
    moods: tuple[str, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    kills: tuple[int, ...] = ()
    """After so many points from the press the program dies; the next number counts from there."""
    disk: Disk | None = None
    jumps: tuple[tuple[float, float], ...] = ()
    """At which time the computer's clock is put off by how many seconds."""
    tokens: tuple[float, bool] | None = None
    """When all access tokens die, and whether the refresh token does."""
    second: Second | None = None
    syncs: tuple[float, ...] = ()
    decisions: tuple[float, ...] = ()
    """When CJ decides on one of the older disputes."""
    detail_reads: int = 0
    length: float = 600.0
    """Seconds from the last planned event to the end of the run."""


def draw_plan(seed: int) -> Plan:
    """The run of a seed."""
    chance = _stream(f"plan {seed}")
    character = with_habits(draw_character(chance), _stream(f"habit {seed}"))
    orders = tuple(_order(chance, number) for number in range(3))
    lines = chance.sample(orders[0].lines, chance.randint(1, min(2, len(orders[0].lines))))
    trouble = chance.random
    moods, creates = _fate(chance)
    if _stream(f"lie {seed}").random() < 0.03:
        moods, creates = (LYING_NO, *moods), ["", *creates]
    return Plan(
        seed,
        character,
        orders,
        tuple((line.line_id, chance.randint(1, line.quantity)) for line in lines),
        chance.choice(list(REASONS)),
        _older(chance),
        _temper(chance),
        Weather(
            chance.choice((0.0,) * 7 + (0.03, 0.1, 0.3)),
            creates,
            [_outage(chance)] if trouble() < 0.08 else [],
        ),
        moods,
        tuple(_elsewhere(chance) for _ in range(chance.choice((0,) * 6 + (1, 1, 1, 2)))),
        _kills(chance) if trouble() < 0.2 else (),
        _disk(chance) if trouble() < 0.15 else None,
        tuple(_jump(chance) for _ in range(chance.choice((0,) * 7 + (1, 1, 2)))),
        (chance.uniform(0, 200), chance.random() < 0.3) if trouble() < 0.06 else None,
        _second(chance) if trouble() < 0.25 else _backup(seed),
        tuple(sorted(chance.uniform(0, 900) for _ in range(chance.choice((0, 0, 0, 0, 1, 2))))),
        tuple(chance.uniform(0, 900) for _ in range(chance.choice((0, 0, 1, 3)))),
        chance.choice((0, 0, 0, 1, 3)),
        # Whether a doubt that nothing ends leaves a way on shows only after half an hour.
        chance.choices((240.0, 600.0, 2700.0), (76, 21, 3))[0],
    )


def _stream(name: str) -> random.Random:
    return random.Random(name)  # noqa: S311 - no secret is made of it


def _order(chance: random.Random, number: int) -> Order:
    day = f"2611{chance.randint(1, 28):02d}{chance.randrange(24):02d}{chance.randrange(60):02d}00"
    lines = tuple(
        Line(
            f"1{chance.randrange(10**18):018d}",
            f"Lamp {each + 1}",
            f"CJ{number}{each:03d}",
            chance.choice((999, 1416, 2300, 123450)),
            chance.randint(1, 3),
        )
        for each in range(chance.randint(1, 4))
    )
    code = f"SD{day}{chance.randrange(10**7):07d}"
    return Order(code, f"26{chance.randrange(10**16):016d}", f"10{number:02d}", lines)


def _older(chance: random.Random) -> int:
    draw = chance.random()
    if draw < 0.65:
        return chance.randint(0, 4)
    return chance.randint(5, 14) if draw < 0.92 else chance.randint(15, 120)


def _temper(chance: random.Random) -> Temper:
    return Temper(
        reads=chance.choice((1.0, 10.0, 30.0, 90.0, 900.0)),
        is_hasty=chance.random() < 0.6,
        presses_again=chance.choice((0.0, 0.7, 1.0)),
        favourite=chance.choice(("send again", "send again", "this one", "back to draft")),
        says=chance.choice(("that is it", "file another", "leave")),
        double_click=chance.random() < 0.1,
    )


def _fate(chance: random.Random) -> tuple[tuple[str, ...], list[str]]:
    """How the first requests to file are met by CJ, and what befalls them on their way."""
    moods: list[str] = []
    creates: list[str] = []
    for _ in range(chance.choice((0, 0, 1, 1, 1, 2, 3))):
        draw = chance.random()
        mood, way = "", ""
        if draw < 0.35:
            mood = chance.choice((*MOODS_BEFORE, *MOODS_AFTER))
        elif draw < 0.8:
            way = chance.choice((*AFTER, *AFTER, *AFTER, *BEFORE, *BEFORE, LATE))
        moods.append(mood)
        creates.append(way)
    return tuple(moods), creates


def _elsewhere(chance: random.Random) -> Elsewhere:
    when = chance.choice(("before", "the list", "the list", "create arrives", "create is done"))
    delays = {"before": -chance.uniform(1, 5000), "create is done": chance.uniform(0, 600)}
    delay = delays.get(when, chance.choice((0.0, 0.01, chance.uniform(0, 3))))
    return Elsewhere(
        when,
        delay,
        chance.choice(("the same", "the same", "one of them", "others")),
        chance.random() < 0.5,
    )


def _kills(chance: random.Random) -> tuple[int, ...]:
    first = chance.choice((chance.randint(1, 12), chance.randint(1, 60)))
    return (first, chance.randint(1, 40)) if chance.random() < 0.3 else (first,)


def _disk(chance: random.Random) -> Disk:
    kind = chance.choice(("full", "full", "locked", "locked", "input/output", "kept"))
    lasts = chance.choice((0.5, 8.0, 8.0, 60.0, 400.0))
    return Disk(kind, chance.choice((0.0, 0.0, 0.0, -3.0, 2.0)), lasts)


def _jump(chance: random.Random) -> tuple[float, float]:
    size = chance.choice((30.0, 300.0, 3600.0, 8 * 3600.0, 86400.0 * 3))
    at = -1.0 if chance.random() < 0.3 else chance.uniform(0, 300)  # wrong from the start
    return at, size * chance.choice((-1, 1))


def _outage(chance: random.Random) -> tuple[float, float]:
    begin = chance.uniform(0, 200)
    return begin, begin + chance.choice((5.0, 60.0, 900.0))


def _second(chance: random.Random) -> Second:
    folder = chance.choice(("shared", "shared", "copy", "restored"))
    return Second(
        folder,
        chance.choice((0.0, 0.5)),
        chance.choice((-5.0, 0.0, 0.5, 30.0, 200.0, 900.0))
        if folder != "restored"
        else chance.choice((5.0, 30.0, 200.0, 900.0)),
        same_draft=folder != "shared" or chance.random() < 0.6,
        presses=chance.random() < 0.85,
    )


def _backup(seed: int) -> Second | None:
    """From a stream of its own: whatever else a seed draws, it drew before there were backups."""
    chance = _stream(f"backup made {seed}")
    if chance.random() >= 0.1:
        return None
    return Second(
        chance.choice(("backup", "backup elsewhere")),
        0.0,
        chance.choice((5.0, 30.0, 200.0, 900.0)),
        presses=chance.random() < 0.85,
        backed_up=chance.choice(("saved", "create arrives", "create arrives", "create is done")),
    )
