# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""What generated hosts consist of: calls, streams and events with types."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import contextvars
import inspect
import os
from collections.abc import Mapping
from typing import Any, Callable, Generic, TypeVar

import cbor2

from . import _native
from ._handlers import TypedFormats, is_async, is_ending, log
from ._loop import running_loop
from .bridge import Bridge
from .calls import options_of
from .codec import Codec, DecodingError
from .context import NO_METADATA, current_metadata
from .errors import REPLY_FAILURE, REPLY_OK, CallFailure, DeclaredFailure, error_of
from .library import Library
from .streams import Stream

R = TypeVar("R")
H = TypeVar("H")
C = TypeVar("C", bound="Client[Any]")
Parameters = dict[str, Any]


class Call(Generic[R]):
    """A call, or a stream, with types: of a stream, `response` is each element."""

    def __init__(
        self,
        name: str,
        fingerprint: int,
        request: Codec[Parameters],
        response: Codec[R],
        failure: Codec[Any] | None = None,
    ) -> None:
        self.name, self.fingerprint = name, fingerprint
        self.request, self.response, self.failure = request, response, failure
        self.formats = TypedFormats(request, response, failure)
        # Of calls without a timeout and metadata; C only reads it.
        self.options = options_of(None, NO_METADATA, fingerprint)

    def answer(self, outcome: int, payload: bytes) -> R:
        """Returns the response of a call, or raises what it ended with."""
        if outcome == REPLY_OK:
            try:
                return self.response.decode(payload)
            except DecodingError as error:
                raise error.within(f"the response of {self.name}") from None
        if outcome == REPLY_FAILURE:
            raise self.failed(payload)
        raise error_of(outcome, payload, self.name)

    def failed(self, payload: bytes) -> Exception:
        """Returns the declared failure."""
        if self.failure is None:
            return CallFailure(cbor2.loads(payload), self.name)
        try:
            failure = self.failure.decode(payload)
        except DecodingError as error:
            return error.within(f"the failure of {self.name}")
        assert isinstance(failure, DeclaredFailure)
        return failure


class Event:
    """An event with types."""

    def __init__(
        self, name: str, payload: Codec[Parameters], drops_newest: bool = False
    ) -> None:
        self.name, self.payload, self.drops_newest = name, payload, drops_newest


class Served:
    """The functions of a host, by the names of their methods."""

    def __init__(
        self,
        calls: Mapping[str, Call[Any]],
        streams: Mapping[str, Call[Any]],
        events: Mapping[str, Event],
    ) -> None:
        self.calls, self.streams, self.events = calls, streams, events

    def register(
        self,
        bridge: Bridge,
        host: object,
        loop: asyncio.AbstractEventLoop | None,
        executor: concurrent.futures.Executor | None,
    ) -> None:
        """Registers all of them, or none."""
        with contextlib.ExitStack() as undo:
            for method, call in self.calls.items():
                function = _method(host, method)
                is_plain = not is_async(function)
                bridge.register(
                    call.name,
                    _with_parameters(function),
                    loop=None if is_plain else loop,
                    executor=executor if is_plain else None,
                    fingerprint=call.fingerprint,
                    formats=call.formats,
                )
                undo.callback(bridge.unregister, call.name)
            for method, call in self.streams.items():
                bridge.register_stream(
                    call.name,
                    _with_parameters(_method(host, method)),
                    loop=loop,
                    fingerprint=call.fingerprint,
                    formats=call.formats,
                )
                undo.callback(bridge.unregister, call.name)
            for method, event in self.events.items():
                undo.callback(_listen(bridge, event, _method(host, method), loop))
            undo.pop_all()


def _method(host: object, name: str) -> Callable[..., Any]:
    function: Callable[..., Any] | None = getattr(host, name, None)
    if not callable(function):
        raise TypeError(
            f"the host, of the type {type(host).__name__}, has no method {name}"
        )
    if isinstance(host, type) and inspect.isfunction(
        inspect.getattr_static(host, name, None)
    ):
        raise TypeError(f"the host is the class {host.__name__}: pass an object of it")
    return function


def _with_parameters(function: Callable[..., Any]) -> Callable[[Parameters], Any]:
    if is_async(function):

        async def answers(parameters: Parameters) -> Any:
            return await function(**parameters)

        return answers
    return lambda parameters: function(**parameters)


