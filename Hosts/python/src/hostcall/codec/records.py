# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The codecs of records, as dataclasses and as parameters."""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, TypeVar

from .base import (
    Codec,
    CodecError,
    DecodingError,
    EncodingError,
    ItemCodec,
    is_null,
    kind,
)

T = TypeVar("T")
_MISSING = object()


class Field(NamedTuple):
    """A field: its name in Python, its key, its codec, and whether it may be missing."""

    name: str
    key: str
    codec: ItemCodec[Any]
    may_be_missing: bool = False


class Fields:
    """Encodes and decodes fields."""

    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._encoders = [
            (field.name, field.key, field.codec.to_item, field.may_be_missing)
            for field in fields
        ]
        self._decoders = [
            (field.name, field.key, field.codec.from_item, field.may_be_missing)
            for field in fields
        ]

    def to_item(self, values: dict[str, Any]) -> dict[str, Any]:
        """Returns a map with the keys of the fields that have a value."""
        item = {}
        for name, key, to_item, may_be_missing in self._encoders:
            value = values[name]
            if value is None and may_be_missing:
                continue
            try:
                item[key] = to_item(value)
            except CodecError as error:
                raise error.within(f".{name}") from None
        return item

    def from_item(self, item: Any) -> dict[str, Any]:
        """Returns the values by name. Ignores other keys, which a later version adds."""
        if not isinstance(item, dict):
            raise DecodingError(f"found {kind(item)}; expected a map")
        values: dict[str, Any] = {}
        for name, key, from_item, may_be_missing in self._decoders:
            found = item.get(key, _MISSING)
            if found is _MISSING or (may_be_missing and is_null(found)):
                if not may_be_missing:
                    raise DecodingError(f"the key {key!r} is missing")
                values[name] = None
                continue
            try:
                values[name] = from_item(found)
            except CodecError as error:
                raise error.within(f".{name}") from None
        return values


class _Record(ItemCodec[T]):
    def __init__(self, type: Callable[..., T], fields: tuple[Field, ...]) -> None:
        self._type: Any = type
        self._fields = Fields(fields)

    def to_item(self, value: T) -> Any:
        if not isinstance(value, self._type):
            expected = self._type.__name__
            raise EncodingError(f"found {kind(value)}; expected {expected}")
        return self._fields.to_item(value.__dict__)

    def from_item(self, item: Any) -> T:
        value: T = self._type(**self._fields.from_item(item))
        return value


class _Parameters(ItemCodec["dict[str, Any]"]):
    def __init__(self, fields: tuple[Field, ...]) -> None:
        self._fields = Fields(fields) if fields else None

    def to_item(self, value: dict[str, Any]) -> Any:
        return {} if self._fields is None else self._fields.to_item(value)

    def from_item(self, item: Any) -> dict[str, Any]:
        # Like the core, accepts any item in place of an empty record.
        return {} if self._fields is None else self._fields.from_item(item)


class _Parameter(Codec["dict[str, Any]"]):
    def __init__(self, name: str, codec: Codec[Any]) -> None:
        self._name, self._codec = name, codec
        self.is_item = codec.is_item

    def encode(self, value: dict[str, Any]) -> bytes:
        return self._codec.encode(value[self._name])

    def decode(self, payload: bytes) -> dict[str, Any]:
        return {self._name: self._codec.decode(payload)}


class _Wrapped(ItemCodec[T]):
    def __init__(self, type: Callable[..., T], codec: ItemCodec[Any]) -> None:
        self._type: Any = type
        self._codec = codec

    def to_item(self, value: T) -> Any:
        if not isinstance(value, self._type):
            expected = self._type.__name__
            raise EncodingError(f"found {kind(value)}; expected {expected}")
        return self._codec.to_item(value.value)

    def from_item(self, item: Any) -> T:
        value: T = self._type(self._codec.from_item(item))
        return value


def record(type: Callable[..., T], *fields: Field) -> ItemCodec[T]:
    """Returns the codec of a dataclass."""
    return _Record(type, fields)


def parameters(*fields: Field) -> ItemCodec[dict[str, Any]]:
    """Returns the codec of a record whose fields are the parameters of a function."""
    return _Parameters(fields)


def parameter(name: str, codec: Codec[Any]) -> Codec[dict[str, Any]]:
    """Returns the codec of a value that is the one parameter of a function."""
    return _Parameter(name, codec)


def wrapped(type: Callable[..., T], codec: ItemCodec[Any]) -> ItemCodec[T]:
    """Returns the codec of a class whose one field is `value`."""
    return _Wrapped(type, codec)
