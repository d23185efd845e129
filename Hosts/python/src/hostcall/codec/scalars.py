# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The codecs of single items."""

from __future__ import annotations

import datetime
import decimal
import struct
import uuid
from typing import Any, Callable, TypeVar

from cbor2 import CBORTag

from .base import Codec, CodecError, DecodingError, EncodingError, ItemCodec, kind

T = TypeVar("T")


class _Scalar(ItemCodec[T]):
    """An item of one type in Python, which crosses as it is."""

    def __init__(self, type: type[T], expected: str) -> None:
        self._type, self._expected = type, expected

    def to_item(self, value: T) -> Any:
        if not isinstance(value, self._type):
            raise EncodingError(f"found {kind(value)}; expected {self._expected}")
        return value

    def from_item(self, item: Any) -> T:
        if not isinstance(item, self._type):
            raise DecodingError(f"found {kind(item)}; expected {self._expected}")
        return item


class _Integer(ItemCodec[int]):
    """An integer of a range."""

    def __init__(self, lowest: int, highest: int, expected: str) -> None:
        self._lowest, self._highest, self._expected = lowest, highest, expected

    def _checked(self, value: Any, error: type[CodecError]) -> int:
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and self._lowest <= value <= self._highest
        ):
            return value
        raise error(f"found {kind(value)}; expected {self._expected}")

    def to_item(self, value: int) -> int:
        return self._checked(value, EncodingError)

    def from_item(self, item: Any) -> int:
        return self._checked(item, DecodingError)


class _Float(ItemCodec[float]):
    """A number in floating point; an integer is one too."""

    def __init__(self, format: str, bits: int) -> None:
        self._struct, self._bits = struct.Struct(format), bits

    def to_item(self, value: float) -> float:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise EncodingError(f"found {kind(value)}; expected a number")
        try:
            if self._bits == 64:
                return float(value)
            # Rounded, since the core refuses a number that its type cannot hold.
            return float(self._struct.unpack(self._struct.pack(value))[0])
        except OverflowError:
            raise EncodingError(
                f"found {kind(value)}; expected a number of {self._bits} bits"
            ) from None

    def from_item(self, item: Any) -> float:
        if not isinstance(item, (int, float)) or isinstance(item, bool):
            raise DecodingError(f"found {kind(item)}; expected a number")
        try:
            value = float(item)
        except OverflowError:
            raise DecodingError(f"{kind(item)} is no number of 64 bits") from None
        if isinstance(item, int) and value != item:
            raise DecodingError(f"{kind(item)} is no number of 64 bits")
        return value


class _Tagged(ItemCodec[T]):
    """An item with a tag, which cbor2 does not convert by itself in both directions."""

    def __init__(
        self,
        type: type[T],
        expected: str,
        to_item: Callable[[T], Any],
        from_item: Callable[[Any], Any],
    ) -> None:
        self._type, self._expected = type, expected
        self._to_item, self._from_item = to_item, from_item

    def to_item(self, value: T) -> Any:
        if not isinstance(value, self._type):
            raise EncodingError(f"found {kind(value)}; expected {self._expected}")
        return self._to_item(value)

    def from_item(self, item: Any) -> T:
        value = self._from_item(item)
        if not isinstance(value, self._type):
            raise DecodingError(f"found {kind(item)}; expected {self._expected}")
        return value


class _Any(ItemCodec[Any]):
    """Any item that cbor2 knows."""

    def to_item(self, value: Any) -> Any:
        return value

    def from_item(self, item: Any) -> Any:
        return item


class _Nothing(ItemCodec[None]):
    """The empty map. Like the core, accepts any item in its place."""

    def to_item(self, value: None) -> Any:
        return {}

    def from_item(self, item: Any) -> None:
        return None


class _Payload(Codec[bytes]):
    """The bytes of a payload."""

    def encode(self, value: bytes) -> bytes:
        try:
            return bytes(memoryview(value))
        except TypeError:
            raise EncodingError(f"found {kind(value)}; expected bytes") from None

    def decode(self, payload: bytes) -> bytes:
        return payload


class _Bytes(_Scalar[bytes]):
    """A byte string, from anything that has a buffer."""

    def to_item(self, value: bytes) -> bytes:
        if isinstance(value, bytes):
            return value
        try:
            return bytes(memoryview(value))
        except TypeError:
            raise EncodingError(f"found {kind(value)}; expected bytes") from None


def _signed(bits: int) -> _Integer:
    limit = 1 << (bits - 1)
    return _Integer(-limit, limit - 1, f"an integer of {bits} bits")


def _unsigned(bits: int) -> _Integer:
    return _Integer(0, (1 << bits) - 1, f"an integer of {bits} bits, 0 or more")


def _timestamp(value: datetime.datetime) -> CBORTag:
    if value.tzinfo is None:
        raise EncodingError(f"found {value}; expected a time with a time zone")
    seconds = value.timestamp()
    return CBORTag(1, int(seconds) if seconds.is_integer() else seconds)


ANY = _Any()
BOOL = _Scalar(bool, "true or false")
TEXT = _Scalar(str, "text")
BYTES = _Bytes(bytes, "bytes")
INT8, INT16, INT32, INT64, INT128 = (_signed(bits) for bits in (8, 16, 32, 64, 128))
UINT8, UINT16, UINT32, UINT64, UINT128 = (
    _unsigned(bits) for bits in (8, 16, 32, 64, 128)
)
FLOAT16, FLOAT32, FLOAT64 = _Float("=e", 16), _Float("=f", 32), _Float("=d", 64)
# The response of a call without a result.
NOTHING = _Nothing()
# The bytes of a function that works in bytes.
PAYLOAD = _Payload()
# cbor2 decodes the following tags itself, except for URIs.
DATE = _Tagged(datetime.datetime, "a time", _timestamp, lambda item: item)
DECIMAL = _Tagged(decimal.Decimal, "a decimal", lambda value: value, lambda item: item)
UUID = _Tagged(uuid.UUID, "a UUID", lambda value: value, lambda item: item)
URI = _Tagged(
    str,
    "a URI",
    lambda value: CBORTag(32, value),
    lambda item: item.value if isinstance(item, CBORTag) and item.tag == 32 else None,
)
