# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Streams of the core, which the host reads."""

from __future__ import annotations

import asyncio
import collections
from collections.abc import AsyncIterator
from ctypes import c_uint64
from typing import TYPE_CHECKING, Any, Callable, Generic, TypeVar

from . import _native, _slots
from ._payloads import name_of
from .errors import REPLY_FAILURE, REPLY_OK, error_of
from .status import Status

if TYPE_CHECKING:
    from ._loop import LoopPort
    from .bridge import Bridge

T = TypeVar("T")


class _Receiver:
    """What the core sends. Never refers to its `Stream`, which may be dropped."""

    def __init__(self, port: LoopPort) -> None:
        self.port, self.id = port, c_uint64(0)
        self.items: collections.deque[bytes] = collections.deque()
        self.end: tuple[int, bytes] | None = None
        self.waiter: asyncio.Future[None] | None = None
        self._is_posted = False

    def item(self, payload: bytes) -> None:
        """Takes an item, on the bridge's thread."""
        self.items.append(payload)
        self._post()

    def finish(self, outcome: int, payload: bytes) -> None:
        """Takes the end, after all items."""
        self.end = outcome, payload
        self._post()

    def _post(self) -> None:
        # The loop resets the flag before it looks at the items, so none is left.
        if not self._is_posted:
            self._is_posted = True
            self.port.post(self._wake)

    def _wake(self) -> None:
        self._is_posted = False
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_result(None)


class Stream(AsyncIterator[T], Generic[T]):
    """The elements that the core sends.

    The stream is opened when its first element is awaited; until then it has no effect.
    It ends with the iteration, with an exception, with `aclose`, when a task that awaits an
    element is cancelled, or when it is dropped. Used on the thread of one loop, by one task
    at a time: a second task that awaits an element raises a RuntimeError.
    """

    def __init__(
        self,
        bridge: Bridge,
        name: str,
        request: bytes,
        decode: Callable[[bytes], T],
        failure: Callable[[bytes], Exception],
        options: _native.CallOptions | None,
        buffer: int = 16,
    ) -> None:
        if not 1 <= buffer <= 1 << 16:
            raise ValueError(
                f"found a buffer of {buffer} elements; expected 1 to 65536"
            )
        self._bridge, self._name, self._request = bridge, name, request
        self._encoded_name = name_of(name)
        self._decode, self._failure, self._options = decode, failure, options
        self._buffer, self._taken = buffer, 0
        self._receiver: _Receiver | None = None
        self._is_closed = False

    def __aiter__(self) -> Stream[T]:
        return self

    async def __anext__(self) -> T:
        if self._is_closed:
            raise StopAsyncIteration
        receiver = self._receiver or self._open()
        while True:
            # Before the items: none comes after the end, but some come with it.
            end = receiver.end
            if receiver.items:
                break
            if end is not None:
                self._is_closed = True
                self._raise(*end)
            if receiver.waiter is not None:
                raise RuntimeError("another task awaits an element of this stream")
            receiver.waiter = receiver.port.loop.create_future()
            try:
                # An item that came before the future was set is seen here.
                if not receiver.items and receiver.end is None:
                    await receiver.waiter
            except asyncio.CancelledError:
                self._cancel()
                raise
            finally:
                receiver.waiter = None
        payload = receiver.items.popleft()
        self._grant(receiver)
        try:
            return self._decode(payload)
        except BaseException:
            self._cancel()
            raise

    def _open(self) -> _Receiver:
        bridge, c = self._bridge, self._bridge.library.c
        receiver = _Receiver(bridge.port(bridge.loop()))
        slot = _slots.add(receiver)
        status = c.hostcall_call_stream(
            bridge.handle,
            self._encoded_name,
            self._request,
            len(self._request),
            self._options,
            _slots.item,
            _slots.reply,
            slot,
            receiver.id,
        )
        if status != Status.OK:
            self._is_closed = True
            _slots.remove(slot)
            bridge.library.check(status)
        self._receiver = receiver
        c.hostcall_grant(bridge.handle, receiver.id.value, self._buffer)
        return receiver

    def _grant(self, receiver: _Receiver) -> None:
        # Grants half of the buffer at a time.
        self._taken += 1
        if self._taken >= (self._buffer + 1) // 2 and receiver.end is None:
            handle, taken, self._taken = self._bridge.handle, self._taken, 0
            self._bridge.library.c.hostcall_grant(handle, receiver.id.value, taken)

    def _raise(self, outcome: int, payload: bytes) -> None:
        if outcome == REPLY_OK:
            raise StopAsyncIteration
        if outcome == REPLY_FAILURE:
            raise self._failure(payload)
        raise error_of(outcome, payload, self._name)

    def _cancel(self) -> None:
        self._is_closed = True
        receiver = self._receiver
        if receiver is not None and receiver.end is None:
            receiver.items.clear()
            self._bridge.cancel(receiver.id.value)

    async def aclose(self) -> None:
        """Gives the stream up, if it has not ended."""
        self._cancel()

    async def __aenter__(self) -> Stream[T]:
        return self

    async def __aexit__(self, *_: Any) -> None:
        self._cancel()

    def __del__(self) -> None:
        if not getattr(self, "_is_closed", True):
            self._cancel()
