# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""What the calls of a run must have in common, whatever was done to the servers, and how long they took."""

from __future__ import annotations

import bisect
import collections
import dataclasses

# The client's deadline of calls that have one, and how late its end may be noticed on a busy machine.
DEADLINE = 10_000
LATENESS = 3_000
# What a call that may not be made twice may end with if its server is lost.
LOSSES = {"unavailable", "deadlineExceeded"}


class Lateness(str):
    """A violation that a machine without time for the programs would explain, too."""


@dataclasses.dataclass
class Call:
    """A call of the client: its kind, when it began, and how it ended, which should be once."""

    kind: str
    beginning: float
    ends: list[tuple[str, float]] = dataclasses.field(default_factory=list)
    # How often it was attempted, and the error, if it failed.
    failure: str = ""

    @property
    def is_repeatable(self) -> bool:
        return self.kind.startswith("repeatable")


def parse(lines: list[str]) -> tuple[dict[int, Call], list[int]]:
    """Returns the calls that the client has printed, and its statistics: made, answered, failed, expired, cancelled."""
    calls: dict[int, Call] = {}
    statistics: list[int] = []
    for line in lines:
        kind, *fields = line.split()
        if kind == "attempts":
            number, count, *message = fields
            text = " ".join(message)
            calls[int(number)].failure = f", attempts {count}: {text}"
        elif kind == "begin":
            number, name, beginning = fields
            calls[int(number)] = Call(name, float(beginning))
        elif kind == "end":
            number, outcome, milliseconds = fields
            calls[int(number)].ends.append((outcome, float(milliseconds)))
        else:
            statistics = [int(count) for count in fields]
    return calls, statistics


def judge(
    calls: dict[int, Call], executed: collections.Counter[int], statistics: list[int]
) -> list[str]:
    """Returns what is wrong with a run; nothing if it is as the library promises.

    - Each call ends exactly once: within its deadline if it has one, at once if its caller cancels it.
    - A call that may be made twice is lost, unless it ends with its own answer or its caller cancels it: at each
      moment a server could be reached, or could be again long before the deadline.
    - A call that may not be made twice is executed at most once.
    - A call that was answered was executed; what was executed was called.
    - The client's statistics count each call as what it ended with.
    """
    wrong: list[str] = []
    for number, call in calls.items():
        name = f"call {number} ({call.kind})"
        count = executed[number]
        if not call.is_repeatable and count > 1:
            wrong.append(f"{name} was executed {count} times")
        if len(call.ends) != 1:
            wrong.append(f"{name} ended {len(call.ends)} times")
            continue
        outcome, milliseconds = call.ends[0]
        is_cancelled = call.kind.endswith("-cancelled")
        allowed = (
            {"ok"}
            | ({"cancelled"} if is_cancelled else set())
            | (set() if call.is_repeatable else LOSSES)
        )
        if outcome not in allowed:
            text = f"{name} ended with {outcome} after {milliseconds:.0f} ms, executed {count} times{call.failure}"
            wrong.append(Lateness(text) if outcome in LOSSES else text)
        if outcome == "ok" and count == 0:
            wrong.append(f"{name} was answered, and not executed")
        limit = LATENESS if is_cancelled else DEADLINE + LATENESS
        if milliseconds > limit and not call.kind.endswith("-unlimited"):
            wrong.append(Lateness(f"{name} took {milliseconds:.0f} ms"))
    wrong += [
        f"call {number} was executed, and not made"
        for number in executed
        if number not in calls
    ]
    outcomes = collections.Counter(
        end[0] for call in calls.values() for end in call.ends
    )
    kinds = {"deadlineExceeded": 3, "cancelled": 4, "ok": 1, "wrong": 1}
    expected = [len(calls), 0, 0, 0, 0]
    for outcome, count in outcomes.items():
        expected[kinds.get(outcome, 2)] += count
    if statistics != expected:
        wrong.append(
            f"the client's statistics are {statistics}; the outcomes are {expected}"
        )
    return wrong


def phase_of(call: Call, beginnings: list[float]) -> int:
    """Returns the index of the phase in which a call began, given when each phase did."""
    return max(0, bisect.bisect_right(beginnings, call.beginning) - 1)


def table(calls: dict[int, Call], phases: list[tuple[str, float]]) -> list[str]:
    """Returns lines with the latencies and errors of each phase, given when each began."""
    rows = collections.defaultdict(list)
    beginnings = [beginning for _, beginning in phases]
    for call in calls.values():
        rows[phases[phase_of(call, beginnings)][0]].append(call)
    lines = [
        f"{'phase':12} {'calls':>6} {'p50':>8} {'p99':>8} {'p99.9':>8} {'max':>8} ms   errors"
    ]
    for name, group in [*sorted(rows.items()), ("all", list(calls.values()))]:
        times = sorted(end[1] for call in group for end in call.ends)
        errors = collections.Counter(
            f"{'repeatable' if call.is_repeatable else 'single'} {end[0]}"
            for call in group
            for end in call.ends
            if end[0] != "ok"
        )
        points = [percentile(times, share) for share in (0.5, 0.99, 0.999, 1)]
        text = (
            ", ".join(f"{count} {error}" for error, count in sorted(errors.items()))
            or "none"
        )
        lines.append(
            f"{name:12} {len(group):6} "
            + " ".join(f"{point:8.1f}" for point in points)
            + f"      {text}"
        )
    return lines


def percentile(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0
