# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests that a call is answered whatever its handler raises, and whatever becomes of its executor."""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
import unittest
from typing import Any, Callable

from host_test_case import ADA, LIBRARY, WAIT, HostTestCase

import hostcall
from hostcall import Code, CodedError


class Wordless(Exception):
    """An exception without a text."""

    def __str__(self) -> str:
        raise ValueError("no text")


class Codeless(CodedError):
    """A coded error that has no code: its initializer calls no other."""

    def __init__(self) -> None:
        pass


class Empty(hostcall.Failure):
    """A failure that has no payload."""

    def __init__(self) -> None:
        pass


# The answers to exceptions, as the core reports them.
ANSWERS: list[tuple[Callable[[], BaseException], tuple[str, str]]] = [
    (lambda: CodedError(Code.NOT_FOUND, 404), ("notFound", "404")),  # type: ignore[arg-type]
    (lambda: CodedError(Code.ABORTED, KeyError(7)), ("aborted", "7")),  # type: ignore[arg-type]
    (Wordless, ("unknown", "test_answers.Wordless")),
    (Codeless, ("unknown", "test_answers.Codeless")),
    (Empty, ("unknown", "test_answers.Empty")),
]


class ExceptionTests(HostTestCase):
    """Exceptions whose own code raises."""

    def check(self, failure: hostcall.CallFailure, answer: tuple[str, str]) -> None:
        self.assertEqual((failure.value["code"], failure.value["message"]), answer)

    def test_plain_handlers_answer_whatever_they_raise(self) -> None:
        logs = self.assertLogs("hostcall", "ERROR")
        with logs, concurrent.futures.ThreadPoolExecutor(1) as pool:
            for executor in (None, pool):
                for error, answer in ANSWERS:

                    def fetch(request: Any, error: Any = error) -> Any:
                        raise error()

                    self.bridge.register("fetch_profile", fetch, executor=executor)
                    with self.subTest(answer=answer, executor=executor is not None):
                        with self.assertRaises(hostcall.CallFailure) as raised:
                            self.start().result(WAIT)
                        self.check(raised.exception, answer)

    def test_async_handlers_answer_whatever_they_raise(self) -> None:
        async def check(error: Callable[[], BaseException], answer: Any) -> None:
            async def fetch(request: Any) -> Any:
                raise error()

            self.bridge.register("fetch_profile", fetch)
            with self.assertRaises(hostcall.CallFailure) as raised:
                await asyncio.wait_for(asyncio.wrap_future(self.start()), WAIT)
            self.check(raised.exception, answer)

        with self.assertLogs("hostcall", "ERROR") as logs:
            for error, answer in ANSWERS:
                with self.subTest(answer=answer):
                    asyncio.run(check(error, answer))
        self.assertIn("raised an exception", logs.output[0])
        for each in logs.output[1:]:
            self.assertIn("has no text, code or payload", each)


class StreamExceptionTests(unittest.IsolatedAsyncioTestCase):
    """Exceptions of streams whose own code raises."""

    async def test_a_stream_ends_whatever_its_handler_raises(self) -> None:
        bridge = LIBRARY.open("profile_core_open")
        self.addAsyncCleanup(bridge.aclose)
        with self.assertLogs("hostcall", "ERROR"):
            for error, (_, message) in ANSWERS:

                def watch(request: Any, error: Any = error) -> Any:
                    raise error()

                bridge.register_stream("watch_account", watch)
                stream = bridge.call_stream("watch_balance", {"count": 1})
                with self.subTest(message=message):
                    with self.assertRaises(hostcall.CallError) as raised:
                        await asyncio.wait_for(stream.__anext__(), WAIT)
                    self.assertIn(message, str(raised.exception))


class ExecutorTests(HostTestCase):
    """Executors that do not run the function."""

    def test_a_call_whose_executor_is_shut_down_is_answered(self) -> None:
        begun, ends = threading.Event(), threading.Event()
        self.addCleanup(ends.set)

        def fetch(request: Any) -> Any:
            begun.set()
            ends.wait(WAIT)
            return ADA

        executor = concurrent.futures.ThreadPoolExecutor(1)
        self.bridge.register("fetch_profile", fetch, executor=executor)
        running = self.start()
        self.assertTrue(begun.wait(WAIT))
        waiting = self.start()
        self.wait_until(lambda: not executor._work_queue.empty())
        executor.shutdown(wait=False, cancel_futures=True)
        self.assert_fails(waiting, "the executor was shut down before it ran the call")
        ends.set()
        self.assertEqual(running.result(WAIT)["tagCount"], 2)
        self.assert_fails(self.start(), "cannot schedule new futures after shutdown")

    def test_a_call_whose_executor_is_broken_is_answered(self) -> None:
        begins = threading.Event()
        self.addCleanup(begins.set)

        def begin() -> None:
            begins.wait(WAIT)
            raise LookupError("no database")

        with concurrent.futures.ThreadPoolExecutor(1, initializer=begin) as executor:
            self.bridge.register("fetch_profile", lambda _: ADA, executor=executor)
            call = self.start()
            self.wait_until(lambda: not executor._work_queue.empty())
            with self.assertLogs("concurrent.futures", "CRITICAL"):
                begins.set()
                self.assert_fails(call, "BrokenThreadPool: A thread initializer failed")

    def test_a_call_that_cannot_reach_a_process_is_answered(self) -> None:
        executor = concurrent.futures.ProcessPoolExecutor(1)
        self.addCleanup(executor.shutdown)
        self.bridge.register("fetch_profile", lambda _: ADA, executor=executor)
        self.assert_fails(self.start(), "pickle")

    def assert_fails(self, call: hostcall.CallFuture, message: str) -> None:
        with self.assertRaises(hostcall.CallFailure) as raised:
            call.result(WAIT)
        self.assertIn(message, raised.exception.value["message"])