def _listen(
    bridge: Bridge,
    event: Event,
    function: Callable[..., Any],
    loop: asyncio.AbstractEventLoop | None,
) -> Callable[[], Any]:
    """Subscribes a method; returns how to end the subscription."""
    if not is_async(function):
        return bridge.subscribe(
            event.name,
            _with_parameters(function),
            drops_newest=event.drops_newest,
            decode=event.payload.decode,
        ).unsubscribe
    loop = loop or running_loop(f"the listener of {event.name!r} is async")
    events = bridge.events(
        event.name,
        drops_newest=event.drops_newest,
        decode=event.payload.decode,
        loop=loop,
    )

    run = _with_parameters(function)

    def failed(error: BaseException) -> None:
        if not is_ending():
            log.error("the listener of %r raised", event.name, exc_info=error)

    starts = iter((True,))

    async def listen() -> None:
        if not next(starts, False):
            return  # the second task, after an interrupt
        while True:
            try:
                parameters = await events.__anext__()
            except (StopAsyncIteration, asyncio.CancelledError):
                return
            except Exception as error:
                failed(error)
                continue
            # A task of its own, so that its cancellation is not that of the listener.
            running = asyncio.ensure_future(run(parameters))
            try:
                await asyncio.wait([running])
            except asyncio.CancelledError:
                running.cancel()
                return
            try:
                running.result()
            except (Exception, asyncio.CancelledError) as error:
                failed(error)

    # The loop may run on another thread.
    subscription, context = events.subscription, contextvars.copy_context()
    assert subscription is not None
    bridge.port(loop).post(lambda: loop.create_task(listen()), context=context)
    if loop.is_closed():
        subscription.unsubscribe()
        raise RuntimeError("Event loop is closed")
    return subscription.unsubscribe


class Client(Generic[H]):
    """The calls that a core offers, to a host `H`. Generated classes inherit from it.

    Creating it registers what the host answers, on `loop`, by default the running one.
    Plain methods run on the core's threads, or in `executor`. A core whose calls have
    changed refuses the host: a StatusError says what differs, and nothing is registered.
    """

    _open_function = ""
    _served = Served({}, {}, {})

    def __init__(
        self,
        bridge: Bridge,
        host: H | None = None,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        executor: concurrent.futures.Executor | None = None,
    ) -> None:
        self.bridge = bridge
        if host is not None:
            self._served.register(bridge, host, loop, executor)

    @classmethod
    def open(
        cls: type[C],
        library: str | os.PathLike[str] | Library,
        host: H | None = None,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        executor: concurrent.futures.Executor | None = None,
    ) -> C:
        """Opens a bridge of a library, and registers what the host answers."""
        if not isinstance(library, Library):
            library = Library(library)
        bridge = library.open(cls._open_function)
        try:
            return cls(bridge, host, loop=loop, executor=executor)
        except BaseException:
            bridge.discard()
            raise

    def _call_options(
        self,
        call: Call[Any],
        timeout: float | None,
        metadata: Mapping[str, str | bytes] | None,
        silence: float | None = None,
    ) -> _native.CallOptions | None:
        if self.bridge.library.minor < 2:
            return self.bridge.options(timeout, metadata, silence=silence)
        if metadata is None:
            metadata = current_metadata.get()
        if timeout is None and silence is None and not metadata:
            return call.options
        return self.bridge.options(
            timeout, metadata, fingerprint=call.fingerprint, silence=silence
        )

    async def _call(
        self,
        call: Call[R],
        parameters: Parameters,
        timeout: float | None,
        metadata: Mapping[str, str | bytes] | None,
    ) -> R:
        options = self._call_options(call, timeout, metadata)
        request = call.request.encode(parameters)
        return call.answer(*await self.bridge.call_bytes(call.name, request, options))

    def _stream(
        self,
        call: Call[R],
        parameters: Parameters,
        timeout: float | None,
        metadata: Mapping[str, str | bytes] | None,
        silence: float | None,
        buffer: int,
    ) -> Stream[R]:
        self.bridge.library.require(2, "streams need")
        return Stream(
            self.bridge,
            call.name,
            call.request.encode(parameters),
            call.response.decode,
            call.failed,
            self._call_options(call, timeout, metadata, silence),
            buffer,
        )

    def _emit(self, event: Event, parameters: Parameters) -> None:
        self.bridge.emit_bytes(event.name, event.payload.encode(parameters))

    def close(self) -> None:
        """Closes the bridge. Waits for running callbacks; in asyncio, use `aclose`."""
        self.bridge.close()

    async def aclose(self) -> None:
        """Closes the bridge."""
        await self.bridge.aclose()

    async def __aenter__(self: C) -> C:
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self.aclose()
