# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The functions of a bridge for calls to the core."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import cbor2

from . import _native, _payloads, _slots
from ._payloads import name_of
from .calls import CallFuture, LoopReply, response
from .errors import CallFailure
from .streams import Stream

if TYPE_CHECKING:
    from .bridge import Bridge


class CallFunctions:
    """Calls functions of the core, and opens its streams."""

    def call(
        self,
        name: str,
        value: Any = None,
        *,
        raw: bool = False,
        request_format: str | None = None,
        response_format: str | None = None,
        timeout: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> CallFuture:
        """Calls a function of the core. The future's callbacks run on the bridge's thread.

        After `timeout` seconds the call ends with DEADLINE_EXCEEDED. `metadata` has text,
        or bytes under keys that end in "-bin"; without it the call carries that of the call
        which the current handler answers.
        """
        bridge = cast("Bridge", self)
        future = CallFuture(
            bridge,
            name,
            lambda payload: _payloads.decode(payload, raw, response_format),
        )
        request = _payloads.encode(value, raw, request_format)
        self._start(name, request, future, bridge.options(timeout, metadata))
        return future

    async def call_async(
        self,
        name: str,
        value: Any = None,
        *,
        raw: bool = False,
        request_format: str | None = None,
        response_format: str | None = None,
        timeout: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
    ) -> Any:
        """Calls as `call` does, and awaits the answer.

        Cancelling the task cancels the call.
        """
        outcome, payload = await self.call_bytes(
            name,
            _payloads.encode(value, raw, request_format),
            cast("Bridge", self).options(timeout, metadata),
        )
        return response(
            outcome,
            payload,
            name,
            lambda payload: _payloads.decode(payload, raw, response_format),
        )

    async def call_bytes(
        self, name: str, request: bytes, options: _native.CallOptions | None
    ) -> tuple[int, bytes]:
        """Calls with an encoded request, and awaits the outcome and its payload.

        Cancelling the task cancels the call.
        """
        bridge = cast("Bridge", self)
        reply = LoopReply(bridge.port(bridge.loop()))
        self._start(name, request, reply, options)
        try:
            return await reply.future
        except asyncio.CancelledError:
            bridge.cancel(reply.id.value)
            raise

    def call_stream(
        self,
        name: str,
        value: Any = None,
        *,
        raw: bool = False,
        timeout: float | None = None,
        silence: float | None = None,
        metadata: Mapping[str, str | bytes] | None = None,
        buffer: int = 16,
    ) -> Stream[Any]:
        """Returns the elements of a stream of the core, which the first iteration opens.

        The core sends at most `buffer` elements in advance. `timeout` is for the whole
        stream, and `silence` for the time, in seconds, that the core sends nothing.
        """
        bridge = cast("Bridge", self)
        bridge.library.require(2, "streams need")
        return Stream(
            bridge,
            name,
            _payloads.encode(value, raw, None),
            lambda payload: _payloads.decode(payload, raw, None),
            lambda payload: CallFailure(cbor2.loads(payload), name),
            bridge.options(timeout, metadata, silence=silence),
            buffer,
        )

    def _start(
        self,
        name: str,
        request: bytes,
        reply: CallFuture | LoopReply,
        options: _native.CallOptions | None,
    ) -> None:
        bridge = cast("Bridge", self)
        c, encoded_name, number = bridge.library.c, name_of(name), _slots.add(reply)
        call = bridge.handle, encoded_name, request, len(request)
        if options is None:
            status = c.hostcall_call(*call, _slots.reply, number, reply.id)
        else:
            status = c.hostcall_call_with(
                *call, options, _slots.reply, number, reply.id
            )
        bridge._check_slot(status, number)
