# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 40 to 50: deadlines, cancellation and metadata."""

from __future__ import annotations

import asyncio

import hostcall
from behaviours import Case, Stopwatch, behaviour, check, expect, key, raised
from conformance import CallDescription, TaskState

METADATA: hostcall.Metadata = {"tenant": "acme", "locale": "", "key-bin": b"\0\xff"}


async def notices(case: Case, name: str) -> None:
    """Waits until a handler has noticed its cancellation."""
    for _ in range(500):
        if name in case.host.cancelled:
            return
        await asyncio.sleep(0.01)
    check(False, "the handler did not notice its cancellation")


@behaviour(40)
async def deadline(case: Case) -> None:
    core, name, watch = case.open(), key(), Stopwatch()
    error = await raised(hostcall.CallError, core.core_wait(name, timeout=0.1))
    expect(error.code, hostcall.Code.DEADLINE_EXCEEDED)
    check(0.1 <= watch.seconds < 1, f"it took {watch.seconds} s")
    check(await core.await_state(name, TaskState.CANCELLED), "the core's task was not cancelled")
    await core.ping(timeout=10)


@behaviour(41)
async def cancels(case: Case) -> None:
    core, name = case.open(), key()
    task = asyncio.ensure_future(core.core_wait(name))
    check(await core.await_state(name, TaskState.STARTED), "the call did not start")
    watch = Stopwatch()
    task.cancel()
    await raised(asyncio.CancelledError, task)
    check(watch.seconds < 1, f"it took {watch.seconds} s")
    check(await core.await_state(name, TaskState.CANCELLED), "the core's task was not cancelled")


@behaviour(42)
async def deadline_of_the_core(case: Case) -> None:
    core, name = case.open(), key()
    expect((await core.call_with_deadline(name, 50)).outcome, "deadlineExceeded")
    await notices(case, name)


@behaviour(43)
async def cancelled_by_the_core(case: Case) -> None:
    core, name = case.open(), key()
    expect((await core.call_and_cancel(name, 20)).outcome, "cancelled")
    await notices(case, name)


@behaviour(44)
async def failed_by_the_core(case: Case) -> None:
    core, name = case.open(), key()
    report = await core.call_and_fail_pending(name, 20)
    expect((report.outcome, report.message), ("aborted", "failed as told"))
    await notices(case, name)


@behaviour(45)
async def late_answers(case: Case) -> None:
    core = case.open()
    expect((await core.call_impatiently(100)).outcome, "deadlineExceeded")
    await asyncio.sleep(0.2)
    expect(case.host.cancelled, ["ignored"])
    await core.ping()
    found = await core.statistics()
    ended = found.answered + found.failed + found.cancelled + found.expired
    expect(found.made, ended + found.in_flight + found.waiting)
    expect((found.expired, found.late), (1, 1))


@behaviour(46)
async def time_left(case: Case) -> None:
    core = case.open()
    found = (await core.send_metadata({}, {}, 5000)).remaining_milliseconds
    check(found is not None and 0 < found <= 5000, f"found {found}")
    expect((await core.send_metadata({}, {})).remaining_milliseconds, None)


@behaviour(47)
async def metadata_to_the_core(case: Case) -> None:
    core = case.open()
    found = await core.describe_core_call(metadata=METADATA)
    expect((found.texts, found.binaries), ({"tenant": "acme", "locale": ""}, {"key-bin": b"\0\xff"}))
    expect(await core.describe_core_call(), CallDescription({}, {}))


@behaviour(48)
async def metadata_to_the_host(case: Case) -> None:
    found = await case.open().send_metadata({"tenant": "acme"}, {"key-bin": b"\0\xff"})
    expect((found.texts, found.binaries), ({"tenant": "acme"}, {"key-bin": b"\0\xff"}))


@behaviour(49)
async def forwarded(case: Case) -> None:
    found = await case.open().forward_metadata(metadata=METADATA, timeout=5)
    expect((found.texts, found.binaries), ({"tenant": "acme", "locale": ""}, {"key-bin": b"\0\xff"}))
    remaining = found.remaining_milliseconds
    check(remaining is not None and 0 < remaining <= 5000, f"found {remaining}")


@behaviour(50)
async def refused_metadata(case: Case) -> None:
    core = case.open()
    error = await raised(hostcall.StatusError, core.ping(metadata={"Not A Key": "value"}))
    check("Not A Key" in str(error), str(error))
    expect(case.host.echoed, [])
