# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How the core's threads hand work to an event loop."""

from __future__ import annotations

import asyncio
import contextvars
import itertools
import weakref
from collections.abc import Coroutine
from typing import Any, Callable, ClassVar, Optional

# Answers a call with an error, unless it has an answer; may be called twice.
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
    """Runs functions on a loop's thread, in order, and wakes the loop for many at once.

    It also has the tasks of calls, which a closed loop drops without a word.

    An interrupt, such as Ctrl-C, ends whatever runs on the main thread, within this package
    too. So a function waits until it has run, and may run twice; and the loop has two
    wakeups and two alarms, of which an interrupt ends one. What asyncio itself drops when
    it is interrupted stays lost.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._numbers = itertools.count()
        self._pending: dict[int, _Entry] = {}
        self._is_scheduled = False
        # Used on the loop's thread, and by the thread that closes it.
        self._running: dict[int, LoopTask] = {}
        self._is_watched = False

    def post(
        self,
        function: Callable[..., object],
        *arguments: Any,
        context: contextvars.Context | None = None,
        refused: Refusal = _ignore,
    ) -> None:
        """Has the loop run a function, which starts no task unless there is a context.

        Called on any thread. After an interrupt the function may run again. If the loop is
        closed, or is closed while the function waits, `refused` is called with a
        RuntimeError, and the function does not run.
        """
        number = next(self._numbers)
        self._pending[number] = context, function, arguments, refused
        # The loop resets the flag before it looks at the functions, so none is left.
        if not self._is_scheduled:
            try:
                self.wake()
            except BaseException:
                self._pending.pop(number, None)
                raise
        # A loop that is closed while it is woken drops or keeps the wakeups.
        if self.loop.is_closed():
            self.refuse()

    def wake(self) -> None:
        """Has the loop run the functions that wait. Called on any thread."""
        self._is_scheduled = True
        for _ in range(2):
            wakeup = _Wakeup(self)
            try:
                self.loop.call_soon_threadsafe(wakeup)
            except BaseException:
                wakeup.is_needed = self._is_scheduled = False
                if not self.loop.is_closed():
                    raise

    def drain(self) -> None:
        """Runs the functions that wait, on the loop's thread."""
        self._is_scheduled = False
        for number in list(self._pending):  # of integers: other threads add some
            entry = self._pending.get(number)
            if entry is not None:
                self._run(*entry)
                self._pending.pop(number, None)

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
        for number in list(self._pending):
            entry = self._pending.get(number)
            if entry is not None:  # another thread may have refused it
                entry[-1](RuntimeError("Event loop is closed"))
                self._pending.pop(number, None)

    def began(self, task: LoopTask) -> None:
        """Keeps the task of a call until `ended`. Called on the loop's thread."""
        if not self._is_watched:
            _Alarm.watch(self)
            self._is_watched = True
        self._running[task.call_id] = task

    def ended(self, task: LoopTask) -> None:
        """Forgets the task of a call. Called on the loop's thread."""
        self._running.pop(task.call_id, None)

    def cancel(self, call_id: int) -> None:
        """Cancels the task of a call, if it runs. Called on the loop's thread."""
        task = self._running.get(call_id)
        if task is not None:
            task.cancel()

    def refuse_running(self) -> None:
        """Refuses the calls whose tasks a closed loop has dropped."""
        for call_id in list(self._running):
            task = self._running.get(call_id)
            if task is not None:
                task.answer_error(RuntimeError("Event loop is closed"))
                self.ended(task)


class LoopTask:
    """The task of a call, which answers it. Used on the loop's thread."""

    def __init__(
        self,
        port: LoopPort,
        call_id: int,
        work: Callable[[], Coroutine[Any, Any, None]],
        refused: Refusal,
    ) -> None:
        """`work` answers the call; `refused` does if it raises, or does not begin."""
        self.call_id = call_id
        self._port, self._work, self._refused = port, work, refused
        self._task: asyncio.Future[Any] | None = None
        self._has_begun = self._is_answered = False

    def start(self) -> None:
        """Starts the task, again after an interrupt. Of two tasks, one does the work."""
        if self._has_begun:
            return
        self._port.began(self)
        run = self._run()
        try:
            self._task = asyncio.get_running_loop().create_task(run)
        except Exception as error:
            run.close()
            self.answer_error(error)
            self._port.ended(self)
            return
        self._task.add_done_callback(self._done)

    async def _run(self) -> None:
        if self._has_begun:
            return
        try:
            self._has_begun = True
            self._task = asyncio.current_task() or self._task
            await self._work()
            self._is_answered = True
        except BaseException as error:
            self.answer_error(error)
            raise
        finally:
            self._port.ended(self)

    def _done(self, task: asyncio.Future[Any]) -> None:
        """Answers a call whose task was cancelled or interrupted before it could."""
        try:
            task.result()
        except BaseException as error:
            self.answer_error(error)
            self._port.ended(self)

    def answer_error(self, error: BaseException) -> None:
        """Answers the call with an error, unless it has an answer."""
        if not self._is_answered:
            self._refused(error)
            self._is_answered = True

    def cancel(self) -> None:
        """Cancels the task. One that has not begun never does."""
        if not self._has_begun:
            self._has_begun = True
            self.answer_error(asyncio.CancelledError())
            self._port.ended(self)
        elif self._task is not None:
            self._task.cancel()


class _Wakeup:
    """Drains a port. A closed loop drops it without a call, and the port then refuses."""

    __slots__ = ("_port", "is_needed")

    def __init__(self, port: LoopPort) -> None:
        self._port, self.is_needed = port, True

    def __call__(self) -> None:
        self._port.drain()
        self.is_needed = False

    def __del__(self) -> None:
        if self._port.loop.is_closed():
            self._port.refuse()
        elif self.is_needed:
            self._port.wake()  # an interrupt has ended it, perhaps both


class _Alarm:
    """Refuses the running calls of a loop's ports when it is closed, which drops its timers.

    So a timer has the only reference to this, and a loop has two for all bridges. They start
    again as long as one of the ports lives: the loop of closed bridges then keeps nothing.
    """

    __slots__ = ("_ports",)

    _of_loops: ClassVar[
        weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, weakref.WeakSet[LoopPort]]
    ] = weakref.WeakKeyDictionary()

    def __init__(self, ports: weakref.WeakSet[LoopPort]) -> None:
        self._ports = ports

    @classmethod
    def watch(cls, port: LoopPort) -> None:
        """Has the alarms of the port's loop refuse its calls. Called on the loop's thread."""
        ports = cls._of_loops.get(port.loop)
        if ports is None:
            ports = weakref.WeakSet()
            for _ in range(2):
                cls(ports)._start(port.loop)
            cls._of_loops[port.loop] = ports
        ports.add(port)

    def _start(self, loop: asyncio.AbstractEventLoop) -> None:
        # In a context of its own, since that of a call has the bridge.
        loop.call_later(3600, self, loop, context=contextvars.Context())

    def __call__(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._ports:
            self._start(loop)
        elif self._of_loops.get(loop) is self._ports:
            del self._of_loops[loop]

    def __del__(self) -> None:
        for port in self._ports:
            if port.loop.is_closed():
                port.refuse_running()


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
