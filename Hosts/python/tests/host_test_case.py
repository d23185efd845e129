# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The shared parts of the tests: the library, recording callbacks, and a test case that opens a bridge."""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import sys
import threading
import time
import unittest
from collections.abc import Iterator
from typing import Callable

import hostcall
from hostcall import _native, _slots

if "PROFILE_CORE" not in os.environ:
    sys.exit(
        "PROFILE_CORE is not set; expected the path of the library, which test_host.py sets"
    )
LIBRARY = hostcall.Library(os.environ["PROFILE_CORE"])
C = LIBRARY.c

ADA = {"name": "Ada", "tags": ["admin", "beta"], "balanceCents": 1250}
CODES = [
    "cancelled",
    "unknown",
    "invalidArgument",
    "deadlineExceeded",
    "notFound",
    "alreadyExists",
    "permissionDenied",
    "resourceExhausted",
    "failedPrecondition",
    "aborted",
    "outOfRange",
    "unimplemented",
    "internal",
    "unavailable",
    "dataLoss",
    "unauthenticated",
]
TOO_LONG = (65 << 20, 1 << 31, 1 << 32, 1 << 63, (1 << 64) - 1)
WAIT = 30


class Recorder:
    """C callbacks that record their arguments, for the tests that bypass the binding."""

    def __init__(self, on_invoke: Callable[[int], None] | None = None) -> None:
        self.invoked: list[int] = []
        self.cancelled: list[int] = []
        self.released: list[int] = []
        self.replied: list[int] = []
        self.started = threading.Semaphore(0)
        self.on_invoke = on_invoke

        def invoke(call_id: int, request: int, length: int, user_data: int) -> None:
            self.invoked.append(call_id)
            if self.on_invoke is not None:
                self.on_invoke(call_id)
            self.started.release()

        self.invoke = _native.InvokeFn(invoke)
        self.cancel = _native.CancelFn(
            lambda call_id, user_data: self.cancelled.append(call_id)
        )
        self.release = _native.ReleaseFn(
            lambda user_data: self.released.append(user_data)
        )
        self.reply = _native.ReplyFn(
            lambda outcome, payload, length, user_data: self.replied.append(outcome)
        )

    def struct(self, user_data: int) -> _native.HandlerStruct:
        """Returns a hostcall_handler with these callbacks."""
        return _native.HandlerStruct(
            ctypes.sizeof(_native.HandlerStruct),
            self.invoke,
            self.cancel,
            self.release,
            user_data,
            0,
        )


def every_status(handle: int, recorder: Recorder) -> dict[str, int]:
    """Returns the status of each function that takes a bridge, for `handle` and otherwise valid arguments."""
    info = _native.CallInfo(size=ctypes.sizeof(_native.CallInfo))
    return {
        "register": C.hostcall_register(handle, b"read_clock", recorder.invoke, None),
        "register_handler": C.hostcall_register_handler(
            handle, b"read_clock", recorder.struct(1)
        ),
        "unregister": C.hostcall_unregister(handle, b"read_clock"),
        "complete": C.hostcall_complete(handle, 1, 0, b"", 0),
        "get_call_info": C.hostcall_get_call_info(handle, 1, info),
        "call": C.hostcall_call(
            handle, b"log_in", b"\xa0", 1, recorder.reply, None, None
        ),
        "cancel": C.hostcall_cancel(handle, 1),
        "describe": C.hostcall_describe(handle, None, 0, ctypes.c_size_t()),
        "close": C.hostcall_close(handle),
    }


@contextlib.contextmanager
def no_logs(test: unittest.TestCase) -> Iterator[None]:
    """Checks that nothing is logged. Python 3.9 has no assertNoLogs."""
    with test.assertLogs("hostcall", "ERROR") as logs:
        hostcall.log.error("the only one")
        yield
    test.assertEqual(len(logs.records), 1, logs.output)


class HostTestCase(unittest.TestCase):
    """Each test has `self.bridge`, with read_clock and fetch_profile registered as plain functions."""

    def setUp(self) -> None:
        self.slots_before = len(_slots.slots)
        self.bridge = self.open()

    def open(self) -> hostcall.Bridge:
        """Opens a bridge that is closed after the test."""
        bridge = LIBRARY.open("profile_core_open")
        self.addCleanup(bridge.close)
        self.register_clock(bridge)
        bridge.register("fetch_profile", lambda request: ADA)
        return bridge

    def register_clock(self, bridge: hostcall.Bridge) -> None:
        """Registers a clock that stands still."""
        bridge.register(
            "read_clock", lambda clock: 1.5, request_format="=I", response_format="=d"
        )

    def record(
        self, recorder: Recorder, name: bytes = b"fetch_profile", user_data: int = 1
    ) -> None:
        """Registers the callbacks of a recorder, without the binding."""
        status = C.hostcall_register_handler(
            self.bridge.handle, name, recorder.struct(user_data)
        )
        self.assertEqual(status, 0)

    def start_recorded(self, recorder: Recorder) -> hostcall.CallFuture:
        """Starts a log_in whose profile a recorder is asked for, and waits until it is."""
        self.record(recorder)
        future = self.start()
        self.assertTrue(recorder.started.acquire(timeout=WAIT))
        return future

    def start(self, user: int = 7, timeout: int | None = None) -> hostcall.CallFuture:
        """Starts a log_in."""
        return self.bridge.call(
            "log_in", {"userID": user, "timeoutMilliseconds": timeout}
        )

    def assert_logs_in(self) -> None:
        """Checks that a log_in succeeds."""
        self.assertEqual(
            self.start().result(WAIT),
            {"greeting": "Welcome back, Ada", "loggedInAt": 1.5, "tagCount": 2},
        )

    def failure(self, future: hostcall.CallFuture) -> dict[str, str]:
        """Checks that a log_in fails, and returns its failure."""
        with self.assertRaises(hostcall.CallFailure) as raised:
            future.result(WAIT)
        value: dict[str, str] = raised.exception.value
        return value

    def failure_of_answer(
        self, outcome: int, payload: bytes, name: str = "fetch_profile"
    ) -> dict[str, str]:
        """Returns the failure of a log_in for which the host gives this answer."""
        self.bridge.register(
            name,
            lambda call_id, _: self.bridge.complete(call_id, outcome, payload),
            deferred=True,
        )
        return self.failure(self.start())

    def wait_until(self, condition: Callable[..., bool]) -> None:
        """Waits until the condition is true, and fails if it is not within WAIT seconds."""
        deadline = time.monotonic() + WAIT
        while not condition() and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertTrue(condition())

    def pending(self) -> tuple[int, hostcall.CallFuture]:
        """Starts a log_in that waits for its profile, and returns the ID of the call for the profile with it."""
        calls: queue.Queue[int] = queue.Queue()
        self.bridge.register(
            "fetch_profile", lambda call_id, _: calls.put(call_id), deferred=True
        )
        future = self.start()
        return calls.get(timeout=WAIT), future
