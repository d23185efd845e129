# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of streams and events in both directions, with the stream that ProfileCore passes on."""

from __future__ import annotations

import asyncio
import gc
import unittest
from collections.abc import AsyncIterator
from typing import Any

from host_test_case import LIBRARY, WAIT

import hostcall
from hostcall import Code, Events, _slots, codec
from hostcall.events import EventQueue
from hostcall.interface import Event, Served


class StreamTests(unittest.IsolatedAsyncioTestCase):
    """watch_balance of the core has the items of the host's watch_account."""

    async def asyncSetUp(self) -> None:
        self.slots_before = len(_slots.slots)
        self.bridge = LIBRARY.open("profile_core_open")
        self.addAsyncCleanup(self.bridge.aclose)
        self.sent = 0
        self.left = asyncio.Event()
        self.kept: list[AsyncIterator[int]] = []
        self.bridge.register_stream("watch_account", self.keep)

    def keep(self, request: Any) -> AsyncIterator[int]:
        """Returns an iterator that is not closed by being dropped."""
        self.kept.append(self.watch(request))
        return self.kept[-1]

    async def watch(self, request: Any) -> AsyncIterator[int]:
        try:
            for number in range(request["count"]):
                self.sent += 1
                yield number
            if request.get("stays"):
                await asyncio.sleep(WAIT)
            if request.get("fails"):
                raise hostcall.Failure({"code": "gone", "retryable": False})
            if request.get("crashes"):
                raise LookupError("crash")
        finally:
            self.left.set()

    def stream(self, count: int, **options: Any) -> hostcall.Stream[int]:
        request = {"count": count, **{key: True for key in options.pop("how", ())}}
        return self.bridge.call_stream("watch_balance", request, **options)

    async def test_items_arrive_in_order_and_then_the_end(self) -> None:
        for count in (0, 1, 1000):
            self.assertEqual(
                [item async for item in self.stream(count)], list(range(count))
            )
        stream = self.stream(1)
        self.assertEqual([item async for item in stream], [0])
        self.assertEqual([item async for item in stream], [])

    async def test_a_name_with_a_nul_is_refused(self) -> None:
        with self.assertRaisesRegex(ValueError, "contains a NUL"):
            await self.bridge.call_stream("watch_balance\0", {"count": 1}).__anext__()

    async def test_a_plain_iterable_is_a_stream_too(self) -> None:
        self.bridge.register_stream(
            "watch_account", lambda request: range(request["count"])
        )
        self.assertEqual(
            [item async for item in self.stream(50, buffer=1)], list(range(50))
        )

    async def test_a_failure_and_an_error_come_after_the_items(self) -> None:
        for how, kind in (
            ("fails", hostcall.CallFailure),
            ("crashes", hostcall.CallError),
        ):
            found = []
            with self.assertRaises(kind):
                if how == "crashes":
                    with self.assertLogs("hostcall", "ERROR"):
                        async for item in self.stream(3, how=[how]):
                            found.append(item)
                else:
                    async for item in self.stream(3, how=[how]):
                        found.append(item)
            self.assertEqual(found, [0, 1, 2])

    async def test_a_stream_that_is_left_ends_in_the_host_and_had_little_in_advance(
        self,
    ) -> None:
        async with self.stream(1_000_000, buffer=8) as stream:
            self.assertEqual([await stream.__anext__() for _ in range(3)], [0, 1, 2])
            await asyncio.sleep(0.05)
        await asyncio.wait_for(self.left.wait(), WAIT)
        self.assertLess(self.sent, 40)
        with self.assertRaises(StopAsyncIteration):
            await stream.__anext__()

    async def test_a_stream_that_is_dropped_ends_in_the_host(self) -> None:
        stream = self.stream(1_000_000)
        await stream.__anext__()
        del stream
        gc.collect()
        await asyncio.wait_for(self.left.wait(), WAIT)

    async def test_cancelling_the_reader_ends_the_stream(self) -> None:
        stream = self.stream(1, how=["stays"])
        await stream.__anext__()
        task = asyncio.ensure_future(stream.__anext__())
        await asyncio.sleep(0.01)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(self.left.wait(), WAIT)

    async def test_a_timeout_ends_the_stream_on_both_sides(self) -> None:
        for limit in ("timeout", "silence"):
            self.left.clear()
            with self.assertRaises(hostcall.CallError) as raised:
                async for _ in self.stream(1, how=["stays"], **{limit: 0.1}):
                    pass
            self.assertEqual(raised.exception.code, Code.DEADLINE_EXCEEDED)
            await asyncio.wait_for(self.left.wait(), WAIT)

    async def test_a_stream_that_is_not_iterated_has_no_effect(self) -> None:
        self.stream(1)
        await self.bridge.aclose()
        self.assertEqual((self.sent, len(_slots.slots)), (0, self.slots_before))

    async def test_a_close_ends_streams(self) -> None:
        stream = self.stream(1, how=["stays"])
        await stream.__anext__()
        await self.bridge.aclose()
        with self.assertRaises(hostcall.CallCancelled):
            await stream.__anext__()
        await asyncio.wait_for(self.left.wait(), WAIT)

    async def test_a_buffer_without_room_and_an_unknown_name_are_refused(self) -> None:
        with self.assertRaises(ValueError):
            self.stream(1, buffer=0)
        with self.assertRaises(hostcall.StatusError) as raised:
            await self.bridge.call_stream("no_such_stream").__anext__()
        self.assertEqual(raised.exception.status, hostcall.Status.NOT_REGISTERED)


