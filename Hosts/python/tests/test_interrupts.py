# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of interrupts, such as Ctrl-C, while an event loop answers calls."""

from __future__ import annotations

import asyncio
import contextvars
import dis
import gc
import sys
import unittest
from pathlib import Path
from types import FrameType
from typing import Any, Callable
from unittest import mock

import hostcall
from hostcall import _loop, interface
from hostcall._handlers import Formats, Handler
from hostcall._stream_handlers import StreamHandler
from hostcall.calls import LoopReply
from hostcall.errors import REPLY_CANCELLED, REPLY_ERROR, REPLY_OK
from hostcall.events import EventQueue
from hostcall.status import Status
from hostcall.streams import _Receiver

PACKAGE = str(Path(hostcall.__file__).parent)
CALLS = [1, 2, 3]


class Interrupt:
    """Raises a KeyboardInterrupt at a point of the package, given by its number.

    Up to Python 3.11 the points are those at which Python 3.10 and 3.11 handle signals: where
    a function begins, after a call, and before a loop repeats. Later versions do not trace
    the instructions of a function that runs for the first time; the points are the lines.
    """

    by_instruction = sys.version_info < (3, 12)

    def __init__(self, number: int) -> None:
        self._left = number
        self._handles_signals: dict[FrameType, bool] = {}
        self.function = ""

    @property
    def has_come(self) -> bool:
        """Whether there was a point with this number."""
        return self._left == 0

    def during(self, work: Callable[[], object], then: Callable[[], object]) -> None:
        """Runs a function that the interrupt may end, and another.

        The second runs while the exception is handled, which keeps what has raised it.
        """
        sys.settrace(self._trace)
        try:
            work()
        except KeyboardInterrupt:
            sys.settrace(None)
            then()
        else:
            sys.settrace(None)
            then()
        finally:
            self._handles_signals.clear()

    def _trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(PACKAGE) or self.has_come:
            return None
        if self._is_point(frame, event):
            self._left -= 1
            if self.has_come:
                self.function = frame.f_code.co_name
                raise KeyboardInterrupt
        return self._trace

    def _is_point(self, frame: FrameType, event: str) -> bool:
        if not self.by_instruction:
            return event == "line"
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            self._handles_signals[frame] = True
        if event != "opcode":
            return False
        handles_signals = self._handles_signals.get(frame, False)
        # The instruction before which this is called.
        name = dis.opname[frame.f_code.co_code[frame.f_lasti]]
        self._handles_signals[frame] = name.startswith(("CALL", "JUMP"))
        return handles_signals


class Bridge:
    """What handlers need of a bridge, which remembers the first answer of each call."""

    handle = 0

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.answers: dict[int, tuple[int, bytes]] = {}
        self.late = 0
        self.sent: list[bytes] = []
        self.waits: list[asyncio.Future[None]] = []
        self._port = _loop.LoopPort(loop)

    def port(self, loop: asyncio.AbstractEventLoop) -> _loop.LoopPort:
        return self._port

    def complete(self, call_id: int, outcome: int, payload: bytes) -> None:
        self.late += call_id in self.answers
        self.answers.setdefault(call_id, (outcome, payload))

    answer = complete

    def send(self, call_id: int, item: bytes) -> Status:
        self.sent.append(item)
        return Status.WOULD_BLOCK if len(self.sent) == 1 else Status.OK

    def events(self, *arguments: Any, **options: Any) -> Any:
        return mock.Mock(__anext__=self.wait)

    async def wait(self, _request: object = None) -> None:
        self.waits.append(asyncio.get_running_loop().create_future())
        await self.waits[-1]


def go_on(loop: asyncio.AbstractEventLoop) -> None:
    """Runs what is to be done, without waiting for anything."""
    for _ in range(10):
        loop.call_soon(loop.stop)
        loop.run_forever()


def start(handler: Handler) -> None:
    """Has a handler answer calls, like `invoke`, which asks the core about them."""
    assert handler.port is not None
    for call_id in CALLS:
        context = contextvars.copy_context()
        handler.start(handler.port, call_id, call_id, lambda _: b"an answer", context)


