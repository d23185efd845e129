# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A binding of hostcall.h for Python: ctypes, and cbor2 for the calls that are encoded in CBOR.
Copy this file into a program that embeds a Swift library built on HostCall.

    library = Library("libProfileCore.so")
    async with library.open("profile_core_open") as bridge:
        bridge.register("fetch_profile", fetch_profile)        # a plain or an async function
        print(await bridge.call_async("log_in", {"userID": 7}))

ctypes.CDLL releases the GIL while C runs, and a callback takes it. So hostcall_close, which waits for callbacks,
cannot deadlock with callbacks that need the GIL. ctypes.PyDLL would keep the GIL: never load the library with it.

This file is longer than 350 lines because programs copy it as one file.
"""

from __future__ import annotations

import asyncio
import atexit
import concurrent.futures
import contextlib
import contextvars
import ctypes
import dataclasses
import enum
import inspect
import itertools
import logging
import math
import struct
import threading
import traceback
import types
from ctypes import POINTER, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any, Callable, Mapping, Optional, Union

import cbor2

REPLY_OK, REPLY_ERROR, REPLY_FAILURE, REPLY_CANCELLED = range(4)
ENCODING_RAW, ENCODING_CBOR = range(2)
REPLY_CODE = 0x100  # plus one of gRPC's status codes, 1 to 16

# The metadata of the call that a handler answers: text or, under keys that end in "-bin", bytes. Calls to the core
# carry it further, unless they are given other metadata.
current_metadata: contextvars.ContextVar[Mapping[str, Union[str, bytes]]] = contextvars.ContextVar(
    "hostcall.current_metadata", default=types.MappingProxyType({}))

# Receives the exceptions of handlers, of which callers get only a line each.
log = logging.getLogger("hostcall")

_CODE_NAMES = ("OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED "
               "RESOURCE_EXHAUSTED FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE "
               "DATA_LOSS UNAUTHENTICATED").split()


class Status(enum.IntEnum):
    """The status that a hostcall_ function returned. One that a later library has added is named UNKNOWN_<number>."""

    OK, INVALID_ARGUMENT, INVALID_BRIDGE, CLOSED, UNKNOWN_CALL = range(5)
    NOT_REGISTERED, RESOURCE_EXHAUSTED, ABI_MISMATCH, SCHEMA_MISMATCH = range(5, 9)
    WOULD_BLOCK, NOTHING = range(9, 11)

    @classmethod
    def _missing_(cls, value: object) -> Optional[Status]:
        if not isinstance(value, int):
            return None
        status = int.__new__(cls, value)
        status._name_, status._value_ = f"UNKNOWN_{value}", value
        return status


class StatusError(Exception):
    """A hostcall_ function returned a status other than HOSTCALL_OK; `message` is the text of hostcall_last_error."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(f"HOSTCALL_{status.name}: {message}")
        self.status, self.message = status, message


