# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Calls of a host's functions with golden requests."""

from __future__ import annotations

import asyncio
import inspect
import os
import pathlib
from typing import Any, NamedTuple

from ..codec.base import Codec, CodecError, DecodingError, shown
from ..codec.scalars import ANY
from ..errors import DeclaredFailure
from ..interface import Call, Client
from ._files import Golden, check, difference, payload, requests


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
    for golden in requests(pathlib.Path(folder)):
        file, method = golden.request.name, methods.get(golden.name)
        if golden.name in streams:
            outcomes.append(Outcome(file, "skipped", "it opens a stream"))
            continue
        if method is None:
            outcomes.append(Outcome(file, "not offered"))
            continue
        function = getattr(host, method, None)
        if function is None:
            reason = f"the host has no method {method}"
            outcomes.append(Outcome(file, "differs", reason))
            continue
        result = await _replayed(golden, served.calls[method], function, timeout)
        outcomes.append(Outcome(file, *result))
    return outcomes


async def _replayed(
    golden: Golden, call: Call[Any], function: Any, timeout: float
) -> tuple[str, str]:
    """Returns the result, and its reason."""
    answer = golden.answer
    if answer is None:
        return "skipped", golden.without_answer
    codec: Codec[Any] | None = call.response if golden.is_response else call.failure
    try:
        check(golden.request)
        check(answer)
    except DecodingError as error:
        return "malformed", str(error)
    try:
        parameters = call.request.decode(payload(golden.request, call.request))
    except DecodingError as error:
        return "differs", f"the request: {error}"
    try:
        expected = (codec or ANY).decode(payload(answer, codec))
    except DecodingError as error:
        return "differs", f"{answer.name}: {error}"
    answering = asyncio.ensure_future(_answered(function, parameters))
    await asyncio.wait([answering], timeout=timeout)
    if not answering.done():
        answering.cancel()
        return "differs", f"found no answer within {timeout} seconds"
    found, was_raised = answering.result()
    found_codec: Codec[Any] | None = call.response
    if was_raised:
        found_codec = call.failure if isinstance(found, DeclaredFailure) else None
    if found_codec is None or found_codec is not codec:
        kind, wanted = "response", "response" if golden.is_response else "failure"
        if was_raised:
            kind = "failure" if isinstance(found, DeclaredFailure) else "exception"
        reason = (
            f"found the {kind} {shown(found)}, expected the {wanted} {shown(expected)}"
        )
        return "differs", f"{answer.name}: {reason}"
    try:
        reason = difference(answer, found_codec.encode(found), found_codec) or ""
    except CodecError as error:
        reason = str(error)
    return ("differs", f"{answer.name}: {reason}") if reason else ("ok", "")


async def _answered(function: Any, parameters: dict[str, Any]) -> tuple[Any, bool]:
    """Returns what a function returns or raises, and whether it raises."""
    try:
        found = function(**parameters)
        return await found if inspect.isawaitable(found) else found, False
    except (Exception, SystemExit, asyncio.CancelledError) as error:
        return error, True
