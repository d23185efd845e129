# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""One registration of a function that answers calls."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import ctypes
import functools
import inspect
import logging
import threading
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Callable

from . import _native, _payloads
from ._loop import LoopPort, LoopTask, Refusal
from .codec import Codec, DecodingError, EncodingError
from .context import CallContext, current_call
from .errors import (
    REPLY_CANCELLED,
    REPLY_CODE,
    REPLY_ERROR,
    REPLY_FAILURE,
    REPLY_OK,
    Code,
    CodedError,
    DeclaredFailure,
    Failure,
    described,
    kind_of,
)
from .status import Status

if TYPE_CHECKING:
    from .bridge import Bridge

# Receives the exceptions of handlers, of which callers get only a line each.
log = logging.getLogger("hostcall")

Decode = Callable[[bytes], Any]
Encode = Callable[[Any], bytes]


class Formats:
    """How a handler's requests, responses and failures are encoded."""

    failure: Codec[Any] | None = None

    def of(self, bridge: Bridge, call_id: int) -> tuple[Decode, Encode] | None:
        """Returns how to decode a call's request, and encode its response.

        Returns None if the call has ended.
        """
        raise NotImplementedError


class TypedFormats(Formats):
    """The formats of a call with types."""

    def __init__(
        self, request: Codec[Any], response: Codec[Any], failure: Codec[Any] | None
    ) -> None:
        self._formats, self.failure = (request.decode, response.encode), failure

    def of(self, bridge: Bridge, call_id: int) -> tuple[Decode, Encode] | None:
        return self._formats


class UntypedFormats(Formats):
    """CBOR, or raw: the call says which, and a format of `struct` how."""

    def __init__(self, request: str | None, response: str | None) -> None:
        self._request, self._response = request, response

    def of(self, bridge: Bridge, call_id: int) -> tuple[Decode, Encode] | None:
        info = _native.CallInfo(size=ctypes.sizeof(_native.CallInfo))
        c = bridge.library.fast
        if c.get_call_info(bridge.handle, call_id, info) != Status.OK:
            return None
        raw = _native.ENCODING_RAW
        requests_raw, responds_raw = (
            info.request_encoding == raw,
            info.response_encoding == raw,
        )
        return (
            lambda payload: _payloads.decode(payload, requests_raw, self._request),
            lambda value: _payloads.encode(value, responds_raw, self._response),
        )


def is_async(function: Callable[..., Any]) -> bool:
    """Returns whether calling a function returns a coroutine."""
    call = getattr(type(function), "__call__", None)  # noqa: B004
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def is_ending() -> bool:
    """Returns whether the interpreter ends, when modules that handlers use may be gone."""
    ending = getattr(threading, "_SHUTTING_DOWN", False)
    return bool(ending) or not threading.main_thread().is_alive()


