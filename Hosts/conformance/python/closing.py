# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 66 to 70: closing."""

from __future__ import annotations

import asyncio

import hostcall
from behaviours import Case, behaviour, check, expect, key, raised
from conformance import Conformance, TaskState
from host import Host
from waiting import notices


@behaviour(66)
async def calls_in_flight(case: Case) -> None:
    core, other, name = case.open(), case.open(Host()), key()
    tasks = [asyncio.ensure_future(core.core_wait(name)) for _ in range(10)]
    check(await other.await_state(name, TaskState.STARTED), "the calls did not start")
    await core.aclose()
    for task in tasks:
        await raised(hostcall.CallCancelled, task)
    check(await other.await_state(name, TaskState.CANCELLED), "the core's tasks were not cancelled")


@behaviour(67)
async def handlers_in_flight(case: Case) -> None:
    core, other, name = case.open(), case.open(Host()), key()
    await core.hold_calls(name, 10)
    await asyncio.wait_for(case.host.waits.setdefault(name, asyncio.Event()).wait(), 5)
    await asyncio.sleep(0.1)
    await core.aclose()
    await notices(case, name)
    reports = await other.held_calls(name, 10)
    expect([report.outcome for report in reports], ["unavailable"] * 10)
    expect(case.host.cancelled, [name] * 10)


async def closed(core: Conformance) -> None:
    """Checks that a bridge is closed, and says so."""
    error = await raised((hostcall.StatusError, hostcall.CallCancelled), core.ping())
    check(str(error), "the error has no words")
    await core.aclose()


@behaviour(68)
async def after_a_close(case: Case) -> None:
    core = case.open()
    await core.ping()
    await core.aclose()
    await closed(core)


@behaviour(69)
async def closed_by_the_core(case: Case) -> None:
    core = case.open()
    await raised((hostcall.CallCancelled, hostcall.StatusError), core.close_bridge())
    await closed(core)


@behaviour(70)
async def two_bridges(case: Case) -> None:
    hosts = Host(), Host()
    first, second = case.open(hosts[0]), case.open(hosts[1])
    found: list[int] = []
    first.bridge.subscribe("core_said", lambda event: found.append(event["number"]))
    await first.emit_events(3)
    await second.emit_events(5)
    await first.ping()
    expect((found, hosts[0].echoed, hosts[1].echoed), ([1, 2, 3], ["ping"], []))
    expect(((await first.statistics()).made, (await second.statistics()).made), (1, 0))
    await first.aclose()
    await second.ping()
