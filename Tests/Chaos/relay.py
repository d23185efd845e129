# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A TCP relay in front of a server, which disturbs its connections on command."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import random
import socket
import struct


class Relay:
    """Passes bytes on between its clients and a server, under conditions that can be changed at any time.

    All connections have the same conditions; `cut` and `vanish` concern those that are open at that moment.
    """

    def __init__(self, generator: random.Random):
        self.generator = generator
        self.port = 0
        # The server's port, which changes when the server starts again; `None` until it has one.
        self.target: int | None = None
        # The shortest and the longest time in seconds that bytes take.
        self.delay = (0.0, 0.0)
        # How many bytes a second a client reads; `None` for no limit.
        self.reading_rate: int | None = None
        self.passes = asyncio.Event()
        self.passes.set()
        self.links: set[_Link] = set()
        # What has really happened, and how often: `delayed`, `held`, `slowed`, `reset` and `vanished`.
        self.effects: collections.Counter[str] = collections.Counter()

    async def start(self) -> None:
        listener = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = listener.sockets[0].getsockname()[1]

    def heal(self) -> None:
        """Passes everything on again, with what was held back."""
        self.delay = (0.0, 0.0)
        self.reading_rate = None
        self.passes.set()

    def hold(self) -> None:
        """Passes nothing on, and keeps the connections, as while the network is partitioned."""
        self.passes.clear()

    def cut(self, in_message: bool) -> None:
        """Resets all connections, at once or in the middle of what they carry next."""
        for link in list(self.links):
            if in_message:
                link.is_cut_next = True
            else:
                link.reset()

    def vanish(self, side: str) -> None:
        """Has one side go, "client" or "server", without the other side's learning of it."""
        for link in list(self.links):
            link.vanish(side)

    async def wait_while_held(self) -> None:
        if not self.passes.is_set():
            self.effects["held"] += 1
        await self.passes.wait()

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await self.wait_while_held()
        to_server = socket.socket()
        # So that a server notices early that its client reads slowly.
        to_server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
        to_server.setblocking(False)
        try:
            if self.target is None:
                raise ConnectionRefusedError
            await asyncio.get_running_loop().sock_connect(
                to_server, ("127.0.0.1", self.target)
            )
        except OSError:
            to_server.close()
            return _reset(writer)
        link = _Link(
            self, (reader, writer), await asyncio.open_connection(sock=to_server)
        )
        self.links.add(link)
        await link.run()
        self.links.discard(link)


class _Link:
    """One connection of a client, and the one that the relay made to the server for it."""

    def __init__(self, relay: Relay, client, server):
        self.relay = relay
        self.ends = {"client": client, "server": server}
        self.gone: str | None = None
        self.is_cut_next = False

    async def run(self) -> None:
        await asyncio.gather(
            self._pump("client", "server"), self._pump("server", "client")
        )

    def reset(self) -> None:
        self.relay.effects["reset"] += 1
        for _, writer in self.ends.values():
            _reset(writer)

    def vanish(self, side: str) -> None:
        self.gone = side
        self.relay.effects["vanished"] += 1
        _reset(self.ends[side][1])

    async def _pump(self, source: str, sink: str) -> None:
        reader, writer = self.ends[source][0], self.ends[sink][1]
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                await self.relay.wait_while_held()
                if self.relay.delay[1]:
                    self.relay.effects["delayed"] += 1
                    await asyncio.sleep(self.relay.generator.uniform(*self.relay.delay))
                if self.gone:
                    continue
                if self.is_cut_next and len(data) > 1:
                    writer.write(data[: len(data) // 2])
                    return self.reset()
                await self._send(data, writer, sink == "client")
        # The end of one side ends the other, which learns nothing if that side has vanished.
        if source != self.gone:
            writer.close()

    async def _send(
        self, data: bytes, writer: asyncio.StreamWriter, to_client: bool
    ) -> None:
        sent = 0
        while (
            to_client
            and sent < len(data)
            and (rate := self.relay.reading_rate)
            and not writer.is_closing()
        ):
            self.relay.effects["slowed"] += 1
            writer.write(data[sent : sent + 1])
            sent += 1
            await asyncio.sleep(1 / rate)
        if writer.is_closing():
            raise ConnectionResetError
        writer.write(data[sent:])
        await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Closes a connection with RST in place of FIN."""
    connection = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        connection.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        )
    writer.transport.abort()
