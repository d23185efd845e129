# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The registry of behaviours, and what they have in common."""

from __future__ import annotations

import contextlib
import time
import uuid
from typing import Any, Callable

from conformance import Conformance
from host import Host
from hostcall import Library

ALL: dict[int, Callable[[Case], Any]] = {}
SKIPPED: dict[int, str] = {}
# Longer than usual.
LIMITS = {74: 300.0}
LIMIT = 30.0


def behaviour(number: int) -> Callable[[Any], Any]:
    """Registers a coroutine function as a behaviour."""

    def register(function: Any) -> Any:
        ALL[number] = function
        return function

    return register


class Case:
    """A run of one behaviour: opens bridges, which are closed at its end."""

    def __init__(self, path: str) -> None:
        self.path, self.library = path, Library(path)
        self.stack = contextlib.AsyncExitStack()
        self.host = Host()

    def open(self, host: Host | None = None, function: str = "conformance_open") -> Conformance:
        """Opens a bridge with a host, by default with `self.host`."""
        host = host or self.host
        bridge = self.library.open(function)
        try:
            host.core = Conformance(bridge, host)
        except BaseException:
            bridge.discard()
            raise
        self.stack.push_async_callback(host.core.aclose)
        return host.core


class Failed(Exception):
    """A behaviour that is not as it should be."""


def expect(found: Any, expected: Any, what: str = "") -> None:
    """Fails unless two values are equal."""
    if found != expected:
        raise Failed(f"{what + ': ' if what else ''}expected {short(expected)}, found {short(found)}")


def check(condition: object, what: str) -> None:
    """Fails unless a condition holds."""
    if not condition:
        raise Failed(what)


async def raised(kind: Any, call: Any) -> Any:
    """Awaits a call that has to raise an exception of a kind, and returns it."""
    try:
        value = await call
    except kind as error:
        return error
    raise Failed(f"expected {kind}, found the response {short(value)}")


def short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else f"{text[:197]}… ({len(text)} characters)"


def key() -> str:
    """A key that no other behaviour uses."""
    return uuid.uuid4().hex


class Stopwatch:
    """Measures the time since its creation."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start
