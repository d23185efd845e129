# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How long programs wait for a processor.

Timers do not tell: on a machine that is busy otherwise, a thread that sleeps most of the time gets a processor soon,
while the programs that have something to do get none, and calls take longer than their deadlines.
"""

from __future__ import annotations

import asyncio
import contextlib
import pathlib
from collections.abc import Iterable

# The share of their time in which programs may wait. On a machine that has time for them it is 0.4, since they have
# more threads than it has processors; calls were lost from 0.75.
BUSY = 0.6
# How often the times are read, in seconds.
PAUSE = 0.5


class Waiting:
    """The times in which threads ran, and in which they could have run and waited for a processor, as Linux counts."""

    def __init__(self, root: pathlib.Path = pathlib.Path("/proc")):
        self.root = root
        # The two times of each thread in nanoseconds, which stay when it has ended.
        self.times: dict[tuple[int, str], tuple[int, int]] = {}

    def read(self, processes: Iterable[int]) -> None:
        for process in processes:
            for file in self.root.glob(f"{process}/task/*/schedstat"):
                # The thread may have ended since.
                with contextlib.suppress(OSError):
                    ran, waited, _ = file.read_text().split()
                    self.times[process, file.parent.name] = (int(ran), int(waited))

    @property
    def share(self) -> float | None:
        """The share of the time in which threads could run that they waited for; `None` if the system does not tell."""
        ran = sum(times[0] for times in self.times.values())
        waited = sum(times[1] for times in self.times.values())
        return waited / (ran + waited) if ran and waited else None


async def watch(waiting: Waiting, processes: Iterable[int]) -> None:
    """Reads the times until it is cancelled; `processes` is asked each time."""
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            waiting.read(processes)
            await asyncio.sleep(PAUSE)