class Handler:
    """Turns `invoke` and `cancel` into the work of a function."""

    def __init__(
        self,
        bridge: Bridge,
        name: str,
        function: Callable[..., Any],
        formats: Formats,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
        executor: concurrent.futures.Executor | None = None,
        deferred: bool = False,
    ) -> None:
        self.bridge, self.name, self.function = bridge, name, function
        self.formats, self.executor, self.deferred = formats, executor, deferred
        self.port = None if loop is None else bridge.port(loop)

    def invoke(self, call_id: int, payload: bytes) -> None:
        """Starts the function. Runs on the core's thread, where only a plain one may run."""
        try:
            formats = self.formats.of(self.bridge, call_id)
            if formats is None:
                return
            decode, encode = formats
            request = decode(payload)
            if self.port is not None:
                self.start(self.port, call_id, request, encode, self.context(call_id))
                return
            arguments = (call_id, request) if self.deferred else (request,)
            work = call_id, encode, self.function, *arguments
            if self.executor is not None:
                context = self.context(call_id)
                future = self.executor.submit(context.run, self.answer, *work)
                future.add_done_callback(lambda future: self.ran(call_id, future))
                return
            token = current_call.set(CallContext(self.bridge, self.name, call_id))
            try:
                self.answer(*work)
            finally:
                current_call.reset(token)
        except DecodingError as error:
            self.bridge.complete(
                call_id,
                REPLY_CODE + Code.INVALID_ARGUMENT,
                f"the request cannot be decoded: {error}".encode("utf-8", "replace"),
            )
        except BaseException as error:
            # A malformed request, an executor that was shut down, or what ends the program.
            self.answer_error(call_id, error, logs=False)

    def context(self, call_id: int) -> contextvars.Context:
        """Returns the context in which a call is answered, on another thread."""
        context = contextvars.copy_context()
        call = CallContext(self.bridge, self.name, call_id)
        # The call may end before its handler asks for the metadata.
        _ = call.metadata
        context.run(current_call.set, call)
        return context

    def start(
        self,
        port: LoopPort,
        call_id: int,
        request: Any,
        encode: Encode,
        context: contextvars.Context,
    ) -> None:
        """Has a task of the loop answer a call."""
        refused = self.refusal(call_id)
        work = functools.partial(self.run, call_id, request, encode)
        task = LoopTask(port, call_id, work, refused)
        port.post(task.start, context=context, refused=refused)

    async def run(self, call_id: int, request: Any, encode: Encode) -> None:
        """Answers a call in its task, unless that is cancelled or interrupted."""
        try:
            value = await self.work(call_id, request, encode)
        except Exception as error:
            self.answer_error(call_id, error)
        else:
            self.respond(call_id, encode, value)

    def work(
        self, call_id: int, request: Any, encode: Encode
    ) -> Coroutine[Any, Any, Any]:
        """Returns a coroutine for the response of a call."""
        work: Coroutine[Any, Any, Any] = self.function(request)
        return work

    def ran(self, call_id: int, future: concurrent.futures.Future[None]) -> None:
        """Answers a call for which the executor has not run the function."""
        if future.cancelled():
            refused = RuntimeError("the executor was shut down before it ran the call")
            self.answer_error(call_id, refused, logs=False)
        elif (error := future.exception()) is not None:
            self.answer_error(call_id, error, logs=False)

    def refusal(self, call_id: int) -> Refusal:
        """Returns what answers a call with an error that is not of the function."""
        return lambda error: self.answer_error(call_id, error, logs=False)

    def answer(
        self, call_id: int, encode: Encode, result: Callable[..., Any], *arguments: Any
    ) -> None:
        """Answers a call with the result of a function, or with its exception."""
        try:
            value = result(*arguments)
        except Exception as error:
            self.answer_error(call_id, error)
            return
        if not self.deferred:
            self.respond(call_id, encode, value)

    def respond(self, call_id: int, encode: Encode, value: Any) -> None:
        """Answers a call with its response."""
        try:
            self.bridge.answer(call_id, REPLY_OK, encode(value))
        except EncodingError as error:
            # Its traceback is one of this package.
            if not is_ending():
                log.error(
                    "the answer of the handler of %r is not of its type: %s",
                    self.name,
                    error,
                )
            self.answer_error(call_id, error, logs=False)
        except Exception as error:
            self.answer_error(call_id, error)

    def cancel(self, call_id: int) -> None:
        """Cancels a call's task.

        Runs on the bridge's thread, after `invoke`, so the loop runs `start` first.
        """
        if self.port is not None:
            self.port.post(self.port.cancel, call_id)

    def released(self) -> None:
        """The registration has ended."""

    def answer_error(
        self, call_id: int, error: BaseException, logs: bool = True
    ) -> None:
        """Answers a call with an exception, which may be of any type of the program."""
        try:
            outcome, payload = self.outcome(error, logs)
            self.bridge.complete(call_id, outcome, payload)
        except BaseException as other:
            # Its text raises, or its code or payload is none.
            payload = kind_of(error).encode("utf-8", "replace")
            self.bridge.complete(call_id, REPLY_ERROR, payload)
            if not isinstance(other, Exception):
                raise  # an interrupt
            if logs and not is_ending():
                log.error(
                    "the exception of the handler of %r has no text, code or payload",
                    self.name,
                    exc_info=other,
                )

    def outcome(self, error: BaseException, logs: bool) -> tuple[int, bytes]:
        """Returns the outcome and payload for an exception."""
        if isinstance(error, Failure):
            return REPLY_FAILURE, error.payload
        if isinstance(error, asyncio.CancelledError):
            return REPLY_CANCELLED, str(error).encode("utf-8", "replace")
        if isinstance(error, CodedError):
            return REPLY_CODE + error.code, error.message.encode("utf-8", "replace")
        if isinstance(error, DeclaredFailure) and self.formats.failure is not None:
            try:
                return REPLY_FAILURE, self.formats.failure.encode(error)
            except Exception as other:
                # The failure of another call, or one with a wrong value in a field.
                error.__cause__ = error.__cause__ or other
        # What ends the program is no error of the handler.
        if logs and isinstance(error, Exception) and not is_ending():
            log.error(
                "the handler of %r raised an exception", self.name, exc_info=error
            )
        return REPLY_ERROR, described(error).encode("utf-8", "replace")
