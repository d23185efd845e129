# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""A host that answers every call of the core as the core's documentation says."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from typing import TypeVar

import hostcall
from conformance import (
    Arguments,
    Basics,
    CallDescription,
    Choices,
    Conformance,
    ConformanceHost,
    Containers,
    EchoSampleResponse,
    Evolving,
    Expression,
    Fault,
    Floats,
    FoundationValues,
    Integers,
    Keywords,
    Mood,
    Optionals,
    Order,
    OrderCancel,
    OrderCrash,
    OrderFail,
    OrderRefuse,
    OrderSucceed,
    PageSensor,
    Point,
    Profile,
    Rarities,
    Reading,
    RefusalLimit,
    Shape,
    StreamEnd,
    StreamEndFail,
    StreamEndRefuse,
    StreamEndStay,
    Tree,
)

V = TypeVar("V")


class Host(ConformanceHost):
    """Returns what comes, and notes what happens."""

    core: Conformance

    def __init__(self) -> None:
        self.cancelled: list[str] = []
        self.echoed: list[object] = []
        self.produced = 0
        self.left = asyncio.Event()
        self.waits: dict[str, asyncio.Event] = {}
        self.exits: int | None = None
        self.said: list[tuple[int, str]] = []
        self.raises_on_events = False

    def _echo(self, value: V) -> V:
        self.echoed.append(value)
        return value

    # Plain methods and coroutines, so that both are tried.

    def echo_basics(self, value: Basics) -> Basics:
        return self._echo(value)

    async def echo_integers(self, value: Integers) -> Integers:
        return self._echo(value)

    def echo_floats(self, value: Floats) -> Floats:
        return self._echo(value)

    async def echo_optionals(self, value: Optionals) -> Optionals:
        return self._echo(value)

    def echo_containers(self, value: Containers) -> Containers:
        return self._echo(value)

    async def echo_choices(self, value: Choices) -> Choices:
        return self._echo(value)

    def echo_shapes(self, value: list[Shape]) -> list[Shape]:
        return self._echo(value)

    async def echo_expression(self, value: Expression) -> Expression:
        return self._echo(value)

    def echo_tree(self, value: Tree) -> Tree:
        return self._echo(value)

    async def echo_foundation(self, value: FoundationValues) -> FoundationValues:
        return self._echo(value)

    def echo_rarities(self, value: Rarities) -> Rarities:
        return self._echo(value)

    async def echo_page(self, value: PageSensor) -> PageSensor:
        return self._echo(value)

    def echo_optional_text(self, value: str | None) -> str | None:
        return self._echo(value)

    async def echo_mood(self, value: Mood) -> Mood:
        return self._echo(value)

    def echo_table(self, value: dict[str, list[int]]) -> dict[str, list[int]]:
        return self._echo(value)

    async def echo_bytes(self, value: bytes) -> bytes:
        return self._echo(value)

    def echo_evolving(self, value: Evolving) -> Evolving:
        return self._echo(value)

    async def echo_arguments(
        self, first: int, second: str | None, third: list[Point], mood: Mood, is_last: bool
    ) -> Arguments:
        return Arguments(first, third, mood, is_last, second)

    def import_(self, value: Keywords) -> Keywords:
        return self._echo(value)

    def echo_sample(
        self,
        value_seconds: float,
        value_position_x: float,
        value_position_y: float,
        value_channel: int,
        value_level: int,
        value_flags: int,
        value_is_new: bool,
    ) -> EchoSampleResponse:
        return EchoSampleResponse(
            value_seconds,
            value_position_x,
            value_position_y,
            value_channel,
            value_level,
            value_flags,
            value_is_new,
        )

    def host_ping(self) -> None:
        self.echoed.append("ping")

    def read_clock(self, clock: int) -> float:
        return 1_700_000_000.5

    async def fetch_profile(self, user_id: int) -> Profile:
        if self.exits is not None:
            sys.exit(self.exits)
        if user_id == 404:
            raise RefusalLimit(maximum=403)
        return Profile(name="Ada", tags=["admin", "beta"], balance_cents=-250)

    async def obey(self, order: Order) -> str:
        if isinstance(order, OrderSucceed):
            return order.text
        if isinstance(order, OrderRefuse):
            raise order.v0
        if isinstance(order, OrderFail):
            raise hostcall.CodedError(hostcall.Code(order.code), order.message)
        if isinstance(order, OrderCrash):
            raise LookupError(order.message)
        assert isinstance(order, OrderCancel)
        raise asyncio.CancelledError("cancelled as told")

    async def fail_host(self, fault: Fault) -> None:
        raise fault

    def make_bytes(self, count: int) -> bytes:
        return bytes(count)

    async def host_wait(self, key: str) -> None:
        self.waits.setdefault(key, asyncio.Event()).set()
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            self.cancelled.append(key)
            raise

    async def host_ignore_cancellation(self, milliseconds: int) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + milliseconds / 1000
        while (rest := end - loop.time()) > 0:
            try:
                await asyncio.sleep(rest)
            except asyncio.CancelledError:
                self.cancelled.append("ignored")

    def describe_call(self) -> CallDescription:
        call = hostcall.current_call.get()
        assert call is not None
        remaining = call.remaining
        return CallDescription(
            texts={name: each for name, each in call.metadata.items() if isinstance(each, str)},
            binaries={name: each for name, each in call.metadata.items() if isinstance(each, bytes)},
            remaining_milliseconds=None if remaining is None else remaining * 1000,
        )

    async def host_descend(self, depth: int) -> int:
        return 0 if depth == 0 else await self.core.core_descend(depth - 1) + 1

    async def host_counts(self, first: int, count: int, end: StreamEnd) -> AsyncIterator[Reading]:
        try:
            for number in range(first, first + count):
                self.produced += 1
                yield Reading(number, str(number))
            if isinstance(end, StreamEndRefuse):
                raise end.v0
            if isinstance(end, StreamEndFail):
                # The code 2 stands for an ordinary error.
                raise (
                    LookupError(end.message)
                    if end.code == 2
                    else hostcall.CodedError(hostcall.Code(end.code), end.message)
                )
            if isinstance(end, StreamEndStay):
                await asyncio.sleep(10)
        finally:
            self.left.set()

    def host_ticks(self, count: int) -> list[float]:
        return [number + 0.5 for number in range(count)]

    def core_said(self, number: int, text: str) -> None:
        self.said.append((number, text))
        if self.raises_on_events:
            raise LookupError("not now")
