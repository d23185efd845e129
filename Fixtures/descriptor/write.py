#!/usr/bin/env python3
# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the descriptor of a core as it was before the format had minor versions, with cbor2.

    .venv/bin/python Fixtures/descriptor/write.py

The keys are those of `hostcall_describe` in the header of that time.
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

pathlib.Path(__file__).with_name("minor-0.cbor").write_bytes(cbor2.dumps(DESCRIPTOR))
