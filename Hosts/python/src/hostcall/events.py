# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Listeners to events."""

from __future__ import annotations

import asyncio
import collections
import contextlib
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Callable, Generic, TypeVar

from ._handlers import is_ending, log

if TYPE_CHECKING:
    from ._loop import LoopPort
    from .bridge import Bridge

T = TypeVar("T")


class Listener:
    """Passes events to a function, on the bridge's thread."""

    def __init__(
        self, name: str, function: Callable[[Any], Any], decode: Callable[[bytes], Any]
    ) -> None:
        self._name, self._function, self._decode = name, function, decode

    def event(self, payload: bytes, dropped: int) -> None:
        """Takes an event."""
        try:
            self._function(self._decode(payload))
        except BaseException as error:
            if not is_ending():
                log.error("a listener of %r raised", self._name, exc_info=error)

    def released(self) -> None:
        """The subscription has ended."""


class Subscription:
    """A subscription of a function, until `unsubscribe` or the close of the bridge."""

    def __init__(self, bridge: Bridge, subscription: int) -> None:
        self._bridge, self._subscription = bridge, subscription

    def unsubscribe(self) -> None:
        """Ends the subscription. One event may still be on its way to the function."""
        self._bridge.library.c.hostcall_unsubscribe(
            self._bridge.handle, self._subscription
        )


class EventQueue:
    """The events that wait for an iterator. Never refers to it: it may be dropped."""

    def __init__(self, port: LoopPort, capacity: int, drops_newest: bool) -> None:
        self.port, self._capacity, self._drops_newest = port, capacity, drops_newest
        # Each event with the number of those that were emitted up to it.
        self.events: collections.deque[tuple[bytes, int]] = collections.deque()
        self.waiter: asyncio.Future[None] | None = None
        self.is_ended = False
        self._count = 0
        self._is_posted = False

    def event(self, payload: bytes, dropped: int) -> None:
        """Takes an event, on the bridge's thread."""
        self._count += dropped + 1
        if len(self.events) >= self._capacity:
            if self._drops_newest:
                return
            with contextlib.suppress(IndexError):  # the loop has just taken it
                self.events.popleft()
        self.events.append((payload, self._count))
        self._post()

    def released(self) -> None:
        """The subscription has ended."""
        self.is_ended = True
        self._post()

    def _post(self) -> None:
        if not self._is_posted:
            self._is_posted = True
            self.port.post(self._wake)

    def _wake(self) -> None:
        self._is_posted = False
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)


class Events(AsyncIterator[T], Generic[T]):
    """The events of a name, from its creation on, until `aclose` or the close of the bridge.

    `dropped` is the number of events that were dropped just before the last one, because
    the iteration was too slow. Used on the thread of one loop, by one task at a time: a
    second task that awaits an event raises a RuntimeError.
    """

    subscription: Subscription | None = None

    def __init__(self, queue: EventQueue, decode: Callable[[bytes], T]) -> None:
        self._queue, self._decode = queue, decode
        self.dropped = self._count = 0

    def __aiter__(self) -> Events[T]:
        return self

    async def __anext__(self) -> T:
        queue = self._queue
        while True:
            # Before the events: none comes after the end, but some come with it.
            is_ended = queue.is_ended or self.subscription is None
            try:
                payload, count = queue.events.popleft()
                break
            except IndexError:  # the bridge's thread may have dropped the last one
                if is_ended:
                    raise StopAsyncIteration from None
            if queue.waiter is not None:
                raise RuntimeError("another task awaits one of these events")
            queue.waiter = queue.port.loop.create_future()
            try:
                # An event that came before the future was set is seen here.
                if not queue.events and not queue.is_ended:
                    await queue.waiter
            finally:
                queue.waiter = None
        self.dropped, self._count = count - self._count - 1, count
        return self._decode(payload)

    async def aclose(self) -> None:
        """Ends the subscription, and drops the events that wait."""
        self._queue.events.clear()
        if self.subscription is not None:
            self.subscription.unsubscribe()
            self.subscription = None

    async def __aenter__(self) -> Events[T]:
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.aclose()

    def __del__(self) -> None:
        if self.subscription is not None:
            self.subscription.unsubscribe()
