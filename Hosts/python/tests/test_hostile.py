# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of hosts that answer twice, wrongly, or with malformed bytes."""

from __future__ import annotations

import ctypes
import os
import random
import sys
import time
from typing import Any

import cbor2
from host_test_case import (
    ADA,
    LIBRARY,
    TOO_LONG,
    WAIT,
    C,
    HostTestCase,
    Recorder,
    every_status,
)

import hostcall
from hostcall import Status, _native, _slots


class HostileTests(HostTestCase):
    """Whatever a host passes in, it receives a status, and the bridge still works."""

    def test_a_second_answer_is_refused(self) -> None:
        call_id, future = self.pending()
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(self.bridge.complete(call_id, 1, b"no"), Status.UNKNOWN_CALL)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_made_up_call_ids_are_unknown(self) -> None:
        call_id, future = self.pending()
        for made_up in (
            0,
            call_id + 1,
            call_id + 1000,
            1 << 32 | call_id,
            1 << 63,
            (1 << 64) - 1,
        ):
            self.assertEqual(
                self.bridge.complete(made_up, 0, b"\xa0"), Status.UNKNOWN_CALL
            )
            self.assertEqual(self.bridge.cancel(made_up), Status.UNKNOWN_CALL)
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_null_with_a_length_is_refused_and_the_call_stays_pending(self) -> None:
        call_id, future = self.pending()
        for length in (1, 100, *TOO_LONG):
            self.assertEqual(
                C.hostcall_complete(self.bridge.handle, call_id, 0, None, length),
                Status.INVALID_ARGUMENT,
                length,
            )
        self.assertIn("NULL", LIBRARY.last_error())
        self.assertEqual(
            C.hostcall_call(
                self.bridge.handle, b"log_in", None, 1, _slots.reply, None, None
            ),
            Status.INVALID_ARGUMENT,
        )
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_undefined_outcomes_are_refused_and_the_call_stays_pending(self) -> None:
        call_id, future = self.pending()
        for outcome in (
            -1,
            4,
            5,
            0xFF,
            0x100,
            0x111,
            0x10001,
            1 << 30,
            (1 << 31) - 1,
            -(1 << 31),
        ):
            self.assertEqual(
                self.bridge.complete(call_id, outcome, b""),
                Status.INVALID_ARGUMENT,
                outcome,
            )
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_a_payload_over_the_limit_fails_its_call_and_is_not_read(self) -> None:
        for length in TOO_LONG:
            call_id, future = self.pending()
            self.assertEqual(
                C.hostcall_complete(self.bridge.handle, call_id, 0, b"x", length),
                Status.RESOURCE_EXHAUSTED,
            )
            self.assertEqual(self.failure(future)["code"], "resourceExhausted")
            self.assertEqual(
                C.hostcall_call(
                    self.bridge.handle,
                    b"log_in",
                    b"x",
                    length,
                    _slots.reply,
                    None,
                    None,
                ),
                Status.RESOURCE_EXHAUSTED,
            )

    def test_raw_answers_of_the_wrong_length_are_internal_errors(self) -> None:
        for length in (0, 7, 9, 1000):
            with self.subTest(length=length):
                self.assertEqual(
                    self.failure_of_answer(0, bytes(length), "read_clock")["code"],
                    "internal",
                )

    def test_invalid_cbor_answers_are_internal_errors(self) -> None:
        valid = cbor2.dumps(ADA)
        answers = {
            "empty": b"",
            "a lone break": b"\xff",
            "an array of 2^64-1": b"\x9b" + b"\xff" * 8,
            "bytes of 2^64-1": b"\x5b" + b"\xff" * 8,
            "a map of 2^64-1": b"\xbb" + b"\xff" * 8,
            "truncated": valid[:-1],
            "one byte": valid[:1],
            "a trailing byte": valid + b"\x00",
            "deeply nested": b"\x81" * 100_000,
            "deeply nested and complete": b"\x81" * 100_000 + b"\x00",
            "text that is not UTF-8": cbor2.dumps(dict(ADA, name="A?a")).replace(
                b"A?a", b"A\xffa"
            ),
            "a wrong type": cbor2.dumps(dict(ADA, name=5)),
            "a missing field": cbor2.dumps({"name": "Ada"}),
            "too large a number": cbor2.dumps(dict(ADA, balanceCents=1 << 63)),
            "not a map": b"\x00",
        }
        for what, answer in answers.items():
            with self.subTest(what):
                self.assertEqual(self.failure_of_answer(0, answer)["code"], "internal")
        for cut in range(len(valid)):
            with self.subTest("truncated", at=cut):
                self.assertEqual(
                    self.failure_of_answer(0, valid[:cut])["code"], "internal"
                )

    def test_a_failure_that_does_not_decode_is_an_internal_error(self) -> None:
        self.assertEqual(
            self.failure_of_answer(hostcall.REPLY_FAILURE, b"\xff")["code"], "internal"
        )

    # Calls that the core must refuse.

    def test_requests_that_do_not_decode_are_invalid_arguments(self) -> None:
        for request in (
            b"",
            b"\xff",
            b"\xa0",
            b"\x9b" + b"\xff" * 8,
            b"\x5b" + b"\xff" * 8,
            b"\x81" * 100_000,
            cbor2.dumps({"userID": -1}),
            cbor2.dumps({"userID": "7"}),
            cbor2.dumps({"userID": 7})[:-1],
            b"\xa1\x66\xff\xff\xff\xff\xff\xff\x07",
        ):
            with (
                self.subTest(request=request[:20]),
                self.assertRaises(hostcall.CallError) as raised,
            ):
                self.bridge.call("log_in", request, raw=True).result(WAIT)
            self.assertEqual(
                (raised.exception.outcome, raised.exception.code), (0x103, 3)
            )
            self.assertTrue(raised.exception.message)

    def test_a_name_that_is_not_exposed_is_not_registered(self) -> None:
        with self.assertRaises(hostcall.StatusError) as raised:
            self.bridge.call("log_out", {})
        self.assertEqual(raised.exception.status, Status.NOT_REGISTERED)
        self.assertIn("log_out", raised.exception.message)

    def test_invalid_names_are_invalid_arguments(self) -> None:
        recorder = Recorder()
        for name in (None, b"", b"\xff", b"a" * 256, b"a" * 100_000):
            for status in (
                C.hostcall_register(self.bridge.handle, name, recorder.invoke, None),
                C.hostcall_register_handler(
                    self.bridge.handle, name, recorder.struct(1)
                ),
                C.hostcall_unregister(self.bridge.handle, name),
                C.hostcall_call(
                    self.bridge.handle, name, b"", 0, recorder.reply, None, None
                ),
            ):
                self.assertEqual(status, Status.INVALID_ARGUMENT)
        self.assertEqual(
            C.hostcall_unregister(self.bridge.handle, b"a" * 255), Status.NOT_REGISTERED
        )

    # Handles.

    def test_after_close_every_function_refuses_the_handle(self) -> None:
        self.bridge.close()
        recorder = Recorder()
        statuses = every_status(self.bridge.handle, recorder)
        self.assertEqual(set(statuses.values()), {Status.INVALID_BRIDGE}, statuses)
        self.assertEqual((recorder.released, recorder.replied), ([], []))

    def test_random_handles_are_refused(self) -> None:
        recorder = Recorder()
        for handle in [0, self.bridge.handle + 1000, 1 << 53, (1 << 64) - 1] + [
            random.getrandbits(bits) for bits in range(40, 65) for _ in range(20)
        ]:
            if handle != self.bridge.handle:
                self.assertEqual(
                    set(every_status(handle, recorder).values()),
                    {Status.INVALID_BRIDGE},
                    handle,
                )
        self.assert_logs_in()

    def test_ten_thousand_random_calls_each_return_a_status(self) -> None:
        seed = int(os.environ.get("SEED", time.time_ns() % (1 << 32)))
        print(f"random calls with SEED={seed}", file=sys.stderr)
        rng = random.Random(seed)
        recorder = Recorder()
        buffer = ctypes.create_string_buffer(rng.randbytes(4096), 4096)
        own = self.bridge.handle

        def handle() -> int:
            other = rng.choice(
                (0, own + rng.randint(1, 9), rng.getrandbits(64), rng.getrandbits(53))
            )
            return rng.choice((own, own, own, other if other != own else 0))

        def number() -> int:
            return rng.choice(
                (0, rng.randint(1, 2000), rng.getrandbits(64), (1 << 64) - 1)
            )

        def name() -> bytes | None:
            return rng.choice(
                (
                    None,
                    b"",
                    b"read_clock",
                    b"fetch_profile",
                    b"log_in",
                    b"x" * rng.randint(250, 5000),
                    rng.randbytes(rng.randint(1, 300)),
                )
            )

        def data() -> tuple[int | None, int]:
            length = rng.choice(
                (
                    0,
                    rng.randint(1, 4096),
                    rng.randint(65 << 20, (1 << 64) - 1),
                    *TOO_LONG,
                )
            )
            return rng.choice((None, ctypes.addressof(buffer))), length

        def outcome() -> int:
            return rng.choice(
                (
                    0,
                    1,
                    2,
                    3,
                    rng.randint(0x100, 0x112),
                    rng.randint(-(1 << 31), (1 << 31) - 1),
                )
            )

        def sized() -> Any:
            """Returns memory for either struct, zeroed except for a random size at the start."""
            room = ctypes.create_string_buffer(512)
            size = rng.choice((0, 8, 24, 32, 40, 48, 56, 64, 200, rng.getrandbits(64)))
            ctypes.c_size_t.from_buffer(room).value = size
            return room

        def handler() -> Any:
            room = sized()
            struct = _native.HandlerStruct.from_buffer(room)
            if rng.random() < 0.8:
                struct.invoke = recorder.invoke
            struct.cancel, struct.release, struct.user_data = (
                recorder.cancel,
                recorder.release,
                1,
            )
            struct.fingerprint = rng.choice((0, 0, rng.getrandbits(64)))
            return rng.choice((None, struct, struct))

        def register() -> int:
            invoke = rng.choice((_native.InvokeFn(), recorder.invoke))
            return C.hostcall_register(handle(), name(), invoke, rng.getrandbits(64))

        def call() -> int:
            reply = rng.choice((_native.ReplyFn(), recorder.reply, recorder.reply))
            return C.hostcall_call(
                handle(),
                name(),
                *data(),
                reply,
                rng.getrandbits(64),
                rng.choice((None, ctypes.c_uint64())),
            )

        def info() -> int:
            struct = rng.choice((None, _native.CallInfo.from_buffer(sized())))
            return C.hostcall_get_call_info(handle(), number(), struct)

        def close() -> int:
            chosen = handle()
            return C.hostcall_close(chosen if chosen != own else 0)

        functions = (
            register,
            call,
            info,
            close,
            lambda: C.hostcall_register_handler(handle(), name(), handler()),
            lambda: C.hostcall_unregister(handle(), name()),
            lambda: C.hostcall_complete(handle(), number(), outcome(), *data()),
            lambda: C.hostcall_cancel(handle(), number()),
        )
        statuses = list(Status)
        for _ in range(10_000):
            self.assertIn(rng.choice(functions)(), statuses)
            LIBRARY.last_error()
            C.hostcall_status_name(outcome())
        self.register_clock(self.bridge)
        self.bridge.register("fetch_profile", lambda request: ADA)
        self.assert_logs_in()
        self.bridge.close()
