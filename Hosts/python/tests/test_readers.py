# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of what reads streams and events while the bridge's thread adds to them."""

from __future__ import annotations

import asyncio
import collections
import unittest
from collections.abc import AsyncIterator
from typing import Any, Callable

from host_test_case import LIBRARY, WAIT

from hostcall import Events, Stream, codec
from hostcall.errors import REPLY_OK
from hostcall.events import EventQueue
from hostcall.interface import Event, Served
from hostcall.streams import _Receiver

TICK = Event("tick", codec.parameters(codec.Field("number", "number", codec.INT64)))


class Overtaken(collections.deque[Any]):
    """Has `arrive` run once after a look at it that found nothing, as if on another thread."""

    arrive: Callable[[], None] | None = None

    def __len__(self) -> int:
        found = super().__len__()
        if found == 0:
            self._let_arrive()
        return found

    def __bool__(self) -> bool:
        # That of a deque does not ask for the length in Python 3.9.
        return len(self) > 0

    def popleft(self) -> Any:
        try:
            return super().popleft()
        except IndexError:
            self._let_arrive()
            raise

    def _let_arrive(self) -> None:
        arrive, self.arrive = self.arrive, None
        if arrive is not None:
            arrive()


def is_listening(task: asyncio.Task[Any]) -> bool:
    """Returns whether a task is that of a listener, and not one that it has started."""
    return "listen" in repr(task.get_coro())


class ReaderTests(unittest.IsolatedAsyncioTestCase):
    """Readers get all that comes before the end, and there is one at a time."""

    async def asyncSetUp(self) -> None:
        self.bridge = LIBRARY.open("profile_core_open")
        self.addAsyncCleanup(self.bridge.aclose)
        self.port = self.bridge.port(asyncio.get_running_loop())

    async def test_items_that_come_with_the_end_of_a_stream_are_read(self) -> None:
        receiver, items = _Receiver(self.port), Overtaken()

        def arrive() -> None:
            receiver.item(b"1")
            receiver.item(b"2")
            receiver.finish(REPLY_OK, b"")

        receiver.items, items.arrive = items, arrive
        stream: Stream[bytes] = Stream(
            self.bridge, "any", b"", bytes, lambda _: LookupError(), None
        )
        stream._receiver = receiver
        self.assertEqual([item async for item in stream], [b"1", b"2"])

    async def test_events_that_come_with_the_end_are_read(self) -> None:
        queue, waiting = EventQueue(self.port, 8, False), Overtaken()

        def arrive() -> None:
            queue.event(b"1", 0)
            queue.event(b"2", 0)
            queue.released()

        queue.events, waiting.arrive = waiting, arrive
        events: Events[bytes] = Events(queue, bytes)
        events.subscription = self.bridge.subscribe("tick", print)
        self.assertEqual([event async for event in events], [b"1", b"2"])

    async def test_an_event_that_is_dropped_while_it_is_taken_is_no_error(self) -> None:
        class Emptied(collections.deque[Any]):
            """The bridge's thread drops the oldest event between the look and the take."""

            def __len__(self) -> int:
                found = super().__len__()
                if found == 1 and self[0][0] == b"1":
                    self.clear()
                return found

            def __bool__(self) -> bool:
                return len(self) > 0

        queue, waiting = EventQueue(self.port, 1, False), Emptied([(b"1", 1)])
        queue.events = waiting
        events: Events[bytes] = Events(queue, bytes)
        events.subscription = self.bridge.subscribe("tick", print)
        asyncio.get_running_loop().call_later(0.01, queue.event, b"2", 0)
        found = await asyncio.wait_for(events.__anext__(), WAIT)
        self.assertIn(found, (b"1", b"2"))

    async def test_a_second_reader_at_the_same_time_is_refused(self) -> None:
        go = asyncio.Event()

        async def watch(request: Any) -> AsyncIterator[int]:
            await go.wait()
            yield 7

        self.bridge.register_stream("watch_account", watch)
        for reader, act, first in (
            (self.bridge.call_stream("watch_balance", {"count": 1}), go.set, 7),
            (self.bridge.events("tick"), lambda: self.bridge.emit("tick", 8), 8),
        ):
            task = asyncio.ensure_future(reader.__anext__())
            await asyncio.sleep(0.01)
            with self.assertRaisesRegex(RuntimeError, "another task"):
                await asyncio.wait_for(reader.__anext__(), 3)
            act()
            self.assertEqual(await asyncio.wait_for(task, WAIT), first)

    async def test_whatever_a_typed_listener_raises_it_receives_the_next_event(
        self,
    ) -> None:
        found: asyncio.Queue[int] = asyncio.Queue()

        class Host:
            async def ticked(self, number: int) -> None:
                found.put_nowait(number)
                if number == 0:
                    raise StopAsyncIteration
                if number == 1:
                    other = asyncio.ensure_future(asyncio.sleep(WAIT))
                    other.cancel()
                    await other
                raise LookupError("not now")

        served = Served({}, {}, {"ticked": TICK})
        served.register(self.bridge, Host(), None, None)
        with self.assertLogs("hostcall", "ERROR") as logs:
            for number in range(4):
                self.bridge.emit("tick", {"number": number})
                self.assertEqual(await asyncio.wait_for(found.get(), 3), number)
            await asyncio.sleep(0.01)
        self.assertEqual(len(logs.records), 4)

    async def listen(self) -> set[asyncio.Task[Any]]:
        """Returns the tasks of a listener and of its method, which waits."""
        is_called = asyncio.Event()

        class Host:
            async def ticked(self, number: int) -> None:
                is_called.set()
                await asyncio.sleep(WAIT)

        before = asyncio.all_tasks()
        served = Served({}, {}, {"ticked": TICK})
        served.register(self.bridge, Host(), None, None)
        self.bridge.emit("tick", {"number": 1})
        await asyncio.wait_for(is_called.wait(), WAIT)
        return asyncio.all_tasks() - before

    async def test_a_cancelled_listener_ends(self) -> None:
        added = await self.listen()
        (listening,) = (task for task in added if is_listening(task))
        listening.cancel()
        await asyncio.wait(added, timeout=WAIT)
        self.assertTrue(all(task.done() for task in added))

    async def test_a_listener_ends_that_is_cancelled_together_with_its_method(
        self,
    ) -> None:
        """As at the end of asyncio.run, in whichever order."""
        for is_last in (False, True):
            added = await self.listen()
            for task in sorted(
                added, key=lambda task: is_listening(task) == is_last, reverse=True
            ):
                task.cancel()
            await asyncio.wait(added, timeout=3)
            self.assertTrue(all(task.done() for task in added))
