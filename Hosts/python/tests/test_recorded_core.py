# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of cores that answer with golden files."""

from __future__ import annotations

import asyncio
import pathlib
import shutil
import sys
import tempfile
import unittest
from dataclasses import dataclass
from typing import Any

import cbor2

from hostcall import CallFailure, DecodingError, EncodingError
from hostcall.codec.containers import array
from hostcall.codec.records import Field, parameter, parameters, record
from hostcall.codec.scalars import ANY, UINT64
from hostcall.golden import recorded_core
from hostcall.interface import Call, Client, Event

ROOT = pathlib.Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "Fixtures/profile_core"
GENERATED = "Tool/Tests/HostCallGeneratorTests/Fixtures/generated/python"
sys.path.append(str(ROOT / GENERATED / "profile_core"))

import profile_core as typed  # noqa: E402


class ClockClient(Client[object]):
    """A core with a call of raw values, and an event."""

    async def read_clock(self, clock: int) -> float:
        call: Call[float] = typed._READ_CLOCK_CALL
        return await self._call(call, {"clock": clock}, None, None)

    def battery_changed(self, level: int) -> None:
        event = Event("battery_changed", parameters(Field("level", "level", UINT64)))
        self._emit(event, {"level": level})


@dataclass
class Point:
    """An element of a request that is a list."""

    x: int


POINT = record(Point, Field("x", "x", UINT64))


class MoveClient(Client[object]):
    """A core with a call whose request is a list, and which declares no failure."""

    async def move(self, *points: int) -> Any:
        call = Call("move", 0, parameter("points", array(POINT)), ANY)
        parameters = {"points": [Point(x) for x in points]}
        return await self._call(call, parameters, None, None)


