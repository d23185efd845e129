# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of metadata and timeouts, in both directions."""

from __future__ import annotations

import asyncio
import concurrent.futures
import time
from typing import Any
from unittest import mock

from host_test_case import ADA, LIBRARY, WAIT, HostTestCase

import hostcall
from hostcall import Status

METADATA: dict[str, str | bytes] = {"tenant": "acme", "key-bin": b"\0\xff"}


class MetadataTests(HostTestCase):
    """What a call to the core carries reaches the handlers of the calls that the core makes for it."""

    def setUp(self) -> None:
        super().setUp()
        self.seen: list[dict[str, Any]] = []

    def fetch(self, request: Any) -> Any:
        self.seen.append(dict(hostcall.current_metadata.get()))
        return ADA

    def log_in(self, **options: Any) -> Any:
        return self.bridge.call("log_in", {"userID": 7}, **options).result(WAIT)

    def test_a_plain_handler_sees_the_metadata_of_its_call(self) -> None:
        self.bridge.register("fetch_profile", self.fetch)
        self.log_in(metadata=METADATA)
        self.log_in()
        self.assertEqual(self.seen, [METADATA, {}])

    def test_a_handler_in_an_executor_sees_the_metadata_of_its_call(self) -> None:
        with concurrent.futures.ThreadPoolExecutor(1) as executor:
            self.bridge.register("fetch_profile", self.fetch, executor=executor)
            self.log_in(metadata=METADATA)
            self.log_in()
        self.assertEqual(self.seen, [METADATA, {}])

    def test_the_calls_of_an_async_handler_carry_its_metadata_further(self) -> None:
        async def fetch(request: Any) -> Any:
            if request["userID"] == 8:
                await self.bridge.call_async("log_in", {"userID": 7})
                await self.bridge.call_async("log_in", {"userID": 7}, metadata={})
            return self.fetch(request)

        async def host() -> None:
            self.bridge.register("fetch_profile", fetch)
            await self.bridge.call_async("log_in", {"userID": 8}, metadata=METADATA)
            await self.bridge.aclose()

        asyncio.run(host())
        self.assertEqual(self.seen, [METADATA, {}, METADATA])

    def test_a_deferred_handler_looks_its_metadata_up_by_the_call(self) -> None:
        def fetch(call_id: int, request: Any) -> None:
            self.seen.append(dict(self.bridge.metadata(call_id)))
            self.bridge.complete(call_id, hostcall.REPLY_ERROR, b"no")
            self.seen.append(dict(self.bridge.metadata(call_id)))

        self.bridge.register("fetch_profile", fetch, deferred=True)
        with self.assertRaises(hostcall.CallFailure):
            self.log_in(metadata=METADATA)
        self.assertEqual(self.seen, [METADATA, {}])

    def test_an_empty_value_crosses(self) -> None:
        self.bridge.register("fetch_profile", self.fetch)
        self.log_in(metadata={"tenant": "", "key-bin": b""})
        self.assertEqual(self.seen, [{"tenant": "", "key-bin": b""}])

    def test_the_largest_metadata_crosses_and_more_is_refused(self) -> None:
        self.bridge.register("fetch_profile", self.fetch)
        largest = {"k": "v" * (8192 - 33)}
        self.log_in(metadata=largest)
        self.assertEqual(self.seen, [largest])
        for refused, status in (
            ({"k": "v" * (8192 - 32)}, Status.RESOURCE_EXHAUSTED),
            ({"Tenant": "acme"}, Status.INVALID_ARGUMENT),
            ({"tenant": b"acme\n"}, Status.INVALID_ARGUMENT),
        ):
            with self.assertRaises(hostcall.StatusError) as raised:
                self.log_in(metadata=refused)
            self.assertEqual(raised.exception.status, status, refused)
        self.assert_logs_in()

    def test_a_timeout_ends_the_call_and_those_that_the_core_makes_for_it(self) -> None:
        fetches: list[int] = []
        self.bridge.register(
            "fetch_profile", lambda call_id, _: fetches.append(call_id), deferred=True
        )
        timeout = 0.05
        while (
            not fetches
        ):  # on a slow machine, the time may be up before the core has made its call
            timeout *= 2
            start = time.monotonic()
            with self.assertRaises(hostcall.CallError) as raised:
                self.bridge.call("log_in", {"userID": 7}, timeout=timeout).result(WAIT)
            self.assertEqual(raised.exception.code, 4)
            self.assertGreaterEqual(time.monotonic() - start, timeout)
        # The deadlines of both pass at the same time, in either order.
        self.wait_until(lambda: self.bridge.statistics()["in_flight"] == 0)
        self.assertEqual(
            self.bridge.complete(fetches[0], hostcall.REPLY_ERROR), Status.UNKNOWN_CALL
        )

    def test_a_timeout_may_have_passed_or_be_without_limit(self) -> None:
        for passed in (0, -1):
            with self.assertRaises(hostcall.CallError) as raised:
                self.log_in(timeout=passed)
            self.assertEqual(raised.exception.code, 4)
        self.assertEqual(self.log_in(timeout=float("inf"))["tagCount"], 2)

    def test_a_library_without_options_refuses_them_in_words(self) -> None:
        with mock.patch.object(LIBRARY, "minor", 1):
            for options in ({"timeout": 1.0}, {"metadata": METADATA}):
                with self.assertRaisesRegex(
                    RuntimeError, "minor version 1 of hostcall.h; .* version 2"
                ):
                    self.log_in(**options)
            self.assert_logs_in()
