# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Behaviours 75 to 80: ends of the process, and other threads."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading

from behaviours import ALL, Case, behaviour, check, expect

START = """
import asyncio, os, sys
sys.path[:0] = {folder!r},
from behaviours import Case, key
from host import Host
import hostcall
case = Case({path!r})

async def busy():
    core, name = case.open(), key()
    calls = [asyncio.ensure_future(core.core_wait(name)) for _ in range(20)]
    await core.hold_calls(name, 20)
    calls += [asyncio.ensure_future(core.log_in(7)) for _ in range(20)]
    await asyncio.sleep(0.05)
    return core, calls

"""


def start(case: Case, script: str) -> subprocess.Popen[str]:
    """Starts a program with a bridge."""
    folder = os.path.dirname(os.path.abspath(__file__))
    source = START.format(folder=folder, path=case.path) + script
    # Python warns of any fork in a program with threads.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", source]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ends(process: subprocess.Popen[str], status: int) -> str:
    """Checks how a program ends, and that it says nothing about it; returns its output."""
    try:
        output, messages = process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    expect((process.returncode, messages), (status, ""))
    return output


@behaviour(75)
async def ends_in_mid_call(case: Case) -> None:
    for end in ("sys.exit(0)", "None"):
        script = (
            f"async def main():\n    kept = await busy()\n    {end}\n    return kept\n\nkept = asyncio.run(main())\n"
        )
        ends(start(case, script), 0)


@behaviour(76)
async def handler_ends_the_program(case: Case) -> None:
    script = """
async def main():
    core = case.open()
    case.host.exits = 7
    await core.log_in(7)

asyncio.run(main())
"""
    ends(start(case, script), 7)


@behaviour(77)
async def closes_and_ends(case: Case) -> None:
    script = """
async def main():
    core = case.open()
    await core.log_in(7)
    await core.aclose()

asyncio.run(main())
"""
    ends(start(case, script), 0)


@behaviour(78)
async def terminated(case: Case) -> None:
    script = """
async def main():
    kept = await busy()
    print("ready", flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""
    process = start(case, script)
    assert process.stdout is not None
    expect(process.stdout.readline(), "ready\n")
    process.send_signal(signal.SIGTERM)
    ends(process, -signal.SIGTERM)


@behaviour(79)
async def forked(case: Case) -> None:
    script = """
async def main():
    core = case.open()
    await core.log_in(7)
    child = os.fork()
    if child == 0:
        try:
            await core.log_in(7)
        except hostcall.StatusError as error:
            print("refused:", error.message, flush=True)
            os._exit(0)
        os._exit(1)
    print("status", os.waitpid(child, 0)[1], flush=True)
    await core.log_in(7)
    await core.aclose()

asyncio.run(main())
"""
    output = ends(start(case, script), 0)
    check("refused: " in output and "status 0" in output, output)


@behaviour(80)
async def other_thread(case: Case) -> None:
    failures: list[str] = []

    def run() -> None:
        for number in (1, 21, 27, 42, 51, 56, 62, 66):
            try:
                asyncio.run(once(number))
            except Exception as error:
                failures.append(f"{number}: {type(error).__name__}: {error}")

    async def once(number: int) -> None:
        inner = Case(case.path)
        async with inner.stack:
            await ALL[number](inner)

    thread = threading.Thread(target=run)
    thread.start()
    await asyncio.get_running_loop().run_in_executor(None, thread.join)
    expect(failures, [])
