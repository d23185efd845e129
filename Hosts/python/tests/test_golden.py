# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of hosts with golden files."""

from __future__ import annotations

import asyncio
import contextlib
import io
import math
import pathlib
import shutil
import sys
import tempfile
import unittest
from typing import Any
from unittest import mock

import cbor2

from hostcall import Code, CodedError
from hostcall.codec.records import parameters
from hostcall.codec.scalars import ANY
from hostcall.golden import replay
from hostcall.golden.__main__ import main
from hostcall.interface import Call, Client, Served

ROOT = pathlib.Path(__file__).resolve().parents[3]
FIXTURES = ROOT / "Fixtures/profile_core"
GENERATED = "Tool/Tests/HostCallGeneratorTests/Fixtures/generated/python"
sys.path.append(str(ROOT / GENERATED / "profile_core"))

from profile_core import (  # noqa: E402
    Profile,
    ProfileCore,
    ProfileCoreHost,
    ProfileFailure,
)


class Host(ProfileCoreHost):
    """Answers as the golden files of ProfileCore say, or by what a test sets."""

    answer: Any = Profile("Ada", ["admin", "founder"], 12345)

    async def fetch_profile(self, user_id: int) -> Profile:
        await asyncio.sleep(0)
        if isinstance(self.answer, BaseException):
            raise self.answer
        assert user_id == 7
        answer: Profile = self.answer
        return answer

    def read_clock(self, clock: int) -> float:
        assert clock == 0
        return 1_700_000_000.5


