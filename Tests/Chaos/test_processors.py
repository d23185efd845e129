# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests that a run on a machine without time for the programs is inconclusive, and no other."""

from __future__ import annotations

import collections
import contextlib
import io
import pathlib
import tempfile
import unittest

import laboratory
import processors
import verdict


class WaitingTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.waiting = processors.Waiting(self.root)

    def write(self, process: int, thread: int, text: str) -> None:
        folder = self.root / str(process) / "task" / str(thread)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "schedstat").write_text(text)

    def test_threads_of_all_processes_count_with_their_last_times(self):
        self.write(1, 1, "100 10 5\n")
        self.waiting.read([1, 2])
        self.write(1, 1, "200 100 9\n")
        self.write(1, 2, "0 200 1\n")
        self.write(2, 3, "100 0 1\n")
        self.waiting.read([1, 2])
        self.assertEqual(self.waiting.share, 0.5)

    def test_a_thread_that_has_ended_still_counts(self):
        self.write(1, 1, "100 300 5\n")
        self.waiting.read([1])
        (self.root / "1" / "task" / "1" / "schedstat").unlink()
        self.waiting.read([1])
        self.assertEqual(self.waiting.share, 0.75)

    def test_unknown(self):
        self.assertIsNone(self.waiting.share)
        self.write(1, 1, "0 0 0\n")
        self.waiting.read([1, 2])
        self.assertIsNone(self.waiting.share)


class ReportTests(unittest.TestCase):
    LOST = verdict.Lateness("call 1 was lost")

    def report(
        self, *wrong: str, lateness: float = 0.0, waiting: float | None = 0.9
    ) -> int:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            return laboratory.report(7, list(wrong), lateness, waiting)

    def test_nothing_wrong_on_a_busy_machine(self):
        self.assertEqual(self.report(), 0)

    def test_lost_calls_on_a_busy_machine(self):
        self.assertEqual(self.report(self.LOST), 3)
        self.assertEqual(self.report(self.LOST, waiting=None, lateness=0.2), 3)

    def test_lost_calls_on_another_machine(self):
        self.assertEqual(self.report(self.LOST, waiting=0.4, lateness=0.2), 1)
        self.assertEqual(self.report(self.LOST, waiting=None), 1)

    def test_what_a_busy_machine_does_not_explain(self):
        self.assertEqual(self.report(self.LOST, "call 2 was executed 2 times"), 1)

    def test_only_losses_and_late_ends_are_explained(self):
        lines: dict[str, type[str]] = {
            "end 0 unavailable 5": verdict.Lateness,
            "end 0 ok 13001": verdict.Lateness,
            "end 0 internal 5": str,
            "end 0 wrong 5": str,
        }
        for line, kind in lines.items():
            calls, _ = verdict.parse(
                ["begin 0 repeatable 1.0", "attempts 0 5 no server", line]
            )
            statistics = [1, int("ok" in line or "wrong" in line), 0, 0, 0]
            statistics[2] = 1 - statistics[1]
            wrong = verdict.judge(calls, collections.Counter([0]), statistics)
            self.assertEqual([type(violation) for violation in wrong], [kind], line)
            if "ok" not in line:
                self.assertIn("attempts 5: no server", wrong[0])


if __name__ == "__main__":
    unittest.main()
