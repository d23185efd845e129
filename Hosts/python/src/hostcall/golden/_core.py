# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A core that answers with golden files."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping
from typing import Any, TypeVar

from ..codec import DecodingError
from ..errors import REPLY_FAILURE, REPLY_OK
from ..interface import Call, Client, Event
from ._files import Golden, difference, payload, requests

C = TypeVar("C", bound=Client[Any])


def recorded_core(client: type[C], folder: str | os.PathLike[str]) -> C:
    """Returns a client whose calls are answered with the golden files of a folder.

    A call has the answer of the file with the same request: its response, or else its
    declared failure, which is raised. A call with a request that no file has raises an
    AssertionError that says what differs, and a malformed file a DecodingError. The timeout
    and the metadata have no effect. Streams and events are a NotImplementedError, since
    golden files have none, and there is no bridge.
    """
    path = pathlib.Path(folder)

    class Recorded(client):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            """Registers nothing."""

        async def _call(
            self,
            call: Call[Any],
            parameters: dict[str, Any],
            timeout: float | None,
            metadata: Mapping[str, str | bytes] | None,
        ) -> Any:
            return _answer(call, call.request.encode(parameters), path)

        def _stream(self, call: Call[Any], *_: Any) -> Any:
            raise NotImplementedError(f"{call.name}: golden files have no streams")

        def _emit(self, event: Event, parameters: dict[str, Any]) -> None:
            raise NotImplementedError(f"{event.name}: golden files have no events")

        def close(self) -> None:
            """Does nothing."""

        async def aclose(self) -> None:
            """Does nothing."""

    Recorded.__name__ = Recorded.__qualname__ = client.__name__
    recorded: C = Recorded()
    return recorded


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
            is_response = golden.is_response
            codec = call.response if is_response else call.failure
            outcome = REPLY_OK if is_response else REPLY_FAILURE
            try:
                return call.answer(outcome, payload(golden.answer, codec))
            except DecodingError as error:
                raise error.within(f"{golden.answer.name}: ") from None
    reasons = "; ".join(differences) or f"{folder} has no golden request of that name"
    raise AssertionError(f"{call.name}: the request is not recorded: {reasons}")


def _difference(call: Call[Any], request: bytes, golden: Golden) -> str | None:
    try:
        return difference(golden.request, request, call.request)
    except DecodingError as error:
        raise error.within(golden.request.name) from None
