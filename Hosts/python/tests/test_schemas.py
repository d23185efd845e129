# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of the core's descriptor, and of handlers for another version of a call."""

from __future__ import annotations

from host_test_case import ADA, HostTestCase

import hostcall
from hostcall import Status


class SchemaTests(HostTestCase):
    """hostcall_describe, and the fingerprints of handlers."""

    def calls(self) -> dict[str, dict]:
        """Returns the calls of the core's descriptor, by name."""
        return {call["name"]: call for call in self.bridge.describe()["calls"]}

    def test_the_core_describes_the_calls_that_it_makes_and_exposes(self) -> None:
        descriptor = self.bridge.describe()
        self.assertEqual(descriptor["version"], 1)
        self.assertEqual(
            [(call["name"], call["direction"]) for call in descriptor["calls"]],
            [
                ("fetch_profile", "toHost"),
                ("read_clock", "toHost"),
                ("log_in", "toCore"),
            ],
        )
        clock = self.calls()["read_clock"]
        self.assertEqual(
            (clock["request"]["encoding"], clock["request"]["rule"]),
            ("raw", "read_clock.request"),
        )
        self.assertEqual(
            (clock["request"]["type"]["kind"], clock["request"]["type"]["size"]),
            ("raw", 4),
        )
        self.assertNotIn("failure", clock)
        self.assertIn(
            "response.avatar?: bytes\n", self.calls()["fetch_profile"]["outline"]
        )
        self.assertIn(
            "log_in.failure = {\n  code: tstr,\n  message: tstr,\n}\n",
            descriptor["cddl"],
        )

    def test_a_handler_for_the_described_schema_is_registered(self) -> None:
        fingerprint = self.calls()["fetch_profile"]["fingerprint"]
        self.bridge.register(
            "fetch_profile", lambda request: ADA, fingerprint=fingerprint
        )
        self.assert_logs_in()

    def test_a_handler_for_another_schema_is_refused_and_the_previous_one_stays(
        self,
    ) -> None:
        for name in ("fetch_profile", "read_clock"):
            fingerprint = self.calls()[name]["fingerprint"] ^ 1
            with self.assertRaises(hostcall.StatusError) as raised:
                self.bridge.register(
                    name, lambda request: None, fingerprint=fingerprint
                )
            self.assertEqual(raised.exception.status, Status.SCHEMA_MISMATCH)
            self.assertIn(
                f"the host's schema of {name} is not the core's: ",
                raised.exception.message,
            )
            self.assertIn(hex(fingerprint), raised.exception.message)
        self.assert_logs_in()

    def test_a_closed_bridge_describes_nothing(self) -> None:
        self.bridge.close()
        with self.assertRaises(hostcall.StatusError) as raised:
            self.bridge.describe()
        self.assertEqual(raised.exception.status, Status.INVALID_BRIDGE)
