# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How the core's threads hand work to an event loop."""

from __future__ import annotations

import asyncio
import collections
import contextvars
from typing import Any, Callable, Optional

_Entry = tuple[
    Optional[contextvars.Context],
    Callable[..., object],
    tuple[Any, ...],
    Optional[Callable[[BaseException], object]],
]


class LoopPort:
    """Runs functions on a loop's thread, in order, and wakes the loop once for many."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._pending: collections.deque[_Entry] = collections.deque()
        self._is_scheduled = False

    def post(
        self,
        function: Callable[..., object],
        *arguments: Any,
        context: contextvars.Context | None = None,
        refused: Callable[[BaseException], object] | None = None,
    ) -> None:
        """Has the loop run a function, which starts no task unless there is a context.

        Called on any thread.
        Raises a RuntimeError if the loop is closed; the function does not run then. If the
        loop is closed while the function waits, `refused` is called with such an error.
        """
        entry = (context, function, arguments, refused)
        self._pending.append(entry)
        # The loop resets the flag before it looks at the functions, so none is left.
        if not self._is_scheduled:
            self._is_scheduled = True
            wakeup = _Wakeup(self)
            try:
                self.loop.call_soon_threadsafe(wakeup)
            except BaseException:
                wakeup.port = None
                self._is_scheduled = False
                try:
                    self._pending.remove(entry)
                except ValueError:
                    return  # another thread found the loop closed, and refused it
                self.refuse()  # what other threads have added in between
                raise

    def drain(self) -> None:
        """Runs the functions that wait, on the loop's thread."""
        self._is_scheduled = False
        for _ in range(len(self._pending)):
            context, function, arguments, _refused = self._pending.popleft()
            try:
                if context is None:
                    function(*arguments)
                else:
                    context.run(function, *arguments)
            except Exception as error:
                self.loop.call_exception_handler(
                    {"message": "a callback of hostcall failed", "exception": error}
                )

    def refuse(self) -> None:
        """Refuses the functions that wait for a loop that is closed."""
        self._is_scheduled = False
        while True:
            try:
                refused = self._pending.popleft()[-1]
            except IndexError:
                return
            if refused is not None:
                refused(RuntimeError("Event loop is closed"))


class _Wakeup:
    """Drains a port, once. A closed loop drops it without a call, and the port then refuses."""

    __slots__ = ("port",)

    def __init__(self, port: LoopPort) -> None:
        self.port: LoopPort | None = port

    def __call__(self) -> None:
        port, self.port = self.port, None
        if port is not None:
            port.drain()

    def __del__(self) -> None:
        if self.port is not None:
            self.port.refuse()


class LoopPorts(dict[asyncio.AbstractEventLoop, LoopPort]):
    """The ports of a bridge, of which those of closed loops are dropped."""

    def of(self, loop: asyncio.AbstractEventLoop) -> LoopPort:
        """Returns the port of a loop. Called on any thread."""
        found = self.get(loop)
        if found is None:
            for other in list(self):
                if other.is_closed():
                    self.pop(other, None)
            found = self.setdefault(loop, LoopPort(loop))
        return found


def running_loop(what: str) -> asyncio.AbstractEventLoop:
    """Returns the running loop, or raises an error that says what needs one."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise RuntimeError(
            f"{what}, but no event loop is running: call this in a coroutine, or pass "
            "loop=..."
        ) from None