class EventTests(unittest.IsolatedAsyncioTestCase):
    """Events, which reach the listeners of the bridge that they are emitted on."""

    async def asyncSetUp(self) -> None:
        self.bridge = LIBRARY.open("profile_core_open")
        self.addAsyncCleanup(self.bridge.aclose)

    async def test_functions_and_iterators_receive_all_events_in_order(self) -> None:
        found: list[Any] = []
        self.bridge.subscribe("tick", found.append)
        events = self.bridge.events("tick")
        for number in range(100):
            self.bridge.emit("tick", {"number": number})
        received = [(await events.__anext__())["number"] for _ in range(100)]
        self.assertEqual((received, events.dropped), (list(range(100)), 0))
        await self.bridge.aclose()
        self.assertEqual([event["number"] for event in found], list(range(100)))
        self.assertEqual([event async for event in events], [])

    async def test_a_slow_iterator_is_told_how_many_events_it_has_missed(self) -> None:
        for drops_newest, first, dropped in ((False, 96, 96), (True, 0, 0)):
            bridge = LIBRARY.open("profile_core_open")
            events = bridge.events("tick", capacity=4, drops_newest=drops_newest)
            for number in range(100):
                bridge.emit("tick", number)
            await bridge.aclose()  # which delivers all
            found = [(event, events.dropped) async for event in events]
            counts = [dropped, 0, 0, 0]
            self.assertEqual(found, list(zip(range(first, first + 4), counts)))

    async def test_a_full_queue_drops_the_oldest_or_the_newest(self) -> None:
        for drops_newest, expected in (
            (False, [(7, 7), (8, 0), (9, 0)]),
            (True, [(0, 0), (1, 0), (2, 0)]),
        ):
            port = self.bridge.port(asyncio.get_running_loop())
            queue = EventQueue(port, 3, drops_newest)
            for number in range(10):
                queue.event(bytes([number]), 0)
            queue.released()
            events: Events[int] = Events(queue, lambda payload: payload[0])
            found = [(event, events.dropped) async for event in events]
            self.assertEqual(found, expected)

    async def test_a_listener_that_raises_is_logged_and_receives_the_next_event(
        self,
    ) -> None:
        found: list[Any] = []

        def listen(event: Any) -> None:
            found.append(event)
            raise LookupError("not now")

        self.bridge.subscribe("tick", listen)
        with self.assertLogs("hostcall", "ERROR") as logs:
            self.bridge.emit("tick", 1)
            self.bridge.emit("tick", 2)
            await self.bridge.aclose()
        self.assertEqual((found, len(logs.records)), ([1, 2], 2))

    async def test_a_typed_listener_runs_on_its_loop_wherever_it_is_registered(
        self,
    ) -> None:
        loop = asyncio.get_running_loop()
        found: asyncio.Queue[tuple[int, bool]] = asyncio.Queue()

        class Host:
            async def ticked(self, number: int) -> None:
                found.put_nowait((number, asyncio.get_running_loop() is loop))

        tick = Event(
            "tick", codec.parameters(codec.Field("number", "number", codec.INT64))
        )
        served = Served({}, {}, {"ticked": tick})
        register = loop.run_in_executor(
            None, served.register, self.bridge, Host(), loop, None
        )
        await asyncio.wait_for(register, WAIT)
        self.bridge.emit("tick", {"number": 7})
        self.assertEqual(await asyncio.wait_for(found.get(), WAIT), (7, True))

    async def test_an_unsubscribed_listener_receives_nothing_more(self) -> None:
        found: list[Any] = []
        self.bridge.subscribe("tick", found.append).unsubscribe()
        events = self.bridge.events("tick")
        await events.aclose()
        self.bridge.emit("tick", 1)
        self.assertEqual([event async for event in events], [])
        await self.bridge.aclose()
        self.assertEqual(found, [])

    async def test_a_closed_bridge_refuses_events_in_words(self) -> None:
        await self.bridge.aclose()
        for action in (
            lambda: self.bridge.emit("tick"),
            lambda: self.bridge.subscribe("tick", print),
        ):
            with self.assertRaises(hostcall.StatusError) as raised:
                action()
            self.assertEqual(raised.exception.status, hostcall.Status.INVALID_BRIDGE)
