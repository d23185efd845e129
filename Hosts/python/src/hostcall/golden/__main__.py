# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Calls the functions of a host with types with golden files, and compares the answers.

    python -m hostcall.golden FOLDER MODULE:CLIENT MODULE:HOST

CLIENT is the class that `hostcall generate python` has written, such as
`profile_core:ProfileCore`, and HOST is what its `open` takes, or a function or class that
returns it without arguments. The request in `fetch_profile.request.late.cbor` is the
argument, and the answer must be that of `fetch_profile.response.late.cbor`, or else of
`fetch_profile.failure.late.cbor`, within 30 seconds. `hostcall fixtures replay` does the
same with cores. The last line of the output has the sums.

The exit status is 0 if all answers are the same, 1 if one differs, 64 for an invalid
command line or a name that is not found, 65 for a malformed file, 66 for a folder without
requests, and 69 if nothing could be compared.
"""

from __future__ import annotations

import asyncio
import importlib
import os
import sys
from typing import Any

from ..codec.base import shown
from ..interface import Client
from ._replay import Outcome, replay

STATUSES = {"malformed": 65, "differs": 1}
RESULTS = ("ok", "differs", "not offered", "skipped", "malformed")


def _summary(results: list[str]) -> str:
    """Returns the numbers of results, such as `3 calls: 2 ok, 1 differs`."""
    counts = [
        f"{results.count(each)} {each}"
        for each in RESULTS
        if each == "ok" or each in results
    ]
    calls = "call" if len(results) == 1 else "calls"
    return f"{len(results)} {calls}: {', '.join(counts)}"


def _named(name: str) -> Any:
    module, _, attribute = name.partition(":")
    value = importlib.import_module(module)
    for part in attribute.split("."):
        value = getattr(value, part)
    return value


async def _run(folder: str, client: type[Client[Any]], host: Any) -> list[Outcome]:
    # Within the loop, since a host may need the running one.
    return await replay(folder, client, host() if callable(host) else host)


def main(arguments: list[str]) -> int:
    """Prints the outcomes, and returns the exit status."""
    if len(arguments) != 3 or not all(":" in name for name in arguments[1:]):
        print(
            "usage: python -m hostcall.golden FOLDER MODULE:CLIENT MODULE:HOST",
            file=sys.stderr,
        )
        return 64
    folder, client, host = arguments
    sys.path.insert(0, "")
    if not os.path.isdir(folder):
        print(f"{folder}: there is no such folder", file=sys.stderr)
        return 66
    named = []
    for name in (client, host):
        try:
            named.append(_named(name))
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
            return 64
    if not (isinstance(named[0], type) and issubclass(named[0], Client)):
        reason = "expected the class that `hostcall generate python` has written"
        print(f"{client}: found {shown(named[0])}, {reason}", file=sys.stderr)
        return 64
    outcomes = asyncio.run(_run(folder, *named))
    if not outcomes:
        print(f"{folder}: the folder contains no requests", file=sys.stderr)
        return 66
    for outcome in outcomes:
        print(outcome)
    results = [outcome.result for outcome in outcomes]
    print(_summary(results))
    for result, status in STATUSES.items():
        if result in results:
            return status
    return 0 if "ok" in results else 69


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
