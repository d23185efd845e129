#!/usr/bin/env python3
# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""laboratory.py PEER [--seconds 60] [--rate 200] [--seed N] [--phase NAME…]: makes calls while servers fail.

PEER is the program ChaosPeer. Three servers run behind a relay each, and one client calls them all. The seed decides
what is done to them, and what is called; how threads and processes are scheduled is not repeatable. Ends with status 1
if a call was lost, made twice or never ended, or if too little happened; `verdict.py` and `evidence.py` say exactly
what that means. Ends with status 3, inconclusive, if calls were only lost or late, and the programs waited for
processors most of the time that they could run (`processors.py`).
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import pathlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator

import evidence
import faults
import processors
import verdict
from relay import Relay
from servers import Server

SERVERS = 3
# How long a phase is to last, if all of them fit into the time.
PHASE = 10
# How long the client may take until its first call.
START = 60
# How long calls are made after the time for faults. On a busy machine, which starts servers slowly, faults take longer
# than planned, and must not happen without calls.
RECOVERY = 5
# How long calls may take to end after the last fault: the deadline, and time for a busy machine.
DRAIN = 60
# The status of a run that says nothing about calls, since the machine had no time for the programs.
INCONCLUSIVE = 3


async def run(options: argparse.Namespace, folder: pathlib.Path) -> int:
    generator = random.Random(options.seed)
    servers = []
    for number in range(SERVERS):
        relay = Relay(random.Random(generator.random()))
        await relay.start()
        servers.append(Server(options.peer, number, folder, relay))
    output = folder / "client"
    client = None
    try:
        await asyncio.gather(*(server.start() for server in servers))
        with output.open("wb") as file:
            client = await asyncio.create_subprocess_exec(
                options.peer,
                "call",
                str(options.seconds + RECOVERY),
                str(options.rate),
                str(options.seed),
                *(str(server.relay.port) for server in servers),
                stdin=asyncio.subprocess.PIPE,
                stdout=file,
            )
        lateness = asyncio.create_task(measure_lateness())
        waiting = processors.Waiting()
        watch = asyncio.create_task(processors.watch(waiting, Running(client, servers)))
        await first_call(client, output)
        phases = await play(schedule(options, generator), servers, generator, options)
        wrong = await end(client, servers)
        for task in (lateness, watch):
            task.cancel()
    finally:
        for process in [client, *(server.process for server in servers)]:
            if process and process.returncode is None:
                process.kill()
    calls, statistics = verdict.parse(output.read_text().splitlines())
    logs = "".join(server.log.read_text() for server in servers if server.log.exists())
    executed = collections.Counter(int(line) for line in logs.split())
    wrong += verdict.judge(calls, executed, statistics)
    wrong += evidence.judge(
        calls, executed, phases, int((options.seconds + RECOVERY) * options.rate)
    )
    beginnings = [(phase.name, phase.beginning) for phase in phases]
    print("\n".join(verdict.table(calls, beginnings)))
    span = max((call.beginning for call in calls.values()), default=0)
    span -= phases[0].beginning
    repeated = sum(1 for count in executed.values() if count > 1)
    print(
        f"{len(calls)} calls, {len(calls) / max(span, 1):.0f} a second; {repeated} repeatable ones were executed again"
    )
    return report(options.seed, wrong, await lateness, waiting.share)


class Running:
    """The IDs of the processes that run at the moment."""

    def __init__(self, client: asyncio.subprocess.Process, servers: list[Server]):
        self.client = client
        self.servers = servers

    def __iter__(self) -> Iterator[int]:
        processes = [self.client, *(server.process for server in self.servers)]
        return iter([process.pid for process in processes if process])


def schedule(
    options: argparse.Namespace, generator: random.Random
) -> list[faults.Fault]:
    """Returns the phases in their order."""
    chosen = [
        fault
        for fault in faults.PHASES
        if not options.phase or fault.__name__ in options.phase
    ]
    rounds = max(1, round(options.seconds / len(chosen) / PHASE))
    return [
        fault for _ in range(rounds) for fault in generator.sample(chosen, len(chosen))
    ]