class Failure(Exception):
    """The declared failure of a call, raised by its handler."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.payload = cbor2.dumps(value)


class CallFailure(Exception):
    """A call to the core, `name`, ended with its declared failure. `value` is the decoded failure."""

    def __init__(self, value: Any, name: str = "") -> None:
        super().__init__(value)
        self.value, self.name = value, name

    def __str__(self) -> str:
        return _of_call(self.name, str(self.value))


class CallError(Exception):
    """A call to the core, `name`, ended with an error. `code` is its gRPC status code, or None."""

    def __init__(self, outcome: int, message: str, name: str = "") -> None:
        super().__init__(message)
        self.outcome, self.message, self.name = outcome, message, name
        self.code = outcome - REPLY_CODE if 0x101 <= outcome <= 0x110 else None

    def __str__(self) -> str:
        code = "" if self.code is None else f"{_CODE_NAMES[self.code]} ({self.code})"
        return _of_call(self.name, ": ".join(part for part in (code, self.message) if part))


class CallCancelled(Exception):
    """A call to the core, `name`, was cancelled, by hostcall_cancel or because the bridge was closed."""

    def __init__(self, message: str = "", name: str = "") -> None:
        super().__init__(message)
        self.message, self.name = message, name

    def __str__(self) -> str:
        return _of_call(self.name, self.message)


InvokeFn = ctypes.CFUNCTYPE(None, c_uint64, c_void_p, c_size_t, c_void_p)
CancelFn = ctypes.CFUNCTYPE(None, c_uint64, c_void_p)
ReleaseFn = ctypes.CFUNCTYPE(None, c_void_p)
ReplyFn = ctypes.CFUNCTYPE(None, c_int32, c_void_p, c_size_t, c_void_p)


class HandlerStruct(ctypes.Structure):
    """hostcall_handler"""
    _fields_ = [("size", c_size_t), ("invoke", InvokeFn), ("cancel", CancelFn), ("release", ReleaseFn),
                ("user_data", c_void_p), ("fingerprint", c_uint64)]


class CallInfo(ctypes.Structure):
    """hostcall_call_info"""
    _fields_ = [("size", c_size_t), ("request_encoding", c_uint32), ("response_encoding", c_uint32),
                ("remaining_ns", c_int64)]


class FieldStruct(ctypes.Structure):
    """hostcall_field"""
    _fields_ = [("key", c_char_p), ("key_len", c_size_t), ("value", c_char_p), ("value_len", c_size_t)]


class CallOptions(ctypes.Structure):
    """hostcall_call_options"""
    _fields_ = [("size", c_size_t), ("timeout_ns", c_int64), ("fingerprint", c_uint64),
                ("metadata", POINTER(FieldStruct)), ("metadata_count", c_size_t), ("silence_ns", c_int64)]


# Handlers and replies are found by number: `user_data` is a key of this dictionary, never the address of a Python
# object. The four C callbacks below are created once and live as long as the module, so none is freed too early.
_slots: dict[int, Any] = {}
_slot_numbers = itertools.count(1)


def _callback(type: Any, function: Callable[..., None]) -> Any:
    """Returns a C callback from which no exception escapes; exceptions are printed, as Python does for threads."""
    def guarded(*arguments: Any) -> None:
        try:
            function(*arguments)
        except BaseException:  # SystemExit and KeyboardInterrupt too
            traceback.print_exc()
    return type(guarded)


_invoke = _callback(InvokeFn, lambda call_id, request, length, user_data:
                    _slots[user_data].invoke(call_id, ctypes.string_at(request, length)))
_cancel = _callback(CancelFn, lambda call_id, user_data: _slots[user_data].cancel(call_id))
_release = _callback(ReleaseFn, lambda user_data: _slots.pop(user_data))
_reply = _callback(ReplyFn, lambda outcome, payload, length, user_data:
                   _slots.pop(user_data).finish(outcome, ctypes.string_at(payload, length)))


_METADATA_KEY = ctypes.c_char * 65  # HOSTCALL_METADATA_KEY_SIZE


class Library:
    """A shared library that contains a core. The library stays loaded until the process ends."""

    def __init__(self, path: str) -> None:
        self.c = ctypes.CDLL(path)
        bridge, name, data = c_uint64, c_char_p, c_void_p
        functions = [
            ("abi_version", c_uint32, []),
            ("status_name", c_char_p, [c_int32]),
            ("last_error", c_size_t, [c_void_p, c_size_t]),
            ("register", c_int32, [bridge, name, InvokeFn, c_void_p]),
            ("register_handler", c_int32, [bridge, name, POINTER(HandlerStruct)]),
            ("unregister", c_int32, [bridge, name]),
            ("complete", c_int32, [bridge, c_uint64, c_int32, data, c_size_t]),
            ("get_call_info", c_int32, [bridge, c_uint64, POINTER(CallInfo)]),
            ("call", c_int32, [bridge, name, data, c_size_t, ReplyFn, c_void_p, POINTER(c_uint64)]),
            ("cancel", c_int32, [bridge, c_uint64]),
            ("close", c_int32, [bridge]),
            ("describe", c_int32, [bridge, c_void_p, c_size_t, POINTER(c_size_t)]),
        ]
        # A library that lacks hostcall_abi_minor has version 0.
        self.minor = self.c.hostcall_abi_minor() if hasattr(self.c, "hostcall_abi_minor") else 0
        if self.minor >= 2:
            functions += [
                ("call_with", c_int32, [bridge, name, data, c_size_t, POINTER(CallOptions), ReplyFn, c_void_p,
                                        POINTER(c_uint64)]),
                ("get_metadata", c_int32, [bridge, c_uint64, name, c_void_p, c_size_t, POINTER(c_size_t)]),
                ("next_metadata", c_int32, [bridge, c_uint64, POINTER(c_size_t), c_void_p, c_size_t, c_void_p, c_size_t,
                                            POINTER(c_size_t)]),
            ]
        for function, result, arguments in functions:
            declared = getattr(self.c, "hostcall_" + function)
            declared.restype, declared.argtypes = result, arguments
        if self.c.hostcall_abi_version() != 1:
            raise RuntimeError(f"{path} has version {self.c.hostcall_abi_version()} of hostcall.h; expected version 1")

    def open(self, function: str) -> Bridge:
        """Opens a bridge with the library's `function`, which takes no arguments and returns a handle."""
        opener = getattr(self.c, function)
        opener.restype, opener.argtypes = c_uint64, []
        if (handle := opener()) == 0:
            raise RuntimeError(f"{function} could not open a bridge: {self.last_error()}")
        return Bridge(self, handle)

    def last_error(self) -> str:
        """Returns the message of the last function that failed on this thread."""
        length = self.c.hostcall_last_error(None, 0)
        buffer = ctypes.create_string_buffer(length + 1)
        self.c.hostcall_last_error(buffer, length + 1)
        return buffer.value.decode("utf-8", "replace")

    def check(self, status: int) -> None:
        """Raises unless `status` is HOSTCALL_OK. Must run on the thread on which the function returned it."""
        if status != Status.OK:
            raise StatusError(Status(status), self.last_error())


