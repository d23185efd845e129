# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Measures log_in of ProfileCore, beside the same payloads through a function in C.

    speed.py LIBRARY

The host is imported from the folder that the driver has generated it in.
"""

from __future__ import annotations

import asyncio
import ctypes
import itertools
import os
import sys
import time
from collections.abc import Awaitable
from typing import Any, Callable

from profile_core import Profile, ProfileCore, ProfileCoreHost

ADA = Profile(name="Ada", tags=["admin", "beta"], balance_cents=1250)
SECONDS = 2.0
INVOKE = ctypes.CFUNCTYPE(None, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
REPLY = ctypes.CFUNCTYPE(None, ctypes.c_int32, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)


class Host(ProfileCoreHost):
    def fetch_profile(self, user_id: int) -> Profile:
        return ADA

    def read_clock(self, clock: int) -> float:
        return 1_700_000_000.5


class Floor:
    """The way into C and back, with constant bytes."""

    REQUEST = b"\xa1\x66userID\x07"
    CLOCK = b"\x00\x00\x20\x40\xfc\x54\xd9\x41"
    PROFILE = b"\xa3\x64name\x63Ada\x64tags\x82\x65admin\x64beta\x6cbalanceCents\x19\x04\xe2"

    def __init__(self, path: str) -> None:
        self.c = ctypes.CDLL(path)
        self.c.floor_register.argtypes = [INVOKE, INVOKE, ctypes.c_void_p]
        self.c.floor_complete.argtypes = [ctypes.c_uint64, ctypes.c_void_p, ctypes.c_size_t]
        self.c.floor_log_in.argtypes = [ctypes.c_void_p, ctypes.c_size_t, REPLY, ctypes.c_void_p]
        self.pending: dict[int, asyncio.Future[bytes]] = {}
        self.numbers = itertools.count(1)
        self.loop = asyncio.get_running_loop()
        self.callbacks = INVOKE(self.read_clock), INVOKE(self.fetch_profile), REPLY(self.reply)
        self.c.floor_register(self.callbacks[0], self.callbacks[1], None)

    def read_clock(self, call_id: int, request: int, length: int, _: Any) -> None:
        ctypes.string_at(request, length)
        self.c.floor_complete(call_id, self.CLOCK, len(self.CLOCK))

    def fetch_profile(self, call_id: int, request: int, length: int, _: Any) -> None:
        ctypes.string_at(request, length)
        self.c.floor_complete(call_id, self.PROFILE, len(self.PROFILE))

    def reply(self, outcome: int, payload: int, length: int, number: int) -> None:
        answer = ctypes.string_at(payload, length)
        self.loop.call_soon_threadsafe(self.pending.pop(number).set_result, answer)

    async def log_in(self) -> bytes:
        number = next(self.numbers)
        future = self.pending[number] = self.loop.create_future()
        self.c.floor_log_in(self.REQUEST, len(self.REQUEST), self.callbacks[2], number)
        return await future


async def rate(call: Callable[[], Awaitable[Any]], at_once: int) -> float:
    """Returns the calls per second: the best of three."""
    best = 0.0
    for _ in range(3):
        count, end = 0, time.monotonic() + SECONDS / 2

        async def caller(end: float) -> None:
            nonlocal count
            while time.monotonic() < end:
                await call()
                count += 1

        start = time.monotonic()
        await asyncio.gather(*(caller(end) for _ in range(at_once)))
        best = max(best, count / (time.monotonic() - start))
    return best


async def main(library: str) -> None:
    floor = Floor(os.environ["HOSTCALL_FLOOR"])
    async with ProfileCore.open(library, Host()) as core:
        for at_once in (1, 64):
            found = await rate(lambda: core.log_in(7), at_once)
            expected = await rate(floor.log_in, at_once)
            print(f"speed {at_once} {found:.0f} floor {expected:.0f}")


asyncio.run(main(sys.argv[1]))