class RecordedCoreTests(unittest.TestCase):
    """A core that answers with the golden files of a folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for path in FIXTURES.glob("*.cbor"):
            shutil.copy(path, self.folder)

    def write(self, name: str, value: object) -> None:
        (self.folder / f"{name}.cbor").write_bytes(cbor2.dumps(value))

    def log_in(self, user_id: Any = 7, milliseconds: int | None = None) -> Any:
        core = recorded_core(typed.ProfileCore, self.folder)
        return asyncio.run(core.log_in(user_id, milliseconds, timeout=1, metadata={}))

    def assert_not_recorded(self, reason: str, *arguments: Any) -> None:
        with self.assertRaises(AssertionError) as raised:
            self.log_in(*arguments)
        expected = f"log_in: the request is not recorded: {reason}"
        self.assertEqual(str(raised.exception), expected)

    def test_a_call_has_the_recorded_response(self) -> None:
        welcome = typed.Welcome("Welcome back, Ada", 1_700_000_000.5, 2)
        self.assertEqual(self.log_in(), welcome)

    def test_a_call_raises_the_recorded_failure(self) -> None:
        self.write("log_in.request.unknown", {"userID": 8, "timeoutMilliseconds": None})
        self.write("log_in.failure.unknown", {"code": "gone", "message": "no user 8"})
        with self.assertRaises(typed.LogInFailure) as raised:
            self.log_in(8)
        found = raised.exception
        self.assertEqual((found.code, found.message), ("gone", "no user 8"))
        self.assertEqual(self.log_in().tag_count, 2)

    def test_another_request_is_an_error_that_says_what_differs(self) -> None:
        (self.folder / "log_in.request.timeout.cbor").unlink()
        reason = "log_in.request.cbor: .userID: found 9, expected 7"
        self.assert_not_recorded(reason, 9)
        reason = "log_in.request.cbor: .timeoutMilliseconds: found 50, expected nothing"
        self.assert_not_recorded(reason, 7, 50)
        self.write("log_in.request", {"userID": 7, "locale": "de"})
        reason = "log_in.request.cbor: .locale: found nothing, expected 'de'"
        self.assert_not_recorded(reason)
        (self.folder / "log_in.request.cbor").unlink()
        self.assert_not_recorded(f"{self.folder} has no golden request of that name")

    def test_a_request_without_an_answer_is_an_error(self) -> None:
        reason = (
            "log_in.request.cbor: .userID: found 8, expected 7; "
            "log_in.request.timeout.cbor: there is no log_in.response.timeout.cbor or "
            "log_in.failure.timeout.cbor"
        )
        self.assert_not_recorded(reason, 8, 50)

    def test_malformed_files_and_arguments_are_errors_that_name_them(self) -> None:
        self.write("log_in.response", {"greeting": "Hello"})
        with self.assertRaisesRegex(DecodingError, "^log_in.response.cbor: the resp"):
            self.log_in()
        (self.folder / "log_in.request.cbor").write_bytes(b"\x82")
        with self.assertRaisesRegex(DecodingError, "^log_in.request.cbor: malformed"):
            self.log_in()
        with self.assertRaisesRegex(EncodingError, "user_id: found str"):
            self.log_in("7")

    def test_raw_values_are_read_as_memory(self) -> None:
        core = recorded_core(ClockClient, self.folder)
        self.assertEqual(asyncio.run(core.read_clock(0)), 1_700_000_000.5)
        with self.assertRaisesRegex(AssertionError, "found 1, expected 0"):
            asyncio.run(core.read_clock(1))

    def test_streams_and_events_are_refused(self) -> None:
        profiles = recorded_core(typed.ProfileCore, self.folder)
        with self.assertRaisesRegex(NotImplementedError, "^watch_balance: golden file"):
            profiles.watch_balance(b"")
        with self.assertRaisesRegex(NotImplementedError, "^battery_changed: golden"):
            recorded_core(ClockClient, self.folder).battery_changed(1)

    def test_a_core_may_be_closed(self) -> None:
        async def use() -> typed.Welcome:
            async with recorded_core(typed.ProfileCore, str(self.folder)) as core:
                core.close()
                return await core.log_in(7)

        self.assertEqual(asyncio.run(use()).tag_count, 2)

    def test_a_request_that_is_a_list_is_compared_with_all_its_keys(self) -> None:
        core = recorded_core(MoveClient, self.folder)
        self.write("move.request.all", [{"x": 1, "y": 2}])
        self.write("move.response.all", "all")
        with self.assertRaisesRegex(AssertionError, r"\[0\].y: found nothing, expect"):
            asyncio.run(core.move(1))
        self.write("move.request.one", [{"x": 1}])
        self.write("move.response.one", "one")
        self.assertEqual(asyncio.run(core.move(1)), "one")

    def test_another_shape_of_a_request_is_a_difference(self) -> None:
        (self.folder / "read_clock.request.cbor").write_bytes(b"\x01")
        core = recorded_core(ClockClient, self.folder)
        with self.assertRaisesRegex(AssertionError, "^read_clock: the request is not"):
            asyncio.run(core.read_clock(0))

    def test_a_failure_that_is_not_declared_is_raised_with_its_content(self) -> None:
        core = recorded_core(MoveClient, self.folder)
        self.write("move.request", [])
        self.write("move.failure", {"code": "gone"})
        with self.assertRaisesRegex(CallFailure, "gone"):
            asyncio.run(core.move())
        (self.folder / "move.failure.cbor").write_bytes(b"\x01\x02")
        with self.assertRaisesRegex(DecodingError, "^move.failure.cbor: 1 bytes after"):
            asyncio.run(core.move())

    def test_a_missing_folder_and_another_class_are_errors(self) -> None:
        core = recorded_core(MoveClient, self.folder / "nowhere")
        with self.assertRaisesRegex(FileNotFoundError, "nowhere"):
            asyncio.run(core.move())
        with self.assertRaisesRegex(TypeError, "expected the class that `hostcall gen"):
            recorded_core(int, self.folder)  # type: ignore[type-var]

    def test_a_class_of_ones_own_is_initialized_and_has_its_name(self) -> None:
        class Own(MoveClient):
            def __init__(self, bridge: Any) -> None:
                super().__init__(bridge)
                self.points = (1, 2)

        core = recorded_core(Own, self.folder)
        self.write("move.request", [{"x": 1}, {"x": 2}])
        self.write("move.response", "moved")
        self.assertEqual(asyncio.run(core.move(*core.points)), "moved")
        self.assertEqual(type(core).__module__, __name__)
        with self.assertRaisesRegex(AttributeError, "no bridge with statistics$"):
            core.bridge.statistics()

    def test_a_loop_of_calls_lets_other_tasks_run(self) -> None:
        async def poll() -> None:
            core = recorded_core(typed.ProfileCore, self.folder)
            while True:
                await core.log_in(7)

        async def run() -> None:
            await asyncio.wait_for(poll(), 0.05)

        with self.assertRaises(asyncio.TimeoutError):
            asyncio.run(run())