class CallFuture(concurrent.futures.Future):
    """The answer to a call to the core. `cancel` cancels the call in the core too."""

    def __init__(self, bridge: Bridge, name: str, response_format: Optional[str], raw: bool) -> None:
        super().__init__()
        self._bridge, self._name, self._id = bridge, name, c_uint64(0)
        self._format, self._raw = response_format, raw

    call_id = property(lambda self: self._id.value, doc="For `Bridge.cancel`.")

    def cancel(self) -> bool:
        return super().cancel() and self._bridge.cancel(self.call_id) is not None

    def finish(self, outcome: int, payload: bytes) -> None:
        """Handles the reply, on the bridge's thread."""
        if not self.set_running_or_notify_cancel():
            return
        text = payload.decode("utf-8", "replace")
        try:
            if outcome == REPLY_OK:
                return self.set_result(_decode(payload, self._raw, self._format))
            if outcome == REPLY_FAILURE:
                raise CallFailure(cbor2.loads(payload), self._name)
            # An outcome that this binding does not know counts as an error.
            raise (CallCancelled(text, self._name) if outcome == REPLY_CANCELLED
                   else CallError(outcome, text, self._name))
        except Exception as error:
            self.set_exception(error)


@dataclasses.dataclass
class _Handler:
    """One registration: turns `invoke` and `cancel` into the work of a Python function."""

    bridge: Bridge
    name: str
    function: Callable[..., Any]
    loop: Optional[asyncio.AbstractEventLoop]
    executor: Optional[concurrent.futures.Executor]
    request_format: Optional[str]
    response_format: Optional[str]
    deferred: bool
    running: dict[int, asyncio.Task] = dataclasses.field(default_factory=dict)  # only used on the loop's thread

    def invoke(self, call_id: int, request: bytes) -> None:
        """Starts the handler. Runs on the core's thread, where only a plain function without an executor may run."""
        info = CallInfo(size=ctypes.sizeof(CallInfo))
        if self.bridge.library.c.hostcall_get_call_info(self.bridge.handle, call_id, info) != Status.OK:
            return  # the call has already ended
        try:
            value = _decode(request, info.request_encoding == ENCODING_RAW, self.request_format)
            raw = info.response_encoding == ENCODING_RAW
            arguments = (call_id, value) if self.deferred else (value,)
            context = contextvars.copy_context()
            context.run(current_metadata.set, self.bridge.metadata(call_id))
            if self.loop is not None:
                self.loop.call_soon_threadsafe(self.start_task, call_id, value, raw, context=context)
            elif self.executor is not None:
                self.executor.submit(context.run, self.answer, call_id, lambda: self.function(*arguments), raw)
            else:
                context.run(self.answer, call_id, lambda: self.function(*arguments), raw)
        except BaseException as error:  # a malformed request, a closed loop, or an executor that was shut down
            self.answer_error(call_id, error, logs=False)

    def start_task(self, call_id: int, value: Any, raw: bool) -> None:
        """Starts the task of an async function. Runs on the loop's thread."""
        try:
            task = self.running[call_id] = self.loop.create_task(self.function(value))
            task.add_done_callback(lambda _: self.answer(call_id, task.result, raw))
        except Exception as error:
            self.answer_error(call_id, error)

    def cancel(self, call_id: int) -> None:
        """Cancels the task. Runs on the bridge's thread, after `invoke`, so the loop runs `start_task` first."""
        if self.loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed, so its tasks have ended
                self.loop.call_soon_threadsafe(lambda: call_id in self.running and self.running[call_id].cancel())

    def answer(self, call_id: int, result: Callable[[], Any], raw: bool) -> None:
        try:
            value = result()
            if not self.deferred:
                self.bridge.complete(call_id, REPLY_OK, _encode(value, raw, self.response_format))
        except BaseException as error:
            self.answer_error(call_id, error)
        finally:
            self.running.pop(call_id, None)

    def answer_error(self, call_id: int, error: BaseException, logs: bool = True) -> None:
        if isinstance(error, Failure):
            self.bridge.complete(call_id, REPLY_FAILURE, error.payload)
        elif isinstance(error, asyncio.CancelledError):
            self.bridge.complete(call_id, REPLY_CANCELLED, str(error).encode("utf-8", "replace"))
        else:
            if logs and not _is_ending():
                log.error("the handler of %r raised an exception", self.name, exc_info=error)
            self.bridge.complete(call_id, REPLY_ERROR, _line(error).encode("utf-8", "replace"))


