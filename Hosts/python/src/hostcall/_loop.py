# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How the core's threads hand work to an event loop."""

from __future__ import annotations

import asyncio
import collections
import contextvars
from typing import Any, Callable


class LoopPort:
    """Runs functions on a loop's thread, in order, and wakes the loop once for many."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._pending: collections.deque[
            tuple[contextvars.Context | None, Callable[..., object], tuple[Any, ...]]
        ] = collections.deque()
        self._is_scheduled = False

    def post(
        self,
        function: Callable[..., object],
        *arguments: Any,
        context: contextvars.Context | None = None,
    ) -> None:
        """Has the loop run a function, which starts no task unless there is a context.

        Called on any thread.
        Raises a RuntimeError if the loop is closed; the function does not run then.
        """
        entry = (context, function, arguments)
        self._pending.append(entry)
        # The loop resets the flag before it looks at the functions, so none is left.
        if not self._is_scheduled:
            self._is_scheduled = True
            try:
                self.loop.call_soon_threadsafe(self._drain)
            except BaseException:
                self._is_scheduled = False
                self._pending.remove(entry)
                raise

    def _drain(self) -> None:
        self._is_scheduled = False
        for _ in range(len(self._pending)):
            context, function, arguments = self._pending.popleft()
            try:
                if context is None:
                    function(*arguments)
                else:
                    context.run(function, *arguments)
            except Exception as error:
                self.loop.call_exception_handler(
                    {"message": "a callback of hostcall failed", "exception": error}
                )


def running_loop(what: str) -> asyncio.AbstractEventLoop:
    """Returns the running loop, or raises an error that says what needs one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            f"{what}, but no event loop is running: call this in a coroutine, or pass "
            "loop=..."
        ) from None
