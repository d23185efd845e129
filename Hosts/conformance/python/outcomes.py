# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 21 to 32: how calls end."""

from __future__ import annotations

import hostcall
from behaviours import Case, behaviour, check, expect, raised
from conformance import (
    Basics,
    Conformance,
    Fault,
    Greeting,
    OrderCancel,
    OrderCrash,
    OrderFail,
    OrderRefuse,
    OrderSucceed,
    Refusal,
    RefusalBusy,
    RefusalLimit,
)

GREETING = Greeting("Welcome back, Ada", 1_700_000_000.5, 2)
REFUSALS = [RefusalBusy(), RefusalLimit(3, "why"), RefusalLimit(4)]


@behaviour(21)
async def log_in(case: Case) -> None:
    expect(await case.open().log_in(7), GREETING)


@behaviour(22)
async def typed_failure(case: Case) -> None:
    core = case.open()
    for refusal in REFUSALS:
        expect(await raised(Refusal, core.follow(OrderRefuse(refusal))), refusal)
    expect(await raised(RefusalLimit, core.log_in(404)), RefusalLimit(403))


@behaviour(23)
async def record_failure(case: Case) -> None:
    core = case.open()
    for fault in (Fault(7, True), Fault(-1, False)):
        expect(await raised(Fault, core.fail_core(fault)), fault)
        report = await core.command_fault(fault)
        expect(report.fault, fault)


@behaviour(24)
async def failing_handlers(case: Case) -> None:
    core = case.open()
    for refusal in REFUSALS:
        expect((await core.command(OrderRefuse(refusal))).refusal, refusal)


@behaviour(25)
async def codes(case: Case) -> None:
    core = case.open()
    error = await raised(hostcall.CallError, core.follow(OrderFail(5, "not there")))
    expect((error.code, error.message), (hostcall.Code.NOT_FOUND, "not there"))
    check("follow" in str(error), str(error))
    error = await raised(hostcall.CallError, core.follow(OrderCrash("broken")))
    check(error.code in (None, hostcall.Code.UNKNOWN) and "broken" in error.message, str(error))


@behaviour(26)
async def coded_handler(case: Case) -> None:
    report = await case.open().command(OrderFail(7, "not for you"))
    expect((report.outcome, report.message), ("permissionDenied", "not for you"))


@behaviour(27)
async def crashing_handler(case: Case) -> None:
    core = case.open()
    report = await core.command(OrderCrash("the disk is full"))
    expect(report.outcome, "unknown")
    check("LookupError" in report.message and "the disk is full" in report.message, report.message)
    expect((await core.command(OrderSucceed("fine"))).text, "fine")


@behaviour(28)
async def cancelled_answers(case: Case) -> None:
    core = case.open()
    expect((await core.command(OrderCancel())).outcome, "cancelled")
    await raised(hostcall.CallCancelled, cancelled(core))


async def cancelled(core: Conformance) -> None:
    """Ends as cancelled, whether that is an outcome of its own or a code."""
    try:
        await core.follow(OrderCancel())
    except hostcall.CallError as error:
        expect(error.code, hostcall.Code.CANCELLED)
        raise hostcall.CallCancelled from error


@behaviour(29)
async def unregistered(case: Case) -> None:
    expect((await case.open().call_unregistered()).outcome, "unimplemented")


@behaviour(30)
async def not_offered(case: Case) -> None:
    core = Conformance(case.library.open("conformance_partial_open"))
    case.stack.push_async_callback(core.aclose)
    error = await raised(hostcall.StatusError, core.round_trip_basics(Basics(True, "", b"", b"")))
    check("round_trip_basics" in str(error), str(error))


@behaviour(31)
async def large_request(case: Case) -> None:
    core = case.open()
    error = await raised(hostcall.StatusError, core.round_trip_bytes(bytes(5 << 20)))
    expect(error.status, hostcall.Status.RESOURCE_EXHAUSTED)
    await core.ping()


@behaviour(32)
async def large_answer(case: Case) -> None:
    core = case.open()
    expect((await core.fetch_bytes(5 << 20)).outcome, "resourceExhausted")
    await core.ping()
