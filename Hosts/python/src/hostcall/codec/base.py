# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""What all codecs have in common."""

from __future__ import annotations

import io
from typing import Any, Generic, TypeVar

import cbor2

T = TypeVar("T")


class CodecError(Exception):
    """A value or a message that is not of its type; `path` says which part of it."""

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message)
        self.message, self.path = message, path

    def __str__(self) -> str:
        path = self.path.lstrip(".")
        return f"{path}: {self.message}" if path else self.message

    def within(self, step: str) -> CodecError:
        """Returns the same error, seen from the value that contains this one."""
        return type(self)(self.message, step + self.path)


class EncodingError(CodecError):
    """A value cannot be encoded, because it is not of the type that its field has."""


class DecodingError(CodecError):
    """A message cannot be decoded: what was found, and what was expected."""


class Codec(Generic[T]):
    """Encodes and decodes the payloads of one type."""

    is_item = False
    """Whether payloads are items in CBOR."""

    def encode(self, value: T) -> bytes:
        """Returns the payload; raises an EncodingError."""
        raise NotImplementedError

    def decode(self, payload: bytes) -> T:
        """Returns the value of a payload; raises a DecodingError."""
        raise NotImplementedError


class ItemCodec(Codec[T]):
    """Encodes and decodes a type in CBOR, by way of the objects that cbor2 knows."""

    is_item = True

    def to_item(self, value: T) -> Any:
        """Returns the object for cbor2; raises an EncodingError."""
        raise NotImplementedError

    def from_item(self, item: Any) -> T:
        """Returns the value of an object from cbor2; raises a DecodingError."""
        raise NotImplementedError

    def encode(self, value: T) -> bytes:
        item = self.to_item(value)
        try:
            return cbor2.dumps(item)
        except Exception as error:
            raise EncodingError(f"cannot be encoded: {error}") from error

    def decode(self, payload: bytes) -> T:
        stream = io.BytesIO(payload)
        try:
            item = cbor2.load(stream)
        except Exception as error:
            raise DecodingError(f"malformed CBOR: {error}") from error
        if stream.tell() != len(payload):
            raise DecodingError(f"{len(payload) - stream.tell()} bytes after the item")
        return self.from_item(item)


def is_null(item: Any) -> bool:
    """Returns whether an item is null or undefined, which count as the same."""
    return item is None or item is cbor2.undefined


def kind(item: Any) -> str:
    """Returns a description of a value, for messages."""
    return "null" if item is None else f"{type(item).__name__} {shown(item)}".rstrip()


def shown(value: Any) -> str:
    """Returns the start of a value's `repr`; empty if that fails, as of a long integer."""
    try:
        text = repr(value)
    except Exception:
        return ""
    return text if len(text) <= 40 else text[:37] + "..."
