# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of a generated host, with ProfileCore."""

from __future__ import annotations

import asyncio
import concurrent.futures
import pathlib
import sys
import threading
import unittest
from typing import Any
from unittest import mock

from host_test_case import LIBRARY, WAIT, no_logs

import hostcall
from hostcall import Code, _slots

GENERATED = "Tool/Tests/HostCallGeneratorTests/Fixtures/generated/python"
ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / GENERATED / "profile_core"))

import profile_core  # noqa: E402
from profile_core import (  # noqa: E402
    LogInFailure,
    Profile,
    ProfileCore,
    ProfileCoreHost,
    ProfileFailure,
    Welcome,
)

ADA = Profile("Ada", ["admin", "beta"], 1250)


class Host(ProfileCoreHost):
    """Answers with Ada, or by what a test sets."""

    def __init__(self) -> None:
        self.answer: Any = ADA
        self.calls: list[hostcall.CallContext | None] = []
        self.cancelled = asyncio.Event()

    async def fetch_profile(self, user_id: int) -> Profile:
        self.calls.append(hostcall.current_call.get())
        if isinstance(self.answer, BaseException):
            raise self.answer
        if self.answer is None:
            try:
                await asyncio.sleep(WAIT)
            except asyncio.CancelledError:
                self.metadata = dict(hostcall.current_metadata.get())
                self.cancelled.set()
                raise
        answer: Profile = self.answer
        return answer

    def read_clock(self, clock: int) -> float:
        return 1.5


