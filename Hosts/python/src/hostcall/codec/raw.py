# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The codecs of values that cross as their memory."""

from __future__ import annotations

import operator
import struct
from typing import Any, Callable, Optional, TypeVar

from .base import Codec, DecodingError, EncodingError, kind

T = TypeVar("T")

# A field: its name, its format in the notation of `struct`, and the number of numbers of
# a vector, or None. An integer of 128 bits has the format "q16" or "Q16".
RawField = tuple[str, str, Optional[int]]


class _Layout:
    """The numbers in a value's memory. `format` begins with the byte order."""

    def __init__(self, order: str, size: int, fields: tuple[RawField, ...]) -> None:
        self._order = "little" if order == "<" else "big"
        self._fields = fields
        formats = [_packed(format) * (count or 1) for _, format, count in fields]
        self._struct = struct.Struct(order + "".join(formats))
        # A vector of three has the memory of four.
        self._padding = size - self._struct.size

    def encode(self, values: dict[str, Any]) -> bytes:
        numbers: list[Any] = []
        for name, format, count in self._fields:
            found = values[name]
            if count is not None and (
                not isinstance(found, (tuple, list)) or len(found) != count
            ):
                raise EncodingError(
                    f"found {kind(found)}; expected {count} numbers", name
                )
            for number in (found,) if count is None else found:
                numbers.append(self._number(number, format, name))
        try:
            return self._struct.pack(*numbers) + bytes(self._padding)
        except (struct.error, OverflowError) as error:
            raise self._problem(values) or EncodingError(str(error)) from None

    def _problem(self, values: dict[str, Any]) -> EncodingError | None:
        """Returns the error of the first number that is not of its format."""
        for name, format, count in self._fields:
            for number in (values[name],) if count is None else values[name]:
                try:
                    struct.pack(
                        "<" + _packed(format), self._number(number, format, name)
                    )
                except (struct.error, OverflowError):
                    return EncodingError(
                        f"found {kind(number)}; expected {_expected(format)}", name
                    )
        return None

    def _number(self, number: Any, format: str, name: str) -> Any:
        if isinstance(number, bool) != (format == "?"):
            raise EncodingError(
                f"found {kind(number)}; expected {_expected(format)}", name
            )
        if format not in ("q16", "Q16"):
            return number
        try:
            integer = operator.index(number)
            return integer.to_bytes(16, self._byteorder(), signed=format == "q16")
        except (OverflowError, TypeError):
            raise EncodingError(
                f"found {kind(number)}; expected {_expected(format)}", name
            ) from None

    def _byteorder(self) -> Any:
        return self._order

    def decode(self, payload: bytes) -> dict[str, Any]:
        expected = self._struct.size + self._padding
        if len(payload) != expected:
            raise DecodingError(f"found {len(payload)} bytes; expected {expected}")
        numbers = iter(self._struct.unpack(payload[: self._struct.size]))
        values: dict[str, Any] = {}
        for name, format, count in self._fields:
            found = [
                self._from_number(next(numbers), format) for _ in range(count or 1)
            ]
            values[name] = found[0] if count is None else tuple(found)
        return values

    def _from_number(self, number: Any, format: str) -> Any:
        if format not in ("q16", "Q16"):
            return number
        return int.from_bytes(number, self._byteorder(), signed=format == "q16")


def _packed(format: str) -> str:
    return "16s" if format in ("q16", "Q16") else format


def _expected(format: str) -> str:
    if format == "?":
        return "true or false"
    bits = 8 * struct.calcsize("<" + _packed(format))
    if format in "efd":
        return "a number" if format == "d" else f"a number of {bits} bits"
    return f"an integer of {bits} bits" + (", 0 or more" if format.isupper() else "")


class _Raw(Codec[T]):
    def __init__(self, type: Callable[..., T], layout: _Layout) -> None:
        self._type: Any = type
        self._layout = layout

    def encode(self, value: T) -> bytes:
        if not isinstance(value, self._type):
            expected = self._type.__name__
            raise EncodingError(f"found {kind(value)}; expected {expected}")
        return self._layout.encode(value.__dict__)

    def decode(self, payload: bytes) -> T:
        value: T = self._type(**self._layout.decode(payload))
        return value


class _RawParameters(Codec["dict[str, Any]"]):
    def __init__(self, layout: _Layout) -> None:
        self._layout = layout

    def encode(self, value: dict[str, Any]) -> bytes:
        return self._layout.encode(value)

    def decode(self, payload: bytes) -> dict[str, Any]:
        return self._layout.decode(payload)


class _RawNumber(Codec[Any]):
    def __init__(self, layout: _Layout) -> None:
        self._layout = layout

    def encode(self, value: Any) -> bytes:
        return self._layout.encode({"": value})

    def decode(self, payload: bytes) -> Any:
        return self._layout.decode(payload)[""]


def raw(type: Callable[..., T], order: str, size: int, *fields: RawField) -> Codec[T]:
    """Returns the codec of a dataclass. `order` is "<" or ">", and `size` in bytes."""
    return _Raw(type, _Layout(order, size, fields))


def raw_parameters(order: str, size: int, *fields: RawField) -> Codec[dict[str, Any]]:
    """Returns the codec of a struct whose numbers are the parameters of a function."""
    return _RawParameters(_Layout(order, size, fields))


def raw_number(order: str, format: str) -> Codec[Any]:
    """Returns the codec of one number."""
    size = struct.calcsize("=" + _packed(format))
    return _RawNumber(_Layout(order, size, (("", format, None),)))
