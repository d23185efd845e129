# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of successful calls and failures."""

from __future__ import annotations

import asyncio
import concurrent.futures
import queue
import threading
from typing import Any

from host_test_case import ADA, CODES, WAIT, HostTestCase, no_logs

import hostcall
from hostcall import Status


class CallTests(HostTestCase):
    """Calls and failures."""

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
                *(
                    self.bridge.call_async("log_in", {"userID": user})
                    for user in range(200)
                )
            )
            self.assertEqual(
                [answer["greeting"] for answer in answers],
                [f"Welcome back, user {user}" for user in range(200)],
            )
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
        for _ in range(2):
            self.assertIn("closed", self.failure(self.start())["message"])

    def test_a_thread_of_the_core_keeps_its_state_between_calls(self) -> None:
        local, threads, created = threading.local(), set(), []

        def fetch(request: Any) -> Any:
            threads.add(threading.get_ident())
            if not hasattr(local, "is_known"):
                local.is_known = True
                created.append(threading.get_ident())
            return ADA

        self.bridge.register("fetch_profile", fetch)
        for _ in range(50):
            self.start().result(WAIT)
        self.assertEqual(sorted(threads), sorted(created))

    def test_a_plain_handler_runs_in_its_executor(self) -> None:
        threads = []

        def fetch(request: Any) -> Any:
            threads.append(threading.current_thread().name)
            return ADA

        with concurrent.futures.ThreadPoolExecutor(1, "profiles") as executor:
            self.bridge.register("fetch_profile", fetch, executor=executor)
            self.assert_logs_in()
        self.assertEqual(threads, ["profiles_0"])

    def test_a_raw_handler_without_formats_receives_and_returns_bytes(self) -> None:
        requests = []

        def read_clock(request: bytes) -> bytes:
            requests.append(request)
            return bytes(8)

        self.bridge.register("read_clock", read_clock)
        self.assertEqual(self.start().result(WAIT)["loggedInAt"], 0)
        self.assertEqual(requests, [bytes(4)])

    def test_a_response_that_cannot_be_encoded_is_an_error(self) -> None:
        self.bridge.register("fetch_profile", lambda request: object())
        self.assertEqual(self.failure(self.start())["code"], "unknown")
        self.bridge.register("read_clock", lambda clock: "late", response_format="=d")
        self.assertEqual(self.failure(self.start())["code"], "unknown")

    def test_a_declared_failure_reaches_the_caller_as_such(self) -> None:
        def fetch(request: Any) -> Any:
            raise hostcall.Failure({"code": "not_found", "retryable": False})

        self.bridge.register("fetch_profile", fetch)
        failure = self.failure(self.start(99))
        self.assertEqual(failure["code"], "failed")
        self.assertIn("not_found", failure["message"])

    def test_an_exception_arrives_with_its_type_and_its_text_verbatim(self) -> None:
        for text in (
            "the disk is full",
            "die Platte ist übervoll – 磁盘已满 🗄️",
            "two\nlines",
            "x" * 100_000,
        ):

            def fetch(request: Any, text: str = text) -> Any:
                raise OSError(text)

            self.bridge.register("fetch_profile", fetch)
            self.assertEqual(
                self.failure(self.start()),
                {"code": "unknown", "message": f"OSError: {text}"},
            )

    def test_an_exception_without_a_text_arrives_with_its_type_and_its_module(
        self,
    ) -> None:
        def fetch(request: Any) -> Any:
            raise queue.Empty

        self.bridge.register("fetch_profile", fetch)
        self.assertIn(
            self.failure(self.start())["message"], ("queue.Empty", "_queue.Empty")
        )

    def test_an_exception_is_logged_with_its_traceback_but_a_declared_failure_is_not(
        self,
    ) -> None:
        async def fetch(request: Any) -> Any:
            raise (
                hostcall.Failure({"code": "x", "retryable": False})
                if request["userID"] == 99
                else KeyError("profile")
            )

        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        try:
            self.bridge.register("fetch_profile", fetch, loop=loop)
            with self.assertLogs("hostcall", "ERROR") as logs:
                self.assertEqual(
                    self.failure(self.start())["message"], "KeyError: 'profile'"
                )
            self.assertEqual(len(logs.records), 1)
            self.assertIn("'fetch_profile'", logs.output[0])
            self.assertIn("in fetch\n", logs.output[0])
            with no_logs(self):
                self.assertEqual(self.failure(self.start(99))["code"], "failed")
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def test_the_error_of_a_call_that_a_handler_makes_arrives_with_that_calls_name_and_code(
        self,
    ) -> None:
        requests = {7: {"userID": "seven"}, 8: {"userID": 99}}

        async def fetch(request: Any) -> Any:
            if (inner := requests.get(request["userID"])) is None:
                raise hostcall.Failure({"code": "not_found", "retryable": False})
            return await self.bridge.call_async("log_in", inner)

        async def host() -> list[str]:
            self.bridge.register("fetch_profile", fetch)
            messages = []
            for user in requests:
                with (
                    self.assertLogs("hostcall", "ERROR"),
                    self.assertRaises(hostcall.CallFailure) as raised,
                ):
                    await self.bridge.call_async("log_in", {"userID": user})
                self.assertEqual(
                    (raised.exception.name, raised.exception.value["code"]),
                    ("log_in", "unknown"),
                )
                messages.append(raised.exception.value["message"])
            await self.bridge.aclose()
            return messages

        error, failure = asyncio.run(host())
        self.assertRegex(
            error,
            r"^hostcall\.CallError: log_in: INVALID_ARGUMENT \(3\): the request cannot be decoded ",
        )
        self.assertRegex(
            failure,
            r"^hostcall\.CallFailure: log_in: \{'code': 'failed', 'message': .*not_found.*\}$",
        )

    def test_errors_of_calls_are_described_by_their_parts(self) -> None:
        self.assertEqual(
            str(hostcall.CallError(hostcall.REPLY_CODE + 14, "gone", "log_in")),
            "log_in: UNAVAILABLE (14): gone",
        )
        self.assertEqual(
            repr(hostcall.CallError(hostcall.REPLY_CODE + 14, "gone", "log_in")),
            "CallError('log_in: UNAVAILABLE (14): gone')",
        )
        self.assertEqual(
            repr(hostcall.CodedError(hostcall.Code.NOT_FOUND, "no user")),
            "CodedError('NOT_FOUND (5): no user')",
        )
        self.assertEqual(
            str(hostcall.CallError(hostcall.REPLY_CODE + 16, "")),
            "UNAUTHENTICATED (16)",
        )
        self.assertEqual(
            str(hostcall.CallError(hostcall.REPLY_ERROR, "KeyError: 1", "log_in")),
            "log_in: KeyError: 1",
        )
        self.assertEqual(
            str(hostcall.CallFailure({"code": 1}, "log_in")), "log_in: {'code': 1}"
        )
        self.assertEqual(
            str(hostcall.CallCancelled("the bridge closed", "log_in")),
            "log_in: the bridge closed",
        )

    def test_invalid_utf8_in_a_message_is_repaired(self) -> None:
        self.assertEqual(
            self.failure_of_answer(hostcall.REPLY_ERROR, b"a\xffb\xc3"),
            {"code": "unknown", "message": "a\ufffdb\ufffd"},
        )

    def test_each_of_the_sixteen_codes_arrives_by_its_name(self) -> None:
        for number, name in enumerate(CODES, 1):
            with self.subTest(code=number):
                self.assertEqual(
                    self.failure_of_answer(hostcall.REPLY_CODE + number, b"why"),
                    {"code": name, "message": "why"},
                )

    def test_a_host_can_cancel_a_call(self) -> None:
        self.assertEqual(
            self.failure_of_answer(hostcall.REPLY_CANCELLED, b"")["code"], "cancelled"
        )

    def test_a_call_without_a_handler_is_unimplemented(self) -> None:
        self.bridge.unregister("read_clock")
        self.assertEqual(self.failure(self.start())["code"], "unimplemented")
        with self.assertRaises(hostcall.StatusError) as raised:
            self.bridge.unregister("read_clock")
        self.assertEqual(raised.exception.status, Status.NOT_REGISTERED)
        self.assertIn("read_clock", raised.exception.message)
