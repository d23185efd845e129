# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Calls to the core."""

from __future__ import annotations

import asyncio
import concurrent.futures
import math
from collections.abc import Mapping
from ctypes import c_uint64, sizeof
from typing import TYPE_CHECKING, Any, Callable

import cbor2

from . import _native
from .errors import REPLY_FAILURE, REPLY_OK, CallFailure, error_of

if TYPE_CHECKING:
    from ._loop import LoopPort
    from .bridge import Bridge

LIMIT_NS = (1 << 63) - 1


class CallFuture(concurrent.futures.Future[Any]):
    """The answer to a call to the core. `cancel` cancels the call in the core too."""

    def __init__(
        self, bridge: Bridge, name: str, decode: Callable[[bytes], Any]
    ) -> None:
        super().__init__()
        self._bridge, self._name, self._decode = bridge, name, decode
        self.id = c_uint64(0)

    @property
    def call_id(self) -> int:
        """The ID of the call, for `Bridge.cancel`."""
        return self.id.value

    def cancel(self) -> bool:
        cancelled = super().cancel()
        if cancelled:
            self._bridge.cancel(self.call_id)
        return cancelled

    def finish(self, outcome: int, payload: bytes) -> None:
        """Takes the answer, on the bridge's thread."""
        if not self.set_running_or_notify_cancel():
            return
        try:
            self.set_result(response(outcome, payload, self._name, self._decode))
        except Exception as error:
            self.set_exception(error)


class LoopReply:
    """The answer to a call that a coroutine awaits."""

    def __init__(self, port: LoopPort) -> None:
        self._port, self.id = port, c_uint64(0)
        self.future: asyncio.Future[tuple[int, bytes]] = port.loop.create_future()

    def finish(self, outcome: int, payload: bytes) -> None:
        """Takes the answer, on the bridge's thread."""
        self._port.post(self._set, outcome, payload)

    def _set(self, outcome: int, payload: bytes) -> None:
        if not self.future.done():
            self.future.set_result((outcome, payload))


def response(
    outcome: int, payload: bytes, name: str, decode: Callable[[bytes], Any]
) -> Any:
    """Returns the response in the answer to a call, or raises its error."""
    if outcome == REPLY_OK:
        return decode(payload)
    if outcome == REPLY_FAILURE:
        raise CallFailure(cbor2.loads(payload), name)
    raise error_of(outcome, payload, name)


def options_of(
    timeout: float | None,
    metadata: Mapping[str, str | bytes],
    fingerprint: int = 0,
    silence: float | None = None,
) -> _native.CallOptions | None:
    """Returns the options of a call; None if there are none."""
    if timeout is None and not metadata and not fingerprint and silence is None:
        return None
    pairs = [
        (key.encode(), value if isinstance(value, bytes) else value.encode())
        for key, value in metadata.items()
    ]
    fields = (_native.FieldStruct * len(pairs))(
        *(_native.FieldStruct(key, len(key), value, len(value)) for key, value in pairs)
    )
    # ctypes keeps the array and the bytes as long as the struct.
    return _native.CallOptions(
        sizeof(_native.CallOptions),
        _nanoseconds(timeout),
        fingerprint,
        fields,
        len(pairs),
        _nanoseconds(silence),
    )


def _nanoseconds(seconds: float | None) -> int:
    if seconds is None:
        return 0
    # 0 is no timeout, so one that has passed is negative.
    return -1 if seconds <= 0 else min(math.ceil(min(seconds, 1e10) * 1e9), LIMIT_NS)
