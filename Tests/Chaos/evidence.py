# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""What shows that a run has tested something: that calls were made, and that faults happened and disturbed them.

A run in which nothing happens has no violations, so it would pass without this.
"""

from __future__ import annotations

import collections
import dataclasses

import faults
import verdict
from verdict import Call

# The share of the calls that may not be made twice that is answered at least, of those that are not cancelled.
ANSWERED = 0.5
# How many calls during a kind of fault suffice to say that it has disturbed some of them.
MANY = 3000
# How many milliseconds a call takes at least if a fault has delayed it.
LONG = 500
# The faults that cost calls; a rolling restart and delays cost none.
COSTLY = {"loss", "partition", "half_open", "slow_reader", "kill", "freeze", "outage"}
ALL = "all costly faults"
# The name of what comes after the last phase with a fault.
RECOVERY = "recovery"


@dataclasses.dataclass
class Played:
    """A phase that is over: its name, when it began, and what happened in it, and how often."""

    name: str
    beginning: float
    effects: collections.Counter[str]


def judge(
    calls: dict[int, Call],
    executed: collections.Counter[int],
    phases: list[Played],
    expected: int,
) -> list[str]:
    """Returns what is missing in a run; nothing if as much happened as was planned.

    - The client made as many calls as it was told to, and some in each phase.
    - In each phase, its fault happened: processes were killed, stopped or started, and connections reset or held.
    - What is delayed takes longer.
    - Most calls that may not be made twice are answered all the same.
    - Each fault that costs calls costs some of many: they fail, are executed again, or take long. All of these faults
      together do both: some calls are executed again, and some fail or take long.
    """
    wrong = []
    if len(calls) != expected:
        wrong.append(f"{len(calls)} calls were made, and not {expected}")
    beginnings = [phase.beginning for phase in phases]
    places = {
        number: verdict.phase_of(call, beginnings) for number, call in calls.items()
    }
    with_calls = set(places.values())
    for index, phase in enumerate(phases):
        name = f"phase {index + 1} ({phase.name})"
        wrong += [
            f"{name} has too few of: {effect}"
            for effect in faults.missing(phase.name, phase.effects)
        ]
        if index not in with_calls and phase.name != RECOVERY:
            wrong.append(f"{name} has no calls")
    kinds: dict[str, dict[int, Call]] = collections.defaultdict(dict)
    for number, call in calls.items():
        kind = phases[places[number]].name
        kinds[kind][number] = call
        if kind in COSTLY:
            kinds[ALL][number] = call
    wrong += judge_delay(kinds["delay"])
    for kind in sorted({*COSTLY, ALL}):
        wrong += judge_cost(kind, kinds[kind], executed)
    ends = [
        call.ends[0][0]
        for call in calls.values()
        if call.kind.startswith("single") and call.ends
    ]
    ends = [outcome for outcome in ends if outcome != "cancelled"]
    if ends.count("ok") < ANSWERED * max(1, len(ends)):
        text = f"only {ends.count('ok')} of {len(ends)} calls that may not be made twice were answered"
        wrong.append(verdict.Lateness(text))
    return wrong


def judge_delay(calls: dict[int, Call]) -> list[str]:
    """Returns what is wrong if bytes are delayed and calls are not."""
    times = sorted(end[1] for call in calls.values() for end in call.ends)
    least = 2000 * faults.SHORTEST_DELAY
    if times and verdict.percentile(times, 0.5) < least:
        return [f"half of the delayed calls took less than {least:.0f} ms"]
    return []


def judge_cost(
    kind: str, calls: dict[int, Call], executed: collections.Counter[int]
) -> list[str]:
    """Returns what is wrong if a fault costs none of many calls anything, or if all do not cost what they must."""
    if len(calls) < MANY:
        return []
    is_repeated = any(executed[number] > 1 for number in calls)
    is_late_or_lost = any(
        end[1] > LONG or end[0] in verdict.LOSSES
        for call in calls.values()
        for end in call.ends
    )
    wrong = []
    if not is_repeated and (kind == ALL or not is_late_or_lost):
        wrong.append(f"no call during {kind} was executed again")
    if not is_late_or_lost and (kind == ALL or not is_repeated):
        wrong.append(f"no call during {kind} failed or took more than {LONG} ms")
    return wrong
