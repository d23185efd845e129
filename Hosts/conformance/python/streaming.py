# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 51 to 61: streams in both directions."""

from __future__ import annotations

import asyncio
from typing import Any

import hostcall
from conformance import (
    Reading,
    RefusalLimit,
    StreamEndFail,
    StreamEndFinish,
    StreamEndRefuse,
    StreamEndStay,
)

from behaviours import Case, Stopwatch, behaviour, check, expect, key, raised

FINISH = StreamEndFinish()


async def drain(stream: hostcall.Stream[Reading], found: list[int]) -> None:
    async for element in stream:
        found.append(element.number)


@behaviour(51)
async def in_order(case: Case) -> None:
    core = case.open()
    for count in (1000, 0):
        found = [(each.number, each.text) async for each in core.core_counts(5, count, FINISH, key())]
        expect(found, [(number, str(number)) for number in range(5, 5 + count)])


@behaviour(52)
async def endings(case: Case) -> None:
    core = case.open()
    found: list[int] = []
    refusal = RefusalLimit(9, "why")
    error = await raised(RefusalLimit, drain(core.core_counts(1, 3, StreamEndRefuse(refusal), key()), found))
    expect((error, found), (refusal, [1, 2, 3]))
    found = []
    stream = core.core_counts(1, 3, StreamEndFail(5, "gone"), key())
    error = await raised(hostcall.CallError, drain(stream, found))
    expect((error.code, error.message, found), (hostcall.Code.NOT_FOUND, "gone", [1, 2, 3]))


@behaviour(53)
async def leaving(case: Case) -> None:
    core, name = case.open(), key()
    async with core.core_counts(1, 1_000_000, FINISH, name) as stream:
        expect([(await stream.__anext__()).number for _ in range(3)], [1, 2, 3])
    report = await core.stream_report(name, True)
    check(report.has_ended and report.produced < 1000, f"{report}")


@behaviour(54)
async def slow_reader(case: Case) -> None:
    core, name = case.open(), key()
    async with core.core_counts(1, 1_000_000, FINISH, name, buffer=8) as stream:
        for _ in range(3):
            await stream.__anext__()
        await asyncio.sleep(0.2)
        report = await core.stream_report(name, False)
        check(report.produced <= 3 + 8 + 1 and not report.has_ended, f"{report}")


@behaviour(55)
async def silent_stream(case: Case) -> None:
    core, name = case.open(), key()
    task = asyncio.ensure_future(drain(core.core_counts(1, 0, StreamEndStay(), name), []))
    await core.stream_report(name, False)
    await asyncio.sleep(0.05)
    task.cancel()
    await raised(asyncio.CancelledError, task)
    check((await core.stream_report(name, True)).has_ended, "the core did not see the end")
    name = key()
    stream = core.core_counts(1, 0, StreamEndStay(), name, timeout=0.1)
    error = await raised(hostcall.CallError, drain(stream, []))
    expect(error.code, hostcall.Code.DEADLINE_EXCEEDED)
    check((await core.stream_report(name, True)).has_ended, "the core did not see the end")


@behaviour(56)
async def from_the_host(case: Case) -> None:
    core = case.open()
    for count in (1000, 0):
        found = await core.read_host_counts(count, FINISH, 16, 0)
        expect((found.numbers, found.outcome), (list(range(1, count + 1)), "ok"))


@behaviour(57)
async def host_endings(case: Case) -> None:
    core = case.open()
    refusal = RefusalLimit(9, "why")
    found = await core.read_host_counts(3, StreamEndRefuse(refusal), 16, 0)
    expect((found.numbers, found.refusal), ([1, 2, 3], refusal))
    found = await core.read_host_counts(3, StreamEndFail(5, "gone"), 16, 0)
    expect((found.numbers, found.outcome, found.message), ([1, 2, 3], "notFound", "gone"))
    found = await core.read_host_counts(3, StreamEndFail(2, "broken"), 16, 0)
    expect((found.numbers, found.outcome), ([1, 2, 3], "unknown"))
    check("broken" in found.message, found.message)


@behaviour(58)
async def left_by_the_core(case: Case) -> None:
    core = case.open()
    found = await core.read_host_counts(1_000_000, FINISH, 16, 0, stop_after=3)
    expect((found.numbers, found.outcome), ([1, 2, 3], "stopped"))
    await asyncio.wait_for(case.host.left.wait(), 5)
    check(case.host.produced < 1000, f"{case.host.produced} elements were produced")


@behaviour(59)
async def backpressure(case: Case) -> None:
    core, watch, ahead = case.open(), Stopwatch(), 0.0

    async def observe() -> None:
        nonlocal ahead
        while True:
            # The core takes the first element at once, and another one every 5 ms at most.
            ahead = max(ahead, case.host.produced - (1 + watch.seconds / 0.005))
            await asyncio.sleep(0)

    observer = asyncio.ensure_future(observe())
    found = await core.read_host_counts(1_000_000, FINISH, 4, 5, stop_after=20)
    observer.cancel()
    expect(found.numbers, list(range(1, 21)))
    check(case.host.produced <= 20 + 4 + 1, f"{case.host.produced} elements were produced")
    check(ahead <= 4 + 1, f"{ahead} elements were produced too early")


@behaviour(60)
async def silence(case: Case) -> None:
    core = case.open()
    for limit in ("silence_milliseconds", "timeout_milliseconds"):
        case.host.left.clear()
        limits: dict[str, Any] = {limit: 400}  # long enough for two items on a busy machine
        found = await core.read_host_counts(2, StreamEndStay(), 16, 0, **limits)
        expect((found.numbers, found.outcome), ([1, 2], "deadlineExceeded"))
        await asyncio.wait_for(case.host.left.wait(), 5)


@behaviour(61)
async def raw_elements(case: Case) -> None:
    core = case.open()
    ticks = [number + 0.5 for number in range(100)]
    expect([tick async for tick in core.core_ticks(100)], ticks)
    expect(await core.read_host_ticks(100), ticks)
