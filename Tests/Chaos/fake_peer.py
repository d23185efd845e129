#!/usr/bin/env python3
# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaves like the program ChaosPeer without HostCall, so that the laboratory itself can be tested.

A request and an answer are a line with the call's number. There is one connection to each server.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import time


class Connection:
    """A connection to a server, which is made again when it has been lost."""

    def __init__(self, port: int):
        self.port = port
        self.writer: asyncio.StreamWriter | None = None
        self.waiting: dict[int, asyncio.Future[None]] = {}
        self.lock = asyncio.Lock()

    async def connect(self) -> None:
        async with self.lock:
            if self.writer is None:
                reader, self.writer = await asyncio.open_connection(
                    "127.0.0.1", self.port
                )
                self.reading = asyncio.create_task(self.read(reader))

    async def ask(self, number: int) -> None:
        if self.writer is None:
            raise ConnectionError
        self.waiting[number] = asyncio.get_running_loop().create_future()
        self.writer.write(f"{number}\n".encode())
        try:
            await asyncio.wait_for(self.waiting[number], 0.3)
        except asyncio.TimeoutError:
            if self.writer:
                self.writer.transport.abort()
            raise ConnectionError from None

    async def read(self, reader: asyncio.StreamReader) -> None:
        try:
            while (line := await reader.readline()).endswith(b"\n"):
                if (answer := self.waiting.pop(int(line), None)) and not answer.done():
                    answer.set_result(None)
        except OSError:
            pass
        self.writer = None
        for answer in self.waiting.values():
            if not answer.done():
                answer.set_exception(ConnectionError())
        self.waiting = {}


async def make(number: int, connections: itertools.cycle[Connection]) -> str:
    """Makes a call; returns its kind and outcome. Those with an even number may be made twice."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        connection = next(connections)
        try:
            await connection.connect()
        except OSError:
            await asyncio.sleep(0.05)
            continue
        try:
            await connection.ask(number)
            return "ok"
        except OSError:
            if number % 2:
                return "unavailable"
    return "deadlineExceeded"


async def call(seconds: float, rate: float, ports: list[int]) -> None:
    connections = itertools.cycle([Connection(port) for port in ports])
    outcomes: list[str] = []

    async def one(number: int) -> None:
        beginning = time.time()
        kind = "single" if number % 2 else "repeatable"
        print(f"begin {number} {kind} {beginning}", flush=True)
        outcomes.append(await make(number, connections))
        elapsed = (time.time() - beginning) * 1000
        print(f"end {number} {outcomes[-1]} {elapsed}", flush=True)

    tasks = []
    for number in range(int(seconds * rate)):
        tasks.append(asyncio.create_task(one(number)))
        await asyncio.sleep(1 / rate)
    await asyncio.gather(*tasks)
    counts = [
        outcomes.count(name) for name in ("ok", "unavailable", "deadlineExceeded")
    ]
    print("statistics", len(outcomes), *counts, 0)


async def serve(log: str) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            while (line := await reader.readline()).endswith(b"\n"):
                os.write(descriptor, line)
                writer.write(line)
        except OSError:
            pass
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    os._exit(0)


if sys.argv[1] == "serve":
    asyncio.run(serve(sys.argv[3]))
else:
    seconds, rate, _, *ports = sys.argv[2:]
    asyncio.run(call(float(seconds), float(rate), [int(port) for port in ports]))
