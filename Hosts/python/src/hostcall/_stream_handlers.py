# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""One registration of a function that answers with a stream."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Coroutine, Iterable
from typing import Any

from ._handlers import Encode, Handler
from .status import Status


class StreamHandler(Handler):
    """Sends the values of an iterator, as far as there is credit.

    The function returns an async iterator, which an async generator does, or an iterable,
    which must not block. It runs on the loop.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Only used on the loop's thread.
        self.credits: dict[int, asyncio.Event] = {}

    def work(
        self, call_id: int, request: Any, encode: Encode
    ) -> Coroutine[Any, Any, Any]:
        return self.send_all(call_id, request, encode)

    def respond(self, call_id: int, encode: Encode, value: Any) -> None:
        super().respond(call_id, lambda _: b"", value)

    async def send_all(self, call_id: int, request: Any, encode: Encode) -> None:
        """Sends what the function yields, until it or the stream ends."""
        items = self.function(request)
        if inspect.isawaitable(items):
            items = await items
        if not hasattr(items, "__aiter__"):
            items = _as_async(items)
        credit = self.credits[call_id] = asyncio.Event()
        try:
            async for item in items:
                if not await self.send(call_id, encode(item), credit):
                    return
        finally:
            del self.credits[call_id]
            if hasattr(items, "aclose"):
                await items.aclose()

    async def send(self, call_id: int, item: bytes, credit: asyncio.Event) -> bool:
        """Sends an item, after waiting for credit; returns False if the stream has ended."""
        while True:
            # A credit that comes before the wait is seen by it.
            credit.clear()
            status = self.bridge.send(call_id, item)
            if status != Status.WOULD_BLOCK:
                return status == Status.OK
            await credit.wait()

    def credit(self, call_id: int) -> None:
        """Lets a stream continue. Runs on the bridge's thread."""
        if self.port is not None:
            self.port.post(self.go_on, call_id)

    def go_on(self, call_id: int) -> None:
        credit = self.credits.get(call_id)
        if credit is not None:
            credit.clear()  # an interrupt may have ended a `set` before it woke the task
            credit.set()


async def _as_async(items: Iterable[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item
