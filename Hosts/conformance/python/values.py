# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 1 to 20: values of every type in both directions."""

from __future__ import annotations

import datetime
import math
import uuid
from decimal import Decimal
from typing import Any

import hostcall
from behaviours import Case, behaviour, check, expect, raised
from conformance import (
    Arguments,
    Basics,
    Choices,
    Containers,
    ExpressionNegated,
    ExpressionNumber,
    ExpressionSum,
    Floats,
    FoundationValues,
    Integers,
    Keywords,
    Kind,
    Kind2,
    Level,
    Mood,
    Optionals,
    PageSensor,
    Point,
    Range,
    Rarities,
    Sensor,
    ShapeCircle,
    ShapeEmpty,
    ShapeGroup,
    ShapePolygon,
    ShapeSegment,
    Tree,
)

ANY_ERROR = (hostcall.CallError, hostcall.EncodingError, hostcall.DecodingError)


@behaviour(1)
async def basics(case: Case) -> None:
    core = case.open()
    for value in (Basics(True, "", b"", b""), Basics(False, "text", b"\1\2", b"\3")):
        expect(await core.round_trip_basics(value), value)


@behaviour(2)
async def texts(case: Case) -> None:
    core = case.open()
    for text in ("é漢🦊 e\u0301 a\u0308\u0323", "a\0b", "x" * 65_536, "é" * 65_536):
        value = Basics(True, text, b"", b"")
        expect(await core.round_trip_basics(value), value)


@behaviour(3)
async def payloads(case: Case) -> None:
    core = case.open()
    every = bytes(range(256))
    value = Basics(True, "", every, every[::-1])
    expect(await core.round_trip_basics(value), value)
    expect(await core.round_trip_bytes(every * 4096), every * 4096)


def integers(pick: Any) -> Integers:
    signed = [pick(-(1 << bits - 1), (1 << bits - 1) - 1) for bits in (8, 16, 32, 64, 64)]
    return Integers(*signed, *(pick(0, (1 << bits) - 1) for bits in (8, 16, 32, 64, 64)))


@behaviour(4)
async def extremes(case: Case) -> None:
    core = case.open()
    for pick in (min, max, lambda *_: 0):
        expect(await core.round_trip_integers(integers(pick)), integers(pick))


@behaviour(5)
async def out_of_range(case: Case) -> None:
    core = case.open()
    for name, number in (("uint8", 300), ("uint64", -1), ("int8", 128), ("int64", 1 << 63)):
        value = integers(lambda *_: 0)
        setattr(value, name, number)
        error = await raised(hostcall.EncodingError, core.round_trip_integers(value))
        check(name in str(error), f"{error} does not name {name}")
    await core.ping()


@behaviour(6)
async def floats(case: Case) -> None:
    core = case.open()
    single_max, single_min = 3.4028234663852886e38, 1.401298464324817e-45
    infinite = [0.0, -0.0, math.inf, -math.inf, math.nan]
    singles = [0.10000000149011612, single_max, single_min, *infinite]
    doubles = [0.1, 1.7976931348623157e308, 5e-324, *infinite]
    for single, double in zip(singles, doubles):
        value = Floats(single, double, singles, doubles)
        found = await core.round_trip_floats(value)
        expect(repr(found), repr(value))


@behaviour(7)
async def optionals(case: Case) -> None:
    core = case.open()
    full = Optionals(
        sparse=[1, None, 3], gaps={"a": 1, "b": None}, flag=False, number=0, ratio=0.5, text="", bytes_=b"",
        point=Point(1, 2), mood=Mood.MERRY, shape=ShapeEmpty(), numbers=[], table={"a": 1},
    )  # fmt: skip
    for value in (Optionals(sparse=[], gaps={}), full):
        expect(await core.round_trip_optionals(value), value)


@behaviour(8)
async def optional_text(case: Case) -> None:
    core = case.open()
    for value in (None, "", "text"):
        expect(await core.round_trip_optional_text(value), value)


@behaviour(9)
async def containers(case: Case) -> None:
    core = case.open()
    points = [Point(1, 2), Point(-0.5, 4)]
    empty = Containers([], [], [], [], [], {}, {}, {}, {}, {})
    full = Containers(
        [1, -1], ["", "é"], [[], [0.5, 1.5]], points, [b"", b"\0"], {"": 0, "漢": 1, "a b": 2},
        {-1: "a", 0: "b", (1 << 53) + 1: "c"}, {"é": points[0]}, {-1: [], 2: ["x", "y"]}, {"d": [[], points]},
    )  # fmt: skip
    for value in (empty, full):
        expect(await core.round_trip_containers(value), value)


