# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""How payloads without types are encoded: in CBOR, or raw with a format of `struct`."""

from __future__ import annotations

import struct
from typing import Any

import cbor2


def decode(payload: bytes, raw: bool, format: str | None) -> Any:
    """Returns the value of a payload."""
    if raw and format is not None:
        values = struct.unpack(format, payload)
        return values[0] if len(values) == 1 else values
    return payload if raw else cbor2.loads(payload)


def encode(value: Any, raw: bool, format: str | None) -> bytes:
    """Returns the payload of a value."""
    if raw and format is not None:
        return struct.pack(format, *(value if isinstance(value, tuple) else (value,)))
    return bytes(memoryview(value)) if raw else cbor2.dumps(value)


def name_of(name: str) -> bytes:
    """Returns a name for C."""
    if "\0" in name:
        raise ValueError(f"{name!r} contains a NUL")
    return name.encode("utf-8")
