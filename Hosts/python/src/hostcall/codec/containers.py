# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The codecs of types that consist of others."""

from __future__ import annotations

from typing import Any, Callable, Optional, TypeVar

from .base import (
    CodecError,
    DecodingError,
    EncodingError,
    ItemCodec,
    is_null,
    kind,
    shown,
)

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")


def _list_of(item: Any, expected: str = "an array") -> Any:
    if not isinstance(item, (list, tuple)):
        raise DecodingError(f"found {kind(item)}; expected {expected}")
    return item


class _Optional(ItemCodec[Optional[T]]):
    def __init__(self, codec: ItemCodec[T]) -> None:
        self._codec = codec

    def to_item(self, value: T | None) -> Any:
        return None if value is None else self._codec.to_item(value)

    def from_item(self, item: Any) -> T | None:
        return None if is_null(item) else self._codec.from_item(item)


class _Array(ItemCodec["list[T]"]):
    def __init__(self, codec: ItemCodec[T]) -> None:
        self._codec = codec

    def _each(self, function: Callable[[Any], Any], items: Any) -> list[Any]:
        result: list[Any] = []
        try:
            for item in items:
                result.append(function(item))
        except CodecError as error:
            raise error.within(f"[{len(result)}]") from None
        return result

    def to_item(self, value: list[T]) -> Any:
        if isinstance(value, (str, bytes, dict)) or not hasattr(value, "__iter__"):
            raise EncodingError(f"found {kind(value)}; expected a list")
        return self._each(self._codec.to_item, value)

    def from_item(self, item: Any) -> list[T]:
        return self._each(self._codec.from_item, _list_of(item))


class _Sequence(ItemCodec[Any]):
    """A tuple of some elements and, if there is a codec for them, a list of the rest."""

    def __init__(
        self, first: tuple[ItemCodec[Any], ...], rest: ItemCodec[Any] | None
    ) -> None:
        self._first, self._rest = first, None if rest is None else _Array(rest)

    def _each(self, functions: list[Callable[[Any], Any]], items: Any) -> list[Any]:
        result: list[Any] = []
        try:
            for function, item in zip(functions, items):
                result.append(function(item))
        except CodecError as error:
            raise error.within(f"[{len(result)}]") from None
        return result

    def to_item(self, value: Any) -> Any:
        count = len(self._first) + (self._rest is not None)
        if not isinstance(value, (tuple, list)) or len(value) != count:
            raise EncodingError(f"found {kind(value)}; expected a tuple of {count}")
        items = self._each([codec.to_item for codec in self._first], value)
        return items if self._rest is None else items + self._rest.to_item(value[-1])

    def from_item(self, item: Any) -> Any:
        count = len(self._first)
        items = _list_of(item)
        if len(items) < count:  # a later version may add some
            raise DecodingError(f"found {len(items)} elements; expected {count}")
        values = self._each([codec.from_item for codec in self._first], items)
        if self._rest is not None:
            values.append(self._rest.from_item(items[count:]))
        return tuple(values)


class _Dictionary(ItemCodec["dict[K, V]"]):
    def __init__(
        self,
        codec: ItemCodec[V],
        to_key: Callable[[K], str],
        from_key: Callable[[str], K],
    ) -> None:
        self._codec, self._to_key, self._from_key = codec, to_key, from_key

    def to_item(self, value: dict[K, V]) -> Any:
        if not hasattr(value, "items"):
            raise EncodingError(f"found {kind(value)}; expected a dictionary")
        result = {}
        for key, one in value.items():
            try:
                result[self._to_key(key)] = self._codec.to_item(one)
            except CodecError as error:
                raise error.within(f"[{shown(key)}]") from None
        return result

    def from_item(self, item: Any) -> dict[K, V]:
        if not isinstance(item, dict):
            raise DecodingError(f"found {kind(item)}; expected a map")
        result = {}
        for key, one in item.items():
            try:
                if not isinstance(key, str):
                    raise DecodingError(f"found the key {kind(key)}; expected text")
                result[self._from_key(key)] = self._codec.from_item(one)
            except CodecError as error:
                raise error.within(f"[{shown(key)}]") from None
        return result


class _Pairs(ItemCodec["list[tuple[K, V]]"]):
    def __init__(self, key: ItemCodec[K], value: ItemCodec[V]) -> None:
        self._key, self._value = _Array(key), _Array(value)

    def to_item(self, value: list[tuple[K, V]]) -> Any:
        try:
            keys, values = [each[0] for each in value], [each[1] for each in value]
        except (TypeError, IndexError, KeyError):
            raise EncodingError(f"found {kind(value)}; expected pairs") from None
        items = zip(self._key.to_item(keys), self._value.to_item(values))
        return [item for pair in items for item in pair]

    def from_item(self, item: Any) -> list[tuple[K, V]]:
        items = _list_of(item)
        if len(items) % 2:
            raise DecodingError("found a key without a value")
        keys, values = (
            self._key.from_item(items[::2]),
            self._value.from_item(items[1::2]),
        )
        return list(zip(keys, values))


