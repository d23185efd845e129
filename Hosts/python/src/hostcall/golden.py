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
import inspect
import os
import pathlib
import sys
from typing import Any, NamedTuple

from .codec.base import Codec, CodecError, DecodingError, ItemCodec, is_null, shown
from .codec.scalars import ANY
from .errors import DeclaredFailure
from .interface import Call, Client

RAW_KEYS = {"size", "byteOrder", "fields", "bytes"}
STATUSES = {"malformed": 65, "differs": 1}
RESULTS = ("ok", "differs", "not offered", "skipped", "malformed")


class Outcome(NamedTuple):
    """The outcome of replaying a golden request."""

    file: str
    result: str
    """`ok`, `differs`, `not offered`, `skipped` or `malformed`."""
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.file}: {self.result}{': ' * bool(self.reason)}{self.reason}"


async def replay(
    folder: str | os.PathLike[str],
    client: type[Client[Any]],
    host: object,
    timeout: float = 30,
) -> list[Outcome]:
    """Calls a host with the golden requests of a folder, one after the other.

    Plain methods run on this thread; `timeout`, in seconds, limits the others.
    `hostcall.current_call` is None, and streams are skipped.
    """
    served = client._served
    streams = {stream.name for stream in served.streams.values()}
    methods = {call.name: method for method, call in served.calls.items()}
    outcomes = []
    for path in sorted(pathlib.Path(folder).glob("*.cbor")):
        name, dot, variant = path.name.removesuffix(".cbor").partition(".request.")
        if not dot:
            name, variant = name.removesuffix(".request"), ""
            if name == path.name.removesuffix(".cbor"):
                continue
        method = methods.get(name)
        if name in streams:
            outcomes.append(Outcome(path.name, "skipped", "it opens a stream"))
            continue
        if method is None:
            outcomes.append(Outcome(path.name, "not offered"))
            continue
        function = getattr(host, method, None)
        if function is None:
            reason = f"the host has no method {method}"
            outcomes.append(Outcome(path.name, "differs", reason))
            continue
        call, suffix = served.calls[method], dot and f".{variant}"
        outcomes.append(await _replayed(path, suffix, call, function, timeout))
    return outcomes


async def _replayed(
    path: pathlib.Path, variant: str, call: Call[Any], function: Any, timeout: float
) -> Outcome:
    file = path.name
    response = path.with_name(f"{call.name}.response{variant}.cbor")
    failure = path.with_name(f"{call.name}.failure{variant}.cbor")
    answer = response if response.exists() else failure
    if not answer.exists():
        reason = f"there is no {response.name} or {failure.name}"
        return Outcome(file, "skipped", reason)
    codec: Codec[Any] | None = call.response if answer == response else call.failure
    for each in (path, answer):
        try:
            ANY.decode(each.read_bytes())
        except DecodingError as error:
            return Outcome(file, "malformed", f"{each.name}: {error}")
    try:
        parameters = _read(path, call.request)
    except DecodingError as error:
        return Outcome(file, "differs", f"the request: {error}")
    try:
        expected = _read(answer, codec or ANY)
    except DecodingError as error:
        return Outcome(file, "differs", f"{answer.name}: {error}")
    answering = asyncio.ensure_future(_answered(function, parameters))
    await asyncio.wait([answering], timeout=timeout)
    if not answering.done():
        answering.cancel()
        return Outcome(file, "differs", f"found no answer within {timeout} seconds")
    found, was_raised = answering.result()
    found_codec: Codec[Any] | None = call.response
    if was_raised:
        found_codec = call.failure if isinstance(found, DeclaredFailure) else None
    if found_codec is None or found_codec is not codec:
        kind, wanted = "response", "response" if answer == response else "failure"
        if was_raised:
            kind = "failure" if isinstance(found, DeclaredFailure) else "exception"
        reason = (
            f"found the {kind} {shown(found)}, expected the {wanted} {shown(expected)}"
        )
        return Outcome(file, "differs", f"{answer.name}: {reason}")
    try:
        payload = found_codec.encode(found)
        if isinstance(found_codec, ItemCodec):
            # A codec ignores keys that are not its own, which another receiver reads.
            found, expected = ANY.decode(payload), _read(answer, ANY)
        else:
            found = found_codec.decode(payload)
    except CodecError as error:
        return Outcome(file, "differs", f"{answer.name}: {error}")
    difference = _difference(expected, found, "")
    if difference is None:
        return Outcome(file, "ok")
    return Outcome(file, "differs", f"{answer.name}: {difference}")


async def _answered(function: Any, parameters: dict[str, Any]) -> tuple[Any, bool]:
    """Returns what a function returns or raises, and whether it raises."""
    try:
        found = function(**parameters)
        return await found if inspect.isawaitable(found) else found, False
    except (Exception, SystemExit, asyncio.CancelledError) as error:
        return error, True


def _read(path: pathlib.Path, codec: Codec[Any]) -> Any:
    """Returns the value of a golden file; that of a raw value contains its memory."""
    content = path.read_bytes()
    if not isinstance(codec, ItemCodec):
        item = ANY.decode(content)
        if isinstance(item, dict) and item.keys() == RAW_KEYS:
            content = item["bytes"]
    return codec.decode(content)


def _difference(expected: Any, found: Any, path: str) -> str | None:
    """Returns the first difference between two values; None if they are the same."""
    if type(expected) is type(found) and hasattr(expected, "__dict__"):
        expected, found = vars(expected), vars(found)
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            place = f"{path}.{key}"
            one, other = expected.get(key), found.get(key)
            if is_null(one) != is_null(other):
                one, other = (
                    "nothing" if is_null(each) else shown(each) for each in (one, other)
                )
                return f"{place}: found {other}, expected {one}"
            difference = None if is_null(one) else _difference(one, other, place)
            if difference is not None:
                return difference
        return None
    if isinstance(expected, list) and isinstance(found, list):
        for index, pair in enumerate(zip(expected, found)):
            difference = _difference(*pair, f"{path}[{index}]")
            if difference is not None:
                return difference
        if len(expected) == len(found):
            return None
        expected, found = f"{len(expected)} elements", f"{len(found)} elements"
    # True equals 1 in Python, and a NaN differs from itself.
    elif isinstance(expected, bool) == isinstance(found, bool) and (
        expected == found or (expected != expected and found != found)
    ):
        return None
    return f"{path + ': ' * bool(path)}found {shown(found)}, expected {shown(expected)}"


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
