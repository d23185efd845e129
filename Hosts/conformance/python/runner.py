# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Runs behaviours in child processes, so that one that hangs or crashes stops no other.

runner.py LIBRARY [NUMBER…]
"""

from __future__ import annotations

import asyncio
import faulthandler
import importlib
import logging
import os
import select
import subprocess
import sys
import traceback
from collections.abc import Iterator
from typing import Any, Callable

MODULES = ["values", "outcomes", "versions", "waiting", "streaming", "eventing", "closing", "load", "process"]


async def run(function: Any, path: str) -> None:
    """Runs one behaviour."""
    from behaviours import Case

    case = Case(path)
    async with case.stack:
        await function(case)


def child(path: str, numbers: list[int]) -> None:
    """Runs behaviours, and prints their results."""
    from behaviours import ALL, LIMIT, LIMITS, SKIPPED

    logging.getLogger("hostcall").setLevel(logging.CRITICAL)
    for number in numbers:
        print(f"begin {number}", flush=True)
        limit = LIMITS.get(number, LIMIT)
        faulthandler.dump_traceback_later(limit + 5, exit=True)
        try:
            if number in SKIPPED:
                print(f"skipped {number}: {SKIPPED[number]}", flush=True)
                continue
            asyncio.run(asyncio.wait_for(run(ALL[number], path), limit))
            print(f"ok {number}", flush=True)
        except Exception as error:
            traceback.print_exc()
            text = " ".join(f"{type(error).__name__}: {error}".split())
            print(f"failed {number}: {text[:500]}", flush=True)
        finally:
            faulthandler.cancel_dump_traceback_later()


def lines(process: subprocess.Popen[bytes], limit: Callable[[], float]) -> Iterator[str]:
    """Yields what a process prints until it ends, or ends it if it prints nothing for too long."""
    assert process.stdout is not None
    rest = b""
    while True:
        if not select.select([process.stdout], [], [], limit())[0]:
            process.kill()
            return
        data = os.read(process.stdout.fileno(), 65_536)
        if not data:
            return
        *complete, rest = (rest + data).split(b"\n")
        for line in complete:
            yield line.decode("utf-8", "replace")


def parent(path: str, numbers: list[int]) -> int:
    """Runs children until every behaviour has a result."""
    from behaviours import LIMIT, LIMITS

    has_failed = False
    while numbers:
        command = [sys.executable, __file__, "--child", path, *map(str, numbers)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        current = [numbers[0]]
        for line in lines(process, lambda current=current: LIMITS.get(current[0], LIMIT) + 10):
            word, _, rest = line.partition(" ")
            if word == "begin":
                current[0] = int(rest)
            elif word in ("ok", "failed", "skipped"):
                print(line, flush=True)
                has_failed |= word == "failed"
                numbers.remove(int(rest.partition(":")[0]))
        status = process.wait()
        if numbers:
            number = current[0] if current[0] in numbers else numbers[0]
            print(f"failed {number}: the process ended with status {status}", flush=True)
            has_failed = True
            numbers.remove(number)
        elif status != 0:
            print(f"after the last behaviour, the process ended with status {status}", file=sys.stderr)
            has_failed = True
    return 1 if has_failed else 0


def main() -> None:
    arguments = sys.argv[1:]
    is_child = arguments[0] == "--child"
    path, *words = arguments[1:] if is_child else arguments
    for module in MODULES:
        importlib.import_module(module)
    from behaviours import ALL, SKIPPED

    numbers = [int(word) for word in words] or sorted({*ALL, *SKIPPED})
    if is_child:
        child(path, numbers)
    else:
        sys.exit(parent(path, numbers))


if __name__ == "__main__":
    main()
