# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Prints the results of the benchmarks as tables, and draws results.svg: report.py results.jsonl results.svg

The bars of a row are the times of HostCall, its floors and its peers, on a logarithmic scale.
"""

from __future__ import annotations

import json
import math
import sys
from xml.sax.saxutils import escape

SERIES = (("ns", "HostCall", "#c8442f"), ("floor_ns", "floor", "#888888"),
          ("swift_floor_ns", "floor in Swift", "#bbbbbb"), ("raw_floor_ns", "C without libcbor", "#d4d4d4"), ("go_ns", "Go fxamacker/cbor", "#3a8fb7"),
          ("rust_ns", "Rust serde_cbor", "#b7743a"), ("python_ns", "Python cbor2", "#6a9c3b"),
          ("json_ns", "Foundation JSON", "#8e6bb0"), ("plist_ns", "Foundation property list", "#c3a6d8"))


def time(nanoseconds: float) -> str:
    """Returns a time with a suitable unit."""
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def label(row: dict) -> str:
    return row["name"] + (f" ({row['cores']} core{'s' if row['cores'] > 1 else ''})" if "cores" in row else "")


def ratio(row: dict) -> str:
    """Returns the ratio to the floor, and the relative throughput if the row has one."""
    return f"{row.get('ratio', '–')}" + (f", {row['throughput']} of the throughput" if "throughput" in row else "")


def table(rows: list[dict]) -> str:
    """Returns a Markdown table of rows with times."""
    has_swift_floor = any("swift_floor_ns" in row for row in rows)
    has_raw_floor = any("raw_floor_ns" in row for row in rows)
    keys = [key for key, _, _ in SERIES[4:] if any(key in row for row in rows)]
    names = {key: name for key, name, _ in SERIES}
    heads = ["", "time", "floor", "ratio", *(["floor in Swift", "ratio"] if has_swift_floor else []),
             *(["C without libcbor", "ratio"] if has_raw_floor else []), "allocations",
             *(names[key] for key in keys)]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for row in rows:
        cells = [label(row), time(row["ns"]), f"{time(row['floor_ns'])} ({row['floor']})" if "floor_ns" in row else "–",
                 ratio(row)]
        if has_swift_floor:
            cells.append(time(row["swift_floor_ns"]) if "swift_floor_ns" in row else "–")
            cells.append(f"{row.get('swift_ratio', '–')}")
        if has_raw_floor:
            cells.append(time(row["raw_floor_ns"]) if "raw_floor_ns" in row else "–")
            cells.append(f"{row.get('raw_ratio', '–')}")
        cells.append(f"{row['allocations']:g}")
        cells += [time(row[key]) if key in row else "–" for key in keys]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def draw(rows: list[dict]) -> str:
    """Returns an SVG with a group of bars for each row."""
    left, right, bar = 230, 980, 9
    values = [row[key] for row in rows for key, _, _ in SERIES if key in row]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def x(value: float) -> float:
        return left + (right - left) * (math.log10(value) - low) / (high - low)

    parts, y = [], 60
    for row in rows:
        bars = [(row[key], name, colour) for key, name, colour in SERIES if key in row]
        parts.append(f'<text x="{left - 8}" y="{y + bar * len(bars) / 2 + 4}" text-anchor="end">'
                     f"{escape(label(row))}</text>")
        for value, name, colour in bars:
            parts.append(f'<rect x="{left}" y="{y}" width="{max(1, x(value) - left):.1f}" height="{bar - 2}" '
                         f'fill="{colour}"><title>{escape(name)}: {time(value)}</title></rect>')
            y += bar
        y += 8
    grid = "".join(f'<line x1="{x(10 ** n):.1f}" x2="{x(10 ** n):.1f}" y1="50" y2="{y}" stroke="#ddd"/>'
                   f'<text x="{x(10 ** n):.1f}" y="44" text-anchor="middle">{time(10 ** n)}</text>'
                   for n in range(low, high + 1))
    used = [(name, colour) for key, name, colour in SERIES if any(key in row for row in rows)]
    legend = "".join(f'<rect x="{left + 130 * i}" y="8" width="10" height="10" fill="{colour}"/>'
                     f'<text x="{left + 130 * i + 14}" y="17">{escape(name)}</text>'
                     for i, (name, colour) in enumerate(used))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="1180" height="{y + 10}" '
            f'font-family="sans-serif" font-size="11">'
            f'<rect width="100%" height="100%" fill="white"/>{legend}{grid}{"".join(parts)}</svg>\n')


def main() -> None:
    rows: dict[tuple, dict] = {}
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            # Peers run in their own processes, and add their times to the row with the same name.
            rows.setdefault((row["name"], row.get("cores")), {}).update(row)
    # A peer encodes a value in one way, which is compared with both of ours.
    for (name, cores), row in rows.items():
        if name.endswith(".direct"):
            peers = rows.get((name.removesuffix(".direct"), cores), {})
            row.update({key: peers[key] for key, _, _ in SERIES[4:] if key in peers})
    timed = [row for row in rows.values() if "ns" in row]
    codec = [row for row in timed if row["name"].startswith("codec")]
    calls = [row for row in timed if row["name"].startswith(("call", "queue", "stream", "event"))]
    inbound = [row for row in timed if row["name"].startswith("inbound")]
    for part in (codec, calls, inbound):
        if part:
            print(table(part), end="\n\n")
    for row in calls:
        if "p50" in row:
            print(f"{label(row)}: p50 {time(row['p50'])}, p99 {time(row['p99'])}, p99.9 {time(row['p99_9'])}")
    for row in rows.values():
        if "ns" not in row and row["name"].startswith("memory"):
            print(", ".join(f"{key} {value}" for key, value in row.items()))
    if timed:
        with open(sys.argv[2], "w", encoding="utf-8") as file:
            file.write(draw(timed))


main()
