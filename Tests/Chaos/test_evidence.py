# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests that a run fails if nothing happened in it: no calls, no faults, or faults that disturb nothing."""

from __future__ import annotations

import argparse
import asyncio
import collections
import contextlib
import io
import pathlib
import tempfile
import time
import unittest
from unittest import mock

import evidence
import faults
import laboratory
import verdict
from relay import Relay
from servers import Server


class EvidenceTests(unittest.TestCase):
    """Each test begins with a run in which enough happened."""

    def setUp(self):
        self.phases = [
            evidence.Played("delay", 100.0, collections.Counter(delayed=5)),
            evidence.Played("kill", 110.0, collections.Counter(killed=1, started=1)),
            evidence.Played("recovery", 120.0, collections.Counter()),
        ]
        self.calls = {
            number: verdict.Call(
                "single" if number % 2 else "repeatable",
                100 + number / 1000,
                [("ok", 40.0)],
            )
            for number in range(20_000)
        }
        self.calls[10_001].ends = [("unavailable", 5.0)]
        self.executed = collections.Counter(self.calls.keys())
        self.executed[10_002] = 2

    def judge(self, expected: int = 20_000) -> list[str]:
        return evidence.judge(self.calls, self.executed, self.phases, expected)

    def test_enough(self):
        self.assertEqual(self.judge(), [])

    def test_each_fault_has_effects_and_is_named_in_them(self):
        names = [fault.__name__ for fault in faults.PHASES]
        self.assertEqual(set(faults.EFFECTS), {*names, evidence.RECOVERY})
        self.assertEqual(
            [name for name in faults.EFFECTS if not faults.EFFECTS[name]],
            ["calm", evidence.RECOVERY],
        )

    def test_too_few_calls(self):
        self.assertEqual(self.judge(20_001), ["20000 calls were made, and not 20001"])

    def test_no_fault(self):
        self.phases[1].effects["killed"] = 0
        self.assertEqual(self.judge(), ["phase 2 (kill) has too few of: killed"])

    def test_fault_after_the_calls(self):
        self.phases.insert(
            2, evidence.Played("freeze", 130.0, collections.Counter(stopped=1))
        )
        self.phases.pop()
        self.assertEqual(self.judge(), ["phase 3 (freeze) has no calls"])

    def test_delay_that_delays_nothing(self):
        for number in range(10_000):
            self.calls[number].ends = [("ok", 19.0)]
        self.assertEqual(
            self.judge(), ["half of the delayed calls took less than 20 ms"]
        )

    def test_fault_that_costs_nothing(self):
        again = "no call during {} was executed again"
        late = "no call during {} failed or took more than 500 ms"
        together = "all costly faults"
        self.calls[10_001].ends = [("ok", 5.0)]
        self.assertEqual(self.judge(), [late.format(together)])
        self.executed[10_002] = 1
        self.assertEqual(
            self.judge(),
            [
                message.format(kind)
                for kind in (together, "kill")
                for message in (again, late)
            ],
        )
        self.calls[10_001].ends = [("ok", 501.0)]
        self.assertEqual(self.judge(), [again.format(together)])

    def test_faults_that_cost_nothing_together(self):
        self.executed[10_002] = 1
        self.phases[2:2] = [
            evidence.Played(name, 110 + 2.5 * place, collections.Counter(count))
            for place, (name, count) in enumerate(
                [("freeze", {"stopped": 1}), ("loss", {"reset": 1})], start=1
            )
        ]
        for number, call in self.calls.items():
            if number >= 17_500:
                call.beginning = 121.0
        self.assertEqual(
            self.judge(), ["no call during all costly faults was executed again"]
        )

    def test_single_calls_without_answers(self):
        for number in range(1, 10_002, 2):
            self.calls[number].ends = [("unavailable", 5.0)]
        self.assertEqual(
            self.judge(),
            ["only 4999 of 10000 calls that may not be made twice were answered"],
        )
        self.calls[1].kind = self.calls[3].kind = "single-cancelled"
        self.calls[1].ends = self.calls[3].ends = [("cancelled", 5.0)]
        self.assertEqual(self.judge(), [])

    def test_nothing_at_all(self):
        self.calls = {}
        self.assertEqual(
            self.judge(),
            [
                "0 calls were made, and not 20000",
                "phase 1 (delay) has no calls",
                "phase 2 (kill) has no calls",
                "only 0 of 0 calls that may not be made twice were answered",
            ],
        )


