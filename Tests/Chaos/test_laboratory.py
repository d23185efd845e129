# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests that the laboratory's relay disturbs connections as it is told, and that its verdict notices each violation."""

from __future__ import annotations

import asyncio
import collections
import random
import unittest

import verdict
from relay import Relay


class VerdictTests(unittest.TestCase):
    """Each test begins with a run that is as promised."""

    LINES = [
        "begin 0 repeatable 100.0",
        "begin 1 single 100.1",
        "end 0 ok 12.5",
        "begin 2 repeatable-cancelled 100.2",
        "begin 3 repeatable-unlimited 100.3",
        "end 1 unavailable 20.0",
        "end 3 ok 30000.0",
        "end 2 cancelled 40.0",
        "statistics 4 2 1 0 1",
    ]
    EXECUTED = {0: 2, 1: 1, 3: 1}

    def judge(
        self, *changes: tuple[str, str | None], executed: dict[int, int] | None = None
    ) -> list[str]:
        """Judges the run in which lines are replaced, or dropped for `None`."""
        lines = [dict(changes).get(line, line) for line in self.LINES]
        self.assertTrue(all(old in self.LINES for old, _ in changes))
        calls, statistics = verdict.parse([line for line in lines if line is not None])
        return verdict.judge(
            calls,
            collections.Counter({**self.EXECUTED, **(executed or {})}),
            statistics,
        )

    def test_nothing_wrong(self):
        self.assertEqual(self.judge(), [])

    def test_lost(self):
        wrong = self.judge(
            ("end 0 ok 12.5", "end 0 unavailable 12.5"),
            ("statistics 4 2 1 0 1", "statistics 4 1 2 0 1"),
        )
        self.assertEqual(
            wrong,
            [
                "call 0 (repeatable) ended with unavailable after 12 ms, executed 2 times"
            ],
        )

    def test_expired(self):
        wrong = self.judge(
            ("end 0 ok 12.5", "end 0 deadlineExceeded 10000"),
            ("statistics 4 2 1 0 1", "statistics 4 1 1 1 1"),
        )
        self.assertEqual(
            wrong,
            [
                "call 0 (repeatable) ended with deadlineExceeded after 10000 ms, executed 2 times"
            ],
        )

    def test_made_twice(self):
        self.assertEqual(
            self.judge(executed={1: 2}), ["call 1 (single) was executed 2 times"]
        )

    def test_without_an_end(self):
        wrong = self.judge(
            ("end 1 unavailable 20.0", None),
            ("statistics 4 2 1 0 1", "statistics 4 2 0 0 1"),
        )
        self.assertEqual(wrong, ["call 1 (single) ended 0 times"])

    def test_ended_twice(self):
        wrong = self.judge(
            ("end 2 cancelled 40.0", "end 1 ok 40.0"),
            ("statistics 4 2 1 0 1", "statistics 4 3 1 0 0"),
        )
        self.assertEqual(
            wrong,
            [
                "call 1 (single) ended 2 times",
                "call 2 (repeatable-cancelled) ended 0 times",
            ],
        )

    def test_answer_of_another_call(self):
        wrong = self.judge(("end 0 ok 12.5", "end 0 wrong 12.5"))
        self.assertEqual(
            wrong,
            ["call 0 (repeatable) ended with wrong after 12 ms, executed 2 times"],
        )

    def test_unexpected_code(self):
        wrong = self.judge(("end 1 unavailable 20.0", "end 1 internal 20.0"))
        self.assertEqual(
            wrong, ["call 1 (single) ended with internal after 20 ms, executed 1 times"]
        )

    def test_answered_without_execution(self):
        self.assertEqual(
            self.judge(executed={3: 0}),
            ["call 3 (repeatable-unlimited) was answered, and not executed"],
        )

    def test_executed_without_a_call(self):
        self.assertEqual(
            self.judge(executed={9: 1}), ["call 9 was executed, and not made"]
        )

    def test_late(self):
        wrong = self.judge(
            ("end 0 ok 12.5", "end 0 ok 13001"),
            ("end 2 cancelled 40.0", "end 2 cancelled 3001"),
        )
        self.assertEqual(
            wrong,
            [
                "call 0 (repeatable) took 13001 ms",
                "call 2 (repeatable-cancelled) took 3001 ms",
            ],
        )

    def test_statistics(self):
        wrong = self.judge(("statistics 4 2 1 0 1", "statistics 4 3 1 0 0"))
        self.assertEqual(
            wrong,
            [
                "the client's statistics are [4, 3, 1, 0, 0]; the outcomes are [4, 2, 1, 0, 1]"
            ],
        )

    def test_table(self):
        calls, _ = verdict.parse(self.LINES)
        lines = verdict.table(
            calls, [("calm", 99.0), ("kill", 100.15), ("calm", 100.25)]
        )
        self.assertEqual(
            [line.split()[:2] for line in lines[1:]],
            [["calm", "3"], ["kill", "1"], ["all", "4"]],
        )
        self.assertIn("1 single unavailable", lines[1])


