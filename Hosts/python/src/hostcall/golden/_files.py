# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""The golden files of a folder, and how messages are compared with them."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import cbor2

from ..codec.base import Codec, DecodingError, is_null, shown
from ..codec.scalars import ANY

RAW_KEYS = {"size", "byteOrder", "fields", "bytes"}


class Golden(NamedTuple):
    """A golden request, and the files with its answer."""

    name: str
    """The wire name."""
    request: pathlib.Path
    response: pathlib.Path
    failure: pathlib.Path
    is_response: bool
    """Whether the answer is a response, which counts before a failure."""

    @property
    def answer(self) -> pathlib.Path | None:
        """The file with the answer, if there is one."""
        if self.is_response:
            return self.response
        return self.failure if self.failure.exists() else None

    @property
    def without_answer(self) -> str:
        """Why there is no answer."""
        return f"there is no {self.response.name} or {self.failure.name}"


def requests(folder: pathlib.Path, name: str | None = None) -> Iterator[Golden]:
    """Returns the golden requests of a folder, or of one call, sorted by file name.

    Raises an OSError for a folder that cannot be read.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix != ".cbor":
            continue
        stem = path.name.removesuffix(".cbor")
        found, dot, variant = stem.partition(".request.")
        if not dot:
            found, variant = stem.removesuffix(".request"), ""
            if found == stem:
                continue
        if name is None or found == name:
            ending = f"{dot and '.'}{variant}.cbor"
            response = path.with_name(f"{found}.response{ending}")
            failure = path.with_name(f"{found}.failure{ending}")
            yield Golden(found, path, response, failure, response.exists())


def check(path: pathlib.Path) -> None:
    """Raises a DecodingError that names a file if it is malformed."""
    try:
        ANY.decode(path.read_bytes())
    except DecodingError as error:
        raise error.within(path.name) from None


def payload(path: pathlib.Path, codec: Codec[Any] | None) -> bytes:
    """Returns what a golden file has as the payload; of a raw value, its memory."""
    content = path.read_bytes()
    if codec is not None and not codec.is_item:
        item = ANY.decode(content)
        if isinstance(item, dict) and item.keys() == RAW_KEYS:
            memory = item["bytes"]
            if isinstance(memory, bytes):
                return memory
    return content


def difference(path: pathlib.Path, found: bytes, codec: Codec[Any]) -> str | None:
    """Returns the first difference between a golden file and a payload; None if there is none."""
    # A codec ignores keys that are not its own, which another receiver reads.
    reader = ANY if codec.is_item else codec
    return _difference(reader.decode(payload(path, codec)), reader.decode(found), "")


def _difference(expected: Any, found: Any, path: str) -> str | None:
    """Returns the first difference between two values; None if they are the same."""
    if type(expected) is type(found) and hasattr(expected, "__dict__"):
        expected, found = vars(expected), vars(found)
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in [*expected, *(key for key in found if key not in expected)]:
            place = f"{path}.{key}"
            one, other = expected.get(key), found.get(key)
            if is_null(one) != is_null(other):
                one, other = (
                    "nothing" if is_null(each) else shown(each) for each in (one, other)
                )
                return f"{place}: found {other}, expected {one}"
            difference = None if is_null(one) else _difference(one, other, place)
            if difference is not None:
                return difference
        return None
    if isinstance(expected, list) and isinstance(found, list):
        for index, pair in enumerate(zip(expected, found)):
            difference = _difference(*pair, f"{path}[{index}]")
            if difference is not None:
                return difference
        if len(expected) == len(found):
            return None
        expected, found = f"{len(expected)} elements", f"{len(found)} elements"
    elif isinstance(expected, cbor2.CBORTag) and isinstance(found, cbor2.CBORTag):
        if expected.tag == found.tag:
            return _difference(expected.value, found.value, path)
    # True equals 1 in Python, and a NaN differs from itself.
    elif isinstance(expected, bool) == isinstance(found, bool) and (
        expected == found or (expected != expected and found != found)
    ):
        return None
    return f"{path + ': ' * bool(path)}found {shown(found)}, expected {shown(expected)}"
