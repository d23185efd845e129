# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of interrupts, such as Ctrl-C, while calls wait for an event loop."""

from __future__ import annotations

import asyncio
import dis
import gc
import sys
import unittest
from types import FrameType
from typing import Any, Callable
from unittest import mock

from hostcall import _loop


class Interrupt:
    """Raises a KeyboardInterrupt at a point of `_loop.py`, given by its number.

    Python handles signals when a function begins, after a call, and before a loop
    repeats. What comes before a `__del__` begins prevents it, whatever it does.
    """

    def __init__(self, number: int) -> None:
        self._left = number
        self._handles_signals: dict[FrameType, bool] = {}

    @property
    def has_come(self) -> bool:
        """Whether there was a point with this number."""
        return self._left == 0

    def during(self, work: Callable[[], object]) -> None:
        """Runs a function that the interrupt may end."""
        sys.settrace(self._trace)
        try:
            work()
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(None)
            self._handles_signals.clear()

    def _trace(self, frame: FrameType, event: str, _argument: Any) -> Any:
        code = frame.f_code
        if code.co_filename != _loop.__file__ or self.has_come:
            return None
        if event == "call":
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            self._handles_signals[frame] = code.co_name != "__del__"
        elif event != "opcode":
            return self._trace
        handles_signals = self._handles_signals.get(frame, False)
        # The instruction before which this is called.
        name = dis.opname[code.co_code[frame.f_lasti]] if frame.f_lasti >= 0 else ""
        self._handles_signals[frame] = name.startswith(("CALL", "JUMP"))
        if handles_signals:
            self._left -= 1
            if self.has_come:
                raise KeyboardInterrupt
        return self._trace


def refusal(ended: set[int], call_id: int) -> _loop.Refusal:
    return lambda _error: ended.add(call_id)


def post(port: _loop.LoopPort, ended: set[int]) -> None:
    for call_id in range(3):
        port.post(ended.add, call_id, refused=refusal(ended, call_id))


class InterruptTests(unittest.TestCase):
    """An interrupt at any point loses no call: each is started or refused."""

    def setUp(self) -> None:
        self.ended: list[set[int]] = []
        patch = mock.patch("sys.unraisablehook")  # an interrupt within a `__del__`
        patch.start()
        self.addCleanup(patch.stop)

    def ports(
        self, loop: asyncio.AbstractEventLoop, count: int
    ) -> list[_loop.LoopPort]:
        self.ended = [set() for _ in range(count)]
        return [_loop.LoopPort(loop) for _ in range(count)]

    def check_all(
        self, interrupted: Callable[[asyncio.AbstractEventLoop, Interrupt], object]
    ) -> None:
        """Interrupts at one point after the other, as long as there is one."""
        number = 0
        while True:
            number += 1
            interrupt, loop = Interrupt(number), asyncio.new_event_loop()
            try:
                interrupted(loop, interrupt)
            finally:
                loop.close()
            gc.collect()
            for ended in self.ended:
                self.assertEqual(ended, {0, 1, 2}, f"at point {number}")
            if not interrupt.has_come:
                break
        self.assertGreater(number, 10)

    def test_calls_that_wait_for_a_loop_that_goes_on(self) -> None:
        def go_on(loop: asyncio.AbstractEventLoop, interrupt: Interrupt) -> None:
            [port] = self.ports(loop, 1)
            post(port, self.ended[0])
            interrupt.during(lambda: loop.run_until_complete(asyncio.sleep(0)))
            for _ in range(3):
                loop.run_until_complete(asyncio.sleep(0))
            self.assertFalse(port._pending)

        self.check_all(go_on)

    def test_calls_that_wait_for_a_loop_that_is_closed(self) -> None:
        def close(loop: asyncio.AbstractEventLoop, interrupt: Interrupt) -> None:
            [port] = self.ports(loop, 1)
            post(port, self.ended[0])
            interrupt.during(loop.close)

        self.check_all(close)

    def test_calls_that_run_on_a_loop_that_is_closed(self) -> None:
        def close(loop: asyncio.AbstractEventLoop, interrupt: Interrupt) -> None:
            async def begin() -> None:
                task = asyncio.ensure_future(asyncio.sleep(0))
                for port, ended in zip(ports, self.ended):
                    for call_id in range(3):
                        port.began(call_id, task, refusal(ended, call_id))

            ports = self.ports(loop, 2)
            loop.run_until_complete(begin())
            interrupt.during(loop.close)

        self.check_all(close)

    def test_a_function_that_ends_the_loop_is_refused(self) -> None:
        def exit_loop() -> None:
            raise KeyboardInterrupt

        loop, refused = asyncio.new_event_loop(), list[BaseException]()
        self.addCleanup(loop.close)
        port, started = _loop.LoopPort(loop), list[int]()
        port.post(exit_loop, refused=refused.append)
        port.post(started.append, 2)
        with self.assertRaises(KeyboardInterrupt):
            loop.run_until_complete(asyncio.sleep(0))
        self.assertEqual([type(each) for each in refused], [KeyboardInterrupt])
        loop.run_until_complete(asyncio.sleep(0))
        self.assertEqual(started, [2])
