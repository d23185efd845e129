# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The codecs of enumerations."""

from __future__ import annotations

import enum
from typing import Any, Callable, NamedTuple, TypeVar

from .base import CodecError, DecodingError, EncodingError, ItemCodec, kind
from .records import Field, Fields

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)


class Case(NamedTuple):
    """A case of an enumeration: its class, its key, and its associated values."""

    type: Callable[..., Any]
    key: str
    fields: tuple[Field, ...] = ()


def _unknown_case(type: str, found: Any, known: list[Any]) -> DecodingError:
    listed = ", ".join(repr(each) for each in known[:32])
    more = f" and {len(known) - 32} more" if len(known) > 32 else ""
    return DecodingError(f"{type} has no case {found!r}, but {listed or 'none'}{more}")


class _Enumeration(ItemCodec[T]):
    def __init__(self, type: type[T], cases: tuple[Case, ...]) -> None:
        self._name = type.__name__
        self._by_key = {each.key: (each.type, Fields(each.fields)) for each in cases}
        self._by_type: dict[Any, tuple[str, Fields]] = {
            each.type: (each.key, Fields(each.fields)) for each in cases
        }

    def to_item(self, value: T) -> Any:
        found = self._by_type.get(type(value))
        if found is None:
            raise EncodingError(f"found {kind(value)}; expected a case of {self._name}")
        key, fields = found
        try:
            return {key: fields.to_item(value.__dict__)}
        except CodecError as error:
            raise error.within(f".{key}") from None

    def from_item(self, item: Any) -> T:
        if not isinstance(item, dict) or len(item) != 1:
            raise DecodingError(
                f"found {kind(item)}; expected a case of {self._name}: a map of one entry"
            )
        ((key, values),) = item.items()
        found = self._by_key.get(key)
        if found is None:
            raise _unknown_case(self._name, key, list(self._by_key))
        type, fields = found
        try:
            value: T = type(**fields.from_item(values))
        except CodecError as error:
            raise error.within(f".{key}") from None
        return value


class _RawValues(ItemCodec[E]):
    def __init__(self, type: type[E]) -> None:
        self._type = type
        self._by_value = {each.value: each for each in type}

    def to_item(self, value: E) -> Any:
        if not isinstance(value, self._type):
            expected = self._type.__name__
            raise EncodingError(f"found {kind(value)}; expected {expected}")
        return value.value

    def from_item(self, item: Any) -> E:
        # True equals 1 in Python, but not in a message.
        found = None
        if isinstance(item, (str, int, float)) and not isinstance(item, bool):
            found = self._by_value.get(item)
        if found is None:
            raise _unknown_case(self._type.__name__, item, list(self._by_value))
        return found


def enumeration(type: type[T], *cases: Case) -> ItemCodec[T]:
    """Returns the codec of a class whose subclasses are the cases."""
    return _Enumeration(type, cases)


def raw_values(type: type[E]) -> ItemCodec[E]:
    """Returns the codec of an enumeration that crosses as its values."""
    return _RawValues(type)