async def nothing(*_) -> None:
    pass


class RunTests(unittest.TestCase):
    """Runs the laboratory with a peer in Python, and with faults or peers that do nothing."""

    PEER = pathlib.Path(__file__).with_name("fake_peer.py")

    def run_laboratory(
        self, *phases: str, peer: pathlib.Path = PEER, seconds=0.5, recovery=0.5
    ):
        """Returns the status, and what is wrong."""
        options = argparse.Namespace(
            peer=str(peer), seconds=seconds, rate=100, seed=7, phase=list(phases)
        )
        errors = io.StringIO()
        with (
            tempfile.TemporaryDirectory() as folder,
            mock.patch.object(faults, "PATIENCE", 0.3),
            mock.patch.object(laboratory, "RECOVERY", recovery),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(errors),
        ):
            status = asyncio.run(laboratory.run(options, pathlib.Path(folder)))
        return status, errors.getvalue()

    def check_missing(self, phase: str, *effects: str):
        status, errors = self.run_laboratory(phase)
        self.assertEqual(status, 1)
        for effect in effects:
            self.assertIn(f"phase 1 ({phase}) has too few of: {effect}\n", errors)

    def test_all_faults(self):
        with mock.patch.object(faults, "PATIENCE", 5):
            self.assertEqual(self.run_laboratory(seconds=3, recovery=3), (0, ""))

    def test_relays_that_do_nothing(self):
        for name, phase, effect in [
            ("hold", "partition", "held"),
            ("cut", "loss", "reset"),
            ("vanish", "half_open", "vanished"),
        ]:
            with mock.patch.object(Relay, name, lambda *_, **__: None):
                self.check_missing(phase, effect)

    def test_conditions_that_are_not_kept(self):
        constant = {
            "delay": ((0.0, 0.0), "delay", "delayed"),
            "reading_rate": (None, "slow_reader", "slowed"),
        }
        for name, (value, phase, effect) in constant.items():
            ignored = property(lambda _, value=value: value, lambda *_: None)
            with mock.patch.object(Relay, name, ignored, create=True):
                self.check_missing(phase, effect)

    def test_processes_that_are_not_killed(self):
        with mock.patch.object(Server, "kill", nothing):
            self.check_missing("kill", "killed")

    def test_processes_that_are_not_stopped(self):
        with mock.patch.object(Server, "freeze", lambda _: None):
            self.check_missing("freeze", "stopped")

    def test_servers_that_do_not_restart(self):
        async def rolling(phase: faults.Phase) -> None:
            await asyncio.sleep(phase.left)

        with mock.patch.object(faults, "PHASES", [rolling]):
            self.check_missing("rolling", "shut down", "started")

    def test_peers_that_do_nothing(self):
        serve = 'import sys\nif sys.argv[1] == "serve":\n    print(1, flush=True)\n    sys.stdin.read()\nelse:\n'
        begin = f'    print("begin 0 single {time.time() + 1}")\n    print("end 0 unavailable 1.0")\n'
        for client, count in [
            ('    print("statistics 0 0 0 0 0")\n', 0),
            (begin + '    print("statistics 1 0 1 0 0")\n', 1),
        ]:
            with tempfile.TemporaryDirectory() as folder:
                peer = pathlib.Path(folder, "peer")
                peer.write_text("#!/usr/bin/env python3\n" + serve + client)
                peer.chmod(0o755)
                status, errors = self.run_laboratory("calm", peer=peer)
            self.assertEqual(status, 1)
            self.assertIn(f"{count} calls were made, and not 100\n", errors)
            self.assertIn(f"only 0 of {count} calls", errors)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