class RelayTests(unittest.IsolatedAsyncioTestCase):
    """A client sends four bytes at a time to a server that repeats them."""

    async def asyncSetUp(self):
        self.ends: asyncio.Queue[str] = asyncio.Queue()
        server = await asyncio.start_server(self.repeat, "127.0.0.1", 0)
        self.relay = Relay(random.Random(1))
        self.relay.target = server.sockets[0].getsockname()[1]
        await self.relay.start()
        self.reader, self.writer = await asyncio.open_connection(
            "127.0.0.1", self.relay.port
        )

    async def repeat(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while data := await reader.read(100):
                writer.write(data)
            await self.ends.put("FIN")
        except ConnectionResetError:
            await self.ends.put("RST")
        writer.close()

    async def exchange(self) -> bytes:
        self.writer.write(b"ping")
        return await asyncio.wait_for(self.reader.readexactly(4), 0.3)

    async def test_passing(self):
        self.assertEqual(await self.exchange(), b"ping")
        self.writer.close()
        self.assertEqual(await self.ends.get(), "FIN")

    async def test_delay(self):
        self.relay.delay = (0.05, 0.06)
        start = asyncio.get_running_loop().time()
        self.assertEqual(await self.exchange(), b"ping")
        self.assertGreaterEqual(asyncio.get_running_loop().time() - start, 0.1)

    async def test_holding(self):
        await self.exchange()
        self.relay.hold()
        with self.assertRaises(asyncio.TimeoutError):
            await self.exchange()
        self.relay.heal()
        self.assertEqual(await self.reader.readexactly(4), b"ping")

    async def test_cutting(self):
        await self.exchange()
        self.relay.cut(in_message=False)
        with self.assertRaises(ConnectionResetError):
            await self.reader.read(100)
        self.assertEqual(await self.ends.get(), "RST")

    async def test_cutting_in_a_message(self):
        await self.exchange()
        self.relay.cut(in_message=True)
        self.writer.write(b"ping")
        with self.assertRaises(ConnectionResetError):
            await self.reader.read(100)

    async def test_vanishing_server(self):
        await self.exchange()
        self.relay.vanish("server")
        self.assertEqual(await self.ends.get(), "RST")
        with self.assertRaises(asyncio.TimeoutError):
            await self.exchange()
        # What connects now reaches the server.
        self.reader, self.writer = await asyncio.open_connection(
            "127.0.0.1", self.relay.port
        )
        self.assertEqual(await self.exchange(), b"ping")

    async def test_vanishing_client(self):
        await self.exchange()
        self.relay.vanish("client")
        with self.assertRaises(ConnectionResetError):
            await self.reader.read(100)
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(self.ends.get(), 0.3)

    async def test_reading_slowly(self):
        await self.exchange()
        self.relay.reading_rate = 20
        start = asyncio.get_running_loop().time()
        self.assertEqual(await self.exchange(), b"ping")
        self.assertGreaterEqual(asyncio.get_running_loop().time() - start, 0.15)

    async def test_missing_server(self):
        self.relay.target = 1
        reader, _ = await asyncio.open_connection("127.0.0.1", self.relay.port)
        with self.assertRaises(ConnectionResetError):
            await reader.read(100)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
