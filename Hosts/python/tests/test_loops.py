# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of event loops that end before their bridge."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from typing import Any, Callable

from host_test_case import ADA, LIBRARY, WAIT, HostTestCase

import hostcall
from hostcall import _loop, _slots, codec
from hostcall.interface import Event, Served


class ClosedLoop(asyncio.SelectorEventLoop):
    """A loop that another thread closes while this one wakes it."""

    woken: Callable[[], object] | None = None

    def _call_soon(self, *arguments: Any) -> Any:
        woken, self.woken = self.woken, None
        if woken is not None:
            self.close()
            woken()
        return super()._call_soon(*arguments)  # type: ignore[misc]


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

    def test_calls_that_run_at_the_end_of_a_loop_are_refused(self) -> None:
        loop, reader = self.open_loop(), self.open_loop()
        begun = [loop.create_future(), loop.create_future()]

        async def fetch(request: Any) -> Any:
            begun[0].set_result(None)
            await loop.create_future()

        class Waiting(AsyncIterator[int]):
            async def __anext__(self) -> int:
                begun[1].set_result(None)
                item: int = await loop.create_future()
                return item

        async def read() -> int:
            stream = self.bridge.call_stream("watch_balance", {"count": 1})
            item: int = await asyncio.wait_for(stream.__anext__(), WAIT)
            return item

        self.bridge.register("fetch_profile", fetch, loop=loop)
        self.bridge.register_stream("watch_account", lambda _: Waiting(), loop=loop)
        call, reading = self.start(), reader.create_task(read())
        reader.run_until_complete(asyncio.sleep(0))  # opens the stream
        for each in begun:
            loop.run_until_complete(asyncio.wait_for(each, WAIT))
        with self.assertLogs("asyncio", "ERROR"):  # two tasks were destroyed
            loop.close()
            gc.collect()
        with self.assertRaisesRegex(hostcall.CallFailure, "closed"):
            call.result(WAIT)
        with self.assertRaisesRegex(hostcall.CallError, "closed"):
            reader.run_until_complete(reading)
        self.assertEqual(len(self.bridge.port(loop)._running), 0)

    def test_a_loop_keeps_nothing_of_a_closed_bridge(self) -> None:
        async def fetch(request: Any) -> Any:
            return ADA

        async def log_in() -> list[weakref.ref[Any]]:
            async with LIBRARY.open("profile_core_open") as bridge:
                self.register_clock(bridge)
                bridge.register("fetch_profile", fetch)
                welcome = await bridge.call_async("log_in", {"userID": 7})
                self.assertEqual(welcome["tagCount"], 2)
                return [weakref.ref(bridge), weakref.ref(bridge.port(loop))]

        loop = self.open_loop()
        kept = loop.run_until_complete(log_in())

        def is_gone() -> bool:
            gc.collect()
            return [each() for each in kept] == [None, None]

        self.wait_until(
            is_gone
        )  # the thread that has closed the bridge has it a bit longer

    def test_a_loop_keeps_two_timers_of_closed_bridges(self) -> None:
        async def fetch(request: Any) -> Any:
            return ADA

        async def log_in() -> None:
            async with LIBRARY.open("profile_core_open") as bridge:
                self.register_clock(bridge)
                bridge.register("fetch_profile", fetch)
                await bridge.call_async("log_in", {"userID": 7})

        loop = self.open_loop()
        for _ in range(3):
            loop.run_until_complete(log_in())
        timers: list[Any] = loop._scheduled  # type: ignore[attr-defined]
        alarms = [each for each in timers if isinstance(each._callback, _loop._Alarm)]
        self.assertEqual(len(alarms), 2)
        # An hour later there is nothing to watch, and the timers end.
        gc.collect()
        for alarm in alarms:
            alarm._run()
        timers.clear()
        self.assertNotIn(loop, _loop._Alarm._of_loops)
        loop.run_until_complete(log_in())
        self.assertEqual(len(timers), 2)

    def test_calls_during_whose_wakeup_the_loop_is_closed_are_refused(self) -> None:
        async def fetch(request: Any) -> Any:
            return ADA

        refused: list[BaseException] = []
        loop = ClosedLoop()
        self.addCleanup(loop.close)
        self.bridge.register("fetch_profile", fetch, loop=loop)
        port = self.bridge.port(loop)
        # Another thread's call does not wake the loop, since this one does.
        loop.woken = lambda: port.post(lambda: None, refused=refused.append)
        for _ in range(2):
            with self.assertRaisesRegex(hostcall.CallFailure, "closed"):
                self.start().result(WAIT)
        self.assertEqual([str(each) for each in refused], ["Event loop is closed"])

    def test_calls_that_wait_for_a_loop_that_runs_again_are_answered(self) -> None:
        loop = self.open_loop()
        called = loop.create_future()

        async def fetch(request: Any) -> Any:
            called.set_result(None)
            return ADA

        self.bridge.register("fetch_profile", fetch, loop=loop)
        loop.run_until_complete(asyncio.sleep(0))
        port, call = self.bridge.port(loop), self.start()
        self.wait_until(lambda: len(port._pending) == 1)
        loop.run_until_complete(asyncio.wait_for(called, WAIT))
        answered = asyncio.wrap_future(call, loop=loop)
        answer = loop.run_until_complete(asyncio.wait_for(answered, WAIT))
        self.assertEqual(answer["tagCount"], 2)

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