@behaviour(10)
async def choices(case: Case) -> None:
    core = case.open()
    for mood, level in zip(Mood, Level):
        value = Choices(mood, level, list(Mood), {each.name: each for each in Level}, mood)
        expect(await core.round_trip_choices(value), value)
        expect(await core.round_trip_mood(mood), mood)


@behaviour(11)
async def shapes(case: Case) -> None:
    core = case.open()
    point = Point(1, 2)
    group = ShapeGroup([ShapeGroup([ShapeEmpty()]), ShapeCircle(0.5, point)])
    value = [ShapeEmpty(), ShapeCircle(1, point), ShapeSegment(point, point), group]
    value += [ShapePolygon([point], "p"), ShapePolygon([])]
    expect(await core.round_trip_shapes(value), value)


@behaviour(12)
async def nested(case: Case) -> None:
    core = case.open()
    tree: Tree = Tree(0, [])
    expression: Any = ExpressionNumber(1)
    for level in range(40):
        tree = Tree(level, [tree, Tree(-level, [])])
        expression = ExpressionSum(ExpressionNegated(expression), ExpressionNumber(level)) if level % 2 else expression
    expect(await core.round_trip_tree(tree), tree)
    expect(await core.round_trip_expression(expression), expression)


@behaviour(13)
async def too_deep(case: Case) -> None:
    core = case.open()
    tree = Tree(0, [])
    for level in range(200):
        tree = Tree(level, [tree])
    await raised(ANY_ERROR, core.round_trip_tree(tree))
    await core.ping()


@behaviour(14)
async def foundation(case: Case) -> None:
    core = case.open()
    zone = datetime.timezone.utc
    dates = [datetime.datetime(2001, 2, 3, 4, 5, 6, 500_000, zone), datetime.datetime(1950, 1, 1, tzinfo=zone)]
    for later, amount in ((None, "1.25"), (dates[1], "-1000000")):
        value = FoundationValues(
            dates[0], dates, uuid.UUID(int=1 << 100 | 7), "https://example.org/a?b=c", Decimal(amount), later
        )
        expect(await core.round_trip_foundation(value), value)


@behaviour(15)
async def rarities(case: Case) -> None:
    core = case.open()
    value = Rarities(["a", "b"], (1, 5), {Mood.CALM: 1, Mood.WORRIED: 2}, {1: "a", 200: "b"})
    found = await core.round_trip_rarities(value)
    found.names.sort()
    expect(found, value)


@behaviour(16)
async def pages(case: Case) -> None:
    core = case.open()
    sensors = [Sensor("a", Kind.HEAT, Range(0.5, 1)), Sensor("b", Kind.LIGHT, Range(-1, 1))]
    for value in (PageSensor(sensors, 2), PageSensor([])):
        expect(await core.round_trip_page(value), value)


@behaviour(17)
async def keywords(case: Case) -> None:
    core = case.open()
    for kind in Kind2:
        value = Keywords(1, "d", True, 2, False, 4, 5, 6, kind, 7, 8, "n")
        expect(await core.delete(value), value)
    expect(len(case.host.echoed), len(Kind2))


@behaviour(18)
async def arguments(case: Case) -> None:
    core = case.open()
    for second in (None, "two"):
        found = await core.round_trip_arguments(1, [Point(1, 2)], Mood.CALM, True, second)
        expect(found, Arguments(1, [Point(1, 2)], Mood.CALM, True, second))
    table = {"a": [], "b": [1, -2]}
    expect(await core.round_trip_table(table), table)


@behaviour(19)
async def samples(case: Case) -> None:
    core = case.open()
    for values in (
        (1.7976931348623157e308, 3.4028234663852886e38, -0.5, (1 << 32) - 1, (1 << 15) - 1, 255, True),
        (-5e-324, 0.0, -3.4028234663852886e38, 0, -(1 << 15), 0, False),
    ):
        found = await core.round_trip_sample(*values)
        expect(tuple(found.__dict__.values()), values)


@behaviour(20)
async def nothing(case: Case) -> None:
    expect(await case.open().ping(), None)
    expect(case.host.echoed, ["ping"])
