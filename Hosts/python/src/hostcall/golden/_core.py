# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A core that answers with golden files."""

from __future__ import annotations

import asyncio
import os
import pathlib
from collections.abc import Mapping
from typing import Any, TypeVar

from ..codec.base import DecodingError, shown
from ..errors import REPLY_FAILURE, REPLY_OK
from ..interface import Call, Client, Event
from ._files import Golden, check, difference, payload, requests

C = TypeVar("C", bound=Client[Any])


def recorded_core(client: type[C], folder: str | os.PathLike[str]) -> C:
    """Returns a client whose calls are answered with the golden files of a folder.

    A call has the answer of the file with the same request, of several the first by name:
    its response, or else its declared failure, which is raised. A call with a request that
    no file has raises an AssertionError that says what differs, and a malformed file a
    DecodingError. The timeout and the metadata have no effect. Streams and events are a
    NotImplementedError, since golden files have none, and the bridge can only be closed.
    """
    if not (isinstance(client, type) and issubclass(client, Client)):
        reason = "expected the class that `hostcall generate python` has written"
        raise TypeError(f"found {shown(client)}, {reason}")
    path = pathlib.Path(folder)

    class Recorded(client):  # type: ignore[misc, valid-type]
        async def _call(
            self,
            call: Call[Any],
            parameters: dict[str, Any],
            timeout: float | None,
            metadata: Mapping[str, str | bytes] | None,
        ) -> Any:
            request = call.request.encode(parameters)
            await asyncio.sleep(0)  # as an answer from elsewhere
            return _answer(call, request, path)

        def _stream(self, call: Call[Any], *_: Any) -> Any:
            raise NotImplementedError(f"{call.name}: golden files have no streams")

        def _emit(self, event: Event, parameters: dict[str, Any]) -> None:
            raise NotImplementedError(f"{event.name}: golden files have no events")

    Recorded.__name__, Recorded.__qualname__ = client.__name__, client.__qualname__
    Recorded.__module__ = client.__module__
    recorded: C = Recorded(_ClosedBridge())
    return recorded


class _ClosedBridge:
    """The bridge of a client without a core."""

    def close(self) -> None:
        """Does nothing."""

    async def aclose(self) -> None:
        """Does nothing."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"a core of golden files has no bridge with {name}")


def _answer(call: Call[Any], request: bytes, folder: pathlib.Path) -> Any:
    """Returns the recorded response to a request, or raises the recorded failure."""
    differences = []
    for golden in requests(folder, call.name):
        found = _difference(call, request, golden)
        if found is not None:
            differences.append(f"{golden.request.name}: {found}")
        elif golden.answer is None:
            differences.append(f"{golden.request.name}: {golden.without_answer}")
        else:
            return _read(call, golden.answer, golden.is_response)
    reasons = "; ".join(differences) or f"{folder} has no golden request of that name"
    raise AssertionError(f"{call.name}: the request is not recorded: {reasons}")


def _read(call: Call[Any], path: pathlib.Path, is_response: bool) -> Any:
    """Returns a response, or raises a failure, of a file."""
    codec = call.response if is_response else call.failure
    check(path)
    try:
        outcome = REPLY_OK if is_response else REPLY_FAILURE
        return call.answer(outcome, payload(path, codec))
    except DecodingError as error:
        raise error.within(f"{path.name}: ") from None


def _difference(call: Call[Any], request: bytes, golden: Golden) -> str | None:
    check(golden.request)
    try:
        return difference(golden.request, request, call.request)
    except DecodingError as error:
        return str(error)
