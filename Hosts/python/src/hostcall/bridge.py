# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A bridge between a core and this program."""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import ctypes
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable

import cbor2

from . import _native, _slots
from ._calls import CallFunctions
from ._events import EventFunctions
from ._handlers import Formats, Handler, UntypedFormats, is_async
from ._loop import LoopPort, LoopPorts, running_loop
from ._payloads import name_of
from ._stream_handlers import StreamHandler
from .calls import options_of
from .context import Metadata, current_metadata, metadata_of
from .status import Status, StatusError

if TYPE_CHECKING:
    from .library import Library


class Bridge(CallFunctions, EventFunctions):
    """A bridge to a core.

    Close it with `close`, or in asyncio with `aclose`; or use it as a context manager. The
    bridges that are open when the interpreter ends are closed then. Functions may be called
    on any thread, unless they say otherwise.
    """

    def __init__(self, library: Library, handle: int) -> None:
        self.library, self.handle = library, handle
        self._process = os.getpid()
        self._ports = LoopPorts()
        # The interpreter cannot run callbacks once it has been finalized.
        atexit.register(self.close)

    def port(self, loop: asyncio.AbstractEventLoop) -> LoopPort:
        """Returns the way to the thread of a loop."""
        return self._ports.of(loop)

    # -- Functions of the host ------------------------------------------------------------

    def register(
        self,
        name: str,
        handler: Callable[..., Any],
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        deferred: bool = False,
        executor: concurrent.futures.Executor | None = None,
        request_format: str | None = None,
        response_format: str | None = None,
        fingerprint: int = 0,
        formats: Formats | None = None,
    ) -> None:
        """Registers `handler(request)`, whose result is the response, under a name.

        An async function runs as a task of `loop`, by default the running loop. A plain
        function runs on the core's thread, where it must not block, or in `executor`. With
        `deferred`, the handler is called as `handler(call_id, request)`, its result is
        ignored, and `complete` answers later, from any thread. The formats are those of
        `struct` ("=I"), for a raw call; without them raw values are bytes. With a
        `fingerprint`, which `describe` returns, a core whose call has changed refuses the
        handler: a StatusError says what differs.
        """
        needs_loop = is_async(handler)
        if (loop is not None) if not needs_loop else (deferred or executor is not None):
            raise ValueError(
                f"{name!r}: an async handler accepts a loop, a plain one an executor or "
                "deferred"
            )
        if needs_loop and loop is None:
            loop = running_loop(f"the handler of {name!r} is async")
        formats = formats or UntypedFormats(request_format, response_format)
        slot = Handler(
            self,
            name,
            handler,
            formats,
            loop=loop,
            executor=executor,
            deferred=deferred,
        )
        encoded_name, number = name_of(name), _slots.add(slot)
        registration = _native.HandlerStruct(
            ctypes.sizeof(_native.HandlerStruct),
            _slots.invoke,
            _slots.cancel,
            _slots.release,
            number,
            fingerprint,
        )
        status = self.library.c.hostcall_register_handler(
            self.handle, encoded_name, registration
        )
        self._check_slot(status, number)

    def register_stream(
        self,
        name: str,
        handler: Callable[..., Any],
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        fingerprint: int = 0,
        formats: Formats | None = None,
    ) -> None:
        """Registers `handler(request)`, which returns an async iterator or an iterable.

        It runs on `loop`, by default the running loop, and so does the iteration, which
        waits while the core has granted no credit.
        """
        self.library.require(2, "streams need")
        loop = loop or running_loop(f"the handler of {name!r} is a stream")
        formats = formats or UntypedFormats(None, None)
        slot = StreamHandler(self, name, handler, formats, loop=loop)
        encoded_name, number = name_of(name), _slots.add(slot)
        registration = _native.StreamHandlerStruct(
            ctypes.sizeof(_native.StreamHandlerStruct),
            _slots.invoke,
            _slots.credit,
            _slots.stream_cancel,
            _slots.release,
            number,
            fingerprint,
        )
        status = self.library.c.hostcall_register_stream(
            self.handle, encoded_name, registration
        )
        self._check_slot(status, number)

    def unregister(self, name: str) -> None:
        """Removes the handler of a name."""
        status = self.library.c.hostcall_unregister(self.handle, name_of(name))
        self.library.check(status)

    def complete(self, call_id: int, outcome: int, payload: bytes = b"") -> Status:
        """Answers a call with an encoded payload."""
        return Status(self.answer(call_id, outcome, bytes(memoryview(payload))))

    def answer(self, call_id: int, outcome: int, payload: bytes) -> int:
        """Answers a call; returns the status as a number."""
        complete = self.library.fast.complete
        status: int = complete(self.handle, call_id, outcome, payload, len(payload))
        return status

    def send(self, call_id: int, item: bytes) -> Status:
        """Sends an encoded item of a stream; WOULD_BLOCK says that there is no credit."""
        send = self.library.fast.send
        return Status(send(self.handle, call_id, item, len(item)))

    def metadata(self, call_id: int) -> Metadata:
        """Returns the metadata of a pending call; empty if it has none, or has ended."""
        return metadata_of(self, call_id)

    def _check_slot(self, status: int, number: int) -> None:
        """Raises unless a status is OK; then no callback comes that would end the slot."""
        if status != Status.OK:
            _slots.remove(number)
            self.library.check(status)

    # -- Calls to the core ----------------------------------------------------------------

    def options(
        self,
        timeout: float | None,
        metadata: Mapping[str, str | bytes] | None,
        *,
        fingerprint: int = 0,
        silence: float | None = None,
    ) -> _native.CallOptions | None:
        """Returns the options of a call; None if there are none."""
        if metadata is None:
            metadata = current_metadata.get()
        options = options_of(timeout, metadata, fingerprint, silence)
        if options is not None:
            self.library.require(2, "a timeout, metadata and a fingerprint need")
        return options

    def loop(self) -> asyncio.AbstractEventLoop:
        """Returns the running loop. A loop does not run in a child of its process."""
        if os.getpid() != self._process:
            raise StatusError(Status.INVALID_BRIDGE, "a forked child has no bridges")
        return running_loop("a call is awaited")

    def cancel(self, call_id: int) -> Status:
        """Cancels a call to the core."""
        return Status(self.library.fast.cancel(self.handle, call_id))

    # -- The bridge -----------------------------------------------------------------------

    def describe(self) -> dict[str, Any]:
        """Returns the descriptor: the calls that the core makes and offers."""
        size, buffer = ctypes.c_size_t(), None
        c = self.library.c
        while True:
            status = c.hostcall_describe(self.handle, buffer, size, size)
            # The descriptor may grow in between.
            expected = Status.OK if buffer is None else Status.RESOURCE_EXHAUSTED
            if status != expected:
                break
            buffer = ctypes.create_string_buffer(size.value)
        self.library.check(status)
        assert buffer is not None
        described: dict[str, Any] = cbor2.loads(buffer.raw[: size.value])
        return described

    def statistics(self) -> dict[str, int]:
        """Returns the counters of the bridge: see hostcall_statistics."""
        self.library.require(2, "statistics need")
        counters = _native.Statistics(size=ctypes.sizeof(_native.Statistics))
        c = self.library.c
        self.library.check(c.hostcall_get_statistics(self.handle, counters))
        names = [name for name, *_ in _native.Statistics._fields_[1:]]
        return {name: getattr(counters, name) for name in names}

    def close(self) -> None:
        """Closes the bridge, if it is open. Waits for running callbacks."""
        if asyncio._get_running_loop() is not None:
            raise RuntimeError(
                "close() would block the running event loop: use `await bridge.aclose()`"
            )
        status = self.library.c.hostcall_close(self.handle)
        if status == Status.INVALID_ARGUMENT:
            self.library.check(status)  # inside a callback
        atexit.unregister(self.close)
        self._ports.clear()

    def discard(self) -> None:
        """Closes a bridge on which nothing has been called."""
        self.library.c.hostcall_close(self.handle)
        atexit.unregister(self.close)

    async def aclose(self) -> None:
        """Closes the bridge in another thread: a callback may be waiting for the loop."""
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def __enter__(self) -> Bridge:
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    async def __aenter__(self) -> Bridge:
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.aclose()
