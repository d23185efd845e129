#!/usr/bin/env python3
# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the golden files of ProfileCore's calls, with cbor2 and struct, and without any code of this project.

    .venv/bin/python Fixtures/profile_core/write.py

The values are those that Examples/ProfileCore/Tests expects. A file of a raw value holds its layout as well, which is written
here by hand, from the declaration in C that a host would have.
"""

import pathlib
import struct
import sys

import cbor2

FOLDER = pathlib.Path(__file__).parent

CBOR = {
    "fetch_profile.request": {"userID": 7},
    "fetch_profile.request.largest": {"userID": 2**64 - 1},
    "fetch_profile.response": {"name": "Ada", "tags": ["admin", "founder"], "balanceCents": 12345},
    "fetch_profile.response.avatar": {
        "name": "Grace Höpper", "tags": [], "balanceCents": -1, "avatar": bytes(range(30))},
    "fetch_profile.failure": {"code": "not_found", "retryable": False},
    "log_in.request": {"userID": 7},
    "log_in.request.timeout": {"userID": 8, "timeoutMilliseconds": 50},
    "log_in.response": {"greeting": "Welcome back, Ada", "loggedInAt": 1_700_000_000.5, "tagCount": 2},
    "log_in.failure": {"code": "deadlineExceeded", "message": "the host did not answer in time"},
    "watch_balance.request": {"userID": 7},
    "watch_balance.failure": {"code": "not_found", "retryable": True},
    # What a host may send that Swift does not: an optional as null, a field of a later version, an integer as a float.
    "fetch_profile.response.null": {"name": "Ada", "tags": [], "balanceCents": 0, "avatar": None},
    "fetch_profile.response.later": {
        "name": "Ada", "nickname": "Countess", "tags": [], "balanceCents": 0, "links": [{"kind": "web"}]},
    "log_in.response.whole": {"greeting": "Hello", "loggedInAt": 1_700_000_000, "tagCount": 0},
}


def raw(fields: list[tuple[str, str, str]], *values: object) -> dict[str, object]:
    """The content of a raw value's file: name, Swift type and struct's code of each field."""
    layout, offset = [], 0
    for name, swift_type, code in fields:
        size = struct.calcsize("<" + code)
        layout.append({"name": name, "type": swift_type, "offset": offset, "size": size})
        offset += size
    packed = struct.pack("<" + "".join(code for _, _, code in fields), *values)
    return {"size": offset, "byteOrder": "little", "fields": layout, "bytes": packed}


RAW = {
    "read_clock.request": raw([("clock", "UInt32", "I")], 0),
    "read_clock.response": raw([("", "Double", "d")], 1_700_000_000.5),
    "watch_balance.response": raw([("", "Int64", "q")], 12345),
}


def main() -> None:
    for name, value in {**CBOR, **RAW}.items():
        (FOLDER / f"{name}.cbor").write_bytes(cbor2.dumps(value))


if __name__ == "__main__":
    if sys.byteorder != "little":
        sys.exit("the raw values are those of a machine whose byte order is little-endian")
    main()
