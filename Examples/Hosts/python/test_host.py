"""Tests of hostcall.py and of the library behind it, with ProfileCore as the core.

    python test_host.py PATH_TO_LIBRARY        or: PROFILE_CORE=PATH_TO_LIBRARY python test_host.py

Needs cbor2 and nothing else beside the standard library. Every test opens a bridge of its own.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import ctypes
import faulthandler
import os
import queue
import random
import signal
import sys
import threading
import time
import unittest
from typing import Any, Callable, Optional

import cbor2

import hostcall
from hostcall import Status

if __name__ == "__main__" and len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
    os.environ["PROFILE_CORE"] = sys.argv.pop(1)
if "PROFILE_CORE" not in os.environ:
    sys.exit("usage: test_host.py PATH_TO_LIBRARY")
LIBRARY = hostcall.Library(os.environ["PROFILE_CORE"])
C = LIBRARY.c

ADA = {"name": "Ada", "tags": ["admin", "beta"], "balanceCents": 1250}
CODES = ("cancelled unknown invalidArgument deadlineExceeded notFound alreadyExists permissionDenied "
         "resourceExhausted failedPrecondition aborted outOfRange unimplemented internal unavailable dataLoss "
         "unauthenticated").split()
TOO_LONG = (65 << 20, 1 << 31, 1 << 32, 1 << 63, (1 << 64) - 1)
WAIT = 30


class Recorder:
    """Raw callbacks that record what they are told, for the tests that go past the binding."""

    def __init__(self, on_invoke: Optional[Callable[[int], None]] = None) -> None:
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

        self.invoke = hostcall.InvokeFn(invoke)
        self.cancel = hostcall.CancelFn(lambda call_id, user_data: self.cancelled.append(call_id))
        self.release = hostcall.ReleaseFn(lambda user_data: self.released.append(user_data))
        self.reply = hostcall.ReplyFn(lambda outcome, payload, length, user_data: self.replied.append(outcome))

    def struct(self, user_data: int) -> hostcall.HandlerStruct:
        """A hostcall_handler of these callbacks."""
        return hostcall.HandlerStruct(ctypes.sizeof(hostcall.HandlerStruct), self.invoke, self.cancel, self.release,
                                      user_data, 0)


def every_status(handle: int, recorder: Recorder) -> dict[str, int]:
    """What each function that takes a bridge returns for `handle`, with otherwise valid arguments."""
    info = hostcall.CallInfo(size=ctypes.sizeof(hostcall.CallInfo))
    return {
        "register": C.hostcall_register(handle, b"read_clock", recorder.invoke, None),
        "register_handler": C.hostcall_register_handler(handle, b"read_clock", recorder.struct(1)),
        "unregister": C.hostcall_unregister(handle, b"read_clock"),
        "complete": C.hostcall_complete(handle, 1, 0, b"", 0),
        "get_call_info": C.hostcall_get_call_info(handle, 1, info),
        "call": C.hostcall_call(handle, b"log_in", b"\xa0", 1, recorder.reply, None, None),
        "cancel": C.hostcall_cancel(handle, 1),
        "close": C.hostcall_close(handle),
    }


class HostTests(unittest.TestCase):
    """Each test has `self.bridge`, with read_clock and fetch_profile registered as plain functions."""

    def setUp(self) -> None:
        self.slots_before = len(hostcall._slots)
        self.bridge = self.open()

    def open(self) -> hostcall.Bridge:
        """A bridge that is closed after the test."""
        bridge = LIBRARY.open("profile_core_open")
        self.addCleanup(bridge.close)
        self.register_clock(bridge)
        bridge.register("fetch_profile", lambda request: ADA)
        return bridge

    def register_clock(self, bridge: hostcall.Bridge) -> None:
        """Registers a clock that stands still."""
        bridge.register("read_clock", lambda clock: 1.5, request_format="=I", response_format="=d")

    def start(self, user: int = 7, timeout: Optional[int] = None) -> hostcall.CallFuture:
        """Starts a log_in."""
        return self.bridge.call("log_in", {"userID": user, "timeoutMilliseconds": timeout})

    def assert_logs_in(self) -> None:
        """A log_in gets through."""
        self.assertEqual(self.start().result(WAIT),
                         {"greeting": "Welcome back, Ada", "loggedInAt": 1.5, "tagCount": 2})

    def failure(self, future: hostcall.CallFuture) -> dict[str, str]:
        """The failure that a log_in has to end with."""
        with self.assertRaises(hostcall.CallFailure) as raised:
            future.result(WAIT)
        return raised.exception.value

    def failure_of_answer(self, outcome: int, payload: bytes, name: str = "fetch_profile") -> dict[str, str]:
        """How log_in fails if the host answers so."""
        self.bridge.register(name, lambda call_id, _: self.bridge.complete(call_id, outcome, payload), deferred=True)
        return self.failure(self.start())

    def pending(self) -> tuple[int, hostcall.CallFuture]:
        """A log_in that waits for its profile, and the ID of the call for that."""
        calls: queue.Queue[int] = queue.Queue()
        self.bridge.register("fetch_profile", lambda call_id, _: calls.put(call_id), deferred=True)
        future = self.start()
        return calls.get(timeout=WAIT), future

    # What the binding does.

    def test_a_user_logs_in(self) -> None:
        self.assert_logs_in()

    def test_an_async_handler_runs_on_the_loop_it_was_registered_on(self) -> None:
        threads = []

        async def fetch(request: Any) -> Any:
            threads.append(threading.current_thread())
            await asyncio.sleep(0.001)
            return dict(ADA, name=f"user {request['userID']}")

        async def host() -> None:
            self.bridge.register("fetch_profile", fetch)
            answers = await asyncio.gather(
                *(self.bridge.call_async("log_in", {"userID": user}) for user in range(200)))
            self.assertEqual([answer["greeting"] for answer in answers],
                             [f"Welcome back, user {user}" for user in range(200)])
            with self.assertRaisesRegex(RuntimeError, "aclose"):
                self.bridge.close()
            await self.bridge.aclose()

        asyncio.run(host())
        self.assertEqual(set(threads), {threading.current_thread()})

    def test_an_async_handler_without_a_loop_is_refused(self) -> None:
        async def fetch(request: Any) -> Any:
            return ADA

        with self.assertRaisesRegex(RuntimeError, "no event loop"):
            self.bridge.register("fetch_profile", fetch)
        self.assert_logs_in()

    def test_a_handler_of_a_closed_loop_fails_its_calls(self) -> None:
        async def fetch(request: Any) -> Any:
            return ADA

        loop = asyncio.new_event_loop()
        self.bridge.register("fetch_profile", fetch, loop=loop)
        loop.close()
        self.assertIn("closed", self.failure(self.start())["message"])

    def test_a_plain_handler_runs_in_its_executor(self) -> None:
        threads = []

        def fetch(request: Any) -> Any:
            threads.append(threading.current_thread().name)
            return ADA

        with concurrent.futures.ThreadPoolExecutor(1, "profiles") as executor:
            self.bridge.register("fetch_profile", fetch, executor=executor)
            self.assert_logs_in()
        self.assertEqual(threads, ["profiles_0"])

    def test_a_raw_handler_without_formats_gets_and_gives_bytes(self) -> None:
        requests = []
        self.bridge.register("read_clock", lambda request: requests.append(request) or bytes(8))
        self.assertEqual(self.start().result(WAIT)["loggedInAt"], 0)
        self.assertEqual(requests, [bytes(4)])

    def test_a_response_that_can_not_be_encoded_is_an_error(self) -> None:
        self.bridge.register("fetch_profile", lambda request: object())
        self.assertEqual(self.failure(self.start())["code"], "unknown")
        self.bridge.register("read_clock", lambda clock: "late", response_format="=d")
        self.assertEqual(self.failure(self.start())["code"], "unknown")

    def test_a_typed_failure_arrives_as_one(self) -> None:
        def fetch(request: Any) -> Any:
            raise hostcall.Failure({"code": "not_found", "retryable": False})

        self.bridge.register("fetch_profile", fetch)
        failure = self.failure(self.start(99))
        self.assertEqual(failure["code"], "failed")
        self.assertIn("not_found", failure["message"])

    def test_the_message_of_an_exception_arrives_verbatim(self) -> None:
        for text in ("the disk is full", "die Platte ist übervoll – 磁盘已满 🗄️", "two\nlines", "x" * 100_000):
            def fetch(request: Any, text: str = text) -> Any:
                raise OSError(text)

            self.bridge.register("fetch_profile", fetch)
            self.assertEqual(self.failure(self.start()), {"code": "unknown", "message": text})

    def test_a_message_that_is_not_utf8_is_repaired(self) -> None:
        self.assertEqual(self.failure_of_answer(hostcall.REPLY_ERROR, b"a\xffb\xc3"),
                         {"code": "unknown", "message": "a\ufffdb\ufffd"})

    def test_each_of_the_sixteen_codes_arrives_by_its_name(self) -> None:
        for number, name in enumerate(CODES, 1):
            with self.subTest(code=number):
                self.assertEqual(self.failure_of_answer(hostcall.REPLY_CODE + number, b"why"),
                                 {"code": name, "message": "why"})

    def test_a_host_can_give_a_call_up(self) -> None:
        self.assertEqual(self.failure_of_answer(hostcall.REPLY_CANCELLED, b"")["code"], "cancelled")

    def test_a_handler_that_is_missing_is_unimplemented(self) -> None:
        self.bridge.unregister("read_clock")
        self.assertEqual(self.failure(self.start())["code"], "unimplemented")
        with self.assertRaises(hostcall.StatusError) as raised:
            self.bridge.unregister("read_clock")
        self.assertEqual(raised.exception.status, Status.NOT_REGISTERED)
        self.assertIn("read_clock", raised.exception.message)

    # Deadlines and cancellation.

    def test_an_answer_after_the_deadline_is_too_late(self) -> None:
        calls: queue.Queue[int] = queue.Queue()
        self.bridge.register("fetch_profile", lambda call_id, _: calls.put(call_id), deferred=True)
        self.assertEqual(self.failure(self.start(8, timeout=50))["code"], "deadlineExceeded")
        self.assertEqual(self.bridge.complete(calls.get(timeout=WAIT), 0, cbor2.dumps(ADA)), Status.UNKNOWN_CALL)

    def test_a_passed_deadline_cancels_the_asyncio_task(self) -> None:
        async def host() -> None:
            seen = asyncio.Event()

            async def fetch(request: Any) -> Any:
                try:
                    await asyncio.sleep(WAIT)
                except asyncio.CancelledError:
                    seen.set()
                    raise

            self.bridge.register("fetch_profile", fetch)
            with self.assertRaises(hostcall.CallFailure) as raised:
                await self.bridge.call_async("log_in", {"userID": 8, "timeoutMilliseconds": 50})
            self.assertEqual(raised.exception.value["code"], "deadlineExceeded")
            await asyncio.wait_for(seen.wait(), WAIT)
            await self.bridge.aclose()

        asyncio.run(host())

    def test_cancelling_a_log_in_cancels_the_asyncio_task_of_its_profile(self) -> None:
        async def host() -> None:
            started, seen = asyncio.Event(), asyncio.Event()

            async def fetch(request: Any) -> Any:
                started.set()
                try:
                    await asyncio.sleep(WAIT)
                finally:
                    seen.set()

            self.bridge.register("fetch_profile", fetch)
            task = asyncio.ensure_future(self.bridge.call_async("log_in", {"userID": 7}))
            await asyncio.wait_for(started.wait(), WAIT)
            task.cancel()
            await asyncio.wait_for(seen.wait(), WAIT)
            self.assertIsInstance((await asyncio.gather(task, return_exceptions=True))[0], asyncio.CancelledError)
            await self.bridge.aclose()

        asyncio.run(host())

    def test_cancel_replies_cancelled_and_is_told_to_the_handler_once(self) -> None:
        recorder = Recorder()
        self.assertEqual(C.hostcall_register_handler(self.bridge.handle, b"fetch_profile", recorder.struct(1)), 0)
        future = self.start()
        self.assertTrue(recorder.started.acquire(timeout=WAIT))
        self.assertEqual(self.bridge.cancel(future.call_id), Status.OK)
        with self.assertRaises(hostcall.CallCancelled):
            future.result(WAIT)
        self.assertEqual(self.bridge.cancel(future.call_id), Status.UNKNOWN_CALL)
        self.bridge.close()
        self.assertEqual(recorder.cancelled, recorder.invoked)

    # Answers that the core must refuse.

    def test_a_second_answer_is_refused(self) -> None:
        call_id, future = self.pending()
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(self.bridge.complete(call_id, 1, b"no"), Status.UNKNOWN_CALL)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_call_ids_that_are_made_up_are_unknown(self) -> None:
        call_id, future = self.pending()
        for made_up in (0, call_id + 1, call_id + 1000, 1 << 32 | call_id, 1 << 63, (1 << 64) - 1):
            self.assertEqual(self.bridge.complete(made_up, 0, b"\xa0"), Status.UNKNOWN_CALL)
            self.assertEqual(self.bridge.cancel(made_up), Status.UNKNOWN_CALL)
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_null_with_a_length_is_refused_and_the_call_stays_pending(self) -> None:
        call_id, future = self.pending()
        for length in (1, 100, *TOO_LONG):
            self.assertEqual(C.hostcall_complete(self.bridge.handle, call_id, 0, None, length),
                             Status.INVALID_ARGUMENT, length)
        self.assertIn("NULL", LIBRARY.last_error())
        self.assertEqual(C.hostcall_call(self.bridge.handle, b"log_in", None, 1, hostcall._reply, None, None),
                         Status.INVALID_ARGUMENT)
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_outcomes_that_do_not_exist_are_refused_and_the_call_stays_pending(self) -> None:
        call_id, future = self.pending()
        for outcome in (-1, 4, 5, 0xff, 0x100, 0x111, 0x10001, 1 << 30, (1 << 31) - 1, -(1 << 31)):
            self.assertEqual(self.bridge.complete(call_id, outcome, b""), Status.INVALID_ARGUMENT, outcome)
        self.assertEqual(self.bridge.complete(call_id, 0, cbor2.dumps(ADA)), Status.OK)
        self.assertEqual(future.result(WAIT)["tagCount"], 2)

    def test_a_payload_over_the_limit_fails_its_call_unread(self) -> None:
        for length in TOO_LONG:
            call_id, future = self.pending()
            self.assertEqual(C.hostcall_complete(self.bridge.handle, call_id, 0, b"x", length),
                             Status.RESOURCE_EXHAUSTED)
            self.assertEqual(self.failure(future)["code"], "resourceExhausted")
            self.assertEqual(C.hostcall_call(self.bridge.handle, b"log_in", b"x", length, hostcall._reply, None, None),
                             Status.RESOURCE_EXHAUSTED)

    def test_raw_answers_of_a_wrong_length_are_internal_errors(self) -> None:
        for length in (0, 7, 9, 1000):
            with self.subTest(length=length):
                self.assertEqual(self.failure_of_answer(0, bytes(length), "read_clock")["code"], "internal")

    def test_cbor_answers_that_are_invalid_are_internal_errors(self) -> None:
        valid = cbor2.dumps(ADA)
        answers = {
            "empty": b"", "a lone break": b"\xff", "an array of 2^64-1": b"\x9b" + b"\xff" * 8,
            "bytes of 2^64-1": b"\x5b" + b"\xff" * 8, "a map of 2^64-1": b"\xbb" + b"\xff" * 8,
            "truncated": valid[:-1], "one byte": valid[:1], "more behind it": valid + b"\x00",
            "nested deeply": b"\x81" * 100_000, "nested deeply and whole": b"\x81" * 100_000 + b"\x00",
            "text that is not UTF-8": cbor2.dumps(dict(ADA, name="A?a")).replace(b"A?a", b"A\xffa"),
            "a wrong type": cbor2.dumps(dict(ADA, name=5)), "a missing field": cbor2.dumps({"name": "Ada"}),
            "too large a number": cbor2.dumps(dict(ADA, balanceCents=1 << 63)), "not a map": b"\x00",
        }
        for what, answer in answers.items():
            with self.subTest(what):
                self.assertEqual(self.failure_of_answer(0, answer)["code"], "internal")
        for cut in range(len(valid)):
            with self.subTest("truncated", at=cut):
                self.assertEqual(self.failure_of_answer(0, valid[:cut])["code"], "internal")

    def test_a_failure_that_does_not_decode_is_an_internal_error(self) -> None:
        self.assertEqual(self.failure_of_answer(hostcall.REPLY_FAILURE, b"\xff")["code"], "internal")

    # Calls that the core must refuse.

    def test_requests_that_do_not_decode_are_invalid_arguments(self) -> None:
        for request in (b"", b"\xff", b"\xa0", b"\x9b" + b"\xff" * 8, b"\x5b" + b"\xff" * 8, b"\x81" * 100_000,
                        cbor2.dumps({"userID": -1}), cbor2.dumps({"userID": "7"}), cbor2.dumps({"userID": 7})[:-1],
                        b"\xa1\x66\xff\xff\xff\xff\xff\xff\x07"):
            with self.subTest(request=request[:20]), self.assertRaises(hostcall.CallError) as raised:
                self.bridge.call("log_in", request, raw=True).result(WAIT)
            self.assertEqual((raised.exception.outcome, raised.exception.code), (0x103, 3))
            self.assertTrue(raised.exception.message)

    def test_a_name_that_is_not_exposed_is_not_registered(self) -> None:
        with self.assertRaises(hostcall.StatusError) as raised:
            self.bridge.call("log_out", {})
        self.assertEqual(raised.exception.status, Status.NOT_REGISTERED)
        self.assertIn("log_out", raised.exception.message)

    def test_names_that_are_none_are_invalid_arguments(self) -> None:
        recorder = Recorder()
        for name in (None, b"", b"\xff", b"a" * 256, b"a" * 100_000):
            for status in (C.hostcall_register(self.bridge.handle, name, recorder.invoke, None),
                           C.hostcall_register_handler(self.bridge.handle, name, recorder.struct(1)),
                           C.hostcall_unregister(self.bridge.handle, name),
                           C.hostcall_call(self.bridge.handle, name, b"", 0, recorder.reply, None, None)):
                self.assertEqual(status, Status.INVALID_ARGUMENT)
        self.assertEqual(C.hostcall_unregister(self.bridge.handle, b"a" * 255), Status.NOT_REGISTERED)

    # Handles.

    def test_after_close_every_function_says_that_the_handle_is_stale(self) -> None:
        self.bridge.close()
        recorder = Recorder()
        statuses = every_status(self.bridge.handle, recorder)
        self.assertEqual(set(statuses.values()), {Status.INVALID_BRIDGE}, statuses)
        self.assertEqual((recorder.released, recorder.replied), ([], []))

    def test_random_handles_are_refused(self) -> None:
        recorder = Recorder()
        for handle in [0, self.bridge.handle + 1000, 1 << 53, (1 << 64) - 1] + [
                random.getrandbits(bits) for bits in range(40, 65) for _ in range(20)]:
            if handle != self.bridge.handle:
                self.assertEqual(set(every_status(handle, recorder).values()), {Status.INVALID_BRIDGE}, handle)
        self.assert_logs_in()

    def test_ten_thousand_random_calls_get_a_status_each(self) -> None:
        seed = int(os.environ.get("SEED", time.time_ns() % (1 << 32)))
        print(f"random calls with SEED={seed}", file=sys.stderr)
        rng = random.Random(seed)
        recorder = Recorder()
        buffer = ctypes.create_string_buffer(rng.randbytes(4096), 4096)
        own = self.bridge.handle

        def handle() -> int:
            other = rng.choice((0, own + rng.randint(1, 9), rng.getrandbits(64), rng.getrandbits(53)))
            return rng.choice((own, own, own, other if other != own else 0))

        def number() -> int:
            return rng.choice((0, rng.randint(1, 2000), rng.getrandbits(64), (1 << 64) - 1))

        def name() -> Optional[bytes]:
            return rng.choice((None, b"", b"read_clock", b"fetch_profile", b"log_in", b"x" * rng.randint(250, 5000),
                               rng.randbytes(rng.randint(1, 300))))

        def data() -> tuple[Optional[int], int]:
            length = rng.choice((0, rng.randint(1, 4096), rng.randint(65 << 20, (1 << 64) - 1), *TOO_LONG))
            return rng.choice((None, ctypes.addressof(buffer))), length

        def outcome() -> int:
            return rng.choice((0, 1, 2, 3, rng.randint(0x100, 0x112), rng.randint(-(1 << 31), (1 << 31) - 1)))

        def sized() -> Any:
            """Room for either struct, zero but for a random size in front."""
            room = ctypes.create_string_buffer(512)
            size = rng.choice((0, 8, 24, 32, 40, 48, 56, 64, 200, rng.getrandbits(64)))
            ctypes.c_size_t.from_buffer(room).value = size
            return room

        def handler() -> Any:
            room = sized()
            struct = hostcall.HandlerStruct.from_buffer(room)
            if rng.random() < 0.8:
                struct.invoke = recorder.invoke
            struct.cancel, struct.release, struct.user_data = recorder.cancel, recorder.release, 1
            struct.fingerprint = rng.choice((0, 0, rng.getrandbits(64)))
            return rng.choice((None, struct, struct))

        def register() -> int:
            invoke = rng.choice((hostcall.InvokeFn(), recorder.invoke))
            return C.hostcall_register(handle(), name(), invoke, rng.getrandbits(64))

        def call() -> int:
            reply = rng.choice((hostcall.ReplyFn(), recorder.reply, recorder.reply))
            return C.hostcall_call(handle(), name(), *data(), reply, rng.getrandbits(64),
                                   rng.choice((None, ctypes.c_uint64())))

        def info() -> int:
            struct = rng.choice((None, hostcall.CallInfo.from_buffer(sized())))
            return C.hostcall_get_call_info(handle(), number(), struct)

        def close() -> int:
            chosen = handle()
            return C.hostcall_close(chosen if chosen != own else 0)

        functions = (register, call, info, close,
                     lambda: C.hostcall_register_handler(handle(), name(), handler()),
                     lambda: C.hostcall_unregister(handle(), name()),
                     lambda: C.hostcall_complete(handle(), number(), outcome(), *data()),
                     lambda: C.hostcall_cancel(handle(), number()))
        for _ in range(10_000):
            self.assertIn(rng.choice(functions)(), range(9))
            LIBRARY.last_error()
            C.hostcall_status_name(outcome())
        self.register_clock(self.bridge)
        self.bridge.register("fetch_profile", lambda request: ADA)
        self.assert_logs_in()
        self.bridge.close()

    # Many at once.

    def test_ten_threads_answer_a_thousand_calls_at_once(self) -> None:
        users: dict[int, int] = {}
        complete = threading.Semaphore(0)

        def fetch(call_id: int, request: Any) -> None:
            users[call_id] = request["userID"]
            complete.release()

        self.bridge.register("fetch_profile", fetch, deferred=True)
        futures = [self.start(user) for user in range(1000)]
        for _ in futures:
            self.assertTrue(complete.acquire(timeout=WAIT))
        statuses: list[Status] = []

        def answer(seed: int) -> None:
            calls = list(users.items())
            random.Random(seed).shuffle(calls)
            for call_id, user in calls:
                statuses.append(self.bridge.complete(call_id, 0, cbor2.dumps(dict(ADA, name=f"user {user}"))))

        threads = [threading.Thread(target=answer, args=(seed,)) for seed in range(10)]
        for thread in threads:
            thread.start()
        for user, future in enumerate(futures):
            self.assertEqual(future.result(WAIT)["greeting"], f"Welcome back, user {user}")
        for thread in threads:
            thread.join()
        self.assertEqual((statuses.count(Status.OK), statuses.count(Status.UNKNOWN_CALL)), (1000, 9000))

    @unittest.skipUnless(os.path.exists("/proc/self/statm"), "resident memory is read from /proc")
    def test_five_thousand_log_ins_leave_memory_as_it_was(self) -> None:
        def resident() -> int:
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

        for _ in range(1000):
            self.start().result(WAIT)
        before = resident()
        for _ in range(5000):
            self.start().result(WAIT)
        self.assertLess(resident() - before, 20 << 20)
        self.bridge.close()
        self.assertEqual(len(hostcall._slots), self.slots_before)

    # Ownership and the end.

    def test_user_data_is_released_once_on_replace_unregister_and_close(self) -> None:
        recorder = Recorder()
        for user_data in (1, 2, 3):
            self.assertEqual(
                C.hostcall_register_handler(self.bridge.handle, b"other", recorder.struct(user_data)), 0)
        self.bridge.unregister("other")
        self.assertEqual(C.hostcall_register_handler(self.bridge.handle, b"other", recorder.struct(4)), 0)
        deadline = time.monotonic() + WAIT
        while len(recorder.released) < 3 and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertEqual(recorder.released, [1, 2, 3])
        self.bridge.close()
        self.assertEqual(recorder.released, [1, 2, 3, 4])
        self.assertEqual(len(hostcall._slots), self.slots_before)

    def test_user_data_is_kept_until_the_last_call_has_ended(self) -> None:
        recorder = Recorder()
        self.assertEqual(C.hostcall_register_handler(self.bridge.handle, b"fetch_profile", recorder.struct(1)), 0)
        future = self.start()
        self.assertTrue(recorder.started.acquire(timeout=WAIT))
        self.bridge.unregister("fetch_profile")
        time.sleep(0.05)
        self.assertEqual(recorder.released, [])
        self.assertEqual(self.bridge.complete(recorder.invoked[0], 0, cbor2.dumps(ADA)), Status.OK)
        future.result(WAIT)
        deadline = time.monotonic() + WAIT
        while not recorder.released and time.monotonic() < deadline:
            time.sleep(0.001)
        self.assertEqual(recorder.released, [1])

    def test_close_from_inside_invoke_is_refused(self) -> None:
        statuses: list[int] = []

        def fetch(request: Any) -> Any:
            statuses.append(C.hostcall_close(self.bridge.handle))
            return ADA

        self.bridge.register("fetch_profile", fetch)
        self.assert_logs_in()
        self.assertEqual(statuses, [Status.INVALID_ARGUMENT])

    def test_close_from_inside_reply_is_refused(self) -> None:
        statuses: queue.Queue[int] = queue.Queue()
        call_id, future = self.pending()  # so the future's callback is added before the reply can run it

        def replied(_: concurrent.futures.Future) -> None:
            try:
                self.bridge.close()
            except hostcall.StatusError as error:
                statuses.put(error.status)
            else:
                statuses.put(Status.OK)

        future.add_done_callback(replied)
        self.bridge.complete(call_id, 0, cbor2.dumps(ADA))
        self.assertEqual(statuses.get(timeout=WAIT), Status.INVALID_ARGUMENT)
        self.bridge.register("fetch_profile", lambda request: ADA)
        self.assert_logs_in()

    def test_close_from_inside_cancel_and_release_is_refused(self) -> None:
        statuses: queue.Queue[int] = queue.Queue()
        recorder = Recorder()
        recorder.cancel = hostcall.CancelFn(lambda *_: statuses.put(C.hostcall_close(self.bridge.handle)))
        recorder.release = hostcall.ReleaseFn(lambda _: statuses.put(C.hostcall_close(self.bridge.handle)))
        self.assertEqual(C.hostcall_register_handler(self.bridge.handle, b"fetch_profile", recorder.struct(1)), 0)
        self.assertEqual(self.failure(self.start(timeout=20))["code"], "deadlineExceeded")
        self.assertEqual(statuses.get(timeout=WAIT), Status.INVALID_ARGUMENT)
        self.bridge.register("fetch_profile", lambda request: ADA)
        self.assertEqual(statuses.get(timeout=WAIT), Status.INVALID_ARGUMENT)
        self.assert_logs_in()

    def test_close_cancels_pending_calls_of_both_directions(self) -> None:
        recorder = Recorder()
        self.assertEqual(C.hostcall_register_handler(self.bridge.handle, b"fetch_profile", recorder.struct(1)), 0)
        futures = [self.start(user) for user in range(20)]
        for _ in futures:
            self.assertTrue(recorder.started.acquire(timeout=WAIT))
        self.bridge.close()
        for future in futures:
            self.assertTrue(future.done())
            with self.assertRaises(hostcall.CallCancelled):
                future.result(0)
        self.assertEqual(sorted(recorder.cancelled), sorted(recorder.invoked))
        self.assertEqual(recorder.released, [1])
        self.assertEqual(self.bridge.complete(recorder.invoked[0], 0, b""), Status.INVALID_BRIDGE)

    def test_two_threads_close_at_once(self) -> None:
        for _ in range(100):
            bridge = self.open()
            barrier = threading.Barrier(2)

            def close(_: int, bridge: hostcall.Bridge = bridge, barrier: threading.Barrier = barrier) -> int:
                barrier.wait(WAIT)
                return C.hostcall_close(bridge.handle)

            with concurrent.futures.ThreadPoolExecutor(2) as executor:
                first, second = sorted(executor.map(close, range(2)))
            self.assertEqual(first, Status.OK)
            self.assertIn(second, (Status.CLOSED, Status.INVALID_BRIDGE))

    @unittest.skipUnless(hasattr(os, "fork"), "there is no fork here")
    def test_a_forked_child_has_no_bridges_and_the_parent_goes_on(self) -> None:
        self.assert_logs_in()
        recorder = Recorder()
        child = os.fork()
        if child == 0:
            signal.alarm(WAIT)
            fine = set(every_status(self.bridge.handle, recorder).values()) == {int(Status.INVALID_BRIDGE)}
            os._exit(0 if fine and C.profile_core_open() == 0 else 1)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assert_logs_in()


if __name__ == "__main__":
    faulthandler.dump_traceback_later(120, exit=True)
    unittest.main()