class _PairsDictionary(ItemCodec["dict[K, V]"]):
    def __init__(self, pairs: _Pairs[K, V]) -> None:
        self._pairs = pairs

    def to_item(self, value: dict[K, V]) -> Any:
        if not hasattr(value, "items"):
            raise EncodingError(f"found {kind(value)}; expected a dictionary")
        return self._pairs.to_item(list(value.items()))

    def from_item(self, item: Any) -> dict[K, V]:
        return dict(self._pairs.from_item(item))


class _Choice(ItemCodec[Any]):
    """The first codec that accepts a value."""

    def __init__(self, codecs: tuple[ItemCodec[Any], ...]) -> None:
        self._codecs = codecs

    def _first(self, functions: list[Callable[[Any], Any]], value: Any) -> Any:
        messages = []
        for function in functions:
            try:
                return function(value)
            except CodecError as error:
                messages.append(str(error))
                failed = type(error)
        raise failed("none of the types: " + "; ".join(messages))

    def to_item(self, value: Any) -> Any:
        return self._first([codec.to_item for codec in self._codecs], value)

    def from_item(self, item: Any) -> Any:
        return self._first([codec.from_item for codec in self._codecs], item)


class _Later(ItemCodec[T]):
    def __init__(self, codec: Callable[[], ItemCodec[T]]) -> None:
        self._codec = codec

    def to_item(self, value: T) -> Any:
        try:
            return self._codec().to_item(value)
        except RecursionError:
            raise EncodingError("nested too deeply") from None

    def from_item(self, item: Any) -> T:
        try:
            return self._codec().from_item(item)
        except RecursionError:
            raise DecodingError("nested too deeply") from None


def _from_number(text: str) -> int:
    digits = text[1:] if text[:1] == "-" else text
    # Python refuses to convert thousands of digits; 64 bits have 19.
    if len(digits) > 20 or not (digits.isascii() and digits.isdigit()):
        raise DecodingError(
            f"found the key {shown(text)}; expected an integer in decimal"
        )
    number = int(text)
    if not -(1 << 63) <= number < 1 << 63:
        raise DecodingError(f"found the key {text}; expected an integer of 64 bits")
    return number


def _to_number(key: int) -> str:
    if (
        not isinstance(key, int)
        or isinstance(key, bool)
        or not -(1 << 63) <= key < 1 << 63
    ):
        raise EncodingError(
            f"found the key {kind(key)}; expected an integer of 64 bits"
        )
    return str(key)


def _to_text(key: str) -> str:
    if not isinstance(key, str):
        raise EncodingError(f"found the key {kind(key)}; expected text")
    return key


def optional(codec: ItemCodec[T]) -> ItemCodec[T | None]:
    """Returns the codec of a value or null."""
    return _Optional(codec)


def array(codec: ItemCodec[T]) -> ItemCodec[list[T]]:
    """Returns the codec of an array."""
    return _Array(codec)


def tuple_of(*codecs: ItemCodec[Any]) -> ItemCodec[Any]:
    """Returns the codec of an array with a type for each element."""
    return _Sequence(codecs, None)


def sequence(*codecs: ItemCodec[Any]) -> ItemCodec[Any]:
    """Returns the codec of a tuple whose last value is a list of any length."""
    return _Sequence(codecs[:-1], codecs[-1])


def dictionary(codec: ItemCodec[V]) -> ItemCodec[dict[str, V]]:
    """Returns the codec of a map with text keys."""
    return _Dictionary(codec, _to_text, _to_text)


def numbered_dictionary(codec: ItemCodec[V]) -> ItemCodec[dict[int, V]]:
    """Returns the codec of a map whose keys are integers, in decimal as text."""
    return _Dictionary(codec, _to_number, _from_number)


def pairs(key: ItemCodec[K], value: ItemCodec[V]) -> ItemCodec[dict[K, V]]:
    """Returns the codec of a dictionary as an array of alternating keys and values."""
    return _PairsDictionary(_Pairs(key, value))


def pairs_list(key: ItemCodec[K], value: ItemCodec[V]) -> ItemCodec[list[tuple[K, V]]]:
    """Returns the codec of such an array, for keys that cannot be those of a dictionary."""
    return _Pairs(key, value)


def choice(*codecs: ItemCodec[Any]) -> ItemCodec[Any]:
    """Returns the codec of one of several types: the first that accepts a value."""
    return _Choice(codecs)


def later(codec: Callable[[], ItemCodec[T]]) -> ItemCodec[T]:
    """Returns a codec that is defined later, for types that contain themselves."""
    return _Later(codec)
