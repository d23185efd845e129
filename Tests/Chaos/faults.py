# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""What the laboratory does to the servers and their connections, in phases of one kind of fault each.

At each moment of a phase, except for outages, at most one server cannot be reached.

No idempotent call is lost on condition that faults cost it at most four attempts, since it is not attempted more than
five times, with or without a deadline. Faults are so far apart that more are unlikely for the longest calls, of 300 ms,
but not impossible. A machine that is too busy to answer within the deadline loses calls too.
"""

from __future__ import annotations

import asyncio
import collections
import random
import time
from collections.abc import Awaitable, Callable

from servers import Server

# How many seconds longer than planned a phase may last until its fault has happened.
PATIENCE = 5.0
# How many seconds bytes take at least while they are delayed, in each direction.
SHORTEST_DELAY = 0.01


class Phase:
    """The servers, the generator that decides, the time that is left, and what has happened so far."""

    def __init__(
        self, name: str, servers: list[Server], generator: random.Random, seconds: float
    ):
        self.name = name
        self.servers = servers
        self.generator = generator
        self.end = time.monotonic() + seconds
        self.effects_before = self._effects_so_far()

    @property
    def left(self) -> float:
        return max(0.0, self.end - time.monotonic())

    @property
    def lasts(self) -> bool:
        """Whether there is time left, or the fault has not happened yet, such as for lack of a connection."""
        if self.left:
            return True
        return bool(self.missing) and time.monotonic() < self.end + PATIENCE

    @property
    def effects(self) -> collections.Counter[str]:
        return self._effects_so_far() - self.effects_before

    @property
    def missing(self) -> list[str]:
        return missing(self.name, self.effects)

    async def wait(self, shortest: float, longest: float) -> None:
        seconds = self.generator.uniform(shortest, longest)
        await asyncio.sleep(min(self.left or 0.2, seconds))

    def _effects_so_far(self) -> collections.Counter[str]:
        total: collections.Counter[str] = collections.Counter()
        for server in self.servers:
            total += server.effects + server.relay.effects
        return total

    @property
    def server(self) -> Server:
        return self.generator.choice(self.servers)


async def calm(phase: Phase) -> None:
    await asyncio.sleep(phase.left)


async def delay(phase: Phase) -> None:
    """Bytes take 10 to 80 ms in each direction, each time another time."""
    for server in phase.servers:
        server.relay.delay = (SHORTEST_DELAY, 0.08)
    while phase.lasts:
        await phase.wait(0.1, 0.1)


async def loss(phase: Phase) -> None:
    """Connections are reset, half of them in the middle of a message."""
    while phase.lasts:
        await phase.wait(0.2, 1)
        phase.server.relay.cut(in_message=phase.generator.random() < 0.5)


async def partition(phase: Phase) -> None:
    """Nothing passes between the client and a server, whose connections stay."""
    while phase.lasts:
        relay = phase.server.relay
        relay.hold()
        await phase.wait(0.2, 4)
        relay.heal()
        await phase.wait(0.1, 1)


async def half_open(phase: Phase) -> None:
    """One side of the connections to a server is gone, and the other has not learned of it."""
    while phase.lasts:
        phase.server.relay.vanish(phase.generator.choice(["client", "server"]))
        await phase.wait(0.5, 2.5)


async def slow_reader(phase: Phase) -> None:
    """The client reads 5 to 50 bytes a second of what a server sends."""
    while phase.lasts:
        relay = phase.server.relay
        relay.reading_rate = phase.generator.randint(5, 50)
        await phase.wait(2, 6)
        relay.heal()
        await phase.wait(0.1, 1)


async def kill(phase: Phase) -> None:
    """A server's process is killed, and starts again."""
    while phase.lasts:
        server = phase.server
        await server.kill()
        await phase.wait(0, 1)
        await server.start()
        await phase.wait(0.1, 1)


async def freeze(phase: Phase) -> None:
    """A server's process is stopped, and continues."""
    while phase.lasts:
        server = phase.server
        server.freeze()
        await phase.wait(0.1, 4)
        server.check_frozen()
        server.thaw()
        await phase.wait(0.1, 1)


async def rolling(phase: Phase) -> None:
    """The servers shut down gracefully and start again, one after the other."""
    while phase.lasts:
        for server in phase.servers:
            await server.shut_down()
            await server.start()
            await phase.wait(0.1, 0.5)


async def outage(phase: Phase) -> None:
    """All servers are killed, and start again."""
    while phase.lasts:
        await asyncio.gather(*(server.kill() for server in phase.servers))
        await phase.wait(0.1, 1.5)
        await asyncio.gather(*(server.start() for server in phase.servers))
        await phase.wait(2, 4)


Fault = Callable[[Phase], Awaitable[None]]
PHASES: list[Fault] = [
    calm,
    delay,
    loss,
    partition,
    half_open,
    slow_reader,
    kill,
    freeze,
    rolling,
    outage,
]
# What has to happen in a phase, and how often, so that there was a fault at all.
EFFECTS: dict[str, dict[str, int]] = {
    "calm": {},
    "delay": {"delayed": 1},
    "loss": {"reset": 1},
    "partition": {"held": 1},
    "half_open": {"vanished": 1},
    "slow_reader": {"slowed": 1},
    "kill": {"killed": 1, "started": 1},
    "freeze": {"stopped": 1},
    "rolling": {"shut down": 3, "started": 3},
    "outage": {"killed": 3, "started": 3},
    "recovery": {},
}


def missing(name: str, effects: collections.Counter[str]) -> list[str]:
    """Returns what has not happened often enough in a phase."""
    return [
        effect for effect, count in EFFECTS[name].items() if effects[effect] < count
    ]
