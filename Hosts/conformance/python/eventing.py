# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 62 to 65: events in both directions."""

from __future__ import annotations

from typing import Any

from behaviours import Case, behaviour, check, expect


@behaviour(62)
async def three_listeners(case: Case) -> None:
    core = case.open()
    found: list[int] = []
    iterated: list[int] = []
    core.bridge.subscribe("core_said", lambda event: found.append(int(event["text"])))
    events = core.bridge.events("core_said")
    await core.emit_events(100)
    expected = list(range(1, 101))
    expect((case.host.said, found), ([(number, str(number)) for number in expected], expected))
    async for event in events:
        iterated.append(event["number"])
        if len(iterated) == 100:
            break
    expect((iterated, events.dropped), (expected, 0))
    await events.aclose()


@behaviour(63)
async def from_the_host(case: Case) -> None:
    core = case.open()
    for number in range(1, 101):
        core.host_said(number, str(number))
    expect(await core.host_events(100), list(range(1, 101)))


@behaviour(64)
async def unsubscribed(case: Case) -> None:
    core = case.open()
    found: list[Any] = []
    subscription = core.bridge.subscribe("core_said", found.append)
    await core.emit_events(2)
    subscription.unsubscribe()
    await core.emit_events(3)
    expect((len(found), len(case.host.said)), (2, 5))


@behaviour(65)
async def raising_listener(case: Case) -> None:
    core = case.open()
    found: list[Any] = []
    case.host.raises_on_events = True
    core.bridge.subscribe("core_said", found.append)
    await core.emit_events(5)
    expect((len(case.host.said), len(found)), (5, 5))
    check(await core.ping() is None, "the bridge does not go on")
