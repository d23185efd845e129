"""Counts the instructions of each operation under valgrind's callgrind, and compares them with committed limits.

    instructions.py PROGRAM instructions.json            fails if an operation takes more than its limit
    instructions.py --write PROGRAM instructions.json    writes the limits anew: what was counted, and a tenth more

The count of one run is that of the next within a percent or two, whatever else the machine does. A limit leaves a tenth, for
other processors, whose C library copies memory in other ways.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# InstructionCounts.swift has the same number.
OPERATIONS = 40
# valgrind has been seen to wait for ever for a program that waits for itself.
SECONDS = 300


def count(program: str) -> dict[str, int]:
    """The instructions of one operation, by the names of the operations."""
    with tempfile.TemporaryDirectory() as folder:
        # valgrind 3.19 stops at debugging information that Swift's compiler writes, so a copy goes without it.
        stripped = f"{folder}/program"
        subprocess.run(["objcopy", "-g", program, stripped], check=True)
        # One processor, where the bridge's loop does not look out for work; and dictionaries in the same order each time.
        run = subprocess.run(
            ["taskset", "-c", "0", "valgrind", "--tool=callgrind", "--fair-sched=yes", "--instr-atstart=no",
             f"--callgrind-out-file={folder}/counts", stripped, "instructions"],
            capture_output=True, text=True, timeout=SECONDS, env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"})
        if run.returncode != 0:
            sys.exit(f"counting failed with {run.returncode}:\n{run.stderr}")
        counts = {}
        for file in Path(folder).glob("counts.*"):
            text = file.read_text()
            name = re.search(r"^desc: Trigger: Client Request: (.*)$", text, re.MULTILINE)
            total = re.search(r"^totals: (\d+)$", text, re.MULTILINE)
            if name and total:
                counts[name[1]] = int(total[1]) // OPERATIONS
        return counts


def main() -> None:
    arguments = sys.argv[1:]
    write = arguments[:1] == ["--write"]
    program, path = arguments[1:] if write else arguments
    counts = count(program)
    if write:
        # A megabyte is copied by the C library, as it sees fit.
        limits = {name: found + found // 10 for name, found in sorted(counts.items()) if not name.endswith(".blob")}
        Path(path).write_text(json.dumps(limits, indent=2) + "\n")
    limits = json.loads(Path(path).read_text())
    for name, limit in limits.items():
        print(f"{name}: {counts.get(name, 'not counted')} instructions, of {limit} at most")
    excess = [name for name, limit in limits.items() if counts.get(name, limit + 1) > limit]
    if excess:
        sys.exit(f"more than allowed, or not counted: {', '.join(excess)}")


if __name__ == "__main__":
    main()
