# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Encodes and decodes the values of CodecValues.swift with cbor2, and prints one line of JSON per row."""

from __future__ import annotations

import datetime
import json
import statistics
import time
from typing import Any, Callable

import cbor2


def small(number: int, name: str, flag: bool) -> dict[str, Any]:
    return {"id": number, "name": name, "flag": flag}


VALUES: dict[str, Any] = {
    "small": small(123456, "Ada Lovelace", True),
    "profile": {
        "id": 9007199254740993, "name": "Ada Lovelace", "email": "ada@example.org", "age": 36, "score": 97.125,
        "isActive": True, "created": datetime.datetime.fromtimestamp(1700000000, datetime.timezone.utc),
        "tags": ["math", "engines", "poetry", "notes", "flight"],
        "address": {"street": "12 St James's Square", "city": "London", "zip": 10815}, "manager": 42, "rating": 4.5},
    "small1000": [small(n * 1001, f"name {n}", n % 2 == 0) for n in range(1000)],
    "doubles": [n * 1.1 + 0.1 for n in range(10000)],
    "uints": [n * (0x9E3779B97F4A7C15 >> n % 64) & (1 << 64) - 1 for n in range(10000)],
    "blob": {"name": "blob", "data": bytes([0xA5]) * (1 << 20)},
    "dict": {f"key {n}": n * 37 for n in range(1000)},
}


def measure(run: Callable[[], Any]) -> float:
    """Returns the median time of a run in nanoseconds, from eleven batches of about ten milliseconds."""
    run()
    start = time.perf_counter_ns()
    run()
    count = max(1, 10_000_000 // max(1, time.perf_counter_ns() - start))
    batches = []
    for _ in range(11):
        start = time.perf_counter_ns()
        for _ in range(count):
            run()
        batches.append((time.perf_counter_ns() - start) / count)
    return statistics.median(batches)


for key, value in VALUES.items():
    data = cbor2.dumps(value)
    print(json.dumps({"name": f"codec.encode.{key}", "python_ns": round(measure(lambda: cbor2.dumps(value)))}))
    print(json.dumps({"name": f"codec.decode.{key}", "python_ns": round(measure(lambda: cbor2.loads(data)))}))
