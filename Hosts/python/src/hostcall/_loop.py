# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How the core's threads hand work to an event loop."""

from __future__ import annotations

import asyncio
import collections
import contextlib
import contextvars
import weakref
from typing import Any, Callable, ClassVar, Optional

# Receives the error of a call whose loop is closed.
Refusal = Callable[[BaseException], object]

_Entry = tuple[
    Optional[contextvars.Context],
    Callable[..., object],
    tuple[Any, ...],
    Refusal,
]


def _ignore(_error: BaseException) -> None:
    pass


class LoopPort:
    """Runs functions on a loop's thread, in order, and wakes the loop once for many.

    It also has the tasks of calls, which a closed loop drops without a word.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._pending: collections.deque[_Entry] = collections.deque()
        self._is_scheduled = False
        # Used on the loop's thread, and by the thread that closes it.
        self._running: dict[int, tuple[asyncio.Task[Any], Refusal]] = {}
        self._is_watched = False

    def post(
        self,
        function: Callable[..., object],
        *arguments: Any,
        context: contextvars.Context | None = None,
        refused: Refusal = _ignore,
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
            try:
                self.wake()
            except BaseException:
                try:
                    self._pending.remove(entry)
                except ValueError:
                    return  # another thread found the loop closed, and refused it
                self.refuse()  # what other threads have added in between
                raise
        # A loop that is closed while it is woken drops or keeps the wakeup.
        if self.loop.is_closed():
            self.refuse()

    def wake(self) -> None:
        """Has the loop run the functions that wait. Called on any thread."""
        self._is_scheduled = True
        wakeup = _Wakeup(self)
        try:
            self.loop.call_soon_threadsafe(wakeup)
        except BaseException:
            wakeup.port = None
            self._is_scheduled = False
            raise

    def drain(self) -> None:
        """Runs the functions that wait, on the loop's thread.

        An interrupt refuses the function that it ends, and leaves those after it.
        """
        self._is_scheduled = False
        entry: _Entry | None = None
        try:
            for _ in range(len(self._pending)):
                entry = self._pending[0]  # an interrupt may follow its removal
                entry = self._pending.popleft()
                self._run(*entry)
                entry = None
        except BaseException as error:
            is_left = bool(self._pending) and self._pending[0] is entry
            if entry is not None and not is_left:
                entry[-1](error)
            raise

    def _run(
        self,
        context: contextvars.Context | None,
        function: Callable[..., object],
        arguments: tuple[Any, ...],
        _refused: Refusal,
    ) -> None:
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
        try:
            for entry in tuple(self._pending):
                try:
                    entry[-1](RuntimeError("Event loop is closed"))
                except BaseException:
                    # An interrupt: the core drops the answer if it is a second one.
                    entry[-1](RuntimeError("Event loop is closed"))
                    raise
                finally:
                    with contextlib.suppress(ValueError):  # refused by another thread
                        self._pending.remove(entry)
        finally:
            if self._pending:  # an interrupt came in between
                self.refuse()

    def began(self, call_id: int, task: asyncio.Task[Any], refused: Refusal) -> None:
        """Keeps the task of a call until it has ended. Called on the loop's thread."""
        self._running[call_id] = task, refused
        if not self._is_watched:
            _Alarm.watch(self)
            self._is_watched = True

    def ended(self, call_id: int) -> None:
        """Forgets the task of a call. Called on the loop's thread."""
        self._running.pop(call_id, None)

    def cancel(self, call_id: int) -> None:
        """Cancels the task of a call, if it runs. Called on the loop's thread."""
        if call_id in self._running:
            self._running[call_id][0].cancel()

    def refuse_running(self) -> None:
        """Refuses the calls whose tasks a closed loop has dropped."""
        try:
            while self._running:
                call_id, (_task, refused) = next(iter(self._running.items()))
                try:
                    refused(RuntimeError("Event loop is closed"))
                except BaseException:
                    # An interrupt: the core drops the answer if it is a second one.
                    refused(RuntimeError("Event loop is closed"))
                    raise
                finally:
                    self._running.pop(call_id, None)
        finally:
            if self._running:  # an interrupt came in between
                self.refuse_running()


class _Wakeup:
    """Drains a port, once. A closed loop drops it without a call, and the port then refuses."""

    __slots__ = ("port",)

    def __init__(self, port: LoopPort) -> None:
        self.port: LoopPort | None = port

    def __call__(self) -> None:
        port = self.port
        if port is None:
            return
        try:
            port.drain()
            self.port = None
        except BaseException:
            # An interrupt, after which the loop may go on.
            port.wake()
            self.port = None
            raise

    def __del__(self) -> None:
        port = self.port
        if port is None:
            return
        try:
            port.refuse()
        except BaseException:
            port.refuse()  # an interrupt came before it began
            raise


class _Alarm:
    """Refuses the running calls of a loop's ports when it is closed, which drops its timers.

    So a timer has the only reference to this, and a loop has one for all bridges. It starts
    again as long as one of the ports lives: the loop of closed bridges then keeps nothing.
    """

    __slots__ = ("__weakref__", "_ports")

    _of_loops: ClassVar[
        weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, weakref.ref[_Alarm]]
    ] = weakref.WeakKeyDictionary()

    def __init__(self) -> None:
        self._ports: weakref.WeakSet[LoopPort] = weakref.WeakSet()

    @classmethod
    def watch(cls, port: LoopPort) -> None:
        """Has the alarm of the port's loop refuse its calls. Called on the loop's thread."""
        found = cls._of_loops.get(port.loop)
        alarm = found() if found is not None else None
        if alarm is None:
            alarm = cls()
            alarm._start(port.loop)
            cls._of_loops[port.loop] = weakref.ref(alarm)
        alarm._ports.add(port)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        # In a context of its own, since that of a call has the bridge.
        loop.call_later(3600, self, loop, context=contextvars.Context())

    def __call__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._ports:
            self._start(loop)
        else:
            self._of_loops.pop(loop, None)

    def __del__(self) -> None:
        try:
            for port in self._ports:
                port.refuse_running()
        finally:
            # An interrupt came in between.
            if any(port._running for port in self._ports):
                self.__del__()


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
