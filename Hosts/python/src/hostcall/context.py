# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The call that a handler answers."""

from __future__ import annotations

import contextvars
import ctypes
import types
from collections.abc import Mapping
from typing import TYPE_CHECKING, Union

from . import _native
from .status import Status

if TYPE_CHECKING:
    from .bridge import Bridge

Metadata = Mapping[str, Union[str, bytes]]
NO_METADATA: Metadata = types.MappingProxyType({})


class CallContext:
    """The call that a handler answers."""

    __slots__ = ("_metadata", "bridge", "call_id", "name")

    def __init__(self, bridge: Bridge, name: str, call_id: int) -> None:
        self.bridge, self.name, self.call_id = bridge, name, call_id
        self._metadata: Metadata | None = None

    @property
    def metadata(self) -> Metadata:
        """Text and, under keys that end in "-bin", bytes."""
        if self._metadata is None:
            self._metadata = self.bridge.metadata(self.call_id)
        return self._metadata

    @property
    def remaining(self) -> float | None:
        """The seconds until the call's deadline; None if it has none, 0 if it has ended."""
        info = _native.CallInfo(size=ctypes.sizeof(_native.CallInfo))
        c = self.bridge.library.fast
        if c.get_call_info(self.bridge.handle, self.call_id, info) != Status.OK:
            return 0
        nanoseconds = int(info.remaining_ns)
        return None if nanoseconds == (1 << 63) - 1 else nanoseconds / 1e9


# The call that a handler answers; None outside of handlers.
current_call: contextvars.ContextVar[CallContext | None] = contextvars.ContextVar(
    "hostcall.current_call", default=None
)


class CurrentMetadata:
    """The metadata of the call that a handler answers.

    Calls to the core carry it further, unless they are given another one.
    """

    def get(self) -> Metadata:
        """Returns the metadata; empty outside of handlers."""
        call = current_call.get()
        return NO_METADATA if call is None else call.metadata


current_metadata = CurrentMetadata()


def metadata_of(bridge: Bridge, call_id: int) -> Metadata:
    """Returns the metadata of a pending call; empty if it has none, or has ended."""
    if bridge.library.minor < 2:
        return NO_METADATA
    found: dict[str, str | bytes] = {}
    index, length, key = ctypes.c_size_t(), ctypes.c_size_t(), _native.METADATA_KEY()
    c, size, call = bridge.library.fast, ctypes.sizeof(key), (bridge.handle, call_id)
    while c.next_metadata(*call, index, key, size, None, 0, length) == Status.OK:
        value = ctypes.create_string_buffer(length.value)
        status = c.get_metadata(*call, key.value, value, length.value, length)
        if status != Status.OK:
            break  # the call has ended
        name = key.value.decode()
        found[name] = value.raw if name.endswith("-bin") else value.raw.decode()
    return found
