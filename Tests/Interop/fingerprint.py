# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Computes the fingerprint of an outline as SchemaFingerprint.swift describes it, without sharing code with it."""

# Events have only the one part, whose bits are those of requests.
PARTS = {"request": 59, "payload": 59, "response": 54, "failure": 49}
MASK = (1 << 64) - 1


def line_hash(line: str) -> int:
    """Returns the 64-bit FNV-1a hash of a line, after a finaliser."""
    value = 0xCBF29CE484222325
    for byte in line.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    value = (value ^ value >> 33) * 0xFF51AFD7ED558CCD & MASK
    return value ^ value >> 33


def fingerprint(outline: str) -> int:
    """Returns the fingerprint: a 49-bit sum over all lines, below a 5-bit sum over the lines of each part."""
    total, checks = 0, dict.fromkeys(PARTS, 0)
    for line in outline.splitlines():
        value = line_hash(line)
        total += value
        part = next((part for part in PARTS if line.startswith(part)), None)
        if part is not None:  # the line `kind: …` belongs to no part
            checks[part] += value >> 49
    bits = total & ((1 << 49) - 1)
    for part, shift in PARTS.items():
        bits |= (checks[part] & 31) << shift
    return bits or 1
