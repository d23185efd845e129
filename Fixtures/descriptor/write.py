#!/usr/bin/env python3
# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Writes descriptors of a core in each minor version of the format, with cbor2.

    .venv/bin/python Fixtures/descriptor/write.py

The keys are those of `hostcall_describe` in the header of that time. Each minor version adds to the one before it.
"""

import pathlib

import cbor2

CDDL = """; "fetch_profile", made by the core, fingerprint 0x4e1d000000000001
fetch_profile.request = {
  userID: uint,
}
fetch_profile.response = tstr
fetch_profile.failure = {
  code: tstr,
}
"""

DESCRIPTOR = {
    "version": 1,
    "calls": [
        {
            "name": "fetch_profile", "direction": "toHost", "fingerprint": 0x4E1D000000000001,
            "request": {"encoding": "cbor", "rule": "fetch_profile.request"},
            "response": {"encoding": "cbor", "rule": "fetch_profile.response"},
            "failure": {"encoding": "cbor", "rule": "fetch_profile.failure"},
            "outline": "request.userID: uint\nresponse: tstr\nfailure.code: tstr\n",
        },
        {"name": "anything", "direction": "toCore"},
    ],
    "cddl": CDDL,
}

# Minor version 1: types as data, limits, and streams.
RECORD = {"kind": "record", "fields": [
    {"key": "isDark", "type": {"kind": "builtIn", "name": "bool"}, "isOptional": False}]}
NEWER = DESCRIPTOR | {
    "minorVersion": 1,
    "types": [{"name": "ThemeChanged", "type": RECORD, "documentation": "The theme is another one."}],
    "limits": {"payloadSize": 16777216, "nestingDepth": 128},
    "streams": [{"name": "watch", "direction": "toCore"}],
}

# Minor version 2: events.
NEWEST = NEWER | {
    "minorVersion": 2,
    "events": [
        {
            "name": "theme_changed", "direction": "toHost", "fingerprint": 0x0123456789ABCDEF,
            "payload": {
                "encoding": "cbor", "rule": "theme_changed.payload",
                "type": {"kind": "named", "name": "ThemeChanged"}},
            "outline": "kind: event\npayload.isDark: bool\n", "typeName": "ThemeChanged", "policy": "dropNewest",
            "documentation": "The theme is another one.",
        },
        {"name": "anything", "direction": "toCore"},
    ],
}

for minor, descriptor in enumerate([DESCRIPTOR, NEWER, NEWEST]):
    pathlib.Path(__file__).with_name(f"minor-{minor}.cbor").write_bytes(cbor2.dumps(descriptor))
