# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 71 to 74: load."""

from __future__ import annotations

import asyncio
import os
import threading

from behaviours import Case, behaviour, check, expect
from conformance import Conformance
from outcomes import GREETING


@behaviour(71)
async def fifty_threads(case: Case) -> None:
    core, loop = case.open(), asyncio.get_running_loop()
    wrong: list[object] = []

    def call() -> None:
        try:
            for _ in range(200):
                found = asyncio.run_coroutine_threadsafe(core.log_in(7), loop).result(30)
                if found != GREETING:
                    wrong.append(found)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=call) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        await loop.run_in_executor(None, thread.join)
    expect(wrong, [])


@behaviour(72)
async def many_at_once(case: Case) -> None:
    expect(await case.open().call_many(1000), 1000)


@behaviour(73)
async def descend(case: Case) -> None:
    expect(await case.open().core_descend(10), 10)


def resident() -> int:
    """The memory of the process in bytes."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def log_in(core: Conformance, count: int) -> None:
    """Logs in so many times, 64 at once."""

    async def part() -> None:
        for _ in range(count // 64):
            await core.log_in(7)

    await asyncio.gather(*(part() for _ in range(64)))


@behaviour(74)
async def flat_memory(case: Case) -> None:
    core = case.open()
    await log_in(core, 20_000)
    before = resident()
    await log_in(core, 200_000)
    grown = resident() - before
    check(grown < 32 << 20, f"the memory grew by {grown} bytes")
