# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Checks what a library describes: with an independent CDDL parser every rule, and with code in Python every fingerprint.

    python descriptions.py HOSTCALL LIBRARY OPEN

The library must have calls, streams and events.
"""

import json
import subprocess
import sys

import pycddl

from fingerprint import fingerprint


def main(tool: str, library: str, symbol: str) -> None:
    output = subprocess.run(
        [tool, "schema", library, "--open", symbol, "--json"], check=True, capture_output=True, text=True).stdout
    descriptor = json.loads(output)
    cddl, rules = descriptor["cddl"], 0
    for kind in ("calls", "streams", "events"):
        assert descriptor[kind], f"the library describes no {kind}"
        for described in descriptor[kind]:
            name, stated = described["name"], int(described["fingerprint"], 16)
            computed = fingerprint(described["outline"])
            assert stated == computed, f"{kind}, {name}: found the fingerprint {stated:#x}, expected {computed:#x}"
            assert f'; "{name}", ' in cddl, f"{kind}: the CDDL does not name {name}"
            for part in ("request", "response", "failure", "payload"):
                if part in described:
                    pycddl.Schema(f"start = {described[part]['rule']}\n{cddl}")
                    rules += 1
    counts = ", ".join(f"{len(descriptor[kind])} {kind}" for kind in ("calls", "streams", "events"))
    print(f"{counts}: their {rules} rules are CDDL, and their fingerprints are right")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
