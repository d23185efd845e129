# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of event loops that end before their bridge."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import Any, Callable

from host_test_case import ADA, WAIT, HostTestCase

from hostcall import _slots, codec
from hostcall.interface import Event, Served


class LoopTests(HostTestCase):
    """A loop that is closed answers no more calls, and all of them are refused."""

    def open_loop(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        return loop

    def test_calls_that_come_after_the_end_of_a_loop_are_refused(self) -> None:
        async def fetch(request: Any) -> Any:
            return ADA

        for waits in (False, True):
            loop = self.open_loop()
            self.bridge.register("fetch_profile", fetch, loop=loop)
            port, waiting = self.bridge.port(loop), []
            loop.run_until_complete(asyncio.sleep(0))
            if waits:
                # These come when the loop does not run, and is not closed yet.
                waiting = [self.start() for _ in range(3)]
                self.wait_until(lambda waiting=port._pending: len(waiting) == 3)
            loop.close()
            gc.collect()
            for call in (*waiting, self.start(), self.start()):
                self.assertIn("closed", str(self.failure(call)))
            self.assertEqual(len(port._pending), 0)

    def test_calls_that_wait_for_a_loop_that_runs_again_are_answered(self) -> None:
        loop = self.open_loop()
        called = loop.create_future()

        async def fetch(request: Any) -> Any:
            called.set_result(None)
            return ADA

        self.bridge.register("fetch_profile", fetch, loop=loop)
        loop.run_until_complete(asyncio.sleep(0))
        call = self.start()
        time.sleep(0.05)
        loop.run_until_complete(asyncio.wait_for(called, WAIT))
        loop.run_until_complete(asyncio.sleep(0.01))
        self.assertEqual(call.result(WAIT)["tagCount"], 2)

    def test_a_bridge_keeps_no_closed_loops(self) -> None:
        async def log_in() -> None:
            await self.bridge.call_bytes("log_in", b"\xa0", None)

        for _ in range(5):
            asyncio.run(log_in())
        self.assertLessEqual(len(self.bridge._ports), 1)

    def test_a_listener_of_a_closed_loop_is_refused_and_not_subscribed(self) -> None:
        class Host:
            async def ticked(self) -> None: ...

        loop = self.open_loop()
        loop.close()
        served = Served({}, {}, {"ticked": Event("tick", codec.parameters())})
        before = len(_slots.slots)
        try:
            served.register(self.bridge, Host(), loop, None)
        except RuntimeError as error:
            # Its frames keep what would be unsubscribed by being dropped.
            self.assertIn("closed", str(error))
            self.wait_until(lambda: len(_slots.slots) == before)
        else:
            self.fail("a closed loop was accepted")

    def wait_until(self, condition: Callable[..., bool]) -> None:
        deadline = time.monotonic() + WAIT
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertTrue(condition())