async def first_call(client: asyncio.subprocess.Process, output: pathlib.Path) -> None:
    """Waits until the client makes calls, or has ended, so that each phase has calls."""
    end = time.monotonic() + START
    while (
        not output.stat().st_size
        and client.returncode is None
        and time.monotonic() < end
    ):
        await asyncio.sleep(0.01)


async def play(
    schedule: list[faults.Fault],
    servers: list[Server],
    generator: random.Random,
    options: argparse.Namespace,
) -> list[evidence.Played]:
    """Plays the phases, of which one that lasts longer shortens the later ones, down to half of their time."""
    played = []
    end = time.monotonic() + options.seconds
    shortest = options.seconds / len(schedule) / 2
    for index, fault in enumerate(schedule):
        beginning = time.time()
        seconds = (end - time.monotonic()) / (len(schedule) - index)
        phase = faults.Phase(fault.__name__, servers, generator, max(shortest, seconds))
        await fault(phase)
        for server in servers:
            server.relay.heal()
        played.append(evidence.Played(phase.name, beginning, phase.effects))
    played.append(
        evidence.Played(evidence.RECOVERY, time.time(), collections.Counter())
    )
    return played


async def end(client: asyncio.subprocess.Process, servers: list[Server]) -> list[str]:
    """Waits for the client and shuts the servers down; returns what went wrong."""
    wrong = []
    try:
        status = await asyncio.wait_for(client.wait(), DRAIN)
        if status != 0:
            wrong.append(f"the client ended with status {status}")
    except asyncio.TimeoutError:
        text = f"the client has not ended {DRAIN} s after the last fault"
        wrong.append(verdict.Lateness(text))
    await asyncio.gather(*(server.shut_down() for server in servers))
    for server in servers:
        wrong += [
            f"server {server.number} ended with status {status}"
            for status in server.crashes
        ]
        if errors := server.errors.read_text().strip():
            wrong.append(f"server {server.number} wrote: {errors[:2000]}")
    return wrong


async def measure_lateness() -> float:
    """Returns, once cancelled, by how many seconds a timer was late at most: more than 0.1 on a busy machine."""
    latest = 0.0
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            start = time.monotonic()
            await asyncio.sleep(0.01)
            latest = max(latest, time.monotonic() - start - 0.01)
    return latest


def report(seed: int, wrong: list[str], lateness: float, waiting: float | None) -> int:
    """Prints what went wrong; returns the status to end with.

    - `lateness`: by how many seconds a timer was late at most.
    - `waiting`: the share of their time in which the programs waited for a processor; `None` if it is not known.
    """
    late = f"timers were up to {lateness * 1000:.0f} ms late"
    if waiting is not None:
        late += f", and the programs waited for a processor {waiting:.0%} of the time that they could run"
    is_busy = lateness > 0.1 if waiting is None else waiting > processors.BUSY
    print(f"The machine {'was busy' if is_busy else 'had time'}: {late}.")
    if not wrong:
        print(
            f"No call was lost, made twice, or left without an end. The seed was {seed}."
        )
        return 0
    for line in wrong[:50]:
        print(f"chaos: {line}", file=sys.stderr)
    is_inconclusive = is_busy and all(
        isinstance(violation, verdict.Lateness) for violation in wrong
    )
    if is_inconclusive:
        print(
            f"chaos: inconclusive: {late}; such a machine explains {len(wrong)} violations",
            file=sys.stderr,
        )
    else:
        print(f"chaos: {len(wrong)} violations", file=sys.stderr)
    print(f"chaos: to do the same to the servers again: SEED={seed}", file=sys.stderr)
    return INCONCLUSIVE if is_inconclusive else 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=200, help="calls a second")
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(1 << 32)
    )
    parser.add_argument(
        "--phase", action="append", choices=[fault.__name__ for fault in faults.PHASES]
    )
    options = parser.parse_args()
    print(f"chaos: {options.seconds:g} s, seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(run(options, pathlib.Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
