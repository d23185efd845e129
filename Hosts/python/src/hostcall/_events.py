# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The functions of a bridge for events."""

from __future__ import annotations

import asyncio
import ctypes
from ctypes import c_uint64
from typing import TYPE_CHECKING, Any, Callable, cast

import cbor2

from . import _native, _slots
from ._loop import running_loop
from ._payloads import name_of
from .events import EventQueue, Events, Listener, Subscription
from .status import Status

if TYPE_CHECKING:
    from .bridge import Bridge


class EventFunctions:
    """Emits events, and listens to them."""

    def emit(self, name: str, event: Any = None) -> None:
        """Emits an event in CBOR to all its listeners, on both sides. Never waits."""
        self.emit_bytes(name, cbor2.dumps({} if event is None else event))

    def emit_bytes(self, name: str, event: bytes) -> None:
        """Emits an encoded event."""
        bridge = cast("Bridge", self)
        bridge.library.require(2, "events need")
        emit = bridge.library.fast.emit
        status = emit(bridge.handle, name_of(name), event, len(event))
        bridge.library.check(status)

    def subscribe(
        self,
        name: str,
        function: Callable[[Any], Any],
        *,
        capacity: int = 0,
        drops_newest: bool = False,
        decode: Callable[[bytes], Any] = cbor2.loads,
    ) -> Subscription:
        """Has `function(event)` called for each event of a name.

        The function runs on the bridge's thread, one event after the other, and must not
        block. At most `capacity` events wait for it, by default 256; then the oldest is
        dropped, or the newest.
        """
        listener = Listener(name, function, decode)
        return self._subscribe(name, listener, capacity, drops_newest)

    def events(
        self,
        name: str,
        *,
        capacity: int = 256,
        drops_newest: bool = False,
        decode: Callable[[bytes], Any] = cbor2.loads,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> Events[Any]:
        """Returns an async iterator over the events of a name that are emitted from now on.

        At most `capacity` events wait for the iteration; then the oldest is dropped, or the
        newest.
        """
        bridge = cast("Bridge", self)
        loop = loop or running_loop(f"the events of {name!r} are iterated")
        queue = EventQueue(bridge.port(loop), max(1, capacity), drops_newest)
        events: Events[Any] = Events(queue, decode)
        events.subscription = self._subscribe(name, queue, capacity, drops_newest)
        return events

    def _subscribe(
        self, name: str, listener: object, capacity: int, drops_newest: bool
    ) -> Subscription:
        bridge = cast("Bridge", self)
        bridge.library.require(2, "events need")
        encoded_name, number, subscription = (
            name_of(name),
            _slots.add(listener),
            c_uint64(),
        )
        struct = _native.ListenerStruct(
            ctypes.sizeof(_native.ListenerStruct),
            _slots.event,
            _slots.release,
            number,
            _native.DROP_NEWEST if drops_newest else _native.DROP_OLDEST,
            capacity,
        )
        status = bridge.library.c.hostcall_subscribe(
            bridge.handle, encoded_name, struct, subscription
        )
        if status != Status.OK:
            _slots.remove(number)
            bridge.library.check(status)
        return Subscription(bridge, subscription.value)
