"""Counts the instructions of each operation under valgrind's callgrind, and compares them with committed limits.

    instructions.py PROGRAM instructions.json            fails if an operation takes more than its limit
    instructions.py --write PROGRAM instructions.json    writes the limits again, from what was counted

The count of one run is that of the next within a percent or two, whatever else the machine does. A limit leaves 3 % more for
calls on one thread, and a tenth for all else, as on other processors the C library copies memory in other ways; but a quarter
for a batch, which depends on how many answers come before their call counts as suspended.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# valgrind has been seen to wait indefinitely for a program that waits for itself.
SECONDS = 600


def count(program: str) -> dict[str, int]:
    """The instructions of one operation, by the names of the operations."""
    with tempfile.TemporaryDirectory() as folder:
        # valgrind 3.19 stops at debugging information that Swift's compiler writes, so a copy goes without it.
        stripped = f"{folder}/program"
        subprocess.run(["objcopy", "-g", program, stripped], check=True)
        # One processor, where the bridge's thread does not look out for work; and dictionaries in the same order each time.
        run = subprocess.run(
            ["taskset", "-c", "0", "valgrind", "--tool=callgrind", "--fair-sched=yes", "--instr-atstart=no",
             f"--callgrind-out-file={folder}/counts", stripped, "instructions"],
            capture_output=True, text=True, timeout=SECONDS, env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"})
        if run.returncode != 0:
            sys.exit(f"counting failed with {run.returncode}:\n{run.stderr}")
        counts = {}
        for file in Path(folder).glob("counts.*"):
            text = file.read_text()
            name = re.search(r"^desc: Trigger: Client Request: (\S+) (\d+)$", text, re.MULTILINE)
            total = re.search(r"^totals: (\d+)$", text, re.MULTILINE)
            if name and total:
                counts[name[1]] = int(total[1]) // int(name[2])
        return counts


def limit_of(name: str, found: int) -> int:
    """The limit for an operation that took so many instructions, rounded up to three digits."""
    percent = 3 if name.startswith("call.inline") else 25 if name.startswith("call.batch") else 10
    size = 10 ** max(0, len(str(found)) - 3)
    return -(-found * (100 + percent) // (100 * size)) * size


def main() -> None:
    arguments = sys.argv[1:]
    write = arguments[:1] == ["--write"]
    program, path = arguments[1:] if write else arguments
    counts = count(program)
    if write:
        # A megabyte is copied by the C library, as it sees fit.
        limits = {name: limit_of(name, found) for name, found in sorted(counts.items()) if ".blob" not in name}
        Path(path).write_text(json.dumps(limits, indent=2) + "\n")
    limits = json.loads(Path(path).read_text())
    for name, limit in limits.items():
        print(f"{name}: {counts.get(name, 'not counted')} instructions, of {limit} at most")
    excess = [name for name, limit in limits.items() if counts.get(name, limit + 1) > limit]
    if excess:
        sys.exit(f"more than allowed, or not counted: {', '.join(excess)}")


if __name__ == "__main__":
    main()
