# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 33 to 39: other versions of the core."""

from __future__ import annotations

import hostcall
from behaviours import Case, behaviour, check, expect, raised
from conformance import (
    AnsweredEvolving,
    Conformance,
    Evolving,
    Malformation,
    Mood,
    ShapeEmpty,
)

USUAL = ["EXTRA_FIELD", "REORDERED", "WIDE_HEADS", "MISSING_OPTIONAL", "NULL_OPTIONAL"]
WRONG = {
    "MISSING_FIELD": "text", "WRONG_TYPE": "text", "OUT_OF_RANGE": "small", "UNKNOWN_CASE": "mood",
    "UNKNOWN_SHAPE": "shape",
}  # fmt: skip
MALFORMED = ["INDEFINITE_UNENDED", "TRAILING_BYTE", "INVALID_TEXT", "TRUNCATED", "NO_BYTES"]


def fields(name: str) -> tuple[object, ...]:
    note = None if name in ("MISSING_OPTIONAL", "NULL_OPTIONAL") else "n"
    return 7, "seven", Mood.MERRY, note, ShapeEmpty()


@behaviour(33)
async def usual_requests(case: Case) -> None:
    core = case.open()
    for name in ["NONE", *USUAL]:
        report = await core.send_evolving(Malformation[name])
        expect(report.outcome, "ok", f"{name}: {report.message}")
        expect(report.value, Evolving(*fields(name)), name)  # type: ignore[arg-type]


@behaviour(34)
async def wrong_requests(case: Case) -> None:
    core = case.open()
    for name, field in WRONG.items():
        report = await core.send_evolving(Malformation[name])
        expect(report.outcome, "invalidArgument", f"{name}: {report.message}")
        check(field in report.message, f"{name}: {report.message}")
    expect(case.host.echoed, [])


@behaviour(35)
async def malformed_requests(case: Case) -> None:
    core = case.open()
    for name in MALFORMED:
        report = await core.send_evolving(Malformation[name])
        expect(report.outcome, "invalidArgument", f"{name}: {report.message}")
    expect(case.host.echoed, [])


@behaviour(36)
async def usual_answers(case: Case) -> None:
    core = case.open()
    for name in ["NONE", *USUAL]:
        found = await core.answer_evolving(Malformation[name])
        expect(found, AnsweredEvolving(*fields(name)), name)  # type: ignore[arg-type]


@behaviour(37)
async def wrong_answers(case: Case) -> None:
    core = case.open()
    for name, field in WRONG.items():
        error = await raised(hostcall.DecodingError, core.answer_evolving(Malformation[name]))
        check(field in str(error), f"{name}: {error}")
    await core.ping()


@behaviour(38)
async def changed_core(case: Case) -> None:
    try:
        case.open(function="conformance_changed_open")
    except hostcall.StatusError as error:
        expect(error.status, hostcall.Status.SCHEMA_MISMATCH)
        check("fetch_profile" in str(error), str(error))
    else:
        check(False, "the changed core accepted the host")


@behaviour(39)
async def changed_function(case: Case) -> None:
    core = Conformance(case.library.open("conformance_partial_open"))
    case.stack.push_async_callback(core.aclose)
    error = await raised(hostcall.StatusError, core.log_in(7))
    expect(error.status, hostcall.Status.SCHEMA_MISMATCH)
    check("log_in" in str(error), str(error))
