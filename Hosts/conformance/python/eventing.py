# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 62 to 65: events in both directions."""

from __future__ import annotations

from typing import Any

from behaviours import Case, behaviour, check, expect


@behaviour(62)
async def three_listeners(case: Case) -> None:
    core = case.open()
    found: list[list[int]] = [[], [], []]
    core.bridge.subscribe("core_said", lambda event: found[0].append(event["number"]))
    core.bridge.subscribe("core_said", lambda event: found[1].append(int(event["text"])))
    events = core.bridge.events("core_said")
    await core.emit_events(100)
    expected = list(range(1, 101))
    expect(found[:2], [expected, expected])
    async for event in events:
        found[2].append(event["number"])
        if len(found[2]) == 100:
            break
    expect((found[2], events.dropped), (expected, 0))
    await events.aclose()


@behaviour(63)
async def from_the_host(case: Case) -> None:
    core = case.open()
    for number in range(1, 101):
        core.bridge.emit("host_said", {"number": number, "text": str(number)})
    expect(await core.host_events(100), list(range(1, 101)))


@behaviour(64)
async def unsubscribed(case: Case) -> None:
    core = case.open()
    first: list[Any] = []
    second: list[Any] = []
    subscription = core.bridge.subscribe("core_said", first.append)
    core.bridge.subscribe("core_said", second.append)
    await core.emit_events(2)
    subscription.unsubscribe()
    await core.emit_events(3)
    expect((len(first), len(second)), (2, 5))


@behaviour(65)
async def raising_listener(case: Case) -> None:
    core = case.open()
    first: list[Any] = []
    second: list[Any] = []

    def listen(event: Any) -> None:
        first.append(event)
        raise LookupError("not now")

    core.bridge.subscribe("core_said", listen)
    core.bridge.subscribe("core_said", second.append)
    await core.emit_events(5)
    expect((len(first), len(second)), (5, 5))
    check(await core.ping() is None, "the bridge does not go on")