class Bridge(contextlib.AbstractContextManager, contextlib.AbstractAsyncContextManager):
    """A bridge to a core. Close it with `close`, or in asyncio with `aclose`; or use it as a context manager."""

    def __init__(self, library: Library, handle: int) -> None:
        self.library, self.handle = library, handle
        atexit.register(self.close)  # the interpreter cannot run callbacks once it has been finalized

    def register(self, name: str, handler: Callable[..., Any], *,
                 loop: Optional[asyncio.AbstractEventLoop] = None, deferred: bool = False,
                 executor: Optional[concurrent.futures.Executor] = None,
                 request_format: Optional[str] = None, response_format: Optional[str] = None,
                 fingerprint: int = 0) -> None:
        """Registers `handler(request)`, whose result is the response, under `name`.

        An async function runs as a task of `loop`, by default the running loop. A plain function runs on
        the core's thread, where it must not block, or in `executor`. With `deferred`, the handler is called as
        `handler(call_id, request)`, its result is ignored, and `complete` answers later, from any thread.
        The formats are struct formats ("=I"), for a raw call; without them raw values are bytes.
        With a `fingerprint`, which `describe` returns, a core whose call has changed refuses the handler.
        """
        is_async = inspect.iscoroutinefunction(handler) or inspect.iscoroutinefunction(type(handler).__call__)
        if (loop is not None) if not is_async else (deferred or executor is not None):
            raise ValueError(f"{name!r}: an async handler accepts a loop, a plain one an executor or deferred")
        if is_async and loop is None and (loop := asyncio._get_running_loop()) is None:
            raise RuntimeError(f"the handler of {name!r} is async, but no event loop is running: register it in a "
                               "coroutine, or pass loop=...")
        encoded_name, slot = _name(name), next(_slot_numbers)
        _slots[slot] = _Handler(self, name, handler, loop, executor, request_format, response_format, deferred)
        registration = HandlerStruct(ctypes.sizeof(HandlerStruct), _invoke, _cancel, _release, slot, fingerprint)
        status = self.library.c.hostcall_register_handler(self.handle, encoded_name, registration)
        if status != Status.OK:
            del _slots[slot]  # `release` is not called for a registration that failed
        self.library.check(status)

    def describe(self) -> dict[str, Any]:
        """Returns the decoded descriptor: the calls that the core makes and exposes, with their schemas."""
        size, buffer = c_size_t(), None
        while (status := self.library.c.hostcall_describe(self.handle, buffer, size, size)) == (
                Status.OK if buffer is None else Status.RESOURCE_EXHAUSTED):  # the descriptor may grow in between
            buffer = ctypes.create_string_buffer(size.value)
        self.library.check(status)
        return cbor2.loads(buffer.raw[:size.value])

    def metadata(self, call_id: int) -> Mapping[str, Union[str, bytes]]:
        """Returns the metadata of a pending call; empty if the call has none, or has ended."""
        found: dict[str, Union[str, bytes]] = {}
        if self.library.minor < 2:
            return found
        index, length, key = c_size_t(), c_size_t(), _METADATA_KEY()
        while self.library.c.hostcall_next_metadata(self.handle, call_id, index, key, ctypes.sizeof(key), None, 0,
                                                    length) == Status.OK:
            value = ctypes.create_string_buffer(length.value)
            if self.library.c.hostcall_get_metadata(self.handle, call_id, key.value, value, length.value,
                                                    length) != Status.OK:
                break  # the call has ended
            name = key.value.decode()
            found[name] = value.raw if name.endswith("-bin") else value.raw.decode()
        return found

    def unregister(self, name: str) -> None:
        """Removes the handler of `name`."""
        self.library.check(self.library.c.hostcall_unregister(self.handle, _name(name)))

    def complete(self, call_id: int, outcome: int, payload: bytes = b"") -> Status:
        """Answers a call with an encoded payload, from any thread."""
        data = bytes(memoryview(payload))
        return Status(self.library.c.hostcall_complete(self.handle, call_id, outcome, data, len(data)))

    def call(self, name: str, value: Any = None, *, raw: bool = False, request_format: Optional[str] = None,
             response_format: Optional[str] = None, timeout: Optional[float] = None,
             metadata: Optional[Mapping[str, Union[str, bytes]]] = None) -> CallFuture:
        """Calls a function that the core exposes. The future's callbacks run on the bridge's thread.

        After `timeout` seconds the call ends with the code 4. `metadata` has text, or bytes under keys that end in
        "-bin"; without it the call carries that of the call which the current handler answers.
        """
        options = self._options(timeout, current_metadata.get() if metadata is None else metadata)
        request, encoded_name, slot = _encode(value, raw, request_format), _name(name), next(_slot_numbers)
        future = _slots[slot] = CallFuture(self, name, response_format, raw)
        arguments = self.handle, encoded_name, request, len(request), _reply, slot, future._id
        if options is None:
            status = self.library.c.hostcall_call(*arguments)
        else:
            status = self.library.c.hostcall_call_with(*arguments[:4], options, *arguments[4:])
        if status != Status.OK:
            del _slots[slot]  # `reply` is not called for a call that failed
        self.library.check(status)
        return future

    def _options(self, timeout: Optional[float],
                 metadata: Mapping[str, Union[str, bytes]]) -> Optional[CallOptions]:
        if timeout is None and not metadata:
            return None
        if self.library.minor < 2:
            raise RuntimeError(f"the library has minor version {self.library.minor} of hostcall.h; a timeout and "
                               "metadata need version 2")
        pairs = [(key.encode(), value if isinstance(value, bytes) else value.encode())
                 for key, value in metadata.items()]
        fields = (FieldStruct * len(pairs))(*(FieldStruct(key, len(key), value, len(value)) for key, value in pairs))
        # 0 is no timeout, so one that has passed is negative.
        nanoseconds = (0 if timeout is None else -1 if timeout <= 0
                       else min(math.ceil(min(timeout, 1e10) * 1e9), (1 << 63) - 1))
        return CallOptions(ctypes.sizeof(CallOptions), nanoseconds, 0, fields, len(pairs), 0)

    async def call_async(self, name: str, value: Any = None, **options: Any) -> Any:
        """Calls a function that the core exposes, and awaits it. Cancelling the task cancels the call."""
        return await asyncio.wrap_future(self.call(name, value, **options))

    def cancel(self, call_id: int) -> Status:
        """Cancels a call that was made with `call`."""
        return Status(self.library.c.hostcall_cancel(self.handle, call_id))

    def close(self) -> None:
        """Closes the bridge, if it is open. Waits for running callbacks, without holding the GIL."""
        if asyncio._get_running_loop() is not None:
            raise RuntimeError("close() would block the running event loop: use `await bridge.aclose()`")
        if (status := self.library.c.hostcall_close(self.handle)) == Status.INVALID_ARGUMENT:
            self.library.check(status)  # close() was called inside a callback
        atexit.unregister(self.close)

    async def aclose(self) -> None:
        """Closes the bridge in another thread, because a callback may be waiting for the loop."""
        await asyncio.get_running_loop().run_in_executor(None, self.close)

    def __exit__(self, *_: Any) -> None:
        self.close()

    async def __aexit__(self, *_: Any) -> None:
        await self.aclose()