class GoldenTests(unittest.TestCase):
    """Golden files, and a host that answers as they say or otherwise."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for path in FIXTURES.glob("*.cbor"):
            shutil.copy(path, self.folder)
        (self.folder / "fetch_profile.request.largest.cbor").unlink()

    def outcomes(self, answer: Any = Host.answer) -> dict[str, str]:
        host = Host()
        host.answer = answer
        outcomes = asyncio.run(replay(self.folder, ProfileCore, host))
        return {
            outcome.file.removesuffix(".cbor"): f"{outcome}".partition(": ")[2]
            for outcome in outcomes
        }

    def profile(self, answer: Any) -> str:
        return self.outcomes(answer)["fetch_profile.request"]

    def write(self, name: str, value: object) -> None:
        (self.folder / f"{name}.cbor").write_bytes(cbor2.dumps(value))

    def test_each_request_has_an_outcome(self) -> None:
        self.write("fetch_profile.request.odd", {"userID": 7})
        self.assertEqual(
            self.outcomes(),
            {
                "fetch_profile.request": "ok",
                "fetch_profile.request.odd": "skipped: there is no "
                "fetch_profile.response.odd.cbor or fetch_profile.failure.odd.cbor",
                "log_in.request": "not offered",
                "log_in.request.timeout": "not offered",
                "read_clock.request": "ok",
                "watch_balance.request": "not offered",
            },
        )

    def test_a_difference_has_a_path(self) -> None:
        file = "differs: fetch_profile.response.cbor: "
        self.assertEqual(
            self.profile(Profile("Ada", ["admin", "other"], 12345)),
            f"{file}.tags[1]: found 'other', expected 'founder'",
        )
        self.assertEqual(
            self.profile(Profile("Ada", ["admin"], 12345)),
            f"{file}.tags: found '1 elements', expected '2 elements'",
        )
        self.assertEqual(
            self.profile(Profile("Ada", ["admin", "founder"], 12345, b"x")),
            f"{file}.avatar: found b'x', expected nothing",
        )
        self.assertIn("balance_cents: found str", self.profile(Profile("Ada", [], "x")))  # type: ignore[arg-type]

    def test_what_the_host_omits_differs(self) -> None:
        profile = {"name": "Ada", "tags": ["admin", "founder"], "balanceCents": 12345}
        self.write("fetch_profile.response", {**profile, "currency": "EUR"})
        self.assertEqual(
            self.profile(Host.answer),
            "differs: fetch_profile.response.cbor: "
            ".currency: found nothing, expected 'EUR'",
        )
        for null in (None, cbor2.undefined):
            self.write("fetch_profile.response", {**profile, "avatar": null, "x": null})
            self.assertEqual(self.profile(Host.answer), "ok")

    def test_a_number_equals_itself_in_floating_point_but_no_boolean(self) -> None:
        for number in (1.0, 1):
            self.assertEqual(self.compared(number, 1), "")
        expected = "count_tags.response.cbor: found 0, expected False"
        self.assertEqual(self.compared(False, 0), expected)

    def test_the_contents_of_tags_are_compared(self) -> None:
        nan = cbor2.CBORTag(99, [math.nan, {"null": None}])
        self.assertEqual(self.compared(nan, cbor2.CBORTag(99, [math.nan, {}])), "")
        for found in (cbor2.CBORTag(99, [1, True]), cbor2.CBORTag(98, [1, 1]), [1, 1]):
            reason = self.compared(cbor2.CBORTag(99, [1, 1]), found)
            self.assertIn("count_tags.response.cbor: ", reason)

    def compared(self, golden: object, found: object) -> str:
        """Returns why an answer of any type differs from a golden one."""
        self.write("count_tags.request", {})
        self.write("count_tags.response", golden)
        count = Call("count_tags", 0, parameters(), ANY)
        served = Served({"count": count}, {}, {})
        client: Any = type("Counts", (Client,), {"_served": served})
        host = mock.Mock()
        host.count.return_value = found
        (outcome,) = (
            each
            for each in asyncio.run(replay(self.folder, client, host))
            if each.result != "not offered"
        )
        return outcome.reason

    def test_whatever_ends_a_function_is_a_difference(self) -> None:
        for error in (SystemExit(0), asyncio.CancelledError("stop")):
            self.assertIn(f"found the exception {error!r}", self.profile(error))

    def test_a_function_that_does_not_answer_differs(self) -> None:
        class Silent(Host):
            async def fetch_profile(self, user_id: int) -> Profile:
                await asyncio.Event().wait()
                raise AssertionError

        outcomes = asyncio.run(replay(self.folder, ProfileCore, Silent(), timeout=0))
        self.assertIn(
            ("differs", "found no answer within 0 seconds"),
            [(outcome.result, outcome.reason) for outcome in outcomes],
        )

    def test_streams_are_skipped_and_missing_methods_differ(self) -> None:
        streams = {"watch": Call("log_in", 0, parameters(), ANY)}
        served = Served(ProfileCore._served.calls, streams, {})
        client: Any = type("Watched", (ProfileCore,), {"_served": served})
        outcomes = {
            outcome.file: str(outcome).partition(": ")[2]
            for outcome in asyncio.run(replay(self.folder, client, object()))
        }
        self.assertEqual(outcomes["log_in.request.cbor"], "skipped: it opens a stream")
        self.assertEqual(
            outcomes["read_clock.request.cbor"],
            "differs: the host has no method read_clock",
        )

    def test_failures_are_compared_and_exceptions_differ(self) -> None:
        failure = ProfileFailure("not_found", False)
        self.assertIn("found the failure ProfileFailure(", self.profile(failure))
        self.assertIn(
            "found the exception CodedError", self.profile(CodedError(Code.NOT_FOUND))
        )
        (self.folder / "fetch_profile.response.cbor").unlink()
        self.assertEqual(self.profile(failure), "ok")
        self.assertEqual(
            self.profile(ProfileFailure("gone", False)),
            "differs: fetch_profile.failure.cbor: "
            ".code: found 'gone', expected 'not_found'",
        )
        self.assertIn("found the response Profile(", self.profile(Host.answer))

    def test_the_variant_of_a_request_is_that_of_its_answer(self) -> None:
        self.write("fetch_profile.request.late", {"userID": 7})
        self.write("fetch_profile.failure.late", {"code": "late", "retryable": True})
        late = self.outcomes(ProfileFailure("late", True))["fetch_profile.request.late"]
        self.assertEqual(late, "ok")

    def test_a_malformed_file_is_named(self) -> None:
        for name in ("fetch_profile.request", "fetch_profile.response"):
            path = self.folder / f"{name}.cbor"
            content = path.read_bytes()
            path.write_bytes(b"\x82")
            self.assertIn(f"malformed: {name}.cbor: malformed CBOR", self.profile(0))
            path.write_bytes(content)

    def test_a_file_of_another_type_differs(self) -> None:
        self.write("fetch_profile.response", {})
        self.assertIn("differs: fetch_profile.response.cbor: ", self.profile(0))
        self.write("fetch_profile.request", {"userID": "x"})
        self.assertIn("differs: the request: user_id: found str", self.profile(0))

    def status(self, *arguments: str) -> tuple[int, str]:
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            status = main(list(arguments))
        return status, output.getvalue() + errors.getvalue()

    def test_the_command_line(self) -> None:
        names = "profile_core:ProfileCore", "golden_host:Host"
        module = mock.Mock(Host=Host)
        with mock.patch.dict(sys.modules, {"golden_host": module}):
            status, text = self.status(str(self.folder), *names)
            self.assertEqual((status, text.splitlines()[0][-2:]), (0, "ok"))
            expected = "5 calls: 2 ok, 3 not offered"
            self.assertEqual(text.splitlines()[-1], expected)
            self.write(
                "fetch_profile.response", {"name": "B", "tags": [], "balanceCents": 0}
            )
            self.assertEqual(self.status(str(self.folder), *names)[0], 1)
            (self.folder / "fetch_profile.response.cbor").write_bytes(b"")
            self.assertEqual(self.status(str(self.folder), *names)[0], 65)
            for path in self.folder.glob("*.request.cbor"):
                if not path.name.startswith("log_in"):
                    path.unlink()
            status, text = self.status(str(self.folder), *names)
            self.assertEqual(
                (status, text.splitlines()[-1]), (69, "2 calls: 0 ok, 2 not offered")
            )
            for path in self.folder.iterdir():
                path.unlink()
            self.assertEqual(self.status(str(self.folder), *names)[0], 66)
            self.assertEqual(self.status("no-such-folder", *names)[0], 66)
            self.assertEqual(self.status(str(self.folder), *names, "x")[0], 64)
            for index, name, words in (
                (0, "no_module:X", "no_module:X: ModuleNotFoundError: No module named"),
                (0, "profile_core:X", "profile_core:X: AttributeError: "),
                (0, "profile_core:Profile", "profile_core:Profile: found <class "),
                (1, "golden_host_2:Host", "golden_host_2:Host: ModuleNotFoundError"),
            ):
                wrong = [*names[:index], name, *names[index + 1 :]]
                status, text = self.status(str(self.folder), *wrong)
                self.assertEqual((status, text[: len(words)]), (64, words))
