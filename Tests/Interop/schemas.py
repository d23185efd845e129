# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Checks the output of `hostcall schema` for ProfileCore with an independent CDDL validator, fingerprints computed in
Python, and the constants in profile_core.h.

    python schemas.py HOSTCALL LIBPROFILECORE
"""

import json
import pathlib
import re
import subprocess
import sys

import cbor2
import pycddl

from fingerprint import fingerprint

ROOT = pathlib.Path(__file__).parents[2]
GOLDEN = ROOT / "Fixtures/profile_core"
HEADER = ROOT / "Examples/ProfileCore/Sources/CProfileCore/include/profile_core.h"

# Values that do not match, by rule.
WRONG = {
    "fetch_profile.request": [{}, {"userID": -1}, {"userID": "7"}, {"user": 7}],
    "fetch_profile.response": [
        {"name": "Ada", "tags": []}, {"name": "Ada", "tags": [1], "balanceCents": 0},
        {"name": b"Ada", "tags": [], "balanceCents": 0}, {"name": "Ada", "tags": [], "balanceCents": 0.5},
        {"name": "Ada", "tags": [], "balanceCents": 0, "avatar": "text"}, ["Ada", [], 0]],
    "fetch_profile.failure": [{"code": "x"}, {"code": "x", "retryable": 1}],
    "log_in.request": [{"timeoutMilliseconds": 1}, {"userID": 1, "timeoutMilliseconds": -1}],
    "log_in.response": [{"greeting": "x", "loggedInAt": "now", "tagCount": 1}],
    "log_in.failure": [{"code": "x"}],
    "read_clock.request": [b"123", b"12345"],
    "read_clock.response": [b"1234567", b"123456789"],
}


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def accepts(schema: pycddl.Schema, message: bytes) -> bool:
    try:
        schema.validate_cbor(message)
        return True
    except pycddl.ValidationError:
        return False


def check_messages(cddl: str, rule: str) -> int:
    """Checks that the golden files of a rule match it and that wrong values do not; returns the number of messages."""
    schema = pycddl.Schema(f"start = {rule}\n{cddl}")
    count = 0
    for path in sorted(GOLDEN.glob(f"{rule}*.cbor")):
        message = path.read_bytes()
        if rule.startswith("read_clock."):  # the file holds the layout as well
            message = cbor2.dumps(cbor2.loads(message)["bytes"])
        if path.stem.endswith((".later", ".whole")):
            # A decoder accepts more than the schema: unknown fields, and integers for floats.
            assert not accepts(schema, message), path
        else:
            assert accepts(schema, message), path
        count += 1
    assert count > 0, f"found no golden file for {rule}"
    for value in WRONG[rule]:
        assert not accepts(schema, cbor2.dumps(value)), (rule, value)
    return count + len(WRONG[rule])


def main(tool: str, library: str) -> None:
    command = [tool, "schema", library, "--open", "profile_core_open"]
    cddl, descriptor = run(*command), json.loads(run(*command, "--json"))
    assert cddl == descriptor["cddl"] and descriptor["version"] == 1
    calls = {call["name"]: call for call in descriptor["calls"]}
    assert list(calls) == ["fetch_profile", "read_clock", "log_in"], list(calls)
    assert [call["direction"] for call in calls.values()] == ["toHost", "toHost", "toCore"]

    count = 0
    for name, call in calls.items():
        assert int(call["fingerprint"], 16) == fingerprint(call["outline"]), name
        assert f'; "{name}", ' in cddl and call["fingerprint"] in cddl
        for part in ("request", "response", "failure"):
            if part in call:
                assert call[part]["encoding"] == ("raw" if name == "read_clock" else "cbor")
                count += check_messages(cddl, call[part]["rule"])
    constants = dict(re.findall(r"#define PROFILE_CORE_(\w+)_FINGERPRINT UINT64_C\((0x[0-9a-f]+)\)", HEADER.read_text()))
    assert set(constants) == {"READ_CLOCK", "FETCH_PROFILE"}
    for name, constant in constants.items():
        found = calls[name.lower()]["fingerprint"]
        assert constant == found, f"found {constant} for {name} in profile_core.h, expected {found}"
    print(f"hostcall schema: its CDDL accepts and refuses {count} messages correctly, and its fingerprints are right")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
