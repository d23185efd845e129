# Copyright 2026 the HostCall authors
# SPDX-License-Identifier: Apache-2.0
"""Counts the instructions of each operation under valgrind's callgrind, and compares them with committed limits.

    instructions.py PROGRAM instructions.json            fails if an operation takes more than its limit
    instructions.py --write PROGRAM instructions.json    rewrites the limits from the highest counts of several runs

Counts are nearly the same in each run, whatever the load of the machine, except that those of calls to the core, which
wake threads, differ by up to nine percent. A limit is 3 % above the count for calls on one thread, and 10 % for all
others, also since the C library copies memory differently on other processors.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# The timeout of a run: valgrind has been observed to hang.
SECONDS = 600
# How often the limits are counted.
RUNS = 5


def count(program: str) -> dict[str, int]:
    """Returns the instructions of each operation, by its name."""
    with tempfile.TemporaryDirectory() as folder:
        # valgrind 3.19 fails to read the debugging information of Swift's compiler, so it runs a stripped copy.
        stripped = f"{folder}/program"
        subprocess.run(["objcopy", "-g", program, stripped], check=True)
        # On one processor the bridge's thread does not spin; deterministic hashing fixes the order of dictionaries.
        run = subprocess.run(
            ["taskset", "-c", "0", "valgrind", "--tool=callgrind", "--fair-sched=yes", "--instr-atstart=no",
             f"--callgrind-out-file={folder}/counts", stripped, "instructions"],
            capture_output=True, text=True, timeout=SECONDS,
            env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"})
        if run.returncode != 0:
            sys.exit(f"valgrind exited with {run.returncode}, expected 0:\n{run.stderr}")
        counts = {}
        for file in Path(folder).glob("counts.*"):
            text = file.read_text()
            name = re.search(r"^desc: Trigger: Client Request: (\S+) (\d+)$", text, re.MULTILINE)
            total = re.search(r"^totals: (\d+)$", text, re.MULTILINE)
            if name and total:
                counts[name[1]] = int(total[1]) // int(name[2])
        return counts


def limit_of(name: str, found: int) -> int:
    """Returns the limit for an operation with the given count, rounded up to three digits."""
    percent = 3 if name.startswith("call.") else 10
    size = 10 ** max(0, len(str(found)) - 3)
    return -(-found * (100 + percent) // (100 * size)) * size


def main() -> None:
    arguments = sys.argv[1:]
    write = arguments[:1] == ["--write"]
    program, path = arguments[1:] if write else arguments
    runs = [count(program) for _ in range(RUNS if write else 1)]
    counts = {name: max(run.get(name, 0) for run in runs) for name in runs[0]}
    if write:
        # The C library's way of copying a megabyte differs between processors, so blobs have no limit.
        limits = {name: limit_of(name, found) for name, found in sorted(counts.items()) if ".blob" not in name}
        Path(path).write_text(json.dumps(limits, indent=2) + "\n")
    limits = json.loads(Path(path).read_text())
    for name, limit in limits.items():
        print(f"{name}: {counts.get(name, 'not counted')} instructions, of {limit} at most")
    excess = [name for name, limit in limits.items() if counts.get(name, limit + 1) > limit]
    if excess:
        sys.exit(f"over the limit, or not counted: {', '.join(excess)}")


if __name__ == "__main__":
    main()
