# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of deadlines and cancellation."""

from __future__ import annotations

import asyncio
import queue
from typing import Any

import cbor2
from host_test_case import ADA, WAIT, HostTestCase, Recorder

import hostcall
from hostcall import Status


class CancellationTests(HostTestCase):
    """Deadlines and cancellation, from both sides."""

    def test_an_answer_after_the_deadline_is_too_late(self) -> None:
        calls: queue.Queue[int] = queue.Queue()
        self.bridge.register(
            "fetch_profile", lambda call_id, _: calls.put(call_id), deferred=True
        )
        self.assertEqual(
            self.failure(self.start(8, timeout=50))["code"], "deadlineExceeded"
        )
        self.assertEqual(
            self.bridge.complete(calls.get(timeout=WAIT), 0, cbor2.dumps(ADA)),
            Status.UNKNOWN_CALL,
        )

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
                await self.bridge.call_async(
                    "log_in", {"userID": 8, "timeoutMilliseconds": 50}
                )
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
            task = asyncio.ensure_future(
                self.bridge.call_async("log_in", {"userID": 7})
            )
            await asyncio.wait_for(started.wait(), WAIT)
            task.cancel()
            await asyncio.wait_for(seen.wait(), WAIT)
            self.assertIsInstance(
                (await asyncio.gather(task, return_exceptions=True))[0],
                asyncio.CancelledError,
            )
            await self.bridge.aclose()

        asyncio.run(host())

    def test_cancel_replies_cancelled_and_notifies_the_handler_once(self) -> None:
        recorder = Recorder()
        future = self.start_recorded(recorder)
        self.assertEqual(self.bridge.cancel(future.call_id), Status.OK)
        with self.assertRaises(hostcall.CallCancelled):
            future.result(WAIT)
        self.assertEqual(self.bridge.cancel(future.call_id), Status.UNKNOWN_CALL)
        self.bridge.close()
        self.assertEqual(recorder.cancelled, recorder.invoked)