class TypedTests(unittest.IsolatedAsyncioTestCase):
    """Calls in both directions, and how they end."""

    async def asyncSetUp(self) -> None:
        self.slots_before = len(_slots.slots)
        self.host = Host()
        self.core = ProfileCore.open(LIBRARY, self.host)
        self.addAsyncCleanup(self.core.aclose)

    async def failure(self, **options: Any) -> tuple[str, str]:
        with self.assertRaises(LogInFailure) as raised:
            await self.core.log_in(7, **options)
        return raised.exception.code, raised.exception.message

    async def test_a_user_logs_in(self) -> None:
        self.assertEqual(
            await self.core.log_in(user_id=7), Welcome("Welcome back, Ada", 1.5, 2)
        )
        call = self.host.calls[0]
        assert call is not None
        self.assertEqual((call.name, dict(call.metadata)), ("fetch_profile", {}))
        self.assertIsNone(hostcall.current_call.get())

    async def test_a_declared_failure_reaches_the_core_and_another_one_does_not(
        self,
    ) -> None:
        self.host.answer = ProfileFailure("not_found", False)
        self.assertEqual((await self.failure())[0], "failed")
        self.host.answer = LogInFailure("not_found", "of another call")
        with self.assertLogs("hostcall", "ERROR"):
            code, message = await self.failure()
        self.assertEqual(code, "unknown")
        self.assertIn("LogInFailure(code='not_found'", message)

    async def test_a_coded_error_reaches_the_core_with_its_code(self) -> None:
        for code, name in (
            (Code.NOT_FOUND, "notFound"),
            (Code.UNAUTHENTICATED, "unauthenticated"),
        ):
            self.host.answer = hostcall.CodedError(code, "why")
            with no_logs(self):
                self.assertEqual(await self.failure(), (name, "why"))

    async def test_an_answer_of_the_wrong_type_is_an_error_that_names_the_field(
        self,
    ) -> None:
        self.host.answer = Profile("Ada", ["admin", 5], 1250)  # type: ignore[list-item]
        with self.assertLogs("hostcall", "ERROR") as logs:
            code, message = await self.failure()
        self.assertEqual(
            logs.output,
            [
                "ERROR:hostcall:the answer of the handler of 'fetch_profile' is not of "
                "its type: tags[1]: found int 5; expected text"
            ],
        )
        self.assertEqual(code, "unknown")
        self.assertEqual(
            message, "hostcall.EncodingError: tags[1]: found int 5; expected text"
        )

    async def test_a_host_that_lacks_a_method_is_refused(self) -> None:
        class Half:
            def read_clock(self, clock: int) -> float:
                return 1.5

        for host, problem in (
            (Half(), "the host, of the type Half, has no method fetch_profile"),
            (Host, "the host is the class Host: pass an object of it"),
        ):
            with self.assertRaises(TypeError) as raised:
                ProfileCore.open(LIBRARY, host)  # type: ignore[arg-type]
            self.assertEqual(str(raised.exception), problem)

    async def test_a_class_with_static_methods_is_a_host(self) -> None:
        class Static:
            @staticmethod
            async def fetch_profile(user_id: int) -> Profile:
                return ADA

            @classmethod
            def read_clock(cls, clock: int) -> float:
                return 1.5

        async with ProfileCore.open(LIBRARY, Static) as core:
            self.assertEqual((await core.log_in(7)).tag_count, 2)

    async def test_a_request_of_the_wrong_type_is_not_sent(self) -> None:
        with self.assertRaisesRegex(hostcall.EncodingError, "^user_id: found int -1"):
            await self.core.log_in(-1)
        self.assertEqual(self.host.calls, [])

    async def test_a_request_that_cannot_be_decoded_does_not_reach_the_method(
        self,
    ) -> None:
        call = profile_core._FETCH_PROFILE_CALL
        call_id = 1 << 40
        handler = next(
            each for each in _slots.slots.values()
            if getattr(each, "bridge", None) is self.core.bridge and each.name == call.name
        )  # fmt: skip
        with mock.patch.object(self.core.bridge, "complete") as complete:
            handler.invoke(call_id, b"\xa0")
        self.assertEqual(
            complete.call_args.args[:2],
            (call_id, hostcall.REPLY_CODE + Code.INVALID_ARGUMENT),
        )
        self.assertIn(b"the key 'userID' is missing", complete.call_args.args[2])
        self.assertEqual(self.host.calls, [])

    async def test_cancelling_the_task_cancels_the_call_and_the_method(self) -> None:
        self.host.answer = None
        task = asyncio.ensure_future(self.core.log_in(7))
        while not self.host.calls:
            await asyncio.sleep(0.001)
        task.cancel()
        with self.assertRaises(asyncio.CancelledError):
            await task
        await asyncio.wait_for(self.host.cancelled.wait(), WAIT)

    async def test_a_timeout_ends_the_call_and_the_method(self) -> None:
        self.host.answer = None
        with self.assertRaises(hostcall.CallError) as raised:
            await self.core.log_in(7, timeout=0.2, metadata={"tenant": "acme"})
        self.assertEqual(raised.exception.code, Code.DEADLINE_EXCEEDED)
        await asyncio.wait_for(self.host.cancelled.wait(), WAIT)
        # The call has ended, and its metadata is still there.
        self.assertEqual(self.host.metadata, {"tenant": "acme"})

    async def test_a_plain_method_leaves_no_call_on_its_thread(self) -> None:
        handler = next(
            each
            for each in _slots.slots.values()
            if getattr(each, "name", "") == "read_clock"
        )
        with mock.patch.object(self.core.bridge, "answer") as answer:
            handler.invoke(1 << 40, bytes(4))
        self.assertEqual(answer.call_count, 1)
        self.assertIsNone(hostcall.current_call.get())

    async def test_a_method_sees_deadline_and_metadata_of_its_call(self) -> None:
        seen: list[Any] = []

        async def fetch(user_id: int) -> Profile:
            call = hostcall.current_call.get()
            assert call is not None
            seen.append((call.remaining, dict(call.metadata)))
            return ADA

        self.host.fetch_profile = fetch  # type: ignore[method-assign]
        core = ProfileCore.open(LIBRARY, self.host)
        await core.log_in(7, timeout=9, metadata={"tenant": "acme"})
        await core.log_in(7)
        await core.aclose()
        self.assertTrue(0 < seen[0][0] <= 9)
        self.assertEqual((seen[0][1], seen[1]), ({"tenant": "acme"}, (None, {})))

    async def test_plain_methods_run_in_the_executor(self) -> None:
        threads: list[str] = []

        class Plain(ProfileCoreHost):
            def fetch_profile(self, user_id: int) -> Profile:
                threads.append(threading.current_thread().name)
                return ADA

            async def read_clock(self, clock: int) -> float:
                return 1.5

        with concurrent.futures.ThreadPoolExecutor(1, "profiles") as executor:
            async with ProfileCore.open(LIBRARY, Plain(), executor=executor) as core:
                self.assertEqual((await core.log_in(7)).tag_count, 2)
        self.assertEqual(threads, ["profiles_0"])

    async def test_a_changed_core_refuses_the_host_and_nothing_stays_registered(
        self,
    ) -> None:
        bridge = LIBRARY.open("profile_core_open")
        self.addAsyncCleanup(bridge.aclose)
        call = profile_core._READ_CLOCK_CALL
        changed = mock.patch.object(call, "fingerprint", call.fingerprint ^ 1)
        with changed, self.assertRaises(hostcall.StatusError) as raised:
            ProfileCore(bridge, self.host)
        self.assertEqual(raised.exception.status, hostcall.Status.SCHEMA_MISMATCH)
        self.assertIn("read_clock", raised.exception.message)
        for name in ("fetch_profile", "read_clock"):
            with self.assertRaises(hostcall.StatusError) as raised:
                bridge.unregister(name)
            self.assertEqual(raised.exception.status, hostcall.Status.NOT_REGISTERED)

    async def test_a_changed_function_of_the_core_is_refused_in_words(self) -> None:
        options = hostcall.calls.options_of(None, {}, 1)
        changed = mock.patch.object(profile_core._LOG_IN_CALL, "options", options)
        with changed, self.assertRaises(hostcall.StatusError) as raised:
            await self.core.log_in(7)
        self.assertEqual(raised.exception.status, hostcall.Status.SCHEMA_MISMATCH)
        self.assertIn("log_in", raised.exception.message)

    async def test_a_host_that_lacks_a_method_cannot_be_created(self) -> None:
        class Incomplete(ProfileCoreHost):
            def read_clock(self, clock: int) -> float:
                return 1.5

        with self.assertRaisesRegex(TypeError, "fetch_profile"):
            Incomplete()  # type: ignore[abstract]

    async def test_an_async_method_without_a_loop_is_refused(self) -> None:
        host = Host()

        def open_elsewhere() -> None:
            with self.assertRaisesRegex(RuntimeError, "no event loop"):
                ProfileCore.open(LIBRARY, host)

        await asyncio.get_running_loop().run_in_executor(None, open_elsewhere)

    async def test_a_close_leaves_nothing_behind(self) -> None:
        await self.core.log_in(7)
        await self.core.aclose()
        self.assertEqual(len(_slots.slots), self.slots_before)
        with self.assertRaises(hostcall.StatusError) as raised:
            await self.core.log_in(7)
        self.assertEqual(raised.exception.status, hostcall.Status.INVALID_BRIDGE)