class InterruptTests(unittest.TestCase):
    """An interrupt at any point loses no call, and ends at most one."""

    def setUp(self) -> None:
        patch = mock.patch("sys.unraisablehook")  # an interrupt within a `__del__`
        patch.start()
        self.addCleanup(patch.stop)

    def check_all(
        self,
        interrupted: Callable[[asyncio.AbstractEventLoop, Bridge, Interrupt], None],
        functions: set[str],
    ) -> None:
        """Interrupts at one point after the other, also within the functions."""
        found, number = set[str](), 0
        while True:
            number += 1
            interrupt, loop = Interrupt(number), asyncio.new_event_loop()
            try:
                with self.subTest(point=number):
                    bridge = Bridge(loop)
                    try:
                        interrupted(loop, bridge, interrupt)
                        if not interrupt.has_come:
                            self.assertEqual(bridge.late, 0)
                    except AssertionError as error:
                        error.args = (f"in {interrupt.function}: {error}",)
                        raise
            finally:
                loop.close()
                gc.collect()
            if not interrupt.has_come:
                break
            found.add(interrupt.function)
        self.assertLessEqual(functions, found)

    def test_calls_that_wait_for_a_loop_that_goes_on(self) -> None:
        self.check_answers(second_comes_late=False)

    def test_calls_whose_second_wakeup_comes_late(self) -> None:
        self.check_answers(second_comes_late=True)

    def check_answers(self, *, second_comes_late: bool) -> None:
        def answer(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            begun: list[int] = []
            wakeups: list[Callable[[], object]] = []
            wake = loop.call_soon_threadsafe

            async def begin(call_id: int) -> None:
                begun.append(call_id)
                await asyncio.sleep(0)

            handler = Handler(bridge, "begin", begin, Formats(), loop=loop)
            with mock.patch.object(loop, "call_soon_threadsafe", wakeups.append):
                start(handler)
            self.assertEqual(len(wakeups), 2)
            wake(wakeups.pop(0))
            if not second_comes_late:
                wake(wakeups.pop())
            interrupt.during(lambda: go_on(loop), lambda: go_on(loop))
            for wakeup in wakeups:
                wake(wakeup)
            go_on(loop)
            self.assertEqual(sorted(bridge.answers), CALLS)
            others = [each for each in bridge.answers.values() if each[0] != REPLY_OK]
            self.assertLessEqual(len(others), 1)
            self.assertLessEqual(set(others), {(REPLY_ERROR, b"KeyboardInterrupt")})
            self.assertEqual(sorted(set(begun)), sorted(begun), "a call began twice")
            self.assertGreaterEqual(len(begun), 2)
            self.assertFalse(bridge.port(loop)._pending)

        self.check_all(answer, {"drain", "start", "began", "_run", "run", "respond"})

    def test_calls_that_wait_for_a_loop_that_is_closed(self) -> None:
        def close(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            start(Handler(bridge, "wait", bridge.wait, Formats(), loop=loop))
            interrupt.during(loop.close, gc.collect)
            gc.collect()
            self.check_refused(bridge)
            self.assertFalse(bridge.waits)

        self.check_all(close, {"__del__", "refuse", "answer_error"})

    def test_calls_that_run_on_a_loop_that_is_closed(self) -> None:
        def close(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            start(Handler(bridge, "wait", bridge.wait, Formats(), loop=loop))
            go_on(loop)
            self.assertEqual(len(bridge.waits), 3)
            for task in asyncio.all_tasks(loop):
                # What a loop says about tasks that it has dropped.
                task._log_destroy_pending = False  # type: ignore[attr-defined]
            interrupt.during(loop.close, gc.collect)
            gc.collect()
            self.check_refused(bridge)

        self.check_all(close, {"__del__", "refuse_running", "answer_error"})

    def check_refused(self, bridge: Bridge) -> None:
        self.assertEqual(sorted(bridge.answers), CALLS)
        text = b"RuntimeError: Event loop is closed"
        for outcome, payload in bridge.answers.values():
            # An interrupt may leave only the type of the error.
            self.assertIn(
                (outcome, payload), [(REPLY_ERROR, text), (REPLY_ERROR, text[:12])]
            )

    def test_calls_that_are_cancelled(self) -> None:
        self.check_cancelled(begun=True)

    def test_calls_that_are_cancelled_before_they_begin(self) -> None:
        self.check_cancelled(begun=False)

    def check_cancelled(self, *, begun: bool) -> None:
        def cancel(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            handler = Handler(bridge, "wait", bridge.wait, Formats(), loop=loop)
            start(handler)
            if begun:
                go_on(loop)
            for call_id in CALLS:
                handler.cancel(call_id)
            interrupt.during(lambda: go_on(loop), lambda: go_on(loop))
            self.assertEqual(sorted(bridge.answers), CALLS)
            self.assertEqual(len(bridge.waits), len(CALLS) if begun else 0)
            self.assertTrue(all(each.cancelled() for each in bridge.waits))
            outcomes = {outcome for outcome, _ in bridge.answers.values()}
            self.assertLessEqual(outcomes, {REPLY_CANCELLED, REPLY_ERROR})

        self.check_all(cancel, {"drain", "cancel", "answer_error"})

    def test_a_stream_that_waits_for_credit(self) -> None:
        def grant(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            handler = StreamHandler(
                bridge, "items", lambda _request: [b"item"], Formats(), loop=loop
            )
            start(handler)
            go_on(loop)
            self.assertEqual(len(handler.credits), 1)
            handler.credit(CALLS[0])
            interrupt.during(lambda: go_on(loop), lambda: go_on(loop))
            self.assertEqual(sorted(bridge.answers), CALLS)

        self.check_all(grant, {"drain", "go_on"})

    def test_an_answer_that_is_awaited(self) -> None:
        def reply(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            reply = LoopReply(bridge.port(loop))
            awaited = loop.create_task(asyncio.wait_for(reply.future, None))
            go_on(loop)
            reply.finish(REPLY_OK, b"an answer")
            interrupt.during(lambda: go_on(loop), lambda: go_on(loop))
            self.assertEqual(awaited.result(), (REPLY_OK, b"an answer"))

        self.check_all(reply, {"drain", "_set"})

    def test_readers_of_streams_and_events(self) -> None:
        def read(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            stream = _Receiver(bridge.port(loop))
            events = EventQueue(bridge.port(loop), 9, drops_newest=False)
            for goes_on in (interrupt.during, lambda work, then: work()):
                waiters = loop.create_future(), loop.create_future()
                stream.waiter, events.waiter = waiters
                stream.item(b"an item")
                events.event(b"an event", 0)
                goes_on(lambda: go_on(loop), lambda: go_on(loop))
                self.assertTrue(all(waiter.done() for waiter in waiters))

        self.check_all(read, {"drain", "_wake"})

    def test_a_wakeup_and_its_twin_that_are_interrupted(self) -> None:
        loop, ran = asyncio.new_event_loop(), list[int]()
        self.addCleanup(loop.close)
        port = _loop.LoopPort(loop)
        port.post(ran.append, 1)
        for _ in range(2):
            Interrupt(1).during(lambda: go_on(loop), lambda: None)
        port.post(ran.append, 2)
        go_on(loop)
        self.assertEqual(ran, [1, 2])

    def test_a_typed_listener_starts_once(self) -> None:
        def listen(
            loop: asyncio.AbstractEventLoop, bridge: Any, interrupt: Interrupt
        ) -> None:
            event = mock.Mock(drops_newest=False)
            interface._listen(bridge, event, bridge.wait, loop)
            interrupt.during(lambda: go_on(loop), lambda: go_on(loop))
            # It ends like any task that is interrupted.
            self.assertEqual(len(bridge.waits), interrupt.function != "listen")

        self.check_all(listen, {"drain", "<lambda>"})


if __name__ == "__main__":
    unittest.main()