def _name(name: str) -> bytes:
    if "\0" in name:
        raise ValueError(f"{name!r} contains a NUL")
    return name.encode("utf-8")


def _is_ending() -> bool:
    """Returns whether the interpreter is shutting down, when the modules that handlers use may be gone."""
    return getattr(threading, "_SHUTTING_DOWN", False) or not threading.main_thread().is_alive()


def _of_call(name: str, text: str) -> str:
    """Returns the text of an error after the name of its call, which identifies it if the error ends another call."""
    return ": ".join(part for part in (name, text) if part)


def _line(error: BaseException) -> str:
    """Returns an exception's type and text, as in the last line of a traceback."""
    kind = type(error)
    module = "" if kind.__module__ in ("builtins", "__main__") else kind.__module__ + "."
    name = module + kind.__qualname__
    return f"{name}: {text}" if (text := str(error)) else name


def _decode(payload: bytes, raw: bool, format: Optional[str]) -> Any:
    if raw and format is not None:
        values = struct.unpack(format, payload)
        return values[0] if len(values) == 1 else values
    return payload if raw else cbor2.loads(payload)


def _encode(value: Any, raw: bool, format: Optional[str]) -> bytes:
    if raw and format is not None:
        return struct.pack(format, *(value if isinstance(value, tuple) else (value,)))
    return bytes(memoryview(value)) if raw else cbor2.dumps(value)
