# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The server processes of the laboratory, each behind a relay."""

from __future__ import annotations

import asyncio
import collections
import pathlib
import signal
import subprocess

from relay import Relay


class Server:
    """A server with a number and a relay, and the process that is it at the moment."""

    def __init__(self, peer: str, number: int, folder: pathlib.Path, relay: Relay):
        self.peer = peer
        self.number = number
        self.relay = relay
        # The IDs of the calls that were executed, by all processes in turn.
        self.log = folder / f"server{number}"
        self.errors = folder / f"server{number}.errors"
        # The statuses of processes that ended although nothing killed them, other than 0.
        self.crashes: list[int] = []
        self.process: asyncio.subprocess.Process | None = None
        # What has really happened, and how often: `started`, `killed`, `stopped` and `shut down`.
        self.effects: collections.Counter[str] = collections.Counter()

    async def start(self) -> None:
        with self.errors.open("ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                self.peer,
                "serve",
                str(self.number),
                str(self.log),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
            )
        self.relay.target = int(
            await asyncio.wait_for(self.process.stdout.readline(), 60)
        )
        self.effects["started"] += 1

    async def kill(self) -> None:
        if self.process.returncode is not None:
            self.crashes.append(self.process.returncode)
            return
        self.process.kill()
        if (status := await self.process.wait()) != -signal.SIGKILL:
            self.crashes.append(status)
        else:
            self.effects["killed"] += 1

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def check_frozen(self) -> None:
        """Counts the process as stopped if the system says that it is, which takes a moment on a busy machine."""
        if _state(self.process.pid).startswith("T"):
            self.effects["stopped"] += 1

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    async def shut_down(self) -> None:
        """Has the server shut down gracefully, and waits until its process ends."""
        self.process.stdin.close()
        try:
            status = await asyncio.wait_for(self.process.wait(), 30)
        except asyncio.TimeoutError:
            self.process.kill()
            status = await self.process.wait()
        if status != 0:
            self.crashes.append(status)
        else:
            self.effects["shut down"] += 1


def _state(pid: int) -> str:
    """Returns the letter of a process's state."""
    file = pathlib.Path(f"/proc/{pid}/stat")
    if file.exists():
        return file.read_text().rpartition(")")[2].split()[0]
    command = ["ps", "-o", "state=", "-p", str(pid)]
    return subprocess.run(
        command, check=True, capture_output=True, text=True
    ).stdout.strip()
